package models

import (
	"context"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
)

// Presumption is what a request takes for granted of who sends it, from the last look-up of the same secret, so that it need
// not wait for another. The look-up goes out ahead of the request's first statement, in the same transaction; when
// it no longer answers the same, nothing that was read under the presumption may leave the program.
type Presumption struct {
	db    *DB
	query *Query
	read  func(pgx.BatchResults) error
	state atomic.Int32
}

const (
	unsettled int32 = iota
	held
	failed
)

// presume makes a presumption that holds when q still finds one row and holds says so of it.
func presume[T any](db *DB, q *Query, holds func(*T) bool) *Presumption {
	p := &Presumption{db: db, query: q}
	p.read = func(sent pgx.BatchResults) error {
		rows, err := sent.Query()
		if err != nil {
			return err
		}
		found, err := pgx.CollectRows(rows, pgx.RowToStructByName[T])
		if err != nil {
			return err
		}
		p.state.Store(failed)
		if len(found) == 1 && holds(&found[0]) {
			p.state.Store(held)
		}
		return nil
	}
	return p
}

// PresumeToken presumes that a token still signs in whom holds says.
func PresumeToken(db *DB, secretSHA256 []byte, holds func(*Caller) bool) *Presumption {
	return presume(db, callerByToken(secretSHA256), holds)
}

// PresumeSession presumes that a session still stands as holds says.
func PresumeSession(db *DB, secretSHA256 []byte, holds func(*SessionCaller) bool) *Presumption {
	return presume(db, callerBySession(secretSHA256), holds)
}

type presumptionKey struct{}

// WithPresumption makes the reads under ctx settle p on their way.
func WithPresumption(ctx context.Context, p *Presumption) context.Context {
	return context.WithValue(ctx, presumptionKey{}, p)
}

// presumptionOf is what is presumed under ctx and not settled yet; nil for nothing.
func presumptionOf(ctx context.Context) *Presumption {
	p, _ := ctx.Value(presumptionKey{}).(*Presumption)
	if p == nil || p.state.Load() != unsettled {
		return nil
	}
	return p
}

// Settled tells whether what is presumed under ctx held, asking the database when nothing was read yet. Where nothing is
// presumed it holds.
func Settled(ctx context.Context) (bool, error) {
	p, _ := ctx.Value(presumptionKey{}).(*Presumption)
	if p == nil {
		return true, nil
	}
	if p.state.Load() == unsettled {
		if err := checkBudget(ctx); err != nil {
			return false, err
		}
		b := &pgx.Batch{}
		b.Queue(p.query.String(), p.query.args...)
		sent := p.db.Pool.SendBatch(ctx, b)
		err := p.read(sent)
		if e := sent.Close(); err == nil {
			err = e
		}
		if err != nil {
			return false, asFault(err)
		}
	}
	return p.state.Load() == held, nil
}
