package migrations_test

import (
	"context"
	"database/sql"
	"testing"

	"github.com/pressly/goose/v3"

	"bienche/internal/dbtest"
	"bienche/migrations"
)

// TestGrantsOfAnOlderDatabaseKeepTheirPlace: a database of the version before grants had numbers goes on with what it
// has.
func TestGrantsOfAnOlderDatabaseKeepTheirPlace(t *testing.T) {
	ctx := context.Background()
	url := dbtest.Empty(t).OwnerURL
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	p, err := goose.NewProvider(goose.DialectPostgres, db, migrations.FS)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(ctx, 10); err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(ctx, `
		INSERT INTO audit_log (id, actor_name, action) OVERRIDING SYSTEM VALUE VALUES (1, 'test', 'test');
		INSERT INTO org_unit (id, code, recorded_in) OVERRIDING SYSTEM VALUE VALUES (1, 'T', 1);
		INSERT INTO app_user (id, username, display_name, recorded_in) OVERRIDING SYSTEM VALUE VALUES (1, 'quantri', 'Quản trị', 1);
		INSERT INTO role_grant (user_id, role, unit_id, valid_from, recorded_in) VALUES (1, 'system_administrator', 1, '2020-01-01', 1)`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Up(ctx); err != nil {
		t.Fatal(err)
	}
	owner := connect(t, url)
	if got := texts(t, owner, "SELECT role FROM role_grant WHERE grant_no = id AND known_to = 'infinity' AND lent_from IS NULL"); len(got) != 1 {
		t.Errorf("grants %v", got)
	}
	if _, err := owner.Exec(ctx, "UPDATE role_grant SET role = 'inspector'"); err == nil {
		t.Error("the guard of facts is off")
	}
}
