package lawbook_test

import (
	"testing"

	"bienche/internal/lawbook"
	"bienche/rules"
)

func TestAComputationReadsTheChoiceOfTheNearestUnit(t *testing.T) {
	w := newWorld(t)
	w.approved(w.choice("wait", "30", "2016-03-01"))
	own := w.choice("wait", "36", "2021-01-01")
	own.Unit, own.To = w.education, ref(d("2024-01-01"))
	w.approved(own)
	w.approved(w.choice("odd", "DOWN", "2018-01-01"))
	none := w.choice("part", "0", "2018-01-01")
	none.To = ref(d("2019-01-01"))
	w.approved(none)
	w.proposed(w.choice("part", "0.5", "2020-01-01")) // nobody has approved it

	for _, c := range []struct {
		what          string
		unit          int64
		parameter, on string
		want          string
	}{
		{"the eve of the province's choice is the law's", w.province, "wait", "2016-02-29", "12 1/2015/NĐ-CP"},
		{"its first day", w.province, "wait", "2016-03-01", "30 12/QĐ-UBND"},
		{"no unit is the province", 0, "wait", "2016-03-01", "30 12/QĐ-UBND"},
		{"it outlasts a change of the law", w.province, "wait", "2020-01-01", "30 12/QĐ-UBND"},
		{"a department without its own follows the province", w.health, "wait", "2022-01-01", "30 12/QĐ-UBND"},
		{"the eve of the department's own", w.education, "wait", "2020-12-31", "30 12/QĐ-UBND"},
		{"the department's own", w.education, "wait", "2021-01-01", "36 12/QĐ-UBND"},
		{"a school below the department follows it", w.school, "wait", "2023-12-31", "36 12/QĐ-UBND"},
		{"the province's again when the department's is over", w.school, "wait", "2024-01-01", "30 12/QĐ-UBND"},
		{"an option", w.school, "odd", "2018-01-01", "DOWN 12/QĐ-UBND"},
		{"a share of nothing", w.school, "part", "2018-01-01", "0 12/QĐ-UBND"},
		{"what is only proposed holds nowhere", w.province, "part", "2022-01-01", "0.1 1/2015/NĐ-CP"},
	} {
		t.Run(c.what, func(t *testing.T) {
			if got := w.value(c.unit, c.parameter, c.on); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestAChoiceSaysItsDecisionAndWhatTheLawSays(t *testing.T) {
	w := newWorld(t)
	in := w.choice("wait", "18", "2021-01-01")
	in.Note = ref("Theo Nghị quyết của Hội đồng nhân dân")
	w.approved(in)
	work, err := w.service.Begin(w.as(w.self), w.school)
	w.must(err)
	v, err := work.On("trial.term.wait", d("2022-01-01"))
	w.must(err)
	if s := v.Source(); s.Document != "12/QĐ-UBND" || s.From != d("2021-01-01") || s.Confidence != rules.LocalChoice || v.Note != *in.Note {
		t.Errorf("the source is %+v, the note %q", s, v.Note)
	}
	// The law's own other reading is what was chosen: it is no alternative any more.
	if len(v.Alternatives) != 1 || v.Alternatives[0].Number.String() != "24" || v.Alternatives[0].Cite.Document != "2/2020/NĐ-CP" {
		t.Errorf("the alternatives are %+v, want the law's 24", v.Alternatives)
	}
	plain, err := w.book.On("trial.term.wait", d("2022-01-01"))
	w.must(err)
	if len(plain.Alternatives) != 1 || plain.Alternatives[0].Number.String() != "18" {
		t.Errorf("the book itself was changed: %+v", plain.Alternatives)
	}
	if n, source, err := work.Whole("trial.term.wait", d("2022-01-01")); err != nil || n != 18 || source.Document != "12/QĐ-UBND" {
		t.Errorf("in whole months: %d of %s, %v", n, source.Document, err)
	}
	if got := work.Readings(); len(got) != 1 || got[0].Value.Number.String() != "18" {
		t.Errorf("the computation keeps %+v as read", got)
	}
}

func TestADayThatTheLawDoesNotCoverIsRefusedUnderAChoiceToo(t *testing.T) {
	w := newWorld(t)
	w.approved(w.choice("days", "7", "2016-03-01"))
	work, err := w.service.Begin(w.as(w.self), w.school)
	w.must(err)
	if _, err := work.On("trial.term.days", d("2025-01-01")); err == nil {
		t.Error("a choice outlives the law that it takes the place of")
	}
	if got := w.value(w.school, "days", "2024-12-31"); got != "7 12/QĐ-UBND" {
		t.Errorf("the last day of the law reads %s", got)
	}
}

func TestAnotherServerReadsAnApprovalAtItsNextRequest(t *testing.T) {
	w := newWorld(t)
	other := w.server()
	read := func() string {
		ctx := w.as(w.self)
		work, err := other.Begin(ctx, w.school)
		w.must(err)
		v, err := work.On("trial.term.wait", d("2022-01-01"))
		w.must(err)
		return v.Number.String()
	}
	if got := read(); got != "24" {
		t.Fatalf("before: %s", got)
	}
	c := w.proposed(w.choice("wait", "30", "2021-01-01"))
	if got := read(); got != "24" {
		t.Errorf("proposed: %s", got)
	}
	_, err := w.service.Decide(w.as(w.leader), w.decision(c, ""))
	w.must(err)
	if got := read(); got != "30" {
		t.Errorf("approved: %s", got)
	}
	end := w.choice("wait", "", "2021-06-01")
	end.Ends = &c.ID
	w.approved(end)
	if got := read(); got != "24" {
		t.Errorf("ended: %s", got)
	}
}

func TestAUnitThatNeverWasIsNotFound(t *testing.T) {
	w := newWorld(t)
	_, err := w.service.Begin(w.as(w.self), 99)
	wantFault(t, err, "NOT_FOUND", "fault.not_found", "unit")
}

func TestTheListHoldsWhatBindsTheReader(t *testing.T) {
	w := newWorld(t)
	w.approved(w.choice("wait", "30", "2016-03-01"))
	w.proposed(w.choice("part", "0.5", "2016-03-01"))
	for _, unit := range []int64{w.education, w.health} {
		in := w.choice("sum", "600000", "2016-03-01")
		in.Unit = unit
		w.proposed(in)
	}
	for _, c := range []struct {
		who  string
		user int64
		f    lawbook.Filter
		want int
	}{
		{"the officer of the province sees all", w.officer, lawbook.Filter{}, 4},
		{"by parameter", w.officer, lawbook.Filter{Parameter: "trial.term.sum"}, 2},
		{"by state", w.officer, lawbook.Filter{State: "APPROVED"}, 1},
		{"by unit", w.officer, lawbook.Filter{UnitID: w.health}, 1},
		{"the department's clerk sees its own, and what the province has approved", w.clerk, lawbook.Filter{}, 2},
		{"a person of the school what binds them all", w.self, lawbook.Filter{}, 1},
	} {
		t.Run(c.who, func(t *testing.T) {
			page, err := w.service.List(w.as(c.user), c.f, 10, 0)
			w.must(err)
			n, err := page.Count(w.as(c.user))
			w.must(err)
			if len(page.Choices) != c.want || n != c.want {
				t.Errorf("%d of %d, want %d", len(page.Choices), n, c.want)
			}
		})
	}
	for _, unit := range []int64{w.health, w.province, 99} {
		_, err := w.service.List(w.as(w.clerk), lawbook.Filter{UnitID: unit}, 10, 0)
		wantFault(t, err, "NOT_FOUND", "fault.not_found", "unit")
	}
	_, err := w.service.List(w.as(w.clerk), lawbook.Filter{Parameter: "trial.none"}, 10, 0)
	wantFault(t, err, "BAD_INPUT", "rules.unknown_parameter", "parameter")
}
