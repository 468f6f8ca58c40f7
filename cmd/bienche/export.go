package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"bienche/internal/day"
	"bienche/internal/exchange"
	"bienche/internal/platform/config"
)

type exportCommand struct {
	exchangeCommand
	File string `arg:"" help:"The workbook to write (.xlsx)."`
	AsOf string `help:"The day whose data is written (YYYY-MM-DD); today without it."`
}

// Run writes the workbook. It appears under its name only when it is whole.
func (e exportCommand) Run(ctx context.Context, c config.Config) error {
	asOf := clockToday()
	if e.AsOf != "" {
		var err error
		if asOf, err = day.Parse(e.AsOf); err != nil {
			return err
		}
	}
	return e.at(ctx, c, func(ctx context.Context, s *exchange.Service) (err error) {
		f, err := os.CreateTemp(filepath.Dir(e.File), ".bienche-*.xlsx")
		if err != nil {
			return err
		}
		defer os.Remove(f.Name()) //nolint:errcheck // it has been renamed, or is half written
		rows, err := s.Export(ctx, exchange.Output{Kind: exchange.Kind(e.Kind), AsOf: asOf, Progress: progressLine(os.Stderr)}, f)
		fmt.Fprintln(os.Stderr)
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
		if err := os.Rename(f.Name(), e.File); err != nil {
			return err
		}
		fmt.Printf("%s: %d\n", e.File, rows)
		return nil
	})
}
