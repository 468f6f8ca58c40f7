package graph

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"bienche/policies"
)

// A random province of which everything is known in plain values. Every text of every fact holds a marker that names its
// owner and the group it belongs to, such as ~p7:core~, so that a look at the bytes of an answer tells what was told.
// Days are text: they compare as they read.
type province struct {
	book      *policies.Book
	units     []*fakeUnit // by id, from 1
	people    []*fakePerson
	users     []*fakeUser
	decisions []fakeDecision
	quotas    []fakeQuota
}

type fakeUnit struct {
	id, above, heir   int // above is the unit it hangs under today, or did last; heir took over, 0 for none
	earlier           int // the unit it hung under before 2019; 0 when it never moved
	dissolved         string
	seatsBy, groundBy int // decisions behind its seats and its version
}

type fakePost struct {
	unit, quota, decision, ended int
	from, to                     string
	superseded                   bool   // no longer held true
	kind                         string // MAIN, CONCURRENT, SECONDMENT
}

type fakePerson struct {
	id    int
	posts []fakePost
	// grounds are the decisions behind facts, by group.
	grounds map[string]int
	changes []string // sections of declared changes
}

type fakeDecision struct{ id, issuer int }

type fakeQuota struct{ id, giver, receiver, decision int }

// fakeGrant is a role at a unit; now tells whether it is in force.
type fakeGrant struct {
	no, lent int // its number, and that of the grant it was lent from; 0 for none
	role     string
	unit     int
	from, to string
	closed   bool
}

func (g fakeGrant) now() bool { return g.from <= oracleToday && oracleToday < g.to && !g.closed }

type fakeUser struct {
	id, staff int
	grants    []fakeGrant
}

const (
	oracleToday = "2026-11-21"
	forever     = "infinity"
)

// days are the days that things begin on, all far from today, whatever day the tests run on.
var pastDays = []string{"2011-03-01", "2014-07-01", "2016-01-01", "2018-05-01", "2021-01-01", "2024-01-01"}

func drawProvince(r *rand.Rand, book *policies.Book) *province {
	p := &province{book: book}
	for id := 1; id <= 14; id++ {
		u := &fakeUnit{id: id}
		if id > 1 {
			u.above = 1 + r.IntN(id-1)
			if r.IntN(4) == 0 {
				u.earlier = 1 + r.IntN(id-1)
			}
		}
		p.units = append(p.units, u)
	}
	for id := 14; id > 8; id-- { // leaves are dissolved from below, so that nothing hangs under a dissolved unit
		if r.IntN(2) == 0 && !p.hasBelow(id) {
			u := p.units[id-1]
			u.dissolved = pastDays[3+r.IntN(3)]
			if r.IntN(3) > 0 {
				u.heir = 1 + r.IntN(8)
			}
		}
	}
	for id := 1; id <= 40; id++ {
		p.decisions = append(p.decisions, fakeDecision{id, 1 + r.IntN(14)})
	}
	for _, u := range p.units {
		u.seatsBy, u.groundBy = 1+r.IntN(40), 1+r.IntN(40)
	}
	for id := 1; id <= 10; id++ {
		p.quotas = append(p.quotas, fakeQuota{id, 1, 2 + r.IntN(7), 1 + r.IntN(40)})
	}
	for id := 1; id <= 24; id++ {
		p.people = append(p.people, p.drawPerson(r, id))
	}
	for id := 1; id <= 24; id++ {
		p.users = append(p.users, p.drawUser(r, id))
	}
	p.lend(r)
	return p
}

// lend lets some users have a role that another holds, for some years.
func (p *province) lend(r *rand.Rand) {
	for _, u := range p.users {
		of := p.users[r.IntN(len(p.users))]
		if r.IntN(3) > 0 || of == u || len(of.grants) == 0 {
			continue
		}
		g := of.grants[r.IntN(len(of.grants))]
		mixes := slices.ContainsFunc(u.grants, func(o fakeGrant) bool { return o.role == g.role || p.book.Exclude(o.role, g.role) })
		if mixes || !g.now() || g.lent != 0 || !p.book.MayLend(g.role) {
			continue
		}
		from := []string{"2020-01-01", "2030-01-01"}[r.IntN(2)]
		u.grants = append(u.grants, fakeGrant{no: u.id*10 + 9, lent: g.no, role: g.role, unit: g.unit, from: from, to: "2035-01-01"})
	}
}

// hasBelow tells whether a unit that stands hangs, or once hung, under the unit.
func (p *province) hasBelow(id int) bool {
	for _, u := range p.units {
		if u.dissolved == "" && u.above == id || u.earlier == id {
			return true
		}
	}
	return false
}

// drawPerson gives a person posts that follow each other, some once held true in another unit, some in the future.
func (p *province) drawPerson(r *rand.Rand, id int) *fakePerson {
	person := &fakePerson{id: id, grounds: map[string]int{}}
	for at := r.IntN(3); at < len(pastDays); at += 1 + r.IntN(3) {
		unit := p.units[r.IntN(14)]
		post := fakePost{unit: unit.id, quota: unit.id, decision: r.IntN(41), from: pastDays[at], to: forever, kind: "MAIN"}
		if r.IntN(4) == 0 {
			post.quota = 1 + r.IntN(14)
		}
		if n := len(person.posts); n > 0 {
			person.posts[n-1].to, person.posts[n-1].ended = post.from, r.IntN(41)
		}
		person.posts = append(person.posts, post)
	}
	if last := &person.posts[len(person.posts)-1]; r.IntN(5) == 0 {
		last.to, last.ended = "2025-01-01", r.IntN(41) // has left
	} else if r.IntN(6) == 0 {
		last.to = "2040-01-01"
		person.posts = append(person.posts, fakePost{unit: 1 + r.IntN(14), quota: 1, from: "2040-01-01", to: forever, kind: "MAIN"})
	}
	if r.IntN(3) == 0 {
		person.posts = append(person.posts, fakePost{unit: 1 + r.IntN(14), quota: 1, from: "2012-01-01", to: forever, superseded: true, kind: "MAIN"})
	}
	if r.IntN(4) == 0 {
		person.posts = append(person.posts, fakePost{unit: 1 + r.IntN(14), quota: 1, from: "2019-01-01", to: forever, kind: "CONCURRENT"})
	}
	if n := r.IntN(6); n < 3 { // lent to another unit: now, once, or never
		to := []string{forever, "2024-01-01", "2041-01-01"}[n]
		person.posts = append(person.posts, fakePost{unit: 1 + r.IntN(14), quota: 1, from: "2020-01-01", to: to, kind: "SECONDMENT"})
	}
	for _, group := range []string{"salary", "discipline", "core"} {
		person.grounds[group] = r.IntN(41)
	}
	for _, section := range []string{"CORE", "IDENTITY", "PARTY", "HEALTH", "FAMILY", "QUALIFICATION", "WORK_HISTORY"} {
		if r.IntN(2) == 0 {
			person.changes = append(person.changes, section)
		}
	}
	return person
}

// drawUser gives a user up to three roles, some of them over or not begun.
func (p *province) drawUser(r *rand.Rand, id int) *fakeUser {
	u := &fakeUser{id: id}
	if r.IntN(2) == 0 {
		u.staff = id // one account for one person
	}
	for range []int{0, 1, 1, 1, 2, 2, 2, 3, 3, 3}[r.IntN(10)] {
		g := fakeGrant{no: id*10 + len(u.grants), role: policies.Roles()[r.IntN(len(policies.Roles()))], unit: 1 + r.IntN(14), from: "2016-01-01", to: forever, closed: r.IntN(8) == 0}
		if r.IntN(4) == 0 {
			g.unit = p.people[r.IntN(24)].home()
		}
		switch r.IntN(8) {
		case 0:
			g.to = "2024-01-01"
		case 1:
			g.from = "2040-01-01"
		}
		if !slices.ContainsFunc(u.grants, func(o fakeGrant) bool { return o.role == g.role && o.unit == g.unit || p.book.Exclude(o.role, g.role) }) {
			u.grants = append(u.grants, g)
		}
	}
	return u
}

// groupsOfText are the text columns of a record by group, each filled with its marker.
var groupsOfText = []struct{ group, insert string }{
	{"core", `INSERT INTO staff_core (staff_id, full_name, name_id, sort_name, other_names, birth_date, sex, recruited_on, recruited_by, prior_occupation, strength, valid_from, recorded_in, known_from)
		VALUES (%[1]d, 'Nguyễn %[2]s', %[1]d, 'sort%[1]d', '%[2]s', DATE '1960-01-01' + %[1]d, 'MALE', '2011-01-01', '%[2]s', '%[2]s', '%[2]s', '1960-01-01', 1, '2011-01-01')`},
	{"core", `INSERT INTO work_history (staff_id, content, valid_from, recorded_in) VALUES (%[1]d, '%[2]s', '2005-01-01', 1)`},
	{"core", `INSERT INTO qualification (staff_id, kind, school, major, level, valid_from, recorded_in) VALUES (%[1]d, 'GENERAL', '%[2]s', '%[2]s', '%[2]s', '2005-01-01', 1)`},
	{"core", `INSERT INTO training_class (id, code, title, kind, starts_on, ends_on, recorded_in) OVERRIDING SYSTEM VALUE VALUES (%[1]d, 'L%[1]d', '%[2]s', 'IT', '2017-01-01', '2017-02-01', 1);
		INSERT INTO training_attendance (staff_id, class_id, result, valid_from, recorded_in) VALUES (%[1]d, %[1]d, '%[2]s', '2017-01-01', 1)`},
	{"core", `INSERT INTO commendation (staff_id, form, reason, valid_from, decision_id, recorded_in) VALUES (%[1]d, '%[2]s', '%[2]s', '2018-01-05', nullif(%[3]d, 0), 1)`},
	{"identity", `INSERT INTO staff_identity (staff_id, citizen_id, old_id, insurance_number, religion, birth_place, home_town, permanent_residence, current_residence, phone, email, valid_from, recorded_in)
		VALUES (%[1]d, '0241' || lpad('%[1]d', 8, '0'), '%[2]s', '%[2]s', '%[2]s', '%[2]s', '%[2]s', '%[2]s', '%[2]s', '%[2]s', '%[2]s', '2011-01-01', 1)`},
	{"identity", `INSERT INTO staff_identity (staff_id, home_town, valid_from, known_from, known_to, closed_in, recorded_in) VALUES (%[1]d, '%[2]s', '2011-01-01', '2012-01-01', '2013-01-01', 1, 1)`},
	{"party", `INSERT INTO staff_party (staff_id, organisations, military_rank, state_title, policy_family, valid_from, recorded_in) VALUES (%[1]d, '%[2]s', '%[2]s', '%[2]s', '%[2]s', '2011-01-01', 1)`},
	{"health", `INSERT INTO staff_health (staff_id, status, blood_group, valid_from, recorded_in) VALUES (%[1]d, '%[2]s', '%[2]s', '2011-01-01', 1)`},
	{"family", `INSERT INTO relative (staff_id, relation, full_name, home_town, occupation, workplace, residence, valid_from, recorded_in) VALUES (%[1]d, '%[2]s', '%[2]s', '%[2]s', '%[2]s', '%[2]s', '%[2]s', '2011-01-01', 1)`},
	{"salary", `INSERT INTO staff_pay (staff_id, grade, step, coefficient, step_since, reason, valid_from, decision_id, recorded_in) VALUES (%[1]d, '01.003', 2, 5 + %[1]d / 100.0, '2014-01-01', 'STEP_RAISE', '2014-01-01', nullif(%[3]d, 0), 1)`},
	{"evaluation", `INSERT INTO staff_rating (staff_id, year, level, label, valid_from, valid_to, recorded_in) VALUES (%[1]d, 2019, 'GOOD', '%[2]s', '2019-01-01', '2020-01-01', 1)`},
	{"discipline", `INSERT INTO disciplinary_action (staff_id, form, conduct, valid_from, decision_id, recorded_in) VALUES (%[1]d, 'REPRIMAND', '%[2]s', '2017-01-01', nullif(%[3]d, 0), 1)`},
}

// groupOfSection is the group that guards a section of declared changes.
var groupOfSection = map[string]string{"CORE": "core", "IDENTITY": "identity", "PARTY": "party", "HEALTH": "health", "FAMILY": "family",
	"QUALIFICATION": "core", "WORK_HISTORY": "core"}

func marker(kind string, id int, group string) string {
	return fmt.Sprintf("~%s%d:%s~", kind, id, group)
}

// store writes the province into a fresh database.
func (p *province) store(t *testing.T) *world {
	w := newEmptyWorld(t)
	var b strings.Builder
	add := func(format string, args ...any) { fmt.Fprintf(&b, format+";\n", args...) }
	b.WriteString(`INSERT INTO unit_kind VALUES ('DEPARTMENT') ON CONFLICT DO NOTHING; INSERT INTO headcount_category VALUES ('ADMINISTRATIVE') ON CONFLICT DO NOTHING;
		INSERT INTO grade VALUES ('01.003') ON CONFLICT DO NOTHING;
		INSERT INTO audit_log (id, actor_name, action) OVERRIDING SYSTEM VALUE VALUES (1, 'test', 'test.world');
		INSERT INTO job_position (id, code, recorded_in) VALUES (1, 'CV-01', 1);
		INSERT INTO job_position_version (position_id, name, group_code, staff_class, valid_from, recorded_in) VALUES (1, 'Chuyên viên', 'PROFESSIONAL', 'CIVIL_SERVANT', '2013-01-01', 1);
		`)
	for _, u := range p.units {
		add(`INSERT INTO org_unit (id, code, recorded_in) VALUES (%d, 'U%02d', 1)`, u.id, u.id)
	}
	for _, d := range p.decisions {
		m := marker("d", d.id, "")
		add(`INSERT INTO decision (id, number, symbol, kind, title, issuer_unit_id, signer_name, note, legal_bases, issued_on, effective_on, state, recorded_in) OVERRIDING SYSTEM VALUE
			VALUES (%d, '%d', 'QĐ', 'QUOTA', '%s', %d, '%s', '%s', ARRAY['%s'], '2011-01-05', '2011-01-05', 'ISSUED', 1)`, d.id, d.id, m, d.issuer, m, m, m)
		add(`INSERT INTO decision_line (decision_id, ordinal, kind, payload, applied, recorded_in) VALUES (%d, 1, 'staff.appoint', '{"title": "%s"}', '{}', 1)`, d.id, m)
	}
	p.storeUnits(add)
	for _, person := range p.people {
		person.store(add)
	}
	w.exec(b.String())
	b.Reset()
	for _, u := range p.users {
		u.store(add)
	}
	for _, u := range p.users {
		u.storeGrants(add, true)
	}
	p.storeChanges(add)
	p.storeComputations(add)
	w.exec(b.String())
	w.build()
	w.engine.limits = widest()
	w.engine.log = slog.New(slog.DiscardHandler) // what fails is made smaller by asking again and again
	return w
}

func (p *province) storeUnits(add func(string, ...any)) {
	version := func(u *fakeUnit, above int, from, to string) {
		parent := "NULL"
		if above != 0 {
			parent = fmt.Sprint(above)
		}
		add(`INSERT INTO org_unit_version (unit_id, parent_id, name, short_name, kind, level, valid_from, valid_to, decision_id, recorded_in, known_from)
			VALUES (%d, %s, 'Sở %s', '%s', 'DEPARTMENT', 'PROVINCE', '%s', '%s', %d, 1, '2011-01-01')`,
			u.id, parent, marker("u", u.id, ""), marker("u", u.id, ""), from, to, u.groundBy)
	}
	for _, u := range p.units {
		to, from := forever, "2000-01-01"
		if u.dissolved != "" {
			to = u.dissolved
		}
		if u.earlier != 0 && "2015-01-01" < to {
			version(u, u.earlier, from, "2015-01-01")
			from = "2015-01-01"
		}
		version(u, u.above, from, to)
	}
	for _, u := range p.units {
		if u.heir != 0 {
			add(`INSERT INTO org_succession (predecessor_id, successor_id, kind, valid_from, recorded_in) VALUES (%d, %d, 'MERGE', '%s', 1)`, u.id, u.heir, u.dissolved)
		}
		add(`INSERT INTO unit_position (unit_id, position_id, seats, valid_from, decision_id, recorded_in) VALUES (%d, 1, 4, '2011-01-01', %d, 1)`, u.id, u.seatsBy)
	}
	add(`INSERT INTO quota_entry (id, act, category, receiver_id, posts, valid_from, decision_id, recorded_in, note) OVERRIDING SYSTEM VALUE
		VALUES (100, 'ALLOCATE', 'ADMINISTRATIVE', 1, 500, '2011-01-01', 1, 1, '%s')`, marker("q", 100, ""))
	for _, q := range p.quotas {
		add(`INSERT INTO quota_entry (id, act, category, giver_id, receiver_id, posts, valid_from, decision_id, recorded_in, note) OVERRIDING SYSTEM VALUE
			VALUES (%d, 'ALLOCATE', 'ADMINISTRATIVE', %d, %d, 3, '2012-01-01', %d, 1, '%s')`, q.id, q.giver, q.receiver, q.decision, marker("q", q.id, ""))
	}
}

func (f *fakePerson) store(add func(string, ...any)) {
	add(`INSERT INTO staff_name (id, name) OVERRIDING SYSTEM VALUE VALUES (%[1]d, 'Nguyễn %[2]s'); INSERT INTO staff_member (id, code, recorded_in) OVERRIDING SYSTEM VALUE VALUES (%[1]d, 'CB%03[1]d', 1)`,
		f.id, marker("p", f.id, "core"))
	for _, g := range groupsOfText {
		sql := strings.ReplaceAll(strings.ReplaceAll(g.insert, "%[1]d", fmt.Sprint(f.id)), "%[2]s", marker("p", f.id, g.group))
		add("%s", strings.ReplaceAll(sql, "%[3]d", fmt.Sprint(f.grounds[g.group])))
	}
	posts := slices.Clone(f.posts)
	slices.SortStableFunc(posts, func(a, b fakePost) int { // what was once held true is recorded and closed first
		return strings.Compare(fmt.Sprint(b.superseded), fmt.Sprint(a.superseded))
	})
	for _, post := range posts {
		reason := ""
		if post.to != forever {
			reason = "TRANSFER_OUT"
		}
		add(`INSERT INTO appointment (staff_id, unit_id, position_id, title, kind, staff_class, category, quota_unit_id, start_reason, end_reason, end_decision_id, decision_id, valid_from, valid_to, recorded_in, known_from)
			VALUES (%d, %d, 1, '%s', '%s', 'CIVIL_SERVANT', 'ADMINISTRATIVE', %d, 'RECRUITMENT', '%s', nullif(%d, 0), nullif(%d, 0), '%s', '%s', 1, '2011-01-01')`,
			f.id, post.unit, marker("p", f.id, "core"), post.kind, post.quota, reason, post.ended, post.decision, post.from, post.to)
		if post.superseded {
			add(`UPDATE appointment SET known_to = now(), closed_in = 1 WHERE staff_id = %d AND known_to = 'infinity'`, f.id)
		}
	}
}

func (u *fakeUser) store(add func(string, ...any)) {
	staff := "NULL"
	if u.staff != 0 {
		staff = fmt.Sprint(u.staff)
	}
	add(`INSERT INTO app_user (id, username, display_name, staff_id, recorded_in) OVERRIDING SYSTEM VALUE VALUES (%[1]d, 'user%[1]d', '%[3]s', %[2]s, 1)`, u.id, staff, marker("a", u.id, ""))
	add(`INSERT INTO job (id, kind, created_by, params, recorded_in) OVERRIDING SYSTEM VALUE VALUES (%[1]d, 'exchange.staff', %[1]d, '{"fileName": "%[2]s"}', 1);
		INSERT INTO job_error (job_id, ordinal, sheet, row, col, value, key) VALUES (%[1]d, 1, '%[2]s', 1, 'A', '%[2]s', 'x')`, u.id, marker("j", u.id, ""))
	u.storeGrants(add, false)
}

// storeGrants writes a user's own grants, or those lent by others, which must be there before.
func (u *fakeUser) storeGrants(add func(string, ...any), lent bool) {
	for _, g := range u.grants {
		known, values := "known_from", "'2015-01-01'"
		if g.closed {
			known, values = "known_from, known_to, closed_in", "'2015-01-01', '2017-01-01', 1"
		}
		if (g.lent != 0) == lent {
			add(`INSERT INTO role_grant (id, lent_from, user_id, role, unit_id, valid_from, valid_to, recorded_in, %s) OVERRIDING SYSTEM VALUE VALUES (%d, nullif(%d, 0), %d, '%s', %d, '%s', '%s', 1, %s)`,
				known, g.no, g.lent, u.id, g.role, g.unit, g.from, g.to, values)
		}
	}
}

func (p *province) storeChanges(add func(string, ...any)) {
	for _, person := range p.people {
		for i, section := range person.changes {
			m := marker("p", person.id, groupOfSection[section])
			add(`INSERT INTO record_change (id, staff_id, kind, section, payload, evidence, declared_by, recorded_in) OVERRIDING SYSTEM VALUE
				VALUES (%d, %d, 'UPDATE', '%s', '{"fields": [{"name": "x", "before": "%s", "after": "%s"}], "effectiveOn": "2026-01-01"}', '%s', %d, 1)`,
				person.id*10+i, person.id, section, m, m, m, person.declaredBy(i))
		}
	}
}

// storeComputations keeps two computations of each person, one refused and one with an outcome, in batches of which each user
// has one, and for each user an impact on all those with an outcome.
func (p *province) storeComputations(add func(string, ...any)) {
	for _, u := range p.users {
		add(`INSERT INTO computation_batch (id, job_id, calculator, title, unit_id, filter, ask, created_by, recorded_in) OVERRIDING SYSTEM VALUE
			VALUES (%[1]d, %[1]d, 'separationBenefit', '%[2]s', %[3]d, '{}', '{}', %[1]d, 1)`, u.id, marker("b", u.id, ""), batchUnit(u.id))
		add(`INSERT INTO law_impact (id, job_id, parameter, holds_from, supposed, created_by, recorded_in) OVERRIDING SYSTEM VALUE
			VALUES (%[1]d, %[1]d, 'pay.base_salary', '2025-01-01', '%[2]s', %[1]d, 1)`, u.id, marker("i", u.id, ""))
	}
	for _, f := range p.people {
		m := marker("p", f.id, "computation")
		problem := fmt.Sprintf(`{"code": "x", "record": true, "text": ["%[1]s", "%[1]s"]}`, m)
		add(`INSERT INTO computation (id, batch_id, staff_id, unit_id, calculator, case_day, input, result, regime, outcome, problem, made_by, recorded_in) OVERRIDING SYSTEM VALUE VALUES
			(%[2]d, 1 + %[1]d %% 6, %[1]d, nullif(%[3]d, 0), 'separationBenefit', '2026-12-01', '{}', 'REFUSED', '', NULL, '%[4]s', %[6]d, 1),
			(%[2]d + 1, 7 + %[1]d %% 6, %[1]d, NULL, 'separationBenefit', '2026-12-01', '{}', 'INELIGIBLE', '%[5]s', '{"leavingDate": "2026-12-01", "regime": {"document": "x", "from": "2020-01-01"}, "reasons": [{"code": "X", "text": ["%[5]s", "%[5]s"]}]}', NULL, %[6]d, 1)`,
			f.id, 2*f.id-1, f.home(), problem, m, f.computedBy())
		for _, u := range p.users {
			add(`INSERT INTO law_impact_item (impact_id, computation_id, staff_id, result_base, total_base, result_after, total_after, problem_after, recorded_in)
				VALUES (%d, %d, %d, 'ELIGIBLE', 1, 'REFUSED', 0, '%s', 1)`, u.id, 2*f.id, f.id, problem)
		}
	}
}

// computedBy is the user who made the computations of a person, batchUnit the unit of a user's batch.
func (f *fakePerson) computedBy() int { return 1 + (f.id*7)%24 }

func batchUnit(user int) int { return 1 + (user*5)%14 }

// declaredBy is the user who declared a change.
func (f *fakePerson) declaredBy(change int) int { return 1 + (f.id+change)%24 }

// asUser is a context in which a user asks.
func (w *world) asUser(id int) context.Context {
	ctx, err := w.auth.ActAs(context.Background(), int64(id))
	if err != nil {
		w.t.Errorf("user %d: %v", id, err)
	}
	return ctx
}
