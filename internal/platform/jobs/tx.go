package jobs

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"bienche/models"
)

// joined shows the queue a transaction that somebody else began and will end: the connection of a models.Tx.
type joined struct{ c *pgx.Conn }

var _ pgx.Tx = joined{}

func join(tx *models.Tx) joined { return joined{tx.Pgx} }

var errNotOurs = errors.New("the transaction belongs to its caller")

// What the queue does inside a transaction is one statement, which needs no savepoint.
func (joined) Begin(context.Context) (pgx.Tx, error) { return nil, errNotOurs }
func (joined) Commit(context.Context) error          { return errNotOurs }
func (joined) Rollback(context.Context) error        { return errNotOurs }
func (joined) LargeObjects() pgx.LargeObjects        { return pgx.LargeObjects{} }
func (j joined) Conn() *pgx.Conn                     { return j.c }

func (j joined) CopyFrom(ctx context.Context, t pgx.Identifier, cols []string, src pgx.CopyFromSource) (int64, error) {
	return j.c.CopyFrom(ctx, t, cols, src)
}
func (j joined) SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults {
	return j.c.SendBatch(ctx, b)
}
func (j joined) Prepare(ctx context.Context, name, sql string) (*pgconn.StatementDescription, error) {
	return j.c.Prepare(ctx, name, sql)
}
func (j joined) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	return j.c.Exec(ctx, sql, args...)
}
func (j joined) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return j.c.Query(ctx, sql, args...)
}
func (j joined) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return j.c.QueryRow(ctx, sql, args...)
}
