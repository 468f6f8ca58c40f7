package graph

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"bienche/policies"
)

// The matrix asks about one person, unit and decision inside the reader's scope, and about one outside. Everybody holds
// their role at the department T.A; the staff member is the person inside.
const (
	insider, outsider, nobody       = 1, 5, 9999
	insideUnit, outsideUnit         = 2, 3
	insideDecision, outsideDecision = 101, 105
	noRole, stranger                = "no_role", "stranger"
	firstOwnJob, leadersJob         = 11, 1
)

// readers of the matrix: every role, somebody without one, and a stranger.
func matrixReaders() []string { return append(policies.Roles(), noRole, stranger) }

// userOf is the account of a reader.
func userOf(reader string) string {
	if reader == stranger {
		return ""
	}
	return "vai-" + reader
}

// newMatrixWorld is the small province in which every field of a person's record says something, with an account for
// every reader of the matrix.
func newMatrixWorld(t *testing.T) *world {
	t.Helper()
	w := newScopeWorld(t)
	w.exec(`INSERT INTO org_unit (id, code, recorded_in) VALUES (6, 'T.A.9', 1);
		INSERT INTO org_unit_version (unit_id, parent_id, name, kind, level, valid_from, valid_to, recorded_in, known_from) VALUES
			(6, 1, 'Ban Quản lý khu công nghệ cao', 'DEPARTMENT', 'PROVINCE', '2000-01-01', '2014-01-01', 1, '2015-01-01');
		INSERT INTO org_succession (predecessor_id, successor_id, kind, valid_from, recorded_in) VALUES (6, 2, 'MERGE', '2014-01-01', 1);
		INSERT INTO quota_entry (act, category, giver_id, receiver_id, posts, valid_from, valid_to, decision_id, recorded_in)
			VALUES ('ALLOCATE', 'ADMINISTRATIVE', 1, 2, 1, '2016-01-01', '2017-01-01', 1, 1)`)
	for i := range worldPeople {
		w.fillRecord(i + 1)
	}
	// What the small province was founded with is filled in: a fact is otherwise closed and never edited.
	for table, set := range map[string]string{
		"decision":            `legal_bases = ARRAY['Luật CB00' || id - 100]`,
		"org_unit_version":    `decision_id = 1`,
		"staff_core":          `other_names = 'Tên khác CB00' || staff_id, recruited_on = '2015-01-01', recruited_by = 'Cơ quan CB00' || staff_id, prior_occupation = 'Nghề CB00' || staff_id, strength = 'Sở trường CB00' || staff_id`,
		"staff_identity":      `citizen_id_on = '2021-01-01', old_id = 'CMND CB00' || staff_id, insurance_number = 'BH CB00' || staff_id, religion = 'Không CB00' || staff_id, phone = 'ĐT CB00' || staff_id`,
		"staff_party":         `party_joined_on = '2016-01-01', party_official_on = '2017-01-01', enlisted_on = '2005-01-01', discharged_on = '2007-01-01'`,
		"staff_health":        `height_cm = 160, weight_kg = 50, blood_group = 'O'`,
		"staff_pay":           `decision_id = 100 + staff_id, position_allowance = 0.3`,
		"relative":            `birth_year = 1990`,
		"qualification":       `started_on = '2008-01-01', decision_id = 100 + staff_id`,
		"work_history":        `valid_to = '2012-01-01'`,
		"disciplinary_action": `valid_to = '2018-01-01', decision_id = 100 + staff_id`,
		"appointment":         `decision_id = 100 + staff_id`,
	} {
		w.exec(fmt.Sprintf(`ALTER TABLE %[1]s DISABLE TRIGGER USER; UPDATE %[1]s SET %[2]s; ALTER TABLE %[1]s ENABLE TRIGGER USER`, table, set))
	}
	w.exec(`INSERT INTO rule_choice (id, parameter, unit_id, value, option, holds_from, holds_to, ends, decision_id, proposed_by, recorded_in) OVERRIDING SYSTEM VALUE
			SELECT s.id, s.parameter, 2, s.value, s.option, s.since, s.til, s.ends, 101, u.id, 1 FROM app_user u,
				(VALUES (902, 'reduction.retirement.notice_months', 8, NULL, '2022-01-01'::date, 'infinity'::date, 2),
					(903, 'pay.placement.same_class', NULL, 'KEEP', '2019-01-01', '2025-01-01', NULL)) s (id, parameter, value, option, since, til, ends) WHERE u.username = 'nhansu';
		UPDATE rule_choice SET state = 'APPROVED', decided_by = (SELECT id FROM app_user WHERE username = 'lanhdao'), decided_at = now(), decided_in = 1 WHERE id IN (902, 903)`)
	for i, reader := range matrixReaders() {
		w.addReader(i, reader)
		w.addOwnComputations(i, reader)
	}
	w.addAccounts()
	return w
}

// addAccounts makes an account inside and one outside, each with a role of its own and a lent one, both reviewed.
func (w *world) addAccounts() {
	w.exec(`INSERT INTO app_user (id, username, display_name, staff_id, disabled_at, last_sign_in_at, recorded_in) OVERRIDING SYSTEM VALUE
			VALUES (900, 'trong', 'Tài khoản trong', 2, now(), now(), 1), (901, 'ngoai', 'Tài khoản CB005', 5, now(), now(), 1);
		INSERT INTO role_grant (id, user_id, role, unit_id, decision_number, valid_from, valid_to, recorded_in) OVERRIDING SYSTEM VALUE
			VALUES (900, 900, 'division_head', 2, '1/QĐ', '2015-01-01', '2030-01-01', 1), (901, 901, 'division_head', 3, '2/QĐ', '2015-01-01', '2030-01-01', 1);
		INSERT INTO role_grant (user_id, role, unit_id, valid_from, valid_to, lent_from, recorded_in)
			SELECT CASE u.username WHEN 'nhansu' THEN 900 ELSE 901 END, g.role, g.unit_id, '2016-01-01', '2029-01-01', g.grant_no, 1
			FROM role_grant g JOIN app_user u ON u.id = g.user_id WHERE u.username IN ('nhansu', 'taichinh');
		INSERT INTO grant_review (id, title, started_on, due_on, recorded_in) OVERRIDING SYSTEM VALUE VALUES (900, 'Rà soát', '2026-01-01', '2026-12-31', 1);
		INSERT INTO grant_review_item (review_id, grant_no, recorded_in) VALUES (900, 900, 1), (900, 901, 1);
		UPDATE grant_review_item SET outcome = 'CONFIRMED', note = 'Đúng', decided_at = now(), decided_in = 1, decided_by = (SELECT id FROM app_user WHERE username = 'lanhdao') WHERE review_id = 900;
		INSERT INTO grant_review (id, title, started_on, due_on, recorded_in) OVERRIDING SYSTEM VALUE VALUES (901, 'Rà soát tiếp', '2026-06-01', '2027-12-31', 1);
		INSERT INTO grant_review_item (review_id, grant_no, recorded_in) VALUES (901, 900, 1), (901, 901, 1);
		INSERT INTO session (secret_sha256, user_id, expires_at) SELECT sha256(username::bytea), id, '2040-01-01' FROM app_user`)
}

// fillRecord adds to the record of a person what the scope world leaves empty.
func (w *world) fillRecord(id int) {
	w.exec(fmt.Sprintf(`
		INSERT INTO appointment (staff_id, unit_id, position_id, title, staff_class, category, quota_unit_id, start_reason, end_reason, end_decision_id, valid_from, valid_to, recorded_in)
			VALUES (%[1]d, %[2]d, 1, 'Chức danh cũ CB00%[1]d', 'CIVIL_SERVANT', 'PUBLIC_SERVICE', %[2]d, 'RECRUITMENT', 'TRANSFER_OUT', 100 + %[1]d, '2010-01-01', '2011-01-01', 1);
		INSERT INTO staff_pay (staff_id, grade, step, coefficient, step_since, reason, valid_from, valid_to, recorded_in)
			VALUES (%[1]d, '01.003', 1, 2.34, '2010-01-01', 'RECRUITMENT', '2010-01-01', '2011-01-01', 1);
		INSERT INTO training_class (id, code, title, kind, starts_on, ends_on, recorded_in) OVERRIDING SYSTEM VALUE VALUES (%[1]d, 'L%[1]d', 'Lớp CB00%[1]d', 'STATE_MANAGEMENT', '2017-01-01', '2017-02-01', 1);
		INSERT INTO training_attendance (staff_id, class_id, result, valid_from, valid_to, decision_id, recorded_in) VALUES (%[1]d, %[1]d, 'Đạt CB00%[1]d', '2017-01-01', '2017-02-01', 100 + %[1]d, 1);
		INSERT INTO decision_line (decision_id, ordinal, kind, payload, applied, recorded_in) VALUES (100 + %[1]d, 1, 'staff.appoint', '{"title": "Dòng CB00%[1]d"}', '{}', 1);
		INSERT INTO record_change (id, staff_id, kind, section, payload, evidence, state, declared_by, decided_by, decided_at, decided_in, recorded_in) OVERRIDING SYSTEM VALUE
			SELECT 10 * %[1]d + 4, %[1]d, 'UPDATE', 'QUALIFICATION', jsonb_build_object('fields', jsonb_build_array(jsonb_build_object('name', 'school', 'before', 'Trước CB00%[1]d', 'after', 'Sau CB00%[1]d')),
					'effectiveOn', '2026-01-01', 'target', (SELECT id FROM qualification WHERE staff_id = %[1]d)),
				'Bản sao CB00%[1]d', 'VERIFIED', l.id, n.id, '2026-01-02', 1, 1 FROM app_user l, app_user n WHERE l.username = 'lanhdao' AND n.username = 'nhansu'`,
		id, worldPeople[id-1].unit))
}

// addReader makes the account of a reader, with a job of its own.
func (w *world) addReader(i int, reader string) {
	if reader == stranger {
		return
	}
	self := "NULL"
	if reader == policies.StaffMember {
		self = fmt.Sprint(insider)
	}
	w.exec(fmt.Sprintf(`INSERT INTO app_user (username, display_name, staff_id, recorded_in) VALUES ('%[1]s', '%[1]s', %[2]s, 1);
		INSERT INTO job (id, kind, created_by, params, outcome, state, started_at, finished_at, recorded_in) OVERRIDING SYSTEM VALUE
			SELECT %[3]d, 'exchange.staff', id, '{"fileName": "a.xlsx"}', '{"rowCount": 1, "changedCount": 1, "problem": {"vi": "Lỗi", "en": "Problem"}}', 'FAILED', now(), now(), 1 FROM app_user WHERE username = '%[1]s';
		INSERT INTO job_error (job_id, ordinal, sheet, row, col, value, key) VALUES (%[3]d, 1, 'A', 1, 'B', 'c', 'exchange.mistake')`,
		userOf(reader), self, firstOwnJob+i))
	if reader != noRole {
		w.exec(fmt.Sprintf(`INSERT INTO role_grant (user_id, role, unit_id, valid_from, valid_to, recorded_in)
			SELECT id, '%s', %d, '2015-01-01', '2030-01-01', 1 FROM app_user WHERE username = '%s'`, reader, insideUnit, userOf(reader)))
	}
}

// aimed puts the ids, codes and names of what is inside, outside or nowhere ("missing") into a query.
func aimed(query, where string, reader int) string {
	at := map[string][]any{
		"inside":  {insider, insideUnit, insideDecision, "CB001", "T.A", "Sở Khoa học và Công nghệ", worldPeople[insider-1].name, firstOwnJob + reader, "024190000001", 6, 900, "Tài khoản trong", ownComputation(reader, insider), firstOwnBatch + reader},
		"outside": {outsider, outsideUnit, outsideDecision, "CB005", "T.B", "Sở Xây dựng", worldPeople[outsider-1].name, leadersJob, "024190000005", 5, 901, "Tài khoản CB005", firstOutcome + outsider, leadersBatch},
		"missing": {nobody, nobody, nobody, "CB999", "T.Z", "Sở Không Có", "Không Có Ai", nobody, "024190999999", nobody, nobody, "Không Có Ai", nobody, nobody},
	}[where]
	id := func(kind string, n any) string { return EncodeID(kind, int64(n.(int))) }
	return strings.NewReplacer("%staff", id("staff", at[0]), "%unit", id("unit", at[1]), "%decision", id("decision", at[2]), "%code", at[3].(string),
		"%ucode", at[4].(string), "%uname", at[5].(string), "%name", at[6].(string), "%job", id("job", at[7]), "%gone", id("unit", at[9]), "%user", id("user", at[10]), "%account", at[11].(string),
		"%computation", id("computation", at[12]), "%batch", id("computation_batch", at[13]), "%impact", id("law_impact", at[13]),
		"%citizen", at[8].(string)).Replace(query)
}

// widest is limits under which every field of everything can be asked for at once.
func widest() Limits {
	return Limits{Body: 1 << 24, Nesting: 1000, Tokens: 1 << 20, Name: 1000, Literal: 1 << 20, Depth: 100, Aliases: 100, Directives: 20, Fields: 1000,
		Page: 100, DefaultPage: 50, Cost: 1 << 30, Deadline: time.Minute, Stranger: StrangerLimits{Depth: 100, Aliases: 100, Tokens: 1 << 20}}
}
