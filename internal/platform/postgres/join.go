package postgres

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"bienche/internal/fault"
)

// pulse is the pause between two looks at a server that is starting or ending.
const pulse = 10 * time.Millisecond

// join finds the server that runs on the folder and answers to our passwords, else ErrNotRunning. A server that is
// starting, replaying its log or shutting down is waited for. The caller holds the lock.
func join(ctx context.Context, f folder) (*Server, error) {
	for {
		pid, port, err := f.postmaster()
		if err != nil {
			return nil, err
		}
		if pid == 0 {
			return nil, ErrNotRunning
		}
		if !isServer(pid) { // it was killed, or the machine went down; the number may be another program's by now
			if err := os.Remove(f.pidFile()); err != nil && !errors.Is(err, os.ErrNotExist) {
				return nil, fmt.Errorf("remove the trace of a dead server: %w", err)
			}
			return nil, ErrNotRunning
		}
		s := &Server{port: port}
		if s.secret, err = f.secret(); err != nil {
			return nil, f.lost(err)
		}
		if err = s.greet(ctx); err == nil {
			return s, nil
		}
		stranger := fault.New(fault.Conflict, "postgres.not_answering",
			fault.Args{"pid": strconv.Itoa(pid), "folder": string(f), "port": strconv.Itoa(port)}).Because(err)
		if is(err, "28000", "28P01") { // the passwords are refused
			return nil, stranger
		}
		if err := pause(ctx); err != nil {
			return nil, stranger
		}
	}
}

// greet connects as the superuser and learns the version.
func (s *Server) greet(ctx context.Context) error {
	return s.as(ctx, s.AdminURL(adminRole), func(c *pgx.Conn) error {
		var number int
		err := c.QueryRow(ctx, `SELECT current_setting('server_version_num')::int`).Scan(&number)
		s.version = number / 10000
		return err
	})
}

func (f folder) pidFile() string { return filepath.Join(f.cluster(), "postmaster.pid") }

// postmaster reads the process and the port of the server from its own file: pid 0 when there is none, port 0 while
// it is not known yet.
func (f folder) postmaster() (pid, port int, err error) {
	lines, err := f.pidLines()
	if len(lines) == 0 || err != nil {
		return 0, 0, err
	}
	if pid, err = strconv.Atoi(lines[0]); err != nil {
		return 0, 0, fmt.Errorf("read %s: %w", f.pidFile(), err)
	}
	if len(lines) > 3 {
		port, _ = strconv.Atoi(lines[3]) // a line half written is read again
	}
	return pid, port, nil
}

// ready tells whether the server takes connections.
func (f folder) ready() bool {
	lines, err := f.pidLines()
	return err == nil && len(lines) > 7 && lines[7] == "ready"
}

// pidLines are the lines of postmaster.pid: process, data directory, start, port, socket, address, memory, state.
func (f folder) pidLines() ([]string, error) {
	file, err := os.Open(f.pidFile())
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look for a running server: %w", err)
	}
	defer file.Close()
	var lines []string
	for s := bufio.NewScanner(file); s.Scan(); {
		lines = append(lines, strings.TrimSpace(s.Text()))
	}
	return lines, nil
}

// lost explains an unreadable file of passwords beside existing data.
func (f folder) lost(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return fault.New(fault.Conflict, "postgres.lost_secret", fault.Args{"folder": string(f), "file": f.secrets()}).Because(err)
	}
	return err
}

func pause(ctx context.Context) error {
	t := time.NewTimer(pulse)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
