package reduction

import (
	"strings"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

// separation is one computation of a benefit.
type separation struct {
	law
	in     SeparationInput
	regime rules.Entry
	out    SeparationOutcome

	current decimal.Decimal // exact; the outcome shows it in whole dong
	average decimal.Decimal
	insured int // months, on the day of leaving
	served  int // months in office, on the day of leaving
	gap     int // months from leaving to the pension
	aged    bool
	barred  bool // a reason stands against any benefit
}

// SeparationBenefit computes what a person is owed on leaving, under the regime of the leaving date and the family or
// the one that is forced. It refuses missing or impossible input with BAD_INPUT naming the field, and a day without a
// computed regime with NOT_COVERED. Not being entitled is an outcome with reasons.
func SeparationBenefit(w *rules.Work, in SeparationInput) (SeparationOutcome, error) {
	if err := in.check(); err != nil {
		return SeparationOutcome{}, err
	}
	regime, on, err := chooseRegime(w, in)
	if err != nil {
		return SeparationOutcome{}, err
	}
	s := &separation{law: law{Work: w, prefix: regime.Attrs["prefix"], on: on}, in: in, regime: regime}
	s.out = SeparationOutcome{Regime: regime.Source(), RegimeCode: regime.Code, LeavingDate: in.LeavingDate, Eligible: true}
	s.findCurrent()
	s.countInsured()
	if s.err == nil && s.covers() {
		s.apply()
	}
	if s.err == nil && s.barred {
		s.foresee()
	}
	if s.err != nil {
		return SeparationOutcome{}, s.err
	}
	s.finish()
	return s.out, nil
}

// apply runs the formula of the policy.
func (s *separation) apply() {
	switch s.in.Policy {
	case EarlyRetirement:
		s.retireEarly()
	case TransferOut:
		s.transferOut()
	case ImmediateSeverance:
		s.sever()
	case SeveranceAfterTraining:
		s.severAfterTraining()
	case NonProfessional:
		s.leaveOffice()
	}
}

// covers tells whether the regime has the policy for the person at all, and says why not.
func (s *separation) covers() bool {
	column := strings.ToLower(string(s.in.Policy))
	rows, source := s.table("staff_classes")
	has, mine := false, false
	for _, r := range rows {
		one := yes(r.Cells[column])
		has, mine = has || one, mine || one && r.Key == s.in.StaffClass
	}
	args := []any{"regime", s.regime.Label, "policy", fault.Ref("separation.policy." + string(s.in.Policy)), "class", fault.Ref("separation.class." + s.in.StaffClass)}
	s.require(has, "POLICY_NOT_IN_REGIME", rules.Say("separation.policy_in_regime"), source, args...)
	if has {
		s.require(mine, "CLASS_NOT_IN_POLICY", rules.Say("separation.class_in_policy"), source, args...)
	}
	if s.in.Policy != NonProfessional {
		s.require(!s.in.AlreadyPensioner, "ALREADY_PENSIONER", rules.Say("separation.not_pensioner"), source)
	}
	return !s.barred && s.inGroup(column) && s.err == nil
}

// require notes a condition as a step of the trace; where it does not hold, it is a reason against the benefit.
func (s *separation) require(holds bool, code string, label rules.Text, source rules.Source, args ...any) {
	if s.err != nil {
		return
	}
	key, value := "separation.holds."+code, "true"
	if !holds {
		key, value = "separation.reason."+code, "false"
		s.barred = true
		s.note(code, source, args...)
	}
	s.AddText(label, rules.Say(key, args...), value, source)
}

// note adds a reason.
func (s *separation) note(code string, source rules.Source, args ...any) {
	s.out.Reasons = append(s.out.Reasons, rules.Note{Code: code, Text: rules.Say("separation.reason."+code, args...), Source: &source})
}

// foresee shows the average base and the months to retirement of somebody who is not entitled, where they can be told.
func (s *separation) foresee() {
	s.tryAverage()
	if s.aged || s.in.BirthDate.IsZero() || s.in.Sex == "" || s.in.AlreadyPensioner {
		return
	}
	kept := len(s.Steps)
	s.findGap()
	if fault.CodeOf(s.err) == fault.NotCovered { // no age of retirement is known: nothing to show
		s.err = nil
		s.Back(kept)
	}
}

// tryAverage finds the average base where the regime has one and what it needs is given.
func (s *separation) tryAverage() {
	if _, averages := s.maybe("average.months"); !averages || s.out.AverageBase != nil || s.in.Salary.AverageBase == nil && s.in.Salary.History == nil {
		return
	}
	kept := len(s.Steps)
	if s.findAverage(); s.err != nil {
		s.err = nil
		s.Back(kept)
	}
}

// item adds an item of a number of months of a base.
func (s *separation) item(code string, months product, base decimal.Decimal, sources ...rules.Source) {
	how := rules.Say("separation.item_how", "how", months.how, "base", num(base.Round(2)))
	s.owe(BenefitItem{Code: code, Months: months.n}, months.n.Mul(base), how, sources...)
}

// owe adds an item of an exact amount, rounded; nothing is no item.
func (s *separation) owe(i BenefitItem, exact decimal.Decimal, how rules.Text, sources ...rules.Source) {
	unit := s.number("money_unit")
	if s.err != nil || s.barred || exact.IsZero() {
		return
	}
	amount := exact.Div(unit.Decimal).Round(0).Mul(unit.Decimal)
	i.Label, i.Amount, i.Source = rules.Say("separation.item."+i.Code), amount.IntPart(), sources[0]
	s.Add(i.Label, how, amount, rules.Dong, sources...)
	s.out.Items = append(s.out.Items, i)
}

// finish adds up the items and closes the trace.
func (s *separation) finish() {
	s.out.Eligible = !s.barred
	if s.barred {
		s.out.Items = nil
	}
	said := make([]rules.Text, 0, len(s.out.Items))
	for _, i := range s.out.Items {
		s.out.Total += i.Amount
		said = append(said, rules.Say("separation.money", "amount", i.Amount))
	}
	formula := rules.Say("separation.nothing_how")
	if len(said) > 0 {
		formula = rules.Say("separation.total_how", "items", terms{" + ", said})
	}
	s.Add(rules.Say("separation.total"), formula, decimal.NewFromInt(s.out.Total), rules.Dong, s.out.Regime)
	s.out.LegalBases, s.out.Trace = s.LegalBases(), s.Steps
}

// whole is a count as a decimal.
func whole(n int) decimal.Decimal { return decimal.NewFromInt(int64(n)) }

// yes tells whether a cell of a table answers yes.
func yes(cell decimal.Decimal) bool { return cell.Equal(whole(1)) }

// dayOf is a day that a row of the law spells out.
func dayOf(r rules.Row) day.Day {
	return day.Of(int(r.Cells["year"].IntPart()), 1, 1).AddMonths(int(r.Cells["month"].IntPart()) - 1).AddDays(int(r.Cells["day"].IntPart()) - 1)
}
