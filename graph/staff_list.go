package graph

import (
	"context"
	"strings"
	"time"

	"github.com/graphql-go/graphql"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/staff"
	"bienche/models"
)

type staffFilter struct {
	Search              string
	Unit                *string
	IncludeSubunits     bool
	StaffClasses        []string
	HeadcountCategories []string
	Grades              []string
	Positions           []string
	Gap                 string
	RetiresFrom         *day.Day
	RetiresTo           *day.Day
	AsOf                *day.Day
	KnownAt             *time.Time
}

type staffSort struct {
	Field     string
	Direction string
}

func (b *builder) addStaffList() {
	strings := graphql.NewList(nn(graphql.String))
	b.staffFilter = graphql.NewInputObject(graphql.InputObjectConfig{Name: "StaffFilter", Fields: graphql.InputObjectConfigFieldMap{
		"search":              {Type: graphql.String, Description: "Name with or without marks, code, or citizen ID."},
		"unit":                {Type: graphql.ID},
		"includeSubunits":     {Type: graphql.Boolean, DefaultValue: true},
		"staffClasses":        {Type: graphql.NewList(nn(b.staffClass))},
		"headcountCategories": {Type: strings},
		"grades":              {Type: strings},
		"positions":           {Type: graphql.NewList(nn(graphql.ID))},
		"gap":                 {Type: graphql.String, Description: "A code of dataGaps."},
		"retiresFrom":         {Type: Date, Description: "People whose pension starts on this day or later, under normal working conditions."},
		"retiresTo":           {Type: Date, Description: "People whose pension starts on this day or before."},
		"asOf":                {Type: Date},
		"knownAt":             {Type: DateTime},
	}})
	sort := graphql.NewInputObject(graphql.InputObjectConfig{Name: "StaffSort", Fields: graphql.InputObjectConfigFieldMap{
		"field":     {Type: nn(graphql.String), Description: "NAME (given name first), CODE, UNIT, GRADE, BIRTH_DATE."},
		"direction": {Type: b.sortDirection, DefaultValue: "ASC"},
	}})
	type in struct {
		Page
		Filter staffFilter
		Sort   []staffSort
	}
	list := b.connection("Staff", b.staffMember)
	list.AddFieldConfig("beyondScope", &graphql.Field{
		Type:        graphql.Int,
		Description: "Rows that the list would hold besides, were the reader to see everybody; only for those who may know.",
		Resolve: with(func(ctx context.Context, l staffList, _ none) (any, error) {
			n, err := l.beyond(ctx)
			return optional(n), err
		}),
	})
	b.query["staff"] = &graphql.Field{
		Type:        nn(list),
		Description: "People on duty, without marks, exact marks first.",
		Args:        pageArguments(graphql.FieldConfigArgument{"filter": arg(b.staffFilter), "sort": arg(graphql.NewList(nn(sort)))}),
		Resolve: callWith(func(p graphql.ResolveParams, in in) (any, error) {
			if _, given := p.Args["filter"]; !given {
				in.Filter.IncludeSubunits = true
			}
			page, err := b.staffPage(p.Context, in.Page, in.Filter, in.Sort)
			if err == nil && len(page.Nodes) > 0 {
				page.Nodes[0].Want(sectionsIn(selected(p, "edges", "node"))...)
			}
			return page, err
		}),
	}
}

// staffList is a page of people, and how many there are beyond the reader's scope.
type staffList struct {
	*Connection[*staff.Person]
	beyond func(context.Context) (*int, error)
}

func (b *builder) staffPage(ctx context.Context, page Page, f staffFilter, sort []staffSort) (staffList, error) {
	limit, err := page.Rows()
	if err != nil {
		return staffList{}, err
	}
	filter, err := b.filterOf(f)
	if err != nil {
		return staffList{}, err
	}
	if len(sort) > maxSort {
		return staffList{}, fault.Bad("sort", "fault.bad_choice", fault.Args{"value": len(sort)})
	}
	var keys []models.SortKey
	for _, s := range sort {
		keys = append(keys, models.SortKey{Field: s.Field, Desc: s.Direction == "DESC"})
	}
	after := func(n int) ([]string, error) {
		if page.After == nil {
			return nil, nil
		}
		return DecodeCursor(*page.After, n)
	}
	got, err := b.Staff.List(ctx, filter, keys, after, limit)
	if page.After != nil && strings.HasPrefix(sqlState(err), "22") { // a value that is none of its sort key's type
		return staffList{}, fault.Bad("after", "fault.bad_cursor").Because(err)
	}
	if err != nil {
		return staffList{}, err
	}
	return staffList{beyond: got.Beyond, Connection: &Connection[*staff.Person]{
		Nodes: got.People, HasNext: got.HasNext, HasPrevious: page.After != nil, Total: got.Count,
		Cursor: func(p *staff.Person) string { return EncodeCursor(p.Keys...) },
	}}, nil
}

// filterOf reads the filter of a list of people.
func (b *builder) filterOf(f staffFilter) (filter staff.Filter, err error) {
	filter = staff.Filter{AsOf: b.asOf(asOfArgs{f.AsOf, f.KnownAt}), Search: f.Search, IncludeSubunits: f.IncludeSubunits,
		Classes: f.StaffClasses, Categories: f.HeadcountCategories, Grades: f.Grades, Gap: f.Gap,
		RetiresFrom: f.RetiresFrom, RetiresTo: f.RetiresTo}
	if filter.UnitID, err = identify("filter.unit", "unit", f.Unit); err != nil {
		return filter, err
	}
	for i := range f.Positions {
		id, err := identify("filter.positions", "position", &f.Positions[i])
		if err != nil {
			return filter, err
		}
		filter.Positions = append(filter.Positions, id)
	}
	return filter, nil
}

// maxSort is how many columns one order may have.
const maxSort = 5
