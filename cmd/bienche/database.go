package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"bienche/internal/auth"
	"bienche/internal/fault"
	"bienche/internal/platform/config"
	"bienche/internal/platform/jobs"
	"bienche/internal/platform/postgres"
	"bienche/migrations"
	"bienche/models"
)

// databaseName is the database of the embedded server.
const databaseName = "bienche"

// database is where the data is: an external server, or one of our own that ends with us.
type database struct {
	appURL   string
	ownerURL string // empty: this process may not migrate
	own      *postgres.Server
}

// reach finds the database of the settings. Without DATABASE_URL it starts the embedded server, or joins the one that
// another command runs on the same folder.
func reach(ctx context.Context, c config.Config) (*database, error) {
	if !c.Embedded() {
		return &database{appURL: c.DatabaseURL, ownerURL: c.DatabaseOwnerURL}, nil
	}
	own, err := postgres.Start(ctx, postgres.Options{DataDir: c.DataDir + "/postgres", ProgramsDir: c.PostgresPrograms, Log: os.Stderr})
	if err != nil {
		return nil, err
	}
	if err := own.EnsureDatabase(ctx, databaseName); err != nil {
		return nil, errors.Join(err, own.Stop(ctx))
	}
	return &database{appURL: own.AppURL(databaseName), ownerURL: own.OwnerURL(databaseName), own: own}, nil
}

// close stops the embedded server if this process started it.
func (d *database) close() error {
	if d.own == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	return d.own.Stop(ctx)
}

// migrate brings the tables, the code lists and the queue to the version of this program.
func (d *database) migrate(ctx context.Context) error {
	if d.ownerURL == "" {
		return fault.New(fault.BadInput, "auth.serve.no_owner_url")
	}
	if err := migrations.Up(ctx, d.ownerURL); err != nil {
		return err
	}
	return jobs.Migrate(ctx, d.ownerURL)
}

// open connects as the application, and refuses a role that is more than that.
func (d *database) open(ctx context.Context, conns int) (*models.DB, error) {
	db, err := models.Open(ctx, d.appURL, conns)
	if err != nil {
		return nil, err
	}
	if err := models.RefuseStrongRole(ctx, db); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// isCurrent refuses a database that is older than this program.
func isCurrent(ctx context.Context, db *models.DB) error {
	want, err := migrations.Newest()
	if err != nil {
		return err
	}
	have, err := migrations.Version(ctx, db.Pool)
	if err != nil {
		return fmt.Errorf("read the version of the database: %w", err)
	}
	if have < want {
		return fault.New(fault.Conflict, "auth.serve.pending", fault.Args{"want": want, "have": have})
	}
	return nil
}

// atConsole runs a command beside the database, with the rights of the console.
func atConsole(ctx context.Context, c config.Config, f func(ctx context.Context, s *auth.Service, db *models.DB) error) (err error) {
	d, err := reach(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	if d.own != nil {
		if err := d.migrate(ctx); err != nil {
			return err
		}
	}
	db, err := d.open(ctx, 4)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := isCurrent(ctx, db); err != nil {
		return err
	}
	s, err := auth.New(db, c)
	if err != nil {
		return err
	}
	ctx, err = s.ActAsConsole(ctx)
	if err != nil {
		return err
	}
	return f(ctx, s, db)
}
