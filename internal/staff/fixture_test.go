package staff_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"bienche/internal/audit"
	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/dbtest"
	"bienche/internal/decision"
	"bienche/internal/fault"
	"bienche/internal/headcount"
	"bienche/internal/org"
	"bienche/internal/platform/config"
	"bienche/internal/position"
	"bienche/internal/staff"
	"bienche/models"
	"bienche/rules"
)

// world is a small invented province on a real database, seen as the application sees it.
type world struct {
	t         testing.TB
	db        *models.DB
	auth      *auth.Service
	decisions *decision.Service
	changes   *staff.Changes
	batch     int64

	province, education, health, school, ward int64 // units
	teacher, head                             int64 // positions
	officer, leader, clerk, self              int64 // users; clerk only at education, self is the record of hoa
	hoa, binh                                 int64 // people, both teachers at the school since 2020
	numbers                                   int
}

// today is the day on which the tests play.
var today = day.MustParse("2026-06-15")

func d(s string) day.Day { return day.MustParse(s) }

func newWorld(t testing.TB) *world {
	t.Helper()
	fresh := dbtest.New(t)
	w := &world{t: t, db: open(t, fresh.AppURL)}
	book, err := rules.Load()
	w.must(err)
	clock := day.Clock(func() time.Time { return today.Time().Add(5 * time.Hour) })
	w.changes = &staff.Changes{DB: w.db, Book: book, Clock: clock}
	units, posts, quotas := &org.Changes{Book: book}, &staff.Posts{Book: book}, &headcount.Changes{Book: book}
	w.decisions = &decision.Service{DB: w.db, Clock: clock, Appliers: map[string]decision.Applier{
		decision.KindAppoint:        decision.Apply(posts.Appoint),
		decision.KindEndAppointment: decision.Apply(posts.EndAppointment),
		decision.KindSetPay:         decision.Apply(posts.SetPay),
		decision.KindQuota:          decision.Apply(quotas.Apply),
		decision.KindEstablish:      decision.Apply(units.Establish),
		decision.KindChange:         decision.Apply(units.Change),
		decision.KindDissolve:       decision.Apply(units.Dissolve),
		decision.KindSetSeats:       decision.Apply(position.SetSeats),
	}}
	w.auth, err = auth.New(w.db, config.Config{})
	w.must(err)
	w.codes(open(t, fresh.OwnerURL), book)
	w.system(w.fill)
	return w
}

func open(t testing.TB, url string) *models.DB {
	t.Helper()
	db, err := models.Open(t.Context(), url, 24)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

// run is a subtest in the same world.
func (w *world) run(name string, f func(t *testing.T)) {
	outer := w.t.(*testing.T)
	outer.Run(name, func(t *testing.T) {
		w.t = t
		defer func() { w.t = outer }()
		f(t)
	})
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// codes fills the lists of codes from the law, as the owner of the database does.
func (w *world) codes(owner *models.DB, book *rules.Book) {
	w.t.Helper()
	defer owner.Close()
	for table, catalogue := range map[string]string{"unit_kind": "org.kinds", "headcount_category": "headcount.categories",
		"grade": "staff.grades", "ethnic_group": "staff.ethnic_groups"} {
		for _, e := range book.History(catalogue) {
			_, err := owner.Pool.Exec(w.t.Context(), "INSERT INTO "+table+" VALUES ($1) ON CONFLICT DO NOTHING", e.Code)
			w.must(err)
		}
	}
}

// system writes with an audit entry, without a user.
func (w *world) system(f func(tx *models.Tx)) {
	w.t.Helper()
	w.must(audit.Write(w.t.Context(), w.db, audit.Entry{Action: "test.fill"}, func(tx *models.Tx) error {
		f(tx)
		return nil
	}))
}

func (w *world) fill(tx *models.Tx) {
	batch := &models.ImportBatch{Kind: "DEMO", Synthetic: true, RecordedIn: tx.AuditID}
	w.must(tx.Create(batch).Error)
	w.batch = batch.ID
	w.province = w.unit(tx, "T", "Tỉnh Mẫu", "PROVINCE", 0)
	w.education = w.unit(tx, "T.GD", "Sở Giáo dục và Đào tạo", "DEPARTMENT", w.province)
	w.health = w.unit(tx, "T.YT", "Sở Y tế", "DEPARTMENT", w.province)
	w.school = w.unit(tx, "T.GD.1", "Trường THPT Một", "UPPER_SECONDARY_SCHOOL", w.education)
	w.ward = w.unit(tx, "T.P1", "Phường Một", "COMMUNE", w.province)
	w.teacher = w.position(tx, "GV", "Giáo viên", "PUBLIC_EMPLOYEE", "")
	w.head = w.position(tx, "HT", "Hiệu trưởng", "PUBLIC_EMPLOYEE", "HEAD")
	for _, unit := range []int64{w.education, w.health, w.school} {
		w.must(models.Record(tx, &models.QuotaEntry{Fact: w.since("2012-01-01"), Act: "ALLOCATE", Category: "PUBLIC_SERVICE",
			Tranche: "REGULAR", Funding: "STATE_BUDGET", ReceiverID: &unit, Posts: 10}))
	}
	w.hoa = w.person(tx, "CB001", "Nguyễn Thị Hoà", "2020-09-01")
	w.binh = w.person(tx, "CB002", "Trần Văn Bình", "2020-09-01")
	w.officer = w.user(tx, "chuyenvien", "home_affairs_officer", w.province, 0)
	w.leader = w.user(tx, "lanhdao", "home_affairs_leader", w.province, 0)
	w.clerk = w.user(tx, "nhansu", "agency_personnel_officer", w.education, 0)
	w.self = w.user(tx, "canhan", "staff_member", w.school, w.hoa)
}

func (w *world) since(from string) models.Fact {
	return models.Fact{ValidFrom: d(from), BatchID: &w.batch}
}

func (w *world) unit(tx *models.Tx, code, name, kind string, parent int64) int64 {
	w.t.Helper()
	u := &models.OrgUnit{Code: code, RecordedIn: tx.AuditID}
	w.must(tx.Create(u).Error)
	v := &models.OrgUnitVersion{Fact: w.since("2010-01-01"), UnitID: u.ID, Name: name, Kind: kind, Level: "PROVINCE"}
	if parent != 0 {
		v.ParentID = &parent
	}
	w.must(models.Record(tx, v))
	return u.ID
}

func (w *world) position(tx *models.Tx, code, name, class, leadership string) int64 {
	w.t.Helper()
	p := &models.JobPosition{Code: code, RecordedIn: tx.AuditID}
	w.must(tx.Create(p).Error)
	w.must(models.Record(tx, &models.JobPositionVersion{Fact: w.since("2012-01-01"), PositionID: p.ID, Name: name,
		GroupCode: "PROFESSIONAL", StaffClass: class, Leadership: leadership}))
	return p.ID
}

// person is a teacher at the school from a day on.
func (w *world) person(tx *models.Tx, code, name, from string) int64 {
	w.t.Helper()
	m := &models.StaffMember{Code: code, Version: 1, RecordedIn: tx.AuditID}
	w.must(tx.Omit("Version").Create(m).Error)
	nameID, err := models.NameID(tx, name)
	w.must(err)
	w.must(models.Record(tx, &models.StaffCore{Fact: w.since(from), StaffID: m.ID, FullName: name, NameID: nameID,
		SortName: models.SortName(name), BirthDate: d("1985-03-02"), BirthPrecision: "DAY", Sex: "FEMALE"}))
	citizen := "0010850" + code[2:] + "00"
	w.must(models.Record(tx, &models.StaffIdentity{Fact: w.since(from), StaffID: m.ID, CitizenID: &citizen, HomeTown: "Xã Cũ"}))
	category := "PUBLIC_SERVICE"
	w.must(models.Record(tx, &models.Appointment{Fact: w.since(from), StaffID: m.ID, UnitID: w.school, PositionID: &w.teacher,
		Kind: "MAIN", StaffClass: "PUBLIC_EMPLOYEE", Category: &category, QuotaUnitID: &w.school, StartReason: "RECRUITMENT"}))
	return m.ID
}

func (w *world) user(tx *models.Tx, name, role string, unit, staffID int64) int64 {
	w.t.Helper()
	u := &models.AppUser{Username: name, DisplayName: name, RecordedIn: tx.AuditID}
	if staffID != 0 {
		u.StaffID = &staffID
	}
	w.must(tx.Create(u).Error)
	w.must(models.Record(tx, &models.RoleGrant{Fact: models.Fact{ValidFrom: d("2020-01-01")}, UserID: u.ID, Role: role, UnitID: unit}))
	return u.ID
}

// as is a context in which a user acts.
func (w *world) as(user int64) context.Context {
	w.t.Helper()
	ctx, err := w.auth.ActAs(w.t.Context(), user)
	w.must(err)
	return ctx
}

// decide makes a decision of the province with these lines, with a number of its own.
func (w *world) decide(on string, lines ...decision.Line) decision.IssueDecision {
	w.numbers++
	n := fmt.Sprint(w.numbers)
	return decision.IssueDecision{ClientRequestID: "r" + n, Number: n, Symbol: "QĐ-UBND", Title: "Quyết định thử", Issuer: w.province,
		IssuedOn: d("2026-06-01"), EffectiveOn: d(on), SignerName: "Lê Văn Ký", SignerTitle: "Chủ tịch", Lines: lines}
}

// issue issues as the officer, and fails the test when that is refused.
func (w *world) issue(on string, lines ...decision.Line) *models.Decision {
	w.t.Helper()
	got, err := w.decisions.Issue(w.as(w.officer), w.decide(on, lines...))
	w.must(err)
	return got
}

// refused fails the test unless issuing is refused with a code, key and field.
func (w *world) refused(in decision.IssueDecision, code fault.Code, key, field string) {
	w.t.Helper()
	_, err := w.decisions.Issue(w.as(w.officer), in)
	wantFault(w.t, err, code, key, field)
}

func wantFault(t testing.TB, err error, code fault.Code, key, field string) {
	t.Helper()
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		t.Fatalf("got %v, want %s %s", err, code, key)
	}
	if f.Code != code || f.Key != key || f.Field != field {
		t.Fatalf("got %s %s at %q (%v), want %s %s at %q", f.Code, f.Key, f.Field, err, code, key, field)
	}
	for _, lang := range []string{"vi", "en"} {
		if m := f.Message(lang); m == "" || m == key || containsPlace(m) {
			t.Errorf("%s in %s reads %q", key, lang, m)
		}
	}
}

func containsPlace(message string) bool {
	for i, r := range message {
		if r == '{' && i+1 < len(message) {
			return true
		}
	}
	return false
}

// count is a number that the database gives.
func (w *world) count(sql string, args ...any) int {
	w.t.Helper()
	n, err := models.One[int](models.WithAccess(context.Background(), models.Everything), w.db, models.Q("SELECT count(*)::int FROM "+sql, args...))
	w.must(err)
	return n
}

// balanced fails the test when the dated deltas differ from a recount on any of the days.
func (w *world) balanced(days ...string) {
	w.t.Helper()
	for _, on := range days {
		differ, err := models.RecountDifferences(w.t.Context(), w.db, d(on))
		w.must(err)
		if len(differ) > 0 {
			w.t.Fatalf("on %s the deltas differ from a recount: %+v", on, differ)
		}
	}
}

func ref[T any](v T) *T { return &v }
