// Package staff answers for people: who they are, where they serve, and what is on their record.
package staff

import (
	"context"
	"fmt"
	"strings"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/org"
	"bienche/models"
	"bienche/rules"
)

// Service reads records and takes changes to them.
type Service struct {
	DB    *models.DB
	Trees *org.Trees
	Book  *rules.Book

	names models.StaffNames
}

// Filter narrows the list of people on duty.
type Filter struct {
	AsOf            models.AsOf
	Search          string
	UnitID          int64
	IncludeSubunits bool
	Classes         []string
	Categories      []string
	Grades          []string
	Positions       []int64
	Gap             string
	// People whose pension starts from one day to another, both included.
	RetiresFrom, RetiresTo *day.Day
}

// Page is one page of people and the way to count all of them.
type Page struct {
	People  []*Person
	HasNext bool
	Count   func(context.Context) (int, error)
	Beyond  func(context.Context) (*int, error) // how many rows lie beyond the reader's scope; nil when that may not be told
}

// maxSearch is longer than any name, code or number that people search for.
const maxSearch = 100

// List reads one page behind the row whose sort keys are after (nil: from the start). rest says which parts of the
// records the request will ask for.
func (s *Service) List(ctx context.Context, f Filter, sort []models.SortKey, after func(keys int) ([]string, error), limit int) (*Page, error) {
	viewer, scope, err := auth.Require(ctx, "staff.core", "read")
	if err != nil {
		return nil, err
	}
	q, err := s.readable(ctx, viewer, f, sort, scope)
	if err != nil {
		return nil, err
	}
	if q.After, err = after(q.KeyCount()); err != nil {
		return nil, err
	}
	q.Limit = limit + 1
	rows, err := models.StaffList(ctx, s.DB, q)
	if err != nil {
		return nil, fmt.Errorf("list staff: %w", err)
	}
	p := &Page{HasNext: len(rows) > limit, Count: func(ctx context.Context) (int, error) {
		return models.CountStaff(ctx, s.DB, q)
	}}
	if p.HasNext {
		rows = rows[:limit]
	}
	p.People = s.people(viewer, rows, f.AsOf)
	p.Beyond = func(ctx context.Context) (*int, error) { return s.beyond(ctx, viewer, q, p.Count) }
	return p, nil
}

// readable is the query of a list within a scope, narrowed to where the reader may know what it filters by.
func (s *Service) readable(ctx context.Context, viewer *auth.Viewer, f Filter, sort []models.SortKey, scope models.Scope) (models.StaffQuery, error) {
	q, err := s.query(ctx, f, sort, scope)
	if err != nil {
		return q, err
	}
	q.IdentityScope = viewer.Scope("staff.identity", "read")
	if f.Gap != "" {
		if q.Scope = scope.And(gapScope(viewer, f.Gap)); q.Scope.Nowhere() {
			return q, fault.Missing("staff.identity:read").At("filter.gap")
		}
	}
	return q, nil
}

// IDs lists who is on a list within a scope besides the reader's own, ascending, at most limit of them.
func (s *Service) IDs(ctx context.Context, f Filter, within models.Scope, limit int) ([]int64, error) {
	viewer, scope, err := auth.Require(ctx, "staff.core", "read")
	if err != nil {
		return nil, err
	}
	q, err := s.readable(ctx, viewer, f, nil, scope.And(within))
	if err != nil {
		return nil, err
	}
	q.Limit = limit
	ids, err := models.StaffIDs(ctx, s.DB, q)
	if err != nil {
		return nil, fmt.Errorf("list who is on the list: %w", err)
	}
	return ids, nil
}

// beyond is how many people the list would hold besides, were the reader to see everybody: told to those who may know
// how many there are, and only of a list narrowed by what is public of a post. Narrowed by a name or a number it would
// answer whether somebody is there.
func (s *Service) beyond(ctx context.Context, viewer *auth.Viewer, q models.StaffQuery, count func(context.Context) (int, error)) (*int, error) {
	byPerson := q.Search != "" || q.Gap != "" || q.Births != nil || len(q.Classes)+len(q.Grades)+len(q.Positions) > 0
	if !viewer.MayAnywhere("staff.core", "count") || byPerson || !q.AsOf.IsCurrent() {
		return nil, nil
	}
	none := 0
	if q.Scope.All || q.Units != nil { // a unit that is found is within the scope, with all below it
		return &none, nil
	}
	all, err := models.CountOnDuty(ctx, s.DB, q.AsOf.Day, q.Categories)
	if err != nil {
		return nil, fmt.Errorf("count all on duty: %w", err)
	}
	seen, err := count(ctx)
	all -= seen
	return &all, err
}

// query turns the filter into what the database is asked, refusing what makes no sense by field.
func (s *Service) query(ctx context.Context, f Filter, sort []models.SortKey, scope models.Scope) (models.StaffQuery, error) {
	q := models.StaffQuery{AsOf: f.AsOf, Scope: scope, Classes: f.Classes, Categories: f.Categories, Grades: f.Grades,
		Positions: f.Positions, Gap: f.Gap, Sort: sort, Search: models.CleanText(f.Search), Names: &s.names}
	if len(q.Search) > maxSearch {
		return q, fault.Bad("filter.search", "fault.too_long", fault.Args{"max": maxSearch})
	}
	if f.Gap != "" && !strings.Contains(" "+strings.Join(models.StaffGapCodes, " ")+" ", " "+f.Gap+" ") {
		return q, fault.Bad("filter.gap", "fault.bad_choice", fault.Args{"value": f.Gap})
	}
	for i, c := range f.Categories {
		if !s.knownCode("headcount.categories", c) {
			return q, fault.Bad(fmt.Sprintf("filter.headcountCategories[%d]", i), "fault.bad_choice", fault.Args{"value": c})
		}
	}
	if f.RetiresFrom != nil || f.RetiresTo != nil {
		var err error
		if q.Births, err = s.births(f); err != nil {
			return q, err
		}
	}
	byUnit := false
	for i, k := range sort {
		switch k.Field {
		case "NAME", "CODE", "GRADE", "BIRTH_DATE":
		case "UNIT":
			byUnit = true
		default:
			return q, fault.Bad(fmt.Sprintf("sort[%d].field", i), "fault.bad_choice", fault.Args{"value": k.Field})
		}
	}
	if f.UnitID == 0 && !byUnit {
		return q, nil
	}
	tree, err := s.Trees.At(ctx, f.AsOf)
	if err != nil {
		return q, err
	}
	if byUnit {
		q.UnitOrder = org.IDs(tree.Nodes)
	}
	if f.UnitID != 0 {
		unit, err := tree.Find(f.UnitID, "", scope)
		if err != nil {
			return q, fault.Unknown("unit").At("filter.unit")
		}
		q.Units = []int64{unit.ID}
		if f.IncludeSubunits {
			q.Units = org.IDs(tree.Subtree(unit))
		}
	}
	return q, nil
}

func (s *Service) knownCode(catalogue, code string) bool {
	for _, e := range s.Book.History(catalogue) {
		if e.Code == code {
			return true
		}
	}
	return false
}

// gapScope is where a reader may know of a kind of gap: whether a number is on record is itself told by the record.
func gapScope(v *auth.Viewer, gap string) models.Scope {
	if gap == "NO_CITIZEN_ID" {
		return v.Scope("staff.identity", "read")
	}
	return v.Scope("staff.core", "read")
}

// Gap is a kind of missing data and how many people on duty it concerns.
type Gap struct {
	Code  string
	Count int
}

// Label names the gap in lang.
func (g Gap) Label(lang string) string { return fault.Text(lang, "staff.gap."+g.Code, nil) }

// Gaps counts what is missing on the records within scope.
func (s *Service) Gaps(ctx context.Context, a models.AsOf) ([]Gap, error) {
	viewer, scope, err := auth.Require(ctx, "staff.core", "read")
	if err != nil {
		return nil, err
	}
	counts, err := models.CountStaffGaps(ctx, s.DB, a, func(gap string) models.Scope {
		return scope.And(gapScope(viewer, gap))
	})
	if err != nil {
		return nil, fmt.Errorf("count gaps: %w", err)
	}
	gaps := []Gap{}
	for i, n := range counts {
		if code := models.StaffGapCodes[i]; !gapScope(viewer, code).Nowhere() {
			gaps = append(gaps, Gap{code, n})
		}
	}
	return gaps, nil
}
