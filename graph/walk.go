package graph

import (
	"context"
	"fmt"
	"math"
	"reflect"

	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/gqlerrors"
	"github.com/graphql-go/graphql/language/ast"

	"bienche/internal/fault"
)

// walked is an object of the answer: a value for each of its nodes, in their order.
type walked struct {
	nodes  []*walkNode
	values []any
}

// place is where a value stands in the answer, for errors and for values that come later.
type place struct {
	up      *place
	key     any // name or number, as in the path of an error
	slot    *any
	nonNull bool
}

func (p *place) path() []any {
	n := 0
	for at := p; at != nil; at = at.up {
		n++
	}
	path := make([]any, n)
	for at := p; at != nil; at = at.up {
		n--
		path[n] = at.key
	}
	return path
}

// walk executes one operation. Resolvers are called in the order of the query, each level before the one below it is
// complete; what they promise is asked for when nothing else is left to do, so that a loader sees all its keys.
type walk struct {
	ctx       context.Context
	plan      *walkPlan
	info      graphql.ResolveInfo
	variables map[string]any
	args      []map[string]any // of nodes, by number; nil until asked for
	errors    []gqlerrors.FormattedError
	promised  []promise
	lost      bool // a root field that may not be null is
}

// promise is a value that comes later.
type promise struct {
	get   func() (any, error)
	node  *walkNode
	shape *walkShape
	at    *place
}

// walk executes an operation by its plan. A request whose resolvers do not stop at its deadline is answered while they
// still run.
func (e *Engine) walk(ctx *running, c checkedRequest) (any, []gqlerrors.FormattedError) {
	w := &walk{ctx: ctx, plan: c.op.walk, variables: c.op.settledVariables(c.variables), args: make([]map[string]any, c.op.walk.count)}
	w.info = graphql.ResolveInfo{Schema: e.schema, Fragments: c.op.walk.fragments, Operation: c.op.def, VariableValues: w.variables}
	done := make(chan *walked, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				e.panicked(ctx, r, "graphql")
				w.errors = append(w.errors, gqlerrors.FormatError(fault.New(fault.Internal, "fault.internal")))
				done <- nil
			}
		}()
		done <- w.run()
	}()
	select {
	case root := <-done:
		if root == nil {
			return nil, w.errors
		}
		w.splice(ctx.inner, root)
		return root, w.errors
	case <-ctx.Done():
		return nil, []gqlerrors.FormattedError{gqlerrors.FormatError(ctx.Err())}
	}
}

// splice puts what root fields have written themselves in their places.
func (w *walk) splice(ctx context.Context, root *walked) {
	written := map[string]any{}
	splice(ctx, written)
	for i, n := range root.nodes {
		if v, ok := written[n.key]; ok {
			root.values[i] = v
		}
	}
}

// run gives the answer's data; nil when an error reached the root.
func (w *walk) run() *walked {
	root := &walked{nodes: w.plan.nodes, values: make([]any, len(w.plan.nodes))}
	for i, n := range root.nodes {
		w.field(n, map[string]any{}, &root.values[i], nil)
		if w.plan.serial || i == len(root.nodes)-1 {
			w.keepPromises()
		}
		if w.lost {
			return nil
		}
	}
	return root
}

// keepPromises asks for what was promised, first come first served, until nothing is left.
func (w *walk) keepPromises() {
	for len(w.promised) > 0 && !w.lost {
		wave := w.promised
		w.promised = nil
		for _, p := range wave {
			v, err := p.get()
			if err != nil {
				w.fail(p.node, p.at, err)
			} else if w.complete(p.node, p.shape, v, p.at) {
				continue
			}
			w.clear(p.at)
		}
	}
}

// clear makes a value null, or the nearest around it that may be.
func (w *walk) clear(at *place) {
	for at.nonNull && at.up != nil {
		at = at.up
	}
	*at.slot = nil
	w.lost = w.lost || at.nonNull
}

// field resolves one field of source into its slot. It is false when the object around it becomes null.
func (w *walk) field(n *walkNode, source any, slot *any, up *place) bool {
	if n.typName != "" {
		*slot = n.typName
		return true
	}
	at := place{up: up, key: n.key, slot: slot, nonNull: n.shape.nonNull}
	v, err := w.resolve(n, source)
	ok := err == nil
	switch {
	case !ok:
		w.fail(n, &at, err)
	case n.shape.leaf != nil && !isPromise(v):
		ok = w.leaf(n, v, &at)
	default:
		kept := at // what is below, or comes later, refers to it
		ok = w.complete(n, n.shape, v, &kept)
	}
	if !ok {
		*slot = nil
		if at.nonNull && up == nil {
			w.lost = true
		}
	}
	return ok || !at.nonNull
}

func (w *walk) resolve(n *walkNode, source any) (any, error) {
	info := w.info
	info.FieldName, info.FieldASTs, info.ReturnType, info.ParentType = n.name, n.asts, n.def.Type, n.parent
	info.Path = n.path
	return n.def.Resolve(graphql.ResolveParams{Source: source, Args: w.arguments(n), Info: info, Context: w.ctx})
}

func isPromise(v any) bool { _, ok := v.(func() (any, error)); return ok }

// leaf completes a value of a leaf type.
func (w *walk) leaf(n *walkNode, v any, at *place) bool {
	if !isNull(v) {
		v = n.shape.leaf(v)
	}
	if isNull(v) {
		v = nil
	}
	*at.slot = v
	return v != nil || w.mayBeNull(n, n.shape, at)
}

// mayBeNull notes the error of a null where none may be.
func (w *walk) mayBeNull(n *walkNode, s *walkShape, at *place) bool {
	if s.nonNull {
		w.fail(n, at, fmt.Errorf("Cannot return null for non-nullable field %v.%v.", n.parent, n.name)) //nolint:staticcheck // as the library says it
	}
	return !s.nonNull
}

// complete puts a value into its place by its type. It is false when the value is null because of an error and the
// value around it must decide what that means.
func (w *walk) complete(n *walkNode, s *walkShape, v any, at *place) bool {
	if get, ok := v.(func() (any, error)); ok {
		w.promised = append(w.promised, promise{get, n, s, at})
		return true
	}
	switch {
	case isNull(v):
		*at.slot = nil
		return w.mayBeNull(n, s, at)
	case s.item != nil:
		return w.list(n, s, v, at)
	case s.leaf != nil:
		if v = s.leaf(v); isNull(v) {
			*at.slot = nil
			return w.mayBeNull(n, s, at)
		}
		*at.slot = v
		return true
	}
	out := &walked{nodes: s.children, values: make([]any, len(s.children))}
	*at.slot = out
	for i, child := range s.children {
		if !w.field(child, v, &out.values[i], at) {
			return false
		}
	}
	return true
}

func (w *walk) list(n *walkNode, s *walkShape, v any, at *place) bool {
	items := reflect.Indirect(reflect.ValueOf(v))
	if items.Kind() != reflect.Slice && items.Kind() != reflect.Array {
		w.fail(n, at, fmt.Errorf("User Error: expected iterable, but did not find one for field %v.%v.", n.parent, n.name)) //nolint:staticcheck // as the library says it
		return false
	}
	out := make([]any, items.Len())
	*at.slot = out
	places := make([]place, len(out))
	for i := range out {
		places[i] = place{up: at, key: i, slot: &out[i], nonNull: s.item.nonNull}
		if w.complete(n, s.item, items.Index(i).Interface(), &places[i]) {
			continue
		}
		out[i] = nil
		if s.item.nonNull {
			return false
		}
	}
	return true
}

// fail notes an error of a field.
func (w *walk) fail(n *walkNode, at *place, err error) {
	nodes := make([]ast.Node, len(n.asts))
	for i, f := range n.asts {
		nodes[i] = f
	}
	w.errors = append(w.errors, gqlerrors.FormatError(graphql.NewLocatedErrorWithPath(err, nodes, at.path())))
}

// isNull tells what the library takes for null: nil of any kind of pointer, and what is no number.
func isNull(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string, bool, int, []any, map[string]any:
		return false
	case float64:
		return math.IsNaN(v)
	}
	r := reflect.ValueOf(v)
	return r.Kind() == reflect.Pointer && r.IsNil()
}

// asMaps is the answer's data as the library gives it.
func asMaps(v any) any {
	switch v := v.(type) {
	case *walked:
		out := make(map[string]any, len(v.nodes))
		for i, n := range v.nodes {
			out[n.key] = asMaps(v.values[i])
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = asMaps(item)
		}
		return out
	}
	return v
}
