package graph

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// at follows a path of names, with numbers for places in lists.
func at(t *testing.T, from any, path string) any {
	t.Helper()
	for _, step := range strings.Split(path, "/") {
		switch v := from.(type) {
		case map[string]any:
			from = v[step]
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(v) {
				t.Fatalf("no %s in a list of %d", step, len(v))
			}
			from = v[i]
		default:
			t.Fatalf("nothing at %s of %s", step, path)
		}
	}
	return from
}

// TestAFigureIsReadByItsDay holds the base salary of some days, on the eve and first day of a change too, each with its source
// beside it.
func TestAFigureIsReadByItsDay(t *testing.T) {
	w := newWorld(t)
	text, err := os.ReadFile("testdata/base_salary.json")
	if err != nil {
		t.Fatal(err)
	}
	var days []struct{ On, Value, Source string }
	if err := json.Unmarshal(text, &days); err != nil || len(days) == 0 {
		t.Fatalf("%d days, %v", len(days), err)
	}
	for _, d := range days {
		// Whoever is signed in may read it, without any role too.
		for _, user := range []string{"canhan", "nhansu", "truongphong", "taichinh", "quantri", "khongquyen"} {
			a := w.ask(user, fmt.Sprintf(`{ ruleParameter(id: "pay.base_salary", on: "%s") { value } }`, d.On))
			if got := at(t, a.Data, "ruleParameter/value"); got != d.Value {
				t.Errorf("on %s %s reads %v, want %s by %s", d.On, user, got, d.Value, d.Source)
			}
		}
	}
}

func TestTheLawIsReadThroughTheAPI(t *testing.T) {
	w := newWorld(t)
	tests := []struct{ name, query, path, want string }{
		{"as people read it", `{ ruleParameter(id: "pay.base_salary", on: "2026-07-01") { text } }`, "ruleParameter/text", "2.530.000 đồng"},
		{"a share as a percentage", `{ ruleParameter(id: "pay.beyond_frame.first", on: "2025-01-01") { text } }`, "ruleParameter/text", "5 %"},
		{"in English", `{ ruleParameter(id: "pay.base_salary", on: "2026-07-01") { text(lang: "en") } }`, "ruleParameter/text", "2,530,000 dong"},
		{"by which decree", `{ ruleParameter(id: "pay.base_salary", on: "2026-07-01") { source { document } } }`, "ruleParameter/source/document", "161/2026/NĐ-CP"},
		{"a day without a value is null", `{ ruleParameter(id: "pay.base_salary", on: "1990-01-01") { value } }`, "ruleParameter", "<nil>"},
		{"words without marks", `{ ruleParameters(search: "luong co so") { edges { node { id } } } }`, "ruleParameters/edges/0/node/id", "pay.base_salary"},
		{"by document", `{ ruleParameters(document: "161/2026/NĐ-CP") { edges { node { id } } } }`, "ruleParameters/edges/0/node/id", "pay.base_salary"},
		{"one page and another", `{ ruleParameters(first: 1) { pageInfo { hasNextPage } } }`, "ruleParameters/pageInfo/hasNextPage", "true"},
		{"the rows of a table", `{ ruleParameter(id: "staff.salary_scales", on: "2025-01-01") { rows { key cells { column value } } } }`, "ruleParameter/rows/0/key", "EXPERT"},
		{"what reads it", `{ ruleHistory(id: "reduction.retirement_age.male") { readBy } }`, "ruleHistory/readBy/0", "retirement"},
		{"a history, oldest first", `{ ruleHistory(id: "reduction.retirement_age.male") { values { from } } }`, "ruleHistory/values/0/from", "1995-01-01"},
		{"a document", `{ legalDocument(number: "154/2025/NĐ-CP") { from } }`, "legalDocument/from", "2025-06-16"},
		{"what it replaces", `{ legalDocument(number: "154/2025/NĐ-CP") { replaces { number } } }`, "legalDocument/replaces/0/number", "29/2023/NĐ-CP"},
		{"documents by words", `{ legalDocuments(search: "nghi huu 135/2020") { edges { node { number } } } }`, "legalDocuments/edges/0/node/number", "135/2020/NĐ-CP"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := w.ask("canhan", tt.query)
			if len(a.Errors) > 0 {
				t.Fatal(a.raw)
			}
			if got := fmt.Sprint(at(t, a.Data, tt.path)); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestCalculatorsRefuseBadInputByField(t *testing.T) {
	w := newWorld(t)
	const benefit = `separationBenefit(input: {family: STAFF_REDUCTION, policy: EARLY_RETIREMENT, staffClass: CIVIL_SERVANT, sex: MALE, birthDate: "1966-03-10", leavingDate: "2025-09-01", insuredMonths: 386, salary: {coefficient: "4.98"}})`
	tests := []struct{ name, query, code, field string }{
		{"an id that no file has", `ruleHistory(id: "no.such") { id }`, "NOT_FOUND", "id"},
		{"a document that is not in the register", `legalDocument(number: "1/1900") { number }`, "NOT_FOUND", "number"},
		{"a search of 300 letters", `ruleParameters(search: "` + strings.Repeat("a", 300) + `") { totalCount }`, "BAD_INPUT", "search"},
		{"a page of none", `legalDocuments(first: 0) { totalCount }`, "BAD_INPUT", "first"},
		{"a birth in the future", `retirement(input: {birthDate: "2090-01-01", sex: MALE}) { lastDay }`, "BAD_INPUT", "birthDate"},
		{"a birth so long ago that no law is loaded", `retirement(input: {birthDate: "1901-01-01", sex: MALE}) { lastDay }`, "NOT_COVERED", ""},
		{"a class that is none", `stepRaise(input: {salaryClass: "Z9", step: 1, since: "2024-01-01"}) { dueOn }`, "BAD_INPUT", "salaryClass"},
		{"a step beyond the last", `stepRaise(input: {salaryClass: "A1", step: 10, since: "2024-01-01"}) { dueOn }`, "", "step"},
		{"a negative percentage", `stepRaise(input: {salaryClass: "A1", step: 9, since: "2024-01-01", beyondFramePercent: "-1", beyondFrameSince: "2024-01-01"}) { dueOn }`, "BAD_INPUT", "beyondFramePercent"},
		{"a birth after leaving", strings.Replace(benefit, "1966-03-10", "2025-10-10", 1) + " { total }", "BAD_INPUT", "birthDate"},
		{"negative months", strings.Replace(benefit, "386", "-1", 1) + " { total }", "BAD_INPUT", "insuredMonths"},
		{"a base both given and built", strings.Replace(benefit, `coefficient: "4.98"`, `coefficient: "4.98", monthlyBase: 10000000`, 1) + " { total }", "BAD_INPUT", "salary.monthlyBase"},
		{"a regime that is none", strings.Replace(benefit, `insuredMonths`, `regime: "1/1900", insuredMonths`, 1) + " { total }", "BAD_INPUT", "regime"},
		{"a regime that is recorded and not computed", strings.Replace(benefit, `insuredMonths`, `regime: "177/2024/NĐ-CP", insuredMonths`, 1) + " { total }", "NOT_COVERED", "regime"},
		{"the months of a comparison turned round", strings.Replace(strings.Replace(benefit, "separationBenefit", "separationComparison", 1), "}})", `}}, fromMonth: "2026-02-01", toMonth: "2026-01-01")`, 1) + " { total }", "BAD_INPUT", "toMonth"},
		{"a unit that never was", `retirement(input: {birthDate: "1970-05-06", sex: FEMALE}, unit: "` + EncodeID("unit", 9999) + `") { lastDay }`, "NOT_FOUND", "unit"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := w.ask("nhansu", "{ "+tt.query+" }")
			if len(a.Errors) != 1 {
				t.Fatalf("not refused: %s", a.raw)
			}
			e := a.Errors[0]
			if tt.code != "" && e.Extensions.Code != tt.code || tt.field != "" && e.Extensions.Field != tt.field || strings.Contains(e.Message, "{") {
				t.Errorf("got %s of %q: %s", e.Extensions.Code, e.Extensions.Field, e.Message)
			}
		})
	}
}

// TestARecordFillsTheCalculators: of the small province the fourth was born on 6 May 1940, and serves at A1 step 2 since 2016.
func TestARecordFillsTheCalculators(t *testing.T) {
	w := newWorld(t)
	a := w.ask("nhansu", `{ staffMember(code: "CB004") { retirement { pensionFrom noticeDueOn trace { formula } } nextStepRaise { dueOn nextStep nextCoefficient }
		separationEstimate(input: {family: ORDINARY_RESIGNATION, policy: IMMEDIATE_SEVERANCE, leavingDate: "2025-10-01", insuredMonths: 120}) { regime { document } monthlyBase trace { label } } hidden { field } } }`)
	for path, want := range map[string]string{
		"retirement/pensionFrom": "1995-06-01", "retirement/noticeDueOn": "<nil>", "nextStepRaise/dueOn": "2019-01-01", "nextStepRaise/nextStep": "3",
		"nextStepRaise/nextCoefficient": "3", "separationEstimate/regime/document": "170/2025/NĐ-CP", "separationEstimate/monthlyBase": "6.2478e+06",
	} {
		if got := fmt.Sprint(at(t, a.Data, "staffMember/"+path)); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
	if len(a.Errors) > 0 {
		t.Error(a.raw)
	}
	t.Run("whoever may not see the salary is told that", func(t *testing.T) {
		a := w.ask("truongphong", `{ staffMember(code: "CB004") { nextStepRaise { dueOn } hidden { field missingGrant } } }`)
		if at(t, a.Data, "staffMember/nextStepRaise") != nil || !strings.Contains(a.raw, `"nextStepRaise"`) {
			t.Error(a.raw)
		}
	})
}
