package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"bienche/internal/fault"
)

// defaults suit one program on a small machine. The log keeps what an operator needs and no statement or value, which
// may hold personal data: refused statements come back to the program as errors and are logged there.
func defaults() map[string]string {
	return map[string]string{
		"shared_buffers":          "256MB",
		"max_connections":         "100",
		"jit":                     "off",
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		"lc_messages":             "C",
		"log_min_messages":        "log",
		"log_min_error_statement": "panic",
		"log_error_verbosity":     "terse",
		"log_checkpoints":         "off",
	}
}

// attempts bounds how often another port is tried when somebody took the free one in between.
const attempts = 3

// launch starts a server on the folder. The caller holds the lock and has found no server running.
func launch(ctx context.Context, f folder, p Programs, o Options) (*Server, error) {
	major, err := f.major()
	if err != nil {
		return nil, err
	}
	if major != 0 && major != p.Major {
		return nil, fault.New(fault.Conflict, "postgres.other_version",
			fault.Args{"folder": string(f), "found": major, "have": p.Major, "programs": p.Dir})
	}
	s := &Server{}
	if s.secret, err = f.secret(); errors.Is(err, os.ErrNotExist) && major == 0 {
		s.secret, err = f.makeSecret()
	}
	if err != nil {
		return nil, f.lost(err)
	}
	a, p, err := chooseAccount(ctx, f, p, o)
	if err != nil {
		return nil, err
	}
	how := bootOptions{account: a, settings: o.Settings}
	if major == 0 {
		fmt.Fprintf(o.Log, "PostgreSQL %d: making a database cluster in %s\n", p.Major, f.cluster())
		if err := f.initialise(ctx, p, s.secret, how); err != nil {
			return nil, err
		}
	}
	begin := time.Now()
	if err := s.boot(ctx, f, p, how); err != nil {
		return nil, err
	}
	fmt.Fprintf(o.Log, "PostgreSQL %d: listening on 127.0.0.1:%d after %d ms\n", s.version, s.port, time.Since(begin).Milliseconds())
	return s, nil
}

// initialise makes the cluster beside its place and moves it there when it is whole, so that an interrupted start
// leaves nothing that looks like data. Vietnamese order is the default of every database; text is UTF-8.
func (f folder) initialise(ctx context.Context, p Programs, s secret, o bootOptions) error {
	half := f.cluster() + ".new"
	if err := os.RemoveAll(half); err != nil {
		return fmt.Errorf("clear an interrupted start: %w", err)
	}
	defer os.RemoveAll(half)
	if err := os.Mkdir(half, 0o700); err != nil {
		return fmt.Errorf("make the cluster: %w", err)
	}
	password := f.cluster() + ".password"
	defer os.Remove(password)
	if err := writePrivate(password, []byte(s.Admin)); err != nil {
		return fmt.Errorf("make the cluster: %w", err)
	}
	if err := errors.Join(o.account.own(half), o.account.own(password)); err != nil {
		return fmt.Errorf("make the cluster: %w", err)
	}
	program := []string{filepath.Join(p.Dir, "initdb"), "--pgdata=" + half, "--username=" + adminRole, "--pwfile=" + password,
		"--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", "--locale=C",
		"--locale-provider=icu", "--icu-locale=vi-VN"}
	if o.settings["fsync"] == "off" {
		program = append(program, "--no-sync")
	}
	out, err := output(o.account.command(ctx, string(f), program...))
	if err != nil {
		return fault.New(fault.Internal, "postgres.not_started", fault.Args{"log": string(out)}).Because(err)
	}
	if err := os.Rename(half, f.cluster()); err != nil {
		return fmt.Errorf("make the cluster: %w", err)
	}
	return nil
}

// bootOptions says how the server's processes are run.
type bootOptions struct {
	account  account
	settings map[string]string
}

// boot starts the server on a free port, waits until it answers, and makes the roles.
func (s *Server) boot(ctx context.Context, f folder, p Programs, o bootOptions) error {
	for attempt := 1; ; attempt++ {
		var err error
		if s.port, err = freePort(); err != nil {
			return err
		}
		log, err := f.openLog()
		if err != nil {
			return err
		}
		program := append([]string{filepath.Join(p.Dir, "postgres")}, s.arguments(f, o.settings)...)
		cmd := o.account.command(context.WithoutCancel(ctx), string(f), program...)
		cmd.Stdout, cmd.Stderr = log.File, log.File
		s.child, err = startChild(cmd)
		if err == nil {
			err = s.await(ctx, f)
		}
		tail := log.close()
		if err == nil {
			return nil
		}
		if s.child != nil {
			err = errors.Join(err, s.child.kill())
		}
		if attempt < attempts && strings.Contains(tail, "could not bind") {
			continue
		}
		return fault.New(fault.Internal, "postgres.not_started", fault.Args{"log": tail}).Because(err)
	}
}

// await waits for the server's first answer, or its end.
func (s *Server) await(ctx context.Context, f folder) error {
	for !f.ready() {
		select {
		case <-s.child.done:
			return fmt.Errorf("the server ended: %w", s.child.err)
		default:
		}
		if err := pause(ctx); err != nil {
			return err
		}
	}
	if err := s.greet(ctx); err != nil {
		return fmt.Errorf("first connection: %w", err)
	}
	return s.as(ctx, s.AdminURL(adminRole), func(c *pgx.Conn) error {
		return CreateRoles(ctx, c, s.secret.Owner, s.secret.App)
	})
}

func (s *Server) arguments(f folder, settings map[string]string) []string {
	all := defaults()
	maps.Copy(all, settings)
	maps.Copy(all, map[string]string{
		"listen_addresses": "127.0.0.1", "port": strconv.Itoa(s.port), "unix_socket_directories": "",
	})
	args := []string{"-D", f.cluster()}
	for _, k := range slices.Sorted(maps.Keys(all)) {
		args = append(args, "-c", k+"="+all[k])
	}
	return args
}

func freePort() (int, error) {
	l, err := net.Listen("tcp4", "127.0.0.1:0") //nolint:noctx // it waits for nothing
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// serverLog is the log file from the point where this start began.
type serverLog struct {
	*os.File
	from int64
}

// largestLog in bytes is how far a log may have grown before the next start puts it aside.
const largestLog = 8 << 20

func (f folder) openLog() (serverLog, error) {
	if i, err := os.Stat(f.log()); err == nil && i.Size() > largestLog {
		if err := os.Rename(f.log(), f.log()+".old"); err != nil {
			return serverLog{}, fmt.Errorf("put the server's log aside: %w", err)
		}
	}
	file, err := os.OpenFile(f.log(), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return serverLog{}, fmt.Errorf("open the server's log: %w", err)
	}
	from, err := file.Seek(0, io.SeekEnd)
	return serverLog{file, from}, err
}

// close gives what was written since the start, the last 2 kB of it.
func (l serverLog) close() string {
	defer l.Close()
	i, err := l.Stat()
	if err != nil {
		return err.Error()
	}
	b := make([]byte, min(2048, i.Size()-l.from))
	n, _ := l.ReadAt(b, i.Size()-int64(len(b))) // what could be read is better than nothing
	return strings.TrimSpace(string(b[:n]))
}
