// Package demo makes up a province: units, quotas, people and fifteen years of their story, shaped by the figures
// that a real province published, so that the product can be seen and measured on something life-size. No person in
// it is real. docs/domains/demo.md explains the stock and flow behind it.
package demo

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules"
)

// Options say which province to make.
type Options struct {
	Staff int     // posts of 2020 to scale to; 0 is the published 41,051
	Seed  uint64  // one seed gives one province
	Today day.Day // the last day of the story
	// Hash turns the password of the demo accounts into what is stored; no accounts are made without it.
	Hash     func(password string) (string, error)
	Password string
	// Progress hears how many rows are stored, how many there will be, and what is being done (a message key).
	Progress func(done, total int64, what string)

	crowd int // people beside the story, when it is not what Staff comes to
}

// Report says what was made.
type Report struct {
	Units, People, Decisions int
	Rows                     int64
}

// Load makes the province in an empty, migrated database, all or nothing. db must be the owner's: the loader takes
// constraints off while rows come in. It refuses with CONFLICT when the database has units already.
func Load(ctx context.Context, db *models.DB, book *rules.Book, o Options) (Report, error) {
	if o.Progress == nil {
		o.Progress = func(int64, int64, string) {}
	}
	o.Progress(0, 1, "demo.story")
	w, err := newWorld(o, book)
	if err != nil {
		return Report{}, fmt.Errorf("demo: %w", err)
	}
	w.tell()
	w.settleBirths()
	w.crowdPosts()
	report := Report{}
	err = db.InTx(ctx, func(tx *models.Tx) error {
		report, err = store(ctx, tx.Pgx, w, o)
		return err
	})
	if err == nil && w.plan.crowd > 0 {
		// Indexes alone answer for rows that are known to be seen by all, which nobody has noted yet.
		if _, err := db.Pool.Exec(ctx, "VACUUM "+strings.Join(bulk, ", ")); err != nil {
			return report, fmt.Errorf("note what all may see: %w", err)
		}
	}
	return report, err
}

// rowsPerPerson estimates, for the progress bar, how many rows a person takes, rowsOfCrowd one of the crowd; checkingShare is
// how long building indexes takes against storing rows.
const (
	rowsPerPerson = 31
	rowsOfCrowd   = 7
	checkingShare = 2.0 / 3
)

func store(ctx context.Context, conn *pgx.Conn, w *world, o Options) (Report, error) {
	from, err := openBatch(ctx, conn)
	if err != nil {
		return Report{}, err
	}
	if err := prepare(ctx, conn); err != nil {
		return Report{}, err
	}
	restore, err := suspend(ctx, conn)
	if err != nil {
		return Report{}, err
	}
	rows := int64(len(w.people)*rowsPerPerson + w.plan.crowd*rowsOfCrowd)
	checks := int64(float64(rows) * checkingShare)
	var stored int64
	s := newSink(ctx, conn, from, func(n int64) {
		stored = n
		o.Progress(min(n, rows), rows+checks, "demo.rows")
	})
	wrong := write(&writer{world: w, sink: s}, o)
	if err := errors.Join(s.finish(), wrong); err != nil {
		return Report{}, err
	}
	for i, sql := range restore {
		o.Progress(rows+checks*int64(i)/int64(len(restore)), rows+checks, "demo.checking")
		if _, err := conn.Exec(ctx, sql); err != nil {
			return Report{}, fmt.Errorf("%s: %w", sql, err)
		}
	}
	if err := advanceSequences(ctx, conn); err != nil {
		return Report{}, err
	}
	report := Report{Units: len(w.units), People: len(w.people) + w.plan.crowd, Decisions: len(w.decisions.all), Rows: stored}
	if w.hash != nil {
		if err := addAccounts(ctx, conn, w, from.audit); err != nil {
			return Report{}, err
		}
	}
	if _, err := conn.Exec(ctx, "ANALYZE"); err != nil {
		return Report{}, fmt.Errorf("analyse the tables: %w", err)
	}
	o.Progress(rows+checks, rows+checks, "demo.checking")
	return report, nil
}

// write sends every table, each before those that refer to it where triggers look there.
func write(w *writer, o Options) error {
	w.writeUnits()
	w.writePositions()
	w.flush()
	w.writeLedger()
	w.flush()
	w.writePeople()
	w.writeCrowd()
	w.writeTraining()
	w.writeDecisions()
	if o.Staff == 0 || o.Staff == w.plan.Posts {
		if err := w.writePublished(); err != nil {
			return err
		}
	}
	return w.failed
}

// openBatch refuses a database that is not empty, and records who loads what.
func openBatch(ctx context.Context, conn *pgx.Conn) (from origin, err error) {
	var taken bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM org_unit)").Scan(&taken); err != nil {
		return from, fmt.Errorf("look whether the database is empty: %w", err)
	}
	if taken {
		return from, fault.New(fault.Conflict, "demo.not_empty")
	}
	err = conn.QueryRow(ctx, `INSERT INTO audit_log (actor_name, action, object_kind) VALUES ('bienche demo', 'demo.load', 'province') RETURNING id`).Scan(&from.audit)
	if err != nil {
		return from, fmt.Errorf("record the load: %w", err)
	}
	err = conn.QueryRow(ctx, `INSERT INTO import_batch (kind, synthetic, note, recorded_in) VALUES ('DEMO', true, $1, $2) RETURNING id`,
		"Tỉnh minh hoạ: số liệu minh hoạ theo hình dạng của báo cáo đã công bố, không có người thật.", from.audit).Scan(&from.batch)
	if err != nil {
		return from, fmt.Errorf("record the batch: %w", err)
	}
	return from, nil
}
