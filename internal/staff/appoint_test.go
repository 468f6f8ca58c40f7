package staff_test

import (
	"fmt"
	"sync"
	"testing"

	"bienche/internal/decision"
	"bienche/internal/fault"
	"bienche/models"
)

func (w *world) appoint(staffID, unit int64) decision.Line {
	return decision.Line{Appoint: &decision.Appoint{Staff: staffID, Unit: unit, Position: &w.teacher, Category: "PUBLIC_SERVICE", Reason: "TRANSFER"}}
}

func quota(act string, giver, receiver *int64, posts int) decision.Line {
	return decision.Line{Quota: &decision.Quota{Act: act, Category: "PUBLIC_SERVICE", Giver: giver, Receiver: receiver, Posts: posts}}
}

func TestANewMainPostEndsThePresentOne(t *testing.T) {
	w := newWorld(t)
	got := w.issue("2026-07-01", w.appoint(w.hoa, w.health))
	if got.Kind != "APPOINTMENT" || got.State != "ISSUED" {
		t.Errorf("decision %+v", got)
	}
	rows, err := models.Rows[struct {
		UnitID        int64
		ValidFrom     string
		ValidTo       string
		EndReason     string
		EndDecisionID *int64
		StaffClass    string
	}](models.WithAccess(t.Context(), models.Everything), w.db, models.Q(`SELECT unit_id, valid_from::text, valid_to::text, end_reason, end_decision_id, staff_class
		FROM appointment WHERE staff_id = ? AND known_to = 'infinity' ORDER BY valid_from`, w.hoa))
	w.must(err)
	if len(rows) != 2 || rows[0].ValidTo != "2026-07-01" || rows[0].EndReason != "NEXT_POST" || *rows[0].EndDecisionID != got.ID {
		t.Fatalf("the present post became %+v", rows)
	}
	if n := rows[1]; n.UnitID != w.health || n.ValidFrom != "2026-07-01" || n.ValidTo != "infinity" || n.StaffClass != "PUBLIC_EMPLOYEE" {
		t.Errorf("the new post is %+v", n)
	}
	w.balanced("2020-09-01", "2026-06-30", "2026-07-01", "2030-01-01")
}

func TestAppointmentsThatCannotBe(t *testing.T) {
	w := newWorld(t)
	w.issue("2026-09-01", w.appoint(w.binh, w.health))
	with := func(change func(*decision.Appoint)) decision.Line {
		l := w.appoint(w.hoa, w.education)
		change(l.Appoint)
		return l
	}
	for _, c := range []struct {
		what  string
		on    string
		line  decision.Line
		code  fault.Code
		key   string
		field string
	}{
		{"on the day on which the present post began", "2020-09-01", w.appoint(w.hoa, w.health), fault.Conflict, "staff.appointment_overlap_with", "effectiveOn"},
		{"before a post that is held later", "2026-08-31", w.appoint(w.binh, w.health), fault.Conflict, "staff.appointment_overlap_with", "effectiveOn"},
		{"a person who does not exist", "2026-07-01", w.appoint(99999, w.health), fault.NotFound, "fault.not_found", "lines[0].appoint.staff"},
		{"a unit there never was", "2026-07-01", w.appoint(w.hoa, 99999), fault.NotFound, "fault.not_found", "lines[0].appoint.unit"},
		{"a category of another time", "2026-07-01", with(func(a *decision.Appoint) { a.Category = "COMMUNE" }), fault.BadInput, "headcount.no_category", "lines[0].appoint.category"},
		{"a reason that is none", "2026-07-01", with(func(a *decision.Appoint) { a.Reason = "OPENING_RECORD" }), fault.BadInput, "fault.bad_choice", "lines[0].appoint.reason"},
		{"a position there never was", "2026-07-01", with(func(a *decision.Appoint) { a.Position = ref[int64](99999) }), fault.RuleViolation, "position.not_in_catalogue", "lines[0].appoint.position"},
		{"an end before a post that is held later", "2026-08-31", decision.Line{EndAppointment: &decision.EndAppointment{Staff: w.binh, Reason: "RESIGNATION"}}, fault.Conflict, "staff.appointment_overlap_with", "effectiveOn"},
		{"an end for a reason that is none", "2026-07-01", decision.Line{EndAppointment: &decision.EndAppointment{Staff: w.hoa, Reason: "NEXT_POST"}}, fault.BadInput, "fault.bad_choice", "lines[0].endAppointment.reason"},
		{"neither position nor title", "2026-07-01", with(func(a *decision.Appoint) { a.Position = nil }), fault.BadInput, "staff.no_post", "lines[0].appoint.position"},
		{"a class that is none", "2026-07-01", with(func(a *decision.Appoint) { a.StaffClass = ref("KING") }), fault.BadInput, "fault.bad_choice", "lines[0].appoint.staffClass"},
	} {
		w.run(c.what, func(t *testing.T) {
			w.refused(w.decide(c.on, c.line), c.code, c.key, c.field)
		})
	}
}

func TestTheOverlapNamesTheOtherPost(t *testing.T) {
	w := newWorld(t)
	_, err := w.decisions.Issue(w.as(w.officer), w.decide("2020-09-01", w.appoint(w.hoa, w.health)))
	want := "Người này đã có vị trí chính tại Trường THPT Một từ ngày 01/09/2020 đến nay. Ngày có hiệu lực phải sau ngày bắt đầu của vị trí đó."
	if got := fault.From(err).Message("vi"); got != want {
		t.Errorf("got %q", got)
	}
}

func TestServiceEndsOnItsDayWhateverPostIsHeldThen(t *testing.T) {
	w := newWorld(t)
	retired := w.issue("2027-01-01", decision.Line{EndAppointment: &decision.EndAppointment{Staff: w.hoa, Reason: "RETIREMENT"}})
	w.issue("2026-07-01", w.appoint(w.hoa, w.health))
	if n := w.count(`appointment WHERE staff_id = ? AND known_to = 'infinity' AND unit_id = ? AND valid_to = '2027-01-01'
		AND end_reason = 'RETIREMENT' AND end_decision_id = ?`, w.hoa, w.health, retired.ID); n != 1 {
		t.Error("the next post does not end with the retirement decided before")
	}
	w.refused(w.decide("2027-06-01", decision.Line{EndAppointment: &decision.EndAppointment{Staff: w.hoa, Reason: "DEATH"}}),
		fault.RuleViolation, "staff.not_on_duty", "lines[0].endAppointment.staff")
	w.balanced("2026-06-30", "2026-07-01", "2026-12-31", "2027-01-01")
}

func TestOfTwoOverlappingAppointmentsOneIsStored(t *testing.T) {
	w := newWorld(t)
	ctx := w.as(w.officer)
	asked := []decision.IssueDecision{w.decide("2026-07-01", w.appoint(w.hoa, w.health)), w.decide("2026-07-01", w.appoint(w.hoa, w.education))}
	errs := together(len(asked), func(i int) error {
		_, err := w.decisions.Issue(ctx, asked[i])
		return err
	})
	stored := 0
	for _, err := range errs {
		if err == nil {
			stored++
			continue
		}
		wantFault(t, err, fault.Conflict, "staff.appointment_overlap_with", "effectiveOn")
	}
	if stored != 1 || w.count("decision") != 1 {
		t.Errorf("%d were stored: %v", stored, errs)
	}
	w.balanced("2026-07-01")
}

func TestTheLastPostsOfAGiverAreGivenOnce(t *testing.T) {
	w := newWorld(t)
	ctx := w.as(w.officer)
	const tries, has = 20, 10
	asked := make([]decision.IssueDecision, tries)
	for i := range asked {
		asked[i] = w.decide("2026-07-01", quota("TRANSFER", &w.education, &w.health, 1))
	}
	errs := together(tries, func(i int) error {
		_, err := w.decisions.Issue(ctx, asked[i])
		return err
	})
	given := 0
	for _, err := range errs {
		if err == nil {
			given++
			continue
		}
		wantFault(t, err, fault.RuleViolation, "headcount.negative", "lines[0].quota.posts")
	}
	if given != has {
		t.Errorf("%d of %d posts were given", given, has)
	}
	if got := w.posts(w.education, "2026-07-01"); got != 0 {
		t.Errorf("the giver has %d", got)
	}
	if got := w.posts(w.health, "2026-07-01"); got != 2*has {
		t.Errorf("the receiver has %d", got)
	}
	w.balanced("2026-06-30", "2026-07-01")
}

// posts is what a unit is allocated on a day.
func (w *world) posts(unit int64, on string) int {
	w.t.Helper()
	all, err := models.UnitBalances(w.t.Context(), w.db, models.AsOf{Day: d(on)}, models.Scope{Units: []int64{unit}})
	w.must(err)
	n := 0
	for _, b := range all {
		n += b.Allocated
	}
	return n
}

// together runs f n times at once.
func together(n int, f func(i int) error) []error {
	errs := make([]error, n)
	start := make(chan struct{})
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			<-start
			errs[i] = f(i)
		})
	}
	close(start)
	all.Wait()
	return errs
}

func TestOneRequestHasOneEffect(t *testing.T) {
	w := newWorld(t)
	ctx := w.as(w.officer)
	in := w.decide("2026-07-01", quota("TRANSFER", &w.education, &w.health, 1), w.appoint(w.hoa, w.health))
	const tries = 20
	answers := make([]int64, tries)
	errs := together(tries, func(i int) error {
		got, err := w.decisions.Issue(ctx, in)
		if err == nil {
			answers[i] = got.ID
		}
		return err
	})
	for i, err := range errs {
		if err != nil || answers[i] != answers[0] {
			t.Fatalf("request %d: decision %d, %v; the first got %d", i, answers[i], err, answers[0])
		}
	}
	if n := w.count("decision"); n != 1 {
		t.Errorf("%d decisions", n)
	}
	if n := w.count("audit_log WHERE action = 'decision.issue'"); n != 1 {
		t.Errorf("%d audit entries", n)
	}
	if got := w.posts(w.health, "2026-07-01"); got != 11 {
		t.Errorf("%d posts", got)
	}
	in.Title = "Một quyết định khác"
	_, err := w.decisions.Issue(ctx, in)
	wantFault(t, err, fault.Conflict, "fault.request_reused", "clientRequestId")
}

func TestABadLineUndoesAll(t *testing.T) {
	w := newWorld(t)
	state := func() string {
		s := ""
		for _, table := range []string{"audit_log", "decision", "decision_line", "appointment", "quota_entry", "headcount_delta", "org_unit", "staff_pay", "request_answer"} {
			s += fmt.Sprint(table, " ", w.count(table), "; ")
		}
		return s
	}
	before := state()
	in := w.decide("2026-07-01", quota("TRANSFER", &w.education, &w.health, 1), w.appoint(w.hoa, w.health),
		decision.Line{EstablishUnit: &decision.EstablishUnit{Code: "T.MOI", Name: "Đơn vị mới", Kind: "DEPARTMENT", Parent: w.province}},
		quota("TRANSFER", &w.ward, &w.health, 1))
	w.refused(in, fault.RuleViolation, "headcount.negative", "lines[3].quota.posts")
	if after := state(); after != before {
		t.Errorf("before: %s\nafter:  %s", before, after)
	}
	in.Lines = in.Lines[:3]
	if _, err := w.decisions.Issue(w.as(w.officer), in); err != nil {
		t.Errorf("the same id after a refusal: %v", err)
	}
}

func TestWhoMayIssueWhat(t *testing.T) {
	w := newWorld(t)
	own := func(in decision.IssueDecision) decision.IssueDecision {
		in.Issuer = w.education
		return in
	}
	for _, c := range []struct {
		what  string
		user  int64
		in    decision.IssueDecision
		code  fault.Code
		key   string
		field string
	}{
		{"a staff member issues nothing", w.self, w.decide("2026-07-01", w.appoint(w.binh, w.health)), fault.Forbidden, "fault.forbidden", ""},
		{"an agency does not issue for the province", w.clerk, w.decide("2026-07-01", w.appoint(w.hoa, w.education)), fault.NotFound, "fault.not_found", "issuer"},
		{"an agency does not send people elsewhere", w.clerk, own(w.decide("2026-07-01", w.appoint(w.hoa, w.health))), fault.NotFound, "fault.not_found", "lines[0].appoint.unit"},
		{"an agency gives no posts", w.clerk, own(w.decide("2026-07-01", quota("ALLOCATE", nil, &w.education, 1))), fault.Forbidden, "fault.forbidden", "lines[0].quota.receiver"},
		{"an agency does not draw on another's quota", w.clerk, own(w.decide("2026-07-01", decision.Line{Appoint: &decision.Appoint{Staff: w.hoa, Unit: w.education,
			Position: &w.teacher, QuotaUnit: &w.health, Category: "PUBLIC_SERVICE", Reason: "TRANSFER"}})), fault.NotFound, "fault.not_found", "lines[0].appoint.quotaUnit"},
	} {
		w.run(c.what, func(t *testing.T) {
			_, err := w.decisions.Issue(w.as(c.user), c.in)
			wantFault(t, err, c.code, c.key, c.field)
		})
	}
	w.run("an agency does not see people elsewhere, and an eye on them is no hand", func(t *testing.T) {
		w.issue("2026-06-10", w.appoint(w.binh, w.health))
		take := own(w.decide("2026-08-01", w.appoint(w.binh, w.education)))
		_, err := w.decisions.Issue(w.as(w.clerk), take)
		wantFault(t, err, fault.NotFound, "fault.not_found", "lines[0].appoint.staff")
		declare := w.declare("UPDATE", "IDENTITY", "phone", "0912345678")
		declare.Staff = w.binh
		_, err = w.changes.Declare(w.as(w.clerk), declare)
		wantFault(t, err, fault.NotFound, "fault.not_found", "staff")
		w.system(func(tx *models.Tx) {
			w.must(models.Record(tx, &models.RoleGrant{Fact: models.Fact{ValidFrom: d("2020-01-01")}, UserID: w.clerk, Role: "finance_officer", UnitID: w.province}))
		})
		_, err = w.decisions.Issue(w.as(w.clerk), take)
		wantFault(t, err, fault.Forbidden, "fault.forbidden", "lines[0].appoint.staff")
		_, err = w.changes.Declare(w.as(w.clerk), declare)
		wantFault(t, err, fault.Forbidden, "fault.forbidden", "staff")
	})
	w.run("nobody issues on themselves", func(t *testing.T) {
		w.system(func(tx *models.Tx) {
			w.must(models.Record(tx, &models.RoleGrant{Fact: models.Fact{ValidFrom: d("2020-01-01")}, UserID: w.self, Role: "home_affairs_leader", UnitID: w.province}))
		})
		_, err := w.decisions.Issue(w.as(w.self), w.decide("2026-07-01", quota("TRANSFER", &w.education, &w.health, 1), w.appoint(w.hoa, w.health)))
		wantFault(t, err, fault.Forbidden, "decision.own_case", "lines[1].appoint.staff")
	})
	w.run("an agency moves its own people within itself", func(t *testing.T) {
		if _, err := w.decisions.Issue(w.as(w.clerk), own(w.decide("2026-07-01", w.appoint(w.hoa, w.education)))); err != nil {
			t.Error(err)
		}
	})
}
