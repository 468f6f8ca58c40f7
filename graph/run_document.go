package graph

import (
	"crypto/sha256"
	"maps"

	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/gqlerrors"
	"github.com/graphql-go/graphql/language/ast"
	"github.com/graphql-go/graphql/language/parser"
	"github.com/graphql-go/graphql/language/source"

	"bienche/internal/fault"
)

// queryDoc is a parsed query. Once validated it is kept and shared: nothing writes to it any more.
type queryDoc struct {
	key        [sha256.Size]byte
	weight     int // bytes, about
	scan       *scanned
	ast        *ast.Document
	fragments  map[string]*ast.FragmentDefinition
	operations []*queryOp
}

// queryOp is one operation of a document.
type queryOp struct {
	name      string
	def       *ast.OperationDefinition
	survey    survey
	variables []queryVar
	plan      []*planNode
	walk      *walkPlan // nil: the library executes it
}

// onlyReads tells whether the operation of a name is a query. d may be nil.
func (d *queryDoc) onlyReads(operation string) bool {
	if d == nil {
		return false
	}
	op, err := d.operation(operation)
	return err == nil && op.def.Operation == ast.OperationTypeQuery
}

// document gives the parsed, measured and validated query of a request. With an error it gives what there is of the
// document, for the places of the error.
func (e *Engine) document(req Request) (*queryDoc, error) {
	key := sha256.Sum256([]byte(req.Query))
	if d := e.cache.get(key); d != nil {
		err := within(limited{"tokens", len(d.scan.at), e.limits.tokens(req)})
		if err == nil {
			err = e.measured(d, req)
		}
		return d, err
	}
	limits := e.limits
	if req.Listed {
		limits.Text = 0 // it has no mistakes
	}
	scan, err := limits.scan(req.Query, limits.tokens(req))
	if err != nil {
		return nil, err
	}
	d := &queryDoc{key: key, scan: scan}
	if err := e.parse(d, req); err != nil {
		return d, err
	}
	if err := e.surveyAll(d, req); err != nil {
		return d, err
	}
	if err := e.measured(d, req); err != nil {
		return d, err
	}
	if err := e.validate(d, validRules()...); err != nil {
		return d, err
	}
	if err := e.complete(d); err != nil {
		return d, err
	}
	e.cache.put(d)
	return d, nil
}

// parse reads the tokens and refuses what is not an executable document. The library parses some types of variables
// that are not types, and trips over them later.
func (e *Engine) parse(d *queryDoc, req Request) error {
	doc, err := parser.Parse(parser.ParseParams{
		Source:  &source.Source{Body: d.scan.text, Name: "GraphQL"},
		Options: parser.ParseOptions{NoSource: true},
	})
	if err != nil {
		return syntaxError(d, req.Query, err)
	}
	d.ast, d.fragments = doc, map[string]*ast.FragmentDefinition{}
	for _, def := range doc.Definitions {
		switch def := def.(type) {
		case *ast.FragmentDefinition:
			d.fragments[def.Name.Value] = def
		case *ast.OperationDefinition:
			if e.root(def) == nil {
				return fault.New(fault.BadInput, "graph.executable")
			}
			for _, v := range def.VariableDefinitions {
				if !namesType(v.Type) {
					return badSyntax(req.Query, len(req.Query), "variable $"+v.Variable.Name.Value+" has no type")
				}
			}
			op := &queryOp{def: def}
			if def.Name != nil {
				op.name = def.Name.Value
			}
			d.operations = append(d.operations, op)
		default:
			return fault.New(fault.BadInput, "graph.executable")
		}
	}
	if len(d.operations) == 0 {
		return fault.New(fault.BadInput, "graph.executable")
	}
	return nil
}

// root is the type that an operation selects from; nil for a subscription, or a mutation where the schema has none.
func (e *Engine) root(op *ast.OperationDefinition) graphql.Type {
	switch op.Operation {
	case ast.OperationTypeQuery:
		return named(e.schema.QueryType())
	case ast.OperationTypeMutation:
		return named(e.schema.MutationType())
	}
	return nil
}

// namesType tells that a type of a variable names something at its core.
func namesType(t ast.Type) bool {
	switch t := t.(type) {
	case *ast.Named:
		return t != nil && t.Name != nil
	case *ast.List:
		return namesType(t.Type)
	case *ast.NonNull:
		_, twice := t.Type.(*ast.NonNull)
		return !twice && namesType(t.Type)
	}
	return false
}

// surveyAll measures every operation, page sizes in variables apart, and refuses fragments that spread themselves,
// whether they are used or not.
func (e *Engine) surveyAll(d *queryDoc, req Request) error {
	s := e.surveyor(d, nil)
	for _, op := range d.operations {
		op.survey = s.operation(op.def, e.root(op.def))
	}
	for name := range d.fragments {
		s.fragment(name)
	}
	if s.cycle == nil {
		return nil
	}
	detail := "fragment " + s.cycle.Name.Value + " spreads itself"
	refusal := fault.New(fault.BadInput, "graph.invalid", fault.Args{"detail": detail})
	return &located{refusal, []Location{d.scan.place(req.Query, s.cycle.Loc.Start)}}
}

func (e *Engine) surveyor(d *queryDoc, variables map[string]any) *surveyor {
	return &surveyor{
		schema: &e.schema, weights: e.weights, page: e.limits.DefaultPage,
		fragments: d.fragments, variables: variables, known: map[string]survey{}, open: map[string]bool{},
	}
}

// measured holds a document against the limits: its shape, and the cost of the operation that is asked for.
func (e *Engine) measured(d *queryDoc, req Request) error {
	expanded := 0
	for _, op := range d.operations {
		if err := e.limits.shape(op.survey, req.Stranger); err != nil {
			return err
		}
		expanded = plus(expanded, op.survey.expanded)
	}
	if err := within(limited{"cost", expanded, e.limits.Cost}); err != nil {
		return err
	}
	op, err := d.operation(req.OperationName)
	if err != nil {
		return err
	}
	cost := op.survey.cost
	if op.survey.paged {
		cost = e.surveyor(d, op.withDefaults(req.Variables)).operation(op.def, e.root(op.def)).cost
	}
	return within(limited{"cost", cost, e.limits.Cost})
}

// withDefaults are the variables as sent, and the operation's defaults for the others.
func (op *queryOp) withDefaults(sent map[string]any) map[string]any {
	all := map[string]any{}
	for _, v := range op.def.VariableDefinitions {
		if v.DefaultValue != nil {
			all[v.Variable.Name.Value] = written(v.DefaultValue)
		}
	}
	maps.Copy(all, sent)
	return all
}

// operation is the one that a request names, or the only one.
func (d *queryDoc) operation(name string) (*queryOp, error) {
	for _, op := range d.operations {
		if name == "" && len(d.operations) == 1 || name != "" && op.name == name {
			return op, nil
		}
	}
	return nil, fault.New(fault.BadInput, "graph.operation", fault.Args{"value": excerpt(name)}).At("operationName")
}

// complete plans the answers and finds out what each variable feeds.
func (e *Engine) complete(d *queryDoc) error {
	d.scan.text = nil
	d.weight = tokenBytes * len(d.scan.at)
	for _, op := range d.operations {
		p := &planner{schema: &e.schema, fragments: d.fragments}
		op.plan = p.plan(op.def, e.root(op.def))
		if len(p.errors) > 0 {
			return invalid(gqlerrors.FormatErrors(p.errors...))
		}
		d.weight += keyBytes * p.nodes
		own := &walkPlanner{schema: &e.schema, fragments: d.fragments}
		op.walk = own.plan(op.def, e.root(op.def))
		op.variables = e.variables(d, op)
	}
	return nil
}

// variables lists the variables of an operation with their types and the input fields they feed.
func (e *Engine) variables(d *queryDoc, op *queryOp) []queryVar {
	uses := &uses{feeds: map[string]string{}, fragments: d.fragments, seen: map[string]bool{}}
	if len(op.def.VariableDefinitions) > 0 {
		uses.selection(op.def.SelectionSet)
	}
	var vars []queryVar
	for _, v := range op.def.VariableDefinitions {
		name := v.Variable.Name.Value
		feeds, ok := uses.feeds[name]
		if !ok {
			feeds = name
		}
		kind := inputType(&e.schema, v.Type)
		vars = append(vars, queryVar{name: name, kind: kind, preset: v.DefaultValue != nil, feeds: feeds})
	}
	return vars
}
