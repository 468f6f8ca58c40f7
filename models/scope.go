package models

import (
	"slices"
)

// Scope is where a reader may do one act on one kind of object: everywhere, or at a set of units (with all below
// them, dissolved predecessors included), and on the own record. It is worked out once per request and act from the
// reader's grants, and used by every list, count, total, search and export.
type Scope struct {
	All   bool
	Units []int64 // ascending
	Self  int64   // staff_member; 0 for none
}

// Nowhere tells that nothing at all is within the scope.
func (s Scope) Nowhere() bool { return !s.All && len(s.Units) == 0 && s.Self == 0 }

// And is what lies within both scopes.
func (s Scope) And(o Scope) Scope {
	switch {
	case s.All:
		return o
	case o.All:
		return s
	}
	both := Scope{}
	for _, id := range s.Units {
		if o.HasUnit(id) {
			both.Units = append(both.Units, id)
		}
	}
	if s.Self == o.Self {
		both.Self = s.Self
	}
	return both
}

// HasUnit tells whether the unit is within the scope.
func (s Scope) HasUnit(unitID int64) bool {
	if s.All {
		return true
	}
	_, ok := slices.BinarySearch(s.Units, unitID)
	return ok
}

// HasPerson tells whether a person, by home unit or as oneself, is within the scope.
func (s Scope) HasPerson(homeUnitID, staffID int64) bool {
	return s.HasUnit(homeUnitID) || (s.Self != 0 && s.Self == staffID)
}

// PeopleIn adds the row rule for people: home unit within the scope, or oneself. m names staff_member.
// Only int equality is used, so that an index serves it under row-level security too.
func (q *Query) PeopleIn(m string, s Scope) *Query {
	switch {
	case s.All:
		return q
	case s.Self == 0:
		return q.Add("AND "+m+".home_unit_id = ANY(?)", s.Units)
	}
	return q.Add("AND ("+m+".home_unit_id = ANY(?) OR "+m+".id = ?)", s.Units, s.Self)
}

// UnitsIn adds the rule for figures and units: column is a unit id within the scope.
func (q *Query) UnitsIn(column string, s Scope) *Query {
	if s.All {
		return q
	}
	return q.Add("AND "+column+" = ANY(?)", s.Units)
}
