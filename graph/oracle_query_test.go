package graph

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/graphql-go/graphql"

	"bienche/internal/fault"
	"bienche/models"
)

// drawnField is one selected field of a random request. Values in args are GraphQL text; an id or code stands for what it
// names, so that the same request can be made of what does not exist.
type drawnField struct {
	name, alias string
	on          string // the type it is selected in
	fragment    bool
	args        []askedArg
	below       []*drawnField
}

type askedArg struct{ name, value string }

// drawer draws random requests from the schema for one user.
type drawer struct {
	*rand.Rand
	roots  graphql.FieldDefinitionMap
	p      *province
	s      *sight
	aliens []string // ids and codes in the request of what the user may not see, each followed by one of nothing
}

// ofTheLaw are what requests leave out: the figures of the law, which are open to all and may be like somebody's own, and what
// is computed with them. The matrix holds who is told it.
var ofTheLaw = map[string]bool{"Query.ruleParameter": true, "Query.ruleParameters": true, "Query.ruleHistory": true, "Query.ruleChoices": true,
	"Query.legalDocument": true, "Query.legalDocuments": true, "Query.retirement": true, "Query.stepRaise": true, "Query.gradePlacement": true,
	"Query.separationBenefit": true, "Query.separationComparison": true,
	"Computation.parameters": true, "LawImpact.parameter": true, "LawImpact.lawValue": true,
	"StaffMember.retirement": true, "StaffMember.nextStepRaise": true, "StaffMember.separationEstimate": true}

// request draws a request of one to two root fields.
func (d *drawer) request() []*drawnField {
	names := slices.DeleteFunc(sortedKeys(d.roots), func(name string) bool { return ofTheLaw["Query."+name] })
	for _, name := range []string{"staff", "staffMember", "recordChanges", "decisions", "decision", "viewer", "computations", "lawImpact"} { // where people are
		names = append(names, name, name, name, name, name)
	}
	var fields []*drawnField
	for range 1 + d.IntN(5)/4 {
		f := d.roots[names[d.IntN(len(names))]]
		fields = append(fields, d.field("Query", f, 0))
	}
	return fields
}

func (d *drawer) field(on string, f *graphql.FieldDefinition, depth int) *drawnField {
	a := &drawnField{name: f.Name, on: on, alias: fmt.Sprintf("f%d", d.IntN(1_000_000)), fragment: depth > 0 && d.IntN(6) == 0}
	for _, argument := range f.Args {
		_, needed := argument.Type.(*graphql.NonNull)
		if needed || d.IntN(3) == 0 || strings.Contains("id code", argument.Name()) {
			if argument.Name() == "after" && d.IntN(4) > 0 || argument.Name() == "code" && slices.ContainsFunc(a.args, func(o askedArg) bool { return o.name == "id" }) {
				continue
			}
			a.args = append(a.args, askedArg{argument.Name(), d.value(f.Name, argument.Name(), argument.Type)})
		}
	}
	object, ok := graphql.GetNamed(f.Type).(*graphql.Object)
	if !ok {
		return a
	}
	fields := object.Fields()
	names := sortedKeys(fields)
	d.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	most := 1 + d.IntN(6)
	for _, name := range names {
		_, isObject := graphql.GetNamed(fields[name].Type).(*graphql.Object)
		if ofTheLaw[object.Name()+"."+name] {
			continue
		}
		if len(a.below) < most && (!isObject || depth < 6) || name == "node" || name == "edges" && depth < 6 {
			a.below = append(a.below, d.field(object.Name(), fields[name], depth+1))
		}
	}
	if len(a.below) == 0 {
		a.below = append(a.below, &drawnField{name: "__typename", alias: "t", on: object.Name()})
	}
	return a
}

// value draws an argument that fits its type and aims at what there is, inside and outside.
func (d *drawer) value(field, name string, t graphql.Type) string {
	switch t := t.(type) {
	case *graphql.NonNull:
		return d.value(field, name, t.OfType)
	case *graphql.List:
		var items []string
		for range 1 + d.IntN(2) {
			items = append(items, d.value(field, name, t.OfType))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case *graphql.Enum:
		values := t.Values()
		return values[d.IntN(len(values))].Name
	case *graphql.InputObject:
		var parts []string
		fields := t.Fields()
		for _, n := range sortedKeys(fields) {
			if _, needed := fields[n].Type.(*graphql.NonNull); needed || d.IntN(6) == 0 {
				parts = append(parts, n+": "+d.value(field, n, fields[n].Type))
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	switch t.Name() {
	case "ID":
		return fmt.Sprintf("%q", d.id(field, name))
	case "Int":
		return fmt.Sprint(1 + d.IntN(60))
	case "Boolean":
		return fmt.Sprint(d.IntN(2) == 0)
	case "Date":
		return fmt.Sprintf("%q", append(pastDays, "2010-01-01", oracleToday, "2026-11-22", "2041-01-01")[d.IntN(10)])
	case "DateTime":
		return fmt.Sprintf("%q", []string{"2012-06-01T00:00:00Z", "2016-06-01T00:00:00+07:00", "2040-01-01T00:00:00Z"}[d.IntN(3)])
	}
	return fmt.Sprintf("%q", d.text(field, name))
}

// idKinds are what the ids of arguments name, by argument or else by root field.
var idKinds = map[string]string{"root": "unit", "unit": "unit", "parent": "unit", "staff": "staff", "positions": "position", "user": "user",
	"orgUnit": "unit", "staffMember": "staff", "decision": "decision", "job": "job", "grantReview": "review", "object": "staff",
	"computation": "computation", "batch": "computation_batch", "computationBatch": "computation_batch", "lawImpact": "law_impact"}

func (d *drawer) id(field, name string) string {
	kind := idKinds[name]
	if kind == "" {
		kind = idKinds[field]
	}
	if kind == "" {
		kind = "user"
	}
	switch d.IntN(20) {
	case 0:
		return EncodeID("audit", 1)
	case 1:
		return EncodeID(kind, nobody)
	}
	most := map[string]int{"unit": 14, "staff": 24, "decision": 40, "user": 24, "computation": 48, "computation_batch": 24, "law_impact": 24}[kind]
	n := 1 + d.IntN(max(most, 8))
	for range d.IntN(2) * 10 { // half of them aim at what is seen
		if d.unknown(kind, n) {
			n = 1 + d.IntN(max(most, 8))
		}
	}
	id := EncodeID(kind, int64(n))
	if d.unknown(kind, n) {
		d.alien(id, EncodeID(kind, nobody))
	}
	return id
}

// alien notes an id or code of what the user may not see, and one of nothing; both quoted, since one id may begin another.
func (d *drawer) alien(of, nothing string) {
	d.aliens = append(d.aliens, strconv.Quote(of), strconv.Quote(nothing))
}

// unknown tells whether what an argument names must answer like what does not exist.
func (d *drawer) unknown(kind string, n int) bool {
	switch kind {
	case "unit":
		return n > 14 || !d.s.may("org.unit", n)
	case "staff":
		return n > 24 || !d.s.person(d.p.people[n-1], "core")
	case "decision":
		return !d.s.docs[n]
	case "job", "law_impact":
		return n != d.s.user.id
	case "computation":
		return !d.s.computation(n)
	case "computation_batch":
		return !d.s.batch(n)
	case "user":
		return n > 24 || !d.s.account(d.p.users[n-1])
	}
	return false
}

// text draws a text for an argument by its name.
func (d *drawer) text(field, name string) string {
	n := 1 + d.IntN(24)
	switch name {
	case "code":
		code, kind, none := fmt.Sprintf("CB%03d", n), "staff", "CB999"
		if field == "orgUnit" {
			n = min(n, 14)
			code, kind, none = fmt.Sprintf("U%02d", n), "unit", "U99"
		}
		if d.unknown(kind, n) {
			d.alien(code, none)
		}
		return code
	case "field":
		return []string{"NAME", "CODE", "UNIT", "GRADE", "BIRTH_DATE", "COEFFICIENT"}[d.IntN(6)]
	case "gap":
		return models.StaffGapCodes[d.IntN(len(models.StaffGapCodes))]
	case "lang":
		return []string{"vi", "en"}[d.IntN(2)]
	case "after":
		return EncodeCursor([]string{"1", "3", "CB005"}[d.IntN(3)])
	case "categories", "headcountCategories", "category":
		return "ADMINISTRATIVE"
	case "kind", "kinds":
		return []string{"DEPARTMENT", "QUOTA"}[d.IntN(2)]
	case "grades":
		return "01.003"
	case "list":
		return "staff"
	case "grant":
		return "staff.health:read"
	}
	return []string{"nguyen", "Nguyễn", "~", "~p", "nguyen", fmt.Sprintf("p%d", n), fmt.Sprintf("CB%03d", n), "0241" + fmt.Sprintf("%08d", n), fmt.Sprintf("U%02d", n%15), "%", "_", "So", fmt.Sprint(n)}[d.IntN(13)]
}

// write puts a request into GraphQL.
func write(fields []*drawnField) string {
	var b strings.Builder
	var named []string
	b.WriteString("{")
	for _, f := range fields {
		f.write(&b, &named)
	}
	b.WriteString(" } " + strings.Join(named, " "))
	return b.String()
}

func (a *drawnField) write(b *strings.Builder, named *[]string) {
	var own strings.Builder
	own.WriteString(" " + a.alias + ": " + a.name)
	for i, arg := range a.args {
		own.WriteString([]string{"(", ", "}[min(i, 1)] + arg.name + ": " + arg.value)
	}
	if len(a.args) > 0 {
		own.WriteString(")")
	}
	if len(a.below) > 0 {
		own.WriteString(" {")
		for _, f := range a.below {
			f.write(&own, named)
		}
		own.WriteString(" }")
	}
	switch {
	case a.fragment && len(a.below) > 0:
		name := "F" + a.alias + fmt.Sprint(len(*named))
		*named = append(*named, "fragment "+name+" on "+a.on+" {"+own.String()+" }")
		b.WriteString(" ..." + name)
	case a.fragment:
		b.WriteString(" ... on " + a.on + " {" + own.String() + " }")
	default:
		b.WriteString(own.String())
	}
}

// smaller gives the requests with one field or argument less, and hands each to try until one still fails.
func smaller(fields *[]*drawnField, try func() bool) bool {
	for i := range *fields {
		all := *fields
		if len(all) > 1 {
			*fields = slices.Delete(slices.Clone(all), i, i+1)
			if try() {
				return true
			}
			*fields = all
		}
		for j := range all[i].args {
			args := all[i].args
			all[i].args = slices.Delete(slices.Clone(args), j, j+1)
			if try() {
				return true
			}
			all[i].args = args
		}
		if smaller(&all[i].below, try) {
			return true
		}
	}
	return false
}

// internal tells whether an answer admits to a failure of the server.
func internal(a answer) bool {
	for _, e := range a.Errors {
		if e.Extensions.Code == string(fault.Internal) {
			return true
		}
	}
	return false
}
