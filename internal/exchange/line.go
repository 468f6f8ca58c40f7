package exchange

import (
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/shopspring/decimal"

	"bienche/internal/day"
)

// longest is how many characters a text may have.
const longest = 1_000

// line is one row of a table. Each reader of a cell notes what is wrong with it and then gives an empty value; bad
// tells whether anything was wrong so far.
type line struct {
	*table
	row   int
	cells []string // cleaned
	bad   bool
}

// cell is the text of a column; "" when the column is absent.
func (l *line) cell(key string) string {
	i, ok := l.at[key]
	if !ok || i >= len(l.cells) {
		return ""
	}
	return plain(l.cells[i])
}

func (l *line) blank() bool {
	for _, i := range l.at {
		if i < len(l.cells) && l.cells[i] != "" {
			return false
		}
	}
	return true
}

// wrong notes a mistake in a column of the row.
func (l *line) wrong(key, message string, args map[string]string) {
	l.bad = true
	l.found.add(l.mistakeAt(key, message, args))
}

// doubt notes a warning in a column of the row.
func (l *line) doubt(key, message string, args map[string]string) {
	m := l.mistakeAt(key, message, args)
	m.Warning = true
	l.found.add(m)
}

func (l *line) mistakeAt(key, message string, args map[string]string) Mistake {
	i, ok := l.at[key]
	if !ok {
		m := l.mistake(l.row, len(l.titles), "", message, args)
		m.Column, m.Title = "", l.column(key).title("vi")
		return m
	}
	value := ""
	if i < len(l.cells) {
		value = l.cells[i]
	}
	return l.mistake(l.row, i, value, message, args)
}

// require notes each of the columns that is empty.
func (l *line) require(keys ...string) {
	for _, k := range keys {
		if l.cell(k) == "" {
			l.wrong(k, "exchange.required", nil)
		}
	}
}

func (l *line) requireAll() {
	for _, c := range l.columns {
		if c.required {
			l.require(c.key)
		}
	}
}

func (l *line) text(key string) string {
	s := l.cell(key)
	if utf8.RuneCountInString(s) > longest {
		l.wrong(key, "exchange.too_long", map[string]string{"max": "1000"})
		return ""
	}
	return s
}

func (l *line) day(key string) day.Day {
	s := l.cell(key)
	if s == "" {
		return day.Day{}
	}
	d, ok := parseDay(s)
	if !ok {
		l.wrong(key, "exchange.bad_date", nil)
		return day.Day{}
	}
	return d
}

// until reads the last day of a span that began on from, and gives the day after it; empty is Forever. It is zero
// when from is, or when the cell is wrong.
func (l *line) until(key string, from day.Day) day.Day {
	if l.cell(key) == "" {
		if from.IsZero() {
			return day.Day{}
		}
		return day.Forever
	}
	last := l.day(key)
	switch {
	case last.IsZero() || from.IsZero():
		return day.Day{}
	case last.Before(from):
		l.wrong(key, "exchange.ends_before_start", map[string]string{"from": from.Vietnamese()})
		return day.Day{}
	}
	return last.AddDays(1)
}

func (l *line) birth(key string) (day.Day, string) {
	s := l.cell(key)
	if s == "" {
		return day.Day{}, ""
	}
	d, precision, ok := parseBirth(s)
	if !ok {
		l.wrong(key, "exchange.bad_date", nil)
	}
	return d, precision
}

// integer reads a whole number that is not negative; nil when empty or wrong.
func (l *line) integer(key string) *int {
	s := l.cell(key)
	if s == "" {
		return nil
	}
	n, ok := parseInteger(s)
	switch {
	case !ok:
		l.wrong(key, "exchange.bad_number", nil)
		return nil
	case n < 0:
		l.wrong(key, "exchange.negative", nil)
		return nil
	}
	return &n
}

// decimal reads a number that is not negative, with at most two places; nil when empty or wrong.
func (l *line) decimal(key string) *decimal.Decimal {
	s := l.cell(key)
	if s == "" {
		return nil
	}
	d, ok := parseDecimal(s)
	switch {
	case !ok || !d.Equal(d.Round(2)) || d.GreaterThanOrEqual(decimal.NewFromInt(1000)):
		l.wrong(key, "exchange.bad_number", nil)
		return nil
	case d.IsNegative():
		l.wrong(key, "exchange.negative", nil)
		return nil
	}
	return &d
}

// choice reads a code or label of the column's vocabulary; "" when empty or wrong.
func (l *line) choice(key string) string { return l.choose(key, l.column(key).words) }

// choose reads a code or label of a vocabulary.
func (l *line) choose(key, words string) string {
	s := l.cell(key)
	if s == "" {
		return ""
	}
	code, ok := l.find(words, s)
	if !ok {
		l.wrong(key, "exchange.unknown_"+unknownWord(words), nil)
	}
	return code
}

// unknownWord is the end of the message that refuses a word: catalogues of the law have their own.
func unknownWord(words string) string {
	switch words {
	case "category", "grade", "unit_kind", "ethnic_group":
		return words
	}
	return "choice"
}

// numeric is a number as COPY takes it.
func numeric(d *decimal.Decimal) pgtype.Numeric {
	if d == nil {
		return pgtype.Numeric{}
	}
	return pgtype.Numeric{Int: d.Coefficient(), Exp: d.Exponent(), Valid: true}
}

// orZero is numeric with 0 for an empty cell.
func orZero(d *decimal.Decimal) pgtype.Numeric {
	if d == nil {
		d = &decimal.Zero
	}
	return numeric(d)
}

func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
