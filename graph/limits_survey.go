package graph

import (
	"cmp"
	"encoding/json"
	"strconv"

	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
)

// survey is what a selection amounts to with its fragments spread out.
type survey struct {
	depth       int  // fields within fields
	aliases     int  // aliased fields
	directives  int  // directives
	top         int  // fields of the selection itself
	widest      int  // most fields of any selection within
	expanded    int  // selections of any kind, each time they are spread
	cost        int  // fields, multiplied by the page size of the lists they stand in
	lists       int  // lists of fields or types within one another, in introspection
	introspects bool // asks for __schema or __type
	paged       bool // has a page size that comes from a variable
}

// enough is where counting stops, so that products of page sizes do not overflow.
const enough = 1 << 40

// Weight is what a field counts for. Cost is that of the field itself (0 means 1). Rows is what the cost of everything
// under it is multiplied by where the field is a list without pages (0 means 1).
type Weight struct{ Cost, Rows int }

// surveyor measures the selections of one document. Each fragment is measured once, so that fragments that spread
// one another many times over cost no time. On the way it finds the first fragment that spreads itself: in the library
// such fragments overflow the stack, and its own rule against them takes long when there are many.
type surveyor struct {
	schema    *graphql.Schema
	weights   map[string]Weight
	page      int // default page size
	fragments map[string]*ast.FragmentDefinition
	variables map[string]any // as sent, with the defaults of the operation
	known     map[string]survey
	open      map[string]bool // fragments that are being measured
	cycle     *ast.FragmentSpread
}

// operation measures one operation, which selects from root.
func (s *surveyor) operation(op *ast.OperationDefinition, root graphql.Type) survey {
	m := s.selection(op.SelectionSet, root)
	m.directives = plus(m.directives, len(op.Directives))
	return m
}

// named keeps a nil type from becoming an interface that holds nil.
func named(o *graphql.Object) graphql.Type {
	if o == nil {
		return nil
	}
	return o
}

func (s *surveyor) selection(set *ast.SelectionSet, parent graphql.Type) survey {
	var m survey
	if set == nil {
		return m
	}
	for _, sel := range set.Selections {
		switch sel := sel.(type) {
		case *ast.Field:
			m.merge(s.field(sel, parent), len(sel.Directives))
		case *ast.InlineFragment:
			of := parent
			if sel.TypeCondition != nil {
				of = s.schema.Type(sel.TypeCondition.Name.Value)
			}
			m.merge(s.selection(sel.SelectionSet, of), len(sel.Directives))
		case *ast.FragmentSpread:
			if s.open[sel.Name.Value] {
				s.cycle = cmp.Or(s.cycle, sel)
				continue
			}
			m.merge(s.fragment(sel.Name.Value), len(sel.Directives))
		}
	}
	m.widest = max(m.widest, m.top)
	return m
}

// merge adds a selection of the same level, with the directives that stand on it.
func (m *survey) merge(o survey, directives int) {
	m.depth = max(m.depth, o.depth)
	m.aliases = plus(m.aliases, o.aliases)
	m.directives = plus(m.directives, plus(o.directives, directives))
	m.top = plus(m.top, o.top)
	m.widest = max(m.widest, o.widest)
	m.expanded = plus(m.expanded, plus(o.expanded, 1))
	m.cost = plus(m.cost, o.cost)
	m.lists = max(m.lists, o.lists)
	m.introspects = m.introspects || o.introspects
	m.paged = m.paged || o.paged
}

func (s *surveyor) fragment(name string) survey {
	if m, ok := s.known[name]; ok {
		return m
	}
	var m survey
	if f := s.fragments[name]; f != nil {
		s.open[name] = true
		defer delete(s.open, name)
		m = s.selection(f.SelectionSet, s.schema.Type(f.TypeCondition.Name.Value))
		m.directives = plus(m.directives, len(f.Directives))
	}
	s.known[name] = m
	return m
}

// field measures a field as a selection of one.
func (s *surveyor) field(f *ast.Field, parent graphql.Type) survey {
	name := f.Name.Value
	def := fieldOf(s.schema, parent, name)
	var child survey
	if f.SelectionSet != nil {
		child = s.selection(f.SelectionSet, typeOf(def))
	}
	m := child
	m.top = 1
	m.introspects = child.introspects || name == "__schema" || name == "__type"
	if f.Alias != nil {
		m.aliases = plus(m.aliases, 1)
	}
	switch inType := parent == named(graphql.TypeType); {
	case inType && name == "ofType": // the wrapping types that every introspection query asks for end by themselves
	case inType && (name == "fields" || name == "inputFields" || name == "interfaces" || name == "possibleTypes"):
		m.lists++
		fallthrough
	default:
		m.depth = plus(m.depth, 1)
	}
	var weight Weight
	if parent != nil && s.weights != nil {
		weight = s.weights[parent.Name()+"."+name]
	}
	rows, fromVariable := s.rows(f, def)
	m.paged = child.paged || fromVariable
	m.cost = plus(max(1, weight.Cost), times(max(rows, weight.Rows), child.cost))
	return m
}

// rows is how many rows a field may answer with: its `first`, the default page where it takes `first` and is not
// given one, 1 where it takes none.
func (s *surveyor) rows(f *ast.Field, def *graphql.FieldDefinition) (n int, fromVariable bool) {
	if def == nil || !takesFirst(def) {
		return 1, false
	}
	n = s.page
	for _, arg := range f.Arguments {
		if arg.Name.Value != "first" {
			continue
		}
		switch v := arg.Value.(type) {
		case *ast.IntValue:
			n = wholeNumber(json.Number(v.Value), n)
		case *ast.Variable:
			n, fromVariable = wholeNumber(s.variables[v.Name.Value], n), true
		}
	}
	return max(1, n), fromVariable
}

func takesFirst(def *graphql.FieldDefinition) bool {
	for _, a := range def.Args {
		if a.PrivateName == "first" {
			return true
		}
	}
	return false
}

// wholeNumber reads a page size as JSON or Go writes it; what is not a number counts as absent and is refused later.
func wholeNumber(v any, absent int) int {
	switch v := v.(type) {
	case int:
		return min(v, enough)
	case float64:
		return int(max(-enough, min(v, enough)))
	case json.Number:
		if n, err := strconv.ParseFloat(string(v), 64); err == nil {
			return int(max(-enough, min(n, enough)))
		}
	}
	return absent
}

// fieldOf is the definition of a field of parent; nil when there is none.
func fieldOf(schema *graphql.Schema, parent graphql.Type, name string) *graphql.FieldDefinition {
	switch {
	case parent == nil:
		return nil
	case name == "__schema" && parent == named(schema.QueryType()):
		return graphql.SchemaMetaFieldDef
	case name == "__type" && parent == named(schema.QueryType()):
		return graphql.TypeMetaFieldDef
	case name == "__typename":
		return graphql.TypeNameMetaFieldDef
	}
	switch parent := parent.(type) {
	case *graphql.Object:
		return parent.Fields()[name]
	case *graphql.Interface:
		return parent.Fields()[name]
	}
	return nil
}

// typeOf is the named type that a field answers with.
func typeOf(def *graphql.FieldDefinition) graphql.Type {
	if def == nil {
		return nil
	}
	return graphql.GetNamed(def.Type).(graphql.Type)
}

func plus(a, b int) int { return min(a+b, enough) }

func times(a, b int) int {
	if a > 0 && b > enough/a {
		return enough
	}
	return a * b
}
