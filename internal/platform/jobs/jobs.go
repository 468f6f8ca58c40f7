// Package jobs runs long work outside of requests: queued in the transaction that asks for it, worked by any copy of
// the server, shown to its owner with progress, cancelled on request, and taken up by another copy when the one that
// worked on it dies.
//
// River carries the queue (who works on what next, LISTEN/NOTIFY, fetching without blocking). The table job is what
// people see and what decides: a row of the queue only says "look at job n". A copy that works on a job holds an
// advisory lock on it in a session of its own, so that its death frees the job at once.
package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"bienche/internal/fault"
	"bienche/models"
)

const (
	sweepEvery = 5 * time.Second        // how soon an abandoned job is found
	pulseEvery = 500 * time.Millisecond // how often progress is written and cancelling looked for
	maxRuns    = 3                      // a job that ends its server this often is given up
)

// Work does one job. It must be able to start over: what it changes belongs into one transaction. A *fault.Error
// other than RETRY and INTERNAL makes the job REFUSED, any other error FAILED; RETRY starts it over.
type Work func(ctx context.Context, run *Run) error

// Runner queues jobs and, once started, works on them.
type Runner struct {
	db    *models.DB
	log   *slog.Logger
	queue *river.Client[pgx.Tx]
	works map[string]Work
	ended *prometheus.CounterVec
	stop  context.CancelFunc
	done  sync.WaitGroup
}

// New makes a runner on db. Register the kinds before Start; Enqueue works without Start.
func New(db *models.DB, log *slog.Logger) (*Runner, error) {
	r := &Runner{db: db, log: log, works: map[string]Work{}, ended: prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "bienche_jobs_total", Help: "Jobs that ended in this process, by kind and state.",
	}, []string{"kind", "state"})}
	workers := river.NewWorkers()
	river.AddWorker(workers, &worker{runner: r})
	queue, err := river.NewClient(riverpgxv5.New(db.Pool), &river.Config{
		Queues:              map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 2}},
		Workers:             workers,
		JobTimeout:          -1, // a job takes what it takes; its owner can cancel it
		MaxAttempts:         maxRuns,
		ReindexerIndexNames: []string{}, // the application does not own the tables
		Logger:              log,
	})
	if err != nil {
		return nil, fmt.Errorf("queue: %w", err)
	}
	r.queue = queue
	return r, nil
}

// Metrics counts the jobs that ended.
func (r *Runner) Metrics() prometheus.Collector { return r.ended }

// Register names the work of a kind of job.
func (r *Runner) Register(kind string, w Work) { r.works[kind] = w }

// Start begins to work on queued jobs, and on those that a dead copy left.
func (r *Runner) Start(ctx context.Context) error {
	ctx, r.stop = context.WithCancel(context.WithoutCancel(ctx))
	if err := r.queue.Start(ctx); err != nil {
		return fmt.Errorf("start the queue: %w", err)
	}
	r.done.Go(func() { r.sweepUntil(ctx) })
	return nil
}

// Stop ends the work: running jobs are interrupted and left for another copy. It waits until they have let go.
func (r *Runner) Stop(ctx context.Context) error {
	if r.stop == nil {
		return nil
	}
	r.stop()
	r.done.Wait()
	if err := r.queue.StopAndCancel(ctx); err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("stop the queue: %w", err)
	}
	return nil
}

// Order is a job to be queued.
type Order struct {
	Kind        string
	Params      any // becomes JSON
	InputFileID *int64
	CreatedBy   int64 // app_user
}

// Enqueue queues a job in tx, whose audit entry it names; the job starts when tx is committed.
func (r *Runner) Enqueue(ctx context.Context, tx *models.Tx, o Order) (int64, error) {
	if _, known := r.works[o.Kind]; !known {
		return 0, fmt.Errorf("no work is registered for jobs of kind %q", o.Kind)
	}
	params, err := json.Marshal(o.Params)
	if err != nil {
		return 0, fmt.Errorf("parameters of a job: %w", err)
	}
	var id int64
	err = tx.Pgx.QueryRow(ctx, `INSERT INTO job (kind, params, input_file_id, created_by, recorded_in)
		VALUES ($1, $2, $3, $4, $5) RETURNING id`, o.Kind, params, o.InputFileID, o.CreatedBy, tx.AuditID).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("store a job: %w", err)
	}
	if _, err := r.queue.InsertTx(ctx, join(tx), task{JobID: id}, nil); err != nil {
		return 0, fmt.Errorf("queue job %d: %w", id, err)
	}
	return id, nil
}

// Cancel asks for the end of a job in tx: a queued one ends now, a running one within a second. A job that has ended
// is refused with CONFLICT.
func (r *Runner) Cancel(ctx context.Context, tx *models.Tx, id int64) error {
	tag, err := tx.Pgx.Exec(ctx, `UPDATE job SET cancel_requested_at = coalesce(cancel_requested_at, now()),
		state = CASE state WHEN 'QUEUED' THEN 'CANCELLED' ELSE state END,
		finished_at = CASE state WHEN 'QUEUED' THEN now() END
		WHERE id = $1 AND state IN ('QUEUED', 'RUNNING')`, id)
	if err != nil {
		return fmt.Errorf("cancel job %d: %w", id, err)
	}
	if tag.RowsAffected() == 0 {
		return fault.New(fault.Conflict, "jobs.ended")
	}
	return nil
}

// sweepUntil queues again, every few seconds, what a dead copy left running.
func (r *Runner) sweepUntil(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if err := r.sweep(ctx); err != nil && ctx.Err() == nil {
			r.log.WarnContext(ctx, "look for abandoned jobs", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// sweep finds jobs that are said to run while no session holds their lock. Two copies may both queue one; the lock
// lets only the first work on it.
func (r *Runner) sweep(ctx context.Context) error {
	left, err := models.Column[int64](ctx, r.db, models.Q(`SELECT j.id FROM job j
		WHERE j.state = 'RUNNING' AND NOT EXISTS (
			SELECT FROM pg_locks l
			WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
				AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
				AND l.classid = ?::int::oid AND l.objid = j.id::int::oid)`, lockClass))
	if err != nil {
		return err
	}
	for _, id := range left {
		r.log.InfoContext(ctx, "take up an abandoned job", "job", id)
		if _, err := r.queue.Insert(ctx, task{JobID: id}, &river.InsertOpts{
			UniqueOpts: river.UniqueOpts{ByArgs: true, ByPeriod: sweepEvery},
		}); err != nil {
			return fmt.Errorf("queue job %d again: %w", id, err)
		}
	}
	return nil
}
