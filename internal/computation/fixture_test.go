package computation_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"bienche/internal/audit"
	"bienche/internal/auth"
	"bienche/internal/computation"
	"bienche/internal/day"
	"bienche/internal/dbtest"
	"bienche/internal/fault"
	"bienche/internal/lawbook"
	"bienche/internal/org"
	"bienche/internal/platform/config"
	"bienche/internal/platform/jobs"
	"bienche/internal/staff"
	"bienche/models"
	"bienche/rules"
	"bienche/rules/reduction"
)

// world is a small invented province on a real database, seen as the application sees it.
type world struct {
	*computation.Service
	t    testing.TB
	auth *auth.Service

	source                              int64 // the import that the people came in with
	province, education, health, school int64 // units
	officer, leader, clerk, self        int64 // users; leader reads and does not compute, clerk only at education
	requests                            int
	url                                 string // of the database, for its owner
}

// playDay is the day on which the tests play.
var playDay = day.MustParse("2026-06-15")

func d(s string) day.Day { return day.MustParse(s) }

func (w *world) today() day.Day { return w.Clock.Today() }

func newWorld(t testing.TB) *world {
	t.Helper()
	fresh := dbtest.New(t)
	w := &world{t: t}
	book, err := rules.Load()
	w.must(err)
	w.serve(fresh, book, func() time.Time { return playDay.Time().Add(5 * time.Hour) })
	w.codes(fresh, book)
	w.system(w.fill)
	return w
}

// serve makes the service on a database, with a runner that works on jobs.
func (w *world) serve(fresh *dbtest.DB, book *rules.Book, clock day.Clock) {
	w.t.Helper()
	w.url = fresh.OwnerURL
	w.must(jobs.Migrate(w.t.Context(), fresh.OwnerURL))
	db, err := models.Open(w.t.Context(), fresh.AppURL, 16)
	w.must(err)
	w.t.Cleanup(db.Close)
	w.auth, err = auth.New(db, config.Config{})
	w.must(err)
	trees := &org.Trees{DB: db}
	w.Service = &computation.Service{DB: db, Book: book, Trees: trees, Clock: clock, Staff: &staff.Service{DB: db, Trees: trees, Book: book},
		Law: &lawbook.Service{DB: db, Book: book, Trees: trees, Clock: clock}}
	w.start()
	w.t.Cleanup(w.stop)
}

// start is another copy of the program, which works on jobs.
func (w *world) start() {
	w.t.Helper()
	var err error
	w.Jobs, err = jobs.New(w.DB, slog.New(slog.DiscardHandler))
	w.must(err)
	w.Work(w.Jobs, w.auth)
	w.must(w.Jobs.Start(w.t.Context()))
}

// stop ends the copy that works on jobs, in the middle of one if need be.
func (w *world) stop() {
	w.t.Helper()
	if err := w.Jobs.Stop(context.Background()); err != nil {
		w.t.Error(err)
	}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// codes fills the lists of codes from the law, as the owner of the database does.
func (w *world) codes(fresh *dbtest.DB, book *rules.Book) {
	w.t.Helper()
	owner, err := models.Open(w.t.Context(), fresh.OwnerURL, 2)
	w.must(err)
	defer owner.Close()
	for table, catalogue := range map[string]string{"unit_kind": "org.kinds", "headcount_category": "headcount.categories", "grade": "staff.grades"} {
		for _, e := range book.History(catalogue) {
			_, err := owner.Pool.Exec(w.t.Context(), "INSERT INTO "+table+" VALUES ($1) ON CONFLICT DO NOTHING", e.Code)
			w.must(err)
		}
	}
}

// system writes with an audit entry, without a user.
func (w *world) system(f func(tx *models.Tx)) {
	w.t.Helper()
	w.must(audit.Write(w.t.Context(), w.DB, audit.Entry{Action: "test.fill"}, func(tx *models.Tx) error {
		f(tx)
		return nil
	}))
}

func (w *world) fill(tx *models.Tx) {
	from := &models.ImportBatch{Kind: "DEMO", Synthetic: true, RecordedIn: tx.AuditID}
	w.must(tx.Create(from).Error)
	w.source = from.ID
	w.province = w.unit(tx, "T", "Tỉnh Mẫu", "PROVINCE", 0)
	w.education = w.unit(tx, "T.GD", "Sở Giáo dục và Đào tạo", "DEPARTMENT", w.province)
	w.health = w.unit(tx, "T.YT", "Sở Y tế", "DEPARTMENT", w.province)
	w.school = w.unit(tx, "T.GD.1", "Trường THPT Một", "UPPER_SECONDARY_SCHOOL", w.education)
	w.officer = w.user(tx, "chuyenvien", "home_affairs_officer", w.province, 0)
	w.leader = w.user(tx, "lanhdao", "home_affairs_leader", w.province, 0)
	w.clerk = w.user(tx, "nhansu", "agency_personnel_officer", w.education, 0)
	w.self = w.user(tx, "canhan", "staff_member", w.school, 0)
	for _, p := range people() {
		p.unit = map[string]int64{"school": w.school, "education": w.education, "health": w.health}[p.at]
		w.person(tx, p)
	}
}

func (w *world) since(from string) models.Fact {
	return models.Fact{ValidFrom: d(from), BatchID: &w.source}
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

// someone is a person to be put on record. Zero values are not recorded.
type someone struct {
	code, class string
	at          string // unit
	unit        int64
	born        string
	sex         string
	recruited   string
	pay         []string // "2015-01-01 3.33": coefficients from a day on
}

// people are those on record: two who may retire early in December 2026, one who is too young, and two whose records lack
// something.
func people() []someone {
	pay := []string{"2013-01-01 3.99", "2016-01-01 4.32", "2024-03-01 4.65"}
	return []someone{
		{code: "OLD", class: "PUBLIC_EMPLOYEE", at: "school", born: "1968-08-15", sex: "MALE", recruited: "1992-09-01", pay: pay},
		{code: "YOUNG", class: "PUBLIC_EMPLOYEE", at: "school", born: "1985-03-02", sex: "FEMALE", recruited: "2010-09-01", pay: pay},
		{code: "UNPAID", class: "CIVIL_SERVANT", at: "education", born: "1968-02-01", sex: "MALE", recruited: "1994-02-01"},
		{code: "NEVER", class: "CIVIL_SERVANT", at: "health", born: "1968-04-20", sex: "MALE", pay: pay},
		{code: "HEALTH", class: "CIVIL_SERVANT", at: "health", born: "1969-01-10", sex: "MALE", recruited: "1993-05-15", pay: pay},
	}
}

// who is the id of somebody by code.
func (w *world) who(code string) int64 {
	w.t.Helper()
	ids, err := models.Column[int64](models.WithAccess(w.t.Context(), models.Everything), w.DB, models.Q("SELECT id FROM staff_member WHERE code = ?", code))
	w.must(err)
	if len(ids) != 1 {
		w.t.Fatalf("%d people with the code %s", len(ids), code)
	}
	return ids[0]
}

// person puts somebody on record.
func (w *world) person(tx *models.Tx, p someone) int64 {
	w.t.Helper()
	const name = "Nguyễn Thị Hoà"
	m := &models.StaffMember{Code: p.code, Version: 1, RecordedIn: tx.AuditID}
	w.must(tx.Omit("Version").Create(m).Error)
	nameID, err := models.NameID(tx, name)
	w.must(err)
	core := &models.StaffCore{Fact: w.since("2010-01-01"), StaffID: m.ID, FullName: name, NameID: nameID, SortName: models.SortName(name),
		BirthDate: d(p.born), BirthPrecision: "DAY", Sex: p.sex}
	if p.recruited != "" {
		core.RecruitedOn = d(p.recruited)
	}
	w.must(models.Record(tx, core))
	category := "PUBLIC_SERVICE"
	w.must(models.Record(tx, &models.Appointment{Fact: w.since("2010-01-01"), StaffID: m.ID, UnitID: p.unit, Kind: "MAIN", StaffClass: p.class,
		Category: &category, QuotaUnitID: &p.unit, StartReason: "RECRUITMENT"}))
	for i, line := range p.pay {
		from, coefficient, _ := strings.Cut(line, " ")
		c, step := decimal.RequireFromString(coefficient), i+1
		pay := &models.StaffPay{Fact: w.since(from), StaffID: m.ID, Grade: "V.07.05.15", Step: &step, Coefficient: &c, StepSince: d(from), Reason: "STEP_RAISE"}
		if i+1 < len(p.pay) {
			to, _, _ := strings.Cut(p.pay[i+1], " ")
			pay.ValidTo = d(to)
		}
		w.must(models.Record(tx, pay))
	}
	return m.ID
}

// as is a context in which a user acts.
func (w *world) as(user int64) context.Context {
	w.t.Helper()
	ctx, err := w.auth.ActAs(w.t.Context(), user)
	w.must(err)
	return ctx
}

// earlyRetirement asks for early retirement under the regime of staff reduction.
func earlyRetirement(leaving day.Day) computation.Estimate {
	return computation.Estimate{Family: reduction.StaffReduction, Policy: reduction.EarlyRetirement, LeavingDate: leaving}
}

// order orders a batch of everybody, as edit (nil: nothing) changes it.
func (w *world) order(user int64, edit func(*computation.BatchOrder)) int64 {
	w.t.Helper()
	w.requests++
	o := computation.BatchOrder{ClientRequestID: fmt.Sprint("b", w.requests), Title: "Đợt thử", Filter: staff.Filter{},
		Estimate: earlyRetirement(d("2026-12-01"))}
	if edit != nil {
		edit(&o)
	}
	id, err := w.OrderBatch(w.as(user), o)
	w.must(err)
	return id
}

// finish waits until the job of a batch has ended as wanted.
func (w *world) finish(batch int64, want models.JobState) *models.Job {
	w.t.Helper()
	b := w.batch(batch)
	ctx, stop := context.WithTimeout(w.t.Context(), 2*time.Minute)
	defer stop()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		job, err := w.DB.JobByID(ctx, b.JobID)
		w.must(err)
		if job.State.Final() {
			if job.State != want {
				w.t.Fatalf("job ended %s, want %s: %s", job.State, want, job.Outcome)
			}
			return job
		}
		<-tick.C
	}
}

// batch reads a batch.
func (w *world) batch(id int64) *models.ComputationBatch {
	w.t.Helper()
	all, err := models.ComputationBatchesByID(w.t.Context(), w.DB, 0, models.Scope{All: true}, []int64{id})
	w.must(err)
	if len(all) != 1 {
		w.t.Fatalf("batch %d: %d found", id, len(all))
	}
	return &all[0]
}

// count is a number that the database gives, of all that there is.
func (w *world) count(of string, args ...any) int {
	w.t.Helper()
	n, err := models.One[int](models.WithAccess(context.Background(), models.Everything), w.DB, models.Q("SELECT count(*)::int FROM "+of, args...))
	w.must(err)
	return n
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
		if m := f.Message(lang); m == "" || m == key || strings.ContainsRune(m, '{') {
			t.Errorf("%s in %s reads %q", key, lang, m)
		}
	}
}
