package auth

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"bienche/internal/platform/httpd"
	"bienche/models"
	"bienche/policies"
)

// page is a browser on the application's own page.
type page struct {
	browser
	last string // body of the last answer
}

// send makes a request and gives its status and its JSON.
func (p *page) send(method, path, body string) (int, map[string]any) {
	p.t.Helper()
	r := httptest.NewRequest(method, "http://bienche.example"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for name, value := range p.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	out := httptest.NewRecorder()
	p.h.ServeHTTP(out, r)
	for _, c := range out.Result().Cookies() {
		p.cookies[c.Name] = c.Value
	}
	p.last = out.Body.String()
	got := map[string]any{}
	if p.last != "" && json.Unmarshal([]byte(p.last), &got) != nil {
		p.t.Fatalf("not JSON: %s", p.last)
	}
	return out.Code, got
}

// newPage is signed in, behind the routes of the service and one more for those who may work.
func newPage(t *testing.T) (*town, *page) {
	t.Helper()
	w := newTown(t)
	w.user(t, "aido", policies.Inspector, "H")
	srv := httpd.New(httpd.Options{OnRefusal: w.NoteDenial})
	w.Routes(srv)
	srv.Handle("GET /api/work", w.Identify(httpd.Func(func(out http.ResponseWriter, r *http.Request) error {
		err := Confirmed(r.Context())
		if ViewerOf(r.Context()) == nil || r.FormValue("sensitive") != "" && err != nil {
			return err
		}
		httpd.JSON(out, map[string]any{"done": true})
		return nil
	})))
	p := &page{browser: browser{t, srv.Handler(), map[string]string{}}}
	if code, _ := p.send("POST", "/api/session", credentials); code != 200 {
		t.Fatalf("%d %s", code, p.last)
	}
	return w, p
}

const rightProof = `{"password":"` + password + `"}`

func TestALockedScreenOverHTTP(t *testing.T) {
	w, p := newPage(t)
	code, who := p.send("GET", "/api/session", "")
	if code != 200 || who["locked"] != false || who["totp"] != false || who["lockAfterSeconds"] != 900.0 || who["confirmedUntil"] == nil || who["expiresAt"] == nil ||
		who["mustChangePassword"] != false || who["permissions"] == nil {
		t.Errorf("%d %s", code, p.last)
	}
	before := p.cookies["bienche"]
	if code, _ := p.send("POST", "/api/session/lock", ""); code != 204 {
		t.Fatalf("%d %s", code, p.last)
	}
	for _, path := range []string{"GET /api/work", "POST /api/session/confirm"} {
		method, path, _ := strings.Cut(path, " ")
		if code, got := p.send(method, path, rightProof); code != 401 || got["locked"] != true || got["code"] != "UNAUTHENTICATED" {
			t.Errorf("%s: %d %s", path, code, p.last)
		}
	}
	code, who = p.send("GET", "/api/session", "")
	if code != 200 || who["locked"] != true || who["username"] != "aido" || who["roles"] != nil || who["permissions"] != nil || who["confirmedUntil"] != nil {
		t.Errorf("who am I, locked: %d %s", code, p.last)
	}
	if code, got := p.send("POST", "/api/session/unlock", `{"password":"sai mật khẩu rồi"}`); code != 400 || got["field"] != "password" {
		t.Errorf("a wrong password: %d %s", code, p.last)
	}
	if code, _ := p.send("POST", "/api/session/unlock", `password=x`); code != 400 {
		t.Errorf("no JSON: %d %s", code, p.last)
	}
	if code, who := p.send("POST", "/api/session/unlock", rightProof); code != 200 || who["locked"] != false || who["permissions"] == nil {
		t.Errorf("unlocked: %d %s", code, p.last)
	}
	if p.cookies["bienche"] == before || w.state(t, before) != "over" {
		t.Error("the secret of the session was not renewed")
	}
	if code, _ := p.send("GET", "/api/work", ""); code != 200 {
		t.Errorf("after unlocking: %d %s", code, p.last)
	}
}

func TestALockedScreenCanBeLeft(t *testing.T) {
	w, p := newPage(t)
	locked := p.cookies["bienche"]
	p.send("POST", "/api/session/lock", "")
	if code, _ := p.send("POST", "/api/session", credentials); code != 200 || w.state(t, locked) != "over" {
		t.Errorf("signing in anew: %d %s", code, p.last)
	}
	p.send("POST", "/api/session/lock", "")
	if code, _ := p.send("DELETE", "/api/session", ""); code != 204 || w.count(t, "SELECT count(*) FROM session") != 0 {
		t.Errorf("signing out: %d %s", code, p.last)
	}
	for _, path := range []string{"/api/session/lock", "/api/session/unlock", "/api/session/confirm"} {
		if code, got := p.send("POST", path, rightProof); code != 401 || got["locked"] != nil {
			t.Errorf("a stranger at %s: %d %s", path, code, p.last)
		}
	}
	if code, got := p.send("GET", "/api/session/ways", ""); code != 200 || got["local"] != true || got["oidc"] != nil {
		t.Errorf("ways: %d %s", code, p.last)
	}
}

func TestASensitiveActWantsAConfirmationOverHTTP(t *testing.T) {
	w, p := newPage(t)
	if code, _ := p.send("GET", "/api/work?sensitive=1", ""); code != 200 {
		t.Errorf("just signed in: %d %s", code, p.last)
	}
	w.exec(t, "UPDATE session SET confirmed_at = now() - interval '5 minutes'")
	if code, got := p.send("GET", "/api/work?sensitive=1", ""); code != 403 || got["confirm"] != true {
		t.Errorf("after five minutes: %d %s", code, p.last)
	}
	if code, _ := p.send("GET", "/api/work", ""); code != 200 {
		t.Errorf("other work: %d %s", code, p.last)
	}
	if code, got := p.send("POST", "/api/session/confirm", `{"code":"123456"}`); code != 400 || got["field"] != "code" {
		t.Errorf("a code without a second factor: %d %s", code, p.last)
	}
	if code, got := p.send("POST", "/api/session/confirm", rightProof); code != 200 || got["confirmedUntil"] == nil {
		t.Errorf("confirmed: %d %s", code, p.last)
	}
	if code, _ := p.send("GET", "/api/work?sensitive=1", ""); code != 200 {
		t.Errorf("after confirming: %d %s", code, p.last)
	}
}

func TestTheCodeIsAskedForOverHTTP(t *testing.T) {
	w, p := newPage(t)
	secret, _ := w.enrol(t, p.cookies["bienche"])
	p.cookies = map[string]string{}
	if code, got := p.send("POST", "/api/session", credentials); code != 401 || got["secondFactor"] != true || len(p.cookies) != 0 {
		t.Errorf("without a code: %d %s", code, p.last)
	}
	with := strings.TrimSuffix(credentials, "}") + `,"code":"` + codeAt(t, secret, noon) + `"}`
	if code, got := p.send("POST", "/api/session", with); code != 200 || got["totp"] != true {
		t.Errorf("with it: %d %s", code, p.last)
	}
	if code, got := p.send("POST", "/api/session", with); code != 401 || got["secondFactor"] != true {
		t.Errorf("with the same again: %d %s", code, p.last)
	}
}

func TestADisabledUserIsOutAtTheNextClick(t *testing.T) {
	w, p := newPage(t)
	if code, _ := p.send("GET", "/api/work", ""); code != 200 {
		t.Fatalf("%d %s", code, p.last)
	}
	w.exec(t, "UPDATE app_user SET disabled_at = now()") // as another copy of the server would
	if code, got := p.send("GET", "/api/work", ""); code != 401 || got["locked"] != nil {
		t.Errorf("%d %s", code, p.last)
	}
	if code, _ := p.send("POST", "/api/session/unlock", rightProof); code != 401 {
		t.Errorf("unlocking: %d %s", code, p.last)
	}
}

func TestAGivenPasswordOverHTTP(t *testing.T) {
	w, p := newPage(t)
	w.exec(t, "UPDATE app_user SET must_change_password = true")
	if code, got := p.send("GET", "/api/session", ""); code != 200 || got["mustChangePassword"] != true {
		t.Errorf("%d %s", code, p.last)
	}
	if code, got := p.send("GET", "/api/work", ""); code != 403 || got["mustChangePassword"] != true {
		t.Errorf("%d %s", code, p.last)
	}
	w.exec(t, "UPDATE session SET way = '"+models.SessionByOIDC+"'")
	if code, _ := p.send("GET", "/api/work", ""); code != 200 {
		t.Errorf("who did not sign in with it: %d %s", code, p.last)
	}
}
