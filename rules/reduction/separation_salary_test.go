package reduction

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

func null(s string) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.RequireFromString(s))
}

func parts(coefficient string) SalaryParts { return SalaryParts{Coefficient: null(coefficient)} }

func period(from, to, coefficient string) SalaryPeriod {
	return SalaryPeriod{From: day.MustParse(from), To: day.MustParse(to), Parts: parts(coefficient)}
}

// everything is a salary with every part, each of another size.
func everything() SalaryParts {
	return SalaryParts{
		Coefficient: null("5"), PositionAllowance: null("0.5"), BeyondFramePercent: null("10"), ReserveCoefficient: null("0.3"),
		OccupationalSeniorityPercent: null("7"), OccupationalPreferencePercent: null("30"), PublicServicePercent: null("25"),
		PartyWorkPercent: null("11"), PartyCommitteeCoefficient: null("0.4"), AreaCoefficient: null("0.7"),
	}
}

// TestTheMonthlyBase: beyond frame is 10 % of 5, the percentages are of 5 + 0.5 + 0.5 = 6. Five parts count in every regime
// (6 + 0.3 + 0.42 = 6.72), three more in a reorganisation (66 % of 6 = 3.96).
func TestTheMonthlyBase(t *testing.T) {
	b := load(t)
	tests := []struct {
		name, leaves, onMonth string
		family                Family
		want                  int64
	}{
		{"108, base salary of 4/2016", "2016-05-01", "", StaffReduction, 1_150_000 * 672 / 100},
		{"108, base salary of 5/2016", "2016-06-01", "", StaffReduction, 1_210_000 * 672 / 100},
		{"113", "2019-05-01", "", StaffReduction, 1_390_000 * 672 / 100},
		{"143", "2021-06-01", "", StaffReduction, 1_490_000 * 672 / 100},
		{"29", "2024-09-01", "", StaffReduction, 2_340_000 * 672 / 100},
		{"154, leaving the day the base salary rises", "2026-07-01", "", StaffReduction, 2_340_000 * 672 / 100},
		{"154, a month later", "2026-08-01", "", StaffReduction, 2_530_000 * 672 / 100},
		{"154, another month looked at", "2026-08-01", "2026-06-15", StaffReduction, 2_340_000 * 672 / 100},
		{"178", "2025-05-01", "", Reorganisation, 2_340_000 * 1068 / 100},
		{"46", "2020-05-01", "", OrdinaryResignation, 1_490_000 * 672 / 100},
		{"170", "2025-08-01", "", OrdinaryResignation, 2_340_000 * 672 / 100},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := leaver{family: tt.family, policy: ImmediateSeverance, class: "CIVIL_SERVANT", born: "1985-01-20", leaves: tt.leaves, insured: 120, reorg: "2025-01-01"}.input()
			p, average := everything(), int64(testAverage)
			in.Salary = SalaryBase{Parts: &p, AverageBase: &average}
			if tt.onMonth != "" {
				in.Salary.OnMonth = day.MustParse(tt.onMonth)
			}
			out, err := SeparationBenefit(b.Begin(nil), in)
			if err != nil || out.MonthlyBase != tt.want {
				t.Errorf("base %d, %v, want %d", out.MonthlyBase, err, tt.want)
			}
			in.Salary = SalaryBase{Short: p, AverageBase: &average, OnMonth: in.Salary.OnMonth}
			if short, err := SeparationBenefit(b.Begin(nil), in); err != nil || short.Total != out.Total {
				t.Errorf("the shorthand comes to %d, %v, want %d", short.Total, err, out.Total)
			}
		})
	}
	commune := leaver{policy: NonProfessional, class: "COMMUNE_NON_PROFESSIONAL", born: "1985-01-20", leaves: "2025-08-01", served: 114, withoutSalary: true}.input()
	if out, err := SeparationBenefit(b.Begin(nil), commune); err != nil || out.MonthlyBase != 3_510_000 {
		t.Errorf("the central allowance of a commune: %d, %v", out.MonthlyBase, err)
	}
}

func TestTheAverageOfSixtyMonths(t *testing.T) {
	b := load(t)
	// Leaving 1 January 2024 looks at 1/2019 to 12/2023: 6 months at 1,390,000, 48 at 1,490,000 and 6 at 1,800,000.
	whole := []SalaryPeriod{period("2010-01-01", "2023-12-31", "4")}
	raised := []SalaryPeriod{period("2021-07-01", "2023-12-31", "4.5"), period("2010-01-01", "2021-06-30", "4")} // any order
	gap := []SalaryPeriod{period("2010-01-01", "2020-12-31", "4"), period("2022-01-01", "2023-12-31", "4")}
	asPaid := func(coefficient string, months ...int64) decimal.Decimal {
		total := decimal.Zero
		for i, base := range []int64{1_300_000, 1_390_000, 1_490_000, 1_800_000} {
			total = total.Add(decimal.NewFromInt(base * months[i]))
		}
		return total.Mul(decimal.RequireFromString(coefficient))
	}
	sixty := decimal.NewFromInt(60)
	tests := []struct {
		name    string
		history []SalaryPeriod
		insured int
		chosen  rules.Choices
		want    decimal.Decimal
		refusal string
	}{
		{"each month at its own base salary", whole, 240, nil, asPaid("4", 0, 6, 48, 6).Div(sixty), ""},
		{"a step raise within", raised, 240, nil, asPaid("4", 0, 6, 24, 0).Add(asPaid("4.5", 0, 0, 24, 6)).Div(sixty), ""},
		{"a year without salary is left out", gap, 240, nil, asPaid("4", 6, 12, 36, 6).Div(sixty), ""},
		{"a year without salary is refused", gap, 240, choose("average.gaps", rules.Value{Choice: "CALENDAR"}), decimal.Zero, "BAD_INPUT salary.history: BAD_INPUT: The history of the salary lacks the month 2021-12."},
		{"valued at the base salary before leaving", whole, 240, choose("average.valuation", rules.Value{Choice: "REVALUED"}), decimal.NewFromInt(7_200_000), ""},
		{"the whole service where it is shorter", []SalaryPeriod{period("2022-01-01", "2023-12-31", "4")}, 24, nil, asPaid("4", 0, 0, 18, 6).Div(decimal.NewFromInt(24)), ""},
		{"too few months", []SalaryPeriod{period("2022-01-01", "2023-12-31", "4")}, 240, nil, decimal.Zero, "BAD_INPUT salary.history: BAD_INPUT: The history of the salary has only 24 months before leaving; 60 are needed."},
		{"two periods overlap", []SalaryPeriod{period("2010-01-01", "2023-12-31", "4"), period("2022-01-01", "2023-12-31", "4")}, 240, nil, decimal.Zero, "BAD_INPUT salary.history: BAD_INPUT: Two salary periods overlap: one starts 2022-01-01, the one before ends 2023-12-31."},
		{"a period backwards", []SalaryPeriod{period("2023-12-31", "2010-01-01", "4")}, 240, nil, decimal.Zero, "BAD_INPUT salary.history: BAD_INPUT: The salary period from 2023-12-31 to 2010-01-01 lacks a day or ends before it starts."},
		{"a period without a coefficient", []SalaryPeriod{{From: day.Of(2010, 1, 1), To: day.Of(2023, 12, 31)}}, 240, nil, decimal.Zero, "BAD_INPUT salary.history.parts.coefficient: BAD_INPUT: The salary coefficient is missing: allowances are taken of it."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			current := int64(testCurrent)
			in := leaver{policy: SeveranceAfterTraining, born: "1982-01-20", leaves: "2024-01-01", insured: tt.insured}.input()
			in.Salary = SalaryBase{MonthlyBase: &current, History: tt.history}
			out, err := SeparationBenefit(b.Begin(tt.chosen), in)
			if tt.refusal != "" {
				if got := refusal(err); got != tt.refusal {
					t.Errorf("got %s, want %s", got, tt.refusal)
				}
				return
			}
			if err != nil || *out.AverageBase != tt.want.Round(0).IntPart() {
				t.Fatalf("average %v, %v, want %s", out.AverageBase, err, tt.want)
			}
			if perYear := out.Items[1]; perYear.Amount != tt.want.Mul(perYear.Months).Round(0).IntPart() {
				t.Errorf("the exact average is rounded too early: %d", perYear.Amount)
			}
		})
	}
}

func choose(name string, v rules.Value) chosen { return chosen{"reduction.29_2023." + name, v} }

func refusal(err error) string {
	if err == nil {
		return "none"
	}
	e := fault.From(err)
	return strings.TrimSpace(string(e.Code)+" "+e.Field) + ": " + err.Error()
}

// TestTheAverageUnderDecree108: leaving 1 May 2016 looks at 5/2011 to 4/2016, 12 months at 830,000, 14 at 1,050,000 and 34
// at 1,150,000.
func TestTheAverageUnderDecree108(t *testing.T) {
	b := load(t)
	choose := func(name, option string) rules.Choices {
		return chosen{"reduction.108_2014." + name, rules.Value{Choice: option}}
	}
	gap := []SalaryPeriod{period("2010-05-01", "2011-12-31", "3"), period("2013-01-01", "2016-04-30", "3")}
	tests := []struct {
		name    string
		history []SalaryPeriod
		chosen  rules.Choices
		want    string
	}{
		{"as paid", []SalaryPeriod{period("2011-05-01", "2016-04-30", "3")}, nil, "3188000"},
		{"a month too few", []SalaryPeriod{period("2011-06-01", "2016-04-30", "3")}, nil, "salary.history"},
		{"valued anew", []SalaryPeriod{period("2011-05-01", "2016-04-30", "3")}, choose("average.valuation", "REVALUED"), "3450000"},
		{"a year without salary is left out", gap, nil, "3040000"},
		{"a year without salary is refused", gap, choose("average.gaps", "CALENDAR"), "salary.history"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := leaver{policy: TransferOut, born: "1975-01-20", leaves: "2016-05-01", insured: 200}.input()
			in.Salary.AverageBase, in.Salary.History = nil, tt.history
			out, err := SeparationBenefit(b.Begin(tt.chosen), in)
			got := fault.From(err).Field
			if err == nil {
				got = fmt.Sprint(*out.AverageBase)
			}
			if got != tt.want {
				t.Errorf("got %s, %v, want %s", got, err, tt.want)
			}
		})
	}
}

func TestBadInputNamesItsField(t *testing.T) {
	b := load(t)
	good := leaver{born: "1968-08-20", leaves: "2025-09-01"}
	with := func(edit func(*SeparationInput)) SeparationInput {
		in := good.input()
		edit(&in)
		return in
	}
	n := func(v int64) *int64 { return &v }
	i := func(v int) *int { return &v }
	tests := []struct {
		name, field string
		in          SeparationInput
	}{
		{"no family", "family", with(func(in *SeparationInput) { in.Family = "" })},
		{"an unknown policy", "policy", with(func(in *SeparationInput) { in.Policy = "HOLIDAY" })},
		{"an unknown class", "staffClass", with(func(in *SeparationInput) { in.StaffClass = "KING" })},
		{"an unknown level", "level", with(func(in *SeparationInput) { in.Level = "MOON" })},
		{"an unknown group", "group", with(func(in *SeparationInput) { in.Group = "ALL" })},
		{"an unknown sex", "sex", with(func(in *SeparationInput) { in.Sex = "X" })},
		{"no leaving date", "leavingDate", with(func(in *SeparationInput) { in.LeavingDate = day.Day{} })},
		{"no birth date where age counts", "birthDate", with(func(in *SeparationInput) { in.BirthDate = day.Day{} })},
		{"no sex where age counts", "sex", with(func(in *SeparationInput) { in.Sex = "" })},
		{"birth on the leaving date", "birthDate", with(func(in *SeparationInput) { in.BirthDate = in.LeavingDate })},
		{"birth in another century", "birthDate", with(func(in *SeparationInput) { in.BirthDate = day.Of(1868, 1, 1) })},
		{"negative insured months", "insuredMonths", with(func(in *SeparationInput) { in.InsuredMonths = -1 })},
		{"insured for longer than alive", "insuredMonths", with(func(in *SeparationInput) { in.BirthDate, in.InsuredMonths = day.Of(2000, 9, 1), 301 })},
		{"insured for a century", "insuredMonths", with(func(in *SeparationInput) { in.InsuredMonths = 1200 })},
		{"negative months in office", "serviceMonths", with(func(in *SeparationInput) { in.ServiceMonths = i(-1) })},
		{"negative months left", "remainingMonths", with(func(in *SeparationInput) { in.RemainingMonths = i(-1) })},
		{"insured time counted after leaving", "insuredAsOf", with(func(in *SeparationInput) { in.InsuredAsOf = day.Of(2025, 9, 2) })},
		{"reorganised before birth", "reorganisationDate", with(func(in *SeparationInput) { in.ReorganisationDate = day.Of(1950, 1, 1) })},
		{"no reorganisation date", "reorganisationDate", with(func(in *SeparationInput) { in.Family, in.LeavingDate = Reorganisation, day.Of(2025, 5, 1) })},
		{"no base at all", "salary.monthlyBase", with(func(in *SeparationInput) { in.Salary = SalaryBase{} })},
		{"base zero", "salary.monthlyBase", with(func(in *SeparationInput) { in.Salary.MonthlyBase = n(0) })},
		{"base negative", "salary.monthlyBase", with(func(in *SeparationInput) { in.Salary.MonthlyBase = n(-5) })},
		{"base absurd", "salary.monthlyBase", with(func(in *SeparationInput) { in.Salary.MonthlyBase = n(5_000_000_000) })},
		{"average zero", "salary.averageBase", with(func(in *SeparationInput) { in.Salary.AverageBase = n(0) })},
		{"given and built", "salary.monthlyBase", with(func(in *SeparationInput) { in.Salary.Short = parts("4") })},
		{"average given and built", "salary.averageBase", with(func(in *SeparationInput) {
			in.Salary.History = []SalaryPeriod{period("2010-01-01", "2025-09-01", "4")}
		})},
		{"parts twice", "salary.parts", with(func(in *SeparationInput) {
			p := parts("4")
			in.Salary = SalaryBase{Parts: &p, Short: parts("4")}
		})},
		{"an allowance without a coefficient", "salary.coefficient", with(func(in *SeparationInput) { in.Salary = SalaryBase{Short: SalaryParts{AreaCoefficient: null("0.2")}} })},
		{"a coefficient of zero", "salary.coefficient", with(func(in *SeparationInput) { in.Salary = SalaryBase{Short: parts("0")} })},
		{"a coefficient of 400", "salary.parts.coefficient", with(func(in *SeparationInput) {
			p := parts("400")
			in.Salary = SalaryBase{Parts: &p}
		})},
		{"a negative percentage", "salary.publicServicePercent", with(func(in *SeparationInput) {
			in.Salary = SalaryBase{Short: SalaryParts{Coefficient: null("4"), PublicServicePercent: null("-25")}}
		})},
		{"a month after leaving", "salary.onMonth", with(func(in *SeparationInput) { in.Salary = SalaryBase{Short: parts("4"), OnMonth: day.Of(2025, 10, 1)} })},
		{"no average where the regime averages", "salary.averageBase", with(func(in *SeparationInput) { in.Regime, in.Salary.AverageBase = "29/2023/NĐ-CP", nil })},
		{"no months in office", "serviceMonths", leaver{policy: NonProfessional, class: "COMMUNE_NON_PROFESSIONAL", born: "1985-01-10", leaves: "2025-08-01"}.input()},
		{"no months left of the term", "remainingMonths", leaver{policy: NonProfessional, class: "COMMUNE_NON_PROFESSIONAL", leaves: "2024-09-01"}.input()},
		{"no decision to reorganise the commune", "reorganisationDate", leaver{policy: NonProfessional, class: "COMMUNE_NON_PROFESSIONAL", leaves: "2024-09-01", left: 10}.input()},
		{"no allowance of a village", "salary.monthlyBase", leaver{policy: NonProfessional, class: "VILLAGE_NON_PROFESSIONAL", born: "1985-01-10", leaves: "2025-08-01", served: 60, withoutSalary: true}.input()},
		{"no birth date for training", "birthDate", leaver{policy: SeveranceAfterTraining, leaves: "2025-08-01"}.input()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := SeparationBenefit(b.Begin(nil), tt.in)
			e := fault.From(err)
			if err == nil || e.Code != fault.BadInput || e.Field != tt.field {
				t.Fatalf("got %s, want BAD_INPUT at %s", refusal(err), tt.field)
			}
			for _, lang := range []string{"vi", "en"} {
				if s := e.Message(lang); s == e.Key || strings.Contains(s, "{") {
					t.Errorf("%s: %q", lang, s)
				}
			}
		})
	}
	if out, err := SeparationBenefit(b.Begin(nil), good.input()); err != nil || !out.Eligible {
		t.Errorf("the good input: %s", said(out, err))
	}
}
