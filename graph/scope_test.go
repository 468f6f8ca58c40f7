package graph

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/graphql-go/graphql"
)

// newScopeWorld is the small province with a whole record for everybody, of which every text holds the person's code,
// and with limits wide enough to ask for every field at once.
func newScopeWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	for i, p := range worldPeople {
		w.exec(fmt.Sprintf(`
			INSERT INTO decision (id, number, symbol, kind, title, issuer_unit_id, signer_name, issued_on, effective_on, state, recorded_in) OVERRIDING SYSTEM VALUE
				VALUES (100 + %[1]d, '%[1]d', 'QĐ-CB', 'COMMENDATION', 'Khen thưởng CB00%[1]d', %[2]d, 'Người ký CB00%[1]d', '2018-01-05', '2018-01-05', 'ISSUED', 1);
			INSERT INTO commendation (staff_id, form, reason, valid_from, decision_id, recorded_in) VALUES (%[1]d, 'Bằng khen', 'Thành tích CB00%[1]d', '2018-01-05', 100 + %[1]d, 1);
			INSERT INTO disciplinary_action (staff_id, form, conduct, valid_from, recorded_in) VALUES (%[1]d, 'REPRIMAND', 'Vi phạm CB00%[1]d', '2017-01-01', 1);
			INSERT INTO staff_party (staff_id, organisations, valid_from, recorded_in) VALUES (%[1]d, 'Công đoàn CB00%[1]d', '2016-01-01', 1);
			INSERT INTO staff_health (staff_id, status, valid_from, recorded_in) VALUES (%[1]d, 'Sức khoẻ CB00%[1]d', '2016-01-01', 1);
			INSERT INTO relative (staff_id, relation, full_name, valid_from, recorded_in) VALUES (%[1]d, 'Con', 'Con của CB00%[1]d', '2016-01-01', 1);
			INSERT INTO work_history (staff_id, content, valid_from, recorded_in) VALUES (%[1]d, 'Trước đây CB00%[1]d', '2010-01-01', 1);
			INSERT INTO qualification (staff_id, kind, school, valid_from, recorded_in) VALUES (%[1]d, 'GENERAL', 'Trường CB00%[1]d', '2010-01-01', 1);
			INSERT INTO record_change (id, staff_id, kind, section, payload, evidence, declared_by, recorded_in) OVERRIDING SYSTEM VALUE
				SELECT 10 * %[1]d + s.n, %[1]d, 'UPDATE', s.section, '{"fields": [{"name": "x", "after": "Sau CB00%[1]d"}], "effectiveOn": "2026-01-01"}', 'Đơn CB00%[1]d', u.id, 1
				FROM app_user u, (VALUES (1, 'CORE'), (2, 'IDENTITY'), (3, 'HEALTH')) s (n, section) WHERE u.username = 'lanhdao'`, i+1, p.unit))
	}
	w.exec(`INSERT INTO job (id, kind, created_by, params, recorded_in) OVERRIDING SYSTEM VALUE
		SELECT CASE username WHEN 'lanhdao' THEN 1 ELSE 2 END, 'exchange.staff', id, jsonb_build_object('fileName', 'tệp của ' || username), 1
		FROM app_user WHERE username IN ('lanhdao', 'nhansu')`)
	w.exec(`INSERT INTO saved_view (owner_id, list, name, search, sharing, unit_id, recorded_in)
		SELECT u.id, 'staff', s.name, 'q=nguyen', s.sharing, s.unit, 1 FROM app_user u, (VALUES ('Riêng tôi', 'PRIVATE', NULL::bigint),
			('Cho tất cả', 'ALL', NULL), ('Cho Sở Khoa học', 'UNIT', 2)) s (name, sharing, unit) WHERE u.username = 'lanhdao'`)
	w.exec(`INSERT INTO rule_choice (id, parameter, unit_id, value, holds_from, holds_to, decision_id, note, proposed_by, recorded_in) OVERRIDING SYSTEM VALUE
			SELECT s.id, 'reduction.retirement.notice_months', s.unit, 7, '2019-01-01', s.til, s.decision, s.note, u.id, 1 FROM app_user u,
				(VALUES (1, 1, 'infinity'::date, 1, 'Của tỉnh'), (2, 2, '2022-01-01', 1, 'Của Sở Khoa học'), (3, 3, 'infinity', 105, 'Của CB005'),
					(4, 1, 'infinity', 1, 'Chưa duyệt CB007')) s (id, unit, til, decision, note) WHERE u.username = 'nhansu';
		UPDATE rule_choice SET state = 'APPROVED', decided_by = (SELECT id FROM app_user WHERE username = 'lanhdao'), decided_at = now(), decided_in = 1 WHERE id < 4`)
	w.exec(`INSERT INTO grant_review (id, title, started_on, due_on, recorded_in) OVERRIDING SYSTEM VALUE VALUES (1, 'Rà soát', '2026-11-01', '2026-12-31', 1);
		INSERT INTO grant_review_item (review_id, grant_no, recorded_in) SELECT 1, grant_no, 1 FROM role_grant`)
	w.addComputations(t)
	w.engine.limits = Limits{Body: 1 << 24, Nesting: 1000, Tokens: 1 << 20, Name: 1000, Literal: 1 << 20, Depth: 100, Aliases: 100, Directives: 20, Fields: 1000,
		Page: 100, DefaultPage: 50, Cost: 1 << 30, Deadline: time.Minute, Stranger: StrangerLimits{Depth: 100, Aliases: 100, Tokens: 1 << 20}}
	return w
}

// scopeReaders are the readers of these tests with the people they may see, by number, and the units and people they
// are refused: those above and beside their own, and those of a code that begins like theirs.
var scopeReaders = []struct {
	user          string
	sees          []int
	units, people []int64
}{
	{"nhansu", []int{1, 2, 3, 4}, []int64{1, 3, 5, 23}, []int64{5, 6, 7}},
	{"truongphong", []int{4}, []int64{1, 2, 3, 23}, []int64{1, 5, 7}},
	{"taichinh", []int{5, 6}, []int64{1, 2, 4, 23}, []int64{1, 4, 7}}, // T.B took over T.C
	{"canhan", []int{3}, []int64{1, 3, 23}, []int64{1, 4, 7}},
	{"quantri", nil, nil, []int64{1, 5}},
	{"khongquyen", nil, []int64{1, 2}, []int64{1, 5}},
}

// scopeCases ask every root field in ways that aim outside. want is what stands at the end of path for each of the
// readers in order, or the code of the refusal; - is nothing.
var scopeCases = []struct{ field, args, path, want string }{
	{"viewer", ``, "staff/code", "- | - | - | CB003 | - | -"},
	{"orgTree", ``, "unit/code", "T.A,T.A.1 | T.A.1 | T.B | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"orgTree", ``, "subtreePresent", "4,1 | 1 | 1 | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"orgTree", ``, "parentId", "-," + unitID(2) + " | - | - | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"orgTree", `asOf: "2019-12-31"`, "subtreePresent", "4,1 | 1 | 1,1 | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"orgTree", `asOf: "2019-12-31", knownAt: "2018-01-01T00:00:00Z"`, "subtreePresent", "4,1 | 1 | 1,1 | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"orgTree", `root: "` + unitID(3) + `"`, "subtreePresent", "NOT_FOUND | NOT_FOUND | 1 | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"orgTree", `root: "` + unitID(1) + `"`, "subtreePresent", "NOT_FOUND | NOT_FOUND | NOT_FOUND | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"orgUnit", `id: "` + unitID(3) + `"`, "code", "NOT_FOUND | NOT_FOUND | T.B | NOT_FOUND | T.B | FORBIDDEN"},
	{"orgUnit", `code: "T.X"`, "code", "NOT_FOUND | NOT_FOUND | NOT_FOUND | NOT_FOUND | T.X | FORBIDDEN"},
	{"orgUnit", `id: "` + unitID(5) + `", asOf: "2019-01-01"`, "code", "NOT_FOUND | NOT_FOUND | T.C | NOT_FOUND | T.C | FORBIDDEN"},
	{"orgUnit", `code: "T.A"`, "parent/code", "T | NOT_FOUND | NOT_FOUND | T | T | FORBIDDEN"},
	{"orgUnits", ``, "totalCount", "2 | 1 | 1 | 2 | 5 | FORBIDDEN"},
	{"orgUnits", `search: "so", first: 1`, "totalCount", "1 | 0 | 1 | 1 | 3 | FORBIDDEN"},
	{"orgUnits", `asOf: "2019-12-31", kinds: ["DEPARTMENT"]`, "edges/node/code", "T.A | - | T.C,T.B | T.A | T.C,T.A,T.X,T.B | FORBIDDEN"},
	{"unitKinds", ``, "!", "ok | ok | ok | ok | ok | FORBIDDEN"},
	{"headcountCategories", ``, "!", "ok | ok | ok | ok | ok | FORBIDDEN"},
	{"headcountReport", `asOf: "2020-12-31"`, "total/present", "4 | 1 | 2 | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"headcountReport", `asOf: "2020-12-31"`, "total/allocated", "5 | 2 | 5 | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"headcountReport", `asOf: "2020-12-31", knownAt: "2020-01-01T00:00:00Z"`, "total/present", "4 | 1 | 2 | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"headcountReport", `asOf: "2020-12-31", unit: "` + unitID(23) + `"`, "total/present", "NOT_FOUND | NOT_FOUND | NOT_FOUND | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"headcountBreakdown", `asOf: "2020-12-31"`, "total/present", "4 | 1 | 1 | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"headcountBreakdown", `asOf: "2020-12-31", unit: "` + unitID(1) + `"`, "total/present", "NOT_FOUND | NOT_FOUND | NOT_FOUND | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"headcountSeries", `days: ["2015-12-31", "2020-12-31"]`, "total/present", "2,4 | 0,1 | 1,2 | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"headcountSeries", `days: ["2020-12-31"], unit: "` + unitID(3) + `", category: "ADMINISTRATIVE"`, "total/present", "NOT_FOUND | NOT_FOUND | 2 | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"overQuotaUnits", ``, "totalCount", "0 | 0 | 0 | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"overQuotaUnits", `asOf: "2019-12-31"`, "edges/node/unit/code", "- | - | T.C | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"quotaEntries", `unit: "` + unitID(2) + `"`, "totalCount", "1 | NOT_FOUND | NOT_FOUND | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"quotaEntries", `unit: "` + unitID(1) + `"`, "totalCount", "NOT_FOUND | NOT_FOUND | NOT_FOUND | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"jobPositions", ``, "totalCount", "1 | 1 | 1 | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"unitPositions", `unit: "` + unitID(2) + `"`, "filled", "3 | NOT_FOUND | NOT_FOUND | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"positionGroups", ``, "!", "ok | ok | ok | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"staff", `first: 100, sort: [{field: "CODE"}]`, "edges/node/code", "CB001,CB002,CB003,CB004 | CB004 | CB005,CB006 | CB003 | FORBIDDEN | FORBIDDEN"},
	{"staff", `first: 1`, "totalCount", "4 | 1 | 2 | 1 | FORBIDDEN | FORBIDDEN"},
	{"staff", `filter: {asOf: "2016-06-01", knownAt: "2017-01-01T00:00:00Z"}`, "totalCount", "4 | 1 | 2 | 1 | FORBIDDEN | FORBIDDEN"},
	{"staff", `filter: {search: "Phạm Đức Nguyên"}`, "totalCount", "0 | 0 | 1 | 0 | FORBIDDEN | FORBIDDEN"},
	{"staff", `filter: {search: "nguyen"}`, "totalCount", "2 | 0 | 1 | 0 | FORBIDDEN | FORBIDDEN"},
	{"staff", `filter: {search: "cb007"}`, "totalCount", "0 | 0 | 0 | 0 | FORBIDDEN | FORBIDDEN"},
	{"staff", `filter: {search: "024190000004"}`, "totalCount", "1 | 0 | 0 | 0 | FORBIDDEN | FORBIDDEN"}, // the head of the division sees CB004, but not the number
	{"staff", `filter: {search: "024190000005"}`, "totalCount", "0 | 0 | 0 | 0 | FORBIDDEN | FORBIDDEN"}, // so does the finance officer CB005
	{"staff", `filter: {search: "024190000003"}`, "totalCount", "1 | 0 | 0 | 1 | FORBIDDEN | FORBIDDEN"},
	{"staff", `filter: {unit: "` + unitID(3) + `"}`, "totalCount", "NOT_FOUND | NOT_FOUND | 1 | NOT_FOUND | FORBIDDEN | FORBIDDEN"},
	{"staff", `filter: {unit: "` + unitID(1) + `"}`, "totalCount", "NOT_FOUND | NOT_FOUND | NOT_FOUND | NOT_FOUND | FORBIDDEN | FORBIDDEN"},
	{"staff", `filter: {unit: "` + unitID(2) + `", includeSubunits: false}`, "totalCount", "3 | NOT_FOUND | NOT_FOUND | NOT_FOUND | FORBIDDEN | FORBIDDEN"},
	{"staff", `sort: [{field: "UNIT", direction: DESC}, {field: "GRADE"}, {field: "BIRTH_DATE"}]`, "totalCount", "4 | 1 | 2 | 1 | FORBIDDEN | FORBIDDEN"},
	{"staff", `filter: {positions: ["` + EncodeID("position", 1) + `"], grades: ["01.003"], headcountCategories: ["ADMINISTRATIVE"], staffClasses: [CIVIL_SERVANT], gap: "NO_QUALIFICATION"}`, "totalCount", "4 | 1 | 2 | 1 | FORBIDDEN | FORBIDDEN"},
	{"staff", `after: "` + EncodeCursor("", "0") + `"`, "edges/cursor/#", "4 | 1 | 2 | 1 | FORBIDDEN | FORBIDDEN"},
	{"staffMember", `id: "` + EncodeID("staff", 5) + `"`, "code", "NOT_FOUND | NOT_FOUND | CB005 | NOT_FOUND | FORBIDDEN | FORBIDDEN"},
	{"staffMember", `id: "` + EncodeID("staff", 6) + `", asOf: "2013-01-01"`, "code", "NOT_FOUND | NOT_FOUND | CB006 | NOT_FOUND | FORBIDDEN | FORBIDDEN"},
	{"staffMember", `code: "CB001"`, "code", "CB001 | NOT_FOUND | NOT_FOUND | NOT_FOUND | FORBIDDEN | FORBIDDEN"},
	{"staffMember", `code: "CB007", knownAt: "2018-01-01T00:00:00Z"`, "code", "NOT_FOUND | NOT_FOUND | NOT_FOUND | NOT_FOUND | FORBIDDEN | FORBIDDEN"},
	{"grades", ``, "!", "ok | ok | ok | ok | ok | ok"},
	{"dataGaps", ``, "count", "0,0,0,4 | 0,0,1 | 0,0,2 | 0,0,0,1 | FORBIDDEN | FORBIDDEN"},
	{"recordChanges", ``, "totalCount", "12 | 1 | 2 | 3 | FORBIDDEN | FORBIDDEN"},
	{"recordChanges", `staff: "` + EncodeID("staff", 5) + `", state: PENDING`, "totalCount", "0 | 0 | 1 | 0 | FORBIDDEN | FORBIDDEN"},
	{"recordChanges", `staff: "` + EncodeID("staff", 4) + `"`, "edges/node/section", "HEALTH,IDENTITY,CORE | CORE | - | - | FORBIDDEN | FORBIDDEN"},
	{"decision", `id: "` + EncodeID("decision", 105) + `"`, "title", "NOT_FOUND | FORBIDDEN | Khen thưởng CB005 | NOT_FOUND | FORBIDDEN | FORBIDDEN"},
	{"decision", `id: "` + EncodeID("decision", 103) + `"`, "title", "Khen thưởng CB003 | FORBIDDEN | NOT_FOUND | Khen thưởng CB003 | FORBIDDEN | FORBIDDEN"}, // the ground of a fact in the own record
	{"decision", `id: "` + EncodeID("decision", 1) + `"`, "title", "NOT_FOUND | FORBIDDEN | NOT_FOUND | NOT_FOUND | FORBIDDEN | FORBIDDEN"},
	{"decisions", ``, "totalCount", "4 | FORBIDDEN | 2 | 1 | FORBIDDEN | FORBIDDEN"},
	{"decisions", `search: "CB005"`, "totalCount", "0 | FORBIDDEN | 1 | 0 | FORBIDDEN | FORBIDDEN"},
	{"decisions", `search: "7/QĐ-CB", kind: "COMMENDATION"`, "totalCount", "0 | FORBIDDEN | 0 | 0 | FORBIDDEN | FORBIDDEN"},
	{"periodReport", `from: "2011-01-01", to: "2020-12-31"`, "figures/key=headcount.present_at_end/value", "4 | FORBIDDEN | 2 | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"periodReport", `from: "2011-01-01", to: "2020-12-31"`, "figures/key=recruited.total/value", "4 | FORBIDDEN | 2 | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"periodReport", `from: "2011-01-01", to: "2020-12-31"`, "figures/key=evaluated.people_years/value", "4 | FORBIDDEN | - | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"periodReport", `from: "2011-01-01", to: "2020-12-31", unit: "` + unitID(1) + `"`, "figures/value", "NOT_FOUND | FORBIDDEN | NOT_FOUND | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"job", `id: "` + EncodeID("job", 1) + `"`, "fileName", "NOT_FOUND | NOT_FOUND | NOT_FOUND | NOT_FOUND | NOT_FOUND | NOT_FOUND"},
	{"job", `id: "` + EncodeID("job", 2) + `"`, "fileName", "tệp của nhansu | NOT_FOUND | NOT_FOUND | NOT_FOUND | NOT_FOUND | NOT_FOUND"},
	{"users", ``, "totalCount", "FORBIDDEN | FORBIDDEN | FORBIDDEN | FORBIDDEN | 7 | FORBIDDEN"},
	{"users", `filter: {unit: "` + unitID(2) + `", search: "nhansu"}`, "edges/node/username", "FORBIDDEN | FORBIDDEN | FORBIDDEN | FORBIDDEN | nhansu | FORBIDDEN"},
	{"user", `id: "` + EncodeID("user", 3) + `"`, "username", "NOT_FOUND | NOT_FOUND | taichinh | NOT_FOUND | taichinh | NOT_FOUND"},
	{"roles", ``, "!", "ok | ok | ok | ok | ok | ok"},
	{"grants", ``, "totalCount", "1 | 1 | 1 | 1 | 6 | 0"},
	{"grants", `filter: {user: "` + EncodeID("user", 3) + `", asOf: "2014-12-31"}`, "totalCount", "NOT_FOUND | NOT_FOUND | 0 | NOT_FOUND | 0 | NOT_FOUND"},
	{"effectiveAccess", `user: "` + EncodeID("user", 3) + `"`, "user/username", "NOT_FOUND | NOT_FOUND | taichinh | NOT_FOUND | taichinh | NOT_FOUND"},
	{"grantReviews", ``, "edges/node/total", "FORBIDDEN | FORBIDDEN | FORBIDDEN | FORBIDDEN | 6 | FORBIDDEN"},
	{"grantReview", `id: "` + EncodeID("grant_review", 1) + `"`, "title", "FORBIDDEN | FORBIDDEN | FORBIDDEN | FORBIDDEN | Rà soát | FORBIDDEN"},
	{"grantReviewDue", ``, "!", "ok | ok | ok | ok | ok | ok"}, // who is told what: TestGrantsThatNobodyReviewedAreDue
	{"why", `grant: "staff.health:read"`, "held", "true | false | false | true | false | false"},
	{"why", `grant: "staff.salary:read", object: "` + EncodeID("staff", 5) + `"`, "held", "NOT_FOUND | NOT_FOUND | true | NOT_FOUND | NOT_FOUND | NOT_FOUND"},
	{"why", `grant: "staff.core:issue", object: "` + unitID(2) + `"`, "held", "true | NOT_FOUND | NOT_FOUND | false | false | NOT_FOUND"},
	{"jobs", ``, "totalCount", "1 | 0 | 0 | 0 | 0 | 0"},
	{"ruleChoices", ``, "edges/node/note", "Của Sở Khoa học,Của tỉnh | Của Sở Khoa học,Của tỉnh | Của CB005,Của tỉnh | Của Sở Khoa học,Của tỉnh | FORBIDDEN | FORBIDDEN"}, // those above hold here too
	{"ruleChoices", `unit: "` + unitID(3) + `"`, "totalCount", "NOT_FOUND | NOT_FOUND | 1 | NOT_FOUND | FORBIDDEN | FORBIDDEN"},
	{"ruleChoices", `parameter: "reduction.retirement.notice_months", state: PROPOSED`, "totalCount", "0 | 0 | 0 | 0 | FORBIDDEN | FORBIDDEN"},
	{"ruleParameter", `id: "pay.base_salary", on: "2025-01-01"`, "unit", "VND | VND | VND | VND | VND | VND"},
	{"ruleParameters", `search: "luong co so"`, "!", "ok | ok | ok | ok | ok | ok"},
	{"ruleHistory", `id: "pay.base_salary"`, "unit", "VND | VND | VND | VND | VND | VND"},
	{"legalDocuments", ``, "!", "ok | ok | ok | ok | ok | ok"},
	{"legalDocument", `number: "154/2025/NĐ-CP"`, "kind", "DECREE | DECREE | DECREE | DECREE | DECREE | DECREE"},
	{"retirement", `input: {birthDate: "1970-05-06", sex: FEMALE}`, "pensionFrom", "2027-10-01 | 2027-10-01 | 2027-10-01 | 2027-10-01 | FORBIDDEN | FORBIDDEN"},
	{"stepRaise", `input: {salaryClass: "A1", step: 3, since: "2023-05-01"}`, "dueOn", "2026-05-01 | 2026-05-01 | 2026-05-01 | 2026-05-01 | FORBIDDEN | FORBIDDEN"},
	{"gradePlacement", `input: {fromClass: "A1", fromStep: 5, since: "2013-01-01", toClass: "A1", on: "2015-06-01"}`, "step", "5 | 5 | 5 | 5 | FORBIDDEN | FORBIDDEN"},
	{"separationBenefit", `input: {family: STAFF_REDUCTION, policy: TRANSFER_OUT, staffClass: PUBLIC_EMPLOYEE, sex: FEMALE, birthDate: "1984-05-05", leavingDate: "2025-10-01", insuredMonths: 216, salary: {coefficient: "4.32"}}`, "eligible", "true | true | true | true | FORBIDDEN | FORBIDDEN"},
	{"separationComparison", `input: {family: STAFF_REDUCTION, policy: TRANSFER_OUT, staffClass: PUBLIC_EMPLOYEE, sex: FEMALE, birthDate: "1984-05-05", leavingDate: "2025-10-01", insuredMonths: 216, salary: {coefficient: "4.32"}}, fromMonth: "2025-10-01", toMonth: "2025-10-01"`, "eligible", "true | true | true | true | FORBIDDEN | FORBIDDEN"},
	{"computation", `id: "` + EncodeID("computation", firstRefused+5) + `"`, "result", "NOT_FOUND | FORBIDDEN | REFUSED | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"computation", `id: "` + EncodeID("computation", firstOutcome+3) + `"`, "outcome/eligible", "true | FORBIDDEN | NOT_FOUND | FORBIDDEN | FORBIDDEN | FORBIDDEN"}, // not even one's own
	{"computations", `staff: "` + EncodeID("staff", 5) + `"`, "totalCount", "0 | FORBIDDEN | 2 | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"computations", `batch: "` + EncodeID("computation_batch", ownBatch) + `"`, "edges/node/staff/code", "CB001,CB002,CB003,CB004 | FORBIDDEN | NOT_FOUND | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"computations", `batch: "` + EncodeID("computation_batch", ownBatch) + `", result: ELIGIBLE, first: 1`, "totalCount", "4 | FORBIDDEN | NOT_FOUND | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"computations", `batch: "` + EncodeID("computation_batch", leadersBatch) + `"`, "totalCount", "NOT_FOUND | FORBIDDEN | NOT_FOUND | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"computationBatch", `id: "` + EncodeID("computation_batch", ownBatch) + `"`, "totals/count", "4 | FORBIDDEN | NOT_FOUND | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"computationBatches", ``, "totalCount", "1 | FORBIDDEN | 0 | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"lawImpact", `id: "` + EncodeID("law_impact", ownBatch) + `"`, "totals/before", "10 | FORBIDDEN | NOT_FOUND | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"lawImpact", `id: "` + EncodeID("law_impact", ownBatch) + `"`, "items/totalCount", "4 | FORBIDDEN | NOT_FOUND | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"lawImpacts", ``, "totalCount", "1 | FORBIDDEN | 0 | FORBIDDEN | FORBIDDEN | FORBIDDEN"},
	{"savedViews", `list: "staff"`, "name", "Cho Sở Khoa học,Cho tất cả | Cho Sở Khoa học,Cho tất cả | Cho tất cả | Cho Sở Khoa học,Cho tất cả | FORBIDDEN | FORBIDDEN"},
}

func TestNobodySeesAnybodyOutsideTheirScope(t *testing.T) {
	w := newScopeWorld(t)
	fields := w.engine.schema.QueryType().Fields()
	left := map[string]bool{}
	for name := range fields {
		left[name] = true
	}
	for _, c := range scopeCases {
		delete(left, c.field)
		query := c.field + " " + everything(fields[c.field].Type, map[string]int{})
		if c.args != "" {
			query = c.field + "(" + c.args + ") " + everything(fields[c.field].Type, map[string]int{})
		}
		t.Run(c.field+" "+c.path+" "+c.args, func(t *testing.T) {
			wants := strings.Split(c.want, " | ")
			for i, r := range scopeReaders {
				a := w.askWithin(0, r.user, "{ "+query+" }")
				got := saidOf(a, c.field, c.path)
				if got != wants[i] {
					t.Errorf("%s got %s, want %s", r.user, got, wants[i])
				}
				if found := outsidersIn(a.raw, r.sees); len(found) > 0 {
					t.Errorf("%s found %q in %.3000s", r.user, found, a.raw)
				}
			}
			stranger := w.askWithin(0, "", "{ "+query+" }")
			if got := saidOf(stranger, c.field, "!"); got != "UNAUTHENTICATED" || strings.Contains(stranger.raw, "T.A") {
				t.Errorf("a stranger got %.300s", stranger.raw)
			}
		})
	}
	for name := range left {
		t.Errorf("%s has no case", name)
	}
}

// everything selects every field of a type and of those below it, each type once on a way down and units twice.
func everything(t graphql.Type, above map[string]int) string {
	object, ok := graphql.GetNamed(t).(*graphql.Object)
	if !ok {
		return ""
	}
	if above[object.Name()] == mostOf(object) {
		return "-"
	}
	above[object.Name()]++
	defer func() { above[object.Name()]-- }()
	var names []string
	for name, f := range object.Fields() {
		if below := everything(f.Type, above); below != "-" {
			names = append(names, name+neededArguments[object.Name()+"."+name]+" "+below)
		}
	}
	slices.Sort(names)
	return "{ " + strings.Join(names, " ") + " }"
}

// neededArguments are what is given to fields of objects that cannot be asked without arguments.
var neededArguments = map[string]string{
	"StaffMember.separationEstimate": `(input: {family: ORDINARY_RESIGNATION, policy: IMMEDIATE_SEVERANCE, leavingDate: "2025-10-01", insuredMonths: 120})`,
}

// mostOf is how often everything selects a type on a way down.
func mostOf(object *graphql.Object) int {
	if object.Name() == "OrgUnit" {
		return 2
	}
	return 1
}

// saidOf is the code of the first error, else what stands at the end of a path; through lists, all of it.
func saidOf(a answer, field, path string) string {
	if len(a.Errors) > 0 {
		return a.Errors[0].Extensions.Code
	}
	if path == "!" {
		return "ok"
	}
	values := []any{a.Data[field]}
	for _, step := range strings.Split(path, "/") {
		var next []any
		for _, v := range flat(values) {
			m, _ := v.(map[string]any)
			key, want, filter := strings.Cut(step, "=")
			switch {
			case filter && m[key] == want:
				next = append(next, m)
			case !filter && m != nil:
				next = append(next, m[step])
			}
		}
		if step == "#" {
			return fmt.Sprint(len(flat(values)))
		}
		values = next
	}
	var texts []string
	for _, v := range flat(values) {
		if v == nil {
			v = "-"
		}
		texts = append(texts, fmt.Sprint(v))
	}
	if len(texts) == 0 {
		return "-"
	}
	return strings.Join(texts, ",")
}

func flat(values []any) []any {
	var out []any
	for _, v := range values {
		if l, ok := v.([]any); ok {
			out = append(out, l...)
		} else {
			out = append(out, v)
		}
	}
	return out
}

// outsidersIn finds in an answer what tells of people who are not among sees: names, codes, citizen IDs and ids. Opaque
// texts, such as cursors, are opened first.
func outsidersIn(raw string, sees []int) (found []string) {
	text := opened(raw)
	for i, p := range worldPeople {
		if slices.Contains(sees, i+1) {
			continue
		}
		for _, secret := range []string{p.name, fmt.Sprintf("CB00%d", i+1), fmt.Sprintf("02419000000%d", i+1), fmt.Sprintf("\nstaff:%d\n", i+1)} {
			if strings.Contains(text, secret) {
				found = append(found, secret)
			}
		}
	}
	return found
}

// opened is an answer with its opaque texts, such as ids and cursors, in clear behind it.
func opened(raw string) string {
	var b strings.Builder
	b.WriteString(raw)
	seen := map[string]bool{}
	for s := range strings.SplitSeq(raw, `"`) {
		if len(s) <= 6 || seen[s] {
			continue
		}
		seen[s] = true
		if text, err := base64.RawURLEncoding.DecodeString(s); err == nil && utf8.Valid(text) {
			b.WriteString("\n" + string(text) + "\n")
		}
	}
	return b.String()
}

// idArguments are all arguments of root fields that take an id, with the kind of the id and a query that aims with it.
var idArguments = map[string]struct{ kind, query string }{
	"orgTree(root)":              {"unit", `{ orgTree(root: "%") { depth } }`},
	"orgUnit(id)":                {"unit", `{ orgUnit(id: "%", asOf: "2019-01-01") { code } }`},
	"headcountReport(unit)":      {"unit", `{ headcountReport(asOf: "2020-12-31", unit: "%") { total { present } } }`},
	"headcountBreakdown(unit)":   {"unit", `{ headcountBreakdown(asOf: "2020-12-31", unit: "%") { own } }`},
	"headcountSeries(unit)":      {"unit", `{ headcountSeries(days: ["2020-12-31"], unit: "%") { total { present } } }`},
	"quotaEntries(unit)":         {"unit", `{ quotaEntries(unit: "%") { totalCount } }`},
	"unitPositions(unit)":        {"unit", `{ unitPositions(unit: "%") { filled } }`},
	"staff(filter.unit)":         {"unit", `{ staff(filter: {unit: "%"}) { totalCount } }`},
	"staff(filter.positions)":    {"position", ``}, // the catalogue is one for all, and people are cut by the reader's scope
	"staffMember(id)":            {"staff", `{ staffMember(id: "%", asOf: "2019-01-01") { code } }`},
	"recordChanges(staff)":       {"staff", `{ recordChanges(staff: "%") { totalCount edges { cursor } } }`},
	"decision(id)":               {"decision", `{ decision(id: "%") { title } }`},
	"periodReport(unit)":         {"unit", `{ periodReport(from: "2011-01-01", to: "2020-12-31", unit: "%") { figures { value } } }`},
	"users(filter.unit)":         {"unit", `{ users(filter: {unit: "%"}) { totalCount } }`},
	"retirement(unit)":           {"unit", `{ retirement(input: {birthDate: "1970-05-06", sex: FEMALE}, unit: "%") { pensionFrom } }`},
	"stepRaise(unit)":            {"unit", `{ stepRaise(input: {salaryClass: "A1", step: 3, since: "2023-05-01"}, unit: "%") { dueOn } }`},
	"gradePlacement(unit)":       {"unit", `{ gradePlacement(input: {fromClass: "A1", fromStep: 5, since: "2013-01-01", toClass: "A1", on: "2015-06-01"}, unit: "%") { step } }`},
	"separationBenefit(unit)":    {"unit", `{ separationBenefit(input: {family: STAFF_REDUCTION, policy: TRANSFER_OUT, staffClass: PUBLIC_EMPLOYEE, leavingDate: "2025-10-01", insuredMonths: 216, salary: {coefficient: "4.32"}}, unit: "%") { total } }`},
	"separationComparison(unit)": {"unit", `{ separationComparison(input: {family: STAFF_REDUCTION, policy: TRANSFER_OUT, staffClass: PUBLIC_EMPLOYEE, leavingDate: "2025-10-01", insuredMonths: 216, salary: {coefficient: "4.32"}}, fromMonth: "2025-10-01", toMonth: "2025-10-01", unit: "%") { total } }`},
	"ruleChoices(unit)":          {"unit", `{ ruleChoices(unit: "%") { totalCount } }`},
	"computation(id)":            {"computation", `{ computation(id: "%") { total } }`},
	"computations(staff)":        {"staff", `{ computations(staff: "%") { totalCount edges { cursor } } }`},
	"computations(batch)":        {"computation_batch", `{ computations(batch: "%") { totalCount edges { cursor } } }`},
	"computationBatch(id)":       {"computation_batch", `{ computationBatch(id: "%") { title } }`},
	"lawImpact(id)":              {"law_impact", `{ lawImpact(id: "%") { from } }`},
	"user(id)":                   {"user", ``}, // who is seen by whom: TestWhoSeesWhichUsersAndGrants
	"grants(filter.user)":        {"user", ``},
	"grants(filter.unit)":        {"unit", `{ grants(filter: {unit: "%"}) { totalCount } }`},
	"effectiveAccess(user)":      {"user", ``},
	"grantReview(id)":            {"grant_review", ``}, // campaigns are one for all; their items are cut by the reader's scope
	"why(object)":                {"staff", `{ why(grant: "staff.health:read", object: "%") { held text heldAt { id } askWhom } }`},
	"job(id)":                    {"job", `{ job(id: "%") { kind } }`},
}

func TestWhatIsOutsideAnswersLikeWhatDoesNotExist(t *testing.T) {
	w := newScopeWorld(t)
	for _, f := range w.engine.schema.QueryType().Fields() {
		for _, a := range f.Args {
			for _, name := range idsIn(a.Name(), a.Type) {
				if _, ok := idArguments[f.Name+"("+name+")"]; !ok {
					t.Errorf("%s(%s) has no case", f.Name, name)
				}
			}
		}
	}
	const missing = 9999
	same := func(t *testing.T, user, query, outside, nothing string) {
		t.Helper()
		got, want := w.ask(user, strings.ReplaceAll(query, "%", outside)).raw, w.ask(user, strings.ReplaceAll(query, "%", nothing)).raw
		if got != want {
			t.Errorf("%s got %.500s, for what does not exist %.500s", user, got, want)
		}
	}
	for name, c := range idArguments {
		t.Run(name, func(t *testing.T) {
			for _, r := range scopeReaders {
				ids := map[string][]int64{"unit": r.units, "staff": r.people, "decision": r.people, "job": {1}, "computation": r.people,
					"computation_batch": {leadersBatch}, "law_impact": {leadersBatch}}[c.kind]
				for _, n := range ids {
					n += map[string]int64{"decision": 100, "computation": firstOutcome}[c.kind]
					same(t, r.user, c.query, EncodeID(c.kind, n), EncodeID(c.kind, missing))
					if a := w.ask(r.user, strings.ReplaceAll(c.query, "%", EncodeID("audit", n))); len(a.Errors) != 1 || a.Errors[0].Extensions.Code == "INTERNAL" {
						t.Errorf("%s asked with an id of another kind got %.300s", r.user, a.raw)
					}
				}
			}
		})
	}
	t.Run("codes", func(t *testing.T) {
		for _, r := range scopeReaders {
			same(t, r.user, `{ staffMember(code: "%") { id } }`, fmt.Sprintf("CB00%d", r.people[0]), "CB999")
			if r.units != nil {
				same(t, r.user, `{ orgUnit(code: "%") { name } }`, "T.X", "T.Z")
			}
			same(t, r.user, `{ staff(filter: {search: "%"}) { totalCount edges { cursor } pageInfo { endCursor } } }`, worldPeople[r.people[0]-1].name, "Không Có Ai")
			same(t, r.user, `{ staff(filter: {search: "%"}) { totalCount edges { cursor } } }`, fmt.Sprintf("02419000000%d", r.people[0]), "024190999999")
		}
	})
}

// idsIn are the paths of the ids within an argument.
func idsIn(path string, t graphql.Type) (paths []string) {
	switch t := graphql.GetNamed(t).(type) {
	case *graphql.InputObject:
		for name, f := range t.Fields() {
			paths = append(paths, idsIn(path+"."+name, f.Type)...)
		}
	case *graphql.Scalar:
		if t.Name() == "ID" {
			return []string{path}
		}
	}
	return paths
}
