package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"bienche/frontend"
	"bienche/graph"
	"bienche/internal/auth"
	"bienche/internal/exchange"
	"bienche/internal/fault"
	"bienche/internal/platform/config"
	"bienche/internal/platform/httpd"
	"bienche/internal/platform/jobs"
	"bienche/internal/platform/telemetry"
	"bienche/models"
	"bienche/rules"
)

type serveCommand struct{}

// Run serves until it is told to stop, then ends in the order in which others would miss it least: no new requests,
// those under way finish, jobs let go, the database last.
func (serveCommand) Run(ctx context.Context, c config.Config) (err error) {
	if err := errors.Join(c.CheckListen(), c.CheckSignIn()); err != nil {
		return err
	}
	log := telemetry.Log(os.Stderr, c.Log)
	slog.SetDefault(log)
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
	db, err := d.open(ctx, c.DatabaseConns)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := isCurrent(ctx, db); err != nil {
		return err
	}
	accounts, err := ensureDemo(ctx, c, d)
	if err != nil {
		return err
	}
	settleMemory(c)
	a, err := assemble(c, db, log)
	if err != nil {
		return err
	}
	l, err := httpd.Listener(ctx, c.Addr, c.TLSCert, c.TLSKey)
	if err != nil {
		return err
	}
	if err := a.jobs.Start(context.WithoutCancel(ctx)); err != nil { // it ends after the requests, by stopJobs
		return errors.Join(err, l.Close())
	}
	background, stopDaily := context.WithCancel(ctx)
	defer stopDaily()
	unused := a.auth.DisableUnused
	if accounts != nil { // nobody minds a demo that was not looked at for a while
		unused = nil
	}
	go daily(background, db, log, unused)
	go a.auth.Listen(background, log)
	announce(c, l, accounts)
	return errors.Join(a.server.Run(ctx, l, c.Drain), a.stopJobs())
}

// application is what one process runs.
type application struct {
	db     *models.DB
	auth   *auth.Service
	jobs   *jobs.Runner
	server *httpd.Server
}

// assemble puts the application together: services, the work of each kind of job, routes.
func assemble(c config.Config, db *models.DB, log *slog.Logger) (*application, error) {
	signIn, err := auth.New(db, c)
	if err != nil {
		return nil, err
	}
	runner, err := jobs.New(db, log)
	if err != nil {
		return nil, err
	}
	metrics := telemetry.New()
	metrics.Watch(db.Pool)
	metrics.Registry.MustRegister(runner.Metrics())
	a := &application{db: db, auth: signIn, jobs: runner}
	a.server = httpd.New(httpd.Options{
		TrustedProxies: c.TrustedProxies, Secure: c.Secure(), Log: log,
		Observe: metrics.Request, OnRefusal: signIn.NoteDenial,
	})
	signIn.Routes(a.server)
	book, err := rules.Load()
	if err != nil {
		return nil, err
	}
	asks := services(db, book, runner)
	asked, err := api(asks, signIn, log, c)
	if err != nil {
		return nil, err
	}
	a.server.Handle("/graphql", asked)
	lists := &exchange.Lists{DB: db, Book: book, Clock: time.Now, Trees: asks.Trees, Positions: asks.Positions,
		Headcount: asks.Headcount, Staff: asks.Staff, Changes: asks.Changes, Access: signIn}
	lists.Work(runner, signIn)
	asks.Computations.Work(runner, signIn)
	workbooks := exchange.New(db, book, time.Now)
	workbooks.Work(runner, signIn)
	ids := exchange.IDs{Encode: graph.EncodeID, Decode: graph.DecodeID}
	workbooks.Routes(a.server, signIn, runner, ids)
	lists.Routes(a.server, signIn, runner, ids)
	a.server.Handle("GET /healthz", httpd.Func(healthy))
	a.server.Handle("GET /readyz", httpd.Func(a.ready))
	a.server.Handle("GET /metrics", httpd.OnlyFrom(c.MetricsFrom, metrics.Handler()))
	pages, err := httpd.Pages(frontend.Files())
	if err != nil {
		return nil, err
	}
	a.server.Handle("/", pages)
	return a, nil
}

// healthy says that the process answers; whether it can work is readyz.
func healthy(w http.ResponseWriter, _ *http.Request) error {
	httpd.JSON(w, map[string]string{"status": "ok"})
	return nil
}

// ready says whether requests should be sent here: the database answers and is at our version.
func (a *application) ready(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := isCurrent(ctx, a.db); err != nil {
		return fault.New(fault.Retry, "fault.retry").Because(err) // whatever it is, others should be asked
	}
	httpd.JSON(w, map[string]string{"status": "ready"})
	return nil
}

func (a *application) stopJobs() error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return a.jobs.Stop(ctx)
}

// account is a demo account, for the list that is printed at the start.
type account struct{ username, displayName, role string }

// announce tells on standard output where the application is and who may sign in; the log goes to standard error.
func announce(c config.Config, l net.Listener, demo *demoAccounts) {
	scheme := "http"
	if c.TLS() {
		scheme = "https"
	}
	fmt.Printf("Biên Chế: %s://%s\n", scheme, l.Addr())
	if demo == nil {
		return
	}
	fmt.Printf("Tài khoản dùng thử (mật khẩu / password: %s):\n", demo.password)
	for _, a := range demo.accounts {
		fmt.Printf("  %-14s %-28s %s\n", a.username, a.role, a.displayName)
	}
}
