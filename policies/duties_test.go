package policies

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"bienche/internal/fault"
	"bienche/models"
)

func TestWhoKeepsAccountsHoldsNoRoleThatReadsPeople(t *testing.T) {
	b := mustLoad(t)
	for _, p := range b.Permissions() {
		if strings.HasPrefix(p.Object, "staff.") && !strings.HasSuffix(p.Act, "_self") && !b.Exclude(SystemAdministrator, p.Role) {
			t.Errorf("%s may %s and may be held by an administrator", p.Role, p.Name())
		}
		changes := slices.Contains([]string{"issue", "declare", "verify"}, p.Act)
		if changes && p.Role != StaffMember && !b.Exclude(p.Role, Inspector) {
			t.Errorf("%s may %s and may be held by an inspector", p.Role, p.Name())
		}
	}
	if b.Exclude(StaffMember, SystemAdministrator) || b.Exclude(FinanceOfficer, AgencyHead) || b.Exclude(Inspector, Inspector) {
		t.Error("roles exclude each other without need")
	}
	if b.MayLend(SystemAdministrator) || b.MayLend(StaffMember) || !b.MayLend(HomeAffairsLeader) {
		t.Error("the wrong roles may be lent")
	}
}

func TestBrokenDutiesAreRefused(t *testing.T) {
	tests := []struct {
		name   string
		damage func(fstest.MapFS)
	}{
		{"the file is missing", func(m fstest.MapFS) { delete(m, "duties.yaml") }},
		{"it is empty", func(m fstest.MapFS) {
			m["duties.yaml"] = &fstest.MapFile{Data: []byte("exclusive: []\nnot_lent: []\n")}
		}},
		{"a role is misspelt", replace("duties.yaml", "role: inspector", "role: inspektor")},
		{"a role that may not be lent is misspelt", replace("duties.yaml", "not_lent: [system_administrator", "not_lent: [administrator")},
		{"a role excludes itself", replace("duties.yaml", "with: [provincial_leader", "with: [system_administrator")},
		{"a word is misspelt", replace("duties.yaml", "not_lent:", "not_lend:")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tree := copyOf(t)
			tt.damage(tree)
			if _, err := LoadFrom(tree); err == nil || !strings.Contains(err.Error(), "duties.yaml") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestEveryPermissionHasWords(t *testing.T) {
	for _, p := range mustLoad(t).Permissions() {
		for _, key := range []string{"access.act." + p.Act, "access.object." + p.Object} {
			for _, lang := range []string{"vi", "en"} {
				if fault.Text(lang, key, nil) == key {
					t.Errorf("%s has no words in %s", key, lang)
				}
			}
		}
	}
}

func TestWhosePlaceIsTaken(t *testing.T) {
	b := mustLoad(t)
	own := func(role string, unit int64) models.Grant { return models.Grant{UserID: 7, Role: role, UnitID: unit} }
	lent := func(role string, unit int64, by string) models.Grant {
		return models.Grant{UserID: 7, Role: role, UnitID: unit, LenderID: 9, Lender: by}
	}
	tests := []struct {
		name     string
		grants   []models.Grant
		obj, act string
		unit     int64 // 0: asked for a scope
		want     string
	}{
		{"one's own right is nobody else's", []models.Grant{own(AgencyHead, 2)}, "staff.core", "issue", 21, ""},
		{"a lent right is its lender's", []models.Grant{lent(AgencyHead, 2, "Lan")}, "staff.core", "issue", 21, "Lan"},
		{"also when asked where", []models.Grant{lent(AgencyHead, 2, "Lan")}, "staff.core", "issue", 0, "Lan"},
		{"not for looking", []models.Grant{lent(AgencyHead, 2, "Lan")}, "staff.core", "read", 21, ""},
		{"not where it does not reach", []models.Grant{lent(AgencyHead, 2, "Lan")}, "staff.core", "issue", 23, ""},
		{"not when one's own role gives the same there", []models.Grant{own(AgencyPersonnelOfficer, 2), lent(AgencyHead, 2, "Lan")}, "staff.core", "issue", 21, ""},
		{"but when one's own is elsewhere", []models.Grant{own(AgencyHead, 23), lent(AgencyHead, 2, "Lan")}, "staff.core", "issue", 21, "Lan"},
		{"one's own above reaches too", []models.Grant{own(HomeAffairsLeader, 1), lent(AgencyHead, 2, "Lan")}, "staff.core", "verify", 21, ""},
		{"of two lenders both", []models.Grant{lent(AgencyHead, 2, "Lan"), lent(HomeAffairsOfficer, 1, "Minh")}, "staff.core", "issue", 21, "Lan, Minh"},
		{"a lent role without the right lends nothing", []models.Grant{own(AgencyPersonnelOfficer, 2), lent(FinanceOfficer, 1, "Lan")}, "staff.core", "issue", 21, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			shared, err := b.Enforcer(tt.grants, province)
			if err != nil {
				t.Fatal(err)
			}
			e := shared.ForRequest()
			if tt.unit == 0 {
				_, err = e.Scope(7, tt.obj, tt.act)
			} else {
				_, err = e.May(7, tt.obj, tt.act, tt.unit)
			}
			if got := strings.Join(e.ActedFor(), ", "); err != nil || got != tt.want {
				t.Errorf("acted for %q, %v, want %q", got, err, tt.want)
			}
			if len(shared.ActedFor()) > 0 || len(shared.ForRequest().ActedFor()) > 0 {
				t.Error("another request acts for somebody too")
			}
		})
	}
}

func TestHoldersOfAPermission(t *testing.T) {
	e, err := mustLoad(t).Enforcer([]models.Grant{
		{UserID: 1, Role: SystemAdministrator, UnitID: 1}, {UserID: 2, Role: SystemAdministrator, UnitID: 2}, {UserID: 3, Role: AgencyHead, UnitID: 2},
	}, province)
	if err != nil {
		t.Fatal(err)
	}
	for unit, want := range map[int64]int{0: 2, 21: 2, 23: 1, 1: 1, 99: 0} {
		if got := e.Holders("auth.grant", "manage", unit); len(got) != want {
			t.Errorf("at unit %d %v, want %d", unit, got, want)
		}
	}
}
