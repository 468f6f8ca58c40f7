package reduction

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/shopspring/decimal"
)

// vector is a worked example: the input as the API takes it, and what must come out.
type vector struct {
	ID    string
	Input struct {
		SeparationInput
		WorkCondition string
		Salary        struct {
			SalaryBase
			SalaryParts
		} `json:"salary"`
	}
	Expect struct {
		MonthlyBase  *int64
		EarlyMonths  *int
		EarlyYears   *decimal.Decimal
		InsuredYears *decimal.Decimal
		Regime       struct{ Document string }
		Items        []struct {
			Code   string
			Amount int64
		}
		Total *int64
	}
}

func vectors(t testing.TB) []vector {
	t.Helper()
	text, err := os.ReadFile("testdata/separation.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	if err := json.Unmarshal(text, &all); err != nil || len(all) == 0 {
		t.Fatalf("%d vectors, %v", len(all), err)
	}
	return all
}

func (v vector) input() SeparationInput {
	in := v.Input.SeparationInput
	in.Salary = v.Input.Salary.SalaryBase
	in.Salary.Short = v.Input.Salary.SalaryParts
	in.ReducedAge = v.Input.WorkCondition == "REDUCED_AGE"
	return in
}

func TestSeparationOfTheWorkedExamples(t *testing.T) {
	b := load(t)
	for _, v := range vectors(t) {
		t.Run(v.ID, func(t *testing.T) {
			got, err := SeparationBenefit(b.Begin(nil), v.input())
			if err != nil {
				t.Fatal(err)
			}
			want := v.Expect
			if want.MonthlyBase != nil && got.MonthlyBase != *want.MonthlyBase {
				t.Errorf("base %d, want %d", got.MonthlyBase, *want.MonthlyBase)
			}
			if want.EarlyMonths != nil && (got.EarlyMonths == nil || *got.EarlyMonths != *want.EarlyMonths) {
				t.Errorf("early months %v, want %d", got.EarlyMonths, *want.EarlyMonths)
			}
			if want.EarlyYears != nil && (got.EarlyYears == nil || !got.EarlyYears.Equal(*want.EarlyYears)) {
				t.Errorf("early years %v, want %s", got.EarlyYears, want.EarlyYears)
			}
			if want.InsuredYears != nil && !got.InsuredYears.Equal(*want.InsuredYears) {
				t.Errorf("insured years %s, want %s", got.InsuredYears, want.InsuredYears)
			}
			if want.Regime.Document != "" && got.Regime.Document != want.Regime.Document {
				t.Errorf("regime %s, want %s", got.Regime.Document, want.Regime.Document)
			}
			if want.Total != nil && got.Total != *want.Total {
				t.Errorf("total %d, want %d", got.Total, *want.Total)
			}
			items := map[string]int64{}
			for _, i := range got.Items {
				items[i.Code] = i.Amount
			}
			for _, i := range want.Items {
				if items[i.Code] != i.Amount {
					t.Errorf("%s %d, want %d", i.Code, items[i.Code], i.Amount)
				}
			}
			if want.Items != nil && len(items) != len(want.Items) {
				t.Errorf("items %v, want %v", items, want.Items)
			}
		})
	}
}
