package graph

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/graphql-go/graphql"
	"github.com/shopspring/decimal"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/staff"
	"bienche/models"
	"bienche/rules"
)

func (b *builder) addStaff() {
	b.grade = graphql.NewObject(graphql.ObjectConfig{Name: "Grade", Fields: graphql.Fields{
		"code":        text(func(g rules.Grade) string { return g.Code }),
		"name":        text(func(g rules.Grade) string { return g.Label.VI }),
		"salaryClass": text(func(g rules.Grade) string { return g.SalaryClass }),
	}})
	b.staffRating = graphql.NewObject(graphql.ObjectConfig{Name: "StaffRating", Fields: graphql.Fields{
		"year":  number(func(r models.LatestRating) int { return r.Year }),
		"level": {Type: nn(b.rating), Resolve: of(func(r models.LatestRating) any { return r.Level })},
		"label": text(func(r models.LatestRating) string { return r.Label }),
	}})
	b.staffMember = graphql.NewObject(graphql.ObjectConfig{
		Name:        "StaffMember",
		Description: "A person on the payroll. A field that the reader may not see is null and listed in hidden.",
		Fields:      graphql.FieldsThunk(b.staffMemberFields),
	})
	b.addStaffList()
	b.addStaffQueries()
}

func (b *builder) staffMemberFields() graphql.Fields {
	fields := graphql.Fields{
		"id":            {Type: nn(graphql.ID), Resolve: of(func(p *staff.Person) any { return EncodeID("staff", p.ID) })},
		"code":          text(func(p *staff.Person) string { return p.Code }),
		"fullName":      text(func(p *staff.Person) string { return p.FullName }),
		"birthDate":     date(func(p *staff.Person) day.Day { return p.BirthDate }),
		"birthDateText": text(func(p *staff.Person) string { return birthText(p.BirthDate, p.BirthPrecision) }),
		"sex":           {Type: b.sex, Resolve: of(func(p *staff.Person) any { return p.Sex })},
		"staffClass":    {Type: nn(b.staffClass), Resolve: of(func(p *staff.Person) any { return p.StaffClass })},
		"unit":          unitField(b, func(p *staff.Person) (int64, models.AsOf) { return orZero(p.UnitID), p.AsOf() }),
		"position":      positionField(b, func(p *staff.Person) *int64 { return p.PositionID }),
		"title":         text(func(p *staff.Person) string { return p.Title }),
		"leadership":    text(func(p *staff.Person) string { return p.Leadership }),
		"grade": {Type: b.grade, Resolve: of(func(p *staff.Person) any {
			if p.Grade == nil {
				return nil
			}
			return b.gradeOf(*p.Grade, p.AsOf().Day)
		})},
		"step": {Type: graphql.Int, Resolve: of(func(p *staff.Person) any { return optional(p.Step) })},
		"coefficient": {Type: Decimal, Resolve: of(func(p *staff.Person) any {
			if !p.May("staff.salary") {
				return nil
			}
			return p.Coefficient
		})},
		"headcountCategory": {Type: graphql.String, Resolve: of(func(p *staff.Person) any { return optional(p.Category) })},
		"quotaUnit":         unitField(b, func(p *staff.Person) (int64, models.AsOf) { return orZero(p.QuotaUnitID), p.AsOf() }),
		"onDuty":            {Type: nn(graphql.Boolean), Resolve: of(func(p *staff.Person) any { return p.OnDuty })},
		"latestRating": {Type: b.staffRating, Resolve: with(func(ctx context.Context, p *staff.Person, _ none) (any, error) {
			r, err := p.LatestRating(ctx)
			if r == nil {
				return nil, err
			}
			return *r, err
		})},
		"timeline": {Type: nn(b.timelineConnection), Args: pageArguments(nil),
			Resolve: with(func(ctx context.Context, p *staff.Person, page Page) (any, error) {
				return b.staffTimeline(ctx, p, page)
			})},
		"hidden":  {Type: listOf(b.hiddenField), Resolve: of(func(p *staff.Person) any { return p.Hidden() })},
		"version": number(func(p *staff.Person) int { return p.Version }),
	}
	b.addRecordFields(fields)
	b.addEntitlements(fields)
	return fields
}

func orZero(id *int64) int64 {
	if id == nil {
		return 0
	}
	return *id
}

// birthText writes as much of a birth date as is known.
func birthText(d day.Day, precision string) string {
	switch precision {
	case "YEAR":
		return fmt.Sprint(d.Year())
	case "MONTH":
		return d.Vietnamese()[3:]
	}
	return d.Vietnamese()
}

// gradeOf is a grade by code as of a day; one that the law no longer has keeps its last entry.
func (b *builder) gradeOf(code string, on day.Day) any {
	var found any
	for _, g := range b.grades[code] {
		found = g
		if !on.Before(g.From) && on.Before(g.To) {
			break
		}
	}
	return found
}

func (b *builder) addStaffQueries() {
	type one struct {
		asOfArgs
		ID   *string
		Code string
	}
	b.query["staffMember"] = &graphql.Field{
		Type: b.staffMember,
		Args: datedArguments(graphql.FieldConfigArgument{"id": arg(graphql.ID), "code": arg(graphql.String)}),
		Resolve: callWith(func(p graphql.ResolveParams, in one) (any, error) {
			id, err := identify("id", "staff", in.ID)
			if err != nil {
				return nil, err
			}
			return b.person(p, id, in.Code, b.asOf(in.asOfArgs))
		}),
	}
	b.query["grades"] = &graphql.Field{
		Type: listOf(b.grade),
		Args: graphql.FieldConfigArgument{"asOf": arg(Date)},
		Resolve: call(func(ctx context.Context, in asOfArgs) ([]rules.Grade, error) {
			if err := signedIn(ctx); err != nil {
				return nil, err
			}
			return b.Book.Grades(b.asOf(in).Day)
		}),
	}
	gap := graphql.NewObject(graphql.ObjectConfig{Name: "DataGap", Fields: graphql.Fields{
		"code":  text(func(g staff.Gap) string { return g.Code }),
		"label": label(staff.Gap.Label),
		"count": number(func(g staff.Gap) int { return g.Count }),
	}})
	b.query["dataGaps"] = &graphql.Field{
		Type: listOf(gap),
		Args: graphql.FieldConfigArgument{"asOf": arg(Date)},
		Resolve: call(func(ctx context.Context, in asOfArgs) ([]staff.Gap, error) {
			return b.Staff.Gaps(ctx, b.asOf(in))
		}),
	}
}

// person is one record, with the sections that the request selects below the field.
func (b *builder) person(p graphql.ResolveParams, id int64, code string, a models.AsOf) (any, error) {
	sections := sectionsIn(selected(p))
	if auth.ViewerOf(p.Context).MayAnywhere("decision.document", "read") && (selected(p, "appointments")["decision"] ||
		selected(p, "appointments")["endDecision"] || selected(p, "pay")["decision"]) {
		sections = append(sections, models.PartDecisions)
	}
	found, err := b.Staff.Find(p.Context, models.StaffKey{ID: id, Code: code, AsOf: a}, sections)
	if err != nil {
		return nil, err
	}
	for i := range found.Decisions {
		b.decisions.Know(p.Context, found.Decisions[i].ID, &found.Decisions[i])
	}
	return found, nil
}

// addTimeline makes the types of a timeline; a person's and a unit's entries look alike.
func (b *builder) addTimeline() {
	entry := graphql.NewObject(graphql.ObjectConfig{Name: "TimelineEntry", Fields: graphql.FieldsThunk(func() graphql.Fields {
		return graphql.Fields{
			"on":   dateNN(func(e *timelineEntry) day.Day { return e.on }),
			"kind": text(func(e *timelineEntry) string { return e.kind }),
			"text": &graphql.Field{
				Type:    nn(graphql.String),
				Args:    graphql.FieldConfigArgument{"lang": {Type: graphql.String, DefaultValue: "vi"}},
				Resolve: with(b.timelineText),
			},
			"decision":   decisionField(b, func(e *timelineEntry) *int64 { return e.decisionID }),
			"recordedAt": {Type: nn(DateTime), Resolve: of(func(e *timelineEntry) any { return e.recordedAt })},
			"superseded": {Type: nn(graphql.Boolean), Resolve: of(func(e *timelineEntry) any { return e.superseded })},
		}
	})})
	b.timelineConnection = b.connection("Timeline", entry)
}

// timelineEntry is a dated event whose words are chosen when the language is known.
type timelineEntry struct {
	on         day.Day
	kind       string
	args       fault.Args
	unitID     *int64 // named in the words as it was called then
	decisionID *int64
	recordedAt time.Time
	superseded bool
}

type langArgs struct{ Lang string }

func (b *builder) timelineText(ctx context.Context, e *timelineEntry, in langArgs) (any, error) {
	say := func(unit string) string {
		args := fault.Args{"unit": unit}
		for k, v := range e.args {
			args[k] = v
		}
		return tidy(fault.Text(fault.Lang(in.Lang), "timeline."+e.kind, args))
	}
	if e.unitID == nil {
		return say(""), nil
	}
	promised := b.unitsThen.Load(ctx, models.UnitDay{UnitID: *e.unitID, Day: e.on})
	return func() (any, error) {
		u, err := promised()
		if v, ok := u.(*unitView); ok {
			return say(v.Name), nil
		}
		return say("?"), err
	}, nil
}

// tidy takes out what empty parts leave behind: a space before a comma, a comma or space at the end.
func tidy(s string) string {
	s = strings.NewReplacer(" ,", ",", ": ,", ":", "  ", " ").Replace(s)
	return strings.TrimRight(s, " ,.:")
}

func (b *builder) staffTimeline(ctx context.Context, p *staff.Person, page Page) (any, error) {
	limit, offset, err := offsetPage(page)
	if err != nil {
		return nil, err
	}
	rows, err := p.Timeline(ctx, limit+1, offset)
	if err != nil {
		return nil, err
	}
	total := 0
	entries := make([]timelineEntry, len(rows))
	for i, r := range rows {
		total = r.Total
		args := fault.Args{}
		for j, d := range r.Detail {
			name := fmt.Sprintf("d%d", j+1)
			args[name] = d
			if n, err := decimal.NewFromString(d); err == nil && strings.HasPrefix(r.Kind, "pay.") && j == coefficientPart {
				args[name] = n // written as the reader's language writes it
			}
		}
		entries[i] = timelineEntry{r.On, r.Kind, args, r.UnitID, r.DecisionID, r.RecordedAt, r.Superseded}
	}
	return offsetConnection(pointers(entries), limit, offset, func(context.Context) (int, error) { return total, nil }), nil
}

func (b *builder) unitTimeline(ctx context.Context, u *unitView, page Page) (any, error) {
	limit, offset, err := offsetPage(page)
	if err != nil {
		return nil, err
	}
	rows, err := models.UnitEvents(ctx, b.DB, u.ID, maxUnitEvents, 0)
	if err != nil {
		return nil, err
	}
	entries := make([]timelineEntry, len(rows))
	for i, r := range rows {
		entries[i] = timelineEntry{on: r.On, kind: "unit." + r.Kind, args: fault.Args{"name": r.Name, "parent": r.ParentName},
			decisionID: r.DecisionID, recordedAt: r.RecordedAt, superseded: r.Superseded}
	}
	return slicePage(entries, limit, offset), nil
}

// coefficientPart is where a pay event holds its coefficient.
const coefficientPart = 2

// maxUnitEvents is far more than any unit's history has.
const maxUnitEvents = 1000
