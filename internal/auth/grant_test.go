package auth

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/policies"
)

// request gives every call another client request id.
var request atomic.Int64

func newID() string { return fmt.Sprint("r", request.Add(1)) }

// as lets a user act.
func (w *town) as(t *testing.T, id int64) context.Context {
	t.Helper()
	ctx, err := w.ActAs(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return ctx
}

// held is the one grant of a user as it is known now.
func (w *town) held(t *testing.T, user int64) models.GrantState {
	t.Helper()
	rows, err := models.GrantStates(context.Background(), w.db, models.GrantFilter{Scope: models.Scope{All: true}, Users: []int64{user}, Today: today()}, 10, 0)
	if err != nil || len(rows) != 1 {
		t.Fatalf("user %d holds %+v, %v", user, rows, err)
	}
	return rows[0]
}

// refused holds an error to a code, a key and a field; an empty code is none.
func refused(t *testing.T, name string, err error, code fault.Code, key, field string) {
	t.Helper()
	f, _ := errors.AsType[*fault.Error](err)
	switch {
	case code == "" && err == nil:
	case f == nil, f.Code != code, f.Key != key, f.Field != field:
		t.Errorf("%s: got %v (%+v), want %s %s at %q", name, err, f, code, key, field)
	}
}

func TestCreateGrant(t *testing.T) {
	w := newTown(t)
	admin := w.user(t, "quantri", policies.SystemAdministrator, "H")
	agency := w.user(t, "quantricoquan", policies.SystemAdministrator, "H.1")
	officer := w.user(t, "chuyenvien", policies.HomeAffairsOfficer, "H")
	fresh := w.user(t, "moi")
	gone := w.user(t, "nghi")
	if err := w.DisableUser(w.console, "nghi"); err != nil {
		t.Fatal(err)
	}
	ask := func(by int64, change func(*CreateGrant)) error {
		in := CreateGrant{ClientRequestID: newID(), User: fresh, Role: policies.FinanceOfficer, Unit: w.units["H.1"], From: today(), DecisionNumber: "12/QĐ-SNV"}
		change(&in)
		_, err := w.CreateGrant(w.as(t, by), in)
		return err
	}
	earlier := today().AddDays(-3)
	tests := []struct {
		name   string
		by     int64
		change func(*CreateGrant)
		code   fault.Code
		key    string
		field  string
	}{
		{"an administrator gives a role", admin, func(*CreateGrant) {}, "", "", ""},
		{"the same again", admin, func(*CreateGrant) {}, fault.Conflict, "auth.grant_overlap", "role"},
		{"to oneself", admin, func(in *CreateGrant) { in.User = admin }, fault.Forbidden, "auth.own_grant", "user"},
		{"no decision", admin, func(in *CreateGrant) { in.DecisionNumber = " \u200b " }, fault.BadInput, "fault.required", "decisionNumber"},
		{"no role", admin, func(in *CreateGrant) { in.Role = "" }, fault.BadInput, "fault.required", "role"},
		{"a role there is not", admin, func(in *CreateGrant) { in.Role = "vua" }, fault.BadInput, "fault.bad_choice", "role"},
		{"an end before the start", admin, func(in *CreateGrant) { in.To = &earlier }, fault.BadInput, "fault.bad_range", "to"},
		{"a user there is not", admin, func(in *CreateGrant) { in.User = 9999 }, fault.NotFound, "fault.not_found", "user"},
		{"a disabled user", admin, func(in *CreateGrant) { in.User = gone }, fault.Conflict, "auth.disabled", "user"},
		{"a unit there is not", admin, func(in *CreateGrant) { in.Unit = 9999 }, fault.NotFound, "fault.not_found", "unit"},
		{"an agency's administrator at another agency", agency, func(in *CreateGrant) { in.Unit = w.units["H.2"] }, fault.NotFound, "fault.not_found", "unit"},
		{"an agency's administrator to somebody of the province", agency, func(in *CreateGrant) { in.User = officer }, fault.NotFound, "fault.not_found", "user"},
		{"an officer", officer, func(*CreateGrant) {}, fault.Forbidden, "fault.forbidden", ""},
		{"administrator beside finance", admin, func(in *CreateGrant) { in.Role = policies.SystemAdministrator }, fault.RuleViolation, "access.exclusive", "role"},
		{"the same on other days", admin, func(in *CreateGrant) {
			in.Role, in.From, in.To = policies.SystemAdministrator, today().AddDays(-9), &earlier
		}, "", "", ""},
		{"no request id", admin, func(in *CreateGrant) { in.ClientRequestID = "" }, fault.BadInput, "fault.required", "clientRequestId"},
	}
	for _, tt := range tests {
		refused(t, tt.name, ask(tt.by, tt.change), tt.code, tt.key, tt.field)
	}
	if g := w.held(t, fresh); g.DecisionNumber != "12/QĐ-SNV" || g.UnitID != w.units["H.1"] || !g.To.IsForever() {
		t.Errorf("recorded %+v", g)
	}
}

func TestTheDatabaseKnowsThePairsThatExclude(t *testing.T) {
	w := newTown(t)
	type pair struct{ One, Other string }
	rows, err := models.Rows[pair](context.Background(), w.owner, models.Q("SELECT one, other FROM role_exclusion"))
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range policies.Roles() {
		for _, other := range policies.Roles() {
			if one < other && w.rights.book.Exclude(one, other) != slices.Contains(rows, pair{one, other}) {
				t.Errorf("%s and %s: the file says %v", one, other, w.rights.book.Exclude(one, other))
			}
		}
	}
	// Two at the same moment, past the look before.
	user := w.user(t, "aido")
	var all sync.WaitGroup
	errs := make([]error, 2)
	for i, role := range []string{policies.SystemAdministrator, policies.Inspector} {
		all.Go(func() {
			_, errs[i] = w.owner.Pool.Exec(context.Background(), `INSERT INTO role_grant (user_id, role, unit_id, valid_from, recorded_in)
				VALUES ($1, $2, $3, '2020-01-01', 1)`, user, role, w.units["H"])
		})
	}
	all.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("both or none were taken: %v", errs)
	}
}

func TestEndGrant(t *testing.T) {
	w := newTown(t)
	admin := w.user(t, "quantri", policies.SystemAdministrator, "H")
	agency := w.user(t, "quantricoquan", policies.SystemAdministrator, "H.1")
	officer := w.user(t, "chuyenvien", policies.AgencyPersonnelOfficer, "H.2")
	no := w.held(t, officer).No
	own := w.held(t, admin).No
	end := func(by, grant int64, on day.Day, reason string) error {
		_, err := w.TakeGrant(w.as(t, by), TakeGrant{newID(), grant, on, reason})
		return err
	}
	refused(t, "one's own", end(admin, own, today(), "nghỉ"), fault.Forbidden, "access.own_end", "id")
	refused(t, "by its holder", end(officer, no, today(), "nghỉ"), fault.Forbidden, "access.own_end", "id")
	refused(t, "of another agency", end(agency, no, today(), "nghỉ"), fault.NotFound, "fault.not_found", "id")
	refused(t, "one there is not", end(agency, 9999, today(), "nghỉ"), fault.NotFound, "fault.not_found", "id")
	refused(t, "without a reason", end(admin, no, today(), ""), fault.BadInput, "fault.required", "reason")
	refused(t, "yesterday", end(admin, no, today().AddDays(-1), "nghỉ"), fault.BadInput, "access.end_outside", "on")
	in := TakeGrant{"mot-lan", no, today().AddDays(2), "điều động"}
	for range 2 { // the same request again has the same answer
		g, err := w.TakeGrant(w.as(t, admin), in)
		if err != nil || g.No != no || g.To != today().AddDays(2) || g.From != day.Of(2020, 1, 1) {
			t.Fatalf("ended %+v, %v", g, err)
		}
	}
	refused(t, "after its end", end(admin, no, today().AddDays(2), "nghỉ"), fault.BadInput, "access.end_outside", "on")
	if n := w.count(t, "SELECT count(*)::int FROM audit_log WHERE action = 'auth.end_grant' AND detail->>'reason' = 'điều động'"); n != 1 {
		t.Errorf("%d entries", n)
	}
	if n := w.count(t, "SELECT count(*)::int FROM role_grant WHERE grant_no = ?", no); n != 2 {
		t.Errorf("%d states of the grant are kept, want the old and the new", n)
	}
}

func TestGrantsAreListedWithinTheReadersScope(t *testing.T) {
	w := newTown(t)
	admin := w.user(t, "quantri", policies.SystemAdministrator, "H")
	head := w.user(t, "thutruong", policies.AgencyHead, "H.1")
	w.user(t, "nguyendung", policies.AgencyPersonnelOfficer, "H.1.1")
	w.exec(t, "UPDATE app_user SET display_name = 'Nguyễn Đức Dũng' WHERE username = 'nguyendung'")
	other := w.user(t, "taichinh", policies.FinanceOfficer, "H.2")
	w.user(t, "nhanvien")
	yes := true
	tests := []struct {
		name string
		by   int64
		f    GrantFilter
		want []string
	}{
		{"the administrator sees all", admin, GrantFilter{}, []string{"nguyendung", "quantri", "taichinh", "thutruong"}},
		{"the head of an agency sees the agency's", head, GrantFilter{}, []string{"nguyendung", "thutruong"}},
		{"by name without marks", head, GrantFilter{Search: "duc dung"}, []string{"nguyendung"}},
		{"a sign of LIKE is only a sign", admin, GrantFilter{Search: "%"}, nil},
		{"by role", admin, GrantFilter{Role: policies.FinanceOfficer}, []string{"taichinh"}},
		{"by user", admin, GrantFilter{UserID: other}, []string{"taichinh"}},
		{"by unit alone", admin, GrantFilter{UnitID: w.units["H.1"]}, []string{"thutruong"}},
		{"by unit and below", admin, GrantFilter{UnitID: w.units["H.1"], IncludeSubunits: true}, []string{"nguyendung", "thutruong"}},
		{"before they were given", admin, GrantFilter{On: day.Of(2019, 1, 1)}, nil},
		{"the lent ones", admin, GrantFilter{Delegated: &yes}, nil},
		{"those a review waits for", admin, GrantFilter{ReviewDue: &yes}, nil},
	}
	for _, tt := range tests {
		rows, total, err := w.Grants(w.as(t, tt.by), tt.f, 50, 0)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		var got []string
		for _, g := range rows {
			got = append(got, g.Username)
		}
		if n, err := total(w.as(t, tt.by)); !slices.Equal(got, tt.want) || n != len(got) || err != nil {
			t.Errorf("%s: %v of %d, %v, want %v", tt.name, got, n, err, tt.want)
		}
	}
	for _, c := range []struct {
		name, field string
		f           GrantFilter
		code        fault.Code
	}{
		{"a unit outside", "filter.unit", GrantFilter{UnitID: w.units["H.2"]}, fault.NotFound},
		{"a unit there is not", "filter.unit", GrantFilter{UnitID: 9999}, fault.NotFound},
		{"a user outside", "filter.user", GrantFilter{UserID: other}, fault.NotFound},
		{"a user there is not", "filter.user", GrantFilter{UserID: 9999}, fault.NotFound},
	} {
		_, _, err := w.Grants(w.as(t, head), c.f, 50, 0)
		refused(t, c.name, err, c.code, "fault.not_found", c.field)
	}
	if rows, _, err := w.Grants(w.as(t, other), GrantFilter{}, 50, 0); err != nil || len(rows) != 1 || rows[0].Username != "taichinh" {
		t.Errorf("a finance officer sees %+v, %v, want the own grant", rows, err)
	}
	_, _, err := w.Grants(context.Background(), GrantFilter{}, 50, 0)
	refused(t, "a stranger", err, fault.Unauthenticated, "fault.unauthenticated", "")
}

func TestAGrantAtADissolvedUnitIsFoundUnderItsHeir(t *testing.T) {
	w := newTown(t)
	admin := w.user(t, "quantri", policies.SystemAdministrator, "H")
	w.user(t, "cu", policies.AgencyHead, "H.1")
	w.exec(t, `UPDATE org_unit_version SET known_to = now(), closed_in = recorded_in WHERE unit_id = $1;`, w.units["H.1"])
	w.exec(t, `INSERT INTO org_unit_version (unit_id, parent_id, name, kind, level, valid_from, valid_to, recorded_in) VALUES ($1, $2, 'x', 'DEPARTMENT', 'PROVINCE', '2010-01-01', '2021-01-01', 1)`,
		w.units["H.1"], w.units["H"])
	w.exec(t, `INSERT INTO org_succession (predecessor_id, successor_id, kind, valid_from, recorded_in) VALUES ($1, $2, 'MERGE', '2021-01-01', 1)`, w.units["H.1"], w.units["H.2"])
	rows, _, err := w.Grants(w.as(t, admin), GrantFilter{UnitID: w.units["H.2"], IncludeSubunits: true}, 50, 0)
	if err != nil || len(rows) != 1 || rows[0].Username != "cu" {
		t.Errorf("%+v, %v", rows, err)
	}
}
