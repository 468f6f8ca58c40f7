package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"bienche/internal/fault"
	"bienche/models"
)

// task is what the queue carries: look at this job.
type task struct {
	JobID int64 `json:"job"`
}

// Kind is the queue's name for our tasks.
func (task) Kind() string { return "job" }

// worker hands tasks of the queue to the runner.
type worker struct {
	river.WorkerDefaults[task]
	runner *Runner
}

// Work does the task. Whatever comes of the job is written on the job, so that the queue never retries by itself.
func (w *worker) Work(ctx context.Context, t *river.Job[task]) error {
	return w.runner.work(ctx, t.Args.JobID)
}

// ErrCancelled is the cause of a context that ended because the job's owner asked for it.
var ErrCancelled = errors.New("the job was cancelled")

// Run is one try at a job.
type Run struct {
	models.Job
	mu      sync.Mutex
	outcome map[string]any
	runs    int
}

// Progress tells how far the work is; step is a message key. It is cheap: what is written is thinned out.
func (r *Run) Progress(done, total int64, step string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Done, r.Total, r.Step = done, total, step
}

// Result names the stored file that the job's owner may fetch.
func (r *Run) Result(fileID int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ResultFileID = &fileID
}

// Outcome keeps a figure about the work, such as "rowCount", to be shown with the job.
func (r *Run) Outcome(name string, value any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.outcome[name] = value
}

// Read decodes the parameters of the job.
func (r *Run) Read(params any) error {
	if err := json.Unmarshal(r.Params, params); err != nil {
		return fmt.Errorf("parameters of job %d: %w", r.ID, err)
	}
	return nil
}

// work takes the lock, marks the job as running, does it and writes how it ended.
func (r *Runner) work(ctx context.Context, id int64) error {
	conn, err := r.lock(ctx, id)
	if err != nil || conn == nil {
		return err
	}
	// Closing the session, and not only giving it back, frees the lock whatever state it is in.
	defer conn.Hijack().Close(context.WithoutCancel(ctx)) //nolint:errcheck // nothing to do about it
	run, err := r.begin(ctx, id)
	if err != nil || run == nil {
		return err
	}
	if run.runs > maxRuns {
		return r.finish(ctx, run, fault.New(fault.Internal, "jobs.given_up"))
	}
	workCtx, cancel := context.WithCancelCause(ctx)
	beat := make(chan struct{})
	go func() {
		defer close(beat)
		r.pulse(workCtx, run, cancel)
	}()
	err = r.call(workCtx, run)
	cancelled := errors.Is(context.Cause(workCtx), ErrCancelled)
	cancel(nil)
	<-beat
	switch {
	case err != nil && cancelled:
		err = ErrCancelled
	case ctx.Err() != nil && err != nil, fault.CodeOf(models.Retriable(err)) == fault.Retry:
		r.log.InfoContext(ctx, "job interrupted, it will start over", "job", id, "error", err)
		return nil // it stays RUNNING without its lock; the sweep queues it again
	}
	return r.finish(context.WithoutCancel(ctx), run, err)
}

// call does the work; a panic fails the job and not the server.
func (r *Runner) call(ctx context.Context, run *Run) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("job %d panicked: %v", run.ID, p)
		}
	}()
	w, known := r.works[run.Kind]
	if !known {
		return fmt.Errorf("no work is registered for jobs of kind %q", run.Kind)
	}
	return w(ctx, run)
}

// lock gives a session that holds the job, nil when another has it.
func (r *Runner) lock(ctx context.Context, id int64) (*pgxpool.Conn, error) {
	conn, err := r.db.Pool.Acquire(ctx)
	if err != nil {
		return nil, fmt.Errorf("take a connection for job %d: %w", id, err)
	}
	var got bool
	// Keep-alives let the server notice within a minute that a machine is gone without a word.
	_, err = conn.Exec(ctx, "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3")
	if err == nil {
		err = conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1, $2::bigint::int)", lockClass, id).Scan(&got)
	}
	if err != nil || !got {
		conn.Hijack().Close(context.WithoutCancel(ctx)) //nolint:errcheck // nothing to do about it
	}
	if err != nil {
		return nil, fmt.Errorf("lock job %d: %w", id, err)
	}
	if !got {
		return nil, nil
	}
	return conn, nil
}

// begin marks the job as running, from its start; nil when it has ended.
func (r *Runner) begin(ctx context.Context, id int64) (*Run, error) {
	rows, err := r.db.Pool.Query(ctx, `UPDATE job SET state = 'RUNNING', started_at = coalesce(started_at, now()), done = 0,
		outcome = jsonb_build_object('runs', coalesce((outcome ->> 'runs')::int, 0) + 1)
		WHERE id = $1 AND state IN ('QUEUED', 'RUNNING') RETURNING *`, id)
	if err != nil {
		return nil, fmt.Errorf("begin job %d: %w", id, err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowToStructByName[models.Job])
	if err != nil {
		return nil, fmt.Errorf("begin job %d: %w", id, err)
	}
	if len(got) == 0 {
		return nil, nil
	}
	run := &Run{Job: got[0], outcome: map[string]any{}}
	var o struct {
		Runs int `json:"runs"`
	}
	if err := json.Unmarshal(run.Job.Outcome, &o); err != nil {
		return nil, fmt.Errorf("outcome of job %d: %w", id, err)
	}
	run.runs = o.Runs
	return run, nil
}

// pulse writes progress and looks for a request to cancel until the work ends.
func (r *Runner) pulse(ctx context.Context, run *Run, cancel context.CancelCauseFunc) {
	tick := time.NewTicker(pulseEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		run.mu.Lock()
		done, total, step := run.Done, run.Total, run.Step
		run.mu.Unlock()
		var asked bool
		err := r.db.Pool.QueryRow(ctx, `UPDATE job SET done = $2, total = $3, step = $4 WHERE id = $1
			RETURNING cancel_requested_at IS NOT NULL`, run.ID, done, total, step).Scan(&asked)
		if asked {
			cancel(ErrCancelled)
			return
		}
		if err != nil && ctx.Err() == nil {
			r.log.WarnContext(ctx, "write the progress of a job", "job", run.ID, "error", err)
		}
	}
}

// finish writes how the job ended.
func (r *Runner) finish(ctx context.Context, run *Run, err error) error {
	state := models.JobSucceeded
	switch code := fault.CodeOf(err); {
	case errors.Is(err, ErrCancelled):
		state = models.JobCancelled
	case code == fault.Internal:
		state = models.JobFailed
		r.log.ErrorContext(ctx, "job failed", "job", run.ID, "kind", run.Kind, "error", err)
	case code != "":
		state = models.JobRefused
	}
	run.mu.Lock()
	defer run.mu.Unlock()
	run.outcome["runs"] = run.runs
	if err != nil && state != models.JobCancelled {
		f := fault.From(err)
		run.outcome["problem"] = map[string]string{"vi": f.Message("vi"), "en": f.Message("en")}
	}
	outcome, jsonErr := json.Marshal(run.outcome)
	if jsonErr != nil {
		return fmt.Errorf("outcome of job %d: %w", run.ID, jsonErr)
	}
	r.ended.WithLabelValues(run.Kind, string(state)).Inc()
	_, err = r.db.Pool.Exec(ctx, `UPDATE job SET state = $2, done = $3, total = $4, step = $5, outcome = $6,
		result_file_id = $7, finished_at = now() WHERE id = $1`,
		run.ID, state, run.Done, run.Total, run.Step, outcome, run.ResultFileID)
	if err != nil {
		return fmt.Errorf("write the end of job %d: %w", run.ID, err)
	}
	return nil
}
