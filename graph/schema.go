package graph

import (
	"context"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/graphql-go/graphql"

	"bienche/internal/auth"
	"bienche/internal/computation"
	"bienche/internal/day"
	"bienche/internal/decision"
	"bienche/internal/fault"
	"bienche/internal/headcount"
	"bienche/internal/lawbook"
	"bienche/internal/org"
	"bienche/internal/platform/jobs"
	"bienche/internal/position"
	"bienche/internal/report"
	"bienche/internal/staff"
	"bienche/models"
	"bienche/rules"
	"bienche/rules/pay"
	"bienche/rules/reduction"
)

// Services are what the API asks. graph decides nothing itself.
type Services struct {
	DB        *models.DB
	Book      *rules.Book
	Clock     day.Clock
	Trees     *org.Trees
	Positions *position.Catalogue
	Headcount *headcount.Service
	Staff     *staff.Service
	Reports   *report.Service
	Decisions *decision.Service
	Changes   *staff.Changes
	Jobs      *jobs.Runner
	SignIn    *auth.Service
	Law       *lawbook.Service
	// Computations keeps what calculators find, and holds changes of the law against it.
	Computations *computation.Service
}

// builder holds the types while the schema is put together: they refer to each other in circles, so that none can
// stand alone.
type builder struct {
	Services
	*connections
	query, mutation graphql.Fields

	hiddenField, legalSource                           *graphql.Object
	sex, staffClass, adminLevel, rating, sortDirection *graphql.Enum
	orgUnit, orgLink, unitKind                         *graphql.Object
	headcountRow                                       *graphql.Object
	jobPosition, positionGroup                         *graphql.Object
	staffMember, grade, staffRating                    *graphql.Object
	timelineConnection                                 *graphql.Object
	decision                                           *graphql.Object
	units                                              *Loader[int64, *unitView]
	unitsThen                                          *Loader[models.UnitDay, *unitView]
	decisions                                          *Loader[int64, *models.Decision]
	decisionLines                                      *Loader[int64, []models.DecisionLine]
	grades                                             map[string][]rules.Grade
	predecessors, successors                           *Loader[int64, []models.OrgLink]
	access                                             access
	law                                                law
	traceStep, note, alternative                       *graphql.Object
	workCondition, separationFamily, separationPolicy  *graphql.Enum
	reorganisationGroup                                *graphql.Enum
	retirementOutcome, stepRaiseOutcome                *graphql.Object
	benefitOutcome, job                                *graphql.Object
	estimateInput, staffFilter                         *graphql.InputObject
	kept                                               keptComputations
	impacts                                            impacts
}

// NewSchema makes the whole schema.
func NewSchema(s Services) (graphql.Schema, error) {
	b := &builder{Services: s, connections: newConnections(), query: graphql.Fields{}, mutation: graphql.Fields{},
		grades: gradesByCode(s.Book)}
	var err error
	if b.law.readers, err = s.Book.Readers(slices.Concat(reduction.RetirementCalculators(), reduction.SeparationCalculators(), pay.Calculators())); err != nil {
		return graphql.Schema{}, err
	}
	b.addShared()
	b.addTimeline()
	b.addDecisions()
	b.addOrg()
	b.addHeadcount()
	b.addPositions()
	b.addStaff()
	b.addIssue()
	b.addChanges()
	b.addReports()
	b.addLaw()
	b.addRuleChoices()
	b.addCalculators()
	b.addJobs()
	b.addComputations()
	b.addLawImpacts()
	b.addViews()
	b.addAccess()
	b.addSignIn(b.addViewer())
	holdBack(b.query)
	holdBack(b.mutation)
	cfg := graphql.SchemaConfig{
		Query: graphql.NewObject(graphql.ObjectConfig{Name: "Query", Fields: b.query}),
		Types: []graphql.Type{Money},
	}
	if len(b.mutation) > 0 {
		cfg.Mutation = graphql.NewObject(graphql.ObjectConfig{Name: "Mutation", Fields: b.mutation})
	}
	return graphql.NewSchema(cfg)
}

// asOfArgs are the arguments of every read that differs by date.
type asOfArgs struct {
	AsOf    *day.Day
	KnownAt *time.Time
}

// asOf is the day asked for (default today) and the instant of knowledge (default now).
func (b *builder) asOf(a asOfArgs) models.AsOf {
	out := models.AsOf{Day: b.Clock.Today(), Today: true}
	if a.AsOf != nil {
		out.Today = *a.AsOf == out.Day
		out.Day = *a.AsOf
	}
	if a.KnownAt != nil {
		out.Known = *a.KnownAt
	}
	return out
}

// datedArguments are asOf and knownAt beside a field's own arguments.
func datedArguments(own graphql.FieldConfigArgument) graphql.FieldConfigArgument {
	args := graphql.FieldConfigArgument{
		"asOf":    {Type: Date, Description: "The day the facts are valid on; today when absent."},
		"knownAt": {Type: DateTime, Description: "The instant the facts are as known at; now when absent."},
	}
	for name, a := range own {
		args[name] = a
	}
	return args
}

// nn and listOf are short for what nearly every field is.
func nn(t graphql.Type) *graphql.NonNull { return graphql.NewNonNull(t) }

func listOf(t graphql.Type) *graphql.NonNull { return nn(graphql.NewList(nn(t))) }

func arg(t graphql.Input) *graphql.ArgumentConfig { return &graphql.ArgumentConfig{Type: t} }

// text is a non-null string field.
func text[S any](get func(S) string) *graphql.Field {
	return &graphql.Field{Type: nn(graphql.String), Resolve: of(func(s S) any { return get(s) })}
}

// number is a non-null integer field.
func number[S any](get func(S) int) *graphql.Field {
	return &graphql.Field{Type: nn(graphql.Int), Resolve: of(func(s S) any { return get(s) })}
}

// date is a date that may be absent; it shows no day and the open end as null.
func date[S any](get func(S) day.Day) *graphql.Field {
	return &graphql.Field{Type: Date, Resolve: of(func(s S) any { return get(s) })}
}

// dateNN is a date that is always there.
func dateNN[S any](get func(S) day.Day) *graphql.Field {
	return &graphql.Field{Type: nn(Date), Resolve: of(func(s S) any { return get(s) })}
}

// label is a text that the argument lang ("vi" or "en") chooses the language of.
func label[S any](get func(S, string) string) *graphql.Field {
	type in struct{ Lang string }
	return &graphql.Field{
		Type: nn(graphql.String),
		Args: graphql.FieldConfigArgument{"lang": {Type: graphql.String, DefaultValue: "vi"}},
		Resolve: with(func(_ context.Context, s S, a in) (string, error) {
			return get(s, fault.Lang(a.Lang)), nil
		}),
	}
}

// optional is nil for an absent value, so that it is null to clients.
func optional[T any](v *T) any {
	if v == nil {
		return nil
	}
	return *v
}

// identify reads an optional id argument: 0 when it was not given.
func identify(field, kind string, id *string) (int64, error) {
	if id == nil {
		return 0, nil
	}
	n, err := DecodeID(kind, *id)
	if err != nil {
		return 0, fault.From(err).At(field)
	}
	return n, nil
}

// offsetPage reads a page of a list whose cursor is the place in it.
func offsetPage(p Page) (limit, offset int, err error) {
	if limit, err = p.Rows(); err != nil {
		return 0, 0, err
	}
	if p.After == nil {
		return limit, 0, nil
	}
	at, err := DecodeCursor(*p.After, 1)
	if err != nil {
		return 0, 0, err
	}
	if offset, err = strconv.Atoi(at[0]); err != nil || offset < 0 || offset > math.MaxInt32 {
		return 0, 0, fault.Bad("after", "fault.bad_cursor")
	}
	return limit, offset, nil
}

// offsetConnection makes a page of nodes, of which one more than limit was read when there is more.
func offsetConnection[T any](nodes []*T, limit, offset int, total func(context.Context) (int, error)) *Connection[*T] {
	c := &Connection[*T]{Nodes: nodes[:min(limit, len(nodes))], Total: total, HasNext: len(nodes) > limit, HasPrevious: offset > 0}
	place := make(map[*T]int, len(c.Nodes))
	for i, n := range c.Nodes {
		place[n] = offset + i + 1
	}
	c.Cursor = func(n *T) string { return EncodeCursor(strconv.Itoa(place[n])) }
	return c
}

// pointers are the addresses of rows.
func pointers[T any](rows []T) []*T {
	out := make([]*T, len(rows))
	for i := range rows {
		out[i] = &rows[i]
	}
	return out
}

// slicePage cuts a page out of a list that is in memory whole.
func slicePage[T any](all []T, limit, offset int) *Connection[*T] {
	from := min(offset, len(all))
	to := min(offset+limit+1, len(all))
	return offsetConnection(pointers(all[from:to]), limit, offset, func(context.Context) (int, error) { return len(all), nil })
}
