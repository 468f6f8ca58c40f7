package reduction

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"bienche/internal/day"
	"bienche/rules"
)

var officeCases = func() []separationCase {
	var all []separationCase
	for _, class := range []string{"COMMUNE_NON_PROFESSIONAL", "VILLAGE_NON_PROFESSIONAL"} {
		l := func(born string, served int) leaver {
			return leaver{policy: NonProfessional, class: class, born: born, leaves: "2025-08-01", insured: -1, served: served}
		}
		pensioner, sixteen := l("1955-01-10", 0), l("1985-01-10", 60)
		pensioner.pensioner, sixteen.leaves = true, "2025-06-16"
		all = append(all, []separationCase{
			{"154, long service, far from retirement", l("1985-01-10", 114), "MONTHS_SERVED 48C, PER_YEAR 14.25C, FIXED 3C"},
			{"154, long service, 30 months before retirement", l("1966-04-10", 114), "MONTHS_SERVED 26.4C, PER_YEAR 14.25C, FIXED 3C"},
			{"154, 60 months of service, 33 months before retirement", l("1966-04-10", 60), "MONTHS_SERVED 26.4C, PER_YEAR 7.5C, FIXED 3C"},
			{"154, 59 months of service", l("1966-04-10", 59), "MONTHS_SERVED 47.2C, PER_YEAR 7.5C, FIXED 3C"},
			{"154, at the age of retirement", l("1964-01-10", 114), "FIXED 15C"},
			{"154, already on a pension", pensioner, "FIXED 15C"},
			{"154, the first day", sixteen, "MONTHS_SERVED 48C, PER_YEAR 7.5C, FIXED 3C"},
			{"29, 20 months left of the term", leaver{policy: NonProfessional, class: class, leaves: "2024-09-01", left: 20, reorg: "2024-01-01"}, "MONTHS_SERVED 10C"},
			{"29, twelve months after the decision", leaver{policy: NonProfessional, class: class, leaves: "2024-09-01", left: 20, reorg: "2023-09-01"}, "MONTHS_SERVED 10C"},
			{"29, a day later", leaver{policy: NonProfessional, class: class, leaves: "2024-09-02", left: 20, reorg: "2023-09-01"}, "not eligible, LEFT_TOO_LATE"},
			{"29, before the decision", leaver{policy: NonProfessional, class: class, leaves: "2024-09-02", left: 20, reorg: "2024-10-01"}, "not eligible, BEFORE_REORGANISATION"},
		}...)
	}
	for i := range all {
		all[i].name = all[i].class + " " + all[i].name
	}
	return all
}()

func resigning(leaves string, insured int, born string) leaver {
	return leaver{family: OrdinaryResignation, policy: ImmediateSeverance, leaves: leaves, insured: insured, born: born}
}

var resignationCases = []separationCase{
	{"46: half a month for each year", resigning("2020-05-01", 126, ""), "PER_YEAR 5.25C"},
	{"46: at least one month", resigning("2020-05-01", 18, ""), "PER_YEAR 1C"},
	{"46: the first day", resigning("2010-06-15", 126, ""), "PER_YEAR 5.25C"},
	{"46: the last day", resigning("2025-06-30", 126, ""), "PER_YEAR 5.25C"},
	{"170: the first day", resigning("2025-07-01", 126, ""), "FIXED 3C, PER_YEAR 15.75C"},
	{"170: eleven months", resigning("2025-07-01", 11, ""), "FIXED 1C"},
	{"170: six months", resigning("2025-07-01", 6, ""), "FIXED 1C"},
	{"170: five months", resigning("2025-07-01", 5, ""), "not eligible, SERVICE_TOO_SHORT"},
	{"170: twelve months", resigning("2025-07-01", 12, ""), "FIXED 3C, PER_YEAR 1.5C"},
	{"170: at the age of retirement", resigning("2025-08-01", 126, "1964-04-20"), "not eligible, AT_RETIREMENT_AGE"},
	{"170: a month before", resigning("2025-08-01", 126, "1964-05-20"), "FIXED 3C, PER_YEAR 15.75C"},
}

func TestNonProfessionalsAtTheirEdges(t *testing.T) { run(t, load(t), officeCases) }

func TestOrdinaryResignationAtItsEdges(t *testing.T) { run(t, load(t), resignationCases) }

// TestWhoIsCovered asks every regime, policy and class of staff.
func TestWhoIsCovered(t *testing.T) {
	b := load(t)
	const staff = "CADRE CIVIL_SERVANT PUBLIC_EMPLOYEE CONTRACT"
	const office = "COMMUNE_NON_PROFESSIONAL VILLAGE_NON_PROFESSIONAL"
	all := map[Policy]string{EarlyRetirement: staff, TransferOut: staff, ImmediateSeverance: staff, SeveranceAfterTraining: staff}
	with := map[Policy]string{EarlyRetirement: staff, TransferOut: staff, ImmediateSeverance: staff, SeveranceAfterTraining: staff, NonProfessional: office}
	tests := []struct {
		regime, leaves string
		covered        map[Policy]string
	}{
		{"108/2014/NĐ-CP", "2016-05-01", all}, {"113/2018/NĐ-CP", "2019-05-01", all}, {"143/2020/NĐ-CP", "2021-06-01", all},
		{"29/2023/NĐ-CP", "2024-09-01", with}, {"154/2025/NĐ-CP", "2025-09-01", with},
		{"178/2024/NĐ-CP", "2025-05-01", map[Policy]string{EarlyRetirement: staff, ImmediateSeverance: staff}},
		{"46/2010/NĐ-CP", "2020-05-01", map[Policy]string{ImmediateSeverance: "CIVIL_SERVANT"}},
		{"170/2025/NĐ-CP", "2025-09-01", map[Policy]string{ImmediateSeverance: "CIVIL_SERVANT"}},
	}
	for _, tt := range tests {
		for _, policy := range policies {
			for _, class := range classes {
				l := leaver{policy: policy, class: class, born: "1990-01-20", leaves: tt.leaves, insured: 120, served: 60, left: 10, reorg: day.MustParse(tt.leaves).AddDays(-60).String(), regime: tt.regime}
				out, err := SeparationBenefit(b.Begin(nil), l.input())
				refused := slices.ContainsFunc(out.Reasons, func(n rules.Note) bool {
					return n.Code == "CLASS_NOT_IN_POLICY" || n.Code == "POLICY_NOT_IN_REGIME"
				})
				want := !slices.Contains(strings.Fields(tt.covered[policy]), class)
				if err != nil || refused != want {
					t.Errorf("%s %s %s: refused %t, want %t (%s)", tt.regime, policy, class, refused, want, said(out, err))
				}
				if none := tt.covered[policy] == ""; refused && none != (out.Reasons[0].Code == "POLICY_NOT_IN_REGIME") {
					t.Errorf("%s %s: %s", tt.regime, policy, said(out, nil))
				}
			}
		}
	}
}

func TestOddMonthsByRegime(t *testing.T) {
	b := load(t)
	old, now := "0 0 0 0.5 0.5 0.5 1 1 1 1 1 1", "0 0.5 0.5 0.5 0.5 0.5 0.5 1 1 1 1 1"
	resigned := "0 0 0 0.5 0.5 0.5 0.5 1 1 1 1 1"
	tests := []struct {
		leaves string
		family Family
		want   string
	}{
		{"2015-01-10", StaffReduction, old}, {"2018-10-14", StaffReduction, old}, {"2018-10-15", StaffReduction, old}, {"2023-07-19", StaffReduction, old},
		{"2023-07-20", StaffReduction, now}, {"2025-06-15", StaffReduction, now}, {"2025-06-16", StaffReduction, now},
		{"2025-01-01", Reorganisation, now}, {"2025-08-31", Reorganisation, now},
		{"2025-06-30", OrdinaryResignation, resigned}, {"2025-07-01", OrdinaryResignation, resigned},
	}
	for _, tt := range tests {
		t.Run(tt.leaves, func(t *testing.T) {
			var got []string
			for odd := range 12 {
				l := leaver{family: tt.family, policy: ImmediateSeverance, born: "1980-01-20", leaves: tt.leaves, insured: 48 + odd, reorg: "2025-01-01"}
				out, err := SeparationBenefit(b.Begin(nil), l.input())
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, out.InsuredYears.Sub(whole(4)).String())
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("got %s, want %s", s, tt.want)
			}
		})
	}
}

// TestRegimesByDay stands on the eve and the first day of every change of regime.
func TestRegimesByDay(t *testing.T) {
	b := load(t)
	tests := []struct {
		family       Family
		leaves, want string
	}{
		{StaffReduction, "2007-09-04", "NOT_COVERED: No regime applies to leaving on 2007-09-04. Nearest: Staff reduction under Decree 132/2007, from 2007-09-05 to 2011-12-31."},
		{StaffReduction, "2007-09-05", "NOT_COVERED: Staff reduction under Decree 132/2007: recorded, but not computed."},
		{StaffReduction, "2011-12-31", "NOT_COVERED: Staff reduction under Decree 132/2007: recorded, but not computed."},
		{StaffReduction, "2012-01-01", "NOT_COVERED: No regime applies to leaving on 2012-01-01. Nearest: Staff reduction under Decree 132/2007, from 2007-09-05 to 2011-12-31."},
		{StaffReduction, "2015-01-09", "NOT_COVERED: No regime applies to leaving on 2015-01-09. Nearest: Staff reduction under Decree 108/2014, from 2015-01-10 to 2018-10-14."},
		{StaffReduction, "2015-01-10", "108/2014/NĐ-CP"}, {StaffReduction, "2018-10-14", "108/2014/NĐ-CP"},
		{StaffReduction, "2018-10-15", "113/2018/NĐ-CP"}, {StaffReduction, "2020-12-09", "113/2018/NĐ-CP"},
		{StaffReduction, "2020-12-10", "143/2020/NĐ-CP"}, {StaffReduction, "2023-07-19", "143/2020/NĐ-CP"},
		{StaffReduction, "2023-07-20", "29/2023/NĐ-CP"}, {StaffReduction, "2025-06-15", "29/2023/NĐ-CP"},
		{StaffReduction, "2025-06-16", "154/2025/NĐ-CP"}, {StaffReduction, "2030-12-31", "154/2025/NĐ-CP"},
		{StaffReduction, "2031-01-01", "NOT_COVERED: No regime applies to leaving on 2031-01-01. Nearest: Staff reduction under Decree 154/2025, from 2025-06-16 to 2030-12-31."},
		{Reorganisation, "2024-12-31", "NOT_COVERED: No regime applies to leaving on 2024-12-31. Nearest: Reorganisation of the apparatus under Decree 178/2024 as amended by Decree 67/2025, from 2025-01-01 to 2025-08-31."},
		{Reorganisation, "2025-01-01", "178/2024/NĐ-CP"}, {Reorganisation, "2025-08-31", "178/2024/NĐ-CP"},
		{Reorganisation, "2025-09-01", "NOT_COVERED: No regime applies to leaving on 2025-09-01. Nearest: Reorganisation of the apparatus under Decree 178/2024 as amended by Decree 67/2025, from 2025-01-01 to 2025-08-31."},
		{OrdinaryResignation, "2010-06-14", "NOT_COVERED: No regime applies to leaving on 2010-06-14. Nearest: Resignation under Decree 46/2010, from 2010-06-15 to 2025-06-30."},
		{OrdinaryResignation, "2010-06-15", "46/2010/NĐ-CP"}, {OrdinaryResignation, "2025-06-30", "46/2010/NĐ-CP"},
		{OrdinaryResignation, "2025-07-01", "170/2025/NĐ-CP"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.family, " ", tt.leaves), func(t *testing.T) {
			l := leaver{family: tt.family, policy: ImmediateSeverance, born: "1985-01-20", leaves: tt.leaves, insured: 120, reorg: "2025-01-01"}
			out, err := SeparationBenefit(b.Begin(nil), l.input())
			got := out.RegimeCode
			if err != nil {
				got = err.Error()
			}
			if got != tt.want || err == nil && out.Regime.Document != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestAForcedRegime(t *testing.T) {
	b := load(t)
	tests := []struct{ name, regime, leaves, want, says string }{
		{"within its life", "154/2025/NĐ-CP", "2025-09-01", "FIXED 3C, PER_YEAR 15C", "Chosen by hand: Staff reduction under Decree 154/2025"},
		{"after its life", "29/2023/NĐ-CP", "2025-09-01", "FIXED 3C, PER_YEAR 15A", "its figures are those of 2025-06-15"},
		{"before its life", "154/2025/NĐ-CP", "2024-09-01", "FIXED 3C, PER_YEAR 15C", "its figures are those of 2025-06-16"},
		{"of another family", "170/2025/NĐ-CP", "2025-09-01", "FIXED 3C, PER_YEAR 15C", "Chosen by hand: Resignation under Decree 170/2025"},
		{"recorded but not computed", "177/2024/NĐ-CP", "2025-09-01", "NOT_COVERED: Cadres not re-elected or reappointed under Decree 177/2024: recorded, but not computed.", ""},
		{"recorded but not computed, older", "26/2015/NĐ-CP", "2020-09-01", "NOT_COVERED: Cadres too old for re-election under Decree 26/2015: recorded, but not computed.", ""},
		{"unknown", "1/1900/NĐ-CP", "2025-09-01", "BAD_INPUT: \"1/1900/NĐ-CP\" is not one of the allowed values.", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := leaver{policy: ImmediateSeverance, born: "1985-01-20", leaves: tt.leaves, insured: 120, regime: tt.regime}
			out, err := SeparationBenefit(b.Begin(nil), l.input())
			if got := said(out, err); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if err == nil && !strings.Contains(out.Trace[0].Formula.In("en"), tt.says) {
				t.Errorf("the trace starts with %q", out.Trace[0].Formula.In("en"))
			}
		})
	}
}
