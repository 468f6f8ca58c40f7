package graph

import (
	"fmt"
	"runtime"
	"strings"

	"github.com/graphql-go/graphql"

	"bienche/internal/fault"
)

// takeOver wraps every resolver of the schema and makes the library build now what it would build at first use
// without a lock (look-up tables of enums, field maps, possible types).
func (e *Engine) takeOver() {
	var abstract []graphql.Abstract
	for name, t := range e.schema.TypeMap() {
		switch t := t.(type) {
		case *graphql.Object:
			t.Interfaces()
			fields := t.Fields()
			if strings.HasPrefix(name, "__") {
				continue // shared by every schema of the process
			}
			for field, def := range fields {
				def.Resolve = e.guarded(name+"."+field, def.Resolve)
			}
		case *graphql.Interface:
			t.Fields()
			abstract = append(abstract, t)
		case *graphql.Union:
			t.Types()
			abstract = append(abstract, t)
		case *graphql.InputObject:
			t.Fields()
		case *graphql.Enum:
			t.ParseValue("")
			t.Serialize("")
		}
	}
	for _, t := range abstract {
		e.schema.IsPossibleType(t, e.schema.QueryType())
	}
}

// guarded makes a resolver stop at the deadline, get the context that ends with it, and answer INTERNAL when it
// panics. A thunk it answers with is guarded too.
func (e *Engine) guarded(where string, resolve graphql.FieldResolveFn) graphql.FieldResolveFn {
	if resolve == nil {
		resolve = graphql.DefaultResolveFn
	}
	return func(p graphql.ResolveParams) (out any, err error) {
		if r, ok := p.Context.(*running); ok {
			p.Context = r.inner
			if err := p.Context.Err(); err != nil {
				return nil, err
			}
		}
		defer func() {
			if r := recover(); r != nil {
				e.panicked(p.Context, r, where)
				out, err = nil, fault.New(fault.Internal, "fault.internal")
			}
		}()
		out, err = resolve(p)
		if thunk, ok := out.(func() (any, error)); ok {
			return e.guardedThunk(p, where, thunk), err
		}
		return out, err
	}
}

func (e *Engine) guardedThunk(p graphql.ResolveParams, where string, thunk func() (any, error)) func() (any, error) {
	return func() (out any, err error) {
		if err := p.Context.Err(); err != nil {
			return nil, err
		}
		defer func() {
			if r := recover(); r != nil {
				e.panicked(p.Context, r, where)
				out, err = nil, fault.New(fault.Internal, "fault.internal")
			}
		}()
		return thunk()
	}
}

// panicText is what of a panic may be logged.
func panicText(r any) string {
	if err, ok := r.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", r)
}
