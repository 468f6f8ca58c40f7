package staff

import (
	"context"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules"
	"bienche/rules/pay"
	"bienche/rules/reduction"
)

// SectionsOfRaise and SectionsOfEstimate are the sections of a record that the calculators below read.
var (
	SectionsOfRaise    = []string{models.SectionPay, models.SectionDiscipline, models.SectionRatings}
	SectionsOfEstimate = []string{models.SectionCore, models.SectionPay}
)

// Retirement is when a person retires under normal working conditions, and by when the papers must be out.
type Retirement struct {
	reduction.RetirementOutcome
	Dues *reduction.RetirementDues // nil: no rule is loaded for them
}

// Retirement computes from the record when the person retires; nil where the birth date or the sex is not on record, or no
// rule reaches it.
func (p *Person) Retirement(w *rules.Work) (*Retirement, error) {
	if p.BirthDate.IsZero() || p.Sex == "" {
		return nil, nil
	}
	r, err := reduction.Retirement(w, reduction.RetirementInput{BirthDate: p.BirthDate, BirthDayUnknown: p.BirthPrecision != "DAY",
		Sex: reduction.Sex(p.Sex)})
	if err != nil {
		return nil, uncovered(err)
	}
	out := &Retirement{RetirementOutcome: r}
	dues, err := reduction.RetirementDates(w, r.PensionFrom)
	if err == nil {
		out.Dues = &dues
	}
	return out, uncovered(err)
}

// uncovered is nil for a refusal of days that no rule covers: a record then has nothing to show.
func uncovered(err error) error {
	if fault.CodeOf(err) == fault.NotCovered {
		return nil
	}
	return err
}

// salaryClass is the class of a grade on a day; "" for a grade that is not in the catalogue then.
func (s *Service) salaryClass(grade string, on day.Day) string {
	grades, err := s.Book.Grades(on)
	if err != nil {
		return ""
	}
	for _, g := range grades {
		if g.Code == grade {
			return g.SalaryClass
		}
	}
	return ""
}

// NextStepRaise computes from the record when the next raise is due: the present step, and what puts it off since. Nil where
// there is no step on record, or the reader may not see what it rests on.
func (p *Person) NextStepRaise(ctx context.Context, w *rules.Work) (*pay.StepRaiseOutcome, error) {
	if !p.May("staff.salary") || !p.May("staff.discipline") || !p.May("staff.evaluation") {
		return nil, nil
	}
	record, err := p.Record(ctx)
	if err != nil {
		return nil, err
	}
	now := payOn(record.Pay, p.AsOf().Day)
	if now == nil || now.Step == nil {
		return nil, nil
	}
	in := pay.StepRaiseInput{StaffClass: p.StaffClass, SalaryClass: p.group.service.salaryClass(now.Grade, p.AsOf().Day), Step: *now.Step,
		Since: now.StepSince, Delays: delays(record, now.StepSince)}
	if now.BeyondFramePercent.IsPositive() {
		in.BeyondFramePercent, in.BeyondFrameSince = &now.BeyondFramePercent, now.ValidFrom
	}
	if in.SalaryClass == "" || in.Since.IsZero() {
		return nil, nil
	}
	r, err := pay.StepRaise(w, in)
	if err != nil {
		return nil, uncovered(err)
	}
	return &r, nil
}

// delays are what puts a raise off since a day: measures of discipline, and years rated unsatisfactory, by the last day of
// the year.
func delays(record *models.StaffRecord, since day.Day) []pay.Delay {
	var all []pay.Delay
	for _, d := range record.Discipline {
		switch reason := pay.DelayReason(d.Form); reason {
		case pay.Reprimand, pay.Warning, pay.Demotion, pay.RemovalFromPost:
			if !d.ValidFrom.Before(since) {
				all = append(all, pay.Delay{Reason: reason, On: d.ValidFrom})
			}
		}
	}
	for _, r := range record.Ratings {
		if end := day.Of(r.Year, 12, 31); r.Level == "UNSATISFACTORY" && !end.Before(since) {
			all = append(all, pay.Delay{Reason: pay.UnsatisfactoryRating, On: end})
		}
	}
	return all
}
