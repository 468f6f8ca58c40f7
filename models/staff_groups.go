package models

import (
	"context"
	"slices"
	"strconv"
)

// Orders by unit and by grade are the order of a few thousand groups, and of names within each. No index gives it, and
// sorting two million people takes longer than a request may: a page of everybody is read group by group, more groups with
// each statement, until it is full.

// A page begins with the next few groups and takes ever more with each statement, so that not even a list of empty groups
// costs many.
const (
	firstGroups = 4
	groupGrowth = 16
)

// peopleGroup is a group of an order: a unit, a grade, or what stands before all of them.
type peopleGroup struct {
	key  string // as the cursor of a row has it
	unit int64
	rest bool // people without a grade; people of units that are not in the order
}

// byGroups tells whether the list is read group by group.
func (f StaffQuery) byGroups() bool {
	return f.everybody() && f.Gap == "" && len(f.Sort) > 0 && (f.Sort[0].Field == "UNIT" || f.Sort[0].Field == "GRADE")
}

// staffByGroups reads one page of everybody in the order of their units or grades.
func staffByGroups(ctx context.Context, db *DB, f StaffQuery) ([]StaffRow, error) {
	groups, err := f.groups(ctx, db)
	if err != nil {
		return nil, err
	}
	var page []StaffRow
	for n := firstGroups; len(groups) > 0 && len(page) < f.Limit; n *= groupGrowth {
		next := f
		next.Limit = f.Limit - len(page)
		taken := together(groups, n)
		if err := next.only(ctx, db, groups[:taken]); err != nil {
			return nil, err
		}
		groups = groups[taken:]
		rows, err := staffPage(ctx, db, next)
		if err != nil {
			return nil, err
		}
		page = append(page, rows...)
	}
	return page, nil
}

// together is how many of the groups one statement takes, at most n: those that the others leave are told by a condition of
// their own.
func together(groups []peopleGroup, n int) int {
	if groups[0].rest {
		return 1
	}
	n = min(n, len(groups))
	if i := slices.IndexFunc(groups[:n], func(g peopleGroup) bool { return g.rest }); i > 0 {
		return i
	}
	return n
}

// groups are the groups of the order from the one that holds the row to continue behind.
func (f StaffQuery) groups(ctx context.Context, db *DB) ([]peopleGroup, error) {
	var groups []peopleGroup
	if f.Sort[0].Field == "UNIT" {
		groups = append(groups, peopleGroup{key: "0", rest: true})
		for i, id := range f.UnitOrder {
			groups = append(groups, peopleGroup{key: strconv.Itoa(i + 1), unit: id})
		}
	} else {
		grades, err := Column[string](ctx, db, Q("SELECT code FROM grade ORDER BY code"))
		if err != nil {
			return nil, err
		}
		groups = append(groups, peopleGroup{rest: true})
		for _, g := range grades {
			groups = append(groups, peopleGroup{key: g})
		}
	}
	if f.Sort[0].Desc {
		slices.Reverse(groups)
	}
	if len(f.After) == f.KeyCount() {
		i := slices.IndexFunc(groups, func(g peopleGroup) bool { return g.key == f.After[0] })
		return groups[max(i, 0):], nil // a group that is gone since: the comparison with the row leaves out what came before
	}
	return groups, nil
}

// only narrows the list to groups.
func (f *StaffQuery) only(ctx context.Context, db *DB, groups []peopleGroup) error {
	if f.Sort[0].Field == "GRADE" {
		f.ungraded = groups[0].rest
		for _, g := range groups {
			if !g.rest {
				f.Grades = append(f.Grades, g.key)
			}
		}
		return nil
	}
	f.Units = []int64{}
	if groups[0].rest {
		all, err := Column[int64](ctx, db, Q("SELECT id FROM org_unit"))
		if err != nil {
			return err
		}
		known := make(map[int64]bool, len(f.UnitOrder))
		for _, id := range f.UnitOrder {
			known[id] = true
		}
		for _, id := range all {
			if !known[id] {
				f.Units = append(f.Units, id)
			}
		}
		return nil
	}
	for _, g := range groups {
		f.Units = append(f.Units, g.unit)
	}
	return nil
}
