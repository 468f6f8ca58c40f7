package lawbook_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/lawbook"
)

func TestWhatCannotBeChosenIsRefusedByItsField(t *testing.T) {
	w := newWorld(t)
	number := func(s string) *decimal.Decimal { return ref(decimal.RequireFromString(s)) }
	for _, c := range []struct {
		what, parameter, value string
		change                 func(in *lawbook.ProposeRuleChoice)
		code                   fault.Code
		key, field             string
	}{
		{"an unknown parameter", "none", "1", nil, fault.BadInput, "rules.unknown_parameter", "parameter"},
		{"a table", "scale", "1", nil, fault.BadInput, "lawbook.table", "parameter"},
		{"a number for options", "odd", "1", nil, fault.BadInput, "lawbook.wants_choice", "value"},
		{"no option", "odd", "", nil, fault.BadInput, "fault.required", "choice"},
		{"an option that there is not", "odd", "SIDEWAYS", nil, fault.BadInput, "fault.bad_choice", "choice"},
		{"an option for a number", "wait", "UP", nil, fault.BadInput, "lawbook.wants_number", "choice"},
		{"both", "wait", "UP", func(in *lawbook.ProposeRuleChoice) { in.Value = number("1") }, fault.BadInput, "lawbook.wants_number", "choice"},
		{"no number", "wait", "", nil, fault.BadInput, "fault.required", "value"},
		{"a negative number", "wait", "-1", nil, fault.BadInput, "rules.out_of_range", "value"},
		{"a number beyond sense", "wait", "10001", nil, fault.BadInput, "rules.out_of_range", "value"},
		{"a share above one", "part", "1.01", nil, fault.BadInput, "rules.out_of_range", "value"},
		{"an amount beyond sense", "sum", "1000000000001", nil, fault.BadInput, "rules.out_of_range", "value"},
		{"a part of a đồng", "sum", "500000.5", nil, fault.BadInput, "rules.not_whole", "value"},
		{"half a working day", "days", "5.5", nil, fault.BadInput, "rules.not_whole", "value"},
		{"half a month where the law has whole ones", "wait", "30.5", nil, fault.BadInput, "rules.not_whole", "value"},
		{"nothing at all", "sum", "0", nil, fault.BadInput, "rules.zero", "value"},
		{"endless decimals", "part", "0.1234567", nil, fault.BadInput, "rules.too_fine", "value"},
		{"no first day", "wait", "30", func(in *lawbook.ProposeRuleChoice) { in.From = day.Day{} }, fault.BadInput, "fault.required", "from"},
		{"an end before the beginning", "wait", "30", func(in *lawbook.ProposeRuleChoice) { in.To = ref(d("2016-03-01")) }, fault.BadInput, "fault.bad_range", "to"},
		{"before the law", "wait", "30", func(in *lawbook.ProposeRuleChoice) { in.From = d("2014-12-31") }, fault.BadInput, "lawbook.before_law", "from"},
		{"after the law is over", "days", "7", func(in *lawbook.ProposeRuleChoice) { in.From = d("2025-01-01") }, fault.NotCovered, "rules.not_covered", "from"},
		{"a decision that there is not", "wait", "30", func(in *lawbook.ProposeRuleChoice) { in.Decision = 9999 }, fault.NotFound, "fault.not_found", "decision"},
		{"a decision that is not issued", "wait", "30", func(in *lawbook.ProposeRuleChoice) { in.Decision = w.draft }, fault.BadInput, "lawbook.decision_not_issued", "decision"},
		{"a decision that takes effect later", "wait", "30", func(in *lawbook.ProposeRuleChoice) { in.Decision = w.of2027 }, fault.BadInput, "lawbook.decision_later", "decision"},
		{"a decision of a unit below", "wait", "30", func(in *lawbook.ProposeRuleChoice) { in.Decision = w.ofHealth }, fault.BadInput, "lawbook.decision_elsewhere", "decision"},
		{"a unit that there is not", "wait", "30", func(in *lawbook.ProposeRuleChoice) { in.Unit = 9999 }, fault.NotFound, "fault.not_found", "unit"},
		{"ending what there is not", "wait", "30", func(in *lawbook.ProposeRuleChoice) { in.Ends = ref(int64(9999)) }, fault.NotFound, "fault.not_found", "ends"},
		{"no request id", "wait", "30", func(in *lawbook.ProposeRuleChoice) { in.ClientRequestID = "" }, fault.BadInput, "fault.required", "clientRequestId"},
	} {
		t.Run(c.what, func(t *testing.T) {
			in := w.choice(c.parameter, c.value, "2016-03-01")
			if c.change != nil {
				c.change(&in)
			}
			_, err := w.service.Propose(w.as(w.officer), in)
			wantFault(t, err, c.code, c.key, c.field)
		})
	}
}

func TestWhoMayProposeForWhom(t *testing.T) {
	w := newWorld(t)
	at := func(unit int64) lawbook.ProposeRuleChoice {
		in := w.choice("wait", "30", "2016-03-01")
		in.Unit = unit
		return in
	}
	for _, c := range []struct {
		what       string
		user       int64
		in         lawbook.ProposeRuleChoice
		code       fault.Code
		key, field string
	}{
		{"a clerk for another department", w.clerk, at(w.health), fault.NotFound, "fault.not_found", "unit"},
		{"a clerk for the province", w.clerk, at(w.province), fault.NotFound, "fault.not_found", "unit"},
		{"who approves", w.leader, at(w.province), fault.Forbidden, "fault.forbidden", ""},
		{"who only reads", w.self, at(w.school), fault.Forbidden, "fault.forbidden", ""},
		{"a clerk by a decision of another department", w.clerk, func() lawbook.ProposeRuleChoice {
			in := at(w.education)
			in.Decision = w.ofHealth
			return in
		}(), fault.NotFound, "fault.not_found", "decision"},
		{"a clerk by a decision of the province that is not issued", w.clerk, func() lawbook.ProposeRuleChoice {
			in := at(w.education)
			in.Decision = w.draft
			return in
		}(), fault.NotFound, "fault.not_found", "decision"},
	} {
		t.Run(c.what, func(t *testing.T) {
			_, err := w.service.Propose(w.as(c.user), c.in)
			wantFault(t, err, c.code, c.key, c.field)
		})
	}
	if _, err := w.service.Propose(w.as(w.clerk), at(w.school)); err != nil {
		t.Errorf("a clerk for a school of the department, by a decision of the province: %v", err)
	}
}

func TestTheSameProposalAgainIsTheSame(t *testing.T) {
	w := newWorld(t)
	in := w.choice("wait", "30", "2016-03-01")
	first := w.proposed(in)
	if again := w.proposed(in); again.ID != first.ID {
		t.Errorf("entered again as %d", again.ID)
	}
	if first.State != "PROPOSED" || first.Version != 1 || first.ProposedByName != "chuyenvien" || first.LawValue.Number.String() != "12" {
		t.Errorf("proposed: %+v", first)
	}
	in.Value = ref(decimal.New(31, 0))
	_, err := w.service.Propose(w.as(w.officer), in)
	wantFault(t, err, fault.Conflict, "fault.request_reused", "clientRequestId")
}

func TestAnApprovedChoiceStandsInTheWayUntilItIsEnded(t *testing.T) {
	w := newWorld(t)
	old := w.approved(w.choice("wait", "30", "2016-03-01"))
	next := w.choice("wait", "40", "2022-01-01")
	_, err := w.service.Propose(w.as(w.officer), next)
	wantFault(t, err, fault.Conflict, "lawbook.overlap_open", "from")

	for _, c := range []struct {
		what, from, of, key, field string
	}{
		{"from its own first day", "2016-03-01", "wait", "lawbook.ends_outside", "from"},
		{"another parameter", "2022-01-01", "part", "lawbook.cannot_end", "ends"},
	} {
		t.Run(c.what, func(t *testing.T) {
			in := w.choice(c.of, "1", c.from)
			in.Ends = &old.ID
			_, err := w.service.Propose(w.as(w.officer), in)
			wantFault(t, err, fault.BadInput, c.key, c.field)
		})
	}

	next.ClientRequestID, next.Ends = "ends", &old.ID
	w.approved(next)
	for on, want := range map[string]string{"2021-12-31": "30 12/QĐ-UBND", "2022-01-01": "40 12/QĐ-UBND"} {
		if got := w.value(w.school, "wait", on); got != want {
			t.Errorf("on %s: %s, want %s", on, got, want)
		}
	}
	_, err = w.service.Propose(w.as(w.officer), w.choice("wait", "50", "2020-01-01"))
	wantFault(t, err, fault.Conflict, "lawbook.overlap", "from")
	if _, err = w.service.Propose(w.as(w.officer), func() lawbook.ProposeRuleChoice {
		in := w.choice("wait", "50", "2015-01-01")
		in.To, in.From = ref(d("2016-03-01")), d("2016-02-01")
		return in
	}()); err != nil {
		t.Errorf("the days before it: %v", err)
	}
	page, err := w.service.List(w.as(w.officer), lawbook.Filter{State: "APPROVED"}, 10, 0)
	w.must(err)
	if got := fmt.Sprint(page.Choices[1].HoldsTo, page.Choices[1].Version, page.Choices[1].MayEnd, page.Choices[0].MayEnd); got != "2022-01-01 3 false true" {
		t.Errorf("the ended choice: %s", got)
	}
}
