package rules

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"bienche/internal/day"
)

// file is one file: a parameter (values), several of one domain (parameters), or a catalogue (entries). The authority
// at the top of a catalogue holds for every entry that states none of its own.
type file struct {
	Label      Label                `yaml:"label"`
	Unit       Unit                 `yaml:"unit"`
	Options    map[string]Label     `yaml:"options"`
	Names      map[string]Label     `yaml:"names"`
	Values     []Value              `yaml:"values"`
	Parameters map[string]Parameter `yaml:"parameters"`
	Key        string               `yaml:"key"`
	Attributes []string             `yaml:"attributes"`
	Entries    []Entry              `yaml:"entries"`
	Authority  `yaml:",inline"`
	From       day.Day `yaml:"from"`
}

// LoadFrom reads the law from a tree: the register of instruments from documents/*.yaml, everything else from
// <domain>/<name>.yaml. It refuses what cannot be trusted: see Flaws.
func LoadFrom(tree fs.FS) (*Book, error) {
	b, flaws := Flaws(tree)
	var all []error
	for _, f := range flaws {
		all = append(all, errors.New(f.In("en")))
	}
	return b, errors.Join(all...)
}

// Flaws reads the law as LoadFrom does and lists everything that is wrong with it: each flaw names the file, the
// parameter or document, and the day. A value needs a citation of a document that counts on its first day, a known
// unit and confidence, and its place in the order of days; the book is of use only when there are no flaws.
func Flaws(tree fs.FS) (*Book, []Flaw) {
	b := &Book{parameters: map[string]*Parameter{}, catalogues: map[string]*Catalogue{}, documents: map[string]*Document{}}
	names, err := fs.Glob(tree, "*/*.yaml")
	if err != nil {
		return b, at("", day.Day{}, fmt.Errorf("rules: %w", err))
	}
	var all []Flaw
	note := func(name string, flaws []Flaw) {
		for _, f := range flaws {
			f.File = "rules/" + name
			all = append(all, f)
		}
	}
	var registers []register
	for _, name := range names {
		if path.Dir(name) == "documents" {
			r := register{name: name}
			note(name, at("", day.Day{}, decode(tree, name, &r)))
			registers = append(registers, r)
		}
	}
	b.addDocuments(registers, note)
	for _, name := range names {
		if path.Dir(name) != "documents" {
			note(name, b.read(tree, name))
		}
	}
	return b, all
}

// decode reads a file that must be one YAML document without unknown or repeated keys.
func decode(tree fs.FS, name string, into any) error {
	text, err := fs.ReadFile(tree, name)
	if err != nil {
		return err
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		return err
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return wrong("second_document")
	}
	return nil
}

func (b *Book) read(tree fs.FS, name string) []Flaw {
	var f file
	if err := decode(tree, name, &f); err != nil {
		return at("", day.Day{}, err)
	}
	id := strings.ReplaceAll(strings.TrimSuffix(name, path.Ext(name)), "/", ".")
	kinds := 0
	for _, n := range []int{len(f.Values), len(f.Parameters), len(f.Entries)} {
		kinds += min(n, 1)
	}
	switch {
	case kinds > 1:
		return at(id, day.Day{}, wrong("several_kinds"))
	case len(f.Entries) > 0:
		return b.addCatalogue(id, f)
	case len(f.Parameters) > 0:
		var all []Flaw
		for _, key := range slices.Sorted(maps.Keys(f.Parameters)) {
			all = append(all, b.addParameter(id+"."+key, f.Parameters[key])...)
		}
		return all
	}
	return b.addParameter(id, Parameter{Label: f.Label, Unit: f.Unit, Options: f.Options, Names: f.Names, Values: f.Values})
}

func (b *Book) addCatalogue(id string, f file) []Flaw {
	c := Catalogue{ID: id, Label: f.Label, Key: f.Key, Attributes: f.Attributes, Entries: f.Entries}
	var all []Flaw
	if !c.Label.whole() {
		all = at(id, day.Day{}, wrong("label"))
	}
	chains := map[string][]*Span{}
	for i := range c.Entries {
		e := &c.Entries[i]
		if e.Cite == (Cite{}) && e.Confidence == "" {
			note := e.Note
			e.Authority = f.Authority
			if note != "" {
				e.Note = note
			}
		}
		if e.From.IsZero() {
			e.From = f.From
		}
		all = append(all, at(id+" "+e.Code, e.From, e.check(c.Attributes), b.trust(e.Authority, e.From))...)
		key := strings.TrimSpace(e.Code + " " + e.Attrs[c.Key])
		chains[key] = append(chains[key], &e.Span)
	}
	for _, key := range slices.Sorted(maps.Keys(chains)) {
		all = append(all, at(id+" "+key, day.Day{}, chain(chains[key]))...)
	}
	if _, twice := b.catalogues[id]; twice {
		all = append(all, at(id, day.Day{}, wrong("id_twice"))...)
	}
	b.catalogues[id] = &c
	return all
}

func (e *Entry) check(attributes []string) error {
	if e.Code == "" || !e.Label.whole() {
		return wrong("entry")
	}
	for _, name := range slices.Sorted(maps.Keys(e.Attrs)) {
		if !slices.Contains(attributes, name) {
			return wrong("unknown_attribute", "name", name)
		}
	}
	for _, name := range attributes {
		if _, ok := e.Attrs[name]; !ok {
			return wrong("no_attribute", "name", name)
		}
	}
	return nil
}

// trust refuses an authority without a citation, a document that does not count on the first day, an unknown
// confidence, and open matters without a word on what is open.
func (b *Book) trust(a Authority, on day.Day) error {
	switch {
	case a.Cite.Document == "" || a.Cite.At == "":
		return wrong("citation")
	case !a.Confidence.known():
		return wrong("confidence", "confidence", string(a.Confidence))
	case (a.Confidence == LocalChoice || a.Confidence == Unverified) && a.Note == "":
		return wrong("note")
	}
	return b.counts(a.Cite, on)
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
			return wrong("no_first_day")
		case !s.From.Before(next):
			return wrong("order", "first", s.From, "second", next)
		case s.To.IsZero():
			s.To = next
		case s.To.After(next):
			return wrong("overlap", "from", s.From, "to", s.To)
		case !s.From.Before(s.To):
			return wrong("ends_before", "from", s.From, "to", s.To)
		}
	}
	return nil
}
