package staff_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"bienche/internal/decision"
	"bienche/internal/fault"
	"bienche/models"
)

func TestADocumentThatIsNoneIsRefusedByField(t *testing.T) {
	w := newWorld(t)
	fine := func() decision.IssueDecision {
		return w.decide("2026-07-01", quota("TRANSFER", &w.education, &w.health, 1))
	}
	for _, c := range []struct {
		what       string
		change     func(*decision.IssueDecision)
		code       fault.Code
		key, field string
	}{
		{"no request id", func(in *decision.IssueDecision) { in.ClientRequestID = "" }, fault.BadInput, "fault.required", "clientRequestId"},
		{"no number", func(in *decision.IssueDecision) { in.Number = " " }, fault.BadInput, "fault.required", "number"},
		{"no symbol", func(in *decision.IssueDecision) { in.Symbol = "" }, fault.BadInput, "fault.required", "symbol"},
		{"no title", func(in *decision.IssueDecision) { in.Title = "" }, fault.BadInput, "fault.required", "title"},
		{"a title without end", func(in *decision.IssueDecision) { in.Title = strings.Repeat("ă", 1001) }, fault.BadInput, "fault.too_long", "title"},
		{"no signer", func(in *decision.IssueDecision) { in.SignerName = "" }, fault.BadInput, "fault.required", "signerName"},
		{"an empty legal basis", func(in *decision.IssueDecision) { in.LegalBases = []string{"Luật", ""} }, fault.BadInput, "fault.required", "legalBases[1]"},
		{"issued tomorrow", func(in *decision.IssueDecision) { in.IssuedOn = today.AddDays(1) }, fault.BadInput, "decision.issued_ahead", "issuedOn"},
		{"in force in another century", func(in *decision.IssueDecision) { in.EffectiveOn = d("2126-06-15") }, fault.BadInput, "decision.far_from_issue", "effectiveOn"},
		{"no lines", func(in *decision.IssueDecision) { in.Lines = nil }, fault.BadInput, "decision.no_lines", "lines"},
		{"too many lines", func(in *decision.IssueDecision) { in.Lines = make([]decision.Line, 501) }, fault.BadInput, "decision.too_many", "lines"},
		{"an empty line", func(in *decision.IssueDecision) { in.Lines = append(in.Lines, decision.Line{}) }, fault.BadInput, "decision.one_member", "lines[1]"},
		{"a line of two kinds", func(in *decision.IssueDecision) { in.Lines[0].SetSeats = &decision.SetSeats{} }, fault.BadInput, "decision.one_member", "lines[0]"},
		{"an issuer there never was", func(in *decision.IssueDecision) { in.Issuer = 99999 }, fault.NotFound, "fault.not_found", "issuer"},
		{"an issuer of another time", func(in *decision.IssueDecision) { in.IssuedOn, in.EffectiveOn = d("2009-12-31"), d("2012-07-01") }, fault.RuleViolation, "decision.no_issuer", "issuer"},
	} {
		w.run(c.what, func(t *testing.T) {
			in := fine()
			c.change(&in)
			w.refused(in, c.code, c.key, c.field)
		})
	}
	if n := w.count("decision"); n != 0 {
		t.Errorf("%d refused decisions are stored", n)
	}
	in := fine()
	in.Number = "1"
	if _, err := w.decisions.Issue(w.as(w.officer), in); err != nil {
		t.Fatal(err)
	}
	in.ClientRequestID = "again"
	w.refused(in, fault.Conflict, "decision.number_taken", "number")
}

func TestMovementsOfPostsThatCannotBe(t *testing.T) {
	w := newWorld(t)
	with := func(l decision.Line, change func(*decision.Quota)) decision.Line {
		change(l.Quota)
		return l
	}
	for _, c := range []struct {
		what string
		line decision.Line
		code fault.Code
		key  string
		at   string
	}{
		{"an act that is none", quota("STEAL", &w.education, &w.health, 1), fault.BadInput, "fault.bad_choice", "act"},
		{"no posts", quota("TRANSFER", &w.education, &w.health, 0), fault.BadInput, "headcount.bad_posts", "posts"},
		{"posts below zero", quota("TRANSFER", &w.education, &w.health, -3), fault.BadInput, "headcount.bad_posts", "posts"},
		{"more than the giver has", quota("TRANSFER", &w.education, &w.health, 11), fault.RuleViolation, "headcount.negative", "posts"},
		{"an allocation to nobody", quota("ALLOCATE", nil, nil, 1), fault.BadInput, "fault.required", "receiver"},
		{"a transfer from nobody", quota("TRANSFER", nil, &w.health, 1), fault.BadInput, "fault.required", "giver"},
		{"a cession within the province", quota("CEDE", &w.education, &w.health, 1), fault.BadInput, "headcount.side_outside", "receiver"},
		{"a transfer to itself", quota("TRANSFER", &w.education, &w.education, 1), fault.BadInput, "headcount.same_side", "receiver"},
		{"an adjustment of nobody", quota("ADJUST", nil, nil, 1), fault.BadInput, "headcount.no_side", "receiver"},
		{"a loan for ever", quota("LEND", &w.education, &w.health, 1), fault.BadInput, "fault.required", "until"},
		{"a loan that ends before it begins", with(quota("LEND", &w.education, &w.health, 1), func(q *decision.Quota) { q.Until = ref(d("2026-07-01")) }), fault.BadInput, "fault.bad_range", "until"},
		{"a category that ended in 2025", with(quota("TRANSFER", &w.education, &w.health, 1), func(q *decision.Quota) { q.Category = "COMMUNE" }), fault.BadInput, "headcount.no_category", "category"},
		{"a tranche that is none", with(quota("TRANSFER", &w.education, &w.health, 1), func(q *decision.Quota) { q.Tranche = ref("GOLD") }), fault.BadInput, "fault.bad_choice", "tranche"},
		{"a receiver there never was", quota("TRANSFER", &w.education, ref[int64](99999), 1), fault.NotFound, "fault.not_found", "receiver"},
	} {
		w.run(c.what, func(t *testing.T) {
			w.refused(w.decide("2026-07-01", c.line), c.code, c.key, "lines[0].quota."+c.at)
		})
	}
	w.issue("2026-07-01", with(quota("LEND", &w.education, &w.health, 4), func(q *decision.Quota) { q.Until = ref(d("2027-01-01")) }))
	for on, want := range map[string]int{"2026-06-30": 10, "2026-07-01": 6, "2026-12-31": 6, "2027-01-01": 10} {
		if got := w.posts(w.education, on); got != want {
			t.Errorf("on %s the lender has %d, want %d", on, got, want)
		}
	}
	w.refused(w.decide("2026-08-01", quota("TRANSFER", &w.education, &w.health, 7)), fault.RuleViolation, "headcount.negative", "lines[0].quota.posts")
	w.balanced("2026-06-30", "2026-07-01", "2027-01-01")
}

func TestPayFollowsTheScales(t *testing.T) {
	w := newWorld(t)
	pay := func(change func(*decision.SetPay)) decision.Line {
		p := &decision.SetPay{Staff: w.hoa, Grade: "01.003", Step: ref(3), Reason: "STEP_RAISE"}
		if change != nil {
			change(p)
		}
		return decision.Line{SetPay: p}
	}
	w.issue("2026-07-01", pay(nil))
	w.issue("2026-09-01", pay(func(p *decision.SetPay) { p.PositionAllowance = ref(decimal.RequireFromString("0.2")) }))
	if n := w.count(`staff_pay WHERE staff_id = ? AND known_to = 'infinity' AND coefficient = 3.00 AND step_since = '2026-07-01'`, w.hoa); n != 2 {
		t.Errorf("%d pays of class A1 step 3 that count from the step", n)
	}
	for _, c := range []struct {
		what string
		line decision.Line
		code fault.Code
		key  string
		at   string
	}{
		{"a grade that is none", pay(func(p *decision.SetPay) { p.Grade = "99.999" }), fault.BadInput, "staff.no_grade", "grade"},
		{"a step beyond the class", pay(func(p *decision.SetPay) { p.Step = ref(10) }), fault.RuleViolation, "rules.no_such_step", "step"},
		{"a coefficient of another step", pay(func(p *decision.SetPay) { p.Coefficient = ref(decimal.RequireFromString("3.33")) }), fault.RuleViolation, "staff.coefficient_mismatch", "coefficient"},
		{"beyond the frame before its end", pay(func(p *decision.SetPay) { p.BeyondFramePercent = ref(decimal.RequireFromString("5")) }), fault.RuleViolation, "staff.beyond_frame", "beyondFramePercent"},
		{"three digits after the comma", pay(func(p *decision.SetPay) { p.ReserveCoefficient = ref(decimal.RequireFromString("0.123")) }), fault.BadInput, "fault.bad_number", "reserveCoefficient"},
		{"an allowance below zero", pay(func(p *decision.SetPay) { p.PositionAllowance = ref(decimal.RequireFromString("-1")) }), fault.BadInput, "fault.bad_number", "positionAllowance"},
		{"neither step nor coefficient", pay(func(p *decision.SetPay) { p.Step = nil }), fault.BadInput, "fault.required", "step"},
		{"a raise that counts from the future", pay(func(p *decision.SetPay) { p.StepSince = ref(d("2027-01-01")) }), fault.BadInput, "staff.step_since_ahead", "stepSince"},
		{"a reason that is none", pay(func(p *decision.SetPay) { p.Reason = "LUCK" }), fault.BadInput, "fault.bad_choice", "reason"},
	} {
		w.run(c.what, func(t *testing.T) {
			in := w.decide("2026-10-01", c.line)
			w.refused(in, c.code, c.key, "lines[0].setPay."+c.at)
			_, err := w.decisions.Issue(w.as(w.officer), in)
			if c.code == fault.RuleViolation && len(fault.From(err).Sources) == 0 {
				t.Error("the refusal cites no law")
			}
		})
	}
}

func TestTheOrganisationChangesByDecision(t *testing.T) {
	w := newWorld(t)
	w.issue("2026-07-01", decision.Line{EstablishUnit: &decision.EstablishUnit{Code: "T.GD.2", Name: "Trường Mầm non Hai", Kind: "PRESCHOOL", Parent: w.ward}})
	created, err := models.One[int64](models.WithAccess(t.Context(), models.Everything), w.db, models.Q("SELECT id FROM org_unit WHERE code = 'T.GD.2'"))
	w.must(err)
	if n := w.count("org_unit_version WHERE unit_id = ? AND parent_id = ? AND level = 'DISTRICT'", created, w.ward); n != 1 {
		t.Error("the new unit does not stand as founded")
	}
	w.issue("2027-01-01", decision.Line{ChangeUnit: &decision.ChangeUnit{Unit: w.school, Parent: &w.province}})
	w.issue("2027-06-01", decision.Line{ChangeUnit: &decision.ChangeUnit{Unit: w.school, Name: ref("Trường THPT Sau này")}})
	w.issue("2026-08-01", decision.Line{ChangeUnit: &decision.ChangeUnit{Unit: w.school, Name: ref("Trường THPT Chuyên")}})
	for _, c := range []struct {
		on, name string
		parent   int64
	}{
		{"2026-07-31", "Trường THPT Một", w.education},
		{"2026-08-01", "Trường THPT Chuyên", w.education},
		{"2027-01-01", "Trường THPT Chuyên", w.province},  // the move decided before keeps its day, and takes the name along
		{"2027-06-01", "Trường THPT Sau này", w.province}, // and so does the later name
	} {
		if n := w.count("org_unit_version v WHERE unit_id = ? AND known_to = 'infinity' AND valid_from <= ? AND valid_to > ? AND name = ? AND parent_id = ?",
			w.school, d(c.on), d(c.on), c.name, c.parent); n != 1 {
			t.Errorf("on %s it is not %s below %d", c.on, c.name, c.parent)
		}
	}
	w.issue("2026-07-01", quota("TRANSFER", &w.health, &w.education, 10))
	w.issue("2026-09-01", decision.Line{DissolveUnit: &decision.DissolveUnit{Unit: w.health, Successors: []int64{w.education}, Kind: ref("MERGE")}})
	if n := w.count("org_unit_version WHERE unit_id = ? AND known_to = 'infinity' AND valid_to = '2026-09-01'", w.health); n != 1 {
		t.Error("the unit still stands")
	}
	if n := w.count("org_succession WHERE predecessor_id = ? AND successor_id = ? AND kind = 'MERGE' AND main", w.health, w.education); n != 1 {
		t.Error("the succession is not recorded")
	}
}

func TestChangesOfTheOrganisationThatCannotBe(t *testing.T) {
	w := newWorld(t)
	found := func(change func(*decision.EstablishUnit)) decision.Line {
		u := &decision.EstablishUnit{Code: "T.MOI", Name: "Đơn vị mới", Kind: "SERVICE_UNIT", Parent: w.education}
		change(u)
		return decision.Line{EstablishUnit: u}
	}
	change := func(c decision.ChangeUnit) decision.Line { return decision.Line{ChangeUnit: &c} }
	dissolve := func(c decision.DissolveUnit) decision.Line { return decision.Line{DissolveUnit: &c} }
	w.issue("2026-10-01", dissolve(decision.DissolveUnit{Unit: w.ward}))
	for _, c := range []struct {
		what string
		line decision.Line
		code fault.Code
		key  string
		at   string
	}{
		{"a code in use", found(func(u *decision.EstablishUnit) { u.Code = "T.YT" }), fault.Conflict, "org.code_taken", "establishUnit.code"},
		{"a code with marks", found(func(u *decision.EstablishUnit) { u.Code = "Đơn vị" }), fault.BadInput, "org.bad_code", "establishUnit.code"},
		{"no name", found(func(u *decision.EstablishUnit) { u.Name = "  " }), fault.BadInput, "fault.required", "establishUnit.name"},
		{"a kind that ended in 2025", found(func(u *decision.EstablishUnit) { u.Kind = "DISTRICT" }), fault.BadInput, "org.no_kind", "establishUnit.kind"},
		{"a parent there never was", found(func(u *decision.EstablishUnit) { u.Parent = 99999 }), fault.NotFound, "fault.not_found", "establishUnit.parent"},
		{"a parent that ends", found(func(u *decision.EstablishUnit) { u.Parent = w.ward }), fault.RuleViolation, "org.ends", "establishUnit.parent"},
		{"a unit below itself", change(decision.ChangeUnit{Unit: w.education, Parent: &w.education}), fault.RuleViolation, "org.cycle", "changeUnit.parent"},
		{"a unit below what hangs under it", change(decision.ChangeUnit{Unit: w.education, Parent: &w.school}), fault.RuleViolation, "org.cycle", "changeUnit.parent"},
		{"a move below what ends", change(decision.ChangeUnit{Unit: w.school, Parent: &w.ward}), fault.RuleViolation, "org.ends", "changeUnit.parent"},
		{"a change of nothing", change(decision.ChangeUnit{Unit: w.school}), fault.BadInput, "org.nothing_changed", "changeUnit.unit"},
		{"an empty name", change(decision.ChangeUnit{Unit: w.school, Name: ref("")}), fault.BadInput, "fault.required", "changeUnit.name"},
		{"the end of a unit with people and posts", dissolve(decision.DissolveUnit{Unit: w.school}), fault.RuleViolation, "org.not_empty", "dissolveUnit.unit"},
		{"a merger into nobody", dissolve(decision.DissolveUnit{Unit: w.health, Kind: ref("MERGE")}), fault.BadInput, "org.no_successor", "dissolveUnit.successors"},
		{"a merger into itself", dissolve(decision.DissolveUnit{Unit: w.health, Successors: []int64{w.health}}), fault.BadInput, "org.bad_successor", "dissolveUnit.successors[0]"},
		{"seats below zero", decision.Line{SetSeats: &decision.SetSeats{Unit: w.school, Position: w.teacher, Seats: -1}}, fault.BadInput, "position.bad_seats", "setSeats.seats"},
		{"seats of no position", decision.Line{SetSeats: &decision.SetSeats{Unit: w.school, Position: 99999, Seats: 1}}, fault.RuleViolation, "position.not_in_catalogue", "setSeats.position"},
	} {
		w.run(c.what, func(t *testing.T) {
			w.refused(w.decide("2026-09-01", c.line), c.code, c.key, "lines[0]."+c.at)
		})
	}
	w.refused(w.decide("2026-10-01", dissolve(decision.DissolveUnit{Unit: w.ward})), fault.RuleViolation, "org.ends", "lines[0].dissolveUnit.unit")
	_, err := w.decisions.Issue(w.as(w.officer), w.decide("2026-09-01", dissolve(decision.DissolveUnit{Unit: w.school})))
	want := "Trường THPT Một chưa thể kết thúc hoạt động từ ngày 01/09/2026: còn 0 đơn vị trực thuộc, 2 người và 10 biên chế."
	if got := fault.From(err).Message("vi"); got != want {
		t.Errorf("got %q", got)
	}
}

func TestTwoMovesAtOnceCloseNoCircle(t *testing.T) {
	w := newWorld(t)
	ctx := w.as(w.officer)
	asked := []decision.IssueDecision{
		w.decide("2026-07-01", decision.Line{ChangeUnit: &decision.ChangeUnit{Unit: w.education, Parent: &w.health}}),
		w.decide("2026-07-01", decision.Line{ChangeUnit: &decision.ChangeUnit{Unit: w.health, Parent: &w.education}}),
	}
	errs := together(2, func(i int) error {
		_, err := w.decisions.Issue(ctx, asked[i])
		return err
	})
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("exactly one move may be stored: %v", errs)
	}
	for _, err := range errs {
		if err != nil {
			wantFault(t, err, fault.RuleViolation, "org.cycle", "lines[0].changeUnit.parent")
		}
	}
}

func TestSeatsAreSetFromADayOn(t *testing.T) {
	w := newWorld(t)
	seats := func(n int) decision.Line {
		return decision.Line{SetSeats: &decision.SetSeats{Unit: w.school, Position: w.teacher, Seats: n}}
	}
	w.issue("2026-01-01", seats(5))
	got := w.issue("2026-07-01", seats(7))
	if n := w.count("unit_position WHERE known_to = 'infinity' AND (seats, valid_from, valid_to) IN ((5, '2026-01-01', '2026-07-01'), (7, '2026-07-01', 'infinity'))"); n != 2 {
		t.Errorf("%d of the two stretches stand", n)
	}
	if n := w.count("decision_line WHERE decision_id = ? AND kind = 'position.set_seats' AND applied->>'seats' IS NOT NULL", got.ID); n != 1 {
		t.Error("the line does not say what it changed")
	}
}

func TestNobodyIsSentToAUnitWhileItEnds(t *testing.T) {
	w := newWorld(t)
	w.issue("2026-07-01", quota("TRANSFER", &w.health, &w.education, 10))
	ctx := w.as(w.officer)
	asked := []decision.IssueDecision{
		w.decide("2026-09-01", decision.Line{DissolveUnit: &decision.DissolveUnit{Unit: w.health}}),
		w.decide("2026-08-01", w.appoint(w.hoa, w.health)),
		w.decide("2026-08-01", quota("TRANSFER", &w.education, &w.health, 1)),
	}
	errs := together(len(asked), func(i int) error {
		_, err := w.decisions.Issue(ctx, asked[i])
		return err
	})
	if ended := errs[0] == nil; ended == (errs[1] == nil) || ended == (errs[2] == nil) {
		t.Errorf("either the unit ends, or people and posts come to it: %v", errs)
	}
}
