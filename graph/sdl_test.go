package graph

import (
	"os"
	"testing"

	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
	"github.com/graphql-go/graphql/language/parser"
)

func TestPrintedSchemaIsTheGoldenOne(t *testing.T) {
	got := PrintSDL(newTestSchema(t, Config{}).schema)
	want, err := os.ReadFile("testdata/engine.graphql")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got:\n%s", got)
	}
}

func TestPrintedSchemaIsReadBack(t *testing.T) {
	s := newTestSchema(t, Config{}).schema
	doc, err := parser.Parse(parser.ParseParams{Source: PrintSDL(s)})
	if err != nil {
		t.Fatal(err)
	}
	printed := map[string]ast.Node{}
	for _, d := range doc.Definitions {
		if named, ok := d.(interface{ GetName() *ast.Name }); ok {
			printed[named.GetName().Value] = d
		}
	}
	for name, typ := range s.TypeMap() {
		d := printed[name]
		if wanted := name[:2] != "__" && !builtIn(name); wanted != (d != nil) {
			t.Errorf("%s: printed %v, wanted %v", name, d != nil, wanted)
			continue
		}
		if object, ok := typ.(*graphql.Object); ok && d != nil {
			if fields := d.(*ast.ObjectDefinition).Fields; len(fields) != len(object.Fields()) {
				t.Errorf("%s has %d fields, %d are printed", name, len(object.Fields()), len(fields))
			}
		}
	}
}

func TestPrintedSchemaOfUnionsInterfacesAndOddTexts(t *testing.T) {
	named := graphql.NewInterface(graphql.InterfaceConfig{Name: "Named", Fields: graphql.Fields{"name": {Type: graphql.String}}})
	a := graphql.NewObject(graphql.ObjectConfig{Name: "A", Interfaces: []*graphql.Interface{named}, Fields: graphql.Fields{"name": {
		Type: graphql.String, Description: `Ends with "quotes"`, DeprecationReason: `say "b"`,
		Args: graphql.FieldConfigArgument{
			"kinds": {Type: graphql.NewList(testKindType), DefaultValue: []any{testKind("COMMUNE")}},
			"text":  {Type: graphql.String, DefaultValue: "a\n\"b\""},
		},
	}}})
	b := graphql.NewObject(graphql.ObjectConfig{Name: "B", Fields: graphql.Fields{"n": {Type: graphql.Int}}})
	union := graphql.NewUnion(graphql.UnionConfig{Name: "Either", Types: []*graphql.Object{b, a},
		ResolveType: func(graphql.ResolveTypeParams) *graphql.Object { return a }})
	schema, err := graphql.NewSchema(graphql.SchemaConfig{Query: graphql.NewObject(graphql.ObjectConfig{
		Name: "Query", Fields: graphql.Fields{"either": {Type: union, Description: "a \"\"\" b\nc"}, "named": {Type: named}},
	})})
	if err != nil {
		t.Fatal(err)
	}
	const want = `type A implements Named {
  """
  Ends with "quotes"
  """
  name(kinds: [Kind] = [COMMUNE], text: String = "a\n\"b\""): String @deprecated(reason: "say \"b\"")
}

type B {
  n: Int
}

union Either = A | B

"""Kind of a unit."""
enum Kind {
  COMMUNE @deprecated(reason: "said \"xã\"")
  """Sở, ban, ngành"""
  DEPARTMENT
}

interface Named {
  name: String
}

type Query {
  """
  a \""" b
  c
  """
  either: Either
  named: Named
}
`
	got := PrintSDL(schema)
	if got != want {
		t.Errorf("got:\n%s", got)
	}
	if _, err := parser.Parse(parser.ParseParams{Source: got}); err != nil {
		t.Error(err)
	}
}

// Two object types of one union may fill one key differently; two fields of one type may not.
func TestFieldsOfDifferentTypesDoNotConflict(t *testing.T) {
	object := func(name string) *graphql.Object {
		return graphql.NewObject(graphql.ObjectConfig{Name: name,
			IsTypeOf: func(p graphql.IsTypeOfParams) bool { return p.Value == name },
			Fields: graphql.Fields{
				"one": {Type: graphql.String, Resolve: of(func(string) any { return "1" + name })},
				"two": {Type: graphql.String, Resolve: of(func(string) any { return "2" + name })},
			}})
	}
	union := graphql.NewUnion(graphql.UnionConfig{Name: "Either", Types: []*graphql.Object{object("A"), object("B")}})
	schema, err := graphql.NewSchema(graphql.SchemaConfig{Query: graphql.NewObject(graphql.ObjectConfig{
		Name: "Query", Fields: graphql.Fields{"all": {Type: graphql.NewList(union), Resolve: func(graphql.ResolveParams) (any, error) {
			return []string{"A", "B"}, nil
		}}},
	})})
	if err != nil {
		t.Fatal(err)
	}
	e := New(schema, Config{})
	tests := []struct{ name, query, want string }{
		{"under different types", `{all{...on A{x:one} ...on B{x:two y:one}}}`, `{"data":{"all":[{"x":"1A"},{"x":"2B","y":"1B"}]}}`},
		{"under one type", `{all{...on A{x:one} ...on A{x:two}}}`, "BAD_INPUT"},
	}
	for _, tt := range tests {
		r := e.Run(t.Context(), Request{Query: tt.query})
		got := string(r.AppendJSON(nil))
		if c := codeOf(r); c != "" {
			got = string(c)
		}
		if got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}
