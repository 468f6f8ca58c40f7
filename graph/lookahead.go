package graph

import (
	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
)

// selected is the set of field names that a request selects below the field being resolved, at the end of path
// (edges, node for a connection). Directives are not weighed: a field that is skipped may be among them.
func selected(p graphql.ResolveParams, path ...string) map[string]bool {
	var sets []*ast.SelectionSet
	for _, f := range p.Info.FieldASTs {
		sets = append(sets, f.SelectionSet)
	}
	for _, name := range path {
		var next []*ast.SelectionSet
		eachField(p, sets, func(f *ast.Field) {
			if f.Name.Value == name {
				next = append(next, f.SelectionSet)
			}
		})
		sets = next
	}
	names := map[string]bool{}
	eachField(p, sets, func(f *ast.Field) { names[f.Name.Value] = true })
	return names
}

// eachField calls f for the fields of selections, those of fragments included. Fragments are known not to spread
// each other in a circle: the engine has refused that before.
func eachField(p graphql.ResolveParams, sets []*ast.SelectionSet, f func(*ast.Field)) {
	for _, set := range sets {
		if set == nil {
			continue
		}
		for _, s := range set.Selections {
			switch s := s.(type) {
			case *ast.Field:
				f(s)
			case *ast.InlineFragment:
				eachField(p, []*ast.SelectionSet{s.SelectionSet}, f)
			case *ast.FragmentSpread:
				if d, ok := p.Info.Fragments[s.Name.Value].(*ast.FragmentDefinition); ok {
					eachField(p, []*ast.SelectionSet{d.SelectionSet}, f)
				}
			}
		}
	}
}
