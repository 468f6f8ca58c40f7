package graph

import (
	"context"

	"github.com/graphql-go/graphql"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

// lawSearch is what the lists of the law are narrowed by.
type lawSearch struct {
	Page
	Search, Document string
	On               *day.Day
}

func (s lawSearch) allowed(ctx context.Context) error {
	if len(s.Search) > maxWords {
		return fault.Bad("search", "fault.too_long", fault.Args{"max": maxWords})
	}
	return signedIn(ctx)
}

// listed is a page of a list that stands in memory, whose cursors count its places.
func listed[T any](all []*T, page Page) (*Connection[*T], error) {
	limit, offset, err := offsetPage(page)
	if err != nil {
		return nil, err
	}
	rest := all[min(offset, len(all)):]
	return offsetConnection(rest[:min(limit+1, len(rest))], limit, offset, func(context.Context) (int, error) { return len(all), nil }), nil
}

// orNone is no day for a day that was not given.
func orNone(d *day.Day) day.Day {
	if d == nil {
		return day.Day{}
	}
	return *d
}

// maxWords is longer than any label or number that people search the law for.
const maxWords = 200

func (b *builder) addLawQueries() {
	b.query["ruleParameter"] = &graphql.Field{
		Type: b.law.value,
		Args: graphql.FieldConfigArgument{"id": arg(nn(graphql.String)), "on": arg(nn(Date))},
		Resolve: call(func(ctx context.Context, in struct {
			ID string
			On day.Day
		}) (any, error) {
			if err := signedIn(ctx); err != nil {
				return nil, err
			}
			return b.valueOn(in.ID, &in.On)
		}),
	}
	b.query["ruleParameters"] = &graphql.Field{
		Type:        nn(b.connection("RuleParameter", b.law.parameter)),
		Description: "Figures of the law by words of their labels, with or without marks, id, or document.",
		Args: pageArguments(graphql.FieldConfigArgument{"search": arg(graphql.String), "document": arg(graphql.String),
			"on": {Type: Date, Description: "Only those with a value in force on this day."}}),
		Resolve: call(func(ctx context.Context, in lawSearch) (*Connection[*rules.Parameter], error) {
			if err := in.allowed(ctx); err != nil {
				return nil, err
			}
			return listed(b.Book.Search(rules.Query{Words: in.Search, Document: in.Document, On: orNone(in.On)}), in.Page)
		}),
	}
	b.query["ruleHistory"] = &graphql.Field{
		Type: b.law.parameter,
		Args: graphql.FieldConfigArgument{"id": arg(nn(graphql.String))},
		Resolve: call(func(ctx context.Context, in struct{ ID string }) (any, error) {
			if err := signedIn(ctx); err != nil {
				return nil, err
			}
			if p, ok := b.Book.Parameter(in.ID); ok {
				return p, nil
			}
			return nil, fault.New(fault.NotFound, "rules.unknown_parameter", fault.Args{"id": in.ID}).At("id")
		}),
	}
	b.addDocumentQueries()
}

func (b *builder) addDocumentQueries() {
	b.query["legalDocuments"] = &graphql.Field{
		Type: nn(b.connection("LegalDocument", b.law.document)),
		Args: pageArguments(graphql.FieldConfigArgument{"search": arg(graphql.String),
			"on": {Type: Date, Description: "Only those in force on this day."}}),
		Resolve: call(func(ctx context.Context, in lawSearch) (*Connection[*rules.Document], error) {
			if err := in.allowed(ctx); err != nil {
				return nil, err
			}
			return listed(b.Book.SearchDocuments(in.Search, orNone(in.On)), in.Page)
		}),
	}
	b.query["legalDocument"] = &graphql.Field{
		Type: b.law.document,
		Args: graphql.FieldConfigArgument{"number": arg(nn(graphql.String))},
		Resolve: call(func(ctx context.Context, in struct{ Number string }) (any, error) {
			if err := signedIn(ctx); err != nil {
				return nil, err
			}
			if d, ok := b.Book.Document(in.Number); ok {
				return d, nil
			}
			return nil, fault.Unknown("document").At("number")
		}),
	}
}
