package graph

import (
	"context"
	"time"

	"github.com/graphql-go/graphql"

	"bienche/internal/day"
	"bienche/internal/report"
	"bienche/models"
)

func (b *builder) addReports() {
	published := graphql.NewObject(graphql.ObjectConfig{
		Name:        "PublishedFigure",
		Description: "What a sent report printed; gap = what the rows give − what was printed.",
		Fields: graphql.Fields{
			"value":    {Type: nn(Decimal), Resolve: of(func(p *report.Published) any { return p.Value })},
			"document": text(func(p *report.Published) string { return p.Document }),
			"gap":      {Type: nn(Decimal), Resolve: of(func(p *report.Published) any { return p.Gap })},
		},
	})
	figure := graphql.NewObject(graphql.ObjectConfig{Name: "ReportFigure", Fields: graphql.Fields{
		"key":   text(func(f report.Figure) string { return f.Key }),
		"label": label(report.Figure.Label),
		"value": {Type: nn(Decimal), Resolve: of(func(f report.Figure) any { return f.Value })},
		"unit":  text(func(f report.Figure) string { return f.Unit }),
		"published": {Type: published, Resolve: of(func(f report.Figure) any {
			if f.Published == nil {
				return nil
			}
			return f.Published
		})},
	}})
	period := graphql.NewObject(graphql.ObjectConfig{Name: "PeriodReport", Fields: graphql.Fields{
		"from":    dateNN(func(p *report.Period) day.Day { return p.From }),
		"to":      dateNN(func(p *report.Period) day.Day { return p.To }),
		"figures": {Type: listOf(figure), Resolve: of(func(p *report.Period) any { return p.Figures })},
	}})
	type in struct {
		From, To day.Day
		KnownAt  *time.Time
		Unit     *string
	}
	b.query["periodReport"] = &graphql.Field{
		Type:        nn(period),
		Description: "Figures of a period, both days included, each with its key; see docs/reports.md.",
		Args: graphql.FieldConfigArgument{
			"from": arg(nn(Date)), "to": arg(nn(Date)), "knownAt": arg(DateTime), "unit": arg(graphql.ID)},
		Resolve: call(func(ctx context.Context, in in) (*report.Period, error) {
			unit, err := identify("unit", "unit", in.Unit)
			if err != nil {
				return nil, err
			}
			a := b.asOf(asOfArgs{KnownAt: in.KnownAt})
			return b.Reports.PeriodReport(ctx, models.Period{From: in.From, To: in.To, AsOf: a}, unit)
		}),
	}
}
