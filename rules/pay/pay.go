// Package pay computes salaries by the scales: when the next step is due, and where a person stands in a new grade.
package pay

import (
	"errors"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

// The scales with coefficients begin in 1993; an earlier day is taken for a slip of the pen.
var earliest = day.Of(1993, 1, 1)

var hundred = decimal.NewFromInt(100)

// standing is where a person stands on a scale.
type standing struct {
	class  rules.SalaryClass
	step   int
	source rules.Source // of the scale

	since        day.Day
	percent      decimal.Decimal // beyond-frame percent; zero for none
	percentSince day.Day
}

func (s standing) coefficient() decimal.Decimal { return s.class.Coefficient(s.step) }

func (s standing) atLast() bool { return s.step == s.class.Steps }

// class reads a salary class on a day. It refuses a class that the scales of that day lack with BAD_INPUT at field.
func class(w *rules.Work, field, code string, on day.Day) (rules.SalaryClass, rules.Source, error) {
	row, source, err := w.Row("staff.salary_scales", code, on)
	if errors.Is(err, fault.New(fault.NotCovered, "rules.no_row")) {
		return rules.SalaryClass{}, source, fault.Bad(field, "pay.no_class", fault.Args{"class": code})
	}
	if err != nil {
		return rules.SalaryClass{}, source, err
	}
	return rules.SalaryClass{Code: code, Start: row.Cells["start"], Increment: row.Cells["increment"],
		Steps: int(row.Cells["steps"].IntPart()), Months: int(row.Cells["months"].IntPart())}, source, nil
}

// checkStep refuses a step that a class does not have.
func checkStep(field string, c rules.SalaryClass, step int, source rules.Source) error {
	if step < 1 || step > c.Steps {
		return fault.Bad(field, "pay.no_step", fault.Args{"class": c.Code, "step": step, "steps": c.Steps}).Citing(source.Cite.Source())
	}
	return nil
}

// checkDay refuses a day that is missing, absurdly early, or after limit (no day: no limit).
func checkDay(field string, d, limit day.Day) error {
	switch {
	case d.IsZero():
		return fault.Bad(field, "fault.required")
	case d.Before(earliest):
		return fault.Bad(field, "pay.too_early", fault.Args{"day": d, "from": earliest})
	case !limit.IsZero() && d.After(limit):
		return fault.Bad(field, "pay.too_late", fault.Args{"day": d, "limit": limit})
	}
	return nil
}

// withPercent puts a beyond-frame allowance on the standing. It refuses one without its day, one below the first
// that the law gives, one in parts of a percent, and one of a person who is not at the last step.
func (s *standing) withPercent(w *rules.Work, percent *decimal.Decimal, since, limit day.Day) error {
	if percent == nil {
		if !since.IsZero() {
			return fault.Bad("beyondFramePercent", "fault.required")
		}
		return nil
	}
	if err := checkDay("beyondFrameSince", since, limit); err != nil {
		return err
	}
	if !s.atLast() {
		return fault.Bad("beyondFramePercent", "pay.not_last_step", fault.Args{"class": s.class.Code, "steps": s.class.Steps})
	}
	if since.Before(s.since) {
		return fault.Bad("beyondFrameSince", "pay.before_step", fault.Args{"day": since, "since": s.since})
	}
	first, source, err := w.Decimal("pay.beyond_frame.first", since)
	if err != nil {
		return err
	}
	if least := first.Mul(hundred); percent.LessThan(least) || percent.GreaterThan(hundred) || !percent.IsInteger() {
		return fault.Bad("beyondFramePercent", "pay.bad_percent", fault.Args{"least": least.String()}).Citing(source.Cite.Source())
	}
	s.percent, s.percentSince = *percent, since
	return nil
}
