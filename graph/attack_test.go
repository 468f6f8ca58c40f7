package graph

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"bienche/internal/fault"
)

// soon is the time in which a refusal must be given; the agreed bound is 10 ms, the rest is for slow test machines.
const soon = 400 * time.Millisecond

// inTime fails when f takes longer than most three times over: a machine may be busy once.
func inTime(t *testing.T, most time.Duration, f func()) {
	t.Helper()
	var took time.Duration
	for range 3 {
		start := time.Now()
		f()
		if took = time.Since(start); took <= most {
			return
		}
	}
	t.Errorf("took %v", took)
}

// attacks are queries made to kill, hang or exhaust the server, each with the codes it may be answered with; "" is
// an ordinary answer.
var attacks = []struct {
	name, query string
	want        fault.Code
}{
	{"two fragments that spread each other", "{node{...A}} fragment A on Unit{id ...B} fragment B on Unit{id ...A}", fault.BadInput},
	{"two fragments on an unknown type that spread each other", "{node{...A}} fragment A on Node{id ...B} fragment B on Node{id ...A}", fault.BadInput},
	{"a fragment that spreads itself within a field", "{node{...A}} fragment A on Unit{twin{...A}}", fault.BadInput},
	{"300 fragments in a ring", "{node{...F0}}" + joined(300, func(i int) string {
		return fmt.Sprintf(" fragment F%d on Unit{...F%d}", i, (i+1)%300)
	}), fault.LimitExceeded},
	{"200 fragments in a ring", "{node{...F0}}" + joined(200, func(i int) string {
		return fmt.Sprintf(" fragment F%d on Unit{...F%d}", i, (i+1)%200)
	}), fault.BadInput},
	{"24 fragments that each spread all", "{node{...F0}}" + joined(24, func(i int) string {
		return fmt.Sprintf(" fragment F%d on Unit{%s}", i, joined(24, func(i int) string { return fmt.Sprintf("...F%d ", i) }))
	}), fault.BadInput},
	{"a million opening brackets", strings.Repeat("[", 1_000_000), fault.LimitExceeded},
	{"50 kB of opening brackets", strings.Repeat("[", 50_000), fault.LimitExceeded},
	{"50 kB of opening brackets as an argument", "{text(of:" + strings.Repeat("[", 50_000), fault.LimitExceeded},
	{"50 kB of opening braces", strings.Repeat("{a", 25_000), fault.LimitExceeded},
	{"brackets of a type", "query($a:" + strings.Repeat("[", 2000) + "Int", fault.LimitExceeded},
	{"closing brackets only", strings.Repeat("]", 1_000), fault.BadInput},
	{"a thousand aliases", "{" + joined(600, func(i int) string { return fmt.Sprintf("a%d:node{id}", i) }) + "}", fault.LimitExceeded},
	{"300 aliases", "{" + joined(300, func(i int) string { return fmt.Sprintf("a%d:node{id}", i) }) + "}", fault.LimitExceeded},
	{"20 fragments that each spread the next two", "{node{...F0}}" + joined(20, func(i int) string {
		return fmt.Sprintf(" fragment F%d on Unit{...F%d ...F%d}", i, i+1, min(i+2, 20))
	}) + " fragment F20 on Unit{id}", fault.LimitExceeded},
	{"20 fragments that each spread the next twice", "{node{...F0}}" + joined(20, func(i int) string {
		return fmt.Sprintf(" fragment F%d on Unit{...F%d ...F%d}", i, i+1, i+1)
	}) + " fragment F20 on Unit{id}", fault.LimitExceeded},
	{"60 fragments that each spread the next twice within fields", "{node{...F0}}" + joined(60, func(i int) string {
		return fmt.Sprintf(" fragment F%d on Unit{twin{...F%d} other{...F%d}}", i, i+1, i+1)
	}) + " fragment F60 on Unit{id}", fault.LimitExceeded},
	{"ten levels doubled by fragments, within every limit", "{node{...F0}}" + joined(10, func(i int) string {
		return fmt.Sprintf(" fragment F%d on Unit{twin{...F%d} other{...F%d}}", i, i+1, i+1)
	}) + " fragment F10 on Unit{id}", ""},
	{"directives", "{node{id " + strings.Repeat("@include(if:true)", 250) + "}}", fault.LimitExceeded},
	{"unknown directives", "{node{id " + strings.Repeat("@a", 900) + "}}", fault.LimitExceeded},
	{"directives on every field", "{node{" + strings.Repeat("id@skip(if:false)", 150) + "}}", fault.LimitExceeded},
	{"depth by 100 fragments", "{node{...F0}}" + joined(100, func(i int) string {
		return fmt.Sprintf(" fragment F%d on Unit{twin{...F%d}}", i, i+1)
	}) + " fragment F100 on Unit{id}", fault.LimitExceeded},
	{"one field 200 times on every level", "{node{" + treeOf(4, "twin", "twin", "twin") + "}}", ""},
	{"one field with arguments 200 times", "{node{" + strings.Repeat(`label(lang:"vi")`, 200) + "}}", ""},
	{"fields that fragments compare again and again", "{node{...F0 ...G0}}" + joined(9, func(i int) string {
		return fmt.Sprintf(" fragment F%d on Unit{twin{...F%d ...G%d} other{...G%d}} fragment G%d on Unit{twin{...G%d ...F%d} other{...F%d}}", i, i+1, i+1, i+1, i, i+1, i+1, i+1)
	}) + " fragment F9 on Unit{id} fragment G9 on Unit{id}", fault.LimitExceeded},
	{"100 selections with 10 fields, each beside a fragment of 130", "{node{" + strings.Repeat("twin{"+strings.Repeat("id ", 10)+"...F}", 100) + "}} fragment F on Unit{" + strings.Repeat("id ", 130) + "}", ""},
	{"30 fragments that each spread all", "{node{...F0}}" + joined(30, func(i int) string {
		return fmt.Sprintf(" fragment F%d on Unit{%s}", i, joined(30, func(i int) string { return fmt.Sprintf("...F%d ", i) }))
	}), fault.BadInput},
	{"300 unknown fields with similar names", "{node{" + joined(180, func(i int) string { return fmt.Sprintf("childrem%d ", i) }) + "}}", fault.BadInput},
	{"400 unknown types", joined(280, func(i int) string { return fmt.Sprintf(" fragment F%d on Unitt%d{id}", i, i) }) + "{node{id}}", fault.BadInput},
	{"a name of a megabyte", "{" + strings.Repeat("a", 1_000_000) + "}", fault.LimitExceeded},
	{"a number of a megabyte", "{text(of:" + strings.Repeat("9", 1_000_000) + ")}", fault.LimitExceeded},
	{"a string of a megabyte", `{text(of:"` + strings.Repeat("a", 1_000_000) + `")}`, fault.LimitExceeded},
	{"a string of a megabyte without an end", `{text(of:"` + strings.Repeat("a", 1_000_000), fault.LimitExceeded},
	{"a block string of a megabyte", `{text(of:"""` + strings.Repeat("\n ", 500_000) + `""")}`, fault.LimitExceeded},
	{"a mistake at the end of half a megabyte on one line", "{node{id}" + strings.Repeat(" ", 500_000) + "?", fault.BadInput},
	{"a parser's mistake at the end of half a megabyte on one line", "{node{id}" + strings.Repeat(" ", 500_000) + "}}", fault.BadInput},
	{"a parser's mistake after a long string on one line", `{text(of:["` + strings.Repeat("é", 4_900) + `"}`, fault.BadInput},
	{"a parser's mistake after 1,900 long names", "{" + strings.Repeat(strings.Repeat("n", 128)+" ", 1_900) + "]", fault.LimitExceeded},
	{"a parser's mistake after 1,900 names", "{" + strings.Repeat(strings.Repeat("n", 16)+" ", 1_900) + "]", fault.BadInput},
	{"half a megabyte of strings", "{text(of:[" + strings.Repeat(`"`+strings.Repeat("é", 2_000)+`"`, 125) + "])}", fault.LimitExceeded},
	{"a comment of a megabyte with marks", "{ # " + strings.Repeat("đ", 500_000) + "\nnode{id}}", ""},
	{"bad escapes in a string", `{text(of:"\ud800\uzzzz")}`, fault.BadInput},
	{"half an escape at the end", `{text(of:"\u00`, fault.BadInput},
	{"a backslash at the end", `{text(of:"\`, fault.BadInput},
	{"a block string with escaped quotes", `{text(of:"""a \""" b""")}`, ""},
	{"a block string of quotes only", `{text(of:"""""""")}`, fault.BadInput},
	{"a variable without a type", `query($a:=1){text(of:$a)}`, fault.BadInput},
	{"a variable of a list of nothing", `query($a:]){text(of:$a)}`, fault.BadInput},
	{"a variable of nothing, not null", `query($a:!){text(of:$a)}`, fault.BadInput},
	{"a variable of a type that does not exist", `query($a:[[Nothing!]]!){text(of:$a)}`, fault.BadInput},
	{"a variable of an output type", `query($a:Unit){text(of:$a)}`, fault.BadInput},
	{"a null literal", `{text(of:null)}`, fault.BadInput},
	{"an integer of 128 digits", `{units(first:` + strings.Repeat("9", 128) + `){totalCount}}`, fault.LimitExceeded},
	{"a decimal with a huge exponent", `{units(filter:{factor:"1e999999999"}){totalCount}}`, fault.BadInput},
	{"a float with a huge exponent", `{units(filter:{share:1e999999999}){totalCount}}`, fault.BadInput},
	{"one object field 600 times", `{units(filter:{` + strings.Repeat(`search:"a"`, 600) + `}){totalCount}}`, fault.BadInput},
	{"definitions of types", `type A{a:Int} {node{id}}`, fault.BadInput},
	{"an extension of a type", `extend type Unit{x:Int} {node{id}}`, fault.BadInput},
	{"a subscription", `subscription{node{id}}`, fault.BadInput},
	{"nothing", ``, fault.BadInput},
	{"only a comment", `# đơn vị`, fault.BadInput},
	{"only a fragment", `fragment F on Unit{id}`, fault.BadInput},
	{"a NUL", "{node{id\x00}}", fault.BadInput},
	{"a NUL in a string", `{text(of:"\u0000")}`, fault.BadInput},
	{"bytes that are not UTF-8", "{node{id\xff\xfe}}", fault.BadInput},
	{"types within types, by introspection", `{__schema{types{fields{type{fields{type{fields{name}}}}}}}}`, fault.LimitExceeded},
	{"40 empty selections", "{node{id{id{id}}}}", fault.BadInput},
	{"200 operations", joined(200, func(i int) string { return fmt.Sprintf("query q%d{node{id}}", i) }), fault.BadInput},
}

// treeOf nests n levels of the names, all of them on each.
func treeOf(n int, names ...string) string {
	if n == 0 {
		return "id"
	}
	return joined(len(names), func(i int) string { return names[i] + "{" + treeOf(n-1, names...) + "}" })
}

func TestAttacksAreAnsweredSoon(t *testing.T) {
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			s := newTestSchema(t, Config{})
			var r *Response
			inTime(t, soon, func() { r = s.ask(a.query) })
			if codeOf(r) != a.want {
				t.Errorf("got %.300v, want %q", r.Errors, a.want)
			}
			if a.want != "" && s.calls.Load() > 0 {
				t.Error("a resolver ran")
			}
		})
	}
}

// atMost is the agreed bound of what the checks before full validation refuse.
const atMost = 10 * time.Millisecond

func TestWhatIsRefusedBeforeValidationTakesTenMillisecondsAtMost(t *testing.T) {
	s := newTestSchema(t, Config{})
	early, slowest, whose := 0, time.Duration(0), ""
	for _, a := range attacks {
		_, err := s.engine.document(Request{Query: a.query})
		if _, late := errors.AsType[*invalidError](err); err == nil || late {
			continue
		}
		early++
		best := time.Hour
		for range 30 { // of a busy machine the best time is the request's own
			start := time.Now()
			s.ask(a.query)
			if best = min(best, time.Since(start)); best < atMost/10 {
				break
			}
		}
		if best > atMost {
			t.Errorf("%s: %v", a.name, best)
		}
		if best > slowest {
			slowest, whose = best, a.name
		}
	}
	if early < len(attacks)/2 {
		t.Errorf("only %d of %d attacks are refused early", early, len(attacks))
	}
	t.Logf("%d of %d attacks are refused early; the slowest, %q, in %v", early, len(attacks), whose, slowest)
}

func TestStrangersLearnNothingOfTheSchema(t *testing.T) {
	tests := []struct {
		name, query string
		want        fault.Code
	}{
		{"the schema", `{__schema{types{name}}}`, fault.Unauthenticated},
		{"a type, under another name", `{x:__type(name:"Unit"){name}}`, fault.Unauthenticated},
		{"the schema in a fragment", `{...F} fragment F on Query{__schema{types{name}}}`, fault.Unauthenticated},
		{"the schema in an operation that is not run", `query a{node{id}} query b{__schema{types{name}}}`, fault.Unauthenticated},
		{"the name of a type is no secret", `{node{__typename}}`, ""},
	}
	s := newTestSchema(t, Config{})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			req := Request{Query: tt.query, OperationName: strings.TrimSpace(tt.query[:min(7, len(tt.query))]), Lang: "en"}
			req.OperationName = ""
			if strings.HasPrefix(tt.query, "query a") {
				req.OperationName = "a"
			}
			if r := s.engine.Run(context.Background(), req); codeOf(r) != "" {
				t.Fatalf("refused to somebody known: %v", r.Errors)
			}
			req.Stranger = true
			if r := s.engine.Run(context.Background(), req); codeOf(r) != tt.want {
				t.Errorf("got %v, want %q", r.Errors, tt.want)
			}
		})
	}
	r := s.engine.Run(context.Background(), Request{Query: `{node{nam}}`, Lang: "en", Stranger: true})
	if codeOf(r) != fault.BadInput || strings.Contains(r.Errors[0].Message, "Did you mean") {
		t.Errorf("a stranger was given a suggestion: %v", r.Errors)
	}
	if r := s.ask(`{node{nam}}`); !strings.Contains(r.Errors[0].Message, "Did you mean") {
		t.Errorf("somebody known was given no suggestion: %v", r.Errors)
	}
}

// introspection is what GraphiQL and code generators ask.
const introspection = `query IntrospectionQuery{__schema{queryType{name} mutationType{name} subscriptionType{name}
types{...FullType} directives{name description locations args{...InputValue}}}}
fragment FullType on __Type{kind name description fields(includeDeprecated:true){name description args{...InputValue}
type{...TypeRef} isDeprecated deprecationReason} inputFields{...InputValue} interfaces{...TypeRef}
enumValues(includeDeprecated:true){name description isDeprecated deprecationReason} possibleTypes{...TypeRef}}
fragment InputValue on __InputValue{name description type{...TypeRef} defaultValue}
fragment TypeRef on __Type{kind name ofType{kind name ofType{kind name ofType{kind name ofType{kind name ofType{kind name
ofType{kind name ofType{kind name}}}}}}}}`

func TestTheQueryOfToolsForTheSchemaIsWithinTheLimits(t *testing.T) {
	s := newTestSchema(t, Config{})
	if r := s.ask(introspection); len(r.Errors) > 0 {
		t.Errorf("refused: %v", r.Errors)
	}
}

// FuzzRun holds that no query panics, hangs or is answered with INTERNAL.
func FuzzRun(f *testing.F) {
	for _, a := range attacks {
		if len(a.query) < 5_000 {
			f.Add(a.query, `{"a":1}`)
		}
	}
	f.Add(introspection, "")
	f.Add(`query($f:UnitFilter){units(filter:$f){edges{node{...F}}}} fragment F on Unit{id label(lang:"en")}`, `{"f":{"asOf":"2020-02-30","kinds":["X"]}}`)
	limits := DefaultLimits()
	limits.Deadline = 50 * time.Millisecond // some fields wait for it
	s := newTestSchema(f, Config{Limits: limits})
	f.Fuzz(func(t *testing.T, query, variables string) {
		body := `{"query":` + string(appendString(nil, query)) + `,"variables":` + variables + `}`
		req, _, refusal := s.engine.decode([]byte(body))
		if refusal != nil {
			req = Request{Query: query}
		}
		start := time.Now()
		for _, stranger := range []bool{false, true} {
			req.Stranger = stranger
			if r := s.engine.Run(context.Background(), req); codeOf(r) == fault.Internal {
				t.Errorf("INTERNAL: %v", r.Errors)
			}
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("took %v", took)
		}
	})
}
