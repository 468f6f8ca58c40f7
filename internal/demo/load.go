package demo

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
)

// bulk are the tables that take most rows. Their foreign keys, exclusion constraints and further indexes are taken
// off while rows come in and built again over all rows at once, which checks every row as well and is many times
// faster than row by row.
var bulk = []string{"org_unit", "org_unit_version", "org_succession", "quota_entry", "decision", "job_position_version", "unit_position",
	"staff_member", "staff_core", "staff_identity", "staff_party", "staff_health", "appointment", "staff_pay", "qualification",
	"training_class", "training_attendance", "commendation", "disciplinary_action", "staff_rating", "relative"}

// suspend takes constraints and indexes off the bulk tables and gives the statements that put them back.
func suspend(ctx context.Context, conn *pgx.Conn) (restore []string, err error) {
	drop, add, err := statements(ctx, conn, `
		SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname),
			format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
		FROM pg_constraint c
		WHERE c.contype IN ('f', 'x') AND c.conrelid = ANY($1::text[]::regclass[])
		ORDER BY c.contype DESC, c.conrelid::regclass::text, c.conname`)
	if err != nil {
		return nil, err
	}
	dropIndex, addIndex, err := statements(ctx, conn, `
		SELECT format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
		FROM pg_index i
		WHERE i.indrelid = ANY($1::text[]::regclass[])
			AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
		ORDER BY i.indexrelid::regclass::text`)
	if err != nil {
		return nil, err
	}
	for _, sql := range slices.Concat(drop, dropIndex) {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return nil, fmt.Errorf("%s: %w", sql, err)
		}
	}
	// What triggers have put off to the end of the transaction must be done before an index can be built.
	return slices.Concat([]string{"SET CONSTRAINTS ALL IMMEDIATE"}, addIndex, add), nil
}

func statements(ctx context.Context, conn *pgx.Conn, query string) (drop, add []string, err error) {
	rows, err := conn.Query(ctx, query, bulk)
	if err != nil {
		return nil, nil, fmt.Errorf("read constraints: %w", err)
	}
	var d, a string
	_, err = pgx.ForEachRow(rows, []any{&d, &a}, func() error {
		drop, add = append(drop, d), append(add, a)
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read constraints: %w", err)
	}
	return drop, add, nil
}

// prepare sets the transaction for large statements. The triggers that run once for each piece join it with all rows
// before; without statistics the planner takes nested loops for cheap there, which would be quadratic.
func prepare(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "SET LOCAL enable_nestloop = off; SET LOCAL maintenance_work_mem = '128MB'; SET LOCAL work_mem = '64MB'")
	if err != nil {
		return fmt.Errorf("prepare the load: %w", err)
	}
	return nil
}

// numbered are the tables whose ids the loader gave; their sequences go on behind the last.
var numbered = []string{"org_unit", "decision", "job_position", "staff_member", "staff_name", "training_class"}

func advanceSequences(ctx context.Context, conn *pgx.Conn) error {
	for _, t := range numbered {
		sql := fmt.Sprintf("SELECT setval(pg_get_serial_sequence('%[1]s', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM %[1]s), false)", t)
		if _, err := conn.Exec(ctx, sql); err != nil {
			return fmt.Errorf("advance the ids of %s: %w", t, err)
		}
	}
	return nil
}
