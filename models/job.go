package models

import "context"

// JobsOf lists the jobs that a user started, newest first.
func JobsOf(ctx context.Context, db *DB, userID int64, limit, offset int) ([]Job, error) {
	return Rows[Job](ctx, db, Q("SELECT * FROM job WHERE created_by = ? ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?", userID, limit, offset))
}

// CountJobsOf counts what JobsOf lists.
func CountJobsOf(ctx context.Context, db *DB, userID int64) (int, error) {
	return One[int](ctx, db, Q("SELECT count(*)::int FROM job WHERE created_by = ?", userID))
}

// JobsByID reads those of some jobs that a user started, in no order.
func JobsByID(ctx context.Context, db *DB, userID int64, ids []int64) ([]Job, error) {
	return Rows[Job](ctx, db, Q("SELECT * FROM job WHERE created_by = ? AND id = ANY(?)", userID, ids))
}

// JobErrors lists the mistakes of a job in file order.
func JobErrors(ctx context.Context, db *DB, jobID int64, limit, offset int) ([]JobError, error) {
	return Rows[JobError](ctx, db, Q("SELECT * FROM job_error WHERE job_id = ? ORDER BY ordinal LIMIT ? OFFSET ?", jobID, limit, offset))
}

// CountJobErrors counts the mistakes of a job.
func CountJobErrors(ctx context.Context, db *DB, jobID int64) (int, error) {
	return One[int](ctx, db, Q("SELECT count(*)::int FROM job_error WHERE job_id = ?", jobID))
}
