package staff

import (
	"context"

	"github.com/shopspring/decimal"

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

// payOn is the pay that holds on a day; nil for none.
func payOn(record *models.StaffRecord, on day.Day) *models.RecordPay {
	for i := range record.Pay {
		if f := &record.Pay[i]; !on.Before(f.ValidFrom) && (f.ValidTo.IsZero() || on.Before(f.ValidTo)) {
			return f
		}
	}
	return nil
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
	now := payOn(record, p.AsOf().Day)
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

// averagedMonths is how far back pay is handed to a regime that averages; what the regime makes of it is its own.
const averagedMonths = 60

// SeparationEstimate computes what a person would be owed on leaving. in tells what the record does not: how and when the
// person leaves, and allowances in percent; months of insurance that it leaves at zero are counted from recruitment. Nil where
// the reader may not see the salary, or none is on record, or no rule reaches the person's retirement.
func (p *Person) SeparationEstimate(ctx context.Context, w *rules.Work, in reduction.SeparationInput) (*reduction.SeparationOutcome, error) {
	if !p.May("staff.salary") {
		return nil, nil
	}
	if retires, err := p.Retirement(w.Again()); err != nil || retires == nil {
		return nil, err
	}
	record, err := p.Record(ctx)
	if err != nil {
		return nil, err
	}
	in.StaffClass, in.Sex, in.BirthDate = p.StaffClass, reduction.Sex(p.Sex), p.BirthDate
	if in.InsuredMonths == 0 && len(record.Core) > 0 && !record.Core[0].RecruitedOn.IsZero() {
		from := record.Core[0].RecruitedOn
		in.InsuredMonths = wholeMonths(from, in.LeavingDate)
		w.Add(rules.Say("staff.estimate.insured"), rules.Say("staff.estimate.insured_how", "from", from, "to", in.LeavingDate, "months", in.InsuredMonths),
			decimal.NewFromInt(int64(in.InsuredMonths)), rules.Months)
	}
	now := payOn(record, in.LeavingDate.AddDays(-1))
	if now == nil {
		return nil, nil
	}
	parts := partsOf(now, in.Salary.Short)
	in.Salary.Parts = &parts
	in.Salary.History = history(record, in)
	in.Salary.Short = reduction.SalaryParts{}
	out, err := reduction.SeparationBenefit(w, in)
	if err != nil {
		return nil, err
	}
	return &out, nil
}

// wholeMonths are the months from one day to another, the last begun one left out.
func wholeMonths(from, to day.Day) int {
	n := (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month())
	if from.AddMonths(n).After(to) {
		n--
	}
	return max(n, 0)
}

// partsOf are the parts of a month's pay: those on record, and the allowances that are told.
func partsOf(f *models.RecordPay, told reduction.SalaryParts) reduction.SalaryParts {
	told.PositionAllowance = decimal.NewNullDecimal(f.PositionAllowance)
	told.BeyondFramePercent = decimal.NewNullDecimal(f.BeyondFramePercent)
	told.ReserveCoefficient = decimal.NewNullDecimal(f.ReserveCoefficient)
	told.Coefficient = decimal.NullDecimal{}
	if f.Coefficient != nil {
		told.Coefficient = decimal.NewNullDecimal(*f.Coefficient)
	}
	return told
}

// history is the pay of the last months before leaving, oldest first. What holds today is taken to hold until then.
func history(record *models.StaffRecord, in reduction.SeparationInput) []reduction.SalaryPeriod {
	first := in.LeavingDate.AddMonths(-averagedMonths)
	var all []reduction.SalaryPeriod
	for i := len(record.Pay) - 1; i >= 0; i-- {
		f := &record.Pay[i]
		from, to := f.ValidFrom, in.LeavingDate.AddDays(-1)
		if from.Before(first) {
			from = first
		}
		if !f.ValidTo.IsZero() && !f.ValidTo.IsForever() && f.ValidTo.AddDays(-1).Before(to) {
			to = f.ValidTo.AddDays(-1)
		}
		if from.After(to) || f.Coefficient == nil {
			continue
		}
		all = append(all, reduction.SalaryPeriod{From: from, To: to, Parts: partsOf(f, in.Salary.Short)})
	}
	return all
}
