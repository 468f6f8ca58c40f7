package rules

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"
)

// Change is a value of a parameter beside the one before it.
type Change struct {
	Value  Value
	Before *Value // nil: the first value, or the days between were not covered
	// Difference is the number less the number before; nil where there is none to compare.
	Difference *decimal.Decimal
	Cells      []CellChange // of a table: what differs from the table before
}

// CellChange is a cell of a table that differs from the table before. Before is nil for a row that is new, After for one
// that is gone.
type CellChange struct {
	Row    string
	Column string
	Before *decimal.Decimal
	After  *decimal.Decimal
}

// Parameter is the parameter with an id; false for an id that no file defines.
func (b *Book) Parameter(id string) (*Parameter, bool) {
	p, ok := b.parameters[id]
	return p, ok
}

// Around is the values before and after a value of the parameter; nil where there is none.
func (p *Parameter) Around(v Value) (before, after *Value) {
	for i := range p.Values {
		switch {
		case p.Values[i].From.Before(v.From):
			before = &p.Values[i]
		case p.Values[i].From.After(v.From) && after == nil:
			after = &p.Values[i]
		}
	}
	return before, after
}

// History is the values of the parameter, earliest first, each with what changed.
func (p *Parameter) History() []Change {
	all := make([]Change, len(p.Values))
	for i, v := range p.Values {
		all[i].Value = v
		if i == 0 || p.Values[i-1].To != v.From {
			continue
		}
		before := p.Values[i-1]
		all[i].Before = &before
		switch {
		case len(v.Rows) > 0:
			all[i].Cells = cellChanges(before.Rows, v.Rows)
		case v.Choice == "":
			d := v.Number.Sub(before.Number)
			all[i].Difference = &d
		}
	}
	return all
}

func cellChanges(before, after []Row) []CellChange {
	old := map[string]Row{}
	for _, r := range before {
		old[r.Key] = r
	}
	var changes []CellChange
	for _, r := range after {
		was := old[r.Key]
		delete(old, r.Key)
		changes = append(changes, r.changes(was)...)
	}
	for _, r := range before {
		if was, gone := old[r.Key]; gone {
			changes = append(changes, Row{Key: r.Key}.changes(was)...)
		}
	}
	return changes
}

// changes is the cells of a row that differ from what the row was, columns in the order of their names.
func (r Row) changes(was Row) []CellChange {
	var all []CellChange
	for _, column := range columns(r, was) {
		c := CellChange{Row: r.Key, Column: column, Before: was.cell(column), After: r.cell(column)}
		if c.Before == nil || c.After == nil || !c.Before.Equal(*c.After) {
			all = append(all, c)
		}
	}
	return all
}

func (r Row) cell(column string) *decimal.Decimal {
	if n, ok := r.Cells[column]; ok {
		return &n
	}
	return nil
}

// columns is the names of the columns of rows, sorted.
func columns(rows ...Row) []string {
	names := map[string]bool{}
	for _, r := range rows {
		for name := range r.Cells {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}
