package models_test

import (
	"context"
	"testing"

	"bienche/internal/day"
	"bienche/internal/dbtest"
	"bienche/models"
)

// TestALongListIsReadLikeAShortOne holds that how a statement is planned changes neither its answer nor its cost in
// statements.
func TestALongListIsReadLikeAShortOne(t *testing.T) {
	db, err := models.Open(t.Context(), dbtest.New(t).AppURL, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	for _, n := range []int{0, 1, 100, 101, 5000, 100} {
		ids := make([]int64, n)
		for i := range ids {
			ids[i] = int64(i + 1)
		}
		ctx, budget := models.WithBudget(context.Background(), 1)
		got, err := models.One[int](ctx, db, models.Q("SELECT count(*)::int FROM generate_series(1, 6000) s (n) WHERE s.n = ANY(?) AND s.n > ?", ids, 0))
		if err != nil || got != n || budget.Spent() != 1 {
			t.Errorf("%d ids found %d rows with %d statements: %v", n, got, budget.Spent(), err)
		}
	}
}

// TestTodayHoldsWhatItsDayHolds holds that a statement with today written into it finds what one with the day as an
// argument finds.
func TestTodayHoldsWhatItsDayHolds(t *testing.T) {
	db, err := models.Open(t.Context(), dbtest.New(t).AppURL, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	const facts = `SELECT f.n FROM (VALUES (1, DATE '2020-01-01', DATE '2020-07-01', timestamptz 'infinity'), (2, '2020-07-01', 'infinity', 'infinity'),
		(3, '2020-06-30', '2020-07-01', 'infinity'), (4, '2020-01-01', 'infinity', '2021-01-01')) f (n, valid_from, valid_to, known_to) WHERE TRUE`
	for on, want := range map[string]int{"2019-12-31": 0, "2020-06-29": 1, "2020-06-30": 2, "2020-07-01": 1} {
		for _, today := range []bool{false, true} {
			got, err := models.Column[int](t.Context(), db, models.Q(facts).Valid("f", models.AsOf{Day: day.MustParse(on), Today: today}))
			if err != nil || len(got) != want {
				t.Errorf("%s (today: %v) found %v, want %d: %v", on, today, got, want, err)
			}
		}
	}
}
