package demo

import "bienche/internal/day"

// bodyMerger is a body that goes into another, or a body that only changes its name.
type bodyMerger struct{ Gone, Into, Name string }

// mergeBodies is the re-arrangement of the province's bodies in March 2025; which staff went where is invented. The
// units of a body that goes stand under the other; offices that both have become one.
func (w *world) mergeBodies(on day.Day) {
	ground := act{on, w.decide("ORGANISATION", w.tree.province, on)}
	for _, m := range w.lists.BodyMergers {
		into := w.bodyNamed(m.Into)
		if m.Gone != "" {
			gone := w.bodyNamed(m.Gone)
			for _, u := range w.below(gone) {
				if twin := named(w.below(into), u.now().name); twin != nil {
					w.absorb(u, twin, "MERGE", ground)
				} else {
					w.moveUnit(u, into, u.now().level, ground)
				}
			}
			w.absorb(gone, into, "MERGE", ground)
		}
		if m.Name != "" {
			w.rename(into, m.Name, ground)
		}
	}
}

// below are the living units right below another.
func (w *world) below(parent *unit) (out []*unit) {
	for _, u := range w.units {
		if u.alive() && u.now().parent == parent {
			out = append(out, u)
		}
	}
	return out
}

func named(units []*unit, name string) *unit {
	for _, u := range units {
		if u.now().name == name {
			return u
		}
	}
	return nil
}

// rename gives a unit another name from a day on.
func (w *world) rename(u *unit, name string, a act) {
	v := *u.now()
	u.now().to = a.on
	v.name, v.from, v.to, v.decision = name, a.on, day.Forever, a.decision
	u.versions = append(u.versions, v)
}
