package auth

import (
	"context"
	"slices"
	"strings"

	"bienche/internal/fault"
	"bienche/models"
)

// Explanation is what stands behind a permission for the one who asks: whether it is held (at the place asked for, else
// anywhere), which roles have it, by which grants the asker holds it, and who could give it.
type Explanation struct {
	Permission string
	Held       bool
	Roles      []string
	HeldAt     []models.GrantState
	AskWhom    []string // display names

	placed bool
}

// maxToAsk is how many people are named who could give a permission.
const maxToAsk = 5

// Why explains a permission ("staff.health:read"), at the place of an object that the viewer may see; nil: anywhere. It refuses with
// BAD_INPUT what is no permission.
func (s *Service) Why(ctx context.Context, name string, at *models.Place) (*Explanation, error) {
	v := ViewerOf(ctx)
	if v == nil {
		return nil, fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	obj, act, _ := strings.Cut(name, ":")
	if !s.rights.book.Knows(obj, act) {
		return nil, fault.Bad("grant", "access.unknown_permission", fault.Args{"value": excerpt(name)})
	}
	x := &Explanation{Permission: name, Roles: s.rights.book.RolesWith(obj, act), HeldAt: []models.GrantState{}, placed: at != nil}
	scope, unit := v.Scope(obj, act), int64(0)
	x.Held = !scope.Nowhere()
	if at != nil {
		unit = at.HomeID
		x.Held = scope.HasPerson(*at)
	}
	if v.enforcer == nil {
		return x, nil
	}
	held, err := models.GrantsHeld(ctx, s.db, v.UserID, s.Today())
	if err != nil {
		return nil, err
	}
	for _, g := range held {
		if slices.Contains(x.Roles, g.Role) {
			x.HeldAt = append(x.HeldAt, g)
		}
	}
	if !x.Held {
		x.AskWhom, err = s.whoMayGive(ctx, v, unit)
	}
	return x, err
}

// whoMayGive names those who give grants at a unit (0: anywhere), without the viewer.
func (s *Service) whoMayGive(ctx context.Context, v *Viewer, unitID int64) ([]string, error) {
	var ids []int64
	for _, g := range v.enforcer.Holders("auth.grant", "manage", unitID) {
		if g.UserID != v.UserID {
			ids = append(ids, g.UserID)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	names, err := models.UserNames(ctx, s.db, ids[:min(len(ids), maxToAsk)])
	if err != nil {
		return nil, err
	}
	sorted := make([]string, 0, len(names))
	for _, n := range names {
		sorted = append(sorted, n)
	}
	slices.Sort(sorted)
	return sorted, nil
}

// Text says the explanation in a sentence or two.
func (x *Explanation) Text(lang string) string {
	roles := make([]string, len(x.Roles))
	for i, r := range x.Roles {
		roles[i] = fault.Text(lang, "role."+r, nil)
	}
	args := fault.Args{"permission": PermissionLabel(lang, x.Permission), "roles": strings.Join(roles, ", "), "whom": strings.Join(x.AskWhom, ", ")}
	key := "access.why.missing"
	switch {
	case x.Held && x.placed:
		key = "access.why.held_here"
	case x.Held:
		key = "access.why.held"
	case len(x.HeldAt) > 0:
		key = "access.why.elsewhere"
	}
	text := fault.Text(lang, key, args)
	if len(x.AskWhom) > 0 {
		text += " " + fault.Text(lang, "access.why.ask", args)
	}
	return text
}

// excerpt is the beginning of what somebody sent, for a refusal.
func excerpt(s string) string {
	const most = 60
	if r := []rune(models.CleanText(s)); len(r) > most {
		return string(r[:most]) + "…"
	}
	return models.CleanText(s)
}
