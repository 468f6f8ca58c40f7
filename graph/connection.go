package graph

import (
	"context"
	"encoding/base64"
	"encoding/json"

	"github.com/graphql-go/graphql"

	"bienche/internal/fault"
)

// Connection is one page of a list, as Relay has it. A T with a method inner() any is a node together with what its
// cursor needs; clients see what inner gives.
type Connection[T any] struct {
	Nodes       []T
	Cursor      func(T) string                     // the place of a node in the list
	Total       func(context.Context) (int, error) // size of the whole list; asked only when selected
	HasNext     bool
	HasPrevious bool
}

// connPage is what the GraphQL types below read, whatever the nodes are.
type connPage interface {
	edges() []connEdge
	info() connInfo
	total(context.Context) (int, error)
}

type connEdge struct {
	node   any
	cursor string
}

type connInfo struct {
	next, previous bool
	first, last    *string
}

func (c *Connection[T]) edges() []connEdge {
	out := make([]connEdge, len(c.Nodes))
	for i, n := range c.Nodes {
		out[i] = connEdge{n, c.Cursor(n)}
		if w, ok := any(n).(interface{ inner() any }); ok {
			out[i].node = w.inner()
		}
	}
	return out
}

func (c *Connection[T]) info() connInfo {
	i := connInfo{next: c.HasNext, previous: c.HasPrevious}
	if n := len(c.Nodes); n > 0 {
		first, last := c.Cursor(c.Nodes[0]), c.Cursor(c.Nodes[n-1])
		i.first, i.last = &first, &last
	}
	return i
}

func (c *Connection[T]) total(ctx context.Context) (int, error) { return c.Total(ctx) }

// Page is embedded in the arguments of a field that answers with a connection.
type Page struct {
	First *int
	After *string
}

// Rows is how many rows to answer with: the default when first is absent, BAD_INPUT below one, LIMIT_EXCEEDED above
// the limit.
func (p Page) Rows() (int, error) { return DefaultLimits().page(p.First) }

// pageArguments are the arguments of a paged field: first, after, and its own.
func pageArguments(own graphql.FieldConfigArgument) graphql.FieldConfigArgument {
	args := graphql.FieldConfigArgument{"first": {Type: graphql.Int}, "after": {Type: graphql.String}}
	for name, a := range own {
		args[name] = a
	}
	return args
}

// connections makes the connection types of one schema, which share PageInfo.
type connections struct{ pageInfo *graphql.Object }

func newConnections() *connections {
	return &connections{graphql.NewObject(graphql.ObjectConfig{Name: "PageInfo", Fields: graphql.Fields{
		"hasNextPage":     {Type: graphql.NewNonNull(graphql.Boolean), Resolve: of(func(i connInfo) any { return i.next })},
		"hasPreviousPage": {Type: graphql.NewNonNull(graphql.Boolean), Resolve: of(func(i connInfo) any { return i.previous })},
		"startCursor":     {Type: graphql.String, Resolve: of(func(i connInfo) any { return i.first })},
		"endCursor":       {Type: graphql.String, Resolve: of(func(i connInfo) any { return i.last })},
	}})}
}

// connection makes the types <name>Connection and <name>Edge over a node type. Its resolvers read *Connection[T].
func (c *connections) connection(name string, node graphql.Output) *graphql.Object {
	edgeType := graphql.NewObject(graphql.ObjectConfig{Name: name + "Edge", Fields: graphql.Fields{
		"node":   {Type: graphql.NewNonNull(node), Resolve: of(func(e connEdge) any { return e.node })},
		"cursor": {Type: graphql.NewNonNull(graphql.String), Resolve: of(func(e connEdge) any { return e.cursor })},
	}})
	return graphql.NewObject(graphql.ObjectConfig{Name: name + "Connection", Fields: graphql.Fields{
		"edges": {
			Type:    graphql.NewNonNull(graphql.NewList(graphql.NewNonNull(edgeType))),
			Resolve: of(func(p connPage) any { return p.edges() }),
		},
		"pageInfo": {Type: graphql.NewNonNull(c.pageInfo), Resolve: of(func(p connPage) any { return p.info() })},
		"totalCount": {
			Type:        graphql.NewNonNull(graphql.Int),
			Description: "Size of the whole list; costs a query of its own.",
			Resolve: with(func(ctx context.Context, p connPage, _ none) (int, error) {
				return p.total(ctx)
			}),
		},
	}})
}

// EncodeCursor is the opaque cursor of a place in a list, given by the values that the list is ordered by.
func EncodeCursor(values ...string) string {
	text, err := json.Marshal(values)
	if err != nil {
		panic(err) // strings always marshal
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// DecodeCursor is the n values in a cursor; anything else is BAD_INPUT of the field after.
func DecodeCursor(cursor string, n int) ([]string, error) {
	var values []string
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(text, &values)
	}
	if err != nil || len(values) != n {
		return nil, fault.Bad("after", "fault.bad_cursor")
	}
	return values, nil
}
