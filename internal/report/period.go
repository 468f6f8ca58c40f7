// Package report counts what periods brought and sets it beside what sent reports printed.
package report

import (
	"context"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/headcount"
	"bienche/internal/org"
	"bienche/models"
)

// Figure is one line of a period report. Published is nil where no report of the period printed it.
type Figure struct {
	Key, Unit string
	Value     decimal.Decimal
	Published *Published
}

// Published is what a sent report printed, and by how much the rows differ from it (rows − printed).
type Published struct {
	Value    decimal.Decimal
	Document string
	Gap      decimal.Decimal
}

// Period is the figures of the days From to To, both included.
type Period struct {
	From, To day.Day
	Figures  []Figure
}

// Service makes reports.
type Service struct {
	DB        *models.DB
	Trees     *org.Trees
	Headcount *headcount.Service
}

// Label names a figure in lang.
func (f Figure) Label(lang string) string { return fault.Text(lang, "report."+f.Key, nil) }

// PeriodReport counts the stored rows of a period; nothing is plugged to meet a printed total.
func (s *Service) PeriodReport(ctx context.Context, p models.Period, unitID int64) (*Period, error) {
	viewer, scope, err := auth.Require(ctx, "report.period", "read")
	if err != nil {
		return nil, err
	}
	if p.To.Before(p.From) {
		return nil, fault.Bad("to", "fault.bad_range", fault.Args{"from": p.From, "to": p.To})
	}
	p.Scope = scope
	if unitID != 0 {
		if !scope.HasUnit(unitID) {
			return nil, fault.Unknown("unit")
		}
		if p.Units, err = models.AccessSubtree(ctx, s.DB, unitID, scope); err != nil {
			return nil, fmt.Errorf("load subtree: %w", err)
		}
	}
	r := &Period{From: p.From, To: p.To}
	if r.Figures, err = s.stock(ctx, p); err != nil {
		return nil, err
	}
	events, err := s.events(ctx, p, viewer)
	if err != nil {
		return nil, err
	}
	r.Figures = append(r.Figures, events...)
	if unitID == 0 && scope.All {
		return r, s.setBeside(ctx, r)
	}
	return r, nil
}

// stock is the posts and people on the first and the last day. The first day's stock is that of its morning's
// balance, which includes what takes force on it.
func (s *Service) stock(ctx context.Context, p models.Period) ([]Figure, error) {
	scope := p.Scope
	if p.Units != nil {
		scope = models.Scope{Units: p.Units}
	}
	at, err := s.twoDays(ctx, p, scope)
	if err != nil {
		return nil, fmt.Errorf("load balances: %w", err)
	}
	people := func(key, unit string, n int) Figure {
		return Figure{Key: "headcount." + key, Unit: unit, Value: decimal.NewFromInt(int64(n))}
	}
	return []Figure{
		people("allocated_at_start", "posts", at[0].Allocated),
		people("allocated_at_end", "posts", at[1].Allocated),
		people("allocated_change", "posts", at[1].Allocated-at[0].Allocated),
		people("present_at_start", "people", at[0].Present),
		people("present_at_end", "people", at[1].Present),
		people("vacant_at_end", "posts", at[1].Vacant()),
	}, nil
}

// twoDays sums the balances of the first and the last day.
func (s *Service) twoDays(ctx context.Context, p models.Period, scope models.Scope) (at [2]headcount.Figures, err error) {
	if p.AsOf.IsCurrent() {
		totals, err := s.Headcount.Totals(ctx, []day.Day{p.From, p.To}, scope)
		copy(at[:], totals)
		return at, err
	}
	for i, d := range []day.Day{p.From, p.To} {
		rows, err := s.Headcount.Balances(ctx, models.AsOf{Day: d, Known: p.AsOf.Known}, scope)
		if err != nil {
			return at, err
		}
		for _, b := range rows {
			at[i].Allocated += b.Allocated
			at[i].Present += b.Present
		}
	}
	return at, nil
}

// sourceGrants are the grants that a source needs beside the report's own.
var sourceGrants = map[models.Source]string{models.SourceRatings: "staff.evaluation"}

// events counts every source once, and leaves out what the reader may read nowhere.
func (s *Service) events(ctx context.Context, p models.Period, viewer *auth.Viewer) ([]Figure, error) {
	values := make([]Figure, len(figures))
	bySource := map[models.Source][]int{}
	var order []models.Source
	for i, f := range figures {
		if bySource[f.source] == nil {
			order = append(order, f.source)
		}
		bySource[f.source] = append(bySource[f.source], i)
	}
	for _, source := range order {
		exprs := make([]string, len(bySource[source]))
		for j, i := range bySource[source] {
			exprs[j] = figures[i].expr
		}
		within := p
		if object, ok := sourceGrants[source]; ok {
			if within.Scope = p.Scope.And(viewer.Scope(object, "read")); within.Scope.Nowhere() {
				continue
			}
		}
		counts, err := models.CountPeriod(ctx, s.DB, source, exprs, within)
		if err != nil {
			return nil, fmt.Errorf("count %s: %w", source, err)
		}
		for j, i := range bySource[source] {
			values[i] = Figure{Key: figures[i].key, Unit: figures[i].unit, Value: counts[j]}
		}
	}
	return slices.DeleteFunc(values, func(f Figure) bool { return f.Key == "" }), nil
}

// setBeside adds the printed figures of the period. Several reports may have printed one; the first is shown.
func (s *Service) setBeside(ctx context.Context, r *Period) error {
	printed, err := models.PublishedFigures(ctx, s.DB, r.From, r.To)
	if err != nil {
		return fmt.Errorf("load published figures: %w", err)
	}
	for _, f := range printed {
		for i := range r.Figures {
			if r.Figures[i].Key == f.Key && r.Figures[i].Published == nil {
				r.Figures[i].Published = &Published{Value: f.Value, Document: f.Document, Gap: r.Figures[i].Value.Sub(f.Value)}
			}
		}
	}
	return nil
}
