package graph

import (
	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"

	"bienche/internal/day"
)

// walkNode is one key of the answer as the engine's own executor fills it: worked out once for a document, so that a
// row costs no look-up of names, arguments or fragments.
type walkNode struct {
	key     string
	prefix  []byte // "key": in JSON, as in planNode
	name    string
	asts    []*ast.Field
	def     *graphql.FieldDefinition
	parent  *graphql.Object
	number  int // of the node within its operation
	args    bool
	shape   *walkShape
	typName string // __typename: what it says
	path    *graphql.ResponsePath
}

// walkShape is how a value of a type is completed: one layer of non-null or list, or what stands at the core.
type walkShape struct {
	nonNull  bool
	item     *walkShape // of a list
	leaf     func(any) any
	children []*walkNode // of an object
}

// walkPlan is an operation that the engine executes itself.
type walkPlan struct {
	nodes     []*walkNode
	count     int // of nodes, those of all levels
	serial    bool
	fragments map[string]ast.Definition
}

// walkPlanner makes plans. It gives up on what is rare and easy to get wrong, which the library then executes:
// interfaces and unions, introspection, conditions that depend on variables.
type walkPlanner struct {
	schema    *graphql.Schema
	fragments map[string]*ast.FragmentDefinition
	count     int
	given     bool // up
}

// plan is the plan of an operation; nil when the library is to execute it.
func (w *walkPlanner) plan(op *ast.OperationDefinition, root graphql.Type) *walkPlan {
	object, ok := root.(*graphql.Object)
	if !ok {
		return nil
	}
	p := &walkPlan{serial: op.Operation == ast.OperationTypeMutation, fragments: map[string]ast.Definition{}}
	p.nodes = w.object(object, []*ast.SelectionSet{op.SelectionSet})
	if w.given {
		return nil
	}
	p.count = w.count
	for name, f := range w.fragments {
		p.fragments[name] = f
	}
	return p
}

// object plans what is selected of an object by selections that meet at one key.
func (w *walkPlanner) object(t *graphql.Object, sets []*ast.SelectionSet) []*walkNode {
	level := &walkLevel{byKey: map[string]*walkNode{}, spread: map[string]bool{}}
	for _, set := range sets {
		w.collect(level, t, set)
	}
	for _, n := range level.nodes {
		if w.given {
			return nil
		}
		var under []*ast.SelectionSet
		for _, f := range n.asts {
			under = append(under, f.SelectionSet)
		}
		n.shape = w.shape(n.def.Type, under)
	}
	return level.nodes
}

// walkLevel is the selection of one object while it is collected.
type walkLevel struct {
	nodes  []*walkNode
	byKey  map[string]*walkNode
	spread map[string]bool
}

func (w *walkPlanner) collect(level *walkLevel, t *graphql.Object, set *ast.SelectionSet) {
	if set == nil {
		return
	}
	for _, sel := range set.Selections {
		switch sel := sel.(type) {
		case *ast.Field:
			if w.included(sel.Directives) {
				w.field(level, t, sel)
			}
		case *ast.InlineFragment:
			if w.included(sel.Directives) && w.matches(sel.TypeCondition, t) {
				w.collect(level, t, sel.SelectionSet)
			}
		case *ast.FragmentSpread:
			f := w.fragments[sel.Name.Value]
			if f == nil || level.spread[sel.Name.Value] || !w.included(sel.Directives) {
				continue
			}
			level.spread[sel.Name.Value] = true
			if w.matches(f.TypeCondition, t) {
				w.collect(level, t, f.SelectionSet)
			}
		}
	}
}

// matches tells that a fragment is about the object; one about an abstract type is left to the library.
func (w *walkPlanner) matches(on *ast.Named, t *graphql.Object) bool {
	if on == nil || on.Name.Value == t.Name() {
		return true
	}
	if _, ok := w.schema.Type(on.Name.Value).(*graphql.Object); !ok {
		w.given = true
	}
	return false
}

// included weighs @skip and @include, whose conditions must be written out.
func (w *walkPlanner) included(directives []*ast.Directive) bool {
	in := true
	for _, d := range directives {
		name := d.Name.Value
		if name != graphql.SkipDirective.Name && name != graphql.IncludeDirective.Name {
			continue
		}
		for _, arg := range d.Arguments {
			v, ok := arg.Value.(*ast.BooleanValue)
			if !ok {
				w.given = true
				return false
			}
			in = in && v.Value == (name == graphql.IncludeDirective.Name)
		}
	}
	return in
}

func (w *walkPlanner) field(level *walkLevel, t *graphql.Object, f *ast.Field) {
	key := f.Name.Value
	if f.Alias != nil {
		key = f.Alias.Value
	}
	if n := level.byKey[key]; n != nil {
		n.asts = append(n.asts, f)
		return
	}
	n := &walkNode{key: key, prefix: append(appendString(nil, key), ':'), name: f.Name.Value, asts: []*ast.Field{f}, parent: t, number: w.count,
		path: &graphql.ResponsePath{Key: key}}
	w.count++
	switch {
	case n.name == "__typename":
		n.def, n.typName = graphql.TypeNameMetaFieldDef, t.Name()
	case t.Fields()[n.name] == nil: // introspection
		w.given = true
		return
	default:
		n.def = t.Fields()[n.name]
		n.args = len(n.def.Args) > 0
	}
	level.byKey[key] = n
	level.nodes = append(level.nodes, n)
}

func (w *walkPlanner) shape(t graphql.Type, under []*ast.SelectionSet) *walkShape {
	switch t := t.(type) {
	case *graphql.NonNull:
		s := w.shape(t.OfType, under)
		s.nonNull = true
		return s
	case *graphql.List:
		return &walkShape{item: w.shape(t.OfType, under)}
	case *graphql.Scalar:
		return &walkShape{leaf: scalarLeaf(t)}
	case *graphql.Enum:
		return &walkShape{leaf: t.Serialize}
	case *graphql.Object:
		if t.IsTypeOf == nil {
			return &walkShape{children: w.object(t, under)}
		}
	}
	w.given = true
	return &walkShape{}
}

// scalarLeaf is the scalar's own way to serialise, but for the values that it would give back as they are.
func scalarLeaf(t *graphql.Scalar) func(any) any {
	switch t {
	case graphql.String, graphql.ID:
		return func(v any) any {
			if s, ok := v.(string); ok {
				return s
			}
			return t.Serialize(v)
		}
	case graphql.Boolean:
		return func(v any) any {
			if b, ok := v.(bool); ok {
				return b
			}
			return t.Serialize(v)
		}
	case Date:
		return func(v any) any {
			if d, ok := v.(day.Day); ok {
				return showDay(d)
			}
			return t.Serialize(v)
		}
	}
	return t.Serialize
}
