// Package postgres runs a PostgreSQL server of our own: it finds the programs, makes the data directory, starts the
// server as a child process that ends with us, or joins one that already runs on the same data.
//
// Everything lives in one folder (Options.DataDir):
//
//	cluster/      PostgreSQL's data directory
//	secret.json   passwords of the three roles, readable by its owner only
//	server.log    the server's log, renamed to server.log.old when it has grown
//	programs/     a copy of the programs, where the account that replaces root cannot reach them
//	lock          held while somebody starts the server or looks for a running one
//
// The server listens on a free port of 127.0.0.1 and takes SCRAM passwords only. A Unix socket would be a little
// faster, but its path may have 107 bytes at most (103 on macOS), it must be reachable by two accounts when root was
// given up, and a short path means a temporary directory, which systems sweep while the server is still running. TCP
// has none of these troubles and is the same on every system.
package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
)

// The roles of the server. The owner owns the databases, migrates them and is above row-level security; the
// application owns nothing.
const (
	adminRole = "postgres"
	OwnerRole = "bienche_owner"
	AppRole   = "bienche_app"
)

// patience bounds a start, the replay of the log after a crash included.
const patience = 2 * time.Minute

// ErrNotRunning is Attach's answer when no server runs on the folder.
var ErrNotRunning = errors.New("no PostgreSQL server is running on this folder")

// Options says where the server lives. Only DataDir is required.
type Options struct {
	DataDir     string            // the folder described above; made when missing
	ProgramsDir string            // folder of postgres and initdb (or the one above bin); default $BIENCHE_POSTGRES_PROGRAMS
	NpmRoot     string            // a node_modules; default: frontend/node_modules here or in a folder above
	Log         io.Writer         // takes a sentence per step; default: nowhere
	Settings    map[string]string // PostgreSQL settings that go before our defaults

	accounts []account // for tests: the ways to give up root, in order
}

// Server is a running server, started by us or joined.
type Server struct {
	port    int
	version int
	secret  secret
	child   *child // nil when joined
}

// Start joins the server that runs on o.DataDir, or starts one. Of two processes that start at once the second
// joins. What the reader can mend is a *fault.Error.
func Start(ctx context.Context, o Options) (*Server, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if o.Log == nil {
		o.Log = io.Discard
	}
	f, err := makeFolder(o.DataDir)
	if err != nil {
		return nil, err
	}
	unlock, err := lock(ctx, f.lock())
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", f.lock(), err)
	}
	defer unlock()
	s, err := join(ctx, f)
	if err == nil || !errors.Is(err, ErrNotRunning) {
		return s, err
	}
	p, err := Find(ctx, o)
	if err != nil {
		return nil, err
	}
	return launch(ctx, f, p, o)
}

// Attach joins the server that runs on a folder and starts none: ErrNotRunning when there is none. It waits for a
// start that is under way.
func Attach(ctx context.Context, dataDir string) (*Server, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	f, err := folderAt(dataDir)
	if err != nil {
		return nil, err
	}
	unlock, err := lock(ctx, f.lock())
	if errors.Is(err, os.ErrNotExist) {
		return nil, ErrNotRunning
	}
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", f.lock(), err)
	}
	defer unlock()
	return join(ctx, f)
}

// Version is the server's major version.
func (s *Server) Version() int { return s.version }

// Reused tells whether the server was running before us; Stop then leaves it alone.
func (s *Server) Reused() bool { return s.child == nil }

// OwnerURL connects as the owner of the databases: for migrations and loading.
func (s *Server) OwnerURL(database string) string { return s.url(OwnerRole, s.secret.Owner, database) }

// AppURL connects as the application, which owns nothing and is held by row-level security.
func (s *Server) AppURL(database string) string { return s.url(AppRole, s.secret.App, database) }

// AdminURL connects as the superuser: only for creating databases and roles.
func (s *Server) AdminURL(database string) string { return s.url(adminRole, s.secret.Admin, database) }

func (s *Server) url(role, password, database string) string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword(role, password),
		Host:     "127.0.0.1:" + strconv.Itoa(s.port),
		Path:     "/" + database,
		RawQuery: "sslmode=disable",
	}
	return u.String()
}

// Stop ends a server that we started: open transactions are rolled back, the data is flushed. When ctx ends first the
// server is stopped without a flush, which costs nothing but a replay of its log at the next start.
func (s *Server) Stop(ctx context.Context) error {
	if s.child == nil {
		return nil
	}
	return s.child.stop(ctx)
}

// EnsureDatabase makes a database of the owner unless it exists. Only the owner and the application may connect.
func (s *Server) EnsureDatabase(ctx context.Context, name string) error {
	return s.as(ctx, s.AdminURL(adminRole), func(c *pgx.Conn) error { return CreateDatabase(ctx, c, name, "template0") })
}

// as runs work on one connection.
func (s *Server) as(ctx context.Context, address string, work func(*pgx.Conn) error) error {
	c, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	return cmp.Or(work(c), c.Close(context.WithoutCancel(ctx)))
}
