package graph

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"bienche/internal/day"
	"bienche/internal/dbtest"
	"bienche/internal/demo"
	"bienche/migrations"
	"bienche/models"
	"bienche/rules"
)

var (
	benchSpan = flag.Duration("span", 4*time.Second, "how long each side of a comparison is asked")
	benchMany = flag.Int("many", 16, "how many ask at once")
	serverOn  = flag.Int("server-core", -1, "the core that the server is kept on; -1: any")
	tables    = flag.String("tables", "", "file that the tables are appended to; empty: printed only")
)

// BenchmarkSpeed sets the API beside its floor: hand-written statements that make the same JSON, served by net/http from
// the same process. Both are asked in turns over loopback with keep-alive, so that whatever else the machine does weighs
// on both; the answers are compared first. Single parts: -bench Speed/W3, Speed/W1/16.
//
//	W1  a page of 50 people with unit, parent unit, position, grade and step, latest rating, behind random people
//	W2  one person with the whole history
//	W3  the tree of all units with own and subtree numbers, today and on a past day
//	W4  one field of a person corrected by a decision
func BenchmarkSpeed(b *testing.B) {
	p := newBenchProvince(b, 0)
	p.server = startMeasured(b, p.config, *serverOn)
	for _, w := range p.works() {
		b.Run(w.name, func(b *testing.B) {
			if !w.unlike {
				for range 20 {
					p.agree(b, p.api(w), p.floor(w), func(v any) any { return v })
				}
			}
			for _, at := range []int{1, *benchMany} {
				b.Run(strconv.Itoa(at), func(b *testing.B) { p.compare(b, w, p.floor(w), at) })
			}
		})
	}
	p.report(b, "floor")
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
	benchTree     = `{ orgTree { unit { code name } depth allocated present vacant subtreeAllocated subtreePresent subtreeVacant } }`
	benchPastTree = `query($asOf: Date!) { orgTree(asOf: $asOf) { unit { code name } depth allocated present vacant subtreeAllocated subtreePresent subtreeVacant } }`
	benchCorrect  = `mutation($id: String!, $number: String!, $issuer: ID!, $on: Date!, $staff: ID!, $grade: String!, $step: Int!, $allowance: Decimal!) {
		issueDecision(input: {clientRequestId: $id, number: $number, symbol: "QĐ-SNV", title: "Điều chỉnh phụ cấp", issuer: $issuer, issuedOn: $on,
			effectiveOn: $on, signerName: "Lê Văn Ký", signerTitle: "Giám đốc", lines: [{setPay: {staff: $staff, grade: $grade, step: $step,
			positionAllowance: $allowance, reason: "CORRECTION"}}]}) { decision { number } } }`
)

// work is one thing to ask.
type work struct {
	name, what string
	user       string // who asks
	query      string
	floor      string // of floors
	variables  func() map[string]any
	unlike     bool // the answers differ by what they are: ids, numbers given
}

// floor is the same by hand.
type floor struct {
	sql, day, scope string
	args            func(map[string]any) []any
	do              func(context.Context, *models.DB, map[string]any) ([]byte, error) // instead of sql
}

// floors are the hand-written sides, by name.
var floors = map[string]floor{
	"page": {sql: floorPage, args: cursorArgs},
	"narrow": {sql: floorPage, scope: "AND m.home_unit_id = ANY($3::text::bigint[])",
		args: func(v map[string]any) []any { return append(cursorArgs(v), v["units"]) }},
	"person":  {sql: floorPerson, args: func(v map[string]any) []any { return []any{v["code"]} }},
	"tree":    {sql: floorTree, args: func(map[string]any) []any { return nil }},
	"past":    {sql: floorTree, day: "$1::text::date", args: func(v map[string]any) []any { return []any{v["asOf"]} }},
	"correct": {do: floorCorrection},
	"search":  {sql: floorSearch, args: func(v map[string]any) []any { return []any{v["search"]} }},
}

func cursorArgs(v map[string]any) []any {
	at, err := DecodeCursor(v["after"].(string), 2)
	if err != nil {
		panic(err)
	}
	return []any{at[0], at[1]}
}

// leader and officer are the demo's accounts that ask: the leader of Home Affairs, who reads the whole province, and the
// personnel officer of one department.
const (
	leader  = "lanhdao"
	officer = "nhansu"
)

func (p *benchProvince) works() []work {
	today := func() map[string]any { return map[string]any{"asOf": p.today.String()} }
	return []work{
		{name: "W1", what: "page of 50 people", user: leader, query: benchPage, floor: "page", variables: p.anyCursor(p.all)},
		{name: "W1-officer", what: "the same, officer of one department", user: officer, query: benchPage, floor: "narrow", variables: p.anyCursor(p.own)},
		{name: "W2", what: "one person with full history", user: leader, query: benchPerson, floor: "person", variables: p.anyPerson(p.all)},
		{name: "W2-officer", what: "the same, officer of one department", user: officer, query: benchPerson, floor: "person", variables: p.anyPerson(p.own)},
		{name: "W3", what: "tree of all units, today", user: leader, query: benchTree, floor: "tree", variables: today},
		{name: "W3-past", what: "tree of all units at the end of 2019", user: leader, query: benchPastTree, floor: "past",
			variables: func() map[string]any { return map[string]any{"asOf": "2019-12-31"} }},
		{name: "W3-any", what: "tree of all units on any day since 2011", user: leader, query: benchPastTree, floor: "past",
			variables: func() map[string]any {
				return map[string]any{"asOf": day.Of(2011, 1, 1).AddDays(rand.IntN(5400)).String()}
			}},
		{name: "W4", what: "one field corrected by decision", user: leader, query: benchCorrect, floor: "correct", variables: p.anyCorrection, unlike: true},
	}
}

// benchPerson is what the requests are about.
type benchSubject struct {
	id                               int64
	code, cursor, grade, coefficient string
	step                             int
	home                             int64
}

// benchProvince is a demo province with its server.
type benchProvince struct {
	config   measuredConfig
	owner    *models.DB
	server   *measured
	today    day.Day
	all, own []benchSubject // people on duty in the order of names: all, and of the officer's department
	units    string         // ids of the department's units, as an array
	issuer   int64          // the province
	clients  []*benchClient
	rows     []benchRow
}

func newBenchProvince(b *testing.B, people int) *benchProvince {
	b.Helper()
	d := dbtest.New(b)
	p := &benchProvince{today: day.Clock(time.Now).Today()}
	p.config = measuredConfig{AppURL: d.AppURL, OwnerURL: d.OwnerURL, Today: p.today.String(), Users: []string{leader, officer}}
	must(b, migrations.Up(b.Context(), d.OwnerURL)) // the code lists of today's law
	book, err := rules.Load()
	must(b, err)
	p.owner, err = models.Open(b.Context(), d.OwnerURL, 2)
	must(b, err)
	b.Cleanup(p.owner.Close)
	start := time.Now()
	made, err := demo.Load(b.Context(), p.owner, book, demo.Options{Seed: 1, Today: p.today, Staff: people,
		Hash: func(string) (string, error) { return "nobody signs in", nil }, Password: "-"})
	must(b, err)
	fmt.Fprintf(os.Stderr, "%d units, %d people, %d rows in %s\n", made.Units, made.People, made.Rows, time.Since(start).Round(time.Second))
	if people == 0 {
		p.people(b)
	}
	return p
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (p *benchProvince) people(b *testing.B) {
	b.Helper()
	var path string
	must(b, p.owner.Pool.QueryRow(b.Context(), `SELECT u.access_path, (SELECT unit_id FROM org_unit_version WHERE parent_id IS NULL ORDER BY id LIMIT 1)
		FROM role_grant g JOIN app_user a ON a.id = g.user_id JOIN org_unit u ON u.id = g.unit_id WHERE a.username = $1`, officer).Scan(&path, &p.issuer))
	must(b, p.owner.Pool.QueryRow(b.Context(), `SELECT array_agg(id)::text FROM org_unit WHERE access_path LIKE $1 || '%'`, path).Scan(&p.units))
	rows, err := p.owner.Pool.Query(b.Context(), `SELECT m.id, m.code, c.sort_name, p.grade, p.coefficient::text, coalesce(p.step, 0), m.home_unit_id, u.access_path LIKE $2 || '%'
		FROM staff_member m JOIN org_unit u ON u.id = m.home_unit_id
		JOIN staff_core c ON c.staff_id = m.id AND c.known_to = 'infinity' AND c.valid_from <= $1 AND c.valid_to > $1
		JOIN appointment a ON a.staff_id = m.id AND a.kind = 'MAIN' AND a.known_to = 'infinity' AND a.valid_from <= $1 AND a.valid_to > $1
		JOIN staff_pay p ON p.staff_id = m.id AND p.known_to = 'infinity' AND p.valid_from <= $1 AND p.valid_to > $1
		ORDER BY c.sort_name, m.id`, p.today, path)
	must(b, err)
	var s benchSubject
	var name string
	var own bool
	_, err = pgx.ForEachRow(rows, []any{&s.id, &s.code, &name, &s.grade, &s.coefficient, &s.step, &s.home, &own}, func() error {
		s.cursor = EncodeCursor(name, strconv.FormatInt(s.id, 10))
		p.all = append(p.all, s)
		if own {
			p.own = append(p.own, s)
		}
		return nil
	})
	must(b, err)
	if len(p.own) < 60 {
		b.Fatalf("the department has %d people", len(p.own))
	}
}

func (p *benchProvince) anyCursor(of []benchSubject) func() map[string]any {
	return func() map[string]any {
		return map[string]any{"after": of[rand.IntN(len(of)-50)].cursor, "units": p.units}
	}
}

func (p *benchProvince) anyPerson(of []benchSubject) func() map[string]any {
	return func() map[string]any { return map[string]any{"code": of[rand.IntN(len(of))].code} }
}

var corrections atomic.Int64

// strideOfPeople is a prime by which neighbours in the list of people are passed over.
const strideOfPeople = 7919

func (p *benchProvince) anyCorrection() map[string]any {
	// One after the other, so that no two writers meet on one person.
	at := corrections.Add(1)
	s := p.all[at*strideOfPeople%int64(len(p.all))]
	for s.step < 1 || s.step > 5 {
		at = corrections.Add(1)
		s = p.all[at*strideOfPeople%int64(len(p.all))]
	}
	n := fmt.Sprint(at)
	return map[string]any{
		"id": n, "number": n, "on": p.today.String(), "issuer": EncodeID("unit", p.issuer), "issuerId": p.issuer,
		"staff": EncodeID("staff", s.id), "staffId": s.id, "grade": s.grade, "step": s.step, "coefficient": s.coefficient,
		"allowance": fmt.Sprintf("0.%d", 1+rand.IntN(9)),
	}
}

// api and floor are the two sides of a work.
func (p *benchProvince) api(w work) asked {
	return asked{p.server.URL + "/graphql", p.server.Tokens[w.user], w.query, w.variables, p.server.cmd.Process.Pid}
}

func (p *benchProvince) floor(w work) asked {
	return asked{p.server.URL + "/floor/" + w.floor, "", w.query, w.variables, p.server.cmd.Process.Pid}
}

// agree holds that two sides give the same answer to the same question; as brings an answer into the form of the first.
func (p *benchProvince) agree(b *testing.B, one, other asked, as func(any) any) {
	b.Helper()
	question := one.variables()
	var answers [2]any
	for i, a := range []asked{one, other} {
		answer, err := p.client(b, 0).ask(a.url, a.token, benchBody(a.query, question))
		must(b, err)
		must(b, json.Unmarshal(answer, &answers[i]))
	}
	if got := as(answers[1]); !reflect.DeepEqual(answers[0], got) {
		b.Fatalf("the answers differ at %s", difference("", answers[0], got))
	}
}

// alone asks the API only, one at a time, and a few times at least: some of what is asked takes a second.
func (p *benchProvince) alone(b *testing.B, w work) {
	row := benchRow{work: w, at: 1}
	p.during(b, p.api(w), 1, 0, new(benchSide))
	for range 8 {
		p.during(b, p.api(w), 1, *benchSpan/16, &row.api)
	}
	row.statements = p.statements(b)
	slices.Sort(row.api.times)
	p.rows = append(p.rows, row)
	fmt.Fprintln(os.Stderr, row)
}

// compare asks the API and the other side in turns, at many at a time.
func (p *benchProvince) compare(b *testing.B, w work, other asked, at int) {
	const turns = 8
	row := benchRow{work: w, at: at}
	turn := *benchSpan / turns
	p.during(b, other, at, turn, new(benchSide)) // warms up
	p.during(b, p.api(w), at, turn, new(benchSide))
	p.statements(b)
	for range turns {
		p.during(b, other, at, turn, &row.other)
		p.during(b, p.api(w), at, turn, &row.api)
	}
	row.statements = p.statements(b)
	slices.Sort(row.api.times)
	slices.Sort(row.other.times)
	p.rows = append(p.rows, row)
	b.ReportMetric(row.api.perSecond(), "req/s")
	b.ReportMetric(row.api.perSecond()/row.other.perSecond(), "x-other")
	fmt.Fprintln(os.Stderr, row)
}
