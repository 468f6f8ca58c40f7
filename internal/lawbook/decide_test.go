package lawbook_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"bienche/internal/audit"
	"bienche/internal/decision"
	"bienche/internal/fault"
	"bienche/internal/lawbook"
	"bienche/models"
)

func TestNobodyDecidesTheirOwnProposal(t *testing.T) {
	w := newWorld(t)
	w.must(w.db.InTx(t.Context(), func(tx *models.Tx) error { // the leader does the work of an officer too
		w.must(models.InsertAudit(tx, &models.AuditEntry{ActorName: "system", Action: "test.fill", Detail: []byte("{}")}))
		return models.Record(tx, &models.RoleGrant{Fact: models.Fact{ValidFrom: d("2020-01-01")}, UserID: w.leader, Role: "home_affairs_officer", UnitID: w.province})
	}))
	c, err := w.service.Propose(w.as(w.leader), w.choice("wait", "30", "2016-03-01"))
	w.must(err)
	if c.MayDecide || !c.MayWithdraw {
		t.Errorf("who proposed may decide %t, withdraw %t", c.MayDecide, c.MayWithdraw)
	}
	for _, reason := range []string{"", "Không cần nữa"} {
		_, err = w.service.Decide(w.as(w.leader), w.decision(c, reason))
		wantFault(t, err, fault.Forbidden, "lawbook.own_proposal", "id")
	}
	err = w.db.InTx(t.Context(), func(tx *models.Tx) error {
		w.must(models.InsertAudit(tx, &models.AuditEntry{ActorName: "system", Action: "test.fill", Detail: []byte("{}")}))
		return models.SettleRuleChoice(tx, c.ID, "APPROVED", w.leader, "")
	})
	wantFault(t, err, fault.Forbidden, "lawbook.own_proposal", "") // the database refuses it whoever writes
	got, err := w.service.Decide(w.as(w.deputy), w.decision(c, ""))
	w.must(err)
	if got.State != "APPROVED" || *got.DecidedByName != "pholanhdao" || got.Version != 2 || got.MayDecide || got.MayWithdraw {
		t.Errorf("approved: %+v", got)
	}
}

func TestWhoMayDecideWhat(t *testing.T) {
	w := newWorld(t)
	own := w.choice("wait", "30", "2016-03-01")
	own.Unit = w.education
	ofAgency, ofProvince := w.proposed(own), w.proposed(w.choice("wait", "30", "2016-03-01"))
	other := w.choice("wait", "30", "2016-03-01")
	other.Unit = w.health
	ofHealth := w.proposed(other)
	for _, c := range []struct {
		what       string
		user       int64
		choice     *lawbook.Choice
		code       fault.Code
		key, field string
	}{
		{"the head of an agency on the province's", w.head, ofProvince, fault.NotFound, "fault.not_found", "id"},
		{"and on another agency's", w.head, ofHealth, fault.NotFound, "fault.not_found", "id"},
		{"what there is not", w.head, &lawbook.Choice{RuleChoiceRow: models.RuleChoiceRow{RuleChoice: models.RuleChoice{ID: 9999, Version: 1}}}, fault.NotFound, "fault.not_found", "id"},
		{"a clerk", w.clerk, ofAgency, fault.Forbidden, "fault.forbidden", ""},
		{"another version than was seen", w.leader, &lawbook.Choice{RuleChoiceRow: models.RuleChoiceRow{RuleChoice: models.RuleChoice{ID: ofAgency.ID, Version: 2}}}, fault.Conflict, "fault.stale", "version"},
	} {
		t.Run(c.what, func(t *testing.T) {
			_, err := w.service.Decide(w.as(c.user), w.decision(c.choice, ""))
			wantFault(t, err, c.code, c.key, c.field)
		})
	}
	in := w.decision(ofAgency, "x")
	in.Reason = ref("  ")
	_, err := w.service.Decide(w.as(w.head), in)
	wantFault(t, err, fault.BadInput, "fault.required", "reason")
	got, err := w.service.Decide(w.as(w.head), w.decision(ofAgency, "Trái nghị quyết"))
	w.must(err)
	if got.State != "REFUSED" || got.Reason != "Trái nghị quyết" {
		t.Errorf("refused: %+v", got)
	}
	if v := w.value(w.education, "wait", "2022-01-01"); v != "24 2/2020/NĐ-CP" {
		t.Errorf("what was refused is read: %s", v)
	}
	_, err = w.service.Decide(w.as(w.leader), w.decision(got, ""))
	wantFault(t, err, fault.Conflict, "fault.stale", "version")
}

func TestAProposalIsWithdrawnOnce(t *testing.T) {
	w := newWorld(t)
	c := w.proposed(w.choice("wait", "30", "2016-03-01"))
	_, err := w.service.Withdraw(w.as(w.clerk), lawbook.WithdrawRuleChoice{ClientRequestID: "w1", ID: c.ID, Version: 1})
	wantFault(t, err, fault.NotFound, "fault.not_found", "id")
	got, err := w.service.Withdraw(w.as(w.officer), lawbook.WithdrawRuleChoice{ClientRequestID: "w2", ID: c.ID, Version: 1})
	w.must(err)
	if got.State != "WITHDRAWN" {
		t.Errorf("withdrawn: %+v", got)
	}
	again, err := w.service.Withdraw(w.as(w.officer), lawbook.WithdrawRuleChoice{ClientRequestID: "w2", ID: c.ID, Version: 1})
	w.must(err)
	if again.Version != got.Version {
		t.Error("the same request was done twice")
	}
	_, err = w.service.Decide(w.as(w.leader), w.decision(got, ""))
	wantFault(t, err, fault.Conflict, "fault.stale", "version")
}

// atOnce runs acts at the same moment and gives what became of each.
func atOnce(acts ...func() error) []error {
	errs := make([]error, len(acts))
	start := make(chan struct{})
	var all sync.WaitGroup
	for i, act := range acts {
		all.Go(func() {
			<-start
			errs[i] = act()
		})
	}
	close(start)
	all.Wait()
	return errs
}

// oneWon fails the test unless exactly one of two was done and the other refused with CONFLICT.
func oneWon(t *testing.T, errs []error) {
	t.Helper()
	won, lost := 0, 0
	for _, err := range errs {
		switch fault.CodeOf(err) {
		case "":
			won++
		case fault.Conflict:
			lost++
		}
	}
	if won != 1 || lost != 1 {
		t.Errorf("%d done, %d refused: %v", won, lost, errs)
	}
}

// year is a choice of the part on the days of one year, from a month on.
func (w *world) year(n int, month string) lawbook.ProposeRuleChoice {
	in := w.choice("part", "0.5", fmt.Sprintf("%d-%s-01", n, month))
	in.To = ref(d(fmt.Sprintf("%d-01-01", n+1)))
	return in
}

func TestOfTwoWhoDecideAtOnceOneWins(t *testing.T) {
	w := newWorld(t)
	for n := range 5 {
		c := w.proposed(w.year(2017+n, "01"))
		a, b := w.decision(c, ""), w.decision(c, "Không")
		ctxA, ctxB := w.as(w.leader), w.as(w.deputy)
		oneWon(t, atOnce(
			func() error { _, err := w.service.Decide(ctxA, a); return err },
			func() error { _, err := w.service.Decide(ctxB, b); return err }))
	}
}

func TestOfTwoOverlappingProposalsApprovedAtOnceOneWins(t *testing.T) {
	w := newWorld(t)
	for n := range 5 {
		one, two := w.proposed(w.year(2017+n, "01")), w.proposed(w.year(2017+n, "09"))
		a, b := w.decision(one, ""), w.decision(two, "")
		ctxA, ctxB := w.as(w.leader), w.as(w.deputy)
		oneWon(t, atOnce(
			func() error { _, err := w.service.Decide(ctxA, a); return err },
			func() error { _, err := w.service.Decide(ctxB, b); return err }))
	}
}

func TestTheDatabaseRefusesWhatGoesAroundTheRules(t *testing.T) {
	w := newWorld(t)
	w.approved(w.choice("wait", "30", "2016-03-01"))
	second := w.choice("wait", "40", "2016-02-10")
	second.To = ref(d("2016-03-01"))
	settled := w.approved(second)
	before := w.choice("wait", "50", "2016-02-01")
	before.To = ref(d("2016-02-10"))
	c := w.proposed(before)
	for _, s := range []struct{ what, sql string }{
		{"other days of a proposal", "UPDATE rule_choice SET holds_to = '2016-02-02' WHERE id = 3"},
		{"an approval by nobody", "UPDATE rule_choice SET state = 'APPROVED' WHERE id = 3"},
		{"a longer life for an approved one", "UPDATE rule_choice SET holds_to = '2016-03-02' WHERE id = 2"},
		{"another value of an approved one", "UPDATE rule_choice SET value = 41 WHERE id = 2"},
		{"a decided one decided again", "UPDATE rule_choice SET state = 'REFUSED' WHERE id = 2"},
		{"one deleted", "DELETE FROM rule_choice WHERE id = 2"},
		{"one born approved", "INSERT INTO rule_choice (parameter, unit_id, value, holds_from, decision_id, state, proposed_by, recorded_in) SELECT parameter, unit_id, value, '2014-01-01', decision_id, 'APPROVED', proposed_by, recorded_in FROM rule_choice WHERE id = 1"},
	} {
		if err := w.db.InTx(t.Context(), func(tx *models.Tx) error { return tx.Exec(s.sql).Error }); err == nil {
			t.Errorf("%s was stored", s.what)
		}
	}
	if settled.ID != 2 || c.ID != 3 {
		t.Fatalf("the ids are %d and %d", settled.ID, c.ID)
	}
}

func TestWhatAProposalRestsOnIsLookedAtAgain(t *testing.T) {
	w := newWorld(t)
	c := w.proposed(w.choice("wait", "30", "2016-03-01"))
	w.must(w.db.InTx(t.Context(), func(tx *models.Tx) error {
		return tx.Exec("UPDATE decision SET state = 'ANNULLED' WHERE id = ?", w.allows).Error
	}))
	_, err := w.service.Decide(w.as(w.leader), w.decision(c, ""))
	wantFault(t, err, fault.Conflict, "lawbook.outdated", "id")
}

func TestWhatAnAnnulledDecisionAllowedHoldsNoLonger(t *testing.T) {
	w := newWorld(t)
	w.approved(w.choice("wait", "30", "2016-03-01"))
	other := w.server()
	for _, s := range []*lawbook.Service{w.service, other} { // both have the choice in memory
		w.service = s
		if v := w.value(w.school, "wait", "2022-01-01"); v != "30 12/QĐ-UBND" {
			t.Fatalf("approved: %s", v)
		}
	}
	w.must(w.db.InTx(t.Context(), func(tx *models.Tx) error {
		return tx.Exec("UPDATE decision SET state = 'ANNULLED' WHERE id = ?", w.allows).Error
	}))
	for _, s := range []*lawbook.Service{w.service, other} {
		w.service = s
		if v := w.value(w.school, "wait", "2022-01-01"); v != "24 2/2020/NĐ-CP" {
			t.Errorf("annulled: %s", v)
		}
	}
}

func TestAChoiceSaysWhetherItsDecisionNamesTheParameter(t *testing.T) {
	w := newWorld(t)
	if c := w.proposed(w.choice("wait", "30", "2016-03-01")); c.NamedByDecision {
		t.Error("a decision without lines names the parameter")
	}
	payload, err := json.Marshal(decision.AllowRuleChoice{Parameter: "trial.term.wait"})
	w.must(err)
	w.must(audit.Write(t.Context(), w.db, audit.Entry{Action: "test.fill"}, func(tx *models.Tx) error {
		return tx.Create(&models.DecisionLine{DecisionID: w.allows, Ordinal: 1, Kind: decision.KindAllowChoice, Payload: payload, RecordedIn: tx.AuditID}).Error
	}))
	for parameter, named := range map[string]bool{"wait": true, "part": false} {
		if c := w.proposed(w.choice(parameter, "1", "2016-03-01")); c.NamedByDecision != named {
			t.Errorf("%s: named %t", parameter, c.NamedByDecision)
		}
	}
}

func TestEachActLeavesAnEntry(t *testing.T) {
	w := newWorld(t)
	w.approved(w.choice("wait", "30", "2016-03-01"))
	n, err := models.One[int](models.WithAccess(t.Context(), models.Everything), w.db, models.Q(`SELECT count(*)::int FROM audit_log a JOIN rule_choice c
		ON a.id = c.recorded_in AND a.action = 'lawbook.propose_choice' AND a.actor_id = c.proposed_by
		JOIN audit_log b ON b.id = c.decided_in AND b.action = 'lawbook.approve_choice' AND b.actor_id = c.decided_by AND b.object_id = c.id`))
	w.must(err)
	if n != 1 {
		t.Errorf("%d choices have both entries", n)
	}
}
