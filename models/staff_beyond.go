package models

import (
	"context"

	"bienche/internal/day"
)

// CountOnDuty is how many people hold a main post on a day, of some categories or (by none) of all: the sum of the dated
// balances, which name nobody.
func CountOnDuty(ctx context.Context, db *DB, on day.Day, categories []string) (int, error) {
	q := Q("SELECT coalesce(sum(d.n), 0)::int FROM headcount_delta d WHERE d.measure = 'PRESENT' AND d.day <= ?", on)
	if len(categories) > 0 {
		q.Add("AND d.category = ANY(?)", categories)
	}
	return One[int](ctx, db, q)
}
