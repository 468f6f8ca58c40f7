package graph

import (
	"fmt"
	"slices"
	"strings"
)

// columnHeads are the readers in two letters.
var columnHeads = []string{"SA", "PL", "HL", "HO", "FO", "AH", "DH", "AO", "CO", "IN", "SM", "no", "??"}

const matrixHead = `# Who is answered what. Every role is held at one department; SM asks about the own record, all others about a person
# of the department. Written by make schema from what the API answers, and held against the policies by the tests.
#
# v shown   h hidden: null, and named in "hidden" with the missing grant   . kept: null, or as if it were not there
# - there is nothing of it for anybody in the province of the test   F FORBIDDEN   N NOT_FOUND   U UNAUTHENTICATED
#
`

const actsHead = `
# Every mutation, with all ids in it inside the department, then with each of them outside in turn: which is answered
# byte for byte like an id of nothing.
#
# v done, and undone by the test   R RULE_VIOLATION: allowed, and against another rule
#
`

// print writes the matrix: first what lies outside, which answers byte for byte like what does not exist, then what may be
// changed, then each type with its fields, once for all ways that answer alike.
func (m *matrix) print() string {
	var b strings.Builder
	b.WriteString(matrixHead)
	for i, reader := range matrixReaders() {
		fmt.Fprintf(&b, "# %s %s\n", columnHeads[i], strings.ReplaceAll(reader, "_", " "))
	}
	b.WriteString("\n")
	printRow(&b, "## outside the department", columnHeads)
	for _, a := range matrixAims {
		printRow(&b, a.name, marksOf(m.beside[a.name]))
	}
	b.WriteString("\n")
	printRow(&b, "## besides fields", columnHeads)
	for _, name := range sortedKeys(m.ways) {
		printRow(&b, name, marksOf(m.ways[name]))
	}
	b.WriteString(actsHead)
	printRow(&b, "## mutations", columnHeads)
	for _, row := range m.acts {
		printRow(&b, row.name, marksOf(row.marks))
	}
	types := m.byEdge()
	for _, object := range sortedKeys(types) {
		b.WriteString("\n")
		printRow(&b, "## "+object, columnHeads)
		tables := map[string][]wayField{} // by what they say
		for _, way := range waysOf(types[object]) {
			text := tableOf(types[object], way)
			tables[text] = append(tables[text], way)
		}
		order := sortedKeys(tables)
		slices.SortFunc(order, func(x, y string) int {
			return strings.Compare(tables[x][0].aim+tables[x][0].way, tables[y][0].aim+tables[y][0].way)
		})
		for _, text := range order {
			b.WriteString(waysText(tables[text]))
			b.WriteString(text)
		}
	}
	return b.String()
}

// waysOf are the ways to a type, in order.
func waysOf(fields map[wayField][]rune) []wayField {
	var ways []wayField
	for k := range fields {
		ways = append(ways, wayField{aim: k.aim, way: k.way})
	}
	slices.SortFunc(ways, func(x, y wayField) int { return strings.Compare(x.aim+" "+x.way, y.aim+" "+y.way) })
	return slices.Compact(ways)
}

// tableOf is the rows of one way: fields that answer alike share a row.
func tableOf(fields map[wayField][]rune, way wayField) string {
	names := map[string][]string{}
	for k, marks := range fields {
		if k.aim == way.aim && k.way == way.way {
			row := strings.Join(marksOf(marks), "  ")
			names[row] = append(names[row], k.field)
		}
	}
	var rows []string
	for row, fields := range names {
		slices.Sort(fields)
		lines := wrap(fields, nameWidth)
		text := fmt.Sprintf("%-*s %s\n", nameWidth, lines[0], row)
		for _, l := range lines[1:] {
			text += l + "\n"
		}
		rows = append(rows, text)
	}
	slices.Sort(rows)
	return strings.Join(rows, "")
}

// waysText lists ways by their last edge, each with the root fields it is reached from.
func waysText(ways []wayField) string {
	edges := map[string][]string{}
	for _, w := range ways {
		edges[w.way] = append(edges[w.way], w.aim)
	}
	byAims := map[string][]string{}
	for edge, aims := range edges {
		from := strings.Join(aims, ", ")
		if strings.HasPrefix(edge, "Query.") {
			from = ""
			edge = strings.Join(aims, ", ")
		}
		byAims[from] = append(byAims[from], edge)
	}
	var b strings.Builder
	b.WriteString("\n")
	for _, from := range sortedKeys(byAims) {
		slices.Sort(byAims[from])
		text := strings.Join(byAims[from], ", ")
		if from != "" {
			text += " — below " + from
		}
		for i, l := range wrap(strings.Fields(text), lineWidth) {
			b.WriteString(strings.Repeat(" ", min(i, 1)*2) + l + "\n")
		}
	}
	return b.String()
}

const nameWidth, lineWidth = 60, 110

// wrap joins words into lines of at most width characters.
func wrap(words []string, width int) (lines []string) {
	line := ""
	for _, w := range words {
		if line != "" && len([]rune(line+" "+w)) > width {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + w)
	}
	return append(lines, line)
}

func marksOf(marks []rune) []string {
	var out []string
	for _, m := range marks {
		out = append(out, string(m))
	}
	return out
}

func printRow(b *strings.Builder, name string, cells []string) {
	sep := strings.Repeat(" ", 3-len(cells[0]))
	b.WriteString(strings.TrimRight(fmt.Sprintf("%-*s %s", nameWidth, name, strings.Join(cells, sep)), " ") + "\n")
}
