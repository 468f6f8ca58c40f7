package auth

import (
	"context"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
)

// DelegateGrant (ủy quyền) asks to lend a grant of one's own. To is a user name, Until the first day without.
type DelegateGrant struct {
	ClientRequestID string `json:"-"`
	Grant           int64  `id:"grant"`
	To              string
	From            day.Day
	Until           day.Day
	DecisionNumber  string
}

// DelegateGrant lends a grant that the viewer holds, for a period within its own, by a decision. The lent grant ends with
// the lender's. It refuses with FORBIDDEN what is not one's own, and with RULE_VIOLATION or BAD_INPUT naming the field a
// role that may not be lent, a grant that is lent itself, a period that is longer than one's own or already begun, and
// oneself.
func (s *Service) DelegateGrant(ctx context.Context, in DelegateGrant) (*models.GrantState, error) {
	v := ViewerOf(ctx)
	if err := Confirmed(ctx); err != nil {
		return nil, err
	}
	own, err := s.grantSeen(ctx, v, in.Grant)
	if err != nil {
		return nil, fault.From(err).At("grant")
	}
	if err := s.lendable(v, own, in); err != nil {
		return nil, err
	}
	if in.DecisionNumber, err = needed("decisionNumber", in.DecisionNumber, maxDecision); err != nil {
		return nil, err
	}
	var to *models.AppUser
	if usernameForm.MatchString(in.To) { // no account has another
		to, err = models.UserByName(ctx, s.db, in.To)
	}
	switch {
	case err != nil:
		return nil, err
	case to == nil:
		return nil, fault.Unknown("user").At("to")
	case to.ID == v.UserID:
		return nil, fault.Bad("to", "access.lend_self")
	case to.DisabledAt != nil:
		return nil, fault.New(fault.Conflict, "auth.disabled").At("to")
	}
	lent := &models.RoleGrant{Fact: models.Fact{ValidFrom: in.From, ValidTo: in.Until}, UserID: to.ID, Role: own.Role, UnitID: own.UnitID,
		DecisionNumber: in.DecisionNumber, LentFrom: &own.No}
	return s.give(ctx, mutation{name: "delegateGrant", id: in.ClientRequestID, input: in}, lent, "to")
}

// lendable refuses what may not be lent, and the days on which it may not.
func (s *Service) lendable(v *Viewer, own *models.GrantState, in DelegateGrant) error {
	switch {
	case own.UserID != v.UserID:
		return fault.New(fault.Forbidden, "access.lend_not_held").At("grant")
	case own.LentFrom != 0:
		return fault.New(fault.RuleViolation, "access.lend_lent").At("grant")
	case !s.rights.book.MayLend(own.Role):
		return fault.New(fault.RuleViolation, "access.lend_role", fault.Args{"role": fault.Ref("role." + own.Role)}).At("grant")
	case in.From.Before(s.Today()):
		return fault.Bad("from", "access.lend_past", fault.Args{"today": s.Today()})
	case !in.From.Before(in.Until):
		return fault.Bad("until", "fault.bad_range", fault.Args{"from": in.From, "to": in.Until})
	case in.From.Before(own.From):
		return fault.New(fault.RuleViolation, "access.lend_before", fault.Args{"from": own.From}).At("from")
	case own.To.Before(in.Until):
		return fault.New(fault.RuleViolation, "access.lend_longer", fault.Args{"to": own.To}).At("until")
	}
	return nil
}
