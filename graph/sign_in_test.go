package graph

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"bienche/internal/auth"
)

const signInPassword = "một mật khẩu dài"

// newSignInWorld is the small province where nhansu and taichinh have passwords.
func newSignInWorld(t *testing.T) *world {
	t.Helper()
	t.Setenv("BIENCHE_DATA_DIR", t.TempDir())
	t.Setenv("BIENCHE_PASSWORD_MEMORY_KIB", "64")
	w := newWorld(t)
	w.exec("SELECT setval(pg_get_serial_sequence('audit_log', 'id'), 1000)") // the world's own entry has a fixed id
	console, err := w.auth.ActAsConsole(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, user := range []string{"nhansu", "taichinh"} {
		if err := w.auth.SetPassword(console, user, signInPassword); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func (w *world) signIn(user, password string) (secret string) {
	w.t.Helper()
	secret, err := w.auth.SignIn(context.Background(), auth.Try{Username: user, Password: password, UserAgent: "Trình duyệt của " + user})
	if err != nil {
		w.t.Fatal(err)
	}
	return secret
}

// askAt runs a query in a session.
func (w *world) askAt(secret, query string) answer {
	w.t.Helper()
	ctx, v, err := w.auth.BySession(context.Background(), secret)
	if err != nil || v == nil {
		w.t.Fatalf("%v, %v", v, err)
	}
	var a answer
	a.raw = string(w.engine.Run(ctx, Request{Query: query, Lang: "vi"}).AppendJSON(nil))
	if err := json.Unmarshal([]byte(a.raw), &a); err != nil {
		w.t.Fatalf("%v: %s", err, a.raw)
	}
	return a
}

func (a answer) code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	return a.Errors[0].Extensions.Code
}

const ownSessions = `{ viewer { sessions { id current userAgent network locked createdAt lastSeenAt expiresAt }
	signIn { totp recoveryCodesLeft localPassword lockAfterSeconds expiresAt confirmedUntil } } }`

func TestReadersSeeAndEndTheirOwnSessionsOnly(t *testing.T) {
	w := newSignInWorld(t)
	here, there, others := w.signIn("nhansu", signInPassword), w.signIn("nhansu", signInPassword), w.signIn("taichinh", signInPassword)
	w.exec("UPDATE session SET last_seen_at = now() - interval '30 seconds' WHERE secret_sha256 = sha256('" + there + "')")
	a := w.askAt(here, ownSessions)
	if a.at("viewer", "sessions", 0, "current") != true || a.at("viewer", "sessions", 1, "current") != false || a.at("viewer", "sessions", 2) != nil ||
		a.at("viewer", "signIn", "lockAfterSeconds") != 900.0 || a.at("viewer", "signIn", "localPassword") != true || a.at("viewer", "signIn", "confirmedUntil") == nil {
		t.Errorf("%s", a.raw)
	}
	if strings.Contains(a.raw, "taichinh") || strings.Contains(a.raw, here) {
		t.Errorf("more than one's own is told: %s", a.raw)
	}
	end := func(secret, request string, id any) answer {
		return w.askAt(secret, fill(`mutation { endSession(input: {clientRequestId: "%r", id: "%id"}) { viewer { sessions { id } } } }`, "%r", request, "%id", id.(string)))
	}
	second, foreign := a.at("viewer", "sessions", 1, "id"), w.askAt(others, ownSessions).at("viewer", "sessions", 0, "id")
	if got, none := end(here, "1", foreign), end(here, "2", EncodeID("session", 9999)); got.raw != none.raw || got.code() != "NOT_FOUND" {
		t.Errorf("another's session: %s, none: %s", got.raw, none.raw)
	}
	if got := end(here, "3", EncodeID("unit", 2)); got.code() != "BAD_INPUT" {
		t.Errorf("a unit: %s", got.raw)
	}
	if got := end(here, "4", second); got.code() != "" || got.at("endSession", "viewer", "sessions", 1) != nil || got.at("endSession", "viewer", "sessions", 0) == nil {
		t.Errorf("%s", got.raw)
	}
	for _, secret := range []string{there} {
		if _, v, err := w.auth.BySession(context.Background(), secret); v != nil || err != nil {
			t.Errorf("the ended session lives: %v, %v", v, err)
		}
	}
	if got := w.askAt(here, `mutation { endOtherSessions(input: {clientRequestId: "5"}) { viewer { username sessions { current } } } }`); got.at("endOtherSessions", "viewer", "sessions", 0, "current") != true {
		t.Errorf("%s", got.raw)
	}
	if got := w.askAt(others, ownSessions); got.code() != "" {
		t.Errorf("another's session ended: %s", got.raw)
	}
	if got := w.ask("nhansu", `mutation { endOtherSessions(input: {clientRequestId: "6"}) { viewer { username } } }`); got.code() != "FORBIDDEN" {
		t.Errorf("without a session: %s", got.raw)
	}
}

func TestAGivenPasswordMustBeChangedBeforeAnythingIsAsked(t *testing.T) {
	w := newSignInWorld(t)
	w.exec("UPDATE app_user SET must_change_password = true WHERE username = 'nhansu'")
	secret := w.signIn("nhansu", signInPassword)
	change := `mutation { changePassword(input: {clientRequestId: "c", current: "` + signInPassword + `", next: "một mật khẩu khác"}) { viewer { username } } }`
	for _, query := range []string{
		`{ viewer { username } }`, `{ units: orgUnits { totalCount } }`, `{ staff { totalCount } }`,
		`mutation { endOtherSessions(input: {clientRequestId: "a"}) { viewer { username } } }`,
		`mutation { startTotp(input: {clientRequestId: "b"}) { secret } }`,
	} {
		if a := w.askAt(secret, query); a.code() != "FORBIDDEN" || !strings.Contains(a.raw, `"mustChangePassword":true`) || len(a.Errors) != 1 {
			t.Errorf("%s got %s", query, a.raw)
		}
	}
	for name, field := range w.engine.schema.QueryType().Fields() {
		if a := w.askAt(secret, fill(fieldWithoutArguments, "%name", name)); len(field.Args) == 0 && !strings.Contains(a.raw, `"mustChangePassword":true`) && !strings.Contains(a.raw, "BAD_INPUT") {
			t.Errorf("%s got %s", name, a.raw)
		}
	}
	if a := w.askAt(secret, change); a.at("changePassword", "viewer", "username") != "nhansu" {
		t.Fatalf("%s", a.raw)
	}
	if a := w.askAt(secret, `{ viewer { username } }`); a.code() != "" {
		t.Errorf("after the change: %s", a.raw)
	}
}

const fieldWithoutArguments = `{ %name { __typename } }`

func TestChangingThePasswordNamesTheWrongField(t *testing.T) {
	w := newSignInWorld(t)
	secret := w.signIn("nhansu", signInPassword)
	for _, c := range []struct{ current, next, field string }{
		{"sai mật khẩu rồi", "một mật khẩu khác", "current"}, {signInPassword, "ngắn", "next"}, {signInPassword, signInPassword, "next"},
	} {
		a := w.askAt(secret, fill(`mutation { changePassword(input: {clientRequestId: "%next", current: "%current", next: "%next"}) { viewer { username } } }`, "%current", c.current, "%next", c.next))
		if a.code() != "BAD_INPUT" || !strings.HasSuffix(a.Errors[0].Extensions.Field, c.field) {
			t.Errorf("%+v got %s", c, a.raw)
		}
	}
}

func TestTheSecondFactorThroughTheAPI(t *testing.T) {
	w := newSignInWorld(t)
	secret := w.signIn("nhansu", signInPassword)
	w.exec("UPDATE session SET confirmed_at = now() - interval '6 minutes'")
	const start = `mutation { startTotp(input: {clientRequestId: "s"}) { secret uri } }`
	if a := w.askAt(secret, start); a.code() != "FORBIDDEN" || !strings.Contains(a.raw, `"confirm":true`) {
		t.Errorf("unconfirmed: %s", a.raw)
	}
	w.exec("UPDATE session SET confirmed_at = now()")
	setup := w.askAt(secret, start)
	code, err := totp.GenerateCode(setup.at("startTotp", "secret").(string), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	a := w.askAt(secret, fill(`mutation { confirmTotp(input: {clientRequestId: "t", code: "%code"}) { recoveryCodes } }`, "%code", code))
	if codes, _ := a.at("confirmTotp", "recoveryCodes").([]any); len(codes) != 10 {
		t.Fatalf("%s", a.raw)
	}
	if a := w.askAt(secret, ownSessions); a.at("viewer", "signIn", "totp") != true || a.at("viewer", "signIn", "recoveryCodesLeft") != 10.0 {
		t.Errorf("%s", a.raw)
	}
	if a := w.askAt(secret, `mutation { disableTotp(input: {clientRequestId: "u"}) { viewer { signIn { totp recoveryCodesLeft } } } }`); a.at("disableTotp", "viewer", "signIn", "totp") != false {
		t.Errorf("%s", a.raw)
	}
}
