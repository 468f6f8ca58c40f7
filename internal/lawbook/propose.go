package lawbook

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"bienche/internal/audit"
	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/decision"
	"bienche/internal/fault"
	"bienche/models"
)

// object is what the policies call a local choice.
const object = "rule.choice"

// maxNote is how long a note and a reason may be, in characters.
const maxNote = 1000

// ProposeRuleChoice asks that a unit and all below it follow a value of their own: a number, or an option of the
// parameter, on the days From (included) to To (excluded; nil: open). Ends is the approved choice that ends when this one
// begins; with neither Value nor Choice nothing else is asked for.
type ProposeRuleChoice struct {
	ClientRequestID string `json:"-"`
	Parameter       string
	Unit            int64 `id:"unit"`
	Value           *decimal.Decimal
	Choice          *string
	From            day.Day
	To              *day.Day
	Ends            *int64 `id:"rule_choice"`
	Decision        int64  `id:"decision"`
	Note            *string
}

// Propose (đề nghị áp dụng lựa chọn của địa phương) enters a choice for somebody else to approve. It refuses with BAD_INPUT
// naming the field what cannot be chosen, FORBIDDEN who may not, NOT_FOUND a unit, decision or choice out of sight, and
// CONFLICT what another approved choice stands in the way of. The same request again answers with the same choice.
func (s *Service) Propose(ctx context.Context, in ProposeRuleChoice) (*Choice, error) {
	// Load who asks, and what can be told without data.
	viewer, _, err := auth.Require(ctx, object, "propose")
	if err != nil {
		return nil, err
	}
	c, err := s.read(in)
	if err != nil {
		return nil, err
	}
	c.ProposedBy = viewer.UserID
	request, err := models.NewRequest(viewer.UserID, in.ClientRequestID, in)
	if err != nil {
		return nil, err
	}
	path, err := s.unitFor(ctx, viewer, c)
	if err != nil {
		return nil, err
	}

	// Decide and write.
	return s.once(ctx, request, entry("lawbook.propose_choice", c), func(tx *models.Tx) (int64, error) {
		if err := s.allowed(tx, viewer, c, path); err != nil {
			return 0, err
		}
		c.RecordedIn = tx.AuditID
		err := tx.Create(c).Error
		return c.ID, err
	})
}

// read checks and cleans what needs no data.
func (s *Service) read(in ProposeRuleChoice) (*models.RuleChoice, error) {
	note, err := decision.Optional("note", in.Note, maxNote)
	if err != nil {
		return nil, err
	}
	c := &models.RuleChoice{Parameter: in.Parameter, UnitID: in.Unit, Value: in.Value, Option: in.Choice, HoldsFrom: in.From, HoldsTo: day.Forever,
		Ends: in.Ends, DecisionID: in.Decision, Note: note}
	if in.To != nil {
		c.HoldsTo = *in.To
	}
	switch {
	case c.HoldsFrom.IsZero():
		return nil, fault.Bad("from", "fault.required")
	case !c.HoldsFrom.Before(c.HoldsTo):
		return nil, fault.Bad("to", "fault.bad_range", fault.Args{"from": c.HoldsFrom, "to": c.HoldsTo})
	}
	return c, s.offers(c)
}

// unitFor refuses a unit that there is not on the first day, and one for which the viewer may not propose. It answers with
// the unit and those above it.
func (s *Service) unitFor(ctx context.Context, viewer *auth.Viewer, c *models.RuleChoice) ([]int64, error) {
	if !viewer.Scope(object, "read").HasUnit(c.UnitID) {
		return nil, fault.Unknown("unit").At("unit")
	}
	path, err := s.path(ctx, c.UnitID, c.HoldsFrom)
	if err != nil {
		return nil, err
	}
	return path, decision.At("unit", viewer.May(object, "propose", c.UnitID))
}

// allowed refuses a choice that no decision allows, that ends what it may not, or that another stands in the way of. path
// is its unit and those above it.
func (s *Service) allowed(tx *models.Tx, viewer *auth.Viewer, c *models.RuleChoice, path []int64) error {
	if err := grounded(tx, viewer, c, path); err != nil {
		return err
	}
	if err := mayEnd(tx, c); err != nil || !c.Chooses() {
		return err
	}
	other, err := models.OverlappingChoice(tx, c)
	if err != nil || other == nil {
		return err
	}
	if other.HoldsTo.IsForever() {
		return fault.New(fault.Conflict, "lawbook.overlap_open", fault.Args{"decision": other.Decision, "from": other.HoldsFrom}).At("from")
	}
	return fault.New(fault.Conflict, "lawbook.overlap", fault.Args{"decision": other.Decision, "from": other.HoldsFrom,
		"to": other.HoldsTo.AddDays(-1)}).At("from")
}

// grounded refuses a decision that is not in force on the first day, or was issued by none of the units of path. One that
// the viewer may not read, and that does not bind the unit, is simply not found.
func grounded(tx *models.Tx, viewer *auth.Viewer, c *models.RuleChoice, path []int64) error {
	d, err := models.DecisionIn(tx, c.DecisionID)
	if err != nil {
		return err
	}
	binds := d != nil && d.IssuerUnitID != nil && slices.Contains(path, *d.IssuerUnitID)
	seen := d != nil && d.IssuerUnitID != nil && viewer.Scope("decision.document", "read").HasUnit(*d.IssuerUnitID)
	switch {
	case !seen && (!binds || d.State != "ISSUED"):
		return fault.Unknown("decision").At("decision")
	case !binds:
		return fault.Bad("decision", "lawbook.decision_elsewhere")
	case d.State != "ISSUED":
		return fault.Bad("decision", "lawbook.decision_not_issued")
	case d.EffectiveOn.After(c.HoldsFrom):
		return fault.Bad("decision", "lawbook.decision_later", fault.Args{"on": d.EffectiveOn, "from": c.HoldsFrom})
	}
	return nil
}

// mayEnd holds the choice that c ends, and refuses one of another unit or parameter, and one that does not hold on the day
// before c begins.
func mayEnd(tx *models.Tx, c *models.RuleChoice) error {
	if c.Ends == nil {
		return nil
	}
	old, err := models.LockRuleChoice(tx, *c.Ends)
	switch {
	case err != nil:
		return err
	case old == nil, old.UnitID != c.UnitID:
		return fault.Unknown("rule_choice").At("ends")
	case old.Parameter != c.Parameter, old.State != "APPROVED", !old.Chooses():
		return fault.Bad("ends", "lawbook.cannot_end")
	case !old.HoldsFrom.Before(c.HoldsFrom), !c.HoldsFrom.Before(old.HoldsTo):
		return fault.Bad("from", "lawbook.ends_outside", fault.Args{"from": old.HoldsFrom})
	}
	return nil
}

func entry(action string, c *models.RuleChoice) audit.Entry {
	return audit.Entry{Action: action, ObjectKind: "rule_choice", ObjectID: c.ID, Detail: map[string]any{
		"parameter": c.Parameter, "unit": c.UnitID, "value": c.Value, "choice": c.Option, "from": c.HoldsFrom, "to": c.HoldsTo,
		"ends": c.Ends, "decision": c.DecisionID,
	}}
}

func (s *Service) once(ctx context.Context, r models.Request, e audit.Entry, f func(*models.Tx) (int64, error)) (*Choice, error) {
	once := models.Once{DB: s.DB, Request: r, Write: func(ctx context.Context, do func(*models.Tx) error) error {
		return audit.Write(ctx, s.DB, e, do)
	}}
	id, err := once.Do(ctx, f)
	if err != nil {
		return nil, err
	}
	return s.find(ctx, id)
}
