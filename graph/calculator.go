package graph

import (
	"context"

	"github.com/graphql-go/graphql"
	"github.com/shopspring/decimal"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
	"bienche/rules/pay"
	"bienche/rules/reduction"
)

// begin starts a computation for whoever may use the calculators, under the local choices of a unit (nil: the province's).
func (b *builder) begin(ctx context.Context, unit *string) (*rules.Work, error) {
	_, scope, err := auth.Require(ctx, "calculator", "use")
	if err != nil {
		return nil, err
	}
	id, err := identify("unit", "unit", unit)
	if err != nil {
		return nil, err
	}
	if id != 0 && !scope.HasUnit(id) {
		return nil, fault.Unknown("unit").At("unit")
	}
	return b.Law.Begin(ctx, id)
}

// computed is the outcome of a computation, and how it went.
type computed[Out any] struct {
	out    Out
	steps  []rules.Step
	others func() ([]alternative, error)
}

// result is a field of what a computation came to.
func result[Out any](t graphql.Output, get func(Out) any) *graphql.Field {
	return &graphql.Field{Type: t, Resolve: of(func(c computed[Out]) any { return get(c.out) })}
}

// outcomeType is the type of what a calculator finds, its steps and what comes out under other readings among its fields.
func outcomeType[Out any](b *builder, name string, fields graphql.Fields) *graphql.Object {
	fields["trace"] = &graphql.Field{Type: listOf(b.traceStep), Resolve: of(func(c computed[Out]) any { return all(c.steps) })}
	fields["alternatives"] = &graphql.Field{
		Type: listOf(b.alternative), Resolve: with(func(_ context.Context, c computed[Out], _ none) (any, error) { return c.others() }),
	}
	return graphql.NewObject(graphql.ObjectConfig{Name: name, Fields: fields})
}

// calculator is the root field of a calculator: its input, and the unit whose local choices count.
func calculator[In, Out any](b *builder, input *graphql.InputObject, out graphql.Output, settle func(In) calculation[Out]) *graphql.Field {
	type in struct {
		Input In
		Unit  *string
	}
	return &graphql.Field{
		Type: nn(out),
		Args: graphql.FieldConfigArgument{"input": arg(nn(input)), "unit": arg(graphql.ID)},
		Resolve: call(func(ctx context.Context, in in) (any, error) {
			w, err := b.begin(ctx, in.Unit)
			if err != nil {
				return nil, err
			}
			return settle(in.Input).compute(w)
		}),
	}
}

func (b *builder) addCalculators() {
	b.traceStep = graphql.NewObject(graphql.ObjectConfig{
		Name:        "TraceStep",
		Description: "One step of a computation: what was found, how, in words and figures, and by which articles.",
		Fields: graphql.Fields{
			"label":   label(func(s rules.Step, lang string) string { return s.Label.In(lang) }),
			"formula": label(func(s rules.Step, lang string) string { return s.Formula.In(lang) }),
			"value":   text(func(s rules.Step) string { return s.Value }),
			"unit":    text(func(s rules.Step) string { return string(s.Unit) }),
			"sources": {Type: listOf(b.legalSource), Resolve: of(func(s rules.Step) any { return all(s.Sources) })},
			"parameters": {
				Type: listOf(graphql.String), Resolve: of(func(s rules.Step) any { return all(s.Parameters) }),
			},
		},
	})
	b.note = graphql.NewObject(graphql.ObjectConfig{Name: "Note", Fields: graphql.Fields{
		"code":    text(func(n rules.Note) string { return n.Code }),
		"message": label(func(n rules.Note, lang string) string { return n.Text.In(lang) }),
		"source": {Type: b.legalSource, Resolve: of(func(n rules.Note) any {
			if n.Source == nil {
				return nil
			}
			return *n.Source
		})},
	}})
	b.addAlternatives()
	b.workCondition = enum("WorkCondition", "NORMAL", "REDUCED_AGE")
	b.addRetirement()
	b.addStepRaise()
	b.addGradePlacement()
	b.addSeparation()
}

// reducedAge is the working condition that lowers the age of retirement.
const reducedAge = "REDUCED_AGE"

func (b *builder) addRetirement() {
	b.retirementOutcome = outcomeType[reduction.RetirementOutcome](b, "RetirementOutcome", graphql.Fields{
		"ageYears":    result(nn(graphql.Int), func(r reduction.RetirementOutcome) any { return r.AgeYears }),
		"ageMonths":   result(nn(graphql.Int), func(r reduction.RetirementOutcome) any { return r.AgeMonths }),
		"lastDay":     result(nn(Date), func(r reduction.RetirementOutcome) any { return r.LastDay }),
		"pensionFrom": result(nn(Date), func(r reduction.RetirementOutcome) any { return r.PensionFrom }),
	})
	input := withDefaults(inputs("RetirementInput", map[string]graphql.Input{
		"birthDate": nn(Date), "birthDayKnown": graphql.Boolean, "sex": nn(b.sex), "workCondition": b.workCondition,
	}), map[string]any{"birthDayKnown": true, "workCondition": "NORMAL"})
	type in struct {
		BirthDate     day.Day
		BirthDayKnown bool
		Sex           reduction.Sex
		WorkCondition string
	}
	b.query["retirement"] = calculator(b, input, b.retirementOutcome, func(in in) calculation[reduction.RetirementOutcome] {
		ask := reduction.RetirementInput{BirthDate: in.BirthDate, BirthDayUnknown: !in.BirthDayKnown, Sex: in.Sex,
			ReducedAge: in.WorkCondition == reducedAge, AsOf: b.Clock.Today()}
		return calculation[reduction.RetirementOutcome]{
			func(w *rules.Work) (reduction.RetirementOutcome, error) { return reduction.Retirement(w, ask) }, briefRetirement,
		}
	})
}

func (b *builder) addStepRaise() {
	b.stepRaiseOutcome = outcomeType[pay.StepRaiseOutcome](b, "StepRaiseOutcome", graphql.Fields{
		"dueOn": result(nn(Date), func(r pay.StepRaiseOutcome) any { return r.DueOn }),
		"nextStep": result(graphql.Int, func(r pay.StepRaiseOutcome) any {
			if r.NextStep == 0 {
				return nil // the present step is the last
			}
			return r.NextStep
		}),
		"nextCoefficient":    result(Decimal, func(r pay.StepRaiseOutcome) any { return optional(r.NextCoefficient) }),
		"beyondFramePercent": result(Decimal, func(r pay.StepRaiseOutcome) any { return optional(r.BeyondFramePercent) }),
	})
	reason := enum("StepDelayReason", "UNSATISFACTORY_RATING", "REPRIMAND", "WARNING", "REMOVAL_FROM_POST", "DEMOTION", "UNPAID_LEAVE", "OTHER_NOT_COUNTED")
	delay := inputs("StepDelayInput", map[string]graphql.Input{"reason": nn(reason), "on": nn(Date), "months": graphql.Int})
	input := withDefaults(inputs("StepRaiseInput", map[string]graphql.Input{
		"staffClass": b.staffClass, "salaryClass": nn(graphql.String), "step": nn(graphql.Int), "since": nn(Date), "beyondFramePercent": Decimal,
		"beyondFrameSince": Date, "delays": graphql.NewList(nn(delay)), "earlyMonths": graphql.Int,
	}), map[string]any{"staffClass": "CIVIL_SERVANT", "earlyMonths": 0})
	type delayIn struct {
		Reason string
		On     day.Day
		Months *int
	}
	type in struct {
		StaffClass, SalaryClass string
		Step                    int
		Since                   day.Day
		BeyondFramePercent      *decimal.Decimal
		BeyondFrameSince        day.Day
		Delays                  []delayIn
		EarlyMonths             int
	}
	b.query["stepRaise"] = calculator(b, input, b.stepRaiseOutcome, func(in in) calculation[pay.StepRaiseOutcome] {
		ask := pay.StepRaiseInput{StaffClass: in.StaffClass, SalaryClass: in.SalaryClass, Step: in.Step, Since: in.Since,
			BeyondFramePercent: in.BeyondFramePercent, BeyondFrameSince: in.BeyondFrameSince, EarlyMonths: in.EarlyMonths, AsOf: b.Clock.Today()}
		for _, d := range in.Delays {
			ask.Delays = append(ask.Delays, pay.Delay{Reason: pay.DelayReason(d.Reason), On: d.On, Months: d.Months})
		}
		return calculation[pay.StepRaiseOutcome]{
			func(w *rules.Work) (pay.StepRaiseOutcome, error) { return pay.StepRaise(w, ask) }, briefRaise,
		}
	})
}

func (b *builder) addGradePlacement() {
	out := outcomeType[pay.GradePlacementOutcome](b, "GradePlacementOutcome", graphql.Fields{
		"step":                result(nn(graphql.Int), func(r pay.GradePlacementOutcome) any { return r.Step }),
		"coefficient":         result(nn(Decimal), func(r pay.GradePlacementOutcome) any { return r.Coefficient }),
		"reserveCoefficient":  result(nn(Decimal), func(r pay.GradePlacementOutcome) any { return r.ReserveCoefficient }),
		"nextRaiseCountsFrom": result(nn(Date), func(r pay.GradePlacementOutcome) any { return r.NextRaiseCountsFrom }),
	})
	input := inputs("GradePlacementInput", map[string]graphql.Input{
		"fromClass": nn(graphql.String), "fromStep": nn(graphql.Int), "since": nn(Date), "beyondFramePercent": Decimal, "beyondFrameSince": Date,
		"reserveCoefficient": Decimal, "toClass": nn(graphql.String), "on": nn(Date),
	})
	type in struct {
		FromClass          string
		FromStep           int
		Since              day.Day
		BeyondFramePercent *decimal.Decimal
		BeyondFrameSince   day.Day
		ReserveCoefficient *decimal.Decimal
		ToClass            string
		On                 day.Day
	}
	b.query["gradePlacement"] = calculator(b, input, out, func(in in) calculation[pay.GradePlacementOutcome] {
		return calculation[pay.GradePlacementOutcome]{
			func(w *rules.Work) (pay.GradePlacementOutcome, error) {
				return pay.GradePlacement(w, pay.GradePlacementInput(in))
			}, briefPlacement,
		}
	})
}
