package rules

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
)

// Text is a sentence in both languages: a message key with what stands in it. As JSON it is its words of today, which it
// keeps when it is read again.
type Text struct {
	Key  string
	Args fault.Args

	said Label // of a text that was kept
}

// Say makes a Text; pairs are names and values in turn.
func Say(key string, pairs ...any) Text {
	args := fault.Args{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i].(string)] = pairs[i+1]
	}
	return Text{Key: key, Args: args}
}

// In is the sentence for a reader of lang ("vi" or "en").
func (t Text) In(lang string) string {
	if t.said != (Label{}) {
		return t.said.In(lang)
	}
	return fault.Text(lang, t.Key, t.Args)
}

// MarshalJSON writes the words in both languages.
func (t Text) MarshalJSON() ([]byte, error) { return json.Marshal([]string{t.In("vi"), t.In("en")}) }

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *Text) UnmarshalJSON(b []byte) error {
	var words [2]string
	if err := json.Unmarshal(b, &words); err != nil {
		return fmt.Errorf("words in both languages: %w", err)
	}
	*t = Text{said: Label{VI: words[0], EN: words[1]}}
	return nil
}

// Source is where a figure stands, since when it holds, and how sure we are of it.
type Source struct {
	Cite
	From       day.Day    `json:"from,omitzero"`
	Confidence Confidence `json:"confidence,omitzero"`
}

// Source is the authority of a value, as a trace shows it.
func (v Value) Source() Source { return Source{v.Cite, v.From, v.Confidence} }

// Source is the authority of a member of a catalogue.
func (e Entry) Source() Source { return Source{e.Cite, e.From, e.Confidence} }

// Step is one step of a computation: what was found, how, in words and figures, and by which articles.
type Step struct {
	Label   Text     `json:"label,omitzero"`
	Formula Text     `json:"formula,omitzero"`
	Value   string   `json:"value,omitzero"` // canonical: "15356250", "2.5", "2027-11-01", "true"
	Unit    Unit     `json:"unit,omitzero"`  // UnitDate for days, UnitText for anything that is no quantity
	Sources []Source `json:"sources,omitzero"`
	// Parameters are the ids of what was read of the law since the step before, in the order of reading.
	Parameters []string `json:"parameters,omitzero"`
}

// The units of steps that are no quantity.
const (
	UnitDate Unit = "date"
	UnitText Unit = "text"
)

// Note says why a person is or is not entitled to something.
type Note struct {
	Code   string  `json:"code,omitzero"` // stable, such as TOO_EARLY
	Text   Text    `json:"text,omitzero"`
	Source *Source `json:"source,omitzero"` // nil: none
}

// Reading is a parameter that a computation read, for a day.
type Reading struct {
	ID    string
	On    day.Day
	Value Value
}

// Choices are what a province or an agency has chosen where the law leaves a choice, or overrides; nil chooses nothing.
type Choices interface {
	// Choice is the value chosen for a parameter on a day.
	Choice(id string, on day.Day) (Value, bool)
}

// Work is one computation: it reads the law, and keeps what it read and how it went. It is not safe for concurrent use.
type Work struct {
	Steps []Step

	book    *Book
	choices Choices
	read    map[dated]Reading
	order   []dated
	since   []string // ids that were read since the last step, each once
}

// dated is a parameter on a day.
type dated struct {
	id string
	on day.Day
}

// Begin starts a computation under local choices (nil for none).
func (b *Book) Begin(c Choices) *Work { return &Work{book: b, choices: c, read: map[dated]Reading{}} }

// Book is the law that the computation reads.
func (w *Work) Book() *Book { return w.book }

// On is the value of a parameter on a day: the local choice, else the law's. It refuses as Book.On does.
func (w *Work) On(id string, on day.Day) (Value, error) {
	key := dated{id, on}
	if r, ok := w.read[key]; ok {
		w.note(id)
		return r.Value, nil
	}
	v, err := w.book.under(w.choices, id, on)
	if err != nil {
		return Value{}, err
	}
	w.note(id)
	w.read[key] = Reading{id, on, v}
	w.order = append(w.order, key)
	return v, nil
}

// under is the value of a parameter on a day under local choices (nil for none); it refuses as On does.
func (b *Book) under(c Choices, id string, on day.Day) (Value, error) {
	v, err := b.On(id, on)
	if err != nil || c == nil {
		return v, err
	}
	if chosen, ok := c.Choice(id, on); ok {
		return chosen, nil
	}
	return v, nil
}

// note keeps an id for the step that comes next.
func (w *Work) note(id string) {
	if !slices.Contains(w.since, id) {
		w.since = append(w.since, id)
	}
}

// Row is the row of a table with a key on a day; it refuses as On does, and a key that the table lacks with NOT_COVERED.
func (w *Work) Row(id, key string, on day.Day) (Row, Source, error) {
	v, err := w.On(id, on)
	if err != nil {
		return Row{}, Source{}, err
	}
	rows, err := v.table(id)
	if err != nil {
		return Row{}, Source{}, err
	}
	for _, r := range rows {
		if r.Key == key {
			return r, v.Source(), nil
		}
	}
	return Row{}, Source{}, fault.New(fault.NotCovered, "rules.no_row", fault.Args{"label": w.book.parameters[id].Label, "key": key}).Citing(v.Cite.Source())
}

// Add notes a step whose value is a quantity.
func (w *Work) Add(label, formula Text, value decimal.Decimal, unit Unit, sources ...Source) {
	w.add(Step{Label: label, Formula: formula, Value: value.String(), Unit: unit, Sources: sources})
}

// AddDay notes a step whose value is a day.
func (w *Work) AddDay(label, formula Text, value day.Day, sources ...Source) {
	w.add(Step{Label: label, Formula: formula, Value: value.String(), Unit: UnitDate, Sources: sources})
}

// AddText notes a step whose value is no quantity, such as a choice between regimes.
func (w *Work) AddText(label, formula Text, value string, sources ...Source) {
	w.add(Step{Label: label, Formula: formula, Value: value, Unit: UnitText, Sources: sources})
}

// add notes a step, with what was read since the one before.
func (w *Work) add(s Step) {
	s.Sources, s.Parameters = distinct(s.Sources), slices.Clone(w.since)
	w.Steps, w.since = append(w.Steps, s), w.since[:0]
}

// Back drops the steps after the first n, and what was read for one to come.
func (w *Work) Back(n int) { w.Steps, w.since = w.Steps[:n], w.since[:0] }

// Readings are the parameters that were read, in order, each with its day.
func (w *Work) Readings() []Reading {
	all := make([]Reading, len(w.order))
	for i, key := range w.order {
		all[i] = w.read[key]
	}
	return all
}

// LegalBases are the sources of all steps, one for each place in a document, documents in the order of first use.
func (w *Work) LegalBases() []Source {
	var all []Source
	for _, s := range w.Steps {
		all = append(all, s.Sources...)
	}
	first := map[string]int{}
	for i, s := range all {
		if _, seen := first[s.Document]; !seen {
			first[s.Document] = i
		}
	}
	all = distinct(all)
	slices.SortStableFunc(all, func(a, b Source) int {
		if by := first[a.Document] - first[b.Document]; by != 0 {
			return by
		}
		return strings.Compare(a.At, b.At)
	})
	return all
}

// distinct keeps the first of each place in a document.
func distinct(all []Source) []Source {
	seen := map[Cite]bool{}
	kept := make([]Source, 0, len(all))
	for _, s := range all {
		if s.Document != "" && !seen[s.Cite] {
			seen[s.Cite] = true
			kept = append(kept, s)
		}
	}
	return kept
}

// ReadIDs are the ids of the parameters that were read, sorted.
func (w *Work) ReadIDs() []string {
	ids := map[string]bool{}
	for _, r := range w.read {
		ids[r.ID] = true
	}
	return slices.Sorted(maps.Keys(ids))
}

// Again starts another computation under the same law and the same choices.
func (w *Work) Again() *Work { return w.book.Begin(w.choices) }
