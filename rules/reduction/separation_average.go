package reduction

import (
	"github.com/shopspring/decimal"

	"bienche/internal/fault"
	"bienche/rules"
)

// stretch is a run of months with the same parts of salary and the same base salary.
type stretch struct {
	months int
	period int // index into the history
	base   decimal.Decimal
}

// averageHistory takes the latest months of the history, back from the month before leaving, and averages them: as many
// as the regime says, or the whole service where that is shorter. A month belongs to the period of its first day.
func (s *separation) averageHistory() {
	want, source := s.months("average.months")
	want = max(1, min(want, s.insured))
	gaps, gapSource := s.option("average.gaps")
	valuation, valueSource := s.option("average.valuation")
	var runs []stretch
	sources := []rules.Source{source, gapSource, valueSource}
	left := 0
	i := len(s.in.Salary.History) - 1
	for n, have := 1, 0; have < want && s.err == nil; n++ {
		at := s.monthBefore(n)
		for i >= 0 && s.in.Salary.History[i].From.After(at) {
			i--
		}
		if i < 0 {
			s.err = fault.Bad("salary.history", "separation.history_short", fault.Args{"have": have, "want": want})
			return
		}
		if s.in.Salary.History[i].To.Before(at) {
			if gaps == "CALENDAR" {
				s.err = fault.Bad("salary.history", "separation.history_gap", fault.Args{"month": month(at)}).Citing(gapSource.Cite.Source())
				return
			}
			left++
			continue
		}
		valued := at
		if valuation == "REVALUED" {
			valued = s.monthBefore(1)
		}
		base, of := s.baseSalary(valued)
		runs, sources = extend(runs, i, base), append(sources, of)
		have++
	}
	s.averageRuns(runs, left, sources)
}

// extend adds a month to the last run, or starts another.
func extend(runs []stretch, period int, base decimal.Decimal) []stretch {
	if n := len(runs) - 1; n >= 0 && runs[n].period == period && runs[n].base.Equal(base) {
		runs[n].months++
		return runs
	}
	return append(runs, stretch{months: 1, period: period, base: base})
}

func (s *separation) averageRuns(runs []stretch, left int, sources []rules.Source) {
	total, months := decimal.Zero, 0
	said := make([]rules.Text, 0, len(runs))
	for _, r := range runs {
		c := s.count(&s.in.Salary.History[r.period].Parts)
		if s.err != nil {
			return
		}
		total = total.Add(c.sum.Mul(r.base).Mul(decimal.NewFromInt(int64(r.months))))
		months += r.months
		said = append(said, rules.Say("separation.run", "months", r.months, "sum", num(c.sum), "base", num(r.base)))
		sources = append(sources, c.source)
	}
	s.average = total.Div(decimal.NewFromInt(int64(months)))
	formula := rules.Say("separation.average_how", "runs", terms{" + ", said}, "months", months)
	if left > 0 {
		formula = rules.Say("separation.average_left_how", "runs", terms{" + ", said}, "months", months, "left", left)
	}
	s.Add(rules.Say("separation.average"), formula, s.average, rules.Dong, sources...)
}

// countInsured carries the insured months on to the day of leaving, and counts them in years by the regime's rule.
func (s *separation) countInsured() {
	s.insured = s.in.InsuredMonths
	if s.in.ServiceMonths != nil {
		s.served = *s.in.ServiceMonths
	}
	if asOf := s.in.InsuredAsOf; !asOf.IsZero() && asOf.Before(s.in.LeavingDate) {
		more := monthsBetween(asOf.AddDays(1), s.in.LeavingDate)
		s.insured, s.served = s.insured+more, s.served+more
		s.Add(rules.Say("separation.insured_months"), rules.Say("separation.insured_months_how", "months", s.in.InsuredMonths, "more", more, "from", asOf, "to", s.in.LeavingDate),
			decimal.NewFromInt(int64(s.insured)), rules.Months)
	}
	s.out.InsuredYears = s.years("separation.insured_years", s.insured)
}

// years counts months in years by the regime's rule for odd months, and says so.
func (s *separation) years(label string, months int) decimal.Decimal {
	full, odd := months/12, months%12
	add, sources := s.oddMonths(odd)
	years := decimal.NewFromInt(int64(full)).Add(add)
	if s.err == nil {
		s.Add(rules.Say(label), rules.Say("separation.years_how", "months", months, "full", full, "odd", odd, "add", num(add), "years", num(years)), years, rules.Years, sources...)
	}
	return years
}

// oddMonths is what months beyond full years count for: nothing, half a year or a year.
func (s *separation) oddMonths(odd int) (decimal.Decimal, []rules.Source) {
	half, halfSource := s.months("odd_months.half_from")
	full, fullSource := s.months("odd_months.year_from")
	sources := []rules.Source{halfSource, fullSource}
	switch {
	case odd >= full:
		return whole(1), sources
	case odd >= half:
		return whole(1).Div(whole(2)), sources
	}
	return decimal.Zero, sources
}
