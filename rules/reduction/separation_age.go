package reduction

import (
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

// band is how far from retirement a person is, as the regime divides it.
type band int

const (
	notEarly   band = iota // at the age of retirement or past it
	shortBand              // too near for the full benefit
	mainBand               // the full benefit
	longBand               // farther, on other terms
	beyondBand             // too far
)

// early is where a person stands with regard to early retirement.
type early struct {
	band     band
	min, max int // months before retirement of the full benefit; max is that of the long band where there is one
	bands    rules.Source

	needed     int // insured months
	insured    bool
	communeWay bool // entitled only as a woman of commune staff
	needs      rules.Source
}

// needAge refuses where sex or birth is not told.
func (s *separation) needAge() {
	args := fault.Args{"regime": s.regime.Label}
	switch {
	case s.err != nil:
	case s.in.BirthDate.IsZero():
		s.err = fault.Bad("birthDate", "separation.birth_needed", args)
	case s.in.Sex == "":
		s.err = fault.Bad("sex", "separation.sex_needed", args)
	}
}

// findGap counts the months from the month of leaving to that of the pension: by the ages printed in the decree, or by the month of
// retirement under the labour code.
func (s *separation) findGap() {
	if s.needAge(); s.err != nil || s.aged {
		return
	}
	pension, sources := s.pensionFrom()
	if s.err != nil {
		return
	}
	s.gap, s.aged = monthsBetween(s.monthBefore(0), pension), true
	shown := max(0, s.gap)
	s.out.EarlyMonths = &shown
	s.Add(rules.Say("separation.gap"), rules.Say("separation.gap_how", "from", s.in.LeavingDate, "to", pension, "months", shown), whole(shown), rules.Months, sources...)
}

// pensionFrom is the first day of the pension at the age of retirement. A regime without a rule of its own goes by the
// labour code.
func (s *separation) pensionFrom() (day.Day, []rules.Source) {
	rule, source := s.maybeOption("early_retirement.age_rule")
	if rule == "FIXED_AGES" {
		return s.pensionByDecree()
	}
	if s.err != nil {
		return day.Day{}, nil
	}
	out, err := Retirement(s.Work, RetirementInput{BirthDate: s.in.BirthDate, Sex: s.in.Sex, ReducedAge: s.in.ReducedAge})
	s.err = err
	return out.PensionFrom, []rules.Source{source}
}

// pensionByDecree goes by the ages printed in the decree. An age is tested on the first day of the month after the month
// of birth, so the pension starts that many months after it.
func (s *separation) pensionByDecree() (day.Day, []rules.Source) {
	row, source, _ := s.row("early_retirement.ages", s.ageKey())
	born := day.Of(s.in.BirthDate.Year(), s.in.BirthDate.Month(), 1)
	months := int(row.Cells["retirement"].IntPart())
	pension := born.AddMonths(months + 1)
	if s.err == nil {
		s.AddDay(rules.Say("separation.test_age"), rules.Say("separation.test_age_how", "born", month(born), "age", age(months), "day", pension), pension, source)
	}
	return pension, []rules.Source{source}
}

// ageKey is the row of the person in the decree's table of ages.
func (s *separation) ageKey() string {
	if s.in.ReducedAge {
		return string(s.in.Sex) + "_REDUCED"
	}
	return string(s.in.Sex)
}

// early finds where the person stands with regard to early retirement, without saying whether it is granted.
func (s *separation) early() early {
	s.findGap()
	var e early
	s.bounds(&e)
	switch {
	case s.gap <= 0:
		e.band = notEarly
	case s.gap < e.min:
		e.band = shortBand
	case s.gap <= e.max:
		e.band = mainBand
	default:
		e.band = s.far(&e)
	}
	s.needInsured(&e)
	return e
}

// bounds reads the months before retirement of the full benefit.
func (s *separation) bounds(e *early) {
	if rule, _ := s.option("early_retirement.age_rule"); rule == "FIXED_AGES" {
		row, source, _ := s.row("early_retirement.ages", s.ageKey())
		at := row.Cells["retirement"].IntPart()
		e.min, e.max, e.bands = int(at-row.Cells["full_to"].IntPart()), int(at-row.Cells["full_from"].IntPart()), source
		return
	}
	e.min, _ = s.months("early_retirement.min_gap_months")
	e.max, e.bands = s.months("early_retirement.max_gap_months")
}

// far tells whether somebody farther from retirement than the full benefit reaches falls under the longer band.
func (s *separation) far(e *early) band {
	who, _ := s.option("early_retirement.long_gap_for")
	open := false
	switch who {
	case "COMMUNE_STAFF":
		open = s.communeStaff()
	case "NORMAL_AGE":
		group, _, ok := s.row("groups", string(s.in.Group))
		open = !s.in.ReducedAge && ok && yes(group.Cells["long_gap"])
	}
	if !open {
		return beyondBand
	}
	e.max, e.bands = s.months("early_retirement.long_max_gap_months")
	if s.gap > e.max {
		return beyondBand
	}
	return longBand
}

// needInsured tests the insured time: that of everybody, or that of women of commune staff where the regime has one.
func (s *separation) needInsured(e *early) {
	const table = "early_retirement.insured_months_needed"
	all, source, _ := s.row(table, "ALL")
	e.needed, e.needs = int(all.Cells["months"].IntPart()), source
	months := s.insured
	if test, _ := s.option("early_retirement.insured_test"); test == "ROUNDED_YEARS" {
		months = int(s.out.InsuredYears.Mul(whole(12)).IntPart())
	}
	e.insured = months >= e.needed
	if e.insured || s.in.Sex != Female || !s.communeStaff() {
		return
	}
	if women, _, ok := s.row(table, "COMMUNE_WOMEN"); ok {
		e.needed = int(women.Cells["months"].IntPart())
		e.insured = months >= e.needed
		e.communeWay = e.insured
	}
}

// communeStaff tells a cadre or civil servant of a commune.
func (s *separation) communeStaff() bool {
	return s.in.Level == "COMMUNE" && (s.in.StaffClass == "CADRE" || s.in.StaffClass == "CIVIL_SERVANT")
}
