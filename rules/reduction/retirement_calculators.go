package reduction

import (
	"bienche/internal/day"
	"bienche/rules"
)

// RetirementCalculators are the computations of retirement, with samples that go down every path on which they read
// the law.
func RetirementCalculators() []rules.Calculator {
	retire := func(in RetirementInput) func(*rules.Work) error {
		return func(w *rules.Work) error {
			_, err := Retirement(w, in)
			return err
		}
	}
	born := day.Of(1970, 1, 1)
	return []rules.Calculator{
		{
			Code: "retirement", Label: rules.Label{VI: "Thời điểm nghỉ hưu", EN: "Retirement"},
			Samples: []func(*rules.Work) error{
				retire(RetirementInput{BirthDate: born, Sex: Male, ReducedAge: true, BirthDayUnknown: true}),
				retire(RetirementInput{BirthDate: born, Sex: Female}),
			},
		},
		{
			Code: "retirementDates", Label: rules.Label{VI: "Hạn thông báo và quyết định nghỉ hưu", EN: "Notice of and decision on retirement"},
			Samples: []func(*rules.Work) error{func(w *rules.Work) error {
				_, err := RetirementDates(w, day.Of(2027, 5, 1))
				return err
			}},
		},
	}
}
