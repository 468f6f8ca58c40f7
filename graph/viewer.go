package graph

import (
	"context"

	"github.com/graphql-go/graphql"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
)

func (b *builder) addViewer() *graphql.Object {
	today := func() models.AsOf { return models.AsOf{Day: b.Clock.Today()} }
	role := graphql.NewObject(graphql.ObjectConfig{Name: "ViewerRole", Fields: graphql.Fields{
		"role":  text(func(g auth.Grant) string { return g.Role }),
		"label": label(func(g auth.Grant, lang string) string { return fault.Text(lang, "role."+g.Role, nil) }),
		"unit": {Type: nn(b.orgUnit), Resolve: with(func(ctx context.Context, g auth.Grant, _ none) (any, error) {
			return b.unit(ctx, g.UnitID, today())
		})},
		"from": dateNN(func(g auth.Grant) day.Day { return g.From }),
		"to":   date(func(g auth.Grant) day.Day { return g.To }),
		"delegatedBy": {Type: graphql.String, Description: "Who lent it; absent for the reader's own.",
			Resolve: of(func(g auth.Grant) any { return orNull(g.DelegatedBy) })},
	}})
	viewer := graphql.NewObject(graphql.ObjectConfig{
		Name:        "Viewer",
		Description: "Who asks.",
		Fields: graphql.Fields{
			"username":    text(func(v *auth.Viewer) string { return v.Username }),
			"displayName": text(func(v *auth.Viewer) string { return v.DisplayName }),
			"roles":       {Type: listOf(role), Resolve: of(func(v *auth.Viewer) any { return append([]auth.Grant{}, v.Grants...) })},
			"staff": {Type: b.staffMember, Description: "The reader's own record.",
				Resolve: func(p graphql.ResolveParams) (any, error) {
					v := p.Source.(*auth.Viewer)
					if v.StaffID == 0 {
						return nil, nil
					}
					return b.person(p, v.StaffID, "", today())
				}},
			"unit": {Type: b.orgUnit, Description: "Unit of the first role.", Resolve: with(
				func(ctx context.Context, v *auth.Viewer, _ none) (any, error) {
					if len(v.Grants) == 0 {
						return nil, nil
					}
					return b.unit(ctx, v.Grants[0].UnitID, today())
				})},
			"permissions": {Type: listOf(graphql.String), Description: "\"<object>:<act>\" allowed somewhere.",
				Resolve: of(func(v *auth.Viewer) any { return append([]string{}, v.Permissions()...) })},
		},
	})
	b.query["viewer"] = &graphql.Field{
		Type: nn(viewer),
		Resolve: call(func(ctx context.Context, _ none) (*auth.Viewer, error) {
			v := auth.ViewerOf(ctx)
			if v == nil {
				return nil, fault.New(fault.Unauthenticated, "fault.unauthenticated")
			}
			return v, nil
		}),
	}
	return viewer
}
