package reduction

import (
	"fmt"
	"strings"
	"testing"

	"bienche/internal/fault"
)

// TestTheTrainingIsPaidUpToAPoint: at 10 million a month, 9 on average, and 20 insured years. Up to 6 months of training are paid,
// and up to 6 months of salary of tuition; 154/2025 has no average.
func TestTheTrainingIsPaidUpToAPoint(t *testing.T) {
	const ten, nine = int64(10_000_000), int64(9_000_000)
	leaves := map[string]leaver{
		"108": {policy: SeveranceAfterTraining, born: "1981-05-20", leaves: "2016-05-01", insured: 240},
		"29":  {policy: SeveranceAfterTraining, born: "1989-09-20", leaves: "2024-09-01", insured: 240},
		"154": {policy: SeveranceAfterTraining, born: "1990-09-20", leaves: "2025-09-01", insured: 240},
	}
	tests := []struct {
		name, regime string
		months       int // -1: not told
		tuition      int64
		want         string
	}{
		{"nothing is told of the training", "154", -1, -1, "FIXED 30, PER_YEAR 100"},
		{"a training of no month and without tuition", "154", 0, 0, "FIXED 30, PER_YEAR 100"},
		{"four months", "154", 4, 25_000_000, "TRAINING_PAY 40, TUITION 25, FIXED 30, PER_YEAR 100"},
		{"154: six months and the most tuition", "154", 6, 60_000_000, "TRAINING_PAY 60, TUITION 60, FIXED 30, PER_YEAR 100"},
		{"154: more than is paid", "154", 7, 61_000_000, "TRAINING_PAY 60, TUITION 60, FIXED 30, PER_YEAR 100"},
		{"29: five months, tuition below the most", "29", 5, 59_000_000, "TRAINING_PAY 50, TUITION 59, FIXED 30, PER_YEAR 90"},
		{"29: more than is paid", "29", 9, 80_000_000, "TRAINING_PAY 60, TUITION 60, FIXED 30, PER_YEAR 90"},
		{"108: five months, tuition below the most", "108", 5, 59_000_000, "TRAINING_PAY 50, TUITION 59, FIXED 30, PER_YEAR 90"},
		{"108: more than is paid", "108", 9, 80_000_000, "TRAINING_PAY 60, TUITION 60, FIXED 30, PER_YEAR 90"},
	}
	b := load(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := leaves[tt.regime].input()
			base, average := ten, nine
			in.Salary = SalaryBase{MonthlyBase: &base, AverageBase: &average}
			if tt.months >= 0 {
				in.TrainingMonths, in.Tuition = &tt.months, &tt.tuition
			}
			out, err := SeparationBenefit(b.Begin(nil), in)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			total := int64(0)
			for _, i := range out.Items {
				got = append(got, fmt.Sprintf("%s %d", i.Code, i.Amount/1_000_000))
				total += i.Amount
			}
			if said := strings.Join(got, ", "); said != tt.want || total != out.Total {
				t.Errorf("got %s, %d in all, want %s", said, out.Total, tt.want)
			}
		})
	}
}

func TestATrainingOfSomebodyWhoLeavesInAnotherWayIsRefused(t *testing.T) {
	b := load(t)
	months, tuition, absurd, never := 3, int64(1_000_000), int64(2_000_000_000), -1
	for _, tt := range []struct {
		name, field string
		policy      Policy
		months      *int
		tuition     *int64
	}{
		{"months of training on severance at once", "trainingMonths", ImmediateSeverance, &months, nil},
		{"tuition on a transfer", "tuition", TransferOut, nil, &tuition},
		{"an absurd tuition", "tuition", SeveranceAfterTraining, nil, &absurd},
		{"negative months", "trainingMonths", SeveranceAfterTraining, &never, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := leaver{policy: tt.policy, born: "1990-09-20", leaves: "2025-09-01", insured: 240}.input()
			in.TrainingMonths, in.Tuition = tt.months, tt.tuition
			_, err := SeparationBenefit(b.Begin(nil), in)
			if f := fault.From(err); err == nil || f.Code != fault.BadInput || f.Field != tt.field {
				t.Errorf("got %v", err)
			}
		})
	}
}
