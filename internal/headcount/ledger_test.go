package headcount

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"bienche/internal/day"
	"bienche/internal/dbtest"
	"bienche/models"
)

// books is a database with three units, of which the first was given 1,000 posts in 2020.
type books struct {
	*testing.T
	service Service
	owner   *models.DB
}

func openBooks(t *testing.T) *books {
	t.Helper()
	d := dbtest.New(t)
	b := &books{T: t}
	for url, into := range map[string]**models.DB{d.OwnerURL: &b.owner, d.AppURL: &b.service.DB} {
		db, err := models.Open(t.Context(), url, 12)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(db.Close)
		*into = db
	}
	b.exec(b.owner.Pool, `INSERT INTO headcount_category (code) VALUES ('ADMINISTRATIVE') ON CONFLICT DO NOTHING`)
	b.exec(b.owner.Pool, `INSERT INTO audit_log (id, actor_name, action) VALUES (1, 'test', 'test')`)
	b.exec(b.owner.Pool, `INSERT INTO import_batch (id, kind, recorded_in) VALUES (1, 'QUOTAS', 1)`)
	b.exec(b.owner.Pool, `INSERT INTO org_unit (id, code, recorded_in) SELECT n, 'U' || n, 1 FROM generate_series(1, 3) n`)
	b.give(b.owner.Pool, "2020-01-01", 0, 1, 1000)
	return b
}

// runner is a pool or a transaction.
type runner interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

func (b *books) exec(r runner, sql string, args ...any) {
	b.Helper()
	var one int
	err := r.QueryRow(context.WithoutCancel(b.Context()), "WITH x AS ("+sql+" RETURNING 1) SELECT count(*)::int FROM x", args...).Scan(&one)
	if err != nil {
		b.Errorf("%s: %v", sql, err)
	}
}

// give moves posts from a unit to another from a day on; giver 0 is the authority above.
func (b *books) give(r runner, on string, giver, receiver, posts int) {
	b.Helper()
	b.exec(r, `INSERT INTO quota_entry (act, category, giver_id, receiver_id, posts, valid_from, batch_id, recorded_in)
		VALUES ('TRANSFER', 'ADMINISTRATIVE', nullif($1::bigint, 0), $2, $3, $4::text::date, 1, 1)`, giver, receiver, posts, on)
}

// begin opens a transaction in which something has been written.
func (b *books) begin() pgx.Tx {
	b.Helper()
	tx, err := b.owner.Pool.Begin(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return tx
}

func (b *books) commit(tx pgx.Tx) {
	b.Helper()
	if err := tx.Commit(b.Context()); err != nil {
		b.Fatal(err)
	}
}

// allocated is what the units have on a day, as "1000 0 0".
func (b *books) allocated(on string) string {
	b.Helper()
	balances, err := b.service.Balances(b.Context(), models.AsOf{Day: day.MustParse(on)}, models.Scope{All: true})
	if err != nil {
		b.Fatal(err)
	}
	var of [4]int
	for _, x := range balances {
		of[x.UnitID] += x.Allocated
	}
	return fmt.Sprint(of[1], of[2], of[3])
}

func (b *books) want(what, on, want string) {
	b.Helper()
	if got := b.allocated(on); got != want {
		b.Errorf("%s: %s, want %s", what, got, want)
	}
}

func TestBalancesFollowEveryCommitWhateverTheOrderOfTransactions(t *testing.T) {
	b := openBooks(t)
	b.want("at first", "2026-01-01", "1000 0 0")
	early := b.begin()
	b.give(early, "2020-01-01", 0, 2, 5)
	late := b.begin()
	b.give(late, "2020-01-01", 0, 3, 7)
	b.want("while two write", "2026-01-01", "1000 0 0")
	b.commit(late)
	b.want("the later transaction came first", "2026-01-01", "1000 0 7")
	b.commit(early)
	b.want("the earlier one followed", "2026-01-01", "1000 5 7")
	undone := b.begin()
	b.give(undone, "2020-01-01", 0, 3, 100)
	b.want("while one writes that will give up", "2026-01-01", "1000 5 7")
	if err := undone.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.want("after it gave up", "2026-01-01", "1000 5 7")
}

func TestBalancesOfADayAreThoseOfThatDay(t *testing.T) {
	b := openBooks(t)
	b.give(b.owner.Pool, "2024-03-01", 1, 2, 300)
	for _, tt := range []struct{ what, on, want string }{
		{"before anything was given", "2019-12-31", "0 0 0"},
		{"the day it was given", "2020-01-01", "1000 0 0"},
		{"the eve of the transfer", "2024-02-29", "1000 0 0"},
		{"the day of the transfer", "2024-03-01", "700 300 0"},
	} {
		b.want(tt.what, tt.on, tt.want)
	}
	b.give(b.owner.Pool, "2021-01-01", 1, 3, 50) // into the past
	b.want("after a correction of the past, before it", "2020-12-31", "1000 0 0")
	b.want("after a correction of the past", "2021-01-01", "950 0 50")
	b.want("after a correction of the past, today", "2026-01-01", "650 300 50")
}

// Several move posts among the units while others read: whoever has committed reads the own move, nobody ever sees half of
// one, and at the end the copy is what the table says.
func TestBalancesAreWholeWhileOthersWrite(t *testing.T) {
	b := openBooks(t)
	var wait sync.WaitGroup
	for w := range 4 {
		wait.Go(func() {
			for i := range 25 {
				on := day.Of(2020, 2, 1).AddDays(w*100 + i).String()
				tx := b.begin()
				b.give(tx, on, 1, 2+i%2, 1)
				b.give(tx, "2020-01-01", 0, 1, 1) // what was given away comes back to the first
				b.give(tx, on, 2+i%2, 0+1, 1)
				b.commit(tx)
			}
		})
	}
	for range 3 {
		wait.Go(func() {
			for range 60 {
				balances, err := b.service.Balances(t.Context(), models.AsOf{Day: day.Of(2026, 1, 1)}, models.Scope{All: true})
				if err != nil {
					t.Error(err)
					return
				}
				for _, x := range balances {
					if x.UnitID != 1 && x.Allocated != 0 {
						t.Errorf("half of a transfer was seen: %+v", balances)
					}
				}
			}
		})
	}
	wait.Wait()
	b.want("at the end", "2026-01-01", "1100 0 0")
	for _, on := range []string{"2020-01-15", "2020-02-10", "2020-06-01", "2026-01-01"} {
		a := models.AsOf{Day: day.MustParse(on)}
		table, err := models.UnitBalances(t.Context(), b.owner, a, models.Scope{All: true})
		if err != nil {
			t.Fatal(err)
		}
		var of [4]int
		for _, x := range table {
			of[x.UnitID] += x.Allocated
		}
		b.want("as in the table on "+on, on, fmt.Sprint(of[1], of[2], of[3]))
	}
}

func TestBalancesReadAllWhenVeryMuchHasChanged(t *testing.T) {
	b := openBooks(t)
	b.want("at first", "2026-01-01", "1000 0 0")
	b.exec(b.owner.Pool, `INSERT INTO quota_entry (act, category, receiver_id, posts, valid_from, batch_id, recorded_in)
		SELECT 'ALLOCATE', 'ADMINISTRATIVE', 2 + n % 2, 1, DATE '2020-01-01' + n, 1, 1 FROM generate_series(1, 2200) n`)
	b.want("afterwards", "2026-02-01", "1000 1100 1100")
}

func TestBalancesAreCutToTheScope(t *testing.T) {
	b := openBooks(t)
	b.give(b.owner.Pool, "2020-01-01", 1, 2, 10)
	balances, err := b.service.Balances(t.Context(), models.AsOf{Day: day.Of(2026, 1, 1)}, models.Scope{Units: []int64{2, 3}})
	if err != nil || len(balances) != 1 || balances[0].UnitID != 2 || balances[0].Allocated != 10 {
		t.Errorf("%+v, %v", balances, err)
	}
}
