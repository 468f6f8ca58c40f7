package rules

import (
	"fmt"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
)

// The readers below refuse what is not of the kind asked for, so that a table or a choice is never taken for zero. Such
// a refusal is a fault of the program or of a file, not of the person who asks: it is no fault.Error.

// number is the number of a value.
func (v Value) number(id string) (decimal.Decimal, error) {
	if absent(v.Number) {
		return decimal.Zero, fmt.Errorf("rules: %s is no number on %s", id, v.From)
	}
	return v.Number, nil
}

// whole is the number of a value that must be a whole number and not negative.
func (v Value) whole(id string) (int, error) {
	n, err := v.number(id)
	if err == nil && (!n.IsInteger() || n.IsNegative()) {
		err = fmt.Errorf("rules: %s is %s from %s, not a whole number", id, n, v.From)
	}
	return int(n.IntPart()), err
}

func (v Value) table(id string) ([]Row, error) {
	if len(v.Rows) == 0 {
		return nil, fmt.Errorf("rules: %s is no table on %s", id, v.From)
	}
	return v.Rows, nil
}

// Decimal is the number of a parameter on a day, in the parameter's unit; it refuses as On does.
func (b *Book) Decimal(id string, on day.Day) (decimal.Decimal, error) {
	v, err := b.On(id, on)
	if err != nil {
		return decimal.Zero, err
	}
	return v.number(id)
}

// Months is a parameter counted in whole months; it refuses as On does.
func (b *Book) Months(id string, on day.Day) (int, error) {
	v, err := b.On(id, on)
	if err != nil {
		return 0, err
	}
	return v.whole(id)
}

// Table is the rows of a parameter that is a table, in the order of the file; it refuses as On does.
func (b *Book) Table(id string, on day.Day) ([]Row, error) {
	v, err := b.On(id, on)
	if err != nil {
		return nil, err
	}
	return v.table(id)
}

// Decimal is the number of a parameter on a day; it refuses as On does.
func (w *Work) Decimal(id string, on day.Day) (decimal.Decimal, Source, error) {
	v, err := w.On(id, on)
	if err != nil {
		return decimal.Zero, Source{}, err
	}
	n, err := v.number(id)
	return n, v.Source(), err
}

// Whole is a parameter counted in whole months, years, days or pieces on a day; it refuses as On does.
func (w *Work) Whole(id string, on day.Day) (int, Source, error) {
	v, err := w.On(id, on)
	if err != nil {
		return 0, Source{}, err
	}
	n, err := v.whole(id)
	return n, v.Source(), err
}

// Share is a parameter of the unit Share on a day: 0.25 for 25 percent. It refuses as On does.
func (w *Work) Share(id string, on day.Day) (decimal.Decimal, Source, error) {
	n, source, err := w.Decimal(id, on)
	if err == nil && w.book.parameters[id].Unit != Share {
		err = fmt.Errorf("rules: %s is no share", id)
	}
	return n, source, err
}

// Table is the rows of a parameter that is a table on a day; it refuses as On does.
func (w *Work) Table(id string, on day.Day) ([]Row, Source, error) {
	v, err := w.On(id, on)
	if err != nil {
		return nil, Source{}, err
	}
	rows, err := v.table(id)
	return rows, v.Source(), err
}

// Choice is the option chosen by a parameter of the unit Choice on a day; it refuses as On does.
func (w *Work) Choice(id string, on day.Day) (string, Source, error) {
	v, err := w.On(id, on)
	if err != nil {
		return "", Source{}, err
	}
	if v.Choice == "" {
		return "", Source{}, fmt.Errorf("rules: %s is no choice on %s", id, on)
	}
	return v.Choice, v.Source(), nil
}

// Money rounds an amount of đồng to the multiple that a parameter names on a day, half up (1: whole đồng). The amount
// itself is exact; this is done once, at the end. It refuses as On does.
func (w *Work) Money(amount decimal.Decimal, id string, on day.Day) (int64, Source, error) {
	to, source, err := w.Whole(id, on)
	if err != nil {
		return 0, Source{}, err
	}
	if to == 0 || w.book.parameters[id].Unit != Dong {
		return 0, Source{}, fmt.Errorf("rules: %s is no amount to round to", id)
	}
	multiple := decimal.NewFromInt(int64(to))
	return amount.Div(multiple).Round(0).Mul(multiple).IntPart(), source, nil
}
