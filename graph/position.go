package graph

import (
	"context"

	"github.com/graphql-go/graphql"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules"
)

// positionField shows a position; get gives its id (nil: none). Positions are kept in memory.
func positionField[S any](b *builder, get func(S) *int64) *graphql.Field {
	return &graphql.Field{Type: b.jobPosition, Resolve: with(func(ctx context.Context, s S, _ none) (any, error) {
		id := get(s)
		if id == nil {
			return nil, nil
		}
		p, err := b.Positions.Position(ctx, *id)
		if p == nil {
			return nil, err
		}
		return p, err
	})}
}

func (b *builder) addPositions() {
	b.jobPosition = graphql.NewObject(graphql.ObjectConfig{
		Name:        "JobPosition",
		Description: "Vị trí việc làm: an entry of the catalogue.",
		Fields: graphql.Fields{
			"id":    {Type: nn(graphql.ID), Resolve: of(func(p *models.PositionRow) any { return EncodeID("position", p.ID) })},
			"code":  text(func(p *models.PositionRow) string { return p.Code }),
			"name":  text(func(p *models.PositionRow) string { return p.Name }),
			"group": text(func(p *models.PositionRow) string { return p.GroupCode }),
			"groupLabel": label(func(p *models.PositionRow, lang string) string {
				return b.latestLabel("position.groups", p.GroupCode, lang)
			}),
			"staffClass": {Type: nn(b.staffClass), Resolve: of(func(p *models.PositionRow) any { return p.StaffClass })},
			"leadership": text(func(p *models.PositionRow) string { return p.Leadership }),
			"gradeFrom":  text(func(p *models.PositionRow) string { return p.GradeFrom }),
			"gradeTo":    text(func(p *models.PositionRow) string { return p.GradeTo }),
		},
	})
	b.positionGroup = graphql.NewObject(graphql.ObjectConfig{Name: "PositionGroup", Fields: graphql.Fields{
		"code":  text(func(e rules.Entry) string { return e.Code }),
		"label": label(func(e rules.Entry, lang string) string { return e.Label.In(lang) }),
	}})
	b.query["positionGroups"] = &graphql.Field{
		Type: listOf(b.positionGroup),
		Args: graphql.FieldConfigArgument{"asOf": arg(Date)},
		Resolve: call(func(ctx context.Context, in asOfArgs) ([]rules.Entry, error) {
			if _, _, err := auth.Require(ctx, "position.catalogue", "read"); err != nil {
				return nil, err
			}
			return b.Book.Entries("position.groups", b.asOf(in).Day)
		}),
	}
	b.addJobPositions()
	b.addUnitPositions()
}

// latestLabel words a code of a catalogue by its latest entry.
func (b *builder) latestLabel(catalogue, code, lang string) string {
	words := code
	for _, e := range b.Book.History(catalogue) {
		if e.Code == code {
			words = e.Label.In(lang)
		}
	}
	return words
}

func (b *builder) addJobPositions() {
	type in struct {
		Page
		AsOf   *day.Day
		Search string
		Groups []string
	}
	b.query["jobPositions"] = &graphql.Field{
		Type: nn(b.connection("JobPosition", b.jobPosition)),
		Args: pageArguments(graphql.FieldConfigArgument{
			"asOf": arg(Date), "search": arg(graphql.String), "groups": arg(graphql.NewList(nn(graphql.String)))}),
		Resolve: call(func(ctx context.Context, in in) (any, error) {
			if _, _, err := auth.Require(ctx, "position.catalogue", "read"); err != nil {
				return nil, err
			}
			limit, offset, err := offsetPage(in.Page)
			if err != nil {
				return nil, err
			}
			f := models.PositionFilter{On: b.asOf(asOfArgs{AsOf: in.AsOf}).Day, Search: models.CleanText(in.Search), Groups: in.Groups}
			rows, err := models.Positions(ctx, b.DB, f, limit+1, offset)
			if err != nil {
				return nil, err
			}
			return offsetConnection(pointers(rows), limit, offset, func(ctx context.Context) (int, error) {
				return models.CountPositions(ctx, b.DB, f)
			}), nil
		}),
	}
}

func (b *builder) addUnitPositions() {
	row := graphql.NewObject(graphql.ObjectConfig{Name: "UnitPosition", Fields: graphql.FieldsThunk(func() graphql.Fields {
		position := positionField(b, func(r models.UnitPositionRow) *int64 { return &r.PositionID })
		position.Type = nn(b.jobPosition)
		return graphql.Fields{
			"position": position,
			"seats":    number(func(r models.UnitPositionRow) int { return r.Seats }),
			"filled":   number(func(r models.UnitPositionRow) int { return r.Filled }),
			"decision": decisionField(b, func(r models.UnitPositionRow) *int64 { return r.DecisionID }),
		}
	})})
	type in struct {
		asOfArgs
		Unit string
	}
	b.query["unitPositions"] = &graphql.Field{
		Type: listOf(row),
		Args: datedArguments(graphql.FieldConfigArgument{"unit": arg(nn(graphql.ID))}),
		Resolve: call(func(ctx context.Context, in in) ([]models.UnitPositionRow, error) {
			// How many seats are filled counts people: it needs the right to count them.
			_, scope, err := auth.Require(ctx, "report.headcount", "read")
			if err != nil {
				return nil, err
			}
			unit, err := identify("unit", "unit", &in.Unit)
			if err != nil {
				return nil, err
			}
			if !scope.HasUnit(unit) {
				return nil, fault.Unknown("unit")
			}
			return models.UnitPositions(ctx, b.DB, unit, b.asOf(in.asOfArgs))
		}),
	}
}
