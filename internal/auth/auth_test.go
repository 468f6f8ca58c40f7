package auth

import (
	"context"
	"net/netip"
	"sync"
	"testing"
	"time"

	"bienche/internal/audit"
	"bienche/internal/day"
	"bienche/internal/dbtest"
	"bienche/internal/fault"
	"bienche/internal/platform/config"
	"bienche/models"
	"bienche/policies"
)

// cheap keeps tests quick; what the hash costs is a setting.
var cheap = config.SignIn{
	Idle: 15 * time.Minute, AdminIdle: 5 * time.Minute, Absolute: 8 * time.Hour, Confirm: 5 * time.Minute, UnusedDays: 45, Temporary: 72 * time.Hour,
	MemoryKiB: 64, Passes: 1, Tries: 5, NetTries: 100, Local: true,
}

const password = "một mật khẩu dài"

// town is a province (H) with two departments (H.1, H.2) and a division (H.1.1).
type town struct {
	*Service
	console context.Context
	owner   *models.DB
	other   *models.DB // the application's role again, with connections of its own
	units   map[string]int64
}

func newTown(t *testing.T) *town {
	t.Helper()
	ctx := context.Background()
	at := dbtest.New(t)
	open := func(url string) *models.DB {
		db, err := models.Open(ctx, url, 8)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(db.Close)
		return db
	}
	s, err := New(open(at.AppURL), config.Config{SignIn: cheap, DataDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	town := &town{Service: s, owner: open(at.OwnerURL), other: open(at.AppURL), units: map[string]int64{}}
	for _, u := range [][2]string{{"H", ""}, {"H.1", "H"}, {"H.1.1", "H.1"}, {"H.2", "H"}} {
		town.found(t, u[0], u[1])
	}
	if town.console, err = s.ActAsConsole(ctx); err != nil {
		t.Fatal(err)
	}
	return town
}

func (w *town) found(t *testing.T, code, parent string) {
	t.Helper()
	err := audit.Write(context.Background(), w.db, audit.Entry{Action: "org.found"}, func(tx *models.Tx) error {
		var id int64
		if err := tx.Raw("INSERT INTO org_unit (code, recorded_in) VALUES (?, ?) RETURNING id", code, tx.AuditID).Scan(&id).Error; err != nil {
			return err
		}
		w.units[code] = id
		v := &models.OrgUnitVersion{
			Fact: models.Fact{ValidFrom: day.Of(2010, 1, 1)}, UnitID: id, Name: code, Kind: "DEPARTMENT", Level: "PROVINCE",
		}
		if p := w.units[parent]; p != 0 {
			v.ParentID = &p
		}
		return models.Record(tx, v)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (w *town) user(t *testing.T, name string, grants ...string) int64 {
	t.Helper()
	id, err := w.AddUser(w.console, NewUser{Username: name, DisplayName: name, Password: password})
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(grants); i += 2 {
		w.grant(t, name, grants[i], grants[i+1])
	}
	return id
}

func (w *town) grant(t *testing.T, name, role, unit string) {
	t.Helper()
	err := w.AddGrant(w.console, NewGrant{Username: name, Role: role, UnitCode: unit, From: day.Of(2020, 1, 1)})
	if err != nil {
		t.Fatal(err)
	}
}

func (w *town) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := w.owner.Pool.Exec(context.Background(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

func (w *town) count(t *testing.T, sql string, args ...any) int {
	t.Helper()
	n, err := models.One[int](context.Background(), w.owner, models.Q(sql, args...))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func try(name, pw string) Try {
	return Try{Username: name, Password: pw, From: netip.MustParseAddr("192.0.2.7")}
}

func (w *town) signIn(t *testing.T, name string) string {
	t.Helper()
	secret, err := w.SignIn(context.Background(), try(name, password))
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

func (w *town) bySession(t *testing.T, secret string) *Viewer {
	t.Helper()
	_, v, err := w.BySession(context.Background(), secret)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSignIn(t *testing.T) {
	w := newTown(t)
	w.user(t, "chuyenvien")
	w.user(t, "nghiviec")
	if err := w.DisableUser(w.console, "nghiviec"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.AddUser(w.console, NewUser{Username: "maykhac", DisplayName: "no password"}); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, user, password string
		want                 fault.Code
	}{
		{"right", "chuyenvien", password, ""},
		{"right, the name in capitals and with spaces", " ChuyenVien ", password, ""},
		{"right, typed in decomposed letters", "chuyenvien", "mo\u0302\u0323t ma\u0323\u0302t kha\u0302\u0309u da\u0300i", ""},
		{"a wrong password", "chuyenvien", "sai mật khẩu rồi", fault.Unauthenticated},
		{"no password", "chuyenvien", "", fault.Unauthenticated},
		{"a user that is not there", "khongco", password, fault.Unauthenticated},
		{"a name that no account can have", "a\x00b", password, fault.Unauthenticated},
		{"a disabled user with the right password", "nghiviec", password, fault.Unauthenticated},
		{"a user without a password, by an empty one", "maykhac", "", fault.Unauthenticated},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			secret, err := w.SignIn(context.Background(), try(tt.user, tt.password))
			if fault.CodeOf(err) != tt.want {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
			if tt.want == "" {
				if v := w.bySession(t, secret); v == nil || v.Username != "chuyenvien" {
					t.Errorf("the session is %+v's", v)
				}
			}
		})
	}
	if n := w.count(t, "SELECT count(*) FROM audit_log WHERE action = 'auth.sign_in'"); n != 3 {
		t.Errorf("%d sign-ins noted, want 3", n)
	}
	if n := w.count(t, "SELECT count(*) FROM audit_log WHERE action = 'auth.sign_in_failed'"); n != 6 {
		t.Errorf("%d failures noted, want 6", n)
	}
	for _, secret := range []string{"khongco", password, "sai mật"} {
		if n := w.count(t, "SELECT count(*) FROM audit_log WHERE detail::text LIKE ? OR actor_name LIKE ?", "%"+secret+"%", "%"+secret+"%"); n != 0 {
			t.Errorf("%q stands in the audit log", secret)
		}
	}
}

func TestASessionIsLockedByIdlenessAndEndedByAge(t *testing.T) {
	tests := []struct {
		name, role string
		sql        string
		want       string // open, locked, over
	}{
		{"open at once", policies.Inspector, "SELECT 1", "open"},
		{"open after 14 idle minutes", policies.Inspector, "UPDATE session SET last_seen_at = now() - interval '14 minutes 55 seconds'", "open"},
		{"locked after 15", policies.Inspector, "UPDATE session SET last_seen_at = now() - interval '15 minutes 1 second'", "locked"},
		{"locked after a day, were it not over by then", policies.Inspector, "UPDATE session SET last_seen_at = now() - interval '1 day', expires_at = now() + interval '1 minute'", "locked"},
		{"an administrator's open after 4", policies.SystemAdministrator, "UPDATE session SET last_seen_at = now() - interval '4 minutes 55 seconds'", "open"},
		{"an administrator's locked after 5", policies.SystemAdministrator, "UPDATE session SET last_seen_at = now() - interval '5 minutes 1 second'", "locked"},
		{"over after eight hours, however busy", policies.Inspector, "UPDATE session SET expires_at = expires_at - interval '8 hours'", "over"},
		{"over after eight hours, locked before", policies.Inspector, "UPDATE session SET expires_at = expires_at - interval '8 hours', locked_at = now() - interval '1 hour'", "over"},
		{"open a second before", policies.Inspector, "UPDATE session SET expires_at = expires_at - interval '7 hours 59 minutes'", "open"},
		{"over when the user is disabled", policies.Inspector, "UPDATE app_user SET disabled_at = now()", "over"},
		{"over when the user is disabled while it is locked", policies.Inspector, "UPDATE session SET locked_at = now(); UPDATE app_user SET disabled_at = now()", "over"},
		{"over when it is deleted", policies.Inspector, "DELETE FROM session", "over"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newTown(t)
			w.user(t, "aido", tt.role, "H")
			secret := w.signIn(t, "aido")
			w.exec(t, tt.sql)
			if got := w.state(t, secret); got != tt.want {
				t.Errorf("the session is %s, want %s", got, tt.want)
			}
		})
	}
}

// state is how the session of a secret stands: open, locked or over.
func (w *town) state(t *testing.T, secret string) string {
	t.Helper()
	ctx, v, err := w.BySession(context.Background(), secret)
	switch {
	case err == nil && v != nil && SessionOf(ctx) != nil:
		return "open"
	case err == nil && v == nil && ViewerOf(ctx) == nil && SessionOf(ctx) == nil:
		return "over"
	case fault.CodeOf(err) == fault.Unauthenticated && fault.From(err).Extra["locked"] == true && v == nil && ViewerOf(ctx) == nil:
		return "locked"
	}
	t.Fatalf("viewer %+v, %v", v, err)
	return ""
}

func TestASessionIsSeenAtMostOnceAMinute(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	secret := w.signIn(t, "aido")
	seen := func() time.Time {
		at, err := models.One[time.Time](context.Background(), w.owner, models.Q("SELECT last_seen_at FROM session"))
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	first := seen()
	w.bySession(t, secret)
	if !seen().Equal(first) {
		t.Error("a use within the minute was written")
	}
	w.exec(t, "UPDATE session SET last_seen_at = now() - interval '90 seconds'")
	w.bySession(t, secret)
	if !seen().After(first) {
		t.Error("a use after the minute was not written")
	}
}

func TestSigningInGivesANewSecretAndEndsTheOldSession(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	planted := w.signIn(t, "aido") // an attacker's own session, put into the victim's browser
	in := try("aido", password)
	in.Replaces = planted
	secret, err := w.SignIn(context.Background(), in)
	if err != nil || secret == planted || len(secret) != 43 {
		t.Fatalf("secret %q, %v", secret, err)
	}
	if w.bySession(t, planted) != nil {
		t.Error("the planted session lives on")
	}
	ctx, v, err := w.BySession(context.Background(), secret)
	if err != nil || v == nil {
		t.Fatalf("%v, %v", v, err)
	}
	if err := w.SignOut(ctx, secret); err != nil || w.bySession(t, secret) != nil {
		t.Errorf("signed out: %v", err)
	}
	if n := w.count(t, "SELECT count(*) FROM session WHERE position(? in encode(secret_sha256, 'escape')) > 0", secret); n != 0 {
		t.Error("the secret itself is stored")
	}
}

func TestParallelWrongTriesDoNotSlipThroughTheGuard(t *testing.T) {
	w := newTown(t)
	w.user(t, "aido")
	codes := make([]fault.Code, 50)
	var all sync.WaitGroup
	for i := range codes {
		all.Go(func() {
			_, err := w.SignIn(context.Background(), try("aido", "sai mật khẩu rồi"))
			codes[i] = fault.CodeOf(err)
		})
	}
	all.Wait()
	counts := map[fault.Code]int{}
	for _, c := range codes {
		counts[c]++
	}
	if counts[fault.Unauthenticated] != 5 || counts[fault.LimitExceeded] != 45 {
		t.Errorf("answers %v, want 5 wrong and 45 refused", counts)
	}
	if _, err := w.SignIn(context.Background(), try("aido", password)); fault.CodeOf(err) != fault.LimitExceeded {
		t.Errorf("the right password while shut: %v", err)
	}
	if n := w.count(t, "SELECT failures FROM sign_in_guard WHERE key LIKE 'network%'"); n != 5 {
		t.Errorf("%d tries are held against the network, want the 5 that were looked at", n)
	}
	w.exec(t, "UPDATE sign_in_guard SET blocked_until = now() - interval '1 second'")
	w.signIn(t, "aido")
	if n := w.count(t, "SELECT count(*) FROM sign_in_guard WHERE key LIKE 'account%'"); n != 0 {
		t.Error("a good sign-in did not clear the account")
	}
}

func TestTheWaitDoublesUpToAQuarterOfAnHour(t *testing.T) {
	w := newTown(t)
	door := models.GuardDoor{Key: "k", Limit: 5, Longest: accountShut}
	var waits []time.Duration
	for range 18 {
		w.exec(t, "UPDATE sign_in_guard SET blocked_until = now() - interval '1 second'")
		if wait, err := models.GuardTry(context.Background(), w.db, door); err != nil || wait != 0 {
			t.Fatalf("an open door: %v, %v", wait, err)
		}
		wait, err := models.One[float64](context.Background(), w.owner, models.Q("SELECT extract(epoch FROM blocked_until - last_failed_at)::float8 FROM sign_in_guard"))
		if err != nil {
			t.Fatal(err)
		}
		waits = append(waits, time.Duration(wait*float64(time.Second)))
	}
	want := []time.Duration{0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900}
	for i := range want {
		if waits[i] != want[i]*time.Second {
			t.Fatalf("waits %v", waits)
		}
	}
	w.exec(t, "UPDATE sign_in_guard SET blocked_until = now() - interval '1 second', last_failed_at = now() - interval '61 minutes'")
	if _, err := models.GuardTry(context.Background(), w.db, door); err != nil {
		t.Fatal(err)
	}
	if n := w.count(t, "SELECT failures FROM sign_in_guard"); n != 1 {
		t.Errorf("after an hour of quiet %d failures are remembered", n)
	}
}

func TestANetworkIsShutAfterTriesOnManyAccounts(t *testing.T) {
	w := newTown(t)
	w.settings.NetTries = 8
	w.user(t, "aido")
	for i := range 8 {
		in := try(string(rune('a'+i))+"bc", "sai mật khẩu rồi")
		in.From = netip.AddrFrom4([4]byte{192, 0, 2, byte(i)})
		if _, err := w.SignIn(context.Background(), in); fault.CodeOf(err) != fault.Unauthenticated {
			t.Fatalf("try %d: %v", i, err)
		}
	}
	if _, err := w.SignIn(context.Background(), try("aido", password)); fault.CodeOf(err) != fault.LimitExceeded {
		t.Errorf("from the same /24: %v", err)
	}
	elsewhere := try("aido", password)
	elsewhere.From = netip.MustParseAddr("2001:db8::1")
	if _, err := w.SignIn(context.Background(), elsewhere); err != nil {
		t.Errorf("from another network: %v", err)
	}
}
