package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"bienche/frontend"
	"bienche/graph"
	"bienche/internal/auth"
	"bienche/internal/computation"
	"bienche/internal/day"
	"bienche/internal/decision"
	"bienche/internal/headcount"
	"bienche/internal/lawbook"
	"bienche/internal/org"
	"bienche/internal/platform/config"
	"bienche/internal/platform/jobs"
	"bienche/internal/position"
	"bienche/internal/report"
	"bienche/internal/staff"
	"bienche/models"
	"bienche/rules"
)

// services puts the domains together, each on what stands below it.
func services(db *models.DB, book *rules.Book, runner *jobs.Runner) graph.Services {
	clock := day.Clock(time.Now)
	trees := &org.Trees{DB: db}
	counts := &headcount.Service{DB: db, Trees: trees, Book: book}
	people := &staff.Service{DB: db, Trees: trees, Book: book}
	law := &lawbook.Service{DB: db, Book: book, Trees: trees, Clock: clock}
	return graph.Services{
		DB: db, Book: book, Clock: clock, Trees: trees, Jobs: runner,
		Positions:    &position.Catalogue{DB: db},
		Headcount:    counts,
		Staff:        people,
		Reports:      &report.Service{DB: db, Trees: trees, Headcount: counts},
		Changes:      &staff.Changes{DB: db, Book: book, Clock: clock},
		Decisions:    &decision.Service{DB: db, Book: book, Clock: clock, Appliers: appliers(book)},
		Law:          law,
		Computations: &computation.Service{DB: db, Book: book, Law: law, Trees: trees, Staff: people, Jobs: runner, Clock: clock},
	}
}

// appliers is the table of what a line of each kind does.
func appliers(book *rules.Book) map[string]decision.Applier {
	posts, units := &staff.Posts{Book: book}, &org.Changes{Book: book}
	return map[string]decision.Applier{
		decision.KindAppoint:        decision.Apply(posts.Appoint),
		decision.KindEndAppointment: decision.Apply(posts.EndAppointment),
		decision.KindSetPay:         decision.Apply(posts.SetPay),
		decision.KindQuota:          decision.Apply((&headcount.Changes{Book: book}).Apply),
		decision.KindEstablish:      decision.Apply(units.Establish),
		decision.KindChange:         decision.Apply(units.Change),
		decision.KindDissolve:       decision.Apply(units.Dissolve),
		decision.KindSetSeats:       decision.Apply(position.SetSeats),
		decision.KindAllowChoice:    decision.Apply((&lawbook.Service{Book: book}).Allow),
	}
}

// api answers at /graphql. Each request may spend models.MaxStatements statements, the look-up of who asks included.
func api(s graph.Services, signIn *auth.Service, log *slog.Logger, c config.Config) (http.Handler, error) {
	s.SignIn = signIn
	schema, err := graph.NewSchema(s)
	if err != nil {
		return nil, fmt.Errorf("make the schema: %w", err)
	}
	documents, err := graph.LoadDocuments(frontend.Files())
	if err != nil {
		return nil, err
	}
	engine := graph.New(schema, graph.Config{
		Documents: documents, OnlyListed: c.Documents == config.ListedDocuments,
		Log: log, Weights: graph.DefaultWeights(),
		Denied: func(ctx context.Context, denial error) {
			if err := signIn.NoteDenial(ctx, denial); err != nil {
				log.ErrorContext(ctx, "a denial could not be noted", "error", err)
			}
		},
	})
	h := graph.Handler(engine, signIn.Sender)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, _ := models.WithBudget(r.Context(), models.MaxStatements)
		h.ServeHTTP(w, r.WithContext(ctx))
	}), nil
}
