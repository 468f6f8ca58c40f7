package demo

import (
	"fmt"

	"bienche/internal/day"
)

// unit is one agency or unit of the province through time.
type unit struct {
	id       int64
	code     string
	versions []version
	heirs    []succession

	agency        *unit          // the body that manages it and signs for it: department, district, commune from 2025
	approver      *unit          // the body whose catalogue of positions it uses
	weight        map[string]int // how large it is for each pool, against the other units
	posts         map[string]int // quota by pool now
	present       map[string]int // people by pool now
	people        []*person
	head          *person
	deputy        []*person
	commune       *unit  // the commune a school or station stands in
	seats         seats  // the positions of the unit
	place         string // what its people call home: "xã Tân Sơn, huyện Đông Khê"
	frozen        bool   // nobody comes or goes: the body that is ceded as a whole
	mergedSchools int    // pairs of schools of this commune that became one
	children
}

// children counts what has been numbered below a unit, for codes.
type children struct{ numbered int }

// version is what a unit is called and where it stands over a span of days.
type version struct {
	parent            *unit
	name, kind, level string
	field             string
	ordinal           int
	from, to          day.Day
	decision          int64
}

type succession struct {
	heir *unit
	kind string
	act
}

func (u *unit) now() *version { return &u.versions[len(u.versions)-1] }

// on is the version in force on a day; nil where the unit does not exist.
func (u *unit) on(d day.Day) *version {
	for i := range u.versions {
		if v := &u.versions[i]; !d.Before(v.from) && d.Before(v.to) {
			return v
		}
	}
	return nil
}

func (u *unit) alive() bool { return u.now().to.IsForever() }

// unitSpec is what a new unit starts with.
type unitSpec struct {
	parent     *unit
	name, kind string
	level      string
	field      string
	agency     *unit // itself when absent
	commune    *unit
	weight     map[string]int
	codePart   string // its own part of the code; numbered below the parent when absent
	decision   int64
	place      string
}

// addUnit starts a unit on a day.
func (w *world) addUnit(on day.Day, s unitSpec) *unit {
	u := &unit{id: int64(len(w.units) + 1), weight: s.weight, posts: map[string]int{}, present: map[string]int{},
		agency: s.agency, commune: s.commune, place: s.place}
	if u.weight == nil {
		u.weight = map[string]int{}
	}
	if u.agency == nil {
		u.agency = u
	}
	u.approver = u.agency
	ordinal := 0
	if s.parent == nil {
		u.code = s.codePart
	} else {
		s.parent.numbered++
		ordinal = s.parent.numbered
		part := s.codePart
		if part == "" {
			part = fmt.Sprintf("%02d", ordinal)
		}
		u.code = s.parent.code + "." + part
	}
	u.versions = []version{{parent: s.parent, name: s.name, kind: s.kind, level: s.level, field: s.field,
		ordinal: ordinal, from: on, to: day.Forever, decision: s.decision}}
	w.units = append(w.units, u)
	for pool := range u.weight {
		w.poolUnits[pool] = nil // collected again when next asked for
	}
	return u
}

// endUnit closes the unit's last version.
func (w *world) endUnit(u *unit, on day.Day) {
	u.now().to = on
	for pool := range u.weight {
		w.poolUnits[pool] = nil
	}
}

// act is a decision that takes force on a day.
type act struct {
	on       day.Day
	decision int64
}

// moveUnit puts a unit under another body, at another level.
func (w *world) moveUnit(u, under *unit, level string, a act) {
	v := *u.now()
	u.now().to = a.on
	v.parent, v.from, v.to, v.level, v.decision = under, a.on, day.Forever, level, a.decision
	u.versions = append(u.versions, v)
	u.agency = under
}

// unitsOf are the living units that hold posts of a pool, in the order they were made.
func (w *world) unitsOf(pool string) []*unit {
	if w.poolUnits[pool] == nil {
		for _, u := range w.units {
			if u.weight[pool] > 0 && u.alive() && !u.frozen {
				w.poolUnits[pool] = append(w.poolUnits[pool], u)
			}
		}
	}
	return w.poolUnits[pool]
}

// absorb ends a unit: its posts, weight and people go to the heir.
func (w *world) absorb(u, heir *unit, kind string, a act) {
	u.heirs = append(u.heirs, succession{heir, kind, a})
	for _, pool := range poolCodes {
		if u.weight[pool] == 0 && u.posts[pool] == 0 {
			continue
		}
		heir.weight[pool] += u.weight[pool]
		w.transferPosts(u, heir, pool, a)
		w.poolUnits[pool] = nil
	}
	for _, p := range append([]*person(nil), u.people...) {
		w.post(p, appointment{from: a.on, unit: heir, reason: "REORGANISATION", decision: a.decision, leadership: w.keptRank(p, heir)})
	}
	w.endUnit(u, a.on)
}

// keptRank is what a leader becomes when the unit is absorbed: head where there is none yet, else a deputy.
func (w *world) keptRank(p *person, heir *unit) string {
	switch {
	case p.leadership() == "":
		return ""
	case p.leadership() == "HEAD" && heir.head == nil:
		return "HEAD"
	}
	return "DEPUTY"
}
