package rules

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"bienche/internal/day"
	"bienche/internal/fault"
)

// Markdown writes all of the law for a reader of lang ("vi" or "en"): every parameter with its values, every catalogue,
// every document.
func (b *Book) Markdown(out io.Writer, lang string) error {
	p := printer{lang: lang}
	p.line("# %s\n\n%s\n\n%s", p.word("title"), p.word("made"), b.Counts(lang))
	p.line("\n## %s", p.word("parameters"))
	for _, q := range b.Parameters() {
		p.parameter(q)
	}
	p.line("\n## %s", p.word("catalogues"))
	for _, id := range slices.Sorted(maps.Keys(b.catalogues)) {
		p.catalogue(b.catalogues[id])
	}
	p.line("\n## %s\n", p.word("documents"))
	p.heads("number", "label", "kind", "issued", "in_force", "ended", "relations", "confidence", "note")
	for _, d := range b.Documents() {
		p.row(d.Number, d.Title.In(lang), d.Kind.In(lang)+", "+d.Issuer.In(lang), p.day(d.Issued), p.force(d), p.end(d.Span),
			strings.Join(d.Relations(lang), "; "), d.Confidence.In(lang), d.Note)
	}
	_, err := io.WriteString(out, p.text.String())
	return err
}

// Counts says how much law is loaded, for a reader of lang.
func (b *Book) Counts(lang string) string {
	values := 0
	for _, p := range b.parameters {
		values += len(p.Values)
	}
	return fault.Text(lang, "rules.print.counts", fault.Args{"documents": len(b.documents), "parameters": len(b.parameters),
		"values": values, "catalogues": len(b.catalogues)})
}

// Relations is what the document did to others and others to it, one phrase each, for a reader of lang.
func (d *Document) Relations(lang string) []string {
	var all []string
	say := func(verb string, numbers []string) {
		if len(numbers) > 0 {
			all = append(all, fault.Text(lang, "rules.print."+verb, fault.Args{"documents": strings.Join(numbers, ", ")}))
		}
	}
	part := func(verb string, repeals []Repeal) {
		for _, r := range repeals {
			all = append(all, fault.Text(lang, "rules.print."+verb, fault.Args{"documents": r.Document, "at": r.At}))
		}
	}
	say("amends", d.Amends)
	say("replaces", d.Replaces)
	part("repeals", d.Repeals)
	say("amended_by", d.AmendedBy)
	say("replaced_by", d.ReplacedBy)
	part("repealed_by", d.RepealedBy)
	return all
}

// printer writes Markdown in one language.
type printer struct {
	lang string
	text strings.Builder
}

func (p *printer) word(key string) string { return fault.Text(p.lang, "rules.print."+key, nil) }

func (p *printer) line(format string, args ...any) { fmt.Fprintf(&p.text, format+"\n", args...) }

// row is a row of a table; what would break a cell is written so that it does not.
func (p *printer) row(cells ...string) {
	for i, c := range cells {
		cells[i] = strings.NewReplacer("|", "\\|", "\n", "<br>").Replace(c)
	}
	p.line("| %s |", strings.Join(cells, " | "))
}

func (p *printer) heads(keys ...string) {
	heads := make([]string, len(keys))
	for i, k := range keys {
		heads[i] = p.word(k)
	}
	p.row(heads...)
	p.line("|%s", strings.Repeat(" --- |", len(keys)))
}

func (p *printer) day(d day.Day) string {
	if p.lang == "en" && !d.IsForever() {
		return d.String()
	}
	return d.Vietnamese()
}

// end is the last day of a span, nothing for an open one.
func (p *printer) end(s Span) string {
	if s.To.IsForever() {
		return ""
	}
	return p.day(s.To.AddDays(-1))
}

func (p *printer) force(d *Document) string {
	if d.AppliesFrom.IsZero() {
		return p.day(d.From)
	}
	return p.day(d.From) + ", " + fault.Text(p.lang, "rules.print.applies_from", fault.Args{"day": d.AppliesFrom})
}

func (p *printer) parameter(q *Parameter) {
	p.line("\n### `%s`\n\n%s. %s: %s.\n", q.ID, q.Label.In(p.lang), p.word("unit"), q.Unit.In(p.lang))
	p.heads("from", "to", "value", "source", "confidence", "note")
	for _, v := range q.Values {
		p.row(p.day(v.From), p.end(v.Span), q.Show(v, p.lang), v.Cite.String(), v.Confidence.In(p.lang), v.remarks(q, p.lang))
	}
}

// remarks is the note of a value and its alternatives.
func (v Value) remarks(p *Parameter, lang string) string {
	if len(v.Alternatives) == 0 {
		return v.Note
	}
	others := strings.Join(p.OtherReadings(v, lang), "; ")
	return strings.TrimSpace(v.Note + " " + fault.Text(lang, "rules.print.alternatives", nil) + ": " + others + ".")
}

// OtherReadings is the alternatives of a value, each with who reads the law so, for a reader of lang.
func (p *Parameter) OtherReadings(v Value, lang string) []string {
	all := make([]string, len(v.Alternatives))
	for i, a := range v.Alternatives {
		why := strings.TrimRight(a.Note, ".")
		if a.Cite.Document != "" {
			why = strings.TrimPrefix(why+", "+a.Cite.String(), ", ")
		}
		all[i] = p.Show(Value{Number: a.Number, Choice: a.Choice}, lang) + " (" + why + ")"
	}
	return all
}

// String is the citation on one line: "Điều 4 khoản 2, 135/2020/NĐ-CP".
func (c Cite) String() string { return strings.TrimPrefix(c.At+", "+c.Document, ", ") }

func (p *printer) catalogue(c *Catalogue) {
	p.line("\n### `%s`\n\n%s.\n", c.ID, c.Label.In(p.lang))
	p.heads("id", "label", "from", "to", "attributes", "source", "confidence", "note")
	for _, e := range c.Entries {
		attrs := make([]string, len(c.Attributes))
		for i, name := range c.Attributes {
			attrs[i] = name + " " + e.Attrs[name]
		}
		p.row(e.Code, e.Label.In(p.lang), p.day(e.From), p.end(e.Span), strings.Join(attrs, "; "), e.Cite.String(), e.Confidence.In(p.lang), e.Note)
	}
}
