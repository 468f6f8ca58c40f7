package models

import (
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm/clause"

	"bienche/internal/day"
	"bienche/internal/fault"
)

// Dated is a pointer to a model of dated facts, for code that serves several of them.
type Dated[T any] interface{ row[T] }

// FactOf is the dated part of a fact.
func FactOf[T any, P Dated[T]](p P) *Fact { return p.fact() }

// Refusal is what the reader is told of an error that the database raised; other errors come back as they are. InTx
// does the same at the end: this is for callers that must know earlier, to say which of many parts was refused. What
// the database said is kept as text only, so that InTx does not translate it a second time.
func Refusal(err error) error {
	if _, told := errors.AsType[*fault.Error](err); told || err == nil {
		return err
	}
	if f, ok := errors.AsType[*fault.Error](asFault(err)); ok {
		return f.Because(errors.New(err.Error()))
	}
	return err
}

// RowsIn reads all rows of q inside tx, with what the transaction itself has written.
func RowsIn[T any](tx *Tx, q *Query) ([]T, error) {
	return collectIn(tx, q, pgx.RowToStructByName[T])
}

// ColumnIn reads the one column of q inside tx.
func ColumnIn[T any](tx *Tx, q *Query) ([]T, error) { return collectIn(tx, q, pgx.RowTo[T]) }

// OneIn reads the single value of q inside tx; no row is the zero value.
func OneIn[T any](tx *Tx, q *Query) (T, error) {
	var zero T
	got, err := ColumnIn[T](tx, q)
	if err != nil || len(got) == 0 {
		return zero, err
	}
	return got[0], nil
}

func collectIn[T any](tx *Tx, q *Query, scan pgx.RowToFunc[T]) ([]T, error) {
	rows, err := tx.Pgx.Query(tx.Statement.Context, q.String(), q.args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scan)
}

// FactsIn loads the facts among current knowledge that match where, in order of their days, and holds them until tx
// ends.
func FactsIn[T any, P Dated[T]](tx *Tx, where string, args ...any) ([]T, error) {
	var all []T
	err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).Where(where, args...).Where("known_to = 'infinity'").
		Order("valid_from, id").Find(&all).Error
	if err != nil {
		return nil, fmt.Errorf("load facts of %s: %w", P(new(T)).TableName(), err)
	}
	return all, nil
}

// Edit is one field that an amendment changes: what it says now, and how the new value is put in.
type Edit[T any] struct {
	Get func(*T) string
	Set func(*T)
}

// Amendment changes fields of what a thing is from a day on, or, as a correction, of what it was held to be all along.
type Amendment[T any] struct {
	On     day.Day
	Whole  bool // a correction: the value was wrong on every day on which it stands
	Edits  []Edit[T]
	Ground func(*Fact)              // sets the ground of the changed facts; nil: they keep theirs
	Finish func(tx *Tx, t *T) error // completes a changed fact before it is recorded; may be nil
}

// ErrNoFact tells that there is nothing to amend on the day asked for.
var ErrNoFact = errors.New("models: no fact on that day")

// Amend applies a to the facts, which FactsIn gave. A later fact follows as long as it still carries the value that is
// being changed; one that was to change it anyway, and all after it, keep their own. A correction follows the value
// back in time in the same way. It answers with the facts as they now are, or ErrNoFact.
func Amend[T any, P Dated[T]](tx *Tx, facts []T, a Amendment[T]) ([]T, error) {
	edits := spread[T, P](facts, a)
	if edits == nil {
		return nil, ErrNoFact
	}
	var changed []T
	for i, list := range edits {
		if len(list) == 0 {
			continue
		}
		next, was := facts[i], *P(&facts[i]).fact()
		if err := CloseFact(tx, P(&next).TableName(), was.ID); err != nil {
			return nil, err
		}
		from := was.ValidFrom
		if !a.Whole && from.Before(a.On) {
			from = a.On
			if err := again[T, P](tx, facts[i], was.ValidFrom, from); err != nil {
				return nil, err
			}
		}
		for _, e := range list {
			e.Set(&next)
		}
		f := P(&next).fact()
		f.ID, f.ClosedIn, f.ValidFrom, f.ValidTo = 0, nil, from, was.ValidTo
		if a.Ground != nil {
			a.Ground(f)
		}
		if a.Finish != nil {
			if err := a.Finish(tx, &next); err != nil {
				return nil, err
			}
		}
		if err := Record[T, P](tx, &next); err != nil {
			return nil, err
		}
		changed = append(changed, next)
	}
	return changed, nil
}

// spread says which edits reach which of the facts; nil when no fact is valid on the day.
func spread[T any, P Dated[T]](facts []T, a Amendment[T]) [][]Edit[T] {
	at := -1
	for i := range facts {
		if f := P(&facts[i]).fact(); !a.On.Before(f.ValidFrom) && a.On.Before(f.ValidTo) {
			at = i
		}
	}
	if at < 0 {
		return nil
	}
	reach := make([][]Edit[T], len(facts))
	for _, e := range a.Edits {
		old := e.Get(&facts[at])
		reach[at] = append(reach[at], e)
		for i := at + 1; i < len(facts) && follows[T, P](facts, i) && e.Get(&facts[i]) == old; i++ {
			reach[i] = append(reach[i], e)
		}
		for i := at - 1; a.Whole && i >= 0 && follows[T, P](facts, i+1) && e.Get(&facts[i]) == old; i-- {
			reach[i] = append(reach[i], e)
		}
	}
	return reach
}

// follows tells whether fact i begins where the one before it ends.
func follows[T any, P Dated[T]](facts []T, i int) bool {
	return P(&facts[i-1]).fact().ValidTo == P(&facts[i]).fact().ValidFrom
}
