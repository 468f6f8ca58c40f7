package staff

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/decision"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules"
)

// payReasons are why a decision sets pay.
var payReasons = []string{"RECRUITMENT", "STEP_RAISE", "EARLY_STEP_RAISE", "GRADE_PROMOTION", "REGRADING", "CORRECTION"}

// maxPay is the first number that no coefficient or percentage reaches; the columns hold two digits after the comma.
var maxPay = decimal.NewFromInt(1000)

// SetPay sets grade, step and coefficients from the effective day on. What was known of later days is replaced: the
// line keeps what that was.
func (p *Posts) SetPay(ctx context.Context, tx *models.Tx, d *models.Decision, line decision.SetPay) (any, error) {
	// Load.
	person, err := hold(ctx, tx, line.Staff, "staff.salary")
	if err != nil {
		return nil, err
	}
	known, err := models.FactsIn[models.StaffPay](tx, "staff_id = ? AND valid_to > ?", person.ID, d.EffectiveOn)
	if err != nil {
		return nil, err
	}

	// Decide.
	next, err := p.pay(line, d.EffectiveOn)
	if err != nil {
		return nil, err
	}
	if next.StepSince, err = stepSince(line, known, d.EffectiveOn); err != nil {
		return nil, err
	}

	// Write.
	next.Fact = models.Fact{ValidFrom: d.EffectiveOn, DecisionID: &d.ID}
	if err := models.Replace(tx, next, "staff_id = ?", person.ID); err != nil {
		return nil, err
	}
	replaced := make([]int64, len(known))
	for i := range known {
		replaced[i] = known[i].ID
	}
	return map[string]any{"pay": next.ID, "replaced": replaced}, models.TouchStaff(tx, person.ID)
}

// pay is the pay that a line gives under the scales of a day.
func (p *Posts) pay(line decision.SetPay, on day.Day) (*models.StaffPay, error) {
	if !slices.Contains(payReasons, line.Reason) {
		return nil, fault.Bad("reason", "fault.bad_choice", fault.Args{"value": line.Reason})
	}
	pay := &models.StaffPay{StaffID: line.Staff, Grade: line.Grade, Step: line.Step, Reason: line.Reason}
	for _, n := range []struct {
		field string
		from  *decimal.Decimal
		to    *decimal.Decimal
	}{
		{"beyondFramePercent", line.BeyondFramePercent, &pay.BeyondFramePercent},
		{"reserveCoefficient", line.ReserveCoefficient, &pay.ReserveCoefficient},
		{"positionAllowance", line.PositionAllowance, &pay.PositionAllowance},
		{"coefficient", line.Coefficient, new(decimal.Decimal)},
	} {
		if n.from == nil {
			continue
		}
		if n.from.IsNegative() || n.from.GreaterThanOrEqual(maxPay) || !n.from.Equal(n.from.Round(2)) {
			return nil, fault.Bad(n.field, "fault.bad_number", fault.Args{"value": n.from.String()})
		}
		*n.to = *n.from
	}
	class, err := p.salaryClass(line.Grade, on)
	if err != nil {
		return nil, err
	}
	pay.Coefficient, err = p.coefficient(line, class, on)
	return pay, err
}

// salaryClass is the class of the scales that a grade is paid by on a day.
func (p *Posts) salaryClass(grade string, on day.Day) (rules.SalaryClass, error) {
	grades, err := p.Book.Grades(on)
	if err != nil {
		return rules.SalaryClass{}, decision.At("grade", err)
	}
	i := slices.IndexFunc(grades, func(g rules.Grade) bool { return g.Code == grade })
	if i < 0 {
		return rules.SalaryClass{}, fault.Bad("grade", "staff.no_grade", fault.Args{"value": grade, "on": on})
	}
	classes, err := p.Book.SalaryClasses(on)
	if err != nil {
		return rules.SalaryClass{}, decision.At("grade", err)
	}
	j := slices.IndexFunc(classes, func(c rules.SalaryClass) bool { return c.Code == grades[i].SalaryClass })
	if j < 0 {
		return rules.SalaryClass{}, fault.Bad("grade", "staff.no_grade", fault.Args{"value": grade, "on": on})
	}
	return classes[j], nil
}

// coefficient is that of the step by the scales. A given one must be the same; without a step it is taken as it is.
func (p *Posts) coefficient(line decision.SetPay, class rules.SalaryClass, on day.Day) (*decimal.Decimal, error) {
	if line.Step == nil {
		if line.Coefficient == nil || !line.Coefficient.IsPositive() {
			return nil, fault.Bad("step", "fault.required")
		}
		return line.Coefficient, nil
	}
	want, err := p.Book.Coefficient(class.Code, *line.Step, on)
	if err != nil {
		return nil, decision.At("step", err)
	}
	law, err := p.Book.On("staff.salary_scales", on)
	if err != nil {
		return nil, decision.At("step", err)
	}
	if line.Coefficient != nil && !line.Coefficient.Equal(want) {
		return nil, fault.New(fault.RuleViolation, "staff.coefficient_mismatch", fault.Args{
			"class": class.Code, "step": *line.Step, "want": want.StringFixed(2), "got": line.Coefficient.String(),
		}).At("coefficient").Citing(law.Cite.Source())
	}
	if line.BeyondFramePercent != nil && line.BeyondFramePercent.IsPositive() && *line.Step < class.Steps {
		return nil, fault.New(fault.RuleViolation, "staff.beyond_frame", fault.Args{"steps": class.Steps}).
			At("beyondFramePercent").Citing(law.Cite.Source())
	}
	return &want, nil
}

// stepSince is the day from which the next raise counts: the given one; else that of the present pay when grade and
// step stay the same; else the effective day.
func stepSince(line decision.SetPay, known []models.StaffPay, on day.Day) (day.Day, error) {
	if line.StepSince != nil {
		if line.StepSince.After(on) {
			return on, fault.Bad("stepSince", "staff.step_since_ahead", fault.Args{"on": on})
		}
		return *line.StepSince, nil
	}
	for _, k := range known {
		if k.ValidFrom.Before(on) && k.Grade == line.Grade && k.Step != nil && line.Step != nil && *k.Step == *line.Step {
			return k.StepSince, nil
		}
	}
	return on, nil
}
