package graph

import (
	"context"
	"fmt"
	"os"
	"testing"

	"gopkg.in/yaml.v3"

	"bienche/models"
)

// tableFields are the fields of a record that show the rows of each table about people.
var tableFields = map[string]string{
	"staff_member": "code", "staff_core": "fullName", "appointment": "appointments { from }", "staff_pay": "grade { code }",
	"qualification": "qualifications { kind }", "training_attendance": "trainings { title }", "commendation": "commendations { form }",
	"work_history": "workHistory { content }", "staff_identity": "identity { oldId }", "staff_party": "party { organisations }",
	"staff_health": "health { status }", "relative": "relatives { fullName }", "disciplinary_action": "disciplinaryActions { form }",
	"staff_rating": "ratings { year }",
}

// tableRules are the tables under other rules, each with a count of what lies inside and outside for the reader of a
// number, and the field of the API that answers the same.
var tableRules = map[string]struct{ count, api string }{
	"record_change": {"SELECT count(*)::int FROM record_change WHERE staff_id = %staff", `recordChanges(staff: "%id") { totalCount }`},
	"computation":   {"SELECT count(*)::int FROM computation WHERE staff_id = %staff", `computations(staff: "%id") { totalCount }`},
	// The API shows these to whoever had the law analysed; the database goes by the person.
	"law_impact_item": {"SELECT count(*)::int FROM law_impact_item WHERE staff_id = %staff", `computations(staff: "%id") { totalCount }`},
	"job_error":       {"SELECT count(*)::int FROM job_error WHERE job_id = %job", `job(id: "%ofjob") { errorCount }`},
	"stored_file":     {"SELECT count(*)::int FROM stored_file WHERE id = %job", ""}, // a job's result goes by its owner alone
	"audit_log":       {"SELECT count(*)::int FROM audit_log", ""},                   // at a department nobody reads it: it is read whole or not at all
}

// protectedTables are the tables that migrations/row_security.yaml puts under row security.
func protectedTables(t *testing.T) (names []string) {
	t.Helper()
	text, err := os.ReadFile("../migrations/row_security.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var tables map[string]struct{ Group, Rule, Open string }
	if err := yaml.Unmarshal(text, &tables); err != nil {
		t.Fatal(err)
	}
	for _, name := range sortedKeys(tables) {
		if tables[name].Open == "" {
			names = append(names, name)
		}
	}
	return names
}

// TestTheDatabaseAnswersLikeTheAPI asks the questions of the matrix in SQL, as the application's role under each reader's
// reach: the rows of a person are there when the API shows them, and none without a reader.
func TestTheDatabaseAnswersLikeTheAPI(t *testing.T) {
	w := newMatrixWorld(t)
	w.exec(`INSERT INTO stored_file (id, name, media_type, size, sha256, content, created_by, recorded_in) OVERRIDING SYSTEM VALUE
			SELECT id, 'a', 'b', 1, 'c', '', created_by, 1 FROM job;
		INSERT INTO job_error (job_id, ordinal, sheet, row, col, value, key) VALUES (1, 9, 'A', 1, 'B', 'c', 'x')`)
	for _, table := range protectedTables(t) {
		field, ofPeople := tableFields[table]
		rule, other := tableRules[table]
		if !ofPeople && !other {
			t.Errorf("%s is asked for nothing", table)
		}
		for i, reader := range matrixReaders() {
			for _, where := range []string{"inside", "outside"} {
				person, job := map[string]int{"inside": insider, "outside": outsider}[where], firstOwnJob+i
				if where == "outside" {
					job = leadersJob
				}
				column, api := "staff_id", `{ staffMember(id: "%id") { x: `+field+` } }`
				if table == "staff_member" {
					column = "id"
				}
				count := fmt.Sprintf("SELECT count(*)::int FROM %s WHERE %s = %d", table, column, person)
				if other {
					count, api = rule.count, "{ x: "+rule.api+" }"
				}
				names := []string{"%staff", fmt.Sprint(person), "%id", EncodeID("staff", int64(person)), "%job", fmt.Sprint(job), "%ofjob", EncodeID("job", int64(job))}
				count = fill(count, names...)
				want := w.shows(reader, fill(api, names...))
				switch table {
				case "stored_file":
					want = where == "inside" && reader != stranger
				case "audit_log":
					want = false
				}
				rows, err := models.One[int](w.reading(reader), w.db, models.Q(count))
				if err != nil || (rows > 0) != want {
					t.Errorf("%s %s for %s: %d rows, %v; the API shows it: %v", table, where, reader, rows, err, want)
				}
			}
		}
		w.isClosed(t, table)
	}
}

// isClosed holds that a table shows no row without a reader, also to a statement that goes past the models.
func (w *world) isClosed(t *testing.T, table string) {
	t.Helper()
	rows, err := models.One[int](context.Background(), w.db, models.Q("SELECT count(*)::int FROM "+table))
	var bare int
	bareErr := w.db.Pool.QueryRow(context.Background(), "SELECT count(*) FROM "+table).Scan(&bare)
	if err != nil || bareErr != nil || rows != 0 || bare != 0 {
		t.Errorf("%s without a reader: %d rows, %v; past the models %d rows, %v", table, rows, err, bare, bareErr)
	}
	var all int
	if err := w.owner.QueryRow(context.Background(), "SELECT count(*) FROM "+table).Scan(&all); err != nil || all == 0 {
		t.Errorf("%s holds %d rows, %v: nothing was shown", table, all, err)
	}
}

// reading is a context in which a reader of the matrix asks.
func (w *world) reading(reader string) context.Context {
	w.t.Helper()
	if reader == stranger {
		return context.Background()
	}
	var id int64
	if err := w.owner.QueryRow(context.Background(), "SELECT id FROM app_user WHERE username = $1", userOf(reader)).Scan(&id); err != nil {
		w.t.Fatal(err)
	}
	return w.asUser(int(id))
}

// shows tells whether the API answers x with something: a value, a row, or a count above zero.
func (w *world) shows(reader, query string) bool {
	a := w.ask(userOf(reader), query)
	object := a.at("staffMember")
	if object != nil {
		object = object.(map[string]any)["x"]
	} else {
		object = a.at("x")
	}
	switch v := object.(type) {
	case nil:
		return false
	case []any:
		return len(v) > 0
	case map[string]any:
		return v["totalCount"] != 0.0 && v["errorCount"] != 0.0
	}
	return true
}
