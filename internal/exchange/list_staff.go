package exchange

import (
	"context"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"bienche/internal/staff"
	"bienche/models"
	"bienche/rules"
)

// listedPerson is a row of the list of people.
type listedPerson struct {
	*staff.Person
	x               *listing
	unit, quotaUnit *models.UnitNode
	position        *models.PositionRow
	rating          *models.LatestRating
}

func staffList(book *rules.Book) *listOf[*listedPerson] {
	type P = *listedPerson
	text := func(key string, width float64, value func(P) string) listColumn[P] {
		return listColumn[P]{column{key: key, width: width}, func(p P) any { return value(p) }}
	}
	return &listOf[P]{
		listHead: listHead{code: "staff", people: true, dated: true, params: staffParams(book)},
		columns: []listColumn[P]{
			text("name", 28, func(p P) string { return p.FullName }),
			text("code", 14, func(p P) string { return p.Code }),
			{column{key: "birthDate", form: date, width: 13}, func(p P) any { return birthCell(p.BirthDate, p.BirthPrecision) }},
			text("sex", 10, func(p P) string { return p.x.code("sex", p.Sex) }),
			text("staffClass", 20, func(p P) string { return p.x.code("staff_class", p.StaffClass) }),
			text("position", 30, P.post),
			text("leadership", 14, func(p P) string { return p.x.code("leadership", p.Leadership) }),
			text("unit", 40, func(p P) string { return nameOf(p.unit) }),
			text("unitCode", 16, func(p P) string { return codeOf(p.unit) }),
			text("category", 30, func(p P) string { return p.x.code("category", orEmpty(p.Category)) }),
			text("quotaUnit", 40, func(p P) string { return nameOf(p.quotaUnit) }),
			text("grade", 26, func(p P) string { return p.x.code("grade", orEmpty(p.Grade)) }),
			{column{key: "step", form: integer, width: 8}, P.step},
			{column{key: "coefficient", form: decimal2, width: 10}, P.coefficient},
			{column{key: "rating", width: 34}, P.latest},
		},
		open: openStaff,
	}
}

// post is what the person does: the title, else the name of the position.
func (p *listedPerson) post() string {
	if p.Title == "" && p.position != nil {
		return p.position.Name
	}
	return p.Title
}

func (p *listedPerson) step() any {
	if p.Step == nil {
		return nil
	}
	return *p.Step
}

func (p *listedPerson) coefficient() any {
	switch {
	case !p.May("staff.salary"):
		return masked{}
	case p.Coefficient == nil:
		return nil
	}
	return decimal.NullDecimal{Decimal: *p.Coefficient, Valid: true}
}

func (p *listedPerson) latest() any {
	switch {
	case !p.May("staff.evaluation"):
		return masked{}
	case p.rating == nil:
		return nil
	}
	return strconv.Itoa(p.rating.Year) + ": " + p.rating.Label
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func staffParams(book *rules.Book) []param {
	return []param{
		{name: "q"},
		{name: "unit", id: "unit", words: unitInWords},
		{name: "reach", oneOf: []string{"own"}, words: asMessage("exchange.list.reach.")},
		{name: "class", many: true, oneOf: fixed["staff_class"], words: inWords("staff_class")},
		{name: "category", many: true, oneOf: codesOf(book, "headcount.categories"), words: inWords("category")},
		{name: "grade", many: true, oneOf: codesOf(book, "staff.grades"), words: inWords("grade")},
		{name: "position", id: "position", words: func(ctx context.Context, x *listing, v string) (string, error) {
			p, err := x.Positions.Position(ctx, number(v))
			if p == nil {
				return v, err
			}
			return p.Name, err
		}},
		{name: "gap", oneOf: models.StaffGapCodes, words: asMessage("staff.gap.")},
		{name: "retiresFrom", day: true, words: asDay},
		{name: "retiresTo", day: true, words: asDay},
		{name: "sort", oneOf: []string{"NAME", "CODE", "UNIT", "GRADE", "BIRTH_DATE"}, words: asMessage("exchange.list.sort.")},
		{name: "dir", oneOf: []string{"DESC"}, words: asMessage("exchange.list.dir.")},
	}
}

// unitInWords names a unit that the filter has found, so that it lies within the scope.
func unitInWords(ctx context.Context, x *listing, v string) (string, error) {
	id := number(v)
	found, err := x.units(ctx, []int64{id})
	return nameOf(found[id]), err
}

// number is an id that the order has checked already.
func number(v string) int64 {
	n, _ := strconv.ParseInt(v, 10, 64) //nolint:errcheck // numeral wrote it
	return n
}

func numeral(n int64) string { return strconv.FormatInt(n, 10) }

func openStaff(ctx context.Context, x *listing) (*feed[*listedPerson], error) {
	if err := x.plantTree(ctx); err != nil {
		return nil, err
	}
	o := x.order
	filter := staff.Filter{
		AsOf: x.asOf, Search: o.value("q"), UnitID: number(o.value("unit")), IncludeSubunits: o.value("reach") != "own",
		Classes: o.Values["class"], Categories: o.Values["category"], Grades: o.Values["grade"], Gap: o.value("gap"),
		RetiresFrom: o.day("retiresFrom"), RetiresTo: o.day("retiresTo"),
	}
	if id := number(o.value("position")); id != 0 {
		filter.Positions = []int64{id}
	}
	sort := models.SortKey{Field: "NAME", Desc: o.value("dir") == "DESC"}
	if by := o.value("sort"); by != "" {
		sort.Field = by
	}
	var after []string
	read := func(ctx context.Context, limit int) (*staff.Page, error) {
		page, err := x.Staff.List(ctx, filter, []models.SortKey{sort}, func(int) ([]string, error) { return after, nil }, limit)
		return page, screenFault(err)
	}
	first, err := read(ctx, 1)
	if err != nil {
		return nil, err
	}
	total, err := first.Count(ctx)
	if err != nil {
		return nil, err
	}
	more := true
	return &feed[*listedPerson]{total: total, next: func(ctx context.Context) ([]*listedPerson, error) {
		if !more {
			return nil, nil
		}
		page, err := read(ctx, listPage)
		if err != nil || len(page.People) == 0 {
			return nil, err
		}
		more, after = page.HasNext, slices.Clone(page.People[len(page.People)-1].Keys)
		return x.persons(ctx, page.People)
	}}, nil
}

// persons adds to a page of people what their columns name.
func (x *listing) persons(ctx context.Context, people []*staff.Person) ([]*listedPerson, error) {
	ids := make([]int64, 0, 2*len(people))
	for _, p := range people {
		ids = append(ids, idOf(p.UnitID), idOf(p.QuotaUnitID))
	}
	units, err := x.units(ctx, ids)
	if err != nil {
		return nil, err
	}
	rows := make([]*listedPerson, len(people))
	for i, p := range people {
		row := &listedPerson{Person: p, x: x, unit: units[idOf(p.UnitID)], quotaUnit: units[idOf(p.QuotaUnitID)]}
		if p.PositionID != nil {
			if row.position, err = x.Positions.Position(ctx, *p.PositionID); err != nil {
				return nil, err
			}
		}
		if x.wants("rating") {
			if row.rating, err = p.LatestRating(ctx); err != nil {
				return nil, err
			}
		}
		rows[i] = row
	}
	return rows, nil
}
