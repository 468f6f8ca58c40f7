package auth

import (
	"context"
	"slices"

	"bienche/internal/audit"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/policies"
)

// GrantFilter says which grants a list holds; On without a day means those in force today or to come.
type GrantFilter struct {
	Search          string
	UserID          int64
	Role            string
	UnitID          int64
	IncludeSubunits bool
	On              day.Day
	Delegated       *bool
	ReviewDue       *bool
}

// Grants lists the grants within the viewer's scope, those that the viewer holds and those that the viewer lent, by user
// name: one page of limit and one more when there is more. It refuses with BAD_INPUT naming a field of filter; a user
// or unit outside the viewer's scope is NOT_FOUND.
func (s *Service) Grants(ctx context.Context, f GrantFilter, limit, offset int) ([]models.GrantState, func(context.Context) (int, error), error) {
	v := ViewerOf(ctx)
	if v == nil {
		return nil, nil, fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	scope := v.Scope("auth.grant", "read")
	q := models.GrantFilter{Scope: scope, SelfID: v.UserID, Role: f.Role, UnitID: f.UnitID, Below: f.IncludeSubunits, On: f.On, Today: s.Today(),
		Delegated: f.Delegated, ReviewDue: f.ReviewDue}
	var err error
	if q.Search, err = tidy("filter.search", f.Search, maxSearch); err != nil {
		return nil, nil, err
	}
	if err := knownRole("filter.role", f.Role); err != nil {
		return nil, nil, err
	}
	if err := s.unitWithin(ctx, "filter.unit", f.UnitID, scope); err != nil {
		return nil, nil, err
	}
	if f.UserID != 0 {
		found, err := s.AccountsOf(ctx, []int64{f.UserID})
		if err != nil {
			return nil, nil, err
		}
		if found[f.UserID] == nil {
			return nil, nil, fault.Unknown("user").At("filter.user")
		}
		q.Users = []int64{f.UserID}
	}
	rows, err := models.GrantStates(ctx, s.db, q, limit+1, offset)
	if err != nil {
		return nil, nil, err
	}
	return rows, func(ctx context.Context) (int, error) { return models.CountGrantStates(ctx, s.db, q) }, nil
}

// maxGrantsOfUsers bounds what a page of users shows of their grants together.
const maxGrantsOfUsers = 5_000

// GrantsOf are the grants of users that the viewer may see, by user; one's own always. on without a day means those in
// force today or to come.
func (s *Service) GrantsOf(ctx context.Context, users []int64, on day.Day) (map[int64][]models.GrantState, error) {
	v := ViewerOf(ctx)
	if v == nil {
		return nil, fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	q := models.GrantFilter{Scope: v.Scope("auth.grant", "read"), SelfID: v.UserID, Users: users, On: on, Today: s.Today()}
	rows, err := models.GrantStates(ctx, s.db, q, maxGrantsOfUsers, 0)
	found := make(map[int64][]models.GrantState, len(users))
	for _, id := range users {
		found[id] = []models.GrantState{}
	}
	for _, g := range rows {
		found[g.UserID] = append(found[g.UserID], g)
	}
	return found, err
}

// CreateGrant asks for a role at a unit, by a decision. To without a day is open.
type CreateGrant struct {
	ClientRequestID string `json:"-"`
	User            int64  `id:"user"`
	Role            string
	Unit            int64 `id:"unit"`
	From            day.Day
	To              *day.Day
	DecisionNumber  string
}

// CreateGrant gives a user a role at a unit. It refuses with FORBIDDEN a grant to oneself, with RULE_VIOLATION a role that
// excludes one that the user holds in these days, with CONFLICT what is held already, and with NOT_FOUND users and
// units outside the viewer's scope.
func (s *Service) CreateGrant(ctx context.Context, in CreateGrant) (*models.GrantState, error) {
	v, scope, err := Require(ctx, "auth.grant", "manage")
	if err != nil {
		return nil, err
	}
	if err := Confirmed(ctx); err != nil {
		return nil, err
	}
	if in.Role == "" {
		return nil, fault.Bad("role", "fault.required")
	}
	if err := knownRole("role", in.Role); err != nil {
		return nil, err
	}
	if in.DecisionNumber, err = needed("decisionNumber", in.DecisionNumber, maxDecision); err != nil {
		return nil, err
	}
	g := &models.RoleGrant{Fact: models.Fact{ValidFrom: in.From, ValidTo: day.Forever}, UserID: in.User, Role: in.Role, UnitID: in.Unit,
		DecisionNumber: in.DecisionNumber}
	if in.To != nil {
		g.ValidTo = *in.To
	}
	if !g.ValidFrom.Before(g.ValidTo) {
		return nil, fault.Bad("to", "fault.bad_range", fault.Args{"from": g.ValidFrom, "to": g.ValidTo})
	}
	user, err := s.AccountOf(ctx, in.User)
	switch {
	case err != nil:
		return nil, fault.From(err).At("user")
	case user.ID == v.UserID:
		return nil, fault.New(fault.Forbidden, "auth.own_grant").At("user")
	case user.DisabledAt != nil:
		return nil, fault.New(fault.Conflict, "auth.disabled").At("user")
	}
	if err := s.unitWithin(ctx, "unit", in.Unit, scope); err != nil {
		return nil, err
	}
	return s.give(ctx, mutation{name: "createGrant", id: in.ClientRequestID, input: in}, g, "role")
}

// give records a grant with its entry; field is what is to blame when the user's other roles exclude it.
func (s *Service) give(ctx context.Context, m mutation, g *models.RoleGrant, field string) (*models.GrantState, error) {
	m.entry = audit.Entry{Action: "auth.add_grant", ObjectKind: "user", ObjectID: g.UserID, Detail: map[string]any{
		"role": g.Role, "unit": g.UnitID, "from": g.ValidFrom, "to": g.ValidTo, "decision": g.DecisionNumber, "lentFrom": g.LentFrom}}
	no, err := s.do(ctx, m, func(tx *models.Tx) (int64, error) {
		if err := s.addTo(tx, g, field); err != nil {
			return 0, err
		}
		return g.GrantNo, nil
	})
	if err != nil {
		return nil, err
	}
	return models.GrantByNo(ctx, s.db, no)
}

// addTo records a grant in tx unless another that the user holds in its days excludes it.
func (s *Service) addTo(tx *models.Tx, g *models.RoleGrant, field string) error {
	held, err := models.FactsIn[models.RoleGrant](tx, "user_id = ? AND valid_from < ? AND valid_to > ?", g.UserID, g.ValidTo, g.ValidFrom)
	if err != nil {
		return err
	}
	for _, h := range held {
		if s.rights.book.Exclude(h.Role, g.Role) {
			return fault.New(fault.RuleViolation, "access.exclusive",
				fault.Args{"role": fault.Ref("role." + g.Role), "held": fault.Ref("role." + h.Role)}).At(field)
		}
	}
	return models.Record(tx, g)
}

// TakeGrant asks to end a grant; On is the first day without it.
type TakeGrant struct {
	ClientRequestID string `json:"-"`
	ID              int64  `id:"grant"`
	On              day.Day
	Reason          string
}

// TakeGrant ends a grant, and what was lent of it; that it was held stays on record. Who manages grants at the unit may,
// and whoever lent it; nobody ends one's own. It refuses with BAD_INPUT a day before today or after the grant.
func (s *Service) TakeGrant(ctx context.Context, in TakeGrant) (*models.GrantState, error) {
	v := ViewerOf(ctx)
	if err := Confirmed(ctx); err != nil {
		return nil, err
	}
	g, err := s.grantSeen(ctx, v, in.ID)
	if err != nil {
		return nil, err
	}
	if g.UserID == v.UserID {
		return nil, fault.New(fault.Forbidden, "access.own_end").At("id")
	}
	if g.LenderID == 0 || g.LenderID != v.UserID {
		if err := v.May("auth.grant", "manage", g.UnitID); err != nil {
			return nil, err
		}
	}
	if in.Reason, err = needed("reason", in.Reason, maxReason); err != nil {
		return nil, err
	}
	entry := audit.Entry{Action: "auth.end_grant", ObjectKind: "user", ObjectID: g.UserID, Detail: map[string]any{
		"role": g.Role, "unit": g.UnitID, "from": in.On, "reason": in.Reason}}
	_, err = s.do(ctx, mutation{"endGrant", in.ClientRequestID, in, entry}, func(tx *models.Tx) (int64, error) {
		if in.On.Before(s.Today()) || !in.On.Before(g.To) {
			return 0, fault.Bad("on", "access.end_outside", fault.Args{"today": s.Today(), "to": g.To})
		}
		return g.No, models.EndGrant(tx, g.No, in.On)
	})
	if err != nil {
		return nil, err
	}
	return models.GrantByNo(ctx, s.db, g.No)
}

// grantSeen finds a grant that the viewer may see: by right at its unit, as its holder, or as its lender.
func (s *Service) grantSeen(ctx context.Context, v *Viewer, no int64) (*models.GrantState, error) {
	g, err := models.GrantByNo(ctx, s.db, no)
	if err != nil {
		return nil, err
	}
	if g == nil || g.UserID != v.UserID && (g.LenderID == 0 || g.LenderID != v.UserID) && !v.Scope("auth.grant", "read").HasUnit(g.UnitID) {
		return nil, fault.Unknown("grant").At("id")
	}
	return g, nil
}

// unitWithin refuses a unit that does not exist or lies outside scope, the same for both; 0 is none.
func (s *Service) unitWithin(ctx context.Context, field string, unitID int64, scope models.Scope) error {
	if unitID == 0 {
		return nil
	}
	known, err := models.UnitKnown(ctx, s.db, unitID)
	if err == nil && (!known || !scope.HasUnit(unitID)) {
		err = fault.Unknown("unit").At(field)
	}
	return err
}

// knownRole refuses a role that there is not; an empty one is none.
func knownRole(field, role string) error {
	if role != "" && !slices.Contains(policies.Roles(), role) {
		return fault.Bad(field, "fault.bad_choice", fault.Args{"value": role})
	}
	return nil
}
