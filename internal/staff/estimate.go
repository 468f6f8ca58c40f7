package staff

import (
	"context"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules"
	"bienche/rules/reduction"
)

// averagedMonths is how far back pay is handed to a regime that averages; what the regime makes of it is its own.
const averagedMonths = 60

// Leaving is what a record does not tell of a person who leaves: how and when, and in Salary.Short allowances in percent.
type Leaving struct {
	reduction.SeparationInput
	InsuredMonths *int // nil: counted from recruitment
}

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
	record, err := p.EstimateRecord(ctx)
	if err != nil || payOn(record.Pay, in.LeavingDate.AddDays(-1)) == nil {
		return nil, err
	}
	leaving := Leaving{SeparationInput: in}
	if in.InsuredMonths != 0 || record.RecruitedOn.IsZero() {
		leaving.InsuredMonths = &in.InsuredMonths
	}
	in, err = Complete(w, record, leaving)
	if err != nil {
		return nil, err
	}
	out, err := reduction.SeparationBenefit(w, in)
	if err != nil {
		return nil, err
	}
	return &out, nil
}

// EstimateRecord is what the record tells of the person for the benefit on leaving.
func (p *Person) EstimateRecord(ctx context.Context) (*models.EstimateRecord, error) {
	record, err := p.Record(ctx)
	if err != nil {
		return nil, err
	}
	return record.EstimateRecord(&p.StaffRow), nil
}

// Complete fills in from the record what a benefit on leaving is computed from; what it counts itself is a step of w. It refuses
// with RULE_VIOLATION a record that lacks what every benefit needs, and with BAD_INPUT naming the field what must be told
// because the record does not tell it.
func Complete(w *rules.Work, r *models.EstimateRecord, told Leaving) (reduction.SeparationInput, error) {
	in := told.SeparationInput
	now := payOn(r.Pay, in.LeavingDate.AddDays(-1))
	if err := lacking(r, now); err != nil {
		return in, err
	}
	in.StaffClass, in.Sex, in.BirthDate = r.StaffClass, reduction.Sex(r.Sex), r.BirthDate
	switch from := r.RecruitedOn; {
	case told.InsuredMonths != nil:
		in.InsuredMonths = *told.InsuredMonths
	case from.IsZero():
		return in, fault.Bad("insuredMonths", "staff.estimate.no_recruitment")
	case from.After(in.LeavingDate):
		return in, fault.Bad("leavingDate", "staff.estimate.before_recruitment", fault.Args{"from": from, "to": in.LeavingDate})
	default:
		in.InsuredMonths = wholeMonths(from, in.LeavingDate)
		w.Add(rules.Say("staff.estimate.insured"), rules.Say("staff.estimate.insured_how", "from", from, "to", in.LeavingDate, "months", in.InsuredMonths),
			decimal.NewFromInt(int64(in.InsuredMonths)), rules.Months)
	}
	parts := partsOf(now, in.Salary.Short)
	in.Salary.Parts = &parts
	in.Salary.History = history(r.Pay, in)
	in.Salary.Short = reduction.SalaryParts{}
	return in, nil
}

// lacking refuses a record without what every benefit needs.
func lacking(r *models.EstimateRecord, now *models.RecordPay) error {
	switch {
	case r.BirthDate.IsZero():
		return fault.New(fault.RuleViolation, "staff.estimate.no_birth")
	case r.Sex == "":
		return fault.New(fault.RuleViolation, "staff.estimate.no_sex")
	case r.StaffClass == "":
		return fault.New(fault.RuleViolation, "staff.estimate.no_class")
	case now == nil:
		return fault.New(fault.RuleViolation, "staff.estimate.no_pay")
	}
	return nil
}

// payOn is the pay that holds on a day; nil for none.
func payOn(pay []models.RecordPay, on day.Day) *models.RecordPay {
	for i := range pay {
		if f := &pay[i]; !on.Before(f.ValidFrom) && (f.ValidTo.IsZero() || on.Before(f.ValidTo)) {
			return f
		}
	}
	return nil
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
func history(pay []models.RecordPay, in reduction.SeparationInput) []reduction.SalaryPeriod {
	first := in.LeavingDate.AddMonths(-averagedMonths)
	var all []reduction.SalaryPeriod
	for i := len(pay) - 1; i >= 0; i-- {
		f := &pay[i]
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
