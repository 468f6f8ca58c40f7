package rules

import (
	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
)

// Label names a thing of the law in both languages.
type Label struct {
	VI string `yaml:"vi"`
	EN string `yaml:"en"`
}

// In is the label for a reader of lang ("vi" or "en").
func (l Label) In(lang string) string {
	if lang == "en" {
		return l.EN
	}
	return l.VI
}

// whole tells whether the label is there in both languages.
func (l Label) whole() bool { return l.VI != "" && l.EN != "" }

// String is the Vietnamese label.
func (l Label) String() string { return l.VI }

// Confidence says how sure we are that a value is what the law says.
type Confidence string

// The confidences of the contract.
const (
	OfficialText Confidence = "OFFICIAL_TEXT" // read in the text of the document
	Secondary    Confidence = "SECONDARY"     // read in a text about the document
	Unverified   Confidence = "UNVERIFIED"    // from memory; an officer must check it
	LocalChoice  Confidence = "LOCAL_CHOICE"  // the law leaves it open and we chose
)

func (c Confidence) known() bool {
	return c == OfficialText || c == Secondary || c == Unverified || c == LocalChoice
}

// Unit is what a parameter is measured in.
type Unit string

// The units that a parameter may have. A percentage of 100 is 1 share.
const (
	Months      Unit = "months"
	Years       Unit = "years"
	Days        Unit = "days"
	WorkingDays Unit = "working_days"
	Count       Unit = "count"
	Share       Unit = "share"
	Coefficient Unit = "coefficient"
	Dong        Unit = "VND"
	Points      Unit = "points"
	Choice      Unit = "choice" // one of the parameter's options
)

func (u Unit) known() bool {
	switch u {
	case Months, Years, Days, WorkingDays, Count, Share, Coefficient, Dong, Points, Choice:
		return true
	}
	return false
}

// Cite is where in which document a value stands: "135/2020/NĐ-CP", "Điều 4 khoản 2".
type Cite struct {
	Document string `yaml:"document" json:"document,omitzero"`
	At       string `yaml:"at" json:"at,omitzero"`
}

// Source is the citation in the form refusals carry.
func (c Cite) Source() fault.Source { return fault.Source(c) }

// Span is a stretch of days, from included, to excluded.
type Span struct {
	From day.Day `yaml:"from"`
	To   day.Day `yaml:"to"`
}

func (s Span) covers(on day.Day) bool { return !on.Before(s.From) && on.Before(s.To) }

// Authority is what every dated piece of law must carry.
type Authority struct {
	Cite       Cite       `yaml:"cite"`
	Confidence Confidence `yaml:"confidence"`
	Note       string     `yaml:"note"`
}

// Value is what a parameter is worth over a span of days: a number or the rows of a table.
type Value struct {
	Span      `yaml:",inline"`
	Authority `yaml:",inline"`
	Number    decimal.Decimal `yaml:"value"`
	Rows      []Row           `yaml:"table"`
	Choice    string          `yaml:"choice"`
	// Alternatives are the other readings of a law that leaves the matter open.
	Alternatives []Alternative `yaml:"alternatives"`
}

// Alternative is another reading of the law: a number or an option, and who reads it so.
type Alternative struct {
	Number decimal.Decimal `yaml:"value"`
	Choice string          `yaml:"choice"`
	Cite   Cite            `yaml:"cite"`
	Note   string          `yaml:"note"`
}

// Row is one line of a table: its key and its numbers by column.
type Row struct {
	Key   string                     `yaml:"key"`
	Cells map[string]decimal.Decimal `yaml:",inline"`
}

// Parameter is one quantity of the law through time. Its id is "<domain>.<file>", or "<domain>.<file>.<name>" for
// one of several in a file.
type Parameter struct {
	ID     string
	Label  Label   `yaml:"label"`
	Unit   Unit    `yaml:"unit"`
	Values []Value `yaml:"values"`
	// Options are what a parameter of the unit Choice may be, each with what it means.
	Options map[string]Label `yaml:"options"`
	// Names are what the keys and columns of its tables are called; one without a name shows its code.
	Names map[string]Label `yaml:"names"`

	text searched
}

// Name is what a key or a column of the parameter's tables is called, for a reader of lang ("vi" or "en").
func (p *Parameter) Name(code, lang string) string {
	if l, ok := p.Names[code]; ok {
		return l.In(lang)
	}
	return code
}

// Entry is one member of a catalogue over a span of days. The same code may appear again for later days, with
// another label or other attributes.
type Entry struct {
	Code      string `yaml:"code"`
	Label     `yaml:",inline"`
	Span      `yaml:",inline"`
	Authority `yaml:",inline"`
	Attrs     map[string]string `yaml:",inline"`
}

// Catalogue is a list of codes the law knows, each dated and cited. Attributes names what each entry must also
// say; Key is an attribute that, with the code, makes an entry unique ("" when the code alone does).
type Catalogue struct {
	ID         string
	Label      Label    `yaml:"label"`
	Key        string   `yaml:"key"`
	Attributes []string `yaml:"attributes"`
	Entries    []Entry  `yaml:"entries"`
}
