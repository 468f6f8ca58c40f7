package staff_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"bienche/internal/fault"
	"bienche/internal/staff"
	"bienche/models"
)

// declare makes a declaration about Hoà with an id of its own.
func (w *world) declare(kind, section string, fields ...string) staff.DeclareRecordChange {
	w.numbers++
	in := staff.DeclareRecordChange{ClientRequestID: fmt.Sprint("d", w.numbers), Staff: w.hoa, Kind: kind, Section: section, Evidence: "Bản sao có chứng thực"}
	for i := 0; i < len(fields); i += 2 {
		in.Fields = append(in.Fields, staff.RecordField{Name: fields[i], Value: fields[i+1]})
	}
	return in
}

// decideOn verifies a change, or rejects it when a reason is given.
func (w *world) decideOn(ctx context.Context, c *staff.RecordChange, reason string) (*staff.RecordChange, error) {
	w.numbers++
	in := staff.DecideRecordChange{ClientRequestID: fmt.Sprint("v", w.numbers), ID: c.ID, Version: c.Version, Verify: reason == ""}
	if reason != "" {
		in.Reason = &reason
	}
	return w.changes.Decide(ctx, in)
}

// verified declares as the officer and verifies as the leader.
func (w *world) verified(in staff.DeclareRecordChange) {
	w.t.Helper()
	c, err := w.changes.Declare(w.as(w.officer), in)
	w.must(err)
	got, err := w.decideOn(w.as(w.leader), c, "")
	w.must(err)
	if got.State != "VERIFIED" || got.DecidedBy == nil || *got.DecidedBy != w.leader || got.Version != 2 {
		w.t.Fatalf("after verification: %+v", got)
	}
}

// at is one column of a person's fact as of a day, as known at an instant (zero: now).
func (w *world) at(table, column, on string, known time.Time) string {
	w.t.Helper()
	s, err := models.One[string](models.WithAccess(context.Background(), models.Everything), w.db, models.Q("SELECT coalesce(x."+column+"::text, '') FROM "+table+" x WHERE x.staff_id = ?", w.hoa).
		Valid("x", models.AsOf{Day: d(on), Known: known}))
	w.must(err)
	return s
}

// now is the database's instant: what is recorded later was not known then.
func (w *world) now() time.Time {
	w.t.Helper()
	now, err := models.One[time.Time](models.WithAccess(context.Background(), models.Everything), w.db, models.Q("SELECT clock_timestamp()"))
	w.must(err)
	return now
}

func TestAnUpdateHoldsFromItsDayAndACorrectionAlways(t *testing.T) {
	w := newWorld(t)
	in := w.declare("UPDATE", "IDENTITY", "currentResidence", "Số 1 đường Mới")
	in.EffectiveOn = ref(d("2026-06-01"))
	w.verified(in)
	updated := w.now()
	w.verified(w.declare("CORRECT", "IDENTITY", "homeTown", "Xã Đúng"))

	for _, c := range []struct {
		what, column, on string
		known            time.Time
		want             string
	}{
		{"the update before its day", "current_residence", "2026-05-31", time.Time{}, ""},
		{"the update on its day", "current_residence", "2026-06-01", time.Time{}, "Số 1 đường Mới"},
		{"the correction before the update", "home_town", "2020-09-01", time.Time{}, "Xã Đúng"},
		{"the correction after it", "home_town", "2026-07-01", time.Time{}, "Xã Đúng"},
		{"what was known before the correction", "home_town", "2026-07-01", updated, "Xã Cũ"},
		{"what else was known then", "current_residence", "2026-07-01", updated, "Số 1 đường Mới"},
	} {
		if got := w.at("staff_identity", c.column, c.on, c.known); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
	if n := w.count("staff_identity WHERE staff_id = ? AND known_to = 'infinity' AND batch_id IS NULL", w.hoa); n != 1 {
		t.Errorf("%d facts rest on the declaration alone: the updated one must, and what was corrected keeps its ground", n)
	}
}

func TestANewNameIsFoundAndSortedAsSuch(t *testing.T) {
	w := newWorld(t)
	w.verified(w.declare("CORRECT", "CORE", "fullName", "Nguyễn  Thị Hoa"))
	if got := w.at("staff_core", "sort_name", "2026-06-15", time.Time{}); got != "Hoa Nguyễn Thị" {
		t.Errorf("sorted as %q", got)
	}
	if n := w.count(`staff_core c JOIN staff_name n ON n.id = c.name_id WHERE c.staff_id = ? AND c.known_to = 'infinity' AND n.name = 'Nguyễn Thị Hoa'`, w.hoa); n != 1 {
		t.Errorf("the table of names has not followed")
	}
}

func TestEntriesAreAddedChangedAndStruck(t *testing.T) {
	w := newWorld(t)
	w.verified(w.declare("DECLARE", "FAMILY", "relation", "Con", "fullName", "Trần Văn An", "birthYear", "2015"))
	w.verified(w.declare("DECLARE", "QUALIFICATION", "kind", "PROFESSIONAL", "level", "Đại học", "awardedOn", "2007-06-30"))
	w.verified(w.declare("DECLARE", "WORK_HISTORY", "from", "2007-09-01", "to", "2020-09-01", "content", "Giáo viên hợp đồng"))
	id := func(table string) *int64 {
		n, err := models.One[int64](models.WithAccess(t.Context(), models.Everything), w.db, models.Q("SELECT id FROM "+table+" WHERE staff_id = ? AND known_to = 'infinity'", w.hoa))
		w.must(err)
		return &n
	}
	change := w.declare("UPDATE", "FAMILY", "workplace", "Trường Tiểu học Hai")
	change.Target = id("relative")
	w.verified(change)
	if n := w.count("relative WHERE staff_id = ? AND known_to = 'infinity' AND workplace <> '' AND valid_from = ?", w.hoa, today); n != 1 {
		t.Error("the relative was not changed from today on")
	}
	award := w.declare("CORRECT", "QUALIFICATION", "awardedOn", "2007-07-15")
	award.Target = id("qualification")
	w.verified(award)
	if got := w.at("qualification", "level", "2007-07-14", time.Time{}); got != "" {
		t.Errorf("the degree is held before its corrected day: %q", got)
	}
	gone := w.declare("CORRECT", "WORK_HISTORY")
	gone.Target, gone.Remove = id("work_history"), true
	w.verified(gone)
	if n := w.count("work_history WHERE staff_id = ? AND known_to = 'infinity'", w.hoa); n != 0 {
		t.Error("the history line still stands")
	}
}

func TestFourEyes(t *testing.T) {
	w := newWorld(t)
	byOfficer, err := w.changes.Declare(w.as(w.officer), w.declare("UPDATE", "IDENTITY", "phone", "0912345678"))
	w.must(err)
	bySelf, err := w.changes.Declare(w.as(w.self), w.declare("UPDATE", "IDENTITY", "email", "hoa@example.vn"))
	w.must(err)
	w.system(func(tx *models.Tx) { // Hoà is made the head of her own department's personnel
		w.must(models.Record(tx, &models.RoleGrant{Fact: models.Fact{ValidFrom: d("2020-01-01")}, UserID: w.self, Role: "agency_personnel_officer", UnitID: w.education}))
	})
	for _, c := range []struct {
		what   string
		user   int64
		change *staff.RecordChange
		code   fault.Code
		key    string
	}{
		{"who declared does not verify", w.officer, byOfficer, fault.Forbidden, "staff.own_change"},
		{"the person concerned does not verify what another declared", w.self, byOfficer, fault.Forbidden, "staff.own_change"},
		{"the person concerned does not verify what she declared", w.self, bySelf, fault.Forbidden, "staff.own_change"},
	} {
		w.run(c.what, func(t *testing.T) {
			_, err := w.decideOn(w.as(c.user), c.change, "")
			wantFault(t, err, c.code, c.key, "id")
		})
	}
	if _, err := w.decideOn(w.as(w.clerk), bySelf, ""); err != nil {
		t.Errorf("a second officer: %v", err)
	}
	if got := w.at("staff_identity", "email", "2026-06-15", time.Time{}); got != "hoa@example.vn" {
		t.Errorf("email %q", got)
	}
	_, err = w.decideOn(w.as(w.leader), bySelf, "")
	wantFault(t, err, fault.Conflict, "fault.stale", "version")
	if f := fault.From(err); f.Extra["state"] != "VERIFIED" || f.Extra["version"] != 2 {
		t.Errorf("the current state is not told: %v", f.Extra)
	}
}

func TestARejectedChangeChangesNothing(t *testing.T) {
	w := newWorld(t)
	c, err := w.changes.Declare(w.as(w.self), w.declare("CORRECT", "CORE", "birthDate", "1985-03-20"))
	w.must(err)
	_, err = w.changes.Decide(w.as(w.leader), staff.DecideRecordChange{ClientRequestID: "x", ID: c.ID, Version: 1})
	wantFault(t, err, fault.BadInput, "fault.required", "reason")
	got, err := w.decideOn(w.as(w.leader), c, "Giấy khai sinh không khớp")
	w.must(err)
	if got.State != "REJECTED" || got.DecidedReason == "" || w.at("staff_core", "birth_date", "2026-06-15", time.Time{}) != "1985-03-02" {
		t.Errorf("after rejection: %+v", got)
	}
}

func TestAChangeOfWhatHasChangedSinceIsRefused(t *testing.T) {
	w := newWorld(t)
	ctx := w.as(w.officer)
	first, err := w.changes.Declare(ctx, w.declare("UPDATE", "IDENTITY", "homeTown", "Xã Một"))
	w.must(err)
	w.verified(w.declare("CORRECT", "IDENTITY", "homeTown", "Xã Hai"))
	_, err = w.decideOn(w.as(w.leader), first, "")
	wantFault(t, err, fault.Conflict, "staff.change_outdated", "id")
}

func TestADeclarationRepeatedIsOne(t *testing.T) {
	w := newWorld(t)
	ctx := w.as(w.self)
	in := w.declare("UPDATE", "IDENTITY", "phone", "0912345678")
	ids := make([]int64, 10)
	for _, err := range together(len(ids), func(i int) error {
		c, err := w.changes.Declare(ctx, in)
		if err == nil {
			ids[i] = c.ID
		}
		return err
	}) {
		w.must(err)
	}
	if n := w.count("record_change"); n != 1 || ids[0] != ids[9] {
		t.Errorf("%d changes, ids %v", n, ids)
	}
}

func TestDeclarationsThatCannotBe(t *testing.T) {
	w := newWorld(t)
	with := func(in staff.DeclareRecordChange, change func(*staff.DeclareRecordChange)) staff.DeclareRecordChange {
		change(&in)
		return in
	}
	identity := func(fields ...string) staff.DeclareRecordChange { return w.declare("UPDATE", "IDENTITY", fields...) }
	for _, c := range []struct {
		what       string
		user       int64
		in         staff.DeclareRecordChange
		code       fault.Code
		key, field string
	}{
		{"a section that is none", w.officer, w.declare("UPDATE", "SHOES", "size", "40"), fault.BadInput, "fault.bad_choice", "section"},
		{"a kind that is none", w.officer, w.declare("WISH", "CORE", "sex", "MALE"), fault.BadInput, "fault.bad_choice", "kind"},
		{"no evidence", w.officer, with(identity("phone", "0912345678"), func(in *staff.DeclareRecordChange) { in.Evidence = " " }), fault.BadInput, "fault.required", "evidence"},
		{"no request id", w.officer, with(identity("phone", "0912345678"), func(in *staff.DeclareRecordChange) { in.ClientRequestID = "" }), fault.BadInput, "fault.required", "clientRequestId"},
		{"no field", w.officer, identity(), fault.BadInput, "fault.required", "fields"},
		{"a field of another section", w.officer, identity("phone", "0912345678", "bloodGroup", "A"), fault.BadInput, "staff.no_field", "fields[1].name"},
		{"a field twice", w.officer, identity("phone", "0912345678", "phone", "0912345679"), fault.BadInput, "staff.field_twice", "fields[1].name"},
		{"eleven digits", w.officer, identity("citizenId", "01234567890"), fault.BadInput, "staff.bad_citizen_id", "fields[0].value"},
		{"the 29th of February of no leap year", w.officer, identity("citizenIdOn", "2021-02-29"), fault.BadInput, "fault.bad_date", "fields[0].value"},
		{"an ethnic group that is none", w.officer, identity("ethnicGroup", "99"), fault.BadInput, "fault.bad_choice", "fields[0].value"},
		{"a giant", w.officer, w.declare("DECLARE", "HEALTH", "heightCm", "300"), fault.BadInput, "staff.out_of_range", "fields[0].value"},
		{"a name with digits", w.officer, w.declare("CORRECT", "CORE", "fullName", "R2 D2"), fault.BadInput, "staff.bad_name", "fields[0].value"},
		{"clearing a name", w.officer, with(w.declare("CORRECT", "CORE"), func(in *staff.DeclareRecordChange) { in.Clear = []string{"fullName"} }), fault.BadInput, "fault.required", "clear[0]"},
		{"what is so already", w.officer, identity("homeTown", "Xã Cũ"), fault.BadInput, "staff.nothing_changed", "fields"},
		{"a day before the record", w.officer, with(identity("homeTown", "Xã"), func(in *staff.DeclareRecordChange) { in.Kind, in.EffectiveOn = "CORRECT", ref(d("2000-01-01")) }), fault.RuleViolation, "staff.nothing_on_day", "effectiveOn"},
		{"a degree without its day", w.officer, w.declare("DECLARE", "QUALIFICATION", "kind", "IT", "level", "Cơ bản"), fault.BadInput, "staff.field_missing", "fields"},
		{"a history that ends before it begins", w.officer, w.declare("DECLARE", "WORK_HISTORY", "from", "2010-01-01", "to", "2009-01-01", "content", "X"), fault.BadInput, "fault.bad_range", "fields"},
		{"a change of no relative", w.officer, w.declare("UPDATE", "FAMILY", "workplace", "X"), fault.BadInput, "fault.required", "target"},
		{"a relative of nobody", w.officer, with(w.declare("UPDATE", "FAMILY", "workplace", "X"), func(in *staff.DeclareRecordChange) { in.Target = ref[int64](999) }), fault.NotFound, "staff.no_entry", "target"},
		{"somebody else's record", w.self, with(identity("phone", "0912345678"), func(in *staff.DeclareRecordChange) { in.Staff = w.binh }), fault.NotFound, "fault.not_found", "staff"},
		{"one's own health, which an officer declares", w.self, w.declare("DECLARE", "HEALTH", "heightCm", "160"), fault.Forbidden, "fault.forbidden", ""},
	} {
		w.run(c.what, func(t *testing.T) {
			_, err := w.changes.Declare(w.as(c.user), c.in)
			wantFault(t, err, c.code, c.key, c.field)
		})
	}
	if n := w.count("record_change"); n != 0 {
		t.Errorf("%d refused changes are stored", n)
	}
}

func TestACitizenIDIsHeldByOnePerson(t *testing.T) {
	w := newWorld(t)
	other := w.at("staff_identity", "citizen_id", "2026-06-15", time.Time{})
	in := w.declare("CORRECT", "IDENTITY", "citizenId", other)
	in.Staff = w.binh
	c, err := w.changes.Declare(w.as(w.officer), in)
	w.must(err)
	_, err = w.decideOn(w.as(w.leader), c, "")
	wantFault(t, err, fault.Conflict, "staff.citizen_id_taken", "citizenId")
	if n := w.count("audit_log WHERE action = 'staff.verify_change'"); n != 0 {
		t.Error("a refused verification left an audit entry of a change")
	}
}

func TestTheListOfChangesIsCutToWhatItsReaderMaySee(t *testing.T) {
	w := newWorld(t)
	var elsewhere int64
	w.system(func(tx *models.Tx) {
		elsewhere = w.user(tx, "nhansu2", "agency_personnel_officer", w.health, 0)
		w.user(tx, "thutruong", "agency_head", w.education, 0)
	})
	head, err := models.One[int64](models.WithAccess(t.Context(), models.Everything), w.db, models.Q("SELECT id FROM app_user WHERE username = 'thutruong'"))
	w.must(err)
	for _, in := range []staff.DeclareRecordChange{
		w.declare("UPDATE", "IDENTITY", "phone", "0912345678"),
		w.declare("DECLARE", "HEALTH", "heightCm", "160"),
	} {
		_, err := w.changes.Declare(w.as(w.officer), in)
		w.must(err)
	}
	other := w.declare("UPDATE", "IDENTITY", "phone", "0912345679")
	other.Staff = w.binh
	_, err = w.changes.Declare(w.as(w.clerk), other)
	w.must(err)

	for _, c := range []struct {
		what       string
		user       int64
		filter     staff.ChangeFilter
		seen, mine int // rows, and those the reader may decide
	}{
		{"the officer, who declared two", w.officer, staff.ChangeFilter{}, 3, 1},
		{"the leader", w.leader, staff.ChangeFilter{}, 3, 3},
		{"the agency's clerk, who declared one", w.clerk, staff.ChangeFilter{State: "PENDING"}, 3, 2},
		{"the agency's head, who does not read health", head, staff.ChangeFilter{}, 2, 2},
		{"another agency's clerk", elsewhere, staff.ChangeFilter{}, 0, 0},
		{"the person herself, about herself alone", w.self, staff.ChangeFilter{}, 2, 0},
		{"one person's", w.leader, staff.ChangeFilter{StaffID: w.binh}, 1, 1},
		{"those verified, of which there are none", w.leader, staff.ChangeFilter{State: "VERIFIED"}, 0, 0},
	} {
		w.run(c.what, func(t *testing.T) {
			ctx := w.as(c.user)
			page, err := w.changes.List(ctx, c.filter, 10, 0)
			w.must(err)
			total, err := page.Count(ctx)
			w.must(err)
			mine := 0
			for _, change := range page.Changes {
				if change.MayDecide {
					mine++
				}
			}
			if len(page.Changes) != c.seen || total != c.seen || mine != c.mine {
				t.Errorf("%d rows, %d in all, %d to decide; want %d and %d", len(page.Changes), total, mine, c.seen, c.mine)
			}
		})
	}
}
