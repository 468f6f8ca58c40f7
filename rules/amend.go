package rules

import (
	"iter"
	"strings"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
)

// Amendment supposes another figure of the law: that a parameter, or one cell of its table, is Text (a number or an option) on
// the days From (included) to To (excluded).
type Amendment struct {
	ID          string
	From, To    day.Day // To zero: until the value that holds on From ends, which is when another one was to follow
	Row, Column string  // of a table
	Text        string
}

// Amended is the book with another figure supposed; the book itself stays as it was. Up to From and from To on the law is as it
// was, and days between on which it says nothing are still not covered. What is supposed rests on no document, so that no trace
// cites one for it. It refuses with BAD_INPUT, naming parameter, row, column, value, from or to, what the law does not have or
// cannot be, and with NOT_COVERED a first day on which nothing is in force.
func (b *Book) Amended(a Amendment) (*Book, error) {
	p, ok := b.parameters[a.ID]
	if !ok {
		return nil, fault.Bad("parameter", "rules.unknown_parameter", fault.Args{"id": a.ID})
	}
	if a.From.IsZero() {
		return nil, fault.Bad("from", "fault.required")
	}
	first, err := b.On(a.ID, a.From)
	if err != nil {
		return nil, fault.From(err).At("from")
	}
	if a.To.IsZero() {
		a.To = first.To
	}
	if !a.From.Before(a.To) {
		return nil, fault.Bad("to", "fault.bad_range", fault.Args{"from": a.From, "to": a.To})
	}
	if err := p.takes(a); err != nil {
		return nil, err
	}
	q := *p
	q.Values = nil
	for _, v := range p.Values {
		parts, err := p.amend(v, a)
		if err != nil {
			return nil, err
		}
		q.Values = append(q.Values, parts...)
	}
	return b.with(&q), nil
}

// amend is a value with the figure changed on the days of the amendment: what comes before them, what is supposed, and what
// comes after.
func (p *Parameter) amend(v Value, a Amendment) ([]Value, error) {
	from, to := day.Max(v.From, a.From), day.Min(v.To, a.To)
	if !from.Before(to) {
		return []Value{v}, nil
	}
	if err := p.hasCell(v, a); err != nil {
		return nil, err
	}
	var parts []Value
	if v.From.Before(from) {
		before := v
		before.To = from
		parts = append(parts, before)
	}
	supposed := Value{Span: Span{From: from, To: to}, Number: v.Number, Rows: v.Rows, Choice: v.Choice}
	if err := supposed.change(Figure{ID: p.ID, From: v.From, Row: a.Row, Column: a.Column}, a.Text); err != nil {
		return nil, err
	}
	parts = append(parts, supposed)
	if to.Before(v.To) {
		after := v
		after.From = to
		parts = append(parts, after)
	}
	return parts, nil
}

// hasCell refuses a row or a column that a value does not have.
func (p *Parameter) hasCell(v Value, a Amendment) error {
	if len(v.Rows) == 0 {
		return nil
	}
	for _, r := range v.Rows {
		if r.Key != a.Row {
			continue
		}
		if r.cell(a.Column) == nil {
			return fault.Bad("column", "rules.no_column", fault.Args{"label": p.Label, "row": a.Row, "column": a.Column})
		}
		return nil
	}
	return fault.Bad("row", "rules.no_row", fault.Args{"label": p.Label, "key": a.Row})
}

// takes refuses a figure that the parameter cannot be, and a place that it does not have.
func (p *Parameter) takes(a Amendment) error {
	table := len(p.Values[0].Rows) > 0
	switch {
	case !table && a.Row != "":
		return fault.Bad("row", "rules.not_table", fault.Args{"label": p.Label})
	case !table && a.Column != "":
		return fault.Bad("column", "rules.not_table", fault.Args{"label": p.Label})
	case table && a.Row == "":
		return fault.Bad("row", "fault.required")
	case table && a.Column == "":
		return fault.Bad("column", "fault.required")
	case a.Text == "":
		return fault.Bad("value", "fault.required")
	}
	if p.Unit == Choice {
		if _, ok := p.Options[a.Text]; !ok {
			return fault.Bad("value", "fault.bad_choice", fault.Args{"value": a.Text})
		}
		return nil
	}
	n, err := Number(a.Text)
	if err != nil {
		return err
	}
	return p.Fits(n, a.Column)
}

// maxDigits is how long the text of a number may be.
const maxDigits = 40

// Number reads a figure as people write it into the law, with a point and without separators. It refuses with BAD_INPUT at
// value what is none.
func Number(text string) (decimal.Decimal, error) {
	n, err := decimal.NewFromString(text)
	if err != nil || len(text) > maxDigits || strings.ContainsAny(text, "eE") { // an exponent can make a number of any length
		return decimal.Zero, fault.Bad("value", "rules.not_number", fault.Args{"text": text})
	}
	return n, nil
}

// Bounds that catch a slip of the pen; what the law allows is for the law to say.
const (
	mostDong  = 1_000_000_000_000
	mostUnits = 10_000 // of any other unit
	maxPlaces = 6      // decimals
)

// Fits refuses with BAD_INPUT at value a number that a parameter, or a column of its table, can hardly be: a negative one, one
// beyond sense, and where the law has said only whole numbers, or never nothing, one that computations do not expect.
func (p *Parameter) Fits(n decimal.Decimal, column string) error {
	most := decimal.NewFromInt(mostUnits)
	switch p.Unit {
	case Dong:
		most = decimal.NewFromInt(mostDong)
	case Share:
		most = decimal.NewFromInt(1)
	}
	zero, parts := p.inParts(), p.inParts()
	for said := range p.said(column) {
		zero, parts = zero || said.IsZero(), parts || !said.IsInteger()
	}
	switch {
	case n.IsNegative(), n.GreaterThan(most):
		return fault.Bad("value", "rules.out_of_range", fault.Args{"max": most.IntPart()})
	case n.IsZero() && !zero:
		return fault.Bad("value", "rules.zero", fault.Args{"label": p.Label})
	case !n.IsInteger() && !parts:
		return fault.Bad("value", "rules.not_whole", fault.Args{"label": p.Label})
	case !n.Equal(n.Truncate(maxPlaces)):
		return fault.Bad("value", "rules.too_fine", fault.Args{"max": maxPlaces})
	}
	return nil
}

// inParts tells whether any part of the unit makes sense, and none of it. Of others computations expect what the law has said so
// far: whole months, and an amount to divide by.
func (p *Parameter) inParts() bool {
	return p.Unit == Share || p.Unit == Coefficient || p.Unit == Points
}

// said are the numbers that the law has ever said, or could be read to say, in a column ("": of a parameter that is no table).
func (p *Parameter) said(column string) iter.Seq[decimal.Decimal] {
	return func(yield func(decimal.Decimal) bool) {
		for _, v := range p.Values {
			if len(v.Rows) == 0 && !yield(v.Number) {
				return
			}
			for _, a := range v.Alternatives {
				if !yield(a.Number) {
					return
				}
			}
			for _, r := range v.Rows {
				if n := r.cell(column); n != nil && !yield(*n) {
					return
				}
			}
		}
	}
}
