package graph

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/graphql-go/graphql"
	"github.com/shopspring/decimal"

	"bienche/internal/day"
)

// PrintSDL writes a schema in the schema definition language: types, fields, arguments and enum values in the order
// of their names, what every GraphQL server has left out. The copy in schema.graphql shows reviewers how the API
// changes, and the frontend takes its types from it.
func PrintSDL(schema graphql.Schema) string {
	var out strings.Builder
	for _, name := range sortedKeys(schema.TypeMap()) {
		if strings.HasPrefix(name, "__") || builtIn(name) {
			continue
		}
		if out.Len() > 0 {
			out.WriteByte('\n')
		}
		printType(&out, schema.TypeMap()[name])
	}
	return out.String()
}

func builtIn(name string) bool {
	return slices.Contains([]string{"Int", "Float", "String", "Boolean", "ID"}, name)
}

func printType(out *strings.Builder, t graphql.Type) {
	printDescription(out, "", t.Description())
	switch t := t.(type) {
	case *graphql.Scalar:
		fmt.Fprintf(out, "scalar %s\n", t.Name())
	case *graphql.Enum:
		printEnum(out, t)
	case *graphql.InputObject:
		printInput(out, t)
	case *graphql.Union:
		fmt.Fprintf(out, "union %s = %s\n", t.Name(), strings.Join(typeNames(t.Types()), " | "))
	case *graphql.Interface:
		fmt.Fprintf(out, "interface %s {\n", t.Name())
		printFields(out, t.Fields())
		out.WriteString("}\n")
	case *graphql.Object:
		fmt.Fprintf(out, "type %s", t.Name())
		if of := t.Interfaces(); len(of) > 0 {
			fmt.Fprintf(out, " implements %s", strings.Join(typeNames(of), " & "))
		}
		out.WriteString(" {\n")
		printFields(out, t.Fields())
		out.WriteString("}\n")
	}
}

func printEnum(out *strings.Builder, t *graphql.Enum) {
	values := slices.Clone(t.Values())
	slices.SortFunc(values, func(a, b *graphql.EnumValueDefinition) int { return strings.Compare(a.Name, b.Name) })
	fmt.Fprintf(out, "enum %s {\n", t.Name())
	for _, v := range values {
		printDescription(out, "  ", v.Description)
		fmt.Fprintf(out, "  %s%s\n", v.Name, deprecated(v.DeprecationReason))
	}
	out.WriteString("}\n")
}

func printInput(out *strings.Builder, t *graphql.InputObject) {
	fmt.Fprintf(out, "input %s {\n", t.Name())
	fields := t.Fields()
	for _, name := range sortedKeys(fields) {
		f := fields[name]
		printDescription(out, "  ", f.Description())
		fmt.Fprintf(out, "  %s: %s%s\n", name, f.Type, initial(f.Type, f.DefaultValue))
	}
	out.WriteString("}\n")
}

func printFields(out *strings.Builder, fields graphql.FieldDefinitionMap) {
	for _, name := range sortedKeys(fields) {
		f := fields[name]
		printDescription(out, "  ", f.Description)
		fmt.Fprintf(out, "  %s", name)
		printArguments(out, f.Args)
		fmt.Fprintf(out, ": %s%s\n", f.Type, deprecated(f.DeprecationReason))
	}
}

// printArguments writes arguments on one line, or one on each when any is described.
func printArguments(out *strings.Builder, args []*graphql.Argument) {
	if len(args) == 0 {
		return
	}
	args = slices.Clone(args)
	slices.SortFunc(args, func(a, b *graphql.Argument) int { return strings.Compare(a.Name(), b.Name()) })
	described := slices.ContainsFunc(args, func(a *graphql.Argument) bool { return a.Description() != "" })
	out.WriteByte('(')
	for i, a := range args {
		switch {
		case described:
			out.WriteByte('\n')
			printDescription(out, "    ", a.Description())
			out.WriteString("    ")
		case i > 0:
			out.WriteString(", ")
		}
		fmt.Fprintf(out, "%s: %s%s", a.Name(), a.Type, initial(a.Type, a.DefaultValue))
	}
	if described {
		out.WriteString("\n  ")
	}
	out.WriteByte(')')
}

// printDescription writes a description as a block string.
func printDescription(out *strings.Builder, indent, text string) {
	if text == "" {
		return
	}
	text = strings.ReplaceAll(text, `"""`, `\"""`)
	if !strings.Contains(text, "\n") && !strings.HasSuffix(text, `"`) && !strings.HasSuffix(text, `\`) {
		fmt.Fprintf(out, "%s\"\"\"%s\"\"\"\n", indent, text)
		return
	}
	fmt.Fprintf(out, "%s\"\"\"\n%s%s\n%s\"\"\"\n", indent, indent, strings.ReplaceAll(text, "\n", "\n"+indent), indent)
}

func deprecated(reason string) string {
	if reason == "" {
		return ""
	}
	return " @deprecated(reason: " + quoted(reason) + ")"
}

// initial writes a default value.
func initial(t graphql.Type, v any) string {
	if v == nil {
		return ""
	}
	return " = " + literalOf(t, v)
}

// literalOf writes a Go value as the query language has it.
func literalOf(t graphql.Type, v any) string {
	switch t := t.(type) {
	case *graphql.NonNull:
		return literalOf(t.OfType, v)
	case *graphql.Enum:
		return fmt.Sprint(t.Serialize(v))
	case *graphql.List:
		if items, ok := v.([]any); ok {
			var parts []string
			for _, item := range items {
				parts = append(parts, literalOf(t.OfType, item))
			}
			return "[" + strings.Join(parts, ", ") + "]"
		}
		return literalOf(t.OfType, v)
	case *graphql.InputObject:
		object, _ := v.(map[string]any)
		var parts []string
		for _, name := range sortedKeys(object) {
			if f := t.Fields()[name]; f != nil {
				parts = append(parts, name+": "+literalOf(f.Type, object[name]))
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	switch v := v.(type) {
	case string:
		return quoted(v)
	case day.Day, decimal.Decimal:
		return quoted(fmt.Sprint(v))
	}
	return fmt.Sprint(v)
}

// quoted writes a string literal; GraphQL's escapes are those of JSON.
func quoted(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // strings always marshal
	}
	return string(text)
}

func typeNames[T graphql.Type](types []T) []string {
	var names []string
	for _, t := range types {
		names = append(names, t.Name())
	}
	slices.Sort(names)
	return names
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
