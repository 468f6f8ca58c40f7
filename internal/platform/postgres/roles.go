package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// session is what the statements below need: a connection or a pool.
type session interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// CreateRoles makes the two roles of the program, with these passwords, unless they exist. It needs a superuser.
func CreateRoles(ctx context.Context, db session, ownerPassword, appPassword string) error {
	for _, r := range []struct{ name, rights, password string }{
		{OwnerRole, "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS", ownerPassword},
		{AppRole, "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS", appPassword},
	} {
		var sql string
		err := db.QueryRow(ctx, `SELECT format('CREATE ROLE %I `+r.rights+` PASSWORD %L', $1::text, $2::text)
			WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)`, r.name, r.password).Scan(&sql)
		if errors.Is(err, pgx.ErrNoRows) {
			continue
		}
		if err != nil {
			return fmt.Errorf("look for role %s: %w", r.name, err)
		}
		if _, err := db.Exec(ctx, sql); err != nil && !is(err, "42710", "23505") { // another start was faster
			return fmt.Errorf("create role %s: %w", r.name, err)
		}
	}
	return nil
}

// CreateDatabase makes a database of the owner from a template unless it exists, and lets nobody connect but the
// owner and the application. Extensions of contrib (btree_gist, pg_trgm, unaccent) are trusted ones, which the owner
// of a database may create. It needs a superuser.
func CreateDatabase(ctx context.Context, db session, name, template string) error {
	quoted := pgx.Identifier{name}.Sanitize()
	sql := fmt.Sprintf(`CREATE DATABASE %s OWNER %s TEMPLATE %s`, quoted, OwnerRole, pgx.Identifier{template}.Sanitize())
	if template == "template0" {
		sql += ` ENCODING 'UTF8'`
	}
	if _, err := db.Exec(ctx, sql); err != nil && !is(err, "42P04", "23505") { // it exists, or appeared this moment
		return fmt.Errorf("create database %s: %w", name, err)
	}
	_, err := db.Exec(ctx, fmt.Sprintf(`REVOKE ALL ON DATABASE %[1]s FROM PUBLIC; GRANT CONNECT ON DATABASE %[1]s TO %[2]s`, quoted, AppRole))
	if err != nil {
		return fmt.Errorf("grant rights on database %s: %w", name, err)
	}
	return nil
}

// is tells whether err carries one of these SQLSTATEs.
func is(err error, states ...string) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		return false
	}
	for _, s := range states {
		if e.Code == s {
			return true
		}
	}
	return false
}
