package graph

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"bienche/internal/day"
	"bienche/policies"
)

// userID is the id of a user by name.
func (w *world) userID(name string) string {
	w.t.Helper()
	var id int64
	if err := w.owner.QueryRow(w.t.Context(), "SELECT id FROM app_user WHERE username = $1", name).Scan(&id); err != nil {
		w.t.Fatal(err)
	}
	return EncodeID("user", id)
}

func TestAUserIsMadeGivenARoleAndLosesIt(t *testing.T) {
	w := newWritingWorld(t)
	made := w.must("quantri", `mutation { createUser(input: {clientRequestId: "u1", username: "moi", displayName: "Người Mới", staffCode: "CB004"}) {
		user { id username state version openSessions secondFactor grants { id } staff { code } } } }`)
	if made.at("createUser", "user", "state") != "ACTIVE" || made.at("createUser", "user", "staff") != nil {
		t.Errorf("made %s", made.raw)
	}
	user, _ := made.at("createUser", "user", "id").(string)
	given := w.must("quantri", fill(`mutation { createGrant(input: {clientRequestId: "g1", user: "%user", role: "agency_personnel_officer", unit: "%unit",
		from: "2026-01-01", decisionNumber: "12/QĐ-SNV"}) { grant { id from to decisionNumber role { code label } unit { code } user { username } delegatedBy { id } reviewDueOn } } }`,
		"%user", user, "%unit", unitID(2)))
	if given.at("createGrant", "grant", "unit", "code") != "T.A" || given.at("createGrant", "grant", "to") != nil || given.at("createGrant", "grant", "user", "username") != "moi" {
		t.Errorf("given %s", given.raw)
	}
	grant, _ := given.at("createGrant", "grant", "id").(string)
	if n := w.must("moi", `{ staff { totalCount } }`).at("staff", "totalCount"); n != 4.0 {
		t.Errorf("with the role %v people are seen", n)
	}
	held := w.must("quantri", fill(`{ effectiveAccess(user: "%user", asOf: "2026-11-21") { rows { permission { name label } self places { unit { code } } } } }`, "%user", user))
	if !strings.Contains(held.raw, `"staff.health:read"`) || strings.Contains(held.raw, "CB004") {
		t.Errorf("effective access %.500s", held.raw)
	}
	ended := w.must("quantri", fill(`mutation { endGrant(input: {clientRequestId: "e1", id: "%grant", on: "%today", reason: "điều động"}) { grant { id to } } }`,
		"%grant", grant, "%today", today(t)))
	if ended.at("endGrant", "grant", "id") != grant || ended.at("endGrant", "grant", "to") != today(t) {
		t.Errorf("ended %s", ended.raw)
	}
	if a := w.ask("moi", `{ staff { totalCount } }`); len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "FORBIDDEN" {
		t.Errorf("at the next request: %s", a.raw)
	}
	shut := w.must("quantri", fill(`mutation { disableUser(input: {clientRequestId: "d1", id: "%user", version: 1, reason: "thôi việc"}) { user { state disabledAt version } } }`, "%user", user))
	if shut.at("disableUser", "user", "state") != "DISABLED" || shut.at("disableUser", "user", "version") != 2.0 {
		t.Errorf("shut %s", shut.raw)
	}
	again := w.ask("quantri", fill(`mutation { enableUser(input: {clientRequestId: "d2", id: "%user", version: 1, reason: "nhầm"}) { user { state } } }`, "%user", user))
	if len(again.Errors) != 1 || again.Errors[0].Extensions.Code != "CONFLICT" || again.Errors[0].Extensions.Field != "version" {
		t.Errorf("by an old version: %s", again.raw)
	}
}

// today is the day of the machine, which grants are held on.
func today(t *testing.T) string {
	t.Helper()
	return inDays(0)
}

// inDays is a day that many days from today.
func inDays(n int) string { return day.In(time.Now()).AddDays(n).String() }

func TestARoleIsLentForATime(t *testing.T) {
	w := newWritingWorld(t)
	grants := w.must("nhansu", `{ user(id: "`+w.userID("nhansu")+`") { grants { id } } }`)
	grant, _ := grants.at("user", "grants", 0, "id").(string)
	lend := fill(`mutation { delegateGrant(input: {clientRequestId: "%id", grant: "%grant", to: "khongquyen", from: "%from", until: "%until", decisionNumber: "3/UQ"}) {
		grant { id user { displayName } delegatedBy { displayName } } } }`, "%grant", grant, "%from", today(t), "%until", inDays(10))
	lent := w.must("nhansu", fill(lend, "%id", "l1"))
	if lent.at("delegateGrant", "grant", "user", "displayName") != "Không quyền" || lent.at("delegateGrant", "grant", "delegatedBy", "displayName") != "nhansu" {
		t.Errorf("lent %s", lent.raw)
	}
	if a := w.ask("nhansu", strings.Replace(fill(lend, "%id", "l2"), "displayName", "openSessions", 1)); len(a.Errors) != 1 {
		t.Errorf("the lender learns %s", a.raw)
	}
	roles := w.must("khongquyen", `{ viewer { roles { role delegatedBy } } staff { totalCount } }`)
	if roles.at("viewer", "roles", 0, "delegatedBy") != "nhansu" || roles.at("staff", "totalCount") != 4.0 {
		t.Errorf("the delegate has %s", roles.raw)
	}
	w.must("khongquyen", fill(declarePhone, "%id", "c1", "%staff", EncodeID("staff", 3), "%name", "phone", "%value", "0912345678"))
	var actor, behalf string
	if err := w.owner.QueryRow(t.Context(), "SELECT actor_name, on_behalf FROM audit_log WHERE action LIKE 'staff.%' ORDER BY id DESC LIMIT 1").Scan(&actor, &behalf); err != nil ||
		actor != "khongquyen" || behalf != "nhansu" {
		t.Errorf("the log names %q for %q, %v", actor, behalf, err)
	}
}

func TestAReviewIsStartedAndDecided(t *testing.T) {
	w := newWritingWorld(t)
	started := w.must("quantri", fill(`mutation { startGrantReview(input: {clientRequestId: "r1", title: "Rà soát quyền 2026", dueOn: "%due"}) {
		review { id total open items(open: true, first: 50) { totalCount edges { node { id mayDecide outcome grant { user { username } reviewDueOn } } } } } } }`,
		"%due", inDays(30)))
	if started.at("startGrantReview", "review", "open") != 6.0 || started.at("startGrantReview", "review", "items", "totalCount") != 6.0 {
		t.Fatalf("started %s", started.raw)
	}
	review, _ := started.at("startGrantReview", "review", "id").(string)
	var items []string
	for _, e := range started.at("startGrantReview", "review", "items", "edges").([]any) {
		node := e.(map[string]any)["node"].(map[string]any)
		own := node["grant"].(map[string]any)["user"].(map[string]any)["username"] == "quantri"
		if node["mayDecide"] == own {
			t.Errorf("quantri may decide: %v", node)
		}
		if !own {
			items = append(items, fmt.Sprintf("%q", node["id"]))
		}
	}
	decided := w.must("quantri", fill(`mutation { decideGrantReviewItems(input: {clientRequestId: "r2", items: [%items], confirm: true}) { review { confirmed open ended } } }`,
		"%items", strings.Join(items, ", ")))
	if decided.at("decideGrantReviewItems", "review", "confirmed") != 5.0 || decided.at("decideGrantReviewItems", "review", "open") != 1.0 {
		t.Errorf("decided %s", decided.raw)
	}
	mine := w.must("lanhdao", fill(`{ grantReview(id: "%id") { items(mine: true, open: true) { edges { node { grant { user { username } reviewedBy } } } } } }`, "%id", review))
	if mine.at("grantReview", "items", "edges", 0, "node", "grant", "user", "username") != "quantri" {
		t.Errorf("left for the leader: %s", mine.raw)
	}
}

func TestWhoSeesWhichUsersAndGrants(t *testing.T) {
	w := newWorld(t)
	w.user("thutruong", policies.AgencyHead, 2, 0)
	outside, missing := w.userID("taichinh"), EncodeID("user", 9999)
	for _, query := range []string{
		`{ user(id: "%") { username } }`,
		`{ grants(filter: {user: "%"}) { totalCount } }`,
		`{ effectiveAccess(user: "%") { rows { self } } }`,
		`mutation { updateUser(input: {clientRequestId: "a", id: "%", version: 1, displayName: "x"}) { user { id } } }`,
		`mutation { endUserSessions(input: {clientRequestId: "a", id: "%"}) { user { id } } }`,
		`mutation { resetPassword(input: {clientRequestId: "a", id: "%", version: 1}) { user { id } password } }`,
		`mutation { disableUser(input: {clientRequestId: "a", id: "%", version: 1, reason: "x"}) { user { id } } }`,
		`mutation { enableUser(input: {clientRequestId: "a", id: "%", version: 1, reason: "x"}) { user { id } } }`,
		`mutation { createGrant(input: {clientRequestId: "a", user: "%", role: "inspector", unit: "` + unitID(2) + `", from: "2026-01-01", decisionNumber: "1"}) { grant { id } } }`,
	} {
		for _, reader := range []string{"thutruong", "nhansu", "khongquyen"} {
			a, b := w.ask(reader, strings.ReplaceAll(query, "%", outside)), w.ask(reader, strings.ReplaceAll(query, "%", missing))
			if a.raw != b.raw || len(a.Errors) != 1 {
				t.Errorf("%s asked %s: %s, of nobody %s", reader, query, a.raw, b.raw)
			}
		}
	}
	outside, missing = EncodeID("grant", 3), EncodeID("grant", 9999)
	for _, query := range []string{
		`mutation { endGrant(input: {clientRequestId: "a", id: "%", on: "2026-12-01", reason: "x"}) { grant { id } } }`,
		`mutation { delegateGrant(input: {clientRequestId: "a", grant: "%", to: "x", from: "2026-12-01", until: "2026-12-02", decisionNumber: "1"}) { grant { id } } }`,
	} {
		for _, reader := range []string{"thutruong", "nhansu", "khongquyen"} {
			a, b := w.ask(reader, strings.ReplaceAll(query, "%", outside)), w.ask(reader, strings.ReplaceAll(query, "%", missing))
			if a.raw != b.raw || len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "NOT_FOUND" {
				t.Errorf("%s asked %s: %s, of nothing %s", reader, query, a.raw, b.raw)
			}
		}
	}
	for reader, want := range map[string]float64{"thutruong": 4, "lanhdao": 7, "quantri": 7} {
		if n := w.must(reader, `{ grants { totalCount } }`).at("grants", "totalCount"); n != want {
			t.Errorf("%s counts %v grants, want %v", reader, n, want)
		}
	}
	w.exec(`UPDATE app_user SET staff_id = 4 WHERE username = 'nhansu'`)
	if a := w.must("thutruong", `{ users(filter: {search: "nhansu"}) { edges { node { staff { code fullName health { status } } } } } }`); a.at("users", "edges", 0, "node", "staff", "code") != "CB004" {
		t.Errorf("the head of the agency sees %s", a.raw)
	}
	if a := w.must("quantri", `{ users(filter: {search: "nhansu"}) { edges { node { staff { code } } } } }`); a.at("users", "edges", 0, "node", "staff") != nil {
		t.Errorf("the administrator sees %s", a.raw)
	}
}

func TestListsOfAccessCostTheSameHoweverLong(t *testing.T) {
	w := newWorld(t)
	const users = `{ users(first: 100) { totalCount edges { node { username state openSessions staff { code fullName coefficient pay { step } } grants { from unit { name } role { label } delegatedBy { displayName } } } } } }`
	const grants = `{ grants(first: 100) { totalCount edges { node { user { displayName } delegatedBy { displayName } unit { name parent { name } } reviewedBy } } } }`
	ask := func(from, to int) [2]int {
		for i := from; i < to; i++ {
			w.user(fmt.Sprintf("them%d", i), policies.AgencyPersonnelOfficer, 1+i%5, 0)
		}
		w.exec(`UPDATE app_user u SET staff_id = m.id FROM staff_member m WHERE u.username = 'them' || m.id AND m.id <> 3`)
		w.exec(fmt.Sprintf(`INSERT INTO role_grant (user_id, role, unit_id, lent_from, valid_from, valid_to, recorded_in)
			SELECT u.id, g.role, g.unit_id, g.grant_no, '2026-01-01', '2027-01-01', 1 FROM role_grant g, app_user u
			WHERE g.role = 'finance_officer' AND g.lent_from IS NULL AND u.username IN ('them%d', 'them%d')`, from, from+1))
		w.must("lanhdao", `{ viewer { username } orgTree { depth } }`) // the rights and the tree are read anew once
		return [2]int{w.must("lanhdao", users).statements, w.must("lanhdao", grants).statements}
	}
	few, many := ask(0, 5), ask(5, 60)
	if few != many {
		t.Errorf("%v statements for few rows, %v for many", few, many)
	}
}

func TestALeaverIsOutWhenTheDecisionIsIssued(t *testing.T) {
	w := newWritingWorld(t)
	w.exec(`INSERT INTO session (secret_sha256, user_id, expires_at) SELECT 'x', id, now() + interval '1 hour' FROM app_user WHERE username = 'canhan'`)
	w.must("lanhdao", fill(strings.Replace(issueHead, "2026-12-01", "2026-11-20", 1), "%id", "l1", "%number", "9", "%issuer", unitID(1), "%lines", `{endAppointment: {staff: "`+EncodeID("staff", 3)+`", reason: "RETIREMENT"}}`))
	var open, sessions, grants, entries int
	err := w.owner.QueryRow(t.Context(), `SELECT count(*) FILTER (WHERE disabled_at IS NULL), (SELECT count(*) FROM session),
			(SELECT count(*) FROM role_grant WHERE user_id = min(u.id) AND known_to = 'infinity' AND valid_to > today()),
			(SELECT count(*) FROM audit_log WHERE action = 'auth.close_leaver' AND actor_name = 'lanhdao' AND detail->>'reason' = 'RETIREMENT' AND detail->>'number' LIKE '9/%')
		FROM app_user u WHERE username = 'canhan'`).Scan(&open, &sessions, &grants, &entries)
	if err != nil || open+sessions+grants != 0 || entries != 1 {
		t.Errorf("open %d, sessions %d, grants %d, entries %d, %v", open, sessions, grants, entries, err)
	}
}
