package graph

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/graphql-go/graphql"
)

// aim is a root field with the arguments that lead to something inside or outside the reader's scope, and the policy
// object that opens it ("" for whoever is signed in). A list that is not aimed is asked only once: it must not hold what
// lies outside.
type aim struct {
	name, query, object string
	atUnit              bool // what it asks for hangs on a unit: nothing to oneself alone
}

var matrixAims = []aim{
	{"viewer", `viewer`, "", false},
	{"orgTree", `orgTree`, "report.headcount", false},
	{"orgTree(root)", `orgTree(root: "%unit")`, "report.headcount", true},
	{"orgUnit(id)", `orgUnit(id: "%unit")`, "org.unit", true},
	{"orgUnit(id: dissolved)", `orgUnit(id: "%gone", asOf: "2012-01-01")`, "org.unit", true},
	{"orgUnit(code)", `orgUnit(code: "%ucode")`, "org.unit", true},
	{"orgUnits", `orgUnits`, "org.unit", false},
	{"orgUnits(search)", `orgUnits(search: "%uname")`, "org.unit", false},
	{"unitKinds", `unitKinds`, "org.unit", false},
	{"headcountCategories", `headcountCategories`, "org.unit", false},
	{"headcountReport(unit)", `headcountReport(asOf: "2020-12-31", unit: "%unit")`, "report.headcount", true},
	{"headcountBreakdown(unit)", `headcountBreakdown(asOf: "2020-12-31", unit: "%unit")`, "report.headcount", true},
	{"headcountSeries(unit)", `headcountSeries(days: ["2020-12-31"], unit: "%unit")`, "report.headcount", true},
	{"overQuotaUnits", `overQuotaUnits(asOf: "2010-06-01")`, "report.headcount", false},
	{"quotaEntries(unit)", `quotaEntries(unit: "%unit")`, "headcount.quota", true},
	{"unitPositions(unit)", `unitPositions(unit: "%unit")`, "report.headcount", true},
	{"jobPositions", `jobPositions`, "position.catalogue", false},
	{"positionGroups", `positionGroups`, "position.catalogue", false},
	{"staff", `staff`, "staff.core", false},
	{"staff(search: name)", `staff(filter: {search: "%name"})`, "staff.core", false},
	{"staff(search: code)", `staff(filter: {search: "%code"})`, "staff.core", false},
	{"staff(unit)", `staff(filter: {unit: "%unit"})`, "staff.core", true},
	{"staffMember(id)", `staffMember(id: "%staff")`, "staff.core", false},
	{"staffMember(code)", `staffMember(code: "%code")`, "staff.core", false},
	{"grades", `grades`, "", false},
	{"dataGaps", `dataGaps`, "staff.core", false},
	{"recordChanges", `recordChanges`, "staff.core", false},
	{"recordChanges(staff)", `recordChanges(staff: "%staff")`, "staff.core", false},
	{"decision(id)", `decision(id: "%decision")`, "decision.document", false},
	{"decisions", `decisions`, "decision.document", false},
	{"decisions(search)", `decisions(search: "%code")`, "decision.document", false},
	{"periodReport(unit)", `periodReport(from: "2011-01-01", to: "2020-12-31", unit: "%unit")`, "report.period", true},
	{"ruleParameter", `ruleParameter(id: "pay.base_salary", on: "2025-01-01")`, "", false},
	{"ruleParameters", `ruleParameters(search: "luong co so", first: 2)`, "", false},
	{"ruleHistory", `ruleHistory(id: "pay.base_salary")`, "", false},
	{"legalDocuments", `legalDocuments(search: "154/2025", first: 2)`, "", false},
	{"legalDocument", `legalDocument(number: "135/2020/NĐ-CP")`, "", false},
	{"retirement", `retirement(input: {birthDate: "1970-05-06", sex: FEMALE})`, "calculator:use", false},
	{"stepRaise", `stepRaise(input: {salaryClass: "A1", step: 3, since: "2023-05-01"})`, "calculator:use", false},
	{"gradePlacement", `gradePlacement(input: {fromClass: "A1", fromStep: 9, since: "2004-04-01", toClass: "A2.1", on: "2008-02-01"})`, "calculator:use", false},
	{"separationBenefit", `separationBenefit(input: {family: STAFF_REDUCTION, policy: EARLY_RETIREMENT, staffClass: PUBLIC_EMPLOYEE, sex: MALE, birthDate: "1966-03-10", leavingDate: "2025-09-01", insuredMonths: 386, salary: {coefficient: "4.98"}})`, "calculator:use", false},
	{"separationComparison", `separationComparison(input: {family: STAFF_REDUCTION, policy: EARLY_RETIREMENT, staffClass: PUBLIC_EMPLOYEE, sex: MALE, birthDate: "1966-03-10", leavingDate: "2025-09-01", insuredMonths: 386, salary: {coefficient: "4.98"}}, fromMonth: "2025-09-01", toMonth: "2025-10-01")`, "calculator:use", false},
	{"job(id)", `job(id: "%job")`, "", false},
	{"jobs", `jobs`, "", false},
	{"users", `users`, "auth.user", false},
	{"users(search)", `users(filter: {search: "%account"})`, "auth.user", false},
	{"user(id)", `user(id: "%user")`, "auth.user", false},
	{"roles", `roles`, "", false},
	{"grants", `grants`, "", false}, // one's own are always there
	{"grants(user)", `grants(filter: {user: "%user"})`, "auth.grant", false},
	{"grants(unit)", `grants(filter: {unit: "%unit"})`, "auth.grant", true},
	{"effectiveAccess(user)", `effectiveAccess(user: "%user")`, "auth.user", false},
	{"grantReviews", `grantReviews`, "auth.grant", false},
	{"grantReview(id)", `grantReview(id: "` + EncodeID("grant_review", 900) + `")`, "auth.grant", false},
	{"grantReviewDue", `grantReviewDue`, "", false},
	{"why(object)", `why(grant: "staff.health:read", object: "%staff")`, "staff.core", false},
	{"ruleChoices", `ruleChoices`, "rule.choice", false},
	{"ruleChoices(unit)", `ruleChoices(unit: "%unit")`, "rule.choice", true},
	{"computation(id)", `computation(id: "%computation")`, "staff.computation", false},
	{"computations(staff)", `computations(staff: "%staff")`, "staff.computation", false},
	{"computations(batch)", `computations(batch: "%batch")`, "staff.computation", false},
	{"computationBatch(id)", `computationBatch(id: "%batch")`, "staff.computation", false},
	{"computationBatches", `computationBatches`, "staff.computation", false},
	{"lawImpact(id)", `lawImpact(id: "%impact")`, "rule.impact", false},
	{"lawImpacts", `lawImpacts`, "rule.impact", false},
	{"savedViews", `savedViews(list: "staff")`, "staff.core", false},
}

// unsaid are the aims that whoever lacks the right is not refused but told that there is no such thing.
var unsaid = []string{"user(id)", "grants(user)", "grants(unit)", "effectiveAccess(user)", "why(object)"}

// field is the root field of an aim.
func (a aim) field() string { name, _, _ := strings.Cut(a.query, "("); return name }

// The marks of the matrix.
const (
	shown   = 'v' // answered with a value
	hidden  = 'h' // null, and named in the object's hidden with the grant that is missing
	kept    = '.' // null, or nothing at all, as if there were nothing
	nothing = '-' // nothing is there for anybody in the province of the test
	leak    = '!' // what lies outside was told: never right
)

var refusals = map[string]rune{"FORBIDDEN": 'F', "NOT_FOUND": 'N', "UNAUTHENTICATED": 'U', "BAD_INPUT": 'B',
	"CONFLICT": 'C', "RULE_VIOLATION": 'R'}

// matrix is what the API answered: for each aim, way to an object and field of it, a mark for each reader.
type matrix struct {
	t      *testing.T
	w      *world
	inside map[wayField][]rune
	beside map[string][]rune // by aim: what is outside
	ways   map[string][]rune // by name: what is told besides fields
	acts   []actRow
}

// wayField is a field at the end of a way of fields, each spelt Type.field, from a root field down.
type wayField struct{ aim, way, field string }

func readMatrix(t *testing.T) *matrix {
	w := newMatrixWorld(t)
	w.engine.limits = widest()
	m := &matrix{t: t, w: w, inside: map[wayField][]rune{}, beside: map[string][]rune{}}
	roots := w.engine.schema.QueryType().Fields()
	for _, a := range matrixAims {
		root := roots[a.field()]
		if root == nil {
			t.Errorf("there is no field %s", a.field())
			continue
		}
		for i, reader := range matrixReaders() {
			m.ask(a, root, i, reader)
		}
	}
	return m
}

// ask asks one reader's questions of one aim.
func (m *matrix) ask(a aim, root *graphql.FieldDefinition, i int, reader string) {
	query := "{ " + a.query + " " + everything(root.Type, map[string]int{}) + " }"
	in := m.w.askWithin(0, userOf(reader), aimed(query, "inside", i))
	sees := []int{1, 2, 3, 4}
	if found := outsidersIn(in.raw, sees); len(found) > 0 {
		m.t.Errorf("%s of %s told of %q", a.name, reader, found)
	}
	refused := refusal(in)
	object := graphql.GetNamed(root.Type).(*graphql.Object)
	m.observe(a.name, "Query."+root.Name, object, map[string]int{object.Name(): 1}, flat([]any{in.Data[root.Name]}), i, refused)

	beside := m.beside[a.name]
	if beside == nil {
		beside = []rune(strings.Repeat(string(kept), len(matrixReaders())))
		m.beside[a.name] = beside
	}
	if !strings.Contains(a.query, "%") {
		if refused != 0 {
			beside[i] = refused
		}
		return
	}
	query = "{ " + a.query + " " + plain(root.Type) + " }"
	out := m.w.askWithin(0, userOf(reader), aimed(query, "outside", i))
	missing := m.w.askWithin(0, userOf(reader), aimed(query, "missing", i))
	switch {
	case out.raw != missing.raw, out.statements != missing.statements:
		beside[i] = leak
		m.t.Errorf("%s of %s in %d statements got %.300s, for what does not exist in %d %.300s", a.name, reader, out.statements, out.raw, missing.statements, missing.raw)
	case refusal(out) != 0:
		beside[i] = refusal(out)
	}
}

// plain selects the fields of a type that hold no object, and of a list also those of its nodes.
func plain(t graphql.Type) string {
	object, ok := graphql.GetNamed(t).(*graphql.Object)
	if !ok {
		return ""
	}
	var names []string
	for name, f := range object.Fields() {
		if _, below := graphql.GetNamed(f.Type).(*graphql.Object); !below || name == "edges" || name == "node" || name == "pageInfo" || name == "total" {
			names = append(names, name+" "+plain(f.Type))
		}
	}
	slices.Sort(names)
	return "{ __typename " + strings.Join(names, " ") + " }"
}

// refusal is the mark of a refused answer; 0 when it was not.
func refusal(a answer) rune {
	if len(a.Errors) == 0 {
		return 0
	}
	if mark, ok := refusals[a.Errors[0].Extensions.Code]; ok && len(a.Errors[0].Path) < 2 {
		return mark
	}
	return '?'
}

// observe marks the fields of an object type by what stands in the answer, down the same ways that everything selects.
func (m *matrix) observe(aim, way string, object *graphql.Object, above map[string]int, values []any, reader int, refused rune) {
	for name, f := range object.Fields() {
		below, isObject := graphql.GetNamed(f.Type).(*graphql.Object)
		if isObject && above[below.Name()] == mostOf(below) {
			continue
		}
		mark, var_ := kept, []any(nil)
		for _, v := range values {
			o, _ := v.(map[string]any)
			if o == nil {
				continue
			}
			if at := flat([]any{o[name]}); len(at) > 0 && at[0] != nil {
				mark = shown
				var_ = append(var_, at...)
			}
			if m.listedAsHidden(o, object.Name()+"."+name, reader) {
				if mark == shown {
					mark = leak
				} else {
					mark = hidden
				}
			}
		}
		if refused != 0 {
			mark = refused
		}
		m.mark(wayField{aim, way, object.Name() + "." + name}, reader, mark)
		if isObject {
			above[below.Name()]++
			m.observe(aim, way+" "+object.Name()+"."+name, below, above, var_, reader, refused)
			above[below.Name()]--
		}
	}
}

// listedAsHidden tells whether an object names a field among its hidden ones, as it must with the field's own grant.
func (m *matrix) listedAsHidden(o map[string]any, field string, reader int) bool {
	object, name, _ := strings.Cut(field, ".")
	list, _ := o["hidden"].([]any)
	for _, h := range list {
		h := h.(map[string]any)
		if h["field"] != name {
			continue
		}
		if group, _ := groupOf(object, name); h["missingGrant"] != group+":read" {
			m.t.Errorf("%s is hidden from %s for want of %v, declared is %s", field, matrixReaders()[reader], h["missingGrant"], group)
		}
		return true
	}
	return false
}

func (m *matrix) mark(k wayField, reader int, mark rune) {
	if m.inside[k] == nil {
		m.inside[k] = []rune(strings.Repeat(string(kept), len(matrixReaders())))
	}
	m.inside[k][reader] = mark
}

func TestMatrixOfTheSchemaIsAsReviewed(t *testing.T) {
	m := readMatrix(t)
	roots := map[string]bool{}
	for _, a := range matrixAims {
		roots[a.field()] = true
	}
	for name := range m.w.engine.schema.QueryType().Fields() {
		if !roots[name] {
			t.Errorf("the matrix does not ask for %s", name)
		}
	}
	m.checkPolicies()
	m.readWays()
	m.acts = readActs(t)
	got := m.print()
	if *update {
		if err := os.WriteFile("testdata/matrix.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/matrix.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the matrix is not graph/testdata/matrix.txt; look at the difference and run make schema: %s", firstDifference(string(want), got))
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d is %q, want %q", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}

// byEdge merges the ways that end in the same edge below the same aim: the most that any of them shows. A field that
// is shown to nobody marks that nothing is there.
func (m *matrix) byEdge() map[string]map[wayField][]rune {
	types := map[string]map[wayField][]rune{}
	for k, marks := range m.inside {
		object, name, _ := strings.Cut(k.field, ".")
		edge := k.way[strings.LastIndex(k.way, " ")+1:]
		if types[object] == nil {
			types[object] = map[wayField][]rune{}
		}
		at := wayField{k.aim, edge, name}
		if types[object][at] == nil {
			types[object][at] = slices.Clone(marks)
			continue
		}
		for i, mark := range marks {
			if old := types[object][at][i]; mark == shown || mark == hidden && old != shown {
				types[object][at][i] = mark
			}
		}
	}
	for _, fields := range types {
		for _, marks := range fields {
			if !slices.Contains(marks, shown) && !slices.Contains(marks, hidden) {
				for i := range marks {
					if marks[i] == kept {
						marks[i] = nothing
					}
				}
			}
		}
	}
	return types
}
