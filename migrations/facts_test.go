package migrations_test

import (
	"context"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"bienche/internal/dbtest"
)

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	c, err := pgx.Connect(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close(context.Background()) })
	return c
}

func texts(t *testing.T, c *pgx.Conn, sql string) []string {
	t.Helper()
	rows, err := c.Query(context.Background(), sql)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestEveryDatedTableIsDeclaredAsFacts: a table with valid_from has the whole mechanism, or none of it.
func TestEveryDatedTableIsDeclaredAsFacts(t *testing.T) {
	owner := connect(t, dbtest.New(t).OwnerURL)
	dated := texts(t, owner, `SELECT table_name::text FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'valid_from' ORDER BY 1`)
	guarded := texts(t, owner, `SELECT c.relname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.proname = 'guard_fact' ORDER BY 1`)
	if !slices.Equal(dated, guarded) || len(dated) < 15 {
		t.Errorf("dated: %v\nguarded: %v", dated, guarded)
	}
	free := texts(t, owner, `SELECT table_name::text FROM information_schema.columns WHERE table_schema = 'public' AND column_name IN ('recorded_in') AND is_nullable = 'YES'`)
	if len(free) > 0 {
		t.Errorf("%v can be written without an audit entry", free)
	}
}

func TestTheApplicationOwnsNothingAndRewritesNothing(t *testing.T) {
	d := dbtest.New(t)
	owner, app := connect(t, d.OwnerURL), connect(t, d.AppURL)
	if owned := texts(t, owner, `SELECT relname::text FROM pg_class WHERE relowner = 'bienche_app'::regrole`); len(owned) > 0 {
		t.Errorf("bienche_app owns %v", owned)
	}
	ctx := context.Background()
	exec := func(c *pgx.Conn, sql string) {
		t.Helper()
		if _, err := c.Exec(ctx, sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	exec(owner, `INSERT INTO audit_log (actor_name, action) VALUES ('test', 'test')`)
	exec(owner, `INSERT INTO org_unit (code, recorded_in) VALUES ('P', 1)`)
	exec(app, `INSERT INTO org_unit_version (unit_id, name, kind, level, valid_from, recorded_in) VALUES (1, 'Tỉnh', 'PROVINCE', 'PROVINCE', '2000-01-01', 1)`)
	tests := []struct{ name, sql string }{
		{"delete a fact", `DELETE FROM org_unit_version`},
		{"edit a fact", `UPDATE org_unit_version SET name = 'x'`},
		{"close a fact in the past", `UPDATE org_unit_version SET known_to = '2020-01-01', closed_in = 1`},
		{"close a fact without an entry", `UPDATE org_unit_version SET known_to = now()`},
		{"choose when a fact became known", `INSERT INTO org_unit_version (unit_id, name, kind, level, valid_from, recorded_in, known_from) VALUES (1, 'x', 'PROVINCE', 'PROVINCE', '1990-01-01', 1, '2000-01-01')`},
		{"record a fact without an entry", `INSERT INTO org_unit_version (unit_id, name, kind, level, valid_from) VALUES (1, 'x', 'PROVINCE', 'PROVINCE', '1990-01-01')`},
		{"name an entry that does not exist", `INSERT INTO org_succession (predecessor_id, successor_id, kind, valid_from, recorded_in) VALUES (1, 1, 'MERGE', '1990-01-01', 99)`},
		{"let two names overlap", `INSERT INTO org_unit_version (unit_id, name, kind, level, valid_from, recorded_in) VALUES (1, 'x', 'PROVINCE', 'PROVINCE', '2010-01-01', 1)`},
		{"edit the audit log", `UPDATE audit_log SET action = 'x'`},
		{"delete from the audit log", `DELETE FROM audit_log`},
		{"empty the audit log", `TRUNCATE audit_log CASCADE`},
		{"write a balance", `INSERT INTO headcount_delta VALUES (1, 'ADMINISTRATIVE', 'ALLOCATED', '', '2020-01-01', 5)`},
		{"take a constraint off", `ALTER TABLE org_unit_version DROP CONSTRAINT org_unit_version_no_overlap`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := app.Exec(ctx, tt.sql); err == nil {
				t.Errorf("the application may %s", tt.name)
			}
		})
	}
	exec(app, `UPDATE org_unit_version SET known_to = now(), closed_in = 1`)
	if _, err := app.Exec(ctx, `UPDATE org_unit_version SET known_to = now(), closed_in = 1`); err == nil {
		t.Error("a closed fact was closed again")
	}
	if _, err := owner.Exec(ctx, `UPDATE audit_log SET action = 'x'`); err == nil {
		t.Error("even the owner edits the audit log by a plain UPDATE")
	}
}

func TestNamesFoldAndSortAsHere(t *testing.T) {
	c := connect(t, dbtest.New(t).AppURL)
	tests := []struct{ name, sql, want string }{
		{"marks and đ fold", `SELECT fold('ĐẶNG Thị Ngọc Ước')`, "dang thi ngoc uoc"},
		{"decomposed text folds alike", `SELECT (fold(normalize('Nguyễn Đức', NFD)) = fold('Nguyễn Đức'))::text`, "true"},
		{"tones one by one", `SELECT tones('Đức Dục Ổn á')`, "010005003001"},
		{"Vietnamese order", `SELECT string_agg(n, ' ' ORDER BY n COLLATE vietnamese) FROM unnest(ARRAY['Yến','Ông','Đức','Dũng','An','Ân','Ăn','Dung','Ấn']) n`, "An Ăn Ân Ấn Dung Dũng Đức Ông Yến"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := texts(t, c, tt.sql)[0]; got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}
