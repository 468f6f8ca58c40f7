package rules

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
)

func (b *Book) addParameter(id string, p Parameter) []Flaw {
	p.ID = id
	p.text = searchedText(id, p.Label.VI, p.Label.EN)
	all := at(id, day.Day{}, p.check())
	spans := make([]*Span, len(p.Values))
	for i := range p.Values {
		v := &p.Values[i]
		all = append(all, at(id, v.From, b.trust(v.Authority, v.From), p.holds(v), b.alternatives(p, v))...)
		spans[i] = &v.Span
	}
	all = append(all, at(id, day.Day{}, chain(spans))...)
	if _, twice := b.parameters[id]; twice {
		all = append(all, at(id, day.Day{}, wrong("id_twice"))...)
	}
	b.parameters[id] = &p
	return all
}

func (p Parameter) check() error {
	switch {
	case !p.Label.whole():
		return wrong("label")
	case !p.Unit.known():
		return wrong("unit", "unit", string(p.Unit))
	case len(p.Values) == 0:
		return wrong("no_values")
	case p.Unit != Choice && len(p.Options) > 0:
		return wrong("options")
	}
	for _, code := range slices.Sorted(maps.Keys(p.Names)) {
		switch {
		case !p.Names[code].whole():
			return wrong("name", "code", code)
		case !p.has(code):
			return wrong("name_of_nothing", "code", code)
		}
	}
	return nil
}

// has tells whether a table of the parameter has a key or a column.
func (p Parameter) has(code string) bool {
	return slices.ContainsFunc(p.Values, func(v Value) bool {
		return slices.ContainsFunc(v.Rows, func(r Row) bool {
			_, column := r.Cells[code]
			return column || r.Key == code
		})
	})
}

// holds refuses a value that is not exactly one of a number, a table or a choice, and not what the parameter is.
func (p Parameter) holds(v *Value) error {
	number, table, choice := !absent(v.Number), len(v.Rows) > 0, v.Choice != ""
	switch {
	case p.Unit == Choice && (number || table), p.Unit != Choice && choice:
		return wrong("choice")
	case p.Unit == Choice:
		return p.offers(v.Choice)
	case number == table:
		return wrong("number_or_table")
	case table != (len(p.Values[0].Rows) > 0):
		return wrong("mixed")
	}
	return tableOf(v.Rows)
}

// tableOf refuses a table whose rows have no key, no cells, an empty cell, or the same key twice. A row may lack a column
// of another: what the law does not know is absent, not zero.
func tableOf(rows []Row) error {
	seen := map[string]bool{}
	for _, r := range rows {
		switch {
		case r.Key == "" || len(r.Cells) == 0:
			return wrong("row")
		case seen[r.Key]:
			return wrong("row_twice", "row", r.Key)
		}
		seen[r.Key] = true
		for _, column := range columns(r) {
			if absent(r.Cells[column]) {
				return wrong("empty_cell", "row", r.Key, "column", column)
			}
		}
	}
	return nil
}

// offers refuses a choice that is no option of the parameter.
func (p Parameter) offers(choice string) error {
	if l, ok := p.Options[choice]; !ok || !l.whole() {
		return wrong("no_option", "choice", choice)
	}
	return nil
}

// alternatives refuses an alternative that is not of the parameter's kind, that says what the value says or another
// alternative does, that does not say who reads the law so, or that cites a document unknown.
func (b *Book) alternatives(p Parameter, v *Value) error {
	said := map[string]bool{v.plain(): true}
	for i, a := range v.Alternatives {
		other := Value{Number: a.Number, Choice: a.Choice}
		var err error
		switch {
		case p.Unit == Choice:
			err = p.offers(a.Choice)
		case a.Choice != "" || absent(a.Number) || len(v.Rows) > 0:
			err = wrong("alternative_kind")
		}
		switch {
		case err != nil:
		case said[other.plain()]:
			err = wrong("alternative_twice")
		case a.Note == "" && a.Cite.Document == "":
			err = wrong("alternative_note")
		case a.Cite.Document != "":
			err = b.known(a.Cite)
		}
		if err != nil {
			return wrong("alternative", "number", i+1, "what", err)
		}
		said[other.plain()] = true
	}
	return nil
}

// plain is a number or a choice as text: "2.5", "HALF_UP".
func (v Value) plain() string {
	if v.Choice != "" {
		return v.Choice
	}
	return v.Number.String()
}

// absent tells a number that a file does not give from a zero that it does.
func absent(n decimal.Decimal) bool { return n == decimal.Decimal{} }
