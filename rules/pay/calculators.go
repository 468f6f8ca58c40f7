package pay

import (
	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/rules"
)

// Calculators are the computations of this package, with samples that go down every path on which they read the law.
func Calculators() []rules.Calculator {
	six := decimal.NewFromInt(6)
	since, on := day.Of(2020, 1, 1), day.Of(2022, 6, 1)
	months := 3
	raise := func(in StepRaiseInput) func(*rules.Work) error {
		return func(w *rules.Work) error {
			in.StaffClass, in.Since = "CIVIL_SERVANT", since
			_, err := StepRaise(w, in)
			return err
		}
	}
	place := func(in GradePlacementInput) func(*rules.Work) error {
		return func(w *rules.Work) error {
			in.Since, in.On = since, on
			_, err := GradePlacement(w, in)
			return err
		}
	}
	delays := []Delay{{Reason: Warning, On: on}, {Reason: UnpaidLeave, On: on, Months: &months}}
	return []rules.Calculator{
		{
			Code: "stepRaise", Label: rules.Label{VI: "Nâng bậc lương lần sau", EN: "Next step raise"},
			Samples: []func(*rules.Work) error{
				raise(StepRaiseInput{SalaryClass: "A1", Step: 3, Delays: delays, EarlyMonths: 1}),
				raise(StepRaiseInput{SalaryClass: "A1", Step: 9}),
				raise(StepRaiseInput{SalaryClass: "A1", Step: 9, BeyondFramePercent: &six, BeyondFrameSince: on}),
			},
		},
		{
			Code: "gradePlacement", Label: rules.Label{VI: "Xếp lương khi thay đổi ngạch", EN: "Placement in a new grade"},
			Samples: []func(*rules.Work) error{
				place(GradePlacementInput{FromClass: "A1", FromStep: 5, ToClass: "A1"}),
				place(GradePlacementInput{FromClass: "A1", FromStep: 5, ToClass: "A2.1"}),
				place(GradePlacementInput{FromClass: "A2.1", FromStep: 5, ToClass: "A2.2"}),
				place(GradePlacementInput{FromClass: "A1", FromStep: 9, BeyondFramePercent: &six, BeyondFrameSince: on, ToClass: "A2.1"}),
			},
		},
	}
}
