package rules

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"bienche/internal/day"
)

// Query narrows a list of parameters. Zero fields do not narrow.
type Query struct {
	Words    string  // all of them must stand in the label (either language), the id, or the number or title of a document cited
	Document string  // number of a document that a value rests on
	On       day.Day // a value is in force on this day; Document then looks at that value alone
}

// Search is the parameters that a query finds, by id. Words typed without marks find any: "tuoi nghi huu" finds "Tuổi nghỉ
// hưu"; words typed with marks find those marks. Capital letters do not matter.
func (b *Book) Search(q Query) []*Parameter {
	words := strings.Fields(q.Words)
	var found []*Parameter
	for _, p := range b.Parameters() {
		values := p.Values
		if !q.On.IsZero() {
			values = slices.DeleteFunc(slices.Clone(values), func(v Value) bool { return !v.covers(q.On) })
		}
		shown := Parameter{ID: p.ID, Values: values}
		if len(values) > 0 && (q.Document == "" || shown.cites(q.Document)) && holds(b.words(p, values), words) {
			found = append(found, p)
		}
	}
	return found
}

// SearchDocuments is the documents whose number or title (either language) holds all words, in the order of Documents;
// where a day is given, those in force on it.
func (b *Book) SearchDocuments(words string, on day.Day) []*Document {
	wanted := strings.Fields(words)
	return slices.DeleteFunc(b.Documents(), func(d *Document) bool {
		return !on.IsZero() && !d.InForce(on) || !holds(d.words(), wanted)
	})
}

func (b *Book) words(p *Parameter, values []Value) string {
	all := []string{p.ID, p.Label.VI, p.Label.EN}
	for _, v := range values {
		if d, ok := b.documents[v.Cite.Document]; ok {
			all = append(all, d.Number, d.Title.VI, d.Title.EN)
		}
	}
	return strings.Join(all, " ")
}

func (d *Document) words() string {
	return strings.Join([]string{d.Number, d.Title.VI, d.Title.EN}, " ")
}

// holds tells whether a text has all words.
func holds(text string, words []string) bool {
	text = norm.NFC.String(strings.ToLower(text))
	plain := fold(text)
	return !slices.ContainsFunc(words, func(w string) bool {
		w = norm.NFC.String(strings.ToLower(w))
		if fold(w) == w {
			return !strings.Contains(plain, w)
		}
		return !strings.Contains(text, w)
	})
}

// fold is a text as people type it: lower case, without marks, đ as d.
func fold(s string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), strings.ToLower(s))
	if err != nil {
		return strings.ToLower(s) // a broken text is compared as it is
	}
	return strings.ReplaceAll(plain, "đ", "d")
}
