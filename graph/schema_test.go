package graph

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/graphql-go/graphql/language/ast"
	"github.com/graphql-go/graphql/language/parser"

	"bienche/rules"
)

var update = flag.Bool("update", false, "write the golden files anew (make schema)")

func testSDL(t *testing.T) string {
	t.Helper()
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	schema, err := NewSchema(Services{Book: book})
	if err != nil {
		t.Fatal(err)
	}
	return PrintSDL(schema)
}

func TestSchemaIsAsReviewed(t *testing.T) {
	got := testSDL(t)
	if *update {
		if err := os.WriteFile("schema.graphql", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Error("the schema is not graph/schema.graphql; look at the difference and run make schema")
	}
}

// TestSchemaKeepsTheContract holds every type, field, argument and type reference of docs/contract.graphql against
// the schema: outside clients rely on them.
func TestSchemaKeepsTheContract(t *testing.T) {
	src, err := os.ReadFile("../docs/contract.graphql")
	if err != nil {
		t.Fatal(err)
	}
	contract, schema := shapes(t, string(src)), shapes(t, testSDL(t))
	for name, want := range contract {
		if got, ok := schema[name]; !ok {
			t.Errorf("%s is missing", name)
		} else if got != want {
			t.Errorf("%s is %s, the contract says %s", name, got, want)
		}
	}
}

// shapes maps "Type.field" and "Type.field(arg)" to the type reference.
func shapes(t *testing.T, sdl string) map[string]string {
	t.Helper()
	doc, err := parser.Parse(parser.ParseParams{Source: sdl})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	inputs := func(prefix string, args []*ast.InputValueDefinition) {
		for _, a := range args {
			out[prefix+"("+a.Name.Value+")"] = typeText(a.Type)
		}
	}
	for _, d := range doc.Definitions {
		switch d := d.(type) {
		case *ast.ObjectDefinition:
			for _, f := range d.Fields {
				out[d.Name.Value+"."+f.Name.Value] = typeText(f.Type)
				inputs(d.Name.Value+"."+f.Name.Value, f.Arguments)
			}
		case *ast.InputObjectDefinition:
			inputs(d.Name.Value, d.Fields)
		case *ast.EnumDefinition:
			var values []string
			for _, v := range d.Values {
				values = append(values, v.Name.Value)
			}
			for _, v := range values {
				out[d.Name.Value+"."+v] = "value"
			}
		case *ast.ScalarDefinition:
			out[d.Name.Value] = "scalar"
		}
	}
	return out
}

func typeText(t ast.Type) string {
	switch t := t.(type) {
	case *ast.NonNull:
		return typeText(t.Type) + "!"
	case *ast.List:
		return "[" + typeText(t.Type) + "]"
	case *ast.Named:
		return t.Name.Value
	}
	return strings.TrimSpace("?")
}
