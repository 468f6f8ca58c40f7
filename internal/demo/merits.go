package demo

import (
	"fmt"
	"math/rand/v2"

	"bienche/internal/day"
)

// withoutDegree picks, among the administrative stock at the end of 2020, the eldest few who have no degree, so that
// as many as published have one (S18).
func (w *world) withoutDegree() map[*person]bool {
	out := map[*person]bool{}
	var stock []*person
	for _, p := range w.people {
		if a := p.on(firstPeriodEnd); a != nil && a.category == "ADMINISTRATIVE" {
			stock = append(stock, p)
		}
	}
	for _, p := range stock {
		if len(out) >= len(stock)-w.plan.DegreeHolders {
			break
		}
		if p.posts[0].reason == "OPENING_RECORD" {
			out[p] = true
		}
	}
	return out
}

// degree is a qualification as the record words it.
type degree struct{ kind, level, major string }

// writeDegrees writes general, professional and other qualifications.
func (w *writer) writeDegrees(p *person, r *rand.Rand) {
	school := pick(r, w.names.Schools)
	add := func(on day.Day, d degree, school string) {
		if on.After(w.today) {
			return
		}
		t := w.into("qualification", "staff_id, kind, level, major, school, mode"+factTail).
			int(p.id).str(d.kind).str(d.level).str(d.major).str(school).str(pick(r, []string{"Chính quy", "Chính quy", "Vừa làm vừa học"}))
		w.fact(t, on, day.Forever, 0)
	}
	entry := p.recruitedOn
	add(day.Of(p.birth.Year()+18, 6, 15), degree{"GENERAL", "12/12", ""}, "Trường Trung học phổ thông")
	add(day.Min(day.Of(p.birth.Year()+22, 7, 1), entry), degree{"PROFESSIONAL", w.levelOf(p, r), majorOf(p, r)}, school)
	admin := p.posts[len(p.posts)-1].category == "ADMINISTRATIVE"
	if admin && !w.below[p] && r.IntN(100) < 34 {
		add(entry.AddMonths(60+r.IntN(60)), degree{"PROFESSIONAL", "Thạc sĩ", majorOf(p, r)}, school)
	}
	if c := r.IntN(100); c < 45 {
		add(entry.AddMonths(72+r.IntN(80)), degree{"POLITICAL_THEORY", []string{"Trung cấp", "Trung cấp", "Cao cấp"}[c%3], ""}, "Trường Chính trị tỉnh")
	}
	if admin && r.IntN(100) < 70 {
		add(entry.AddMonths(24+r.IntN(40)), degree{"STATE_MANAGEMENT", "Chuyên viên", ""}, "Trường Chính trị tỉnh")
	}
	if r.IntN(100) < 55 {
		add(entry.AddMonths(r.IntN(90)), degree{"IT", "Ứng dụng công nghệ thông tin cơ bản", ""}, school)
	}
	if r.IntN(100) < 50 {
		add(entry.AddMonths(r.IntN(90)), degree{"FOREIGN_LANGUAGE", "Tiếng Anh " + pick(r, []string{"A2", "B1", "B1", "B2"}), ""}, school)
	}
}

// levelOf is the level of a person's first professional qualification.
func (w *writer) levelOf(p *person, r *rand.Rand) string {
	c := r.IntN(100)
	class := w.codes.classes[p.career.class]
	switch {
	case w.below[p]:
		return "Cao đẳng"
	case p.posts[len(p.posts)-1].category == "ADMINISTRATIVE" || p.leftReason != "" && p.posts[0].category == "ADMINISTRATIVE":
		return "Đại học"
	case p.posts[0].class == "CONTRACT":
		return []string{"Sơ cấp", "Trung cấp"}[c%2]
	case class.Code == "B":
		return []string{"Trung cấp", "Trung cấp", "Cao đẳng"}[c%3]
	case class.Code == "A0":
		return "Cao đẳng"
	case c < 6:
		return "Thạc sĩ"
	}
	return "Đại học"
}

// majors by family of grades; the others study administration.
var majors = map[string][]string{
	"TEACHER_PRESCHOOL":       {"Giáo dục mầm non"},
	"TEACHER_PRIMARY":         {"Giáo dục tiểu học"},
	"TEACHER_LOWER_SECONDARY": {"Sư phạm Toán", "Sư phạm Ngữ văn", "Sư phạm Tiếng Anh", "Sư phạm Sinh học", "Sư phạm Vật lí"},
	"TEACHER_UPPER_SECONDARY": {"Sư phạm Toán", "Sư phạm Ngữ văn", "Sư phạm Hóa học", "Sư phạm Lịch sử", "Sư phạm Địa lí"},
	"DOCTOR":                  {"Y khoa"}, "ASSISTANT_DOCTOR": {"Y sĩ đa khoa"}, "NURSE": {"Điều dưỡng"}, "MIDWIFE": {"Hộ sinh"},
	"PHARMACIST": {"Dược học"}, "ACCOUNTING": {"Kế toán"}, "SUPPORT": {"Lái xe", "Nghiệp vụ bảo vệ"},
}

func majorOf(p *person, r *rand.Rand) string {
	if m := majors[p.career.family]; m != nil {
		return pick(r, m)
	}
	return pick(r, []string{"Luật", "Quản lý nhà nước", "Kinh tế", "Hành chính học", "Nông nghiệp", "Xây dựng", "Công nghệ thông tin", "Quản lý đất đai"})
}

// writeRatings rates everybody who served at least half of a year, for each year that is over (S60).
func (w *writer) writeRatings(p *person, r *rand.Rand) {
	for year := opening.Year(); year < w.today.Year(); year++ {
		from, to := day.Of(year, 1, 1), day.Of(year+1, 1, 1)
		a := p.on(to.AddDays(-1))
		if a == nil || p.posts[0].from.AddMonths(6).After(to) {
			continue
		}
		share := w.plan.Ratings.ExcellentBefore2016
		if year >= 2016 {
			share = w.plan.Ratings.ExcellentSince2016
		}
		level := 3
		switch c := r.IntN(1000); {
		case c < share*10:
			level = 0
		case c < 960:
			level = 1
		case c < 994:
			level = 2
		}
		t := w.into("staff_rating", "staff_id, year, level, label"+factTail).
			int(p.id).int(int64(year)).str(ratingLevels[level]).str(w.label(a.class, level, to.AddDays(-1)))
		w.fact(t, from, to, w.decide("RATING", a.unit.agencyOn(to.AddDays(-1)), to.AddDays(-10)))
	}
}

var ratingLevels = [...]string{"EXCELLENT", "GOOD", "SATISFACTORY", "UNSATISFACTORY"}

// label is how the regime of a day words a level; looked up once for each class and year.
func (w *world) label(class string, level int, on day.Day) string {
	key := fmt.Sprint(class, level, on.Year())
	if s, ok := w.ratingLabels[key]; ok {
		return s
	}
	l, err := w.book.RatingLabel(class, ratingLevels[level], on)
	if err != nil {
		w.failed = err
	}
	w.ratingLabels[key] = l.VI
	return l.VI
}

// writeHonours writes commendations of some and disciplinary actions of a few; nobody was dismissed (S62).
func (w *writer) writeHonours(p *person, r *rand.Rand) {
	span := p.posts[0].from.DaysUntil(day.Min(p.posts[len(p.posts)-1].to, w.today))
	if span < 60 {
		return
	}
	on := p.posts[0].from.AddDays(30 + r.IntN(span-40))
	a := p.on(on)
	switch c := r.IntN(1000); {
	case a == nil:
	case c < 110:
		form := pick(r, []string{"Giấy khen", "Giấy khen", "Chiến sĩ thi đua cơ sở", "Bằng khen của Ủy ban nhân dân tỉnh"})
		t := w.into("commendation", "staff_id, form, reason"+factTail).int(p.id).str(form).str("Hoàn thành xuất sắc nhiệm vụ được giao")
		w.fact(t, on, day.Forever, w.decide("COMMENDATION", a.unit.agencyOn(on), on))
	case c < 116:
		t := w.into("disciplinary_action", "staff_id, form, conduct"+factTail).int(p.id).
			str(pick(r, []string{"REPRIMAND", "REPRIMAND", "WARNING"})).str("Vi phạm quy định về đạo đức, văn hóa giao tiếp (tình huống minh hoạ)")
		w.fact(t, on, on.AddMonths(12), w.decide("DISCIPLINE", a.unit.agencyOn(on), on))
	}
}

// writeTraining writes the classes and who sat in them (S61): each class takes its learners in turn from a list in
// chance order, so that nobody sits twice in one.
func (w *writer) writeTraining() {
	classes, learners := together(w.plan.Moves.Classes), together(w.plan.Moves.Learners)
	order := w.rng.Perm(len(w.people))
	at, id, waiting := 0, int64(0), 0
	last := day.Min(w.today, day.Of(2026, 10, 1))
	for month := opening; !month.After(last); month = month.AddMonths(1) {
		n := classes[month]
		waiting += learners[month]
		if n == 0 {
			continue
		}
		ones := make([]int, n)
		for i := range ones {
			ones[i] = 1
		}
		decision := w.decide("TRAINING", w.tree.province, month)
		for _, size := range apportion(waiting, ones) {
			id++
			title := w.names.Courses[int(id)%len(w.names.Courses)]
			t := w.into("training_class", "id, code, title, kind, starts_on, ends_on, decision_id, recorded_in").
				int(id).str(fmt.Sprintf("L%d.%04d", month.Year(), id)).str(title).str("Bồi dưỡng").date(month.AddDays(4)).date(month.AddDays(14)).int(decision)
			w.end(t)
			for tried := 0; size > 0 && tried < len(order); tried++ {
				p := w.people[order[at%len(order)]]
				at++
				if p.on(month) == nil {
					continue
				}
				size--
				t := w.into("training_attendance", "staff_id, class_id, result"+factTail).int(p.id).int(id).str("Đạt")
				w.fact(t, month.AddDays(4), day.Forever, decision)
			}
			if size > 0 {
				w.failed = fmt.Errorf("demo: class %d lacks %d learners", id, size)
			}
		}
		waiting = 0
	}
}
