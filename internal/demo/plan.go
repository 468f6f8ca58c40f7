package demo

import (
	"embed"
	"fmt"
	"math"

	"gopkg.in/yaml.v3"

	"bienche/internal/day"
)

//go:embed plan.yaml bodies.yaml names.yaml published.yaml
var data embed.FS

// plan is the stock and flow of the province: what the pools hold, who comes and goes, and how units change.
type plan struct {
	Posts     int
	Pools     []poolPlan
	Flows     []flow
	Ceded     ceded
	Moves     moves
	Units     unitCounts
	Positions struct{ Administrative, Leader, Professional, Support int }
	Ratings   struct {
		ExcellentBefore2016 int `yaml:"excellent_before_2016"`
		ExcellentSince2016  int `yaml:"excellent_since_2016"`
	}
	DegreeHolders int `yaml:"degree_holders"`

	crowd int // people beside the story
}

// poolPlan is one stock of people: those of one category who are recruited, paid and placed alike.
type poolPlan struct {
	Code       string
	Category   string
	StaffClass string `yaml:"staff_class"`
	Opens      day.Day
	Present    int
	Quota      map[day.Day]int
}

// flow is people entering or leaving a pool, or moving to another, over a span of months.
type flow struct {
	Pool, Enter, Leave, Move, Detail string
	spread                           `yaml:",inline"`
}

// spread is a total that falls on the months between from and to, only on the named months of the year when there
// are any.
type spread struct {
	Total    int
	From, To string
	Months   []int
}

type ceded struct {
	On            day.Day
	Posts, People int
}

type moves struct {
	PositionChange    []spread `yaml:"position_change"`
	Rotation          []spread
	SelectedHeads     []spread `yaml:"selected_heads"`
	SelectedDeputies  []spread `yaml:"selected_deputies"`
	CivilPromotions   []spread `yaml:"promoted_civil_servants"`
	ServicePromotions []spread `yaml:"promoted_public_employees"`
	Classes           []spread `yaml:"training_classes"`
	Learners          []spread
}

type unitCounts struct {
	Communes              int
	MergedCommunes        int `yaml:"merged_communes"`
	NewCommunes           int `yaml:"new_communes"`
	MergedSchools         int `yaml:"merged_schools"`
	NewSchools            int `yaml:"new_schools"`
	DissolvedSchools      int `yaml:"dissolved_schools"`
	CutProvincial         int `yaml:"cut_provincial"`
	CutDistrict           int `yaml:"cut_district"`
	CommunesOf2025        int `yaml:"communes_of_2025"`
	Preschools            int
	PrimarySchools        int `yaml:"primary_schools"`
	LowerSecondary        int `yaml:"lower_secondary_schools"`
	UpperSecondary        int `yaml:"upper_secondary_schools"`
	ContinuingEducation   int `yaml:"continuing_education"`
	Hospitals             int
	ProvincialServiceUnit int `yaml:"provincial_service_units"`
	DistrictServiceUnit   int `yaml:"district_service_units"`
}

func readData(name string, into any) error {
	text, err := data.ReadFile(name)
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// loadPlan reads the plan and scales it to so many posts (0: as published). Units are only ever scaled down.
func loadPlan(posts int) (*plan, error) {
	p := &plan{}
	if err := readData("plan.yaml", p); err != nil {
		return nil, err
	}
	switch {
	case posts > mostTold:
		p.crowd = posts - p.Posts
	case posts > 0 && posts != p.Posts:
		p.scale(float64(posts) / float64(p.Posts))
	}
	return p, nil
}

// scaled rounds n by the factor; what was there at all stays there.
func scaled(n int, factor float64) int {
	if n == 0 {
		return 0
	}
	return max(1, int(math.Round(float64(n)*factor)))
}

func (p *plan) scale(factor float64) {
	for i := range p.Pools {
		pool := &p.Pools[i]
		pool.Present = scaled(pool.Present, factor)
		for on, n := range pool.Quota {
			pool.Quota[on] = scaled(n, factor)
		}
	}
	for i := range p.Flows {
		p.Flows[i].Total = scaled(p.Flows[i].Total, factor)
	}
	p.Ceded.Posts, p.Ceded.People = scaled(p.Ceded.Posts, factor), scaled(p.Ceded.People, factor)
	p.DegreeHolders = scaled(p.DegreeHolders, factor)
	m := &p.Moves
	for _, all := range [][]spread{m.PositionChange, m.Rotation, m.SelectedHeads, m.SelectedDeputies,
		m.CivilPromotions, m.ServicePromotions, m.Classes, m.Learners} {
		for i := range all {
			all[i].Total = scaled(all[i].Total, factor)
		}
	}
	for i := range m.Rotation {
		m.Rotation[i].Total += m.Rotation[i].Total % 2 // two people change places
	}
	p.Units.scale(min(factor, 1))
}

func (u *unitCounts) scale(factor float64) {
	for _, n := range []*int{&u.Communes, &u.NewCommunes, &u.NewSchools, &u.DissolvedSchools, &u.CutProvincial, &u.CutDistrict,
		&u.CommunesOf2025, &u.Preschools, &u.PrimarySchools, &u.LowerSecondary, &u.UpperSecondary,
		&u.ContinuingEducation, &u.Hospitals, &u.ProvincialServiceUnit, &u.DistrictServiceUnit} {
		*n = scaled(*n, factor)
	}
	u.MergedCommunes = max(2*u.NewCommunes, scaled(u.MergedCommunes, factor))
	u.MergedSchools = 2 * u.NewSchools
	u.Communes = max(u.Communes, u.MergedCommunes+10) // each district keeps one that nothing happens to
	u.CommunesOf2025 = max(u.CommunesOf2025, 10)
}

// schedule gives how many of a spread fall on each month of it, as evenly as whole numbers allow.
func (s spread) schedule() map[day.Day]int {
	from, to := day.MustParse(s.From+"-01"), day.MustParse(s.To+"-01")
	var months []day.Day
	for m := from; !m.After(to); m = m.AddMonths(1) {
		if s.falls(m) {
			months = append(months, m)
		}
	}
	out := make(map[day.Day]int, len(months))
	for i, m := range months {
		if n := s.Total*(i+1)/len(months) - s.Total*i/len(months); n > 0 {
			out[m] = n
		}
	}
	return out
}

func (s spread) falls(month day.Day) bool {
	for _, m := range s.Months {
		if m == int(month.Month()) {
			return true
		}
	}
	return len(s.Months) == 0
}

// firstPeriodEnd is the last day of the period whose figures are published.
var firstPeriodEnd = day.Of(2020, 12, 31)

// opening is what a pool holds on its first day: what is present at the end of 2020, less those who came, plus
// those who went.
func (p *plan) opening(pool poolPlan) int {
	n := pool.Present
	for _, f := range p.Flows {
		if day.MustParse(f.From + "-01").After(firstPeriodEnd) {
			continue
		}
		if f.Move == pool.Code || (f.Pool == pool.Code && f.Enter != "") {
			n -= f.Total
		} else if f.Pool == pool.Code {
			n += f.Total
		}
	}
	if pool.Code == "ADMIN" {
		n += p.Ceded.People
	}
	return n
}
