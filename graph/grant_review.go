package graph

import (
	"context"

	"github.com/graphql-go/graphql"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/models"
)

func (b *builder) addGrantReviews() {
	b.access.reviewItem = graphql.NewObject(graphql.ObjectConfig{
		Name:        "GrantReviewItem",
		Description: "A grant in a review. outcome is CONFIRMED, ENDED, or absent while nobody has decided.",
		Fields: graphql.Fields{
			"id": {Type: nn(graphql.ID), Resolve: of(func(i *auth.ReviewItem) any { return EncodeID("grant_review_item", i.ID) })},
			"grant": {Type: nn(b.access.grant), Resolve: with(func(ctx context.Context, i *auth.ReviewItem, _ none) (any, error) {
				return b.access.grantsByNo.Load(ctx, i.GrantNo), nil
			})},
			"outcome":   {Type: graphql.String, Resolve: of(func(i *auth.ReviewItem) any { return orNull(i.Outcome) })},
			"decidedBy": {Type: graphql.String, Resolve: of(func(i *auth.ReviewItem) any { return orNull(i.DecidedBy) })},
			"decidedAt": {Type: DateTime, Resolve: of(func(i *auth.ReviewItem) any { return optional(i.DecidedAt) })},
			"note":      text(func(i *auth.ReviewItem) string { return i.Note }),
			"mayDecide": {Type: nn(graphql.Boolean), Resolve: of(func(i *auth.ReviewItem) any { return i.MayDecide })},
		},
	})
	b.access.reviewItems = b.connection("GrantReviewItem", b.access.reviewItem)
	b.access.review = b.grantReviewType()
	b.query["grantReviews"] = &graphql.Field{
		Type: nn(b.connection("GrantReview", b.access.review)),
		Args: pageArguments(nil),
		Resolve: call(func(ctx context.Context, in Page) (any, error) {
			limit, offset, err := offsetPage(in)
			if err != nil {
				return nil, err
			}
			rows, total, err := b.SignIn.Reviews(ctx, limit, offset)
			if err != nil {
				return nil, err
			}
			return offsetConnection(pointers(rows), limit, offset, total), nil
		}),
	}
	b.query["grantReview"] = &graphql.Field{
		Type: b.access.review,
		Args: graphql.FieldConfigArgument{"id": arg(nn(graphql.ID))},
		Resolve: call(func(ctx context.Context, in struct {
			ID int64 `id:"grant_review"`
		}) (*models.ReviewRow, error) {
			return b.SignIn.Review(ctx, in.ID)
		}),
	}
	b.query["grantReviewDue"] = &graphql.Field{
		Type:        reviewDueType(),
		Description: "For those who may start a review: grants that have been in none for longer than the setting allows.",
		Resolve: call(func(ctx context.Context, _ none) (*auth.ReviewDue, error) {
			return b.SignIn.ReviewDue(ctx)
		}),
	}
	b.addReviewMutations()
}

func reviewDueType() *graphql.Object {
	return graphql.NewObject(graphql.ObjectConfig{
		Name:        "GrantReviewDue",
		Description: "since: when the longest of these grants was last in a review, or given; days: the setting.",
		Fields: graphql.Fields{
			"grants": number(func(d *auth.ReviewDue) int { return d.Grants }),
			"since":  dateNN(func(d *auth.ReviewDue) day.Day { return d.Since }),
			"days":   number(func(d *auth.ReviewDue) int { return d.Days }),
		},
	})
}

func (b *builder) grantReviewType() *graphql.Object {
	type items struct {
		Page
		Mine *bool
		Open *bool
	}
	return graphql.NewObject(graphql.ObjectConfig{
		Name:        "GrantReview",
		Description: "Đợt rà soát quyền. The counts are of what the reader sees.",
		Fields: graphql.Fields{
			"id":        {Type: nn(graphql.ID), Resolve: of(func(r *models.ReviewRow) any { return EncodeID("grant_review", r.ID) })},
			"title":     text(func(r *models.ReviewRow) string { return r.Title }),
			"startedOn": dateNN(func(r *models.ReviewRow) day.Day { return r.StartedOn }),
			"dueOn":     dateNN(func(r *models.ReviewRow) day.Day { return r.DueOn }),
			"total":     number(func(r *models.ReviewRow) int { return r.Total }),
			"confirmed": number(func(r *models.ReviewRow) int { return r.Confirmed }),
			"ended":     number(func(r *models.ReviewRow) int { return r.Ended }),
			"open":      number(func(r *models.ReviewRow) int { return r.Total - r.Confirmed - r.Ended }),
			"items": {
				Type:        nn(b.access.reviewItems),
				Description: "mine: those that the reader must decide on.",
				Args:        pageArguments(graphql.FieldConfigArgument{"mine": arg(graphql.Boolean), "open": arg(graphql.Boolean)}),
				Resolve: with(func(ctx context.Context, r *models.ReviewRow, in items) (any, error) {
					limit, offset, err := offsetPage(in.Page)
					if err != nil {
						return nil, err
					}
					f := auth.ItemFilter{Mine: in.Mine != nil && *in.Mine, Open: in.Open}
					rows, total, err := b.SignIn.ReviewItems(ctx, r.ID, f, limit, offset)
					if err != nil {
						return nil, err
					}
					return offsetConnection(rows, limit, offset, total), nil
				}),
			},
		},
	})
}

func (b *builder) addReviewMutations() {
	payload := graphql.NewObject(graphql.ObjectConfig{Name: "GrantReviewPayload", Fields: graphql.Fields{
		"review": {Type: nn(b.access.review), Resolve: of(func(r *models.ReviewRow) any { return r })},
	}})
	text := graphql.Input(nn(graphql.String))
	b.addMutation("startGrantReview", inputs("StartGrantReviewInput", map[string]graphql.Input{
		"clientRequestId": text, "title": text, "dueOn": nn(Date)}), payload,
		call(func(ctx context.Context, in struct{ Input auth.StartGrantReview }) (*models.ReviewRow, error) {
			return b.SignIn.StartGrantReview(ctx, in.Input)
		}))
	b.addMutation("decideGrantReviewItems", inputs("DecideGrantReviewItemsInput", map[string]graphql.Input{
		"clientRequestId": text, "items": listOf(graphql.ID), "confirm": nn(graphql.Boolean), "note": graphql.String}), payload,
		call(func(ctx context.Context, in struct{ Input auth.DecideGrantReviewItems }) (*models.ReviewRow, error) {
			return b.SignIn.DecideGrantReviewItems(ctx, in.Input)
		}))
}
