package pay

import (
	"reflect"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

func TestPlacement(t *testing.T) {
	b := load(t)
	since, on := day.Of(2020, 3, 1), day.Of(2022, 6, 1)
	beyond := func(in GradePlacementInput) GradePlacementInput {
		in.BeyondFramePercent, in.BeyondFrameSince = dec("7"), day.Of(2021, 3, 1)
		return in
	}
	tests := []struct {
		name  string
		in    GradePlacementInput
		step  int
		coef  string
		kept  string // reserve
		clock day.Day
	}{
		{"up, by a step of the old grade or more", GradePlacementInput{FromClass: "A1", FromStep: 5, ToClass: "A2.1"}, 1, "4.4", "0", on},
		{"up, by less than a step of the old grade", GradePlacementInput{FromClass: "A1", FromStep: 7, ToClass: "A2.1"}, 1, "4.4", "0", since},
		{"up, by exactly a step of the old grade", GradePlacementInput{FromClass: "C2", FromStep: 2, ToClass: "B"}, 1, "1.86", "0", on},
		{"up, to an equal coefficient", GradePlacementInput{FromClass: "B", FromStep: 3, ToClass: "A1", ReserveCoefficient: dec("0.08")}, 1, "2.34", "0", since},
		{"from the last step, without an allowance", GradePlacementInput{FromClass: "A1", FromStep: 9, ToClass: "A2.1"}, 3, "5.08", "0", since},
		{"with an allowance beyond the frame", beyond(GradePlacementInput{FromClass: "A1", FromStep: 9, ToClass: "A2.1"}), 4, "5.42", "0", on},
		{"a reserve counts and ends", GradePlacementInput{FromClass: "A1", FromStep: 9, ToClass: "A2.1", ReserveCoefficient: dec("0.2")}, 4, "5.42", "0", on},
		{"above the last step of the new grade", beyond(GradePlacementInput{FromClass: "C1", FromStep: 12, ToClass: "B", ReserveCoefficient: dec("0.3")}), 12, "4.06", "0.12", on},
		{"up within a rank, to higher coefficients", GradePlacementInput{FromClass: "A2.2", FromStep: 3, ToClass: "A2.1"}, 2, "4.74", "0", since},
		{"within a rank, to lower coefficients", GradePlacementInput{FromClass: "A2.1", FromStep: 3, ToClass: "A2.2"}, 3, "4.68", "0.4", since},
		{"within a rank, to lower coefficients, with an allowance", beyond(GradePlacementInput{FromClass: "A3.1", FromStep: 6, ToClass: "A3.2"}), 6, "7.55", "0.48", day.Of(2021, 3, 1)},
		{"the same class keeps all", GradePlacementInput{FromClass: "A1", FromStep: 4, ToClass: "A1", ReserveCoefficient: dec("0.15")}, 4, "3.33", "0.15", since},
		{"the same class keeps the clock of the allowance", beyond(GradePlacementInput{FromClass: "A1", FromStep: 9, ToClass: "A1"}), 9, "4.98", "0", day.Of(2021, 3, 1)},
		{"class C to class A", GradePlacementInput{FromClass: "C2_PUBLIC_EMPLOYEE", FromStep: 1, ToClass: "B"}, 2, "2.06", "0", since},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.in.Since, tt.in.On = since, on
			w := b.Begin(nil)
			got, err := GradePlacement(w, tt.in)
			if err != nil || got.Step != tt.step || got.Coefficient.String() != tt.coef || got.ReserveCoefficient.String() != tt.kept || got.NextRaiseCountsFrom != tt.clock {
				t.Errorf("%+v, %v\n%s", got, err, strings.Join(says(t, w), "\n"))
			}
		})
	}
}

func TestPlacementSaysHowItWent(t *testing.T) {
	w := load(t).Begin(nil)
	_, err := GradePlacement(w, GradePlacementInput{FromClass: "C1", FromStep: 12, Since: day.Of(2000, 2, 1), BeyondFramePercent: dec("15"),
		BeyondFrameSince: day.Of(2007, 2, 1), ToClass: "B", On: day.Of(2007, 10, 1)})
	want := []string{
		"3,63 + vượt khung 15% (0,54) + bảo lưu 0,00 = 4,17",
		"Tổng hệ số cũ cao hơn bậc cuối cùng: loại B bậc 12, hệ số 4,06, bảo lưu 0,11",
		"4,17 − 4,06 = 0,11",
		"Từ ngày bổ nhiệm, 01/10/2007",
	}
	if got := says(t, w); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v\n%s", err, strings.Join(got, "\n"))
	}
}

// chosen is the local choice of one option.
type chosen struct{ id, option string }

func (c chosen) Choice(id string, _ day.Day) (rules.Value, bool) {
	return rules.Value{Choice: c.option}, id == c.id
}

func TestWhereTheNextRaiseCountsFromThroughTime(t *testing.T) {
	b := load(t)
	in := GradePlacementInput{FromClass: "A1", FromStep: 7, Since: day.Of(2006, 3, 1), ToClass: "A2.1"}
	tests := []struct {
		name, on   string
		confidence rules.Confidence
		place      string
	}{
		{"first day of 02/2007", "2007-06-19", rules.OfficialText, "02/2007/TT-BNV"},
		{"eve of 170/2025", "2025-06-30", rules.OfficialText, "02/2007/TT-BNV"},
		{"first day of 170/2025", "2025-07-01", rules.LocalChoice, "02/2007/TT-BNV"},
		{"eve of 300/2026", "2026-07-31", rules.LocalChoice, "02/2007/TT-BNV"},
		{"first day of 300/2026", "2026-08-01", rules.LocalChoice, "300/2026/NĐ-CP"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in.On = day.MustParse(tt.on)
			w := b.Begin(nil)
			got, err := GradePlacement(w, in)
			clock, place := w.Steps[len(w.Steps)-1].Sources[0], w.Steps[len(w.Steps)-2].Sources[0]
			if err != nil || got.NextRaiseCountsFrom != in.Since || clock.Confidence != tt.confidence || place.Document != tt.place {
				t.Errorf("%+v, %v: clock %+v, place %+v", got, err, clock, place)
			}
			local, err := GradePlacement(b.Begin(chosen{"pay.placement.clock", "APPOINTMENT"}), in)
			if err != nil || local.NextRaiseCountsFrom != in.On {
				t.Errorf("the other reading: %+v, %v", local, err)
			}
		})
	}
	v, _ := b.On("pay.placement.clock", day.Of(2026, 8, 1))
	if len(v.Alternatives) != 1 || v.Alternatives[0].Choice != "APPOINTMENT" {
		t.Errorf("alternatives: %+v", v.Alternatives)
	}
}

func TestPlacementRefusesWhatItCannotTell(t *testing.T) {
	b := load(t)
	good := GradePlacementInput{FromClass: "A1", FromStep: 9, Since: day.Of(2020, 3, 1), BeyondFramePercent: dec("5"), BeyondFrameSince: day.Of(2022, 3, 1), ToClass: "A2.1", On: day.Of(2022, 6, 1)}
	with := func(change func(*GradePlacementInput)) GradePlacementInput { in := good; change(&in); return in }
	tests := []struct {
		name  string
		in    GradePlacementInput
		code  fault.Code
		field string
	}{
		{"down from A1 to B", with(func(in *GradePlacementInput) { in.ToClass = "B" }), fault.NotCovered, "toClass"},
		{"down from A1 to A0", with(func(in *GradePlacementInput) { in.ToClass = "A0" }), fault.NotCovered, "toClass"},
		{"to a senior expert", with(func(in *GradePlacementInput) { in.ToClass = "EXPERT" }), fault.NotCovered, "toClass"},
		{"from the scales of support staff", with(func(in *GradePlacementInput) { in.FromClass, in.FromStep = "T4_DRIVER", 12 }), fault.NotCovered, "fromClass"},
		{"the eve of the first text", with(func(in *GradePlacementInput) {
			in.BeyondFramePercent, in.BeyondFrameSince, in.Since, in.On = nil, day.Day{}, day.Of(2005, 1, 1), day.Of(2007, 6, 18)
		}), fault.NotCovered, ""},
		{"an unknown old class", with(func(in *GradePlacementInput) { in.FromClass = "X" }), fault.BadInput, "fromClass"},
		{"an unknown new class", with(func(in *GradePlacementInput) { in.ToClass = "X" }), fault.BadInput, "toClass"},
		{"a step outside the class", with(func(in *GradePlacementInput) { in.FromStep = 10 }), fault.BadInput, "fromStep"},
		{"no day of appointment", with(func(in *GradePlacementInput) { in.On = day.Day{} }), fault.BadInput, "on"},
		{"a step from after the appointment", with(func(in *GradePlacementInput) { in.Since = day.Of(2022, 6, 2) }), fault.BadInput, "since"},
		{"an allowance from after the appointment", with(func(in *GradePlacementInput) { in.BeyondFrameSince = day.Of(2022, 6, 2) }), fault.BadInput, "beyondFrameSince"},
		{"a negative percent", with(func(in *GradePlacementInput) { in.BeyondFramePercent = dec("-1") }), fault.BadInput, "beyondFramePercent"},
		{"a negative reserve", with(func(in *GradePlacementInput) { in.ReserveCoefficient = dec("-0.1") }), fault.BadInput, "reserveCoefficient"},
		{"an absurd reserve", with(func(in *GradePlacementInput) { in.ReserveCoefficient = dec("4.99") }), fault.BadInput, "reserveCoefficient"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := GradePlacement(b.Begin(nil), tt.in)
			if e := fault.From(err); e.Code != tt.code || e.Field != tt.field {
				t.Errorf("%s at %q: %v", e.Code, e.Field, err)
			}
		})
	}
	if _, err := GradePlacement(b.Begin(nil), good); err != nil {
		t.Errorf("what the bad inputs are made of is refused itself: %v", err)
	}
}

// TestAMoveUpNeverLosesPay holds over every class and step, and that one step more is never placed lower.
func TestAMoveUpNeverLosesPay(t *testing.T) {
	b := load(t)
	on := day.Of(2022, 6, 1)
	classes, err := b.SalaryClasses(on)
	if err != nil {
		t.Fatal(err)
	}
	moves := 0
	for _, from := range classes {
		for _, to := range classes {
			last := decimal.Zero
			for step := 1; step <= from.Steps; step++ {
				in := GradePlacementInput{FromClass: from.Code, FromStep: step, Since: day.Of(2020, 3, 1), ToClass: to.Code, On: on}
				w, again := b.Begin(nil), b.Begin(nil)
				got, err := GradePlacement(w, in)
				if fault.CodeOf(err) == fault.NotCovered {
					continue
				}
				total := got.Coefficient.Add(got.ReserveCoefficient)
				if err != nil || total.LessThan(from.Coefficient(step)) || total.LessThan(last) {
					t.Fatalf("%s step %d to %s: %+v, %v", from.Code, step, to.Code, got, err)
				}
				if _, err := GradePlacement(again, in); err != nil || !reflect.DeepEqual(w.Steps, again.Steps) {
					t.Fatalf("%s step %d to %s: another trace, %v", from.Code, step, to.Code, err)
				}
				last = total
				moves++
			}
		}
	}
	if moves < 500 {
		t.Errorf("only %d moves were tried", moves)
	}
}

func BenchmarkGradePlacement(b *testing.B) {
	book := load(b)
	in := GradePlacementInput{FromClass: "A1", FromStep: 9, Since: day.Of(2004, 4, 1), BeyondFramePercent: dec("6"), BeyondFrameSince: day.Of(2007, 4, 1), ToClass: "A2.1", On: day.Of(2008, 2, 1)}
	for b.Loop() {
		if _, err := GradePlacement(book.Begin(nil), in); err != nil {
			b.Fatal(err)
		}
	}
}
