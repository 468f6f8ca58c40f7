package demo

import (
	"sort"

	"bienche/internal/day"
)

// quotaEntry is one line of the ledger; a nil side is outside the province.
type quotaEntry struct {
	kind, category  string
	giver, receiver *unit
	posts           int
	ground          act
}

// transferPosts hands all posts of a pool from one unit to another.
func (w *world) transferPosts(from, to *unit, pool string, a act) {
	n := from.posts[pool]
	if n == 0 {
		return
	}
	from.posts[pool] = 0
	to.posts[pool] += n
	w.entries = append(w.entries, quotaEntry{"TRANSFER", w.pools[pool].Category, from, to, n, a})
}

// milestones are the days on which quotas are assigned anew.
func (w *world) milestones() []day.Day {
	seen := map[day.Day]bool{}
	var all []day.Day
	for _, p := range w.plan.Pools {
		for on := range p.Quota {
			if !seen[on] {
				seen[on] = true
				all = append(all, on)
			}
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Before(all[j]) })
	return all
}

// target is the quota of a pool in force on a day, less what the unit that is to be ceded holds.
func (w *world) target(p *pool, on day.Day) int {
	latest, n := day.Day{}, 0
	for from, posts := range p.Quota {
		if !from.After(on) && (latest.IsZero() || from.After(latest)) {
			latest, n = from, posts
		}
	}
	if p.Code == "ADMIN" && on.Before(w.plan.Ceded.On) {
		n -= w.plan.Ceded.Posts
	}
	return n
}

// assignQuotas gives each unit its part of the quotas of a day, by its weight, and takes back what units that are
// no more still hold.
func (w *world) assignQuotas(on day.Day) {
	change := map[*unit]map[string]int{}
	add := func(u *unit, category string, n int) {
		if n != 0 {
			if change[u] == nil {
				change[u] = map[string]int{}
			}
			change[u][category] += n
		}
	}
	if on == opening {
		c := w.tree.ceded
		c.posts["ADMIN"] = w.plan.Ceded.Posts
		add(c, "ADMINISTRATIVE", w.plan.Ceded.Posts)
	}
	for _, code := range poolCodes {
		p := w.pools[code]
		for _, u := range w.units {
			if !u.alive() && u.posts[code] != 0 {
				add(u, p.Category, -u.posts[code])
				u.posts[code] = 0
			}
		}
		units := w.unitsOf(code)
		weights := make([]int, len(units))
		for i, u := range units {
			weights[i] = u.weight[code]
		}
		for i, n := range apportion(w.target(p, on), weights) {
			add(units[i], p.Category, n-units[i].posts[code])
			units[i].posts[code] = n
		}
	}
	w.writeQuotas(on, change)
}

// writeQuotas turns the changes of units into entries that go down, or back up, the tree: every body hands its units
// what it was given for them.
func (w *world) writeQuotas(on day.Day, change map[*unit]map[string]int) {
	edge := map[string]map[*unit]int{}
	for _, u := range w.units {
		for category, n := range change[u] {
			if edge[category] == nil {
				edge[category] = map[*unit]int{}
			}
			for at := u; at != nil; at = at.parentOn(on) {
				edge[category][at] += n
			}
		}
	}
	kind := "ADJUST"
	if on == opening {
		kind = "ALLOCATE"
	}
	ground := act{on, w.decide("QUOTA", w.tree.province, on)}
	for _, category := range w.codes.categories {
		for _, u := range w.units {
			n, parent := edge[category][u], u.parentOn(on)
			switch {
			case n > 0:
				w.entries = append(w.entries, quotaEntry{kind, category, parent, u, n, ground})
			case n < 0 && parent == nil:
				w.entries = append(w.entries, quotaEntry{"RECALL", category, u, nil, -n, ground})
			case n < 0:
				w.entries = append(w.entries, quotaEntry{kind, category, u, parent, -n, ground})
			}
		}
	}
}

// parentOn is the parent on a day; for a unit that ended by then, the last it had.
func (u *unit) parentOn(on day.Day) *unit {
	if v := u.on(on); v != nil {
		return v.parent
	}
	return u.now().parent
}

// cede hands the market-surveillance posts, and the people in them, to the central body (S07, S08).
func (w *world) cede() {
	c, u := w.plan.Ceded, w.tree.ceded
	ground := act{c.On, w.decide("CESSION", w.tree.province, c.On)}
	w.entries = append(w.entries, quotaEntry{"CEDE", "ADMINISTRATIVE", u, nil, c.Posts, ground})
	u.posts["ADMIN"] = 0
	for len(u.people) > 0 {
		w.leave(u.people[len(u.people)-1], "TRANSFER_OUT", "MARKET_SURVEILLANCE", ground)
	}
	w.endUnit(u, c.On)
}
