package audit_test

import (
	"context"
	"errors"
	"testing"

	"bienche/internal/audit"
	"bienche/internal/dbtest"
	"bienche/models"
)

func open(t *testing.T, url string) *models.DB {
	t.Helper()
	db, err := models.Open(context.Background(), url, 4)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

func count(t *testing.T, db *models.DB, sql string, args ...any) int {
	t.Helper()
	n, err := models.One[int](models.WithAccess(context.Background(), models.Everything), db, models.Q(sql, args...))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func addUnit(tx *models.Tx) error {
	return tx.Exec("INSERT INTO org_unit (code, recorded_in) VALUES ('H01', ?)", tx.AuditID).Error
}

func TestAChangeAndItsEntryAreStoredTogetherOrNotAtAll(t *testing.T) {
	tests := []struct {
		name  string
		entry audit.Entry
		f     func(tx *models.Tx) error
		want  int // entries and units
	}{
		{"both succeed", audit.Entry{Action: "org.found"}, addUnit, 1},
		{"the change fails after writing", audit.Entry{Action: "org.found"}, func(tx *models.Tx) error {
			return errors.Join(addUnit(tx), errors.New("no"))
		}, 0},
		{"the change breaks a constraint", audit.Entry{Action: "org.found"}, func(tx *models.Tx) error {
			return errors.Join(addUnit(tx), addUnit(tx))
		}, 0},
		{"the entry's detail cannot be written", audit.Entry{Action: "org.found", Detail: make(chan int)}, addUnit, 0},
		{"the change names no entry", audit.Entry{Action: "org.found"}, func(tx *models.Tx) error {
			tx.AuditID = 0
			return addUnit(tx)
		}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			db := open(t, dbtest.New(t).AppURL)
			err := audit.Write(context.Background(), db, tt.entry, tt.f)
			if (err == nil) != (tt.want == 1) {
				t.Errorf("error %v", err)
			}
			if n := count(t, db, "SELECT count(*) FROM audit_log WHERE action = 'org.found'"); n != tt.want {
				t.Errorf("%d entries, want %d", n, tt.want)
			}
			if n := count(t, db, "SELECT count(*) FROM org_unit"); n != tt.want {
				t.Errorf("%d units, want %d", n, tt.want)
			}
		})
	}
}

func TestAnEntryNamesTheActorAndTheObject(t *testing.T) {
	db := open(t, dbtest.New(t).AppURL)
	ctx := audit.WithActor(context.Background(), audit.Actor{UserID: 12, Name: "chuyenvien", OnBehalf: func() string { return "lanhdao" }, RequestID: "R1"})
	entry := audit.Entry{Action: "exchange.export", ObjectKind: "staff", ObjectID: 5, Detail: map[string]any{"rows": 50}}
	if err := audit.Note(ctx, db, entry); err != nil {
		t.Fatal(err)
	}
	if err := audit.Note(context.Background(), db, audit.Entry{Action: "headcount.recount"}); err != nil {
		t.Fatal(err)
	}
	if n := count(t, db, `SELECT count(*) FROM audit_log WHERE actor_id = 12 AND actor_name = 'chuyenvien' AND on_behalf = 'lanhdao'
		AND request_id = 'R1' AND object_kind = 'staff' AND object_id = 5 AND detail = '{"rows":50}'`); n != 1 {
		t.Errorf("%d such entries", n)
	}
	if n := count(t, db, "SELECT count(*) FROM audit_log WHERE actor_id IS NULL AND actor_name = 'system' AND detail = '{}'"); n != 1 {
		t.Errorf("%d entries of the system", n)
	}
}

func TestTheLogIsOnlyAddedTo(t *testing.T) {
	at := dbtest.New(t)
	app, owner := open(t, at.AppURL), open(t, at.OwnerURL)
	if err := audit.Note(context.Background(), app, audit.Entry{Action: "auth.sign_in"}); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{"UPDATE audit_log SET action = 'x'", "DELETE FROM audit_log", "TRUNCATE audit_log CASCADE"} {
		for who, db := range map[string]*models.DB{"application": app, "owner": owner} {
			if _, err := db.Pool.Exec(context.Background(), sql); err == nil {
				t.Errorf("the %s may %s", who, sql)
			}
		}
	}
	if n := count(t, app, "SELECT count(*) FROM audit_log WHERE action = 'auth.sign_in'"); n != 1 {
		t.Errorf("%d entries remain", n)
	}
}
