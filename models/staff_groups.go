package models

import (
	"context"
	"slices"
	"strconv"
)

// Orders by unit and by grade are the order of a few thousand groups, and of names within each. No index gives it, and
// sorting two million people takes longer than a request may: a page of everybody is read group by group until it is full.

// groupGrowth is how many times as many groups the next statement takes, so that not even many empty groups cost many.
const groupGrowth = 8

// peopleGroup is a group of an order: a unit, a grade, or what stands before all of them.
type peopleGroup struct {
	key  string // as the cursor of a row has it
	unit int64
	rest bool // people without a grade; people of units that are not in the order
}

// byGroups tells whether the list is read group by group.
func (f StaffQuery) byGroups() bool {
	return f.everybody() && f.AsOf.IsCurrent() && f.Gap == "" && len(f.Sort) > 0 && (f.Sort[0].Field == "UNIT" || f.Sort[0].Field == "GRADE")
}

// staffByGroups reads one page of everybody in the order of their units or grades.
func staffByGroups(ctx context.Context, db *DB, f StaffQuery) ([]StaffRow, error) {
	groups, err := f.groups(ctx, db)
	if err != nil {
		return nil, err
	}
	var page []StaffRow
	for n := 1; len(groups) > 0 && len(page) < f.Limit; {
		taken := together(groups, n)
		if !groups[0].rest {
			n *= groupGrowth
		}
		next, err := f.only(ctx, db, groups[:taken])
		if err != nil {
			return nil, err
		}
		next.Limit = f.Limit - len(page)
		if groups = groups[taken:]; next.Units != nil && len(next.Units) == 0 || next.people != nil && len(next.people) == 0 {
			continue
		}
		rows, err := staffPage(ctx, db, next)
		if err != nil {
			return nil, err
		}
		if next.within != nil {
			for i := range rows {
				rows[i].Keys = append([]string{*next.within}, rows[i].Keys...)
			}
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
	groups := []peopleGroup{{key: "", rest: true}}
	if f.Sort[0].Field == "UNIT" {
		groups[0].key = "0"
		for i, id := range f.UnitOrder {
			groups = append(groups, peopleGroup{key: strconv.Itoa(i + 1), unit: id})
		}
	} else {
		grades, err := Column[string](ctx, db, Q(gradesHeld))
		if err != nil {
			return nil, err
		}
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

// gradesHeld are the grades that anybody ever held, in their order, from one entry of the index to the next.
const gradesHeld = `WITH RECURSIVE held AS (
		(SELECT grade FROM staff_pay WHERE known_to = 'infinity' ORDER BY grade LIMIT 1)
		UNION ALL
		SELECT (SELECT p.grade FROM staff_pay p WHERE p.known_to = 'infinity' AND p.grade > held.grade ORDER BY p.grade LIMIT 1)
		FROM held WHERE held.grade IS NOT NULL)
	SELECT grade FROM held WHERE grade IS NOT NULL`

// only is the list of some groups. Of a single grade the grade is no key any more, so that the index on names serves it.
func (f StaffQuery) only(ctx context.Context, db *DB, groups []peopleGroup) (StaffQuery, error) {
	f.part = true
	if f.Sort[0].Field == "UNIT" {
		f.Units = make([]int64, 0, len(groups))
		if groups[0].rest {
			units, err := f.elsewhere(ctx, db)
			f.Units = append(f.Units, units...)
			return f, err
		}
		for _, g := range groups {
			f.Units = append(f.Units, g.unit)
		}
		return f, nil
	}
	if groups[0].rest {
		people, err := f.ungraded(ctx, db)
		if err != nil {
			return f, err
		}
		f.people = append([]int64{}, people...)
	} else {
		for _, g := range groups {
			f.Grades = append(f.Grades, g.key)
		}
	}
	if len(groups) > 1 {
		return f, nil
	}
	f.within = &groups[0].key
	switch {
	case len(f.After) == f.KeyCount() && f.After[0] == groups[0].key:
		f.After = f.After[1:]
	default:
		f.After = nil
	}
	if f.Sort = f.Sort[1:]; len(f.Sort) == 0 {
		f.Sort = []SortKey{{Field: "NAME"}}
	}
	return f, nil
}

// elsewhere are the units that are not in the order of units and where somebody serves.
func (f StaffQuery) elsewhere(ctx context.Context, db *DB) ([]int64, error) {
	q := Q(`SELECT u.id FROM org_unit u CROSS JOIN LATERAL (SELECT FROM appointment a WHERE a.unit_id = u.id AND a.kind = 'MAIN'`).
		Valid("a", f.AsOf).Add("LIMIT 1) a WHERE u.id <> ALL(?)", f.UnitOrder)
	return Column[int64](ctx, db, q)
}

// ungraded are the people on duty without a grade, in no order.
func (f StaffQuery) ungraded(ctx context.Context, db *DB) ([]int64, error) {
	f.AsOf.Today = false
	q := Q("SELECT m.id")
	q.serving(f.AsOf, true)
	q.Add("WHERE NOT EXISTS (SELECT FROM staff_pay p WHERE p.staff_id = m.id").Valid("p", f.AsOf).Add(")")
	q.whole = true
	return Column[int64](ctx, db, q)
}
