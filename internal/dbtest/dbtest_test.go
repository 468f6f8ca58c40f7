package dbtest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"bienche/internal/platform/postgres"
)

func query[T any](t *testing.T, address, sql string) T {
	t.Helper()
	c, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(t.Context())
	var v T
	if err := c.QueryRow(t.Context(), sql).Scan(&v); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return v
}

func TestNewGivesAMigratedDatabaseOfItsOwn(t *testing.T) {
	a, b := New(t), New(t)
	const tables = `SELECT count(*)::int FROM pg_tables WHERE schemaname = 'public'`
	if n := query[int](t, b.OwnerURL, tables); n < 2 {
		t.Fatalf("%d tables: the migrations have not run", n)
	}
	if got := query[string](t, a.OwnerURL, `SELECT current_user::text`); got != postgres.OwnerRole {
		t.Errorf("OwnerURL signs in as %s", got)
	}
	query[any](t, a.OwnerURL, `SELECT lo_create(4711)`)
	if got := query[int](t, b.OwnerURL, `SELECT count(*)::int FROM pg_largeobject_metadata`); got != 0 {
		t.Error("what one test wrote is seen in another")
	}
	if got := query[string](t, a.AppURL, `SELECT current_user::text`); got != postgres.AppRole {
		t.Errorf("AppURL signs in as %s", got)
	}
}

func TestEmptyGivesADatabaseWithoutMigrations(t *testing.T) {
	d := Empty(t)
	if n := query[int](t, d.OwnerURL, `SELECT count(*)::int FROM pg_tables WHERE schemaname = 'public'`); n != 0 {
		t.Errorf("%d tables", n)
	}
}

func TestTheDatabaseGoesWithItsTest(t *testing.T) {
	var gone *DB
	t.Run("inner", func(t *testing.T) {
		gone = New(t)
		c, err := pgx.Connect(t.Context(), gone.AppURL) // left open, as by a pool that a test forgot
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close(context.Background()) })
	})
	if gone != nil && has(t, gone.Name) {
		t.Errorf("%s is still there", gone.Name)
	}
}

func has(t *testing.T, database string) bool {
	t.Helper()
	s, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	var found bool
	if err := s.admin.QueryRow(t.Context(), `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, database).Scan(&found); err != nil {
		t.Fatal(err)
	}
	return found
}

func TestOldDatabasesArePruned(t *testing.T) {
	d := New(t) // the server is there, and the template
	s, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	current, err := s.template()
	if err != nil {
		t.Fatal(err)
	}
	day := func(n int) string { return time.Now().AddDate(0, 0, n).UTC().Format(time.RFC3339) }
	for _, c := range []struct {
		what, name, made string
		stays            bool
	}{
		{"an old template of other migrations", templatePrefix + "old", day(-2), false},
		{"a template of today, of another branch", templatePrefix + "new", day(0), true},
		{"a database of a test that was killed", testPrefix + "1700000000_dead", "", false},
		{"a database of a test that runs", fmt.Sprintf("%s%d_live", testPrefix, time.Now().Unix()), "", true},
	} {
		t.Run(c.what, func(t *testing.T) {
			if err := postgres.CreateDatabase(t.Context(), s.admin, c.name, "template0"); err != nil {
				t.Fatal(err)
			}
			defer drop(context.Background(), s.admin, c.name)
			if c.made != "" {
				if _, err := s.admin.Exec(t.Context(), `COMMENT ON DATABASE `+c.name+` IS '`+c.made+`'`); err != nil {
					t.Fatal(err)
				}
			}
			conn, err := s.admin.Acquire(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Release()
			if err := prune(t.Context(), conn.Conn(), current); err != nil {
				t.Fatal(err)
			}
			if got := has(t, c.name); got != c.stays {
				t.Errorf("it exists: %v, want %v", got, c.stays)
			}
			if !has(t, current) || !has(t, d.Name) {
				t.Error("what is in use was dropped")
			}
		})
	}
}
