package graph

import (
	"errors"
	"fmt"
	"strings"

	"github.com/graphql-go/graphql"

	"bienche/internal/fault"
	"bienche/rules"
	"bienche/rules/pay"
	"bienche/rules/reduction"
)

// alternative is what a computation comes to under another reading of one parameter that it read.
type alternative struct {
	parameter *rules.Parameter
	taken     rules.Value
	rules.Alternative
	brief
	differs bool
}

// brief is an outcome in short.
type brief struct {
	said   rules.Text
	total  *int64 // of benefits, in đồng
	beside string // what said leaves out and makes another outcome
}

// is tells whether two outcomes are the same.
func (s brief) is(o brief) bool { return s.said.In("vi") == o.said.In("vi") && s.beside == o.beside }

// alternatives runs a computation again under each other reading of what it read in w, where it came to was. A refusal of the
// case is an outcome in words.
func alternatives[Out any](w *rules.Work, was brief, c calculation[Out]) ([]alternative, error) {
	others := rules.Alternatives(w, c.run)
	all := make([]alternative, len(others))
	for i, o := range others {
		var now brief
		switch f, _ := errors.AsType[*fault.Error](o.Err); {
		case o.Err == nil:
			now = c.short(o.Result)
		case f != nil && (f.Code == fault.NotCovered || f.Code == fault.BadInput || f.Code == fault.RuleViolation):
			now.said = rules.Text{Key: f.Key, Args: f.Args}
		default:
			return nil, fmt.Errorf("under another reading of %s: %w", o.Parameter.ID, o.Err)
		}
		all[i] = alternative{o.Parameter, o.Taken, o.Alternative, now, !now.is(was)}
	}
	return all, nil
}

// calculation is a computation whose input is settled, and its outcome in short.
type calculation[Out any] struct {
	run   func(*rules.Work) (Out, error)
	short func(Out) brief
}

// compute runs a computation. What it comes to under other readings is found when it is asked for.
func (c calculation[Out]) compute(w *rules.Work) (computed[Out], error) {
	out, err := c.run(w)
	if err != nil {
		return computed[Out]{}, err
	}
	return computed[Out]{out, w.Steps, func() ([]alternative, error) { return alternatives(w, c.short(out), c) }}, nil
}

// again is the outcome of a computation whose readings are not known, so that it is run once more when they are asked for.
func (c calculation[Out]) again(out Out, begin func() *rules.Work) computed[Out] {
	return computed[Out]{out: out, others: func() ([]alternative, error) {
		w := begin()
		if _, err := c.run(w); err != nil {
			return nil, err
		}
		return alternatives(w, c.short(out), c)
	}}
}

// fromRecord is a computation from a record, which may have nothing to show: then it is refused.
func fromRecord[Out any](run func(*rules.Work) (*Out, error)) func(*rules.Work) (Out, error) {
	return func(w *rules.Work) (Out, error) {
		r, err := run(w)
		if r == nil {
			var nothing Out
			if err == nil {
				err = fault.New(fault.NotCovered, nothingComesOut)
			}
			return nothing, err
		}
		return *r, err
	}
}

const nothingComesOut = "alternative.nothing"

// orNothing is a computation from a record, null where it has nothing to show.
func orNothing[Out any](c computed[Out], err error) (any, error) {
	if errors.Is(err, fault.New(fault.NotCovered, nothingComesOut)) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

// addAlternatives makes the type of what comes out under another reading.
func (b *builder) addAlternatives() {
	spoken := func(get func(alternative, ruleView, string) string) *graphql.Field {
		return label(func(a alternative, lang string) string { return get(a, ruleView{parameter: a.parameter}, lang) })
	}
	b.alternative = graphql.NewObject(graphql.ObjectConfig{
		Name:        "AlternativeOutcome",
		Description: "Where the law is open: what would come out under another reading of a parameter that the computation read.",
		Fields: graphql.Fields{
			"parameter": text(func(a alternative) string { return a.parameter.ID }),
			"label":     label(func(a alternative, lang string) string { return a.parameter.Label.In(lang) }),
			"reading":   spoken(func(a alternative, v ruleView, lang string) string { return v.spoken(a.Number, a.Choice, lang) }),
			"taken": spoken(func(a alternative, v ruleView, lang string) string {
				return v.spoken(a.taken.Number, a.taken.Choice, lang)
			}),
			"document": {Type: graphql.String, Resolve: of(func(a alternative) any { return orNull(a.Cite.Document) })},
			"at":       {Type: graphql.String, Resolve: of(func(a alternative) any { return orNull(a.Cite.At) })},
			"note":     {Type: graphql.String, Resolve: of(func(a alternative) any { return orNull(a.Note) })},
			"differs":  {Type: nn(graphql.Boolean), Resolve: of(func(a alternative) any { return a.differs })},
			"result":   label(func(a alternative, lang string) string { return a.said.In(lang) }),
			"total":    {Type: Money, Resolve: of(func(a alternative) any { return optional(a.total) })},
		},
	})
}

// briefRetirement is a retirement in short: the day from which the pension is paid.
func briefRetirement(r reduction.RetirementOutcome) brief {
	return brief{said: rules.Say("alternative.day", "day", r.PensionFrom), beside: fmt.Sprint(r.AgeYears, r.AgeMonths, r.LastDay)}
}

// briefRaise is a raise in short: its day, and the step or the percentage that it brings.
func briefRaise(r pay.StepRaiseOutcome) brief {
	switch {
	case r.NextStep != 0 && r.NextCoefficient != nil:
		return brief{said: rules.Say("alternative.raise", "day", r.DueOn, "step", r.NextStep, "coefficient", *r.NextCoefficient)}
	case r.BeyondFramePercent != nil:
		return brief{said: rules.Say("alternative.beyond_frame", "day", r.DueOn, "percent", figure(*r.BeyondFramePercent))}
	}
	return brief{said: rules.Say("alternative.day", "day", r.DueOn)}
}

// briefPlacement is a placement in short: the step with its coefficient, and from when the next raise counts.
func briefPlacement(r pay.GradePlacementOutcome) brief {
	key := "alternative.placement"
	if !r.ReserveCoefficient.IsZero() {
		key = "alternative.placement_reserve"
	}
	return brief{said: rules.Say(key, "step", r.Step, "coefficient", r.Coefficient, "reserve", r.ReserveCoefficient, "day", r.NextRaiseCountsFrom)}
}

// briefBenefit is a benefit in short: its total, or the first reason against it.
func briefBenefit(o reduction.SeparationOutcome) brief {
	said := rules.Say("separation.money", "amount", o.Total)
	if !o.Eligible && len(o.Reasons) > 0 {
		said = o.Reasons[0].Text
	}
	var beside strings.Builder
	for _, r := range o.Reasons {
		fmt.Fprint(&beside, r.Code, " ")
	}
	for _, i := range o.Items {
		fmt.Fprint(&beside, i.Code, i.Amount, " ")
	}
	return brief{said: said, total: &o.Total, beside: beside.String()}
}
