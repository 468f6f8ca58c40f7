package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"bienche/models"
)

// served is the small province behind HTTP as the program serves it: with tokens, and a budget of statements for each
// request.
type served struct {
	*world
	handler http.Handler
	spent   int // statements of the last request
}

func serve(t *testing.T) *served {
	t.Helper()
	s := &served{world: newWorld(t)}
	s.exec("SELECT setval(pg_get_serial_sequence('audit_log', 'id'), 1000)") // the world's own entry has a fixed id
	asked := Handler(s.engine, s.auth.Sender)
	s.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, budget := models.WithBudget(r.Context(), models.MaxStatements)
		asked.ServeHTTP(w, r.WithContext(ctx))
		s.spent = budget.Spent()
	})
	return s
}

// token is a new one of a user.
func (s *served) token(user string) string {
	s.t.Helper()
	ctx, err := s.auth.ActAsConsole(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	secret, err := s.auth.CreateToken(ctx, user, 1)
	if err != nil {
		s.t.Fatal(err)
	}
	return secret
}

// post sends a body with a token ("" for none) and tells the code of the first error.
func (s *served) post(token, body string) (status int, code string, answer string) {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return answerOf(s.t, s.handler, r)
}

// asBody writes a query down as a request.
func asBody(query string) string {
	b, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		panic(err) // a string always marshals
	}
	return string(b)
}

// atOnce is the time in which a refusal must be given over HTTP.
const atOnce = 200 * time.Millisecond

func TestWhatIsBeyondTheLimitsCostsNoStatement(t *testing.T) {
	s := serve(t)
	token := s.token("lanhdao")
	if _, code, answer := s.post(token, asBody(`{ viewer { username } }`)); code != "" || s.spent == 0 {
		t.Fatalf("a plain request spent %d statements: %s", s.spent, answer)
	}
	nested := func(n int) string { return strings.Repeat("{parent", n) + "{id}" + strings.Repeat("}", n) }
	for _, c := range []struct{ name, body, code string }{
		{"two fragments that spread each other", asBody(`{ viewer { ...A } } fragment A on Viewer { username ...B } fragment B on Viewer { username ...A }`), "BAD_INPUT"},
		{"a body of a million opening brackets", strings.Repeat("[", 1_000_000), "LIMIT_EXCEEDED"},
		{"a million opening brackets as the query", asBody(strings.Repeat("[", 1_000_000)), "LIMIT_EXCEEDED"},
		{"a million opening braces as variables", `{"query":"{viewer{username}}","variables":` + strings.Repeat(`{"a":`, 180_000), "LIMIT_EXCEEDED"},
		{"a body above 1 MiB", asBody("{ viewer { username } } #" + strings.Repeat(" ", 1<<20)), "LIMIT_EXCEEDED"},
		{"too many tokens", asBody("{ viewer { " + strings.Repeat("username ", 2_001) + "} }"), "LIMIT_EXCEEDED"},
		{"a name too long", asBody("{ " + strings.Repeat("a", 129) + " }"), "LIMIT_EXCEEDED"},
		{"texts too long", asBody(`{ staff(filter: {search: "` + strings.Repeat("a", 10_001) + `"}) { totalCount } }`), "LIMIT_EXCEEDED"},
		{"brackets too deep", asBody("{ viewer " + nested(50) + " }"), "LIMIT_EXCEEDED"},
		{"fields too deep", asBody(`{ viewer { unit ` + nested(12) + ` } }`), "LIMIT_EXCEEDED"},
		{"too many other names", asBody("{ viewer { " + joined(16, func(i int) string { return fmt.Sprintf("a%d: username ", i) }) + "} }"), "LIMIT_EXCEEDED"},
		{"too many directives", asBody("{ viewer { username " + strings.Repeat("@include(if: true) ", 21) + "} }"), "LIMIT_EXCEEDED"},
		{"too many fields of one selection", asBody("{ viewer { " + strings.Repeat("username ", 201) + "} }"), "LIMIT_EXCEEDED"},
		{"too dear", asBody(`{ staff(first: 100) { edges { node { timeline(first: 100) { edges { node { on kind text } } } } } } }`), "LIMIT_EXCEEDED"},
		{"the whole schema below the schema", asBody(`{ __schema { types { fields { type { fields { name } } } } } }`), "LIMIT_EXCEEDED"},
		{"no JSON", `{"query":`, "BAD_INPUT"},
		{"a query that cannot be parsed", asBody(`{ viewer { `), "BAD_INPUT"},
		{"an operation that is not there", `{"query":"query a { viewer { username } }","operationName":"b"}`, "BAD_INPUT"},
		{"two requests in one", `[` + asBody(`{ viewer { username } }`) + `]`, "BAD_INPUT"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for who, token := range map[string]string{"somebody known": token, "a stranger": ""} {
				inTime(t, atOnce, func() {
					_, code, answer := s.post(token, c.body)
					if code != c.code {
						t.Errorf("%s got %s, want %s: %.300s", who, code, c.code, answer)
					}
				})
				if s.spent != 0 {
					t.Errorf("%s spent %d statements", who, s.spent)
				}
			}
		})
	}
}

// TestWhatIsRefusedToAReaderCostsOneStatement is for what is refused only once it is known who asks.
func TestWhatIsRefusedToAReaderCostsOneStatement(t *testing.T) {
	s := serve(t)
	token := s.token("truongphong")
	for _, c := range []struct{ name, query, code string }{
		{"a page beyond the limit", `{ staff(first: 101) { totalCount } }`, "LIMIT_EXCEEDED"},
		{"a field that does not exist", `{ salaries { everybody } }`, "BAD_INPUT"},
		{"a report without the right", `{ periodReport(from: "2020-01-01", to: "2020-12-31") { from } }`, "FORBIDDEN"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, code, answer := s.post(token, asBody(c.query)); code != c.code || s.spent > 1 {
				t.Errorf("%d statements, %s", s.spent, answer)
			}
		})
	}
}

func TestOnlyAWholeTokenIsSomebody(t *testing.T) {
	s := serve(t)
	good, ended, disabled := s.token("nhansu"), s.token("nhansu"), s.token("truongphong")
	s.exec(fmt.Sprintf(`UPDATE api_token SET revoked_at = now() WHERE secret_sha256 = sha256('%s')`, ended))
	s.exec(`UPDATE app_user SET disabled_at = now() WHERE username = 'truongphong'`)
	const query = `{ staff { totalCount } }`
	if _, code, answer := s.post(good, asBody(query)); code != "" || !strings.Contains(answer, `"totalCount":4`) {
		t.Fatalf("the officer got %s", answer)
	}
	_, _, stranger := s.post("", asBody(query))
	for name, token := range map[string]string{
		"a token that never was": strings.Repeat("A", len(good)), "a token less its last sign": good[:len(good)-1], "a token with a sign more": good + "A",
		"a name": "nhansu", "a revoked token": ended, "the token of a disabled user": disabled, "SQL": "' OR true --",
	} {
		t.Run(name, func(t *testing.T) {
			_, code, answer := s.post(token, asBody(query))
			if code != "UNAUTHENTICATED" || answer != stranger {
				t.Errorf("got %s, a stranger %s", answer, stranger)
			}
			if _, code, _ := s.post(token, asBody(`{ __schema { types { name } } }`)); code != "UNAUTHENTICATED" {
				t.Errorf("the schema: %q", code)
			}
			if s.spent > 1 {
				t.Errorf("%d statements", s.spent)
			}
		})
	}
}

// TestALostDatabaseConnectionIsRetried ends all connections under a server, between requests and within one.
func TestALostDatabaseConnectionIsRetried(t *testing.T) {
	s := serve(t)
	token := s.token("lanhdao")
	server := httptest.NewServer(s.handler)
	t.Cleanup(server.Close)
	ask := func() (code, body string) {
		t.Helper()
		r, err := http.NewRequest(http.MethodPost, server.URL, strings.NewReader(asBody(`{ staff { totalCount } }`)))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+token)
		resp, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		var a answer
		if err := json.Unmarshal(b, &a); err != nil {
			t.Fatalf("%s: %v", b, err)
		}
		if len(a.Errors) > 0 {
			return a.Errors[0].Extensions.Code, string(b)
		}
		return "", string(b)
	}
	_, whole := ask()
	if !strings.Contains(whole, `"totalCount":7`) {
		t.Fatalf("before: %s", whole)
	}
	for range 3 {
		if n := s.endConnections(); n == 0 {
			t.Fatal("no connection was open")
		}
		recovered := false
		for range 20 { // each try may meet one more dead connection of the pool
			code, body := ask()
			if code != "" && code != "RETRY" {
				t.Fatalf("a lost connection gave %s", body)
			}
			if code == "" {
				if recovered = body == whole; !recovered {
					t.Fatalf("afterwards %s, before %s", body, whole)
				}
				break
			}
		}
		if !recovered {
			t.Fatal("the server did not recover by itself")
		}
	}
}

// endConnections ends every session of the application but the one that does it.
func (s *served) endConnections() (ended int) {
	s.t.Helper()
	ctx := context.Background()
	conn, err := pgx.ConnectConfig(ctx, s.db.Pool.Config().ConnConfig.Copy())
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close(ctx) //nolint:errcheck // the test is over with it
	err = conn.QueryRow(ctx, `SELECT count(*) FILTER (WHERE pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
		WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()`).Scan(&ended)
	if err != nil {
		s.t.Fatal(err)
	}
	return ended
}
