package rules

import (
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
)

func mustLoad(t *testing.T) *Book {
	t.Helper()
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestHeadcountCategoriesComeAndGo(t *testing.T) {
	b := mustLoad(t)
	tests := []struct{ name, on, want string }{
		{"2011 has three", "2011-12-31", "ADMINISTRATIVE PUBLIC_SERVICE COMMUNE"},
		{"2015 has five", "2015-12-31", "ADMINISTRATIVE PUBLIC_SERVICE COMMUNE COMMUNE_EXTENSION CONTRACT_68"},
		{"eve of the two-tier model", "2025-06-30", "ADMINISTRATIVE PUBLIC_SERVICE COMMUNE COMMUNE_EXTENSION CONTRACT_68"},
		{"first day of the two-tier model", "2025-07-01", "ADMINISTRATIVE PUBLIC_SERVICE COMMUNE_EXTENSION CONTRACT_68"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all, err := b.Categories(day.MustParse(tt.on))
			codes := make([]string, len(all))
			for i, c := range all {
				codes[i] = c.Code
			}
			if got := strings.Join(codes, " "); err != nil || got != tt.want {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	for on, want := range map[string]string{"2019-01-14": "68/2000/NĐ-CP", "2019-01-15": "161/2018/NĐ-CP", "2023-02-21": "161/2018/NĐ-CP", "2023-02-22": "111/2022/NĐ-CP"} {
		all, _ := b.Categories(day.MustParse(on))
		if got := all[len(all)-1].VI; !strings.Contains(got, want) {
			t.Errorf("on %s contract staff are %q, want %s", on, got, want)
		}
	}
}

func TestSalaryScales(t *testing.T) {
	b := mustLoad(t)
	tests := []struct {
		class string
		step  int
		want  string
	}{
		{"A1", 1, "2.34"}, {"A1", 8, "4.65"}, {"A1", 9, "4.98"}, {"A2.1", 4, "5.42"}, {"A2.2", 1, "4"}, {"A0", 10, "4.89"},
		{"A3.1", 6, "8"}, {"A3.2", 6, "7.55"}, {"B", 6, "2.86"}, {"B", 12, "4.06"}, {"C1", 12, "3.63"}, {"C2", 12, "3.48"},
		{"C2_PUBLIC_EMPLOYEE", 12, "3.98"}, {"C3", 12, "3.33"}, {"EXPERT", 3, "10"}, {"T4_DRIVER", 12, "4.03"}, {"T4_SERVICE", 12, "2.98"},
	}
	for _, tt := range tests {
		got, err := b.Coefficient(tt.class, tt.step, day.Of(2020, 1, 1))
		if err != nil || !got.Equal(decimal.RequireFromString(tt.want)) {
			t.Errorf("%s step %d: got %v, %v, want %s", tt.class, tt.step, got, err, tt.want)
		}
	}
	months := map[string]int{"EXPERT": 60, "A3.1": 36, "A3.2": 36, "A2.1": 36, "A2.2": 36, "A1": 36, "A0": 36, "B": 24, "C1": 24, "C2": 24,
		"C2_PUBLIC_EMPLOYEE": 24, "C3": 24, "T4_DRIVER": 24, "T4_SERVICE": 24}
	classes, err := b.SalaryClasses(day.Of(2020, 1, 1))
	if err != nil || len(classes) != len(months) {
		t.Fatalf("%d classes, %v", len(classes), err)
	}
	for _, c := range classes {
		if c.Months != months[c.Code] {
			t.Errorf("a step of %s lasts %d months", c.Code, c.Months)
		}
	}
	for _, step := range []int{0, 10} {
		if _, err := b.Coefficient("A1", step, day.Of(2020, 1, 1)); fault.CodeOf(err) != fault.RuleViolation {
			t.Errorf("A1 step %d: %v", step, err)
		}
	}
	if _, err := b.Coefficient("A1", 1, day.Of(2004, 9, 30)); fault.CodeOf(err) != fault.NotCovered {
		t.Errorf("eve of the scales: %v", err)
	}
}

func TestEveryGradeStandsOnTheScales(t *testing.T) {
	b := mustLoad(t)
	for _, g := range b.AllGrades() {
		if _, err := b.Coefficient(g.SalaryClass, 1, g.From); err != nil {
			t.Errorf("%s from %s: %v", g.Code, g.From, err)
		}
	}
	class := func(code, on string) string {
		all, err := b.Grades(day.MustParse(on))
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range all {
			if g.Code == code {
				return g.SalaryClass
			}
		}
		return ""
	}
	for _, tt := range [][3]string{{"01.004", "2021-07-31", "B"}, {"01.004", "2021-08-01", "A0"}, {"V.07.03.29", "2021-03-19", ""}, {"V.07.03.29", "2021-03-20", "A1"}, {"V.08.08.20", "2020-01-01", "A3.1"}} {
		if got := class(tt[0], tt[1]); got != tt[2] {
			t.Errorf("%s on %s is %q, want %q", tt[0], tt[1], got, tt[2])
		}
	}
}

func TestACodeHasTheWordsOfItsDay(t *testing.T) {
	b := mustLoad(t)
	for _, tt := range []struct{ name, catalogue, code, on, want string }{
		{"on the eve of a new label", "headcount.categories", "CONTRACT_68", "2019-01-14", "Hợp đồng theo Nghị định 68/2000/NĐ-CP"},
		{"on its first day", "headcount.categories", "CONTRACT_68", "2019-01-15", "Hợp đồng theo Nghị định 68/2000/NĐ-CP và 161/2018/NĐ-CP"},
		{"before it stood", "headcount.categories", "CONTRACT_68", "1999-01-01", "Hợp đồng theo Nghị định 111/2022/NĐ-CP"},
		{"after it is gone", "org.kinds", "DISTRICT", "2025-07-01", "Huyện, thị xã, thành phố thuộc tỉnh"},
		{"that never stood", "org.kinds", "EMPIRE", "2025-07-01", "EMPIRE"},
		{"of a catalogue that there is not", "org.nothing", "DISTRICT", "2025-07-01", "DISTRICT"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := b.Words(tt.catalogue, tt.code, day.MustParse(tt.on)).In("vi"); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestCataloguesAreWhole(t *testing.T) {
	b := mustLoad(t)
	groups, err := b.Entries("staff.ethnic_groups", day.Of(2020, 1, 1))
	if err != nil || len(groups) != 54 || groups[0].VI != "Kinh" || groups[53].Code != "54" {
		t.Errorf("ethnic groups: %d, %v", len(groups), err)
	}
	for _, e := range b.History("headcount.categories") {
		if _, err := strconv.Atoi(e.Attrs["ordinal"]); err != nil {
			t.Errorf("%s: %v", e.Code, err)
		}
	}
	for _, tt := range []struct {
		on   string
		want int
	}{{"2020-07-19", 3}, {"2020-07-20", 4}, {"2025-12-30", 4}, {"2025-12-31", 3}} {
		all, err := b.Entries("position.groups", day.MustParse(tt.on))
		n := 0
		for _, e := range all {
			if e.Attrs["scope"] == "CIVIL_SERVANT" {
				n++
			}
		}
		if err != nil || n != tt.want {
			t.Errorf("groups of civil-servant positions on %s: %d, %v, want %d", tt.on, n, err, tt.want)
		}
	}
	for on, want := range map[string]bool{"2025-06-30": true, "2025-07-01": false} {
		kinds, _ := b.Entries("org.kinds", day.MustParse(on))
		has := false
		for _, k := range kinds {
			has = has || k.Code == "DISTRICT"
		}
		if has != want {
			t.Errorf("districts on %s: %v", on, has)
		}
	}
}

func TestARatingIsWordedByItsRegime(t *testing.T) {
	b := mustLoad(t)
	tests := []struct{ class, level, on, want string }{
		{"CIVIL_SERVANT", "SATISFACTORY", "2020-06-30", "Hoàn thành nhiệm vụ nhưng còn hạn chế về năng lực"},
		{"CADRE", "SATISFACTORY", "2020-07-01", "Hoàn thành nhiệm vụ"},
		{"PUBLIC_EMPLOYEE", "GOOD", "2011-12-31", "Khá"},
		{"PUBLIC_EMPLOYEE", "GOOD", "2012-01-01", "Hoàn thành tốt nhiệm vụ"},
	}
	for _, tt := range tests {
		if got, err := b.RatingLabel(tt.class, tt.level, day.MustParse(tt.on)); err != nil || got.VI != tt.want {
			t.Errorf("%s %s on %s: %q, %v", tt.class, tt.level, tt.on, got.VI, err)
		}
	}
	if _, err := b.RatingLabel("CIVIL_SERVANT", "GOOD", day.Of(2009, 12, 31)); fault.CodeOf(err) != fault.NotCovered {
		t.Errorf("before the first regime: %v", err)
	}
}

func TestTheMinimumAge(t *testing.T) {
	b := mustLoad(t)
	if age, err := b.Decimal("staff.minimum_age", day.Of(2010, 1, 1)); err != nil || age.String() != "18" {
		t.Errorf("on the first day: %s, %v", age, err)
	}
	if _, err := b.Decimal("staff.minimum_age", day.Of(2009, 12, 31)); fault.CodeOf(err) != fault.NotCovered {
		t.Errorf("on the eve: %v", err)
	}
}
