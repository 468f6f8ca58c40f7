package demo

import (
	"bienche/internal/day"
)

// tell makes the province and tells its story from the opening day to today, month by month.
func (w *world) tell() {
	w.buildTree()
	w.buildPositions()
	w.assignQuotas(opening)
	for _, code := range poolCodes {
		if w.pools[code].Opens == opening {
			w.openPool(w.pools[code])
		}
	}
	w.seatLeaders(opening)

	story := w.schedule()
	milestone := map[day.Day]bool{}
	for _, on := range w.milestones() {
		milestone[on] = on.After(opening)
	}
	ceded := false
	for month := opening.AddMonths(1); !month.After(w.today); month = month.AddMonths(1) {
		if !ceded && !month.Before(w.plan.Ceded.On) {
			w.cede()
			ceded = true
		}
		w.exits(story.flows[month], month)
		w.reorganise(month)
		if milestone[month] {
			w.assignQuotas(month)
		}
		for _, code := range poolCodes {
			if w.pools[code].Opens == month {
				w.openPool(w.pools[code])
			}
		}
		w.entrances(story.flows[month], month)
		w.moves(story, month)
	}
}

// monthly is what falls on one month of a flow.
type monthly struct {
	flow
	n int
}

// schedule is the whole plan by month.
type schedule struct {
	flows                    map[day.Day][]monthly
	changes, rotations       map[day.Day]int
	heads, deputies          map[day.Day]int
	civilPromos, servicePros map[day.Day]int
}

func (w *world) schedule() schedule {
	s := schedule{flows: map[day.Day][]monthly{}}
	for _, f := range w.plan.Flows {
		for month, n := range f.schedule() {
			s.flows[month] = append(s.flows[month], monthly{f, n})
		}
	}
	m := w.plan.Moves
	s.changes, s.rotations = together(m.PositionChange), together(m.Rotation)
	s.heads, s.deputies = together(m.SelectedHeads), together(m.SelectedDeputies)
	s.civilPromos, s.servicePros = together(m.CivilPromotions), together(m.ServicePromotions)
	return s
}

func together(all []spread) map[day.Day]int {
	out := map[day.Day]int{}
	for _, s := range all {
		for month, n := range s.schedule() {
			out[month] += n
		}
	}
	return out
}

// openPool fills a pool with the people it opens with, by the posts of its units.
func (w *world) openPool(p *pool) {
	n := w.plan.opening(p.poolPlan)
	if p.Code == "ADMIN" {
		n -= w.plan.Ceded.People
		for range w.plan.Ceded.People {
			w.enter(p, appointment{from: opening, unit: w.tree.ceded, reason: "OPENING_RECORD", decision: 0})
		}
	}
	units := w.unitsOf(p.Code)
	weights := make([]int, len(units))
	for i, u := range units {
		weights[i] = u.posts[p.Code]
	}
	for i, k := range apportion(n, weights) {
		for range k {
			w.enter(p, appointment{from: p.Opens, unit: units[i], reason: "OPENING_RECORD"})
		}
	}
}

// exits are the people who leave service in a month.
func (w *world) exits(flows []monthly, on day.Day) {
	for _, f := range flows {
		if f.Leave == "" {
			continue
		}
		pl := w.pools[f.Pool]
		for range f.n {
			p := w.choose(pl, func(p *person) bool {
				return p.now().from.Before(on) && !p.now().unit.frozen && (p.elder || f.Leave != "RETIREMENT")
			})
			if p == nil {
				continue
			}
			detail := f.Detail
			if f.Leave == "STAFF_REDUCTION" {
				detail = reductionPolicy(p, w.rng.IntN(100))
			}
			w.leave(p, f.Leave, detail, act{on, w.decide(f.Leave, p.now().unit.agency, on)})
		}
	}
}

// reductionPolicy is the policy a person is reduced under: mostly early retirement, which only the elder can take.
func reductionPolicy(p *person, chance int) string {
	if p.elder && chance < 85 {
		return "EARLY_RETIREMENT"
	}
	return "IMMEDIATE_SEVERANCE"
}

// entrances are the people who come in, from outside or from another pool, in a month.
func (w *world) entrances(flows []monthly, on day.Day) {
	for _, f := range flows {
		switch {
		case f.Enter != "":
			for range f.n {
				u := w.vacantUnit(f.Pool)
				w.enter(w.pools[f.Pool], appointment{from: on, unit: u, reason: f.Enter, detail: f.Detail, decision: w.decide(f.Enter, u.agency, on)})
			}
		case f.Move != "":
			for range f.n {
				w.moveToPool(w.pools[f.Pool], w.pools[f.Move], on)
			}
		}
	}
}

func (w *world) moveToPool(from, to *pool, on day.Day) {
	p := w.choose(from, func(p *person) bool {
		class, _ := w.classOn(p, on)
		return p.now().from.Before(on) && p.leadership() == "" && (class == "A1" || class == "A0" || class == "B")
	})
	if p == nil {
		return
	}
	u := w.vacantUnit(to.Code)
	p.career.switched = on
	w.postIn(p, to, appointment{from: on, unit: u, reason: "TRANSFER", detail: from.Category, decision: w.decide("TRANSFER", u.agency, on)})
}
