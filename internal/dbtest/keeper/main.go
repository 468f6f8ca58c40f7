// Command keeper runs the PostgreSQL server that the tests share and stops it when nobody has used it for a minute.
// Package dbtest starts it; it is of no use by hand.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"bienche/internal/fault"
	"bienche/internal/platform/postgres"
)

// watch says how often to look at the lease, and for how long nobody must have held it.
type watch struct{ every, idle time.Duration }

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: keeper FOLDER PROGRAMS")
		os.Exit(2)
	}
	if err := keep(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func keep(dir, programs string) error {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	lease, err := os.OpenFile(filepath.Join(dir, "lease"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer lease.Close()
	o := postgres.Options{
		DataDir: filepath.Join(dir, "server"), ProgramsDir: programs, Log: os.Stdout,
		// Test data need not outlive the machine; several test processes run at once, each with pools of its own.
		Settings: map[string]string{
			"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
			"max_connections": "300", "shared_buffers": "128MB", "autovacuum_naptime": "10min",
		},
	}
	s, err := postgres.Start(ctx, o)
	if fault.From(err).Key == "postgres.not_started" { // not flushed to disk, the data may have broken in a power cut
		if err := os.RemoveAll(o.DataDir); err != nil {
			return err
		}
		s, err = postgres.Start(ctx, o)
	}
	if err != nil {
		return err
	}
	if s.Reused() { // another keeper was faster
		return nil
	}
	awaitIdle(ctx, lease, watch{every: 5 * time.Second, idle: time.Minute})
	return s.Stop(context.Background())
}

// awaitIdle returns when nobody has held the lease for a while, and then holds it itself until this process ends, so
// that a test process that comes now waits until the server has stopped.
func awaitIdle(ctx context.Context, lease *os.File, w watch) {
	used := time.Now()
	tick := time.NewTicker(w.every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if syscall.Flock(int(lease.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
			used = time.Now()
			continue
		}
		if time.Since(used) > w.idle {
			return
		}
		_ = syscall.Flock(int(lease.Fd()), syscall.LOCK_UN) // fails on a closed file only
	}
}
