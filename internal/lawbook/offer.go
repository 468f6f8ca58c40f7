package lawbook

import (
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules"
)

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
	return p.Fits(*c.Value, "")
}
