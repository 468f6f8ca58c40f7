// Package rules knows what the law said on a given day. Parameters and catalogues live in <domain>/*.yaml; every
// value carries the day it takes force, the document it stands in and how sure we are of it. Laws are added, never
// edited: a later value gets a later day, so that an old case comes out as it did. A day that no value covers is a
// refusal the officer sees, never a default.
package rules

import (
	"embed"
	"io/fs"
	"sort"

	"bienche/internal/day"
	"bienche/internal/fault"
)

//go:embed */*.yaml
var files embed.FS

// Book is all law that was loaded. It does not change after Load and may be shared.
type Book struct {
	parameters map[string]*Parameter
	catalogues map[string]*Catalogue
	documents  map[string]*Document
}

// Files is the law that is part of the program, as it is written.
func Files() fs.FS { return files }

// Parameters are all parameters by id.
func (b *Book) Parameters() []*Parameter {
	all := make([]*Parameter, 0, len(b.parameters))
	for _, p := range b.parameters {
		all = append(all, p)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].ID < all[j].ID })
	return all
}

// On is the value of a parameter on a day. It refuses with NOT_COVERED where no value is in force, and with
// NOT_FOUND for an id that no file defines.
func (b *Book) On(id string, on day.Day) (Value, error) {
	p, ok := b.parameters[id]
	if !ok {
		return Value{}, fault.New(fault.NotFound, "rules.unknown_parameter", fault.Args{"id": id})
	}
	for _, v := range p.Values {
		if v.covers(on) {
			return v, nil
		}
	}
	return Value{}, notCovered(p.Label, on, spansOf(p.Values, func(v Value) Span { return v.Span }))
}

// notCovered refuses a day and says which days are covered next to it.
func notCovered(label Label, on day.Day, spans []Span) error {
	near, best := Span{}, -1
	for _, s := range spans {
		gap := s.From.DaysUntil(on)
		if on.Before(s.From) {
			gap = on.DaysUntil(s.From)
		} else if !s.To.IsForever() {
			gap = s.To.DaysUntil(on)
		}
		if best < 0 || gap < best {
			near, best = s, gap
		}
	}
	args := fault.Args{"label": label, "day": on, "from": near.From, "to": near.To.AddDays(-1)}
	if near.To.IsForever() {
		return fault.New(fault.NotCovered, "rules.not_covered_before", args)
	}
	return fault.New(fault.NotCovered, "rules.not_covered", args)
}

func spansOf[T any](all []T, span func(T) Span) []Span {
	spans := make([]Span, len(all))
	for i, v := range all {
		spans[i] = span(v)
	}
	return spans
}
