package demo

import (
	"bienche/internal/day"
	"bienche/rules"
)

// career is how a person is paid: a family of grades, where in it the person began, and the promotions since.
type career struct {
	family     string
	class      string // salary class at the beginning
	step       int
	since      day.Day // when that step was reached
	promotions []day.Day
	switched   day.Day // when the person came over to the administrative grades; zero: never
}

// familyOn is the family of grades on a day.
func (k career) familyOn(on day.Day) string {
	if !k.switched.IsZero() && !on.Before(k.switched) {
		return "ADMINISTRATION"
	}
	return k.family
}

// pay is one row of grade and step.
type pay struct {
	from, to day.Day
	grade    string
	class    rules.SalaryClass
	step     int
	since    day.Day
	reason   string
}

// begin chooses the career of a person at the first post; w.rng decides what the post leaves open.
func (w *world) begin(p *person) {
	a := p.posts[0]
	p.career.family = w.familyFor(p, a.unit)
	ladder := w.codes.family(p.career.family, a.from)
	rank := 0
	chance := w.rng.IntN(100)
	switch {
	case a.reason == "OPENING_RECORD":
		// Most of those in service stand in the middle of the ladder, leaders higher.
		rank = min(len(ladder)-1, []int{0, 1, 1, 1}[chance/25])
		if p.career.family == "ADMINISTRATION" {
			rank = ladderIndex(ladder, []string{"B", "A1", "A1", "A1", "A1", "A1", "A1", "A1", "A2.1", "A2.1"}[chance/10])
		}
	case p.career.family == "ADMINISTRATION" && chance < 88:
		rank = ladderIndex(ladder, "A1")
	case p.career.family == "DOCTOR" || p.career.family == "ACCOUNTING" && chance < 60:
		rank = ladderIndex(ladder, "A1")
	case len(ladder) > 1 && chance < 45:
		rank = 1
	}
	class := ladder[rank].class
	p.career.class, p.career.step, p.career.since = class.Code, 1, a.from
	if a.reason == "OPENING_RECORD" {
		p.career.step = 1 + w.rng.IntN(max(1, class.Steps*2/3))
		p.career.since = a.from.AddMonths(-w.rng.IntN(class.Months))
	}
}

// ladderIndex is the place of a salary class in a family; the lowest where the family has none such.
func ladderIndex(ladder []grade, class string) int {
	for i, g := range ladder {
		if g.class.Code == class {
			return i
		}
	}
	return 0
}

// familyFor is the family of grades of a post.
func (w *world) familyFor(p *person, u *unit) string {
	if p.posts[0].class == "CONTRACT" {
		return "SUPPORT"
	}
	kind := u.versions[0].kind
	if w.rng.IntN(9) == 0 && p.posts[0].class == "PUBLIC_EMPLOYEE" {
		return "ACCOUNTING"
	}
	switch kind {
	case "PRESCHOOL":
		return "TEACHER_PRESCHOOL"
	case "PRIMARY_SCHOOL", "PRIMARY_LOWER_SECONDARY_SCHOOL":
		return "TEACHER_PRIMARY"
	case "LOWER_SECONDARY_SCHOOL":
		return "TEACHER_LOWER_SECONDARY"
	case "UPPER_SECONDARY_SCHOOL", "CONTINUING_EDUCATION_CENTRE":
		return "TEACHER_UPPER_SECONDARY"
	case "HOSPITAL", "HEALTH_CENTRE":
		return pick(w.rng, []string{"DOCTOR", "DOCTOR", "NURSE", "NURSE", "NURSE", "NURSE", "ASSISTANT_DOCTOR", "MIDWIFE", "PHARMACIST"})
	case "HEALTH_STATION":
		return pick(w.rng, []string{"DOCTOR", "ASSISTANT_DOCTOR", "ASSISTANT_DOCTOR", "NURSE", "MIDWIFE", "PHARMACIST"})
	}
	return "ADMINISTRATION"
}

// classOn is the salary class of a person on a day: that of the beginning, raised by each promotion since and by
// changes of the list of grades.
func (w *world) classOn(p *person, on day.Day) (class string, top bool) {
	class = p.career.class
	for _, at := range append(append([]day.Day(nil), p.career.promotions...), on) {
		ladder := w.codes.family(p.career.familyOn(at), at)
		class = ladder[w.settle(ladder, class)].class.Code
		next := w.above(ladder, class)
		if top = next == nil; !top && at != on {
			class = next.class.Code
			top = w.above(ladder, class) == nil
		}
	}
	return class, top
}

// above is the next grade of a ladder with a higher class; nil at its top.
func (w *world) above(ladder []grade, class string) *grade {
	start := w.codes.classes[class].Start
	for i := range ladder {
		if ladder[i].class.Start.GreaterThan(start) {
			return &ladder[i]
		}
	}
	return nil
}

// settle is where a class stands in a ladder; a class the ladder no longer has goes to the nearest above.
func (w *world) settle(ladder []grade, class string) int {
	start := w.codes.classes[class].Start
	for i, g := range ladder {
		if g.class.Start.GreaterThanOrEqual(start) {
			return i
		}
	}
	return len(ladder) - 1
}

// promote raises n people of the given pools by one grade on a day (S47).
func (w *world) promote(n int, on day.Day, from ...string) {
	for range n {
		p := w.choose(w.pools[pick(w.rng, from)], func(p *person) bool { return w.promotable(p, on) })
		if p == nil { // nobody left in that pool
			p = w.choose(w.pools[from[0]], func(p *person) bool { return w.promotable(p, on) })
		}
		if p != nil {
			p.career.promotions = append(p.career.promotions, on)
		}
	}
}

func (w *world) promotable(p *person, on day.Day) bool {
	k := p.career
	if p.posts[0].from.AddMonths(24).After(on) && p.posts[0].reason != "OPENING_RECORD" || k.family == "ASSISTANT_DOCTOR" {
		return false
	}
	if n := len(k.promotions); n > 0 && k.promotions[n-1].AddMonths(60).After(on) {
		return false
	}
	class, top := w.classOn(p, on)
	return !top && class != "A2.1"
}

// payHistory works out every row of a person's grade and step: raises when a step has lasted its months, promotions,
// and a new code when the list of grades changes (with the next raise, at the latest thirteen months on).
func (w *world) payHistory(p *person) []pay {
	k := p.career
	end := day.Min(w.today.AddDays(1), p.posts[len(p.posts)-1].to)
	g := w.gradeFor(p, "", k.class, p.posts[0].from)
	rows := []pay{{from: p.posts[0].from, to: day.Forever, grade: g.code, class: g.class, step: k.step, since: k.since, reason: "RECRUITMENT"}}
	if p.posts[0].reason == "OPENING_RECORD" {
		rows[0].reason = "OPENING_RECORD"
	}
	promotions := k.promotions
	for {
		cur := rows[len(rows)-1]
		next := pay{from: day.Forever, to: day.Forever}
		if cur.step < cur.class.Steps {
			next.from, next.reason = cur.since.AddMonths(cur.class.Months), "STEP_RAISE"
		}
		if gone := w.codes.expiry[cur.grade]; !gone.IsZero() && !gone.IsForever() {
			if late := firstOfMonth(gone.AddMonths(13)); late.Before(next.from) {
				next.from, next.reason = late, "REGRADING"
			}
		}
		if s := k.switched; s.After(cur.from) && !s.After(next.from) {
			next.from, next.reason = s, "REGRADING"
		}
		if len(promotions) > 0 && !promotions[0].After(next.from) {
			next.from, next.reason = promotions[0], "GRADE_PROMOTION"
			promotions = promotions[1:]
		}
		if !next.from.After(cur.from) {
			next.from = cur.from.AddMonths(1)
		}
		if !next.from.Before(end) {
			rows[len(rows)-1].to = day.Forever
			if p.leftOn != (day.Day{}) {
				rows[len(rows)-1].to = p.leftOn
			}
			return rows
		}
		w.raise(p, cur, &next)
		rows[len(rows)-1].to = next.from
		rows = append(rows, next)
	}
}

// raise settles grade, step and the day the step counts from for the row after cur.
func (w *world) raise(p *person, cur pay, next *pay) {
	g := w.gradeFor(p, cur.grade, cur.class.Code, next.from)
	coefficient := cur.class.Coefficient(cur.step)
	next.since = cur.since
	switch next.reason {
	case "STEP_RAISE":
		coefficient = cur.class.Coefficient(cur.step + 1)
		next.since = next.from
	case "GRADE_PROMOTION":
		if up := w.above(w.codes.family(p.career.familyOn(next.from), next.from), g.class.Code); up != nil {
			g = *up
		}
		next.since = next.from
	}
	if g.class.Code != cur.class.Code && next.reason == "REGRADING" {
		next.since = next.from
	}
	next.grade, next.class = g.code, g.class
	next.step = atOrAbove(g.class, coefficient)
}

// gradeFor is a person's grade by the list of a day: the same code while the list has it, else the grade of the same
// class, else the nearest above.
func (w *world) gradeFor(p *person, code, class string, on day.Day) grade {
	ladder := w.codes.family(p.career.familyOn(on), on)
	for _, g := range ladder {
		if g.code == code {
			return g
		}
	}
	return ladder[w.settle(ladder, class)]
}

func firstOfMonth(d day.Day) day.Day { return day.Of(d.Year(), d.Month(), 1) }
