package graph

import (
	"context"

	"github.com/graphql-go/graphql"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/headcount"
	"bienche/models"
	"bienche/rules"
)

// figureFields are the five counts of a row, under a prefix ("" or "subtree").
func figureFields[S any](fields graphql.Fields, prefix string, get func(S) headcount.Figures) {
	name := func(s string) string {
		if prefix == "" {
			return s
		}
		return prefix + string(s[0]-'a'+'A') + s[1:]
	}
	fields[name("allocated")] = number(func(s S) int { return get(s).Allocated })
	fields[name("present")] = number(func(s S) int { return get(s).Present })
	fields[name("promised")] = number(func(s S) int { return get(s).Promised })
	fields[name("vacant")] = number(func(s S) int { return get(s).Vacant() })
	fields[name("recruitable")] = number(func(s S) int { return get(s).Recruitable() })
}

func (b *builder) addHeadcount() {
	rowFields := graphql.Fields{
		"category": text(func(r headcount.Row) string { return r.Category }),
		"label":    label(func(r headcount.Row, lang string) string { return rules.Label{VI: r.VI, EN: r.EN}.In(lang) }),
	}
	figureFields(rowFields, "", func(r headcount.Row) headcount.Figures { return r.Figures })
	b.headcountRow = graphql.NewObject(graphql.ObjectConfig{
		Name:        "HeadcountRow",
		Description: "vacant (chưa sử dụng) = allocated − present; recruitable (còn được tuyển) = vacant − promised; both may be negative.",
		Fields:      rowFields,
	})
	b.addOrgTree()
	b.addHeadcountReport()
	b.addHeadcountSeries()
	b.addOverQuota()
	b.addQuotaEntries()
	b.query["headcountCategories"] = &graphql.Field{
		Type: listOf(graphql.NewObject(graphql.ObjectConfig{Name: "HeadcountCategory", Fields: graphql.Fields{
			"code":   text(func(c rules.Category) string { return c.Code }),
			"label":  label(func(c rules.Category, lang string) string { return c.In(lang) }),
			"source": {Type: nn(b.legalSource), Resolve: of(func(c rules.Category) any { return c.Entry.Source() })},
		}})),
		Args: graphql.FieldConfigArgument{"asOf": arg(Date)},
		Resolve: call(func(ctx context.Context, in asOfArgs) ([]rules.Category, error) {
			if _, _, err := auth.Require(ctx, "org.unit", "read"); err != nil {
				return nil, err
			}
			return b.Book.Categories(b.asOf(in).Day)
		}),
	}
}

// unitDayArgs ask for one unit on one day.
type unitDayArgs struct {
	asOfArgs
	Unit *string
}

func (b *builder) addHeadcountReport() {
	reportType := graphql.NewObject(graphql.ObjectConfig{Name: "HeadcountReport", Fields: graphql.Fields{
		"asOf":  dateNN(func(r *headcount.Report) day.Day { return r.AsOf.Day }),
		"unit":  {Type: b.orgUnit, Resolve: of(func(r *headcount.Report) any { return nilUnit(viewOf(r.Unit, r.AsOf)) })},
		"rows":  {Type: listOf(b.headcountRow), Resolve: of(func(r *headcount.Report) any { return r.Rows })},
		"total": {Type: nn(b.headcountRow), Resolve: of(func(r *headcount.Report) any { return r.Total })},
	}})
	args := func() graphql.FieldConfigArgument {
		return graphql.FieldConfigArgument{"asOf": arg(nn(Date)), "knownAt": arg(DateTime), "unit": arg(graphql.ID)}
	}
	b.query["headcountReport"] = &graphql.Field{
		Type:        nn(reportType),
		Description: "Allocated, present, promised, vacant, recruitable by category for a unit's subtree on a day.",
		Args:        args(),
		Resolve: call(func(ctx context.Context, in unitDayArgs) (*headcount.Report, error) {
			unit, err := identify("unit", "unit", in.Unit)
			if err != nil {
				return nil, err
			}
			return b.Headcount.Report(ctx, b.asOf(in.asOfArgs), unit)
		}),
	}
	type view struct {
		headcount.BreakdownRow
		asOf models.AsOf
	}
	rowType := graphql.NewObject(graphql.ObjectConfig{Name: "HeadcountBreakdownRow", Fields: graphql.Fields{
		"unit": {Type: nn(b.orgUnit), Resolve: of(func(r view) any { return viewOf(r.Unit, r.asOf) })},
		"own":  {Type: nn(graphql.Boolean), Resolve: of(func(r view) any { return r.Own })},
		"hasChildren": {Type: nn(graphql.Boolean), Resolve: of(func(r view) any {
			return !r.Own && len(r.Unit.Children) > 0
		})},
		"rows":  {Type: listOf(b.headcountRow), Resolve: of(func(r view) any { return r.Rows })},
		"total": {Type: nn(b.headcountRow), Resolve: of(func(r view) any { return r.Total })},
	}})
	b.query["headcountBreakdown"] = &graphql.Field{
		Type:        listOf(rowType),
		Description: "The unit's own posts and one row per child with its whole subtree: what drilling down shows.",
		Args:        args(),
		Resolve: call(func(ctx context.Context, in unitDayArgs) (any, error) {
			unit, err := identify("unit", "unit", in.Unit)
			if err != nil {
				return nil, err
			}
			a := b.asOf(in.asOfArgs)
			rows, err := b.Headcount.Breakdown(ctx, a, unit)
			out := make([]view, len(rows))
			for i, r := range rows {
				out[i] = view{r, a}
			}
			return out, err
		}),
	}
}

// nilUnit keeps a nil view from becoming a value that is not nil.
func nilUnit(u *unitView) any {
	if u == nil {
		return nil
	}
	return u
}

func (b *builder) addHeadcountSeries() {
	point := graphql.NewObject(graphql.ObjectConfig{Name: "HeadcountPoint", Fields: graphql.Fields{
		"day":   dateNN(func(p headcount.Point) day.Day { return p.Day }),
		"total": {Type: nn(b.headcountRow), Resolve: of(func(p headcount.Point) any { return p.Total })},
		"rows":  {Type: listOf(b.headcountRow), Resolve: of(func(p headcount.Point) any { return p.Rows })},
	}})
	type in struct {
		Days     []day.Day
		Unit     *string
		Category string
	}
	b.query["headcountSeries"] = &graphql.Field{
		Type: listOf(point),
		Args: graphql.FieldConfigArgument{"days": arg(listOf(Date)), "unit": arg(graphql.ID), "category": arg(graphql.String)},
		Resolve: call(func(ctx context.Context, in in) ([]headcount.Point, error) {
			unit, err := identify("unit", "unit", in.Unit)
			if err != nil {
				return nil, err
			}
			return b.Headcount.Series(ctx, in.Days, unit, in.Category)
		}),
	}
}

func (b *builder) addOverQuota() {
	type view struct {
		headcount.OverQuota
		asOf models.AsOf
	}
	row := graphql.NewObject(graphql.ObjectConfig{Name: "OverQuotaRow", Fields: graphql.Fields{
		"unit":      {Type: nn(b.orgUnit), Resolve: of(func(r *view) any { return viewOf(r.Unit, r.asOf) })},
		"category":  text(func(r *view) string { return r.Category }),
		"label":     label(func(r *view, lang string) string { return b.categoryLabel(r.Category, r.asOf.Day, lang) }),
		"allocated": number(func(r *view) int { return r.Allocated }),
		"present":   number(func(r *view) int { return r.Present }),
		"over":      number(func(r *view) int { return -r.Vacant() }),
	}})
	type in struct {
		Page
		AsOf *day.Day
	}
	b.query["overQuotaUnits"] = &graphql.Field{
		Type: nn(b.connection("OverQuota", row)),
		Args: pageArguments(graphql.FieldConfigArgument{"asOf": arg(Date)}),
		Resolve: call(func(ctx context.Context, in in) (any, error) {
			limit, offset, err := offsetPage(in.Page)
			if err != nil {
				return nil, err
			}
			a := b.asOf(asOfArgs{AsOf: in.AsOf})
			over, err := b.Headcount.OverQuotas(ctx, a)
			if err != nil {
				return nil, err
			}
			views := make([]view, len(over))
			for i, o := range over {
				views[i] = view{o, a}
			}
			return slicePage(views, limit, offset), nil
		}),
	}
}

// categoryLabel words a category as of a day; a code that did not exist then is shown as it is.
func (b *builder) categoryLabel(code string, on day.Day, lang string) string {
	categories, err := b.Book.Categories(on)
	if err != nil {
		return code
	}
	for _, c := range categories {
		if c.Code == code {
			return c.In(lang)
		}
	}
	return code
}

func (b *builder) addQuotaEntries() {
	side := func(get func(*models.QuotaEntryRow) *int64) *graphql.Field {
		return unitThenField(b, b.orgUnit, func(e *models.QuotaEntryRow) (int64, day.Day) {
			if id := get(e); id != nil {
				return *id, e.ValidFrom
			}
			return 0, e.ValidFrom
		})
	}
	entry := graphql.NewObject(graphql.ObjectConfig{Name: "QuotaEntry", Fields: graphql.Fields{
		"id":       {Type: nn(graphql.ID), Resolve: of(func(e *models.QuotaEntryRow) any { return EncodeID("quota", e.ID) })},
		"act":      text(func(e *models.QuotaEntryRow) string { return e.Act }),
		"category": text(func(e *models.QuotaEntryRow) string { return e.Category }),
		"tranche":  text(func(e *models.QuotaEntryRow) string { return e.Tranche }),
		"funding":  text(func(e *models.QuotaEntryRow) string { return e.Funding }),
		"giver":    side(func(e *models.QuotaEntryRow) *int64 { return e.GiverID }),
		"receiver": side(func(e *models.QuotaEntryRow) *int64 { return e.ReceiverID }),
		"posts":    number(func(e *models.QuotaEntryRow) int { return e.Posts }),
		"from":     dateNN(func(e *models.QuotaEntryRow) day.Day { return e.ValidFrom }),
		"to":       date(func(e *models.QuotaEntryRow) day.Day { return e.ValidTo }),
		"decision": decisionField(b, func(e *models.QuotaEntryRow) *int64 { return e.DecisionID }),
		"note":     text(func(e *models.QuotaEntryRow) string { return e.Note }),
	}})
	type in struct {
		Page
		Unit     string
		Category string
	}
	b.query["quotaEntries"] = &graphql.Field{
		Type: nn(b.connection("QuotaEntry", entry)),
		Args: pageArguments(graphql.FieldConfigArgument{"unit": arg(nn(graphql.ID)), "category": arg(graphql.String)}),
		Resolve: call(func(ctx context.Context, in in) (any, error) {
			limit, offset, err := offsetPage(in.Page)
			if err != nil {
				return nil, err
			}
			unit, err := identify("unit", "unit", &in.Unit)
			if err != nil {
				return nil, err
			}
			rows, count, err := b.Headcount.Entries(ctx, unit, in.Category, limit+1, offset)
			if err != nil {
				return nil, err
			}
			return offsetConnection(pointers(rows), limit, offset, count), nil
		}),
	}
}
