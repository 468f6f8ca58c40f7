package rules_test

import (
	"slices"
	"testing"

	"bienche/rules"
	"bienche/rules/pay"
	"bienche/rules/reduction"
)

// unread are the parameters that no calculator reads, and what they are for.
var unread = map[string]string{
	"pay.leadership_allowance.commune":        "looked up by officers; the allowance is given to a calculator",
	"pay.leadership_allowance.department":     "looked up by officers",
	"pay.leadership_allowance.province":       "looked up by officers",
	"pay.leadership_allowance.sub_department": "looked up by officers",
	"pay.level_conversion":                    "looked up by officers",
	"pay.step_raise.early_in_a_row":           "about all people of a unit, not about one",
	"pay.step_raise.early_share":              "about all people of a unit, not about one",
	"reduction.retirement.deferral":           "looked up by officers",
	"staff.minimum_age":                       "read by the import of staff",
}

func TestEveryParameterIsReadByACalculatorOrSaidNotToBe(t *testing.T) {
	b, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	readers, err := b.Readers(slices.Concat(reduction.RetirementCalculators(), reduction.SeparationCalculators(), pay.Calculators()))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range b.Parameters() {
		if why, said := unread[p.ID]; said == (len(readers[p.ID]) > 0) {
			t.Errorf("%s is read by %d calculators; said of it: %q", p.ID, len(readers[p.ID]), why)
		}
	}
	for id := range unread {
		if _, ok := b.Parameter(id); !ok {
			t.Errorf("%s is gone", id)
		}
	}
}
