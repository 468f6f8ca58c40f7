package graph

import (
	"context"

	"github.com/graphql-go/graphql"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/lawbook"
	"bienche/models"
)

func (b *builder) addRuleChoices() {
	state := enum("RuleChoiceState", "PROPOSED", "APPROVED", "REFUSED", "WITHDRAWN")
	choice := b.ruleChoiceType(state)
	type in struct {
		Page
		Parameter, State string
		Unit             *string
	}
	b.query["ruleChoices"] = &graphql.Field{
		Type: nn(b.connection("RuleChoice", choice)),
		Args: pageArguments(graphql.FieldConfigArgument{"parameter": arg(graphql.String), "state": arg(state), "unit": arg(graphql.ID)}),
		Resolve: call(func(ctx context.Context, in in) (any, error) {
			limit, offset, err := offsetPage(in.Page)
			if err != nil {
				return nil, err
			}
			f := lawbook.Filter{Parameter: in.Parameter, State: in.State}
			if f.UnitID, err = identify("unit", "unit", in.Unit); err != nil {
				return nil, err
			}
			page, err := b.Law.List(ctx, f, limit, offset)
			if err != nil {
				return nil, err
			}
			return offsetConnection(page.Choices, limit, offset, page.Count), nil
		}),
	}
	b.addRuleChoiceMutations(choice)
}

func (b *builder) ruleChoiceType(state *graphql.Enum) *graphql.Object {
	may := func(get func(*lawbook.Choice) bool) *graphql.Field {
		return &graphql.Field{Type: nn(graphql.Boolean), Resolve: of(func(c *lawbook.Choice) any { return get(c) })}
	}
	inLang := graphql.FieldConfigArgument{"lang": {Type: graphql.String, DefaultValue: "vi"}}
	optionLabel := &graphql.Field{Type: graphql.String, Args: inLang, Resolve: with(func(_ context.Context, c *lawbook.Choice, in struct{ Lang string }) (any, error) {
		return orNull(c.OptionLabel().In(fault.Lang(in.Lang))), nil
	})}
	return graphql.NewObject(graphql.ObjectConfig{
		Name: "RuleChoice",
		Description: "Lựa chọn của địa phương: what holds in a unit and all below it in place of the law's value, by a decision. " +
			"With neither value nor choice it only ends an earlier one.",
		Fields: graphql.Fields{
			"id":          {Type: nn(graphql.ID), Resolve: of(func(c *lawbook.Choice) any { return EncodeID("rule_choice", c.ID) })},
			"parameter":   text(func(c *lawbook.Choice) string { return c.Parameter }),
			"label":       label(func(c *lawbook.Choice, lang string) string { return c.Label().In(lang) }),
			"measure":     text(func(c *lawbook.Choice) string { return c.Measure() }),
			"unit":        unitField(b, func(c *lawbook.Choice) (int64, models.AsOf) { return c.UnitID, models.AsOf{Day: b.Clock.Today()} }),
			"value":       {Type: Decimal, Resolve: of(func(c *lawbook.Choice) any { return optional(c.Value) })},
			"choice":      {Type: graphql.String, Resolve: of(func(c *lawbook.Choice) any { return optional(c.Option) })},
			"choiceLabel": optionLabel,
			"from":        dateNN(func(c *lawbook.Choice) day.Day { return c.HoldsFrom }),
			"to":          date(func(c *lawbook.Choice) day.Day { return c.HoldsTo }),
			"ends": {Type: graphql.ID, Description: "The approved choice that ends on the day this one begins.", Resolve: of(func(c *lawbook.Choice) any {
				if c.Ends == nil {
					return nil
				}
				return EncodeID("rule_choice", *c.Ends)
			})},
			"decision": decisionField(b, func(c *lawbook.Choice) *int64 { return &c.DecisionID }),
			"namedByDecision": {Type: nn(graphql.Boolean), Description: "Whether a line of the decision allows a choice of this parameter.",
				Resolve: of(func(c *lawbook.Choice) any { return c.NamedByDecision })},
			"note":       text(func(c *lawbook.Choice) string { return c.Note }),
			"state":      {Type: nn(state), Resolve: of(func(c *lawbook.Choice) any { return c.State })},
			"proposedBy": text(func(c *lawbook.Choice) string { return c.ProposedByName }),
			"proposedAt": {Type: nn(DateTime), Resolve: of(func(c *lawbook.Choice) any { return c.ProposedAt })},
			"decidedBy":  {Type: graphql.String, Resolve: of(func(c *lawbook.Choice) any { return optional(c.DecidedByName) })},
			"decidedAt":  {Type: DateTime, Resolve: of(func(c *lawbook.Choice) any { return optional(c.DecidedAt) })},
			"reason":     text(func(c *lawbook.Choice) string { return c.Reason }),
			"version":    number(func(c *lawbook.Choice) int { return c.Version }),
			"lawValue": {Type: graphql.String, Description: "What the law says on the first day, canonical.", Resolve: of(func(c *lawbook.Choice) any {
				if c.LawValue == nil {
					return nil
				}
				return canonical(c.LawValue.Number, c.LawValue.Choice, c.LawValue.Rows)
			})},
			"mayDecide":   may(func(c *lawbook.Choice) bool { return c.MayDecide }),
			"mayWithdraw": may(func(c *lawbook.Choice) bool { return c.MayWithdraw }),
			"mayEnd":      may(func(c *lawbook.Choice) bool { return c.MayEnd }),
		},
	})
}

func (b *builder) addRuleChoiceMutations(choice *graphql.Object) {
	text, id, number := graphql.Input(nn(graphql.String)), graphql.Input(nn(graphql.ID)), graphql.Input(nn(graphql.Int))
	payload := graphql.NewObject(graphql.ObjectConfig{Name: "RuleChoicePayload", Fields: graphql.Fields{
		"choice": {Type: nn(choice), Resolve: of(func(c *lawbook.Choice) any { return c })},
	}})
	propose := inputs("ProposeRuleChoiceInput", map[string]graphql.Input{"clientRequestId": text, "parameter": text, "unit": id,
		"value": Decimal, "choice": graphql.String, "from": nn(Date), "to": Date, "ends": graphql.ID, "decision": id, "note": graphql.String})
	decide := inputs("DecideRuleChoiceInput", map[string]graphql.Input{"clientRequestId": text, "id": id, "version": number,
		"approve": nn(graphql.Boolean), "reason": graphql.String})
	withdraw := inputs("WithdrawRuleChoiceInput", map[string]graphql.Input{"clientRequestId": text, "id": id, "version": number,
		"reason": graphql.String})
	b.addMutation("proposeRuleChoice", propose, payload, call(
		func(ctx context.Context, in struct{ Input lawbook.ProposeRuleChoice }) (*lawbook.Choice, error) {
			return b.Law.Propose(ctx, in.Input)
		}))
	b.addMutation("decideRuleChoice", decide, payload, call(
		func(ctx context.Context, in struct{ Input lawbook.DecideRuleChoice }) (*lawbook.Choice, error) {
			return b.Law.Decide(ctx, in.Input)
		}))
	b.addMutation("withdrawRuleChoice", withdraw, payload, call(
		func(ctx context.Context, in struct{ Input lawbook.WithdrawRuleChoice }) (*lawbook.Choice, error) {
			return b.Law.Withdraw(ctx, in.Input)
		}))
}
