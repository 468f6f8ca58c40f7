package auth

import (
	"context"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"bienche/internal/fault"
	"bienche/internal/platform/config"
	"bienche/models"
	"bienche/policies"
)

// noon is when these tests take place, for codes: the middle of a step.
var noon = time.Date(2026, 11, 21, 12, 0, 15, 0, time.UTC)

// codeAt is what an authenticator app shows at a moment.
func codeAt(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// enrol sets one-time codes up for the holder of a session, with the code of the step before noon.
func (w *town) enrol(t *testing.T, session string) (secret string, recovery []string) {
	t.Helper()
	w.now = func() time.Time { return noon }
	setup, err := w.StartTotp(w.at(t, session), "start")
	if err != nil {
		t.Fatal(err)
	}
	recovery, err = w.ConfirmTotp(w.at(t, session), "confirm", codeAt(t, setup.Secret, noon.Add(-30*time.Second)))
	if err != nil {
		t.Fatal(err)
	}
	return setup.Secret, recovery
}

func (w *town) signInWith(code string) error {
	in := try("aido", password)
	in.Code = code
	_, err := w.SignIn(context.Background(), in)
	return err
}

func TestSigningInWantsACodeOnceSetUp(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	secret, _ := w.enrol(t, w.signIn(t, "aido"))
	at := func(d time.Duration) string { return codeAt(t, secret, noon.Add(d)) }
	tests := []struct {
		name, code string
		want       string // key of the refusal
	}{
		{"no code", "", "auth.code_needed"},
		{"blanks", "  ", "auth.code_needed"},
		{"another code", "000000", "auth.wrong_code"},
		{"letters", "abcdef", "auth.wrong_code"},
		{"the code that turned it on, a second time", at(-30 * time.Second), "auth.wrong_code"},
		{"two steps late", at(-60 * time.Second), "auth.wrong_code"},
		{"two steps early", at(60 * time.Second), "auth.wrong_code"},
		{"the code of now, written with a blank", at(0)[:3] + " " + at(0)[3:], ""},
		{"the same code again", at(0), "auth.wrong_code"},
		{"one step early, by a clock that is fast", at(30 * time.Second), ""},
		{"an earlier step after a later one", at(0), "auth.wrong_code"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w.exec(t, "DELETE FROM sign_in_guard")
			err := w.signInWith(tt.code)
			if tt.want == "" && err != nil || tt.want != "" && (fault.From(err).Key != tt.want || fault.CodeOf(err) != fault.Unauthenticated || fault.From(err).Extra["secondFactor"] != true) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	in := try("aido", "sai mật khẩu rồi")
	in.Code = at(30 * time.Second)
	if _, err := w.SignIn(context.Background(), in); fault.From(err).Key != "auth.wrong" || fault.From(err).Extra != nil {
		t.Errorf("a wrong password tells of the second factor: %v", err)
	}
}

func TestWrongCodesShutTheAccountsDoorAndAskingForThemDoesNot(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	secret, _ := w.enrol(t, w.signIn(t, "aido"))
	for range 12 {
		if err := w.signInWith(""); fault.From(err).Key != "auth.code_needed" {
			t.Fatalf("asked for the code: %v", err)
		}
	}
	for range 5 {
		if err := w.signInWith("000000"); fault.From(err).Key != "auth.wrong_code" {
			t.Fatalf("a wrong code: %v", err)
		}
	}
	wantCode(t, w.signInWith(codeAt(t, secret, noon)), fault.LimitExceeded, "auth.shut")
	if n := w.audited(t, "auth.sign_in_failed"); n != 5 {
		t.Errorf("%d failures noted", n)
	}
}

func TestOneCodeOpensOneOfManyParallelTries(t *testing.T) {
	w := newTown(t)
	w.settings.Tries = 100
	w.user(t, "aido")
	secret, recovery := w.enrol(t, w.signIn(t, "aido"))
	for code, refusal := range map[string]string{codeAt(t, secret, noon): "auth.wrong_code", recovery[0]: "auth.wrong_recovery"} {
		results := make(chan error, 8)
		for range cap(results) {
			go func() { results <- w.signInWith(code) }()
		}
		good := 0
		for range cap(results) {
			switch err := <-results; {
			case err == nil:
				good++
			case fault.From(err).Key != refusal:
				t.Errorf("%v", err)
			}
		}
		if good != 1 {
			t.Errorf("%d came in by one code", good)
		}
	}
}

func TestEachRecoveryCodeOpensOnce(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	w.user(t, "nguoikhac")
	_, recovery := w.enrol(t, w.signIn(t, "aido"))
	if len(recovery) != 10 || len(recovery[0]) != 19 {
		t.Fatalf("%q", recovery)
	}
	wantCode(t, w.signInWith(recovery[3]), "", "")
	wantCode(t, w.signInWith(recovery[3]), fault.Unauthenticated, "auth.wrong_recovery")
	wantCode(t, w.signInWith("sai-sai-sai"), fault.Unauthenticated, "auth.wrong_recovery")
	wantCode(t, w.signInWith(strings.ToLower(strings.ReplaceAll(recovery[4], "-", ""))), "", "")
	if n := w.count(t, "SELECT count(*) FROM recovery_code"); n != 8 {
		t.Errorf("%d codes are left", n)
	}
	if n := w.count(t, "SELECT count(*) FROM recovery_code WHERE position(convert_to(?, 'UTF8') in code_sha256) > 0", strings.ReplaceAll(recovery[5], "-", "")); n != 0 {
		t.Error("a code is stored in clear")
	}
	other, _ := w.enrol(t, w.signIn(t, "nguoikhac"))
	in := try("nguoikhac", password)
	in.Code = recovery[5]
	_, err := w.SignIn(context.Background(), in)
	wantCode(t, err, fault.Unauthenticated, "auth.wrong_recovery")
	if other == "" {
		t.Error("no secret")
	}
}

func TestACodeUnlocksAndConfirmsAndIsSpent(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	session := w.signIn(t, "aido")
	secret, recovery := w.enrol(t, session)
	if err := w.Lock(w.at(t, session)); err != nil {
		t.Fatal(err)
	}
	code := codeAt(t, secret, noon)
	opened, err := w.Unlock(w.at(t, session), Proof{Code: code, Field: "code"})
	if err != nil {
		t.Fatal(err)
	}
	err = w.Confirm(w.at(t, opened), Proof{Code: code, Field: "code"})
	if f := fault.From(err); f.Key != "auth.wrong_proof" || f.Field != "code" {
		t.Errorf("the code that unlocked, to confirm: %v", err)
	}
	wantCode(t, w.Confirm(w.at(t, opened), Proof{Code: recovery[0]}), "", "")
	wantCode(t, w.Confirm(w.at(t, opened), Proof{Code: recovery[0]}), fault.BadInput, "auth.wrong_proof")
}

func TestSettingUpTheSecondFactor(t *testing.T) {
	w := newTown(t)
	w.now = func() time.Time { return noon }
	id := w.user(t, "aido")
	session := w.signIn(t, "aido")
	ctx := w.at(t, session)
	_, err := w.ConfirmTotp(ctx, "0", "123456")
	wantCode(t, err, fault.Conflict, "auth.totp_not_started")
	first, err := w.StartTotp(ctx, "a")
	if err != nil || !strings.HasPrefix(first.URI, "otpauth://totp/") || !strings.Contains(first.URI, first.Secret) || len(first.Secret) != 32 {
		t.Fatalf("%+v, %v", first, err)
	}
	if again, err := w.StartTotp(ctx, "a"); err != nil || *again != *first {
		t.Errorf("the same request got %+v, %v", again, err)
	}
	second, err := w.StartTotp(ctx, "b")
	if err != nil || second.Secret == first.Secret {
		t.Errorf("a new request got %+v, %v", second, err)
	}
	if w.state(t, session) != "open" || SessionOf(w.at(t, session)).Totp {
		t.Error("a secret counts before it was confirmed")
	}
	_, err = w.ConfirmTotp(ctx, "c", codeAt(t, first.Secret, noon))
	wantCode(t, err, fault.BadInput, "auth.wrong_code")
	if _, err = w.ConfirmTotp(ctx, "c", codeAt(t, second.Secret, noon)); err != nil {
		t.Fatal(err)
	}
	_, err = w.ConfirmTotp(ctx, "c", codeAt(t, second.Secret, noon))
	wantCode(t, err, fault.Conflict, "auth.totp_on")
	_, err = w.StartTotp(w.at(t, session), "d")
	wantCode(t, err, fault.Conflict, "auth.totp_on")

	sealed, err := models.One[[]byte](ctx, w.owner, models.Q("SELECT totp_secret FROM app_user WHERE id = ?", id))
	if err != nil || strings.Contains(string(sealed), second.Secret) {
		t.Errorf("the secret is stored in clear, or %v", err)
	}
	if text, err := w.vault.unseal(id, sealed); err != nil || text != second.Secret {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := w.vault.unseal(id+1, sealed); err == nil {
		t.Error("another user's row opens it")
	}
	w.exec(t, "UPDATE session SET confirmed_at = now() - interval '6 minutes'")
	wantCode(t, w.DisableTotp(w.at(t, session), "e"), fault.Forbidden, "auth.confirm")
	w.exec(t, "UPDATE session SET confirmed_at = now()")
	wantCode(t, w.DisableTotp(w.at(t, session), "e"), "", "")
	wantCode(t, w.signInWith(""), "", "")
	if n := w.count(t, "SELECT count(*) FROM recovery_code"); n != 0 {
		t.Errorf("%d recovery codes remain", n)
	}
	for _, action := range []string{"auth.start_totp", "auth.confirm_totp", "auth.disable_totp"} {
		if w.audited(t, action) == 0 {
			t.Errorf("%s was not noted", action)
		}
	}
}

func TestARoleMayAskForASecondFactor(t *testing.T) {
	w := newTown(t)
	w.settings.TotpRoles = []string{policies.Inspector}
	w.user(t, "aido", policies.Inspector, "H")
	w.user(t, "nguoikhac")
	wantCode(t, Ready(w.at(t, w.signIn(t, "nguoikhac"))), "", "")
	session := w.signIn(t, "aido")
	if f := fault.From(Ready(w.at(t, session))); f.Code != fault.Forbidden || f.Extra["mustSetUpTotp"] != true {
		t.Errorf("got %v", f)
	}
	w.enrol(t, session)
	wantCode(t, Ready(w.at(t, session)), "", "")
	wantCode(t, w.DisableTotp(w.at(t, session), "x"), fault.RuleViolation, "auth.totp_required")
	if err := w.ResetTotp(w.console, "aido"); err != nil {
		t.Fatal(err)
	}
	if w.state(t, session) != "over" || w.audited(t, "auth.reset_totp") != 1 {
		t.Error("taking the second factor away left a session open, or was not noted")
	}
	_, err := New(w.db, config.Config{SignIn: config.SignIn{TotpRoles: []string{"nobody"}}})
	wantCode(t, err, fault.BadInput, "auth.serve.bad_totp_role")
}

func TestTheSecretKey(t *testing.T) {
	vaultOf := newVault
	key := base64.StdEncoding.EncodeToString(random(32))
	external := config.Config{DatabaseURL: "postgres://x"}
	t.Run("of the settings is the same on every copy of the server", func(t *testing.T) {
		c := external
		c.SignIn.SecretKey = key
		a, err1 := vaultOf(c)
		b, err2 := vaultOf(c)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		sealed, err := a.seal(1, "bí mật")
		if err != nil {
			t.Fatal(err)
		}
		if text, err := b.unseal(1, sealed); err != nil || text != "bí mật" {
			t.Errorf("%q, %v", text, err)
		}
		if _, err := b.unseal(1, sealed[:5]); err == nil {
			t.Error("half of it opens")
		}
	})
	t.Run("of the embedded database is a file for its owner's eyes", func(t *testing.T) {
		c := config.Config{DataDir: filepath.Join(t.TempDir(), "data")}
		a, _ := vaultOf(c)
		sealed, err := a.seal(1, "bí mật")
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(filepath.Join(c.DataDir, "secret-key"))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v", info, err)
		}
		after, _ := vaultOf(c)
		if text, err := after.unseal(1, sealed); err != nil || text != "bí mật" {
			t.Errorf("after a new start: %q, %v", text, err)
		}
		if left, err := os.ReadDir(c.DataDir); err != nil || len(left) != 1 {
			t.Errorf("%v, %v", left, err)
		}
	})
	t.Run("is needed only by those who set codes up", func(t *testing.T) {
		v, err := vaultOf(external)
		if err != nil {
			t.Fatal(err)
		}
		_, err = v.seal(1, "bí mật")
		wantCode(t, err, fault.NotCovered, "auth.no_secret_key")
	})
	for name, key := range map[string]string{"no base64": "???", "too short": base64.StdEncoding.EncodeToString(random(16))} {
		t.Run(name, func(t *testing.T) {
			_, err := vaultOf(config.Config{SignIn: config.SignIn{SecretKey: key}})
			wantCode(t, err, fault.BadInput, "auth.serve.bad_secret_key")
		})
	}
}
