package lawbook

import (
	"context"

	"bienche/internal/auth"
	"bienche/internal/decision"
	"bienche/internal/fault"
	"bienche/models"
)

// DecideRuleChoice approves or refuses a proposal in the state that the reader saw.
type DecideRuleChoice struct {
	ClientRequestID string `json:"-"`
	ID              int64  `id:"rule_choice"`
	Version         int
	Approve         bool
	Reason          *string // needed to refuse
}

// Decide (phê duyệt, từ chối) ends a proposal. It is for somebody else than who proposed it, and approving wants a
// confirmation. What is approved holds at the next request, and nothing of it changes but the day on which it ends. It
// refuses with CONFLICT when the proposal is no longer as it was seen, when what it rests on has changed since, and when
// another approved choice stands in its way.
func (s *Service) Decide(ctx context.Context, in DecideRuleChoice) (*Choice, error) {
	viewer, _, err := auth.Require(ctx, object, "approve")
	if err != nil {
		return nil, err
	}
	if in.Approve {
		if err := auth.Confirmed(ctx); err != nil {
			return nil, err
		}
	}
	reason, err := decision.Optional("reason", in.Reason, maxNote)
	if err != nil {
		return nil, err
	}
	if !in.Approve && reason == "" {
		return nil, fault.Bad("reason", "fault.required")
	}
	request, err := models.NewRequest(viewer.UserID, in.ClientRequestID, in)
	if err != nil {
		return nil, err
	}
	c, path, err := s.proposal(ctx, viewer, in.ID)
	if err != nil {
		return nil, err
	}
	action := "lawbook.refuse_choice"
	if in.Approve {
		action = "lawbook.approve_choice"
	}
	return s.once(ctx, request, entry(action, &c.RuleChoice), func(tx *models.Tx) (int64, error) {
		c, err := held(tx, viewer, in.ID, "approve")
		if err != nil {
			return 0, err
		}
		if c.ProposedBy == viewer.UserID {
			return 0, fault.New(fault.Forbidden, "lawbook.own_proposal").At("id")
		}
		if err := unchanged(c, in.Version); err != nil {
			return 0, err
		}
		if !in.Approve {
			return c.ID, models.SettleRuleChoice(tx, c.ID, "REFUSED", viewer.UserID, reason)
		}
		if err := s.standing(tx, viewer, c, path); err != nil {
			return 0, err
		}
		if c.Ends != nil {
			if err := models.EndRuleChoice(tx, *c.Ends, c.HoldsFrom); err != nil {
				return 0, err
			}
		}
		return c.ID, models.SettleRuleChoice(tx, c.ID, "APPROVED", viewer.UserID, reason)
	})
}

// WithdrawRuleChoice takes a proposal back in the state that the reader saw.
type WithdrawRuleChoice struct {
	ClientRequestID string `json:"-"`
	ID              int64  `id:"rule_choice"`
	Version         int
	Reason          *string
}

// Withdraw (rút đề nghị) takes back a proposal that is not decided yet; whoever may propose for its unit may. It refuses
// with CONFLICT a proposal that is no longer as it was seen.
func (s *Service) Withdraw(ctx context.Context, in WithdrawRuleChoice) (*Choice, error) {
	viewer, _, err := auth.Require(ctx, object, "propose")
	if err != nil {
		return nil, err
	}
	reason, err := decision.Optional("reason", in.Reason, maxNote)
	if err != nil {
		return nil, err
	}
	request, err := models.NewRequest(viewer.UserID, in.ClientRequestID, in)
	if err != nil {
		return nil, err
	}
	c, _, err := s.proposal(ctx, viewer, in.ID)
	if err != nil {
		return nil, err
	}
	return s.once(ctx, request, entry("lawbook.withdraw_choice", &c.RuleChoice), func(tx *models.Tx) (int64, error) {
		c, err := held(tx, viewer, in.ID, "propose")
		if err != nil {
			return 0, err
		}
		if err := unchanged(c, in.Version); err != nil {
			return 0, err
		}
		return c.ID, models.SettleRuleChoice(tx, c.ID, "WITHDRAWN", viewer.UserID, reason)
	})
}

// proposal finds a choice that the viewer may see at its own unit, and that unit with those above it.
func (s *Service) proposal(ctx context.Context, viewer *auth.Viewer, id int64) (*models.RuleChoiceRow, []int64, error) {
	c, err := models.FindRuleChoice(ctx, s.DB, id)
	if err == nil && (c == nil || !viewer.Scope(object, "read").HasUnit(c.UnitID)) {
		err = fault.Unknown("rule_choice").At("id")
	}
	if err != nil {
		return nil, nil, err
	}
	path, err := s.path(ctx, c.UnitID, c.HoldsFrom)
	return c, path, err
}

// held locks a choice, and refuses who may not do act on it.
func held(tx *models.Tx, viewer *auth.Viewer, id int64, act string) (*models.RuleChoice, error) {
	c, err := models.LockRuleChoice(tx, id)
	if err != nil {
		return nil, err
	}
	if c == nil {
		return nil, fault.Unknown("rule_choice").At("id")
	}
	return c, decision.At("id", viewer.May(object, act, c.UnitID))
}

// unchanged refuses a choice that is decided already, or another than was seen.
func unchanged(c *models.RuleChoice, version int) error {
	if c.State != "PROPOSED" || c.Version != version {
		return fault.New(fault.Conflict, "fault.stale").At("version").With("state", c.State).With("version", c.Version)
	}
	return nil
}

// standing checks again what was checked when the choice was proposed: the law, the decision and other choices may have
// changed since.
func (s *Service) standing(tx *models.Tx, viewer *auth.Viewer, c *models.RuleChoice, path []int64) error {
	err := s.offers(c)
	if err == nil {
		err = s.allowed(tx, viewer, c, path)
	}
	switch f := fault.From(err); {
	case err == nil:
		return nil
	case f.Code == fault.Internal, f.Code == fault.Retry:
		return err
	case f.Code == fault.Conflict:
		return f.At("id")
	default:
		return fault.New(fault.Conflict, "lawbook.outdated", fault.Args{"why": refusal{f}}).At("id")
	}
}

// refusal is a refusal inside the sentence of another.
type refusal struct{ *fault.Error }

// In is the sentence for a reader of lang.
func (r refusal) In(lang string) string { return r.Message(lang) }
