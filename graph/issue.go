package graph

import (
	"context"

	"github.com/graphql-go/graphql"

	"bienche/internal/decision"
	"bienche/models"
)

// mutation makes a root field that takes one input and answers with a payload of one field.
func (b *builder) addMutation(name string, input *graphql.InputObject, payload *graphql.Object, resolve graphql.FieldResolveFn) {
	b.mutation[name] = &graphql.Field{
		Type:    nn(payload),
		Args:    graphql.FieldConfigArgument{"input": arg(nn(input))},
		Resolve: resolve,
	}
}

// inputs makes an input object from the types of its fields.
func inputs(name string, fields map[string]graphql.Input) *graphql.InputObject {
	cfg := graphql.InputObjectConfigFieldMap{}
	for n, t := range fields {
		cfg[n] = &graphql.InputObjectFieldConfig{Type: t}
	}
	return graphql.NewInputObject(graphql.InputObjectConfig{Name: name, Fields: cfg})
}

// withDefaults sets default values of an input's fields.
func withDefaults(in *graphql.InputObject, defaults map[string]any) *graphql.InputObject {
	for n, v := range defaults {
		in.Fields()[n].DefaultValue = v
	}
	return in
}

func (b *builder) addIssue() {
	type in struct{ Input decision.IssueDecision }
	payload := graphql.NewObject(graphql.ObjectConfig{Name: "IssueDecisionPayload", Fields: graphql.Fields{
		"decision": {Type: nn(b.decision), Resolve: of(func(d *models.Decision) any { return d })},
	}})
	b.addMutation("issueDecision", b.issueInput(), payload, call(func(ctx context.Context, in in) (*models.Decision, error) {
		return b.Decisions.Issue(ctx, in.Input)
	}))
}

func (b *builder) issueInput() *graphql.InputObject {
	text, id, number := graphql.Input(nn(graphql.String)), graphql.Input(nn(graphql.ID)), graphql.Input(nn(graphql.Int))
	line := inputs("DecisionLineInput", map[string]graphql.Input{
		"appoint": inputs("AppointLine", map[string]graphql.Input{
			"staff": id, "unit": id, "position": graphql.ID, "title": graphql.String, "staffClass": b.staffClass,
			"category": text, "quotaUnit": graphql.ID, "leadership": graphql.String, "reason": text}),
		"endAppointment": inputs("EndAppointmentLine", map[string]graphql.Input{
			"staff": id, "reason": text, "detail": graphql.String}),
		"setPay": inputs("SetPayLine", map[string]graphql.Input{
			"staff": id, "grade": text, "step": graphql.Int, "coefficient": Decimal, "beyondFramePercent": Decimal,
			"reserveCoefficient": Decimal, "positionAllowance": Decimal, "stepSince": Date, "reason": text}),
		"quota": withDefaults(inputs("QuotaLine", map[string]graphql.Input{
			"act": text, "category": text, "tranche": graphql.String, "funding": graphql.String, "giver": graphql.ID,
			"receiver": graphql.ID, "posts": number, "until": Date}), map[string]any{"tranche": "REGULAR", "funding": "STATE_BUDGET"}),
		"establishUnit": inputs("EstablishUnitLine", map[string]graphql.Input{
			"code": text, "name": text, "shortName": graphql.String, "kind": text, "parent": id, "field": graphql.String}),
		"changeUnit": inputs("ChangeUnitLine", map[string]graphql.Input{
			"unit": id, "name": graphql.String, "shortName": graphql.String, "kind": graphql.String, "parent": graphql.ID,
			"field": graphql.String}),
		"dissolveUnit": withDefaults(inputs("DissolveUnitLine", map[string]graphql.Input{
			"unit": id, "successors": graphql.NewList(id), "kind": graphql.String}), map[string]any{"kind": "DISSOLVE"}),
		"setSeats": inputs("SetSeatsLine", map[string]graphql.Input{"unit": id, "position": id, "seats": number}),

		"allowRuleChoice": inputs("AllowRuleChoiceLine", map[string]graphql.Input{"parameter": text}),
	})
	return inputs("IssueDecisionInput", map[string]graphql.Input{
		"clientRequestId": text, "number": text, "symbol": text, "title": text, "issuer": id, "issuedOn": nn(Date),
		"effectiveOn": nn(Date), "signerName": text, "signerTitle": text, "legalBases": graphql.NewList(text), "lines": listOf(line)})
}
