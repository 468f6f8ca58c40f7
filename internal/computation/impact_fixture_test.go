package computation

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"bienche/internal/audit"
	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/dbtest"
	"bienche/internal/fault"
	"bienche/internal/lawbook"
	"bienche/internal/org"
	"bienche/internal/platform/config"
	"bienche/internal/platform/jobs"
	"bienche/models"
	"bienche/rules"
	"bienche/rules/reduction"
)

// impactWorld is a province with two departments, one with a school below it, people with kept computations, and readers.
type impactWorld struct {
	*Service
	t    testing.TB
	auth *auth.Service

	province, education, health, school int64 // units
	officer, clerk, self                int64 // users; clerk only at education, self may analyse nothing
	people, asked                       int
	cases                               map[int64]reduction.SeparationInput // of kept computations
}

func newImpactWorld(t testing.TB) *impactWorld {
	t.Helper()
	fresh := dbtest.New(t)
	w := &impactWorld{t: t, cases: map[int64]reduction.SeparationInput{}}
	w.must(jobs.Migrate(t.Context(), fresh.OwnerURL))
	db, err := models.Open(t.Context(), fresh.AppURL, 16)
	w.must(err)
	t.Cleanup(db.Close)
	owner, err := models.Open(t.Context(), fresh.OwnerURL, 2)
	w.must(err)
	defer owner.Close()
	for _, kind := range []string{"PROVINCE", "DEPARTMENT", "UPPER_SECONDARY_SCHOOL"} {
		_, err := owner.Pool.Exec(t.Context(), "INSERT INTO unit_kind VALUES ($1) ON CONFLICT DO NOTHING", kind)
		w.must(err)
	}
	w.auth, err = auth.New(db, config.Config{})
	w.must(err)
	book, err := rules.Load()
	w.must(err)
	clock := day.Clock(func() time.Time { return time.Date(2026, 11, 20, 5, 0, 0, 0, time.UTC) })
	trees := &org.Trees{DB: db}
	w.Service = &Service{DB: db, Book: book, Trees: trees, Clock: clock, Law: &lawbook.Service{DB: db, Book: book, Trees: trees, Clock: clock}}
	w.system(w.fill)
	w.Jobs = w.runner()
	return w
}

// runner is a copy of the program that can work on jobs.
func (w *impactWorld) runner() *jobs.Runner {
	w.t.Helper()
	r, err := jobs.New(w.DB, slog.New(slog.DiscardHandler))
	w.must(err)
	w.Work(r, w.auth)
	return r
}

func (w *impactWorld) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *impactWorld) system(f func(tx *models.Tx)) {
	w.t.Helper()
	w.must(audit.Write(w.t.Context(), w.DB, audit.Entry{Action: "test.fill"}, func(tx *models.Tx) error {
		f(tx)
		return nil
	}))
}

func (w *impactWorld) fill(tx *models.Tx) {
	batch := &models.ImportBatch{Kind: "DEMO", Synthetic: true, RecordedIn: tx.AuditID}
	w.must(tx.Create(batch).Error)
	unit := func(code, name, kind string, parent int64) int64 {
		u := &models.OrgUnit{Code: code, RecordedIn: tx.AuditID}
		w.must(tx.Create(u).Error)
		v := &models.OrgUnitVersion{Fact: models.Fact{ValidFrom: day.Of(2010, 1, 1), BatchID: &batch.ID}, UnitID: u.ID, Name: name, Kind: kind, Level: "PROVINCE"}
		if parent != 0 {
			v.ParentID = &parent
		}
		w.must(models.Record(tx, v))
		return u.ID
	}
	w.province = unit("T", "Tỉnh Mẫu", "PROVINCE", 0)
	w.education = unit("T.GD", "Sở Giáo dục và Đào tạo", "DEPARTMENT", w.province)
	w.health = unit("T.YT", "Sở Y tế", "DEPARTMENT", w.province)
	w.school = unit("T.GD.1", "Trường THPT Một", "UPPER_SECONDARY_SCHOOL", w.education)
	user := func(name, role string, at int64) int64 {
		u := &models.AppUser{Username: name, DisplayName: name, RecordedIn: tx.AuditID}
		w.must(tx.Create(u).Error)
		w.must(models.Record(tx, &models.RoleGrant{Fact: models.Fact{ValidFrom: day.Of(2020, 1, 1)}, UserID: u.ID, Role: role, UnitID: at}))
		return u.ID
	}
	w.officer = user("chuyenvien", "home_affairs_officer", w.province)
	w.clerk = user("nhansu", "agency_personnel_officer", w.education)
	w.self = user("canhan", "staff_member", w.school)
}

// as is a context in which a user acts.
func (w *impactWorld) as(user int64) context.Context {
	w.t.Helper()
	ctx, err := w.auth.ActAs(w.t.Context(), user)
	w.must(err)
	return ctx
}

// leaver is a teacher who leaves at once under the decree of 2025; allowance is for the area, a coefficient.
func leaver(leaves, allowance string, months int) reduction.SeparationInput {
	number := func(s string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(s)) }
	return reduction.SeparationInput{Family: reduction.StaffReduction, Policy: reduction.ImmediateSeverance, StaffClass: "PUBLIC_EMPLOYEE",
		Level: "PROVINCE", Sex: reduction.Female, BirthDate: day.Of(1985, 3, 2), LeavingDate: day.MustParse(leaves), Group: reduction.DirectlyAffected,
		InsuredMonths: months, Salary: reduction.SalaryBase{Parts: &reduction.SalaryParts{Coefficient: number("3.66"), AreaCoefficient: number(allowance)}}}
}

// kept keeps a computation of somebody of a unit under the law as it stands, and answers with its id.
func (w *impactWorld) kept(unit int64, in reduction.SeparationInput, change ...func(c *models.Computation)) int64 {
	w.t.Helper()
	var all []models.Computation
	w.system(func(tx *models.Tx) {
		all = []models.Computation{w.computed(tx, unit, in)}
		for _, f := range change {
			f(&all[0])
		}
		w.must(models.AddComputations(tx, all))
	})
	w.cases[all[0].ID] = in
	return all[0].ID
}

// computed is a computation of somebody new of a unit.
func (w *impactWorld) computed(tx *models.Tx, unit int64, in reduction.SeparationInput) models.Computation {
	w.t.Helper()
	w.people++
	m := &models.StaffMember{Code: fmt.Sprintf("CB%05d", w.people), HomeUnitID: &unit, RecordedIn: tx.AuditID}
	w.must(tx.Omit("Version").Create(m).Error)
	found, err := separate(w.Book.Begin(nil), in)
	w.must(err)
	c, err := keep(found, in, m.ID, &unit)
	w.must(err)
	c.MadeBy = w.officer
	return c
}

func (w *impactWorld) order(parameter, from, value string) ImpactOrder {
	w.asked++
	o := ImpactOrder{ClientRequestID: fmt.Sprint("i", w.asked), Parameter: parameter, From: day.MustParse(from)}
	if value != "" {
		o.Value = &value
	}
	return o
}

// analysed has an order worked on as a user, and answers with its id.
func (w *impactWorld) analysed(user int64, o ImpactOrder) int64 {
	w.t.Helper()
	id, err := w.OrderImpact(w.as(user), o)
	w.must(err)
	i, err := models.FindLawImpact(w.t.Context(), w.DB, user, id)
	w.must(err)
	w.worked(i.JobID)
	return id
}

// worked starts a copy of the program until a job has ended well.
func (w *impactWorld) worked(jobID int64) {
	w.t.Helper()
	r := w.runner()
	w.must(r.Start(w.t.Context()))
	defer func() { w.must(r.Stop(context.Background())) }()
	ctx, cancel := context.WithTimeout(w.t.Context(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		j, err := w.DB.JobByID(ctx, jobID)
		w.must(err)
		switch j.State {
		case models.JobSucceeded:
			return
		case models.JobFailed, models.JobRefused, models.JobCancelled:
			w.t.Fatalf("job %d is %s: %s", jobID, j.State, j.Outcome)
		}
		<-tick.C
	}
}

// items are what came of an analysis, by computation, as a user sees them.
func (w *impactWorld) items(user, id int64) map[int64]models.LawImpactItem {
	w.t.Helper()
	ctx := w.as(user)
	rows, err := models.LawImpactItems(ctx, w.DB, id, false, 10000, 0)
	w.must(err)
	all := map[int64]models.LawImpactItem{}
	var sum int64
	var changed int
	for _, t := range rows {
		all[t.ComputationID] = t
		sum += t.Difference
		if t.Changed {
			changed++
		}
	}
	totals := w.totals(user, id)
	if totals.After-totals.Before != sum || totals.Read != len(rows) || totals.Changed != changed {
		w.t.Errorf("the totals %+v are not the sum of %d items with %d changed and a difference of %d", totals, len(rows), changed, sum)
	}
	return all
}

// totals are the sum of an analysis as a user sees it.
func (w *impactWorld) totals(user, id int64) models.LawImpactTotals {
	w.t.Helper()
	all, err := models.SumLawImpacts(w.as(user), w.DB, []int64{id})
	w.must(err)
	if len(all) == 0 {
		return models.LawImpactTotals{}
	}
	return all[0]
}

// expect fails the test unless an analysis found exactly some computations, each as a direct computation under a book finds it.
func (w *impactWorld) expect(got map[int64]models.LawImpactItem, after *rules.Book, want ...int64) {
	w.t.Helper()
	for id := range got {
		if !slices.Contains(want, id) {
			w.t.Errorf("computation %d is listed: %+v", id, got[id])
		}
	}
	for _, id := range want {
		item, ok := got[id]
		if !ok {
			w.t.Errorf("computation %d is not listed", id)
			continue
		}
		before, err := separate(w.Book.Begin(nil), w.cases[id])
		w.must(err)
		then, err := separate(after.Begin(nil), w.cases[id])
		w.must(err)
		if item.ResultBase != before.Result || item.TotalBase != before.Total || item.ResultAfter != then.Result || item.TotalAfter != then.Total {
			w.t.Errorf("computation %d: %+v, want %s %d and then %s %d", id, item, before.Result, before.Total, then.Result, then.Total)
		}
		if (then.Result == models.Refused) != (item.ProblemAfter != nil) {
			w.t.Errorf("computation %d is %s with the problem %s", id, then.Result, item.ProblemAfter)
		}
	}
}

// changed is the law with a whole value changed, by the means of the walk over all figures.
func (w *impactWorld) changed(id, from, row, column, to string) *rules.Book {
	w.t.Helper()
	b, err := w.Book.Changed(rules.Figure{ID: id, From: day.MustParse(from), Row: row, Column: column}, to)
	w.must(err)
	return b
}

func (w *impactWorld) refused(user int64, o ImpactOrder, want string) {
	w.t.Helper()
	_, err := w.OrderImpact(w.as(user), o)
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		w.t.Fatalf("got %v, want %s", err, want)
	}
	if got := fmt.Sprint(f.Code, " ", f.Key, " ", f.Field); got != want {
		w.t.Errorf("got %s, want %s", got, want)
	}
	for _, lang := range []string{"vi", "en"} {
		if m := f.Message(lang); m == f.Key || strings.ContainsAny(m, "{}") {
			w.t.Errorf("%s in %s reads %q", f.Key, lang, m)
		}
	}
}
