package graph

import (
	"context"

	"github.com/graphql-go/graphql"
	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/rules"
	"bienche/rules/reduction"
)

// salaryPartsIn are the parts of a month's salary as the API takes them.
type salaryPartsIn struct {
	Coefficient, PositionAllowance, BeyondFramePercent, ReserveCoefficient, OccupationalSeniorityPercent,
	OccupationalPreferencePercent, PublicServicePercent, PartyWorkPercent, PartyCommitteeCoefficient, AreaCoefficient *decimal.Decimal
}

func (p salaryPartsIn) parts() reduction.SalaryParts {
	given := func(d *decimal.Decimal) decimal.NullDecimal {
		if d == nil {
			return decimal.NullDecimal{}
		}
		return decimal.NewNullDecimal(*d)
	}
	return reduction.SalaryParts{Coefficient: given(p.Coefficient), PositionAllowance: given(p.PositionAllowance),
		BeyondFramePercent: given(p.BeyondFramePercent), ReserveCoefficient: given(p.ReserveCoefficient),
		OccupationalSeniorityPercent:  given(p.OccupationalSeniorityPercent),
		OccupationalPreferencePercent: given(p.OccupationalPreferencePercent),
		PublicServicePercent:          given(p.PublicServicePercent), PartyWorkPercent: given(p.PartyWorkPercent),
		PartyCommitteeCoefficient: given(p.PartyCommitteeCoefficient), AreaCoefficient: given(p.AreaCoefficient)}
}

type salaryPeriodIn struct {
	From, To day.Day
	Parts    salaryPartsIn
}

type salaryBaseIn struct {
	MonthlyBase, AverageBase *int64
	Parts                    *salaryPartsIn
	History                  []salaryPeriodIn
	salaryPartsIn
	OnMonth day.Day
}

func (s salaryBaseIn) base() reduction.SalaryBase {
	out := reduction.SalaryBase{MonthlyBase: s.MonthlyBase, AverageBase: s.AverageBase, Short: s.parts(), OnMonth: s.OnMonth}
	if s.Parts != nil {
		parts := s.Parts.parts()
		out.Parts = &parts
	}
	for _, p := range s.History {
		out.History = append(out.History, reduction.SalaryPeriod{From: p.From, To: p.To, Parts: p.Parts.parts()})
	}
	return out
}

// separationIn is the input of the separation calculators.
type separationIn struct {
	Family             reduction.Family
	Policy             reduction.Policy
	StaffClass, Level  string
	Sex                reduction.Sex
	BirthDate          day.Day
	WorkCondition      string
	LeavingDate        day.Day
	ReorganisationDate day.Day
	Group              reduction.Group
	InsuredMonths      int
	InsuredAsOf        day.Day
	ServiceMonths      *int
	RemainingMonths    *int
	AlreadyPensioner   bool
	TrainingMonths     *int
	Tuition            *int64
	Salary             salaryBaseIn
	Regime             string
}

func (in separationIn) input() reduction.SeparationInput {
	return reduction.SeparationInput{Family: in.Family, Policy: in.Policy, StaffClass: in.StaffClass, Level: in.Level, Sex: in.Sex,
		BirthDate: in.BirthDate, ReducedAge: in.WorkCondition == reducedAge, LeavingDate: in.LeavingDate,
		ReorganisationDate: in.ReorganisationDate, Group: in.Group, InsuredMonths: in.InsuredMonths, InsuredAsOf: in.InsuredAsOf,
		ServiceMonths: in.ServiceMonths, RemainingMonths: in.RemainingMonths, AlreadyPensioner: in.AlreadyPensioner,
		TrainingMonths: in.TrainingMonths, Tuition: in.Tuition, Salary: in.Salary.base(), Regime: in.Regime}
}

func (b *builder) addSeparation() {
	b.benefitOutcome = b.benefitType()
	input := b.separationInput()
	b.query["separationBenefit"] = calculator(b, input, b.benefitOutcome, func(in separationIn) calculation[reduction.SeparationOutcome] {
		return separationOf(in.input())
	})
	type in struct {
		Input              separationIn
		Regimes            []string
		FromMonth, ToMonth day.Day
		Unit               *string
	}
	b.query["separationComparison"] = &graphql.Field{
		Type:        listOf(b.benefitOutcome),
		Description: "One outcome for each regime and each leaving month (its first day), to be compared.",
		Args: graphql.FieldConfigArgument{"input": arg(nn(input)), "regimes": arg(graphql.NewList(nn(graphql.String))),
			"fromMonth": arg(nn(Date)), "toMonth": arg(nn(Date)), "unit": arg(graphql.ID)},
		Resolve: call(func(ctx context.Context, in in) ([]computed[reduction.SeparationOutcome], error) {
			w, err := b.begin(ctx, in.Unit)
			if err != nil {
				return nil, err
			}
			ask := in.Input.input()
			found, err := reduction.Comparison(w.Again, ask, in.Regimes, in.FromMonth, in.ToMonth)
			out := make([]computed[reduction.SeparationOutcome], len(found))
			for i, o := range found {
				ask.LeavingDate = o.LeavingDate
				if len(in.Regimes) > 0 {
					ask.Regime = o.RegimeCode
				}
				out[i] = separationOf(ask).again(o, w.Again)
			}
			return out, err
		}),
	}
}

// separationOf is the computation of a benefit.
func separationOf(in reduction.SeparationInput) calculation[reduction.SeparationOutcome] {
	return calculation[reduction.SeparationOutcome]{
		func(w *rules.Work) (reduction.SeparationOutcome, error) { return reduction.SeparationBenefit(w, in) }, briefBenefit,
	}
}

func (b *builder) separationInput() *graphql.InputObject {
	parts := map[string]graphql.Input{}
	for _, name := range []string{"positionAllowance", "beyondFramePercent", "reserveCoefficient", "occupationalSeniorityPercent",
		"occupationalPreferencePercent", "publicServicePercent", "partyWorkPercent", "partyCommitteeCoefficient", "areaCoefficient"} {
		parts[name] = Decimal
	}
	with := func(own map[string]graphql.Input) map[string]graphql.Input {
		for name, t := range parts {
			own[name] = t
		}
		return own
	}
	partsInput := inputs("SalaryPartsInput", with(map[string]graphql.Input{"coefficient": nn(Decimal)}))
	period := inputs("SalaryPeriodInput", map[string]graphql.Input{"from": nn(Date), "to": nn(Date), "parts": nn(partsInput)})
	salary := inputs("SalaryBaseInput", with(map[string]graphql.Input{
		"monthlyBase": Money, "averageBase": Money, "parts": partsInput, "history": graphql.NewList(nn(period)), "coefficient": Decimal, "onMonth": Date,
	}))
	b.separationFamily = enum("SeparationFamily", "STAFF_REDUCTION", "REORGANISATION", "ORDINARY_RESIGNATION")
	b.separationPolicy = enum("SeparationPolicy", "EARLY_RETIREMENT", "TRANSFER_OUT", "IMMEDIATE_SEVERANCE", "SEVERANCE_AFTER_TRAINING", "NON_PROFESSIONAL")
	b.reorganisationGroup = enum("ReorganisationGroup", "DIRECTLY_AFFECTED", "BODY_MUST_REDUCE", "ASSOCIATION_POST", "TOO_OLD_FOR_REELECTION")
	return withDefaults(inputs("SeparationBenefitInput", map[string]graphql.Input{
		"family": nn(b.separationFamily), "policy": nn(b.separationPolicy), "staffClass": nn(b.staffClass), "level": b.adminLevel, "sex": b.sex, "birthDate": Date,
		"workCondition": b.workCondition, "leavingDate": nn(Date), "reorganisationDate": Date, "group": b.reorganisationGroup, "insuredMonths": nn(graphql.Int),
		"insuredAsOf": Date, "serviceMonths": graphql.Int, "remainingMonths": graphql.Int, "alreadyPensioner": graphql.Boolean,
		"trainingMonths": graphql.Int, "tuition": Money, "salary": nn(salary), "regime": graphql.String,
	}), map[string]any{"workCondition": "NORMAL", "group": "DIRECTLY_AFFECTED", "alreadyPensioner": false})
}

func (b *builder) benefitType() *graphql.Object {
	item := graphql.NewObject(graphql.ObjectConfig{Name: "BenefitItem", Fields: graphql.Fields{
		"code":   text(func(i reduction.BenefitItem) string { return i.Code }),
		"label":  label(func(i reduction.BenefitItem, lang string) string { return i.Label.In(lang) }),
		"months": {Type: nn(Decimal), Resolve: of(func(i reduction.BenefitItem) any { return i.Months })},
		"amount": {Type: nn(Money), Resolve: of(func(i reduction.BenefitItem) any { return i.Amount })},
		"source": {Type: nn(b.legalSource), Resolve: of(func(i reduction.BenefitItem) any { return i.Source })},
	}})
	type found = reduction.SeparationOutcome
	field := func(t graphql.Output, get func(found) any) *graphql.Field {
		return &graphql.Field{Type: t, Resolve: of(func(o any) any { return get(benefitIn(o)) })}
	}
	return graphql.NewObject(graphql.ObjectConfig{Name: "BenefitOutcome", Fields: graphql.Fields{
		"regime":       field(nn(b.legalSource), func(o found) any { return o.Regime }),
		"regimeCode":   field(nn(graphql.String), func(o found) any { return o.RegimeCode }),
		"leavingDate":  field(nn(Date), func(o found) any { return o.LeavingDate }),
		"eligible":     field(nn(graphql.Boolean), func(o found) any { return o.Eligible }),
		"reasons":      field(listOf(b.note), func(o found) any { return all(o.Reasons) }),
		"monthlyBase":  field(nn(Money), func(o found) any { return o.MonthlyBase }),
		"averageBase":  field(Money, func(o found) any { return optional(o.AverageBase) }),
		"earlyMonths":  field(graphql.Int, func(o found) any { return optional(o.EarlyMonths) }),
		"earlyYears":   field(Decimal, func(o found) any { return optional(o.EarlyYears) }),
		"insuredYears": field(nn(Decimal), func(o found) any { return o.InsuredYears }),
		"items":        field(listOf(item), func(o found) any { return all(o.Items) }),
		"total":        field(nn(Money), func(o found) any { return o.Total }),
		"legalBases":   field(listOf(b.legalSource), func(o found) any { return all(o.LegalBases) }),
		"trace":        field(listOf(b.traceStep), func(o found) any { return all(o.Trace) }),
		"alternatives": {Type: listOf(b.alternative), Resolve: with(func(_ context.Context, o any, _ none) ([]alternative, error) {
			if c, ok := o.(computed[found]); ok {
				return c.others()
			}
			return []alternative{}, nil // of one that was kept
		})},
	}})
}

// benefitIn is the outcome of a benefit that was computed now, or kept.
func benefitIn(o any) reduction.SeparationOutcome {
	if c, ok := o.(computed[reduction.SeparationOutcome]); ok {
		return c.out
	}
	return o.(reduction.SeparationOutcome)
}
