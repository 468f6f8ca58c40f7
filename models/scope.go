package models

import (
	"slices"
)

// Scope is where a reader may do one act on one kind of object: everywhere, or at a set of units (with all below
// them, dissolved predecessors included), on people seconded to a set of units, and on the own record. It is worked out once per request and act from the
// reader's grants, and used by every list, count, total, search and export.
type Scope struct {
	All   bool
	Units []int64 // ascending
	Hosts []int64 // ascending: units whose seconded people are within, wherever their home is
	Self  int64   // staff_member; 0 for none
}

// Nowhere tells that nothing at all is within the scope.
func (s Scope) Nowhere() bool { return !s.All && len(s.Units) == 0 && len(s.Hosts) == 0 && s.Self == 0 }

// And is what lies within both scopes.
func (s Scope) And(o Scope) Scope {
	switch {
	case s.All:
		return o
	case o.All:
		return s
	}
	both := Scope{Units: common(s.Units, o.Units), Hosts: common(s.Hosts, o.Hosts)}
	if s.Self == o.Self {
		both.Self = s.Self
	}
	return both
}

// common are the ids that stand in both of two ascending lists.
func common(a, b []int64) (both []int64) {
	for _, id := range a {
		if _, ok := slices.BinarySearch(b, id); ok {
			both = append(both, id)
		}
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

// Place is where a person stands for the rights of readers.
type Place struct {
	StaffID int64
	HomeID  int64 // unit of the current main appointment, else of the last; 0 for none
	HostID  int64 // unit of the current secondment; 0 for none
}

// HasPerson tells whether a person is within the scope: by home unit, as a guest of a unit, or as oneself.
func (s Scope) HasPerson(p Place) bool {
	if s.HasUnit(p.HomeID) || (s.Self != 0 && s.Self == p.StaffID) {
		return true
	}
	_, hosted := slices.BinarySearch(s.Hosts, p.HostID)
	return hosted
}

// PeopleIn adds the row rule for people: home unit within the scope, or seconded there, or oneself. m names
// staff_member. Only int equality is used, so that an index serves it under row-level security too.
func (q *Query) PeopleIn(m string, s Scope) *Query {
	if s.All {
		return q
	}
	q.Add("AND ("+m+".home_unit_id = ANY(?)", s.Units)
	if len(s.Hosts) > 0 {
		q.Add("OR "+m+".host_unit_id = ANY(?)", s.Hosts)
	}
	if s.Self != 0 {
		q.Add("OR "+m+".id = ?", s.Self)
	}
	return q.Add(")")
}

// UnitsIn adds the rule for figures and units: column is a unit id within the scope.
func (q *Query) UnitsIn(column string, s Scope) *Query {
	if s.All {
		return q
	}
	return q.Add("AND "+column+" = ANY(?)", s.Units)
}
