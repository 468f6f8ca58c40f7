package reduction

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"bienche/internal/fault"
	"bienche/rules"
)

// readings are what a benefit comes to under each other reading, by parameter and what is put in its place.
func readings(t *testing.T, w *rules.Work, in SeparationInput) (out SeparationOutcome, said []string) {
	t.Helper()
	run := func(w *rules.Work) (SeparationOutcome, error) { return SeparationBenefit(w, in) }
	out, err := run(w)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range rules.Alternatives(w, run) {
		as := o.Alternative.Choice
		if as == "" {
			as = o.Alternative.Number.String()
		}
		came := fmt.Sprint(o.Result.Total)
		if o.Err != nil {
			came = fault.From(o.Err).Key
		}
		said = append(said, fmt.Sprintf("%s %s: %s", o.Parameter.ID, as, came))
	}
	return out, said
}

// TestEveryAlternativeOfTheWorkedExamples forces each option that the law leaves open through a local choice, and finds what
// is shown beside the outcome.
func TestEveryAlternativeOfTheWorkedExamples(t *testing.T) {
	b, open := load(t), 0
	for _, v := range vectors(t) {
		w := b.Begin(nil)
		run := func(w *rules.Work) (SeparationOutcome, error) { return SeparationBenefit(w, v.input()) }
		if _, err := run(w); err != nil {
			t.Fatal(err)
		}
		for _, o := range rules.Alternatives(w, run) {
			forced, err := run(b.Begin(chosen{o.Parameter.ID, rules.Value{Number: o.Alternative.Number, Choice: o.Alternative.Choice}}))
			if err != nil || o.Err != nil || forced.Total != o.Result.Total || forced.Eligible != o.Result.Eligible {
				t.Errorf("%s, %s: %d, %v; forced %d, %v", v.ID, o.Parameter.ID, o.Result.Total, o.Err, forced.Total, err)
			}
			open++
		}
	}
	if open < 30 {
		t.Errorf("only %d alternatives were met", open)
	}
}

// TestTheAverageIsValuedAnotherWayToo: 60 months of coefficient 4 are 6 at 1.390.000, 48 at 1.490.000 and 6 at 1.800.000, on
// average 6.044.000; at the base salary of the month before leaving they are 7.200.000. 240 months of insurance are 20 years of
// one month and a half, beside 3 months of the current 7.200.000.
func TestTheAverageIsValuedAnotherWayToo(t *testing.T) {
	in := leaver{policy: ImmediateSeverance, born: "1982-01-20", leaves: "2024-01-01", insured: 240}.input()
	p := parts("4")
	in.Salary = SalaryBase{Parts: &p, History: []SalaryPeriod{period("2010-01-01", "2023-12-31", "4")}}
	b := load(t)
	out, said := readings(t, b.Begin(nil), in)
	if out.Total != 3*7_200_000+30*6_044_000 {
		t.Errorf("as paid: %d", out.Total)
	}
	if want := fmt.Sprintf("reduction.29_2023.average.valuation REVALUED: %d", 33*7_200_000); !slices.Contains(said, want) {
		t.Errorf("got %q, want %q among them", said, want)
	}
	in.Salary.History = []SalaryPeriod{period("2010-01-01", "2020-12-31", "4"), period("2021-02-01", "2023-12-31", "4")}
	if _, said = readings(t, b.Begin(nil), in); !slices.Contains(said, "reduction.29_2023.average.gaps CALENDAR: separation.history_gap") {
		t.Errorf("a month without salary gives %q", said)
	}
	average := int64(6_044_000)
	in.Salary = SalaryBase{Parts: &p, AverageBase: &average}
	if _, said = readings(t, b.Begin(nil), in); strings.Contains(strings.Join(said, " "), "average") {
		t.Errorf("an average that is given is open: %q", said)
	}
}

func TestUnderALocalChoiceTheLawIsTheAlternative(t *testing.T) {
	in := leaver{born: "1966-05-20", leaves: "2025-12-01"}.input()
	b := load(t)
	law, _ := readings(t, b.Begin(nil), in)
	value := rules.Value{Choice: "FULL_YEARS", Alternatives: []rules.Alternative{{Choice: "ODD_MONTHS"}}}
	out, said := readings(t, b.Begin(chosen{"reduction.154_2025.early_retirement.years_rounding", value}), in)
	if want := fmt.Sprintf("reduction.154_2025.early_retirement.years_rounding ODD_MONTHS: %d", law.Total); out.Total == law.Total || !slices.Contains(said, want) {
		t.Errorf("%d under the choice, %d under the law, and %q", out.Total, law.Total, said)
	}
}

// TestTheStepsNameWhatTheyRead looks at the steps of a benefit that say which figures they rest on.
func TestTheStepsNameWhatTheyRead(t *testing.T) {
	in := leaver{born: "1966-05-20", leaves: "2025-12-01"}.input()
	p := parts("4")
	in.Salary = SalaryBase{Parts: &p}
	w := load(t).Begin(nil)
	if _, err := SeparationBenefit(w, in); err != nil {
		t.Fatal(err)
	}
	named := map[string]string{}
	var all []string
	for _, s := range w.Steps {
		named[s.Label.Key] = strings.Join(s.Parameters, " ")
		all = append(all, s.Parameters...)
	}
	for step, want := range map[string]string{"separation.current": "pay.base_salary", "separation.item.EARLY_YEARS": "reduction.154_2025.money_unit",
		"separation.insured_years": "reduction.154_2025.odd_months.half_from reduction.154_2025.odd_months.year_from"} {
		if got := named[step]; !strings.Contains(got, want) {
			t.Errorf("%s names %q, want %q", step, got, want)
		}
	}
	for _, id := range w.ReadIDs() {
		if !slices.Contains(all, id) {
			t.Errorf("no step names %s", id)
		}
	}
}
