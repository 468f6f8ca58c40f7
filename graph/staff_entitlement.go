package graph

import (
	"context"

	"github.com/graphql-go/graphql"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/staff"
	"bienche/rules"
	"bienche/rules/pay"
	"bienche/rules/reduction"
)

// retirementView is a person's retirement, and how it was found.
type retirementView struct {
	*staff.Retirement
	steps []rules.Step
}

// addEntitlements adds to a person what the calculators make of the record.
func (b *builder) addEntitlements(f graphql.Fields) {
	dues := func(get func(*reduction.RetirementDues) day.Day) *graphql.Field {
		return &graphql.Field{Type: Date, Resolve: of(func(r retirementView) any {
			if r.Dues == nil {
				return nil
			}
			return get(r.Dues)
		})}
	}
	retirement := graphql.NewObject(graphql.ObjectConfig{
		Name:        "StaffRetirement",
		Description: "When a person retires, under normal working conditions, and by when the papers must be out.",
		Fields: graphql.Fields{
			"ageYears":      number(func(r retirementView) int { return r.AgeYears }),
			"ageMonths":     number(func(r retirementView) int { return r.AgeMonths }),
			"lastDay":       dateNN(func(r retirementView) day.Day { return r.LastDay }),
			"pensionFrom":   dateNN(func(r retirementView) day.Day { return r.PensionFrom }),
			"noticeDueOn":   dues(func(d *reduction.RetirementDues) day.Day { return d.NoticeBy }),
			"decisionDueOn": dues(func(d *reduction.RetirementDues) day.Day { return d.DecisionBy }),
			"trace":         {Type: listOf(b.traceStep), Resolve: of(func(r retirementView) any { return all(r.steps) })},
		},
	})
	f["retirement"] = &graphql.Field{Type: retirement, Resolve: with(func(ctx context.Context, p *staff.Person, _ none) (any, error) {
		w, err := b.Law.Begin(ctx, orZero(p.UnitID))
		if err != nil {
			return nil, err
		}
		r, err := p.Retirement(w)
		if r == nil {
			return nil, err
		}
		return retirementView{r, w.Steps}, err
	})}
	f["nextStepRaise"] = &graphql.Field{Type: b.stepRaiseOutcome, Resolve: with(func(ctx context.Context, p *staff.Person, _ none) (any, error) {
		w, err := b.Law.Begin(ctx, orZero(p.UnitID))
		if err != nil {
			return nil, err
		}
		raise := fromRecord(func(w *rules.Work) (*pay.StepRaiseOutcome, error) { return p.NextStepRaise(ctx, w) })
		return orNothing(calculation[pay.StepRaiseOutcome]{raise, briefRaise}.compute(w))
	})}
	f["separationEstimate"] = b.separationEstimate()
}

// separationEstimateInput is what the record of a person does not tell.
func (b *builder) separationEstimateInput() *graphql.InputObject {
	return withDefaults(inputs("SeparationEstimateInput", map[string]graphql.Input{
		"family": nn(b.separationFamily), "policy": nn(b.separationPolicy), "leavingDate": nn(Date), "reorganisationDate": Date,
		"group": b.reorganisationGroup, "workCondition": b.workCondition, "insuredMonths": graphql.Int, "serviceMonths": graphql.Int,
		"alreadyPensioner": graphql.Boolean, "trainingMonths": graphql.Int, "tuition": Money, "regime": graphql.String, "occupationalSeniorityPercent": Decimal,
		"occupationalPreferencePercent": Decimal, "publicServicePercent": Decimal, "partyWorkPercent": Decimal,
	}), map[string]any{"workCondition": "NORMAL", "group": "DIRECTLY_AFFECTED", "alreadyPensioner": false})
}

// separationEstimate is the benefit of a person, of whom only what is not on record is asked.
func (b *builder) separationEstimate() *graphql.Field {
	type in struct{ Input estimateIn }
	return &graphql.Field{
		Type: b.benefitOutcome, Args: graphql.FieldConfigArgument{"input": arg(nn(b.estimateInput))},
		Description: "What the person would be owed on leaving, from the record. Months of insurance are counted from recruitment where they are not given.",
		Resolve: with(func(ctx context.Context, p *staff.Person, in in) (any, error) {
			if !auth.ViewerOf(ctx).MayAnywhere("calculator", "use") {
				return nil, nil
			}
			w, err := b.Law.Begin(ctx, orZero(p.UnitID))
			if err != nil {
				return nil, err
			}
			e := in.Input
			ask := reduction.SeparationInput{Family: e.Family, Policy: e.Policy, LeavingDate: e.LeavingDate, ReorganisationDate: e.ReorganisationDate,
				Group: e.Group, ReducedAge: e.WorkCondition == reducedAge, ServiceMonths: e.ServiceMonths, AlreadyPensioner: e.AlreadyPensioner,
				TrainingMonths: e.TrainingMonths, Tuition: e.Tuition, Regime: e.Regime, Salary: reduction.SalaryBase{Short: e.parts()}}
			if e.InsuredMonths != nil {
				ask.InsuredMonths = *e.InsuredMonths
			}
			if ask.Level, err = b.levelOf(ctx, p); err != nil {
				return nil, err
			}
			estimate := fromRecord(func(w *rules.Work) (*reduction.SeparationOutcome, error) { return p.SeparationEstimate(ctx, w, ask) })
			return orNothing(calculation[reduction.SeparationOutcome]{estimate, briefBenefit}.compute(w))
		}),
	}
}

// levelOf is the administrative level of the unit where a person serves; "" for none.
func (b *builder) levelOf(ctx context.Context, p *staff.Person) (string, error) {
	tree, err := b.Trees.At(ctx, p.AsOf())
	if err != nil || p.UnitID == nil {
		return "", err
	}
	if n, ok := tree.Unit(*p.UnitID); ok {
		return n.Level, nil
	}
	return "", nil
}
