package reduction

import (
	"reflect"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

func TestComparison(t *testing.T) {
	b := load(t)
	begin := func() *rules.Work { return b.Begin(nil) }
	in := leaver{born: "1968-08-20", leaves: "2025-09-01"}.input()
	in.ReorganisationDate = day.Of(2025, 3, 1)
	all, err := Comparison(begin, in, []string{"154/2025/NĐ-CP", "178/2024/NĐ-CP", "29/2023/NĐ-CP"}, day.Of(2025, 7, 15), day.Of(2025, 9, 1))
	if err != nil || len(all) != 9 {
		t.Fatalf("%d outcomes, %v", len(all), err)
	}
	for i, out := range all {
		in.LeavingDate, in.Regime = day.Of(2025, 7, 1).AddMonths(i/3), out.RegimeCode
		one, err := SeparationBenefit(begin(), in)
		if err != nil || !reflect.DeepEqual(one, out) {
			t.Errorf("outcome %d differs from the benefit alone: %v", i, err)
		}
	}
	if all[0].RegimeCode != "154/2025/NĐ-CP" || all[1].RegimeCode != "178/2024/NĐ-CP" || all[8].LeavingDate != day.Of(2025, 9, 1) {
		t.Errorf("order: %s %s %s", all[0].RegimeCode, all[1].RegimeCode, all[8].LeavingDate)
	}
	in.Regime = ""
	own, err := Comparison(begin, in, nil, day.Of(2025, 6, 1), day.Of(2025, 7, 1))
	if err != nil || len(own) != 2 || own[0].RegimeCode != "29/2023/NĐ-CP" || own[1].RegimeCode != "154/2025/NĐ-CP" {
		t.Errorf("without regimes each month has its own: %v, %v", own, err)
	}
}

func TestInsuredTimeGrowsWithLaterMonths(t *testing.T) {
	b := load(t)
	in := leaver{born: "1970-08-20", leaves: "2027-09-01", insured: 239}.input()
	in.InsuredAsOf = day.Of(2025, 8, 31)
	for leaves, want := range map[string]string{"2025-09-01": "20", "2025-10-01": "20", "2026-08-31": "21", "2026-09-01": "21"} {
		in.LeavingDate = day.MustParse(leaves)
		if out, err := SeparationBenefit(b.Begin(nil), in); err != nil || out.InsuredYears.String() != want {
			t.Errorf("leaving on %s: %s years, %v, want %s", leaves, out.InsuredYears, err, want)
		}
	}
}

func TestComparisonRefusesWhatItCannotShow(t *testing.T) {
	b := load(t)
	begin := func() *rules.Work { return b.Begin(nil) }
	in := leaver{born: "1968-08-20", leaves: "2025-09-01"}.input()
	tests := []struct {
		name     string
		regimes  []string
		from, to string
		code     fault.Code
		field    string
	}{
		{"no first month", nil, "", "2025-09-01", fault.BadInput, "fromMonth"},
		{"no last month", nil, "2025-09-01", "", fault.BadInput, "toMonth"},
		{"months backwards", nil, "2025-10-01", "2025-09-30", fault.BadInput, "toMonth"},
		{"too many months", nil, "2025-09-01", "2045-09-01", fault.BadInput, "toMonth"},
		{"too many months for two regimes", []string{"154/2025/NĐ-CP", "29/2023/NĐ-CP"}, "2025-09-01", "2035-09-01", fault.BadInput, "toMonth"},
		{"an unknown regime", []string{"1/1900/NĐ-CP"}, "2025-09-01", "2025-09-01", fault.BadInput, "regimes"},
		{"a regime that is not computed", []string{"132/2007/NĐ-CP"}, "2025-09-01", "2025-09-01", fault.NotCovered, "regimes"},
		{"months without a regime", nil, "2031-01-01", "2031-02-01", fault.NotCovered, "leavingDate"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var from, to day.Day
			if tt.from != "" {
				from = day.MustParse(tt.from)
			}
			if tt.to != "" {
				to = day.MustParse(tt.to)
			}
			_, err := Comparison(begin, in, tt.regimes, from, to)
			if e := fault.From(err); err == nil || e.Code != tt.code || e.Field != tt.field {
				t.Errorf("got %s, want %s at %s", refusal(err), tt.code, tt.field)
			}
		})
	}
}

// TestTheSamplesReadEveryParameter holds the samples to what the files define.
func TestTheSamplesReadEveryParameter(t *testing.T) {
	b := load(t)
	readers, err := b.Readers(SeparationCalculators())
	if err != nil {
		t.Fatal(err)
	}
	prefixes := map[string]bool{}
	for _, e := range b.History(regimes) {
		prefixes[e.Attrs["prefix"]] = true
	}
	for _, p := range b.Parameters() {
		parts := strings.SplitN(p.ID, ".", 3)
		if prefixes[parts[0]+"."+parts[1]] && len(readers[p.ID]) == 0 {
			t.Errorf("no sample reads %s", p.ID)
		}
	}
}

func TestMonthsWithoutARegimeAreLeftOut(t *testing.T) {
	in := SeparationInput{Family: Reorganisation, Policy: ImmediateSeverance, StaffClass: "CIVIL_SERVANT", Sex: Male, BirthDate: day.Of(1985, 6, 10),
		LeavingDate: day.Of(2025, 6, 1), ReorganisationDate: day.Of(2025, 3, 1), InsuredMonths: 180,
		Salary: SalaryBase{Short: SalaryParts{Coefficient: decimal.NewNullDecimal(decimal.RequireFromString("3.66"))}}}
	b := load(t)
	begin := func() *rules.Work { return b.Begin(nil) }
	got, err := Comparison(begin, in, nil, day.Of(2025, 6, 1), day.Of(2026, 5, 1))
	if err != nil || len(got) == 0 || len(got) >= 12 {
		t.Fatalf("%d outcomes of 12 months, %v", len(got), err)
	}
	if last := got[len(got)-1].LeavingDate; !last.Before(day.Of(2026, 1, 1)) {
		t.Errorf("the last outcome is of %s", last)
	}
	if _, err := Comparison(begin, in, nil, day.Of(2026, 1, 1), day.Of(2026, 5, 1)); fault.CodeOf(err) != fault.NotCovered {
		t.Errorf("no month has a regime: %v", err)
	}
}
