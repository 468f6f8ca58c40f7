package auth

import (
	"context"
	"slices"
	"strings"
	"testing"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/policies"
)

func TestAccountsAreSeenWithinTheReadersReach(t *testing.T) {
	w := newTown(t)
	users := map[string]int64{}
	for _, u := range [][3]string{
		{"quantri", policies.SystemAdministrator, "H"}, {"quantri1", policies.SystemAdministrator, "H.1"}, {"thutruong", policies.AgencyHead, "H.1"},
		{"nhansu", policies.AgencyPersonnelOfficer, "H.1.1"}, {"taichinh", policies.FinanceOfficer, "H.2"},
	} {
		users[u[0]] = w.user(t, u[0], u[1], u[2])
	}
	users["moi"] = w.user(t, "moi")
	w.exec(t, "UPDATE app_user SET display_name = 'Đặng Thị Hồng' WHERE username = 'taichinh'")
	w.exec(t, "UPDATE app_user SET disabled_at = now() WHERE username = 'nhansu'")
	w.exec(t, "UPDATE app_user SET created_at = now() - interval '100 days' WHERE username = 'thutruong'")
	w.settings.UnusedDays = 45
	for _, tt := range []struct {
		name, by string
		f        AccountFilter
		want     []string
	}{
		{"who keeps all accounts", "quantri", AccountFilter{}, []string{"moi", "nhansu", "quantri", "quantri1", "taichinh", "thutruong"}},
		{"who keeps an agency's, and those without a role", "quantri1", AccountFilter{}, []string{"moi", "nhansu", "quantri1", "thutruong"}},
		{"the head of an agency", "thutruong", AccountFilter{}, []string{"nhansu", "quantri1", "thutruong"}},
		{"by name without marks", "quantri", AccountFilter{Search: "hong dang"}, []string{"taichinh"}},
		{"by user name", "quantri", AccountFilter{Search: "TAICHINH"}, []string{"taichinh"}},
		{"by a sign of LIKE", "quantri", AccountFilter{Search: "_"}, nil},
		{"by role", "quantri", AccountFilter{Role: policies.AgencyHead}, []string{"thutruong"}},
		{"by unit and below", "quantri", AccountFilter{UnitID: w.units["H.1"], IncludeSubunits: true}, []string{"nhansu", "quantri1", "thutruong"}},
		{"by unit alone", "quantri", AccountFilter{UnitID: w.units["H.1.1"]}, []string{"nhansu"}},
		{"the disabled", "quantri", AccountFilter{State: Disabled}, []string{"nhansu"}},
		{"the unused", "quantri", AccountFilter{State: Unused}, []string{"thutruong"}},
		{"the active", "quantri", AccountFilter{State: Active, Search: "quantri"}, []string{"quantri", "quantri1"}},
	} {
		rows, total, err := w.Accounts(w.as(t, users[tt.by]), tt.f, 50, 0)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		var got []string
		for _, a := range rows {
			got = append(got, a.Username)
			if tt.f.State != "" && a.State != tt.f.State {
				t.Errorf("%s: %s is %s", tt.name, a.Username, a.State)
			}
		}
		slices.Sort(got)
		if n, err := total(w.as(t, users[tt.by])); !slices.Equal(got, tt.want) || n != len(got) || err != nil {
			t.Errorf("%s: %v of %d, %v, want %v", tt.name, got, n, err, tt.want)
		}
	}
	for _, c := range []struct {
		name, by, field, key string
		f                    AccountFilter
		code                 fault.Code
	}{
		{"a state there is not", "quantri", "filter.state", "fault.bad_choice", AccountFilter{State: "SLEEPING"}, fault.BadInput},
		{"a role there is not", "quantri", "filter.role", "fault.bad_choice", AccountFilter{Role: "vua"}, fault.BadInput},
		{"a search without end", "quantri", "filter.search", "fault.too_long", AccountFilter{Search: strings.Repeat("a", 101)}, fault.BadInput},
		{"a unit outside", "thutruong", "filter.unit", "fault.not_found", AccountFilter{UnitID: w.units["H.2"]}, fault.NotFound},
		{"by a finance officer", "taichinh", "", "fault.forbidden", AccountFilter{}, fault.Forbidden},
	} {
		_, _, err := w.Accounts(w.as(t, users[c.by]), c.f, 50, 0)
		refused(t, c.name, err, c.code, c.key, c.field)
	}
	for _, c := range []struct {
		by, whom string
		ok       bool
	}{{"thutruong", "taichinh", false}, {"thutruong", "quantri1", true}, {"taichinh", "taichinh", true}, {"taichinh", "quantri", false}, {"quantri1", "moi", true}, {"thutruong", "moi", false}} {
		if _, err := w.AccountOf(w.as(t, users[c.by]), users[c.whom]); (err == nil) != c.ok || err != nil && fault.CodeOf(err) != fault.NotFound {
			t.Errorf("%s looks at %s: %v", c.by, c.whom, err)
		}
	}
}

func TestAccountsAreChangedByThoseWhoKeepThem(t *testing.T) {
	w := newTown(t)
	admin := w.user(t, "quantri", policies.SystemAdministrator, "H")
	local := w.user(t, "quantri1", policies.SystemAdministrator, "H.1")
	both := w.user(t, "nhansu", policies.AgencyPersonnelOfficer, "H.1", policies.FinanceOfficer, "H.2")
	officer := w.user(t, "canbo", policies.AgencyPersonnelOfficer, "H.1")
	w.exec(t, "INSERT INTO staff_member (id, code, recorded_in) SELECT 77, 'CB77', min(id) FROM audit_log")
	code, unknown, name, blank := "CB77", "CB00", "  Nguyễn  Văn Mới ", " "
	fresh, err := w.CreateUser(w.as(t, admin), CreateUser{newID(), "moi", name, &code})
	if err != nil || fresh.DisplayName != "Nguyễn Văn Mới" || fresh.StaffID != 77 || fresh.State != Active || fresh.Version != 1 {
		t.Fatalf("made %+v, %v", fresh, err)
	}
	create := func(by int64, in CreateUser) error {
		in.ClientRequestID = newID()
		_, err := w.CreateUser(w.as(t, by), in)
		return err
	}
	update := func(by int64, in UpdateUser) error {
		in.ClientRequestID = newID()
		_, err := w.UpdateUser(w.as(t, by), in)
		return err
	}
	disable := func(by, id int64, version int, reason string) error {
		_, err := w.DisableAccount(w.as(t, by), DisableAccount{newID(), id, version, reason})
		return err
	}
	for _, tt := range []struct {
		name       string
		err        error
		code       fault.Code
		key, field string
	}{
		{"by an officer", create(officer, CreateUser{Username: "ai", DisplayName: "Ai"}), fault.Forbidden, "fault.forbidden", ""},
		{"a user name with marks", create(admin, CreateUser{Username: "ngườimới", DisplayName: "Ai"}), fault.BadInput, "auth.bad_username", "username"},
		{"a user name that is taken", create(admin, CreateUser{Username: "moi", DisplayName: "Ai"}), fault.Conflict, "auth.username_taken", "username"},
		{"without a name", create(admin, CreateUser{Username: "ai", DisplayName: blank}), fault.BadInput, "fault.required", "displayName"},
		{"a name without end", create(admin, CreateUser{Username: "ai", DisplayName: strings.Repeat("ă", 201)}), fault.BadInput, "fault.too_long", "displayName"},
		{"a record there is not", create(admin, CreateUser{Username: "ai", DisplayName: "Ai", StaffCode: &unknown}), fault.NotFound, "fault.not_found", "staffCode"},
		{"a record that has an account", create(admin, CreateUser{Username: "ai", DisplayName: "Ai", StaffCode: &code}), fault.Conflict, "access.staff_taken", "staffCode"},
		{"nothing changed", update(admin, UpdateUser{ID: officer, Version: 1}), fault.BadInput, "fault.required", "displayName"},
		{"another version", update(admin, UpdateUser{ID: officer, Version: 9, DisplayName: &name}), fault.Conflict, "fault.stale", "version"},
		{"a word that cannot be cleared", update(admin, UpdateUser{ID: officer, Version: 1, Clear: []string{"username"}}), fault.BadInput, "fault.bad_choice", "clear"},
		{"the record of one's own account", update(admin, UpdateUser{ID: admin, Version: 1, StaffCode: &code}), fault.Forbidden, "access.own_account", "id"},
		{"a user there is not", update(admin, UpdateUser{ID: 9999, Version: 1, DisplayName: &name}), fault.NotFound, "fault.not_found", "id"},
		{"of the province, by an agency's keeper", update(local, UpdateUser{ID: admin, Version: 1, DisplayName: &name}), fault.NotFound, "fault.not_found", "id"},
		{"of two agencies, by the keeper of one", update(local, UpdateUser{ID: both, Version: 1, DisplayName: &name}), fault.Forbidden, "access.beyond_reach", "id"},
		{"shut oneself out", disable(admin, admin, 1, "nghỉ"), fault.Forbidden, "access.own_account", "id"},
		{"shut without a reason", disable(admin, officer, 1, blank), fault.BadInput, "fault.required", "reason"},
		{"cleared", update(admin, UpdateUser{ID: fresh.ID, Version: 1, Clear: []string{"staffCode"}}), "", "", ""},
		{"shut", disable(admin, officer, 1, "vi phạm"), "", "", ""},
	} {
		refused(t, tt.name, tt.err, tt.code, tt.key, tt.field)
	}
	in := EnableAccount{newID(), officer, 2, "nhầm lẫn"}
	for range 2 {
		if a, err := w.EnableAccount(w.as(t, admin), in); err != nil || a.State != Active || a.Version != 3 {
			t.Errorf("opened %+v, %v", a, err)
		}
	}
	if n := w.count(t, "SELECT count(*)::int FROM audit_log WHERE action IN ('auth.disable_user', 'auth.enable_user') AND detail->>'reason' IN ('vi phạm', 'nhầm lẫn')"); n != 2 {
		t.Errorf("%d entries with their reasons", n)
	}
}

func TestResetPasswordAndEndSessions(t *testing.T) {
	w := newTown(t)
	admin := w.user(t, "quantri", policies.SystemAdministrator, "H")
	user := w.user(t, "aido", policies.FinanceOfficer, "H.1")
	secret := w.signIn(t, "aido")
	if _, err := w.EndUserSessions(w.as(t, admin), EndUserSessions{newID(), user}); err != nil || w.bySession(t, secret) != nil {
		t.Errorf("ended: %v", err)
	}
	secret = w.signIn(t, "aido")
	in := ResetPassword{newID(), user, 1}
	a, temporary, err := w.ResetPassword(w.as(t, admin), in)
	if err != nil || len(temporary) < 12 || a.Version != 2 || w.bySession(t, secret) != nil {
		t.Fatalf("%+v %q %v", a, temporary, err)
	}
	if _, err := w.SignIn(context.Background(), try("aido", temporary)); err != nil {
		t.Errorf("signing in with it: %v", err)
	}
	if n := w.count(t, "SELECT count(*)::int FROM app_user WHERE id = ? AND must_change_password", user); n != 1 {
		t.Error("it need not be changed")
	}
	if n := w.count(t, "SELECT count(*)::int FROM audit_log WHERE detail::text LIKE '%' || ?::text || '%'", temporary); n != 0 {
		t.Error("it stands in the audit log")
	}
	_, _, err = w.ResetPassword(w.as(t, admin), in)
	refused(t, "the same request again", err, fault.Conflict, "access.password_shown", "clientRequestId")
	_, _, err = w.ResetPassword(w.as(t, admin), ResetPassword{newID(), admin, 1})
	refused(t, "one's own", err, fault.Forbidden, "access.own_account", "id")
}

func TestEffectiveAccess(t *testing.T) {
	w := newTown(t)
	admin := w.user(t, "quantri", policies.SystemAdministrator, "H")
	head := w.user(t, "thutruong", policies.AgencyHead, "H.1")
	user := w.user(t, "nhansu", policies.AgencyPersonnelOfficer, "H.1.1", policies.FinanceOfficer, "H.2", policies.StaffMember, "H.1.1")
	if err := w.EndGrant(w.console, EndOfGrant{"nhansu", policies.FinanceOfficer, "H.2", today().AddDays(5)}); err != nil {
		t.Fatal(err)
	}
	places := func(by int64, on day.Day, permission string) (units []int64, self bool) {
		t.Helper()
		e, err := w.Effective(w.as(t, by), user, on)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range e.Rows {
			if r.Permission == permission {
				for _, g := range r.Places {
					units = append(units, g.UnitID)
				}
				self = r.Self
			}
		}
		slices.Sort(units)
		return units, self
	}
	division, other := w.units["H.1.1"], w.units["H.2"]
	for _, tt := range []struct {
		name, permission string
		by               int64
		on               day.Day
		units            []int64
		self             bool
	}{
		{"pay, today", "staff.salary:read", admin, today(), []int64{division, other}, true},
		{"pay, after one grant has ended", "staff.salary:read", admin, today().AddDays(5), []int64{division}, true},
		{"pay, before all grants", "staff.salary:read", admin, day.Of(2019, 1, 1), nil, false},
		{"pay, as the head of one agency sees it", "staff.salary:read", head, today(), []int64{division}, true},
		{"pay, as the user sees it", "staff.salary:read", user, today(), []int64{division, other}, true},
		{"what no role of the user has", "auth.grant:manage", admin, today(), nil, false},
	} {
		if units, self := places(tt.by, tt.on, tt.permission); !slices.Equal(units, tt.units) || self != tt.self {
			t.Errorf("%s: at %v, self %v", tt.name, units, self)
		}
	}
	if _, err := w.Effective(w.as(t, user), admin, today()); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("of somebody unseen: %v", err)
	}
	if err := w.DisableUser(w.console, "nhansu"); err != nil {
		t.Fatal(err)
	}
	if units, _ := places(admin, today(), "staff.salary:read"); units != nil {
		t.Errorf("a disabled user may at %v", units)
	}
	if units, _ := places(admin, today().AddDays(-1), "staff.salary:read"); len(units) != 2 {
		t.Errorf("yesterday the user could at %v", units)
	}
}

func TestWhy(t *testing.T) {
	w := newTown(t)
	w.user(t, "quantri", policies.SystemAdministrator, "H")
	w.user(t, "quantri2", policies.SystemAdministrator, "H.2")
	head := w.user(t, "thutruong", policies.AgencyHead, "H.1")
	own := &models.Place{StaffID: 7, HomeID: w.units["H.1.1"]}
	other := &models.Place{StaffID: 8, HomeID: w.units["H.2"]}
	for _, tt := range []struct {
		name, grant string
		at          *models.Place
		held        bool
		heldAt      int
		ask         []string
		text        string
	}{
		{"held, anywhere", "staff.core:read", nil, true, 1, nil, "Ông/bà có quyền xem thông tin chung của hồ sơ tại"},
		{"held, here", "staff.core:read", own, true, 1, nil, "đối với đối tượng này"},
		{"held, but not here", "staff.core:read", other, false, 1, []string{"quantri", "quantri2"}, "ở đơn vị khác"},
		{"missing", "staff.health:read", own, false, 0, []string{"quantri"}, "Ông/bà chưa được phân quyền xem tình hình sức khỏe. Vai trò có quyền: Lãnh đạo Sở Nội vụ"},
		{"missing, anywhere", "auth.grant:manage", nil, false, 0, []string{"quantri", "quantri2"}, "Người có thể phân quyền: quantri, quantri2."},
	} {
		x, err := w.Why(w.as(t, head), tt.grant, tt.at)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if x.Held != tt.held || len(x.HeldAt) != tt.heldAt || !slices.Equal(x.AskWhom, tt.ask) || !strings.Contains(x.Text("vi"), tt.text) {
			t.Errorf("%s: %+v %s", tt.name, x, x.Text("vi"))
		}
	}
	for _, grant := range []string{"", "staff.corps:read", "staff.core:raed", "staff.core", strings.Repeat("x", 10_000)} {
		_, err := w.Why(w.as(t, head), grant, nil)
		refused(t, "no permission", err, fault.BadInput, "access.unknown_permission", "grant")
	}
	_, err := w.Why(context.Background(), "staff.core:read", nil)
	refused(t, "a stranger", err, fault.Unauthenticated, "fault.unauthenticated", "")
}

func TestEveryActOnAccountsAndGrantsWantsAConfirmedSession(t *testing.T) {
	w := newTown(t)
	admin := w.user(t, "quantri", policies.SystemAdministrator, "H")
	user := w.user(t, "aido", policies.FinanceOfficer, "H.1")
	ctx := withSession(w.as(t, admin), &Session{UserID: admin})
	no := w.held(t, user).No
	acts := map[string]func() error{
		"create a user": func() error { _, err := w.CreateUser(ctx, CreateUser{newID(), "moi", "Mới", nil}); return err },
		"change a user": func() error {
			_, err := w.UpdateUser(ctx, UpdateUser{ClientRequestID: newID(), ID: user, Version: 1})
			return err
		},
		"shut an account": func() error { _, err := w.DisableAccount(ctx, DisableAccount{newID(), user, 1, "x"}); return err },
		"open an account": func() error { _, err := w.EnableAccount(ctx, EnableAccount{newID(), user, 1, "x"}); return err },
		"reset a password": func() error {
			_, _, err := w.ResetPassword(ctx, ResetPassword{newID(), user, 1})
			return err
		},
		"end sessions": func() error { _, err := w.EndUserSessions(ctx, EndUserSessions{newID(), user}); return err },
		"give a role": func() error {
			_, err := w.CreateGrant(ctx, CreateGrant{ClientRequestID: newID(), User: user})
			return err
		},
		"end a grant": func() error { _, err := w.TakeGrant(ctx, TakeGrant{newID(), no, today(), "x"}); return err },
		"lend a grant": func() error {
			_, err := w.DelegateGrant(ctx, DelegateGrant{newID(), no, "aido", today(), today().AddDays(1), "1"})
			return err
		},
		"start a review": func() error { _, err := w.StartGrantReview(ctx, StartGrantReview{newID(), "x", today()}); return err },
		"decide in a review": func() error {
			_, err := w.DecideGrantReviewItems(ctx, DecideGrantReviewItems{ClientRequestID: newID(), Items: []int64{1}, Confirm: true})
			return err
		},
	}
	for name, act := range acts {
		refused(t, name, act(), fault.Forbidden, "auth.confirm", "")
	}
	if n := w.count(t, "SELECT count(*)::int FROM request_answer"); n != 0 {
		t.Errorf("%d acts were done", n)
	}
}
