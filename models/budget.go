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

// RenewBudget lets a request that begins anew spend as much as at first. What it spent before stays counted.
func RenewBudget(ctx context.Context) context.Context {
	b, ok := ctx.Value(budgetKey{}).(*Budget)
	if !ok || b.limit == 0 {
		return ctx
	}
	again := &Budget{limit: b.limit + b.spent.Load()}
	again.spent.Store(b.spent.Load())
	return context.WithValue(ctx, budgetKey{}, again)
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

// A batch counts as the statements it was sent for, without the settings that they run under.
func (statementCounter) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	if b, ok := ctx.Value(budgetKey{}).(*Budget); ok {
		n, sent := ctx.Value(statementsKey{}).(int)
		if !sent {
			n = 1
		}
		b.spent.Add(int64(n))
	}
	return ctx
}

func (statementCounter) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

func (statementCounter) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

type statementsKey struct{}

// withStatements says how many statements the batch that is about to be sent is for.
func withStatements(ctx context.Context, n int) context.Context {
	if n == 1 {
		return ctx
	}
	return context.WithValue(ctx, statementsKey{}, n)
}
