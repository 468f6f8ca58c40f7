package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"bienche/internal/auth"
	"bienche/internal/computation"
	"bienche/internal/dbtest"
	"bienche/internal/headcount"
	"bienche/internal/lawbook"
	"bienche/internal/org"
	"bienche/internal/platform/config"
	"bienche/internal/platform/jobs"
	"bienche/internal/position"
	"bienche/internal/report"
	"bienche/internal/staff"
	"bienche/models"
	"bienche/rules"
)

// world is a small province with people in two departments, one of which took over a third in 2020, and accounts
// with different reach.
type world struct {
	t      testing.TB
	db     *models.DB
	auth   *auth.Service
	engine *Engine
	owner  *pgx.Conn

	services Services
}

// worldSQL builds the province as its owner. Ids are fixed so that tests can name them.
const worldSQL = `
INSERT INTO unit_kind VALUES ('PROVINCE'), ('DEPARTMENT'), ('DIVISION'), ('SERVICE_UNIT') ON CONFLICT DO NOTHING;
INSERT INTO headcount_category VALUES ('ADMINISTRATIVE'), ('PUBLIC_SERVICE') ON CONFLICT DO NOTHING;
INSERT INTO grade VALUES ('01.003') ON CONFLICT DO NOTHING;
INSERT INTO audit_log (id, actor_name, action) OVERRIDING SYSTEM VALUE VALUES (1, 'test', 'test.world');
INSERT INTO org_unit (id, code, recorded_in) VALUES (1, 'T', 1), (2, 'T.A', 1), (3, 'T.B', 1), (4, 'T.A.1', 1), (5, 'T.C', 1), (23, 'T.X', 1);
INSERT INTO org_unit_version (unit_id, parent_id, name, kind, level, valid_from, valid_to, recorded_in, known_from) VALUES
	(1, NULL, 'Tỉnh Thử', 'PROVINCE', 'PROVINCE', '2000-01-01', 'infinity', 1, '2015-01-01'),
	(2, 1, 'Sở Khoa học và Công nghệ', 'DEPARTMENT', 'PROVINCE', '2000-01-01', 'infinity', 1, '2015-01-01'),
	(3, 1, 'Sở Xây dựng', 'DEPARTMENT', 'PROVINCE', '2000-01-01', 'infinity', 1, '2015-01-01'),
	(4, 2, 'Phòng Quản lý khoa học', 'DIVISION', 'PROVINCE', '2000-01-01', 'infinity', 1, '2015-01-01'),
	(5, 1, 'Sở Giao thông', 'DEPARTMENT', 'PROVINCE', '2000-01-01', '2020-07-01', 1, '2015-01-01'),
	(23, 1, 'Sở Ngoại vụ', 'DEPARTMENT', 'PROVINCE', '2010-01-01', 'infinity', 1, '2015-01-01');
INSERT INTO org_succession (predecessor_id, successor_id, kind, valid_from, recorded_in) VALUES (5, 3, 'MERGE', '2020-07-01', 1);
INSERT INTO decision (id, number, symbol, kind, title, issuer_unit_id, issued_on, effective_on, state, recorded_in) OVERRIDING SYSTEM VALUE VALUES
	(1, '12', 'QĐ-UBND', 'QUOTA', 'Giao biên chế năm 2015', 1, '2015-01-05', '2015-01-01', 'ISSUED', 1);
INSERT INTO quota_entry (act, category, giver_id, receiver_id, posts, valid_from, decision_id, recorded_in, known_from) VALUES
	('ALLOCATE', 'ADMINISTRATIVE', NULL, 1, 20, '2015-01-01', 1, 1, '2015-01-05'),
	('ALLOCATE', 'ADMINISTRATIVE', 1, 2, 3, '2015-01-01', 1, 1, '2015-01-05'),
	('ALLOCATE', 'ADMINISTRATIVE', 1, 4, 2, '2015-01-01', 1, 1, '2015-01-05'),
	('ALLOCATE', 'ADMINISTRATIVE', 1, 3, 5, '2015-01-01', 1, 1, '2015-01-05');
INSERT INTO job_position (id, code, recorded_in) VALUES (1, 'CV-01', 1);
INSERT INTO job_position_version (position_id, name, group_code, staff_class, valid_from, recorded_in) VALUES (1, 'Chuyên viên tổng hợp', 'PROFESSIONAL', 'CIVIL_SERVANT', '2013-01-01', 1);
INSERT INTO unit_position (unit_id, position_id, seats, valid_from, decision_id, recorded_in) VALUES (2, 1, 4, '2015-01-01', 1, 1);
`

// worldPeople are name, unit and first day; ids count from 1.
var worldPeople = []struct {
	name string
	unit int
	from string
}{
	{"Nguyễn Dục Anh", 2, "2015-02-01"},
	{"Nguyễn Đức Anh", 2, "2015-02-01"},
	{"Trần Thị Ổn", 2, "2016-01-01"},
	{"Lê Văn Đạt", 4, "2016-01-01"},
	{"Phạm Đức Nguyên", 3, "2016-01-01"},
	{"Vũ Thị Yến", 5, "2012-01-01"},
	{"Hoàng Nguyễn Ducan", 23, "2016-01-01"},
}

// newEmptyWorld is a fresh database with its accounts, and nothing else.
func newEmptyWorld(t testing.TB) *world {
	t.Helper()
	ctx := context.Background()
	d := dbtest.New(t)
	w := &world{t: t}
	var err error
	if w.owner, err = pgx.Connect(ctx, d.OwnerURL); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.owner.Close(ctx) })
	if w.db, err = models.Open(ctx, d.AppURL, 8); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.db.Close)
	settings, err := config.Read()
	if err != nil {
		t.Fatal(err)
	}
	if w.auth, err = auth.New(w.db, settings); err != nil {
		t.Fatal(err)
	}
	return w
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := newEmptyWorld(t)
	w.exec(worldSQL)
	for i, p := range worldPeople {
		w.exec(fmt.Sprintf(`INSERT INTO staff_name (id, name) OVERRIDING SYSTEM VALUE VALUES (%[1]d, '%[2]s');
			INSERT INTO staff_member (id, code, recorded_in) OVERRIDING SYSTEM VALUE VALUES (%[1]d, 'CB%03[1]d', 1);
			INSERT INTO staff_core (staff_id, full_name, name_id, sort_name, birth_date, sex, valid_from, recorded_in, known_from) VALUES (%[1]d, '%[2]s', %[1]d, '%[3]s', '19%[1]d0-05-06', 'FEMALE', '19%[1]d0-05-06', 1, '2015-01-01');
			INSERT INTO staff_identity (staff_id, citizen_id, valid_from, recorded_in) VALUES (%[1]d, '02419000000%[1]d', '2015-01-01', 1);
			INSERT INTO appointment (staff_id, unit_id, position_id, title, staff_class, category, quota_unit_id, start_reason, valid_from, recorded_in, known_from) VALUES (%[1]d, %[4]d, 1, 'Chuyên viên', 'CIVIL_SERVANT', 'ADMINISTRATIVE', %[4]d, 'RECRUITMENT', '%[5]s', 1, '%[5]s');
			INSERT INTO staff_pay (staff_id, grade, step, coefficient, step_since, reason, valid_from, recorded_in) VALUES (%[1]d, '01.003', 2, 2.67, '%[5]s', 'RECRUITMENT', '%[5]s', 1);
			INSERT INTO staff_rating (staff_id, year, level, label, valid_from, valid_to, recorded_in) VALUES (%[1]d, 2019, 'GOOD', 'Hoàn thành tốt nhiệm vụ', '2019-01-01', '2020-01-01', 1);
			INSERT INTO relative (staff_id, relation, full_name, valid_from, recorded_in) VALUES (%[1]d, 'Vợ', 'Người thân', '2016-01-01', 1)`,
			i+1, p.name, models.SortName(p.name), p.unit, p.from))
	}
	w.user("lanhdao", "home_affairs_leader", 1, 0)
	w.user("nhansu", "agency_personnel_officer", 2, 0)
	w.user("taichinh", "finance_officer", 3, 0)
	w.user("truongphong", "division_head", 4, 0)
	w.user("canhan", "staff_member", 2, 3)
	w.user("quantri", "system_administrator", 1, 0)
	w.exec(`INSERT INTO app_user (username, display_name, recorded_in) VALUES ('khongquyen', 'Không quyền', 1)`)
	w.build()
	return w
}

func (w *world) user(name, role string, unit, staffID int) {
	self := "NULL"
	if staffID != 0 {
		self = fmt.Sprint(staffID)
	}
	w.exec(fmt.Sprintf(`INSERT INTO app_user (username, display_name, staff_id, recorded_in) VALUES ('%[1]s', '%[1]s', %[4]s, 1);
		INSERT INTO role_grant (user_id, role, unit_id, valid_from, recorded_in) SELECT id, '%[2]s', %[3]d, '2015-01-01', 1 FROM app_user WHERE username = '%[1]s'`,
		name, role, unit, self))
}

func (w *world) build() {
	book, err := rules.Load()
	if err != nil {
		w.t.Fatal(err)
	}
	clock := func() time.Time { return time.Date(2026, 11, 21, 3, 0, 0, 0, time.UTC) }
	trees := &org.Trees{DB: w.db}
	counts := &headcount.Service{DB: w.db, Trees: trees, Book: book}
	people, law := &staff.Service{DB: w.db, Trees: trees, Book: book}, &lawbook.Service{DB: w.db, Book: book, Trees: trees, Clock: clock}
	runner, err := jobs.New(w.db, slog.New(slog.DiscardHandler))
	if err != nil {
		w.t.Fatal(err)
	}
	w.services = Services{SignIn: w.auth, DB: w.db, Book: book, Clock: clock, Trees: trees,
		Positions: &position.Catalogue{DB: w.db}, Headcount: counts,
		Staff:   people,
		Changes: &staff.Changes{DB: w.db, Book: book, Clock: clock},
		Reports: &report.Service{DB: w.db, Trees: trees, Headcount: counts},
		Law:     law, Jobs: runner,
		Computations: &computation.Service{DB: w.db, Book: book, Law: law, Trees: trees, Staff: people, Jobs: runner, Clock: clock}}
	w.services.Computations.Work(runner, w.auth)
	schema, err := NewSchema(w.services)
	if err != nil {
		w.t.Fatal(err)
	}
	w.engine = New(schema, Config{Log: slog.New(slog.NewTextHandler(testLog{w.t}, nil))})
}

// testLog shows what the engine logs when a test fails.
type testLog struct{ t testing.TB }

func (l testLog) Write(b []byte) (int, error) {
	l.t.Log(strings.TrimSpace(string(b)))
	return len(b), nil
}

func (w *world) exec(sql string) {
	w.t.Helper()
	if _, err := w.owner.Exec(context.Background(), sql); err != nil {
		w.t.Fatalf("%v\n%s", err, sql)
	}
}

// answer is what a client gets.
type answer struct {
	Data   map[string]any
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct{ Code, Field string }
	}
	statements int
	raw        string // as it was sent
}

// ask runs a query as a user ("" for a stranger) and counts its statements, the look-up of the user included.
func (w *world) ask(user, query string) answer {
	w.t.Helper()
	return w.askWithin(models.MaxStatements, user, query)
}

// askWithin is ask with another budget of statements; 0 is without end.
func (w *world) askWithin(most int, user, query string) answer {
	w.t.Helper()
	return w.run(most, user, Request{Query: query})
}

// askWith is ask with variables.
func (w *world) askWith(user, query string, variables map[string]any) answer {
	w.t.Helper()
	return w.run(models.MaxStatements, user, Request{Query: query, Variables: variables})
}

func (w *world) run(most int, user string, r Request) answer {
	w.t.Helper()
	ctx, budget := models.WithBudget(context.Background(), most)
	if user != "" {
		var id int64
		if err := w.owner.QueryRow(context.Background(), "SELECT id FROM app_user WHERE username = $1", user).Scan(&id); err != nil {
			w.t.Fatal(err)
		}
		var err error
		if ctx, err = w.auth.ActAs(ctx, id); err != nil {
			w.t.Fatal(err)
		}
	}
	r.Lang, r.Stranger = "vi", user == ""
	var a answer
	a.raw = string(w.engine.Run(ctx, r).AppendJSON(nil))
	if json.Unmarshal([]byte(a.raw), &a) != nil {
		w.t.Fatalf("not JSON: %s", a.raw)
	}
	a.statements = budget.Spent()
	return a
}

// must is ask without errors.
func (w *world) must(user, query string) answer {
	w.t.Helper()
	a := w.ask(user, query)
	if len(a.Errors) > 0 {
		w.t.Fatalf("%s asked %s: %+v", user, query, a.Errors)
	}
	return a
}

// at digs into an answer by names and places.
func (a answer) at(path ...any) any {
	var v any = a.Data
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, ok := v.(map[string]any)
			if !ok {
				return nil
			}
			v = m[p]
		case int:
			l, ok := v.([]any)
			if !ok || p >= len(l) {
				return nil
			}
			v = l[p]
		}
	}
	return v
}

func unitID(n int64) string { return EncodeID("unit", n) }
