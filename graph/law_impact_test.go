package graph

import (
	"strings"
	"testing"

	"bienche/models"
)

const analyse = `mutation { analyseLawImpact(input: {clientRequestId: "%id", %change}) { impact { id supposed job { id } } } }`

const baseSalary = `parameter: "pay.base_salary", from: "2026-11-01", value: "3000000"`

// analysed has a change analysed, and gives the impact.
func (w *computing) analysed(user, id, change string) string {
	w.t.Helper()
	a := w.must(user, fill(analyse, "%id", id, "%change", change))
	if state := w.finish(a.at("analyseLawImpact", "impact", "job", "id")); state != models.JobSucceeded {
		w.t.Fatalf("the job ended %s", state)
	}
	return a.at("analyseLawImpact", "impact", "id").(string)
}

const wholeImpact = `{ parameter { id } from to row column supposed supposedText lawValue unit { code } job { state } createdBy
	totals { read changed more less newlyEligible noLongerEligible before after difference }
	items(first: 20) { totalCount edges { node { computation { total staff { code } } resultBefore totalBefore resultAfter totalAfter problemAfter difference changed } } } }`

func TestAHigherBaseSalaryChangesWhatReadIt(t *testing.T) {
	w := newComputing(t)
	w.ordered("chuyenvien", fill(orderEstimates, "%id", "b1", "%title", "Toàn tỉnh", "%filter", "{}", "%estimate", severance))
	w.must("nhansu", fill(keepEstimate, "%id", "k1", "%staff", EncodeID("staff", 3), "%estimate", strings.Replace(severance, "2026-12-01", "2026-10-01", 1))) // before the change
	id := w.analysed("chuyenvien", "i1", baseSalary)
	got := w.must("chuyenvien", fill(`{ lawImpact(id: "%id") `+wholeImpact+` }`, "%id", id))
	at := func(path ...any) any { return got.at(append([]any{"lawImpact"}, path...)...) }
	rows := at("items", "edges").([]any)
	stands := w.must("chuyenvien", `{ ruleParameter(id: "pay.base_salary", on: "2026-11-01") { value } }`).at("ruleParameter", "value")
	before, after := 0.0, 0.0
	for _, r := range rows {
		node := r.(map[string]any)["node"].(map[string]any)
		b, a := node["totalBefore"].(float64), node["totalAfter"].(float64)
		if node["computation"].(map[string]any)["total"] != b || a <= b || a-b != node["difference"] || node["changed"] != true {
			t.Errorf("%v", node)
		}
		before, after = before+b, after+a
	}
	for what, pair := range map[string][2]any{
		"items": {len(rows), 7}, "read": {at("totals", "read"), 7.0}, "changed": {at("totals", "changed"), 7.0}, "more": {at("totals", "more"), 7.0}, "less": {at("totals", "less"), 0.0},
		"before": {at("totals", "before"), before}, "after": {at("totals", "after"), after}, "difference": {at("totals", "difference"), after - before},
		"supposed": {at("supposed"), "3000000"}, "law": {at("lawValue"), stands}, "parameter": {at("parameter", "id"), "pay.base_salary"}, "job": {at("job", "state"), "SUCCEEDED"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %v and %v", what, pair[0], pair[1])
		}
	}
	if text, _ := at("supposedText").(string); !strings.Contains(text, "3.000.000") {
		t.Errorf("in words: %q", text)
	}
	for user, code := range map[string]string{"nhansu": "NOT_FOUND", "lanhdao": "NOT_FOUND", "canhan": "FORBIDDEN", "truongphong": "FORBIDDEN", "": "UNAUTHENTICATED"} {
		if a := w.ask(user, fill(`{ lawImpact(id: "%id") { totals { read } } }`, "%id", id)); a.code() != code {
			t.Errorf("%s reads another's: %s", user, a.raw)
		}
	}
}

func TestAnOfficerAnalysesTheOwnPeopleAlone(t *testing.T) {
	w := newComputing(t)
	w.ordered("chuyenvien", fill(orderEstimates, "%id", "b1", "%title", "Toàn tỉnh", "%filter", "{}", "%estimate", severance))
	id := w.analysed("nhansu", "i1", baseSalary)
	if again := w.analysed("nhansu", "i1", baseSalary); again != id {
		t.Error("the same request again made another analysis")
	}
	counts := w.must("nhansu", `{ jobs { totalCount } lawImpacts(parameter: "pay.base_salary") { totalCount } other: lawImpacts(parameter: "pay.scales") { totalCount } }`)
	if counts.at("jobs", "totalCount") != 1.0 || counts.at("lawImpacts", "totalCount") != 1.0 || counts.at("other", "totalCount") != 0.0 {
		t.Errorf("there are %s", counts.raw)
	}
	got := w.must("nhansu", `{ lawImpacts(first: 1) { edges { node `+wholeImpact+` } } }`)
	impact := func(path ...any) any { return got.at(append([]any{"lawImpacts", "edges", 0, "node"}, path...)...) }
	if impact("totals", "read") != 4.0 || impact("items", "totalCount") != 4.0 {
		t.Errorf("of seven people four are of the department: %s", got.raw)
	}
	if found := outsidersIn(got.raw, []int{1, 2, 3, 4}); len(found) > 0 {
		t.Errorf("the department is told of %q", found)
	}
}

func TestARefusedAnalysisNamesTheField(t *testing.T) {
	w := newComputing(t)
	for _, c := range []struct{ what, change, code, field string }{
		{"an unknown parameter", `parameter: "reduction.nothing", from: "2026-01-01", value: "9"`, "BAD_INPUT", "parameter"},
		{"no number", `parameter: "pay.base_salary", from: "2026-11-01", value: "nhiều"`, "BAD_INPUT", "value"},
		{"an option that is none", `parameter: "pay.placement.same_class", from: "2026-01-01", value: "NOTHING"`, "BAD_INPUT", "value"},
		{"an end before the beginning", `parameter: "pay.base_salary", from: "2026-11-01", to: "2026-10-01", value: "3000000"`, "BAD_INPUT", "to"},
		{"a row without a column", `parameter: "pay.beyond_frame.first_after", from: "2026-11-01", row: "A1", value: "3"`, "BAD_INPUT", "column"},
		{"a table without a row", `parameter: "pay.beyond_frame.first_after", from: "2026-11-01", value: "3"`, "BAD_INPUT", "row"},
		{"a row that is none", `parameter: "pay.beyond_frame.first_after", from: "2026-11-01", row: "Z", column: "months", value: "3"`, "BAD_INPUT", "row"},
		{"a unit out of sight", baseSalary + `, unit: "` + unitID(3) + `"`, "NOT_FOUND", "unit"},
		{"a unit that is none", baseSalary + `, unit: "` + unitID(999) + `"`, "NOT_FOUND", "unit"},
		{"an id of something else", baseSalary + `, unit: "` + EncodeID("staff", 3) + `"`, "BAD_INPUT", "unit"},
	} {
		t.Run(c.what, func(t *testing.T) {
			a := w.ask("nhansu", fill(analyse, "%id", "x", "%change", c.change))
			if a.code() != c.code || a.Errors[0].Extensions.Field != c.field {
				t.Errorf("got %s", a.raw)
			}
		})
	}
	if a := w.must("nhansu", `{ jobs { totalCount } lawImpacts { totalCount } }`); a.at("jobs", "totalCount") != 0.0 || a.at("lawImpacts", "totalCount") != 0.0 {
		t.Errorf("what was refused left %s", a.raw)
	}
}
