package exchange

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"bienche/internal/audit"
	"bienche/internal/fault"
	"bienche/internal/headcount"
	"bienche/internal/org"
	"bienche/internal/platform/jobs"
	"bienche/internal/position"
	"bienche/internal/staff"
	"bienche/models"
	"bienche/policies"
)

// lists is the service of lists on the same province.
func (o *office) lists() *Lists {
	trees := &org.Trees{DB: o.db}
	return &Lists{DB: o.db, Book: o.book, Clock: o.clock, Trees: trees, Positions: &position.Catalogue{DB: o.db},
		Headcount: &headcount.Service{DB: o.db, Trees: trees, Book: o.book}, Staff: &staff.Service{DB: o.db, Trees: trees, Book: o.book},
		Changes: &staff.Changes{DB: o.db, Book: o.book, Clock: o.clock}, Access: o.users}
}

// order asks for a list with a body of JSON.
func (o *office) order(user, list, body string) (int, []byte) {
	o.Helper()
	return o.ask(user, http.MethodPost, "/api/export/list/"+list, strings.NewReader(body), "application/json")
}

// sheet reads the one sheet that a job left, as its owner may fetch it.
func (o *office) sheet(user string, job *models.Job) [][]string {
	o.Helper()
	if job.State != models.JobSucceeded {
		o.Fatalf("%s ended %s: %s", job.Params, job.State, job.Outcome)
	}
	status, file := o.ask(user, http.MethodGet, fmt.Sprintf("/api/job/job%d/result", job.ID), nil, "")
	if status != http.StatusOK {
		o.Fatalf("the result of job %d: %d", job.ID, status)
	}
	f, err := excelize.OpenReader(bytes.NewReader(file))
	o.must(err)
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	o.must(err)
	return rows
}

func TestAnExportedListSaysWhatItIs(t *testing.T) {
	o := newOffice(t)
	search := "?q=m%E1%BA%ABu&unit=unit3&class=PUBLIC_EMPLOYEE&class=CIVIL_SERVANT&category=PUBLIC_SERVICE&sort=UNIT&dir=DESC&size=20"
	job := o.done(o.order("nhansu", "staff", `{"search": "`+search+`", "columns": ["name", "birthDate", "unit", "step", "coefficient"], "lang": "vi", "asOf": "2020-12-31"}`))
	rows := o.sheet("nhansu", job)
	n := len(rows) - 7
	want := []string{
		"Danh sách cán bộ, công chức, viên chức", "Dữ liệu tính đến ngày 31/12/2020",
		"Bộ lọc: Từ khóa: mẫu; Đơn vị: Sở số 3; Đối tượng: Viên chức, Công chức; Loại biên chế: Biên chế sự nghiệp; Sắp xếp theo: đơn vị; Thứ tự: giảm dần",
		"Người xuất: nhansu, lúc 12:00 ngày 15/06/2024", fmt.Sprintf("Số dòng: %d", n), "", "Họ và tên|Ngày sinh|Đơn vị|Bậc|Hệ số",
	}
	for i, w := range want {
		if got := strings.Join(rows[i], "|"); got != w && i != 2 {
			t.Errorf("line %d is %q, want %q", i+1, got, w)
		}
	}
	if got := rows[2][0]; !strings.HasPrefix(got, "Bộ lọc: Từ khóa: mẫu; Đơn vị: Sở số 3; Đối tượng: Viên chức, Công chức; Loại biên chế: ") || !strings.HasSuffix(got, "; Sắp xếp theo: đơn vị; Thứ tự: giảm dần") {
		t.Errorf("the filter is said as %q", got)
	}
	if n < 3 {
		t.Fatalf("only %d rows", n)
	}
	english := o.sheet("nhansu", o.done(o.order("nhansu", "staff", `{"lang": "en", "columns": ["step"]}`)))
	if english[1][0] != "Data as of 2024-06-15" || english[2][0] != "Filter: none" || english[6][0] != "Step" {
		t.Errorf("in English: %q", english[:7])
	}

	var detail struct {
		List, Search, AsOf string
		Columns            []string
		Rows               int
	}
	text, err := models.One[string](audited(o), o.owner, models.Q("SELECT detail::text FROM audit_log WHERE action = 'exchange.export_list' AND object_id = ?", job.ID))
	o.must(err)
	o.must(json.Unmarshal([]byte(text), &detail))
	if detail.List != "staff" || detail.Search != search[1:] || detail.AsOf != "2020-12-31" || detail.Rows != n || len(detail.Columns) != 5 {
		t.Errorf("the audit log has %s", text)
	}
	if status, _ := o.ask("chuyenvien", http.MethodGet, fmt.Sprintf("/api/job/job%d/result", job.ID), nil, ""); status != http.StatusNotFound {
		t.Errorf("another's list: %d", status)
	}
}

// audited is a context in which the owner of the database reads.
func audited(o *office) context.Context { return o.console() }

func TestCellsOfAListAreDatesNumbersAndHarmlessTexts(t *testing.T) {
	o := newOffice(t)
	o.exec("UPDATE job_position SET code = '=1+1' WHERE id = 1")
	o.exec(`INSERT INTO decision (number, symbol, kind, title, issuer_unit_id, issued_on, effective_on, state, recorded_in)
		VALUES ('9', 'QĐ-UBND', 'QUOTA', '@SUM(A1)', 1, '2024-02-29', '2024-03-01', 'ISSUED', 1000000)`)
	cell := func(user, list, body, at string) (string, excelize.CellType, string) {
		t.Helper()
		job := o.done(o.order(user, list, body))
		if job.State != models.JobSucceeded {
			t.Fatalf("%s: %s", job.State, job.Outcome)
		}
		_, file := o.ask(user, http.MethodGet, fmt.Sprintf("/api/job/job%d/result", job.ID), nil, "")
		f, err := excelize.OpenReader(bytes.NewReader(file))
		o.must(err)
		defer f.Close()
		name := f.GetSheetName(0)
		raw, err := f.GetCellValue(name, at, excelize.Options{RawCellValue: true})
		o.must(err)
		kind, err := f.GetCellType(name, at)
		o.must(err)
		shown, err := f.GetCellValue(name, at)
		o.must(err)
		panes, err := f.GetPanes(name)
		o.must(err)
		if !panes.Freeze || panes.YSplit != 7 {
			t.Errorf("%s is frozen at %+v", list, panes)
		}
		return raw, kind, shown
	}
	if raw, kind, shown := cell("chuyenvien", "decisions", `{"columns": ["issuedOn"]}`, "A8"); raw != "45351" || kind == excelize.CellTypeInlineString || shown != "29/02/2024" {
		t.Errorf("a day is %q (%v), shown as %q", raw, kind, shown)
	}
	if raw, kind, _ := cell("chuyenvien", "staff", `{"columns": ["coefficient"], "search": "grade=01.003"}`, "A8"); kind == excelize.CellTypeInlineString || !strings.Contains(raw, ".") {
		t.Errorf("a coefficient is %q (%v)", raw, kind)
	}
	if raw, _, _ := cell("chuyenvien", "decisions", `{"columns": ["title"]}`, "A8"); raw != "'@SUM(A1)" {
		t.Errorf("a title is %q", raw)
	}
	if raw, _, _ := cell("chuyenvien", "positions", `{"columns": ["code"]}`, "A8"); raw != "'=1+1" {
		t.Errorf("a code is %q", raw)
	}
	if raw, _, _ := cell("chuyenvien", "staff", `{"columns": ["code"], "search": "q=%3DHYPERLINK(1)"}`, "A3"); raw != "Bộ lọc: Từ khóa: =HYPERLINK(1)" {
		t.Errorf("a filter is %q", raw)
	}
}

func TestAnOrderThatMeansNothingIsRefusedByName(t *testing.T) {
	o := newOffice(t)
	for _, c := range []struct {
		name, list, body string
		status           int
		field            string
	}{
		{"no such list", "people", `{}`, 404, ""},
		{"no body", "staff", ``, 400, ""},
		{"not JSON", "staff", `search=x`, 400, ""},
		{"two bodies", "staff", `{}{}`, 400, ""},
		{"a member that is none", "staff", `{"filter": "x"}`, 400, ""},
		{"a body of 100 kB", "staff", `{"search": "` + strings.Repeat("a", 100_000) + `"}`, 400, ""},
		{"a column that is none", "staff", `{"columns": ["name", "citizenId"]}`, 400, "columns[1]"},
		{"a column of another list", "units", `{"columns": ["birthDate"]}`, 400, "columns[0]"},
		{"a column twice", "staff", `{"columns": ["name", "name"]}`, 400, "columns[1]"},
		{"a language we do not have", "staff", `{"lang": "fr"}`, 400, "lang"},
		{"a day that is none", "staff", `{"asOf": "2024-02-30"}`, 400, "asOf"},
		{"a day that is none in the address", "staff", `{"search": "asOf=tomorrow"}`, 400, "search.asOf"},
		{"a filter that the screen does not have", "staff", `{"search": "salary=5"}`, 400, "search.salary"},
		{"a filter of another screen", "positions", `{"search": "class=CADRE"}`, 400, "search.class"},
		{"a class that is none", "staff", `{"search": "class=CADRE&class=KING"}`, 400, "search.class"},
		{"a category that is none", "staff", `{"search": "category=X"}`, 400, "search.category"},
		{"a grade that is none", "staff", `{"search": "grade=99"}`, 400, "search.grade"},
		{"a gap that is none", "staff", `{"search": "gap=NO_PARTY"}`, 400, "search.gap"},
		{"an order by what no list shows", "staff", `{"search": "sort=COEFFICIENT"}`, 400, "search.sort"},
		{"two orders", "staff", `{"search": "sort=NAME&sort=CODE"}`, 400, "search.sort"},
		{"an id that is none", "staff", `{"search": "unit=xyz"}`, 400, "search.unit"},
		{"a unit that is none", "staff", `{"search": "unit=unit999"}`, 404, "search.unit"},
		{"a search of 101 characters", "staff", `{"search": "q=` + strings.Repeat("a", 101) + `"}`, 400, "search.q"},
		{"a control character", "staff", `{"search": "q=%00"}`, 400, "search"},
		{"broken text", "staff", `{"search": "q=%ff"}`, 400, "search"},
		{"a broken address", "staff", `{"search": "q=%zz"}`, 400, "search"},
		{"an address of 2,001 characters", "staff", `{"search": "` + strings.Repeat("a", 2001) + `"}`, 400, "search"},
		{"a state that is none", "changes", `{"search": "state=LOST"}`, 400, "search.state"},
		{"only what nobody can choose", "units", `{"search": "only=under"}`, 400, "search.only"},
		{"a group that is none", "positions", `{"search": "group=X"}`, 400, "search.group"},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, answer := o.order("chuyenvien", c.list, c.body)
			var got struct{ Field string }
			if err := json.Unmarshal(answer, &got); err != nil || status != c.status || got.Field != c.field {
				t.Errorf("%d %s, want %d at %q", status, answer, c.status, c.field)
			}
		})
	}
	if n := o.count("SELECT count(*) FROM job"); n != 0 {
		t.Errorf("%d jobs were queued by orders that were refused", n)
	}
}

func TestAListStopsWhenItsOwnerSaysSo(t *testing.T) {
	o := newOffice(t)
	ctx, err := o.users.ActAs(t.Context(), 1)
	o.must(err)
	hold, err := o.owner.Pool.Begin(t.Context()) // the export waits for the table, so that it cannot end before it is stopped
	o.must(err)
	_, err = hold.Exec(t.Context(), "LOCK TABLE decision IN ACCESS EXCLUSIVE MODE")
	o.must(err)
	var id int64
	o.must(audit.Write(ctx, o.db, audit.Entry{Action: "test"}, func(tx *models.Tx) (err error) {
		order := &listOrder{List: "decisions", Lang: "vi", AsOf: today}
		id, err = o.runner.Enqueue(ctx, tx, jobs.Order{Kind: ListJob, Params: order, CreatedBy: 1})
		return err
	}))
	o.until(id, func(j *models.Job) bool { return j.State == models.JobRunning })
	o.must(o.db.InTx(ctx, func(tx *models.Tx) error { return o.runner.Cancel(ctx, tx, id) }))
	job := o.until(id, func(j *models.Job) bool { return j.State.Final() })
	o.must(hold.Rollback(t.Context()))
	if job.State != models.JobCancelled || job.ResultFileID != nil {
		t.Errorf("ended %s with file %v: %s", job.State, job.ResultFileID, job.Outcome)
	}
	if n := o.count("SELECT count(*) FROM audit_log WHERE action = 'exchange.export_list'"); n != 0 {
		t.Errorf("%d entries for a list that nobody got", n)
	}
}

// TestTenThousandRowsTakeNoMoreMemoryThanFive holds that an export keeps a page of rows, not the list.
func TestTenThousandRowsTakeNoMoreMemoryThanFive(t *testing.T) {
	o := newOffice(t)
	const people = 10_000
	o.exec("SELECT setval(pg_get_serial_sequence('staff_name', 'id'), 1000)")
	o.exec(`INSERT INTO staff_name (name) VALUES ('Trần Thị Đông Người')`)
	o.exec(`INSERT INTO staff_member (id, code, recorded_in) OVERRIDING SYSTEM VALUE SELECT n, 'N' || n, 1000000 FROM generate_series(1001, 1000 + $1::int) n`, people)
	o.exec(`INSERT INTO staff_core (staff_id, full_name, name_id, sort_name, birth_date, sex, valid_from, recorded_in)
		SELECT n, 'Trần Thị Đông Người', (SELECT max(id) FROM staff_name), 'Người Trần Thị Đông', '1980-01-01', 'FEMALE', '2010-01-01', 1000000 FROM generate_series(1001, 1000 + $1::int) n`, people)
	o.exec(`INSERT INTO appointment (staff_id, unit_id, position_id, staff_class, category, quota_unit_id, start_reason, valid_from, recorded_in)
		SELECT n, 9, 1, 'PUBLIC_EMPLOYEE', 'PUBLIC_SERVICE', 9, 'RECRUITMENT', '2010-01-01', 1000000 FROM generate_series(1001, 1000 + $1::int) n`, people)
	o.exec("ANALYZE")
	ctx, err := o.users.ActAs(t.Context(), 1)
	o.must(err)
	var live []uint64
	var b bytes.Buffer
	began := time.Now()
	n, err := o.lists().export(ctx, &listOrder{List: "staff", Lang: "vi", AsOf: today, Values: map[string][]string{"q": {"dong nguoi"}}, Columns: []string{"code", "name"}},
		func(done, total int64, _ string) {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			live = append(live, m.HeapAlloc)
			if total != people {
				t.Errorf("%d of %d", done, total)
			}
		}, &b)
	o.must(err)
	if n != people || len(live) != people/listPage {
		t.Fatalf("%d rows in %d pages", n, len(live))
	}
	t.Logf("%s; live bytes page by page: %d", time.Since(began), live)
	if grown := int64(live[len(live)-1]) - int64(live[0]); grown > 3<<20 { // the file itself grows by some 1 MB
		t.Errorf("5,000 rows more took %d bytes", grown)
	}
	f, err := excelize.OpenReader(&b)
	o.must(err)
	defer f.Close()
	rows, err := f.GetRows("Nhân sự")
	o.must(err)
	codes := map[string]bool{}
	for _, r := range rows[7:] {
		codes[r[0]] = true
	}
	if len(codes) != people {
		t.Errorf("%d different people", len(codes))
	}
}

// TestWhoReadsAListForAnOfficeMayExportIt holds the policies to what an export takes for granted: the rows of a list are
// those that its reader sees, so the right to export must reach as far as the right to read.
func TestWhoReadsAListForAnOfficeMayExportIt(t *testing.T) {
	book, err := policies.Load()
	if err != nil {
		t.Fatal(err)
	}
	has := func(role, object, act string) bool {
		return slices.Contains(book.Permissions(), policies.Permission{Role: role, Object: object, Act: act})
	}
	for _, role := range policies.Roles() {
		export := has(role, "exchange.list", "export")
		if role == policies.StaffMember {
			if export {
				t.Error("a staff member exports lists")
			}
			continue
		}
		for list, object := range listObjects {
			if has(role, object, "read") && !export {
				t.Errorf("%s reads %s and may not export it", role, list)
			}
		}
	}
}

func TestEveryListIsNamedInBothLanguages(t *testing.T) {
	o := newOffice(t)
	for _, l := range o.lists().all() {
		head := l.about()
		keys := []string{"title." + head.code, "sheet." + head.code}
		for _, k := range l.keys() {
			keys = append(keys, "col."+head.code+"."+k)
		}
		for _, p := range head.params {
			keys = append(keys, "param."+p.name)
		}
		for _, k := range keys {
			if key := "exchange.list." + k; fault.Text("en", key, nil) == key {
				t.Errorf("%s has no words", key)
			}
		}
		if listObjects[head.code] == "" {
			t.Errorf("no right opens %s", head.code)
		}
	}
}

// TestAListOfPeopleWantsToKnowWhoSitsThere: a session left open does not take the province home; a list of units it may.
func TestAListOfPeopleWantsToKnowWhoSitsThere(t *testing.T) {
	o := newOffice(t)
	secret := strings.Repeat("s", 43)
	sum := sha256.Sum256([]byte(secret))
	o.exec(`INSERT INTO session (user_id, secret_sha256, way, expires_at) VALUES (1, $1, 'PASSWORD', now() + interval '1 hour')`, sum[:])
	ask := func(list string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, o.server.URL+"/api/export/list/"+list, strings.NewReader(`{}`))
		o.must(err)
		r.AddCookie(&http.Cookie{Name: "bienche", Value: secret})
		res, err := o.server.Client().Do(r)
		o.must(err)
		defer res.Body.Close()
		b, err := io.ReadAll(res.Body)
		o.must(err)
		return res.StatusCode, string(b)
	}
	for _, list := range []string{"staff", "changes", "units"} {
		if status, answer := ask(list); status != http.StatusAccepted {
			t.Errorf("just signed in, %s: %d %s", list, status, answer)
		}
	}
	o.exec("UPDATE session SET confirmed_at = now() - interval '1 hour'")
	for list, want := range map[string]int{"staff": 403, "changes": 403, "units": 202, "positions": 202} {
		if status, answer := ask(list); status != want || want == 403 && !strings.Contains(answer, `"confirm":true`) {
			t.Errorf("an hour later, %s: %d %s", list, status, answer)
		}
	}
}

// TestAListKnowsEveryParameterOfItsScreen holds the parameters to those that the screens read from their addresses: one
// that is forgotten here would be refused where people filter by it.
func TestAListKnowsEveryParameterOfItsScreen(t *testing.T) {
	screens := map[string]struct{ file, function string }{
		"staff": {"staff/search.ts", "parseStaffSearch"}, "units": {"org/search.ts", "parseTreeSearch"},
		"positions": {"position/search.ts", "parsePositionSearch"}, "decisions": {"decision/search.ts", "parseDecisionListSearch"},
		"changes": {"staff/change-search.ts", "parseChangeSearch"}, "over-quota": {"headcount/search.ts", "parseOverQuotaSearch"},
		"users": {"admin/search.ts", "parseUserSearch"}, "grants": {"admin/search.ts", "parseGrantSearch"},
		"computations": {"computation/search.ts", "parseBatchSearch"},
	}
	reads := regexp.MustCompile(`search\.(\w+)`)
	o := &office{place: newPlace(t)}
	for _, l := range o.lists().all() {
		head := l.about()
		text, err := os.ReadFile("../../frontend/src/features/" + screens[head.code].file)
		o.must(err)
		_, body, found := strings.Cut(string(text), "function "+screens[head.code].function+"(")
		body, _, _ = strings.Cut(body, "\n}")
		if strings.Contains(body, "...parseStaffFilter(search)") { // which people: read alike by every screen that asks
			text, err = os.ReadFile("../../frontend/src/lib/staff-filter.ts")
			o.must(err)
			_, people, _ := strings.Cut(string(text), "function parseStaffFilter(")
			people, _, _ = strings.Cut(people, "\n}")
			body += people
		}
		names := reads.FindAllStringSubmatch(body, -1)
		if !found || len(names) == 0 {
			t.Errorf("%s is not where the parameters of %s are read", screens[head.code].function, head.code)
		}
		for _, n := range names {
			if !slices.Contains(shownOnly, n[1]) && !slices.ContainsFunc(head.params, func(p param) bool { return p.name == n[1] }) {
				t.Errorf("the list %s does not know %s", head.code, n[1])
			}
		}
	}
}
