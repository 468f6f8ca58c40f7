package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestKeysComeInTheOrderOfTheQuery(t *testing.T) {
	tests := []struct{ name, query, want string }{
		{"fields", `{node{number id open}}`, `{"node":{"number":7,"id":"dW5pdDo3","open":true}}`},
		{"aliases", `{z:node{b:number a:open}}`, `{"z":{"b":7,"a":true}}`},
		{"a fragment between fields", `{node{open ...F kind}} fragment F on Unit{number}`, `{"node":{"open":true,"number":7,"kind":"DEPARTMENT"}}`},
		{"an inline fragment", `{node{... on Unit{number} ... {open}}}`, `{"node":{"number":7,"open":true}}`},
		{"one key twice is merged in its first place", `{node{twin{number} open twin{kind number}}}`, `{"node":{"twin":{"number":7,"kind":"DEPARTMENT"},"open":true}}`},
		{"one key in two fragments", `{node{...F ...G}} fragment F on Unit{twin{number}} fragment G on Unit{twin{open} number}`, `{"node":{"twin":{"number":7,"open":true},"number":7}}`},
		{"what is skipped is not there", `{node{number @skip(if:true) open kind @include(if:false) ...@include(if:false){id}}}`, `{"node":{"open":true}}`},
		{"the name of the type", `{node{__typename number}}`, `{"node":{"__typename":"Unit","number":7}}`},
		{"leaves of every kind", `{node{founded closed seenAt budget factor codes grid share name}}`,
			`{"node":{"founded":"2010-02-07","closed":null,"seenAt":"2020-09-13T19:26:40+07:00","budget":9007199254741000,"factor":"2.34",` +
				`"codes":["a","b"],"grid":[[1,2],[],[]],"share":2.3333333333333335,"name":"Sở \"7\" <Nội vụ>\u000a"}}`},
		{"a page", `{units(first:1){totalCount edges{cursor node{number parent{number}}} pageInfo{endCursor startCursor hasPreviousPage hasNextPage}}}`,
			`{"units":{"totalCount":3000,"edges":[{"cursor":"WyIxIl0","node":{"number":1,"parent":{"number":1}}}],` +
				`"pageInfo":{"endCursor":"WyIxIl0","startCursor":"WyIxIl0","hasPreviousPage":false,"hasNextPage":true}}}`},
	}
	s := newTestSchema(t, Config{})
	for _, tt := range tests {
		r := s.ask(tt.query)
		if got, want := string(r.AppendJSON(nil)), `{"data":`+tt.want+`}`; got != want {
			t.Errorf("%s:\n got %s\nwant %s\n%v", tt.name, got, want, r.Errors)
		}
	}
}

// drawSelection draws fields of Unit, n levels deep.
func drawSelection(t *rapid.T, n int) string {
	leaves := []string{"id", "number", "name", "kind", "founded", "closed", "seenAt", "budget", "factor", "share", "open",
		"codes", "grid", "__typename", "broken", "strict", `label(lang:"en")`, "x:number", "name@skip(if:true)", "...F", "...G"}
	objects := []string{"twin", "other", "parent", "twin@include(if:true)"}
	var b strings.Builder
	for range rapid.IntRange(1, 5).Draw(t, "fields") {
		switch kind := rapid.IntRange(0, 5).Draw(t, "kind"); {
		case kind > 3 && n > 0:
			b.WriteString(rapid.SampledFrom(objects).Draw(t, "object") + "{" + drawSelection(t, n-1) + "} ")
		case kind == 3 && n > 0:
			b.WriteString("...on Unit{" + drawSelection(t, n-1) + "} ")
		case kind == 2 && n > 1:
			b.WriteString("children(first:2){edges{cursor node{" + drawSelection(t, n-2) + "}}} ")
		default:
			b.WriteString(rapid.SampledFrom(leaves).Draw(t, "leaf") + " ")
		}
	}
	return b.String()
}

func TestTheEncoderAgreesWithEncodingJSON(t *testing.T) {
	s := newTestSchema(t, Config{})
	rapid.Check(t, func(t *rapid.T) {
		n := EncodeID("unit", int64(rapid.IntRange(1, 9).Draw(t, "unit")))
		query := `{unit(id:"` + n + `"){...F ...G ` + drawSelection(t, 4) + `}} fragment F on Unit{number twin{id ...G}} fragment G on Unit{open twin{kind}}`
		r := s.engine.Run(context.Background(), Request{Query: query, Lang: "vi"})
		if !r.executed {
			t.Skip("beyond a limit")
		}
		whole := map[string]any{"data": r.Data()}
		if r.Data() == nil {
			whole["data"] = nil
		}
		if len(r.Errors) > 0 {
			whole["errors"] = r.Errors
		}
		reference, err := json.Marshal(whole)
		if err != nil {
			t.Fatal(err)
		}
		own := r.AppendJSON(nil)
		if a, b := decoded(t, own), decoded(t, reference); !reflect.DeepEqual(a, b) {
			t.Fatalf("own %s\nreference %s", own, reference)
		}
	})
}

func TestStringsAgreeWithEncodingJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) + rapid.String().Draw(t, "text")
		reference, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		own := appendString(nil, s)
		if a, b := decoded(t, own), decoded(t, reference); a != b {
			t.Fatalf("%q: own %s, reference %s", s, own, reference)
		}
	})
}

func decoded(t interface{ Fatal(...any) }, text []byte) any {
	var v any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(string(text), err)
	}
	return v
}

// benchmarkPage is a page of 50 rows with nested objects, about 800 fields.
const benchmarkPage = `{units(first:50){totalCount edges{cursor node{id number name kind founded budget factor open
twin{id name} other{id name founded} parent{id name}}}}}`

func BenchmarkEncode(b *testing.B) {
	s := newTestSchema(b, Config{})
	r := s.ask(benchmarkPage)
	buf := r.AppendJSON(nil)
	b.SetBytes(int64(len(buf)))
	b.Run("own", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			buf = r.AppendJSON(buf[:0])
		}
	})
	b.Run("encoding/json", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := json.Marshal(r.Data()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkRun(b *testing.B) {
	s := newTestSchema(b, Config{})
	b.Run("a page from the cache", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			s.ask(benchmarkPage)
		}
	})
	b.Run("a small answer from the cache", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			s.ask(`{node{id}}`)
		}
	})
	b.Run("a page not seen before", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			s.engine.cache = newCache(0)
			s.ask(benchmarkPage)
		}
	})
}
