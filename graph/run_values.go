package graph

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"

	"bienche/internal/fault"
)

// enumName and writtenText are an enum value and a string written in a query. In JSON both are strings.
type (
	enumName    string
	writtenText string
)

// variableName stands for a variable written in a query; its value is checked when the request is run.
type variableName string

// written turns a value in a query into what JSON would hold, so that one function checks both.
func written(v ast.Value) any {
	switch v := v.(type) {
	case *ast.StringValue:
		return writtenText(v.Value)
	case *ast.IntValue:
		return json.Number(v.Value)
	case *ast.FloatValue:
		return json.Number(v.Value)
	case *ast.BooleanValue:
		return v.Value
	case *ast.EnumValue:
		return enumName(v.Value)
	case *ast.Variable:
		return variableName(v.Name.Value)
	case *ast.ListValue:
		list := make([]any, len(v.Values))
		for i, item := range v.Values {
			list[i] = written(item)
		}
		return list
	case *ast.ObjectValue:
		object := make(map[string]any, len(v.Fields))
		for _, f := range v.Fields {
			object[f.Name.Value] = written(f.Value)
		}
		return object
	}
	return nil
}

// coerce turns a value into what its type says, or refuses it by the path of the field at fault ("filter.asOf").
// The library does neither: it takes any JSON for a String, cuts fractions off an Int, and names no field.
func coerce(t graphql.Type, v any, path string) (any, error) {
	if _, ok := v.(variableName); ok {
		return v, nil
	}
	if nonNull, ok := t.(*graphql.NonNull); ok {
		if v == nil {
			return nil, fault.Bad(path, "fault.required")
		}
		return coerce(nonNull.OfType, v, path)
	}
	if v == nil {
		return nil, nil
	}
	switch t := t.(type) {
	case *graphql.List:
		return coerceList(t, v, path)
	case *graphql.InputObject:
		return coerceObject(t, v, path)
	case *graphql.Enum:
		return coerceEnum(t, v, path)
	case *graphql.Scalar:
		return coerceScalar(t, v, path)
	}
	return nil, fmt.Errorf("type %v is not an input type", t)
}

func coerceList(t *graphql.List, v any, path string) (any, error) {
	items, ok := v.([]any)
	if !ok {
		item, err := coerce(t.OfType, v, path)
		return []any{item}, err
	}
	out := make([]any, len(items))
	for i, item := range items {
		var err error
		if out[i], err = coerce(t.OfType, item, path+"["+strconv.Itoa(i)+"]"); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func coerceObject(t *graphql.InputObject, v any, path string) (any, error) {
	object, ok := v.(map[string]any)
	if !ok {
		return nil, badValue(t, path)
	}
	fields := t.Fields()
	names := make([]string, 0, len(fields)+len(object))
	for name := range fields {
		names = append(names, name)
	}
	for name := range object {
		if fields[name] == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	out := make(map[string]any, len(object))
	for _, name := range names {
		at := below(path, name)
		field := fields[name]
		if field == nil {
			return nil, fault.Bad(at, "graph.unknown_field")
		}
		given := object[name]
		if given == nil && field.DefaultValue != nil {
			continue
		}
		value, err := coerce(field.Type, given, at)
		if err != nil {
			return nil, err
		}
		if value != nil {
			out[name] = value
		}
	}
	return out, nil
}

// below is the path of a field of an input object. Mutations take one argument, input, which goes without saying.
func below(path, name string) string {
	if path == "input" {
		return name
	}
	return path + "." + name
}

func coerceEnum(t *graphql.Enum, v any, path string) (any, error) {
	name, ok := v.(string)
	if literal, is := v.(enumName); is {
		name, ok = string(literal), true
	}
	if !ok {
		return nil, badValue(t, path)
	}
	if t.ParseValue(name) == nil {
		return nil, fault.Bad(path, "fault.bad_choice", fault.Args{"value": excerpt(name)})
	}
	return name, nil
}

func coerceScalar(t *graphql.Scalar, v any, path string) (any, error) {
	if s, ok := v.(writtenText); ok {
		v = string(s)
	}
	var out any
	switch t {
	case graphql.String, graphql.ID:
		return coerceText(t, v, path)
	case graphql.Boolean:
		if b, ok := v.(bool); ok {
			out = b
		}
	case graphql.Int:
		if n, ok := number64(v); ok && n == math.Trunc(n) && math.MinInt32 <= n && n <= math.MaxInt32 {
			out = int(n)
		}
	case graphql.Float:
		if n, ok := number64(v); ok {
			out = n
		}
	default:
		out = t.ParseValue(v)
	}
	if out != nil {
		return out, nil
	}
	value := fault.Args{"value": excerpt(fmt.Sprint(v))}
	switch t {
	case Date:
		return nil, fault.Bad(path, "fault.bad_date", value)
	case DateTime:
		return nil, fault.Bad(path, "graph.bad_datetime", value)
	case Money, Decimal, graphql.Int, graphql.Float:
		return nil, fault.Bad(path, "fault.bad_number", value)
	}
	return nil, badValue(t, path)
}

// coerceText takes strings, and whole numbers for an ID; never a text that PostgreSQL cannot hold.
func coerceText(t *graphql.Scalar, v any, path string) (any, error) {
	if n, ok := v.(json.Number); ok && t == graphql.ID {
		if _, err := strconv.ParseInt(string(n), 10, 64); err == nil {
			return string(n), nil
		}
	}
	s, ok := v.(string)
	if !ok {
		return nil, badValue(t, path)
	}
	if strings.IndexByte(s, 0) >= 0 || !utf8.ValidString(s) {
		return nil, fault.Bad(path, "graph.bad_text")
	}
	return s, nil
}

// number64 is a finite number as JSON or Go holds it.
func number64(v any) (float64, bool) {
	switch v := v.(type) {
	case json.Number:
		n, err := strconv.ParseFloat(string(v), 64)
		return n, err == nil
	case float64:
		return v, !math.IsNaN(v) && !math.IsInf(v, 0)
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	}
	return 0, false
}

func badValue(t graphql.Type, path string) error {
	return fault.Bad(path, "graph.bad_value", fault.Args{"type": t.Name()})
}

// queryVar is one variable of an operation.
type queryVar struct {
	name   string
	kind   graphql.Type
	preset bool   // has a default
	feeds  string // path of the argument or input field that it is used in first
}

// coerceVariables turns the variables as sent into values of their types; what the operation does not declare is
// left out.
func coerceVariables(vars []queryVar, sent map[string]any) (map[string]any, error) {
	out := make(map[string]any, len(vars))
	for _, v := range vars {
		given := sent[v.name]
		if given == nil && v.preset {
			continue
		}
		value, err := coerce(v.kind, given, v.feeds)
		if err != nil {
			return nil, err
		}
		if value != nil {
			out[v.name] = value
		}
	}
	return out, nil
}

// inputType is the input type that a variable declares, nil when there is none of that name.
func inputType(schema *graphql.Schema, t ast.Type) graphql.Type {
	switch t := t.(type) {
	case *ast.NonNull:
		if of := inputType(schema, t.Type); of != nil {
			return graphql.NewNonNull(of)
		}
	case *ast.List:
		if of := inputType(schema, t.Type); of != nil {
			return graphql.NewList(of)
		}
	case *ast.Named:
		if t.Name != nil {
			if of := schema.Type(t.Name.Value); of != nil && graphql.IsInputType(of) {
				return of
			}
		}
	}
	return nil
}
