package graph

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"bienche/rules"
)

// documentsOf is an allow-list of texts, as the build writes it.
func documentsOf(t *testing.T, texts ...string) *Documents {
	t.Helper()
	listed := map[string]string{}
	for _, text := range texts {
		listed[fmt.Sprintf("%x", sha256.Sum256([]byte(text)))] = text
	}
	file, err := json.Marshal(listed)
	if err != nil {
		t.Fatal(err)
	}
	d, err := LoadDocuments(fstest.MapFS{documentsFile: {Data: file}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestBrowsersSendOnlyListedDocuments(t *testing.T) {
	const listed, other = "query Unit {\n  node {\n    id\n    __typename\n  }\n}", "{node{id}}"
	sum := func(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }
	body := func(text, sum string) string {
		request := map[string]any{}
		if text != "" {
			request["query"] = text
		}
		if sum != "" {
			request["extensions"] = map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": sum}}
		}
		out, err := json.Marshal(request)
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	const cookie, token = "cookie", "token"
	tests := []struct {
		name, by, body, code string
		asked                bool // who it is was looked up
	}{
		{"the text", cookie, body(listed, ""), "", true},
		{"the sum alone", cookie, body("", sum(listed)), "", true},
		{"the sum in capitals", cookie, body("", strings.ToUpper(sum(listed))), "", true},
		{"the text and its sum", cookie, body(listed, sum(listed)), "", true},
		{"the text with the sum of another", cookie, body(listed, sum(other)), "BAD_INPUT", false},
		{"the sum of a listed text with another text", cookie, body(other, sum(listed)), "BAD_INPUT", false},
		{"the text with one more space", cookie, body(listed+" ", ""), "BAD_INPUT", false},
		{"another text", cookie, body(other, ""), "BAD_INPUT", false},
		{"another text and its sum", cookie, body(other, sum(other)), "BAD_INPUT", false},
		{"the sum of another text", cookie, body("", sum(other)), "BAD_INPUT", false},
		{"a sum that is none", cookie, body("", "abc"), "BAD_INPUT", false},
		{"a sum of a megabyte", cookie, body("", strings.Repeat("a", 900_000)), "BAD_INPUT", false},
		{"another text without a session", "", body(other, ""), "BAD_INPUT", false},
		{"a listed text without a session", "", body(listed, ""), "", true},
		{"another text by a token", token, body(other, ""), "", true},
		{"a listed text by a token", token, body(listed, ""), "", true},
		{"a listed sum by a token", token, body("", sum(listed)), "", true},
		{"the sum of another text by a token", token, body("", sum(other)), "BAD_INPUT", false},
		{"another text by cookie and another scheme", "Basic x", body(other, ""), "BAD_INPUT", false},
		{"another text by cookie and a token without a space", "Bearerx", body(other, ""), "BAD_INPUT", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			asked := false
			h := Handler(newTestSchema(t, Config{Documents: documentsOf(t, listed), OnlyListed: true}).engine,
				func(r *http.Request, _ bool) (context.Context, bool, error) {
					asked = true
					if _, err := r.Cookie("bienche"); r.Header.Get("Authorization") != "" && err == nil {
						t.Error("a request with a token kept its cookie")
					}
					return r.Context(), false, nil
				})
			r := httptest.NewRequest("POST", "/graphql", strings.NewReader(tt.body))
			r.Header.Set("Content-Type", "application/json")
			switch tt.by {
			case "":
			case cookie:
				r.AddCookie(&http.Cookie{Name: "bienche", Value: "x"})
			case token:
				r.AddCookie(&http.Cookie{Name: "bienche", Value: "x"})
				r.Header.Set("Authorization", "bearer x")
			default:
				r.Header.Set("Authorization", tt.by)
			}
			status, code, answer := answerOf(t, h, r)
			if status != 200 || code != tt.code || asked != tt.asked {
				t.Errorf("got %d %q (asked who: %v): %.300s", status, code, asked, answer)
			}
		})
	}
}

func TestListedDocumentsMayBeLonger(t *testing.T) {
	long := "{" + strings.Repeat("node ", 7_000) + "}" // the next limit that it meets is the one of fields
	for query, want := range map[string]string{long: "fields", long + " ": "tokens"} {
		h := Handler(newTestSchema(t, Config{Documents: documentsOf(t, long)}).engine, knownReader)
		r := httptest.NewRequest("POST", "/graphql", strings.NewReader(`{"query":"`+query+`"}`))
		r.Header.Set("Content-Type", "application/json")
		if _, code, body := answerOf(t, h, r); code != "LIMIT_EXCEEDED" || !strings.Contains(body, `"limit":"`+want+`"`) {
			t.Errorf("not refused by %s: %s", want, body)
		}
	}
}

func TestWithoutAListAnyDocumentIsAnswered(t *testing.T) {
	for name, c := range map[string]Config{
		"no list":               {OnlyListed: true},
		"an empty list":         {OnlyListed: true, Documents: documentsOf(t)},
		"a list that is advice": {Documents: documentsOf(t, "{node{id}}")},
	} {
		r := httptest.NewRequest("POST", "/graphql", strings.NewReader(`{"query":"{node{number}}"}`))
		r.Header.Set("Content-Type", "application/json")
		if status, code, body := answerOf(t, Handler(newTestSchema(t, c).engine, knownReader), r); status != 200 || code != "" {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
}

func TestAListThatDoesNotFitItsTextsIsRefused(t *testing.T) {
	for name, file := range map[string]string{
		"a sum of another text": `{"` + strings.Repeat("0", 64) + `":"{node{id}}"}`,
		"no sums":               `["{node{id}}"]`,
		"nothing":               ``,
	} {
		if _, err := LoadDocuments(fstest.MapFS{documentsFile: {Data: []byte(file)}}); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	for name, files := range map[string]fstest.MapFS{"a build without a list": {}, "a build of older days": {"index.html": {}}} {
		if d, err := LoadDocuments(files); err != nil || !d.empty() {
			t.Errorf("%s: %v, %v", name, d, err)
		}
	}
}

func TestEveryListedDocumentIsValidAndWithinTheLimits(t *testing.T) {
	documents, err := LoadDocuments(os.DirFS("../frontend/dist"))
	if err != nil {
		t.Fatal(err)
	}
	if documents.empty() {
		t.Skip("the browser application has not been built")
	}
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	schema, err := NewSchema(Services{Book: book})
	if err != nil {
		t.Fatal(err)
	}
	e := New(schema, Config{Documents: documents})
	for sum, text := range documents.Texts() {
		if _, err := e.document(Request{Query: text, Listed: true}); err != nil {
			t.Errorf("%s: %v\n%s", sum, err, text)
		}
	}
}
