package graph

import (
	"context"

	"github.com/graphql-go/graphql"
	"github.com/shopspring/decimal"

	"bienche/internal/day"
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
	Salary             salaryBaseIn
	Regime             string
}

func (in separationIn) input() reduction.SeparationInput {
	return reduction.SeparationInput{Family: in.Family, Policy: in.Policy, StaffClass: in.StaffClass, Level: in.Level, Sex: in.Sex,
		BirthDate: in.BirthDate, ReducedAge: in.WorkCondition == reducedAge, LeavingDate: in.LeavingDate,
		ReorganisationDate: in.ReorganisationDate, Group: in.Group, InsuredMonths: in.InsuredMonths, InsuredAsOf: in.InsuredAsOf,
		ServiceMonths: in.ServiceMonths, RemainingMonths: in.RemainingMonths, AlreadyPensioner: in.AlreadyPensioner,
		Salary: in.Salary.base(), Regime: in.Regime}
}

func (b *builder) addSeparation() {
	b.benefitOutcome = b.benefitType()
	input := b.separationInput()
	type one struct {
		Input separationIn
		Unit  *string
	}
	b.query["separationBenefit"] = &graphql.Field{
		Type: nn(b.benefitOutcome),
		Args: graphql.FieldConfigArgument{"input": arg(nn(input)), "unit": arg(graphql.ID)},
		Resolve: call(func(ctx context.Context, in one) (any, error) {
			w, err := b.begin(ctx, in.Unit)
			if err != nil {
				return nil, err
			}
			return reduction.SeparationBenefit(w, in.Input.input())
		}),
	}
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
		Resolve: call(func(ctx context.Context, in in) ([]reduction.SeparationOutcome, error) {
			w, err := b.begin(ctx, in.Unit)
			if err != nil {
				return nil, err
			}
			return reduction.Comparison(w.Again, in.Input.input(), in.Regimes, in.FromMonth, in.ToMonth)
		}),
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
		"salary": nn(salary), "regime": graphql.String,
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
	return graphql.NewObject(graphql.ObjectConfig{Name: "BenefitOutcome", Fields: graphql.Fields{
		"regime":       {Type: nn(b.legalSource), Resolve: of(func(o found) any { return o.Regime })},
		"regimeCode":   text(func(o found) string { return o.RegimeCode }),
		"leavingDate":  dateNN(func(o found) day.Day { return o.LeavingDate }),
		"eligible":     {Type: nn(graphql.Boolean), Resolve: of(func(o found) any { return o.Eligible })},
		"reasons":      {Type: listOf(b.note), Resolve: of(func(o found) any { return all(o.Reasons) })},
		"monthlyBase":  {Type: nn(Money), Resolve: of(func(o found) any { return o.MonthlyBase })},
		"averageBase":  {Type: Money, Resolve: of(func(o found) any { return optional(o.AverageBase) })},
		"earlyMonths":  {Type: graphql.Int, Resolve: of(func(o found) any { return optional(o.EarlyMonths) })},
		"earlyYears":   {Type: Decimal, Resolve: of(func(o found) any { return optional(o.EarlyYears) })},
		"insuredYears": {Type: nn(Decimal), Resolve: of(func(o found) any { return o.InsuredYears })},
		"items":        {Type: listOf(item), Resolve: of(func(o found) any { return all(o.Items) })},
		"total":        {Type: nn(Money), Resolve: of(func(o found) any { return o.Total })},
		"legalBases":   {Type: listOf(b.legalSource), Resolve: of(func(o found) any { return all(o.LegalBases) })},
		"trace":        {Type: listOf(b.traceStep), Resolve: of(func(o found) any { return all(o.Trace) })},
	}})
}
