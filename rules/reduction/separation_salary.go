package reduction

import (
	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

const beyondFrame = "BEYOND_FRAME"

// part is one part of a salary with the key of its row in the regime's table salary_parts.
type part struct {
	key     string
	field   string
	value   decimal.NullDecimal
	percent bool
}

func (p *SalaryParts) values() []part {
	return []part{
		{"COEFFICIENT", "coefficient", p.Coefficient, false},
		{"POSITION", "positionAllowance", p.PositionAllowance, false},
		{beyondFrame, "beyondFramePercent", p.BeyondFramePercent, true},
		{"RESERVE", "reserveCoefficient", p.ReserveCoefficient, false},
		{"OCCUPATIONAL_SENIORITY", "occupationalSeniorityPercent", p.OccupationalSeniorityPercent, true},
		{"OCCUPATIONAL_PREFERENCE", "occupationalPreferencePercent", p.OccupationalPreferencePercent, true},
		{"PUBLIC_SERVICE", "publicServicePercent", p.PublicServicePercent, true},
		{"PARTY_WORK", "partyWorkPercent", p.PartyWorkPercent, true},
		{"PARTY_COMMITTEE", "partyCommitteeCoefficient", p.PartyCommitteeCoefficient, false},
		{"AREA", "areaCoefficient", p.AreaCoefficient, false},
	}
}

// counted is the sum of the parts that the regime counts, as a coefficient of the base salary.
type counted struct {
	sum      decimal.Decimal
	in, left []rules.Text
	source   rules.Source
}

// count adds up the parts that the regime counts. Beyond-frame seniority is a percentage of the coefficient; every other
// percentage is taken of the parts that the regime names as its base.
func (s *separation) count(p *SalaryParts) counted {
	var c counted
	base := s.percentBase(p)
	for _, v := range p.values() {
		if !v.value.Valid || v.value.Decimal.IsZero() {
			continue
		}
		row, source, ok := s.row("salary_parts", v.key)
		if !ok {
			return c // the refusal is in s.err
		}
		amount, said := v.value.Decimal, rules.Say("separation.part", "name", fault.Ref("separation.part."+v.key), "value", num(v.value.Decimal))
		if v.percent {
			of := base
			if v.key == beyondFrame {
				of = p.Coefficient.Decimal
			}
			amount = of.Mul(v.value.Decimal).Div(wholePercent)
			said = rules.Say("separation.part_percent", "name", fault.Ref("separation.part."+v.key), "percent", num(v.value.Decimal), "base", num(of))
		}
		c.sum, c.source = c.sum.Add(amount.Mul(row.Cells["counts"])), source
		if row.Cells["counts"].IsZero() {
			c.left = append(c.left, said)
		} else {
			c.in = append(c.in, said)
		}
	}
	return c
}

// percentBase is the coefficient that percentages are taken of.
func (s *separation) percentBase(p *SalaryParts) decimal.Decimal {
	base := decimal.Zero
	for _, v := range p.values() {
		if row, _, ok := s.row("salary_parts.percent_base", v.key); ok && v.value.Valid {
			amount := v.value.Decimal
			if v.key == beyondFrame {
				amount = p.Coefficient.Decimal.Mul(amount).Div(wholePercent)
			}
			base = base.Add(amount.Mul(row.Cells["counts"]))
		}
	}
	return base
}

// say notes the sum of the parts in the trace.
func (c counted) say(s *separation) {
	formula := rules.Say("separation.parts_how", "counted", terms{" + ", c.in})
	if len(c.left) > 0 {
		formula = rules.Say("separation.parts_left_how", "counted", terms{" + ", c.in}, "left", terms{", ", c.left})
	}
	s.Add(rules.Say("separation.parts"), formula, c.sum, rules.Coefficient, c.source)
}

// findCurrent finds the current monthly base: given, or built from the parts at the base salary of its month.
func (s *separation) findCurrent() {
	sal := s.in.Salary
	parts := sal.Parts
	if parts == nil && sal.Short.Coefficient.Valid {
		parts = &sal.Short
	}
	switch {
	case sal.MonthlyBase != nil:
		s.current = decimal.NewFromInt(*sal.MonthlyBase)
		s.Add(rules.Say("separation.current"), rules.Say("separation.given_how", "amount", num(s.current)), s.current, rules.Dong)
	case parts != nil:
		c := s.count(parts)
		if s.err == nil {
			c.say(s)
			s.valueCurrent(c.sum, "separation.current_how")
		}
	default:
		s.allowance()
	}
	s.out.MonthlyBase = s.current.Round(0).IntPart()
}

// allowance builds the base of a non-professional official whose salary is not told from the central allowance.
func (s *separation) allowance() {
	row, source, ok := s.row("non_professional.allowance", s.in.StaffClass)
	if s.err != nil {
		return
	}
	if !ok {
		s.err = fault.Bad("salary.monthlyBase", "separation.base_needed")
		return
	}
	s.valueCurrent(row.Cells["of_base_salary"], "separation.allowance_how", source)
}

// valueCurrent values a sum of coefficients at the base salary of the month looked at: onMonth, else the month before
// leaving.
func (s *separation) valueCurrent(sum decimal.Decimal, how string, sources ...rules.Source) {
	on := s.in.Salary.OnMonth
	if on.IsZero() {
		on = s.monthBefore(1)
	}
	base, source := s.baseSalary(on)
	s.current = sum.Mul(base)
	if s.err == nil {
		s.Add(rules.Say("separation.current"), rules.Say(how, "sum", num(sum), "base", num(base), "month", month(on)), s.current, rules.Dong, append(sources, source)...)
	}
}

// baseSalary is the base salary of the month of a day.
func (s *separation) baseSalary(on day.Day) (decimal.Decimal, rules.Source) {
	if s.err != nil {
		return decimal.Zero, rules.Source{}
	}
	base, source, err := s.Decimal("pay.base_salary", day.Of(on.Year(), on.Month(), 1))
	s.err = err
	return base, source
}

// monthBefore is the first day of the nth month before leaving. Somebody who leaves within a month has been in service
// in it, but the month looked at is a whole one.
func (s *separation) monthBefore(n int) day.Day {
	return day.Of(s.in.LeavingDate.Year(), s.in.LeavingDate.Month(), 1).AddMonths(-n)
}

// base is the base that a parameter of the regime names: the current one, or the average.
func (s *separation) base(name string) decimal.Decimal {
	kind, _ := s.option(name)
	if kind != "AVERAGE_60" {
		return s.current
	}
	if s.out.AverageBase == nil && s.err == nil {
		s.findAverage()
	}
	return s.average
}

// findAverage finds the average base: given, or built from the history of the salary.
func (s *separation) findAverage() {
	sal := s.in.Salary
	switch {
	case sal.AverageBase != nil:
		s.average = decimal.NewFromInt(*sal.AverageBase)
		s.Add(rules.Say("separation.average"), rules.Say("separation.given_how", "amount", num(s.average)), s.average, rules.Dong)
	case len(sal.History) > 0:
		s.averageHistory()
	default:
		s.err = fault.Bad("salary.averageBase", "separation.average_needed", fault.Args{"regime": s.regime.Label})
	}
	if s.err == nil {
		rounded := s.average.Round(0).IntPart()
		s.out.AverageBase = &rounded
	}
}
