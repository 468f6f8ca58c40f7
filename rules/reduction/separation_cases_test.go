package reduction

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/rules"
)

// The bases of everybody here: odd, so that rounding to more than a dong shows, and apart, so that it shows which is taken.
const (
	testCurrent = 6_500_001
	testAverage = 6_000_001
)

// leaver is a person of the tables, a male civil servant with 32 insured years where nothing else is told.
type leaver struct {
	family        Family
	policy        Policy
	class, level  string
	sex           Sex
	born, leaves  string
	reduced       bool
	insured       int
	served, left  int // -1: none, 0: not told
	reorg         string
	group         Group
	pensioner     bool
	regime        string
	withoutSalary bool
}

func (l leaver) input() SeparationInput {
	or := func(s, t string) string {
		if s == "" {
			return t
		}
		return s
	}
	in := SeparationInput{
		Family: Family(or(string(l.family), string(StaffReduction))), Policy: Policy(or(string(l.policy), string(EarlyRetirement))),
		StaffClass: or(l.class, "CIVIL_SERVANT"), Level: l.level, Sex: Sex(or(string(l.sex), string(Male))), ReducedAge: l.reduced,
		LeavingDate: day.MustParse(l.leaves), Group: l.group, AlreadyPensioner: l.pensioner, Regime: l.regime, InsuredMonths: 384,
	}
	if l.born != "" {
		in.BirthDate = day.MustParse(l.born)
	}
	if l.reorg != "" {
		in.ReorganisationDate = day.MustParse(l.reorg)
	}
	if l.insured != 0 {
		in.InsuredMonths = max(0, l.insured)
	}
	if l.served != 0 {
		n := max(0, l.served)
		in.ServiceMonths = &n
	}
	if l.left != 0 {
		n := max(0, l.left)
		in.RemainingMonths = &n
	}
	if !l.withoutSalary {
		current, average := int64(testCurrent), int64(testAverage)
		in.Salary = SalaryBase{MonthlyBase: &current, AverageBase: &average}
	}
	return in
}

// said is an outcome in a line: each item with its months and its base (C current, A average), and each reason.
func said(out SeparationOutcome, err error) string {
	if err != nil {
		return err.Error()
	}
	var words []string
	for _, i := range out.Items {
		kind := "?"
		for name, base := range map[string]int64{"C": testCurrent, "A": testAverage, "P": out.MonthlyBase} {
			if i.Months.Mul(decimal.NewFromInt(base)).Round(0).IntPart() == i.Amount && kind != "C" {
				kind = name
			}
		}
		words = append(words, fmt.Sprintf("%s %s%s", i.Code, i.Months, kind))
	}
	for _, r := range out.Reasons {
		words = append(words, r.Code)
	}
	if !out.Eligible {
		words = append([]string{"not eligible"}, words...)
	}
	return strings.Join(words, ", ")
}

type separationCase struct {
	name string
	leaver
	want string
}

// reductionCases are staff reduction by regime; births are those whose month of retirement lies so many months ahead.
var reductionCases = []separationCase{
	{"143: 60 months ahead", leaver{born: "1964-11-20", leaves: "2021-06-01"}, "EARLY_YEARS 15A, SERVICE 11A"},
	{"143: 61 months ahead", leaver{born: "1964-12-20", leaves: "2021-06-01"}, "not eligible, TOO_FAR_FROM_RETIREMENT"},
	{"143: 24 months ahead", leaver{born: "1962-08-20", leaves: "2021-06-01"}, "EARLY_YEARS 6A, SERVICE 11A"},
	{"143: 23 months ahead", leaver{born: "1962-07-20", leaves: "2021-06-01"}, "NO_PENSION_CUT_ONLY"},
	{"143: at the age", leaver{born: "1960-12-20", leaves: "2021-06-01"}, "not eligible, AT_RETIREMENT_AGE"},
	{"143: a month short of 20 years", leaver{born: "1964-11-20", leaves: "2021-06-01", insured: 239}, "not eligible, INSURED_TIME_TOO_SHORT"},
	{"143: 20 years", leaver{born: "1964-11-20", leaves: "2021-06-01", insured: 240}, "EARLY_YEARS 15A, SERVICE 5A"},
	{"143: arduous work, 60 months before the lower age", leaver{born: "1969-11-20", leaves: "2021-06-01", reduced: true}, "EARLY_YEARS 15A, SERVICE 11A"},
	{"29: 60 months ahead", leaver{born: "1967-08-20", leaves: "2024-09-01"}, "EARLY_YEARS 15A, SERVICE 11A"},
	{"29: 61 months ahead", leaver{born: "1967-09-20", leaves: "2024-09-01"}, "not eligible, TOO_FAR_FROM_RETIREMENT"},
	{"29: 24 months ahead", leaver{born: "1965-02-20", leaves: "2024-09-01"}, "EARLY_YEARS 6A, SERVICE 11A"},
	{"29: 23 months ahead", leaver{born: "1965-01-20", leaves: "2024-09-01"}, "NO_PENSION_CUT_ONLY"},
	{"29: 61 months ahead, commune staff", leaver{born: "1967-09-20", leaves: "2024-09-01", level: "COMMUNE"}, "EARLY_YEARS 8.25A, SERVICE 11A"},
	{"29: 120 months ahead, commune staff", leaver{born: "1972-08-20", leaves: "2024-09-01", level: "COMMUNE"}, "EARLY_YEARS 15A, SERVICE 11A"},
	{"29: 121 months ahead, commune staff", leaver{born: "1972-09-20", leaves: "2024-09-01", level: "COMMUNE"}, "not eligible, TOO_FAR_FROM_RETIREMENT"},
	{"29: a month short of 20 years", leaver{born: "1967-08-20", leaves: "2024-09-01", insured: 239}, "not eligible, INSURED_TIME_TOO_SHORT"},
	{"29: 20 years", leaver{born: "1967-08-20", leaves: "2024-09-01", insured: 240}, "EARLY_YEARS 15A, SERVICE 5A"},
	{"29: a woman of a commune, 15 years", leaver{born: "1971-03-20", leaves: "2024-09-01", sex: Female, level: "COMMUNE", insured: 180}, "EARLY_YEARS 13.5A, SERVICE 5A"},
	{"29: a woman of a commune, a month less", leaver{born: "1971-03-20", leaves: "2024-09-01", sex: Female, level: "COMMUNE", insured: 179}, "not eligible, INSURED_TIME_TOO_SHORT"},
	{"29: a man of a commune, 15 years", leaver{born: "1967-08-20", leaves: "2024-09-01", level: "COMMUNE", insured: 180}, "not eligible, INSURED_TIME_TOO_SHORT"},
	{"154: 60 months ahead", leaver{born: "1968-08-20", leaves: "2025-09-01"}, "EARLY_YEARS 25C, SERVICE 11C"},
	{"154: 61 months ahead", leaver{born: "1968-09-20", leaves: "2025-09-01"}, "not eligible, TOO_FAR_FROM_RETIREMENT"},
	{"154: 61 months ahead, commune staff", leaver{born: "1968-09-20", leaves: "2025-09-01", level: "COMMUNE"}, "not eligible, TOO_FAR_FROM_RETIREMENT"},
	{"154: 24 months ahead", leaver{born: "1965-11-20", leaves: "2025-09-01"}, "EARLY_YEARS 10C, SERVICE 11C"},
	{"154: 23 months ahead", leaver{born: "1965-10-20", leaves: "2025-09-01"}, "NO_PENSION_CUT_ONLY"},
	{"154: 30 months ahead", leaver{born: "1966-05-20", leaves: "2025-12-01"}, "EARLY_YEARS 12.5C, SERVICE 11C"},
	{"154: 15 years from July 2025", leaver{born: "1968-08-20", leaves: "2025-09-01", insured: 180}, "EARLY_YEARS 25C, SERVICE 5C"},
	{"154: a month short of 15 years", leaver{born: "1968-08-20", leaves: "2025-09-01", insured: 179}, "not eligible, INSURED_TIME_TOO_SHORT"},
	{"154: 19 years and 7 months", leaver{born: "1968-08-20", leaves: "2025-09-01", insured: 235}, "EARLY_YEARS 25C, SERVICE 5C"},
	{"154: a month short of 20 years in June 2025", leaver{born: "1968-05-20", leaves: "2025-06-16", insured: 239}, "not eligible, INSURED_TIME_TOO_SHORT"},
	{"154: 20 years in June 2025", leaver{born: "1968-05-20", leaves: "2025-06-16", insured: 240}, "EARLY_YEARS 25C, SERVICE 5C"},
	{"154: a woman of a commune in June 2025, 15 years", leaver{born: "1971-09-20", leaves: "2025-06-16", sex: Female, level: "COMMUNE", insured: 180}, "EARLY_YEARS 22.5C, SERVICE 5C"},
	{"154: a woman of a commune in June 2025, a month less", leaver{born: "1971-09-20", leaves: "2025-06-16", sex: Female, level: "COMMUNE", insured: 179}, "not eligible, INSURED_TIME_TOO_SHORT"},
	{"108: 61 months ahead, commune staff", leaver{born: "1961-05-20", leaves: "2016-05-01", level: "COMMUNE"}, "not eligible, TOO_FAR_FROM_RETIREMENT"},
	{"108: transfer", leaver{policy: TransferOut, born: "1970-01-20", leaves: "2016-05-01"}, "FIXED 3C, PER_YEAR 16A"},
	{"108: transfer, 37 months ahead", leaver{policy: TransferOut, born: "1959-05-20", leaves: "2016-05-01"}, "FIXED 3C, PER_YEAR 16A"},
	{"108: transfer, 36 months ahead", leaver{policy: TransferOut, born: "1959-04-20", leaves: "2016-05-01"}, "not eligible, NEAR_RETIREMENT"},
	{"108: transfer, 36 months ahead, too few insured months", leaver{policy: TransferOut, born: "1959-04-20", leaves: "2016-05-01", insured: 239}, "FIXED 3C, PER_YEAR 10A"},
	{"29: transfer, 37 months ahead", leaver{policy: TransferOut, born: "1965-12-20", leaves: "2024-09-01"}, "FIXED 3C, PER_YEAR 16A"},
	{"29: transfer, 36 months ahead", leaver{policy: TransferOut, born: "1965-11-20", leaves: "2024-09-01"}, "not eligible, NEAR_RETIREMENT"},
	{"154: transfer, 37 months ahead", leaver{policy: TransferOut, born: "1966-09-20", leaves: "2025-09-01"}, "FIXED 3C, PER_YEAR 16C"},
	{"154: transfer, 36 months ahead", leaver{policy: TransferOut, born: "1966-08-20", leaves: "2025-09-01"}, "not eligible, NEAR_RETIREMENT"},
	{"108: severance a month under 53", leaver{policy: ImmediateSeverance, born: "1963-05-20", leaves: "2016-05-01", insured: 200}, "FIXED 3C, PER_YEAR 25.5A"},
	{"108: severance at 53", leaver{policy: ImmediateSeverance, born: "1963-04-20", leaves: "2016-05-01", insured: 200}, "not eligible, TOO_OLD"},
	{"108: severance of a woman a month under 48", leaver{policy: ImmediateSeverance, sex: Female, born: "1968-05-20", leaves: "2016-05-01", insured: 200}, "FIXED 3C, PER_YEAR 25.5A"},
	{"108: severance of a woman at 48", leaver{policy: ImmediateSeverance, sex: Female, born: "1968-04-20", leaves: "2016-05-01", insured: 200}, "not eligible, TOO_OLD"},
	{"108: severance, arduous work, a month under 48", leaver{policy: ImmediateSeverance, reduced: true, born: "1968-05-20", leaves: "2016-05-01", insured: 200}, "FIXED 3C, PER_YEAR 25.5A"},
	{"108: severance, arduous work, at 48", leaver{policy: ImmediateSeverance, reduced: true, born: "1968-04-20", leaves: "2016-05-01", insured: 200}, "not eligible, TOO_OLD"},
	{"29: severance 24 months ahead, not insured enough", leaver{policy: ImmediateSeverance, born: "1965-02-20", leaves: "2024-09-01", insured: 200}, "FIXED 3C, PER_YEAR 25.5A"},
	{"29: severance 23 months ahead", leaver{policy: ImmediateSeverance, born: "1965-01-20", leaves: "2024-09-01", insured: 200}, "not eligible, TOO_NEAR_RETIREMENT"},
	{"29: severance of somebody who may retire early", leaver{policy: ImmediateSeverance, born: "1967-08-20", leaves: "2024-09-01"}, "not eligible, ELIGIBLE_FOR_EARLY_RETIREMENT"},
	{"154: severance a month ahead, not insured enough", leaver{policy: ImmediateSeverance, born: "1964-05-20", leaves: "2025-08-01", insured: 179}, "FIXED 3C, PER_YEAR 22.5C"},
	{"154: severance at the age", leaver{policy: ImmediateSeverance, born: "1964-04-20", leaves: "2025-08-01", insured: 179}, "not eligible, TOO_NEAR_RETIREMENT"},
	{"108: training a month under 45", leaver{policy: SeveranceAfterTraining, born: "1971-05-20", leaves: "2016-05-01", insured: 240}, "FIXED 3C, PER_YEAR 10A"},
	{"108: training at 45", leaver{policy: SeveranceAfterTraining, born: "1971-04-20", leaves: "2016-05-01", insured: 240}, "not eligible, TOO_OLD"},
	{"29: training a month under 45", leaver{policy: SeveranceAfterTraining, born: "1979-09-20", leaves: "2024-09-01", insured: 240}, "FIXED 3C, PER_YEAR 10A"},
	{"29: training at 45", leaver{policy: SeveranceAfterTraining, born: "1979-08-20", leaves: "2024-09-01", insured: 240}, "not eligible, TOO_OLD"},
	{"154: training a month under 45", leaver{policy: SeveranceAfterTraining, born: "1980-09-20", leaves: "2025-09-01", insured: 240}, "FIXED 3C, PER_YEAR 10C"},
	{"154: training at 45", leaver{policy: SeveranceAfterTraining, born: "1980-08-20", leaves: "2025-09-01", insured: 240}, "not eligible, TOO_OLD"},
	{"a pensioner of staff reduction", leaver{born: "1968-08-20", leaves: "2025-09-01", pensioner: true}, "not eligible, ALREADY_PENSIONER"},
}

func run(t *testing.T, b *rules.Book, cases []separationCase) {
	t.Helper()
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			if got := said(SeparationBenefit(b.Begin(nil), tt.input())); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestStaffReductionAtItsEdges(t *testing.T) { run(t, load(t), reductionCases) }

// bandCases are the ages printed in 108/2014/NĐ-CP, which held until 143/2020/NĐ-CP went by the labour code.
func bandCases() []separationCase {
	var all []separationCase
	for _, leaves := range []string{"2016-05-01", "2019-04-01"} {
		for _, who := range []struct {
			sex     Sex
			reduced bool
			retires int
		}{{Male, false, 60}, {Female, false, 55}, {Male, true, 55}, {Female, true, 50}} {
			for _, gap := range []struct {
				months int
				want   string
			}{
				{61, "not eligible, TOO_FAR_FROM_RETIREMENT"}, {60, "EARLY_YEARS 15A, SERVICE 11A"}, {36, "EARLY_YEARS 9A, SERVICE 11A"}, {28, "EARLY_YEARS 7.5A, SERVICE 11A"}, {24, "EARLY_YEARS 6A, SERVICE 11A"},
				{23, "NO_PENSION_CUT_ONLY"}, {1, "NO_PENSION_CUT_ONLY"}, {0, "not eligible, AT_RETIREMENT_AGE"},
			} {
				born := day.MustParse(leaves).AddMonths(gap.months - 1 - 12*who.retires).AddDays(19)
				all = append(all, separationCase{
					fmt.Sprintf("%s %s reduced=%t, %d months ahead", leaves, who.sex, who.reduced, gap.months),
					leaver{sex: who.sex, reduced: who.reduced, born: born.String(), leaves: leaves}, gap.want,
				})
			}
		}
		all = append(all,
			separationCase{leaves + " a month short of 20 years", leaver{born: day.MustParse(leaves).AddMonths(35 - 720).String(), leaves: leaves, insured: 239}, "not eligible, INSURED_TIME_TOO_SHORT"},
			separationCase{leaves + " 20 years", leaver{born: day.MustParse(leaves).AddMonths(35 - 720).String(), leaves: leaves, insured: 240}, "EARLY_YEARS 9A, SERVICE 5A"})
	}
	return all
}

func TestTheAgesPrintedInDecree108(t *testing.T) { run(t, load(t), bandCases()) }
