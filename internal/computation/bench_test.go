package computation_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"bienche/internal/computation"
	"bienche/internal/day"
	"bienche/internal/dbtest"
	"bienche/internal/demo"
	"bienche/migrations"
	"bienche/models"
	"bienche/rules"
	"bienche/rules/reduction"
)

// BenchmarkBatch10000 is the benefits of 10,000 people of the demo province as one job, from the order to the job's end: read,
// computed with the history of their pay, and kept with their traces. Few may retire early, most may leave with severance.
func BenchmarkBatch10000(b *testing.B) {
	w := newBenchWorld(b, 10_500)
	for _, policy := range []reduction.Policy{reduction.EarlyRetirement, reduction.ImmediateSeverance} {
		b.Run(string(policy), func(b *testing.B) {
			for range b.N {
				w.batchOf10000(b, policy)
			}
		})
	}
}

func (w *world) batchOf10000(b *testing.B, policy reduction.Policy) {
	start := time.Now()
	id := w.order(w.officer, func(o *computation.BatchOrder) {
		o.Estimate = earlyRetirement(w.today().AddMonths(6))
		o.Estimate.Policy = policy
	})
	w.finish(id, models.JobSucceeded)
	spent := time.Since(start)
	t := w.totals(w.officer, id)
	if t.Count < 10_000 {
		b.Fatalf("only %d people", t.Count)
	}
	b.ReportMetric(spent.Seconds()*10_000/float64(t.Count), "s/10,000")
	fmt.Fprintf(os.Stderr, "%d people in %s: %d eligible, %d not, %d refused\n", t.Count, spent.Round(time.Millisecond), t.Eligible, t.Ineligible, t.Refused)
}

// newBenchWorld is a demo province with people for so many posts.
func newBenchWorld(b *testing.B, posts int) *world {
	b.Helper()
	fresh := dbtest.New(b)
	w := &world{t: b}
	w.must(migrations.Up(b.Context(), fresh.OwnerURL)) // the code lists of today's law
	book, err := rules.Load()
	w.must(err)
	clock := day.Clock(time.Now)
	owner, err := models.Open(b.Context(), fresh.OwnerURL, 2)
	w.must(err)
	defer owner.Close()
	start := time.Now()
	made, err := demo.Load(b.Context(), owner, book, demo.Options{Seed: 1, Today: clock.Today(), Staff: posts,
		Hash: func(string) (string, error) { return "nobody signs in", nil }, Password: "-"})
	w.must(err)
	fmt.Fprintf(os.Stderr, "%d units, %d people, %d rows in %s\n", made.Units, made.People, made.Rows, time.Since(start).Round(time.Second))
	w.serve(fresh, book, clock)
	ids, err := models.Column[int64](b.Context(), w.DB, models.Q("SELECT id FROM app_user WHERE username = 'chuyenvien'"))
	w.must(err)
	w.officer = ids[0]
	return w
}
