package models

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"bienche/internal/day"
)

// Query puts a statement together from pieces; each ? takes the next argument.
type Query struct {
	text strings.Builder
	args []any
	wide bool // some list among args is long
	// whole tells that everybody is looked at. The rules of row security make the planner think each row so dear that it
	// would rather look every person up one by one, which takes ten times as long.
	whole bool
}

// longList is how many values make a list long: far more than the planner expects of a list it does not know.
const longList = 100

// Q starts a statement.
func Q(text string, args ...any) *Query { return new(Query).Add(text, args...) }

// Add appends a piece with its arguments.
func (q *Query) Add(text string, args ...any) *Query {
	if n := strings.Count(text, "?"); n != len(args) {
		panic(fmt.Sprintf("models: %d arguments for %d places in %q", len(args), n, text))
	}
	for _, a := range args {
		if ids, ok := a.([]int64); ok && len(ids) > longList {
			q.wide = true
		}
		before, after, _ := strings.Cut(text, "?")
		q.args = append(q.args, a)
		q.text.WriteString(before + "$" + strconv.Itoa(len(q.args)))
		text = after
	}
	q.text.WriteString(text)
	q.text.WriteByte(' ')
	return q
}

// String is the statement, for EXPLAIN and tests.
func (q *Query) String() string { return q.text.String() }

// Args are its arguments in order.
func (q *Query) Args() []any { return q.args }

// AsOf says which facts a read sees: those valid on Day, as we knew them at Known (zero: now).
type AsOf struct {
	Day   day.Day
	Known time.Time
	Today bool // Day is today, as it is for most readers: see Valid
}

// IsCurrent tells whether present knowledge is asked for.
func (a AsOf) IsCurrent() bool { return a.Known.IsZero() }

// moment is the knowledge asked for, as an argument: nil for present knowledge.
func (a AsOf) moment() *time.Time {
	if a.IsCurrent() {
		return nil
	}
	return &a.Known
}

// Known adds the predicate "known at a.Known" on the fact table named t.
func (q *Query) Known(t string, a AsOf) *Query {
	if a.IsCurrent() {
		return q.Add("AND " + t + ".known_to = 'infinity'")
	}
	return q.Add("AND "+t+".known_from <= ? AND "+t+".known_to > ?", a.Known, a.Known)
}

// Valid adds the predicate "valid on a.Day and known at a.Known" on the fact table named t. Today is written into the
// statement: the planner then knows how many facts hold, and keeps one plan for all of the day's readers. Other days are
// arguments, so that looking into the past does not fill the memory for statements.
func (q *Query) Valid(t string, a AsOf) *Query {
	if a.Today {
		on := "DATE '" + a.Day.String() + "'"
		return q.Add("AND "+t+".valid_from <= "+on+" AND "+t+".valid_to > "+on).Known(t, a)
	}
	return q.Add("AND "+t+".valid_from <= ? AND "+t+".valid_to > ?", a.Day, a.Day).Known(t, a)
}

// Rows reads all rows of q into values of T, by column names.
func Rows[T any](ctx context.Context, db *DB, q *Query) ([]T, error) {
	return collect(ctx, db, q, pgx.RowToStructByName[T])
}

// Column reads the one column of q.
func Column[T any](ctx context.Context, db *DB, q *Query) ([]T, error) {
	return collect(ctx, db, q, pgx.RowTo[T])
}

// One reads the single value of q; no row is the zero value.
func One[T any](ctx context.Context, db *DB, q *Query) (T, error) {
	var zero T
	got, err := Column[T](ctx, db, q)
	if err != nil || len(got) == 0 {
		return zero, err
	}
	return got[0], nil
}

func collect[T any](ctx context.Context, db *DB, q *Query, scan pgx.RowToFunc[T]) ([]T, error) {
	if err := checkBudget(ctx); err != nil {
		return nil, err
	}
	if q.wide || q.whole || readsPersonal(q.text.String()) || db.snapshot(ctx) != nil || presumptionOf(ctx) != nil {
		return ask(ctx, db, q, scan)
	}
	rows, err := db.Pool.Query(ctx, q.String(), q.args...)
	if err != nil {
		return nil, asFault(err)
	}
	got, err := pgx.CollectRows(rows, scan)
	return got, asFault(err)
}
