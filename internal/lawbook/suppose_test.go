package lawbook_test

import (
	"testing"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/lawbook"
	"bienche/rules"
)

// supposed is what the education department would choose, from a day on.
func (w *world) supposed(parameter, text, from string) lawbook.Supposed {
	return lawbook.Supposed{Parameter: "trial.term." + parameter, UnitID: w.education, Text: text, From: d(from)}
}

// over is the law over a book with a choice supposed.
func (w *world) over(book *rules.Book, in *lawbook.Supposed) *lawbook.Law {
	w.t.Helper()
	ctx := w.as(w.self)
	if in != nil {
		settled, err := w.service.Suppose(ctx, *in)
		w.must(err)
		in = &settled
	}
	law, err := w.service.Over(ctx, book, in)
	w.must(err)
	return law
}

// reads is what a computation for a unit reads under a law.
func (w *world) reads(law *lawbook.Law, unit int64, parameter, on string) string {
	w.t.Helper()
	work, err := law.Begin(w.as(w.self), unit)
	w.must(err)
	v, err := work.On("trial.term."+parameter, d(on))
	w.must(err)
	if v.Choice != "" {
		return v.Choice
	}
	return v.Number.String()
}

func TestASupposedChoiceHoldsForItsUnitAndBelow(t *testing.T) {
	w := newWorld(t)
	w.approved(w.choice("wait", "30", "2016-03-01")) // of the province
	own := w.choice("wait", "36", "2024-01-01")
	own.Unit = w.education
	w.approved(own)
	closed := w.supposed("wait", "40", "2024-06-01")
	closed.To = d("2025-01-01")
	amended, err := w.book.Amended(rules.Amendment{ID: "trial.term.wait", From: d("2020-01-01"), Text: "26"})
	w.must(err)
	open := w.supposed("wait", "40", "2020-06-01")
	for _, c := range []struct {
		what string
		law  *lawbook.Law
		unit int64
		on   string
		want string
	}{
		{"nothing supposed: as approved", w.over(w.book, nil), w.school, "2024-06-01", "36"},
		{"of the unit, in place of what is approved for it", w.over(w.book, &closed), w.education, "2024-06-01", "40"},
		{"of a unit below", w.over(w.book, &closed), w.school, "2024-12-31", "40"},
		{"on the eve: as approved", w.over(w.book, &closed), w.school, "2024-05-31", "36"},
		{"after the last day: as approved", w.over(w.book, &closed), w.school, "2025-01-01", "36"},
		{"of another unit: as the province chose", w.over(w.book, &closed), w.health, "2024-06-01", "30"},
		{"of the province", w.over(w.book, &closed), 0, "2024-06-01", "30"},
		{"open: until an approved one was to begin", w.over(w.book, &open), w.school, "2023-12-31", "40"},
		{"and no longer", w.over(w.book, &open), w.school, "2024-01-01", "36"},
		{"another law, where a unit chooses: as chosen", w.over(amended, nil), w.school, "2024-06-01", "36"},
		{"another law, where nobody had chosen", w.over(amended, nil), w.school, "2016-02-01", "12"},
	} {
		t.Run(c.what, func(t *testing.T) {
			if got := w.reads(c.law, c.unit, "wait", c.on); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	if got := w.reads(w.over(w.book, new(w.supposed("odd", "DOWN", "2020-01-01"))), w.school, "odd", "2030-01-01"); got != "DOWN" {
		t.Errorf("a supposed option is read as %s", got)
	}
	if got := w.value(w.school, "wait", "2024-06-01"); got != "36 12/QĐ-UBND" {
		t.Errorf("what is only supposed is read by everybody: %s", got)
	}
}

func TestALawIsOfItsBook(t *testing.T) {
	w := newWorld(t)
	amended, err := w.book.Amended(rules.Amendment{ID: "trial.term.wait", From: d("2020-01-01"), Text: "26"})
	w.must(err)
	for book, want := range map[*rules.Book]string{w.book: "24", amended: "26"} {
		if got := w.reads(w.over(book, nil), w.school, "wait", "2022-01-01"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	law := w.over(w.book, nil)
	for _, c := range []struct {
		unit, other int64
		want        bool
	}{{w.school, w.education, true}, {w.education, w.education, true}, {w.school, w.health, false}, {0, w.education, false}, {0, w.province, true}} {
		if got, err := law.Within(w.as(w.self), c.unit, c.other); err != nil || got != c.want {
			t.Errorf("unit %d within %d: %t, %v", c.unit, c.other, got, err)
		}
	}
}

func TestWhatCannotBeSupposedIsRefusedByItsField(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		what       string
		in         lawbook.Supposed
		code       fault.Code
		key, field string
	}{
		{"an unknown parameter", w.supposed("none", "1", "2020-01-01"), fault.BadInput, "rules.unknown_parameter", "parameter"},
		{"a table", w.supposed("scale", "1", "2020-01-01"), fault.BadInput, "lawbook.table", "parameter"},
		{"words for a number", w.supposed("wait", "nhiều", "2020-01-01"), fault.BadInput, "rules.not_number", "value"},
		{"a share above one", w.supposed("part", "1.01", "2020-01-01"), fault.BadInput, "rules.out_of_range", "value"},
		{"an option that there is not", w.supposed("odd", "SIDEWAYS", "2020-01-01"), fault.BadInput, "fault.bad_choice", "value"},
		{"no first day", lawbook.Supposed{Parameter: "trial.term.wait", UnitID: w.education, Text: "30"}, fault.BadInput, "fault.required", "from"},
		{"before the law", w.supposed("wait", "30", "2014-12-31"), fault.BadInput, "lawbook.before_law", "from"},
		{"after the law is over", w.supposed("days", "7", "2025-01-01"), fault.NotCovered, "rules.not_covered", "from"},
		{"an end before the beginning", func() lawbook.Supposed {
			in := w.supposed("wait", "30", "2020-01-01")
			in.To = day.MustParse("2020-01-01")
			return in
		}(), fault.BadInput, "fault.bad_range", "to"},
		{"a unit that there is not", lawbook.Supposed{Parameter: "trial.term.wait", UnitID: 9999, Text: "30", From: d("2020-01-01")}, fault.NotFound, "fault.not_found", "unit"},
	} {
		t.Run(c.what, func(t *testing.T) {
			_, err := w.service.Suppose(w.as(w.officer), c.in)
			wantFault(t, err, c.code, c.key, c.field)
		})
	}
}
