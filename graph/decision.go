package graph

import (
	"context"

	"github.com/graphql-go/graphql"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
)

// decisionField shows the decision behind a fact, to whoever sees the fact and may read decisions at all: from any
// field its reader reaches the ground it rests on, whoever issued it. get gives its id (nil: none).
func decisionField[S any](b *builder, get func(S) *int64) *graphql.Field {
	return &graphql.Field{Type: b.decision, Resolve: with(func(ctx context.Context, s S, _ none) (any, error) {
		id := get(s)
		if id == nil || !auth.ViewerOf(ctx).MayAnywhere("decision.document", "read") {
			return nil, nil
		}
		return b.decisions.Load(ctx, *id), nil
	})}
}

func (b *builder) addDecisions() {
	b.decisions = NewLoader(func(ctx context.Context, ids []int64) (map[int64]*models.Decision, error) {
		rows, err := models.DecisionsByID(ctx, b.DB, ids)
		out := make(map[int64]*models.Decision, len(rows))
		for i := range rows {
			out[rows[i].ID] = &rows[i]
		}
		return out, err
	})
	b.decisionLines = NewLoader(func(ctx context.Context, ids []int64) (map[int64][]models.DecisionLine, error) {
		rows, err := models.DecisionLines(ctx, b.DB, ids)
		out := map[int64][]models.DecisionLine{}
		for _, id := range ids {
			out[id] = []models.DecisionLine{}
		}
		for _, r := range rows {
			out[r.DecisionID] = append(out[r.DecisionID], r)
		}
		return out, err
	})
	line := graphql.NewObject(graphql.ObjectConfig{Name: "DecisionLine", Fields: graphql.Fields{
		"ordinal": number(func(l models.DecisionLine) int { return l.Ordinal }),
		"kind":    text(func(l models.DecisionLine) string { return l.Kind }),
		"text":    label(func(l models.DecisionLine, lang string) string { return fault.Text(lang, "decision.line."+l.Kind, nil) }),
	}})
	b.decision = graphql.NewObject(graphql.ObjectConfig{
		Name:        "Decision",
		Description: "Quyết định: the signed document that gives a change its legal effect.",
		Fields:      graphql.FieldsThunk(func() graphql.Fields { return b.decisionFields(line) }),
	})
	b.addDecisionQueries()
}

func (b *builder) decisionFields(line *graphql.Object) graphql.Fields {
	return graphql.Fields{
		"id":          {Type: nn(graphql.ID), Resolve: of(func(d *models.Decision) any { return EncodeID("decision", d.ID) })},
		"number":      {Type: graphql.String, Resolve: of(func(d *models.Decision) any { return optional(d.Number) })},
		"symbol":      {Type: graphql.String, Resolve: of(func(d *models.Decision) any { return optional(d.Symbol) })},
		"issuedOn":    date(func(d *models.Decision) day.Day { return d.IssuedOn }),
		"effectiveOn": dateNN(func(d *models.Decision) day.Day { return d.EffectiveOn }),
		"title":       text(func(d *models.Decision) string { return d.Title }),
		"kind":        text(func(d *models.Decision) string { return d.Kind }),
		"state":       text(func(d *models.Decision) string { return d.State }),
		"issuer": unitField(b, func(d *models.Decision) (int64, models.AsOf) {
			if d.IssuerUnitID == nil {
				return 0, models.AsOf{}
			}
			return *d.IssuerUnitID, models.AsOf{Day: b.Clock.Today()}
		}),
		"signerName":  text(func(d *models.Decision) string { return d.SignerName }),
		"signerTitle": text(func(d *models.Decision) string { return d.SignerTitle }),
		"legalBases": {Type: listOf(graphql.String), Resolve: of(func(d *models.Decision) any {
			return append([]string{}, d.LegalBases...)
		})},
		"synthetic": {Type: nn(graphql.Boolean), Resolve: of(func(d *models.Decision) any { return d.Synthetic })},
		"note":      text(func(d *models.Decision) string { return d.Note }),
		"lines": {Type: listOf(line), Resolve: with(func(ctx context.Context, d *models.Decision, _ none) (any, error) {
			return b.decisionLines.Load(ctx, d.ID), nil
		})},
	}
}

func (b *builder) addDecisionQueries() {
	type one struct{ ID string }
	b.query["decision"] = &graphql.Field{
		Type: b.decision,
		Args: graphql.FieldConfigArgument{"id": arg(nn(graphql.ID))},
		Resolve: call(func(ctx context.Context, in one) (*models.Decision, error) {
			_, scope, err := auth.Require(ctx, "decision.document", "read")
			if err != nil {
				return nil, err
			}
			id, err := identify("id", "decision", &in.ID)
			if err != nil {
				return nil, err
			}
			d, err := models.FindDecisionIn(ctx, b.DB, id, scope)
			if err == nil && d == nil {
				err = fault.Unknown("decision")
			}
			return d, err
		}),
	}
	type many struct {
		Page
		Search string
		Kind   string
	}
	b.query["decisions"] = &graphql.Field{
		Type: nn(b.connection("Decision", b.decision)),
		Args: pageArguments(graphql.FieldConfigArgument{"search": arg(graphql.String), "kind": arg(graphql.String)}),
		Resolve: call(func(ctx context.Context, in many) (any, error) {
			_, scope, err := auth.Require(ctx, "decision.document", "read")
			if err != nil {
				return nil, err
			}
			limit, offset, err := offsetPage(in.Page)
			if err != nil {
				return nil, err
			}
			f := models.DecisionFilter{Search: models.CleanText(in.Search), Kind: in.Kind, Scope: scope}
			rows, err := models.Decisions(ctx, b.DB, f, limit+1, offset)
			if err != nil {
				return nil, err
			}
			return offsetConnection(pointers(rows), limit, offset, func(ctx context.Context) (int, error) {
				return models.CountDecisions(ctx, b.DB, f)
			}), nil
		}),
	}
}
