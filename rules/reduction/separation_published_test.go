package reduction

import (
	"testing"

	"bienche/internal/day"
)

// TestServiceOfThePublishedAnswers takes the months that the Ministry of Home Affairs counted for non-professional
// officials under 154/2025/NĐ-CP, and the years they come to.
func TestServiceOfThePublishedAnswers(t *testing.T) {
	b := load(t)
	tests := []struct {
		name   string
		served int
		perOne string // months of PER_YEAR: 1.5 for each year
	}{
		{"3/2012-11/2023 and 6/2024-7/2025 are at least 12 years", 144, "18"},
		{"1/2016-1/7/2025 is 9 years and 6 months: 9.5, not 9", 114, "14.25"},
		{"9 years 3 months and 2 years 2 months, the paid stretch left out: 11.5", 137, "17.25"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := leaver{policy: NonProfessional, class: "COMMUNE_NON_PROFESSIONAL", born: "1985-01-10", leaves: "2025-08-01", served: tt.served}.input()
			out, err := SeparationBenefit(b.Begin(nil), in)
			if err != nil || len(out.Items) != 3 || out.Items[1].Months.String() != tt.perOne {
				t.Errorf("%s, want PER_YEAR %s", said(out, err), tt.perOne)
			}
		})
	}
}

// TestTheSameServiceUnderTwoRulesForOddMonths: 33 years and 2 months with an average of 6,000,000.
func TestTheSameServiceUnderTwoRulesForOddMonths(t *testing.T) {
	b := load(t)
	for regime, want := range map[string]int64{"113/2018/NĐ-CP": 69_000_000, "29/2023/NĐ-CP": 70_500_000} {
		in := leaver{born: "1967-08-20", leaves: "2024-09-01", insured: 398, regime: regime}.input()
		if regime == "113/2018/NĐ-CP" {
			in.BirthDate = day.Of(1966, 8, 20)
		}
		average := int64(6_000_000)
		in.Salary.AverageBase = &average
		out, err := SeparationBenefit(b.Begin(nil), in)
		if err != nil || len(out.Items) != 2 || out.Items[1].Amount != want {
			t.Errorf("%s: %s, want a grant of %d", regime, said(out, err), want)
		}
	}
}

// TestTheTeacherOfThePublishedAnswer: born 1 May 1975, she asks for November 2027 under 29/2023/NĐ-CP.
func TestTheTeacherOfThePublishedAnswer(t *testing.T) {
	run(t, load(t), []separationCase{
		{"too far from retirement", leaver{sex: Female, class: "PUBLIC_EMPLOYEE", born: "1975-05-01", leaves: "2027-11-01", regime: "29/2023/NĐ-CP"}, "not eligible, TOO_FAR_FROM_RETIREMENT"},
		{"with 15 years in a difficult area she is not early at all", leaver{sex: Female, class: "PUBLIC_EMPLOYEE", born: "1975-05-01", leaves: "2027-11-01", reduced: true, regime: "29/2023/NĐ-CP"}, "not eligible, AT_RETIREMENT_AGE"},
		{"the first month she could have left", leaver{sex: Female, class: "PUBLIC_EMPLOYEE", born: "1975-05-01", leaves: "2022-10-01", reduced: true, regime: "29/2023/NĐ-CP"}, "EARLY_YEARS 15A, SERVICE 11A"},
		{"the last month she could have left", leaver{sex: Female, class: "PUBLIC_EMPLOYEE", born: "1975-05-01", leaves: "2025-10-01", reduced: true, regime: "29/2023/NĐ-CP"}, "EARLY_YEARS 6A, SERVICE 11A"},
		{"a month before", leaver{sex: Female, class: "PUBLIC_EMPLOYEE", born: "1975-05-01", leaves: "2022-09-01", reduced: true, regime: "29/2023/NĐ-CP"}, "not eligible, TOO_FAR_FROM_RETIREMENT"},
		{"a month after", leaver{sex: Female, class: "PUBLIC_EMPLOYEE", born: "1975-05-01", leaves: "2025-11-01", reduced: true, regime: "29/2023/NĐ-CP"}, "NO_PENSION_CUT_ONLY"},
	})
}
