package pay

import (
	"reflect"
	"strings"
	"testing"

	"bienche/internal/day"
	"bienche/internal/fault"
)

func months(n int) *int { return &n }

func TestDelays(t *testing.T) {
	b := load(t)
	at := func(reason DelayReason, on string) Delay { return Delay{Reason: reason, On: day.MustParse(on)} }
	away := func(reason DelayReason, on string, n int) Delay {
		return Delay{Reason: reason, On: day.MustParse(on), Months: months(n)}
	}
	tests := []struct {
		name, staff, since string
		delays             []Delay
		want               string
	}{
		{"none", "CIVIL_SERVANT", "2019-03-01", nil, "2022-03-01"},
		{"a reprimand of a civil servant on the eve of the change of 2021", "CIVIL_SERVANT", "2019-03-01", []Delay{at(Reprimand, "2021-08-14")}, "2022-09-01"},
		{"a reprimand of a civil servant on the first day of the change", "CIVIL_SERVANT", "2019-03-01", []Delay{at(Reprimand, "2021-08-15")}, "2022-06-01"},
		{"a reprimand of a public employee before the change", "PUBLIC_EMPLOYEE", "2019-03-01", []Delay{at(Reprimand, "2021-08-14")}, "2022-06-01"},
		{"a reprimand of a cadre before the change", "CADRE", "2019-03-01", []Delay{at(Reprimand, "2021-08-14")}, "2022-09-01"},
		{"a reprimand of contract staff after the change", "CONTRACT", "2019-03-01", []Delay{at(Reprimand, "2021-08-15")}, "2022-06-01"},
		{"a warning", "PUBLIC_EMPLOYEE", "2022-03-01", []Delay{at(Warning, "2023-01-01")}, "2025-09-01"},
		{"a removal from post", "CADRE", "2022-03-01", []Delay{at(RemovalFromPost, "2023-01-01")}, "2026-03-01"},
		{"a demotion", "CIVIL_SERVANT", "2022-03-01", []Delay{at(Demotion, "2023-01-01")}, "2026-03-01"},
		{"two unsatisfactory years", "CIVIL_SERVANT", "2022-03-01", []Delay{at(UnsatisfactoryRating, "2024-01-10"), at(UnsatisfactoryRating, "2023-01-10")}, "2026-03-01"},
		{"a bad year and a warning are added", "CIVIL_SERVANT", "2022-03-01", []Delay{at(UnsatisfactoryRating, "2023-01-10"), at(Warning, "2022-05-01")}, "2026-03-01"},
		{"unpaid leave", "CIVIL_SERVANT", "2022-03-01", []Delay{away(UnpaidLeave, "2023-01-01", 7)}, "2025-10-01"},
		{"other time that does not count", "CIVIL_SERVANT", "2022-03-01", []Delay{away(OtherNotCounted, "2022-03-01", 12)}, "2026-03-01"},
		{"an event on the eve of the due day", "CIVIL_SERVANT", "2022-03-01", []Delay{at(Warning, "2025-02-28")}, "2025-09-01"},
		{"an event on the due day is too late", "CIVIL_SERVANT", "2022-03-01", []Delay{at(Warning, "2025-03-01")}, "2025-03-01"},
		{"an event within the time that another added", "CIVIL_SERVANT", "2022-03-01", []Delay{at(Warning, "2025-03-01"), at(Warning, "2025-01-01")}, "2026-03-01"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := b.Begin(nil)
			got, err := StepRaise(w, StepRaiseInput{StaffClass: tt.staff, SalaryClass: "A1", Step: 3, Since: day.MustParse(tt.since), Delays: tt.delays})
			if err != nil || got.DueOn.String() != tt.want || got.NextStep != 4 || got.NextCoefficient.String() != "3.33" {
				t.Errorf("%+v, %v\n%s", got, err, strings.Join(says(t, w), "\n"))
			}
			if len(w.Steps) != 3+len(tt.delays) {
				t.Errorf("%d steps for %d delays", len(w.Steps), len(tt.delays))
			}
		})
	}
}

func TestBeyondTheFrame(t *testing.T) {
	b := load(t)
	tests := []struct {
		name string
		in   StepRaiseInput
		due  string
		pct  string
	}{
		{"the first of class A", StepRaiseInput{SalaryClass: "A2.1", Step: 8, Since: day.Of(2020, 4, 1)}, "2023-04-01", "5"},
		{"the first of class A0", StepRaiseInput{SalaryClass: "A0", Step: 10, Since: day.Of(2020, 4, 1)}, "2023-04-01", "5"},
		{"the first of class A2.2", StepRaiseInput{SalaryClass: "A2.2", Step: 8, Since: day.Of(2020, 4, 1)}, "2023-04-01", "5"},
		{"the first of class A3", StepRaiseInput{SalaryClass: "A3.1", Step: 6, Since: day.Of(2020, 4, 1)}, "2023-04-01", "5"},
		{"the first of class A3.2", StepRaiseInput{SalaryClass: "A3.2", Step: 6, Since: day.Of(2020, 4, 1)}, "2023-04-01", "5"},
		{"the first of class B", StepRaiseInput{SalaryClass: "B", Step: 12, Since: day.Of(2007, 10, 1)}, "2009-10-01", "5"},
		{"the first of class C", StepRaiseInput{SalaryClass: "C1", Step: 12, Since: day.Of(2020, 4, 1)}, "2022-04-01", "5"},
		{"the first of class C2", StepRaiseInput{SalaryClass: "C2", Step: 12, Since: day.Of(2020, 4, 1)}, "2022-04-01", "5"},
		{"the first of class C2 of public employees", StepRaiseInput{SalaryClass: "C2_PUBLIC_EMPLOYEE", Step: 12, Since: day.Of(2020, 4, 1)}, "2022-04-01", "5"},
		{"the first of class C3", StepRaiseInput{SalaryClass: "C3", Step: 12, Since: day.Of(2020, 4, 1)}, "2022-04-01", "5"},
		{"the first of drivers", StepRaiseInput{SalaryClass: "T4_DRIVER", Step: 12, Since: day.Of(2020, 4, 1)}, "2022-04-01", "5"},
		{"the first of service workers", StepRaiseInput{SalaryClass: "T4_SERVICE", Step: 12, Since: day.Of(2020, 4, 1)}, "2022-04-01", "5"},
		{"the second", StepRaiseInput{SalaryClass: "A1", Step: 9, Since: day.Of(2020, 4, 1), BeyondFramePercent: dec("5"), BeyondFrameSince: day.Of(2023, 4, 1)}, "2024-04-01", "6"},
		{"the twelfth", StepRaiseInput{SalaryClass: "A1", Step: 9, Since: day.Of(2010, 4, 1), BeyondFramePercent: dec("15"), BeyondFrameSince: day.Of(2023, 4, 1)}, "2024-04-01", "16"},
		{"put off by a warning", StepRaiseInput{SalaryClass: "A1", Step: 9, Since: day.Of(2010, 4, 1), BeyondFramePercent: dec("15"), BeyondFrameSince: day.Of(2023, 4, 1),
			Delays: []Delay{{Reason: Warning, On: day.Of(2023, 6, 1)}}}, "2024-10-01", "16"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.in.StaffClass = "CIVIL_SERVANT"
			w := b.Begin(nil)
			got, err := StepRaise(w, tt.in)
			if err != nil || got.DueOn.String() != tt.due || got.NextStep != 0 || got.NextCoefficient != nil || got.BeyondFramePercent.String() != tt.pct {
				t.Errorf("%+v, %v\n%s", got, err, strings.Join(says(t, w), "\n"))
			}
		})
	}
	_, err := StepRaise(b.Begin(nil), StepRaiseInput{StaffClass: "CIVIL_SERVANT", SalaryClass: "EXPERT", Step: 3, Since: day.Of(2020, 1, 1)})
	if e := fault.From(err); e.Code != fault.NotCovered || e.Field != "salaryClass" {
		t.Errorf("senior experts have no allowance beyond the frame: %v", err)
	}
}

func TestEarlyRaises(t *testing.T) {
	b := load(t)
	in := StepRaiseInput{StaffClass: "PUBLIC_EMPLOYEE", SalaryClass: "A1", Step: 1, Since: day.Of(2023, 9, 1)}
	for n, want := range map[int]string{0: "2026-09-01", 8: "2026-01-01", 12: "2025-09-01"} {
		in.EarlyMonths = n
		if got, err := StepRaise(b.Begin(nil), in); err != nil || got.DueOn.String() != want {
			t.Errorf("%d months early: %s, %v", n, got.DueOn, err)
		}
	}
	in.Since, in.EarlyMonths = day.Of(2006, 9, 1), 12
	if got, err := StepRaise(b.Begin(nil), in); err != nil || got.DueOn.String() != "2008-09-01" {
		t.Errorf("twelve months early before 08/2013: %s, %v", got.DueOn, err)
	}
	for name, tt := range map[string]struct {
		in       StepRaiseInput
		document string
	}{
		"thirteen months": {StepRaiseInput{SalaryClass: "A1", Step: 1, Since: day.Of(2023, 9, 1), EarlyMonths: 13}, "08/2013/TT-BNV"},
		"thirteen months, due on the eve of 08/2013": {StepRaiseInput{SalaryClass: "A1", Step: 1, Since: day.Of(2010, 9, 14), EarlyMonths: 13}, "204/2004/NĐ-CP"},
		"at the last step":                           {StepRaiseInput{SalaryClass: "A1", Step: 9, Since: day.Of(2023, 9, 1), EarlyMonths: 1}, "08/2013/TT-BNV"},
	} {
		tt.in.StaffClass = "PUBLIC_EMPLOYEE"
		_, err := StepRaise(b.Begin(nil), tt.in)
		if e := fault.From(err); e.Code != fault.RuleViolation || e.Field != "earlyMonths" || len(e.Sources) != 1 || e.Sources[0].Document != tt.document {
			t.Errorf("%s: %v %v", name, err, e.Sources)
		}
	}
	for id, want := range map[string]string{"early_share": "0.1", "early_in_a_row": "1"} {
		for _, on := range []string{"2013-09-15", "2021-08-15"} {
			if got, err := b.Decimal("pay.step_raise."+id, day.MustParse(on)); err != nil || got.String() != want {
				t.Errorf("%s on %s: %v, %v", id, on, got, err)
			}
		}
	}
}

func TestStepRaiseRefusesBadInput(t *testing.T) {
	b := load(t)
	today := day.Of(2026, 11, 22)
	good := StepRaiseInput{StaffClass: "CIVIL_SERVANT", SalaryClass: "A1", Step: 3, Since: day.Of(2023, 5, 1), AsOf: today}
	last := good
	last.Step, last.BeyondFramePercent, last.BeyondFrameSince = 9, dec("5"), day.Of(2026, 5, 1)
	with := func(in StepRaiseInput, change func(*StepRaiseInput)) StepRaiseInput { change(&in); return in }
	late := func(d Delay) StepRaiseInput {
		return with(good, func(in *StepRaiseInput) { in.Delays = []Delay{{Reason: Warning, On: day.Of(2024, 1, 1)}, d} })
	}
	tests := []struct {
		name  string
		in    StepRaiseInput
		code  fault.Code
		field string
	}{
		{"an unknown class", with(good, func(in *StepRaiseInput) { in.SalaryClass = "A4" }), fault.BadInput, "salaryClass"},
		{"no class", with(good, func(in *StepRaiseInput) { in.SalaryClass = "" }), fault.BadInput, "salaryClass"},
		{"a step below the first", with(good, func(in *StepRaiseInput) { in.Step = 0 }), fault.BadInput, "step"},
		{"a step above the last", with(good, func(in *StepRaiseInput) { in.Step = 10 }), fault.BadInput, "step"},
		{"staff who are paid an allowance", with(good, func(in *StepRaiseInput) { in.StaffClass = "VILLAGE_NON_PROFESSIONAL" }), fault.BadInput, "staffClass"},
		{"no day", with(good, func(in *StepRaiseInput) { in.Since = day.Day{} }), fault.BadInput, "since"},
		{"a day in the future", with(good, func(in *StepRaiseInput) { in.Since = today.AddDays(1) }), fault.BadInput, "since"},
		{"a day before any scales", with(good, func(in *StepRaiseInput) { in.Since = day.Of(1992, 12, 31) }), fault.BadInput, "since"},
		{"a day before the scales of 2004", with(good, func(in *StepRaiseInput) { in.Since = day.Of(2004, 9, 30) }), fault.NotCovered, ""},
		{"a negative percent", with(last, func(in *StepRaiseInput) { in.BeyondFramePercent = dec("-5") }), fault.BadInput, "beyondFramePercent"},
		{"a percent below the first", with(last, func(in *StepRaiseInput) { in.BeyondFramePercent = dec("4") }), fault.BadInput, "beyondFramePercent"},
		{"part of a percent", with(last, func(in *StepRaiseInput) { in.BeyondFramePercent = dec("5.5") }), fault.BadInput, "beyondFramePercent"},
		{"a percent without its day", with(last, func(in *StepRaiseInput) { in.BeyondFrameSince = day.Day{} }), fault.BadInput, "beyondFrameSince"},
		{"a percent from before the step", with(last, func(in *StepRaiseInput) { in.BeyondFrameSince = day.Of(2023, 4, 30) }), fault.BadInput, "beyondFrameSince"},
		{"a day without its percent", with(last, func(in *StepRaiseInput) { in.BeyondFramePercent = nil }), fault.BadInput, "beyondFramePercent"},
		{"a percent before the last step", with(last, func(in *StepRaiseInput) { in.Step = 8 }), fault.BadInput, "beyondFramePercent"},
		{"negative months early", with(good, func(in *StepRaiseInput) { in.EarlyMonths = -1 }), fault.BadInput, "earlyMonths"},
		{"an unknown reason", late(Delay{Reason: "HOLIDAY", On: day.Of(2024, 1, 1)}), fault.BadInput, "delays[1].reason"},
		{"a measure that public employees do not know", with(late(Delay{Reason: Demotion, On: day.Of(2024, 2, 1)}), func(in *StepRaiseInput) { in.StaffClass = "PUBLIC_EMPLOYEE" }), fault.RuleViolation, "delays[1].reason"},
		{"leave without its months", late(Delay{Reason: UnpaidLeave, On: day.Of(2024, 1, 1)}), fault.BadInput, "delays[1].months"},
		{"leave of no months", late(Delay{Reason: UnpaidLeave, On: day.Of(2024, 1, 1), Months: months(0)}), fault.BadInput, "delays[1].months"},
		{"leave of absurd length", late(Delay{Reason: UnpaidLeave, On: day.Of(2024, 1, 1), Months: months(601)}), fault.BadInput, "delays[1].months"},
		{"months that the law sets", late(Delay{Reason: Reprimand, On: day.Of(2024, 1, 1), Months: months(3)}), fault.BadInput, "delays[1].months"},
		{"an event before the step", late(Delay{Reason: Reprimand, On: day.Of(2023, 4, 30)}), fault.BadInput, "delays[1].on"},
		{"an event in the future", late(Delay{Reason: Reprimand, On: today.AddDays(1)}), fault.BadInput, "delays[1].on"},
		{"a delay on the eve of the first text", with(good, func(in *StepRaiseInput) {
			in.Since, in.Delays = day.Of(2012, 1, 1), []Delay{{Reason: Warning, On: day.Of(2013, 9, 14)}}
		}), fault.NotCovered, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := StepRaise(b.Begin(nil), tt.in)
			if e := fault.From(err); e.Code != tt.code || e.Field != tt.field {
				t.Errorf("%s at %q: %v", e.Code, e.Field, err)
			}
		})
	}
	for _, in := range []StepRaiseInput{good, last} {
		if _, err := StepRaise(b.Begin(nil), in); err != nil {
			t.Errorf("what the bad inputs are made of is refused itself: %v", err)
		}
	}
}

// TestALaterStartIsNeverDueEarlier also holds that the same input gives the same trace.
func TestALaterStartIsNeverDueEarlier(t *testing.T) {
	b := load(t)
	delays := []Delay{{Reason: Warning, On: day.Of(2024, 6, 1)}, {Reason: UnpaidLeave, On: day.Of(2024, 2, 1), Months: months(5)}}
	for _, class := range []string{"A1", "B"} {
		last := day.Day{}
		for since := day.Of(2020, 12, 1); !since.After(day.Of(2024, 2, 1)); since = since.AddDays(1) {
			in := StepRaiseInput{StaffClass: "CIVIL_SERVANT", SalaryClass: class, Step: 2, Since: since, Delays: delays}
			w, again := b.Begin(nil), b.Begin(nil)
			got, err := StepRaise(w, in)
			if err != nil || !last.IsZero() && got.DueOn.Before(last) {
				t.Fatalf("%s since %s: due on %s, %v; a day earlier: %s", class, since, got.DueOn, err, last)
			}
			if other, err := StepRaise(again, in); err != nil || other.DueOn != got.DueOn || !reflect.DeepEqual(w.Steps, again.Steps) {
				t.Fatalf("since %s: another trace, %v", since, err)
			}
			last = got.DueOn
		}
	}
}

func BenchmarkStepRaise(b *testing.B) {
	book := load(b)
	in := StepRaiseInput{StaffClass: "CIVIL_SERVANT", SalaryClass: "A1", Step: 3, Since: day.Of(2022, 3, 1), Delays: []Delay{{Reason: Warning, On: day.Of(2023, 1, 1)}}, EarlyMonths: 6}
	for b.Loop() {
		if _, err := StepRaise(book.Begin(nil), in); err != nil {
			b.Fatal(err)
		}
	}
}
