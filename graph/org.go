package graph

import (
	"context"
	"slices"
	"strings"

	"github.com/graphql-go/graphql"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/fold"
	"bienche/internal/org"
	"bienche/models"
	"bienche/rules"
)

// unitView is a unit as it is shown: with its place in the tree of the day that is read, or without one when it does
// not stand on that day.
type unitView struct {
	models.UnitNode
	node *org.Node
	asOf models.AsOf
}

func viewOf(n *org.Node, a models.AsOf) *unitView {
	if n == nil {
		return nil
	}
	return &unitView{UnitNode: n.UnitNode, node: n, asOf: a}
}

// unit promises a unit by id as of a day: from the tree of the day, else from the units of other days.
func (b *builder) unit(ctx context.Context, id int64, a models.AsOf) (any, error) {
	if id == 0 {
		return nil, nil
	}
	tree, err := b.Trees.At(ctx, a)
	if err != nil {
		return nil, err
	}
	if n, ok := tree.Unit(id); ok {
		return viewOf(n, a), nil
	}
	return b.units.Load(ctx, id), nil
}

// unitField is a field that shows a unit; get gives its id (0: none) and the day.
func unitField[S any](b *builder, get func(S) (int64, models.AsOf)) *graphql.Field {
	return &graphql.Field{Type: b.orgUnit, Resolve: with(func(ctx context.Context, s S, _ none) (any, error) {
		id, a := get(s)
		return b.unit(ctx, id, a)
	})}
}

// unitThenField shows a unit as it was called on a day of the source's own, such as the start of an appointment.
func unitThenField[S any](b *builder, t graphql.Output, get func(S) (int64, day.Day)) *graphql.Field {
	return &graphql.Field{Type: t, Resolve: with(func(ctx context.Context, s S, _ none) (any, error) {
		id, on := get(s)
		if id == 0 {
			return nil, nil
		}
		return b.unitsThen.Load(ctx, models.UnitDay{UnitID: id, Day: on}), nil
	})}
}

func (b *builder) loadUnitsThen(ctx context.Context, keys []models.UnitDay) (map[models.UnitDay]*unitView, error) {
	units, err := b.Trees.Then(ctx, keys)
	out := make(map[models.UnitDay]*unitView, len(units))
	for k, u := range units {
		out[k] = &unitView{UnitNode: u, asOf: models.AsOf{Day: k.Day}}
	}
	return out, err
}

func (b *builder) addOrg() {
	b.unitsThen = NewLoader(b.loadUnitsThen)
	b.units = NewLoader(func(ctx context.Context, ids []int64) (map[int64]*unitView, error) {
		rows, err := models.PastUnits(ctx, b.DB, ids)
		if err != nil {
			return nil, err
		}
		out := make(map[int64]*unitView, len(rows))
		for _, r := range rows {
			out[r.ID] = &unitView{UnitNode: r, asOf: models.AsOf{Day: day.Min(b.Clock.Today(), r.LifeTo.AddDays(-1))}}
		}
		return out, nil
	})
	b.predecessors = NewLoader(linksBy(b.DB, models.Predecessors))
	b.successors = NewLoader(linksBy(b.DB, models.Successors))
	b.orgUnit = graphql.NewObject(graphql.ObjectConfig{
		Name:        "OrgUnit",
		Description: "Cơ quan, đơn vị, tổ chức. validFrom and validTo are the unit's life: from its founding to its end.",
		Fields:      graphql.FieldsThunk(b.orgUnitFields),
	})
	b.orgLink = graphql.NewObject(graphql.ObjectConfig{Name: "OrgLink", Fields: graphql.FieldsThunk(func() graphql.Fields {
		return graphql.Fields{
			"unit": {Type: nn(b.orgUnit), Resolve: with(func(ctx context.Context, l models.OrgLink, _ none) (any, error) {
				return b.units.Load(ctx, l.UnitID), nil
			})},
			"kind": text(func(l models.OrgLink) string { return l.Kind }),
			"on":   dateNN(func(l models.OrgLink) day.Day { return l.On }),
		}
	})})
	b.unitKind = graphql.NewObject(graphql.ObjectConfig{Name: "UnitKind", Fields: graphql.Fields{
		"code":  text(func(e rules.Entry) string { return e.Code }),
		"label": label(func(e rules.Entry, lang string) string { return e.Label.In(lang) }),
		"level": {Type: nn(b.adminLevel), Resolve: of(func(e rules.Entry) any { return e.Attrs["level"] })},
	}})
	b.addOrgQueries()
}

func linksBy(db *models.DB, find func(context.Context, *models.DB, []int64) ([]models.OrgLink, error)) func(context.Context, []int64) (map[int64][]models.OrgLink, error) {
	return func(ctx context.Context, ids []int64) (map[int64][]models.OrgLink, error) {
		links, err := find(ctx, db, ids)
		out := map[int64][]models.OrgLink{}
		for _, id := range ids {
			out[id] = []models.OrgLink{}
		}
		for _, l := range links {
			out[l.OfID] = append(out[l.OfID], l)
		}
		return out, err
	}
}

func (b *builder) orgUnitFields() graphql.Fields {
	return graphql.Fields{
		"id":        {Type: nn(graphql.ID), Resolve: of(func(u *unitView) any { return EncodeID("unit", u.ID) })},
		"code":      text(func(u *unitView) string { return u.Code }),
		"name":      text(func(u *unitView) string { return u.Name }),
		"shortName": text(func(u *unitView) string { return u.ShortName }),
		"kind":      text(func(u *unitView) string { return u.Kind }),
		"kindLabel": label(func(u *unitView, lang string) string { return b.kindLabel(u, lang) }),
		"level":     {Type: nn(b.adminLevel), Resolve: of(func(u *unitView) any { return u.Level })},
		"field":     text(func(u *unitView) string { return u.Field }),
		"parent": unitField(b, func(u *unitView) (int64, models.AsOf) {
			if u.ParentID == nil {
				return 0, u.asOf
			}
			return *u.ParentID, u.asOf
		}),
		"ancestors": {Type: listOf(b.orgUnit), Description: "From the province down, without the unit itself.",
			Resolve: of(func(u *unitView) any {
				up := []*unitView{}
				if u.node != nil {
					for _, n := range u.node.Ancestors() {
						up = append(up, viewOf(n, u.asOf))
					}
				}
				return up
			})},
		"validFrom":    dateNN(func(u *unitView) day.Day { return u.LifeFrom }),
		"validTo":      date(func(u *unitView) day.Day { return u.LifeTo }),
		"predecessors": b.links(func() *Loader[int64, []models.OrgLink] { return b.predecessors }),
		"successors":   b.links(func() *Loader[int64, []models.OrgLink] { return b.successors }),
		"timeline": {Type: nn(b.timelineConnection), Args: pageArguments(nil),
			Resolve: with(func(ctx context.Context, u *unitView, p Page) (any, error) { return b.unitTimeline(ctx, u, p) })},
	}
}

// links is a field of successions; a loader that is a method of b is not made yet when fields are.
func (b *builder) links(loader func() *Loader[int64, []models.OrgLink]) *graphql.Field {
	return &graphql.Field{Type: listOf(b.orgLink), Resolve: with(func(ctx context.Context, u *unitView, _ none) (any, error) {
		return loader().Load(ctx, u.ID), nil
	})}
}

// kindLabel words a unit's kind as of its day; a kind that the law no longer knows keeps its last words.
func (b *builder) kindLabel(u *unitView, lang string) string {
	words := u.Kind
	for _, e := range b.Book.History("org.kinds") {
		if e.Code == u.Kind {
			words = e.Label.In(lang)
			if !u.asOf.Day.Before(e.From) && u.asOf.Day.Before(e.To) {
				break
			}
		}
	}
	return words
}

func (b *builder) addOrgQueries() {
	type findArgs struct {
		asOfArgs
		ID   *string
		Code *string
	}
	b.query["orgUnit"] = &graphql.Field{
		Type: b.orgUnit,
		Args: datedArguments(graphql.FieldConfigArgument{"id": arg(graphql.ID), "code": arg(graphql.String)}),
		Resolve: call(func(ctx context.Context, in findArgs) (*unitView, error) {
			return b.findUnit(ctx, in.asOfArgs, in.ID, in.Code)
		}),
	}
	type listArgs struct {
		asOfArgs
		Page
		Search *string
		Kinds  []string
	}
	b.query["orgUnits"] = &graphql.Field{
		Type: nn(b.connection("OrgUnit", b.orgUnit)),
		Args: pageArguments(datedArguments(graphql.FieldConfigArgument{
			"search": arg(graphql.String), "kinds": arg(graphql.NewList(nn(graphql.String)))})),
		Resolve: call(func(ctx context.Context, in listArgs) (any, error) {
			return b.listUnits(ctx, b.asOf(in.asOfArgs), in.Page, in.Search, in.Kinds)
		}),
	}
	type kindArgs struct{ AsOf *day.Day }
	b.query["unitKinds"] = &graphql.Field{
		Type: listOf(b.unitKind),
		Args: graphql.FieldConfigArgument{"asOf": arg(Date)},
		Resolve: call(func(ctx context.Context, in kindArgs) ([]rules.Entry, error) {
			if _, _, err := auth.Require(ctx, "org.unit", "read"); err != nil {
				return nil, err
			}
			return b.Book.Entries("org.kinds", b.asOf(asOfArgs{AsOf: in.AsOf}).Day)
		}),
	}
}

// findUnit is a unit by id or code; one that does not stand on the day is shown by its last version.
func (b *builder) findUnit(ctx context.Context, at asOfArgs, idArg, code *string) (*unitView, error) {
	_, scope, err := auth.Require(ctx, "org.unit", "read")
	if err != nil {
		return nil, err
	}
	id, err := identify("id", "unit", idArg)
	if err != nil {
		return nil, err
	}
	if id == 0 && code == nil {
		return nil, fault.Bad("id", "fault.required")
	}
	a := b.asOf(at)
	tree, err := b.Trees.At(ctx, a)
	if err != nil {
		return nil, err
	}
	var byCode string
	if id == 0 {
		byCode = *code
	}
	if n, err := tree.Find(id, byCode, scope); err == nil {
		return viewOf(n, a), nil
	}
	if id == 0 || !scope.HasUnit(id) {
		return nil, fault.Unknown("unit")
	}
	rows, err := models.PastUnits(ctx, b.DB, []int64{id})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fault.Unknown("unit")
	}
	return &unitView{UnitNode: rows[0], asOf: a}, nil
}

// listUnits searches the units of a day within scope, without marks, those with just these marks first.
func (b *builder) listUnits(ctx context.Context, a models.AsOf, p Page, search *string, kinds []string) (any, error) {
	_, scope, err := auth.Require(ctx, "org.unit", "read")
	if err != nil {
		return nil, err
	}
	limit, offset, err := offsetPage(p)
	if err != nil {
		return nil, err
	}
	tree, err := b.Trees.At(ctx, a)
	if err != nil {
		return nil, err
	}
	var exact, loose []*org.Node
	for _, n := range tree.Nodes {
		if !scope.HasUnit(n.ID) || len(kinds) > 0 && !slices.Contains(kinds, n.Kind) {
			continue
		}
		switch {
		case search == nil || strings.Contains(strings.ToLower(n.Name), strings.ToLower(models.CleanText(*search))) || n.Code == *search:
			exact = append(exact, n)
		case fold.Holds(n.Name, *search):
			loose = append(loose, n)
		}
	}
	all := make([]unitView, 0, len(exact)+len(loose))
	for _, n := range append(exact, loose...) {
		all = append(all, *viewOf(n, a))
	}
	return slicePage(all, limit, offset), nil
}
