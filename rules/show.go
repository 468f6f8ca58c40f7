package rules

import (
	"strings"

	"github.com/shopspring/decimal"

	"bienche/internal/fault"
)

// Show is a value as a reader of lang ("vi" or "en") reads it: "2.340.000 đồng", "25 %", the label of a choice, or the
// rows of a table, one a line.
func (p *Parameter) Show(v Value, lang string) string {
	switch {
	case v.Choice != "":
		return p.Options[v.Choice].In(lang)
	case len(v.Rows) > 0:
		lines := make([]string, len(v.Rows))
		for i, r := range v.Rows {
			lines[i] = p.row(r, lang)
		}
		return strings.Join(lines, "\n")
	case p.Unit == Share:
		return figure(v.Number.Shift(2), lang) + " %"
	case p.Unit == Count || p.Unit == Coefficient:
		return figure(v.Number, lang)
	}
	return figure(v.Number, lang) + " " + p.Unit.In(lang)
}

// row is a row on one line: "A1: hệ số bậc 1 2,34; số bậc 9", columns in the order of their codes.
func (p *Parameter) row(r Row, lang string) string {
	codes := columns(r)
	cells := make([]string, len(codes))
	for i, code := range codes {
		cells[i] = p.Name(code, lang) + " " + figure(r.Cells[code], lang)
	}
	return p.Name(r.Key, lang) + ": " + strings.Join(cells, "; ")
}

// In is the name of the unit for a reader of lang.
func (u Unit) In(lang string) string { return fault.Text(lang, "rules.unit."+string(u), nil) }

// In is the name of the confidence for a reader of lang.
func (c Confidence) In(lang string) string {
	return fault.Text(lang, "rules.confidence."+string(c), nil)
}

// In is the name of the kind for a reader of lang.
func (k DocumentKind) In(lang string) string { return fault.Text(lang, "rules.kind."+string(k), nil) }

// figure writes 1234567.5 as 1.234.567,5 in Vietnamese and 1,234,567.5 in English, with all its places.
func figure(n decimal.Decimal, lang string) string {
	group, point := ".", ","
	if lang == "en" {
		group, point = ",", "."
	}
	whole, places, _ := strings.Cut(n.Abs().String(), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + group + whole[i:]
	}
	if places != "" {
		whole += point + places
	}
	if n.IsNegative() {
		return "−" + whole
	}
	return whole
}
