package demo

import (
	"sort"

	"bienche/internal/day"
)

// writeUnits writes the units, their dated versions and who took over from whom.
func (w *writer) writeUnits() {
	for _, u := range w.units {
		w.end(w.into("org_unit", "id, code, recorded_in").int(u.id).str(u.code))
		for _, v := range u.versions {
			if !v.from.Before(v.to) {
				continue
			}
			var parent int64
			if v.parent != nil {
				parent = v.parent.id
			}
			t := w.into("org_unit_version", "unit_id, parent_id, name, kind, level, field, ordinal"+factTail).
				int(u.id).id(parent).str(v.name).str(v.kind).str(v.level).str(v.field).int(int64(v.ordinal))
			w.fact(t, v.from, v.to, v.decision)
		}
	}
	for _, u := range w.units {
		for i, s := range u.heirs {
			t := w.into("org_succession", "predecessor_id, successor_id, kind, main"+factTail).
				int(u.id).int(s.heir.id).str(s.kind).bool(i == 0)
			w.fact(t, s.on, day.Forever, s.decision)
		}
	}
}

// writeLedger writes the quota entries.
func (w *writer) writeLedger() {
	side := func(u *unit) int64 {
		if u == nil {
			return 0
		}
		return u.id
	}
	for _, e := range w.entries {
		t := w.into("quota_entry", "act, category, giver_id, receiver_id, posts"+factTail).
			str(e.kind).str(e.category).id(side(e.giver)).id(side(e.receiver)).int(int64(e.posts))
		w.fact(t, e.ground.on, day.Forever, e.ground.decision)
	}
}

// writePositions writes the catalogue, and for each unit the positions that its people hold, with as many seats as
// were ever held at the end of a year.
func (w *writer) writePositions() {
	for _, p := range w.positions.all {
		w.end(w.into("job_position", "id, code, recorded_in").int(p.id).str(p.code))
		t := w.into("job_position_version", "position_id, name, group_code, staff_class, leadership"+factTail).
			int(p.id).str(p.name).str(p.group).str(p.class).str(p.leadership)
		w.fact(t, p.from, day.Forever, p.decision)
	}
	type seat struct {
		unit     *unit
		position int64
	}
	held := map[seat]int{}
	for _, on := range []day.Day{day.Of(2011, 12, 31), day.Of(2015, 12, 31), firstPeriodEnd, w.today} {
		now := map[seat]int{}
		for _, p := range w.people {
			if a := p.on(on); a != nil && a.position != 0 {
				now[seat{a.unit, a.position}]++
			}
		}
		for k, n := range now {
			held[k] = max(held[k], n)
		}
	}
	all := make([]seat, 0, len(held))
	for k := range held {
		all = append(all, k)
	}
	sort.Slice(all, func(i, j int) bool {
		if all[i].unit != all[j].unit {
			return all[i].unit.id < all[j].unit.id
		}
		return all[i].position < all[j].position
	})
	for _, k := range all {
		from := day.Max(k.unit.versions[0].from, w.positions.all[k.position-1].from)
		to := k.unit.now().to
		t := w.into("unit_position", "unit_id, position_id, seats"+factTail).int(k.unit.id).int(k.position).int(int64(held[k]))
		w.fact(t, from, to, w.positions.all[k.position-1].decision)
	}
}

// writeDecisions writes the documents, last of all, since everything else asks for them.
func (w *writer) writeDecisions() {
	w.numberDecisions()
	for _, d := range w.decisions.all {
		issuer, signer := int64(0), "Chủ tịch"
		if d.issuer != nil {
			issuer = d.issuer.id
			if d.issuer.versions[0].kind == "DEPARTMENT" {
				signer = "Giám đốc"
			}
		}
		note := "Số liệu minh hoạ: số, ngày và người ký do hệ thống tạo ra."
		if d.published {
			note = "Số và ngày theo báo cáo đã công bố."
		}
		t := w.into("decision", "id, number, symbol, kind, title, issuer_unit_id, signer_title, issued_on, effective_on, state, synthetic, note, recorded_in").
			int(d.id).str(d.number).str(d.symbol).str(d.kind).str(d.title).id(issuer).str(signer).date(d.issued).date(d.effective).
			str("ISSUED").bool(!d.published).str(note)
		w.end(t)
	}
}
