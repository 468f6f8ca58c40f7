package graph

import "testing"

const issueHead = `mutation { issueDecision(input: {clientRequestId: "%id", number: "%number", symbol: "QĐ-UBND", title: "Quyết định thử", issuer: "%issuer",
	issuedOn: "2026-11-01", effectiveOn: "2026-12-01", signerName: "Lê Văn Ký", signerTitle: "Chủ tịch", legalBases: ["Luật \"A\"", "Nghị định {B}"], lines: [%lines]})
	{ decision { id number state kind legalBases effectiveOn issuer { name } lines { ordinal kind text } } } }`

func TestADecisionIsIssuedThroughTheAPI(t *testing.T) {
	w := newWritingWorld(t)
	lines := fill(`{quota: {act: "TRANSFER", category: "ADMINISTRATIVE", giver: "%a", receiver: "%b", posts: 2}},
		{appoint: {staff: "%s", unit: "%b", position: "%p", category: "ADMINISTRATIVE", reason: "TRANSFER"}}`,
		"%a", unitID(2), "%b", unitID(3), "%s", EncodeID("staff", 1), "%p", EncodeID("position", 1))
	got := w.must("lanhdao", fill(issueHead, "%id", "1", "%number", "77", "%issuer", unitID(1), "%lines", lines))
	d := []any{"issueDecision", "decision"}
	for _, c := range []struct {
		want any
		path []any
	}{
		{"77", []any{"number"}}, {"ISSUED", []any{"state"}}, {"MIXED", []any{"kind"}}, {"2026-12-01", []any{"effectiveOn"}},
		{`Luật "A"`, []any{"legalBases", 0}}, {"Nghị định {B}", []any{"legalBases", 1}}, {"Tỉnh Thử", []any{"issuer", "name"}},
		{"headcount.quota", []any{"lines", 0, "kind"}}, {"Bổ nhiệm, điều động hoặc tiếp nhận vào vị trí", []any{"lines", 1, "text"}},
	} {
		if v := got.at(append(d, c.path...)...); v != c.want {
			t.Errorf("%v is %v, want %v", c.path, v, c.want)
		}
	}
	after := w.must("lanhdao", fill(`{ staffMember(id: "%s", asOf: "2026-12-01") { unit { name } appointments { endReason endDecision { number } } } }`, "%s", EncodeID("staff", 1)))
	if after.at("staffMember", "unit", "name") != "Sở Xây dựng" || after.at("staffMember", "appointments", 1, "endDecision", "number") != "77" {
		t.Errorf("afterwards %v", after.Data)
	}
}

func TestARefusedDecisionNamesItsLine(t *testing.T) {
	w := newWritingWorld(t)
	for _, c := range []struct {
		what, user, lines, code, field string
	}{
		{"a stranger", "", `{dissolveUnit: {unit: "%u"}}`, "UNAUTHENTICATED", ""},
		{"who may issue nothing", "canhan", `{dissolveUnit: {unit: "%u"}}`, "FORBIDDEN", ""},
		{"a line of two kinds", "lanhdao", `{dissolveUnit: {unit: "%u"}, changeUnit: {unit: "%u"}}`, "BAD_INPUT", "lines[0]"},
		{"an id of another kind", "lanhdao", `{appoint: {staff: "%u", unit: "%u", category: "ADMINISTRATIVE", reason: "TRANSFER"}}`, "BAD_INPUT", "lines[0].appoint.staff"},
		{"posts that are not there", "lanhdao", `{quota: {act: "TRANSFER", category: "ADMINISTRATIVE", giver: "%u", receiver: "%v", posts: 99}}`, "RULE_VIOLATION", "lines[0].quota.posts"},
		{"a unit with people", "lanhdao", `{dissolveUnit: {unit: "%v", successors: ["%u"], kind: "MERGE"}}`, "RULE_VIOLATION", "lines[0].dissolveUnit.unit"},
	} {
		t.Run(c.what, func(t *testing.T) {
			a := w.ask(c.user, fill(issueHead, "%id", c.what, "%number", "78", "%issuer", unitID(1), "%lines", fill(c.lines, "%u", unitID(2), "%v", unitID(3))))
			if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != c.code || a.Errors[0].Extensions.Field != c.field {
				t.Errorf("got %+v", a.Errors)
			}
		})
	}
}
