package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"bienche/internal/auth"
	"bienche/internal/fault"
	"bienche/internal/platform/config"
	"bienche/internal/platform/httpd"
	"bienche/internal/platform/jobs"
	"bienche/models"
)

// office is a province with accounts, reached over HTTP.
type office struct {
	*place
	users  *auth.Service
	server *httptest.Server
	runner *jobs.Runner
	tokens map[string]string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{place: newPlace(t), tokens: map[string]string{}}
	o.fill(60, 5)
	o.exec("SELECT refresh_access_paths()")
	o.must(jobs.Migrate(t.Context(), o.url))
	settings, err := config.Read()
	o.must(err)
	users, err := auth.New(o.db, settings)
	o.must(err)
	o.users = users
	for i, u := range []struct {
		name, role string
		unit       int64
	}{{"chuyenvien", "home_affairs_officer", 1}, {"nhansu", "agency_personnel_officer", 3}, {"thanhtra", "inspector", 1}} {
		id := int64(i + 1)
		o.exec("INSERT INTO app_user (id, username, display_name, recorded_in) OVERRIDING SYSTEM VALUE VALUES ($1, $2, $2, 1000000)", id, u.name)
		o.exec("INSERT INTO role_grant (user_id, role, unit_id, valid_from, recorded_in) VALUES ($1, $2, $3, '2020-01-01', 1000000)", id, u.role, u.unit)
		console, err := users.ActAsConsole(t.Context())
		o.must(err)
		o.tokens[u.name], err = users.CreateToken(console, u.name, 1)
		o.must(err)
	}
	runner, err := jobs.New(o.db, slog.New(slog.DiscardHandler))
	o.must(err)
	o.Work(runner, users)
	lists := o.lists()
	lists.Work(runner, users)
	o.must(runner.Start(t.Context()))
	srv := httpd.New(httpd.Options{})
	ids := IDs{
		Encode: func(object string, id int64) string { return object + strconv.FormatInt(id, 10) },
		Decode: func(object, id string) (int64, error) {
			n, err := strconv.ParseInt(strings.TrimPrefix(id, object), 10, 64)
			if err != nil {
				return 0, fault.New(fault.BadInput, "fault.bad_id")
			}
			return n, nil
		},
	}
	o.Routes(srv, users, runner, ids)
	lists.Routes(srv, users, runner, ids)
	o.runner = runner
	o.server = httptest.NewServer(srv.Handler())
	t.Cleanup(func() {
		o.server.Close()
		o.must(runner.Stop(context.Background()))
	})
	return o
}

// ask sends a request as a user ("" is a stranger) and gives status and body.
func (o *office) ask(user, method, path string, body io.Reader, mediaType string) (int, []byte) {
	o.Helper()
	r, err := http.NewRequestWithContext(o.Context(), method, o.server.URL+path, body)
	o.must(err)
	r.Header.Set("Content-Type", mediaType)
	if user != "" {
		r.Header.Set("Authorization", "Bearer "+o.tokens[user])
	}
	res, err := o.server.Client().Do(r)
	o.must(err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	o.must(err)
	return res.StatusCode, b
}

func (o *office) send(user, path string, file []byte) (int, []byte) {
	o.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", `C:\hồ sơ\nhân sự.xlsx`)
	o.must(err)
	_, err = part.Write(file)
	o.must(err)
	o.must(form.Close())
	return o.ask(user, http.MethodPost, path, &b, form.FormDataContentType())
}

// done waits for the job that an answer names, at most 30 s.
func (o *office) done(status int, answer []byte) *models.Job {
	o.Helper()
	var a struct{ JobID string }
	if err := json.Unmarshal(answer, &a); err != nil || status != http.StatusAccepted {
		o.Fatalf("%d %s", status, answer)
	}
	id, err := strconv.ParseInt(strings.TrimPrefix(a.JobID, "job"), 10, 64)
	o.must(err)
	return o.until(id, func(j *models.Job) bool { return j.State.Final() })
}

// until waits for a job to be as wanted, at most 30 s.
func (o *office) until(id int64, wanted func(*models.Job) bool) *models.Job {
	o.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for limit := time.After(30 * time.Second); ; {
		job, err := o.db.JobByID(o.Context(), id)
		o.must(err)
		if wanted(job) {
			return job
		}
		select {
		case <-tick.C:
		case <-limit:
			o.Fatalf("job %d is still %s", id, job.State)
		}
	}
}

func TestAWorkbookTravelsThroughAJob(t *testing.T) {
	o := newOffice(t)
	export := o.done(o.ask("chuyenvien", http.MethodPost, "/api/export/staff?asOf=2024-06-15", nil, ""))
	if export.State != models.JobSucceeded {
		t.Fatalf("export %s: %s", export.State, export.Outcome)
	}
	path := fmt.Sprintf("/api/job/job%d/result", export.ID)
	status, file := o.ask("chuyenvien", http.MethodGet, path, nil, "")
	if status != http.StatusOK {
		t.Errorf("the result: %d, %d bytes", status, len(file))
	}
	for user, want := range map[string]int{"thanhtra": http.StatusNotFound, "": http.StatusUnauthorized} {
		if status, _ := o.ask(user, http.MethodGet, path, nil, ""); status != want {
			t.Errorf("%q asks for another's result: %d", user, status)
		}
	}

	same := o.done(o.send("chuyenvien", "/api/import/staff?dryRun=false", file))
	if same.State != models.JobSucceeded || !strings.Contains(string(same.Outcome), `"changedCount": 0`) {
		t.Errorf("the same again: %s %s", same.State, same.Outcome)
	}

	p := newPlanter(t, file)
	p.write(present, 5, "sex", "x")
	p.expect(present, 5, "sex", "no sex")
	bad := o.done(o.send("chuyenvien", "/api/import/staff?dryRun=true", p.content()))
	if bad.State != models.JobRefused || !strings.Contains(string(bad.Outcome), `"errorCount": 1`) || bad.ResultFileID == nil {
		t.Fatalf("a mistake: %s %s", bad.State, bad.Outcome)
	}
	type kept struct {
		Sheet string
		Row   int
		Col   string
		Value string
		Key   string
	}
	got, err := models.Rows[kept](models.WithAccess(t.Context(), models.Everything), o.db, models.Q("SELECT sheet, row, col, value, key FROM job_error WHERE job_id = ?", bad.ID))
	o.must(err)
	if want := (kept{present, 5, "E: Giới tính", "x", "exchange.unknown_choice"}); len(got) != 1 || got[0] != want {
		t.Errorf("kept %v", got)
	}
	result, err := o.db.File(models.WithAccess(t.Context(), models.Everything), *bad.ResultFileID)
	o.must(err)
	if result.Name != "Lỗi nhân sự.xlsx" {
		t.Errorf("the workbook of mistakes is called %q", result.Name)
	}
	p.compareReasons(result.Content, []Mistake{{Sheet: present, Row: 5}})
}

func TestWhoMayNotSendOrTakeWorkbooksIsTold(t *testing.T) {
	o := newOffice(t)
	file := o.save(Units, today)
	for _, c := range []struct {
		user, method, path string
		file               []byte
		want               int
	}{
		{"", "GET", "/api/template/units.xlsx", nil, 401},
		{"nhansu", "GET", "/api/template/units.xlsx", nil, 403},
		{"nhansu", "GET", "/api/template/staff.xlsx", nil, 200},
		{"chuyenvien", "GET", "/api/template/other.xlsx", nil, 404},
		{"chuyenvien", "GET", "/api/template/units", nil, 404},
		{"", "POST", "/api/import/units", file, 401},
		{"nhansu", "POST", "/api/import/units", file, 403},
		{"chuyenvien", "POST", "/api/import/people", file, 404},
		{"chuyenvien", "POST", "/api/import/units?dryRun=perhaps", file, 400},
		{"chuyenvien", "POST", "/api/import/units", nil, 400},
		{"nhansu", "POST", "/api/export/quotas", nil, 403},
		{"thanhtra", "POST", "/api/import/staff", file, 403},
		{"chuyenvien", "POST", "/api/export/units?asOf=2024-02-30", nil, 400},
		{"chuyenvien", "GET", "/api/job/job999/result", nil, 404},
	} {
		var status int
		var body []byte
		if c.file != nil {
			status, body = o.send(c.user, c.path, c.file)
		} else {
			status, body = o.ask(c.user, c.method, c.path, nil, "")
		}
		if status != c.want {
			t.Errorf("%s %s by %q: %d, want %d: %.200s", c.method, c.path, c.user, status, c.want, body)
		}
	}
	if n := o.count("SELECT count(*) FROM job"); n != 0 {
		t.Errorf("%d jobs were queued by requests that were refused", n)
	}
}

func TestAnAgencySeesAndChangesItsOwnPeopleOnly(t *testing.T) {
	o := newOffice(t)
	ctx, err := o.users.ActAs(t.Context(), 2)
	o.must(err)
	var b bytes.Buffer
	_, err = o.Export(ctx, Output{Kind: Staff, AsOf: today}, &b)
	o.must(err)
	f, err := excelize.OpenReader(&b)
	o.must(err)
	rows, err := f.GetRows(present)
	o.must(err)
	own, err := models.Column[string](models.WithAccess(t.Context(), models.Everything), o.db, models.Q(`SELECT m.code FROM staff_member m JOIN org_unit u ON u.id = m.home_unit_id
		WHERE u.access_path LIKE '/1/3/%' ORDER BY 1`))
	o.must(err)
	var got []string
	for _, r := range rows[1:] {
		got = append(got, r[0])
	}
	if len(own) < 5 || len(own) > 50 || !slices.Equal(got, own) {
		t.Fatalf("exported %v, has %v", got, own)
	}
	others, err := models.Column[string](models.WithAccess(t.Context(), models.Everything), o.db, models.Q(`SELECT m.code FROM staff_member m JOIN org_unit u ON u.id = m.home_unit_id
		WHERE u.access_path NOT LIKE '/1/3/%' ORDER BY 1`))
	o.must(err)

	name := models.Q("SELECT full_name FROM staff_core c JOIN staff_member m ON m.id = c.staff_id WHERE m.code = ?", others[0])
	was, err := models.One[string](models.WithAccess(t.Context(), models.Everything), o.db, name)
	o.must(err)
	mine := aPerson.with(cells{"staff_code": "S77777", "citizen_id": "024080777777", "unit_code": "T003"})
	for _, c := range []struct {
		name string
		row  cells
		want []string
	}{
		{"somebody else's person", mine.with(cells{"staff_code": others[0], "citizen_id": nil}), []string{"unknown_staff 2 staff_code"}},
		{"a new person elsewhere", mine.with(cells{"unit_code": "T002"}), []string{"unknown_unit 2 unit_code", "unknown_unit 2 quota_unit_code"}},
		{"a new person here on another's quota", mine.with(cells{"quota_unit_code": "T002"}), []string{"unknown_unit 2 quota_unit_code"}},
		{"a new person here", mine, nil},
	} {
		out, err := o.Import(ctx, Input{Kind: Staff, Content: staffBook(t, []cells{c.row}), DryRun: true})
		o.must(err)
		if got := found(staffSheet(), out); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	if is, err := models.One[string](models.WithAccess(t.Context(), models.Everything), o.db, name); err != nil || is != was {
		t.Errorf("the name of %s became %q, %v", others[0], is, err)
	}
}
