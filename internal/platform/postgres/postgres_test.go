package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"bienche/internal/fault"
)

// place is a folder whose path is open to other accounts, as t.TempDir's is not.
func place(t *testing.T) Options {
	t.Helper()
	if testing.Short() {
		t.Skip("needs PostgreSQL")
	}
	dir, err := os.MkdirTemp("", "bienche-postgres-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return Options{DataDir: filepath.Join(dir, "state", "postgres"), Log: t.Output(), Settings: map[string]string{"fsync": "off"}}
}

// start starts or joins, and stops at the end of the test.
func start(t *testing.T, o Options) *Server {
	t.Helper()
	s, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, s) })
	return s
}

func stop(t *testing.T, s *Server) {
	t.Helper()
	if err := s.Stop(context.Background()); err != nil {
		t.Error(err)
	}
}

func connect(t *testing.T, address string) *pgx.Conn {
	t.Helper()
	c, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close(context.Background()) })
	return c
}

func run(t *testing.T, c *pgx.Conn, sql string) {
	t.Helper()
	if _, err := c.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// text is a query's single column, joined by commas.
func text(t *testing.T, c *pgx.Conn, sql string) string {
	t.Helper()
	rows, err := c.Query(t.Context(), sql)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return strings.Join(got, ",")
}

func TestAServerIsMadeStoppedAndStartedAgain(t *testing.T) {
	o := place(t)
	o.Settings = map[string]string{"work_mem": "7MB", "jit": "on", "listen_addresses": "0.0.0.0"}
	s := start(t, o)
	if s.Reused() {
		t.Error("a new server is called reused")
	}
	if err := s.EnsureDatabase(t.Context(), "bienche"); err != nil {
		t.Fatal(err)
	}
	c := connect(t, s.AdminURL("bienche"))
	if v := text(t, c, `SELECT current_setting('server_version')`); !strings.HasPrefix(v, strconv.Itoa(s.Version())) {
		t.Errorf("Version is %d, the server says %s", s.Version(), v)
	}
	for setting, want := range map[string]string{
		"fsync": "on", "data_checksums": "on", "shared_buffers": "256MB", "max_connections": "100", "TimeZone": "UTC",
		"server_encoding": "UTF8", "work_mem": "7MB", "jit": "on", "listen_addresses": "127.0.0.1",
		"unix_socket_directories": "",
	} {
		if got := text(t, c, `SELECT current_setting('`+setting+`')`); got != want {
			t.Errorf("%s is %q, want %q", setting, got, want)
		}
	}
	c = connect(t, s.OwnerURL("bienche"))
	run(t, c, `CREATE TABLE kept (name text); INSERT INTO kept VALUES ('Ổn'), ('Đức'), ('Ăn'), ('Dũng'), ('Ân'), ('Dung'), ('An')`)
	if err := c.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	stop(t, s)
	if _, err := Attach(t.Context(), o.DataDir); !errors.Is(err, ErrNotRunning) {
		t.Errorf("after Stop, Attach gave %v", err)
	}
	c = connect(t, start(t, o).AppURL("bienche"))
	c2 := connect(t, start(t, o).OwnerURL("bienche"))
	if got, want := text(t, c2, `SELECT name FROM kept ORDER BY name`), "An,Ăn,Ân,Dung,Dũng,Đức,Ổn"; got != want {
		t.Errorf("in Vietnamese order: %s, want %s", got, want)
	}
	if got := text(t, c, `SELECT current_user::text`); got != AppRole {
		t.Errorf("AppURL signs in as %s", got)
	}
}

func TestRolesHaveTheRightsPromised(t *testing.T) {
	s := start(t, place(t))
	for range 2 { // asking twice is no error
		if err := s.EnsureDatabase(t.Context(), "bienche"); err != nil {
			t.Fatal(err)
		}
	}
	admin := connect(t, s.AdminURL("bienche"))
	got := text(t, admin, `SELECT concat_ws(' ', rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication)
		FROM pg_roles WHERE rolname LIKE 'bienche%' ORDER BY 1`)
	if want := "bienche_app t f f f f f,bienche_owner t f t f f f"; got != want {
		t.Errorf("login, superuser, bypass RLS, create databases, create roles, replicate:\n got %s\nwant %s", got, want)
	}
	owner := connect(t, s.OwnerURL("bienche"))
	run(t, owner, `CREATE EXTENSION btree_gist; CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent`)
	run(t, owner, `CREATE TABLE fact (id int); GRANT SELECT ON fact TO bienche_app`)
	app := connect(t, s.AppURL("bienche"))
	run(t, app, `SELECT * FROM fact`)
	for _, sql := range []string{`INSERT INTO fact VALUES (1)`, `CREATE TABLE mine (id int)`, `CREATE SCHEMA mine`, `CREATE TEMPORARY TABLE mine (id int)`, `ALTER ROLE bienche_app BYPASSRLS`} {
		if _, err := app.Exec(t.Context(), sql); !is(err, "42501") {
			t.Errorf("the application was not refused %s: %v", sql, err)
		}
	}
	run(t, admin, `CREATE ROLE stranger LOGIN PASSWORD 'x'`)
	for what, address := range map[string]string{
		"another role":     s.url("stranger", "x", "bienche"),
		"a wrong password": s.url(AppRole, "x", "bienche"),
		"no password":      s.url(adminRole, "", "postgres"),
	} {
		if c, err := pgx.Connect(t.Context(), address); err == nil {
			c.Close(t.Context())
			t.Errorf("%s was let in", what)
		}
	}
}

func TestPasswordsAndDataAreClosedToOthers(t *testing.T) {
	o := place(t)
	start(t, o)
	for name, want := range map[string]os.FileMode{"secret.json": 0o600, "server.log": 0o600, "cluster": 0o700 | os.ModeDir} {
		if i, err := os.Stat(filepath.Join(o.DataDir, name)); err != nil || i.Mode() != want {
			t.Errorf("%s has mode %v (%v), want %v", name, i.Mode(), err, want)
		}
	}
}

func TestARunningServerIsJoinedAndLeftRunning(t *testing.T) {
	o := place(t)
	first := start(t, o)
	second := start(t, o)
	if !second.Reused() || second.AdminURL("x") != first.AdminURL("x") || second.Version() != first.Version() {
		t.Errorf("the second start made a server of its own: %s and %s", first.AdminURL("x"), second.AdminURL("x"))
	}
	stop(t, second)
	third, err := Attach(t.Context(), o.DataDir)
	if err != nil {
		t.Fatalf("the server ended with one that only joined it: %v", err)
	}
	connect(t, third.AdminURL("postgres"))
}

func TestOfStartsAtOnceOneStartsAndTheOthersJoin(t *testing.T) {
	o := place(t)
	var wg sync.WaitGroup
	servers := make([]*Server, 3)
	for i := range servers {
		wg.Go(func() {
			s, err := Start(context.Background(), o)
			if err != nil {
				t.Error(err)
				return
			}
			servers[i] = s
		})
	}
	wg.Wait()
	if t.Failed() {
		return
	}
	joined := 0
	for _, s := range servers {
		defer stop(t, s)
		if s.Reused() {
			joined++
		}
	}
	if joined != 2 {
		t.Errorf("%d of 3 joined", joined)
	}
}

func TestTheTraceOfADeadServerIsNoHindrance(t *testing.T) {
	o := place(t)
	stop(t, start(t, o))
	dead := exec.Command("true")
	stranger := exec.Command("sleep", "60")
	if err := errors.Join(dead.Run(), stranger.Start()); err != nil {
		t.Fatal(err)
	}
	defer stranger.Wait()
	defer stranger.Process.Kill()
	for what, pid := range map[string]int{"ended": dead.Process.Pid, "given to another program": stranger.Process.Pid} {
		t.Run("its process number has "+what, func(t *testing.T) {
			trace := fmt.Sprintf("%d\n%s\n1700000000\n5432\n\n127.0.0.1\n  1234567     32768\nready   \n", pid, filepath.Join(o.DataDir, "cluster"))
			if err := os.WriteFile(filepath.Join(o.DataDir, "cluster", "postmaster.pid"), []byte(trace), 0o600); err != nil {
				t.Fatal(err)
			}
			if start(t, o).Reused() {
				t.Error("joined a dead server")
			}
		})
	}
}

func TestWhatCannotBeUsedIsRefusedAndLeftAlone(t *testing.T) {
	p, err := Find(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ what, file, content, key string }{
		{"data of another major version", "cluster/PG_VERSION", "14\n", "postgres.other_version"},
		{"data whose passwords are lost", "cluster/PG_VERSION", strconv.Itoa(p.Major) + "\n", "postgres.lost_secret"},
		{"a data directory of somebody else", "PG_VERSION", strconv.Itoa(p.Major) + "\n", "postgres.foreign_folder"},
	} {
		t.Run(c.what, func(t *testing.T) {
			o := place(t)
			file := filepath.Join(o.DataDir, c.file)
			if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, []byte(c.content), 0o600)); err != nil {
				t.Fatal(err)
			}
			before, _ := os.Stat(filepath.Dir(file))
			_, err := Start(t.Context(), o)
			if fault.From(err).Key != c.key {
				t.Fatalf("got %v, want %s", err, c.key)
			}
			for _, lang := range []string{"vi", "en"} {
				if m := fault.From(err).Message(lang); strings.Contains(m, "{") {
					t.Errorf("a placeholder is left in %q", m)
				}
			}
			left, _ := os.ReadDir(filepath.Dir(file))
			names := []string{}
			for _, e := range left {
				names = append(names, e.Name())
			}
			after, _ := os.Stat(filepath.Dir(file))
			if !slices.Equal(names, []string{"PG_VERSION"}) || before.Mode() != after.Mode() || ownerOf(before) != ownerOf(after) {
				t.Errorf("the data was touched: %v %v", names, after.Mode())
			}
		})
	}
}

func TestASettingThatPostgresRefusesIsShown(t *testing.T) {
	o := place(t)
	o.Settings["shared_buffers"] = "many"
	began := time.Now()
	_, err := Start(t.Context(), o)
	if fault.From(err).Key != "postgres.not_started" || !strings.Contains(fault.From(err).Message("en"), "shared_buffers") {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %v to notice", took)
	}
}
