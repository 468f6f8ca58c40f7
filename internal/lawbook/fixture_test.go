package lawbook_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
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
	"bienche/models"
	"bienche/rules"
)

// law is a small law: a number that changes once, a share, an amount, a choice, and a table.
const law = `parameters:
  wait:
    label: { vi: Thời gian chờ, en: Waiting time }
    unit: months
    values:
      - { from: 2015-01-01, value: 12, cite: { document: 1/2015/NĐ-CP, at: Điều 1 }, confidence: OFFICIAL_TEXT }
      - from: 2020-01-01
        value: 24
        cite: { document: 2/2020/NĐ-CP, at: Điều 2 }
        confidence: OFFICIAL_TEXT
        alternatives: [ { value: 18, note: Cách hiểu khác } ]
  part:
    label: { vi: Tỷ lệ, en: Part }
    unit: share
    values: [ { from: 2015-01-01, value: 0.1, cite: { document: 1/2015/NĐ-CP, at: Điều 2 }, confidence: OFFICIAL_TEXT } ]
  sum:
    label: { vi: Mức chi, en: Sum }
    unit: VND
    values: [ { from: 2015-01-01, value: 500000, cite: { document: 1/2015/NĐ-CP, at: Điều 3 }, confidence: OFFICIAL_TEXT } ]
  days:
    label: { vi: Số ngày, en: Days }
    unit: working_days
    values: [ { from: 2015-01-01, to: 2025-01-01, value: 5, cite: { document: 1/2015/NĐ-CP, at: Điều 4 }, confidence: OFFICIAL_TEXT } ]
  odd:
    label: { vi: Tháng lẻ, en: Odd months }
    unit: choice
    options: { UP: { vi: Làm tròn lên, en: Up }, DOWN: { vi: Làm tròn xuống, en: Down } }
    values: [ { from: 2015-01-01, choice: UP, cite: { document: 1/2015/NĐ-CP, at: Điều 5 }, confidence: LOCAL_CHOICE, note: Luật không nói rõ } ]
  scale:
    label: { vi: Bảng, en: Scale }
    unit: coefficient
    values: [ { from: 2015-01-01, table: [ { key: A, start: 2.34 } ], cite: { document: 1/2015/NĐ-CP, at: Phụ lục }, confidence: OFFICIAL_TEXT } ]
`

const documents = `issuers: { CP: { vi: Chính phủ, en: Government } }
documents:
  - { number: 1/2015/NĐ-CP, title: { vi: Một, en: One }, kind: DECREE, issuer: CP, from: 2015-01-01, confidence: OFFICIAL_TEXT }
  - { number: 2/2020/NĐ-CP, title: { vi: Hai, en: Two }, kind: DECREE, issuer: CP, from: 2020-01-01, confidence: OFFICIAL_TEXT }
`

// today is the day on which the tests play.
var today = day.MustParse("2026-06-15")

func d(s string) day.Day { return day.MustParse(s) }

func ref[T any](v T) *T { return &v }

// world is a province with two departments, one with a school below it, and people who propose and approve.
type world struct {
	t       *testing.T
	db      *models.DB
	book    *rules.Book
	auth    *auth.Service
	service *lawbook.Service

	province, education, health, school        int64
	officer, leader, deputy, clerk, head, self int64
	allows, of2027, draft, ofHealth            int64 // decisions
	asked                                      int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	fresh := dbtest.New(t)
	db, err := models.Open(t.Context(), fresh.AppURL, 16)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	owner, err := models.Open(t.Context(), fresh.OwnerURL, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close()
	w := &world{t: t, db: db}
	for _, kind := range []string{"PROVINCE", "DEPARTMENT", "UPPER_SECONDARY_SCHOOL"} {
		_, err := owner.Pool.Exec(t.Context(), "INSERT INTO unit_kind VALUES ($1) ON CONFLICT DO NOTHING", kind)
		w.must(err)
	}
	w.book, err = rules.LoadFrom(fstest.MapFS{"trial/term.yaml": {Data: []byte(law)}, "documents/all.yaml": {Data: []byte(documents)}})
	w.must(err)
	w.service = w.server()
	w.auth, err = auth.New(db, config.Config{})
	w.must(err)
	w.must(audit.Write(t.Context(), db, audit.Entry{Action: "test.fill"}, func(tx *models.Tx) error {
		w.fill(tx)
		return nil
	}))
	return w
}

// server is a service with a memory of its own, as another copy of the program has.
func (w *world) server() *lawbook.Service {
	return &lawbook.Service{DB: w.db, Book: w.book, Trees: &org.Trees{DB: w.db}, Clock: func() time.Time { return today.Time().Add(5 * time.Hour) }}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) fill(tx *models.Tx) {
	batch := &models.ImportBatch{Kind: "DEMO", Synthetic: true, RecordedIn: tx.AuditID}
	w.must(tx.Create(batch).Error)
	unit := func(code, name, kind string, parent int64) int64 {
		u := &models.OrgUnit{Code: code, RecordedIn: tx.AuditID}
		w.must(tx.Create(u).Error)
		v := &models.OrgUnitVersion{Fact: models.Fact{ValidFrom: d("2010-01-01"), BatchID: &batch.ID}, UnitID: u.ID, Name: name, Kind: kind, Level: "PROVINCE"}
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
		w.must(models.Record(tx, &models.RoleGrant{Fact: models.Fact{ValidFrom: d("2020-01-01")}, UserID: u.ID, Role: role, UnitID: at}))
		return u.ID
	}
	w.officer = user("chuyenvien", "home_affairs_officer", w.province)
	w.leader = user("lanhdao", "home_affairs_leader", w.province)
	w.deputy = user("pholanhdao", "home_affairs_leader", w.province)
	w.clerk = user("nhansu", "agency_personnel_officer", w.education)
	w.head = user("giamdoc", "agency_head", w.education)
	w.self = user("canhan", "staff_member", w.school)
	issue := func(number, on string, by int64, state string) int64 {
		c := &models.Decision{Number: &number, Symbol: ref("QĐ-UBND"), Kind: "MIXED", Title: "Quyết định thử", IssuerUnitID: &by,
			SignerName: "Lê Văn Ký", IssuedOn: d("2016-01-05"), EffectiveOn: d(on), State: state, Version: 1, RecordedIn: tx.AuditID}
		w.must(tx.Create(c).Error)
		return c.ID
	}
	w.allows = issue("12", "2016-02-01", w.province, "ISSUED")
	w.of2027 = issue("13", "2027-01-01", w.province, "ISSUED")
	w.draft = issue("14", "2016-02-01", w.province, "SIGNED")
	w.ofHealth = issue("15", "2016-02-01", w.health, "ISSUED")
}

// as is a context in which a user acts, with the data versions of the moment, as a request has them.
func (w *world) as(user int64) context.Context {
	w.t.Helper()
	ctx, err := w.auth.ActAs(w.t.Context(), user)
	w.must(err)
	return ctx
}

// choice is a proposal of the province for a number, from a day on.
func (w *world) choice(parameter, value, from string) lawbook.ProposeRuleChoice {
	w.asked++
	in := lawbook.ProposeRuleChoice{ClientRequestID: fmt.Sprint("p", w.asked), Parameter: "trial.term." + parameter, Unit: w.province,
		From: d(from), Decision: w.allows}
	if number, err := decimal.NewFromString(value); err == nil {
		in.Value = &number
	} else if value != "" {
		in.Choice = &value
	}
	return in
}

// proposed proposes as the officer.
func (w *world) proposed(in lawbook.ProposeRuleChoice) *lawbook.Choice {
	w.t.Helper()
	c, err := w.service.Propose(w.as(w.officer), in)
	w.must(err)
	return c
}

// decision decides on a choice as it was seen: approves it, or refuses it for a reason.
func (w *world) decision(c *lawbook.Choice, reason string) lawbook.DecideRuleChoice {
	w.asked++
	in := lawbook.DecideRuleChoice{ClientRequestID: fmt.Sprint("d", w.asked), ID: c.ID, Version: c.Version, Approve: reason == ""}
	if reason != "" {
		in.Reason = &reason
	}
	return in
}

// approved proposes as the officer and approves as the leader.
func (w *world) approved(in lawbook.ProposeRuleChoice) *lawbook.Choice {
	w.t.Helper()
	c, err := w.service.Decide(w.as(w.leader), w.decision(w.proposed(in), ""))
	w.must(err)
	return c
}

// value is what a computation for a unit reads, with its source.
func (w *world) value(unit int64, parameter, on string) string {
	w.t.Helper()
	work, err := w.service.Begin(w.as(w.self), unit)
	w.must(err)
	v, err := work.On("trial.term."+parameter, d(on))
	w.must(err)
	said := v.Number.String()
	if v.Choice != "" {
		said = v.Choice
	}
	return said + " " + v.Source().Document
}

func wantFault(t *testing.T, err error, code fault.Code, key, field string) {
	t.Helper()
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		t.Fatalf("got %v, want %s %s", err, code, key)
	}
	if f.Code != code || f.Key != key || f.Field != field {
		t.Fatalf("got %s %s at %q (%v), want %s %s at %q", f.Code, f.Key, f.Field, err, code, key, field)
	}
	for _, lang := range []string{"vi", "en"} {
		if m := f.Message(lang); m == key || strings.ContainsAny(m, "{}") {
			t.Errorf("%s in %s reads %q", key, lang, m)
		}
	}
}
