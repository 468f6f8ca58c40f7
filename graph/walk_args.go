package graph

import (
	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
)

// arguments are those of a node, worked out once for a request however many rows it has.
func (w *walk) arguments(n *walkNode) map[string]any {
	if !n.args {
		return nil
	}
	if known := w.args[n.number]; known != nil {
		return known
	}
	given := n.asts[0].Arguments
	args := make(map[string]any, len(n.def.Args))
	for _, def := range n.def.Args {
		var v any
		for _, a := range given {
			if a.Name.Value == def.PrivateName {
				v = w.written(a.Value, def.Type)
			}
		}
		if isNull(v) {
			v = def.DefaultValue
		}
		if !isNull(v) {
			args[def.PrivateName] = v
		}
	}
	w.args[n.number] = args
	return args
}

// written is the value of an argument in the document, its variables filled in.
func (w *walk) written(v ast.Value, t graphql.Type) any {
	if v, ok := v.(*ast.Variable); ok {
		return w.variables[v.Name.Value]
	}
	switch t := t.(type) {
	case *graphql.NonNull:
		return w.written(v, t.OfType)
	case *graphql.List:
		items := []ast.Value{v}
		if list, ok := v.(*ast.ListValue); ok {
			items = list.Values
		}
		out := make([]any, len(items))
		for i, item := range items {
			out[i] = w.written(item, t.OfType)
		}
		return out
	case *graphql.InputObject:
		object, ok := v.(*ast.ObjectValue)
		if !ok {
			return nil
		}
		out := map[string]any{}
		for name, field := range t.Fields() {
			value := field.DefaultValue
			for _, f := range object.Fields {
				if f.Name.Value == name {
					value = w.written(f.Value, field.Type)
				}
			}
			if !isNull(value) {
				out[name] = value
			}
		}
		return out
	case *graphql.Scalar:
		return t.ParseLiteral(v)
	case *graphql.Enum:
		return t.ParseLiteral(v)
	}
	return nil
}

// settled is a checked value of a variable as resolvers want it: enums as their values, defaults filled in.
func settled(t graphql.Type, v any) any {
	if v == nil {
		return nil
	}
	switch t := t.(type) {
	case *graphql.NonNull:
		return settled(t.OfType, v)
	case *graphql.List:
		items, ok := v.([]any)
		if !ok {
			items = []any{v}
		}
		out := make([]any, len(items))
		for i, item := range items {
			out[i] = settled(t.OfType, item)
		}
		return out
	case *graphql.InputObject:
		object, _ := v.(map[string]any)
		out := make(map[string]any, len(object))
		for name, field := range t.Fields() {
			value := settled(field.Type, object[name])
			if isNull(value) {
				value = field.DefaultValue
			}
			if !isNull(value) {
				out[name] = value
			}
		}
		return out
	case *graphql.Enum:
		return t.ParseValue(v)
	}
	return v
}

// settledVariables are the variables of an operation for resolvers: as sent, or their defaults.
func (op *queryOp) settledVariables(sent map[string]any) map[string]any {
	w := walk{}
	out := make(map[string]any, len(op.variables))
	for i, v := range op.variables {
		value, given := sent[v.name]
		switch preset := op.def.VariableDefinitions[i].DefaultValue; {
		case given:
			out[v.name] = settled(v.kind, value)
		case preset != nil:
			out[v.name] = w.written(preset, v.kind)
		default:
			out[v.name] = nil
		}
	}
	return out
}
