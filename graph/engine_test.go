package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/graphql-go/graphql"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
)

// The schema of these tests: units in a tree, with one field of every kind that the engine treats in a way of its own.

type testKind string

type testUnit struct {
	id     int
	parent int
}

func (u testUnit) ID() string { return EncodeID("unit", int64(u.id)) }

// testSchema counts what its resolvers did.
type testSchema struct {
	engine  *Engine
	schema  graphql.Schema
	calls   atomic.Int64 // resolvers of Query and Mutation that ran
	mu      sync.Mutex
	fetches [][]int

	stubborn chan struct{} // what the resolver of that name waits for
}

type testUnitsIn struct {
	Page
	Filter *struct {
		Search *string
		AsOf   *day.Day
		Kinds  []testKind
	}
	Kind *testKind
	AsOf day.Day
}

func newTestSchema(t testing.TB, c Config) *testSchema {
	t.Helper()
	s := &testSchema{}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	unit, connection := s.unitTypes()
	schema, err := graphql.NewSchema(graphql.SchemaConfig{
		Query:    graphql.NewObject(graphql.ObjectConfig{Name: "Query", Fields: s.queries(unit, connection)}),
		Mutation: graphql.NewObject(graphql.ObjectConfig{Name: "Mutation", Fields: s.mutations(unit)}),
	})
	if err != nil {
		t.Fatal(err)
	}
	s.schema = schema
	s.engine = New(schema, c)
	return s
}

var testKindType = graphql.NewEnum(graphql.EnumConfig{Name: "Kind", Description: "Kind of a unit.", Values: graphql.EnumValueConfigMap{
	"DEPARTMENT": {Value: testKind("DEPARTMENT"), Description: "Sở, ban, ngành"},
	"COMMUNE":    {Value: testKind("COMMUNE"), DeprecationReason: `said "xã"`},
}})

func (s *testSchema) unitTypes() (unit, connection *graphql.Object) {
	parents := NewLoader(func(_ context.Context, ids []int) (map[int]testUnit, error) {
		s.mu.Lock()
		s.fetches = append(s.fetches, ids)
		s.mu.Unlock()
		found := map[int]testUnit{}
		for _, id := range ids {
			if id > 0 {
				found[id] = testUnit{id, id / 10}
			}
		}
		return found, nil
	})
	unit = graphql.NewObject(graphql.ObjectConfig{Name: "Unit", Description: "A unit.\nDated.", Fields: graphql.FieldsThunk(func() graphql.Fields {
		return graphql.Fields{
			"id":      {Type: graphql.NewNonNull(graphql.ID), Resolve: of(func(u testUnit) any { return u.ID() })},
			"number":  {Type: graphql.NewNonNull(graphql.Int), Resolve: of(func(u testUnit) any { return u.id })},
			"name":    {Type: graphql.NewNonNull(graphql.String), Resolve: of(func(u testUnit) any { return fmt.Sprintf("Sở \"%d\" <Nội vụ>\n", u.id) })},
			"kind":    {Type: testKindType, Resolve: of(func(testUnit) any { return testKind("DEPARTMENT") })},
			"founded": {Type: Date, Resolve: of(func(u testUnit) any { return day.MustParse("2010-01-31").AddDays(u.id) })},
			"closed":  {Type: Date, Resolve: of(func(testUnit) any { return day.Forever })},
			"seenAt":  {Type: DateTime, Resolve: of(func(testUnit) any { return time.Unix(1_600_000_000, 0) })},
			"budget":  {Type: Money, Resolve: of(func(u testUnit) any { return int64(9_007_199_254_740_993) + int64(u.id) })},
			"factor":  {Type: Decimal, Resolve: of(func(testUnit) any { return decimal.RequireFromString("2.340") })},
			"share":   {Type: graphql.Float, Resolve: of(func(u testUnit) any { return float64(u.id) / 3 })},
			"open":    {Type: graphql.Boolean, Resolve: of(func(testUnit) any { return true })},
			"codes":   {Type: graphql.NewList(graphql.NewNonNull(graphql.String)), Resolve: of(func(testUnit) any { return []string{"a", "b"} })},
			"grid": {Type: graphql.NewList(graphql.NewList(graphql.Int)), Resolve: of(func(testUnit) any {
				return [][]int{{1, 2}, {}, nil}
			})},
			"parent": {Type: unit, Resolve: func(p graphql.ResolveParams) (any, error) {
				return parents.Load(p.Context, p.Source.(testUnit).parent), nil
			}},
			"twin":  {Type: unit, Resolve: of(func(u testUnit) any { return u })},
			"other": {Type: unit, Resolve: of(func(u testUnit) any { return u })},
			"label": {
				Type: graphql.NewNonNull(graphql.String),
				Args: graphql.FieldConfigArgument{"lang": {Type: graphql.String, DefaultValue: "vi", Description: "vi or en"}},
				Resolve: with(func(_ context.Context, u testUnit, in struct{ Lang string }) (string, error) {
					return fmt.Sprintf("%s %d", in.Lang, u.id), nil
				}),
			},
			"children": {Type: connection, Args: pageArguments(nil), Resolve: with(func(_ context.Context, u testUnit, in Page) (*Connection[testUnit], error) {
				return testPage(in, u.id*10)
			})},
			"broken": {Type: graphql.String, Resolve: s.broken},
			"strict": {Type: graphql.NewNonNull(graphql.String), Resolve: s.broken},
		}
	})})
	connection = newConnections().connection("Unit", unit)
	return unit, connection
}

func (s *testSchema) queries(unit, connection *graphql.Object) graphql.Fields {
	filter := graphql.NewInputObject(graphql.InputObjectConfig{Name: "UnitFilter", Fields: graphql.InputObjectConfigFieldMap{
		"search":     {Type: graphql.String, Description: "Text to find."},
		"asOf":       {Type: Date},
		"kinds":      {Type: graphql.NewList(graphql.NewNonNull(testKindType))},
		"subunits":   {Type: graphql.Boolean, DefaultValue: true},
		"first":      {Type: graphql.Int},
		"budget":     {Type: Money},
		"factor":     {Type: Decimal},
		"seenAt":     {Type: DateTime},
		"share":      {Type: graphql.Float},
		"countLimit": {Type: graphql.NewNonNull(graphql.Int), DefaultValue: 3},
	}})
	return graphql.Fields{
		"node": {Type: unit, Resolve: s.counted(func(graphql.ResolveParams) (any, error) { return testUnit{7, 3}, nil })},
		"unit": {Type: unit, Args: graphql.FieldConfigArgument{"id": {Type: graphql.NewNonNull(graphql.ID)}},
			Resolve: s.counted(call(func(_ context.Context, in struct{ ID string }) (any, error) {
				n, err := DecodeID("unit", in.ID)
				return testUnit{int(n), 1}, err
			}))},
		"units": {Type: connection, Args: pageArguments(graphql.FieldConfigArgument{
			"filter": {Type: filter}, "kind": {Type: testKindType}, "asOf": {Type: Date},
		}), Resolve: s.counted(call(func(_ context.Context, in testUnitsIn) (*Connection[testUnit], error) {
			return testPage(in.Page, 0)
		}))},
		"all": {Type: graphql.NewList(unit), Resolve: s.counted(func(graphql.ResolveParams) (any, error) {
			var all []testUnit
			for i := range 50 {
				all = append(all, testUnit{i + 1, i%7 + 1})
			}
			return all, nil
		})},
		"stubborn": {Type: graphql.String, Resolve: func(graphql.ResolveParams) (any, error) {
			<-s.stubborn
			return "done", nil
		}},
		"slow": {Type: graphql.String, Resolve: s.counted(func(p graphql.ResolveParams) (any, error) {
			<-p.Context.Done()
			return nil, p.Context.Err()
		})},
		"text": {Type: graphql.String, Args: graphql.FieldConfigArgument{"of": {Type: graphql.String}},
			Resolve: s.counted(call(func(_ context.Context, in struct{ Of *string }) (*string, error) { return in.Of, nil }))},
	}
}

func (s *testSchema) mutations(unit *graphql.Object) graphql.Fields {
	return graphql.Fields{"rename": {
		Type: unit, Args: graphql.FieldConfigArgument{"id": {Type: graphql.NewNonNull(graphql.ID)}},
		Resolve: s.counted(func(graphql.ResolveParams) (any, error) { return testUnit{7, 3}, nil }),
	}}
}

func (s *testSchema) counted(resolve graphql.FieldResolveFn) graphql.FieldResolveFn {
	return func(p graphql.ResolveParams) (any, error) {
		s.calls.Add(1)
		return resolve(p)
	}
}

// broken fails in the way that the number of its unit says.
func (s *testSchema) broken(p graphql.ResolveParams) (any, error) {
	switch p.Source.(testUnit).id {
	case 1:
		return nil, fault.New(fault.RuleViolation, "fault.stale").At("units").Citing(fault.Source{Document: "Luật 80/2025/QH15", At: "Điều 5"}).With("version", 3)
	case 2:
		return nil, errors.New("secret of Nguyễn Văn A")
	case 3:
		panic("secret of Nguyễn Văn A")
	case 4:
		return nil, fmt.Errorf("load: %w", &pgconn.PgError{Code: "57P01", Message: "secret"})
	case 5:
		return nil, fmt.Errorf("load: %w", &pgconn.PgError{Code: "22P02", Message: "secret", TableName: "staff"})
	case 6:
		return func() (any, error) { panic(p.Source) }, nil
	case 8:
		return nil, fmt.Errorf("load: %w", &pgconn.PgError{Code: "57014"})
	}
	return "whole", nil
}

func testPage(in Page, from int) (*Connection[testUnit], error) {
	n, err := in.Rows()
	if err != nil {
		return nil, err
	}
	c := &Connection[testUnit]{HasNext: true,
		Cursor: func(u testUnit) string { return EncodeCursor(fmt.Sprint(u.id)) },
		Total:  func(context.Context) (int, error) { return 3000, nil },
	}
	for i := range n {
		c.Nodes = append(c.Nodes, testUnit{from + i + 1, i%7 + 1})
	}
	return c, nil
}

// codeOf is the code of the first error, "" when there is none.
func codeOf(r *Response) fault.Code {
	if len(r.Errors) == 0 {
		return ""
	}
	return r.Errors[0].Code()
}

// ask runs a query of somebody known.
func (s *testSchema) ask(query string) *Response {
	return s.engine.Run(context.Background(), Request{Query: query, Lang: "en"})
}
