package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"bienche/internal/day"
	"bienche/models"
)

// writer turns the story into rows.
type writer struct {
	*world
	*sink
	nameIDs  map[string]int64
	citizens map[string]int // numbers given by sex, century and year of birth
	groups   []string
	styles   map[string]nameStyle
	called   map[*person]string // those whose names are given
	below    map[*person]bool   // of the administrative stock of 2020: those without a degree (S18)
}

// writePeople writes everything about everybody.
func (w *writer) writePeople() {
	w.groups, w.styles = w.names.groups(w.codes.ethnic), map[string]nameStyle{}
	for _, c := range w.codes.ethnic {
		w.styles[c] = w.names.styleOf(c)
	}
	w.nameIDs, w.citizens = map[string]int64{}, map[string]int{}
	w.below, w.called = w.withoutDegree(), w.namesakes()
	for i, p := range w.people {
		// Each person's details have a chance of their own, so that none depends on those before.
		r := rand.New(rand.NewPCG(uint64(p.id), 54))
		group := w.groups[r.IntN(len(w.groups))]
		if i < len(w.codes.ethnic) {
			group = w.codes.ethnic[i] // every group occurs
		}
		w.writeCore(p, r, group)
		w.writePosts(p)
		w.writePay(p)
		w.writeParty(p, r)
		w.writeHealth(p, r)
		w.writeDegrees(p, r)
		w.writeRelatives(p, r, w.styles[group])
		w.writeRatings(p, r)
		w.writeHonours(p, r)
	}
}

// namesakes are the men in service who bear the names of the list.
func (w *world) namesakes() map[*person]string {
	called := map[*person]string{}
	for _, p := range w.people {
		if len(called) < len(w.names.Namesakes) && p.leftOn.IsZero() && !p.female && p.now().category == "ADMINISTRATIVE" {
			called[p] = w.names.Namesakes[len(called)]
		}
	}
	return called
}

// nameID is the id of a distinct name; a new one is written.
func (w *writer) nameID(name string) int64 {
	id, ok := w.nameIDs[name]
	if !ok {
		id = int64(len(w.nameIDs) + 1)
		w.nameIDs[name] = id
		t := w.into("staff_name", "id, name").int(id).str(name)
		w.close(t)
	}
	return id
}

// writeCore names a person and writes the row that all others refer to.
func (w *writer) writeCore(p *person, r *rand.Rand, group string) {
	name := w.styles[group].name(r, p.female)
	if given, ok := w.called[p]; ok {
		name, group = given, w.codes.ethnic[0]
	}
	p.name = name
	last := p.posts[len(p.posts)-1].unit
	t := w.into("staff_member", "id, code, home_unit_id, recorded_in").int(p.id).str(fmt.Sprintf("CB%06d", p.id)).int(last.id)
	w.end(t)

	sex := "MALE"
	if p.female {
		sex = "FEMALE"
	}
	nameID := w.nameID(name) // before the row is begun: it writes a row of its own
	t = w.into("staff_core", "staff_id, full_name, name_id, sort_name, birth_date, sex, recruited_on, recruited_by, prior_occupation"+factTail).
		int(p.id).str(name).int(nameID).str(models.SortName(name)).date(p.birth).str(sex).date(p.recruitedOn).str(recruiter(p.posts[0].unit.approver)).str(pick(r, priorJobs))
	w.fact(t, p.posts[0].from, day.Forever, 0)
	w.writeIdentity(p, r, group)
}

// recruiter is how a record names the body that took somebody on.
func recruiter(body *unit) string {
	v := body.versions[0]
	if v.kind == "DISTRICT" || v.kind == "COMMUNE" {
		return "Ủy ban nhân dân " + lowerFirst(v.name)
	}
	return v.name
}

// priorJobs are what people did before they entered service.
var priorJobs = []string{"Sinh viên", "Sinh viên", "Sinh viên", "Học sinh", "Lao động tự do", "Bộ đội xuất ngũ"}

// demoProvince is a code of birth registration that no province has, so that no invented number can be a real one.
const demoProvince = "099"

func (w *writer) writeIdentity(p *person, r *rand.Rand, group string) {
	century := 0
	if p.birth.Year() >= 2000 {
		century = 2
	}
	if p.female {
		century++
	}
	key := fmt.Sprintf("%s%d%02d", demoProvince, century, p.birth.Year()%100)
	w.citizens[key]++
	// Numbers run through the six digits in steps, and so look drawn by lot without ever meeting.
	citizen := fmt.Sprintf("%s%06d", key, w.citizens[key]*7919%1000000)
	home := w.tree.communes[r.IntN(len(w.tree.communes))]
	town := home.place + ", " + lowerFirst(w.lists.Province.Name)
	live := town
	if r.IntN(3) == 0 {
		live = w.tree.communes[r.IntN(len(w.tree.communes))].place + ", " + lowerFirst(w.lists.Province.Name)
	}
	issued := day.Max(day.Of(2016, 1, 1), p.posts[0].from).AddDays(r.IntN(1500))
	religion := "Không"
	if c := r.IntN(40); c == 0 {
		religion = "Công giáo"
	} else if c == 1 {
		religion = "Phật giáo"
	}
	t := w.into("staff_identity", "staff_id, citizen_id, citizen_id_on, insurance_number, ethnic_group, religion, birth_place, home_town, permanent_residence, current_residence"+factTail).
		int(p.id).str(citizen).date(day.Min(issued, w.today)).str(fmt.Sprintf("99%08d", p.id)).str(group).str(religion).
		str(town).str(town).str(live).str(live)
	w.fact(t, p.posts[0].from, day.Forever, 0)
}

func (w *writer) writePosts(p *person) {
	for i := range p.posts {
		a := &p.posts[i]
		endDetail, endDecision := "", int64(0)
		switch {
		case i == len(p.posts)-1 && !p.leftOn.IsZero():
			endDetail, endDecision = p.leftDetail, p.leftDecision
		case a.endReason != "":
			endDecision = p.posts[i+1].decision
		}
		t := w.into("appointment", "staff_id, unit_id, position_id, title, staff_class, leadership, category, quota_unit_id, start_reason, start_detail, end_reason, end_detail, end_decision_id"+factTail).
			int(p.id).int(a.unit.id).id(a.position).str(a.title).str(a.class).str(a.leadership).str(a.category).int(a.unit.id).
			str(a.reason).str(a.detail).str(a.endReason).str(endDetail).id(endDecision)
		w.fact(t, a.from, a.to, a.decision)
	}
}

func (w *writer) writePay(p *person) {
	for _, row := range w.payHistory(p) {
		var decision int64
		if a := p.on(row.from); a != nil && row.reason != "OPENING_RECORD" {
			decision = a.decision
			if row.reason != "RECRUITMENT" {
				decision = w.decide(row.reason, a.unit.agencyOn(row.from), row.from)
			}
		}
		t := w.into("staff_pay", "staff_id, grade, step, coefficient, step_since, reason"+factTail).
			int(p.id).str(row.grade).int(int64(row.step)).str(row.class.Coefficient(row.step).StringFixed(2)).date(row.since).str(row.reason)
		w.fact(t, row.from, row.to, decision)
	}
}

// agencyOn is the body that managed a unit on a day: the first below the province on the way up.
func (u *unit) agencyOn(on day.Day) *unit {
	at := u
	for {
		p := at.parentOn(on)
		if p == nil || p.versions[0].kind == "PROVINCE" {
			return at
		}
		at = p
	}
}

func (w *writer) writeParty(p *person, r *rand.Rand) {
	chance := map[string]int{"CADRE": 97, "CIVIL_SERVANT": 82}[p.posts[0].class]
	if chance == 0 {
		chance = 48
	}
	var joined, official, enlisted, discharged day.Day
	if r.IntN(100) < chance {
		joined = p.birth.AddMonths(12*22 + r.IntN(150))
		if official = joined.AddMonths(12); official.After(w.today) {
			joined, official = day.Day{}, day.Day{}
		}
	}
	if !p.female && r.IntN(12) == 0 {
		enlisted = p.birth.AddMonths(12*19 + r.IntN(12))
		discharged = enlisted.AddMonths(24)
		if discharged.After(p.recruitedOn) {
			enlisted, discharged = day.Day{}, day.Day{}
		}
	}
	t := w.into("staff_party", "staff_id, party_joined_on, party_official_on, organisations, enlisted_on, discharged_on"+factTail).
		int(p.id).date(joined).date(official).str("Công đoàn").date(enlisted).date(discharged)
	w.fact(t, p.posts[0].from, day.Forever, 0)
}

func (w *writer) writeHealth(p *person, r *rand.Rand) {
	height := 162 + r.IntN(15)
	if p.female {
		height -= 9
	}
	t := w.into("staff_health", "staff_id, status, height_cm, weight_kg, blood_group"+factTail).
		int(p.id).str(pick(r, []string{"Tốt", "Tốt", "Tốt", "Bình thường"})).int(int64(height)).int(int64(height - 105 + r.IntN(14))).
		str(pick(r, []string{"O", "O", "A", "B", "AB"}))
	w.fact(t, p.posts[0].from, day.Forever, 0)
}

// writeRelatives writes parents, and from an age on a spouse and children; all names are invented.
func (w *writer) writeRelatives(p *person, r *rand.Rand, style nameStyle) {
	family, _, _ := strings.Cut(p.name, " ")
	year := p.birth.Year()
	add := func(side, relation, name string, born int) {
		t := w.into("relative", "staff_id, side, relation, full_name, birth_year, occupation, home_town"+factTail).
			int(p.id).str(side).str(relation).str(name).int(int64(born)).str(pick(r, w.names.Jobs)).str(w.tree.communes[r.IntN(len(w.tree.communes))].place)
		w.fact(t, p.posts[0].from, day.Forever, 0)
	}
	father := style.name(r, false)
	if style.Order == "" {
		_, rest, _ := strings.Cut(father, " ")
		father = family + " " + rest
	}
	add("OWN", "Bố đẻ", father, year-24-r.IntN(12))
	add("OWN", "Mẹ đẻ", style.name(r, true), year-22-r.IntN(10))
	if r.IntN(100) < 86 && year < w.today.Year()-27 {
		relation := "Vợ"
		if p.female {
			relation = "Chồng"
		}
		add("OWN", relation, style.name(r, !p.female), year-3+r.IntN(6))
		if born := year + 25 + r.IntN(8); born < w.today.Year() {
			add("OWN", "Con", style.name(r, r.IntN(2) == 0), born)
		}
	}
}
