package graph

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/graphql-go/graphql"
	"github.com/shopspring/decimal"
	"golang.org/x/text/unicode/norm"

	"bienche/internal/day"
	"bienche/internal/fault"
)

// call makes the resolver of a root field from a use case: the arguments are decoded into In by name, and the use
// case answers. In is a struct; its fields are filled from the arguments of the same name (`arg:"name"`, else the
// field's name in camel case: AsOf is asOf, UnitID is unitId), embedded structs as if their fields were its own, and
// "-" is left alone; an int64 tagged `id:"unit"` takes an opaque id of that kind. What is absent stays as it is in a new In: nil for a pointer, slice or map. Text is made NFC.
// A type that arguments cannot have panics, when the schema is built.
func call[In, Out any](useCase func(context.Context, In) (Out, error)) graphql.FieldResolveFn {
	return callWith(func(p graphql.ResolveParams, in In) (Out, error) { return useCase(p.Context, in) })
}

// callWith is call for a use case that looks at more of the request than its arguments, such as what is selected.
func callWith[In, Out any](useCase func(graphql.ResolveParams, In) (Out, error)) graphql.FieldResolveFn {
	decode := decoderOf(reflect.TypeFor[In]())
	return func(p graphql.ResolveParams) (any, error) {
		var in In
		if err := decode(reflect.ValueOf(&in).Elem(), p.Args); err != nil {
			return nil, err
		}
		return useCase(p, in)
	}
}

// with makes the resolver of a field with arguments from a function of the object it stands in.
func with[Source, In, Out any](field func(context.Context, Source, In) (Out, error)) graphql.FieldResolveFn {
	decode := decoderOf(reflect.TypeFor[In]())
	return func(p graphql.ResolveParams) (any, error) {
		var in In
		if err := decode(reflect.ValueOf(&in).Elem(), p.Args); err != nil {
			return nil, err
		}
		return field(p.Context, p.Source.(Source), in)
	}
}

// of makes the resolver of a plain field from a function of the object it stands in. The library's own way, to look
// the field up by reflection, costs a third of the time of a list.
func of[Source any](field func(Source) any) graphql.FieldResolveFn {
	return func(p graphql.ResolveParams) (any, error) { return field(p.Source.(Source)), nil }
}

// none is the In of a use case without arguments.
type none struct{}

// decoder writes one coerced argument value into a Go value.
type decoder func(to reflect.Value, from any) error

// scalarTypes are the types that arguments of our own scalars arrive in.
var scalarTypes = map[reflect.Type]bool{
	reflect.TypeFor[day.Day]():         true,
	reflect.TypeFor[time.Time]():       true,
	reflect.TypeFor[decimal.Decimal](): true,
	reflect.TypeFor[map[string]any]():  true,
	reflect.TypeFor[any]():             true,
}

// decoderOf makes the decoder of a type once, so that a request spends no time on tags.
func decoderOf(t reflect.Type) decoder {
	if scalarTypes[t] {
		return assign
	}
	switch t.Kind() {
	case reflect.Pointer:
		inner := decoderOf(t.Elem())
		return func(to reflect.Value, from any) error {
			v := reflect.New(t.Elem())
			to.Set(v)
			return inner(v.Elem(), from)
		}
	case reflect.Slice:
		return sliceDecoder(t)
	case reflect.Struct:
		return structDecoder(t)
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int32, reflect.Int64, reflect.Float64:
		return convert
	}
	panic(fmt.Sprintf("graph: arguments cannot be decoded into %s", t))
}

func sliceDecoder(t reflect.Type) decoder { return sliceOf(t, decoderOf(t.Elem())) }

func sliceOf(t reflect.Type, inner decoder) decoder {
	return func(to reflect.Value, from any) error {
		items, ok := from.([]any)
		if !ok {
			return unfit(to, from)
		}
		list := reflect.MakeSlice(t, len(items), len(items))
		for i, item := range items {
			if item == nil {
				continue
			}
			if err := inner(list.Index(i), item); err != nil {
				return inPath("["+strconv.Itoa(i)+"]", err)
			}
		}
		to.Set(list)
		return nil
	}
}

func structDecoder(t reflect.Type) decoder {
	type part struct {
		name   string // "" for an embedded struct
		index  int
		decode decoder
	}
	var parts []part
	for i := range t.NumField() {
		f := t.Field(i)
		name := f.Tag.Get("arg")
		if name == "-" || !f.IsExported() && !f.Anonymous {
			continue
		}
		if name == "" && !f.Anonymous {
			name = argumentName(f.Name)
		}
		decode := decoderOf(f.Type)
		if kind := f.Tag.Get("id"); kind != "" {
			decode = idDecoder(kind, f.Type)
		}
		parts = append(parts, part{name, i, decode})
	}
	return func(to reflect.Value, from any) error {
		values, ok := from.(map[string]any)
		if !ok {
			return unfit(to, from)
		}
		for _, p := range parts {
			v, given := any(values), true
			if p.name != "" {
				v, given = values[p.name]
			}
			if !given || v == nil {
				continue
			}
			if err := p.decode(to.Field(p.index), v); err != nil {
				return inPath(p.name, err)
			}
		}
		return nil
	}
}

// idDecoder reads an opaque id of a kind into an int64, a pointer to one, or each of a list into a slice of them.
func idDecoder(kind string, t reflect.Type) decoder {
	if t.Kind() == reflect.Slice {
		return sliceOf(t, idDecoder(kind, t.Elem()))
	}
	return func(to reflect.Value, from any) error {
		s, ok := from.(string)
		if !ok {
			return unfit(to, from)
		}
		n, err := DecodeID(kind, s)
		if err != nil {
			return err
		}
		if t.Kind() == reflect.Pointer {
			to.Set(reflect.ValueOf(&n))
			return nil
		}
		to.SetInt(n)
		return nil
	}
}

// inPath puts a step before the field that a refusal is about; any other error is told where it happened.
func inPath(step string, err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	switch {
	case !ok:
		return fmt.Errorf("%s: %w", step, err)
	case f.Field == "":
		return f.At(step)
	case strings.HasPrefix(f.Field, "["):
		return f.At(step + f.Field)
	case step == "input":
		return err
	}
	return f.At(step + "." + f.Field)
}

func assign(to reflect.Value, from any) error {
	v := reflect.ValueOf(from)
	if !v.IsValid() || !v.Type().AssignableTo(to.Type()) {
		return unfit(to, from)
	}
	to.Set(v)
	return nil
}

// convert also fills named types: the values of an enum are strings of their own type.
func convert(to reflect.Value, from any) error {
	if s, ok := from.(string); ok && !norm.NFC.IsNormalString(s) {
		from = norm.NFC.String(s)
	}
	v := reflect.ValueOf(from)
	number := v.CanInt() && to.CanInt() && !to.OverflowInt(v.Int())
	if !v.IsValid() || v.Kind() != to.Kind() && !number {
		return unfit(to, from)
	}
	to.Set(v.Convert(to.Type()))
	return nil
}

// unfit is a schema whose argument is of another type than the Go field it is decoded into.
func unfit(to reflect.Value, from any) error {
	return fmt.Errorf("argument of type %T does not fit %s", from, to.Type())
}

// argumentName is a Go name as the API spells it: the leading capitals small, and the rest as it is but for ID.
func argumentName(name string) string {
	n := 0
	for n < len(name) && 'A' <= name[n] && name[n] <= 'Z' {
		n++
	}
	if n > 1 && n < len(name) {
		n-- // the last capital begins the next word
	}
	name = strings.ToLower(name[:n]) + name[n:]
	if rest, ok := strings.CutSuffix(name, "ID"); ok {
		name = rest + "Id"
	}
	if rest, ok := strings.CutSuffix(name, "IDs"); ok {
		name = rest + "Ids"
	}
	return name
}
