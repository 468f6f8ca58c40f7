package reduction

import (
	"strings"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

// transferOut is a move to a body that is not paid regularly from the budget: a fixed number of months, and a part of a
// month for each insured year. Not for those near to retirement.
func (s *separation) transferOut() {
	e := s.early()
	near, source := s.months("transfer.not_within_months")
	s.require(e.band != notEarly, "AT_RETIREMENT_AGE", rules.Say("separation.before_retirement"), source, "day", s.in.LeavingDate)
	s.require(e.band == notEarly || s.gap > near || !e.insured, "NEAR_RETIREMENT", rules.Say("separation.not_near"), source, "months", s.gap, "near", near)
	s.fixedAndPerYear("transfer")
}

// sever is leaving at once. A reorganisation pays for months of service besides; somebody who resigns is paid by the
// rules of ordinary resignation.
func (s *separation) sever() {
	if s.regime.Attrs["family"] == string(OrdinaryResignation) {
		s.resign()
		return
	}
	e := s.early()
	s.youngEnough()
	eligible := e.insured && (e.band == shortBand || e.band == mainBand || e.band == longBand)
	s.require(!eligible, "ELIGIBLE_FOR_EARLY_RETIREMENT", rules.Say("separation.no_early_retirement"), e.needs, "months", s.gap, "insured", s.insured, "needed", e.needed)
	if s.err != nil || s.barred {
		return
	}
	if _, ok := s.maybe("severance.months_factor"); ok {
		s.monthsServed()
	}
	s.fixedAndPerYear("severance")
}

// youngEnough tests how far from retirement severance is allowed: by a gap, or by an age printed in the decree.
func (s *separation) youngEnough() {
	if least, ok := s.maybe("severance.min_gap_months"); ok {
		n := int(least.IntPart())
		s.require(s.gap >= n, "TOO_NEAR_RETIREMENT", rules.Say("separation.far_enough"), least.source, "months", s.gap, "min", n)
		return
	}
	most, source := s.months("severance.max_age." + strings.ToLower(string(s.in.Sex)))
	if s.in.ReducedAge {
		less, _ := s.months("severance.max_age.reduced_by")
		most -= less
	}
	s.requireYounger(most, source)
}

// requireYounger tests an age in months, on the first day of the month after the month of birth.
func (s *separation) requireYounger(most int, source rules.Source) {
	lived := monthsBetween(day.Of(s.in.BirthDate.Year(), s.in.BirthDate.Month(), 1).AddMonths(1), s.in.LeavingDate)
	s.require(lived < most, "TOO_OLD", rules.Say("separation.young_enough"), source, "age", age(lived), "max", age(most))
}

// monthsServed is the item of months of service of a severance in a reorganisation.
func (s *separation) monthsServed() {
	name := "severance.months_factor"
	if !s.withinFirst() {
		name += "_later"
	}
	factor := s.number(name)
	most, source := s.months("severance.months_cap")
	n := min(s.insured, most)
	s.item(itemMonthsServed, factorTimes(factor.Decimal, n), s.base("severance.per_year_base"), factor.source, source)
}

// fixedAndPerYear adds the fixed months and the months per insured year of a policy. A regime may keep the fixed months
// to some classes of staff.
func (s *separation) fixedAndPerYear(policy string) {
	if s.err != nil || s.barred {
		return
	}
	fixed, perYear := s.number(policy+".fixed"), s.number(policy+".per_year")
	if row, _, ok := s.row(policy+".fixed_classes", s.in.StaffClass); !ok || yes(row.Cells["fixed"]) {
		s.item(itemFixed, monthsOf(fixed.Decimal), s.base(policy+".fixed_base"), fixed.source)
	}
	s.item(itemPerYear, yearsTimes(s.out.InsuredYears, perYear.Decimal), s.base(policy+".per_year_base"), perYear.source)
}

// severAfterTraining is leaving after a training for another trade, for those young enough. What the unit pays for the
// training, as far as it is told, comes first.
func (s *separation) severAfterTraining() {
	if s.in.BirthDate.IsZero() {
		s.err = fault.Bad("birthDate", "separation.birth_needed", fault.Args{"regime": s.regime.Label})
		return
	}
	most, source := s.months("training.max_age_months")
	s.requireYounger(most, source)
	s.train()
	s.fixedAndPerYear("training")
}

// train adds the salary of the months in training and the tuition, each up to a number of months of the current salary.
func (s *separation) train() {
	if n := s.in.TrainingMonths; n != nil {
		most, source := s.months("training.paid_months")
		paid := product{whole(min(*n, most)), rules.Say("separation.training_how", "months", *n, "max", most, "paid", min(*n, most))}
		s.item(itemTrainingPay, paid, s.current, source)
	}
	if t := s.in.Tuition; t != nil {
		most := s.number("training.tuition_months")
		asked := decimal.NewFromInt(*t)
		how := rules.Say("separation.tuition_how", "tuition", *t, "max", num(most.Decimal), "base", num(s.current.Round(2)))
		s.owe(BenefitItem{Code: itemTuition}, decimal.Min(asked, most.Mul(s.current)), how, most.source)
	}
}

// resign is ordinary resignation. Nobody is paid who is at the age of retirement, where age and sex are told.
func (s *separation) resign() {
	perYear := s.number("severance.per_year")
	if !s.in.BirthDate.IsZero() && s.in.Sex != "" {
		s.findGap()
		s.require(s.gap > 0, "AT_RETIREMENT_AGE", rules.Say("separation.before_retirement"), perYear.source, "day", s.in.LeavingDate)
	}
	if short, source, ok := s.row("severance.short_service", "SHORT"); ok {
		from, below := int(short.Cells["from"].IntPart()), int(short.Cells["below"].IntPart())
		if s.insured < below {
			s.require(s.insured >= from, "SERVICE_TOO_SHORT", rules.Say("separation.service_enough"), source, "months", s.insured, "needed", from)
			s.item(itemFixed, monthsOf(short.Cells["months"]), s.current, source)
			return
		}
	}
	if least, ok := s.maybe("severance.min_months"); ok {
		s.atLeast(perYear, least)
		return
	}
	s.fixedAndPerYear("severance")
}

// atLeast is the item of insured years where severance has a least number of months.
func (s *separation) atLeast(perYear, least figure) {
	months := yearsTimes(s.out.InsuredYears, perYear.Decimal)
	if months.n.LessThan(least.Decimal) {
		months = product{least.Decimal, rules.Say("separation.at_least", "months", num(least.Decimal))}
	}
	s.item(itemPerYear, months, s.base("severance.per_year_base"), perYear.source, least.source)
}
