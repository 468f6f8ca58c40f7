package migrations

import (
	"context"
	"database/sql"
	"fmt"

	"bienche/rules"
)

// catalogues names the code list of the database that each catalogue of the law fills. The contents of a code (its
// labels, its days) stay in the law; the list is what facts refer to.
var catalogues = []struct{ table, id string }{
	{"unit_kind", "org.kinds"},
	{"headcount_category", "headcount.categories"},
	{"grade", "staff.grades"},
	{"ethnic_group", "staff.ethnic_groups"},
}

// fillCatalogues adds the codes that the law has and the database has not. A code is never taken away: old facts refer
// to it.
func fillCatalogues(ctx context.Context, db *sql.DB) error {
	book, err := rules.Load()
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback() // after a commit there is nothing left to roll back
	// Servers that start together fill one after the other.
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtext('catalogues'))"); err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	for _, c := range catalogues {
		var codes []string
		for _, e := range book.History(c.id) {
			codes = append(codes, e.Code)
		}
		if len(codes) == 0 {
			return fmt.Errorf("the law has no catalogue %s", c.id)
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO "+c.table+" (code) SELECT DISTINCT unnest($1::text[]) ON CONFLICT DO NOTHING", codes)
		if err != nil {
			return fmt.Errorf("fill %s: %w", c.table, err)
		}
	}
	// The application looks at the version before it serves.
	if _, err := tx.ExecContext(ctx, "GRANT SELECT ON goose_db_version TO bienche_app"); err != nil {
		return fmt.Errorf("show the version: %w", err)
	}
	return tx.Commit()
}
