package models_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"

	"bienche/internal/day"
	"bienche/internal/dbtest"
	"bienche/internal/fault"
	"bienche/models"
)

// reach is a reader of the group core (and of what else is named) at units.
func reach(scope models.Scope, groups ...string) func() *models.Access {
	return func() *models.Access {
		return models.NewAccess(7, func(group string) models.Scope {
			for _, g := range groups {
				if g == group {
					return scope
				}
			}
			return models.Scope{}
		})
	}
}

// crowd is a town of units 1 (the province), 2 and 3 below it, with one person of each home, a guest from 3 at 2, and
// many more people at unit 3.
func crowd(t *testing.T, more int) (db *models.DB, owner *pgx.Conn) {
	t.Helper()
	d := dbtest.New(t)
	owner, err := pgx.Connect(t.Context(), d.OwnerURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = owner.Close(context.Background()) })
	_, err = owner.Exec(t.Context(), fmt.Sprintf(`
		INSERT INTO audit_log (actor_name, action) VALUES ('x', 'test.fill');
		INSERT INTO unit_kind VALUES ('DEPARTMENT') ON CONFLICT DO NOTHING;
		INSERT INTO grade VALUES ('01.003') ON CONFLICT DO NOTHING;
		INSERT INTO headcount_category VALUES ('ADMINISTRATIVE') ON CONFLICT DO NOTHING;
		INSERT INTO org_unit (id, code, recorded_in) OVERRIDING SYSTEM VALUE SELECT n, 'T.' || n, 1 FROM generate_series(1, 3) n;
		INSERT INTO org_unit_version (unit_id, parent_id, name, kind, level, valid_from, recorded_in)
			SELECT n, nullif(1, n), 'Đơn vị ' || n, 'DEPARTMENT', 'PROVINCE', '2000-01-01', 1 FROM generate_series(1, 3) n;
		INSERT INTO staff_name (id, name) OVERRIDING SYSTEM VALUE SELECT n, 'Trần Thị ' || n FROM generate_series(1, %[1]d + 4) n;
		INSERT INTO staff_member (code, recorded_in) SELECT 'CB' || n, 1 FROM generate_series(1, %[1]d + 4) n ORDER BY n;
		INSERT INTO appointment (staff_id, unit_id, kind, staff_class, category, quota_unit_id, start_reason, valid_from, recorded_in)
			SELECT n, least(n, 3), 'MAIN', 'CIVIL_SERVANT', 'ADMINISTRATIVE', least(n, 3), 'OPENING_RECORD', '2015-01-01', 1 FROM generate_series(1, %[1]d + 4) n;
		INSERT INTO appointment (staff_id, unit_id, kind, staff_class, start_reason, valid_from, recorded_in) VALUES (4, 2, 'SECONDMENT', 'CIVIL_SERVANT', 'ROTATION', '2020-01-01', 1);
		INSERT INTO staff_core (staff_id, full_name, name_id, sort_name, birth_date, sex, valid_from, recorded_in)
			SELECT n, 'Trần Thị ' || n, n, n || ' Trần Thị', '1980-01-01', 'FEMALE', '2015-01-01', 1 FROM generate_series(1, %[1]d + 4) n;
		INSERT INTO staff_identity (staff_id, citizen_id, valid_from, recorded_in)
			SELECT n, lpad(n::text, 12, '0'), '2015-01-01', 1 FROM generate_series(1, %[1]d + 4) n;
		INSERT INTO staff_pay (staff_id, grade, step_since, reason, valid_from, recorded_in)
			SELECT n, '01.003', '2015-01-01', 'OPENING_RECORD', '2015-01-01', 1 FROM generate_series(1, %[1]d + 4) n;
		INSERT INTO staff_rating (staff_id, year, level, label, valid_from, valid_to, recorded_in)
			SELECT n, y, 'GOOD', 'Tốt', make_date(y, 1, 1), make_date(y + 1, 1, 1), 1 FROM generate_series(1, %[1]d + 4) n, generate_series(2018, 2020) y;
		INSERT INTO record_change (staff_id, kind, section, payload, evidence, declared_by, recorded_in)
			SELECT n, 'UPDATE', s, '{}', 'Đơn', u.id, 1 FROM generate_series(1, 4) n, unnest('{CORE,IDENTITY,HEALTH}'::text[]) s,
				(SELECT min(id) AS id FROM app_user) u WHERE u.id IS NOT NULL;
		ANALYZE`, more))
	if err != nil {
		t.Fatal(err)
	}
	if db, err = models.Open(t.Context(), d.AppURL, 1); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db, owner
}

// TestTheDatabaseShowsAReaderNoMoreThanTheReach asks without any predicate of the application.
func TestTheDatabaseShowsAReaderNoMoreThanTheReach(t *testing.T) {
	db, _ := crowd(t, 0)
	all := models.Scope{All: true}
	tests := []struct {
		name  string
		scope models.Scope
		group string
		table string
		want  string
	}{
		{"everywhere", all, "core", "staff_core", "{1,2,3,4}"},
		{"nowhere", models.Scope{}, "core", "staff_core", "{}"},
		{"at one unit", models.Scope{Units: []int64{2}}, "core", "staff_member", "{2}"},
		{"facts at one unit", models.Scope{Units: []int64{2}}, "core", "appointment", "{2}"},
		{"at two units", models.Scope{Units: []int64{1, 3}}, "core", "staff_pay", "{1,3,4}"},
		{"guests of a unit", models.Scope{Hosts: []int64{2}}, "core", "staff_core", "{4}"},
		{"oneself", models.Scope{Self: 3}, "core", "staff_core", "{3}"},
		{"oneself and a unit", models.Scope{Units: []int64{2}, Self: 3}, "core", "staff_core", "{2,3}"},
		{"core does not open identity", all, "core", "staff_identity", "{}"},
		{"identity without core finds nobody to whom it belongs", models.Scope{Units: []int64{2}}, "identity", "staff_identity", "{}"},
		{"evaluation alone opens no other group", all, "evaluation", "staff_core", "{}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx := models.WithAccess(t.Context(), reach(tt.scope, tt.group))
			column := "staff_id"
			if tt.table == "staff_member" {
				column = "id"
			}
			got, err := models.One[string](ctx, db, models.Q("SELECT coalesce(array_agg(DISTINCT "+column+"), '{}')::text FROM "+tt.table))
			if err != nil || got != tt.want {
				t.Errorf("%s, want %s: %v", got, tt.want, err)
			}
			// What one statement was told does not reach the next on the same connection.
			if n, err := models.One[int](t.Context(), db, models.Q("SELECT count(*)::int FROM "+tt.table)); err != nil || n != 0 {
				t.Errorf("%d rows without a reader: %v", n, err)
			}
		})
	}
}

// TestAGroupReachesAsFarAsItsOwnScope: the groups of one statement keep apart.
func TestAGroupReachesAsFarAsItsOwnScope(t *testing.T) {
	db, _ := crowd(t, 0)
	ctx := models.WithAccess(t.Context(), func() *models.Access {
		return models.NewAccess(7, func(group string) models.Scope {
			switch group {
			case models.GroupCore:
				return models.Scope{Units: []int64{1, 2, 3}}
			case models.GroupIdentity:
				return models.Scope{Units: []int64{2}, Self: 1}
			}
			return models.Scope{}
		})
	})
	got, err := models.One[string](ctx, db, models.Q(`SELECT array_agg(c.staff_id || ':' || coalesce(i.citizen_id, '-') ORDER BY c.staff_id)::text
		FROM staff_core c LEFT JOIN staff_identity i ON i.staff_id = c.staff_id`))
	if want := "{1:000000000001,2:000000000002,3:-,4:-}"; err != nil || got != want {
		t.Errorf("%s, want %s: %v", got, want, err)
	}
}

// TestATransactionSeesWhatItWrites: a new person is nobody's yet, and still the transaction goes on with the record.
func TestATransactionSeesWhatItWrites(t *testing.T) {
	db, _ := crowd(t, 0)
	ctx := models.WithAccess(t.Context(), reach(models.Scope{Units: []int64{2}}, "core"))
	var own, others int
	err := db.InTx(ctx, func(tx *models.Tx) error {
		if err := models.InsertAudit(tx, &models.AuditEntry{ActorName: "x", Action: "test.add", Detail: []byte("{}")}); err != nil {
			return err
		}
		m := &models.StaffMember{Code: "CB900", Version: 1, RecordedIn: tx.AuditID}
		if err := tx.Select("Code", "RecordedIn").Create(m).Error; err != nil {
			return err
		}
		var err error
		if own, err = models.OneIn[int](tx, models.Q("SELECT count(*)::int FROM staff_member WHERE id = ?", m.ID)); err != nil {
			return err
		}
		others, err = models.OneIn[int](tx, models.Q("SELECT count(*)::int FROM staff_member WHERE home_unit_id <> 2"))
		return err
	})
	if err != nil || own != 1 || others != 0 {
		t.Errorf("sees %d of its own and %d beyond its reach: %v", own, others, err)
	}
}

// TestWhoBeganEarlierAndWaitedTriesAgain: a fact recorded by a transaction that began later cannot be closed by one that
// began before it; nothing is done, and the same request may succeed.
func TestWhoBeganEarlierAndWaitedTriesAgain(t *testing.T) {
	db, owner := crowd(t, 0)
	ctx := models.WithAccess(t.Context(), models.Everything)
	err := db.InTx(ctx, func(tx *models.Tx) error {
		if err := models.InsertAudit(tx, &models.AuditEntry{ActorName: "x", Action: "test.add", Detail: []byte("{}")}); err != nil {
			return err
		}
		var id int64
		err := owner.QueryRow(ctx, `INSERT INTO qualification (staff_id, kind, valid_from, recorded_in) VALUES (1, 'GENERAL', '2020-01-01', 1) RETURNING id`).Scan(&id)
		if err != nil {
			return err
		}
		return models.CloseFact(tx, "qualification", id)
	})
	if fault.CodeOf(err) != fault.Retry {
		t.Errorf("%v", err)
	}
}

// TestReadsUnderRowSecurityGoByIndex counts what the server read row by row: with the application's role and a narrow
// reach, the statements of the screens must not walk through everybody.
func TestReadsUnderRowSecurityGoByIndex(t *testing.T) {
	const people = 3000
	db, owner := crowd(t, people)
	on := models.AsOf{Day: day.MustParse("2026-01-01")}
	unit2 := models.Scope{Units: []int64{2}}
	groups := []string{"core", "identity", "evaluation", "discipline", "party", "health", "family"}
	tests := []struct {
		name  string
		scope models.Scope
		read  func(ctx context.Context) (int, error)
		found int
	}{
		{"the head of a record", unit2, func(ctx context.Context) (int, error) {
			rows, err := models.StaffHeads(ctx, db, []int64{2}, on, unit2)
			return len(rows), err
		}, 1},
		{"the sections of a record", unit2, func(ctx context.Context) (int, error) {
			got, err := models.StaffRecords(ctx, db, []int64{2}, []string{models.SectionPay, models.SectionRatings, models.SectionIdentity}, on)
			return len(got), err
		}, 1},
		{"the list of a unit", unit2, func(ctx context.Context) (int, error) {
			rows, err := models.StaffList(ctx, db, models.StaffQuery{AsOf: on, Scope: unit2, Limit: 51})
			return len(rows), err
		}, 1},
		{"latest ratings", unit2, func(ctx context.Context) (int, error) {
			rows, err := models.LatestRatings(ctx, db, []int64{2}, on)
			return len(rows), err
		}, 1},
	}
	// stats is how many rows of the tables of people the server has gone through, by walks and by indexes.
	stats := func() (n int) {
		t.Helper()
		if _, err := db.Pool.Exec(t.Context(), "SELECT pg_stat_force_next_flush()"); err != nil {
			t.Fatal(err)
		}
		err := owner.QueryRow(t.Context(), `SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::int FROM pg_stat_user_tables
			WHERE relname LIKE 'staff\_%' AND relname <> 'staff_name' OR relname = 'appointment'`).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx := models.WithAccess(t.Context(), reach(tt.scope, groups...))
			before := stats()
			n, err := tt.read(ctx)
			if err != nil || n != tt.found {
				t.Fatalf("found %d, want %d: %v", n, tt.found, err)
			}
			if read := stats() - before; read > people/20 {
				t.Errorf("%d rows of %d people were gone through", read, people)
			}
		})
	}
}
