package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/dbtest"
	"bienche/internal/demo"
	"bienche/internal/headcount"
	"bienche/internal/org"
	"bienche/internal/platform/config"
	"bienche/internal/position"
	"bienche/internal/report"
	"bienche/internal/staff"
	"bienche/migrations"
	"bienche/models"
	"bienche/rules"
)

// BenchmarkW1ToW3 sets the API beside its floor: one hand-written statement that makes the same JSON, served by
// net/http on the same pool. Requests to the two take turns, over loopback with keep-alive, so that whatever else the
// machine does weighs on both. ns/op is a request to the API; x-floor is how many requests it answers in the time in
// which the floor answers one.
//
//	W1  a page of 50 people with unit, parent unit, position, grade and step, latest rating, behind random people
//	W2  one person with the whole history
//	W3  the tree of all units with own and subtree numbers
func BenchmarkW1ToW3(b *testing.B) { newBenchServer(b).run(b) }

func (s *benchServer) run(b *testing.B) {
	for _, w := range []struct {
		name, query, floor string
		variables          func() map[string]any // of the request
		args               func(map[string]any) []any
	}{
		{"W1", benchPage, floorPage, s.anyCursor, func(v map[string]any) []any {
			at, err := DecodeCursor(v["after"].(string), 2)
			if err != nil {
				b.Fatal(err)
			}
			return []any{at[0], at[1]}
		}},
		{"W2", benchPerson, floorPerson, s.anyPerson, func(v map[string]any) []any { return []any{v["code"]} }},
		{"W3", benchTree, floorTree, func() map[string]any { return nil }, func(map[string]any) []any { return nil }},
	} {
		b.Run(w.name, func(b *testing.B) {
			s.floor, s.args = strings.ReplaceAll(w.floor, "@today", "DATE '"+s.today.String()+"'"), w.args
			for range 20 { // that connections, plans and trees are there, and that both say the same
				s.agree(b, w.query, w.variables())
			}
			var api, floor []time.Duration
			for b.Loop() {
				body := benchBody(b, w.query, w.variables())
				start := time.Now()
				s.ask(b, "/floor", body)
				between := time.Now()
				s.ask(b, "/graphql", body)
				floor, api = append(floor, between.Sub(start)), append(api, time.Since(between))
			}
			report := func(prefix string, times []time.Duration) (mean float64) {
				slices.Sort(times)
				for _, t := range times {
					mean += float64(t) / float64(len(times))
				}
				b.ReportMetric(1e9/mean, prefix+"req/s")
				b.ReportMetric(float64(times[len(times)/2])/1e6, prefix+"p50-ms")
				b.ReportMetric(float64(times[len(times)*99/100])/1e6, prefix+"p99-ms")
				return mean
			}
			mean := report("", api)
			b.ReportMetric(mean, "ns/op")
			b.ReportMetric(report("floor-", floor)/mean, "x-floor")
		})
	}
}

const (
	benchPage = `query($after: String!) { staff(first: 50, after: $after) { edges { node { code fullName
		unit { code name parent { code name } } position { name } grade { code } step latestRating { year level label } } } } }`
	benchPerson = `query($code: String!) { staffMember(code: $code) { code fullName birthDate sex unit { code name parent { code name } }
		position { name } grade { code } step coefficient recruitedOn identity { citizenId homeTown currentResidence }
		appointments { from to unit { code name } position { name } title category startReason endReason decision { number symbol issuedOn } }
		pay { from to grade { code } step coefficient reason decision { number symbol issuedOn } }
		ratings { year level label } qualifications { kind level major school awardedOn } trainings { title from to result }
		commendations { form reason on } disciplinaryActions { form conduct from to } relatives { relation fullName birthYear }
		workHistory { from to content } } }`
	benchTree = `{ orgTree { unit { code name } depth allocated present vacant subtreeAllocated subtreePresent subtreeVacant } }`
)

// The floors take what the request asks for; @today is filled in, so that PostgreSQL can keep their plans.
const (
	floorPage = `SELECT json_build_object('data', json_build_object('staff', json_build_object('edges', coalesce(json_agg(json_build_object('node', json_build_object(
			'code', x.code, 'fullName', x.full_name,
			'unit', (SELECT json_build_object('code', u.code, 'name', v.name, 'parent', (SELECT json_build_object('code', pu.code, 'name', pv.name)
					FROM org_unit pu JOIN org_unit_version pv ON pv.unit_id = pu.id WHERE pu.id = v.parent_id AND pv.known_to = 'infinity' AND pv.valid_from <= @today AND pv.valid_to > @today))
				FROM org_unit u JOIN org_unit_version v ON v.unit_id = u.id WHERE u.id = x.unit_id AND v.known_to = 'infinity' AND v.valid_from <= @today AND v.valid_to > @today),
			'position', (SELECT json_build_object('name', j.name) FROM job_position_version j WHERE j.position_id = x.position_id AND j.known_to = 'infinity' ORDER BY j.valid_from DESC LIMIT 1),
			'grade', CASE WHEN x.grade IS NOT NULL THEN json_build_object('code', x.grade) END, 'step', x.step,
			'latestRating', (SELECT json_build_object('year', r.year, 'level', r.level, 'label', r.label) FROM staff_rating r
				WHERE r.staff_id = x.staff_id AND r.known_to = 'infinity' AND r.valid_to <= @today ORDER BY r.year DESC LIMIT 1)))
			ORDER BY x.sort_name, x.staff_id), '[]'))))
		FROM (SELECT m.code, c.full_name, c.sort_name, c.staff_id, a.unit_id, a.position_id, p.grade, p.step
			FROM staff_core c JOIN staff_member m ON m.id = c.staff_id
			JOIN appointment a ON a.staff_id = m.id AND a.kind = 'MAIN' AND a.known_to = 'infinity' AND a.valid_from <= @today AND a.valid_to > @today
			LEFT JOIN staff_pay p ON p.staff_id = m.id AND p.known_to = 'infinity' AND p.valid_from <= @today AND p.valid_to > @today
			WHERE (c.sort_name, c.staff_id) > ($1::text, $2::text::bigint) AND c.known_to = 'infinity' AND c.valid_from <= @today AND c.valid_to > @today
			ORDER BY c.sort_name, c.staff_id LIMIT 50) x`
	floorPerson = `SELECT json_build_object('data', json_build_object('staffMember', json_build_object(
			'code', m.code, 'fullName', c.full_name, 'birthDate', c.birth_date, 'sex', c.sex, 'recruitedOn', c.recruited_on,
			'unit', (SELECT json_build_object('code', u.code, 'name', v.name, 'parent', (SELECT json_build_object('code', pu.code, 'name', pv.name)
					FROM org_unit pu JOIN org_unit_version pv ON pv.unit_id = pu.id WHERE pu.id = v.parent_id AND pv.known_to = 'infinity' AND pv.valid_from <= @today AND pv.valid_to > @today))
				FROM org_unit u JOIN org_unit_version v ON v.unit_id = u.id WHERE u.id = a.unit_id AND v.known_to = 'infinity' AND v.valid_from <= @today AND v.valid_to > @today),
			'position', (SELECT json_build_object('name', j.name) FROM job_position_version j WHERE j.position_id = a.position_id AND j.known_to = 'infinity' ORDER BY j.valid_from DESC LIMIT 1),
			'grade', CASE WHEN p.grade IS NOT NULL THEN json_build_object('code', p.grade) END, 'step', p.step, 'coefficient', trim_scale(p.coefficient)::text,
			'identity', (SELECT json_build_object('citizenId', i.citizen_id, 'homeTown', i.home_town, 'currentResidence', i.current_residence)
				FROM staff_identity i WHERE i.staff_id = m.id AND i.known_to = 'infinity' AND i.valid_from <= @today AND i.valid_to > @today),
			'appointments', (SELECT coalesce(json_agg(json_build_object('from', x.valid_from, 'to', nullif(x.valid_to, 'infinity'),
					'unit', (SELECT json_build_object('code', u.code, 'name', v.name) FROM org_unit u JOIN org_unit_version v ON v.unit_id = u.id
						WHERE u.id = x.unit_id AND v.known_to = 'infinity' ORDER BY v.valid_from > x.valid_from, abs(v.valid_from - x.valid_from) LIMIT 1),
					'position', (SELECT json_build_object('name', j.name) FROM job_position_version j WHERE j.position_id = x.position_id AND j.known_to = 'infinity' ORDER BY j.valid_from DESC LIMIT 1),
					'title', x.title, 'category', x.category, 'startReason', x.start_reason, 'endReason', x.end_reason,
					'decision', (SELECT json_build_object('number', d.number, 'symbol', d.symbol, 'issuedOn', d.issued_on) FROM decision d WHERE d.id = x.decision_id))
				ORDER BY x.valid_from DESC), '[]') FROM appointment x WHERE x.staff_id = m.id AND x.valid_from <= @today AND x.known_to = 'infinity'),
			'pay', (SELECT coalesce(json_agg(json_build_object('from', x.valid_from, 'to', nullif(x.valid_to, 'infinity'), 'grade', json_build_object('code', x.grade),
					'step', x.step, 'coefficient', trim_scale(x.coefficient)::text, 'reason', x.reason,
					'decision', (SELECT json_build_object('number', d.number, 'symbol', d.symbol, 'issuedOn', d.issued_on) FROM decision d WHERE d.id = x.decision_id))
				ORDER BY x.valid_from DESC), '[]') FROM staff_pay x WHERE x.staff_id = m.id AND x.valid_from <= @today AND x.known_to = 'infinity'),
			'ratings', (SELECT coalesce(json_agg(json_build_object('year', x.year, 'level', x.level, 'label', x.label) ORDER BY x.year DESC), '[]')
				FROM staff_rating x WHERE x.staff_id = m.id AND x.valid_to <= @today AND x.known_to = 'infinity'),
			'qualifications', (SELECT coalesce(json_agg(json_build_object('kind', x.kind, 'level', x.level, 'major', x.major, 'school', x.school, 'awardedOn', x.valid_from)
				ORDER BY x.valid_from DESC), '[]') FROM qualification x WHERE x.staff_id = m.id AND x.valid_from <= @today AND x.known_to = 'infinity'),
			'trainings', (SELECT coalesce(json_agg(json_build_object('title', k.title, 'from', x.valid_from, 'to', nullif(x.valid_to, 'infinity'), 'result', x.result)
				ORDER BY x.valid_from DESC), '[]') FROM training_attendance x JOIN training_class k ON k.id = x.class_id WHERE x.staff_id = m.id AND x.valid_from <= @today AND x.known_to = 'infinity'),
			'commendations', (SELECT coalesce(json_agg(json_build_object('form', x.form, 'reason', x.reason, 'on', x.valid_from)
				ORDER BY x.valid_from DESC), '[]') FROM commendation x WHERE x.staff_id = m.id AND x.valid_from <= @today AND x.known_to = 'infinity'),
			'disciplinaryActions', (SELECT coalesce(json_agg(json_build_object('form', x.form, 'conduct', x.conduct, 'from', x.valid_from, 'to', nullif(x.valid_to, 'infinity'))
				ORDER BY x.valid_from DESC), '[]') FROM disciplinary_action x WHERE x.staff_id = m.id AND x.valid_from <= @today AND x.known_to = 'infinity'),
			'relatives', (SELECT coalesce(json_agg(json_build_object('relation', x.relation, 'fullName', x.full_name, 'birthYear', x.birth_year)
				ORDER BY x.side, x.id), '[]') FROM relative x WHERE x.staff_id = m.id AND x.known_to = 'infinity' AND x.valid_from <= @today AND x.valid_to > @today),
			'workHistory', (SELECT coalesce(json_agg(json_build_object('from', x.valid_from, 'to', nullif(x.valid_to, 'infinity'), 'content', x.content)
				ORDER BY x.valid_from), '[]') FROM work_history x WHERE x.staff_id = m.id AND x.valid_from <= @today AND x.known_to = 'infinity'))))
		FROM staff_member m JOIN staff_core c ON c.staff_id = m.id AND c.known_to = 'infinity' AND c.valid_from <= @today AND c.valid_to > @today
		JOIN appointment a ON a.staff_id = m.id AND a.kind = 'MAIN' AND a.known_to = 'infinity' AND a.valid_from <= @today AND a.valid_to > @today
		LEFT JOIN staff_pay p ON p.staff_id = m.id AND p.known_to = 'infinity' AND p.valid_from <= @today AND p.valid_to > @today
		WHERE m.code = $1`
	floorTree = `WITH RECURSIVE unit AS MATERIALIZED (
			SELECT v.unit_id, v.parent_id, u.code, v.name, row_number() OVER (ORDER BY v.ordinal, v.name COLLATE vietnamese, v.unit_id)::int AS place
			FROM org_unit_version v JOIN org_unit u ON u.id = v.unit_id WHERE v.known_to = 'infinity' AND v.valid_from <= @today AND v.valid_to > @today),
		tree AS (
			SELECT unit_id, code, name, 0 AS depth, ARRAY[place] AS path FROM unit WHERE parent_id IS NULL
			UNION ALL SELECT c.unit_id, c.code, c.name, t.depth + 1, t.path || c.place FROM tree t JOIN unit c ON c.parent_id = t.unit_id),
		own AS (
			SELECT unit_id, coalesce(sum(n) FILTER (WHERE measure = 'ALLOCATED'), 0) AS allocated, coalesce(sum(n) FILTER (WHERE measure = 'PRESENT'), 0) AS present
			FROM headcount_delta WHERE day <= @today GROUP BY unit_id),
		below AS (
			SELECT p.place, sum(o.allocated) AS allocated, sum(o.present) AS present
			FROM tree t JOIN own o USING (unit_id) CROSS JOIN LATERAL unnest(t.path) p (place) GROUP BY p.place)
		SELECT json_build_object('data', json_build_object('orgTree', json_agg(json_build_object('unit', json_build_object('code', t.code, 'name', t.name),
			'depth', t.depth, 'allocated', coalesce(o.allocated, 0), 'present', coalesce(o.present, 0), 'vacant', coalesce(o.allocated - o.present, 0),
			'subtreeAllocated', coalesce(s.allocated, 0), 'subtreePresent', coalesce(s.present, 0), 'subtreeVacant', coalesce(s.allocated - s.present, 0)) ORDER BY t.path)))
		FROM tree t LEFT JOIN own o USING (unit_id) LEFT JOIN below s ON s.place = t.path[t.depth + 1]`
)

// benchServer is a full-size province behind HTTP, with the API and the floor on one pool.
type benchServer struct {
	*httptest.Server
	db             *models.DB
	today          day.Day
	token          string
	codes, cursors []string
	floor          string
	args           func(map[string]any) []any
}

func newBenchServer(b *testing.B) *benchServer {
	b.Helper()
	ctx := context.Background()
	d := dbtest.New(b)
	must := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	book, err := rules.Load()
	must(err)
	s := &benchServer{today: day.Clock(time.Now).Today()}
	must(migrations.Up(ctx, d.OwnerURL)) // the code lists of today's law
	owner, err := models.Open(ctx, d.OwnerURL, 2)
	must(err)
	defer owner.Close()
	made, err := demo.Load(ctx, owner, book, demo.Options{Seed: 1, Today: s.today})
	must(err)
	b.Logf("%d units, %d people, %d rows", made.Units, made.People, made.Rows)
	_, err = owner.Pool.Exec(ctx, `INSERT INTO app_user (username, display_name, recorded_in) SELECT 'do', 'do', min(id) FROM audit_log`)
	must(err)
	_, err = owner.Pool.Exec(ctx, `INSERT INTO role_grant (user_id, role, unit_id, valid_from, recorded_in)
		SELECT u.id, 'home_affairs_leader', v.unit_id, '2020-01-01', u.recorded_in FROM app_user u, org_unit_version v WHERE v.parent_id IS NULL LIMIT 1`)
	must(err)
	s.db, err = models.Open(ctx, d.AppURL, 8)
	must(err)
	b.Cleanup(s.db.Close)
	s.open(b, book)
	s.codes, s.cursors = s.people(b)
	return s
}

// open serves the API and the floor.
func (s *benchServer) open(b *testing.B, book *rules.Book) {
	b.Helper()
	settings, err := config.Read()
	if err != nil {
		b.Fatal(err)
	}
	signIn, err := auth.New(s.db, settings)
	if err != nil {
		b.Fatal(err)
	}
	console, err := signIn.ActAsConsole(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	if s.token, err = signIn.CreateToken(console, "do", 1); err != nil {
		b.Fatal(err)
	}
	trees := &org.Trees{DB: s.db}
	counts := &headcount.Service{DB: s.db, Trees: trees, Book: book}
	schema, err := NewSchema(Services{DB: s.db, Book: book, Clock: time.Now, Trees: trees, Positions: &position.Catalogue{DB: s.db}, Headcount: counts,
		Staff: &staff.Service{DB: s.db, Trees: trees, Book: book}, Reports: &report.Service{DB: s.db, Trees: trees, Headcount: counts}})
	if err != nil {
		b.Fatal(err)
	}
	api := Handler(New(schema, Config{Log: slog.New(slog.NewTextHandler(io.Discard, nil))}), func(r *http.Request) (context.Context, bool, error) {
		ctx, v, err := signIn.Who(r)
		return ctx, v == nil, err
	})
	mux := http.NewServeMux()
	mux.HandleFunc("/graphql", func(w http.ResponseWriter, r *http.Request) {
		ctx, _ := models.WithBudget(r.Context(), models.MaxStatements)
		api.ServeHTTP(w, r.WithContext(ctx))
	})
	mux.HandleFunc("/floor", s.answerFloor)
	s.Server = httptest.NewServer(mux)
	b.Cleanup(s.Close)
}

func (s *benchServer) answerFloor(w http.ResponseWriter, r *http.Request) {
	var in struct{ Variables map[string]any }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var answer []byte
	if err := s.db.Pool.QueryRow(r.Context(), s.floor, s.args(in.Variables)...).Scan(&answer); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(answer) // the client counts what it gets
}

// people are the codes of those on duty and the cursors of their places in the list.
func (s *benchServer) people(b *testing.B) (codes, cursors []string) {
	b.Helper()
	rows, err := s.db.Pool.Query(context.Background(), `SELECT m.code, c.sort_name, m.id::text FROM staff_member m
		JOIN staff_core c ON c.staff_id = m.id AND c.known_to = 'infinity' AND c.valid_from <= $1 AND c.valid_to > $1
		JOIN appointment a ON a.staff_id = m.id AND a.kind = 'MAIN' AND a.known_to = 'infinity' AND a.valid_from <= $1 AND a.valid_to > $1
		ORDER BY c.sort_name, m.id`, s.today)
	if err != nil {
		b.Fatal(err)
	}
	var code, name, id string
	if _, err = pgx.ForEachRow(rows, []any{&code, &name, &id}, func() error {
		codes, cursors = append(codes, code), append(cursors, EncodeCursor(name, id))
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	return codes, cursors
}

func (s *benchServer) anyCursor() map[string]any {
	return map[string]any{"after": s.cursors[rand.IntN(len(s.cursors)-50)]}
}

func (s *benchServer) anyPerson() map[string]any {
	return map[string]any{"code": s.codes[rand.IntN(len(s.codes))]}
}

func benchBody(b *testing.B, query string, variables map[string]any) string {
	text, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		b.Fatal(err)
	}
	return string(text)
}

// ask sends one request and reads the answer, which must be whole.
func (s *benchServer) ask(b *testing.B, path, body string) []byte {
	r, err := http.NewRequest(http.MethodPost, s.URL+path, strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+s.token)
	resp, err := s.Client().Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || strings.Contains(string(answer[max(0, len(answer)-500):]), `"errors":`) {
		b.Fatalf("%s answered %d %v: %.500s", path, resp.StatusCode, err, answer)
	}
	return answer
}

// agree holds that the API and the floor give the same answer.
func (s *benchServer) agree(b *testing.B, query string, variables map[string]any) {
	b.Helper()
	body := benchBody(b, query, variables)
	var api, floor any
	for path, into := range map[string]any{"/graphql": &api, "/floor": &floor} {
		if err := json.Unmarshal(s.ask(b, path, body), into); err != nil {
			b.Fatal(err)
		}
	}
	if !reflect.DeepEqual(api, floor) {
		b.Fatalf("the API and the floor differ at %s", difference("", api, floor))
	}
}

// difference is the first place where two JSON values differ.
func difference(at string, a, b any) string {
	if x, ok := a.(map[string]any); ok {
		if y, ok := b.(map[string]any); ok && len(x) == len(y) {
			for k := range x {
				if !reflect.DeepEqual(x[k], y[k]) {
					return difference(at+"."+k, x[k], y[k])
				}
			}
		}
	}
	if x, ok := a.([]any); ok {
		if y, ok := b.([]any); ok && len(x) == len(y) {
			for i := range x {
				if !reflect.DeepEqual(x[i], y[i]) {
					return difference(fmt.Sprintf("%s[%d]", at, i), x[i], y[i])
				}
			}
		}
	}
	return fmt.Sprintf("%s: %.300v and %.300v", at, a, b)
}
