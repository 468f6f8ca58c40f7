package lawbook

import (
	"slices"

	"github.com/shopspring/decimal"

	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules"
)

// Bounds that catch a slip of the pen; what the law allows is for the decision to say.
var (
	mostDong  = decimal.New(1, 12)
	mostUnits = decimal.New(10_000, 0) // of any other unit
)

// maxPlaces is how many decimals a number may have.
const maxPlaces = 6

// offers refuses what the parameter cannot be: a table, a number for options and the reverse, a number beyond sense, and a
// day before the first value of the law.
func (s *Service) offers(c *models.RuleChoice) error {
	p := s.parameter(c.Parameter)
	switch {
	case p == nil:
		return fault.Bad("parameter", "rules.unknown_parameter", fault.Args{"id": c.Parameter})
	case len(p.Values[0].Rows) > 0:
		return fault.Bad("parameter", "lawbook.table", fault.Args{"label": p.Label})
	case c.HoldsFrom.Before(p.Values[0].From):
		return fault.Bad("from", "lawbook.before_law", fault.Args{"label": p.Label, "from": p.Values[0].From})
	case !c.Chooses() && c.Ends != nil:
		return nil
	}
	if _, err := s.Book.On(p.ID, c.HoldsFrom); err != nil {
		return fault.From(err).At("from")
	}
	if p.Unit == rules.Choice {
		return offersOption(p, c)
	}
	return offersNumber(p, c)
}

// parameter finds a parameter by its id; nil when there is none.
func (s *Service) parameter(id string) *rules.Parameter {
	p, _ := s.Book.Parameter(id)
	return p
}

func offersOption(p *rules.Parameter, c *models.RuleChoice) error {
	if c.Value != nil {
		return fault.Bad("value", "lawbook.wants_choice", fault.Args{"label": p.Label})
	}
	if c.Option == nil {
		return fault.Bad("choice", "fault.required")
	}
	if _, ok := p.Options[*c.Option]; !ok {
		return fault.Bad("choice", "fault.bad_choice", fault.Args{"value": *c.Option})
	}
	return nil
}

func offersNumber(p *rules.Parameter, c *models.RuleChoice) error {
	if c.Option != nil {
		return fault.Bad("choice", "lawbook.wants_number", fault.Args{"label": p.Label})
	}
	if c.Value == nil {
		return fault.Bad("value", "fault.required")
	}
	n, most := *c.Value, mostUnits
	switch p.Unit {
	case rules.Dong:
		most = mostDong
	case rules.Share:
		most = decimal.New(1, 0)
	}
	switch {
	case n.IsNegative(), n.GreaterThan(most):
		return fault.Bad("value", "lawbook.out_of_range", fault.Args{"max": most.IntPart()})
	case n.IsZero() && !inParts(p.Unit) && !said(p, decimal.Decimal.IsZero):
		return fault.Bad("value", "lawbook.zero", fault.Args{"label": p.Label})
	case !n.IsInteger() && !inParts(p.Unit) && !said(p, func(v decimal.Decimal) bool { return !v.IsInteger() }):
		return fault.Bad("value", "lawbook.not_whole", fault.Args{"label": p.Label})
	case !n.Equal(n.Truncate(maxPlaces)):
		return fault.Bad("value", "lawbook.too_fine", fault.Args{"max": maxPlaces})
	}
	return nil
}

// inParts tells whether any part of a unit makes sense, and none of it. Of others computations expect what the law has said
// so far: whole months, and an amount to divide by.
func inParts(u rules.Unit) bool {
	return u == rules.Share || u == rules.Coefficient || u == rules.Points
}

// said tells whether the law has ever said a number of a kind, or could be read so.
func said(p *rules.Parameter, of func(decimal.Decimal) bool) bool {
	return slices.ContainsFunc(p.Values, func(v rules.Value) bool {
		return of(v.Number) || slices.ContainsFunc(v.Alternatives, func(a rules.Alternative) bool { return of(a.Number) })
	})
}
