package reduction

import (
	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/rules"
)

// SeparationCalculators is the computation of separation benefits, with samples that go down every path on which it
// reads the law.
func SeparationCalculators() []rules.Calculator {
	var samples []func(*rules.Work) error
	for _, in := range sampleSeparations() {
		samples = append(samples, func(w *rules.Work) error {
			_, err := SeparationBenefit(w, in)
			return err
		})
	}
	return []rules.Calculator{{
		Code: "separationBenefit", Label: rules.Label{VI: "Trợ cấp khi nghỉ việc", EN: "Separation benefit"}, Samples: samples,
	}}
}

// sampleSeparations are a person of each age and class that a policy tells apart, leaving under each regime.
func sampleSeparations() []SeparationInput {
	amount := func(text string) decimal.NullDecimal {
		return decimal.NewNullDecimal(decimal.RequireFromString(text))
	}
	served := 100
	person := SeparationInput{
		Family: StaffReduction, Policy: EarlyRetirement, StaffClass: "CIVIL_SERVANT", Level: "COMMUNE", Sex: Female, BirthDate: day.Of(1990, 1, 1),
		Group: DirectlyAffected, InsuredMonths: 200, ServiceMonths: &served, RemainingMonths: &served,
		Salary: SalaryBase{
			Short:   SalaryParts{Coefficient: amount("3.66")},
			History: []SalaryPeriod{{From: day.Of(2008, 1, 1), To: day.Of(2030, 1, 1), Parts: SalaryParts{Coefficient: amount("3.66")}}},
		},
	}
	var all []SeparationInput
	for _, at := range []struct {
		family Family
		leaves day.Day
	}{
		{StaffReduction, day.Of(2016, 6, 1)}, {StaffReduction, day.Of(2022, 6, 1)}, {StaffReduction, day.Of(2024, 6, 1)}, {StaffReduction, day.Of(2026, 6, 1)},
		{Reorganisation, day.Of(2025, 1, 1)}, {Reorganisation, day.Of(2025, 6, 1)}, {OrdinaryResignation, day.Of(2020, 6, 1)}, {OrdinaryResignation, day.Of(2026, 6, 1)},
	} {
		in := person
		in.Family, in.LeavingDate, in.ReorganisationDate = at.family, at.leaves, at.leaves.AddMonths(-1)
		all = append(all, leaveByEachPolicy(in)...)
	}
	official := person
	official.Policy, official.StaffClass = NonProfessional, "COMMUNE_NON_PROFESSIONAL"
	official.LeavingDate, official.ReorganisationDate = day.Of(2024, 6, 1), day.Of(2024, 5, 1)
	central := official
	central.LeavingDate, central.Salary = day.Of(2026, 6, 1), SalaryBase{}
	return append(all, official, central)
}

func leaveByEachPolicy(in SeparationInput) []SeparationInput {
	var all []SeparationInput
	for _, policy := range policies {
		in.Policy, in.TrainingMonths, in.Tuition = policy, nil, nil
		if policy == SeveranceAfterTraining {
			in.TrainingMonths, in.Tuition = new(int), new(int64)
		}
		young, man, reduced, short, later := in, in, in, in, in
		man.Sex, reduced.ReducedAge, short.InsuredMonths, later.ReorganisationDate = Male, true, 3, in.LeavingDate.AddMonths(-24)
		all = append(all, young, man, reduced, short, later)
	}
	for _, born := range []int{38, 45, 51, 55, 60} { // each band of early retirement, for women and men
		for _, sex := range []Sex{Female, Male} {
			near := in
			near.Policy, near.Sex, near.BirthDate = EarlyRetirement, sex, in.LeavingDate.AddMonths(-12*born)
			later, body := near, near
			later.ReorganisationDate, later.InsuredMonths = in.LeavingDate.AddMonths(-24), 260
			body.Group = BodyMustReduce
			all = append(all, near, later, body)
		}
	}
	return all
}
