package auth

import (
	"context"
	"testing"

	"bienche/internal/fault"
	"bienche/models"
	"bienche/policies"
)

// at is the context of a request that comes with a session, locked or not.
func (w *town) at(t *testing.T, secret string) context.Context {
	t.Helper()
	ctx, v, err := w.look(context.Background(), secret)
	if err != nil || v == nil {
		t.Fatalf("%v, %v", v, err)
	}
	return ctx
}

func (w *town) audited(t *testing.T, action string) int {
	t.Helper()
	return w.count(t, "SELECT count(*) FROM audit_log WHERE action = ?", action)
}

func wantCode(t *testing.T, err error, want fault.Code, key string) {
	t.Helper()
	if fault.CodeOf(err) != want || err != nil && key != "" && fault.From(err).Key != key {
		t.Errorf("got %v, want %s %s", err, want, key)
	}
}

func TestALockedSessionOpensToItsHolder(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	secret := w.signIn(t, "aido")
	for range 2 {
		if err := w.Lock(w.at(t, secret)); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.state(t, secret); got != "locked" || w.audited(t, "auth.lock") != 1 {
		t.Fatalf("%s, %d entries", got, w.audited(t, "auth.lock"))
	}
	_, err := w.Unlock(w.at(t, secret), Proof{Password: "sai mật khẩu rồi", Field: "password"})
	wantCode(t, err, fault.BadInput, "auth.wrong_proof")
	_, err = w.Unlock(w.at(t, secret), Proof{Field: "code"})
	wantCode(t, err, fault.BadInput, "auth.wrong_proof")
	if w.state(t, secret) != "locked" || w.audited(t, "auth.proof_failed") != 2 {
		t.Error("a wrong password opened it, or was not noted")
	}
	opened, err := w.Unlock(w.at(t, secret), Proof{Password: password})
	if err != nil || opened == secret {
		t.Fatalf("%q, %v", opened, err)
	}
	if w.state(t, opened) != "open" || w.state(t, secret) != "over" || w.audited(t, "auth.unlock") != 1 {
		t.Errorf("new %s, old %s", w.state(t, opened), w.state(t, secret))
	}
	if n := w.count(t, "SELECT count(*) FROM session"); n != 1 {
		t.Errorf("%d sessions: unlocking is no second one", n)
	}
}

func TestIdlenessIsNotedOnceAndUnlockingDoesNotLengthenTheDay(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	secret := w.signIn(t, "aido")
	w.exec(t, "UPDATE session SET last_seen_at = now() - interval '16 minutes', expires_at = now() + interval '10 minutes'")
	for range 3 {
		if got := w.state(t, secret); got != "locked" {
			t.Fatal(got)
		}
	}
	if n := w.audited(t, "auth.lock"); n != 1 {
		t.Errorf("%d entries", n)
	}
	if seen := w.count(t, "SELECT extract(epoch FROM now() - last_seen_at)::int FROM session"); seen < 960 {
		t.Errorf("a refused request counted as use: idle for %d s", seen)
	}
	opened, err := w.Unlock(w.at(t, secret), Proof{Password: password})
	if err != nil {
		t.Fatal(err)
	}
	w.exec(t, "UPDATE session SET expires_at = expires_at - interval '10 minutes'")
	if got := w.state(t, opened); got != "over" {
		t.Errorf("after its end the session is %s", got)
	}
}

func TestWrongProofsShutTheAccountsDoor(t *testing.T) {
	acts := map[string]func(w *town, ctx context.Context, p Proof) error{
		"unlock":  func(w *town, ctx context.Context, p Proof) error { _, err := w.Unlock(ctx, p); return err },
		"confirm": func(w *town, ctx context.Context, p Proof) error { return w.Confirm(ctx, p) },
		"change the password": func(w *town, ctx context.Context, p Proof) error {
			return w.ChangePassword(ctx, "r", p.Password, "một mật khẩu khác hẳn")
		},
	}
	for name, act := range acts {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			w.user(t, "aido")
			ctx := w.at(t, w.signIn(t, "aido"))
			for range 5 {
				wantCode(t, act(w, ctx, Proof{Password: "sai mật khẩu rồi"}), fault.BadInput, "auth.wrong_proof")
			}
			wantCode(t, act(w, ctx, Proof{Password: password}), fault.LimitExceeded, "auth.shut")
			_, err := w.SignIn(context.Background(), try("aido", password))
			wantCode(t, err, fault.LimitExceeded, "auth.shut")
			w.exec(t, "UPDATE sign_in_guard SET blocked_until = now() - interval '1 second'")
			wantCode(t, act(w, ctx, Proof{Password: password}), "", "")
			if n := w.count(t, "SELECT count(*) FROM sign_in_guard WHERE key LIKE 'account%'"); n != 0 {
				t.Error("a right password did not clear the account's door")
			}
		})
	}
}

func TestAConfirmationHoldsForFiveMinutes(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	secret := w.signIn(t, "aido")
	tests := []struct {
		name, sql string
		want      fault.Code
	}{
		{"signing in counts", "SELECT 1", ""},
		{"four minutes and 55 seconds", "UPDATE session SET confirmed_at = now() - interval '4 minutes 55 seconds'", ""},
		{"five minutes", "UPDATE session SET confirmed_at = now() - interval '5 minutes'", fault.Forbidden},
		{"never", "UPDATE session SET confirmed_at = 'epoch'", fault.Forbidden},
		{"one that is locked", "UPDATE session SET confirmed_at = now(), locked_at = now()", fault.Forbidden},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w.exec(t, tt.sql)
			err := Confirmed(w.at(t, secret))
			if fault.CodeOf(err) != tt.want || err != nil && fault.From(err).Extra["confirm"] != true {
				t.Errorf("got %v", err)
			}
		})
	}
	w.exec(t, "UPDATE session SET confirmed_at = now() - interval '1 hour', locked_at = NULL")
	if err := w.Confirm(w.at(t, secret), Proof{Password: password}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, Confirmed(w.at(t, secret)), "", "")
	if w.audited(t, "auth.confirm") != 1 {
		t.Error("a confirmation was not noted")
	}
}

func TestOnlyPeopleAreAskedToConfirm(t *testing.T) {
	w := newTown(t)
	id := w.user(t, "aido")
	token, err := w.CreateToken(w.console, "aido", 1)
	if err != nil {
		t.Fatal(err)
	}
	byToken, _, err := w.ByToken(context.Background(), token)
	if err != nil {
		t.Fatal(err)
	}
	job, err := w.ActAs(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	for name, ctx := range map[string]context.Context{"a token": byToken, "a job": job, "the console": w.console} {
		if err := Confirmed(ctx); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	wantCode(t, Confirmed(context.Background()), fault.Unauthenticated, "")
	wantCode(t, w.EndOtherSessions(byToken, "r"), fault.Forbidden, "auth.session_only")
	wantCode(t, w.ChangePassword(byToken, "r", password, "một mật khẩu khác hẳn"), fault.Forbidden, "auth.session_only")
	_, err = w.StartTotp(byToken, "r")
	wantCode(t, err, fault.Forbidden, "auth.session_only")
}

func TestPeopleSeeAndEndTheirOwnSessions(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	w.user(t, "nguoikhac")
	desk, phone, others := w.signIn(t, "aido"), w.signIn(t, "aido"), w.signIn(t, "nguoikhac")
	w.exec(t, "UPDATE session SET last_seen_at = now() - interval '16 minutes', user_agent = 'Máy cũ' WHERE secret_sha256 = $1", digest(desk))
	ctx := w.at(t, phone)
	list, err := w.Sessions(ctx)
	if err != nil || len(list) != 2 {
		t.Fatalf("%+v, %v", list, err)
	}
	if a, b := list[0], list[1]; !a.Current || a.Locked || b.Current || !b.Locked || b.UserAgent != "Máy cũ" || a.Network != "192.0.2.0/24" || a.Way != models.SessionByPassword {
		t.Errorf("%+v", list)
	}
	foreign := SessionOf(w.at(t, others)).ID
	wantCode(t, w.EndSession(ctx, "a", foreign), fault.NotFound, "")
	wantCode(t, w.EndSession(ctx, "b", foreign+1000), fault.NotFound, "")
	for range 2 { // the same request again
		wantCode(t, w.EndSession(ctx, "c", list[1].ID), "", "")
	}
	wantCode(t, w.EndSession(ctx, "c", list[0].ID), fault.Conflict, "fault.request_reused")
	wantCode(t, w.EndSession(ctx, "", list[0].ID), fault.BadInput, "fault.required")
	if w.state(t, desk) != "over" || w.state(t, phone) != "open" || w.state(t, others) != "open" {
		t.Error("another session than that ended")
	}
	again := w.signIn(t, "aido")
	wantCode(t, w.EndOtherSessions(ctx, "d"), "", "")
	if w.state(t, again) != "over" || w.state(t, phone) != "open" || w.state(t, others) != "open" {
		t.Error("the others did not end, or more did")
	}
	wantCode(t, w.EndSession(ctx, "e", list[0].ID), "", "")
	if w.state(t, phone) != "over" {
		t.Error("one's own session of this moment did not end")
	}
}

func TestChangingThePasswordEndsTheOtherSessions(t *testing.T) {
	const next = "một mật khẩu khác hẳn"
	w := newTown(t)
	w.user(t, "aido")
	here, there := w.signIn(t, "aido"), w.signIn(t, "aido")
	ctx := w.at(t, here)
	tests := []struct {
		name, current, next, field, key string
	}{
		{"the present one is wrong", "sai mật khẩu rồi", next, "current", "auth.wrong_proof"},
		{"the present one is missing", "", next, "current", "fault.required"},
		{"a short one", password, "ngắn", "next", "auth.password_length"},
		{"one with the user name", password, "xin chào AiDo nhé", "next", "auth.password_name"},
		{"the same again", password, password, "next", "auth.password_same"},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := w.ChangePassword(ctx, string(rune('a'+i)), tt.current, tt.next)
			if f := fault.From(err); f.Code != fault.BadInput || f.Field != tt.field || f.Key != tt.key {
				t.Errorf("got %v at %s", err, f.Field)
			}
		})
	}
	if w.state(t, there) != "open" {
		t.Fatal("a refused change ended a session")
	}
	for range 2 { // the same request again, although the present password is another by now
		if err := w.ChangePassword(ctx, "z", password, next); err != nil {
			t.Fatal(err)
		}
	}
	if w.state(t, here) != "open" || w.state(t, there) != "over" || w.audited(t, "auth.change_password") != 1 {
		t.Errorf("here %s, there %s", w.state(t, here), w.state(t, there))
	}
	_, err := w.SignIn(context.Background(), try("aido", password))
	wantCode(t, err, fault.Unauthenticated, "auth.wrong")
	if _, err := w.SignIn(context.Background(), try("aido", next)); err != nil {
		t.Errorf("with the new one: %v", err)
	}
	if n := w.count(t, "SELECT count(*) FROM audit_log WHERE detail::text LIKE '%mật khẩu%'"); n != 0 {
		t.Error("a password stands in the audit log")
	}
}

func TestAGivenPasswordMustBeChangedFirst(t *testing.T) {
	w := newTown(t)
	id := w.user(t, "aido", policies.Inspector, "H")
	before := w.signIn(t, "aido")
	given, hash, err := w.TemporaryPassword(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.db.InTx(context.Background(), func(tx *models.Tx) error { return SetTemporaryPassword(tx, id, hash) }); err != nil {
		t.Fatal(err)
	}
	if w.state(t, before) != "over" {
		t.Error("a session outlived its password")
	}
	secret, err := w.SignIn(context.Background(), try("aido", given))
	if err != nil {
		t.Fatal(err)
	}
	ctx := w.at(t, secret)
	if f := fault.From(Ready(ctx)); f.Code != fault.Forbidden || f.Extra["mustChangePassword"] != true {
		t.Errorf("got %v", f)
	}
	if err := w.ChangePassword(ctx, "r", given, "mật khẩu tự chọn"); err != nil {
		t.Fatal(err)
	}
	if err := Ready(w.at(t, secret)); err != nil {
		t.Errorf("after the change: %v", err)
	}
	w.exec(t, "UPDATE app_user SET password_set_at = now() - interval '400 days'")
	if _, err := w.SignIn(context.Background(), try("aido", "mật khẩu tự chọn")); err != nil {
		t.Errorf("one's own password ran out: %v", err)
	}
}

func TestAGivenPasswordRunsOut(t *testing.T) {
	w := newTown(t)
	id := w.user(t, "aido")
	given, hash, err := w.TemporaryPassword(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	w.exec(t, "UPDATE app_user SET password_set_at = now() - interval '400 days'")
	if err := w.db.InTx(context.Background(), func(tx *models.Tx) error { return SetTemporaryPassword(tx, id, hash) }); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ age, key string }{{"0", ""}, {"71 hours 59 minutes", ""}, {"72 hours 1 second", "auth.password_expired"}} {
		w.exec(t, "UPDATE app_user SET password_set_at = now() - interval '"+tt.age+"'")
		_, err := w.SignIn(context.Background(), try("aido", given))
		if tt.key == "" && err != nil || tt.key != "" && fault.From(err).Key != tt.key {
			t.Errorf("after %s: %v", tt.age, err)
		}
		if _, err := w.SignIn(context.Background(), try("aido", "sai mật khẩu rồi")); fault.From(err).Key != "auth.wrong" {
			t.Errorf("a wrong password after %s: %v", tt.age, err)
		}
	}
}

func TestAccountsNobodyUsesAreShut(t *testing.T) {
	w := newTown(t)
	old := "interval '46 days'"
	for _, name := range []string{"cu", "moi", "mayapi", "maycu", "molai", "dangdung", "quantri1", "quantri2"} {
		w.user(t, name)
	}
	w.grant(t, "quantri1", policies.SystemAdministrator, "H")
	w.grant(t, "quantri2", policies.SystemAdministrator, "H")
	for _, name := range []string{"mayapi", "maycu"} {
		token, err := w.CreateToken(w.console, name, 365)
		if err != nil {
			t.Fatal(err)
		}
		w.exec(t, "UPDATE api_token SET created_at = now() - "+old)
		if name == "mayapi" {
			if _, v, err := w.ByToken(context.Background(), token); err != nil || v == nil {
				t.Fatal(v, err)
			}
		}
	}
	w.exec(t, "UPDATE app_user SET created_at = now() - interval '400 days', last_sign_in_at = now() - "+old)
	w.exec(t, "UPDATE app_user SET last_sign_in_at = now() - interval '44 days' WHERE username = 'moi'")
	w.exec(t, "UPDATE app_user SET last_sign_in_at = now() - interval '60 days' WHERE username = 'quantri1'")
	w.exec(t, "UPDATE app_user SET disabled_at = now() WHERE username = 'molai'; UPDATE app_user SET disabled_at = NULL WHERE username = 'molai'")
	w.exec(t, `INSERT INTO session (user_id, secret_sha256, expires_at) SELECT id, 'x', now() + interval '1 hour' FROM app_user WHERE username = 'dangdung'`)
	n, err := w.DisableUnused(context.Background())
	if err != nil || n != 3 {
		t.Errorf("%d disabled, %v", n, err)
	}
	shut, err := models.Column[string](context.Background(), w.owner, models.Q("SELECT username FROM app_user WHERE disabled_at IS NOT NULL ORDER BY 1"))
	if err != nil || len(shut) != 3 || shut[0] != "cu" || shut[1] != "maycu" || shut[2] != "quantri1" {
		t.Errorf("shut %v, %v", shut, err)
	}
	if n := w.count(t, "SELECT count(*) FROM audit_log WHERE action = 'auth.disable_unused' AND actor_name = 'system'"); n != 3 {
		t.Errorf("%d entries", n)
	}
	w.settings.UnusedDays = 0
	w.exec(t, "UPDATE app_user SET last_sign_in_at = now() - interval '400 days', enabled_at = NULL; DELETE FROM session")
	if n, err := w.DisableUnused(context.Background()); n != 0 || err != nil {
		t.Errorf("switched off: %d, %v", n, err)
	}
}

func TestTheUseOfATokenIsNotedByTheDay(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	token, err := w.CreateToken(w.console, "aido", 1)
	if err != nil {
		t.Fatal(err)
	}
	used := func() int {
		if _, v, err := w.ByToken(context.Background(), token); err != nil || v == nil {
			t.Fatal(v, err)
		}
		return w.count(t, "SELECT count(*) FROM api_token WHERE last_used_at > now() - interval '1 minute'")
	}
	if used() != 0 {
		t.Error("noted on the day it was made")
	}
	w.exec(t, "UPDATE api_token SET created_at = now() - interval '25 hours'")
	if used() != 1 {
		t.Error("not noted after a day")
	}
	w.exec(t, "UPDATE api_token SET last_used_at = now() - interval '23 hours'")
	if used() != 0 {
		t.Error("noted twice in a day")
	}
}
