package auth

import (
	"context"
	"time"

	"bienche/internal/audit"
	"bienche/internal/fault"
	"bienche/models"
)

// Account is an account as those see it who keep accounts.
type Account struct {
	models.AccountRow
	State string // ACTIVE, DISABLED or UNUSED
}

// The states of an account. UNUSED is one that nobody has signed in to for as long as the setting says.
const (
	Active   = "ACTIVE"
	Disabled = "DISABLED"
	Unused   = "UNUSED"
)

// AccountFilter says which accounts a list holds; the unit is one at which a role is held today.
type AccountFilter struct {
	Search          string
	State           string
	Role            string
	UnitID          int64
	IncludeSubunits bool
}

// Accounts lists the accounts that the viewer may see, in the order of names, one page of limit and one more when there
// is more. It refuses with BAD_INPUT naming a field of filter, and a unit outside the viewer's scope with NOT_FOUND.
func (s *Service) Accounts(ctx context.Context, f AccountFilter, limit, offset int) ([]*Account, func(context.Context) (int, error), error) {
	v, scope, err := Require(ctx, "auth.user", "read")
	if err != nil {
		return nil, nil, err
	}
	q := models.AccountFilter{Reach: s.reach(v, scope), Role: f.Role, UnitID: f.UnitID, Below: f.IncludeSubunits, State: f.State, UnusedSince: s.unusedSince()}
	if q.Search, err = tidy("filter.search", f.Search, maxSearch); err != nil {
		return nil, nil, err
	}
	switch f.State {
	case "", Active, Disabled, Unused:
	default:
		return nil, nil, fault.Bad("filter.state", "fault.bad_choice", fault.Args{"value": f.State})
	}
	if err := knownRole("filter.role", f.Role); err != nil {
		return nil, nil, err
	}
	if err := s.unitWithin(ctx, "filter.unit", f.UnitID, scope); err != nil {
		return nil, nil, err
	}
	rows, err := models.Accounts(ctx, s.db, q, limit+1, offset)
	if err != nil {
		return nil, nil, err
	}
	return s.shown(rows), func(ctx context.Context) (int, error) { return models.CountAccounts(ctx, s.db, q) }, nil
}

// AccountsOf finds accounts by id among those that the viewer may see. One's own is always among them.
func (s *Service) AccountsOf(ctx context.Context, ids []int64) (map[int64]*Account, error) {
	return s.accountsOf(ctx, ids, false)
}

// AccountsNamed finds accounts by id whom a grant that the viewer sees names. Of one that is not Seen no more than
// the name may be shown.
func (s *Service) AccountsNamed(ctx context.Context, ids []int64) (map[int64]*Account, error) {
	return s.accountsOf(ctx, ids, true)
}

func (s *Service) accountsOf(ctx context.Context, ids []int64, beyond bool) (map[int64]*Account, error) {
	v := ViewerOf(ctx)
	if v == nil {
		return nil, fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	f := models.AccountFilter{Reach: s.reach(v, v.Scope("auth.user", "read")), Beyond: beyond, IDs: ids}
	rows, err := models.Accounts(ctx, s.db, f, len(ids), 0)
	found := make(map[int64]*Account, len(rows))
	for _, a := range s.shown(rows) {
		found[a.ID] = a
	}
	return found, err
}

// AccountOf finds one account; NOT_FOUND when there is none or the viewer may not see it.
func (s *Service) AccountOf(ctx context.Context, id int64) (*Account, error) {
	found, err := s.AccountsOf(ctx, []int64{id})
	if err == nil && found[id] == nil {
		err = fault.Unknown("user").At("id")
	}
	return found[id], err
}

// reach is the accounts that a viewer who may read them at scope sees.
func (s *Service) reach(v *Viewer, scope models.Scope) models.AccountReach {
	return models.AccountReach{Scope: scope, SelfID: v.UserID, Loose: v.MayAnywhere("auth.user", "manage")}
}

// unusedSince is the instant from which on an account must have been used to count as active.
func (s *Service) unusedSince() time.Time {
	if s.settings.UnusedDays <= 0 {
		return time.Time{}
	}
	return s.now().UTC().AddDate(0, 0, -s.settings.UnusedDays)
}

func (s *Service) shown(rows []models.AccountRow) []*Account {
	all := make([]*Account, len(rows))
	for i, r := range rows {
		all[i] = &Account{r, Active}
		switch {
		case r.DisabledAt != nil:
			all[i].State = Disabled
		case r.UsedAt.Before(s.unusedSince()):
			all[i].State = Unused
		}
	}
	return all
}

// CreateUser makes an account, which has no password until one is given.
type CreateUser struct {
	ClientRequestID string `json:"-"`
	Username        string
	DisplayName     string
	StaffCode       *string
}

// CreateUser makes an account. It refuses with BAD_INPUT, NOT_FOUND of staffCode, and CONFLICT when the name or the record
// has an account already.
func (s *Service) CreateUser(ctx context.Context, in CreateUser) (*Account, error) {
	if _, _, err := Require(ctx, "auth.user", "manage"); err != nil {
		return nil, err
	}
	if err := Confirmed(ctx); err != nil {
		return nil, err
	}
	if !usernameForm.MatchString(in.Username) {
		return nil, fault.Bad("username", "auth.bad_username")
	}
	name, err := needed("displayName", in.DisplayName, maxName)
	if err != nil {
		return nil, err
	}
	user := &models.AppUser{Username: in.Username, DisplayName: name}
	if in.StaffCode != nil {
		if user.StaffID, err = s.staffOf(ctx, *in.StaffCode); err != nil {
			return nil, err
		}
	}
	entry := audit.Entry{Action: "auth.add_user", ObjectKind: "user", Detail: map[string]any{"username": in.Username}}
	id, err := s.do(ctx, mutation{"createUser", in.ClientRequestID, in, entry}, func(tx *models.Tx) (int64, error) {
		user.RecordedIn = tx.AuditID
		err := tx.Create(user).Error
		return user.ID, err
	})
	if err != nil {
		return nil, err
	}
	return s.AccountOf(ctx, id)
}

// staffOf is the record that a code names.
func (s *Service) staffOf(ctx context.Context, code string) (*int64, error) {
	code, err := needed("staffCode", code, maxName)
	if err != nil {
		return nil, err
	}
	id, err := models.StaffOfCode(ctx, s.db, code)
	if err != nil {
		return nil, err
	}
	if id == 0 {
		return nil, fault.Unknown("staff").At("staffCode")
	}
	return &id, nil
}

// UpdateUser changes what is given; Clear may name staffCode.
type UpdateUser struct {
	ClientRequestID string `json:"-"`
	ID              int64  `id:"user"`
	Version         int
	DisplayName     *string
	StaffCode       *string
	Clear           []string
}

// UpdateUser changes an account's name or the record it belongs to. Nobody changes the record of one's own account.
func (s *Service) UpdateUser(ctx context.Context, in UpdateUser) (*Account, error) {
	v, err := s.keeps(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	set := map[string]any{}
	if in.DisplayName != nil {
		if set["display_name"], err = needed("displayName", *in.DisplayName, maxName); err != nil {
			return nil, err
		}
	}
	if in.StaffCode != nil {
		if set["staff_id"], err = s.staffOf(ctx, *in.StaffCode); err != nil {
			return nil, err
		}
	}
	for _, c := range in.Clear {
		if c != "staffCode" || in.StaffCode != nil {
			return nil, fault.Bad("clear", "fault.bad_choice", fault.Args{"value": c})
		}
		set["staff_id"] = nil
	}
	if len(set) == 0 {
		return nil, fault.Bad("displayName", "fault.required")
	}
	if _, linked := set["staff_id"]; linked && v.UserID == in.ID {
		return nil, fault.New(fault.Forbidden, "access.own_account").At("id")
	}
	entry := audit.Entry{Action: "auth.update_user", ObjectKind: "user", ObjectID: in.ID, Detail: set}
	return s.alter(ctx, mutation{"updateUser", in.ClientRequestID, in, entry}, in.ID, in.Version, set, nil)
}

// DisableAccount shuts an account, for a reason that is kept.
type DisableAccount struct {
	ClientRequestID string `json:"-"`
	ID              int64  `id:"user"`
	Version         int
	Reason          string
}

// DisableAccount shuts an account: its sessions and tokens are refused from the next request on. Nobody shuts one's own.
func (s *Service) DisableAccount(ctx context.Context, in DisableAccount) (*Account, error) {
	v, err := s.keeps(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if v.UserID == in.ID {
		return nil, fault.New(fault.Forbidden, "access.own_account").At("id")
	}
	if in.Reason, err = needed("reason", in.Reason, maxReason); err != nil {
		return nil, err
	}
	entry := audit.Entry{Action: "auth.disable_user", ObjectKind: "user", ObjectID: in.ID, Detail: map[string]any{"reason": in.Reason}}
	return s.alter(ctx, mutation{"disableUser", in.ClientRequestID, in, entry}, in.ID, in.Version,
		map[string]any{"disabled_at": s.now().UTC()}, endSessions(in.ID))
}

// EnableAccount opens an account that was shut, for a reason that is kept.
type EnableAccount DisableAccount

// EnableAccount opens an account again. Grants that ended stay ended.
func (s *Service) EnableAccount(ctx context.Context, in EnableAccount) (*Account, error) {
	if _, err := s.keeps(ctx, in.ID); err != nil {
		return nil, err
	}
	reason, err := needed("reason", in.Reason, maxReason)
	if err != nil {
		return nil, err
	}
	entry := audit.Entry{Action: "auth.enable_user", ObjectKind: "user", ObjectID: in.ID, Detail: map[string]any{"reason": reason}}
	return s.alter(ctx, mutation{"enableUser", in.ClientRequestID, in, entry}, in.ID, in.Version, map[string]any{"disabled_at": nil}, nil)
}

// ResetPassword asks for a password that is shown once and must be changed at the next sign-in.
type ResetPassword struct {
	ClientRequestID string `json:"-"`
	ID              int64  `id:"user"`
	Version         int
}

// ResetPassword gives an account such a password and ends its sessions. The same request again is refused with CONFLICT:
// the password is not kept and cannot be shown again.
func (s *Service) ResetPassword(ctx context.Context, in ResetPassword) (*Account, string, error) {
	v, err := s.keeps(ctx, in.ID)
	if err != nil {
		return nil, "", err
	}
	if v.UserID == in.ID {
		return nil, "", fault.New(fault.Forbidden, "access.own_account").At("id")
	}
	password, hash, err := s.TemporaryPassword(ctx)
	if err != nil {
		return nil, "", err
	}
	fresh := false
	entry := audit.Entry{Action: "auth.reset_password", ObjectKind: "user", ObjectID: in.ID}
	user, err := s.alter(ctx, mutation{"resetPassword", in.ClientRequestID, in, entry}, in.ID, in.Version, map[string]any{}, func(tx *models.Tx) error {
		fresh = true
		return SetTemporaryPassword(tx, in.ID, hash)
	})
	if err == nil && !fresh {
		err = fault.New(fault.Conflict, "access.password_shown").At("clientRequestId")
	}
	return user, password, err
}

// EndUserSessions signs a user out everywhere.
type EndUserSessions struct {
	ClientRequestID string `json:"-"`
	ID              int64  `id:"user"`
}

// EndUserSessions ends all sessions of a user; they are refused from the next request on.
func (s *Service) EndUserSessions(ctx context.Context, in EndUserSessions) (*Account, error) {
	if _, err := s.keeps(ctx, in.ID); err != nil {
		return nil, err
	}
	entry := audit.Entry{Action: "auth.end_sessions", ObjectKind: "user", ObjectID: in.ID}
	_, err := s.do(ctx, mutation{"endUserSessions", in.ClientRequestID, in, entry}, func(tx *models.Tx) (int64, error) {
		return in.ID, endSessions(in.ID)(tx)
	})
	if err != nil {
		return nil, err
	}
	return s.AccountOf(ctx, in.ID)
}

func endSessions(userID int64) func(tx *models.Tx) error {
	return func(tx *models.Tx) error { return tx.Exec("DELETE FROM session WHERE user_id = ?", userID).Error }
}

// keeps tells that the viewer may manage an account: all roles that it holds or will hold are within the viewer's reach,
// so that nobody gains by taking it over. It wants a confirmed session.
func (s *Service) keeps(ctx context.Context, id int64) (*Viewer, error) {
	v, scope, err := Require(ctx, "auth.user", "manage")
	if err != nil {
		return nil, err
	}
	if err := Confirmed(ctx); err != nil {
		return nil, err
	}
	rows, err := models.Accounts(ctx, s.db, models.AccountFilter{Reach: s.reach(v, scope), IDs: []int64{id}}, 1, 0)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fault.Unknown("user").At("id")
	}
	beyond, err := models.HoldsBeyond(ctx, s.db, id, scope)
	if err == nil && beyond {
		err = fault.New(fault.Forbidden, "access.beyond_reach").At("id")
	}
	return v, err
}

// alter sets columns of an account that is still at its version, and does what goes with it.
func (s *Service) alter(ctx context.Context, m mutation, id int64, version int, set map[string]any, also func(*models.Tx) error) (*Account, error) {
	_, err := s.do(ctx, m, func(tx *models.Tx) (int64, error) {
		columns := map[string]any{"version": version + 1}
		for name, value := range set {
			columns[name] = value
		}
		res := tx.Model(&models.AppUser{}).Where("id = ? AND version = ?", id, version).Updates(columns)
		if res.Error != nil {
			return 0, res.Error
		}
		if res.RowsAffected != 1 {
			return 0, fault.New(fault.Conflict, "fault.stale").At("version")
		}
		if also != nil {
			return id, also(tx)
		}
		return id, nil
	})
	if err != nil {
		return nil, err
	}
	return s.AccountOf(ctx, id)
}
