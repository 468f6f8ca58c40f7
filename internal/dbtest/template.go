package dbtest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"bienche/internal/platform/postgres"
	"bienche/migrations"
)

const (
	testPrefix     = "bienche_test_"
	templatePrefix = "bienche_template_"
	unfinished     = "bienche_unfinished_template"
	templateLock   = 7243019485 // the number of the advisory lock held while a template is made
)

type executor interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}

// makeTemplate gives the name of the migrated template, made by whoever comes first. It is made under another name
// and renamed when it is whole, so that a test process killed half-way leaves no broken template.
func (s *server) makeTemplate() (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	hash, err := migrations.Fingerprint()
	if err != nil {
		return "", err
	}
	name := templatePrefix + hash
	c, err := s.admin.Acquire(ctx)
	if err != nil {
		return "", fmt.Errorf("connect: %w", err)
	}
	defer c.Release()
	if _, err := c.Exec(ctx, `SELECT pg_advisory_lock($1)`, int64(templateLock)); err != nil {
		return "", fmt.Errorf("lock the template: %w", err)
	}
	defer func() { // a lock that stays ends with the connection
		_, _ = c.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, int64(templateLock))
	}()
	var exists bool
	if err := c.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, name).Scan(&exists); err != nil {
		return "", fmt.Errorf("look for the template: %w", err)
	}
	if exists {
		return name, nil
	}
	if err := errors.Join(drop(ctx, c, unfinished), postgres.CreateDatabase(ctx, c, unfinished, "template0")); err != nil {
		return "", err
	}
	if err := migrations.Up(ctx, s.ownerURL(unfinished)); err != nil {
		return "", fmt.Errorf("make the template: %w", err)
	}
	_, err = c.Exec(ctx, fmt.Sprintf(`COMMENT ON DATABASE %[1]s IS '%[3]s'; ALTER DATABASE %[1]s RENAME TO %[2]s; ALTER DATABASE %[2]s ALLOW_CONNECTIONS false`,
		unfinished, name, time.Now().UTC().Format(time.RFC3339)))
	if err != nil {
		return "", fmt.Errorf("make the template: %w", err)
	}
	return name, prune(ctx, c.Conn(), name)
}

// prune drops templates of other migrations made over a day ago, and databases of tests that were killed over an hour
// ago (their names tell when they were made).
func prune(ctx context.Context, c *pgx.Conn, keep string) error {
	rows, err := c.Query(ctx, `
		SELECT datname::text FROM pg_database
		WHERE starts_with(datname, $1) AND datname <> $2
		  AND shobj_description(oid, 'pg_database')::timestamptz < now() - interval '1 day'
		UNION ALL
		SELECT datname::text FROM pg_database d
		WHERE to_timestamp(substring(datname FROM '^' || $3 || '([0-9]+)_')::bigint) < now() - interval '1 hour'
		  AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)`, templatePrefix, keep, testPrefix)
	if err != nil {
		return fmt.Errorf("look for old databases: %w", err)
	}
	old, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return fmt.Errorf("look for old databases: %w", err)
	}
	for _, name := range old {
		if err := drop(ctx, c, name); err != nil {
			return err
		}
	}
	return nil
}
