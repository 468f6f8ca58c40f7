package graph

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// vector is a worked example: what goes into a calculator and what must come out.
type vector struct {
	ID     string
	Op     string
	Input  map[string]any
	Expect map[string]any
}

// vectorInputs are the input types of the calculators.
var vectorInputs = map[string]string{"retirement": "RetirementInput", "separationBenefit": "SeparationBenefitInput",
	"stepRaise": "StepRaiseInput", "gradePlacement": "GradePlacementInput"}

// TestTheWorkedExamplesComeOutThroughTheAPI asks for every worked example, published or computed by hand, and compares what
// it names to the đồng.
func TestTheWorkedExamplesComeOutThroughTheAPI(t *testing.T) {
	w := newWorld(t)
	for _, file := range []string{"rules/testdata/retirement.json", "rules/reduction/testdata/separation.json", "rules/pay/testdata/pay.json"} {
		for _, v := range vectorsIn(t, file) {
			t.Run(v.ID, func(t *testing.T) {
				a := w.askWith("nhansu", fmt.Sprintf("query($input: %s!) { %s(input: $input) { %s trace { label formula value sources { document } } } }",
					vectorInputs[v.Op], v.Op, selectionOf(v.Expect)), map[string]any{"input": v.Input})
				got, _ := a.Data[v.Op].(map[string]any)
				if got == nil {
					t.Fatal(a.raw)
				}
				for name, want := range v.Expect {
					if !alike(want, got[name]) {
						t.Errorf("%s: got %v, want %v", name, got[name], want)
					}
				}
				for _, s := range got["trace"].([]any) {
					step := s.(map[string]any)
					if said := fmt.Sprint(step["label"], step["formula"]); strings.Contains(said, "{") || strings.Contains(said, ".") && !strings.Contains(said, " ") {
						t.Errorf("a step reads %q", said)
					}
				}
			})
		}
	}
}

// TestATrainingIsPaidThroughTheAPI: 4 of 6 months at 10 million, and a tuition of 70 million of which 60 are paid.
func TestATrainingIsPaidThroughTheAPI(t *testing.T) {
	w := newWorld(t)
	const leaves = `{ separationBenefit(input: {family: STAFF_REDUCTION, policy: %policy, staffClass: CIVIL_SERVANT, sex: MALE, birthDate: "1990-09-20",
		leavingDate: "2025-09-01", insuredMonths: 240, trainingMonths: 4, tuition: 70000000, salary: {monthlyBase: 10000000}}) {
		total items { code label(lang: "en") months amount } } }`
	a := w.must("nhansu", fill(leaves, "%policy", "SEVERANCE_AFTER_TRAINING"))
	const items = `[{"code":"TRAINING_PAY","label":"Salary during the training","months":"4","amount":40000000},` +
		`{"code":"TUITION","label":"Tuition, paid to the school","months":"0","amount":60000000},`
	if !strings.Contains(a.raw, `"total":230000000,"items":`+items) {
		t.Errorf("after a training: %s", a.raw)
	}
	if other := w.ask("nhansu", fill(leaves, "%policy", "TRANSFER_OUT")); other.code() != "BAD_INPUT" || other.Errors[0].Extensions.Field != "trainingMonths" {
		t.Errorf("on a transfer: %s", other.raw)
	}
}

func vectorsIn(t *testing.T, file string) (all []vector) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", file))
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber() // as requests are read
	if err := d.Decode(&all); err != nil || len(all) == 0 {
		t.Fatalf("%s: %d examples, %v", file, len(all), err)
	}
	return all
}

// selectionOf selects the fields that an expectation names.
func selectionOf(expect map[string]any) string {
	var fields []string
	for name, want := range expect {
		switch want := want.(type) {
		case map[string]any:
			name += " { " + selectionOf(want) + " }"
		case []any:
			name += " { " + selectionOf(want[0].(map[string]any)) + " }"
		}
		fields = append(fields, name)
	}
	sort.Strings(fields)
	return strings.Join(fields, " ")
}

// alike compares as the examples mean it: numbers by value whether they come as JSON numbers or as texts, lists by code.
func alike(want, got any) bool {
	switch want := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		for name, v := range want {
			ok = ok && alike(v, g[name])
		}
		return ok
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(want) {
			return false
		}
		code := func(of []any) func(i, j int) bool {
			return func(i, j int) bool {
				return fmt.Sprint(of[i].(map[string]any)["code"]) < fmt.Sprint(of[j].(map[string]any)["code"])
			}
		}
		sort.Slice(want, code(want))
		sort.Slice(g, code(g))
		for i := range want {
			if !alike(want[i], g[i]) {
				return false
			}
		}
		return true
	}
	a, errA := decimal.NewFromString(fmt.Sprint(want))
	b, errB := decimal.NewFromString(fmt.Sprint(got))
	if errA == nil && errB == nil {
		return a.Equal(b)
	}
	return fmt.Sprint(want) == fmt.Sprint(got)
}
