package models

import (
	"context"
	"fmt"
)

// FindDecision reads a decision that exists, as after issuing it.
func FindDecision(ctx context.Context, db *DB, id int64) (*Decision, error) {
	got, err := Rows[Decision](ctx, db, Q(`SELECT id, number, symbol, kind, title, issuer_unit_id, signer_name, signer_title, issued_on,
		effective_on, state, legal_bases, synthetic, note, version, recorded_at, recorded_in
		FROM decision WHERE id = ?`, id))
	if err != nil || len(got) != 1 {
		return nil, fmt.Errorf("read decision %d: %w", id, err)
	}
	return &got[0], nil
}
