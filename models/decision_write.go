package models

import (
	"context"
	"fmt"
)

// FindDecision reads a decision that exists, as after issuing it.
func FindDecision(ctx context.Context, db *DB, id int64) (*Decision, error) {
	got, err := DecisionsByID(ctx, db, []int64{id})
	if err != nil || len(got) != 1 {
		return nil, fmt.Errorf("read decision %d: %w", id, err)
	}
	return &got[0], nil
}
