package graph

import (
	"encoding/json"
	"fmt"

	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/gqlerrors"
	"github.com/graphql-go/graphql/language/ast"
	"github.com/graphql-go/graphql/language/printer"
)

// planNode is one key of the answer, with everything that the document selects under it in the order of its first
// mention, fragments spread out. It decides the order of keys; whether a key is there is decided by the executor.
type planNode struct {
	key      string
	prefix   []byte // "key": in JSON
	children []*planNode

	fields []fieldUse // what fills the key; released after planning
	sets   []setUse   // what is selected under it; released after planning
}

// fieldUse is a field in its place.
type fieldUse struct {
	field *ast.Field
	under *planBranch
}

// setUse is a selection set that is merged into its node's children.
type setUse struct {
	set   *ast.SelectionSet
	of    graphql.Type
	under *planBranch
}

// planBranch is the chain of types that a selection stands under. Two selections under different object types at any
// level never meet in one answer.
type planBranch struct {
	of graphql.Type
	up *planBranch
}

// planner builds the nodes of one operation. It refuses two fields that claim one key with different names or
// arguments, as the library's rule OverlappingFieldsCanBeMerged does. That rule compares every two fields and follows
// the fragments of every pair anew: 4 kB within all limits kept it busy for 0.6 s, fragments that spread themselves
// overflow its stack. This takes one walk over the merged selections. What fields under different object types return
// is not compared.
type planner struct {
	schema    *graphql.Schema
	fragments map[string]*ast.FragmentDefinition
	errors    []error
	nodes     int
}

// plan is the answer's shape for one operation.
func (p *planner) plan(op *ast.OperationDefinition, root graphql.Type) []*planNode {
	return p.merge([]setUse{{op.SelectionSet, root, &planBranch{of: root}}})
}

// merge turns selection sets of one level into nodes.
func (p *planner) merge(sets []setUse) []*planNode {
	level := &planLevel{byKey: map[string]*planNode{}, spread: map[string]bool{}}
	for _, s := range sets {
		p.collect(level, s)
	}
	p.nodes += len(level.nodes)
	for _, n := range level.nodes {
		if len(n.sets) > 0 {
			n.children = p.merge(n.sets)
		}
		n.fields, n.sets = nil, nil
	}
	return level.nodes
}

// planLevel is one level of the answer while it is collected.
type planLevel struct {
	nodes  []*planNode
	byKey  map[string]*planNode
	spread map[string]bool // fragments already spread into this level
}

func (p *planner) collect(level *planLevel, s setUse) {
	for _, sel := range s.set.Selections {
		switch sel := sel.(type) {
		case *ast.Field:
			p.field(level, sel, s)
		case *ast.InlineFragment:
			p.collect(level, p.narrowed(s, sel.TypeCondition, sel.SelectionSet))
		case *ast.FragmentSpread:
			f := p.fragments[sel.Name.Value]
			if f == nil || level.spread[sel.Name.Value] {
				continue
			}
			level.spread[sel.Name.Value] = true
			p.collect(level, p.narrowed(s, f.TypeCondition, f.SelectionSet))
		}
	}
}

// narrowed is a fragment's selection in the place of s.
func (p *planner) narrowed(s setUse, on *ast.Named, set *ast.SelectionSet) setUse {
	if on != nil {
		if of := p.schema.Type(on.Name.Value); of != nil && of != s.of {
			return setUse{set, of, &planBranch{of: of, up: s.under.up}}
		}
	}
	return setUse{set, s.of, s.under}
}

func (p *planner) field(level *planLevel, f *ast.Field, s setUse) {
	key := f.Name.Value
	if f.Alias != nil {
		key = f.Alias.Value
	}
	n := level.byKey[key]
	if n == nil {
		quoted, _ := json.Marshal(key)
		n = &planNode{key: key, prefix: append(quoted, ':')}
		level.byKey[key] = n
		level.nodes = append(level.nodes, n)
	}
	p.claim(n, fieldUse{f, s.under})
	if f.SelectionSet != nil {
		of := typeOf(fieldOf(p.schema, s.of, f.Name.Value))
		n.sets = append(n.sets, setUse{f.SelectionSet, of, &planBranch{of: of, up: s.under}})
	}
}

// claim lets a field fill a node, or notes the conflict with one that already does.
func (p *planner) claim(n *planNode, use fieldUse) {
	for _, o := range n.fields {
		same := o.field.Name.Value == use.field.Name.Value && sameArguments(o.field.Arguments, use.field.Arguments)
		if !same && !apart(o.under, use.under) {
			p.errors = append(p.errors, gqlerrors.NewError(
				fmt.Sprintf("Fields %q conflict: use different aliases to fetch both.", n.key),
				[]ast.Node{o.field, use.field}, "", nil, nil, nil))
			return
		}
		if same && sameBranch(o.under, use.under) {
			return
		}
	}
	n.fields = append(n.fields, use)
}

// apart tells that two places lie under different object types.
func apart(a, b *planBranch) bool {
	for ; a != nil && b != nil; a, b = a.up, b.up {
		_, aIs := a.of.(*graphql.Object)
		_, bIs := b.of.(*graphql.Object)
		if aIs && bIs && a.of != b.of {
			return true
		}
	}
	return false
}

func sameBranch(a, b *planBranch) bool {
	for ; a != nil && b != nil; a, b = a.up, b.up {
		if a == b {
			return true
		}
		if a.of != b.of {
			return false
		}
	}
	return a == b
}

// sameArguments compares arguments by name and value as written.
func sameArguments(a, b []*ast.Argument) bool {
	if len(a) != len(b) {
		return false
	}
	if len(a) == 0 {
		return true
	}
	values := make(map[string]ast.Value, len(a))
	for _, arg := range a {
		values[arg.Name.Value] = arg.Value
	}
	for _, arg := range b {
		v, ok := values[arg.Name.Value]
		if !ok || printer.Print(v) != printer.Print(arg.Value) {
			return false
		}
	}
	return true
}
