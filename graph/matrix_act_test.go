package graph

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/graphql-go/graphql/language/ast"
	"github.com/graphql-go/graphql/language/parser"
	"github.com/pquerna/otp/totp"

	"bienche/internal/decision"
	"bienche/internal/headcount"
	"bienche/internal/lawbook"
	"bienche/internal/org"
	"bienche/internal/platform/jobs"
	"bienche/internal/position"
	"bienche/internal/staff"
	"bienche/policies"
	"bienche/rules"
)

// act is a mutation with arguments that every later rule lets through, so that rights alone decide, and the policy
// lines ("object:act") that it takes, all of them; none for whoever is signed in. Each id of the arguments is the name of
// a target. but are the readers whom another rule refuses all the same, with what.
type act struct {
	name, input, rights string
	but                 map[string]rune
}

// mutation is the root field of an act.
func (a act) mutation() string { name, _, _ := strings.Cut(a.name, ":"); return name }

// issuing is an act that issues a decision with one line.
func issuing(member, line, rights string) act {
	return act{"issueDecision: " + member, `number: "9", symbol: "QĐ-UBND", title: "Quyết định thử", issuer: "%unit", issuedOn: "2026-11-01", effectiveOn: "2026-12-01",
		signerName: "Lê Văn Ký", signerTitle: "Chủ tịch", lines: [{` + member + `: {` + line + `}}]`, "decision.document:issue " + rights, nil}
}

func declaring(section, fields string) act {
	return act{"declareRecordChange: " + section, `staff: "%staff", section: ` + strings.ToUpper(section) + `, evidence: "Đơn", ` + fields,
		"staff." + section + ":declare", nil}
}

func deciding(section, how string) act {
	return act{"decideRecordChange: " + section, `id: "%` + section + `", version: 1, ` + how, "staff." + section + ":verify", nil}
}

// toCompute are the rights that estimating and keeping take.
const (
	estimating = `estimate: {family: ORDINARY_RESIGNATION, policy: IMMEDIATE_SEVERANCE, leavingDate: "2026-12-01", insuredMonths: 120}`
	toCompute  = "staff.computation:compute staff.core:read staff.salary:read calculator:use"
)

const reject = `verify: false, reason: "Không rõ"`

// matrixActs are all mutations, each in all the ways that different rights open. A mutation, and an id among its
// arguments, that is missing here fails the build.
var matrixActs = []act{
	{"analyseLawImpact", `parameter: "reduction.retirement.notice_months", from: "2027-01-01", value: "9", unit: "%unit"`, "rule.impact:read", nil},
	{"cancelJob", `id: "%job"`, "", nil},
	{"changePassword", `current: "` + signInPassword + `", next: "một mật khẩu khác hẳn"`, "", nil},
	{"computeSeparationEstimates", `title: "Đợt", filter: {unit: "%unit", positions: ["%position"]}, ` + estimating, toCompute, nil},
	{"confirmTotp", `code: "%code"`, "", nil},
	{"createGrant", `user: "%user", role: "commune_personnel_officer", unit: "%unit", from: "2026-01-01", decisionNumber: "1"`, "auth.grant:manage", nil},
	{"createUser", `username: "moi", displayName: "Mới"`, "auth.user:manage", nil},
	{"decideGrantReviewItems", `items: ["%item"], confirm: true`, "auth.grant:review", nil},
	deciding("core", reject), deciding("identity", reject), deciding("family", reject), deciding("health", reject), deciding("party", `verify: true`),
	{"decideRuleChoice: approve", `id: "%proposal", version: 1, approve: true`, "rule.choice:approve", nil},
	{"decideRuleChoice: refuse", `id: "%proposal", version: 1, approve: false, reason: "Không rõ"`, "rule.choice:approve", nil},
	declaring("core", `kind: UPDATE, fields: [{name: "strength", value: "Hát"}]`),
	declaring("identity", `kind: UPDATE, fields: [{name: "phone", value: "0912345678"}]`),
	declaring("family", `kind: UPDATE, target: "%entry", fields: [{name: "occupation", value: "Nông dân"}]`),
	declaring("health", `kind: UPDATE, fields: [{name: "status", value: "Tốt"}]`),
	declaring("party", `kind: UPDATE, fields: [{name: "militaryRank", value: "Thiếu úy"}]`),
	{"delegateGrant", `grant: "%ownGrant", to: "khongquyen", from: "%today", until: "%later", decisionNumber: "3/UQ"`, "", map[string]rune{noRole: 'N', // nothing to lend
		policies.SystemAdministrator: 'R', policies.Inspector: 'R', policies.StaffMember: 'R'}},
	{"deleteView", `id: "%view", version: 1`, "", nil},
	{"disableTotp", ``, "", nil},
	{"disableUser", `id: "%user", version: 1, reason: "Nghỉ"`, "auth.user:manage", nil},
	{"enableUser", `id: "%user", version: 1, reason: "Về"`, "auth.user:manage", nil},
	{"endGrant", `id: "%grant", on: "%today", reason: "Điều động"`, "auth.grant:manage", nil},
	{"endOtherSessions", ``, "", nil},
	{"endSession", `id: "%session"`, "", nil},
	{"endUserSessions", `id: "%user"`, "auth.user:manage", nil},
	issuing("appoint", `staff: "%staff", unit: "%below", quotaUnit: "%unit", position: "%position", category: "ADMINISTRATIVE", reason: "TRANSFER"`, "staff.core:issue"),
	issuing("endAppointment", `staff: "%staff", reason: "RETIREMENT"`, "staff.core:issue"),
	issuing("setPay", `staff: "%staff", grade: "01.003", step: 3, reason: "STEP_RAISE"`, "staff.salary:issue"),
	issuing("quota", `act: "TRANSFER", category: "ADMINISTRATIVE", giver: "%unit", receiver: "%below", posts: 1`, "headcount.quota:issue"),
	issuing("establishUnit", `code: "T.A.8", name: "Phòng Mới", kind: "DIVISION", parent: "%unit"`, "org.unit:issue"),
	issuing("changeUnit", `unit: "%below", name: "Phòng Đổi tên", parent: "%unit"`, "org.unit:issue"),
	issuing("dissolveUnit", `unit: "%empty", kind: "MERGE", successors: ["%below"]`, "org.unit:issue"),
	issuing("allowRuleChoice", `parameter: "pay.base_salary"`, "rule.choice:issue"),
	issuing("setSeats", `unit: "%unit", position: "%position", seats: 5`, "position.catalogue:issue"),
	{"keepSeparationEstimate", `staff: "%staff", ` + estimating, toCompute, nil},
	{"proposeRuleChoice", `parameter: "reduction.retirement.notice_months", unit: "%unit", value: "9", from: "2027-01-01", ends: "%chosen", decision: "%decision"`, "rule.choice:propose", nil},
	{"resetPassword", `id: "%user", version: 1`, "auth.user:manage", nil},
	{"saveView: for one's unit", `list: "staff", name: "Mới", search: "q=an", sharing: "UNIT", unit: "%unit"`, "staff.core:read", nil},
	{"saveView: an older one", `id: "%view", version: 1, list: "units", name: "Mới", search: "q=an"`, "org.unit:read", nil},
	{"saveView: for everybody", `list: "units", name: "Mới", search: "q=an", sharing: "ALL"`, "org.unit:read view:share", nil},
	{"startGrantReview", `title: "Rà soát", dueOn: "%later"`, "auth.grant:manage", nil},
	{"startTotp", ``, "", nil},
	{"updateUser", `id: "%user", version: 1, displayName: "Tên mới"`, "auth.user:manage", nil},
	{"withdrawRuleChoice", `id: "%proposal", version: 1`, "rule.choice:propose", nil},
}

// target is what an id names: something inside each reader's reach, and things outside of it; a catalogue that is one for
// all has none.
type target struct {
	kind    string
	inside  func(reader int) int64
	outside []int64
}

func one(id int64) func(int) int64 { return func(int) int64 { return id } }

func each(first int64) func(int) int64 {
	return func(reader int) int64 { return first + int64(reader) }
}

const firstOwnView, firstOwnSession, firstOwnGrant = 7000, 8000, 9000

// matrixTargets are the targets by the names that stand for them.
var matrixTargets = map[string]target{
	"staff": {"staff", one(insider), []int64{outsider, 7}},
	"unit":  {"unit", one(insideUnit), []int64{outsideUnit, 1, 5}}, // beside, above, and dissolved
	"below": {"unit", one(4), []int64{outsideUnit, 1}},
	"empty": {"unit", one(7), []int64{outsideUnit, 5}},
	"core":  {"change", one(11), []int64{51}}, "identity": {"change", one(12), []int64{52}}, "health": {"change", one(13), []int64{53}},
	"family": {"change", one(15), []int64{55}}, "party": {"change", one(16), []int64{56}},
	"entry":    {"entry", one(601), []int64{605}},
	"position": {"position", one(1), nil},
	"decision": {"decision", one(insideDecision), []int64{outsideDecision}},
	"proposal": {"rule_choice", one(910), []int64{911, 4}}, // beside, and above
	"chosen":   {"rule_choice", one(902), []int64{1, 3}},
	"job":      {"job", each(firstOwnJob), []int64{leadersJob}},
	"user":     {"user", one(900), []int64{901}},
	"grant":    {"grant", one(900), []int64{901}},
	"ownGrant": {"grant", each(firstOwnGrant), []int64{901}},
	"item":     {"grant_review_item", one(900), []int64{901}},
	"view":     {"view", each(firstOwnView), []int64{firstOwnView - 1}}, // somebody's private one
	"session":  {"session", each(firstOwnSession), []int64{firstOwnSession - 1}},
}

// newActWorld is the world of the matrix in which everything may be tried and nothing is done: what reaches its commit is
// counted there and refused, so that each act is asked of the same province.
func newActWorld(t *testing.T) (w *world, codes []func() string) {
	t.Setenv("BIENCHE_DATA_DIR", t.TempDir())
	t.Setenv("BIENCHE_PASSWORD_MEMORY_KIB", "64")
	w = newMatrixWorld(t)
	w.exec(`SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 10000) FROM pg_sequences WHERE schemaname = 'public'`) // the world's ids are fixed
	console, err := w.auth.ActAsConsole(t.Context())
	if err == nil {
		err = w.auth.SetPassword(console, "quantri", signInPassword)
	}
	if err != nil {
		t.Fatal(err)
	}
	w.exec(`UPDATE app_user SET password_hash = (SELECT password_hash FROM app_user WHERE username = 'quantri'), disabled_at = NULL;
		ALTER TABLE staff_core DISABLE TRIGGER USER; -- the law of those born before is not loaded
		UPDATE staff_core SET birth_date = '1975-05-06' WHERE staff_id = 1;
		ALTER TABLE staff_core ENABLE TRIGGER USER;
		INSERT INTO org_unit (id, code, recorded_in) VALUES (7, 'T.A.7', 1);
		INSERT INTO org_unit_version (unit_id, parent_id, name, kind, level, valid_from, valid_to, recorded_in, known_from) VALUES
			(7, 2, 'Phòng Trống', 'DIVISION', 'PROVINCE', '2000-01-01', 'infinity', 1, '2015-01-01');
		INSERT INTO relative (id, staff_id, relation, full_name, valid_from, recorded_in) OVERRIDING SYSTEM VALUE
			VALUES (601, 1, 'Em', 'Em một', '2016-01-01', 1), (605, 5, 'Em', 'Em năm', '2016-01-01', 1);
		INSERT INTO record_change (id, staff_id, kind, section, payload, evidence, declared_by, recorded_in) OVERRIDING SYSTEM VALUE
			SELECT 10 * s.staff + s.n, s.staff, 'UPDATE', s.section, '{"fields": [{"name": "militaryRank", "after": "Thiếu úy"}], "effectiveOn": "2026-01-01"}', 'Đơn', u.id, 1
			FROM app_user u, (VALUES (1, 5, 'FAMILY'), (1, 6, 'PARTY'), (5, 5, 'FAMILY'), (5, 6, 'PARTY')) s (staff, n, section) WHERE u.username = 'lanhdao';
		UPDATE job SET state = 'RUNNING', finished_at = NULL;
		INSERT INTO rule_choice (id, parameter, unit_id, value, holds_from, decision_id, proposed_by, recorded_in) OVERRIDING SYSTEM VALUE
			SELECT s.id, 'reduction.retirement.decision_months', s.unit, 4, '2019-01-01', s.decision, u.id, 1 FROM app_user u, (VALUES (910, 2, 101), (911, 3, 105)) s (id, unit, decision) WHERE u.username = 'lanhdao';
		INSERT INTO grant_review (id, title, started_on, due_on, recorded_in) OVERRIDING SYSTEM VALUE VALUES (902, 'Rà soát nữa', '2026-07-01', '2027-12-31', 1);
		INSERT INTO grant_review_item (id, review_id, grant_no, recorded_in) VALUES (900, 902, 900, 1), (901, 902, 901, 1)`)
	w.addOwn("lanhdao", -1)
	for i, reader := range matrixReaders() {
		codes = append(codes, func() string { return "" })
		if reader != stranger {
			w.addOwn(userOf(reader), i)
			codes[i] = w.startTotp(userOf(reader))
		}
	}
	w.exec(`CREATE SEQUENCE done;
		CREATE FUNCTION undo() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN PERFORM nextval('done'); RAISE EXCEPTION 'nothing is done'; END $$;
		CREATE CONSTRAINT TRIGGER undo AFTER INSERT ON audit_log DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION undo()`)
	return w, codes
}

// addOwn gives an account what only its holder may change: a view, a session beside the one that it asks from, and a
// number to its grant.
func (w *world) addOwn(user string, i int) {
	w.t.Helper()
	w.exec(fmt.Sprintf(`INSERT INTO saved_view (id, owner_id, list, name, search, recorded_in) SELECT %d, id, 'units', 'Của riêng', '', 1 FROM app_user WHERE username = '%[4]s';
		INSERT INTO session (id, secret_sha256, user_id, expires_at) SELECT %[2]d, sha256(username::bytea || 'khác'), id, '2040-01-01' FROM app_user WHERE username = '%[4]s';
		ALTER TABLE role_grant DISABLE TRIGGER USER;
		UPDATE role_grant SET grant_no = %[3]d WHERE user_id = (SELECT id FROM app_user WHERE username = '%[4]s');
		ALTER TABLE role_grant ENABLE TRIGGER USER`, firstOwnView+i, firstOwnSession+i, firstOwnGrant+i, user))
}

// startTotp begins to set up one-time codes, and gives what tells the code of the moment.
func (w *world) startTotp(user string) func() string {
	w.t.Helper()
	ctx, _, err := w.auth.BySession(w.t.Context(), user)
	if err != nil {
		w.t.Fatal(err)
	}
	setup, err := w.auth.StartTotp(ctx, "totp")
	if err != nil {
		w.t.Fatal(err)
	}
	return func() string {
		code, err := totp.GenerateCode(setup.Secret, time.Now())
		if err != nil {
			w.t.Fatal(err)
		}
		return code
	}
}

// acts is what the API answered to the acts, and to each id in them that led out of the reader's reach.
type acts struct {
	*world
	codes  []func() string
	asked  int
	rights rights
	rows   []actRow
}

type actRow struct {
	name  string
	marks []rune
}

// readActs asks for every act as every reader, and holds what comes of it against the policies.
func readActs(t *testing.T) []actRow {
	a := &acts{rights: readRights(t)}
	a.world, a.codes = newActWorld(t)
	s := a.services
	s.Decisions = &decision.Service{DB: s.DB, Clock: s.Clock, Appliers: allAppliers(s.Book)}
	if err := jobs.Migrate(t.Context(), a.owner.Config().ConnString()); err != nil {
		t.Fatal(err)
	}
	schema, err := NewSchema(s)
	if err != nil {
		t.Fatal(err)
	}
	a.engine = New(schema, Config{Log: slog.New(slog.DiscardHandler)}) // what is undone comes out as an error of ours
	a.checkAims()
	for _, act := range matrixActs {
		a.try(act)
	}
	return a.rows
}

// try asks for one act: with all ids inside the reader's reach, then with each of them outside, and naming nothing.
func (a *acts) try(act act) {
	a.t.Helper()
	inside := actRow{act.name, nil}
	for i, reader := range matrixReaders() {
		got, mark := a.ask(act, i, nil)
		inside.marks = append(inside.marks, mark)
		if want := a.wants(act, reader); mark != want && (want != 'F' || mark != 'N') {
			a.t.Errorf("%s of %s: %c, the policies say %c: %.300s", act.name, reader, mark, want, got.raw)
		}
	}
	a.rows = append(a.rows, inside)
	for _, aim := range aimsOf(act) {
		target := matrixTargets[aim.target]
		if target.outside == nil {
			continue
		}
		row := actRow{"  " + strings.TrimPrefix(aim.path, "input.") + " outside", nil}
		for i, reader := range matrixReaders() {
			missing, mark := a.ask(act, i, map[int]int64{aim.place: nobody})
			if inside.marks[i] == shown && mark != refusals["NOT_FOUND"] || mark == shown {
				a.t.Errorf("%s of %s, %s naming nothing: %c %.300s", act.name, reader, aim.path, mark, missing.raw)
			}
			for _, id := range target.outside {
				if got, _ := a.ask(act, i, map[int]int64{aim.place: id}); got.raw != missing.raw {
					mark = leak
					a.t.Errorf("%s of %s, %s %s %d: %.300s, for what does not exist %.300s", act.name, reader, aim.path, target.kind, id, got.raw, missing.raw)
				}
			}
			row.marks = append(row.marks, mark)
		}
		a.rows = append(a.rows, row)
	}
}

// wants is what the policies give a reader's act on what lies inside.
func (a *acts) wants(act act, reader string) rune {
	if reader == stranger {
		return refusals["UNAUTHENTICATED"]
	}
	for _, right := range strings.Fields(act.rights) {
		object, verb, _ := strings.Cut(right, ":")
		if !a.rights.may(reader, right) && !a.rights[policies.Permission{Role: reader, Object: object, Act: verb + "_self"}] {
			return refusals["FORBIDDEN"]
		}
	}
	if mark, other := act.but[reader]; other {
		return mark
	}
	return shown
}

// ask does an act as a reader. instead are ids in place of those inside, by their place among the targets.
func (a *acts) ask(act act, reader int, instead map[int]int64) (answer, rune) {
	a.t.Helper()
	a.asked++
	text := fmt.Sprintf(`mutation { %s(input: {clientRequestId: "%d", %s}) { __typename } }`, act.mutation(), a.asked, act.input)
	parts := strings.Split(text, `"%`)
	place := -1
	for n, part := range parts[1:] {
		name, rest, _ := strings.Cut(part, `"`)
		value := map[string]string{"code": "", "today": inDays(0), "later": inDays(10)}[name]
		if name == "code" {
			value = a.codes[reader]()
		}
		if target, ok := matrixTargets[name]; ok {
			place++
			id, other := instead[place]
			if !other {
				id = target.inside(reader)
			}
			value = EncodeID(target.kind, id)
		}
		parts[n+1] = `"` + value + `"` + rest
	}
	before := a.done()
	got := a.askAs(userOf(matrixReaders()[reader]), strings.Join(parts, ""))
	done := a.done() > before
	mark, refused := refusals[got.code()]
	switch {
	case done && got.code() == "INTERNAL":
		mark = shown
	case done || !refused:
		mark = '?'
	}
	return got, mark
}

// askAs asks in the session of a user, "" for a stranger.
func (a *acts) askAs(user, query string) answer {
	a.t.Helper()
	if user == "" {
		return a.world.ask("", query)
	}
	return a.askAt(user, query)
}

// done is how many acts have reached their commit.
func (a *acts) done() (n int) {
	a.t.Helper()
	if err := a.owner.QueryRow(a.t.Context(), "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM done").Scan(&n); err != nil {
		a.t.Fatal(err)
	}
	return n
}

// actAim is an id among the arguments of an act: its path, its place among them, and the target it is aimed at.
type actAim struct {
	path, target string
	place        int
}

// aimsOf are the ids of an act, in the order in which they stand.
func aimsOf(act act) (aims []actAim) {
	doc, err := parser.Parse(parser.ParseParams{Source: "{ f(input: {" + act.input + "}) }"})
	if err != nil {
		panic(err)
	}
	field := doc.Definitions[0].(*ast.OperationDefinition).SelectionSet.Selections[0].(*ast.Field)
	var walk func(path string, v ast.Value)
	walk = func(path string, v ast.Value) {
		switch v := v.(type) {
		case *ast.ObjectValue:
			for _, f := range v.Fields {
				walk(path+"."+f.Name.Value, f.Value)
			}
		case *ast.ListValue:
			for _, item := range v.Values {
				walk(path, item)
			}
		case *ast.StringValue:
			if name, aimed := strings.CutPrefix(v.Value, "%"); aimed && matrixTargets[name].kind != "" {
				aims = append(aims, actAim{path, name, len(aims)})
			}
		}
	}
	walk("input", field.Arguments[0].Value)
	return aims
}

// checkAims holds that every mutation is asked for, and every id in its arguments aimed.
func (a *acts) checkAims() {
	a.t.Helper()
	aimed := map[string]bool{}
	for _, act := range matrixActs {
		aimed[act.mutation()] = true
		for _, aim := range aimsOf(act) {
			aimed[act.mutation()+" "+aim.path] = true
		}
	}
	for name, f := range a.engine.schema.MutationType().Fields() {
		if !aimed[name] {
			a.t.Errorf("the matrix does not ask for the mutation %s: matrixActs wants a line for it", name)
		}
		for _, arg := range f.Args {
			for _, path := range idsIn(arg.Name(), arg.Type) {
				if !aimed[name+" "+path] {
					a.t.Errorf("the matrix aims %s of the mutation %s at nothing: matrixActs wants a target there", path, name)
				}
			}
		}
	}
}

// allAppliers are what gives each line of a decision its effect.
func allAppliers(book *rules.Book) map[string]decision.Applier {
	posts, units := &staff.Posts{Book: book}, &org.Changes{Book: book}
	return map[string]decision.Applier{
		decision.KindAppoint: decision.Apply(posts.Appoint), decision.KindEndAppointment: decision.Apply(posts.EndAppointment),
		decision.KindSetPay: decision.Apply(posts.SetPay), decision.KindQuota: decision.Apply((&headcount.Changes{Book: book}).Apply),
		decision.KindEstablish: decision.Apply(units.Establish), decision.KindChange: decision.Apply(units.Change),
		decision.KindDissolve: decision.Apply(units.Dissolve), decision.KindSetSeats: decision.Apply(position.SetSeats),
		decision.KindAllowChoice: decision.Apply((&lawbook.Service{Book: book}).Allow),
	}
}
