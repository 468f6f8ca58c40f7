package models

import (
	"context"
	"encoding/json"
	"fmt"
)

// ComputationReason is why a computation found no benefit, or what limits the benefit.
type ComputationReason struct {
	ID      int64
	Reasons json.RawMessage // a list of what has a text; empty: nothing stands against it
}

// ComputationReasons reads the reasons of computations, in no order; those that the reader may not see are left out.
func ComputationReasons(ctx context.Context, db *DB, ids []int64) ([]ComputationReason, error) {
	found, err := Rows[ComputationReason](ctx, db, Q(`SELECT c.id, CASE WHEN c.problem IS NULL THEN coalesce(c.outcome -> 'reasons', '[]')
		ELSE jsonb_build_array(c.problem) END AS reasons FROM computation c WHERE c.id = ANY(?)`, ids))
	if err != nil {
		return nil, fmt.Errorf("read the reasons of %d computations: %w", len(ids), err)
	}
	return found, nil
}
