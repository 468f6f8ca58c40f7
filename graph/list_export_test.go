package graph

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"bienche/internal/day"
	"bienche/internal/exchange"
	"bienche/internal/headcount"
	"bienche/internal/org"
	"bienche/internal/platform/httpd"
	"bienche/internal/platform/jobs"
	"bienche/internal/position"
	"bienche/internal/staff"
	"bienche/models"
	"bienche/rules"
)

// listWorld is the small province whose lists are exported over HTTP.
type listWorld struct {
	*world
	server *httptest.Server
	tokens map[string]string
}

func newListWorld(t *testing.T) *listWorld {
	t.Helper()
	w := &listWorld{world: newScopeWorld(t), tokens: map[string]string{}}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	w.exec("SELECT setval(pg_get_serial_sequence('audit_log', 'id'), 1000), setval(pg_get_serial_sequence('job', 'id'), 1000)")
	w.user("chuyenvien", "home_affairs_officer", 1, 0)
	must(jobs.Migrate(t.Context(), w.owner.Config().ConnString()))
	console, err := w.auth.ActAsConsole(t.Context())
	must(err)
	for _, name := range []string{"lanhdao", "chuyenvien", "nhansu", "truongphong", "taichinh", "canhan", "quantri"} {
		w.tokens[name], err = w.auth.CreateToken(console, name, 1)
		must(err)
	}
	book, err := rules.Load()
	must(err)
	clock := day.Clock(func() time.Time { return time.Date(2026, 11, 21, 3, 0, 0, 0, time.UTC) })
	trees := &org.Trees{DB: w.db}
	lists := &exchange.Lists{DB: w.db, Book: book, Clock: clock, Trees: trees, Positions: &position.Catalogue{DB: w.db},
		Headcount: &headcount.Service{DB: w.db, Trees: trees, Book: book}, Staff: &staff.Service{DB: w.db, Trees: trees, Book: book},
		Changes: &staff.Changes{DB: w.db, Book: book, Clock: clock}, Access: w.auth}
	runner, err := jobs.New(w.db, slog.New(slog.DiscardHandler))
	must(err)
	lists.Work(runner, w.auth)
	must(runner.Start(t.Context()))
	srv := httpd.New(httpd.Options{})
	lists.Routes(srv, w.auth, runner, exchange.IDs{Encode: EncodeID, Decode: DecodeID})
	w.server = httptest.NewServer(srv.Handler())
	t.Cleanup(func() {
		w.server.Close()
		must(runner.Stop(context.Background()))
	})
	return w
}

// order asks for a list and gives the status and the body of the answer.
func (w *listWorld) order(user, list string, order map[string]any) (int, []byte) {
	w.t.Helper()
	b, err := json.Marshal(order)
	if err != nil {
		w.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.server.URL+"/api/export/list/"+list, bytes.NewReader(b))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if user != "" {
		r.Header.Set("Authorization", "Bearer "+w.tokens[user])
	}
	res, err := w.server.Client().Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return res.StatusCode, answer
}

// exported is the file of a list, the lines above its titles, and its rows by column.
type exported struct {
	file  []byte
	above []string
	rows  []map[string]string
}

// start orders a list with its columns and gives the job.
func (w *listWorld) start(user, list, search string, columns ...string) int64 {
	w.t.Helper()
	status, answer := w.order(user, list, map[string]any{"search": search, "columns": columns})
	var got struct{ JobID string }
	if err := json.Unmarshal(answer, &got); err != nil || status != http.StatusAccepted {
		w.t.Fatalf("%s asked for %s?%s: %d %s", user, list, search, status, answer)
	}
	id, err := DecodeID("job", got.JobID)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// finish waits for a job and reads the file that it left.
func (w *listWorld) finish(id int64, columns ...string) exported {
	w.t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for limit := time.After(30 * time.Second); ; {
		job, err := w.db.JobByID(w.t.Context(), id)
		if err != nil {
			w.t.Fatal(err)
		}
		if job.State.Final() {
			if job.State != models.JobSucceeded {
				w.t.Fatalf("%s ended %s: %s", job.Params, job.State, job.Outcome)
			}
			var content []byte
			if err := w.owner.QueryRow(w.t.Context(), "SELECT content FROM stored_file WHERE id = $1", *job.ResultFileID).Scan(&content); err != nil {
				w.t.Fatal(err)
			}
			return w.read(content, columns)
		}
		select {
		case <-tick.C:
		case <-limit:
			w.t.Fatalf("job %d is still %s", id, job.State)
		}
	}
}

func (w *listWorld) read(file []byte, columns []string) exported {
	w.t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		w.t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		w.t.Fatal(err)
	}
	e := exported{file: file}
	for _, r := range rows[:6] {
		e.above = append(e.above, strings.Join(r, ""))
	}
	for _, r := range rows[7:] {
		row := map[string]string{}
		for i, c := range columns {
			if i < len(r) {
				row[c] = r[i]
			}
		}
		e.rows = append(e.rows, row)
	}
	if e.above[4] != fmt.Sprintf("Số dòng: %d", len(e.rows)) {
		w.t.Errorf("%d rows under %q", len(e.rows), e.above)
	}
	return e
}

// text is everything that stands in the file.
func (e exported) text(t *testing.T) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(e.file), int64(len(e.file)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return all.String()
}

// listReaders are those whose lists are compared: the people whom each sees.
var listReaders = map[string][]int{
	"lanhdao": {1, 2, 3, 4, 5, 6, 7}, "chuyenvien": {1, 2, 3, 4, 5, 6, 7}, "nhansu": {1, 2, 3, 4}, "truongphong": {4}, "taichinh": {5, 6},
}

func TestAnExportedListOfPeopleIsTheListOfTheAPI(t *testing.T) {
	w := newListWorld(t)
	columns := []string{"name", "code", "birthDate", "unit", "unitCode", "position", "grade", "step", "coefficient", "rating"}
	for _, c := range []struct{ name, search, filter string }{
		{"all of today", "", `sort: [{field: "NAME"}]`},
		{"as the screen was left", "?size=20&after=xyz&skip=20&cols=code&cols=unit&open=abc", `sort: [{field: "NAME"}]`},
		{"by a word without marks", "q=nguyen", `filter: {search: "nguyen"}, sort: [{field: "NAME"}]`},
		{"by code, downwards", "sort=CODE&dir=DESC", `sort: [{field: "CODE", direction: DESC}]`},
		{"by unit", "sort=UNIT", `sort: [{field: "UNIT"}]`},
		{"by birth", "sort=BIRTH_DATE&dir=DESC&class=CIVIL_SERVANT&category=ADMINISTRATIVE&grade=01.003", `filter: {staffClasses: [CIVIL_SERVANT]}, sort: [{field: "BIRTH_DATE", direction: DESC}]`},
		{"of a past day", "asOf=2019-12-31", `filter: {asOf: "2019-12-31"}, sort: [{field: "NAME"}]`},
		{"who retire in a period", "retiresFrom=2026-11-22&retiresTo=2032-12-31", `filter: {retiresFrom: "2026-11-22", retiresTo: "2032-12-31"}, sort: [{field: "NAME"}]`},
		{"of a position", "position=" + EncodeID("position", 1) + "&gap=NO_QUALIFICATION", `filter: {positions: ["` + EncodeID("position", 1) + `"], gap: "NO_QUALIFICATION"}, sort: [{field: "NAME"}]`},
		{"nobody", "class=CADRE", `filter: {staffClasses: [CADRE]}`},
	} {
		started := map[string]int64{}
		for user := range listReaders {
			started[user] = w.start(user, "staff", c.search, columns...)
		}
		for user, sees := range listReaders {
			t.Run(c.name+", "+user, func(t *testing.T) {
				e := w.finish(started[user], columns...)
				edges := w.must(user, `{ staff(first: 100, `+c.filter+`) { edges { node { fullName code birthDateText title step coefficient
					unit { name code } grade { name } latestRating { year label } hidden { field } } } } }`).at("staff", "edges").([]any)
				if len(edges) != len(e.rows) {
					t.Fatalf("exported %v, the list has %d", e.rows, len(edges))
				}
				for i, edge := range edges {
					samePerson(t, e.rows[i], edge.(map[string]any)["node"].(map[string]any))
				}
				if found := outsidersIn(e.text(t), sees); len(found) > 0 {
					t.Errorf("the file of %s holds %q", user, found)
				}
			})
		}
	}
}

// samePerson holds a row of a file against a record of the API: every value, and every mask.
func samePerson(t *testing.T, row map[string]string, n map[string]any) {
	t.Helper()
	hidden := []string{}
	for _, h := range n["hidden"].([]any) {
		hidden = append(hidden, h.(map[string]any)["field"].(string))
	}
	want := map[string]any{
		"name": n["fullName"], "code": n["code"], "birthDate": n["birthDateText"], "position": n["title"], "step": fmt.Sprint(n["step"]),
		"unit": n["unit"].(map[string]any)["name"], "unitCode": n["unit"].(map[string]any)["code"], "grade": n["grade"].(map[string]any)["name"],
		"coefficient": fmt.Sprint(n["coefficient"]), "rating": "",
	}
	if r, ok := n["latestRating"].(map[string]any); ok {
		want["rating"] = fmt.Sprintf("%v: %v", r["year"], r["label"])
	}
	for column, field := range map[string]string{"coefficient": "coefficient", "rating": "latestRating"} {
		if slices.Contains(hidden, field) {
			want[column] = "(không được xem)"
		}
	}
	for column, v := range want {
		if row[column] != v {
			t.Errorf("%s of %s is %q, the list says %q", column, row["code"], row[column], v)
		}
	}
}

func TestOtherExportedListsAreThoseOfTheAPI(t *testing.T) {
	w := newListWorld(t)
	for _, c := range []struct {
		list, search, query string
		columns             map[string]string // path in the answer
	}{
		{"units", "", `{ orgTree { subtreePresent allocated unit { code name } } }`,
			map[string]string{"code": "unit/code", "name": "unit/name", "subtreePresent": "subtreePresent", "allocated": "allocated"}},
		{"units", "asOf=2019-12-31", `{ orgTree(asOf: "2019-12-31") { vacant unit { code kindLabel parent { name } } } }`,
			map[string]string{"code": "unit/code", "kind": "unit/kindLabel", "parent": "unit/parent/name", "vacant": "vacant"}},
		{"over-quota", "asOf=2019-12-31", `{ overQuotaUnits(asOf: "2019-12-31") { edges { node { over label unit { code } } } } }`,
			map[string]string{"unitCode": "edges/node/unit/code", "over": "edges/node/over", "category": "edges/node/label"}},
		{"positions", "q=chuyen", `{ jobPositions(search: "chuyen") { edges { node { code groupLabel } } } }`,
			map[string]string{"code": "edges/node/code", "group": "edges/node/groupLabel"}},
		{"decisions", "", `{ decisions { edges { node { title signerName } } } }`,
			map[string]string{"title": "edges/node/title", "signerName": "edges/node/signerName"}},
		{"decisions", "q=5%2FQ%C4%90-CB&kind=COMMENDATION", `{ decisions(search: "5/QĐ-CB", kind: "COMMENDATION") { edges { node { title issuer { name } } } } }`,
			map[string]string{"title": "edges/node/title", "issuer": "edges/node/issuer/name"}},
		{"changes", "", `{ recordChanges(state: PENDING, first: 100) { edges { node { evidence staff { code } } } } }`,
			map[string]string{"evidence": "edges/node/evidence", "code": "edges/node/staff/code"}},
		{"changes", "state=VERIFIED", `{ recordChanges(state: VERIFIED) { edges { node { evidence } } } }`, map[string]string{"evidence": "edges/node/evidence"}},
		{"users", "q=nhansu&state=ACTIVE", `{ users(filter: {search: "nhansu", state: "ACTIVE"}) { edges { node { username displayName openSessions } } } }`,
			map[string]string{"username": "edges/node/username", "name": "edges/node/displayName", "sessions": "edges/node/openSessions"}},
		{"users", "role=finance_officer&unit=" + unitID(3) + "&reach=own", `{ users(filter: {role: "finance_officer", unit: "` + unitID(3) + `", includeSubunits: false}) { edges { node { username } } } }`,
			map[string]string{"username": "edges/node/username"}},
		{"grants", "unit=" + unitID(2), `{ grants(filter: {unit: "` + unitID(2) + `", asOf: "2026-11-21"}) { edges { node { user { username } unit { name } role { label } decisionNumber } } } }`,
			map[string]string{"username": "edges/node/user/username", "unit": "edges/node/unit/name", "role": "edges/node/role/label"}},
		{"grants", "asOf=2014-12-31&lent=yes&due=yes", `{ grants(filter: {asOf: "2014-12-31", delegated: true, reviewDue: true}) { edges { node { user { username } } } } }`,
			map[string]string{"username": "edges/node/user/username"}},
		{"computations", "batch=" + EncodeID("computation_batch", ownBatch), `{ computations(batch: "` + EncodeID("computation_batch", ownBatch) + `", first: 100) {
			edges { node { regimeLabel unit { name } staff { fullName code } } } } }`,
			map[string]string{"name": "edges/node/staff/fullName", "code": "edges/node/staff/code", "regime": "edges/node/regimeLabel", "unit": "edges/node/unit/name"}},
		{"computations", "result=REFUSED&batch=" + EncodeID("computation_batch", leadersBatch), `{ computations(batch: "` + EncodeID("computation_batch", leadersBatch) + `", result: REFUSED) {
			edges { node { problem staff { code } } } } }`, map[string]string{"code": "edges/node/staff/code", "reason": "edges/node/problem"}},
		{"computations", "result=INELIGIBLE&batch=" + EncodeID("computation_batch", ownBatch), `{ computations(batch: "` + EncodeID("computation_batch", ownBatch) + `", result: INELIGIBLE) {
			edges { node { staff { code } } } } }`, map[string]string{"code": "edges/node/staff/code"}},
	} {
		columns := slices.Sorted(maps.Keys(c.columns))
		started, answers := map[string]int64{}, map[string]answer{}
		for _, user := range append(slices.Collect(maps.Keys(listReaders)), "quantri") {
			if user == "quantri" && c.list == "units" || c.list == "grants" && user != "quantri" && user != "lanhdao" {
				continue // the first has units without figures, see below; the others have their own grants alone, and no list to take away
			}
			answers[user] = w.ask(user, c.query)
			if len(answers[user].Errors) == 0 {
				started[user] = w.start(user, c.list, c.search, columns...)
				continue
			}
			refusal := map[string]int{"FORBIDDEN": http.StatusForbidden, "NOT_FOUND": http.StatusNotFound}[answers[user].Errors[0].Extensions.Code]
			if status, answer := w.order(user, c.list, map[string]any{"search": c.search}); status != refusal {
				t.Fatalf("the list is refused with %s, its export with %d %s", answers[user].raw, status, answer)
			}
		}
		for user, id := range started {
			t.Run(c.list+" "+c.search+", "+user, func(t *testing.T) {
				e := w.finish(id, columns...)
				for column, path := range c.columns {
					want := saidOf(answers[user], slices.Collect(maps.Keys(answers[user].Data))[0], path)
					var got []string
					for _, r := range e.rows {
						if r[column] != "" {
							got = append(got, r[column])
						}
					}
					want = strings.TrimSuffix(want, ",") // the last of the list has none
					if s := strings.Join(got, ","); s != want && (s != "" || want != "-") {
						t.Errorf("exported %q, the list has %q", s, want)
					}
				}
				if found := outsidersIn(e.text(t), listReaders[user]); len(found) > 0 {
					t.Errorf("the file holds %q", found)
				}
			})
		}
	}
	plain := w.finish(w.start("quantri", "units", "q=so", "code", "present"), "code", "present") // who counts nobody has the list without figures
	for _, r := range plain.rows {
		if r["present"] != "(không được xem)" {
			t.Errorf("the system administrator counts %v", r)
		}
	}
	if len(plain.rows) != 3 {
		t.Errorf("the system administrator has %v", plain.rows)
	}
}

func TestWhoExportsNoLists(t *testing.T) {
	w := newListWorld(t)
	for _, c := range []struct {
		user, list string
		want       int
	}{
		{"", "staff", 401}, {"canhan", "staff", 403}, {"canhan", "units", 403}, {"quantri", "staff", 403}, {"quantri", "changes", 403},
		{"quantri", "positions", 403}, {"truongphong", "users", 403}, {"canhan", "grants", 403}, {"truongphong", "decisions", 403}, {"truongphong", "computations", 403}, {"lanhdao", "computations", 400}, {"lanhdao", "people", 404}, {"quantri", "units", 202},
	} {
		if status, answer := w.order(c.user, c.list, map[string]any{}); status != c.want {
			t.Errorf("%q asks for %s: %d %s", c.user, c.list, status, answer)
		}
	}
}
