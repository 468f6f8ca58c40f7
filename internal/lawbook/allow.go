package lawbook

import (
	"context"

	"bienche/internal/auth"
	"bienche/internal/decision"
	"bienche/internal/fault"
	"bienche/models"
)

// Allow is the effect of a decision that allows a local choice: none but that the choice may name it. It refuses a parameter
// that the law does not have.
func (s *Service) Allow(ctx context.Context, _ *models.Tx, d *models.Decision, line decision.AllowRuleChoice) (any, error) {
	if d.IssuerUnitID == nil {
		return nil, fault.Bad("issuer", "fault.required")
	}
	if err := auth.ViewerOf(ctx).May("rule.choice", "issue", *d.IssuerUnitID); err != nil {
		return nil, err
	}
	if _, ok := s.Book.Parameter(line.Parameter); !ok {
		return nil, fault.Bad("parameter", "rules.unknown_parameter", fault.Args{"id": line.Parameter})
	}
	return map[string]any{"parameter": line.Parameter}, nil
}
