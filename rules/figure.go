package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
)

// Figure is one figure of a parameter: a number, a cell of a table, or a choice. The walk over all figures changes one at
// a time and looks whether a test notices.
type Figure struct {
	ID          string
	From        day.Day // first day of the value
	Row, Column string  // of a table
	Now         string  // the figure as it stands
}

// changedFigure is the variable that tells the tests of a build with the tag changedfigure which figure is changed.
const changedFigure = "BIENCHE_CHANGED_FIGURE"

// Variable is what a test must find in its environment to see the figure changed.
func (f Figure) Variable(to string) string {
	return changedFigure + "=" + strings.Join([]string{f.ID, f.From.String(), f.Row, f.Column, to}, "|")
}

// String is "pay.base_salary from 2024-07-01", and the cell of a table.
func (f Figure) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s from %s %s %s", f.ID, f.From, f.Row, f.Column))
}

// Figures are all figures of all parameters, by id, day, row and column.
func (b *Book) Figures() []Figure {
	var all []Figure
	for _, p := range b.Parameters() {
		for _, v := range p.Values {
			if len(v.Rows) == 0 {
				all = append(all, Figure{ID: p.ID, From: v.From, Now: v.plain()})
			}
			for _, r := range v.Rows {
				for _, column := range columns(r) {
					all = append(all, Figure{p.ID, v.From, r.Key, column, r.Cells[column].String()})
				}
			}
		}
	}
	return all
}

// Others are what the figure may be changed to: one step more, one step less, or every other option of a choice.
func (b *Book) Others(f Figure) []string {
	p := b.parameters[f.ID]
	if p.Unit == Choice {
		return slices.DeleteFunc(slices.Sorted(maps.Keys(p.Options)), func(o string) bool { return o == f.Now })
	}
	step := decimal.NewFromInt(1)
	if p.Unit == Coefficient || p.Unit == Share {
		step = decimal.New(1, -2)
	}
	now := decimal.RequireFromString(f.Now)
	return []string{now.Add(step).String(), now.Sub(step).String()}
}

// Changed is the book with one figure changed; the book itself stays as it was. It refuses a figure that the book does not
// have.
func (b *Book) Changed(f Figure, to string) (*Book, error) {
	p, ok := b.parameters[f.ID]
	if !ok {
		return nil, fmt.Errorf("rules: no parameter %s", f.ID)
	}
	q := *p
	q.Values = slices.Clone(p.Values)
	i := slices.IndexFunc(q.Values, func(v Value) bool { return v.From == f.From })
	if i < 0 {
		return nil, fmt.Errorf("rules: no value of %s", f)
	}
	if err := q.Values[i].change(f, to); err != nil {
		return nil, err
	}
	return b.with(&q), nil
}

// with is the book with another parameter in place of the one with its id.
func (b *Book) with(p *Parameter) *Book {
	changed := *b
	changed.parameters = maps.Clone(b.parameters)
	changed.parameters[p.ID] = p
	return &changed
}

func (v *Value) change(f Figure, to string) error {
	if v.Choice != "" {
		v.Choice = to
		return nil
	}
	n, err := decimal.NewFromString(to)
	if err != nil {
		return fmt.Errorf("rules: %s: %w", f, err)
	}
	if len(v.Rows) == 0 {
		v.Number = n
		return nil
	}
	v.Rows = slices.Clone(v.Rows)
	i := slices.IndexFunc(v.Rows, func(r Row) bool { return r.Key == f.Row })
	if i < 0 {
		return fmt.Errorf("rules: no row of %s", f)
	}
	v.Rows[i].Cells = maps.Clone(v.Rows[i].Cells)
	v.Rows[i].Cells[f.Column] = n
	return nil
}
