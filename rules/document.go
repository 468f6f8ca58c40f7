package rules

import (
	"maps"
	"slices"
	"sort"
	"strings"

	"bienche/internal/day"
)

// DocumentKind is what sort of instrument a document is.
type DocumentKind string

// The kinds of documents.
const (
	Law           DocumentKind = "LAW"
	Ordinance     DocumentKind = "ORDINANCE"
	Resolution    DocumentKind = "RESOLUTION"
	Decree        DocumentKind = "DECREE"
	DecisionText  DocumentKind = "DECISION"
	Circular      DocumentKind = "CIRCULAR"
	JointCircular DocumentKind = "JOINT_CIRCULAR"
	Letter        DocumentKind = "LETTER"
	Consolidation DocumentKind = "CONSOLIDATION"
	PartyDocument DocumentKind = "PARTY"
	Report        DocumentKind = "REPORT"
)

func (k DocumentKind) known() bool {
	switch k {
	case Law, Ordinance, Resolution, Decree, DecisionText, Circular, JointCircular, Letter, Consolidation, PartyDocument, Report:
		return true
	}
	return false
}

// Document is a legal instrument: what it is called, who issued it, when it is in force, and what it did to others.
type Document struct {
	Number string       `yaml:"number"`
	Title  Label        `yaml:"title"`
	Kind   DocumentKind `yaml:"kind"`
	By     string       `yaml:"issuer"` // code of the issuer in documents/issuers.yaml
	Issuer Label        `yaml:"-"`
	Issued day.Day      `yaml:"issued"` // no day: not known
	// Span is when it is in force; a document that another replaces ends the day the other begins.
	Span `yaml:",inline"`
	// AppliesFrom is the day its figures count from where that is earlier than the day it takes force; else no day.
	AppliesFrom day.Day    `yaml:"applies_from"`
	Amends      []string   `yaml:"amends"`   // numbers of documents it changes in part
	Replaces    []string   `yaml:"replaces"` // numbers of documents it takes the place of
	Repeals     []Repeal   `yaml:"repeals"`
	Confidence  Confidence `yaml:"confidence"`
	Note        string     `yaml:"note"`

	AmendedBy  []string `yaml:"-"` // numbers, earliest first
	ReplacedBy []string `yaml:"-"`
	RepealedBy []Repeal `yaml:"-"` // Document is the number of the document that repeals

	text searched
}

// Repeal is a part of a document that another puts out of force.
type Repeal struct {
	Document string `yaml:"document"`
	At       string `yaml:"at"`
}

// First is the earliest day that a value may rest on the document.
func (d *Document) First() day.Day {
	if d.AppliesFrom.IsZero() {
		return d.From
	}
	return d.AppliesFrom
}

// InForce tells whether the document is in force on a day.
func (d *Document) InForce(on day.Day) bool { return d.covers(on) }

// register is a file of documents.
type register struct {
	name      string
	Issuers   map[string]Label `yaml:"issuers"`
	Documents []*Document      `yaml:"documents"`
}

// Document is the instrument with a number; false for a number that the register does not have.
func (b *Book) Document(number string) (*Document, bool) {
	d, ok := b.documents[number]
	return d, ok
}

// Documents are all instruments, in the order of the days they take force, then of their numbers.
func (b *Book) Documents() []*Document {
	all := make([]*Document, 0, len(b.documents))
	for _, d := range b.documents {
		all = append(all, d)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].before(all[j]) })
	return all
}

func (d *Document) before(o *Document) bool {
	if d.From != o.From {
		return d.From.Before(o.From)
	}
	return d.Number < o.Number
}

// addDocuments puts the documents of every file into the register, then ties them to one another. note takes the flaws of
// a file.
func (b *Book) addDocuments(files []register, note func(name string, flaws []Flaw)) {
	issuers := map[string]Label{}
	for _, f := range files {
		maps.Copy(issuers, f.Issuers)
	}
	for _, f := range files {
		for _, d := range f.Documents {
			d.Issuer = issuers[d.By]
			d.text = searchedText(d.Number, d.Title.VI, d.Title.EN)
			flaws := at(d.Number, day.Day{}, d.check()...)
			if _, twice := b.documents[d.Number]; twice {
				flaws = append(flaws, at(d.Number, day.Day{}, wrong("document_twice"))...)
			}
			note(f.name, flaws)
			b.documents[d.Number] = d
		}
	}
	for _, f := range files {
		for _, d := range f.Documents {
			note(f.name, at(d.Number, day.Day{}, b.relate(d)...))
		}
	}
	for _, d := range b.Documents() {
		b.tie(d)
	}
}

func (d *Document) check() []error {
	var all []error
	refuse := func(bad bool, what string, pairs ...any) {
		if bad {
			all = append(all, wrong(what, pairs...))
		}
	}
	refuse(d.Number == "" || d.Number != strings.TrimSpace(d.Number), "document_number")
	refuse(!d.Title.whole(), "document_title")
	refuse(!d.Kind.known(), "document_kind", "kind", string(d.Kind))
	refuse(!d.Issuer.whole(), "document_issuer", "issuer", d.By)
	refuse(d.From.IsZero(), "document_from")
	refuse(!d.To.IsZero() && !d.From.Before(d.To), "document_to", "to", d.To)
	refuse(!d.Issued.IsZero() && d.From.Before(d.Issued), "document_issued", "from", d.From)
	refuse(!d.AppliesFrom.IsZero() && !d.AppliesFrom.Before(d.From), "document_applies", "from", d.AppliesFrom)
	refuse(!d.Confidence.known() || d.Confidence == LocalChoice, "confidence", "confidence", string(d.Confidence))
	refuse(d.Confidence == Unverified && d.Note == "", "note")
	return all
}

// relate refuses what a document says it did to one that is not known or takes force no earlier.
func (b *Book) relate(d *Document) []error {
	var all []error
	look := func(number string) {
		switch o, ok := b.documents[number]; {
		case !ok:
			all = append(all, wrong("relation_unknown", "number", number))
		case !o.From.Before(d.From):
			all = append(all, wrong("relation_later", "number", number))
		}
	}
	for _, n := range slices.Concat(d.Amends, d.Replaces) {
		look(n)
	}
	for _, r := range d.Repeals {
		look(r.Document)
		if r.At == "" {
			all = append(all, wrong("repeal_at", "number", r.Document))
		}
	}
	return all
}

// tie tells the others what a document did to them, and ends those that it replaces.
func (b *Book) tie(d *Document) {
	for _, n := range d.Amends {
		if o, ok := b.documents[n]; ok {
			o.AmendedBy = append(o.AmendedBy, d.Number)
		}
	}
	for _, r := range d.Repeals {
		if o, ok := b.documents[r.Document]; ok {
			o.RepealedBy = append(o.RepealedBy, Repeal{d.Number, r.At})
		}
	}
	for _, n := range d.Replaces {
		if o, ok := b.documents[n]; ok {
			o.ReplacedBy = append(o.ReplacedBy, d.Number)
			if o.To.IsZero() || o.To.IsForever() {
				o.To = d.From
			}
		}
	}
	if d.To.IsZero() {
		d.To = day.Forever
	}
}

// known refuses a citation of a document that the register does not have.
func (b *Book) known(c Cite) error {
	if _, ok := b.documents[c.Document]; !ok {
		return wrong("document_unknown", "number", c.Document)
	}
	return nil
}

// counts refuses a citation of a document that is not known, or that no value may rest on yet on a day.
func (b *Book) counts(c Cite, on day.Day) error {
	if err := b.known(c); err != nil {
		return err
	}
	if d := b.documents[c.Document]; on.Before(d.First()) {
		return wrong("document_counts", "number", c.Document, "from", d.First())
	}
	return nil
}

// CitedBy are the ids of the parameters and catalogues with a value that rests on a document, sorted.
func (b *Book) CitedBy(number string) []string {
	var ids []string
	for _, p := range b.parameters {
		if p.cites(number) {
			ids = append(ids, p.ID)
		}
	}
	for _, c := range b.catalogues {
		if slices.ContainsFunc(c.Entries, func(e Entry) bool { return e.Cite.Document == number }) {
			ids = append(ids, c.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

func (p *Parameter) cites(number string) bool {
	return slices.ContainsFunc(p.Values, func(v Value) bool {
		return v.Cite.Document == number || slices.ContainsFunc(v.Alternatives, func(a Alternative) bool { return a.Cite.Document == number })
	})
}
