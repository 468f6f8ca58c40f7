package auth

import (
	"context"
	"slices"
	"sync"
	"testing"

	"bienche/internal/audit"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/platform/config"
	"bienche/models"
	"bienche/policies"
)

func TestRightsChangeAtTheNextRequest(t *testing.T) {
	w := newTown(t)
	w.user(t, "nhansu", policies.AgencyPersonnelOfficer, "H.1")
	copied, err := New(w.db, config.Config{SignIn: cheap}) // another copy of the server, which hears of nothing
	if err != nil {
		t.Fatal(err)
	}
	secret := w.signIn(t, "nhansu")
	reads := func(s *Service) []string {
		_, v, err := s.BySession(context.Background(), secret)
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for code, id := range w.units {
			if v.May("staff.core", "read", id) == nil {
				codes = append(codes, code)
			}
		}
		slices.Sort(codes)
		return codes
	}
	steps := []struct {
		name string
		do   func()
		want []string
	}{
		{"at first the own agency", func() {}, []string{"H.1", "H.1.1"}},
		{"after a further grant both", func() { w.grant(t, "nhansu", policies.AgencyPersonnelOfficer, "H.2") }, []string{"H.1", "H.1.1", "H.2"}},
		{"a grant of the future changes nothing", func() {
			err := w.AddGrant(w.console, NewGrant{Username: "nhansu", Role: policies.FinanceOfficer, UnitCode: "H", From: today().AddDays(1)})
			if err != nil {
				t.Fatal(err)
			}
		}, []string{"H.1", "H.1.1", "H.2"}},
		{"after one ends the other stays", func() {
			if err := w.EndGrant(w.console, EndOfGrant{"nhansu", policies.AgencyPersonnelOfficer, "H.1", today()}); err != nil {
				t.Fatal(err)
			}
		}, []string{"H.2"}},
		{"a new unit below is within", func() { w.found(t, "H.2.1", "H.2") }, []string{"H.2", "H.2.1"}},
	}
	for _, step := range steps {
		step.do()
		for name, s := range map[string]*Service{"this copy": w.Service, "another copy": copied} {
			if got := reads(s); !slices.Equal(got, step.want) {
				t.Errorf("%s, %s: %v, want %v", step.name, name, got, step.want)
			}
		}
	}
	w.exec(t, "UPDATE role_grant SET known_to = now(), closed_in = recorded_in WHERE known_to = 'infinity'")
	if _, v, err := copied.BySession(context.Background(), secret); err != nil || len(v.Grants) != 0 || len(v.Permissions()) != 0 {
		t.Errorf("without grants: %+v, %v", v, err)
	}
}

func today() day.Day { return day.In(now()) }

func TestAMoveOfAUnitMovesTheRights(t *testing.T) {
	w := newTown(t)
	id := w.user(t, "thutruong", policies.AgencyHead, "H.2")
	may := func() bool {
		ctx, err := w.ActAs(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		return ViewerOf(ctx).May("org.unit", "read", w.units["H.1.1"]) == nil
	}
	if may() {
		t.Error("reads another agency's division")
	}
	err := audit.Write(context.Background(), w.db, audit.Entry{Action: "org.move"}, func(tx *models.Tx) error {
		parent := w.units["H.2"]
		return models.Replace(tx, &models.OrgUnitVersion{
			Fact: models.Fact{ValidFrom: today()}, UnitID: w.units["H.1.1"], ParentID: &parent, Name: "x", Kind: "DEPARTMENT", Level: "PROVINCE",
		}, "unit_id = ?", w.units["H.1.1"])
	})
	if err != nil {
		t.Fatal(err)
	}
	if !may() {
		t.Error("does not read the division that came to the agency today")
	}
}

func TestManyRequestsAtOnceSeeTheNewRights(t *testing.T) {
	w := newTown(t)
	w.user(t, "nhansu")
	secret := w.signIn(t, "nhansu")
	w.bySession(t, secret)
	w.grant(t, "nhansu", policies.Inspector, "H")
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			_, v, err := w.BySession(context.Background(), secret)
			if err != nil || !v.Scope("audit.log", "read").All {
				t.Errorf("%+v, %v", v, err)
			}
		})
	}
	all.Wait()
}

func TestRequire(t *testing.T) {
	w := newTown(t)
	officer := w.user(t, "nhansu", policies.AgencyPersonnelOfficer, "H.1")
	self := w.user(t, "canhan", policies.StaffMember, "H.1")
	w.exec(t, "INSERT INTO staff_member (id, code, recorded_in) SELECT 77, 'CB77', min(id) FROM audit_log")
	w.exec(t, "UPDATE app_user SET staff_id = 77 WHERE id = $1", self)
	as := func(id int64) context.Context {
		ctx, err := w.ActAs(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		return ctx
	}
	tests := []struct {
		name     string
		ctx      context.Context
		obj, act string
		want     fault.Code
		units    int
		self     int64
	}{
		{"a stranger", context.Background(), "staff.core", "read", fault.Unauthenticated, 0, 0},
		{"an officer of one agency", as(officer), "staff.core", "read", "", 2, 0},
		{"the same for what the role lacks", as(officer), "headcount.quota", "issue", fault.Forbidden, 0, 0},
		{"oneself", as(self), "staff.core", "read", "", 0, 77},
		{"oneself, by the act's own name", as(self), "staff.core", "read_self", "", 0, 77},
		{"oneself may not verify", as(self), "staff.core", "verify", fault.Forbidden, 0, 0},
		{"a question that no policy answers", as(officer), "staff.corps", "read", fault.Internal, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, scope, err := Require(tt.ctx, tt.obj, tt.act)
			if fault.CodeOf(err) != tt.want || len(scope.Units) != tt.units || scope.Self != tt.self || scope.All {
				t.Errorf("scope %+v, %v", scope, err)
			}
		})
	}
	if _, scope, err := Require(w.console, "headcount.quota", "issue"); err != nil || !scope.All {
		t.Errorf("console: %+v, %v", scope, err)
	}
	v := ViewerOf(as(officer))
	err := v.May("staff.core", "read", w.units["H.2"])
	if f := fault.From(err); f.Code != fault.Forbidden || f.Key != "fault.forbidden" || f.Args["grant"] != "staff.core:read" {
		t.Errorf("another agency: %v", err)
	}
	if !slices.Contains(v.Permissions(), "exchange.staff:import") || v.MayAnywhere("audit.log", "read") {
		t.Errorf("permissions %v", v.Permissions())
	}
	if VersionOf(as(officer), "org") == 0 || VersionOf(context.Background(), "org") != 0 {
		t.Error("versions are not those of the look-up")
	}
}

func TestALookUpIsOneStatement(t *testing.T) {
	w := newTown(t)
	w.user(t, "nhansu", policies.Inspector, "H")
	secret := w.signIn(t, "nhansu")
	w.bySession(t, secret)
	ctx, budget := models.WithBudget(context.Background(), 0)
	if _, _, err := w.BySession(ctx, secret); err != nil || budget.Spent() != 1 {
		t.Errorf("%d statements, %v", budget.Spent(), err)
	}
}

func TestADenialIsNotedAndOtherRefusalsAreNot(t *testing.T) {
	w := newTown(t)
	ctx, err := w.ActAs(context.Background(), w.user(t, "canhan"))
	if err != nil {
		t.Fatal(err)
	}
	_, _, refusal := Require(ctx, "audit.log", "read")
	for _, err := range []error{refusal, fault.Unknown("unit"), nil, context.Canceled} {
		if err := w.NoteDenial(ctx, err); err != nil {
			t.Fatal(err)
		}
	}
	if n := w.count(t, "SELECT count(*) FROM audit_log WHERE action = 'auth.denied' AND actor_name = 'canhan' AND detail->>'grant' = 'audit.log:read'"); n != 1 {
		t.Errorf("%d denials of that kind", n)
	}
	if n := w.count(t, "SELECT count(*) FROM audit_log WHERE action = 'auth.denied'"); n != 1 {
		t.Errorf("%d denials", n)
	}
}

func TestASnapshotServesItsOwnStateAndDay(t *testing.T) {
	at := &snapshot{versions: Versions{"grants": 5, "org": 7, "position": 1}, today: day.Of(2025, 6, 30)}
	tests := []struct {
		name  string
		of    *snapshot
		v     Versions
		today string
		stale bool
	}{
		{"nothing was read yet", nil, Versions{}, "2025-06-30", true},
		{"the same", at, Versions{"grants": 5, "org": 7}, "2025-06-30", false},
		{"a newer grant", at, Versions{"grants": 6, "org": 7}, "2025-06-30", true},
		{"a newer tree", at, Versions{"grants": 5, "org": 8}, "2025-06-30", true},
		{"another topic", at, Versions{"grants": 5, "org": 7, "position": 9}, "2025-06-30", false},
		{"the next day", at, Versions{"grants": 5, "org": 7}, "2025-07-01", true},
		{"a look-up from before the snapshot", at, Versions{"grants": 4, "org": 7}, "2025-06-30", false},
	}
	for _, tt := range tests {
		if got := tt.of.stale(tt.v, day.MustParse(tt.today)); got != tt.stale {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
