package demo

import (
	"fmt"
	"strings"

	"bienche/internal/day"
)

// opening is the first day of the demo's record.
var opening = day.Of(2011, 1, 1)

// bodyLists name the bodies, districts and services of the invented province.
type bodyLists struct {
	Province struct{ Name, Short, Code string }
	Bodies   []struct {
		Name, Symbol, Kind, Ceded string
		Merged                    int
		MergedSub                 int `yaml:"merged_sub"`
		Divisions                 []string
		SubDepartments            []string `yaml:"sub_departments"`
		Services                  []string
		Education, Health         bool
	}
	Districts         []string
	DistrictDivisions []string     `yaml:"district_divisions"`
	DistrictServices  []string     `yaml:"district_services"`
	BodyMergers       []bodyMerger `yaml:"body_mergers_2025"`
	CommuneDivisions  []string     `yaml:"commune_divisions"`
	CommuneCentre     string       `yaml:"commune_centre"`
	Hospitals         []string
	ServiceKinds      []string `yaml:"provincial_service_kinds"`
	PlaceFirst        []string `yaml:"place_first"`
	PlaceSecond       []string `yaml:"place_second"`
	CommuneTitles     struct {
		Cadre        []string
		CivilServant []string `yaml:"civil_servant"`
		Extension    []string
		Contract     []string
	} `yaml:"commune_titles"`
	CommunePositions []string `yaml:"commune_positions_2025"`
	Positions        struct {
		Professional, Shared, Support []string
		ServiceLeader                 []string `yaml:"service_leader"`
		ServiceProfessional           []string `yaml:"service_professional"`
		HealthLeader                  []string `yaml:"health_leader"`
		HealthProfessional            []string `yaml:"health_professional"`
		SchoolLeader                  []string `yaml:"school_leader"`
		SchoolProfessional            []string `yaml:"school_professional"`
	}
}

// tree holds the units that the story of the province comes back to.
type tree struct {
	province    *unit
	bodies      []*unit
	districts   []*unit
	divisions   []*unit // of provincial bodies, sub-departments included
	ofDistrict  []*unit // divisions of districts
	communes    []*unit
	schools     []*unit // those of the districts
	provService []*unit // service units of the province that may be cut
	distService []*unit
	stations    []*unit
	ceded       *unit
	education   *unit
	health      *unit
	byDistrict  map[*unit][]*unit // communes
	merging     []*unit           // divisions that their body's office takes over
	symbol      map[*unit]string
	wards       []*unit // communes of the two-tier model
	wardSeats   []int64 // positions that all wards share
}

// buildTree makes the province of the opening day.
func (w *world) buildTree() {
	t := &w.tree
	t.byDistrict, t.symbol = map[*unit][]*unit{}, map[*unit]string{}
	t.province = w.addUnit(opening, unitSpec{name: w.lists.Province.Name, kind: "PROVINCE", level: "PROVINCE", codePart: w.lists.Province.Code})
	t.symbol[t.province] = "UBND"
	for i := range w.lists.Bodies {
		w.buildBody(i)
	}
	for i := range w.lists.Districts {
		w.buildDistrict(i)
	}
	w.buildCommunes()
	w.buildHealth()
	w.buildSchools()
	w.buildServices()
}

func (w *world) buildBody(i int) {
	t, b := &w.tree, w.lists.Bodies[i]
	kind := b.Kind
	if kind == "" {
		kind = "DEPARTMENT"
	}
	body := w.addUnit(opening, unitSpec{parent: t.province, name: b.Name, kind: kind, level: "PROVINCE",
		weight: map[string]int{"ADMIN": 4, "CONTRACT": 5}})
	t.bodies, t.symbol[body] = append(t.bodies, body), b.Symbol
	switch {
	case b.Education:
		t.education = body
	case b.Health:
		t.health = body
	}
	add := func(name, kind string, weight int) *unit {
		d := w.addUnit(opening, unitSpec{parent: body, name: name, kind: kind, level: "PROVINCE", agency: body,
			weight: map[string]int{"ADMIN": weight}})
		t.divisions = append(t.divisions, d)
		return d
	}
	for j, name := range b.Divisions {
		d := add(name, "DIVISION", 6)
		if j >= len(b.Divisions)-b.Merged {
			t.merging = append(t.merging, d)
		}
	}
	for j, name := range b.SubDepartments {
		d := add(name, "SUB_DEPARTMENT", 14)
		if j >= len(b.SubDepartments)-b.MergedSub {
			t.merging = append(t.merging, d)
		}
	}
	if b.Ceded != "" {
		t.ceded = add(b.Ceded, "SUB_DEPARTMENT", 1)
		t.ceded.frozen = true
	}
}

func (w *world) buildDistrict(i int) {
	t, name := &w.tree, w.lists.Districts[i]
	d := w.addUnit(opening, unitSpec{parent: t.province, name: name, kind: "DISTRICT", level: "DISTRICT", codePart: fmt.Sprintf("%d", 41+i),
		weight: map[string]int{"ADMIN": 4}})
	t.districts, t.symbol[d] = append(t.districts, d), "UBND"
	names := w.lists.DistrictDivisions
	if i >= 4 {
		names = names[:12] // six districts have twelve divisions, four have thirteen
	}
	for j, n := range names {
		kind, weight := "DISTRICT_DIVISION", map[string]int{"ADMIN": 7}
		if j == 0 {
			kind, weight = "DISTRICT_OFFICE", map[string]int{"ADMIN": 11, "CONTRACT": 6}
		}
		t.ofDistrict = append(t.ofDistrict, w.addUnit(opening, unitSpec{parent: d, name: n, kind: kind, level: "DISTRICT", agency: d, weight: weight}))
	}
}

// placeName is the i-th invented place.
func (w *world) placeName(i int) string {
	first, second := w.lists.PlaceFirst, w.lists.PlaceSecond
	return first[i%len(first)] + " " + second[(i/len(first)+i)%len(second)]
}

func (w *world) buildCommunes() {
	t := &w.tree
	for i := range w.plan.Units.Communes {
		d := t.districts[i%len(t.districts)]
		rank := "Xã"
		if w.rng.IntN(14) == 0 {
			rank = "Thị trấn"
		} else if i%len(t.districts) < 2 && w.rng.IntN(3) == 0 {
			rank = "Phường"
		}
		name := rank + " " + w.placeName(i)
		t.communes = append(t.communes, w.addCommune(d, name, act{on: opening}))
	}
}

func (w *world) addCommune(d *unit, name string, a act) *unit {
	c := w.addUnit(a.on, unitSpec{parent: d, name: name, kind: "COMMUNE", level: "COMMUNE", agency: d, decision: a.decision,
		weight: map[string]int{"CADRE": 10, "COMMUNE_CS": 11, "EXTENSION": 2}, place: lowerFirst(name) + ", " + lowerFirst(d.now().name)})
	w.tree.byDistrict[d] = append(w.tree.byDistrict[d], c)
	return c
}

func (w *world) buildHealth() {
	t := &w.tree
	health := func(name, kind string, parent *unit, weight map[string]int) *unit {
		return w.addUnit(opening, unitSpec{parent: parent, name: name, kind: kind, level: "PROVINCE", field: "HEALTH",
			agency: t.health, weight: weight})
	}
	for i := range w.plan.Units.Hospitals {
		size := 260
		if i > 0 {
			size = 120
		}
		health(w.lists.Hospitals[i%len(w.lists.Hospitals)], "HOSPITAL", t.health, map[string]int{"OTHER": size, "CONTRACT": 5})
	}
	for _, d := range t.districts {
		centre := health("Trung tâm Y tế "+lowerFirst(d.now().name), "HEALTH_CENTRE", t.health, map[string]int{"OTHER": 75, "CONTRACT": 2})
		for _, c := range t.byDistrict[d] {
			s := health("Trạm Y tế "+lowerFirst(c.now().name), "HEALTH_STATION", centre, map[string]int{"OTHER": 6})
			s.now().level, s.commune = "COMMUNE", c
			t.stations = append(t.stations, s)
		}
	}
}

func (w *world) buildSchools() {
	t, n := &w.tree, w.plan.Units
	levels := []struct {
		kind, name string
		count, of  int
	}{
		{"PRESCHOOL", "Trường Mầm non", n.Preschools, 10},
		{"PRIMARY_SCHOOL", "Trường Tiểu học", n.PrimarySchools, 16},
		{"LOWER_SECONDARY_SCHOOL", "Trường Trung học cơ sở", n.LowerSecondary, 15},
	}
	for _, l := range levels {
		for i := range l.count {
			c := t.communes[i%len(t.communes)]
			name := l.name + " " + w.placeName(i%len(t.communes))
			if i >= len(t.communes) {
				name += fmt.Sprintf(" số %d", i/len(t.communes)+1)
			}
			t.schools = append(t.schools, w.addSchool(opening, unitSpec{commune: c, name: name, kind: l.kind, weight: map[string]int{"EDU": l.of + i%5 - 2}}))
		}
	}
	for i := range n.UpperSecondary {
		d := t.districts[i%len(t.districts)]
		name := fmt.Sprintf("Trường Trung học phổ thông %s số %d", bareName(d.now().name), i/len(t.districts)+1)
		w.addUnit(opening, unitSpec{parent: t.education, name: name, kind: "UPPER_SECONDARY_SCHOOL", level: "PROVINCE", field: "EDUCATION",
			agency: t.education, weight: map[string]int{"EDU": 48, "CONTRACT": 1}})
	}
	for i := range n.ContinuingEducation {
		name := fmt.Sprintf("Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên %s", bareName(t.districts[i%len(t.districts)].now().name))
		w.addUnit(opening, unitSpec{parent: t.education, name: name, kind: "CONTINUING_EDUCATION_CENTRE", level: "PROVINCE", field: "EDUCATION",
			agency: t.education, weight: map[string]int{"EDU": 20}})
	}
}

// addSchool opens a school of the district that its commune lies in.
func (w *world) addSchool(on day.Day, s unitSpec) *unit {
	d := s.commune.now().parent
	s.parent, s.agency, s.level, s.field = d, d, "DISTRICT", "EDUCATION"
	return w.addUnit(on, s)
}

func (w *world) buildServices() {
	t, n := &w.tree, w.plan.Units
	made := 0
	add := func(b int, name string) {
		if made < n.ProvincialServiceUnit {
			made++
			t.provService = append(t.provService, w.addUnit(opening, unitSpec{parent: t.bodies[b], name: name, kind: "SERVICE_UNIT",
				level: "PROVINCE", field: "OTHER", agency: t.bodies[b], weight: map[string]int{"OTHER": 10}}))
		}
	}
	var managing []int // bodies that manage service units
	for b := range w.lists.Bodies {
		for _, name := range w.lists.Bodies[b].Services {
			add(b, name)
		}
		if len(w.lists.Bodies[b].Services) > 0 {
			managing = append(managing, b)
		}
	}
	for i := 0; made < n.ProvincialServiceUnit; i++ {
		b := managing[i%len(managing)]
		field := strings.TrimPrefix(strings.TrimPrefix(w.lists.Bodies[b].Name, "Sở "), "Ban ")
		kinds := w.lists.ServiceKinds
		add(b, fmt.Sprintf("%s %s số %d", kinds[i/len(managing)%len(kinds)], field, i/len(managing)/len(kinds)+1))
	}
	for i := range n.DistrictServiceUnit {
		d := t.districts[i%len(t.districts)]
		name := w.lists.DistrictServices[i/len(t.districts)%len(w.lists.DistrictServices)] + " " + lowerFirst(d.now().name)
		t.distService = append(t.distService, w.addUnit(opening, unitSpec{parent: d, name: name, kind: "DISTRICT_SERVICE_UNIT",
			level: "DISTRICT", field: "OTHER", agency: d, weight: map[string]int{"OTHER": 6}}))
	}
}

// lowerFirst writes "Huyện Đông Khê" as it stands inside a sentence: "huyện Đông Khê".
func lowerFirst(s string) string {
	r := []rune(s)
	return strings.ToLower(string(r[:1])) + string(r[1:])
}

// bareName is a place without its rank: "Đông Khê".
func bareName(s string) string {
	for _, rank := range []string{"Huyện ", "Thị xã ", "Thành phố ", "Xã ", "Phường ", "Thị trấn "} {
		if rest, ok := strings.CutPrefix(s, rank); ok {
			return rest
		}
	}
	return s
}
