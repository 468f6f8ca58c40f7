package graph

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/graphql-go/graphql"

	"bienche/internal/day"
	"bienche/internal/exchange"
	"bienche/internal/fault"
	"bienche/rules"
)

// wayOut is a way besides fields in which an answer tells something of somebody: a hit, a count, a kind of event. It
// tells when something stands at the end of path; needs are the policy objects that it takes, all of them, and refused
// says that their lack is refused rather than passed over.
type wayOut struct {
	name, query, path string
	needs             []string
	refused           bool
}

var waysOut = []wayOut{
	{"found by name", `staff(filter: {search: "%name"}) { totalCount }`, "totalCount", nil, false},
	{"found by code", `staff(filter: {search: "%code"}) { totalCount }`, "totalCount", nil, false},
	{"found by citizen ID", `staff(filter: {search: "%citizen"}) { totalCount }`, "totalCount", []string{"staff.identity"}, false},
	{"filtered by grade", `staff(filter: {search: "%code", grades: ["01.003"]}) { totalCount }`, "totalCount", nil, false},
	{"filtered by a gap: no citizen ID", `staff(filter: {search: "%code", gap: "NO_CITIZEN_ID"}) { pageInfo { hasNextPage } }`, "pageInfo", []string{"staff.identity"}, true},
	{"gaps counted: no citizen ID", `dataGaps { code }`, "code=NO_CITIZEN_ID", []string{"staff.identity"}, false},
	{"timeline: pay", `staffMember(code: "%code") { timeline(first: 100) { edges { node { kind } } } }`, "timeline/edges/node/kind^pay.", []string{"staff.salary"}, false},
	{"timeline: ratings", `staffMember(code: "%code") { timeline(first: 100) { edges { node { kind } } } }`, "timeline/edges/node/kind^rated", []string{"staff.evaluation"}, false},
	{"timeline: discipline", `staffMember(code: "%code") { timeline(first: 100) { edges { node { kind } } } }`, "timeline/edges/node/kind^disciplined.", []string{"staff.discipline"}, false},
	{"timeline: appointments", `staffMember(code: "%code") { timeline(first: 100) { edges { node { kind } } } }`, "timeline/edges/node/kind^started.", nil, false},
	{"declared change: core", `recordChanges(staff: "%staff") { edges { node { section } } }`, "edges/node/section^CORE", nil, false},
	{"declared change: qualification", `recordChanges(staff: "%staff") { edges { node { section } } }`, "edges/node/section^QUALIFICATION", nil, false},
	{"declared change: identity", `recordChanges(staff: "%staff") { edges { node { section } } }`, "edges/node/section^IDENTITY", []string{"staff.identity"}, false},
	{"declared change: health", `recordChanges(staff: "%staff") { edges { node { section } } }`, "edges/node/section^HEALTH", []string{"staff.health"}, false},
	{"period report: ratings counted", `periodReport(from: "2011-01-01", to: "2020-12-31") { figures { key } }`, "figures/key^evaluated.", []string{"staff.evaluation"}, false},
	{"rows beyond the scope counted", `staff { beyondScope }`, "beyondScope", []string{"staff.core:count"}, false},
}

// readWays asks for all that is told besides fields and holds it against the policies.
func (m *matrix) readWays() {
	r := readRights(m.t)
	m.ways = m.marksOfWays()
	for _, way := range waysOut {
		for i, reader := range matrixReaders() {
			if want := r.wantsWay(reader, way); m.ways[way.name][i] != want {
				m.t.Errorf("%s of %s: %c, the policies say %c", way.name, reader, m.ways[way.name][i], want)
			}
		}
	}
	maps.Copy(m.ways, m.marksOfExport(r))
}

// marksOfWays asks all readers for everything that the ways besides fields tell. What lies outside is told by none.
func (m *matrix) marksOfWays() map[string][]rune {
	all := map[string][]rune{}
	for _, way := range waysOut {
		marks := make([]rune, 0, len(matrixReaders()))
		for i, reader := range matrixReaders() {
			query := "{ " + way.query + " }"
			marks = append(marks, way.mark(m.w.ask(userOf(reader), aimed(query, "inside", i))))
			if strings.Contains(query, "%") {
				outside, missing := m.w.ask(userOf(reader), aimed(query, "outside", i)), m.w.ask(userOf(reader), aimed(query, "missing", i))
				if outside.raw != missing.raw {
					m.t.Errorf("%s of %s, outside: %.300s, of nothing: %.300s", way.name, reader, outside.raw, missing.raw)
				}
			}
		}
		all[way.name] = marks
	}
	return all
}

// mark is what an answer says at the end of the way's path: a value at all, one that is (=) or begins with (^) a text.
func (way wayOut) mark(a answer) rune {
	if mark := refusal(a); mark != 0 {
		return mark
	}
	path, begin, _ := strings.Cut(way.path, "^")
	field, _, _ := strings.Cut(way.query, "(")
	field, _, _ = strings.Cut(field, " ")
	for value := range strings.SplitSeq(saidOf(a, field, path), ",") {
		if value != "-" && value != "0" && strings.HasPrefix(value, begin) {
			return shown
		}
	}
	return kept
}

// wantsWay is the mark that the policies give a way besides fields.
func (r rights) wantsWay(reader string, way wayOut) rune {
	object := "staff.core"
	if strings.HasPrefix(way.query, "periodReport") {
		object = "report.period"
	}
	if mark := r.refuses(reader, aim{object: object}); mark != 0 {
		return mark
	}
	for _, need := range way.needs {
		if !r.may(reader, need) && way.refused {
			return refusals["FORBIDDEN"]
		} else if !r.may(reader, need) {
			return kept
		}
	}
	return shown
}

// exportGroups are texts in the workbook of people, with the policy objects that let them into it. A whole column is
// left out when the reader may not see it of everybody.
var exportGroups = map[string]string{"CB001": "", "024190000001": "staff.identity", "Công đoàn CB001": "staff.party", "2.67": "staff.salary",
	"Hoàn thành tốt nhiệm vụ": "staff.evaluation", "Vi phạm CB001": "staff.discipline"}

// marksOfExport exports the workbook of people for each reader.
func (m *matrix) marksOfExport(r rights) map[string][]rune {
	book, err := rules.Load()
	if err != nil {
		m.t.Fatal(err)
	}
	m.w.exec("SELECT setval(pg_get_serial_sequence('audit_log', 'id'), 1000)")
	out := exchange.New(m.w.db, book, nil)
	all := map[string][]rune{}
	for _, reader := range matrixReaders() {
		var file bytes.Buffer
		_, err := out.Export(m.w.reading(reader), exchange.Output{Kind: exchange.Staff, AsOf: day.Of(2026, 11, 21)}, &file)
		text := ""
		if err == nil {
			text = unzipped(m.t, file.Bytes())
			if found := outsidersIn(text, []int{1, 2, 3, 4}); len(found) > 0 {
				m.t.Errorf("the workbook of %s tells of %q", reader, found)
			}
		}
		for _, said := range sortedKeys(exportGroups) {
			mark, want := kept, kept
			switch {
			case err != nil:
				mark = refusals[string(fault.CodeOf(err))]
			case strings.Contains(text, said):
				mark = shown
			}
			if mayExport := r.may(reader, "exchange.staff:export"); !mayExport || reader == stranger {
				want = r.refuses(reader, aim{object: "exchange.staff:export"})
			} else if r.may(reader, exportGroups[said]) {
				want = shown
			}
			if mark != want {
				m.t.Errorf("%q in the workbook of %s: %c, the policies say %c", said, reader, mark, want)
			}
			all["workbook of people: "+said] = append(all["workbook of people: "+said], mark)
		}
	}
	return all
}

func unzipped(t *testing.T, file []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range z.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(text)
	}
	return b.String()
}

// sortable are the orders of the list of people, with the field whose value each tells.
var sortable = map[string]string{"NAME": "fullName", "CODE": "code", "UNIT": "unit", "GRADE": "grade", "BIRTH_DATE": "birthDate"}

// TestNoOrderTellsWhatIsHidden: people are ordered only by what all see who see them.
func TestNoOrderTellsWhatIsHidden(t *testing.T) {
	w := newWorld(t)
	for _, field := range sortable {
		if group, known := groupOf("StaffMember", field); !known || group != "" {
			t.Errorf("%s is not open to all, and orders the list", field)
		}
	}
	member := w.engine.schema.Type("StaffMember").(*graphql.Object)
	for name := range member.Fields() {
		order := strings.ToUpper(strings.Join(strings.FieldsFunc(spaced(name), unicode.IsSpace), "_"))
		a := w.ask("lanhdao", fmt.Sprintf(`{ staff(sort: [{field: %q}]) { totalCount } }`, order))
		_, may := sortable[order]
		if refused := refusal(a); (refused == 0) != may || refused != 0 && refused != refusals["BAD_INPUT"] {
			t.Errorf("ordered by %s: %.200s", order, a.raw)
		}
	}
}

// spaced puts a space before each capital.
func spaced(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// filterGroups are the filters of the list of people by the policy object of what they tell. search and gap tell by
// their value, which the ways above show.
var filterGroups = map[string]string{"asOf": "", "knownAt": "", "unit": "", "includeSubunits": "", "staffClasses": "", "headcountCategories": "",
	"grades": "", "positions": "", "retiresFrom": "", "retiresTo": "", "search": "staff.identity", "gap": "staff.identity"}

// TestEveryFilterStandsUnderAGrant: a new filter has to say what it tells, and one that tells what not all see a way that
// holds it.
func TestEveryFilterStandsUnderAGrant(t *testing.T) {
	w := newWorld(t)
	for name := range w.engine.schema.Type("StaffFilter").(*graphql.InputObject).Fields() {
		group, known := filterGroups[name]
		held := slices.ContainsFunc(waysOut, func(way wayOut) bool {
			return strings.Contains(way.query, name+":") && slices.Contains(way.needs, group)
		})
		if !known || group != "" && !held {
			t.Errorf("the filter %s stands under no grant that a way holds", name)
		}
	}
}
