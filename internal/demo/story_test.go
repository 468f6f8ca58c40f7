package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"bienche/internal/day"
	"bienche/rules/reduction"
)

func TestApportionGivesAwayExactlyWhatThereIs(t *testing.T) {
	tests := []struct {
		name    string
		n       int
		weights []int
		want    []int
	}{
		{"even parts", 6, []int{1, 1, 1}, []int{2, 2, 2}},
		{"the rest goes to the largest remainders", 10, []int{5, 3, 3}, []int{4, 3, 3}},
		{"less than the parts", 1, []int{1, 2, 1}, []int{0, 1, 0}},
		{"nothing to give", 0, []int{4, 5}, []int{0, 0}},
		{"nobody to give to", 3, []int{0, 0}, []int{0, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := apportion(tt.n, tt.weights); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAScheduleFallsOnItsMonthsAlone(t *testing.T) {
	s := spread{Total: 11, From: "2018-08", To: "2020-07", Months: []int{7, 9}}
	sum := 0
	for month, n := range s.schedule() {
		sum += n
		if m := month.Month(); m != 7 && m != 9 || month.Before(day.Of(2018, 8, 1)) || month.After(day.Of(2020, 7, 1)) {
			t.Errorf("%d fell on %s", n, month)
		}
	}
	if sum != s.Total {
		t.Errorf("%d of %d were given out", sum, s.Total)
	}
}

// TestThePlanAddsUpToThePublishedFigures holds the stock and flow itself, before anything is stored.
func TestThePlanAddsUpToThePublishedFigures(t *testing.T) {
	p, err := loadPlan(0)
	if err != nil {
		t.Fatal(err)
	}
	quota := func(on day.Day) (n int) {
		for _, pool := range p.Pools {
			n += pool.Quota[on]
		}
		return n
	}
	total := func(keep func(flow) bool) (n int) {
		for _, f := range p.Flows {
			if f.To < "2021" && keep(f) {
				n += f.Total
			}
		}
		return n
	}
	present := 0
	for _, pool := range p.Pools {
		present += pool.Present
		if n := p.opening(pool); n <= 0 {
			t.Errorf("%s opens with %d people", pool.Code, n)
		}
	}
	for _, tt := range []struct {
		name      string
		got, want int
	}{
		{"S01 2020", quota(day.Of(2020, 1, 1)), 41051}, {"S01 2011, without the categories of 2012", quota(opening), 38127},
		{"present at the end of 2020", present, 41544},
		{"S43", total(func(f flow) bool { return f.Enter == "RECRUITMENT" && f.Detail != "COMMUNE" }), 14962},
		{"S44", total(func(f flow) bool { return f.Detail == "COMMUNE" }), 449},
		{"S15", total(func(f flow) bool { return f.Leave == "STAFF_REDUCTION" }), 1452},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, tt.got, tt.want)
		}
	}
}

// told is a province of so many posts whose story is over.
func told(t *testing.T, staff int, today day.Day) *world {
	t.Helper()
	w, err := newWorld(Options{Staff: staff, Seed: 3, Today: today}, law(t))
	if err != nil {
		t.Fatal(err)
	}
	w.tell()
	w.settleBirths()
	return w
}

func TestEverySizeKeepsItsStockAndFlow(t *testing.T) {
	for _, staff := range []int{300, 5000, 60000} {
		t.Run(fmt.Sprint(staff), func(t *testing.T) {
			w := told(t, staff, lastDay)
			got := map[string]int{}
			for _, p := range w.people {
				if a := p.on(firstPeriodEnd); a != nil {
					got[a.category]++
				}
				for i := range p.posts {
					if a := p.posts[i]; !a.from.Before(a.to) || i > 0 && p.posts[i-1].to != a.from {
						t.Fatalf("person %d: post %d runs from %s to %s", p.id, i, a.from, a.to)
					}
				}
			}
			want := map[string]int{}
			for _, p := range w.plan.Pools {
				want[p.Category] += p.Present
			}
			for category, n := range want {
				if got[category] != n {
					t.Errorf("present %s at the end of 2020: %d, want %d", category, got[category], n)
				}
			}
		})
	}
}

func TestAStoryMayEndOnAnyDay(t *testing.T) {
	for _, today := range []string{"2011-01-01", "2018-10-12", "2020-02-29", "2025-06-30", "2025-07-01", "2030-12-31"} {
		w := told(t, 1500, day.MustParse(today))
		for _, p := range w.people {
			if p.posts[0].from.After(w.today) || (!p.leftOn.IsZero() && p.leftOn.After(w.today)) {
				t.Fatalf("%s: person %d acts after the end", today, p.id)
			}
		}
	}
}

func TestPeopleRetireInTheMonthTheLawNames(t *testing.T) {
	w := told(t, 4000, lastDay)
	retired := 0
	for _, p := range w.people {
		sex := reduction.Male
		if p.female {
			sex = reduction.Female
		}
		r, err := reduction.RetirementMonth(w.book, p.birth, sex, false)
		if err != nil {
			t.Fatal(err)
		}
		if p.leftReason == "RETIREMENT" {
			retired++
			// Nobody reaches the age in some months of the road map; who was to retire then did so a little late.
			if late := r.PensionFrom.DaysUntil(p.leftOn); late < 0 || late > 130 {
				t.Errorf("person %d, born %s, retired on %s, pension from %s", p.id, p.birth, p.leftOn, r.PensionFrom)
			}
		} else if p.leftOn.IsZero() && !r.PensionFrom.After(w.today) {
			t.Errorf("person %d, born %s, is still at work", p.id, p.birth)
		}
		if age := p.birth.AddMonths(18 * 12); age.After(p.recruitedOn) {
			t.Errorf("person %d, born %s, entered on %s", p.id, p.birth, p.recruitedOn)
		}
	}
	if retired == 0 {
		t.Error("nobody retired")
	}
}

func TestPayOnlyRises(t *testing.T) {
	w := told(t, 3000, lastDay)
	reasons := map[string]int{}
	for _, p := range w.people {
		rows := w.payHistory(p)
		promotions := 0
		for i, r := range rows {
			reasons[r.reason]++
			if r.reason == "GRADE_PROMOTION" {
				promotions++
			}
			if i == 0 {
				continue
			}
			was := rows[i-1]
			if was.to != r.from || r.class.Coefficient(r.step).LessThan(was.class.Coefficient(was.step)) && was.step < was.class.Steps {
				t.Errorf("person %d: %s step %d from %s after %s step %d to %s", p.id, r.grade, r.step, r.from, was.grade, was.step, was.to)
			}
		}
		if promotions != len(p.career.promotions) {
			t.Errorf("person %d was promoted %d times and paid for %d", p.id, len(p.career.promotions), promotions)
		}
	}
	for _, reason := range []string{"OPENING_RECORD", "RECRUITMENT", "STEP_RAISE", "GRADE_PROMOTION", "REGRADING"} {
		if reasons[reason] == 0 {
			t.Errorf("no row with reason %s", reason)
		}
	}
}

func TestNamesAreWrittenAsPeopleWriteThem(t *testing.T) {
	w := told(t, 300, day.Of(2011, 1, 1))
	r := rand.New(rand.NewPCG(1, 1))
	seen := map[string]bool{}
	for _, group := range w.codes.ethnic {
		style := w.names.styleOf(group)
		for i := range 400 {
			name := style.name(r, i%2 == 0)
			seen[name] = true
			if name != norm.NFC.String(name) || name != strings.Join(strings.Fields(name), " ") || strings.ContainsAny(name, "\t_0123456789") {
				t.Errorf("group %s: %q", group, name)
			}
		}
	}
	for _, part := range []string{"H'", " ", "Nguyễn Đức", "Nguyễn Dục", "K'"} {
		if !slices.ContainsFunc(slices.Collect(func(yield func(string) bool) {
			for n := range seen {
				if !yield(n) {
					return
				}
			}
		}), func(n string) bool { return strings.Contains(n, part) }) {
			t.Errorf("no name with %q", part)
		}
	}
	all := map[string]bool{}
	for _, g := range w.names.groups(w.codes.ethnic) {
		all[g] = true
	}
	if len(all) != 54 {
		t.Errorf("%d ethnic groups occur", len(all))
	}
}
