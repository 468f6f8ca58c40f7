package models

import (
	"context"
	"sync/atomic"

	"github.com/jackc/pgx/v5"

	"bienche/internal/fault"
)

// MaxStatements is how many SQL statements one request may spend, whatever it asks for.
const MaxStatements = 12

type budgetKey struct{}

// Budget counts the statements of one request.
type Budget struct {
	limit int64
	spent atomic.Int64
}

// WithBudget gives ctx a budget of limit statements; 0 counts without a limit.
func WithBudget(ctx context.Context, limit int) (context.Context, *Budget) {
	b := &Budget{limit: int64(limit)}
	return context.WithValue(ctx, budgetKey{}, b), b
}

// Spent is how many statements were sent.
func (b *Budget) Spent() int { return int(b.spent.Load()) }

// checkBudget refuses a read that would go beyond the budget before it reaches the server.
func checkBudget(ctx context.Context) error {
	b, ok := ctx.Value(budgetKey{}).(*Budget)
	if !ok || b.limit == 0 || b.spent.Load() < b.limit {
		return nil
	}
	return fault.New(fault.LimitExceeded, "models.statements", fault.Args{"max": b.limit})
}

// statementCounter counts every statement of a context with a budget, those of gorm included.
type statementCounter struct{}

func (statementCounter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	if b, ok := ctx.Value(budgetKey{}).(*Budget); ok {
		b.spent.Add(1)
	}
	return ctx
}

func (statementCounter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// A batch is a statement with the settings it runs under: it counts once.
func (c statementCounter) TraceBatchStart(ctx context.Context, conn *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return c.TraceQueryStart(ctx, conn, pgx.TraceQueryStartData{})
}

func (statementCounter) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

func (statementCounter) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}
