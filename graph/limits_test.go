package graph

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/graphql-go/graphql/language/ast"
	"pgregory.net/rapid"

	"bienche/internal/fault"
)

// deep is twin{twin{…{id}}}: n fields within one another, under node.
func deep(n int) string {
	return "{node" + strings.Repeat("{twin", n-2) + "{id" + strings.Repeat("}", n)
}

// joined joins n copies of what f gives for 0..n-1.
func joined(n int, f func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(f(i))
	}
	return b.String()
}

// aliased selects n aliases.
func aliased(n int) string {
	return "{" + joined(n, func(i int) string { return fmt.Sprintf("a%d:node{id}", i) }) + "}"
}

var limitTests = []struct {
	name     string
	limit    string
	stranger bool
	listed   bool
	query    func(n int) string
	most     int
}{
	{"brackets of a list within one another", "nesting", false, false, func(n int) string {
		return "{text(of:" + strings.Repeat("[", n-2) + strings.Repeat("]", n-2) + ")}"
	}, 40},
	{"tokens", "tokens", false, false, func(n int) string { return "{" + strings.Repeat("node ", n-2) + "}" }, 2_000},
	{"tokens of an allow-listed query", "tokens", false, true, func(n int) string { return "{" + strings.Repeat("node ", n-2) + "}" }, 8_000},
	{"tokens of a stranger", "tokens", true, false, func(n int) string { return "{" + strings.Repeat("node ", n-2) + "}" }, 500},
	{"depth", "depth", false, false, deep, 12},
	{"depth of a stranger", "depth", true, false, deep, 6},
	{"depth through fragments", "depth", false, false, func(n int) string {
		return "{node{...F0}}" + joined(n-2, func(i int) string { return fmt.Sprintf(" fragment F%d on Unit{twin{...F%d}}", i, i+1) }) +
			fmt.Sprintf(" fragment F%d on Unit{id}", n-2)
	}, 12},
	{"aliases", "aliases", false, false, aliased, 15},
	{"aliases of a stranger", "aliases", true, false, aliased, 5},
	{"aliases of a fragment, each time it is spread", "aliases", false, false, func(n int) string {
		return "{node{twin{...F}other{...F}...F" + joined(n-9, func(i int) string { return fmt.Sprintf(" b%d:id", i) }) + "}} fragment F on Unit{x:id y:id z:id}"
	}, 15},
	{"directives", "directives", false, false, func(n int) string {
		return "{node" + strings.Repeat("@include(if:true)", n-1) + "{id@skip(if:false)}}"
	}, 20},
	{"fields of one selection", "fields", false, false, func(n int) string { return "{node{" + strings.Repeat("id ", n) + "}}" }, 200},
	{"fields of one selection through fragments", "fields", false, false, func(n int) string {
		return "{node{...F ...on Unit{...F}" + strings.Repeat("id ", n-2) + "}} fragment F on Unit{id}"
	}, 200},
	{"a name", "name", false, false, func(n int) string { return "{" + strings.Repeat("n", n) + ":node{id}}" }, 128},
	{"a string in the query", "literal", false, false, func(n int) string { return `{text(of:"` + strings.Repeat("é", n/2-1) + `")}` }, 10_000},
	{"a block string in the query", "literal", false, false, func(n int) string { return `{text(of:"""` + strings.Repeat("é", n/2-3) + `""")}` }, 10_000},
	{"strings in the query, together", "literal", false, false, func(n int) string {
		hundred := `"` + strings.Repeat("a", 98) + `"`
		return "{text(of:[" + strings.Repeat(hundred, n/100) + strings.Repeat(`""`, n%100/2) + "])}"
	}, 10_000},
	{"text", "text", false, false, func(n int) string { // a token takes its length and one byte
		return "{" + strings.Repeat(strings.Repeat("a", 99)+" ", (n-4)/100) + strings.Repeat("b", (n-4)%100-1) + "}"
	}, 1 << 15},
	// units 1 + n × (edges 1 + node 1 + id 1)
	{"cost", "cost", false, false, func(n int) string {
		return fmt.Sprintf("{units(first:%d){edges{node{id}}}}", (n-1)/3+min(1, (n-1)%3))
	}, 19_999},
}

func TestEachLimitAllowsItsMaximumAndRefusesOneMore(t *testing.T) {
	for _, tt := range limitTests {
		t.Run(tt.name, func(t *testing.T) {
			s := newTestSchema(t, Config{})
			req := Request{Lang: "en", Stranger: tt.stranger, Listed: tt.listed}
			step := 1
			if tt.limit == "literal" {
				step = 2
			}
			req.Query = tt.query(tt.most)
			at := s.engine.Run(context.Background(), req)
			if limit := limitOf(at); limit == tt.limit {
				t.Errorf("the maximum of %d was refused: %v", tt.most, at.Errors)
			}
			calls := s.calls.Load()
			req.Query = tt.query(tt.most + step)
			over := s.engine.Run(context.Background(), req)
			if codeOf(over) != fault.LimitExceeded || limitOf(over) != tt.limit {
				t.Errorf("one over was not refused by %s: %v", tt.limit, over.Errors)
			}
			if s.calls.Load() != calls {
				t.Error("a resolver ran for a refused query")
			}
		})
	}
}

// limitOf is the limit that a response names.
func limitOf(r *Response) string {
	if len(r.Errors) == 0 {
		return ""
	}
	limit, _ := r.Errors[0].Extensions["limit"].(string)
	return limit
}

func TestCostFollowsThePageSizeWherever(t *testing.T) {
	const lists = `{units(first:%s){edges{node{children(first:%s){edges{node{id number name kind open}}}}}}}`
	tests := []struct {
		name, query string
		variables   map[string]any
		want        fault.Code
	}{
		{"written in the query, small", fmt.Sprintf(lists, "10", "10"), nil, ""},
		{"written in the query, large", fmt.Sprintf(lists, "100", "100"), nil, fault.LimitExceeded},
		{"absent, so fifty", `{units{edges{node{children{edges{node{id number name kind open}}}}}}}`, nil, ""},
		{"absent three times", `{units{edges{node{children{edges{node{children{edges{node{id}}}}}}}}}}`, nil, fault.LimitExceeded},
		{"from a variable, small", "query($n:Int){" + fmt.Sprintf(lists, "$n", "$n")[1:], map[string]any{"n": 10}, ""},
		{"from a variable, large", "query($n:Int){" + fmt.Sprintf(lists, "$n", "$n")[1:], map[string]any{"n": 100}, fault.LimitExceeded},
		{"from a variable's default, large", "query($n:Int=100){" + fmt.Sprintf(lists, "$n", "$n")[1:], nil, fault.LimitExceeded},
		{"a page beyond any integer", "query($n:Int){" + fmt.Sprintf(lists, "$n", "1")[1:], map[string]any{"n": 1e300}, fault.LimitExceeded},
		{"a product beyond any integer", fmt.Sprintf(lists, "9999999999999", "9999999999999"), nil, fault.LimitExceeded},
	}
	s := newTestSchema(t, Config{})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for range 2 { // the second time from the cache
				r := s.engine.Run(context.Background(), Request{Query: tt.query, Variables: tt.variables, Lang: "en"})
				if codeOf(r) != tt.want {
					t.Errorf("got %v, want %q", r.Errors, tt.want)
				}
			}
		})
	}
}

func TestWeightsMakeFieldsDearer(t *testing.T) {
	s := newTestSchema(t, Config{Weights: map[string]Weight{"Unit.label": {Cost: 500}, "Query.all": {Rows: 1000}}})
	if r := s.ask(`{units(first:10){edges{node{label}}}}`); codeOf(r) != "" {
		t.Errorf("10 × 500 was refused: %v", r.Errors)
	}
	if r := s.ask(`{units(first:50){edges{node{label}}}}`); limitOf(r) != "cost" {
		t.Errorf("50 × 500 was not refused: %v", r.Errors)
	}
	if r := s.ask(`{all{id number name kind open share}}`); codeOf(r) != "" {
		t.Errorf("1,000 rows of 6 were refused: %v", r.Errors)
	}
	if r := s.ask(`{all{id number parent{` + strings.Repeat("id ", 20) + `}}}`); limitOf(r) != "cost" {
		t.Errorf("1,000 rows of 23 were not refused: %v", r.Errors)
	}
}

func TestPageSize(t *testing.T) {
	tests := []struct {
		first string
		want  fault.Code
	}{
		{"1", ""}, {"100", ""}, {"101", fault.LimitExceeded}, {"0", fault.BadInput}, {"-1", fault.BadInput},
	}
	s := newTestSchema(t, Config{})
	for _, tt := range tests {
		r := s.ask(`{units(first:` + tt.first + `){pageInfo{hasNextPage}}}`)
		if codeOf(r) != tt.want {
			t.Errorf("first: %s gave %v, want %q", tt.first, r.Errors, tt.want)
		}
		if tt.want != "" && r.Errors[0].Extensions["field"] != "first" {
			t.Errorf("first: %s does not name the field: %v", tt.first, r.Errors)
		}
	}
}

func TestALimitSaysWhichAndHowMuchInTheReadersLanguage(t *testing.T) {
	s := newTestSchema(t, Config{})
	r := s.engine.Run(context.Background(), Request{Query: deep(13), Lang: "vi"})
	if got, want := r.Errors[0].Message, "Yêu cầu vượt giới hạn độ sâu của truy vấn: tối đa 12."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := r.Errors[0].Extensions["max"]; got != 12 {
		t.Errorf("max is %v", got)
	}
}

func TestTheDeadlineEndsARequest(t *testing.T) {
	limits := DefaultLimits()
	limits.Deadline = 20 * time.Millisecond
	s := newTestSchema(t, Config{Limits: limits})
	start := time.Now()
	r := s.ask(`{slow node{id}}`)
	if took := time.Since(start); took > time.Second {
		t.Errorf("took %v", took)
	}
	if len(r.Errors) != 1 || limitOf(r) != "deadline" || r.Data() != nil {
		t.Errorf("got %v %v", r.Errors, r.Data())
	}
}

func TestAResolverThatDoesNotStopIsLeftBehind(t *testing.T) {
	limits := DefaultLimits()
	limits.Deadline = 5 * time.Millisecond
	s := newTestSchema(t, Config{Limits: limits})
	s.stubborn = make(chan struct{})
	defer close(s.stubborn)
	start := time.Now()
	r := s.ask(`{stubborn}`)
	if took := time.Since(start); took > limits.Deadline+4*grace {
		t.Errorf("took %v", took)
	}
	if len(r.Errors) != 1 || limitOf(r) != "deadline" || r.Data() != nil {
		t.Errorf("got %v %v", r.Errors, r.Data())
	}
}

// spread counts fields, aliases and depth the slow way, every fragment written out wherever it is spread.
func spread(fragments map[string]*ast.FragmentDefinition, set *ast.SelectionSet) (fields, aliases, depth int) {
	for _, sel := range set.Selections {
		var inner *ast.SelectionSet
		deeper := 0
		switch sel := sel.(type) {
		case *ast.Field:
			fields, deeper = fields+1, 1
			if sel.Alias != nil {
				aliases++
			}
			inner = sel.SelectionSet
		case *ast.InlineFragment:
			inner = sel.SelectionSet
		case *ast.FragmentSpread:
			inner = fragments[sel.Name.Value].SelectionSet
		}
		if inner != nil {
			f, a, d := spread(fragments, inner)
			fields, aliases, deeper = fields+f, aliases+a, deeper+d
		}
		depth = max(depth, deeper)
	}
	return fields, aliases, depth
}

func TestMeasuringAgreesWithSpreadingFragmentsOut(t *testing.T) {
	s := newTestSchema(t, Config{})
	rapid.Check(t, func(t *rapid.T) {
		query := "{node{...F0}}"
		for i := range 6 { // a fragment spreads only later ones
			var body strings.Builder
			for range rapid.IntRange(1, 4).Draw(t, "selections") {
				next := fmt.Sprintf("...F%d ", rapid.IntRange(i+1, 6).Draw(t, "next"))
				body.WriteString(rapid.SampledFrom([]string{"id ", "a:id ", next, "twin{" + next + "} ", "b:twin{id " + next + "} ", "...on Unit{" + next + "} "}).Draw(t, "selection"))
			}
			query += fmt.Sprintf(" fragment F%d on Unit{%s}", i, body.String())
		}
		query += " fragment F6 on Unit{number}"
		scan, err := s.engine.limits.scan(query, 10_000)
		if err != nil {
			t.Fatal(err)
		}
		d := &queryDoc{scan: scan}
		req := Request{Query: query}
		if err := s.engine.parse(d, req); err != nil {
			t.Fatal(err)
		}
		if err := s.engine.surveyAll(d, req); err != nil {
			t.Fatal(err)
		}
		op := d.operations[0]
		fields, aliases, depth := spread(d.fragments, op.def.SelectionSet)
		if got := op.survey; got.cost != fields || got.aliases != aliases || got.depth != depth {
			t.Fatalf("measured %+v, spread out: %d fields, %d aliases, depth %d, in %s", got, fields, aliases, depth, query)
		}
	})
}

func TestWhiteSpaceAndCommentsAreFree(t *testing.T) {
	s := newTestSchema(t, Config{})
	padded := "\uFEFF# đơn vị [[[[\n" + strings.Repeat(" ,\t\r\n", 100_000) + "{ # tên {{{{ đầy đủ\n node # ngoặc [[[\n {id}}"
	if r := s.ask(padded); len(r.Errors) > 0 {
		t.Errorf("refused: %v", r.Errors)
	}
}
