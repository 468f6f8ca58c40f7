package demo

import (
	"bienche/internal/day"
)

// vacancy is a leader's place that fell empty.
type vacancy struct {
	unit *unit
	role string
	on   day.Day
}

// owed is what the plan asked for and has not found a place yet.
type owed struct{ rotations, heads, deputies int }

// mainPool is the pool a unit's leaders come from.
func (u *unit) mainPool() string {
	for _, code := range []string{"ADMIN", "EDU", "OTHER", "CADRE"} {
		if u.weight[code] > 0 {
			return code
		}
	}
	return ""
}

// seatLeaders gives the units of the opening day their head and deputies.
func (w *world) seatLeaders(on day.Day) {
	for _, u := range w.units {
		var own []*person
		for _, p := range u.people {
			if p.pool.Code == u.mainPool() {
				own = append(own, p)
			}
		}
		deputies := deputiesOf(u, len(own))
		for i, p := range own {
			a := p.now()
			switch {
			case i == 0:
				a.leadership, u.head = "HEAD", p
			case i <= deputies:
				a.leadership = "DEPUTY"
				u.deputy = append(u.deputy, p)
			default:
				continue
			}
			a.position, a.title = w.seatFor(p, *a)
		}
	}
}

// deputiesOf is how many deputies a unit of so many people has in the demo (invented).
func deputiesOf(u *unit, people int) int {
	switch {
	case u.agency == u && u.now().kind != "COMMUNE":
		return 3
	case people < 3:
		return 0
	case people < 12:
		return 1
	case people < 60:
		return 2
	}
	return 3
}

// moves are the changes within units and between them in a month.
func (w *world) moves(s schedule, on day.Day) {
	w.owed.heads += s.heads[on]
	w.owed.deputies += s.deputies[on]
	w.fillVacancies(on)
	for range s.changes[on] {
		w.changePosition(on)
	}
	for w.owed.rotations += s.rotations[on]; w.owed.rotations >= 2; w.owed.rotations -= 2 {
		if !w.rotate(on) {
			break
		}
	}
	w.promote(s.civilPromos[on], on, "ADMIN")
	w.promote(s.servicePros[on], on, "EDU", "EDU", "EDU", "OTHER")
}

// fillVacancies puts somebody of the unit in each leader's place: in service units by selection as far as the plan
// has any left (S56), else by appointment after two months.
func (w *world) fillVacancies(on day.Day) {
	waiting := w.vacancies
	w.vacancies = nil // a deputy who becomes head leaves a vacancy of his own, which vacate notes here
	for _, v := range waiting {
		u := v.unit
		if !u.alive() || u.frozen || (v.role == "HEAD" && u.head != nil) || (v.role == "DEPUTY" && len(u.deputy) >= deputiesOf(u, u.present[u.mainPool()])) {
			continue
		}
		service := u.mainPool() == "EDU" || u.mainPool() == "OTHER"
		left := &w.owed.deputies
		if v.role == "HEAD" {
			left = &w.owed.heads
		}
		reason, kind := "LEADER_APPOINTMENT", "APPOINTMENT"
		switch {
		case service && *left > 0:
			reason, kind = "LEADER_SELECTION", "SELECTION"
		case !v.on.AddMonths(2).Before(on):
			w.vacancies = append(w.vacancies, v)
			continue
		}
		p := successor(u, v.role, on)
		if p == nil {
			w.vacancies = append(w.vacancies, v)
			continue
		}
		if reason == "LEADER_SELECTION" {
			*left--
		}
		w.post(p, appointment{from: on, unit: u, reason: reason, leadership: v.role, decision: w.decide(kind, u.agency, on)})
	}
}

// successor is who takes a leader's place: a deputy before others for a head, else whoever has been longest in post.
func successor(u *unit, role string, on day.Day) *person {
	var best *person
	rank := func(p *person) int {
		n := p.now().from.DaysUntil(on)
		if role == "HEAD" && p.leadership() == "DEPUTY" {
			n += 1 << 20
		}
		return n
	}
	for _, p := range u.people {
		if p.pool.Code != u.mainPool() || !p.now().from.Before(on) || p.leadership() == "HEAD" || (role == "DEPUTY" && p.leadership() != "") {
			continue
		}
		if best == nil || rank(p) > rank(best) {
			best = p
		}
	}
	return best
}

// changePosition gives somebody another position in the same unit (chuyển đổi vị trí công tác, S58).
func (w *world) changePosition(on day.Day) {
	code := pick(w.rng, []string{"ADMIN", "ADMIN", "ADMIN", "EDU", "EDU", "EDU", "EDU", "OTHER", "OTHER", "COMMUNE_CS"})
	if len(w.pools[code].active) == 0 {
		code = "EDU"
	}
	p := w.choose(w.pools[code], func(p *person) bool {
		return p.now().from.Before(on) && p.leadership() == "" && !p.now().unit.frozen
	})
	if p == nil {
		return
	}
	u := p.now().unit
	w.post(p, appointment{from: on, unit: u, reason: "POSITION_CHANGE", decision: w.decide("POSITION_CHANGE", u.agency, on)})
}

// rotate lets two leaders of like units change places (luân chuyển, S59); false when no two are found.
func (w *world) rotate(on day.Day) bool {
	for range 200 {
		code := pick(w.rng, []string{"ADMIN", "ADMIN", "EDU", "EDU", "EDU", "OTHER", "CADRE"})
		units := w.unitsOf(code)
		if len(units) < 2 {
			continue
		}
		a, b := pick(w.rng, units), pick(w.rng, units)
		if a == b || a.head == nil || b.head == nil || a.now().kind != b.now().kind || a.head.pool != b.head.pool {
			continue
		}
		p, q := a.head, b.head
		if !p.now().from.Before(on) || !q.now().from.Before(on) {
			continue
		}
		before := len(w.vacancies)
		w.post(p, appointment{from: on, unit: b, reason: "ROTATION", leadership: "HEAD", decision: w.decide("ROTATION", w.tree.province, on)})
		w.post(q, appointment{from: on, unit: a, reason: "ROTATION", leadership: "HEAD", decision: w.decide("ROTATION", w.tree.province, on)})
		b.head, a.head = p, q
		w.vacancies = w.vacancies[:before] // each took the other's place
		return true
	}
	return false
}
