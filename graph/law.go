package graph

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/graphql-go/graphql"
	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

// law is what the schema keeps of the law: the types of its figures and documents, and which calculators read what.
type law struct {
	value, parameter, document *graphql.Object
	readers                    rules.Readers
}

// readBy names the calculators that read a parameter.
func (b *builder) readBy(id string) []string {
	names := []string{}
	for _, c := range b.law.readers[id] {
		names = append(names, c.Code)
	}
	return names
}

// ruleView is one value of a parameter.
type ruleView struct {
	parameter *rules.Parameter
	rules.Value
}

// canonical is a value as programs read it: a number, an option's code, or a table's rows as JSON.
func canonical(number decimal.Decimal, choice string, rows []rules.Row) string {
	switch {
	case choice != "":
		return choice
	case rows == nil:
		return number.String()
	}
	all := make([]map[string]any, len(rows))
	for i, r := range rows {
		all[i] = map[string]any{"key": r.Key}
		for name, n := range r.Cells {
			all[i][name] = n
		}
	}
	text, err := json.Marshal(all)
	if err != nil {
		panic(err) // texts and decimals always marshal
	}
	return string(text)
}

// spoken is a value as people read it.
func (v ruleView) spoken(number decimal.Decimal, choice, lang string) string {
	switch {
	case choice != "":
		return v.parameter.Options[choice].In(lang)
	case v.Rows != nil:
		return fault.Text(lang, "law.table", fault.Args{"n": len(v.Rows)})
	}
	if v.parameter.Unit == rules.Share {
		number = number.Shift(2) // read as a percentage
	}
	return fault.Text(lang, "law.unit."+string(v.parameter.Unit), fault.Args{"n": figure(number)})
}

// figure is a number as texts show it: grouped when it is whole, with the decimals it has when not.
func figure(n decimal.Decimal) any {
	if n.IsInteger() {
		return n.IntPart()
	}
	return n
}

func (b *builder) addLaw() {
	b.addRuleValue()
	option := graphql.NewObject(graphql.ObjectConfig{Name: "RuleOption", Fields: graphql.Fields{
		"code":  text(func(o ruleOption) string { return o.code }),
		"label": label(func(o ruleOption, lang string) string { return o.label.In(lang) }),
	}})
	b.law.parameter = graphql.NewObject(graphql.ObjectConfig{
		Name:        "RuleParameter",
		Description: "One figure of the law through time.",
		Fields: graphql.FieldsThunk(func() graphql.Fields {
			return graphql.Fields{
				"id":      text(func(p *rules.Parameter) string { return p.ID }),
				"label":   label(func(p *rules.Parameter, lang string) string { return p.Label.In(lang) }),
				"unit":    text(func(p *rules.Parameter) string { return string(p.Unit) }),
				"options": {Type: listOf(option), Resolve: of(func(p *rules.Parameter) any { return optionsOf(p) })},
				"values":  {Type: listOf(b.law.value), Resolve: of(func(p *rules.Parameter) any { return valuesOf(p) })},
				"value": {
					Type: b.law.value, Args: graphql.FieldConfigArgument{"on": arg(Date)},
					Resolve: with(func(_ context.Context, p *rules.Parameter, in struct{ On *day.Day }) (any, error) {
						if len(p.Values) == 0 { // known from what was kept alone
							return nil, nil
						}
						return b.valueOn(p.ID, in.On)
					}),
				},
				"readBy": {Type: listOf(graphql.String), Resolve: of(func(p *rules.Parameter) any { return b.readBy(p.ID) })},
			}
		}),
	})
	b.addDocuments()
	b.addLawQueries()
}

func (b *builder) addRuleValue() {
	cell := graphql.NewObject(graphql.ObjectConfig{Name: "RuleCell", Fields: graphql.Fields{
		"column": text(func(c ruleCell) string { return c.column }),
		"value":  {Type: nn(Decimal), Resolve: of(func(c ruleCell) any { return c.value })},
	}})
	row := graphql.NewObject(graphql.ObjectConfig{Name: "RuleRow", Fields: graphql.Fields{
		"key":   text(func(r rules.Row) string { return r.Key }),
		"cells": {Type: listOf(cell), Resolve: of(func(r rules.Row) any { return cellsOf(r) })},
	}})
	alternative := graphql.NewObject(graphql.ObjectConfig{Name: "RuleAlternative", Fields: graphql.Fields{
		"value":    text(func(a ruleAlternative) string { return canonical(a.Number, a.Alternative.Choice, nil) }),
		"text":     label(func(a ruleAlternative, lang string) string { return a.of.spoken(a.Number, a.Alternative.Choice, lang) }),
		"document": {Type: graphql.String, Resolve: of(func(a ruleAlternative) any { return orNull(a.Cite.Document) })},
		"at":       {Type: graphql.String, Resolve: of(func(a ruleAlternative) any { return orNull(a.Cite.At) })},
		"note":     {Type: graphql.String, Resolve: of(func(a ruleAlternative) any { return orNull(a.Note) })},
	}})
	b.law.value = graphql.NewObject(graphql.ObjectConfig{Name: "RuleValue", Fields: graphql.Fields{
		"id":     text(func(v ruleView) string { return v.parameter.ID }),
		"label":  label(func(v ruleView, lang string) string { return v.parameter.Label.In(lang) }),
		"value":  text(func(v ruleView) string { return canonical(v.Number, v.Choice, v.Rows) }),
		"text":   label(func(v ruleView, lang string) string { return v.spoken(v.Number, v.Choice, lang) }),
		"unit":   text(func(v ruleView) string { return string(v.parameter.Unit) }),
		"from":   dateNN(func(v ruleView) day.Day { return v.From }),
		"to":     date(func(v ruleView) day.Day { return v.To }),
		"source": {Type: nn(b.legalSource), Resolve: of(func(v ruleView) any { return v.Source() })},
		"note":   {Type: graphql.String, Resolve: of(func(v ruleView) any { return orNull(v.Note) })},
		"rows":   {Type: listOf(row), Resolve: of(func(v ruleView) any { return all(v.Rows) })},
		"alternatives": {Type: listOf(alternative), Resolve: of(func(v ruleView) any {
			out := make([]ruleAlternative, len(v.Alternatives))
			for i, a := range v.Alternatives {
				out[i] = ruleAlternative{a, v}
			}
			return out
		})},
	}})
}

// ruleOption is what a parameter of the unit choice may be.
type ruleOption struct {
	code  string
	label rules.Label
}

func optionsOf(p *rules.Parameter) []ruleOption {
	options := make([]ruleOption, 0, len(p.Options))
	for _, code := range sortedKeys(p.Options) {
		options = append(options, ruleOption{code, p.Options[code]})
	}
	return options
}

type ruleCell struct {
	column string
	value  decimal.Decimal
}

// cellsOf are the cells of a row by the names of their columns.
func cellsOf(r rules.Row) []ruleCell {
	cells := make([]ruleCell, 0, len(r.Cells))
	for _, name := range sortedKeys(r.Cells) {
		cells = append(cells, ruleCell{name, r.Cells[name]})
	}
	return cells
}

type ruleAlternative struct {
	rules.Alternative
	of ruleView
}

func valuesOf(p *rules.Parameter) []ruleView {
	out := make([]ruleView, len(p.Values))
	for i, v := range p.Values {
		out[i] = ruleView{p, v}
	}
	return out
}

// valueOn is the value of a parameter in force on a day (nil: today); null when none is.
func (b *builder) valueOn(id string, on *day.Day) (any, error) {
	at := b.Clock.Today()
	if on != nil {
		at = *on
	}
	v, err := b.Book.On(id, at)
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Code == fault.NotCovered {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	p, _ := b.Book.Parameter(id)
	return ruleView{p, v}, nil
}

func (b *builder) addDocuments() {
	repealed := graphql.NewObject(graphql.ObjectConfig{Name: "RepealedArticle", Fields: graphql.Fields{
		"document": text(func(r rules.Repeal) string { return r.Document }),
		"at":       text(func(r rules.Repeal) string { return r.At }),
	}})
	b.law.document = graphql.NewObject(graphql.ObjectConfig{
		Name:        "LegalDocument",
		Description: "A legal instrument: who issued it, when it is in force, and what it did to others.",
		Fields: graphql.FieldsThunk(func() graphql.Fields {
			others := func(get func(*rules.Document) []string) *graphql.Field {
				return &graphql.Field{Type: listOf(b.law.document), Resolve: of(func(d *rules.Document) any {
					all := make([]*rules.Document, 0)
					for _, number := range get(d) {
						if o, ok := b.Book.Document(number); ok {
							all = append(all, o)
						}
					}
					return all
				})}
			}
			return graphql.Fields{
				"number":      text(func(d *rules.Document) string { return d.Number }),
				"title":       label(func(d *rules.Document, lang string) string { return d.Title.In(lang) }),
				"kind":        text(func(d *rules.Document) string { return string(d.Kind) }),
				"issuer":      label(func(d *rules.Document, lang string) string { return d.Issuer.In(lang) }),
				"issuedOn":    date(func(d *rules.Document) day.Day { return d.Issued }),
				"from":        dateNN(func(d *rules.Document) day.Day { return d.From }),
				"to":          date(func(d *rules.Document) day.Day { return d.To }),
				"appliesFrom": date(func(d *rules.Document) day.Day { return d.AppliesFrom }),
				"amends":      others(func(d *rules.Document) []string { return d.Amends }),
				"amendedBy":   others(func(d *rules.Document) []string { return d.AmendedBy }),
				"replaces":    others(func(d *rules.Document) []string { return d.Replaces }),
				"replacedBy":  others(func(d *rules.Document) []string { return d.ReplacedBy }),
				"repeals":     {Type: listOf(repealed), Resolve: of(func(d *rules.Document) any { return all(d.Repeals) })},
				"repealedBy":  {Type: listOf(repealed), Resolve: of(func(d *rules.Document) any { return all(d.RepealedBy) })},
				"parameters": {Type: listOf(b.law.parameter), Resolve: of(func(d *rules.Document) any {
					return all(b.Book.Search(rules.Query{Document: d.Number}))
				})},
				"confidence": text(func(d *rules.Document) string { return string(d.Confidence) }),
				"note":       {Type: graphql.String, Resolve: of(func(d *rules.Document) any { return orNull(d.Note) })},
			}
		}),
	})
}
