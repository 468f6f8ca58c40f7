package graph

import (
	"context"
	"encoding/base64"
	"strings"

	"github.com/graphql-go/graphql"

	"bienche/internal/auth"
	"bienche/internal/fault"
	"bienche/models"
)

// addWhy makes "Vì sao tôi không xem được?".
func (b *builder) addWhy() {
	explanation := graphql.NewObject(graphql.ObjectConfig{
		Name:        "AccessExplanation",
		Description: "What stands behind a permission: whether the reader holds it, which roles have it, where the reader holds it, whom to ask.",
		Fields: graphql.Fields{
			"permission": {Type: nn(b.access.permission), Resolve: of(func(x *auth.Explanation) any { return x.Permission })},
			"held":       {Type: nn(graphql.Boolean), Resolve: of(func(x *auth.Explanation) any { return x.Held })},
			"roles":      {Type: listOf(b.access.role), Resolve: of(func(x *auth.Explanation) any { return all(x.Roles) })},
			"heldAt":     {Type: listOf(b.access.grant), Resolve: of(func(x *auth.Explanation) any { return pointers(x.HeldAt) })},
			"askWhom":    {Type: listOf(graphql.String), Resolve: of(func(x *auth.Explanation) any { return all(x.AskWhom) })},
			"text":       label(func(x *auth.Explanation, lang string) string { return x.Text(lang) }),
		},
	})
	type in struct {
		Grant  string
		Object *string
	}
	b.query["why"] = &graphql.Field{
		Type: nn(explanation),
		Args: graphql.FieldConfigArgument{"grant": arg(nn(graphql.String)), "object": arg(graphql.ID)},
		Description: "grant is what hidden or a refusal names (\"staff.health:read\"). With an object, whether the reader lacks it there; " +
			"an object outside the reader's scope is NOT_FOUND.",
		Resolve: call(func(ctx context.Context, in in) (*auth.Explanation, error) {
			if err := signedIn(ctx); err != nil {
				return nil, err
			}
			at, err := b.placeOf(ctx, in.Object)
			if err != nil {
				return nil, err
			}
			return b.SignIn.Why(ctx, in.Grant, at)
		}),
	}
}

// placeOf is where an object lies that the reader sees: a record, a unit or a decision. nil stays nil.
func (b *builder) placeOf(ctx context.Context, object *string) (*models.Place, error) {
	if object == nil {
		return nil, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(*object)
	if err != nil {
		return nil, fault.Bad("object", "fault.bad_id", fault.Args{"value": excerpt(*object)})
	}
	kind, _, _ := strings.Cut(string(text), ":")
	find, ok := map[string]func(context.Context, int64) (*models.Place, error){
		"staff": b.placeOfPerson, "unit": b.placeOfUnit, "decision": b.placeOfDecision,
	}[kind]
	if !ok {
		return nil, fault.Bad("object", "access.why_object")
	}
	id, err := DecodeID(kind, *object)
	if err != nil {
		return nil, fault.From(err).At("object")
	}
	place, err := find(ctx, id)
	if err == nil && place == nil {
		err = fault.Unknown(kind).At("object")
	}
	return place, err
}

func (b *builder) placeOfPerson(ctx context.Context, id int64) (*models.Place, error) {
	if !auth.ViewerOf(ctx).MayAnywhere("staff.core", "read") {
		return nil, nil
	}
	found, err := b.Staff.Among(ctx, []int64{id}, models.AsOf{Day: b.Clock.Today(), Today: true})
	if err != nil || found[id] == nil {
		return nil, err
	}
	place := found[id].Place()
	return &place, nil
}

func (b *builder) placeOfUnit(ctx context.Context, id int64) (*models.Place, error) {
	known, err := models.UnitKnown(ctx, b.DB, id)
	if err != nil || !known || !auth.ViewerOf(ctx).Scope("org.unit", "read").HasUnit(id) {
		return nil, err
	}
	return &models.Place{HomeID: id}, nil
}

func (b *builder) placeOfDecision(ctx context.Context, id int64) (*models.Place, error) {
	scope := auth.ViewerOf(ctx).Scope("decision.document", "read")
	if scope.Nowhere() {
		return nil, nil
	}
	d, err := models.FindDecisionIn(ctx, b.DB, id, scope)
	if err != nil || d == nil {
		return nil, err
	}
	place := &models.Place{}
	if d.IssuerUnitID != nil {
		place.HomeID = *d.IssuerUnitID
	}
	return place, nil
}
