package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/exchange"
	"bienche/internal/fault"
	"bienche/internal/platform/config"
	"bienche/models"
	"bienche/rules"
)

// exchangeCommand is what import and export have in common.
type exchangeCommand struct {
	Kind string `arg:"" enum:"units,quotas,staff,grants" help:"What the workbook holds: units, quotas, staff or (import only) grants."`
	User string `help:"Act with the rights of this account; without it, with those of the console."`
}

// at runs f beside the database, as the account that was named.
func (e exchangeCommand) at(ctx context.Context, c config.Config, f func(ctx context.Context, s *exchange.Service) error) error {
	book, err := rules.Load()
	if err != nil {
		return err
	}
	return atConsole(ctx, c, func(ctx context.Context, users *auth.Service, db *models.DB) error {
		if e.User != "" {
			user, err := models.UserByName(ctx, db, e.User)
			if err != nil {
				return err
			}
			if user == nil {
				return fault.Unknown("user")
			}
			if ctx, err = users.ActAs(ctx, user.ID); err != nil {
				return err
			}
		}
		return f(ctx, exchange.New(db, book, time.Now))
	})
}

type importCommand struct {
	exchangeCommand
	File   string `arg:"" type:"existingfile" help:"The workbook (.xlsx)."`
	DryRun bool   `help:"Check everything, change nothing."`
}

// Run imports the workbook and prints its mistakes. A workbook with mistakes changes nothing and fails the command.
func (i importCommand) Run(ctx context.Context, c config.Config) error {
	content, err := os.ReadFile(i.File)
	if err != nil {
		return err
	}
	return i.at(ctx, c, func(ctx context.Context, s *exchange.Service) error {
		out, err := s.Import(ctx, exchange.Input{
			Kind: exchange.Kind(i.Kind), FileName: i.File, Content: content, DryRun: i.DryRun, Progress: progressLine(os.Stderr),
		})
		fmt.Fprintln(os.Stderr)
		if err != nil {
			return err
		}
		printMistakes(os.Stdout, "", out.Errors)
		printMistakes(os.Stdout, "? ", out.Warnings)
		if out.Refused() {
			return fault.New(fault.BadInput, "exchange.refused", fault.Args{"count": out.ErrorCount})
		}
		key := "exchange.imported"
		if i.DryRun {
			key = "exchange.dry_run"
		}
		fmt.Println(fault.Text("vi", key, fault.Args{"rows": out.Rows, "changed": out.Changed}))
		return nil
	})
}

func printMistakes(w io.Writer, mark string, all []exchange.Mistake) {
	for _, m := range all {
		fmt.Fprintf(w, "%s%s!%s%d\t%s\t%q\t%s\n", mark, m.Sheet, m.Column, m.Row, m.Title, m.Value, m.Message("vi"))
	}
}

// progressLine writes how far the work is, over and over on one line.
func progressLine(w io.Writer) exchange.Progress {
	last := time.Time{}
	step := ""
	return func(done, total int64, now string) {
		if now == step && time.Since(last) < 200*time.Millisecond {
			return
		}
		last, step = time.Now(), now
		fmt.Fprintf(w, "\r\x1b[K%s: %d", fault.Text("vi", now, nil), done)
		if total > 0 {
			fmt.Fprintf(w, " / %d", total)
		}
	}
}

// clockToday is the day for commands that name none.
func clockToday() day.Day { return day.Clock(time.Now).Today() }
