// Package dbtest gives each test a database of its own on a real PostgreSQL: a copy of a migrated template, made in
// some 40 ms and dropped when the test ends.
//
// All test processes of one user share one server. The first process starts it through a small keeper program, which
// stops it when no test process has held the lease file for a minute; nothing has to be started or stopped by hand.
// The server keeps its data in the user's cache folder (root's is /var/cache/bienche-test, which other accounts can
// pass through), one folder for each major version of PostgreSQL, and does not flush to disk.
//
// With BIENCHE_TEST_DATABASE_URL, the address of a superuser, the tests use that server instead: for instance one of
// another version. It should be a server for tests only, because the two roles of the program are made there.
package dbtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"bienche/internal/platform/postgres"
)

// DB is a database that belongs to one test.
type DB struct {
	Name     string
	OwnerURL string // signs in as the owner, above row-level security: for preparing data
	AppURL   string // signs in as the application: for the code under test
}

// limit bounds one step, so that a server that hangs fails the test and not the whole run.
const limit = 2 * time.Minute

// New gives a fresh database with all migrations. Without PostgreSQL the test fails; -short skips it.
func New(t testing.TB) *DB {
	t.Helper()
	return fresh(t, (*server).template)
}

// Empty gives a fresh database without migrations, for tests of the migrations themselves.
func Empty(t testing.TB) *DB {
	t.Helper()
	return fresh(t, func(*server) (string, error) { return "template0", nil })
}

func fresh(t testing.TB, template func(*server) (string, error)) *DB {
	t.Helper()
	if testing.Short() {
		t.Skip("needs PostgreSQL")
	}
	s, err := shared()
	if err != nil {
		t.Fatalf("PostgreSQL for tests: %v", err)
	}
	from, err := template(s)
	if err != nil {
		t.Fatalf("PostgreSQL for tests: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	name := fmt.Sprintf("%s%d_%s", testPrefix, time.Now().Unix(), strings.ToLower(rand.Text()[:10]))
	if err := postgres.CreateDatabase(ctx, s.admin, name, from); err != nil {
		t.Fatalf("PostgreSQL for tests: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		defer cancel()
		if err := drop(ctx, s.admin, name); err != nil {
			t.Errorf("PostgreSQL for tests: %v", err)
		}
	})
	return &DB{Name: name, OwnerURL: s.ownerURL(name), AppURL: s.appURL(name)}
}

func drop(ctx context.Context, db executor, name string) error {
	if _, err := db.Exec(ctx, `DROP DATABASE IF EXISTS `+pgx.Identifier{name}.Sanitize()+` WITH (FORCE)`); err != nil {
		return fmt.Errorf("drop database %s: %w", name, err)
	}
	return nil
}
