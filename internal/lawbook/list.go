package lawbook

import (
	"context"
	"fmt"
	"slices"

	"bienche/internal/auth"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules"
)

// Choice is a local choice, with what the law says and what its reader may do with it.
type Choice struct {
	models.RuleChoiceRow
	Law         *rules.Parameter // nil when the law no longer knows the parameter
	LawValue    *rules.Value     // on the first day; nil when nothing is in force then
	MayDecide   bool
	MayWithdraw bool
	MayEnd      bool
}

// Label names the parameter; its id where the law no longer knows it.
func (c *Choice) Label() rules.Label {
	if c.Law == nil {
		return rules.Label{VI: c.Parameter, EN: c.Parameter}
	}
	return c.Law.Label
}

// Measure is what the parameter is measured in; empty where the law no longer knows it.
func (c *Choice) Measure() string {
	if c.Law == nil {
		return ""
	}
	return string(c.Law.Unit)
}

// OptionLabel says what the option means; nothing for a number.
func (c *Choice) OptionLabel() rules.Label {
	if c.Law == nil || c.Option == nil {
		return rules.Label{}
	}
	return c.Law.Options[*c.Option]
}

// Filter narrows the list; empty values narrow nothing. UnitID is the unit that the choices were entered at.
type Filter struct {
	Parameter, State string
	UnitID           int64
}

// Page is a part of a list, with one more than asked for when there is more.
type Page struct {
	Choices []*Choice
	Count   func(context.Context) (int, error)
}

// List lists local choices, newest first: those entered at units within the viewer's scope, and the approved ones of units
// above them, which hold there too. A unit out of sight is NOT_FOUND.
func (s *Service) List(ctx context.Context, f Filter, limit, offset int) (*Page, error) {
	viewer, scope, err := auth.Require(ctx, object, "read")
	if err != nil {
		return nil, err
	}
	above, err := s.above(ctx, scope)
	if err != nil {
		return nil, err
	}
	if f.UnitID != 0 && !scope.HasUnit(f.UnitID) {
		return nil, fault.Unknown("unit").At("unit")
	}
	if f.Parameter != "" && s.parameter(f.Parameter) == nil {
		return nil, fault.Bad("parameter", "rules.unknown_parameter", fault.Args{"id": f.Parameter})
	}
	q := models.RuleChoiceFilter{Parameter: f.Parameter, State: f.State, UnitID: f.UnitID, Scope: scope, Above: above}
	rows, err := models.RuleChoices(ctx, s.DB, q, limit+1, offset)
	if err != nil {
		return nil, err
	}
	page := &Page{Count: func(ctx context.Context) (int, error) { return models.CountRuleChoices(ctx, s.DB, q) }}
	for _, row := range rows {
		page.Choices = append(page.Choices, s.view(viewer, row))
	}
	return page, nil
}

// find reads a choice that was just written, as the one who asks sees it.
func (s *Service) find(ctx context.Context, id int64) (*Choice, error) {
	row, err := models.FindRuleChoice(ctx, s.DB, id)
	if err == nil && row == nil {
		err = fmt.Errorf("local choice %d is gone", id)
	}
	if err != nil {
		return nil, err
	}
	return s.view(auth.ViewerOf(ctx), *row), nil
}

// view adds what the law says and what the viewer may do.
func (s *Service) view(viewer *auth.Viewer, row models.RuleChoiceRow) *Choice {
	c := &Choice{RuleChoiceRow: row, Law: s.parameter(row.Parameter)}
	if law, err := s.Book.On(row.Parameter, row.HoldsFrom); err == nil {
		c.LawValue = &law
	}
	may := func(act string) bool { return viewer.Scope(object, act).HasUnit(row.UnitID) }
	open := row.State == "PROPOSED"
	c.MayDecide = open && row.ProposedBy != viewer.UserID && may("approve")
	c.MayWithdraw = open && may("propose")
	c.MayEnd = row.State == "APPROVED" && row.Chooses() && row.HoldsTo.After(s.Clock.Today()) && may("propose")
	return c
}

// above are the units above those of a scope, ascending.
func (s *Service) above(ctx context.Context, scope models.Scope) ([]int64, error) {
	if scope.All {
		return nil, nil
	}
	tree, err := s.Trees.At(ctx, models.AsOf{Day: s.Clock.Today()})
	if err != nil {
		return nil, err
	}
	var above []int64
	for _, id := range scope.Units {
		n, ok := tree.Unit(id)
		if !ok || n.Parent == nil || scope.HasUnit(n.Parent.ID) {
			continue
		}
		for _, a := range n.Ancestors() {
			above = append(above, a.ID)
		}
	}
	slices.Sort(above)
	return slices.Compact(above), nil
}
