package rules

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"bienche/internal/day"
	"bienche/internal/fault"
)

// figures are what a parameter is on days of interest, "-" where nothing is in force.
func figures(b *Book, a Amendment, days ...string) string {
	all := make([]string, len(days))
	for i, on := range days {
		v, err := b.On(a.ID, day.MustParse(on))
		switch {
		case err != nil:
			all[i] = "-"
		case len(v.Rows) == 0:
			all[i] = v.plain()
		}
		for _, r := range v.Rows {
			if n := r.cell(a.Column); r.Key == a.Row && n != nil {
				all[i] = n.String()
			}
		}
	}
	return strings.Join(all, " ")
}

func TestASupposedFigureHoldsOnItsDaysAlone(t *testing.T) {
	b := trial(t)
	tests := []struct {
		name      string
		a         Amendment
		days      []string
		was, want string
	}{
		{"without a last day: to the end of the value", Amendment{ID: "trial.term", From: day.Of(2015, 6, 1), Text: "13"},
			[]string{"2015-05-31", "2015-06-01", "2015-12-31", "2016-01-01", "2020-01-01"}, "12 12 12 - 24.5", "12 13 13 - 24.5"},
		{"from the first day of the value", Amendment{ID: "trial.term", From: day.Of(2020, 1, 1), Text: "30"},
			[]string{"2015-01-01", "2019-12-31", "2020-01-01", "2090-01-01"}, "12 - 24.5 24.5", "12 - 30 30"},
		{"to a day: the law again from then on", Amendment{ID: "trial.term", From: day.Of(2021, 1, 1), To: day.Of(2022, 1, 1), Text: "30"},
			[]string{"2020-12-31", "2021-01-01", "2021-12-31", "2022-01-01"}, "24.5 24.5 24.5 24.5", "24.5 30 30 24.5"},
		{"over another value and a gap: the gap stays", Amendment{ID: "trial.term", From: day.Of(2015, 6, 1), To: day.Of(2021, 1, 1), Text: "30"},
			[]string{"2015-05-31", "2015-06-01", "2016-01-01", "2020-06-01", "2021-01-01"}, "12 12 - 24.5 24.5", "12 30 - 30 24.5"},
		{"a cell of a table", Amendment{ID: "trial.several.steps", From: day.Of(2016, 1, 1), Row: "B", Column: "high", Text: "5"},
			[]string{"2015-12-31", "2016-01-01"}, "4 4", "4 5"},
		{"the figure that holds already", Amendment{ID: "trial.several.steps", From: day.Of(2016, 1, 1), Row: "B", Column: "high", Text: "4"},
			[]string{"2015-12-31", "2016-01-01"}, "4 4", "4 4"},
		{"a choice", Amendment{ID: "trial.several.way", From: day.Of(2016, 1, 1), Text: "DOWN"},
			[]string{"2015-12-31", "2016-01-01"}, "UP UP", "UP DOWN"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			amended, err := b.Amended(tt.a)
			if err != nil {
				t.Fatal(err)
			}
			if was, now := figures(b, tt.a, tt.days...), figures(amended, tt.a, tt.days...); was != tt.was || now != tt.want {
				t.Errorf("the law says %s and supposedly %s, want %s and %s", was, now, tt.was, tt.want)
			}
			other := tt.a
			other.Row, other.Column = "A", "low"
			if was, now := figures(b, other, "2016-01-01"), figures(amended, other, "2016-01-01"); tt.a.Row != "" && was != now {
				t.Errorf("another cell became %s", now)
			}
		})
	}
	if !reflect.DeepEqual(b, trial(t)) {
		t.Error("the law itself was changed")
	}
}

func TestASupposedFigureRestsOnNoDocument(t *testing.T) {
	amended, err := trial(t).Amended(Amendment{ID: "trial.term", From: day.Of(2021, 1, 1), Text: "30"})
	if err != nil {
		t.Fatal(err)
	}
	v, _ := amended.On("trial.term", day.Of(2021, 1, 1))
	if v.Authority != (Authority{}) || len(v.Alternatives) != 0 {
		t.Errorf("it rests on %+v, beside %v", v.Authority, v.Alternatives)
	}
}

func TestWhatCannotBeSupposedIsRefusedByItsField(t *testing.T) {
	b := trial(t)
	cell := func(row, column, text string) Amendment {
		return Amendment{ID: "trial.several.steps", From: dayOne, Row: row, Column: column, Text: text}
	}
	number := func(text string) Amendment { return Amendment{ID: "trial.several.limit", From: dayOne, Text: text} }
	tests := []struct {
		name, want string
		a          Amendment
	}{
		{"an unknown parameter", "BAD_INPUT rules.unknown_parameter parameter", Amendment{ID: "trial.none", From: dayOne, Text: "1"}},
		{"no first day", "BAD_INPUT fault.required from", Amendment{ID: "trial.term", Text: "1"}},
		{"a day before the law", "NOT_COVERED rules.not_covered from", Amendment{ID: "trial.term", From: dayOne.AddDays(-1), Text: "1"}},
		{"a day in a gap", "NOT_COVERED rules.not_covered from", Amendment{ID: "trial.term", From: day.Of(2017, 1, 1), Text: "1"}},
		{"an end before the beginning", "BAD_INPUT fault.bad_range to", Amendment{ID: "trial.term", From: dayOne, To: dayOne, Text: "1"}},
		{"nothing", "BAD_INPUT fault.required value", number("")},
		{"words for a number", "BAD_INPUT rules.not_number value", number("nhiều")},
		{"a number of endless length", "BAD_INPUT rules.not_number value", number("1e999999999")},
		{"a negative number", "BAD_INPUT rules.out_of_range value", number("-1")},
		{"a number beyond sense", "BAD_INPUT rules.out_of_range value", number("1000000000001")},
		{"a part of what the law has whole", "BAD_INPUT rules.not_whole value", number("1.5")},
		{"nothing of what is divided by", "BAD_INPUT rules.zero value", number("0")},
		{"endless decimals", "BAD_INPUT rules.too_fine value", cell("A", "low", "1.1234567")},
		{"no such option", "BAD_INPUT fault.bad_choice value", Amendment{ID: "trial.several.way", From: dayOne, Text: "SIDEWAYS"}},
		{"a row of a number", "BAD_INPUT rules.not_table row", Amendment{ID: "trial.term", From: dayOne, Row: "A", Text: "1"}},
		{"a column of a choice", "BAD_INPUT rules.not_table column", Amendment{ID: "trial.several.way", From: dayOne, Column: "low", Text: "UP"}},
		{"a table without a row", "BAD_INPUT fault.required row", cell("", "low", "1")},
		{"a table without a column", "BAD_INPUT fault.required column", cell("A", "", "1")},
		{"no such row", "BAD_INPUT rules.no_row row", cell("C", "low", "1")},
		{"no such column", "BAD_INPUT rules.no_column column", cell("A", "middle", "1")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := b.Amended(tt.a)
			f, ok := errors.AsType[*fault.Error](err)
			if !ok {
				t.Fatalf("got %v", err)
			}
			if got := fmt.Sprint(f.Code, " ", f.Key, " ", f.Field); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if m := f.Message("vi"); strings.ContainsAny(m, "{}") || m == f.Key {
				t.Errorf("it reads %q", m)
			}
		})
	}
}

func TestEveryFigureOfTheLawCanBeSupposedOtherwise(t *testing.T) {
	load := func() *Book { // whatever figure the walk changes, this is about amending
		b, err := LoadFrom(files)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	b := load()
	for _, f := range b.Figures() {
		a := Amendment{ID: f.ID, From: f.From, Row: f.Row, Column: f.Column, Text: f.Now}
		same, err := b.Amended(a)
		if err != nil {
			t.Errorf("%s as it is: %v", f, err)
			continue
		}
		if got := figures(same, a, f.From.String()); got != f.Now {
			t.Errorf("%s as it is became %s", f, got)
		}
		taken := len(b.Others(f)) == 0 // a choice with one option is no choice
		for _, a.Text = range b.Others(f) {
			amended, err := b.Amended(a)
			if err != nil { // a step too far, such as a negative number; the step to the other side is none
				continue
			}
			taken = true
			if got := figures(amended, a, f.From.String()); got != a.Text {
				t.Errorf("%s supposed to be %s is %s", f, a.Text, got)
			}
		}
		if !taken {
			t.Errorf("%s cannot be supposed to be %s", f, strings.Join(b.Others(f), " or "))
		}
	}
	if !reflect.DeepEqual(b, load()) {
		t.Error("the law itself was changed")
	}
}
