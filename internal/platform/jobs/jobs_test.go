package jobs

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"bienche/internal/dbtest"
	"bienche/internal/fault"
	"bienche/models"
)

// killed is where the child process finds its database.
const killed = "BIENCHE_JOBS_TEST_CHILD"

var quiet = slog.New(slog.DiscardHandler)

func TestMain(m *testing.M) {
	if url := os.Getenv(killed); url != "" {
		child(url)
	}
	os.Exit(m.Run())
}

// child works on a job until it is killed.
func child(url string) {
	ctx := context.Background()
	db, err := models.Open(ctx, url, 8)
	if err != nil {
		panic(err)
	}
	r, err := New(db, quiet)
	if err != nil {
		panic(err)
	}
	r.Register("count", func(context.Context, *Run) error {
		fmt.Println("working")
		select {}
	})
	if err := r.Start(ctx); err != nil {
		panic(err)
	}
	select {}
}

type fixture struct {
	*testing.T
	url string
	db  *models.DB
}

func setUp(t *testing.T) fixture {
	d := dbtest.New(t)
	if err := Migrate(t.Context(), d.OwnerURL); err != nil {
		t.Fatal(err)
	}
	db, err := models.Open(t.Context(), d.AppURL, 12)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	owner, err := models.Open(t.Context(), d.OwnerURL, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close()
	if _, err := owner.Pool.Exec(t.Context(), `WITH a AS (
			INSERT INTO audit_log (id, actor_name, action) OVERRIDING SYSTEM VALUE VALUES (1, 'test', 'test') RETURNING id)
		INSERT INTO app_user (id, username, display_name, recorded_in) SELECT 1, 'nhansu', 'Nhân sự', id FROM a`); err != nil {
		t.Fatal(err)
	}
	return fixture{t, d.AppURL, db}
}

func (f fixture) runner(works map[string]Work) *Runner {
	f.Helper()
	r, err := New(f.db, quiet)
	if err != nil {
		f.Fatal(err)
	}
	for kind, w := range works {
		r.Register(kind, w)
	}
	return r
}

func (f fixture) start(r *Runner) {
	f.Helper()
	if err := r.Start(f.Context()); err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		if err := r.Stop(context.Background()); err != nil {
			f.Error(err)
		}
	})
}

func (f fixture) enqueue(r *Runner, kind string, params any) (id int64) {
	f.Helper()
	err := f.db.InTx(f.Context(), func(tx *models.Tx) (err error) {
		tx.AuditID = 1
		id, err = r.Enqueue(f.Context(), tx, Order{Kind: kind, Params: params, CreatedBy: 1})
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	return id
}

// until reads the job until it is as wanted, at most 30 s.
func (f fixture) until(id int64, wanted func(*models.Job) bool) *models.Job {
	f.Helper()
	ctx, cancel := context.WithTimeout(f.Context(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		j, err := f.db.JobByID(f.Context(), id)
		if err != nil || j == nil {
			f.Fatalf("job %d: %v", id, err)
		}
		if wanted(j) {
			return j
		}
		select {
		case <-ctx.Done():
			f.Fatalf("job %d is still %s (%d of %d)", id, j.State, j.Done, j.Total)
		case <-tick.C:
		}
	}
}

func final(j *models.Job) bool { return j.State.Final() }

func TestAJobRunsWithItsParametersAndLeavesItsFigures(t *testing.T) {
	f := setUp(t)
	r := f.runner(map[string]Work{"count": func(ctx context.Context, run *Run) error {
		var p struct{ Rows int64 }
		if err := run.Read(&p); err != nil {
			return err
		}
		run.Progress(p.Rows, p.Rows, "exchange.step.read")
		run.Outcome("rowCount", p.Rows)
		return f.db.InTx(models.WithAccess(ctx, models.Everything), func(tx *models.Tx) error {
			tx.AuditID = 1
			file := &models.StoredFile{Name: "a.txt", MediaType: "text/plain", Size: 2, Content: []byte("ok")}
			if err := tx.AddFile(file); err != nil {
				return err
			}
			run.Result(file.ID)
			return nil
		})
	}})
	f.start(r)
	j := f.until(f.enqueue(r, "count", map[string]int{"Rows": 7}), final)
	if j.State != models.JobSucceeded || j.Done != 7 || j.Total != 7 || j.Step != "exchange.step.read" || j.FinishedAt == nil {
		t.Errorf("ended as %+v", j)
	}
	var outcome struct{ RowCount int }
	if err := json.Unmarshal(j.Outcome, &outcome); err != nil || outcome.RowCount != 7 {
		t.Errorf("outcome %s", j.Outcome)
	}
	if j.ResultFileID == nil {
		t.Fatal("no result")
	}
	if file, err := f.db.File(models.WithAccess(t.Context(), models.Everything), *j.ResultFileID); err != nil || string(file.Content) != "ok" {
		t.Errorf("result %+v, %v", file, err)
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(r.Metrics())
	families, err := registry.Gather()
	if err != nil || len(families) != 1 || families[0].GetMetric()[0].GetCounter().GetValue() != 1 {
		t.Errorf("counted %v, %v", families, err)
	}
}

func TestHowAJobEndsSaysWhoseFaultItWas(t *testing.T) {
	f := setUp(t)
	first := true
	r := f.runner(map[string]Work{
		"refused": func(context.Context, *Run) error { return fault.New(fault.BadInput, "fault.required") },
		"failed":  func(context.Context, *Run) error { return errors.New("disk full") },
		"panics":  func(context.Context, *Run) error { panic("bug") },
		"retries": func(context.Context, *Run) error {
			if first {
				first = false
				return fault.New(fault.Retry, "fault.retry")
			}
			return nil
		},
	})
	f.start(r)
	for kind, want := range map[string]models.JobState{
		"refused": models.JobRefused, "failed": models.JobFailed, "panics": models.JobFailed, "retries": models.JobSucceeded,
	} {
		j := f.until(f.enqueue(r, kind, nil), final)
		if j.State != want {
			t.Errorf("%s ended %s, want %s", kind, j.State, want)
		}
		if shown := strings.Contains(string(j.Outcome), "disk full"); shown {
			t.Errorf("%s shows an internal error: %s", kind, j.Outcome)
		}
	}
}

func TestProgressIsSeenWhileTheWorkGoesOnAndCancelEndsIt(t *testing.T) {
	f := setUp(t)
	r := f.runner(map[string]Work{"count": func(ctx context.Context, run *Run) error {
		run.Progress(3, 10, "")
		<-ctx.Done()
		return ctx.Err()
	}})
	f.start(r)
	id := f.enqueue(r, "count", nil)
	f.until(id, func(j *models.Job) bool { return j.State == models.JobRunning && j.Done == 3 && j.Total == 10 })
	cancel := func() error {
		return f.db.InTx(t.Context(), func(tx *models.Tx) error { return r.Cancel(t.Context(), tx, id) })
	}
	if err := cancel(); err != nil {
		t.Fatal(err)
	}
	if j := f.until(id, final); j.State != models.JobCancelled {
		t.Errorf("ended %s", j.State)
	}
	if err := cancel(); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("cancelling what has ended: %v", err)
	}
}

func TestACancelledJobThatHasNotStartedNeverRuns(t *testing.T) {
	f := setUp(t)
	r := f.runner(map[string]Work{
		"never": func(context.Context, *Run) error { t.Error("it ran"); return nil },
		"next":  func(context.Context, *Run) error { return nil },
	})
	id := f.enqueue(r, "never", nil)
	if err := f.db.InTx(t.Context(), func(tx *models.Tx) error { return r.Cancel(t.Context(), tx, id) }); err != nil {
		t.Fatal(err)
	}
	f.start(r)
	f.until(f.enqueue(r, "next", nil), final)
	if j := f.until(id, final); j.State != models.JobCancelled {
		t.Errorf("ended %s", j.State)
	}
}

func TestAJobOfARolledBackTransactionDoesNotExist(t *testing.T) {
	f := setUp(t)
	r := f.runner(map[string]Work{"count": func(context.Context, *Run) error { return nil }})
	undo := errors.New("undo")
	err := f.db.InTx(t.Context(), func(tx *models.Tx) error {
		tx.AuditID = 1
		if _, err := r.Enqueue(t.Context(), tx, Order{Kind: "count", CreatedBy: 1}); err != nil {
			return err
		}
		return undo
	})
	if !errors.Is(err, undo) {
		t.Fatal(err)
	}
	left, err := models.One[int64](t.Context(), f.db, models.Q("SELECT (SELECT count(*) FROM job) + (SELECT count(*) FROM river_job)"))
	if err != nil || left != 0 {
		t.Errorf("%d rows left, %v", left, err)
	}
}

func TestAJobOfAKilledServerIsTakenUpByAnother(t *testing.T) {
	f := setUp(t)
	b := f.runner(map[string]Work{"count": func(context.Context, *Run) error { return nil }})
	a := exec.CommandContext(t.Context(), os.Args[0])
	a.Env = append(os.Environ(), killed+"="+f.url)
	a.Stderr = os.Stderr
	out, err := a.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(); err != nil {
		t.Fatal(err)
	}
	id := f.enqueue(b, "count", nil)
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "working\n" {
		t.Fatalf("the first server said %q, %v", line, err)
	}
	if err := b.sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	queued := models.Q("SELECT count(*) FROM river_job")
	if n, err := models.One[int64](t.Context(), f.db, queued); err != nil || n != 1 {
		t.Errorf("a job that is being worked on was queued again: %d, %v", n, err)
	}
	if err := a.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := a.Wait(); err == nil {
		t.Error("the first server ended in peace")
	}
	f.start(b)
	j := f.until(id, final)
	if j.State != models.JobSucceeded || !strings.Contains(string(j.Outcome), `"runs": 2`) {
		t.Errorf("ended %s with %s", j.State, j.Outcome)
	}
}

func TestAStoppedServerLeavesItsJobForTheNext(t *testing.T) {
	f := setUp(t)
	a := f.runner(map[string]Work{"count": func(ctx context.Context, _ *Run) error { <-ctx.Done(); return ctx.Err() }})
	b := f.runner(map[string]Work{"count": func(context.Context, *Run) error { return nil }})
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	id := f.enqueue(a, "count", nil)
	f.until(id, func(j *models.Job) bool { return j.State == models.JobRunning })
	if err := a.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	f.start(b)
	if j := f.until(id, final); j.State != models.JobSucceeded {
		t.Errorf("ended %s", j.State)
	}
}
