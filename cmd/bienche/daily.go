package main

import (
	"context"
	"log/slog"
	"time"

	"bienche/internal/day"
	"bienche/models"
)

// daily keeps what is derived from dated facts in step with the calendar, recounts the headcount, and shuts accounts
// that nobody uses (unless unused is nil): at the start, and soon after each midnight of the province. Every copy does
// it; doing it twice changes nothing.
func daily(ctx context.Context, db *models.DB, log *slog.Logger, unused func(context.Context) (int, error)) {
	for {
		now := time.Now()
		upkeep(ctx, db, log, day.In(now))
		shutLeavers(ctx, db, log)
		if unused != nil {
			shutUnused(ctx, log, unused)
		}
		next := time.Date(now.In(day.Zone).Year(), now.In(day.Zone).Month(), now.In(day.Zone).Day()+1, 0, 1, 0, 0, day.Zone)
		select {
		case <-ctx.Done():
			return
		case <-time.After(next.Sub(now)):
		}
	}
}

// upkeep is one round of daily.
func upkeep(ctx context.Context, db *models.DB, log *slog.Logger, today day.Day) {
	moved, err := models.RefreshDerived(ctx, db)
	if ctx.Err() != nil {
		return // we are stopping; the next start does it
	}
	if err != nil {
		log.ErrorContext(ctx, "daily upkeep failed", "error", err)
		return
	}
	differ, err := models.RecountDifferences(ctx, db, today)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		log.ErrorContext(ctx, "the recount of headcount failed", "error", err)
	case len(differ) > 0:
		log.ErrorContext(ctx, "kept headcount differs from a recount", "accounts", len(differ), "first", differ[0])
	default:
		log.InfoContext(ctx, "daily upkeep done", "moved", moved)
	}
}

// shutUnused shuts the accounts that nobody uses.
func shutUnused(ctx context.Context, log *slog.Logger, unused func(context.Context) (int, error)) {
	switch n, err := unused(ctx); {
	case ctx.Err() != nil:
	case err != nil:
		log.ErrorContext(ctx, "unused accounts could not be disabled", "error", err)
	case n > 0:
		log.InfoContext(ctx, "unused accounts disabled", "accounts", n)
	}
}

// shutLeavers shuts the accounts of people who left by today; decisions do so themselves unless they are dated ahead.
func shutLeavers(ctx context.Context, db *models.DB, log *slog.Logger) {
	switch n, err := models.CloseLeavers(ctx, db); {
	case ctx.Err() != nil:
	case err != nil:
		log.ErrorContext(ctx, "accounts of people who left could not be disabled", "error", err)
	case n > 0:
		log.InfoContext(ctx, "accounts of people who left disabled", "accounts", n)
	}
}
