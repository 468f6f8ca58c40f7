package reduction

import (
	"slices"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
)

// Bounds beyond which a figure is taken for a slip of the pen. They are not figures of the law.
const (
	absurdMonths  = 60 * 12
	absurdMoney   = 1_000_000_000
	absurdPeriods = 600
)

var absurdCoefficient, wholePercent = decimal.NewFromInt(20), decimal.NewFromInt(100)

var (
	families = []Family{StaffReduction, Reorganisation, OrdinaryResignation}
	policies = []Policy{EarlyRetirement, TransferOut, ImmediateSeverance, SeveranceAfterTraining, NonProfessional}
	groups   = []Group{DirectlyAffected, BodyMustReduce, AssociationPost, TooOldForReelection}
	classes  = []string{"CADRE", "CIVIL_SERVANT", "PUBLIC_EMPLOYEE", "CONTRACT", "COMMUNE_NON_PROFESSIONAL", "VILLAGE_NON_PROFESSIONAL", "COMMUNE_EXTENSION"}
	levels   = []string{"", "CENTRAL", "PROVINCE", "DISTRICT", "COMMUNE"}
)

// check refuses what no regime can make sense of, naming the field as the API does.
func (in *SeparationInput) check() error {
	if in.Group == "" {
		in.Group = DirectlyAffected
	}
	switch {
	case !slices.Contains(families, in.Family):
		return fault.Bad("family", "fault.bad_choice", fault.Args{"value": string(in.Family)})
	case !slices.Contains(policies, in.Policy):
		return fault.Bad("policy", "fault.bad_choice", fault.Args{"value": string(in.Policy)})
	case !slices.Contains(classes, in.StaffClass):
		return fault.Bad("staffClass", "fault.bad_choice", fault.Args{"value": in.StaffClass})
	case !slices.Contains(levels, in.Level):
		return fault.Bad("level", "fault.bad_choice", fault.Args{"value": in.Level})
	case !slices.Contains(groups, in.Group):
		return fault.Bad("group", "fault.bad_choice", fault.Args{"value": string(in.Group)})
	case in.Sex != "" && in.Sex != Male && in.Sex != Female:
		return fault.Bad("sex", "fault.bad_choice", fault.Args{"value": string(in.Sex)})
	}
	if err := in.checkDays(); err != nil {
		return err
	}
	if err := in.checkMonths(); err != nil {
		return err
	}
	if err := in.checkTraining(); err != nil {
		return err
	}
	return in.Salary.check(in.LeavingDate)
}

// checkTraining refuses what is told of a training by somebody who leaves in another way, and an absurd tuition.
func (in *SeparationInput) checkTraining() error {
	switch {
	case in.TrainingMonths != nil && in.Policy != SeveranceAfterTraining:
		return fault.Bad("trainingMonths", "separation.no_training")
	case in.Tuition != nil && in.Policy != SeveranceAfterTraining:
		return fault.Bad("tuition", "separation.no_training")
	case in.Tuition != nil && (*in.Tuition < 0 || *in.Tuition > absurdMoney):
		return fault.Bad("tuition", "separation.absurd_money", fault.Args{"max": absurdMoney})
	}
	return nil
}

func (in *SeparationInput) checkDays() error {
	switch {
	case in.LeavingDate.IsZero():
		return fault.Bad("leavingDate", "fault.required")
	case !in.BirthDate.IsZero() && in.BirthDate.Before(earliestBirth):
		return fault.Bad("birthDate", "retirement.absurd_birth", fault.Args{"day": in.BirthDate, "from": earliestBirth})
	case !in.BirthDate.IsZero() && !in.BirthDate.Before(in.LeavingDate):
		return fault.Bad("birthDate", "separation.birth_after_leaving", fault.Args{"birth": in.BirthDate, "leaving": in.LeavingDate})
	case !in.ReorganisationDate.IsZero() && !in.BirthDate.IsZero() && !in.BirthDate.Before(in.ReorganisationDate):
		return fault.Bad("reorganisationDate", "separation.reorganised_before_birth", fault.Args{"birth": in.BirthDate, "day": in.ReorganisationDate})
	case in.InsuredAsOf.After(in.LeavingDate):
		return fault.Bad("insuredAsOf", "separation.insured_after_leaving", fault.Args{"day": in.InsuredAsOf, "leaving": in.LeavingDate})
	}
	return nil
}

// checkMonths refuses negative counts of months, and more months of work than the person has lived.
func (in *SeparationInput) checkMonths() error {
	most := absurdMonths
	if !in.BirthDate.IsZero() {
		most = min(most, monthsBetween(in.BirthDate, in.LeavingDate))
	}
	counts := []struct {
		field string
		n     *int
	}{{"insuredMonths", &in.InsuredMonths}, {"serviceMonths", in.ServiceMonths}, {"remainingMonths", in.RemainingMonths}, {"trainingMonths", in.TrainingMonths}}
	for _, c := range counts {
		if c.n != nil && (*c.n < 0 || *c.n > most) {
			return fault.Bad(c.field, "separation.absurd_months", fault.Args{"n": *c.n, "max": most})
		}
	}
	return nil
}

func (b *SalaryBase) check(leaving day.Day) error {
	short := b.Short != SalaryParts{}
	switch {
	case b.MonthlyBase != nil && (b.Parts != nil || short):
		return fault.Bad("salary.monthlyBase", "separation.given_and_built")
	case b.AverageBase != nil && len(b.History) > 0:
		return fault.Bad("salary.averageBase", "separation.average_given_and_built")
	case b.Parts != nil && short:
		return fault.Bad("salary.parts", "separation.parts_twice")
	case b.MonthlyBase != nil && (*b.MonthlyBase <= 0 || *b.MonthlyBase > absurdMoney):
		return fault.Bad("salary.monthlyBase", "separation.absurd_money", fault.Args{"max": absurdMoney})
	case b.AverageBase != nil && (*b.AverageBase <= 0 || *b.AverageBase > absurdMoney):
		return fault.Bad("salary.averageBase", "separation.absurd_money", fault.Args{"max": absurdMoney})
	case b.OnMonth.After(leaving):
		return fault.Bad("salary.onMonth", "separation.month_after_leaving", fault.Args{"day": b.OnMonth, "leaving": leaving})
	}
	if b.Parts != nil {
		if err := b.Parts.check("salary.parts."); err != nil {
			return err
		}
	}
	if short {
		if err := b.Short.check("salary."); err != nil {
			return err
		}
	}
	return b.checkHistory()
}

// checkHistory puts the periods in order and refuses those that end before they start or overlap. A period may start on
// the day on which the one before ends.
func (b *SalaryBase) checkHistory() error {
	if len(b.History) > absurdPeriods {
		return fault.Bad("salary.history", "separation.too_many_periods", fault.Args{"max": absurdPeriods})
	}
	b.History = slices.Clone(b.History)
	slices.SortStableFunc(b.History, func(a, b SalaryPeriod) int { return b.From.DaysUntil(a.From) })
	for i, p := range b.History {
		if p.From.IsZero() || p.To.IsZero() || p.To.Before(p.From) {
			return fault.Bad("salary.history", "separation.period_backwards", fault.Args{"from": p.From, "to": p.To})
		}
		if i > 0 && p.From.Before(b.History[i-1].To) {
			return fault.Bad("salary.history", "separation.periods_overlap", fault.Args{"from": p.From, "to": b.History[i-1].To})
		}
		if err := p.Parts.check("salary.history.parts."); err != nil {
			return err
		}
	}
	return nil
}

// check refuses a missing coefficient and values that no scale or allowance reaches. prefix names the place of the parts.
func (p *SalaryParts) check(prefix string) error {
	if !p.Coefficient.Valid {
		return fault.Bad(prefix+"coefficient", "separation.coefficient_needed")
	}
	if !p.Coefficient.Decimal.IsPositive() {
		return fault.Bad(prefix+"coefficient", "separation.absurd_value", fault.Args{"max": num(absurdCoefficient)})
	}
	for _, v := range p.values() {
		most := absurdCoefficient
		if v.percent {
			most = wholePercent
		}
		if v.value.Valid && (v.value.Decimal.IsNegative() || v.value.Decimal.GreaterThan(most)) {
			return fault.Bad(prefix+v.field, "separation.absurd_value", fault.Args{"max": num(most)})
		}
	}
	return nil
}

// monthsBetween counts the whole months from a to b; negative where b comes first.
func monthsBetween(a, b day.Day) int {
	n := (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
	if b.DayOfMonth() < a.DayOfMonth() {
		n--
	}
	return n
}
