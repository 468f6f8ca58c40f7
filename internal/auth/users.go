package auth

import (
	"context"
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"bienche/internal/audit"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/policies"
)

var usernameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,63}$`)

// longestToken is how long a token may live, and how long it does unless told otherwise.
const longestToken = 365

// NewUser is what an account begins with.
type NewUser struct {
	Username    string
	DisplayName string
	Password    string // empty: no sign-in by password
	StaffID     int64  // the person's own record; 0 for none
}

// AddUser makes an account and gives its id.
func (s *Service) AddUser(ctx context.Context, in NewUser) (int64, error) {
	if _, _, err := Require(ctx, "auth.user", "manage"); err != nil {
		return 0, err
	}
	in.DisplayName = strings.TrimSpace(in.DisplayName)
	if !usernameForm.MatchString(in.Username) {
		return 0, fault.Bad("username", "auth.bad_username")
	}
	if in.DisplayName == "" {
		return 0, fault.Bad("displayName", "fault.required")
	}
	hash := ""
	if in.Password != "" {
		err := checkPassword(in.Username, in.Password)
		if err == nil {
			hash, err = s.hasher.hash(ctx, in.Password)
		}
		if err != nil {
			return 0, err
		}
	}

	user := &models.AppUser{Username: in.Username, DisplayName: in.DisplayName, PasswordHash: hash}
	if in.StaffID != 0 {
		user.StaffID = &in.StaffID
	}
	entry := audit.Entry{Action: "auth.add_user", ObjectKind: "user", Detail: map[string]any{"username": in.Username}}
	err := audit.Write(ctx, s.db, entry, func(tx *models.Tx) error {
		user.RecordedIn = tx.AuditID
		return tx.Create(user).Error
	})
	return user.ID, err
}

// SetPassword gives an account another password and ends its sessions.
func (s *Service) SetPassword(ctx context.Context, username, password string) error {
	user, err := s.managed(ctx, username)
	if err != nil {
		return err
	}
	if err := checkPassword(username, password); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.change(ctx, user, "auth.set_password", map[string]any{"password_hash": hash})
}

// DisableUser shuts an account: its sessions and tokens are refused from the next request on.
func (s *Service) DisableUser(ctx context.Context, username string) error {
	user, err := s.managed(ctx, username)
	if err != nil {
		return err
	}
	if user.DisabledAt != nil {
		return nil
	}
	return s.change(ctx, user, "auth.disable_user", map[string]any{"disabled_at": time.Now().UTC()})
}

func (s *Service) change(ctx context.Context, user *models.AppUser, action string, columns map[string]any) error {
	return audit.Write(ctx, s.db, audit.Entry{Action: action, ObjectKind: "user", ObjectID: user.ID}, func(tx *models.Tx) error {
		if err := tx.Model(user).Updates(columns).Error; err != nil {
			return fmt.Errorf("change user: %w", err)
		}
		return tx.Exec("DELETE FROM session WHERE user_id = ?", user.ID).Error
	})
}

// CreateToken makes a token for a user and gives its secret, which is not kept and cannot be shown again.
func (s *Service) CreateToken(ctx context.Context, username string, days int) (string, error) {
	user, err := s.managed(ctx, username)
	if err != nil {
		return "", err
	}
	if days < 1 || days > longestToken {
		return "", fault.Bad("days", "auth.token_days", fault.Args{"max": longestToken})
	}
	if user.DisabledAt != nil {
		return "", fault.New(fault.Conflict, "auth.disabled")
	}
	secret := base64.RawURLEncoding.EncodeToString(random(32))
	entry := audit.Entry{Action: "auth.create_token", ObjectKind: "user", ObjectID: user.ID, Detail: map[string]any{"days": days}}
	err = audit.Write(ctx, s.db, entry, func(tx *models.Tx) error {
		return tx.Create(&models.APIToken{
			SecretSHA256: digest(secret), UserID: user.ID, ExpiresAt: time.Now().UTC().AddDate(0, 0, days), RecordedIn: tx.AuditID,
		}).Error
	})
	return secret, err
}

// NewGrant is a role to be held at a unit from a day on.
type NewGrant struct {
	Username string
	Role     string
	UnitCode string
	From     day.Day
	To       day.Day // no day: open
	Decision string  // its number, if there is one
}

// AddGrant gives a user a role at a unit. Nobody gives a role to oneself.
func (s *Service) AddGrant(ctx context.Context, in NewGrant) error {
	user, unitID, err := s.grantable(ctx, in.Username, in.Role, in.UnitCode)
	if err != nil {
		return err
	}
	grant := &models.RoleGrant{
		Fact:   models.Fact{ValidFrom: in.From, ValidTo: in.To},
		UserID: user.ID, Role: in.Role, UnitID: unitID, DecisionNumber: in.Decision,
	}
	detail := map[string]any{"role": in.Role, "unit": in.UnitCode, "from": in.From, "to": in.To}
	entry := audit.Entry{Action: "auth.add_grant", ObjectKind: "user", ObjectID: user.ID, Detail: detail}
	return audit.Write(ctx, s.db, entry, func(tx *models.Tx) error { return s.addTo(tx, grant, "role") })
}

// EndOfGrant is a role to be taken away at a unit from a day on.
type EndOfGrant struct {
	Username string
	Role     string
	UnitCode string
	From     day.Day
}

// EndGrant takes a role away; that it was held stays on record.
func (s *Service) EndGrant(ctx context.Context, in EndOfGrant) error {
	user, unitID, err := s.grantable(ctx, in.Username, in.Role, in.UnitCode)
	if err != nil {
		return err
	}
	detail := map[string]any{"role": in.Role, "unit": in.UnitCode, "from": in.From}
	entry := audit.Entry{Action: "auth.end_grant", ObjectKind: "user", ObjectID: user.ID, Detail: detail}
	return audit.Write(ctx, s.db, entry, func(tx *models.Tx) error {
		held, err := models.FactsIn[models.RoleGrant](tx, "user_id = ? AND role = ? AND unit_id = ? AND valid_to > ?", user.ID, in.Role, unitID, in.From)
		if err != nil {
			return err
		}
		for _, g := range held {
			if err := models.EndGrant(tx, g.GrantNo, in.From); err != nil {
				return err
			}
		}
		return nil
	})
}

// GrantsOn lists who holds which role where on a day; an empty name lists everybody's.
func (s *Service) GrantsOn(ctx context.Context, username string, on day.Day) ([]models.GrantRow, error) {
	if _, _, err := Require(ctx, "auth.grant", "read"); err != nil {
		return nil, err
	}
	return models.GrantRows(ctx, s.db, username, on)
}

// managed finds an account for those who manage accounts.
func (s *Service) managed(ctx context.Context, username string) (*models.AppUser, error) {
	if _, _, err := Require(ctx, "auth.user", "manage"); err != nil {
		return nil, err
	}
	return s.found(ctx, username)
}

func (s *Service) found(ctx context.Context, username string) (*models.AppUser, error) {
	user, err := models.UserByName(ctx, s.db, username)
	if err == nil && user == nil {
		err = fault.Unknown("user")
	}
	return user, err
}

// grantable finds the user and the unit of a grant that the viewer may manage.
func (s *Service) grantable(ctx context.Context, username, role, unitCode string) (*models.AppUser, int64, error) {
	v, scope, err := Require(ctx, "auth.grant", "manage")
	if err != nil {
		return nil, 0, err
	}
	if !slices.Contains(policies.Roles(), role) {
		return nil, 0, fault.Bad("role", "fault.bad_choice", fault.Args{"value": role})
	}
	user, err := s.found(ctx, username)
	if err != nil {
		return nil, 0, err
	}
	if user.ID == v.UserID {
		return nil, 0, fault.New(fault.Forbidden, "auth.own_grant")
	}
	unitID, err := models.UnitIDByCode(ctx, s.db, unitCode)
	if err == nil && (unitID == 0 || !scope.HasUnit(unitID)) {
		err = fault.Unknown("unit")
	}
	return user, unitID, err
}
