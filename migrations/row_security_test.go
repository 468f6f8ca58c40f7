package migrations_test

import (
	"context"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"bienche/internal/dbtest"
)

// protection is what row_security.yaml says of a table: one of the three.
type protection struct{ Group, Rule, Open string }

func protections(t *testing.T) map[string]protection {
	t.Helper()
	src, err := os.ReadFile("row_security.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var lines map[string]protection
	if err := yaml.Unmarshal(src, &lines); err != nil {
		t.Fatal(err)
	}
	return lines
}

// lineOf finds the line of a table; a line may name several by a pattern.
func lineOf(lines map[string]protection, table string) (protection, bool) {
	if p, ok := lines[table]; ok {
		return p, true
	}
	for pattern, p := range lines {
		if ok, err := path.Match(pattern, table); ok && err == nil {
			return p, true
		}
	}
	return protection{}, false
}

// TestEveryTableHasADecisionOnRowSecurity: a new table without a line in row_security.yaml fails here, and so does a
// line that the database contradicts.
func TestEveryTableHasADecisionOnRowSecurity(t *testing.T) {
	lines := protections(t)
	owner := connect(t, dbtest.New(t).OwnerURL)
	tables := texts(t, owner, `SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname || ' ' || CASE
			WHEN c.relrowsecurity AND c.relforcerowsecurity AND (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) = 4 THEN 'protected'
			WHEN NOT c.relrowsecurity AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) THEN 'open' ELSE 'half' END
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') ORDER BY 1`)
	if len(tables) < 40 {
		t.Fatalf("only %d tables", len(tables))
	}
	for _, row := range tables {
		name, is, _ := strings.Cut(row, " ")
		p, ok := lineOf(lines, name)
		switch {
		case !ok:
			t.Errorf("%s has no line in row_security.yaml", name)
		case len(slices.DeleteFunc([]string{p.Group, p.Rule, p.Open}, func(s string) bool { return s == "" })) != 1:
			t.Errorf("%s: the line must say one of group, rule and open", name)
		case p.Open != "" && is != "open", p.Open == "" && is != "protected":
			t.Errorf("%s is %s, its line says %+v", name, is, p)
		}
	}
	// What hangs on a person is never open.
	for _, name := range texts(t, owner, `SELECT table_name::text FROM information_schema.columns
			WHERE table_schema = 'public' AND column_name = 'staff_id' AND table_name <> 'app_user'`) {
		if lines[name].Open != "" || lines[name] == (protection{}) {
			t.Errorf("%s names people and is open", name)
		}
	}
}

// TestNothingGoesAroundRowSecurity: views read with the rights of their reader, and functions that stand above row
// security are known by name.
func TestNothingGoesAroundRowSecurity(t *testing.T) {
	owner := connect(t, dbtest.New(t).OwnerURL)
	for _, v := range texts(t, owner, `SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('v', 'm')
			AND NOT coalesce(c.reloptions @> '{security_invoker=true}', false)`) {
		t.Errorf("the view %s reads with the rights of its owner", v)
	}
	// Triggers aside, these are all that the application may call.
	want := []string{"close_leavers", "headcount_differences", "refresh_access_paths", "refresh_home_units", "staff_file", "staff_of_code", "staff_taken"}
	got := texts(t, owner, `SELECT p.proname::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
		AND p.prorettype <> 'trigger'::regtype AND has_function_privilege('bienche_app', p.oid, 'EXECUTE') ORDER BY 1`)
	if !slices.Equal(got, want) {
		t.Errorf("functions above row security: %v, want %v", got, want)
	}
	for _, f := range texts(t, owner, `SELECT p.proname::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
			AND NOT coalesce(array_to_string(p.proconfig, ' ') LIKE '%search_path=%', false)`) {
		t.Errorf("%s could be led astray by a search path", f)
	}
}

// TestWithoutAReaderThereIsNothing: rows exist, and the application without a reader neither sees nor changes one.
func TestWithoutAReaderThereIsNothing(t *testing.T) {
	d := dbtest.New(t)
	owner, app := connect(t, d.OwnerURL), connect(t, d.AppURL)
	ctx := context.Background()
	_, err := owner.Exec(ctx, `INSERT INTO audit_log (id, actor_name, action) VALUES (1, 'x', 'test.fill');
		INSERT INTO org_unit (id, code, recorded_in) VALUES (1, 'T', 1);
		INSERT INTO staff_member (id, code, home_unit_id, recorded_in) VALUES (1, 'CB001', 1, 1);
		INSERT INTO staff_health (staff_id, status, valid_from, recorded_in) VALUES (1, 'Tốt', '2020-01-01', 1)`)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"staff_member", "staff_health", "audit_log"} {
		if n := texts(t, app, `SELECT count(*)::text FROM `+table); n[0] != "0" {
			t.Errorf("%s rows of %s are seen by nobody", n[0], table)
		}
	}
	tag, err := app.Exec(ctx, `UPDATE staff_member SET version = version + 1`)
	if err != nil || tag.RowsAffected() != 0 {
		t.Errorf("%s changed by nobody, %v", tag, err)
	}
	if _, err := app.Exec(ctx, `INSERT INTO staff_health (staff_id, status, valid_from, recorded_in) VALUES (1, 'Kém', '2021-01-01', 1)`); err == nil {
		t.Error("added outside a writing transaction")
	}
}
