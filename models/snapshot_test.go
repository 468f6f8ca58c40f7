package models_test

import (
	"context"
	"testing"

	"bienche/models"
)

// TestASnapshotStaysAsItWasAndShowsEachReaderTheirOwn: reads of one moment, each within the reach of its own context
// even when the statement before it had a wider one.
func TestASnapshotStaysAsItWasAndShowsEachReaderTheirOwn(t *testing.T) {
	db, owner := crowd(t, 0)
	everything := models.WithAccess(t.Context(), models.Everything)
	const insert = `INSERT INTO appointment (staff_id, unit_id, kind, staff_class, start_reason, valid_from, recorded_in)
		VALUES (1, 2, 'SECONDMENT', 'CIVIL_SERVANT', 'ROTATION', '2020-01-01', 1)`
	count := func(ctx context.Context, table string) int {
		t.Helper()
		n, err := models.One[int](ctx, db, models.Q("SELECT count(*)::int FROM "+table))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := count(everything, "appointment")
	err := db.InSnapshot(everything, func(ctx context.Context) error {
		first := count(ctx, "appointment")
		if _, err := owner.Exec(t.Context(), insert); err != nil {
			return err
		}
		if then := count(ctx, "appointment"); first != before || then != before || before == 0 {
			t.Errorf("%d rows before, %d and %d in the snapshot", before, first, then)
		}
		nobody := models.WithAccess(ctx, func() *models.Access { return nil })
		// Unicode escapes hide the name of the table from whoever looks for personal data in the statement.
		for _, table := range []string{"appointment", `U&"app\006fintment"`} {
			count(ctx, "appointment")
			if n := count(nobody, table); n != 0 {
				t.Errorf("nobody reads %d rows of %s behind a reader of everything", n, table)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if after := count(everything, "appointment"); after != before+1 {
		t.Errorf("%d rows after the snapshot, want %d", after, before+1)
	}
}
