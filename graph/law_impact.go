package graph

import (
	"context"
	"errors"

	"github.com/graphql-go/graphql"
	"github.com/shopspring/decimal"

	"bienche/internal/auth"
	"bienche/internal/computation"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules"
)

// impacts is what the schema keeps of changes of the law.
type impacts struct {
	impact, items *graphql.Object
	totals        *Loader[int64, *models.LawImpactTotals]
}

func (b *builder) addLawImpacts() {
	b.impacts.items = b.connection("LawImpactItem", b.impactItemType())
	b.impacts.totals = NewLoader(b.loadImpactTotals)
	b.impacts.impact = b.impactType()
	b.addImpactQueries()
	b.addImpactMutation()
}

// loadImpactTotals adds up impacts; one of which nothing came is all zero.
func (b *builder) loadImpactTotals(ctx context.Context, ids []int64) (map[int64]*models.LawImpactTotals, error) {
	rows, err := models.SumLawImpacts(ctx, b.DB, ids)
	found := keyed(rows, func(t *models.LawImpactTotals) int64 { return t.ImpactID })
	for _, id := range ids {
		if found[id] == nil {
			found[id] = &models.LawImpactTotals{}
		}
	}
	return found, err
}

func (b *builder) impactItemType() *graphql.Object {
	type item = *models.LawImpactItem
	return graphql.NewObject(graphql.ObjectConfig{
		Name:        "LawImpactItem",
		Description: "One kept computation under the change, and under what that is held against.",
		Fields: graphql.Fields{
			"computation": {Type: nn(b.kept.computation), Resolve: with(func(ctx context.Context, i item, _ none) (any, error) {
				return b.kept.rows.Load(ctx, i.ComputationID), nil
			})},
			"resultBefore": resultField(b, func(i item) string { return i.ResultBase }),
			"totalBefore":  money(func(i item) int64 { return i.TotalBase }),
			"resultAfter":  resultField(b, func(i item) string { return i.ResultAfter }),
			"totalAfter":   money(func(i item) int64 { return i.TotalAfter }),
			"problemAfter": words(func(i item, lang string) string { return problemText(i.ProblemAfter, lang) }),
			"difference":   money(func(i item) int64 { return i.Difference }),
			"changed":      {Type: nn(graphql.Boolean), Resolve: of(func(i item) any { return i.Changed })},
		},
	})
}

func (b *builder) impactType() *graphql.Object {
	type impact = *models.LawImpact
	type in struct {
		Page
		ChangedOnly bool
	}
	return graphql.NewObject(graphql.ObjectConfig{
		Name:        "LawImpact",
		Description: "Tác động của thay đổi pháp luật: which kept computations read a figure of the law, and what a change of it makes of them.",
		Fields: graphql.Fields{
			"id":           {Type: nn(graphql.ID), Resolve: of(func(i impact) any { return EncodeID("law_impact", i.ID) })},
			"parameter":    {Type: nn(b.law.parameter), Resolve: of(func(i impact) any { return b.parameterOf(i.Parameter) })},
			"from":         dateNN(func(i impact) day.Day { return i.HoldsFrom }),
			"to":           date(func(i impact) day.Day { return i.HoldsTo }),
			"row":          {Type: graphql.String, Resolve: of(func(i impact) any { return orNull(i.TableRow) })},
			"column":       {Type: graphql.String, Resolve: of(func(i impact) any { return orNull(i.TableCol) })},
			"supposed":     {Type: graphql.String, Description: "The new figure or option; null: the law as it stands, against what was kept.", Resolve: of(func(i impact) any { return optional(i.Supposed) })},
			"supposedText": words(func(i impact, lang string) string { return b.supposedText(i, lang) }),
			"lawValue": {Type: graphql.String, Description: "Canonical: the figure as it stands on the first day; null: none.",
				Resolve: with(func(_ context.Context, i impact, _ none) (any, error) { return b.lawValue(i) })},
			"unit":      unitField(b, func(i impact) (int64, models.AsOf) { return orZero(i.UnitID), b.today() }),
			"job":       jobField(b, func(i impact) int64 { return i.JobID }),
			"createdBy": text(func(i impact) string { return i.CreatedByName }),
			"createdAt": {Type: nn(DateTime), Resolve: of(func(i impact) any { return i.CreatedAt })},
			"totals": {Type: nn(impactTotalsType()), Resolve: with(func(ctx context.Context, i impact, _ none) (any, error) {
				return b.impacts.totals.Load(ctx, i.ID), nil
			})},
			"items": {Type: nn(b.impacts.items), Description: "Largest difference first.",
				Args: pageArguments(graphql.FieldConfigArgument{"changedOnly": {Type: graphql.Boolean, DefaultValue: true}}),
				Resolve: with(func(ctx context.Context, i impact, in in) (any, error) {
					return b.impactItems(ctx, i.ID, in.ChangedOnly, in.Page)
				})},
		},
	})
}

func impactTotalsType() *graphql.Object {
	type totals = *models.LawImpactTotals
	return graphql.NewObject(graphql.ObjectConfig{Name: "LawImpactTotals", Fields: graphql.Fields{
		"read":             number(func(t totals) int { return t.Read }),
		"changed":          number(func(t totals) int { return t.Changed }),
		"more":             number(func(t totals) int { return t.More }),
		"less":             number(func(t totals) int { return t.Less }),
		"newlyEligible":    number(func(t totals) int { return t.NewlyEligible }),
		"noLongerEligible": number(func(t totals) int { return t.NoLongerEligible }),
		"before":           money(func(t totals) int64 { return t.Before }),
		"after":            money(func(t totals) int64 { return t.After }),
		"difference":       money(func(t totals) int64 { return t.After - t.Before }),
	}})
}

// supposedText is the supposed figure or option as people read it.
func (b *builder) supposedText(i *models.LawImpact, lang string) string {
	if i.Supposed == nil {
		return ""
	}
	view := ruleView{parameter: b.parameterOf(i.Parameter)}
	if view.parameter.Unit == rules.Choice {
		return view.spoken(decimal.Zero, *i.Supposed, lang)
	}
	n, err := decimal.NewFromString(*i.Supposed)
	if err != nil {
		return *i.Supposed
	}
	return view.spoken(n, "", lang)
}

// lawValue is the figure that an impact supposes another of, as the law has it on the first day; nil: it has none.
func (b *builder) lawValue(i *models.LawImpact) (any, error) {
	v, err := b.Book.On(i.Parameter, i.HoldsFrom)
	if f, ok := errors.AsType[*fault.Error](err); ok && (f.Code == fault.NotCovered || f.Code == fault.NotFound) {
		return nil, nil
	}
	if err != nil || i.TableRow == "" {
		return canonical(v.Number, v.Choice, v.Rows), err
	}
	for _, row := range v.Rows {
		if cell, there := row.Cells[i.TableCol]; there && row.Key == i.TableRow {
			return cell.String(), nil
		}
	}
	return nil, nil
}

func (b *builder) impactItems(ctx context.Context, impactID int64, changedOnly bool, page Page) (any, error) {
	limit, offset, err := offsetPage(page)
	if err != nil {
		return nil, err
	}
	rows, err := models.LawImpactItems(ctx, b.DB, impactID, changedOnly, limit+1, offset)
	if err != nil {
		return nil, err
	}
	return offsetConnection(pointers(rows), limit, offset, func(ctx context.Context) (int, error) {
		return models.CountLawImpactItems(ctx, b.DB, impactID, changedOnly)
	}), nil
}

func (b *builder) addImpactQueries() {
	type one struct {
		ID int64 `id:"law_impact"`
	}
	b.query["lawImpact"] = &graphql.Field{
		Type: b.impacts.impact,
		Args: graphql.FieldConfigArgument{"id": arg(nn(graphql.ID))},
		Resolve: call(func(ctx context.Context, in one) (*models.LawImpact, error) {
			if _, _, err := auth.Require(ctx, "rule.impact", "read"); err != nil {
				return nil, err
			}
			return b.impactByID(ctx, in.ID)
		}),
	}
	type in struct {
		Page
		Parameter string
	}
	b.query["lawImpacts"] = &graphql.Field{
		Type:        nn(b.connection("LawImpact", b.impacts.impact)),
		Description: "What the reader had analysed, newest first.",
		Args:        pageArguments(graphql.FieldConfigArgument{"parameter": arg(graphql.String)}),
		Resolve: call(func(ctx context.Context, in in) (any, error) {
			viewer, _, err := auth.Require(ctx, "rule.impact", "read")
			if err != nil {
				return nil, err
			}
			limit, offset, err := offsetPage(in.Page)
			if err != nil {
				return nil, err
			}
			rows, err := models.LawImpacts(ctx, b.DB, viewer.UserID, in.Parameter, limit+1, offset)
			if err != nil {
				return nil, err
			}
			return offsetConnection(pointers(rows), limit, offset, func(ctx context.Context) (int, error) {
				return models.CountLawImpacts(ctx, b.DB, viewer.UserID, in.Parameter)
			}), nil
		}),
	}
}

// impactByID is what the reader had analysed; nobody sees another's.
func (b *builder) impactByID(ctx context.Context, id int64) (*models.LawImpact, error) {
	found, err := models.FindLawImpact(ctx, b.DB, auth.ViewerOf(ctx).UserID, id)
	if err == nil && found == nil {
		err = fault.Unknown("law_impact").At("id")
	}
	return found, err
}

func (b *builder) addImpactMutation() {
	text := graphql.Input(nn(graphql.String))
	input := inputs("AnalyseLawImpactInput", map[string]graphql.Input{"clientRequestId": text, "parameter": text, "from": nn(Date), "to": Date,
		"row": graphql.String, "column": graphql.String, "value": graphql.String, "unit": graphql.ID})
	type in struct {
		Input struct {
			ClientRequestID, Parameter string
			From, To                   day.Day
			Row, Column                string
			Value                      *string
			Unit                       *int64 `id:"unit"`
		}
	}
	payload := graphql.NewObject(graphql.ObjectConfig{Name: "LawImpactPayload", Fields: graphql.Fields{
		"impact": {Type: nn(b.impacts.impact), Resolve: of(func(i *models.LawImpact) any { return i })},
	}})
	b.addMutation("analyseLawImpact", input, payload, call(func(ctx context.Context, in in) (*models.LawImpact, error) {
		o := in.Input
		id, err := b.Computations.OrderImpact(ctx, computation.ImpactOrder{ClientRequestID: o.ClientRequestID, Parameter: o.Parameter, From: o.From, To: o.To,
			Row: o.Row, Column: o.Column, Value: o.Value, UnitID: o.Unit})
		if err != nil {
			return nil, err
		}
		return b.impactByID(ctx, id)
	}))
}
