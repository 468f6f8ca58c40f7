package graph

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// answerOf posts a body and reads the code of the first error.
func answerOf(t testing.TB, h http.Handler, r *http.Request) (status int, code string, body string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var answer struct {
		Errors []struct{ Extensions struct{ Code string } }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%s: %v", w.Body, err)
	}
	if len(answer.Errors) > 0 {
		code = answer.Errors[0].Extensions.Code
	}
	return w.Code, code, w.Body.String()
}

func knownReader(r *http.Request, _ bool) (context.Context, bool, error) {
	return r.Context(), false, nil
}

func TestOnlyOneGraphQLRequestAsJSONIsTaken(t *testing.T) {
	h := Handler(newTestSchema(t, Config{}).engine, knownReader)
	const whole = `{"query":"{node{id}}"}`
	padded := func(n int) string { return whole[:len(whole)-1] + strings.Repeat(" ", n-len(whole)) + "}" }
	tests := []struct {
		name, method, kind, body string
		status                   int
		code                     string
	}{
		{"a request", "POST", "application/json", whole, 200, ""},
		{"with a charset", "POST", "application/json; charset=UTF-8", whole, 200, ""},
		{"with keys that are not known", "POST", "application/json", `{"query":"{node{id}}","extensions":{"a":[1]},"id":5}`, 200, ""},
		{"with null for what is optional", "POST", "application/json", `{"query":"{node{id}}","operationName":null,"variables":null}`, 200, ""},
		{"a query that is not valid", "POST", "application/json", `{"query":"{nothing}"}`, 200, "BAD_INPUT"},
		{"another charset", "POST", "application/json; charset=latin1", whole, 415, "BAD_INPUT"},
		{"a form", "POST", "application/x-www-form-urlencoded", "query={node{id}}", 415, "BAD_INPUT"},
		{"text", "POST", "text/plain", whole, 415, "BAD_INPUT"},
		{"no type", "POST", "", whole, 415, "BAD_INPUT"},
		{"GET", "GET", "application/json", "", 405, "BAD_INPUT"},
		{"a batch", "POST", "application/json", "[" + whole + "]", 400, "BAD_INPUT"},
		{"nothing", "POST", "application/json", "", 400, "BAD_INPUT"},
		{"no JSON", "POST", "application/json", "{node{id}}", 400, "BAD_INPUT"},
		{"two objects", "POST", "application/json", whole + whole, 400, "BAD_INPUT"},
		{"no query", "POST", "application/json", `{"variables":{}}`, 400, "BAD_INPUT"},
		{"a query that is a number", "POST", "application/json", `{"query":5}`, 400, "BAD_INPUT"},
		{"variables that are a list", "POST", "application/json", `{"query":"{node{id}}","variables":[1]}`, 400, "BAD_INPUT"},
		{"a body of 1 MiB", "POST", "application/json", padded(1 << 20), 200, ""},
		{"a body of 1 MiB and a byte", "POST", "application/json", padded(1<<20 + 1), 413, "LIMIT_EXCEEDED"},
		{"a million opening brackets", "POST", "application/json", strings.Repeat("[", 1_000_000), 400, "LIMIT_EXCEEDED"},
		{"a million opening brackets as query", "POST", "application/json", `{"query":"` + strings.Repeat("[", 1_000_000) + `"}`, 200, "LIMIT_EXCEEDED"},
		{"40 brackets in variables", "POST", "application/json", `{"query":"{node{id}}","variables":{"a":` + strings.Repeat("[", 38) + strings.Repeat("]", 38) + `}}`, 200, ""},
		{"41 brackets in variables", "POST", "application/json", `{"query":"{node{id}}","variables":{"a":` + strings.Repeat("[", 39) + strings.Repeat("]", 39) + `}}`, 400, "LIMIT_EXCEEDED"},
		{"brackets and quotes in a string", "POST", "application/json", `{"query":"{node{id}}","a":"\"` + strings.Repeat("[", 100) + `"}`, 200, ""},
		{"half a megabyte of objects", "POST", "application/json", strings.Repeat(`{"a":`, 100_000), 400, "LIMIT_EXCEEDED"},
		{"an amount of money with 300,000 digits", "POST", "application/json",
			`{"query":"query($m:Money){units(filter:{budget:$m}){totalCount}}","variables":{"m":` + strings.Repeat("9", 300_000) + `}}`, 200, "BAD_INPUT"},
		{"a text of 900 kB by variable", "POST", "application/json",
			`{"query":"query($s:String){text(of:$s)}","variables":{"s":"` + strings.Repeat("a", 900_000) + `"}}`, 200, ""},
		{"100,000 wrong days by variable", "POST", "application/json",
			`{"query":"query($k:[Kind!]){units(filter:{kinds:$k}){totalCount}}","variables":{"k":[` + strings.Repeat(`"x",`, 100_000) + `"x"]}}`, 200, "BAD_INPUT"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var status int
			var code, body string
			inTime(t, soon, func() {
				r := httptest.NewRequest(tt.method, "/graphql", strings.NewReader(tt.body))
				r.Header.Set("Content-Type", tt.kind)
				status, code, body = answerOf(t, h, r)
			})
			if status != tt.status || code != tt.code {
				t.Errorf("got %d %s, want %d %s: %.300s", status, code, tt.status, tt.code, body)
			}
		})
	}
}

func TestAProblemIsSaidInTheReadersLanguage(t *testing.T) {
	h := Handler(newTestSchema(t, Config{}).engine, knownReader)
	for lang, want := range map[string]string{"": "Chỉ nhận phương thức POST.", "en-GB": "Only POST is accepted."} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("PUT", "/graphql", nil)
		r.Header.Set("Accept-Language", lang)
		h.ServeHTTP(w, r)
		var problem struct{ Detail, Code string }
		if err := json.Unmarshal(w.Body.Bytes(), &problem); err != nil {
			t.Fatal(err)
		}
		if problem.Detail != want || problem.Code != "BAD_INPUT" || w.Header().Get("Allow") != "POST" ||
			!strings.HasPrefix(w.Header().Get("Content-Type"), "application/problem+json") {
			t.Errorf("%q: %v %v", lang, w.Header(), problem)
		}
	}
}

func TestTheHandlerTellsWhoAsks(t *testing.T) {
	type key struct{}
	s := newTestSchema(t, Config{})
	h := Handler(s.engine, func(r *http.Request, _ bool) (context.Context, bool, error) {
		return context.WithValue(r.Context(), key{}, "a"), r.Header.Get("Authorization") == "", nil
	})
	for header, want := range map[string]string{"": "UNAUTHENTICATED", "Bearer x": ""} {
		r := httptest.NewRequest("POST", "/graphql", strings.NewReader(`{"query":"{__schema{types{name}}}"}`))
		r.Header.Set("Content-Type", "application/json")
		if header != "" {
			r.Header.Set("Authorization", header)
		}
		if _, code, body := answerOf(t, h, r); code != want {
			t.Errorf("%q: got %s", header, body)
		}
	}
}
