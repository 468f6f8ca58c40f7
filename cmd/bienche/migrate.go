package main

import (
	"context"
	"errors"

	"bienche/internal/platform/config"
)

type migrateCommand struct{}

// Run migrates and ends.
func (migrateCommand) Run(ctx context.Context, c config.Config) error {
	d, err := reach(ctx, c)
	if err != nil {
		return err
	}
	return errors.Join(d.migrate(ctx), d.close())
}
