package pay

import (
	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

// StepRaiseInput is what the next raise depends on.
type StepRaiseInput struct {
	StaffClass         string // CADRE, CIVIL_SERVANT, PUBLIC_EMPLOYEE, CONTRACT or COMMUNE_EXTENSION
	SalaryClass        string
	Step               int
	Since              day.Day          // the day from which the present step counts
	BeyondFramePercent *decimal.Decimal // 5 for 5 %; nil: none
	BeyondFrameSince   day.Day
	Delays             []Delay
	EarlyMonths        int     // months by which the raise comes before its day
	AsOf               day.Day // the day of asking, which Since may not come after; no day: not checked
}

// StepRaiseOutcome is when the next raise is due, and what it brings: a step, or a beyond-frame allowance.
type StepRaiseOutcome struct {
	DueOn              day.Day
	NextStep           int              // 0 after the last step
	NextCoefficient    *decimal.Decimal // nil after the last step
	BeyondFramePercent *decimal.Decimal // 5 for 5 %; nil before the last step
}

// StepRaise finds the day of the next raise, and the step or the beyond-frame allowance that it brings. It refuses
// bad input with BAD_INPUT naming the field, an early raise that the law does not allow with RULE_VIOLATION, and days
// that the law loaded does not cover with NOT_COVERED.
func StepRaise(w *rules.Work, in StepRaiseInput) (StepRaiseOutcome, error) {
	s, err := in.standing(w)
	if err != nil {
		return StepRaiseOutcome{}, err
	}
	delays, err := in.delays()
	if err != nil {
		return StepRaiseOutcome{}, err
	}
	w.Add(rules.Say("pay.now"), rules.Say("pay.now_how", "class", s.class.Code, "step", s.step, "coefficient", s.coefficient()),
		s.coefficient(), rules.Coefficient, s.source)
	if s.atLast() {
		if in.EarlyMonths > 0 {
			return StepRaiseOutcome{}, in.refuseEarly(w, "pay.early_last_step")
		}
		return s.beyondFrame(w, in.StaffClass, delays)
	}
	term := s.since.AddMonths(s.class.Months)
	w.AddDay(rules.Say("pay.term"), rules.Say("pay.plus_how", "day", s.since, "months", s.class.Months, "due", term), term, s.source)
	due, err := delay(w, in.StaffClass, delays, term)
	if err != nil {
		return StepRaiseOutcome{}, err
	}
	if due, err = in.early(w, due); err != nil {
		return StepRaiseOutcome{}, err
	}
	next := s.class.Coefficient(s.step + 1)
	w.Add(rules.Say("pay.next"), rules.Say("pay.next_how", "class", s.class.Code, "step", s.step+1, "coefficient", next, "due", due),
		next, rules.Coefficient, s.source)
	return StepRaiseOutcome{DueOn: due, NextStep: s.step + 1, NextCoefficient: &next}, nil
}

// standing checks where the person stands.
func (in StepRaiseInput) standing(w *rules.Work) (standing, error) {
	switch in.StaffClass {
	case "CADRE", "CIVIL_SERVANT", "PUBLIC_EMPLOYEE", "CONTRACT", "COMMUNE_EXTENSION":
	default: // non-professionals are paid an allowance, not by steps
		return standing{}, fault.Bad("staffClass", "pay.no_steps")
	}
	if err := checkDay("since", in.Since, in.AsOf); err != nil {
		return standing{}, err
	}
	if in.EarlyMonths < 0 {
		return standing{}, fault.Bad("earlyMonths", "pay.negative")
	}
	c, source, err := class(w, "salaryClass", in.SalaryClass, in.Since)
	if err != nil {
		return standing{}, err
	}
	s := standing{class: c, step: in.Step, source: source, since: in.Since}
	if err := checkStep("step", c, in.Step, source); err != nil {
		return standing{}, err
	}
	return s, s.withPercent(w, in.BeyondFramePercent, in.BeyondFrameSince, in.AsOf)
}

// beyondFrame is the next beyond-frame allowance of a person at the last step.
func (s standing) beyondFrame(w *rules.Work, staffClass string, delays []numbered) (StepRaiseOutcome, error) {
	from, share, months, sources, err := s.nextShare(w)
	if err != nil {
		return StepRaiseOutcome{}, err
	}
	term := from.AddMonths(months)
	w.AddDay(rules.Say("pay.beyond_term"), rules.Say("pay.plus_how", "day", from, "months", months, "due", term), term, sources[0])
	due, err := delay(w, staffClass, delays, term)
	if err != nil {
		return StepRaiseOutcome{}, err
	}
	percent := share.Mul(hundred)
	how := rules.Say("pay.beyond_first_how", "percent", percent.String(), "due", due)
	if !s.percent.IsZero() {
		how = rules.Say("pay.beyond_next_how", "now", s.percent.String(), "more", percent.Sub(s.percent).String(), "percent", percent.String(), "due", due)
	}
	w.Add(rules.Say("pay.beyond"), how, share, rules.Share, sources...)
	return StepRaiseOutcome{DueOn: due, BeyondFramePercent: &percent}, nil
}

// nextShare is the next beyond-frame share of the last coefficient, and the months after a day that bring it.
func (s standing) nextShare(w *rules.Work) (from day.Day, share decimal.Decimal, months int, sources []rules.Source, err error) {
	if s.percent.IsZero() {
		row, after, err := w.Row("pay.beyond_frame.first_after", s.class.Code, s.since)
		if err != nil {
			return from, share, 0, nil, fault.From(err).At("salaryClass")
		}
		share, first, err := w.Decimal("pay.beyond_frame.first", s.since)
		return s.since, share, int(row.Cells["months"].IntPart()), []rules.Source{after, first}, err
	}
	again, after, err := w.Whole("pay.beyond_frame.again_after", s.percentSince)
	if err != nil {
		return from, share, 0, nil, err
	}
	more, yearly, err := w.Decimal("pay.beyond_frame.yearly", s.percentSince)
	return s.percentSince, s.percent.Div(hundred).Add(more), again, []rules.Source{after, yearly}, err
}

// early brings a due day forward by the months asked for. It refuses more than the law allows.
func (in StepRaiseInput) early(w *rules.Work, due day.Day) (day.Day, error) {
	if in.EarlyMonths == 0 {
		return due, nil
	}
	most, source, err := w.Whole("pay.step_raise.early_months", due)
	if err != nil {
		return due, err
	}
	if in.EarlyMonths > most {
		return due, fault.New(fault.RuleViolation, "pay.too_early_by", fault.Args{"months": in.EarlyMonths, "most": most}).
			At("earlyMonths").Citing(source.Cite.Source())
	}
	before := due.AddMonths(-in.EarlyMonths)
	w.AddDay(rules.Say("pay.early"), rules.Say("pay.minus_how", "day", due, "months", in.EarlyMonths, "due", before), before, source)
	return before, nil
}

// refuseEarly is the refusal of an early raise, with the article on early raises.
func (in StepRaiseInput) refuseEarly(w *rules.Work, key string) error {
	_, source, err := w.Whole("pay.step_raise.early_months", in.Since)
	if err != nil {
		return err
	}
	return fault.New(fault.RuleViolation, key).At("earlyMonths").Citing(source.Cite.Source())
}
