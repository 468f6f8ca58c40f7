package staff

import (
	"context"
	"slices"

	"bienche/internal/day"
	"bienche/internal/decision"
	"bienche/internal/fault"
	"bienche/models"
)

// EndAppointment ends all posts of a person, the main one and those beside it. The effective day is the first without
// a post.
func (p *Posts) EndAppointment(ctx context.Context, tx *models.Tx, d *models.Decision, line decision.EndAppointment) (any, error) {
	// Load.
	person, err := hold(ctx, tx, line.Staff, "staff.core")
	if err != nil {
		return nil, err
	}
	if !slices.Contains(endReasons, line.Reason) {
		return nil, fault.Bad("reason", "fault.bad_choice", fault.Args{"value": line.Reason})
	}
	detail, err := decision.Optional("detail", line.Detail, maxTitle)
	if err != nil {
		return nil, err
	}
	posts, err := models.FactsIn[models.Appointment](tx, "staff_id = ? AND valid_to > ?", person.ID, d.EffectiveOn)
	if err != nil {
		return nil, err
	}

	// Decide.
	if err := mayEnd(tx, posts, d.EffectiveOn); err != nil {
		return nil, err
	}

	// Write.
	ended := make([]int64, len(posts))
	for i := range posts {
		ended[i] = posts[i].ID
		if err := cut(tx, &posts[i], ending{d.EffectiveOn, line.Reason, detail, d.ID}); err != nil {
			return nil, err
		}
	}
	return map[string]any{"ended": ended}, models.TouchStaff(tx, person.ID)
}

// mayEnd refuses to end what is not held on the day before, and to pass over a main post that begins later.
func mayEnd(tx *models.Tx, posts []models.Appointment, on day.Day) error {
	held := false
	for i := range posts {
		switch p := &posts[i]; {
		case p.Kind != "MAIN":
		case !p.ValidFrom.Before(on):
			return overlaps(tx, p)
		default:
			held = true
		}
	}
	if !held {
		return fault.New(fault.RuleViolation, "staff.not_on_duty", fault.Args{"on": on}).At("staff")
	}
	return nil
}
