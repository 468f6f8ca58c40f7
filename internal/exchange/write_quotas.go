package exchange

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"bienche/internal/day"
)

// writeQuotas records the entries, each with the decision that its row names.
func (im *importing) writeQuotas(ctx context.Context, changes []change) error {
	touched := map[*quotaRow]bool{}
	for _, c := range changes {
		touched[c.row] = true
	}
	im.changed = int64(len(touched))
	if len(changes) == 0 || im.in.DryRun {
		return nil
	}
	batchID, err := im.batch(ctx)
	if err != nil {
		return err
	}
	decisions := map[decisionRef]*int64{}
	rows := make([][]any, len(changes))
	for i, c := range changes {
		r := c.row
		if _, known := decisions[r.decision]; !known {
			if decisions[r.decision], err = im.decision(ctx, r.decision, r.from); err != nil {
				return err
			}
		}
		rows[i] = []any{c.act, r.category, r.tranche, r.funding, c.giver, c.receiver, c.posts, r.from, decisions[r.decision], batchID, im.tx.AuditID}
	}
	_, err = im.tx.Pgx.CopyFrom(ctx, pgx.Identifier{"quota_entry"}, []string{"act", "category", "tranche", "funding", "giver_id",
		"receiver_id", "posts", "valid_from", "decision_id", "batch_id", "recorded_in"}, pgx.CopyFromRows(rows))
	if err != nil {
		return fmt.Errorf("record quotas: %w", err)
	}
	return nil
}

// decision finds the decision that a row names, or stores what the row says of it; nil when it names none.
func (im *importing) decision(ctx context.Context, d decisionRef, effective day.Day) (*int64, error) {
	if d.number == "" {
		return nil, nil
	}
	var id int64
	err := im.tx.Pgx.QueryRow(ctx, `SELECT id FROM decision WHERE number = $1 AND symbol = $2 AND issued_on = $3 AND state = 'ISSUED'
		ORDER BY id LIMIT 1`, d.number, d.symbol, d.on).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		err = im.tx.Pgx.QueryRow(ctx, `INSERT INTO decision (number, symbol, kind, title, issued_on, effective_on, state, note, recorded_in)
			VALUES ($1, $2, 'QUOTA', 'Quyết định giao biên chế', $3, $4, 'ISSUED', $5, $6) RETURNING id`,
			d.number, d.symbol, d.on, effective, d.issuer, im.tx.AuditID).Scan(&id)
	}
	if err != nil {
		return nil, fmt.Errorf("decision %s/%s: %w", d.number, d.symbol, err)
	}
	return &id, nil
}
