package graph

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/graphql-go/graphql"

	"bienche/rules/reduction"
)

const readingOf = `alternatives { parameter label(lang: "en") reading reads: reading(lang: "en") taken takes: taken(lang: "en") document at note
	differs result comes: result(lang: "en") total }`

// averaged is a severance on an average of 60 months that has a history: the base salary by which they are valued is open.
const averaged = `{family: STAFF_REDUCTION, policy: IMMEDIATE_SEVERANCE, staffClass: CIVIL_SERVANT, sex: MALE, birthDate: "1982-01-20",
	leavingDate: "2024-01-01", insuredMonths: 240, salary: {coefficient: "4", history: [{from: "2010-01-01", to: "2023-12-31", parts: {coefficient: "4"}}]}}`

// alternativeOf is the alternative of a parameter among those of an outcome.
func alternativeOf(t *testing.T, a answer, outcome, parameter string) map[string]any {
	t.Helper()
	all, _ := at(t, a.Data, outcome+"/alternatives").([]any)
	for _, one := range all {
		if m := one.(map[string]any); m["parameter"] == parameter {
			return m
		}
	}
	t.Fatalf("no alternative of %s: %s", parameter, a.raw)
	return nil
}

// TestAnotherReadingIsShownBesideTheOutcome: 60 months of coefficient 4 come to 202.920.000 as they were paid, and to 237.600.000
// at the base salary of the month before leaving.
func TestAnotherReadingIsShownBesideTheOutcome(t *testing.T) {
	w := newWorld(t)
	ask := func() answer {
		return w.must("nhansu", `{ separationBenefit(input: `+averaged+`) { total `+readingOf+` trace { value parameters } } }`)
	}
	a := ask()
	if a.at("separationBenefit", "total") != 202920000.0 {
		t.Fatalf("as paid: %s", a.raw)
	}
	got := alternativeOf(t, a, "separationBenefit", "reduction.29_2023.average.valuation")
	for field, want := range map[string]any{
		"label": "Base salary by which the months of an average are valued (Decree 29/2023)", "differs": true, "total": 237600000.0,
		"reading": "Theo mức lương cơ sở của tháng trước khi nghỉ", "reads": "The base salary of the month before leaving",
		"taken": "Theo mức lương cơ sở của từng tháng", "takes": "The base salary of each month",
		"result": "237.600.000 đ", "comes": "237,600,000 đ", "document": "29/2023/NĐ-CP", "at": "Điều 10",
		"note": "Tính lại hệ số theo mức lương cơ sở của tháng trước khi nghỉ.",
	} {
		if got[field] != want {
			t.Errorf("%s: got %v, want %v", field, got[field], want)
		}
	}
	if unit := alternativeOf(t, a, "separationBenefit", "reduction.29_2023.money_unit"); unit["differs"] != false || unit["reading"] != "100 đồng" || unit["comes"] != "202,920,000 đ" {
		t.Errorf("rounding, which changes nothing here: %v", unit)
	}
	if !strings.Contains(a.raw, `"pay.base_salary"`) {
		t.Errorf("no step names the base salary: %s", a.raw)
	}
	if again := ask(); again.raw != a.raw {
		t.Errorf("asked again:\n%s\nbefore:\n%s", again.raw, a.raw)
	}
}

func TestAnOutcomeUnderAnotherReadingIsSaidInShort(t *testing.T) {
	const reorganised = `separationBenefit(input: {family: REORGANISATION, policy: EARLY_RETIREMENT, staffClass: CIVIL_SERVANT, sex: MALE, birthDate: "1966-01-20",
		leavingDate: "2025-01-01", reorganisationDate: "2025-01-01", insuredMonths: 384, salary: {coefficient: "4.98"}})`
	tests := []struct{ name, query, parameter, vi, en, total string }{
		{"a reason against the benefit", reorganised, "reduction.178_2024.first_day",
			"Người nghỉ đúng ngày 01/01/2025 chưa thuộc nghị định.", "Leaving on 2025-01-01 itself is not covered yet.", "0"},
		{"a refusal", `separationBenefit(input: ` + strings.Replace(averaged, `from: "2010-01-01", to: "2023-12-31", parts: {coefficient: "4"}}`,
			`from: "2010-01-01", to: "2020-12-31", parts: {coefficient: "4"}}, {from: "2021-02-01", to: "2023-12-31", parts: {coefficient: "4"}}`, 1) + `)`,
			"reduction.29_2023.average.gaps", "Diễn biến tiền lương không có tháng 01/2021.", "The history of the salary lacks the month 2021-01.", "<nil>"},
		{"a step with its coefficient, and a day", `gradePlacement(input: {fromClass: "A1", fromStep: 7, since: "2024-03-01", toClass: "A2.1", on: "2026-02-01"})`,
			"pay.placement.clock", "Bậc 1, hệ số 4,40, tính nâng bậc lần sau từ 01/02/2026", "Step 1, coefficient 4.40, the next raise counts from 2026-02-01", "<nil>"},
	}
	w := newWorld(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := w.must("nhansu", "{ it: "+tt.query+" { "+readingOf+" } }")
			got := alternativeOf(t, a, "it", tt.parameter)
			if got["result"] != tt.vi || got["comes"] != tt.en || fmt.Sprint(got["total"]) != tt.total || got["differs"] != true {
				t.Errorf("got %v", got)
			}
		})
	}
}

// TestTheLawIsTheAlternativeToALocalChoice: a department has 61 years and 6 months in place of the 62 years of the law.
func TestTheLawIsTheAlternativeToALocalChoice(t *testing.T) {
	w := newWorld(t)
	w.exec(`INSERT INTO rule_choice (id, parameter, unit_id, value, holds_from, decision_id, proposed_by, recorded_in) OVERRIDING SYSTEM VALUE
			SELECT 1, 'reduction.retirement_age.male', 2, 738, '2020-01-01', 1, id, 1 FROM app_user WHERE username = 'nhansu';
		UPDATE rule_choice SET state = 'APPROVED', decided_by = (SELECT id FROM app_user WHERE username = 'lanhdao'), decided_at = now(), decided_in = 1`)
	a := w.must("nhansu", fill(`{ own: retirement(input: {birthDate: "1970-05-06", sex: MALE}, unit: "%unit") { pensionFrom `+readingOf+` }
		law: retirement(input: {birthDate: "1970-05-06", sex: MALE}) { pensionFrom `+readingOf+` }
		raise: stepRaise(input: {salaryClass: "A1", step: 3, since: "2024-03-01"}) { `+readingOf+` } }`, "%unit", unitID(4)))
	got := alternativeOf(t, a, "own", "reduction.retirement_age.male")
	if got["reading"] != "744 tháng" || got["taken"] != "738 tháng" || got["result"] != "01/06/2032" || got["comes"] != a.at("law", "pensionFrom") || got["total"] != nil {
		t.Errorf("beside the choice: %v", got)
	}
	for _, outcome := range []string{"law", "raise"} {
		if all, ok := a.at(outcome, "alternatives").([]any); !ok || len(all) != 0 {
			t.Errorf("%s, where nothing is open: %v", outcome, all)
		}
	}
}

func TestARecordIsComputedUnderOtherReadingsToo(t *testing.T) {
	w := newWorld(t)
	ask := func(raise, estimate string) answer {
		return w.must("nhansu", `{ staffMember(code: "CB004") { nextStepRaise { dueOn `+raise+` } separationEstimate(input: {family: ORDINARY_RESIGNATION,
			policy: IMMEDIATE_SEVERANCE, leavingDate: "2025-05-01", insuredMonths: 127}) { total `+estimate+` } } }`)
	}
	ask("", "") // the units and the law are in memory from here on
	without, a := ask("", ""), ask("alternatives { result }", readingOf)
	if a.statements != without.statements {
		t.Errorf("the record is read anew for each reading: %d statements, %d without", a.statements, without.statements)
	}
	if got := alternativeOf(t, a, "staffMember/separationEstimate", "reduction.46_2010.odd_months.year_from"); got["differs"] != false || got["total"] != at(t, a.Data, "staffMember/separationEstimate/total") {
		t.Errorf("seven odd months count as a year either way: %v", got)
	}
	if raises, ok := at(t, a.Data, "staffMember/nextStepRaise/alternatives").([]any); !ok || len(raises) != 0 {
		t.Errorf("a raise of which nothing is open: %v", raises)
	}
}

// TestAComparisonIsReadTheOtherWaysAtItsPrice: once for each outcome, which costs too much to be asked for twice.
func TestAComparisonIsReadTheOtherWaysAtItsPrice(t *testing.T) {
	w := newWorld(t)
	schema, err := NewSchema(w.services)
	if err != nil {
		t.Fatal(err)
	}
	w.engine = New(schema, Config{Log: slog.New(slog.DiscardHandler), Weights: DefaultWeights()})
	const comparison = `separationComparison(input: {family: STAFF_REDUCTION, policy: EARLY_RETIREMENT, staffClass: CIVIL_SERVANT, sex: MALE, birthDate: "1966-05-20",
		leavingDate: "2025-12-01", insuredMonths: 384, salary: {coefficient: "4.98"}}, fromMonth: "2025-11-01", toMonth: "2025-12-01", regimes: ["154/2025/NĐ-CP"])`
	a := w.must("nhansu", "{ "+comparison+" { leavingDate total alternatives { parameter result total differs } } }")
	one := w.must("nhansu", "{ separationBenefit(input: "+between(comparison, "input: ", ", fromMonth")+") { total alternatives { parameter result total differs } } }")
	if got, want := fmt.Sprint(a.at("separationComparison", 1, "alternatives")), fmt.Sprint(one.at("separationBenefit", "alternatives")); got != want || !strings.Contains(got, "differs:true") {
		t.Errorf("in the comparison: %s, alone: %s", got, want)
	}
	twice := w.ask("nhansu", "{ a: "+comparison+" { "+readingOf+" } b: "+comparison+" { "+readingOf+" } }")
	if twice.code() != "LIMIT_EXCEEDED" {
		t.Errorf("asked for twice: %s", twice.raw)
	}
}

func between(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}

func TestABenefitThatWasKeptHasNoAlternatives(t *testing.T) {
	w := newWorld(t)
	field := w.engine.schema.Type("BenefitOutcome").(*graphql.Object).Fields()["alternatives"]
	got, err := field.Resolve(graphql.ResolveParams{Context: t.Context(), Source: reduction.SeparationOutcome{Total: 1}})
	if all, ok := got.([]alternative); err != nil || !ok || all == nil || len(all) != 0 {
		t.Errorf("got %v, %v", got, err)
	}
}
