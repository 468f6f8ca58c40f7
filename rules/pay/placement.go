package pay

import (
	"errors"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

// GradePlacementInput is where a person stands in the old grade, and the class of the new one.
type GradePlacementInput struct {
	FromClass          string
	FromStep           int
	Since              day.Day          // the day from which the present step counts
	BeyondFramePercent *decimal.Decimal // 5 for 5 %; nil: none
	BeyondFrameSince   day.Day
	ReserveCoefficient *decimal.Decimal // hệ số chênh lệch bảo lưu; nil: none
	ToClass            string
	On                 day.Day // of the appointment to the new grade
}

// GradePlacementOutcome is where the person stands in the new grade.
type GradePlacementOutcome struct {
	Step                int
	Coefficient         decimal.Decimal
	ReserveCoefficient  decimal.Decimal // zero for none
	NextRaiseCountsFrom day.Day
}

// placement is one move between two classes.
type placement struct {
	*rules.Work
	standing
	to      rules.SalaryClass
	reserve decimal.Decimal // of the old grade
	on      day.Day
}

// GradePlacement places a person in a grade of the same or another salary class. It refuses bad input with BAD_INPUT
// naming the field. A day that the law loaded does not cover is NOT_COVERED, and so is a move down to a lower rank,
// which goes by the time served in the lower grade and cannot be told from the present step.
func GradePlacement(w *rules.Work, in GradePlacementInput) (GradePlacementOutcome, error) {
	p, err := in.placement(w)
	if err != nil {
		return GradePlacementOutcome{}, err
	}
	if p.to.Code == p.class.Code {
		return p.sameClass()
	}
	rankFrom, _, err := p.rank("fromClass", p.class.Code)
	if err != nil {
		return GradePlacementOutcome{}, err
	}
	rankTo, source, err := p.rank("toClass", p.to.Code)
	switch {
	case err != nil:
		return GradePlacementOutcome{}, err
	case rankTo < rankFrom:
		return GradePlacementOutcome{}, fault.New(fault.NotCovered, "pay.downward", fault.Args{"from": p.class.Code, "to": p.to.Code}).
			At("toClass").Citing(source.Cite.Source())
	case rankTo == rankFrom && p.to.Start.LessThan(p.class.Start):
		return p.sameRankLower()
	}
	return p.upward()
}

// placement checks the input.
func (in GradePlacementInput) placement(w *rules.Work) (*placement, error) {
	if err := checkDay("on", in.On, day.Day{}); err != nil {
		return nil, err
	}
	if err := checkDay("since", in.Since, in.On); err != nil {
		return nil, err
	}
	from, source, err := class(w, "fromClass", in.FromClass, in.On)
	if err != nil {
		return nil, err
	}
	if err := checkStep("fromStep", from, in.FromStep, source); err != nil {
		return nil, err
	}
	to, _, err := class(w, "toClass", in.ToClass, in.On)
	if err != nil {
		return nil, err
	}
	p := &placement{Work: w, standing: standing{class: from, step: in.FromStep, source: source, since: in.Since}, to: to, on: in.On}
	if r := in.ReserveCoefficient; r != nil {
		if r.IsNegative() || r.GreaterThan(from.Coefficient(from.Steps)) {
			return nil, fault.Bad("reserveCoefficient", "pay.bad_reserve")
		}
		p.reserve = *r
	}
	return p, p.withPercent(w, in.BeyondFramePercent, in.BeyondFrameSince, in.On)
}

// rank is the place of a class in the order of classes.
func (p *placement) rank(field, code string) (int, rules.Source, error) {
	row, source, err := p.Row("pay.placement.rank", code, p.on)
	if errors.Is(err, fault.New(fault.NotCovered, "rules.no_row")) {
		return 0, source, fault.From(err).At(field)
	}
	return int(row.Cells["rank"].IntPart()), source, err
}

// sameClass keeps step, reserve and clock.
func (p *placement) sameClass() (GradePlacementOutcome, error) {
	_, source, err := p.Choice("pay.placement.same_class", p.on)
	if err != nil {
		return GradePlacementOutcome{}, err
	}
	p.sayPlace("pay.same_class_how", p.step, p.reserve, source)
	return p.outcome(p.step, p.reserve, p.keepClock(source)), nil
}

// sameRankLower keeps step, percentage and clock, with a reserve up to the former total.
func (p *placement) sameRankLower() (GradePlacementOutcome, error) {
	_, source, err := p.Choice("pay.placement.same_rank_lower", p.on)
	if err != nil {
		return GradePlacementOutcome{}, err
	}
	total, places, err := p.total()
	if err != nil {
		return GradePlacementOutcome{}, err
	}
	step := min(p.step, p.to.Steps)
	place := p.to.Coefficient(step)
	beyond := place.Mul(p.percent).Div(hundred).Round(places)
	reserve := decimal.Max(total.Sub(place).Sub(beyond), decimal.Zero)
	p.sayPlace("pay.same_rank_how", step, reserve, source)
	p.Add(rules.Say("pay.reserve"), rules.Say("pay.reserve_how", "total", total, "place", place.Add(beyond), "reserve", reserve), reserve, rules.Coefficient, source)
	return p.outcome(step, reserve, p.keepClock(source)), nil
}

// upward takes the nearest coefficient that is not below the former total; beyond the last step, the last step with
// a reserve.
func (p *placement) upward() (GradePlacementOutcome, error) {
	_, source, err := p.Choice("pay.placement.upward", p.on)
	if err != nil {
		return GradePlacementOutcome{}, err
	}
	total, _, err := p.total()
	if err != nil {
		return GradePlacementOutcome{}, err
	}
	for step := 1; step <= p.to.Steps; step++ {
		if p.to.Coefficient(step).GreaterThanOrEqual(total) {
			p.sayPlace("pay.nearest_how", step, decimal.Zero, source)
			from, err := p.clock(p.to.Coefficient(step), source)
			return p.outcome(step, decimal.Zero, from), err
		}
	}
	last := p.to.Coefficient(p.to.Steps)
	reserve := total.Sub(last)
	p.sayPlace("pay.last_step_how", p.to.Steps, reserve, source)
	p.Add(rules.Say("pay.reserve"), rules.Say("pay.reserve_how", "total", total, "place", last, "reserve", reserve), reserve, rules.Coefficient, source)
	p.AddDay(rules.Say("pay.clock"), rules.Say("pay.clock_appointment_how", "day", p.on), p.on, source)
	return p.outcome(p.to.Steps, reserve, p.on), nil
}

// total is the former total: the coefficient, the beyond-frame allowance and the reserve; and the decimal places that
// allowances and reserves are rounded to.
func (p *placement) total() (decimal.Decimal, int32, error) {
	places, rounding, err := p.Whole("pay.placement.decimals", p.on)
	if err != nil {
		return decimal.Zero, 0, err
	}
	coefficient, sources := p.coefficient(), []rules.Source{p.source}
	how := rules.Say("pay.now_how", "class", p.class.Code, "step", p.step, "coefficient", coefficient)
	beyond := coefficient.Mul(p.percent).Div(hundred).Round(int32(places))
	total := coefficient.Add(beyond).Add(p.reserve)
	if !total.Equal(coefficient) {
		how = rules.Say("pay.total_how", "coefficient", coefficient, "percent", p.percent.String(), "beyond", beyond, "reserve", p.reserve, "total", total)
		sources = append(sources, rounding)
	}
	p.Add(rules.Say("pay.total"), how, total, rules.Coefficient, sources...)
	return total, int32(places), nil
}

// clock is the day from which the next raise counts after a move upwards to a step.
func (p *placement) clock(place decimal.Decimal, placed rules.Source) (day.Day, error) {
	if !p.percent.IsZero() {
		p.AddDay(rules.Say("pay.clock"), rules.Say("pay.clock_beyond_how", "day", p.on), p.on, placed)
		return p.on, nil
	}
	rule, source, err := p.Choice("pay.placement.clock", p.on)
	if err != nil {
		return day.Day{}, err
	}
	more, from, how := place.Sub(p.coefficient()), p.on, "pay.clock_more_how"
	switch {
	case rule == "APPOINTMENT":
		how = "pay.clock_appointment_how"
	case more.LessThan(p.class.Increment):
		from, how = p.since, "pay.clock_less_how"
	}
	p.AddDay(rules.Say("pay.clock"), rules.Say(how, "place", place, "coefficient", p.coefficient(), "more", more, "increment", p.class.Increment, "day", from), from, source)
	return from, nil
}

// keepClock is the day from which the next raise counted in the old grade.
func (p *placement) keepClock(source rules.Source) day.Day {
	from := p.since
	if !p.percent.IsZero() {
		from = p.percentSince
	}
	p.AddDay(rules.Say("pay.clock"), rules.Say("pay.clock_kept_how", "day", from), from, source)
	return from
}

func (p *placement) sayPlace(how string, step int, reserve decimal.Decimal, source rules.Source) {
	place := p.to.Coefficient(step)
	p.Add(rules.Say("pay.place"), rules.Say(how, "class", p.to.Code, "step", step, "coefficient", place, "reserve", reserve), place, rules.Coefficient, source, p.source)
}

func (p *placement) outcome(step int, reserve decimal.Decimal, from day.Day) GradePlacementOutcome {
	return GradePlacementOutcome{Step: step, Coefficient: p.to.Coefficient(step), ReserveCoefficient: reserve, NextRaiseCountsFrom: from}
}
