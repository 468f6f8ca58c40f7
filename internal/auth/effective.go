package auth

import (
	"context"
	"slices"
	"strings"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
)

// EffectiveAccess (xem như) is what a user may do where on a day: rights, and nobody's data.
type EffectiveAccess struct {
	User *Account
	On   day.Day
	Rows []EffectiveRow
}

// EffectiveRow is one permission, where it is held (each place with all below it), and whether on the own record.
type EffectiveRow struct {
	Permission string
	Self       bool
	Places     []models.GrantState
}

// Effective works out a user's rights on a day, past, present or to come, from the grants as they are known now and
// today's policies. Of grants outside the viewer's scope it says nothing; one's own are all within.
func (s *Service) Effective(ctx context.Context, userID int64, on day.Day) (*EffectiveAccess, error) {
	v := ViewerOf(ctx)
	user, err := s.AccountOf(ctx, userID)
	if err != nil {
		return nil, fault.From(err).At("user")
	}
	scope := v.Scope("auth.grant", "read")
	if userID != v.UserID && scope.Nowhere() {
		return nil, forbidden("auth.grant", "read")
	}
	held, err := models.GrantsHeld(ctx, s.db, userID, on)
	if err != nil {
		return nil, err
	}
	held = slices.DeleteFunc(held, func(g models.GrantState) bool { return userID != v.UserID && !scope.HasUnit(g.UnitID) })
	rows := map[string]*EffectiveRow{}
	for _, p := range s.rights.book.Permissions() {
		name, own := strings.CutSuffix(p.Name(), "_self")
		for _, g := range held {
			if g.Role != p.Role {
				continue
			}
			if rows[name] == nil {
				rows[name] = &EffectiveRow{Permission: name, Places: []models.GrantState{}}
			}
			if own {
				rows[name].Self = true
			} else {
				rows[name].Places = append(rows[name].Places, g)
			}
		}
	}
	out := &EffectiveAccess{User: user, On: on, Rows: make([]EffectiveRow, 0, len(rows))}
	for _, r := range rows {
		out.Rows = append(out.Rows, *r)
	}
	slices.SortFunc(out.Rows, func(a, b EffectiveRow) int { return strings.Compare(a.Permission, b.Permission) })
	return out, nil
}

// PermissionLabel words a permission ("staff.health:read") for readers of lang.
func PermissionLabel(lang, name string) string {
	obj, act, _ := strings.Cut(name, ":")
	return fault.Text(lang, "access.permission", fault.Args{
		"act": fault.Ref("access.act." + act), "object": fault.Ref("access.object." + obj)})
}

// PermissionsOf are the names of what a role may do, sorted.
func (s *Service) PermissionsOf(role string) []string {
	names := []string{}
	for _, p := range s.rights.book.Permissions() {
		if p.Role == role {
			names = append(names, p.Name())
		}
	}
	slices.Sort(names)
	return names
}
