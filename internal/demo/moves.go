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

// changePosition gives somebody another position (chuyển đổi vị trí công tác, S58): at another unit of the same
// body where there is one, else in the same unit.
func (w *world) changePosition(on day.Day) {
	code := pick(w.rng, []string{"ADMIN", "ADMIN", "ADMIN", "EDU", "EDU", "EDU", "EDU", "OTHER", "OTHER", "COMMUNE_CS"})
	if len(w.pools[code].active) == 0 {
		code = "EDU"
	}
	may := func(months int) func(*person) bool {
		return func(p *person) bool {
			a := p.now()
			return a.from.Before(on) && (a.reason == "OPENING_RECORD" || !a.from.AddMonths(months).After(on)) && a.leadership == "" && !a.unit.frozen
		}
	}
	p := w.choose(w.pools[code], may(24))
	if p == nil {
		p = w.choose(w.pools[code], may(0))
	}
	if p == nil {
		return
	}
	was, to := *p.now(), w.sibling(p.now().unit, code)
	next := appointment{from: on, unit: to, reason: "POSITION_CHANGE", decision: w.decide("POSITION_CHANGE", to.agency, on)}
	for range 10 {
		if next.position, next.title = w.seatFor(p, next); next.position != was.position || next.title != was.title {
			break
		}
	}
	w.post(p, next)
}

// sibling is another unit of the same body, of the same kind but among divisions, or u itself where none is found.
func (w *world) sibling(u *unit, code string) *unit {
	units := w.unitsOf(code)
	start := w.rng.IntN(len(units))
	for i := range min(len(units), 300) {
		o := units[(start+i)%len(units)]
		if o != u && o.agency == u.agency && (code == "ADMIN" || o.now().kind == u.now().kind) && o.present[code] <= o.posts[code] {
			return o
		}
	}
	return u
}

// rotate lets two heads of like units change places (luân chuyển, S59), if possible after two years in post; false
// when no two are found.
func (w *world) rotate(on day.Day) bool {
	settled := func(p *person, try int) bool {
		a := p.now()
		return a.from.Before(on) && (try > 250 || a.reason == "OPENING_RECORD" || !a.from.AddMonths(24).After(on))
	}
	for try := range 400 {
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
		if !settled(p, try) || !settled(q, try) {
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
