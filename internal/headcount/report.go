// Package headcount answers for posts (biên chế): how many a unit is given, how many people fill them, what is left.
package headcount

import (
	"context"
	"sort"

	"bienche/internal/auth"
	"bienche/internal/fault"
	"bienche/internal/org"
	"bienche/models"
	"bienche/rules"
)

// Total is the category code of a total row.
const Total = "TOTAL"

// Figures are the counts of one row. All may be negative but Allocated and Present.
type Figures struct {
	Allocated, Present, Promised int
}

// Vacant (chưa sử dụng) is allocated − present; below zero when more people are present than posts given.
func (f Figures) Vacant() int { return f.Allocated - f.Present }

// Recruitable (còn được tuyển) is vacant less the posts promised to people who have not come yet.
func (f Figures) Recruitable() int { return f.Vacant() - f.Promised }

func (f *Figures) add(o Figures) {
	f.Allocated += o.Allocated
	f.Present += o.Present
	f.Promised += o.Promised
}

// Row is the figures of one category.
type Row struct {
	Category string
	VI, EN   string // label on the day
	Figures
}

// Report is the headcount of a unit's subtree on a day, a row for each category that existed then.
type Report struct {
	AsOf  models.AsOf
	Unit  *org.Node // nil: all that the reader may see
	Rows  []Row
	Total Row
}

// Service reads headcount.
type Service struct {
	DB    *models.DB
	Trees *org.Trees
	Book  *rules.Book

	ledger ledger
}

// Report counts a unit's subtree on a day's tree, cut to the reader's scope; with no unit, everything in scope.
func (s *Service) Report(ctx context.Context, a models.AsOf, unitID int64) (*Report, error) {
	_, scope, err := auth.Require(ctx, "report.headcount", "read")
	if err != nil {
		return nil, err
	}
	r := &Report{AsOf: a}
	within := func(int64) bool { return true }
	if unitID != 0 {
		tree, err := s.Trees.At(ctx, a)
		if err != nil {
			return nil, err
		}
		if r.Unit, err = tree.Find(unitID, "", scope); err != nil {
			return nil, err
		}
		within = func(id int64) bool {
			n, ok := tree.Unit(id)
			return ok && n.Place >= r.Unit.Place && n.Place < r.Unit.End
		}
	}
	balances, err := s.Balances(ctx, a, scope)
	if err != nil {
		return nil, err
	}
	sums := map[string]Figures{}
	for _, b := range balances {
		if within(b.UnitID) {
			f := sums[b.Category]
			f.add(b.Figures)
			sums[b.Category] = f
		}
	}
	if r.Rows, r.Total, err = s.rows(a, sums); err != nil {
		return nil, err
	}
	return r, nil
}

// rows orders sums by the categories of the day. A category that does not exist on the day has no row, unless
// something is still booked on it: that is shown, never hidden.
func (s *Service) rows(a models.AsOf, sums map[string]Figures) ([]Row, Row, error) {
	categories, err := s.Book.Categories(a.Day)
	if err != nil {
		return nil, Row{}, err
	}
	total := Row{Category: Total, VI: fault.Text("vi", "headcount.total", nil), EN: fault.Text("en", "headcount.total", nil)}
	var rows []Row
	seen := map[string]bool{}
	for _, c := range categories {
		seen[c.Code] = true
		rows = append(rows, Row{Category: c.Code, VI: c.VI, EN: c.EN, Figures: sums[c.Code]})
		total.add(sums[c.Code])
	}
	var stray []string
	for code, f := range sums {
		if !seen[code] && f != (Figures{}) {
			stray = append(stray, code)
		}
	}
	sort.Strings(stray)
	for _, code := range stray {
		rows = append(rows, Row{Category: code, VI: code, EN: code, Figures: sums[code]})
		total.add(sums[code])
	}
	return rows, total, nil
}
