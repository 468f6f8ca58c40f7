package models

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// snapshotKey finds the snapshot of a database in a context.
type snapshotKey struct{ db *DB }

// InSnapshot runs f with a context under which all reads of db see one unchanging state of it: for what is read through
// the use cases in many pieces that must fit together. Such reads go one after the other, on one connection; what f
// writes is stored on another and not seen by them.
func (db *DB) InSnapshot(ctx context.Context, f func(ctx context.Context) error) error {
	return db.Snapshot(ctx, func(tx pgx.Tx) error { return f(context.WithValue(ctx, snapshotKey{db}, tx)) })
}

// snapshot is the one that ctx reads in; nil for none.
func (db *DB) snapshot(ctx context.Context) pgx.Tx {
	tx, _ := ctx.Value(snapshotKey{db}).(pgx.Tx)
	return tx
}
