package auth

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"bienche/internal/platform/config"
	"bienche/internal/platform/httpd"
	"bienche/policies"
)

// site is the service behind the whole chain of the server.
func site(w *town) http.Handler {
	srv := httpd.New(httpd.Options{Secure: w.secure, OnRefusal: w.NoteDenial})
	w.Routes(srv)
	return srv.Handler()
}

// send makes a request as a browser on the page itself would, changed by headers ("Name: value").
func send(h http.Handler, method, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://bienche.example/api/session", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	out := httptest.NewRecorder()
	h.ServeHTTP(out, r)
	return out
}

const credentials = `{"username":"aido","password":"` + password + `"}`

func TestSessionOverHTTP(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido", policies.Inspector, "H")
	h := site(w)
	if got := send(h, "GET", ""); got.Code != 401 {
		t.Errorf("a stranger asks who am I: %d", got.Code)
	}
	in := send(h, "POST", credentials)
	cookie := in.Header().Get("Set-Cookie")
	if in.Code != 200 || !strings.HasPrefix(cookie, "bienche=") || !strings.Contains(cookie, "HttpOnly; SameSite=Strict") || strings.Contains(cookie, "Secure") {
		t.Fatalf("%d %q", in.Code, cookie)
	}
	pair, _, _ := strings.Cut(cookie, ";")
	var who struct {
		Username    string
		Roles       []roleView
		Permissions []string
	}
	got := send(h, "GET", "", "Cookie: "+pair, "Accept-Language: en")
	if err := json.Unmarshal(got.Body.Bytes(), &who); err != nil || who.Username != "aido" || who.Roles[0].Label != "Inspector" || len(who.Permissions) == 0 {
		t.Errorf("%s, %v", got.Body, err)
	}
	out := send(h, "DELETE", "", "Cookie: "+pair)
	if out.Code != 204 || !strings.Contains(out.Header().Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("sign-out: %d %q", out.Code, out.Header().Get("Set-Cookie"))
	}
	if got := send(h, "GET", "", "Cookie: "+pair); got.Code != 401 {
		t.Errorf("after sign-out: %d", got.Code)
	}
}

func TestWithTLSTheCookieIsBoundToTheHost(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	var err error
	if w.Service, err = New(w.db, config.Config{SignIn: cheap, TLSCert: "cert.pem"}); err != nil {
		t.Fatal(err)
	}
	h := site(w)
	in := send(h, "POST", credentials)
	cookie := in.Header().Get("Set-Cookie")
	if !strings.HasPrefix(cookie, "__Host-bienche=") || !strings.Contains(cookie, "Path=/;") || !strings.HasSuffix(cookie, "HttpOnly; Secure; SameSite=Strict") ||
		strings.Contains(cookie, "Domain") {
		t.Errorf("cookie %q", cookie)
	}
	pair, _, _ := strings.Cut(cookie, ";")
	if got := send(h, "GET", "", "Cookie: "+pair); got.Code != 200 {
		t.Errorf("with the cookie: %d", got.Code)
	}
	if got := send(h, "GET", "", "Cookie: "+strings.TrimPrefix(pair, "__Host-")); got.Code != 401 {
		t.Errorf("with the secret under the plain name: %d", got.Code)
	}
}

func TestSignInFromAnotherSiteIsRefused(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	h := site(w)
	tests := []struct {
		name, body string
		headers    []string
		want       int
	}{
		{"the page itself", credentials, []string{"Sec-Fetch-Site: same-origin"}, 200},
		{"a program without a browser", credentials, nil, 200},
		{"another site", credentials, []string{"Sec-Fetch-Site: cross-site", "Origin: https://evil.example"}, 403},
		{"a sister site of the same domain", credentials, []string{"Sec-Fetch-Site: same-site"}, 403},
		{"Origin null without fetch metadata", credentials, []string{"Origin: null"}, 403},
		{"another origin without fetch metadata", credentials, []string{"Origin: https://evil.example"}, 403},
		{"another port of this host", credentials, []string{"Origin: http://bienche.example:8081"}, 403},
		{"a form", "username=aido&password=x", []string{"Content-Type: application/x-www-form-urlencoded"}, 400},
		{"JSON dressed as text", credentials, []string{"Content-Type: text/plain"}, 400},
		{"a form of another site", "username=aido", []string{"Content-Type: application/x-www-form-urlencoded", "Sec-Fetch-Site: cross-site"}, 403},
		{"half a JSON", `{"username":`, nil, 400},
		{"a body far too long", `{"username":"` + strings.Repeat("a", 5000) + `"}`, nil, 400},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := send(h, "POST", tt.body, tt.headers...)
			if got.Code != tt.want || (got.Header().Get("Set-Cookie") != "") != (tt.want == 200) {
				t.Errorf("%d %s %q", got.Code, got.Body, got.Header().Get("Set-Cookie"))
			}
			if tt.want != 200 && got.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("answered as %s", got.Header().Get("Content-Type"))
			}
		})
	}
}

func TestTooManyTriesSayHowLongToWait(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	h := site(w)
	for range 5 {
		if got := send(h, "POST", `{"username":"aido","password":"sai"}`); got.Code != 401 {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
	}
	w.exec(t, "UPDATE sign_in_guard SET blocked_until = now() + interval '40 seconds'")
	got := send(h, "POST", credentials, "Accept-Language: en")
	if wait := got.Header().Get("Retry-After"); got.Code != 429 || wait != "40" && wait != "39" || !strings.Contains(got.Body.String(), "Try again in") {
		t.Errorf("%d %q %s", got.Code, wait, got.Body)
	}
}

func TestALostConnectionIsRetryAndRecoversByItself(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	h := site(w)
	in := send(h, "POST", credentials)
	pair, _, _ := strings.Cut(in.Header().Get("Set-Cookie"), ";")
	whoAmI := func() int { return send(h, "GET", "", "Cookie: "+pair).Code }
	if code := whoAmI(); code != 200 {
		t.Fatalf("before: %d", code)
	}
	var name string
	if err := w.owner.Pool.QueryRow(context.Background(), "SELECT current_database()").Scan(&name); err != nil {
		t.Fatal(err)
	}
	if err := w.other.Ping(context.Background()); err != nil {
		t.Fatal(err)
	}
	// The database takes no connections of the application for a while, and those that are open break.
	w.exec(t, "REVOKE CONNECT ON DATABASE "+name+" FROM bienche_app")
	w.breakConnections(t)
	for range 3 {
		if got := send(h, "GET", "", "Cookie: "+pair); got.Code != 503 || got.Header().Get("Retry-After") != "1" || !strings.Contains(got.Body.String(), `"RETRY"`) {
			t.Errorf("while it is away: %d %s", got.Code, got.Body)
		}
	}
	w.exec(t, "GRANT CONNECT ON DATABASE "+name+" TO bienche_app")
	if code := whoAmI(); code != 200 {
		t.Errorf("when it is back: %d", code)
	}
	w.breakConnections(t) // a restart that nobody noticed
	code := whoAmI()
	for tries := 0; code == 503 && tries < 16; tries++ { // at most one refusal for each broken connection
		code = whoAmI()
	}
	if code != 200 {
		t.Errorf("after a restart: %d", code)
	}
}

// breakConnections ends every connection of the pool from the server's side, as a restart would: the pool learns of it
// only when it next uses them.
func (w *town) breakConnections(t *testing.T) {
	t.Helper()
	_, err := w.other.Pool.Exec(context.Background(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()`)
	if err != nil {
		t.Fatal(err)
	}
}
