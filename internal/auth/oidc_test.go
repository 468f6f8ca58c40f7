package auth

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"bienche/internal/fault"
	"bienche/internal/platform/config"
	"bienche/policies"
)

// idp is an identity provider that knows one person: it hands codes out at once, and signs what it is told to.
type idp struct {
	*httptest.Server
	t      *testing.T
	key    *rsa.PrivateKey
	codes  map[string]url.Values // by code, what the browser came with
	claims map[string]any        // put over those of a good token; nil takes one away
	header map[string]any
	signed *rsa.PrivateKey // nil: its own key
}

func newIDP(t *testing.T) *idp {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &idp{t: t, key: key, codes: map[string]url.Values{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		p.answer(w, map[string]any{
			"issuer": p.URL, "authorization_endpoint": p.URL + "/auth", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"},
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		p.answer(w, map[string]any{"keys": []any{map[string]any{
			"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1", "n": b64(key.N.Bytes()), "e": b64(big.NewInt(int64(key.E)).Bytes()),
		}}})
	})
	mux.HandleFunc("POST /token", p.token)
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (p *idp) answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		p.t.Error(err)
	}
}

// token gives the ID token for a code, once, to who holds the verifier of its challenge and the client's secret.
func (p *idp) token(w http.ResponseWriter, r *http.Request) {
	came, ok := p.codes[r.FormValue("code")]
	delete(p.codes, r.FormValue("code"))
	id, secret, _ := r.BasicAuth()
	challenge := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if !ok || id != "bienche" || secret != "chung" || b64(challenge[:]) != came.Get("code_challenge") || came.Get("code_challenge_method") != "S256" {
		w.WriteHeader(http.StatusBadRequest)
		p.answer(w, map[string]string{"error": "invalid_grant"})
		return
	}
	claims := map[string]any{
		"iss": p.URL, "aud": "bienche", "sub": "42", "nonce": came.Get("nonce"), "preferred_username": "aido",
		"iat": noon.Unix(), "exp": noon.Add(time.Minute).Unix(), "auth_time": noon.Unix(),
	}
	maps.Copy(claims, p.claims)
	maps.DeleteFunc(claims, func(_ string, v any) bool { return v == nil })
	p.answer(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": p.sign(claims)})
}

func (p *idp) sign(claims map[string]any) string {
	header := map[string]any{"alg": "RS256", "kid": "1", "typ": "JWT"}
	maps.Copy(header, p.header)
	h, err1 := json.Marshal(header)
	c, err2 := json.Marshal(claims)
	if err1 != nil || err2 != nil {
		p.t.Fatal(err1, err2)
	}
	text := b64(h) + "." + b64(c)
	key := p.key
	if p.signed != nil {
		key = p.signed
	}
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, sum[:])
	if err != nil {
		p.t.Fatal(err)
	}
	if header["alg"] == "none" {
		signature = nil
	}
	return text + "." + b64(signature)
}

// browser goes to the provider and comes back, with its cookies.
type browser struct {
	t       *testing.T
	h       http.Handler
	cookies map[string]string
}

func (b *browser) get(address string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "http://bienche.example"+address, nil)
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	out := httptest.NewRecorder()
	b.h.ServeHTTP(out, r)
	for _, c := range out.Result().Cookies() {
		if b.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	return out
}

// leave begins a sign-in and gives what the browser brings to the provider.
func (b *browser) leave(p *idp) url.Values {
	b.t.Helper()
	out := b.get("/api/oidc/login?return=" + url.QueryEscape("/staff?q=an"))
	to, err := url.Parse(out.Header().Get("Location"))
	if err != nil || out.Code != http.StatusSeeOther || !strings.HasPrefix(to.String(), p.URL+"/auth?") {
		b.t.Fatalf("%d to %s", out.Code, to)
	}
	return to.Query()
}

// signIn goes there and back. It gives where the browser ends.
func (b *browser) signIn(p *idp) string {
	b.t.Helper()
	q := b.leave(p)
	p.codes["c1"] = q
	return b.get("/api/oidc/callback?code=c1&state=" + q.Get("state")).Header().Get("Location")
}

func newOIDCTown(t *testing.T) (*town, *idp, *browser) {
	t.Helper()
	w, p := newTown(t), newIDP(t)
	c := cheap
	c.Local = false
	c.OIDC = config.OIDC{Issuer: p.URL, ClientID: "bienche", Secret: "chung", Claim: "preferred_username",
		Redirect: "http://bienche.example/api/oidc/callback"}
	var err error
	if w.Service, err = New(w.db, config.Config{SignIn: c, DataDir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	w.now = func() time.Time { return noon }
	w.user(t, "aido", policies.Inspector, "H")
	return w, p, &browser{t, site(w), map[string]string{}}
}

func TestSigningInAtTheProvider(t *testing.T) {
	w, p, b := newOIDCTown(t)
	q := b.leave(p)
	if q.Get("redirect_uri") != "http://bienche.example/api/oidc/callback" || q.Get("scope") != "openid profile" || len(q.Get("nonce")) != 43 || len(q.Get("state")) != 43 || q.Has("prompt") {
		t.Errorf("%v", q)
	}
	if to := b.signIn(p); to != "/staff?q=an" {
		t.Fatalf("ends at %s", to)
	}
	if got := w.state(t, b.cookies["bienche"]); got != "open" || b.cookies["bienche-oidc"] != "" {
		t.Errorf("%s, cookies %v", got, b.cookies)
	}
	if n := w.count(t, "SELECT count(*) FROM audit_log WHERE action = 'auth.sign_in' AND actor_name = 'aido' AND detail->>'way' = 'OIDC'"); n != 1 {
		t.Errorf("%d entries", n)
	}
	wantCode(t, w.signInWith(""), fault.Forbidden, "auth.local_off")
	var ways struct {
		Local bool
		OIDC  struct{ Name string }
	}
	if err := json.Unmarshal(b.get("/api/session/ways").Body.Bytes(), &ways); err != nil || ways.Local || ways.OIDC.Name != strings.TrimPrefix(p.URL, "http://") {
		t.Errorf("%+v, %v", ways, err)
	}
}

func TestTheProviderIsNotBelievedBlindly(t *testing.T) {
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	w, p, b := newOIDCTown(t)
	w.user(t, "nghiviec")
	if err := w.DisableUser(w.console, "nghiviec"); err != nil {
		t.Fatal(err)
	}
	claims := func(more ...any) map[string]any {
		out := map[string]any{}
		for i := 0; i < len(more); i += 2 {
			out[more[i].(string)] = more[i+1]
		}
		return out
	}
	tests := []struct {
		name   string
		claims map[string]any
		header map[string]any
		signed *rsa.PrivateKey
		want   string // the refusal, "" for none
		reason string // in the audit log
	}{
		{"a good token", nil, nil, nil, "", ""},
		{"the name in capitals", claims("preferred_username", " AiDo "), nil, nil, "", ""},
		{"several programs, ours by name", claims("aud", []string{"bienche", "x"}, "azp", "bienche"), nil, nil, "", ""},
		{"another nonce", claims("nonce", "x"), nil, nil, "oidc_failed", "another nonce"},
		{"no nonce", claims("nonce", nil), nil, nil, "oidc_failed", "another nonce"},
		{"another program", claims("aud", "x"), nil, nil, "oidc_failed", "the ID token does not hold"},
		{"several programs, meant for another", claims("aud", []string{"bienche", "x"}, "azp", "x"), nil, nil, "oidc_failed", "the ID token is made for another program"},
		{"several programs, meant for nobody", claims("aud", []string{"bienche", "x"}), nil, nil, "oidc_failed", "the ID token is made for another program"},
		{"another issuer", claims("iss", "https://evil.example"), nil, nil, "oidc_failed", "the ID token does not hold"},
		{"a token that ran out", claims("exp", noon.Add(-time.Second).Unix()), nil, nil, "oidc_failed", "the ID token does not hold"},
		{"a token without an end", claims("exp", nil), nil, nil, "oidc_failed", "the ID token does not hold"},
		{"a stranger's signature", nil, nil, other, "oidc_failed", "the ID token does not hold"},
		{"no signature", nil, claims("alg", "none"), nil, "oidc_failed", "the ID token does not hold"},
		{"a signature by a shared secret", nil, claims("alg", "HS256"), nil, "oidc_failed", "the ID token does not hold"},
		{"an unknown person", claims("preferred_username", "khongco"), nil, nil, "oidc_unknown", "no account is open under that name"},
		{"a name that no account can have", claims("preferred_username", "a'b"), nil, nil, "oidc_unknown", "no account is open under that name"},
		{"no name", claims("preferred_username", nil), nil, nil, "oidc_unknown", "no account is open under that name"},
		{"a name that is a number", claims("preferred_username", 7), nil, nil, "oidc_unknown", "no account is open under that name"},
		{"a disabled person", claims("preferred_username", "nghiviec"), nil, nil, "oidc_unknown", "the account is disabled"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b.cookies = map[string]string{}
			w.exec(t, "DELETE FROM session")
			p.claims, p.header, p.signed = tt.claims, tt.header, tt.signed
			to, want := b.signIn(p), "/staff?q=an"
			if tt.want != "" {
				want = "/sign-in?refused=" + tt.want
			}
			if to != want || (b.cookies["bienche"] == "") != (tt.want != "") || w.count(t, "SELECT count(*) FROM session") != len(b.cookies) {
				t.Errorf("ends at %s with %v", to, b.cookies)
			}
			last := w.count(t, `SELECT count(*) FROM (SELECT action, detail FROM audit_log ORDER BY id DESC LIMIT 1) l
				WHERE action = 'auth.sign_in_failed' AND detail->>'reason' = ?`, tt.reason)
			if (last == 1) != (tt.reason != "") {
				t.Errorf("noted %d times that %s", last, tt.reason)
			}
		})
	}
	if n := w.count(t, "SELECT count(*) FROM app_user"); n != 2 {
		t.Errorf("%d accounts: the provider made some", n)
	}
}

func TestTheWayBackLeadsInOnceAndOnlyTheBrowserThatLeft(t *testing.T) {
	w, p, b := newOIDCTown(t)
	back := func(b *browser, q url.Values, state string) string {
		p.codes["c1"] = q
		return b.get("/api/oidc/callback?code=c1&state=" + url.QueryEscape(state)).Header().Get("Location")
	}
	const failed = "/sign-in?refused=oidc_failed"
	q := b.leave(p)
	kept := maps.Clone(b.cookies)
	if to := back(&browser{t, b.h, map[string]string{}}, q, q.Get("state")); to != failed {
		t.Errorf("another browser ends at %s", to)
	}
	if to := back(b, q, q.Get("state")); to != "/staff?q=an" {
		t.Errorf("the browser itself ends at %s", to)
	}
	if to := back(&browser{t, b.h, kept}, q, q.Get("state")); to != failed {
		t.Errorf("the same way back again ends at %s", to)
	}
	for name, state := range map[string]string{"another": "x", "no": ""} {
		b.cookies = map[string]string{}
		q := b.leave(p)
		if to := back(b, q, state); to != failed {
			t.Errorf("%s state ends at %s", name, to)
		}
	}
	q = b.leave(p)
	if to := b.get("/api/oidc/callback?error=access_denied&state=" + q.Get("state")).Header().Get("Location"); to != failed {
		t.Errorf("a refusal of the provider ends at %s", to)
	}
	b.cookies = map[string]string{}
	q = b.leave(p)
	w.exec(t, "UPDATE oidc_flow SET expires_at = now() - interval '1 second'")
	if to := back(b, q, q.Get("state")); to != failed {
		t.Errorf("a way that took too long ends at %s", to)
	}
	b.cookies = map[string]string{}
	q = b.leave(p)
	other := b.leave(p) // the same browser once more: the first way is forgotten, and its verifier with it
	if to := back(b, q, other.Get("state")); to != failed {
		t.Errorf("a code got with another challenge ends at %s", to)
	}
	if to := b.signIn(p); to != "/staff?q=an" {
		t.Errorf("after all that, ends at %s", to)
	}
}

func TestALockedScreenIsNotOpenedByTheProvidersMemory(t *testing.T) {
	w, p, b := newOIDCTown(t)
	b.signIn(p)
	first := b.cookies["bienche"]
	if err := w.Lock(w.at(t, first)); err != nil {
		t.Fatal(err)
	}
	if q := b.leave(p); q.Get("prompt") != "login" || q.Get("max_age") != "0" {
		t.Errorf("the provider is not told to ask: %v", q)
	}
	began := func(sql string) { w.exec(t, "UPDATE oidc_flow SET began_at = "+sql) }
	for name, authTime := range map[string]any{"long ago": noon.Add(-time.Hour).Unix(), "nobody knows when": nil} {
		p.claims = map[string]any{"auth_time": authTime}
		q := b.leave(p)
		began("'2026-11-21 12:00:00Z'")
		p.codes["c1"] = q
		if to := b.get("/api/oidc/callback?code=c1&state=" + q.Get("state")).Header().Get("Location"); to != "/sign-in?refused=oidc_failed" {
			t.Errorf("the person was asked %s, ends at %s", name, to)
		}
	}
	p.claims = nil
	q := b.leave(p)
	began("'2026-11-21 12:00:00Z'")
	p.codes["c1"] = q
	if to := b.get("/api/oidc/callback?code=c1&state=" + q.Get("state")).Header().Get("Location"); to != "/staff?q=an" {
		t.Errorf("asked anew, ends at %s", to)
	}
	if w.state(t, first) != "over" || w.state(t, b.cookies["bienche"]) != "open" {
		t.Error("the locked session was not replaced")
	}
}

func TestOnlyAFreshProofAtTheProviderCountsAsConfirmation(t *testing.T) {
	w, p, b := newOIDCTown(t)
	w.now = time.Now
	now := time.Now()
	for name, tt := range map[string]struct {
		authTime any
		want     fault.Code
	}{
		"now": {now.Unix(), ""}, "an hour ago": {now.Add(-time.Hour).Unix(), fault.Forbidden},
		"it does not say": {nil, fault.Forbidden}, "tomorrow": {now.Add(24 * time.Hour).Unix(), ""},
	} {
		b.cookies = map[string]string{}
		p.claims = map[string]any{"auth_time": tt.authTime, "iat": now.Unix(), "exp": now.Add(time.Minute).Unix()}
		if to := b.signIn(p); to != "/staff?q=an" {
			t.Fatalf("%s: ends at %s", name, to)
		}
		wantCode(t, Confirmed(w.at(t, b.cookies["bienche"])), tt.want, "")
	}
	if n := w.count(t, "SELECT count(*) FROM session WHERE confirmed_at > now()"); n != 0 {
		t.Error("a confirmation is dated ahead")
	}
}

func TestGoingToTheProviderForNothingShutsTheNetworksDoor(t *testing.T) {
	w, p, b := newOIDCTown(t)
	w.settings.NetTries = 4
	for range 6 { // those who come back well are not counted
		b.cookies = map[string]string{}
		b.signIn(p)
	}
	b.cookies = map[string]string{}
	for range 4 {
		b.leave(p)
	}
	if to := b.get("/api/oidc/login").Header().Get("Location"); to != "/sign-in?refused=shut" {
		t.Errorf("ends at %s", to)
	}
	if n := w.count(t, "SELECT count(*) FROM oidc_flow"); n != 4 {
		t.Errorf("%d ways are kept", n)
	}
}

func TestWhereAPersonIsSentAfterwards(t *testing.T) {
	for in, want := range map[string]string{
		"/staff?q=an": "/staff?q=an", "": "/", "staff": "/", "//evil.example": "/", "https://evil.example/": "/", `/\evil.example`: "/",
		"/\tevil": "/", "javascript:alert(1)": "/", "/a\r\nSet-Cookie: x": "/", "/%": "/",
	} {
		if got := ownPath(in); got != want {
			t.Errorf("%q leads to %q, want %q", in, got, want)
		}
	}
}

func TestAProviderThatIsAwayIsSaidSo(t *testing.T) {
	w, p, b := newOIDCTown(t)
	p.Close()
	if to := b.get("/api/oidc/login").Header().Get("Location"); to != "/sign-in?refused=oidc_away" {
		t.Errorf("ends at %s", to)
	}
	w.provider = nil
	if got := b.get("/api/oidc/login").Code; got != 404 {
		t.Errorf("without a provider: %d", got)
	}
}
