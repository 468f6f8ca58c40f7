package pay

import (
	"encoding/json"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

// law is loaded once; it does not change.
var loaded = sync.OnceValues(rules.Load)

func load(t testing.TB) *rules.Book {
	t.Helper()
	b, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func dec(s string) *decimal.Decimal {
	d := decimal.RequireFromString(s)
	return &d
}

// vector is one worked example of the file, with the names of the API.
type vector struct {
	ID     string
	Op     string
	Input  map[string]any
	Expect map[string]any
}

func TestPublishedExamples(t *testing.T) {
	b := load(t)
	text, err := os.ReadFile("testdata/pay.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(text, &vectors); err != nil || len(vectors) != 7 {
		t.Fatalf("%d vectors, %v", len(vectors), err)
	}
	for _, v := range vectors {
		t.Run(v.ID, func(t *testing.T) {
			var got map[string]any
			var err error
			if v.Op == "stepRaise" {
				got, err = v.stepRaise(b)
			} else {
				got, err = v.placement(b)
			}
			if err != nil {
				t.Fatal(err)
			}
			for name, want := range v.Expect {
				if same := got[name] == want; !same {
					t.Errorf("%s: got %v, want %v", name, got[name], want)
				}
			}
		})
	}
}

func (v vector) day(name string) day.Day {
	if s, ok := v.Input[name].(string); ok {
		return day.MustParse(s)
	}
	return day.Day{}
}

func (v vector) decimal(name string) *decimal.Decimal {
	if s, ok := v.Input[name].(string); ok {
		return dec(s)
	}
	return nil
}

func (v vector) int(name string) int {
	n, _ := v.Input[name].(float64)
	return int(n)
}

func (v vector) text(name string) string {
	s, _ := v.Input[name].(string)
	return s
}

func (v vector) stepRaise(b *rules.Book) (map[string]any, error) {
	out, err := StepRaise(b.Begin(nil), StepRaiseInput{
		StaffClass: "CIVIL_SERVANT", SalaryClass: v.text("salaryClass"), Step: v.int("step"), Since: v.day("since"),
		BeyondFramePercent: v.decimal("beyondFramePercent"), BeyondFrameSince: v.day("beyondFrameSince"),
	})
	got := map[string]any{"dueOn": out.DueOn.String(), "nextStep": float64(out.NextStep)}
	if out.NextCoefficient != nil {
		got["nextCoefficient"] = out.NextCoefficient.StringFixed(2)
	}
	if out.BeyondFramePercent != nil {
		got["beyondFramePercent"] = out.BeyondFramePercent.String()
	}
	return got, err
}

func (v vector) placement(b *rules.Book) (map[string]any, error) {
	out, err := GradePlacement(b.Begin(nil), GradePlacementInput{
		FromClass: v.text("fromClass"), FromStep: v.int("fromStep"), Since: v.day("since"),
		BeyondFramePercent: v.decimal("beyondFramePercent"), BeyondFrameSince: v.day("beyondFrameSince"),
		ReserveCoefficient: v.decimal("reserveCoefficient"), ToClass: v.text("toClass"), On: v.day("on"),
	})
	return map[string]any{"step": float64(out.Step), "coefficient": out.Coefficient.StringFixed(2),
		"reserveCoefficient": out.ReserveCoefficient.StringFixed(2), "nextRaiseCountsFrom": out.NextRaiseCountsFrom.String()}, err
}

func TestTheBaseSalaryByItsDays(t *testing.T) {
	b := load(t)
	tests := []struct {
		first, document string
		before, dong    int64
	}{
		{"2008-01-01", "166/2007/NĐ-CP", 450000, 540000},
		{"2009-05-01", "33/2009/NĐ-CP", 540000, 650000},
		{"2010-05-01", "28/2010/NĐ-CP", 650000, 730000},
		{"2011-05-01", "22/2011/NĐ-CP", 730000, 830000},
		{"2012-05-01", "31/2012/NĐ-CP", 830000, 1050000},
		{"2013-07-01", "66/2013/NĐ-CP", 1050000, 1150000},
		{"2016-05-01", "47/2016/NĐ-CP", 1150000, 1210000},
		{"2017-07-01", "47/2017/NĐ-CP", 1210000, 1300000},
		{"2018-07-01", "72/2018/NĐ-CP", 1300000, 1390000},
		{"2019-07-01", "38/2019/NĐ-CP", 1390000, 1490000},
		{"2023-07-01", "24/2023/NĐ-CP", 1490000, 1800000},
		{"2024-07-01", "73/2024/NĐ-CP", 1800000, 2340000},
		{"2026-07-01", "161/2026/NĐ-CP", 2340000, 2530000},
	}
	for _, tt := range tests {
		first := day.MustParse(tt.first)
		eve, err1 := b.Decimal("pay.base_salary", first.AddDays(-1))
		v, err2 := b.On("pay.base_salary", first)
		if err1 != nil || err2 != nil || eve.IntPart() != tt.before || v.Number.IntPart() != tt.dong || v.Cite.Document != tt.document {
			t.Errorf("%s: %v the day before, then %v of %s; %v %v", tt.first, eve, v.Number, v.Cite.Document, err1, err2)
		}
	}
	if _, err := b.Decimal("pay.base_salary", day.Of(2006, 9, 30)); fault.CodeOf(err) != fault.NotCovered {
		t.Errorf("eve of the series: %v", err)
	}
}

// TestTablesByTheirDays holds every figure of the tables, on the first day of each value.
func TestTablesByTheirDays(t *testing.T) {
	b := load(t)
	commune := "PARTY_SECRETARY 0.3; PARTY_DEPUTY_SECRETARY 0.25; COUNCIL_CHAIR 0.25; COMMITTEE_CHAIR 0.25; COUNCIL_VICE_CHAIR 0.2; COMMITTEE_VICE_CHAIR 0.2; FRONT_CHAIR 0.2; ORGANISATION_HEAD 0.15"
	tests := []struct{ id, on, columns, want string }{
		{"leadership_allowance.commune", "2010-01-01", "coefficient large_city", commune},
		{"leadership_allowance.commune", "2023-07-31", "coefficient large_city", commune},
		{"leadership_allowance.commune", "2023-08-01", "coefficient large_city", commune},
		{"leadership_allowance.commune", "2025-06-30", "coefficient large_city", commune},
		{"leadership_allowance.commune", "2026-01-01", "coefficient large_city", "COMMITTEE_CHAIR 0.6 0.7; COMMITTEE_VICE_CHAIR 0.5 0.6; DIVISION_HEAD 0.25 0.35; DIVISION_DEPUTY_HEAD 0.15 0.2"},
		{"leadership_allowance.province", "2004-10-01", "coefficient large_city", "COMMITTEE_CHAIR 1.25; COMMITTEE_VICE_CHAIR 1.05"},
		{"leadership_allowance.department", "2004-10-01", "coefficient large_city", "DIRECTOR 0.9 1; DEPUTY_DIRECTOR 0.7 0.8; DIVISION_HEAD 0.5 0.6; DIVISION_DEPUTY_HEAD 0.3 0.4"},
		{"leadership_allowance.sub_department", "2004-10-01", "coefficient large_city", "HEAD 0.7 0.8; DEPUTY_HEAD 0.5 0.6; DIVISION_HEAD 0.3 0.4; DIVISION_DEPUTY_HEAD 0.2 0.25"},
		{"step_raise.delay", "2013-09-15", "CADRE CIVIL_SERVANT PUBLIC_EMPLOYEE CONTRACT COMMUNE_EXTENSION", "UNSATISFACTORY_RATING 6 6 6 6 6; REPRIMAND 6 6 3 3 3; WARNING 6 6 6 6 6; DEMOTION 12; REMOVAL_FROM_POST 12 12 12 12 12"},
		{"step_raise.delay", "2021-08-15", "CADRE CIVIL_SERVANT PUBLIC_EMPLOYEE CONTRACT COMMUNE_EXTENSION", "UNSATISFACTORY_RATING 6 6 6 6 6; REPRIMAND 3 3 3 3 3; WARNING 6 6 6 6 6; DEMOTION 12; REMOVAL_FROM_POST 12 12 12 12 12"},
		{"placement.rank", "2007-06-19", "rank", "C3 1; C2 1; C2_PUBLIC_EMPLOYEE 1; C1 1; B 2; A0 3; A1 4; A2.2 5; A2.1 5; A3.2 6; A3.1 6"},
		{"level_conversion", "2026-07-01", "level", "B 1; A0 2; A1 3; A2.1 4; A2.2 4; A3.1 5; A3.2 5"},
	}
	for _, tt := range tests {
		rows, err := b.Table("pay."+tt.id, day.MustParse(tt.on))
		var all []string
		for _, r := range rows {
			line := r.Key
			for _, c := range strings.Fields(tt.columns) {
				if n, ok := r.Cells[c]; ok {
					line += " " + n.String()
				}
			}
			all = append(all, line)
		}
		if got := strings.Join(all, "; "); err != nil || got != tt.want {
			t.Errorf("%s on %s: %s, %v", tt.id, tt.on, got, err)
		}
	}
	for _, on := range []string{"2009-12-31", "2025-07-01", "2025-12-31"} {
		if _, err := b.On("pay.leadership_allowance.commune", day.MustParse(on)); fault.CodeOf(err) != fault.NotCovered {
			t.Errorf("communes on %s: %v", on, err)
		}
	}
}

func TestProfessionalLevels(t *testing.T) {
	b := load(t)
	levels, err := b.Entries("pay.professional_levels", day.Of(2026, 7, 1))
	var classes []string
	for _, l := range levels {
		classes = append(classes, l.Code+" "+l.Attrs["salary_class"])
	}
	if got := strings.Join(classes, ", "); err != nil || got != "1 B, 2 A0, 3 A1, 4 A2.1, 5 A3.1" {
		t.Errorf("%s, %v", got, err)
	}
	if _, err := b.Entries("pay.professional_levels", day.Of(2026, 6, 30)); fault.CodeOf(err) != fault.NotCovered {
		t.Errorf("the eve: %v", err)
	}
}

// says gives the formulas of a trace in Vietnamese, and fails where a sentence is not whole in either language.
func says(t *testing.T, w *rules.Work) []string {
	t.Helper()
	var all []string
	for _, s := range w.Steps {
		for _, lang := range []string{"vi", "en"} {
			if text := s.Label.In(lang) + s.Formula.In(lang); strings.ContainsAny(text, "{}") || strings.Contains(text, "pay.") {
				t.Errorf("not whole: %s", text)
			}
		}
		all = append(all, s.Formula.In("vi"))
	}
	return all
}

func TestTheSamplesReadWhatTheCalculatorsRead(t *testing.T) {
	readers, err := load(t).Readers(Calculators())
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{
		"staff.salary_scales": "stepRaise gradePlacement", "pay.step_raise.delay": "stepRaise", "pay.step_raise.not_counted": "stepRaise",
		"pay.step_raise.early_months": "stepRaise", "pay.beyond_frame.first_after": "stepRaise", "pay.beyond_frame.first": "stepRaise gradePlacement",
		"pay.beyond_frame.yearly": "stepRaise", "pay.beyond_frame.again_after": "stepRaise", "pay.placement.rank": "gradePlacement",
		"pay.placement.same_class": "gradePlacement", "pay.placement.upward": "gradePlacement", "pay.placement.same_rank_lower": "gradePlacement",
		"pay.placement.clock": "gradePlacement", "pay.placement.decimals": "gradePlacement",
	} {
		var codes []string
		for _, c := range readers[id] {
			codes = append(codes, c.Code)
		}
		if got := strings.Join(codes, " "); got != want {
			t.Errorf("%s is read by %q, want %q", id, got, want)
		}
	}
}
