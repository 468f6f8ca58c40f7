package auth

import (
	"context"
	"testing"

	"bienche/internal/audit"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/policies"
)

func TestDelegateGrant(t *testing.T) {
	w := newTown(t)
	head := w.user(t, "thutruong", policies.AgencyHead, "H.1")
	admin := w.user(t, "quantri", policies.SystemAdministrator, "H")
	deputy := w.user(t, "pho")
	w.user(t, "thanhtra", policies.Inspector, "H")
	w.user(t, "nghi")
	if err := w.DisableUser(w.console, "nghi"); err != nil {
		t.Fatal(err)
	}
	other := w.user(t, "thutruong2", policies.AgencyHead, "H.2")
	until := today().AddDays(40)
	if err := w.EndGrant(w.console, EndOfGrant{"thutruong", policies.AgencyHead, "H.1", until}); err != nil {
		t.Fatal(err)
	}
	no := w.held(t, head).No
	ask := func(by int64, change func(*DelegateGrant)) error {
		in := DelegateGrant{newID(), no, "pho", today(), today().AddDays(10), "5/UQ"}
		change(&in)
		_, err := w.DelegateGrant(w.as(t, by), in)
		return err
	}
	tests := []struct {
		name   string
		by     int64
		change func(*DelegateGrant)
		code   fault.Code
		key    string
		field  string
	}{
		{"not held, but seen", admin, func(*DelegateGrant) {}, fault.Forbidden, "access.lend_not_held", "grant"},
		{"neither held nor seen", other, func(*DelegateGrant) {}, fault.NotFound, "fault.not_found", "grant"},
		{"a grant there is not", other, func(in *DelegateGrant) { in.Grant = 9999 }, fault.NotFound, "fault.not_found", "grant"},
		{"a role that is not lent", admin, func(in *DelegateGrant) { in.Grant = w.held(t, admin).No }, fault.RuleViolation, "access.lend_role", "grant"},
		{"to oneself", head, func(in *DelegateGrant) { in.To = "thutruong" }, fault.BadInput, "access.lend_self", "to"},
		{"to nobody", head, func(in *DelegateGrant) { in.To = "khongco" }, fault.NotFound, "fault.not_found", "to"},
		{"to a name that no account can have", head, func(in *DelegateGrant) { in.To = "a\x00b" }, fault.NotFound, "fault.not_found", "to"},
		{"to somebody disabled", head, func(in *DelegateGrant) { in.To = "nghi" }, fault.Conflict, "auth.disabled", "to"},
		{"to an inspector", head, func(in *DelegateGrant) { in.To = "thanhtra" }, fault.RuleViolation, "access.exclusive", "to"},
		{"longer than one's own", head, func(in *DelegateGrant) { in.Until = until.AddDays(1) }, fault.RuleViolation, "access.lend_longer", "until"},
		{"from yesterday", head, func(in *DelegateGrant) { in.From = today().AddDays(-1) }, fault.BadInput, "access.lend_past", "from"},
		{"for no day", head, func(in *DelegateGrant) { in.Until = in.From }, fault.BadInput, "fault.bad_range", "until"},
		{"without a decision", head, func(in *DelegateGrant) { in.DecisionNumber = "" }, fault.BadInput, "fault.required", "decisionNumber"},
		{"well", head, func(in *DelegateGrant) { in.Until = until }, "", "", ""},
		{"twice", head, func(*DelegateGrant) {}, fault.Conflict, "auth.grant_overlap", "role"},
		{"lent on", deputy, func(in *DelegateGrant) { in.Grant, in.To = w.held(t, deputy).No, "thutruong2" }, fault.RuleViolation, "access.lend_lent", "grant"},
	}
	for _, tt := range tests {
		refused(t, tt.name, ask(tt.by, tt.change), tt.code, tt.key, tt.field)
	}
	if g := w.held(t, deputy); g.LenderID != head || g.LentFrom != no || g.To != until || g.DecisionNumber != "5/UQ" {
		t.Errorf("lent %+v", g)
	}
	for by, name := range map[int64]string{head: "the lender", deputy: "the delegate"} {
		if rows, _, err := w.Grants(w.as(t, by), GrantFilter{Delegated: new(true)}, 50, 0); err != nil || len(rows) != 1 || rows[0].UserID != deputy {
			t.Errorf("%s lists %+v, %v", name, rows, err)
		}
	}
	v := ViewerOf(w.as(t, deputy))
	if err := v.May("staff.core", "issue", w.units["H.1.1"]); err != nil || v.Grants[0].DelegatedBy != "thutruong" {
		t.Errorf("the deputy may not: %v, %+v", err, v.Grants)
	}
}

func TestALentGrantEndsWithItsLenders(t *testing.T) {
	for _, tt := range []struct {
		name string
		end  func(w *town) error
		left int // states of the lent grant that are known now
	}{
		{"when it is taken away", func(w *town) error {
			return w.EndGrant(w.console, EndOfGrant{"thutruong", policies.AgencyHead, "H.1", today()})
		}, 0},
		{"when the lender is disabled", func(w *town) error { return w.DisableUser(w.console, "thutruong") }, 1},
		{"when somebody takes it away past the program", func(w *town) error {
			_, err := w.owner.Pool.Exec(context.Background(), `UPDATE role_grant SET known_to = now(), closed_in = recorded_in
				WHERE known_to = 'infinity' AND lent_from IS NULL AND role = 'agency_head'`)
			return err
		}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newTown(t)
			head := w.user(t, "thutruong", policies.AgencyHead, "H.1")
			deputy := w.user(t, "pho")
			_, err := w.DelegateGrant(w.as(t, head), DelegateGrant{newID(), w.held(t, head).No, "pho", today(), today().AddDays(10), "5/UQ"})
			if err != nil {
				t.Fatal(err)
			}
			may := func() bool {
				return ViewerOf(w.as(t, deputy)).May("staff.core", "issue", w.units["H.1"]) == nil
			}
			if !may() {
				t.Fatal("the deputy may not while it is lent")
			}
			if err := tt.end(w); err != nil {
				t.Fatal(err)
			}
			if may() {
				t.Error("the deputy still may")
			}
			if n := w.count(t, "SELECT count(*)::int FROM role_grant WHERE lent_from IS NOT NULL AND known_to = 'infinity'"); n != tt.left {
				t.Errorf("%d states left", n)
			}
		})
	}
}

func TestTheDatabaseRefusesToLendWhatIsNotHeld(t *testing.T) {
	w := newTown(t)
	head := w.user(t, "thutruong", policies.AgencyHead, "H.1")
	deputy := w.user(t, "pho")
	third := w.user(t, "ba")
	no := w.held(t, head).No
	lend := func(to int64, role, unit string, from, until day.Day, source int64) error {
		return audit.Write(context.Background(), w.owner, audit.Entry{Action: "test.lend"}, func(tx *models.Tx) error {
			return models.Record(tx, &models.RoleGrant{Fact: models.Fact{ValidFrom: from, ValidTo: until}, UserID: to, Role: role, UnitID: w.units[unit], LentFrom: &source})
		})
	}
	soon := today().AddDays(5)
	if err := lend(deputy, policies.AgencyHead, "H.1", today(), soon, no); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		err  error
	}{
		{"before it is held", lend(third, policies.AgencyHead, "H.1", day.Of(2019, 1, 1), soon, no)},
		{"another role", lend(third, policies.DivisionHead, "H.1", today(), soon, no)},
		{"at another unit", lend(third, policies.AgencyHead, "H.2", today(), soon, no)},
		{"to its holder", lend(head, policies.AgencyHead, "H.1", soon, soon.AddDays(1), no)},
		{"a grant there is not", lend(third, policies.AgencyHead, "H.1", today(), soon, 9999)},
		{"a grant that is lent", lend(third, policies.AgencyHead, "H.1", today(), soon, w.held(t, deputy).No)},
	} {
		if tt.err == nil {
			t.Errorf("%s: taken", tt.name)
		}
	}
}

func TestWhatALentGrantDoesNamesBoth(t *testing.T) {
	w := newTown(t)
	head := w.user(t, "lanhdao", policies.HomeAffairsLeader, "H.1")
	deputy := w.user(t, "pho", policies.AgencyHead, "H.2") // reviews grants at H.2 by own right
	w.user(t, "nhansu1", policies.AgencyPersonnelOfficer, "H.1")
	w.user(t, "nhansu2", policies.AgencyPersonnelOfficer, "H.2")
	_, err := w.DelegateGrant(w.as(t, head), DelegateGrant{newID(), w.held(t, head).No, "pho", today(), today().AddDays(10), "5/UQ"})
	if err != nil {
		t.Fatal(err)
	}
	note := func(obj, act, unit string) (behalf, late string) {
		t.Helper()
		ctx := w.as(t, deputy)
		if _, _, err := Require(ctx, obj, act); err != nil {
			t.Fatal(err)
		}
		var id int64
		err := audit.Write(ctx, w.db, audit.Entry{Action: "test.act"}, func(tx *models.Tx) error {
			id = tx.AuditID
			return ViewerOf(ctx).May(obj, act, w.units[unit])
		})
		if err != nil {
			t.Fatal(err)
		}
		one := func(sql string) string {
			s, err := models.One[string](context.Background(), w.owner, models.Q(sql, id))
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		return one("SELECT on_behalf FROM audit_log WHERE id = ?"),
			one("SELECT on_behalf FROM audit_log WHERE object_kind = 'audit' AND object_id = ?")
	}
	for _, tt := range []struct{ name, obj, act, unit, behalf, late string }{
		{"an act that the deputy's own role has too, at the own agency", "staff.core", "issue", "H.2", "", ""},
		{"an act that only the lent role has", "org.unit", "issue", "H.1", "lanhdao", ""},
		{"an act of both, at the lender's agency: known only when the unit is", "auth.grant", "review", "H.1", "", "lanhdao"},
		{"the same at the own agency", "auth.grant", "review", "H.2", "", ""},
	} {
		if behalf, late := note(tt.obj, tt.act, tt.unit); behalf != tt.behalf || late != tt.late {
			t.Errorf("%s: %q and %q, want %q and %q", tt.name, behalf, late, tt.behalf, tt.late)
		}
	}
}
