package graph

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"bienche/internal/decision"
	"bienche/internal/headcount"
	"bienche/internal/lawbook"
	"bienche/internal/org"
	"bienche/internal/position"
	"bienche/internal/staff"
	"bienche/rules"
)

// newWritingWorld is the small province with the services that change it.
func newWritingWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	for _, table := range []string{"audit_log", "decision", "staff_member", "staff_name", "org_unit", "job_position"} { // the world's ids are fixed
		w.exec("SELECT setval(pg_get_serial_sequence('" + table + "', 'id'), 1000)")
	}
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return time.Date(2026, 11, 21, 3, 0, 0, 0, time.UTC) }
	units, posts, quotas := &org.Changes{Book: book}, &staff.Posts{Book: book}, &headcount.Changes{Book: book}
	trees := &org.Trees{DB: w.db}
	counts := &headcount.Service{DB: w.db, Trees: trees, Book: book}
	schema, err := NewSchema(Services{SignIn: w.auth, DB: w.db, Book: book, Clock: clock, Trees: trees,
		Law:       &lawbook.Service{DB: w.db, Book: book, Trees: trees, Clock: clock},
		Positions: &position.Catalogue{DB: w.db}, Headcount: counts,
		Staff:   &staff.Service{DB: w.db, Trees: trees, Book: book},
		Changes: &staff.Changes{DB: w.db, Book: book, Clock: clock},
		Decisions: &decision.Service{DB: w.db, Clock: clock, Appliers: map[string]decision.Applier{
			decision.KindAppoint:        decision.Apply(posts.Appoint),
			decision.KindEndAppointment: decision.Apply(posts.EndAppointment),
			decision.KindQuota:          decision.Apply(quotas.Apply),
			decision.KindDissolve:       decision.Apply(units.Dissolve),
		}}})
	if err != nil {
		t.Fatal(err)
	}
	w.engine = New(schema, Config{Log: slog.New(slog.NewTextHandler(testLog{t}, nil))})
	return w
}

const declarePhone = `mutation { declareRecordChange(input: {clientRequestId: "%id", staff: "%staff", kind: UPDATE, section: IDENTITY,
	fields: [{name: "%name", value: "%value"}], evidence: "Đơn ngày 01/11/2026"}) {
	change { id version state mayDecide fields { name before after } declaredBy staff { fullName identity { phone } } } } }`

func fill(query string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(query) }

func TestAChangeIsDeclaredListedAndVerified(t *testing.T) {
	w := newWritingWorld(t)
	own := fill(declarePhone, "%id", "a", "%staff", EncodeID("staff", 3), "%name", "phone", "%value", "0912345678")
	declared := w.must("canhan", own)
	change := []any{"declareRecordChange", "change"}
	if got := declared.at(append(change, "fields", 0, "after")...); got != "0912345678" {
		t.Errorf("declared %v", declared.Data)
	}
	if declared.at(append(change, "mayDecide")...) != false || declared.at(append(change, "staff", "identity", "phone")...) != "" {
		t.Errorf("a declaration is neither decided by its author nor applied: %v", declared.Data)
	}
	if again := w.must("canhan", own); again.at(append(change, "id")...) != declared.at(append(change, "id")...) {
		t.Error("the same request again made another change")
	}
	listed := w.must("nhansu", `{ recordChanges(state: PENDING, first: 5) { totalCount edges { node { id mayDecide section kind evidence declaredAt
		decidedAt staff { code relatives { fullName } } } } } }`)
	if listed.at("recordChanges", "totalCount") != 1.0 || listed.at("recordChanges", "edges", 0, "node", "mayDecide") != true {
		t.Errorf("listed %v", listed.Data)
	}
	if listed.statements > 5 {
		t.Errorf("the list took %d statements", listed.statements)
	}
	id := declared.at(append(change, "id")...).(string)
	decide := fill(`mutation { decideRecordChange(input: {clientRequestId: "v", id: "%id", version: 1, verify: true}) {
		change { state decidedBy version staff { identity { phone } } } } }`, "%id", id)
	decided := w.must("nhansu", decide)
	if decided.at("decideRecordChange", "change", "state") != "VERIFIED" ||
		decided.at("decideRecordChange", "change", "staff", "identity", "phone") != "0912345678" {
		t.Errorf("decided %v", decided.Data)
	}
}

func TestARefusedChangeNamesItsField(t *testing.T) {
	w := newWritingWorld(t)
	for _, c := range []struct {
		what, user, query, code, field string
	}{
		{"a stranger", "", fill(declarePhone, "%id", "a", "%staff", EncodeID("staff", 3), "%name", "phone", "%value", "0912345678"), "UNAUTHENTICATED", ""},
		{"a malformed value", "nhansu", fill(declarePhone, "%id", "b", "%staff", EncodeID("staff", 3), "%name", "citizenId", "%value", "12"), "BAD_INPUT", "fields[0].value"},
		{"a field that is none", "nhansu", fill(declarePhone, "%id", "c", "%staff", EncodeID("staff", 3), "%name", "shoes", "%value", "40"), "BAD_INPUT", "fields[0].name"},
		{"an id of another kind", "nhansu", fill(declarePhone, "%id", "d", "%staff", unitID(2), "%name", "phone", "%value", "0912345678"), "BAD_INPUT", "staff"},
		{"a person of another department", "nhansu", fill(declarePhone, "%id", "e", "%staff", EncodeID("staff", 5), "%name", "phone", "%value", "0912345678"), "NOT_FOUND", "staff"},
		{"a change that is none", "nhansu", fill(`mutation { decideRecordChange(input: {clientRequestId: "f", id: "%id", version: 1, verify: true}) { change { id } } }`, "%id", EncodeID("change", 99)), "NOT_FOUND", "id"},
	} {
		t.Run(c.what, func(t *testing.T) {
			a := w.ask(c.user, c.query)
			if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != c.code || a.Errors[0].Extensions.Field != c.field {
				t.Errorf("got %+v", a.Errors)
			}
		})
	}
}
