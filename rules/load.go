package rules

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"bienche/internal/day"
)

// document is one file: a parameter (values), several of one domain (parameters), or a catalogue (entries). The
// authority at the top of a catalogue holds for every entry that states none of its own.
type document struct {
	Label      Label                `yaml:"label"`
	Unit       Unit                 `yaml:"unit"`
	Options    map[string]Label     `yaml:"options"`
	Values     []Value              `yaml:"values"`
	Parameters map[string]Parameter `yaml:"parameters"`
	Key        string               `yaml:"key"`
	Attributes []string             `yaml:"attributes"`
	Entries    []Entry              `yaml:"entries"`
	Authority  `yaml:",inline"`
	From       day.Day `yaml:"from"`
}

// LoadFrom reads the law from a tree of <domain>/<name>.yaml. It refuses a value without citation, label, known
// unit or known confidence, and values that are out of order or overlap; the error lists everything it found.
func LoadFrom(tree fs.FS) (*Book, error) {
	names, err := fs.Glob(tree, "*/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	b := &Book{parameters: map[string]*Parameter{}, catalogues: map[string]*Catalogue{}}
	var wrong []error
	for _, name := range names {
		if err := b.read(tree, name); err != nil {
			wrong = append(wrong, fmt.Errorf("rules/%s: %w", name, err))
		}
	}
	return b, errors.Join(wrong...)
}

func (b *Book) read(tree fs.FS, name string) error {
	text, err := fs.ReadFile(tree, name)
	if err != nil {
		return err
	}
	var d document
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(&d); err != nil {
		return err
	}
	id := strings.ReplaceAll(strings.TrimSuffix(name, path.Ext(name)), "/", ".")
	switch {
	case len(d.Entries) > 0:
		return b.addCatalogue(id, d)
	case len(d.Parameters) > 0:
		var wrong []error
		for key, p := range d.Parameters {
			wrong = append(wrong, b.addParameter(id+"."+key, p))
		}
		return errors.Join(wrong...)
	}
	return b.addParameter(id, Parameter{Label: d.Label, Unit: d.Unit, Options: d.Options, Values: d.Values})
}

func (b *Book) addParameter(id string, p Parameter) error {
	p.ID = id
	if p.Label.VI == "" || p.Label.EN == "" {
		return fmt.Errorf("%s: label in Vietnamese and English is missing", id)
	}
	if !p.Unit.known() {
		return fmt.Errorf("%s: unknown unit %q", id, p.Unit)
	}
	if len(p.Values) == 0 {
		return fmt.Errorf("%s: no values", id)
	}
	spans := make([]*Span, len(p.Values))
	for i := range p.Values {
		v := &p.Values[i]
		if err := v.Authority.check(); err != nil {
			return fmt.Errorf("%s from %s: %w", id, v.From, err)
		}
		if err := p.offers(v); err != nil {
			return fmt.Errorf("%s from %s: %w", id, v.From, err)
		}
		spans[i] = &v.Span
	}
	if err := chain(spans); err != nil {
		return fmt.Errorf("%s: %w", id, err)
	}
	b.parameters[id] = &p
	return nil
}

// offers refuses a value that chooses what is no option of the parameter, and options for a quantity.
func (p Parameter) offers(v *Value) error {
	if p.Unit != Choice {
		if v.Choice != "" || len(p.Options) > 0 {
			return fmt.Errorf("only a parameter of the unit %s has options", Choice)
		}
		return nil
	}
	chosen := []string{v.Choice}
	for _, a := range v.Alternatives {
		chosen = append(chosen, a.Choice)
	}
	for _, c := range chosen {
		if l, ok := p.Options[c]; !ok || l.VI == "" || l.EN == "" {
			return fmt.Errorf("%q is no option with labels in Vietnamese and English", c)
		}
	}
	return nil
}

func (b *Book) addCatalogue(id string, d document) error {
	c := Catalogue{ID: id, Label: d.Label, Key: d.Key, Attributes: d.Attributes, Entries: d.Entries}
	if c.Label.VI == "" || c.Label.EN == "" {
		return errors.New("label in Vietnamese and English is missing")
	}
	chains := map[string][]*Span{}
	for i := range c.Entries {
		e := &c.Entries[i]
		if e.Cite == (Cite{}) && e.Confidence == "" {
			note := e.Note
			e.Authority = d.Authority
			if note != "" {
				e.Note = note
			}
		}
		if e.From.IsZero() {
			e.From = d.From
		}
		if err := e.check(c.Attributes); err != nil {
			return fmt.Errorf("%s from %s: %w", e.Code, e.From, err)
		}
		key := e.Code + " " + e.Attrs[c.Key]
		chains[key] = append(chains[key], &e.Span)
	}
	for key, spans := range chains {
		if err := chain(spans); err != nil {
			return fmt.Errorf("%s: %w", strings.TrimSpace(key), err)
		}
	}
	b.catalogues[id] = &c
	return nil
}

func (e *Entry) check(attributes []string) error {
	if e.Code == "" || e.VI == "" || e.EN == "" {
		return errors.New("code, vi and en are all needed")
	}
	for name := range e.Attrs {
		if !slices.Contains(attributes, name) {
			return fmt.Errorf("unknown attribute %q", name)
		}
	}
	for _, name := range attributes {
		if _, ok := e.Attrs[name]; !ok {
			return fmt.Errorf("attribute %q is missing", name)
		}
	}
	return e.Authority.check()
}

func (a Authority) check() error {
	switch {
	case a.Cite.Document == "" || a.Cite.At == "":
		return errors.New("a citation (document and place) is needed")
	case !a.Confidence.known():
		return fmt.Errorf("unknown confidence %q", a.Confidence)
	case (a.Confidence == LocalChoice || a.Confidence == Unverified) && a.Note == "":
		return errors.New("an unverified value or a local choice needs a note that says what is open")
	}
	return nil
}

// chain puts an end to every span: the day the next one starts, or forever. It refuses a span without a start,
// spans out of order, and spans that overlap.
func chain(spans []*Span) error {
	for i, s := range spans {
		next := day.Forever
		if i+1 < len(spans) {
			next = spans[i+1].From
		}
		switch {
		case s.From.IsZero():
			return errors.New("a value has no starting day")
		case !s.From.Before(next):
			return fmt.Errorf("values from %s and %s are out of order", s.From, next)
		case s.To.IsZero():
			s.To = next
		case s.To.After(next):
			return fmt.Errorf("the value from %s ends %s, after the next begins", s.From, s.To)
		case !s.From.Before(s.To):
			return fmt.Errorf("the value from %s ends %s, before it begins", s.From, s.To)
		}
	}
	return nil
}
