package dbtest

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"bienche/internal/platform/postgres"
)

// server is what all tests of this process share.
type server struct {
	admin            *pgxpool.Pool
	ownerURL, appURL func(database string) string
	templateOnce     func() (string, error)
	password         func(role string) string // of the roles of an external server
	lease            *os.File                 // held open, and with it the lock, until this process ends; nil for an external server
}

func (s *server) template() (string, error) { return s.templateOnce() }

// shared is the server, found or started at the first use in this process.
var shared = sync.OnceValues(func() (*server, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	s := &server{}
	adminURL, err := s.external(os.Getenv("BIENCHE_TEST_DATABASE_URL"))
	if err == nil && adminURL == "" {
		adminURL, err = s.own(ctx)
	}
	if err != nil {
		return nil, err
	}
	c, err := pgxpool.ParseConfig(adminURL)
	if err != nil {
		return nil, err
	}
	c.MaxConns = 4
	if s.admin, err = pgxpool.NewWithConfig(ctx, c); err != nil {
		return nil, err
	}
	s.templateOnce = sync.OnceValues(s.makeTemplate)
	if s.lease != nil { // our own server has its roles
		return s, nil
	}
	return s, s.prepareExternal(ctx)
})

// external prepares the use of a server named by environment; "" when none is.
func (s *server) external(adminURL string) (string, error) {
	if adminURL == "" {
		return "", nil
	}
	u, err := url.Parse(adminURL)
	if err != nil || u.Scheme == "" {
		return "", errors.New("BIENCHE_TEST_DATABASE_URL is not of the form postgres://user:password@host:port/postgres")
	}
	s.password = func(role string) string { // the same in all test processes, known to those who know the superuser's
		m := hmac.New(sha256.New, []byte(u.User.String()))
		m.Write([]byte(role))
		return hex.EncodeToString(m.Sum(nil))
	}
	as := func(role string) func(string) string {
		return func(database string) string {
			v := *u
			v.User, v.Path = url.UserPassword(role, s.password(role)), "/"+database
			return v.String()
		}
	}
	s.ownerURL, s.appURL = as(postgres.OwnerRole), as(postgres.AppRole)
	return adminURL, nil
}

// prepareExternal makes the roles, and never changes those it finds: they may be in use.
func (s *server) prepareExternal(ctx context.Context) error {
	err := postgres.CreateRoles(ctx, s.admin, s.password(postgres.OwnerRole), s.password(postgres.AppRole))
	if err != nil {
		return err
	}
	c, err := pgx.Connect(ctx, s.ownerURL("postgres"))
	if err != nil {
		return fmt.Errorf("sign in as %s, a role that somebody else has made on this server: %w", postgres.OwnerRole, err)
	}
	return c.Close(ctx)
}

// own joins our own server, or has a keeper start it.
func (s *server) own(ctx context.Context) (adminURL string, err error) {
	programs, err := postgres.Find(ctx, postgres.Options{})
	if err != nil {
		return "", err
	}
	dir, err := cacheFolder(programs.Major)
	if err != nil {
		return "", err
	}
	// A keeper that is stopping the server holds the lease for itself, so this waits until it is done.
	if s.lease, err = os.OpenFile(filepath.Join(dir, "lease"), os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return "", fmt.Errorf("open the lease: %w", err)
	}
	if err := syscall.Flock(int(s.lease.Fd()), syscall.LOCK_SH); err != nil {
		return "", fmt.Errorf("take the lease: %w", err)
	}
	running, err := postgres.Attach(ctx, filepath.Join(dir, "server"))
	if errors.Is(err, postgres.ErrNotRunning) {
		running, err = startKeeper(ctx, dir, programs.Dir)
	}
	if err != nil {
		return "", err
	}
	s.ownerURL, s.appURL = running.OwnerURL, running.AppURL
	return running.AdminURL("postgres"), nil
}

func cacheFolder(major int) (string, error) {
	dir := "/var/cache"
	if os.Geteuid() != 0 {
		var err error
		if dir, err = os.UserCacheDir(); err != nil {
			return "", fmt.Errorf("find a folder for the test server: %w", err)
		}
	}
	dir = filepath.Join(dir, "bienche-test", strconv.Itoa(major))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("make a folder for the test server: %w", err)
	}
	return dir, nil
}

// startKeeper builds the keeper, sets it running apart from this process, and waits until its server answers. When two
// test processes come here at once, the second keeper finds the first one's server and ends.
func startKeeper(ctx context.Context, dir, programs string) (*postgres.Server, error) {
	log := filepath.Join(dir, "keeper.log")
	out, err := os.Create(log)
	if err != nil {
		return nil, fmt.Errorf("start the keeper: %w", err)
	}
	defer out.Close()
	tmp, err := os.MkdirTemp(dir, "keeper-")
	if err != nil {
		return nil, fmt.Errorf("start the keeper: %w", err)
	}
	defer os.RemoveAll(tmp)
	program := filepath.Join(tmp, "keeper")
	if text, err := exec.CommandContext(ctx, "go", "build", "-o", program, "bienche/internal/dbtest/keeper").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build the keeper: %w: %s", err, text)
	}
	cmd := exec.Command(program, dir, programs) //nolint:noctx // it outlives this process
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the keeper: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		s, err := postgres.Attach(ctx, filepath.Join(dir, "server"))
		if !errors.Is(err, postgres.ErrNotRunning) {
			return s, err
		}
		select {
		case err := <-ended:
			if err != nil {
				text, _ := os.ReadFile(log) // the error itself tells enough when this is lost
				return nil, fmt.Errorf("the keeper ended: %w: %s", err, text)
			}
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for the keeper: %w", ctx.Err())
		case <-tick.C:
		}
	}
}
