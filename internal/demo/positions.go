package demo

import (
	"fmt"
	"strings"

	"bienche/internal/day"
)

// catalogue is the list of job positions that the province approved (S40, S41).
type catalogue struct {
	all     []jobPosition
	service map[*unit]*servicePositions
}

// jobPosition is one entry of the catalogue.
type jobPosition struct {
	id           int64
	code, name   string
	group, class string
	leadership   string
	from         day.Day
	decision     int64
}

// servicePositions are the positions one body approved for the service units below it.
type servicePositions struct{ leaders, professional, support []int64 }

// seats are the positions that people of a unit may hold.
type seats struct {
	head, deputy int64
	staff        []int64
}

func (w *world) addPosition(p jobPosition) int64 {
	p.id = int64(len(w.positions.all) + 1)
	if p.from.IsZero() {
		p.from = opening
	}
	p.decision = w.decide("POSITION", w.tree.province, p.from)
	w.positions.all = append(w.positions.all, p)
	return p.id
}

// buildPositions fills the catalogue with exactly as many entries as were published.
func (w *world) buildPositions() {
	w.positions.service = map[*unit]*servicePositions{}
	w.buildAdministrative()
	w.buildService()
}

// buildAdministrative gives every body and division its leaders' positions, and shares what is left of the published
// number among the divisions.
func (w *world) buildAdministrative() {
	t := &w.tree
	n := 0
	add := func(name, group, leadership string) int64 {
		n++
		return w.addPosition(jobPosition{code: fmt.Sprintf("HC.%04d", n), name: name, group: group, class: "CIVIL_SERVANT", leadership: leadership})
	}
	for _, u := range append(append([]*unit(nil), t.bodies...), t.districts...) {
		head, deputy := bodyLeaders(u.now().kind)
		u.seats.head, u.seats.deputy = add(head+" "+bodyIn(u), "LEADERSHIP", "HEAD"), add(deputy+" "+bodyIn(u), "LEADERSHIP", "DEPUTY")
	}
	divisions := append(append([]*unit(nil), t.divisions...), t.ofDistrict...)
	for _, u := range divisions {
		head, deputy := divisionLeaders(u.now().name)
		u.seats.head, u.seats.deputy = add(head+", "+bodyIn(u.agency), "LEADERSHIP", "HEAD"), add(deputy+", "+bodyIn(u.agency), "LEADERSHIP", "DEPUTY")
	}
	for i := 0; n < w.plan.Positions.Administrative; i++ {
		u := divisions[i%len(divisions)]
		words := w.lists.Positions.Professional
		group, name := "PROFESSIONAL", "Chuyên viên "+words[i/len(divisions)%len(words)]
		if i%11 == 10 {
			group, name = "SUPPORT", w.lists.Positions.Shared[i%len(w.lists.Positions.Shared)]
		}
		u.seats.staff = append(u.seats.staff, add(name+" "+lowerFirst(u.now().name)+", "+bodyIn(u.agency), group, ""))
	}
}

// bodyLeaders are what the head and deputies of a body are called.
func bodyLeaders(kind string) (head, deputy string) {
	switch kind {
	case "PEOPLES_COUNCIL_OFFICE", "PEOPLES_COMMITTEE_OFFICE":
		return "Chánh Văn phòng", "Phó Chánh Văn phòng"
	case "DISTRICT":
		return "Chủ tịch Ủy ban nhân dân", "Phó Chủ tịch Ủy ban nhân dân"
	}
	return "Giám đốc", "Phó Giám đốc"
}

// divisionLeaders are what the head and deputies of a division are called, by its name.
func divisionLeaders(name string) (head, deputy string) {
	for _, t := range [][3]string{
		{"Phòng ", "Trưởng phòng ", "Phó Trưởng phòng "}, {"Văn phòng", "Chánh Văn phòng", "Phó Chánh Văn phòng"},
		{"Thanh tra", "Chánh Thanh tra", "Phó Chánh Thanh tra"}, {"Chi cục ", "Chi cục trưởng Chi cục ", "Phó Chi cục trưởng Chi cục "},
	} {
		if rest, ok := strings.CutPrefix(name, t[0]); ok {
			return t[1] + rest, t[2] + rest
		}
	}
	return "Trưởng phòng " + name, "Phó Trưởng phòng " + name
}

// bodyIn is a body's name on the opening day.
func bodyIn(u *unit) string { return u.versions[0].name }

// buildService gives the published numbers of leaders', professional and support positions, shared among the bodies
// that manage service units and the districts.
func (w *world) buildService() {
	t, l, plan := &w.tree, w.lists.Positions, w.plan.Positions
	var bodies []*unit
	for i, b := range t.bodies {
		if len(w.lists.Bodies[i].Services) > 0 {
			bodies = append(bodies, b)
		}
	}
	bodies = append(bodies[:min(len(bodies), 17)], t.districts...)
	ones := make([]int, len(bodies))
	for i := range ones {
		ones[i] = 1
	}
	leaders, professional, support := apportion(plan.Leader, ones), apportion(plan.Professional, ones), apportion(plan.Support, ones)
	n := 0
	for i, b := range bodies {
		s := &servicePositions{}
		w.positions.service[b] = s
		lead, prof := l.ServiceLeader, l.ServiceProfessional
		switch {
		case b == t.health:
			lead, prof = l.HealthLeader, l.HealthProfessional
		case b == t.education || b.now().kind == "DISTRICT":
			lead, prof = l.SchoolLeader, l.SchoolProfessional
		}
		fill := func(ids *[]int64, names []string, count int, group string) {
			for j := range count {
				n++
				name := names[j%len(names)]
				if j >= len(names) {
					name += fmt.Sprintf(" (loại %d)", j/len(names)+1)
				}
				*ids = append(*ids, w.addPosition(jobPosition{code: fmt.Sprintf("SN.%04d", n), name: name + " - " + bodyIn(b), group: group,
					class: "PUBLIC_EMPLOYEE", leadership: leadershipOf(group, j)}))
			}
		}
		fill(&s.leaders, lead, leaders[i], "LEADERSHIP")
		fill(&s.professional, prof, professional[i], "PROFESSIONAL")
		fill(&s.support, l.Support, support[i], "SUPPORT")
	}
}

// leadershipOf: the leaders' lists name a head and the deputy in turn.
func leadershipOf(group string, j int) string {
	switch {
	case group != "LEADERSHIP":
		return ""
	case j%2 == 0:
		return "HEAD"
	}
	return "DEPUTY"
}

// seatFor is the position and title of a post. Commune cadres, extension and contract staff have a title only: no
// catalogue named their positions.
func (w *world) seatFor(p *person, a appointment) (int64, string) {
	titles := w.lists.CommuneTitles
	switch p.pool.Code {
	case "CADRE":
		switch a.leadership {
		case "HEAD":
			return 0, titles.Cadre[0]
		case "DEPUTY":
			return 0, titles.Cadre[1]
		}
		return 0, titles.Cadre[2+w.rng.IntN(len(titles.Cadre)-2)]
	case "COMMUNE_CS":
		return 0, "Công chức " + pick(w.rng, titles.CivilServant)
	case "EXTENSION":
		return 0, pick(w.rng, titles.Extension)
	case "CONTRACT":
		return 0, pick(w.rng, titles.Contract)
	case "ADMIN":
		if id := w.adminSeat(a); id != 0 {
			return id, ""
		}
		return 0, "Chuyên viên"
	}
	return w.serviceSeat(a), ""
}

func (w *world) adminSeat(a appointment) int64 {
	s := &a.unit.seats
	if s.head == 0 {
		w.seatWard(a.unit)
	}
	switch a.leadership {
	case "HEAD":
		return s.head
	case "DEPUTY":
		return s.deputy
	}
	if len(s.staff) == 0 {
		return 0 // the few people beside the leaders of a body itself
	}
	return pick(w.rng, s.staff)
}

// seatWard gives a unit of the two-tier model the positions of the commune's list, made once for all communes.
func (w *world) seatWard(u *unit) {
	if w.tree.wardSeats == nil {
		w.tree.wardSeats = make([]int64, len(w.lists.CommunePositions))
		for i, name := range w.lists.CommunePositions {
			group, lead := "PROFESSIONAL", ""
			if i < 4 || i == 17 || i == 18 {
				group, lead = "LEADERSHIP", leadershipOf("LEADERSHIP", i)
				if i > 4 {
					lead = leadershipOf("LEADERSHIP", i+1)
				}
			} else if i > 18 {
				group = "SUPPORT"
			}
			w.tree.wardSeats[i] = w.addPosition(jobPosition{code: fmt.Sprintf("XA.%04d", i+1), name: name, group: group, class: "CIVIL_SERVANT",
				leadership: lead, from: twoTiers})
		}
	}
	s := w.tree.wardSeats
	switch u.now().kind {
	case "COMMUNE":
		u.seats = seats{s[0], s[1], s[4:6]}
	case "COMMUNE_SERVICE_CENTRE":
		u.seats = seats{s[17], s[18], s[16:17]}
	default:
		u.seats = seats{s[2], s[3], s[6:16]}
	}
}

func (w *world) serviceSeat(a appointment) int64 {
	s := w.positions.service[a.unit.approver]
	if s == nil {
		return 0
	}
	if a.leadership != "" {
		i := 2 * leaderRow[a.unit.now().kind]
		if a.leadership == "DEPUTY" {
			i++
		}
		return s.leaders[i%len(s.leaders)]
	}
	if w.rng.IntN(8) == 0 {
		return pick(w.rng, s.support)
	}
	switch a.unit.now().kind {
	case "PRESCHOOL":
		return s.professional[0]
	case "PRIMARY_SCHOOL":
		return s.professional[1+w.rng.IntN(2)]
	case "LOWER_SECONDARY_SCHOOL":
		return s.professional[3+w.rng.IntN(len(s.professional)-3)]
	case "HEALTH_STATION":
		return s.professional[w.rng.IntN(4)]
	}
	return pick(w.rng, s.professional)
}

// leaderRow is the pair of entries in a leaders' list that a kind of unit uses.
var leaderRow = map[string]int{"PRESCHOOL": 0, "PRIMARY_SCHOOL": 1, "LOWER_SECONDARY_SCHOOL": 2, "PRIMARY_LOWER_SECONDARY_SCHOOL": 2,
	"UPPER_SECONDARY_SCHOOL": 3, "CONTINUING_EDUCATION_CENTRE": 4, "HEALTH_CENTRE": 1, "HEALTH_STATION": 3}
