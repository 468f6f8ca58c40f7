package jobs

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// The first half of our advisory locks on jobs; the second is the job. 0 guards the migration.
const lockClass = 0x6a6f62 // "job"

// Migrate brings the queue's own tables at ownerURL to the version of the library and lets the application use them.
// It runs after the migrations of the schema. Servers that start together wait for one another.
func Migrate(ctx context.Context, ownerURL string) error {
	pool, err := pgxpool.New(ctx, ownerURL)
	if err != nil {
		return fmt.Errorf("open database for the queue: %w", err)
	}
	defer pool.Close()
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("open database for the queue: %w", err)
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1, 0)", lockClass); err != nil {
		return fmt.Errorf("wait for another migration of the queue: %w", err)
	}
	defer conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1, 0)", lockClass) //nolint:errcheck // the end of the session frees it too
	m, err := rivermigrate.New(riverpgxv5.New(pool), nil)
	if err != nil {
		return fmt.Errorf("read the migrations of the queue: %w", err)
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate the queue: %w", err)
	}
	if _, err := conn.Exec(ctx, grants); err != nil {
		return fmt.Errorf("grant the queue to the application: %w", err)
	}
	return nil
}

// The application works the queue's tables; which migrations they had it may only read.
const grants = `DO $$
DECLARE
    t text;
BEGIN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'river\_%' LOOP
        EXECUTE format('GRANT SELECT ON %I TO bienche_app', t);
        IF t <> 'river_migration' THEN
            EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %I TO bienche_app', t);
        END IF;
    END LOOP;
    FOR t IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND sequencename LIKE 'river\_%' LOOP
        EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %I TO bienche_app', t);
    END LOOP;
END $$`
