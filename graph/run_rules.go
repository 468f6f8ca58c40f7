package graph

import (
	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/gqlerrors"
	"github.com/graphql-go/graphql/language/ast"
	"github.com/graphql-go/graphql/language/kinds"
	"github.com/graphql-go/graphql/language/visitor"
)

// validRules are the library's rules of a valid document, with writtenValues in the place of ArgumentsOfCorrectType (which
// names no field) and without OverlappingFieldsCanBeMerged (see planner). NoFragmentCycles finds nothing that surveyor
// did not find before.
func validRules() []graphql.ValidationRuleFn {
	return []graphql.ValidationRuleFn{
		writtenValues,
		graphql.DefaultValuesOfCorrectTypeRule,
		graphql.FieldsOnCorrectTypeRule,
		graphql.FragmentsOnCompositeTypesRule,
		graphql.KnownArgumentNamesRule,
		graphql.KnownDirectivesRule,
		graphql.KnownFragmentNamesRule,
		graphql.KnownTypeNamesRule,
		graphql.LoneAnonymousOperationRule,
		graphql.NoFragmentCyclesRule,
		graphql.NoUndefinedVariablesRule,
		graphql.NoUnusedFragmentsRule,
		graphql.NoUnusedVariablesRule,
		graphql.PossibleFragmentSpreadsRule,
		graphql.ProvidedNonNullArgumentsRule,
		graphql.ScalarLeafsRule,
		graphql.UniqueArgumentNamesRule,
		graphql.UniqueFragmentNamesRule,
		graphql.UniqueInputFieldNamesRule,
		graphql.UniqueOperationNamesRule,
		graphql.UniqueVariableNamesRule,
		graphql.VariablesAreInputTypesRule,
		graphql.VariablesInAllowedPositionRule,
	}
}

// validate holds the document against rules.
func (e *Engine) validate(d *queryDoc, rules ...graphql.ValidationRuleFn) error {
	brief := make([]graphql.ValidationRuleFn, len(rules))
	for i, rule := range rules {
		brief[i] = stopEarly(rule)
	}
	if v := graphql.ValidateDocument(&e.schema, d.ast, brief); !v.IsValid {
		return invalid(v.Errors)
	}
	return nil
}

// mostErrors is how many mistakes of a query are worth finding, and how many errors an answer shows.
const (
	mostMistakes = 5
	mostErrors   = 100
)

// stopEarly makes a rule rest once enough mistakes are found: the library looks for similar names in the whole
// schema for each.
func stopEarly(rule graphql.ValidationRuleFn) graphql.ValidationRuleFn {
	return func(ctx *graphql.ValidationContext) *graphql.ValidationRuleInstance {
		instance := rule(ctx)
		resting := func(visit visitor.VisitFunc) visitor.VisitFunc {
			if visit == nil {
				return nil
			}
			return func(p visitor.VisitFuncParams) (string, any) {
				if len(ctx.Errors()) >= mostMistakes {
					return visitor.ActionNoChange, nil
				}
				return visit(p)
			}
		}
		for kind, f := range instance.VisitorOpts.KindFuncMap {
			instance.VisitorOpts.KindFuncMap[kind] = visitor.NamedVisitFuncs{
				Kind: resting(f.Kind), Enter: resting(f.Enter), Leave: resting(f.Leave),
			}
		}
		return instance
	}
}

// writtenValues checks the values written as arguments and as defaults of variables, and names the field at fault.
func writtenValues(ctx *graphql.ValidationContext) *graphql.ValidationRuleInstance {
	check := func(p visitor.VisitFuncParams) (string, any) {
		var err error
		switch n := p.Node.(type) {
		case *ast.Argument:
			if def := ctx.Argument(); def != nil {
				_, err = coerce(def.Type, written(n.Value), n.Name.Value)
			}
		case *ast.VariableDefinition:
			if t := inputType(ctx.Schema(), n.Type); t != nil && n.DefaultValue != nil {
				_, err = coerce(t, written(n.DefaultValue), n.Variable.Name.Value)
			}
		}
		if err != nil {
			ctx.ReportError(gqlerrors.NewError(err.Error(), []ast.Node{p.Node.(ast.Node)}, "", nil, nil, err))
		}
		return visitor.ActionNoChange, nil
	}
	return &graphql.ValidationRuleInstance{VisitorOpts: &visitor.VisitorOptions{
		KindFuncMap: map[string]visitor.NamedVisitFuncs{kinds.Argument: {Kind: check}, kinds.VariableDefinition: {Kind: check}},
	}}
}

// invalid is a document that breaks rules of validity.
func invalid(mistakes []gqlerrors.FormattedError) error {
	return &invalidError{mistakes[:min(len(mistakes), mostMistakes)]}
}

type invalidError struct{ mistakes []gqlerrors.FormattedError }

func (e *invalidError) Error() string { return e.mistakes[0].Message }

// uses finds the argument or input field that each variable feeds first ("asOf", "filter.asOf").
type uses struct {
	feeds     map[string]string
	fragments map[string]*ast.FragmentDefinition
	seen      map[string]bool
}

func (u *uses) selection(set *ast.SelectionSet) {
	if set == nil {
		return
	}
	for _, sel := range set.Selections {
		switch sel := sel.(type) {
		case *ast.Field:
			for _, arg := range sel.Arguments {
				u.value(arg.Value, arg.Name.Value)
			}
			u.selection(sel.SelectionSet)
		case *ast.InlineFragment:
			u.selection(sel.SelectionSet)
		case *ast.FragmentSpread:
			if f := u.fragments[sel.Name.Value]; f != nil && !u.seen[sel.Name.Value] {
				u.seen[sel.Name.Value] = true
				u.selection(f.SelectionSet)
			}
		}
	}
}

func (u *uses) value(v ast.Value, path string) {
	switch v := v.(type) {
	case *ast.Variable:
		if _, known := u.feeds[v.Name.Value]; !known {
			u.feeds[v.Name.Value] = path
		}
	case *ast.ListValue:
		for _, item := range v.Values {
			u.value(item, path)
		}
	case *ast.ObjectValue:
		for _, f := range v.Fields {
			u.value(f.Value, path+"."+f.Name.Value)
		}
	}
}
