package demo

import (
	"fmt"
	"slices"
	"strings"

	"bienche/internal/day"
)

// The days of the larger reorganisations: divisions of the province's bodies, communes (S27), and the two-tier model.
var (
	divisionsMerge = day.Of(2018, 7, 1)
	communesMerge  = day.Of(2020, 3, 1)
	bodiesMerge    = day.Of(2025, 3, 1)
	twoTiers       = day.Of(2025, 7, 1)
)

// reorganise does what the plan has for the units in a month (S21-S27).
func (w *world) reorganise(on day.Day) {
	u := w.plan.Units
	falls := func(total int, from, to string, month int) int {
		return spread{Total: total, From: from, To: to, Months: []int{month}}.schedule()[on]
	}
	w.cutServices(falls(u.CutProvincial, "2012-01", "2019-12", 1), w.tree.provService, on)
	w.cutServices(falls(u.CutDistrict, "2013-07", "2019-12", 7), w.tree.distService, on)
	w.mergeSchools(falls(u.NewSchools, "2017-08", "2019-12", 8), on)
	w.dissolveSchools(falls(u.DissolvedSchools, "2019-08", "2019-12", 8), on)
	switch on {
	case divisionsMerge:
		w.mergeDivisions(on)
	case communesMerge:
		w.mergeCommunes(on)
	case bodiesMerge:
		w.mergeBodies(on)
	case twoTiers:
		w.startTwoTiers(on)
	}
}

// cutServices merges n of the units into another of the same body (S24: 62 of the province, 80 of the districts).
func (w *world) cutServices(n int, units []*unit, on day.Day) {
	for range n {
		alive := map[*unit][]*unit{}
		var largest []*unit
		for _, u := range units {
			if u.alive() {
				p := u.now().parent
				alive[p] = append(alive[p], u)
				if len(alive[p]) > len(largest) {
					largest = alive[p]
				}
			}
		}
		if len(largest) < 2 {
			return
		}
		gone := largest[len(largest)-1]
		heir := largest[w.rng.IntN(len(largest)/2)] // never one that gives way itself that day
		w.absorb(gone, heir, "MERGE", act{on, w.decide("ORGANISATION", w.tree.province, on)})
	}
}

// mergeSchools makes n schools of two levels, each of a primary and a lower-secondary school of one commune (S25).
func (w *world) mergeSchools(n int, on day.Day) {
	if n == 0 {
		return
	}
	for _, c := range w.tree.communes {
		if n == 0 {
			return
		}
		var primary, secondary *unit
		for _, s := range w.tree.schools {
			if s.commune != c || !s.alive() {
				continue
			}
			switch s.now().kind {
			case "PRIMARY_SCHOOL":
				primary = s
			case "LOWER_SECONDARY_SCHOOL":
				secondary = s
			case "PRIMARY_LOWER_SECONDARY_SCHOOL":
				primary, secondary = nil, nil // one such school is enough for a commune while others have none
			}
		}
		if primary == nil || secondary == nil || (c.mergedSchools > 0 && w.rng.IntN(4) > 0) {
			continue
		}
		c.mergedSchools++
		n--
		ground := act{on, w.decide("ORGANISATION", c.now().parent, on)}
		name := strings.Replace(primary.now().name, "Tiểu học", "Tiểu học và Trung học cơ sở", 1)
		heir := w.addSchool(on, unitSpec{commune: c, name: name, kind: "PRIMARY_LOWER_SECONDARY_SCHOOL", decision: ground.decision})
		w.tree.schools = append(w.tree.schools, heir)
		w.absorb(primary, heir, "MERGE", ground)
		w.absorb(secondary, heir, "MERGE", ground)
	}
}

// dissolveSchools closes n schools; a neighbour takes their people.
func (w *world) dissolveSchools(n int, on day.Day) {
	for _, s := range w.tree.schools {
		if n == 0 {
			return
		}
		if !s.alive() || s.now().kind != "PRESCHOOL" {
			continue
		}
		for _, o := range slices.Backward(w.tree.schools) { // from the end, so that none gives way and takes over in one day
			if o != s && o.alive() && o.now().kind == "PRESCHOOL" && o.agency == s.agency {
				w.absorb(s, o, "DISSOLVE", act{on, w.decide("ORGANISATION", s.agency, on)})
				n--
				break
			}
		}
	}
}

// mergeDivisions merges the named divisions and sub-departments into the first of their body (S21).
func (w *world) mergeDivisions(on day.Day) {
	for _, d := range w.tree.merging {
		for _, o := range w.tree.divisions {
			if o != d && o.alive() && o.agency == d.agency && o.now().kind == d.now().kind {
				w.absorb(d, o, "MERGE", act{on, w.decide("ORGANISATION", w.tree.province, on)})
				break
			}
		}
	}
}

// mergeCommunes makes the new communes of 2020 out of neighbours in one district, by the resolution of S27.
func (w *world) mergeCommunes(on day.Day) {
	u := w.plan.Units
	ground := act{on, w.resolution("813", "NQ-UBTVQH14", "Về việc sắp xếp các đơn vị hành chính cấp xã", day.Of(2019, 11, 21), on)}
	ones := make([]int, u.NewCommunes)
	for i := range ones {
		ones[i] = 1
	}
	for i, k := range apportion(u.MergedCommunes, ones) {
		d := w.tree.districts[i%len(w.tree.districts)]
		var group []*unit
		for _, c := range w.tree.byDistrict[d] {
			if c.alive() && c.now().from.Before(on) && len(group) < k {
				group = append(group, c)
			}
		}
		heir := w.addCommune(d, group[0].now().name, ground)
		heir.weight = map[string]int{}
		w.tree.communes = append(w.tree.communes, heir)
		for _, c := range group {
			w.absorb(c, heir, "MERGE", ground)
		}
		w.followCommune(group, heir, on)
	}
}

// followCommune lets the schools of merged communes stand in the new one, and merges their health stations.
func (w *world) followCommune(group []*unit, heir *unit, on day.Day) {
	in := map[*unit]bool{}
	for _, c := range group {
		in[c] = true
	}
	for _, s := range w.tree.schools {
		if in[s.commune] {
			s.commune = heir
		}
	}
	var first *unit
	for _, s := range w.tree.stations {
		switch {
		case !in[s.commune] || !s.alive():
		case first == nil:
			first, s.commune = s, heir
		default:
			w.absorb(s, first, "MERGE", act{on, w.decide("ORGANISATION", w.tree.health, on)})
		}
	}
}

// startTwoTiers is 1 July 2025: districts end, communes merge and answer to the province, schools and stations stand
// under communes, and people of districts and communes become civil servants of the new communes. All of it is
// invented but the model itself.
func (w *world) startTwoTiers(on day.Day) {
	t := &w.tree
	ground := act{on, w.decide("TWO_TIERS", t.province, on)}
	living := func(d *unit) (out []*unit) {
		for _, c := range t.byDistrict[d] {
			if c.alive() {
				out = append(out, c)
			}
		}
		return out
	}
	sizes := make([]int, len(t.districts))
	for i, d := range t.districts {
		sizes[i] = len(living(d))
	}
	number := 0
	for i, n := range apportion(w.plan.Units.CommunesOf2025, sizes) {
		d, old := t.districts[i], living(t.districts[i])
		n = max(1, min(n, len(old)))
		var fresh []*ward
		for j := range n {
			number++
			c := w.addWard(old[len(old)*j/n], number, ground)
			fresh = append(fresh, c)
			for _, o := range old[len(old)*j/n : len(old)*(j+1)/n] {
				w.closeCommune(o, c, ground)
			}
		}
		w.closeDistrict(d, fresh, ground)
	}
	// The first quotas of the new model follow the people who came, as the communes were not cut anew on that day.
	for _, u := range w.unitsOf("ADMIN") {
		u.weight["ADMIN"] = max(1, u.present["ADMIN"])
	}
}

// ward is a commune of the two-tier model with its divisions.
type ward struct {
	*unit
	divisions []*unit
	centre    *unit
	turn      int
}

func (w *world) addWard(after *unit, number int, a act) *ward {
	rank := "Xã "
	if strings.HasPrefix(after.now().name, "Phường") || strings.HasPrefix(after.now().parent.now().name, "Thành phố") {
		rank = "Phường "
	}
	name := rank + bareName(after.now().name)
	c := &ward{unit: w.addUnit(a.on, unitSpec{parent: w.tree.province, name: name, kind: "COMMUNE", level: "COMMUNE",
		codePart: fmt.Sprintf("X%03d", number), weight: map[string]int{"ADMIN": 8}, decision: a.decision,
		place: lowerFirst(name)})}
	w.tree.symbol[c.unit] = "UBND"
	for i, n := range w.lists.CommuneDivisions {
		weight := map[string]int{"ADMIN": 20}
		if i == 0 {
			weight["CONTRACT"] = 2
		}
		c.divisions = append(c.divisions, w.addUnit(a.on, unitSpec{parent: c.unit, name: n, kind: "COMMUNE_DIVISION", level: "COMMUNE",
			agency: c.unit, weight: weight, decision: a.decision}))
	}
	c.centre = w.addUnit(a.on, unitSpec{parent: c.unit, name: w.lists.CommuneCentre, kind: "COMMUNE_SERVICE_CENTRE", level: "COMMUNE",
		agency: c.unit, weight: map[string]int{"ADMIN": 9, "EXTENSION": 2}, decision: a.decision})
	w.tree.wards = append(w.tree.wards, c.unit)
	return c
}

// closeCommune ends a commune of the three-tier model; its people, schools and station go to the new one.
func (w *world) closeCommune(o *unit, c *ward, a act) {
	for _, p := range append([]*person(nil), o.people...) {
		to, into := c.unit, w.pools["ADMIN"]
		switch {
		case p.pool.Code == "EXTENSION":
			to, into = c.centre, p.pool
		case p.leadership() == "" || c.head != nil && len(c.deputy) >= 2:
			to = c.next()
		}
		w.postIn(p, into, appointment{from: a.on, unit: to, reason: "REORGANISATION", decision: a.decision, leadership: w.wardRank(p, to)})
	}
	for _, s := range append(append([]*unit(nil), w.tree.schools...), w.tree.stations...) {
		if s.commune == o && s.alive() {
			w.moveUnit(s, c.unit, "COMMUNE", a)
			s.commune = c.unit
		}
	}
	o.heirs = append(o.heirs, succession{c.unit, "MERGE", a})
	w.endUnit(o, a.on)
}

// closeDistrict ends a district: its divisions' people are shared among the new communes, its service units stand
// under them in turn.
func (w *world) closeDistrict(d *unit, fresh []*ward, a act) {
	turn := 0
	for _, u := range append([]*unit{d}, w.tree.ofDistrict...) {
		if u.agency != d {
			continue
		}
		for _, p := range append([]*person(nil), u.people...) {
			c := fresh[turn%len(fresh)]
			turn++
			to := c.next()
			if p.pool.Code == "CONTRACT" {
				to = c.divisions[0]
			}
			w.post(p, appointment{from: a.on, unit: to, reason: "REORGANISATION", decision: a.decision, leadership: w.wardRank(p, to)})
		}
		heir := fresh[0].unit
		if u != d {
			heir = fresh[0].divisions[turn%len(fresh[0].divisions)]
		}
		u.heirs = append(u.heirs, succession{heir, "TRANSFER", a})
		w.endUnit(u, a.on)
	}
	for _, s := range w.tree.distService {
		if s.agency == d && s.alive() {
			c := fresh[turn%len(fresh)]
			turn++
			w.moveUnit(s, c.unit, "COMMUNE", a)
			s.now().kind = "COMMUNE_SERVICE_UNIT"
		}
	}
}

// next is the division, or now and then the centre, whose turn it is to take somebody.
func (c *ward) next() *unit {
	c.turn++
	if c.turn%8 == 0 {
		return c.centre
	}
	return c.divisions[c.turn%len(c.divisions)]
}

// wardRank is what somebody who led before becomes: head where there is none, a deputy while there are fewer than two.
func (w *world) wardRank(p *person, to *unit) string {
	switch {
	case p.pool.Code == "EXTENSION" || p.pool.Code == "CONTRACT" || p.leadership() == "":
		return ""
	case to.head == nil:
		return "HEAD"
	case len(to.deputy) < 2:
		return "DEPUTY"
	}
	return ""
}
