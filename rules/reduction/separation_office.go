package reduction

import (
	"bienche/internal/fault"
	"bienche/rules"
)

// leaveOffice is a non-professional official of a commune or village who leaves with the reorganisation of its
// administration.
func (s *separation) leaveOffice() {
	if part, ok := s.maybe("non_professional.remaining_factor"); ok {
		s.leaveTerm(part)
		return
	}
	row, source, ok := s.row("non_professional.factors", s.in.StaffClass)
	if !ok || s.err != nil {
		return
	}
	retired := s.in.AlreadyPensioner
	if !retired {
		s.findGap()
		retired = s.gap <= 0
	}
	if s.err != nil {
		return
	}
	if retired {
		months := row.Cells["pensioner"]
		s.item(itemFixed, product{months, rules.Say("separation.retired_how", "months", num(months))}, s.current, source)
		return
	}
	if s.in.ServiceMonths == nil {
		s.err = fault.Bad("serviceMonths", "separation.service_needed", fault.Args{"regime": s.regime.Label})
		return
	}
	s.officeItems(row, source)
}

// officeItems are the items of 154/2025/NĐ-CP: for months served (a short service) or left to retirement, at most so
// many; for each year served; and a fixed part.
func (s *separation) officeItems(row rules.Row, source rules.Source) {
	n := s.served
	if n >= int(row.Cells["service_months"].IntPart()) {
		n = min(s.gap, int(row.Cells["months_cap"].IntPart()))
	}
	factor, per := row.Cells["months_factor"], row.Cells["per_year"]
	years := s.years("separation.service_years", s.served)
	s.item(itemMonthsServed, factorTimes(factor, n), s.current, source)
	s.item(itemPerYear, yearsTimes(years, per), s.current, source)
	s.item(itemFixed, monthsOf(row.Cells["fixed"]), s.current, source)
}

// leaveTerm is the benefit of 29/2023/NĐ-CP: a part of the allowance for each month left of the term or of the plan,
// for those who leave soon enough after the decision.
func (s *separation) leaveTerm(part figure) {
	switch {
	case s.in.RemainingMonths == nil:
		s.err = fault.Bad("remainingMonths", "separation.remaining_needed", fault.Args{"regime": s.regime.Label})
		return
	case s.in.ReorganisationDate.IsZero():
		s.err = fault.Bad("reorganisationDate", "separation.reorganisation_needed", fault.Args{"regime": s.regime.Label})
		return
	}
	within, source := s.months("non_professional.within_months")
	end := s.in.ReorganisationDate.AddMonths(within)
	s.require(!s.in.LeavingDate.Before(s.in.ReorganisationDate), "BEFORE_REORGANISATION", rules.Say("separation.after_reorganisation"), source, "leaving", s.in.LeavingDate, "day", s.in.ReorganisationDate)
	s.require(!s.in.LeavingDate.After(end), "LEFT_TOO_LATE", rules.Say("separation.soon_enough"), source, "leaving", s.in.LeavingDate, "end", end)
	n := *s.in.RemainingMonths
	s.item(itemMonthsServed, factorTimes(part.Decimal, n), s.current, part.source)
}
