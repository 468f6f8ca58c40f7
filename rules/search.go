package rules

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"bienche/internal/day"
	"bienche/internal/fold"
)

// Query narrows a list of parameters. Zero fields do not narrow.
type Query struct {
	Words    string  // all of them must stand in the label (either language), the id, or the number or title of a document cited
	Document string  // number of a document that a value rests on
	On       day.Day // a value is in force on this day; Document then looks at that value alone
}

// Search is the parameters that a query finds, by id, those whose own words hold all that is asked before those that only
// rest on a document that does. Words typed without marks find any: "tuoi nghi huu" finds "Tuổi nghỉ hưu"; words typed with
// marks find those marks. Capital letters do not matter.
func (b *Book) Search(q Query) []*Parameter {
	words := wanted(q.Words)
	var own, cited []*Parameter
	for _, p := range b.Parameters() {
		values := p.Values
		if !q.On.IsZero() {
			values = slices.DeleteFunc(slices.Clone(values), func(v Value) bool { return !v.covers(q.On) })
		}
		shown := Parameter{ID: p.ID, Values: values}
		switch {
		case len(values) == 0, q.Document != "" && !shown.cites(q.Document):
		case stand(words, p.text):
			own = append(own, p)
		case stand(words, b.texts(p, values)...):
			cited = append(cited, p)
		}
	}
	return append(own, cited...)
}

// SearchDocuments is the documents whose number or title (either language) holds all words, in the order of Documents;
// where a day is given, those in force on it.
func (b *Book) SearchDocuments(words string, on day.Day) []*Document {
	asked := wanted(words)
	return slices.DeleteFunc(b.Documents(), func(d *Document) bool {
		return !on.IsZero() && !d.InForce(on) || !stand(asked, d.text)
	})
}

// texts is what a search of a parameter looks at: its own words, and those of the documents that values rest on.
func (b *Book) texts(p *Parameter, values []Value) []searched {
	found := []searched{p.text}
	for _, v := range values {
		if d, ok := b.documents[v.Cite.Document]; ok {
			found = append(found, d.text)
		}
	}
	return found
}

// searched is a text as a search looks at it: in small letters with its marks, and without.
type searched struct{ marked, plain string }

func searchedText(words ...string) searched {
	text := norm.NFC.String(strings.ToLower(strings.Join(words, " ")))
	return searched{text, fold.Text(text)}
}

func wanted(words string) []searched {
	var all []searched
	for word := range strings.FieldsSeq(words) {
		all = append(all, searchedText(word))
	}
	return all
}

// stand tells whether each word stands in one of the texts. A word with marks is looked for with its marks.
func stand(words []searched, in ...searched) bool {
	return !slices.ContainsFunc(words, func(w searched) bool {
		return !slices.ContainsFunc(in, func(t searched) bool {
			if w.marked == w.plain {
				return strings.Contains(t.plain, w.plain)
			}
			return strings.Contains(t.marked, w.marked)
		})
	})
}
