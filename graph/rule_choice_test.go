package graph

import (
	"strings"
	"testing"
)

const proposeChoice = `mutation { proposeRuleChoice(input: {clientRequestId: "%id", parameter: "%parameter", unit: "%unit", value: "%value",
	from: "%from", decision: "%decision", note: "Nghị quyết của Hội đồng nhân dân"}) { choice { id version state mayDecide mayWithdraw } } }`

const decideChoice = `mutation { decideRuleChoice(input: {clientRequestId: "%id", id: "%choice", version: 1, approve: true}) {
	choice { state decidedBy version mayEnd } } }`

func TestALocalChoiceIsProposedConfirmedAndApproved(t *testing.T) {
	w := newSignInWorld(t)
	w.user("chuyenvien", "home_affairs_officer", 1, 0)
	w.exec("UPDATE app_user SET password_hash = (SELECT password_hash FROM app_user WHERE username = 'nhansu') WHERE username = 'lanhdao'")
	propose := fill(proposeChoice, "%parameter", "reduction.retirement.notice_months", "%unit", unitID(1), "%value", "9", "%from", "2019-01-01",
		"%decision", EncodeID("decision", 1))
	made := w.must("chuyenvien", fill(propose, "%id", "p1"))
	id, _ := made.at("proposeRuleChoice", "choice", "id").(string)
	if made.at("proposeRuleChoice", "choice", "mayDecide") != false || made.at("proposeRuleChoice", "choice", "mayWithdraw") != true {
		t.Errorf("who proposed got %s", made.raw)
	}
	if a := w.ask("nhansu", `{ ruleChoices { totalCount } }`); a.at("ruleChoices", "totalCount") != 0.0 {
		t.Errorf("a department is told of what its province only thinks about: %s", a.raw)
	}

	leader := w.signIn("lanhdao", signInPassword)
	w.exec("UPDATE session SET confirmed_at = now() - interval '6 minutes'")
	if a := w.askAt(leader, fill(decideChoice, "%id", "d1", "%choice", id)); a.code() != "FORBIDDEN" || !strings.Contains(a.raw, `"confirm":true`) {
		t.Errorf("unconfirmed: %s", a.raw)
	}
	w.exec("UPDATE session SET confirmed_at = now()")
	for range 2 { // the same request again is the same
		a := w.askAt(leader, fill(decideChoice, "%id", "d2", "%choice", id))
		if a.at("decideRuleChoice", "choice", "state") != "APPROVED" || a.at("decideRuleChoice", "choice", "version") != 2.0 || a.at("decideRuleChoice", "choice", "mayEnd") != false {
			t.Fatalf("approved: %s", a.raw)
		}
	}

	a := w.must("nhansu", `{ ruleChoices(first: 1) { totalCount edges { node { parameter label(lang: "en") measure unit { code } value choice choiceLabel from to
		decision { number symbol } note state proposedBy decidedBy lawValue } } pageInfo { hasNextPage } } }`)
	const want = `{"parameter":"reduction.retirement.notice_months","label":"Months before retirement by which the notice must be given","measure":"months",` +
		`"unit":{"code":"T"},"value":"9","choice":null,"choiceLabel":null,"from":"2019-01-01","to":null,"decision":{"number":"12","symbol":"QĐ-UBND"},` +
		`"note":"Nghị quyết của Hội đồng nhân dân","state":"APPROVED","proposedBy":"chuyenvien","decidedBy":"lanhdao","lawValue":"6"}`
	if !strings.Contains(a.raw, want) || a.at("ruleChoices", "totalCount") != 1.0 {
		t.Errorf("the department reads %s", a.raw)
	}
	if again := w.ask("chuyenvien", fill(propose, "%id", "p2")); again.code() != "CONFLICT" || again.Errors[0].Extensions.Field != "from" ||
		!strings.Contains(again.Errors[0].Message, "12/QĐ-UBND") {
		t.Errorf("beside an approved one: %s", again.raw)
	}
}

func TestARefusedProposalNamesTheField(t *testing.T) {
	w := newSignInWorld(t)
	w.user("chuyenvien", "home_affairs_officer", 1, 0)
	good := map[string]string{"%parameter": "reduction.retirement.notice_months", "%unit": unitID(1), "%value": "9", "%from": "2019-01-01", "%decision": EncodeID("decision", 1)}
	for _, c := range []struct{ what, place, value, code, field string }{
		{"an unknown parameter", "%parameter", "reduction.nothing", "BAD_INPUT", "parameter"},
		{"a table", "%parameter", "reduction.retirement.transition", "BAD_INPUT", "parameter"},
		{"options take no number", "%parameter", "pay.placement.same_class", "BAD_INPUT", "value"},
		{"a negative number", "%value", "-1", "BAD_INPUT", "value"},
		{"a day before the law", "%from", "2001-01-01", "BAD_INPUT", "from"},
		{"a day before the decision", "%from", "2014-12-31", "BAD_INPUT", "decision"},
		{"no such decision", "%decision", EncodeID("decision", 77), "NOT_FOUND", "decision"},
		{"an id of something else", "%decision", EncodeID("unit", 1), "BAD_INPUT", "decision"},
		{"no such unit", "%unit", unitID(77), "NOT_FOUND", "unit"},
	} {
		t.Run(c.what, func(t *testing.T) {
			query := fill(proposeChoice, "%id", "x", c.place, c.value)
			for place, value := range good {
				query = strings.ReplaceAll(query, place, value)
			}
			a := w.ask("chuyenvien", query)
			if a.code() != c.code || a.Errors[0].Extensions.Field != c.field {
				t.Errorf("got %s", a.raw)
			}
		})
	}
}

func TestACalculatorFollowsTheChoiceOfTheUnitAndSaysSo(t *testing.T) {
	w := newSignInWorld(t)
	ask := func() answer {
		return w.must("nhansu", fill(`{ own: retirement(input: {birthDate: "1970-05-06", sex: MALE}, unit: "%unit") { ageMonths ageYears trace { sources { document at confidence } } }
			law: retirement(input: {birthDate: "1970-05-06", sex: MALE}) { ageMonths ageYears trace { sources { document } } } }`, "%unit", unitID(4)))
	}
	before := ask()
	if before.at("own", "ageYears") != 62.0 || before.at("own", "ageMonths") != 0.0 || strings.Contains(before.raw, "QĐ-UBND") {
		t.Fatalf("by the law: %s", before.raw)
	}
	w.exec(`INSERT INTO rule_choice (id, parameter, unit_id, value, holds_from, decision_id, proposed_by, recorded_in) OVERRIDING SYSTEM VALUE
			SELECT 1, 'reduction.retirement_age.male', 2, 738, '2020-01-01', 1, id, 1 FROM app_user WHERE username = 'nhansu';
		UPDATE rule_choice SET state = 'APPROVED', decided_by = (SELECT id FROM app_user WHERE username = 'lanhdao'), decided_at = now(), decided_in = 1`)
	after := ask()
	if after.at("own", "ageYears") != 61.0 || after.at("own", "ageMonths") != 6.0 ||
		!strings.Contains(after.raw, `{"document":"12/QĐ-UBND","at":null,"confidence":"LOCAL_CHOICE"}`) {
		t.Errorf("by the choice of the department: %s", after.raw)
	}
	if after.at("law", "ageYears") != 62.0 {
		t.Errorf("the province has chosen nothing: %s", after.raw)
	}
}
