package models

import "context"

// RefreshDerived brings up to today what is derived from dated facts and kept: units' places for access, and
// people's home units. A change dated ahead takes force by itself, so this runs at the start and daily; it is told
// how many rows moved.
func RefreshDerived(ctx context.Context, db *DB) (moved int, err error) {
	return One[int](ctx, db, Q("SELECT refresh_access_paths() + refresh_home_units()"))
}
