package reduction

import (
	"github.com/shopspring/decimal"

	"bienche/rules"
)

// retireEarly is retirement before the age: a lump for the months left (reorganisation), so many months of the base for
// each early year, and a grant for insured years. Too near to retirement there is no cut of the pension, and only the
// lump, if any.
func (s *separation) retireEarly() {
	e := s.early()
	s.require(e.band != notEarly, "AT_RETIREMENT_AGE", rules.Say("separation.before_retirement"), e.bands, "day", s.in.LeavingDate)
	s.require(e.band != beyondBand, "TOO_FAR_FROM_RETIREMENT", rules.Say("separation.near_enough"), e.bands, "months", s.gap, "max", e.max)
	s.require(e.insured, "INSURED_TIME_TOO_SHORT", rules.Say("separation.insured_enough"), e.needs, "months", s.insured, "needed", e.needed)
	if s.err != nil || e.band == notEarly || e.band == beyondBand {
		return
	}
	years := s.earlyYears()
	if s.barred {
		return
	}
	base := s.base("early_retirement.base")
	s.lump(e.band, base)
	if e.band != shortBand {
		s.perEarlyYear(e.band, years, base)
		s.serviceGrant(e.communeWay, base)
	}
	if len(s.out.Items) == 0 && s.err == nil {
		s.note("NO_PENSION_CUT_ONLY", e.bands, "months", s.gap, "min", e.min)
	}
}

// earlyYears counts the months of early retirement in years.
func (s *separation) earlyYears() decimal.Decimal {
	rounding, source := s.option("early_retirement.years_rounding")
	years := whole(s.gap / 12)
	if rounding == "ODD_MONTHS" {
		years = s.years("separation.early_years", s.gap)
	} else if s.err == nil {
		s.Add(rules.Say("separation.early_years"), rules.Say("separation.full_years_how", "months", s.gap, "years", num(years)), years, rules.Years, source)
	}
	s.out.EarlyYears = &years
	return years
}

// perEarlyYear is the item of early years.
func (s *separation) perEarlyYear(b band, years, base decimal.Decimal) {
	name := "early_retirement.months_per_year"
	if b == longBand {
		name = "early_retirement.long_months_per_year"
	}
	per := s.number(name)
	s.item(itemEarlyYears, yearsTimes(years, per.Decimal), base, per.source)
}

// serviceGrant is the item of insured years: a number of months for the first years together, and a part of a month for
// each further year.
func (s *separation) serviceGrant(communeWoman bool, base decimal.Decimal) {
	first, years := s.number("service.base_months"), s.number("service.base_years")
	if communeWoman {
		if own, ok := s.maybe("service.commune_women_base_months"); ok {
			first, years = own, s.number("service.commune_women_base_years")
		}
	}
	extra := s.number("service.extra_per_year")
	further := decimal.Max(decimal.Zero, s.out.InsuredYears.Sub(years.Decimal))
	months := first.Add(extra.Mul(further))
	how := rules.Say("separation.service_how", "first", num(first.Decimal), "years", num(years.Decimal), "extra", num(extra.Decimal), "further", num(further), "months", num(months))
	s.item(itemService, product{months, how}, base, first.source, years.source, extra.source)
}

// lump is the item of the months left to retirement, where the regime has one: a factor for leaving within the first
// months of the reorganisation, another later.
func (s *separation) lump(b band, base decimal.Decimal) {
	if _, ok := s.maybe("early_months.factor"); !ok {
		return
	}
	name, months := "early_months.factor", s.gap
	most, capSource := s.months("early_months.cap")
	if b == longBand {
		name = "early_months.long_factor"
	}
	months = min(months, most)
	later := !s.withinFirst()
	sources := []rules.Source{capSource}
	if later && b == shortBand {
		short, source := s.option("early_months.short_later")
		later, sources = short == "HALVED", append(sources, source)
	}
	if later {
		name += "_later"
	}
	factor := s.number(name)
	s.item(itemEarlyMonths, factorTimes(factor.Decimal, months), base, append([]rules.Source{factor.source}, sources...)...)
}
