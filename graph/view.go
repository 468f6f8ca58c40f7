package graph

import (
	"context"

	"github.com/graphql-go/graphql"

	"bienche/internal/auth"
	"bienche/internal/exchange"
	"bienche/models"
)

func (b *builder) addViews() {
	views, view := &exchange.Views{DB: b.DB}, b.savedViewType()
	type in struct{ List string }
	b.query["savedViews"] = &graphql.Field{
		Type:        listOf(view),
		Description: "Saved views of a list: the reader's own first, then those that others offer.",
		Args:        graphql.FieldConfigArgument{"list": arg(nn(graphql.String))},
		Resolve: call(func(ctx context.Context, in in) ([]*models.SavedViewRow, error) {
			rows, err := views.List(ctx, in.List)
			return pointers(rows), err
		}),
	}
	text, id, number := graphql.Input(nn(graphql.String)), graphql.Input(nn(graphql.ID)), graphql.Input(nn(graphql.Int))
	saved := graphql.NewObject(graphql.ObjectConfig{Name: "SavedViewPayload", Fields: graphql.Fields{
		"view": {Type: nn(view), Resolve: of(func(v *models.SavedViewRow) any { return v })},
	}})
	save := withDefaults(inputs("SaveViewInput", map[string]graphql.Input{
		"clientRequestId": text, "id": graphql.ID, "version": graphql.Int, "list": text, "name": text, "search": text,
		"sharing": graphql.String, "unit": graphql.ID}), map[string]any{"sharing": models.SharedWithNobody})
	b.addMutation("saveView", save, saved, call(
		func(ctx context.Context, in struct{ Input exchange.SaveView }) (*models.SavedViewRow, error) {
			return views.Save(ctx, in.Input)
		}))
	deleted := graphql.NewObject(graphql.ObjectConfig{Name: "DeleteViewPayload", Fields: graphql.Fields{
		"id": {Type: nn(graphql.ID), Resolve: of(func(n int64) any { return EncodeID("view", n) })},
	}})
	remove := inputs("DeleteViewInput", map[string]graphql.Input{"clientRequestId": text, "id": id, "version": number})
	b.addMutation("deleteView", remove, deleted, call(
		func(ctx context.Context, in struct{ Input exchange.DeleteView }) (int64, error) {
			return views.Delete(ctx, in.Input)
		}))
}

func (b *builder) savedViewType() *graphql.Object {
	return graphql.NewObject(graphql.ObjectConfig{
		Name:        "SavedView",
		Description: "A name for the query string of a list's screen. It opens nothing: who follows it sees what they may see.",
		Fields: graphql.Fields{
			"id":      {Type: nn(graphql.ID), Resolve: of(func(v *models.SavedViewRow) any { return EncodeID("view", v.ID) })},
			"list":    text(func(v *models.SavedViewRow) string { return v.List }),
			"name":    text(func(v *models.SavedViewRow) string { return v.Name }),
			"search":  text(func(v *models.SavedViewRow) string { return v.Search }),
			"sharing": text(func(v *models.SavedViewRow) string { return v.Sharing }),
			"unit": unitField(b, func(v *models.SavedViewRow) (int64, models.AsOf) {
				return orZero(v.UnitID), models.AsOf{Day: b.Clock.Today(), Today: true}
			}),
			"mine": {Type: nn(graphql.Boolean), Resolve: with(func(ctx context.Context, v *models.SavedViewRow, _ none) (bool, error) {
				return v.OwnerID == auth.ViewerOf(ctx).UserID, nil
			})},
			"ownerName": text(func(v *models.SavedViewRow) string { return v.OwnerName }),
			"version":   number(func(v *models.SavedViewRow) int { return v.Version }),
		},
	})
}
