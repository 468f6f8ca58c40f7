package graph

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/graphql-go/graphql"

	"bienche/policies"
)

// fieldGrants are the fields of a record by the policy object that opens them. All who see the record see "".
var fieldGrants = map[string][]string{
	"": {"id", "code", "fullName", "birthDate", "birthDateText", "sex", "staffClass", "unit", "position", "title", "leadership", "grade", "step",
		"headcountCategory", "quotaUnit", "onDuty", "recruitedOn", "recruitedBy", "otherNames", "priorOccupation", "strength", "commendations",
		"appointments", "qualifications", "trainings", "workHistory", "timeline", "hidden", "version"},
	"staff.identity":   {"identity"},
	"staff.salary":     {"coefficient", "pay"},
	"staff.evaluation": {"latestRating", "ratings"},
	"staff.party":      {"party"},
	"staff.family":     {"relatives"},
	"staff.health":     {"health"},
	"staff.discipline": {"disciplinaryActions"},
}

// timelineGrants are the beginnings of the kinds of a timeline's entries that a policy object opens.
var timelineGrants = map[string]string{"staff.salary": "pay.", "staff.evaluation": "rated", "staff.discipline": "disciplined."}

// groupFields selects the fields of every group.
const groupFields = `{ code identity { citizenId } coefficient pay { coefficient } latestRating { year } ratings { year } party { organisations }
	relatives { fullName } health { status } disciplinaryActions { form } timeline { totalCount edges { node { kind text } } } hidden { field missingGrant } }`

func TestEveryFieldOfARecordHasItsGrant(t *testing.T) {
	known := map[string]bool{}
	for _, fields := range fieldGrants {
		for _, f := range fields {
			known[f] = true
		}
	}
	w := newWorld(t)
	member := w.engine.schema.Type("StaffMember").(*graphql.Object)
	for name := range member.Fields() {
		if !known[name] {
			t.Errorf("%s stands under no grant", name)
		}
		delete(known, name)
	}
	for name := range known {
		t.Errorf("there is no field %s", name)
	}
}

// TestWhoSeesWhichFields holds the API against the policies: for each role and each group of fields, by each way to a
// record.
func TestWhoSeesWhichFields(t *testing.T) {
	w := newScopeWorld(t)
	book, err := policies.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range policies.Roles() {
		self := 0
		if role == policies.StaffMember {
			self = 1
		}
		w.user("vai-"+role, role, 1, self)
	}
	ways := []struct {
		name, query string
		path        []any
	}{
		{"the record", `{ staffMember(code: "CB001") ` + groupFields + ` }`, []any{"staffMember"}},
		{"a list", `{ staff(filter: {search: "CB001"}) { edges { node ` + groupFields + ` } } }`, []any{"staff", "edges", 0, "node"}},
		{"a list, under another name", `{ a: staff(filter: {search: "CB001"}) { edges { ...E } } } fragment E on StaffEdge { b: node ` + groupFields + ` }`, []any{"a", "edges", 0, "b"}},
		{"a declared change", `{ recordChanges(staff: "` + EncodeID("staff", 1) + `") { edges { node { staff ` + groupFields + ` } } } }`, []any{"recordChanges", "edges", 0, "node", "staff"}},
		{"the reader", `{ viewer { staff ` + groupFields + ` } }`, []any{"viewer", "staff"}},
	}
	for _, role := range policies.Roles() {
		may := func(object string) bool {
			act := "read"
			if role == policies.StaffMember {
				act = "read_self"
			}
			return slices.Contains(book.Permissions(), policies.Permission{Role: role, Object: object, Act: act})
		}
		for _, way := range ways {
			if way.name == "the reader" && role != policies.StaffMember {
				continue
			}
			t.Run(role+" by "+way.name, func(t *testing.T) {
				a := w.ask("vai-"+role, way.query)
				if !may("staff.core") {
					if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "FORBIDDEN" || a.at(way.path...) != nil {
						t.Errorf("got %.500s", a.raw)
					}
					return
				}
				got, ok := a.at(way.path...).(map[string]any)
				if !ok || len(a.Errors) > 0 {
					t.Fatalf("got %.500s", a.raw)
				}
				checkFields(t, got, may)
			})
		}
	}
	if a := w.ask("vai-"+policies.StaffMember, `{ staffMember(code: "CB002") { code } }`); len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "NOT_FOUND" {
		t.Errorf("a staff member sees another: %.300s", a.raw)
	}
}

// checkFields holds that just what a reader may not see is null, listed as hidden with its grant, and left out of the
// timeline.
func checkFields(t *testing.T, record map[string]any, may func(string) bool) {
	t.Helper()
	var want []string
	for object, fields := range fieldGrants {
		for _, f := range fields {
			if object != "" && (record[f] != nil) != may(object) {
				t.Errorf("%s is %v, %s:read is %v", f, record[f], object, may(object))
			}
			if object != "" && !may(object) {
				want = append(want, f+" "+object+":read")
			}
		}
	}
	var hidden []string
	for _, h := range record["hidden"].([]any) {
		h := h.(map[string]any)
		hidden = append(hidden, fmt.Sprint(h["field"], " ", h["missingGrant"]))
	}
	slices.Sort(want)
	slices.Sort(hidden)
	if !slices.Equal(hidden, want) {
		t.Errorf("hidden is %v, want %v", hidden, want)
	}
	timeline := record["timeline"].(map[string]any)
	edges := timeline["edges"].([]any)
	if timeline["totalCount"] != float64(len(edges)) {
		t.Errorf("%v of %v events", len(edges), timeline["totalCount"])
	}
	for object, kind := range timelineGrants {
		found := slices.ContainsFunc(edges, func(e any) bool {
			return strings.HasPrefix(e.(map[string]any)["node"].(map[string]any)["kind"].(string), kind)
		})
		if found != may(object) {
			t.Errorf("%s… in the timeline is %v, %s:read is %v", kind, found, object, may(object))
		}
	}
}

// TestHiddenFieldsAreFoundByNoOrderAndNoFilter holds that what a reader may not see of a person decides nothing that
// they can observe.
func TestHiddenFieldsAreFoundByNoOrderAndNoFilter(t *testing.T) {
	w := newScopeWorld(t)
	w.user("taichinhtinh", policies.FinanceOfficer, 1, 0) // sees pay, but neither identity nor ratings
	for _, c := range []struct{ name, query, code string }{
		{"order by what no list shows", `{ staff(sort: [{field: "CITIZEN_ID"}]) { totalCount } }`, "BAD_INPUT"},
		{"order by pay", `{ staff(sort: [{field: "COEFFICIENT"}]) { totalCount } }`, "BAD_INPUT"},
		{"order by rating", `{ staff(sort: [{field: "RATING"}]) { totalCount } }`, "BAD_INPUT"},
		{"a gap that is none", `{ staff(filter: {gap: "NO_PARTY"}) { totalCount } }`, "BAD_INPUT"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if a := w.ask("taichinhtinh", c.query); len(a.Errors) != 1 || a.Errors[0].Extensions.Code != c.code {
				t.Errorf("got %.300s", a.raw)
			}
		})
	}
	for search, want := range map[string]float64{"024190000001": 0, "CB001": 1, "Con của": 0, "Sức khoẻ": 0, "Vi phạm": 0} {
		if got := w.must("taichinhtinh", fmt.Sprintf(`{ staff(filter: {search: %q}) { totalCount } }`, search)).at("staff", "totalCount"); got != want {
			t.Errorf("searching %q found %v people, want %v", search, got, want)
		}
	}
}
