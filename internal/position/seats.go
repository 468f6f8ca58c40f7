package position

import (
	"context"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/decision"
	"bienche/internal/fault"
	"bienche/internal/org"
	"bienche/models"
)

// maxSeats catches a slip of the pen.
const maxSeats = 10_000

// SetSeats sets how many seats of a position a unit has from the effective day on. It changes no quota: seats against
// quota is a warning.
func SetSeats(ctx context.Context, tx *models.Tx, d *models.Decision, line decision.SetSeats) (any, error) {
	if line.Seats < 0 || line.Seats > maxSeats {
		return nil, fault.Bad("seats", "position.bad_seats", fault.Args{"max": maxSeats})
	}
	if _, err := org.Hold(ctx, tx, org.Stay{Unit: line.Unit, Field: "unit", From: d.EffectiveOn, To: d.EffectiveOn}); err != nil {
		return nil, err
	}
	if err := auth.ViewerOf(ctx).May("position.catalogue", "issue", line.Unit); err != nil {
		return nil, decision.At("unit", err)
	}
	if _, err := On(tx, line.Position, d.EffectiveOn); err != nil {
		return nil, err
	}
	seats := &models.UnitPosition{
		Fact:   models.Fact{ValidFrom: d.EffectiveOn, DecisionID: &d.ID},
		UnitID: line.Unit, PositionID: line.Position, Seats: line.Seats,
	}
	if err := models.Replace(tx, seats, "unit_id = ? AND position_id = ?", line.Unit, line.Position); err != nil {
		return nil, err
	}
	return map[string]any{"seats": seats.ID}, nil
}

// On finds a position in the catalogue of a day. It refuses one that is not there, naming the field position.
func On(tx *models.Tx, id int64, on day.Day) (*models.PositionOn, error) {
	p, err := models.FindPositionOn(tx, id, on)
	if err == nil && p == nil {
		err = fault.New(fault.RuleViolation, "position.not_in_catalogue", fault.Args{"on": on}).At("position")
	}
	return p, err
}
