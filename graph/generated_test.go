package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/graphql-go/graphql"
	"pgregory.net/rapid"

	"bienche/models"
)

// generator writes one random document over the schema: mostly valid, with fragments, aliases, directives, variables
// and values of any kind, and now and then a mistake.
type generator struct {
	t         *rapid.T
	schema    *graphql.Schema
	readsOnly bool
	mild      bool   // makes few mistakes
	root      string // field that is asked
	declared  []string
	variables []string
	fragments []string
}

// chance is true so many times of a hundred, and false in the simplest document.
func (g *generator) chance(percent int) bool {
	return rapid.IntRange(0, 99).Draw(g.t, "chance") >= 100-percent
}

func (g *generator) pick(label string, from []string) string {
	return rapid.SampledFrom(from).Draw(g.t, label)
}

// document is a query, rarely a mutation, as the body of a request.
func (g *generator) document() string {
	operation, root := "query", g.schema.QueryType()
	if !g.readsOnly && g.chance(10) {
		operation, root = "mutation", g.schema.MutationType()
	}
	deep := rapid.IntRange(0, 5).Draw(g.t, "deep")
	if g.chance(5) {
		deep += 8
	}
	set := g.selection(root, deep+1)
	head := operation
	if g.chance(50) {
		head += " Generated"
	}
	if len(g.declared) > 0 {
		head += "(" + strings.Join(g.declared, ", ") + ")"
	}
	query := head + set + strings.Join(g.fragments, " ")
	if !g.mild && g.chance(5) {
		query += g.pick("excess", excesses)
	}
	return `{"query":` + string(appendString(nil, query)) + `,"variables":{` + strings.Join(g.variables, ",") + `}}`
}

// excesses are what may be added to any document to make it one too much.
var excesses = []string{
	" fragment X on Query { ...X }", " fragment X on Query { ...Y } fragment Y on Query { ...X }", " { viewer { username } }", "}", "{", "\u0000", "\u202e", `"`, "# hết",
	" query Other($a: Int) { viewer { username } }", " fragment Unused on OrgUnit { id }", " query A {" + strings.Repeat(" viewer { username }", 300) + "}",
	" query B {" + joined(1_000, func(i int) string { return fmt.Sprintf(" a%d: viewer { username }", i) }) + "}",
	" query C { viewer { unit " + strings.Repeat("{ parent ", 30) + "{ id }" + strings.Repeat("}", 31) + "}", strings.Repeat("[", 50_000),
}

func (g *generator) selection(object *graphql.Object, deep int) string {
	fields := object.Fields()
	var leaf, all []string
	for name, f := range fields {
		all = append(all, name)
		if _, ok := graphql.GetNamed(f.Type).(*graphql.Object); !ok {
			leaf = append(leaf, name)
		}
	}
	slices.Sort(leaf)
	slices.Sort(all)
	if deep <= 1 && object != g.schema.QueryType() && object != g.schema.MutationType() {
		all = append(leaf, "__typename")
	}
	most := 6
	if object == g.schema.QueryType() {
		most = 2
	}
	var b strings.Builder
	b.WriteString(" {")
	for range rapid.IntRange(1, most).Draw(g.t, "fields") {
		switch {
		case deep > 0 && g.chance(5):
			b.WriteString(" ... on " + object.Name() + g.directive() + g.selection(object, deep-1))
		case deep > 0 && g.chance(5) && len(g.fragments) < 8:
			name := fmt.Sprintf("F%d", len(g.fragments))
			at := len(g.fragments)
			g.fragments = append(g.fragments, "") // keeps the name
			g.fragments[at] = " fragment " + name + " on " + object.Name() + g.selection(object, deep-1)
			b.WriteString(" ..." + name)
		case !g.mild && g.chance(1):
			b.WriteString(g.pick("mistake", []string{" nothing", " ...Nothing", " ... on Nothing { id }", " id { id }", " __schema { types { name } }", " " + all[0] + "(nothing: 1)"}))
		default:
			b.WriteString(g.field(fields, g.pick("field", all), deep))
		}
	}
	return b.String() + " }"
}

func (g *generator) field(fields graphql.FieldDefinitionMap, name string, deep int) string {
	f := fields[name]
	if f == nil {
		return " " + name
	}
	g.root = name
	out := " "
	if g.chance(10) {
		out += g.pick("alias", []string{"a", "b", "id", "name", name}) + ": "
	}
	out += name + g.arguments(f) + g.directive()
	if object, ok := graphql.GetNamed(f.Type).(*graphql.Object); ok && (g.mild || !g.chance(1)) {
		out += g.selection(object, deep-1)
	}
	return out
}

func (g *generator) arguments(f *graphql.FieldDefinition) string {
	var given []string
	for _, arg := range f.Args {
		_, must := arg.Type.(*graphql.NonNull)
		if must && !g.mild && g.chance(2) || !must && !g.chance(25) {
			continue
		}
		value, err := json.Marshal(fitting(arg.Type, arg.PrivateName, g.root))
		if err != nil {
			panic(err) // fitting values are JSON
		}
		text := string(value)
		if !g.mild && g.chance(30) || g.chance(3) {
			text = g.pick("hostile", hostile)
		}
		if strings.Contains(text, `{"`) || g.chance(50) { // an object is written otherwise in a document
			name := fmt.Sprintf("v%d", len(g.declared))
			kind := arg.Type.String()
			if !g.mild && g.chance(3) {
				kind = g.pick("kind", []string{"String", "Int!", "[ID!]!", "StaffFilter", "OrgUnit", "Nothing"})
			}
			g.declared = append(g.declared, "$"+name+": "+kind)
			if g.mild || !g.chance(3) {
				g.variables = append(g.variables, `"`+name+`":`+text)
			}
			text = "$" + name
		}
		given = append(given, arg.PrivateName+": "+text)
	}
	if len(given) == 0 {
		return ""
	}
	return "(" + strings.Join(given, ", ") + ")"
}

func (g *generator) directive() string {
	if !g.chance(4) {
		return ""
	}
	return g.pick("directive", []string{" @include(if: true)", " @include(if: false)", " @skip(if: true)", " @skip(if: false)", " @skip", ` @include(if: "a")`, " @nothing", " @deprecated"})
}

func TestGeneratedDocumentsAreAnswered(t *testing.T) {
	f := newFuzzed(t)
	executed, refused := 0, 0
	for _, sender := range []string{"lanhdao", "nhansu", "taichinh", "truongphong", "canhan", "quantri", "khongquyen", ""} {
		t.Run("by "+sender, rapid.MakeCheck(func(t *rapid.T) {
			f.sender = sender
			body := (&generator{t: t, schema: f.schema}).document()
			req, _, bad := f.engine.decode([]byte(body))
			if bad != nil {
				req.Query = "{"
			}
			_, err := f.engine.document(req)
			_, late := errors.AsType[*invalidError](err)
			if wrong := f.send(body); wrong != "" {
				t.Fatalf("%s: %.3000s", wrong, body)
			}
			switch {
			case err == nil:
				executed++
			case !late && f.asked:
				t.Fatalf("it was asked who sends what is refused to all: %v: %.3000s", err, body)
			default:
				refused++
			}
			if f.spent > models.MaxStatements && !strings.Contains(req.Query, "mutation") {
				t.Fatalf("%d statements: %.3000s", f.spent, body)
			}
		}))
	}
	if executed == 0 || refused == 0 {
		t.Errorf("%d documents were executed and %d refused: the generator is of no use", executed, refused)
	}
	t.Logf("%d documents were executed, %d refused", executed, refused)
}

// FuzzDocuments holds the same, guided by what the code has not seen yet.
func FuzzDocuments(f *testing.F) {
	w := newFuzzed(f)
	w.sender = "lanhdao"
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) {
		body := (&generator{t: t, schema: w.schema}).document()
		if wrong := w.send(body); wrong != "" {
			t.Fatalf("%s: %.3000s", wrong, body)
		}
	}))
}
