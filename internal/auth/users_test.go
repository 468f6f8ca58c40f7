package auth

import (
	"context"
	"strings"
	"testing"
	"time"

	"bienche/internal/fault"
	"bienche/models"
	"bienche/policies"
)

func now() time.Time { return time.Now() }

func TestPasswords(t *testing.T) {
	tests := []struct{ name, password, want string }{
		{"a sentence", "trời hôm nay nắng", ""},
		{"twelve characters with marks", "mậtkhẩucủatô", ""},
		{"eleven", "mậtkhẩucủat", "auth.password_length"},
		{"a hundred and twenty-eight", strings.Repeat("ăbcđ", 32), ""},
		{"one more", strings.Repeat("ăbcđ", 32) + "e", "auth.password_length"},
		{"the user name in it", "toi-la-ChuyenVien-day", "auth.password_name"},
		{"a common one", "Matkhau@1234", "auth.password_common"},
		{"one letter again and again", "aaaaaaaaaaaaaaaa", "auth.password_common"},
		{"three characters in turn", "abcabcabcabc", "auth.password_common"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := checkPassword("chuyenvien", tt.password)
			if tt.want == "" && err != nil || tt.want != "" && fault.From(err).Key != tt.want {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestEveryTryDoesTheSameWork(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	w.user(t, "nghiviec")
	if err := w.DisableUser(w.console, "nghiviec"); err != nil {
		t.Fatal(err)
	}
	if err := w.hasher.queue.Acquire(context.Background(), hashesAtOnce+hashesQueued); err != nil {
		t.Fatal(err)
	}
	// With the queue full, whoever would be answered without hashing shows.
	for _, name := range []string{"aido", "khongco", "nghiviec", "Không Phải Tên"} {
		if _, err := w.SignIn(context.Background(), try(name, password)); fault.From(err).Key != "auth.busy" || fault.CodeOf(err) != fault.LimitExceeded {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := w.count(t, "SELECT coalesce(sum(failures), 0)::int FROM sign_in_guard"); n != 0 {
		t.Errorf("%d tries are held against people who were never heard", n)
	}
}

func TestAHashOfOtherParametersIsMadeAnewAtSignIn(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	stored := func() string {
		u, err := models.UserByName(context.Background(), w.db, "aido")
		if err != nil {
			t.Fatal(err)
		}
		return u.PasswordHash
	}
	first := stored()
	if !strings.HasPrefix(first, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Fatalf("stored %q", first)
	}
	w.signIn(t, "aido")
	if stored() != first {
		t.Error("the hash was made anew without need")
	}
	w.hasher.memoryKiB, w.hasher.passes = 128, 2
	w.signIn(t, "aido")
	if got := stored(); !strings.HasPrefix(got, "$argon2id$v=19$m=128,t=2,p=1$") {
		t.Errorf("stored %q", got)
	}
	w.signIn(t, "aido")
}

func TestTokens(t *testing.T) {
	w := newTown(t)
	w.user(t, "tichhop", policies.HomeAffairsOfficer, "H")
	token, err := w.CreateToken(w.console, "tichhop", 30)
	if err != nil {
		t.Fatal(err)
	}
	whose := func(secret string) *Viewer {
		_, v, err := w.ByToken(context.Background(), secret)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	if v := whose(token); v == nil || v.Username != "tichhop" || !v.Scope("staff.core", "read").All {
		t.Errorf("the token is %+v's", v)
	}
	if whose(token+"x") != nil || w.bySession(t, token) != nil {
		t.Error("a wrong token, or a token as a session, is somebody's")
	}
	for name, sql := range map[string]string{
		"expired":          "UPDATE api_token SET expires_at = now() - interval '1 second'",
		"revoked":          "UPDATE api_token SET expires_at = now() + interval '1 day', revoked_at = now()",
		"of somebody shut": "UPDATE api_token SET revoked_at = NULL; UPDATE app_user SET disabled_at = now()",
	} {
		w.exec(t, "UPDATE api_token SET expires_at = now() + interval '1 day', revoked_at = NULL")
		w.exec(t, sql)
		if whose(token) != nil {
			t.Errorf("a token %s is taken", name)
		}
	}
	for _, days := range []int{0, 366} {
		if _, err := w.CreateToken(w.console, "tichhop", days); fault.CodeOf(err) != fault.BadInput {
			t.Errorf("%d days: %v", days, err)
		}
	}
}

func TestAccountsAreManagedByThoseWhoMay(t *testing.T) {
	w := newTown(t)
	admin, err := w.ActAs(context.Background(), w.user(t, "quantri", policies.SystemAdministrator, "H"))
	if err != nil {
		t.Fatal(err)
	}
	officer, err := w.ActAs(context.Background(), w.user(t, "chuyenvien", policies.HomeAffairsOfficer, "H"))
	if err != nil {
		t.Fatal(err)
	}
	add := func(ctx context.Context, name, pw string) error {
		_, err := w.AddUser(ctx, NewUser{Username: name, DisplayName: "Ai đó", Password: pw})
		return err
	}
	grant := func(ctx context.Context, name, role, unit string) error {
		return w.AddGrant(ctx, NewGrant{Username: name, Role: role, UnitCode: unit, From: today()})
	}
	tests := []struct {
		name string
		err  error
		want fault.Code
		key  string
	}{
		{"an administrator adds", add(admin, "nguoimoi", password), "", ""},
		{"a name twice", add(admin, "nguoimoi", password), fault.Conflict, "auth.username_taken"},
		{"a name with marks", add(admin, "ngườimới", password), fault.BadInput, "auth.bad_username"},
		{"a short password", add(admin, "nguoikhac", "ngắn"), fault.BadInput, "auth.password_length"},
		{"an officer adds", add(officer, "nguoikhac", password), fault.Forbidden, "fault.forbidden"},
		{"a stranger adds", add(context.Background(), "nguoikhac", password), fault.Unauthenticated, "fault.unauthenticated"},
		{"an administrator grants", grant(admin, "nguoimoi", policies.FinanceOfficer, "H"), "", ""},
		{"the same again", grant(admin, "nguoimoi", policies.FinanceOfficer, "H"), fault.Conflict, "auth.grant_overlap"},
		{"to oneself", grant(admin, "quantri", policies.Inspector, "H"), fault.Forbidden, "auth.own_grant"},
		{"a role there is not", grant(admin, "nguoimoi", "vua", "H"), fault.BadInput, "fault.bad_choice"},
		{"a unit there is not", grant(admin, "nguoimoi", policies.Inspector, "H.9"), fault.NotFound, "fault.not_found"},
		{"an officer grants", grant(officer, "nguoimoi", policies.Inspector, "H"), fault.Forbidden, "fault.forbidden"},
	}
	for _, tt := range tests {
		if fault.CodeOf(tt.err) != tt.want || tt.key != "" && fault.From(tt.err).Key != tt.key {
			t.Errorf("%s: %v, want %s %s", tt.name, tt.err, tt.want, tt.key)
		}
	}
	if rows, err := w.GrantsOn(admin, "", today()); err != nil || len(rows) != 3 || rows[1].UnitName != "H" {
		t.Errorf("grants %+v, %v", rows, err)
	}
	if n := w.count(t, "SELECT count(*) FROM app_user u JOIN audit_log a ON a.id = u.recorded_in WHERE a.action = 'auth.add_user'"); n != 3 {
		t.Errorf("%d of 3 accounts have their entry", n)
	}
}

func TestAnotherPasswordEndsSessions(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	secret := w.signIn(t, "aido")
	if err := w.SetPassword(w.console, "aido", "một mật khẩu khác"); err != nil {
		t.Fatal(err)
	}
	if w.bySession(t, secret) != nil {
		t.Error("the session lives on")
	}
	if _, err := w.SignIn(context.Background(), try("aido", password)); fault.CodeOf(err) != fault.Unauthenticated {
		t.Errorf("the old password: %v", err)
	}
}
