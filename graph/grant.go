package graph

import (
	"context"

	"github.com/graphql-go/graphql"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/models"
)

func (b *builder) grantFields() graphql.Fields {
	holder := func(get func(*models.GrantState) int64) graphql.FieldResolveFn {
		return with(func(ctx context.Context, g *models.GrantState, _ none) (any, error) {
			if get(g) == 0 {
				return nil, nil
			}
			return b.access.accounts.Load(ctx, get(g)), nil
		})
	}
	return graphql.Fields{
		"id":   {Type: nn(graphql.ID), Resolve: of(func(g *models.GrantState) any { return EncodeID("grant", g.No) })},
		"user": {Type: nn(b.access.user), Resolve: holder(func(g *models.GrantState) int64 { return g.UserID })},
		"role": {Type: nn(b.access.role), Resolve: of(func(g *models.GrantState) any { return g.Role })},
		"unit": {Type: nn(b.orgUnit), Resolve: with(func(ctx context.Context, g *models.GrantState, _ none) (any, error) {
			return b.unit(ctx, g.UnitID, models.AsOf{Day: b.Clock.Today(), Today: true})
		})},
		"from":           dateNN(func(g *models.GrantState) day.Day { return g.From }),
		"to":             date(func(g *models.GrantState) day.Day { return g.To }),
		"decisionNumber": text(func(g *models.GrantState) string { return g.DecisionNumber }),
		"delegatedBy":    {Type: b.access.user, Resolve: holder(func(g *models.GrantState) int64 { return g.LenderID })},
		"reviewedAt":     {Type: DateTime, Resolve: of(func(g *models.GrantState) any { return optional(g.ReviewedAt) })},
		"reviewedBy":     {Type: graphql.String, Resolve: of(func(g *models.GrantState) any { return orNull(g.ReviewedBy) })},
		"reviewDueOn":    date(func(g *models.GrantState) day.Day { return g.ReviewDueOn }),
	}
}

func (b *builder) addGrants() {
	b.addGrantList()
	b.addEffectiveAccess()
	text, id := graphql.Input(nn(graphql.String)), graphql.Input(nn(graphql.ID))
	payload := graphql.NewObject(graphql.ObjectConfig{Name: "GrantPayload", Fields: graphql.Fields{
		"grant": {Type: nn(b.access.grant), Resolve: of(func(g *models.GrantState) any { return g })},
	}})
	b.addMutation("createGrant", inputs("CreateGrantInput", map[string]graphql.Input{
		"clientRequestId": text, "user": id, "role": text, "unit": id, "from": nn(Date), "to": Date, "decisionNumber": text}), payload,
		call(func(ctx context.Context, in struct{ Input auth.CreateGrant }) (*models.GrantState, error) {
			return b.SignIn.CreateGrant(ctx, in.Input)
		}))
	b.addMutation("endGrant", inputs("EndGrantInput", map[string]graphql.Input{
		"clientRequestId": text, "id": id, "on": nn(Date), "reason": text}), payload,
		call(func(ctx context.Context, in struct{ Input auth.TakeGrant }) (*models.GrantState, error) {
			return b.SignIn.TakeGrant(ctx, in.Input)
		}))
	b.addMutation("delegateGrant", inputs("DelegateGrantInput", map[string]graphql.Input{
		"clientRequestId": text, "grant": id, "to": text, "from": nn(Date), "until": nn(Date), "decisionNumber": text}), payload,
		call(func(ctx context.Context, in struct{ Input auth.DelegateGrant }) (*models.GrantState, error) {
			return b.SignIn.DelegateGrant(ctx, in.Input)
		}))
}

func (b *builder) addGrantList() {
	filter := withDefaults(inputs("GrantFilter", map[string]graphql.Input{
		"search": graphql.String, "user": graphql.ID, "role": graphql.String, "unit": graphql.ID, "includeSubunits": graphql.Boolean,
		"asOf": Date, "delegated": graphql.Boolean, "reviewDue": graphql.Boolean,
	}), map[string]any{"includeSubunits": true})
	type in struct {
		Page
		Filter struct {
			Search          string
			User            int64 `id:"user"`
			Role            string
			Unit            int64 `id:"unit"`
			IncludeSubunits bool
			AsOf            day.Day
			Delegated       *bool
			ReviewDue       *bool
		}
	}
	b.query["grants"] = &graphql.Field{
		Type:        nn(b.connection("Grant", b.access.grant)),
		Args:        pageArguments(graphql.FieldConfigArgument{"filter": arg(filter)}),
		Description: "Grants within the reader's scope, and what the reader holds or has lent: on the day given, or in force today and to come.",
		Resolve: call(func(ctx context.Context, in in) (any, error) {
			limit, offset, err := offsetPage(in.Page)
			if err != nil {
				return nil, err
			}
			f := in.Filter
			rows, total, err := b.SignIn.Grants(ctx, auth.GrantFilter{Search: f.Search, UserID: f.User, Role: f.Role, UnitID: f.Unit,
				IncludeSubunits: f.IncludeSubunits, On: f.AsOf, Delegated: f.Delegated, ReviewDue: f.ReviewDue}, limit, offset)
			if err != nil {
				return nil, err
			}
			return offsetConnection(pointers(rows), limit, offset, total), nil
		}),
	}
}

func (b *builder) addEffectiveAccess() {
	row := graphql.NewObject(graphql.ObjectConfig{
		Name:        "EffectiveAccessRow",
		Description: "places: where it is held, each with everything below; self: on the own record.",
		Fields: graphql.Fields{
			"permission": {Type: nn(b.access.permission), Resolve: of(func(r auth.EffectiveRow) any { return r.Permission })},
			"self":       {Type: nn(graphql.Boolean), Resolve: of(func(r auth.EffectiveRow) any { return r.Self })},
			"places":     {Type: listOf(b.access.grant), Resolve: of(func(r auth.EffectiveRow) any { return pointers(r.Places) })},
		},
	})
	effective := graphql.NewObject(graphql.ObjectConfig{
		Name:        "EffectiveAccess",
		Description: "Xem như: what a user may do where on a day. It shows rights and never anybody's data.",
		Fields: graphql.Fields{
			"user": {Type: nn(b.access.user), Resolve: of(func(e *auth.EffectiveAccess) any { return e.User })},
			"asOf": dateNN(func(e *auth.EffectiveAccess) day.Day { return e.On }),
			"rows": {Type: listOf(row), Resolve: of(func(e *auth.EffectiveAccess) any { return e.Rows })},
		},
	})
	type in struct {
		User int64 `id:"user"`
		AsOf *day.Day
	}
	b.query["effectiveAccess"] = &graphql.Field{
		Type: nn(effective),
		Args: graphql.FieldConfigArgument{"user": arg(nn(graphql.ID)), "asOf": arg(Date)},
		Resolve: call(func(ctx context.Context, in in) (*auth.EffectiveAccess, error) {
			return b.SignIn.Effective(ctx, in.User, b.asOf(asOfArgs{AsOf: in.AsOf}).Day)
		}),
	}
}
