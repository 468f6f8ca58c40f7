package graph

import (
	"context"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/gqlerrors"

	"bienche/internal/fault"
)

// Config is what an Engine may be told; the zero Config is usable.
type Config struct {
	Limits  Limits            // the zero Limits are DefaultLimits
	Weights map[string]Weight // of fields, as Type.field; 1 for those left out
	Log     *slog.Logger      // nil: slog.Default()
	// Documents are those that the browser application sends; they may be longer, and be named by their sums.
	Documents *Documents
	// OnlyListed refuses every other document of those who show no token, unless there is no list.
	OnlyListed bool
	// Denied hears of every refusal for lack of right, before it is answered; nil: nobody does.
	Denied func(ctx context.Context, err error)
}

// Engine answers GraphQL requests. It is the only way to the library, whose own entry points can be killed or hung by
// one small request. An Engine is safe for concurrent use.
type Engine struct {
	schema  graphql.Schema
	limits  Limits
	weights map[string]Weight
	log     *slog.Logger
	cache   *docCache
	denied  func(context.Context, error)

	documents  *Documents
	onlyListed bool
	byLibrary  bool // only: for tests that compare
}

// New makes the engine of a schema and takes the schema over: its resolvers are wrapped so that a panic is logged and
// answered as INTERNAL, and so that nothing is resolved after the deadline.
func New(schema graphql.Schema, c Config) *Engine {
	if c.Limits == (Limits{}) {
		c.Limits = DefaultLimits()
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	e := &Engine{schema: schema, limits: c.Limits, weights: c.Weights, log: c.Log, cache: newCache(cacheBytes), denied: c.Denied,
		documents: c.Documents, onlyListed: c.OnlyListed && !c.Documents.empty()}
	e.takeOver()
	return e
}

// Request is one operation to answer.
type Request struct {
	Query         string
	OperationName string
	Variables     map[string]any // as encoding/json gives them; numbers may be json.Number
	Lang          string         // of messages: "vi" or "en"
	Stranger      bool           // nobody we know: stricter limits, no introspection, no suggestions
	Listed        bool           // the query is on the allow-list and may be longer

	sum     string // by which it names its query, in hexadecimal
	written bool   // it holds its query
}

// Response is the answer to one Request.
type Response struct {
	Errors []Error

	data     any // *walked, or a map of the library's; nil when an error reached the root
	plan     []*planNode
	executed bool
}

// Data is the answer's data as maps, lists and serialised leaves; nil when nothing was executed or an error reached the
// root. AppendJSON does without these maps.
func (r *Response) Data() map[string]any {
	data, _ := asMaps(r.data).(map[string]any)
	return data
}

// Run answers a request. Its checks come in this order, so that each protects the next: tokens and brackets counted,
// parsed, fragment cycles, depth and the like measured, validated, executed with a deadline.
func (e *Engine) Run(ctx context.Context, req Request) (answer *Response) {
	defer func() {
		if r := recover(); r != nil {
			e.panicked(ctx, r, "graphql")
			answer = e.refuse(ctx, req, nil, fault.New(fault.Internal, "fault.internal"))
		}
	}()
	doc, err := e.document(req)
	if err != nil {
		return e.refuse(ctx, req, doc, err)
	}
	op, err := doc.operation(req.OperationName)
	if err != nil {
		return e.refuse(ctx, req, doc, err)
	}
	variables, err := coerceVariables(op.variables, req.Variables)
	if err != nil {
		return e.refuse(ctx, req, doc, err)
	}
	return e.execute(ctx, req, checkedRequest{doc, op, variables})
}

// checkedRequest is a request that passed every check.
type checkedRequest struct {
	doc       *queryDoc
	op        *queryOp
	variables map[string]any
}

// grace is how long resolvers may take to notice that the deadline has passed. After it the request is answered
// while they still run.
const grace = 500 * time.Millisecond

func (e *Engine) execute(ctx context.Context, req Request, c checkedRequest) *Response {
	outer, cancelOuter := context.WithTimeout(ctx, e.limits.Deadline+grace)
	defer cancelOuter()
	inner, cancelInner := context.WithTimeout(ctx, e.limits.Deadline)
	defer cancelInner()
	inner = WithLoaders(inner)

	answer := &Response{plan: c.op.plan, executed: true}
	var failed []gqlerrors.FormattedError
	if c.op.walk != nil && !e.byLibrary {
		answer.data, failed = e.walk(&running{outer, inner}, c)
	} else {
		answer.data, failed = e.byTheLibrary(&running{outer, inner}, c)
	}
	if len(failed) > 0 {
		answer.Errors = e.failures(inner, req, c.doc, failed)
		if inner.Err() != nil {
			answer.data = nil // some of it is missing only for lack of time
		}
	}
	return answer
}

// byTheLibrary executes what the engine's own executor does not.
func (e *Engine) byTheLibrary(ctx *running, c checkedRequest) (any, []gqlerrors.FormattedError) {
	result := graphql.Execute(graphql.ExecuteParams{
		Schema:        e.schema,
		AST:           c.doc.ast,
		OperationName: c.op.name,
		Args:          c.variables,
		Context:       ctx,
	})
	data, ok := result.Data.(map[string]any)
	if !ok {
		return nil, result.Errors
	}
	splice(ctx.inner, data)
	return data, result.Errors
}

// running is the context that the executor sees while a request is executed: it ends a little later than the one
// resolvers get, so that they stop by themselves and a mutation is not reported as cut off while it commits.
type running struct {
	context.Context
	inner context.Context
}

// panicked logs a panic with its stack. What was panicked with may hold data of people, so only its type is logged,
// unless it is an error of the Go runtime.
func (e *Engine) panicked(ctx context.Context, r any, where string) {
	e.log.ErrorContext(ctx, "panic", "where", where, "value", panicText(r), "stack", string(debug.Stack()))
}
