package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"sync/atomic"
	"testing"
	"time"

	"bienche/internal/auth"
	"bienche/internal/decision"
	"bienche/internal/headcount"
	"bienche/internal/lawbook"
	"bienche/internal/org"
	"bienche/internal/platform/config"
	"bienche/internal/position"
	"bienche/internal/report"
	"bienche/internal/staff"
	"bienche/models"
	"bienche/rules"
)

// measuredEnv tells a copy of the test program to be the server that is measured: so its memory and its CPU time are those
// of the server alone.
const measuredEnv = "BIENCHE_MEASURED_SERVER"

func TestMain(m *testing.M) {
	if given := os.Getenv(measuredEnv); given != "" {
		if err := serveMeasured(given); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// measuredConfig is what the measured server is told.
type measuredConfig struct {
	AppURL, OwnerURL string
	Today            string
	Users            []string // who get tokens
}

// measuredReady is what it says when it serves.
type measuredReady struct {
	URL    string
	Tokens map[string]string
}

// serveMeasured serves the API and the floors until its input ends. The floors have a pool of their own, of the same size:
// the owner's, above row-level security, since they know of no reader.
func serveMeasured(given string) error {
	var c measuredConfig
	if err := json.Unmarshal([]byte(given), &c); err != nil {
		return err
	}
	settings, err := config.Read()
	if err != nil {
		return err
	}
	ctx := context.Background()
	db, err := models.Open(ctx, c.AppURL, settings.DatabaseConns)
	if err != nil {
		return err
	}
	floorDB, err := models.Open(ctx, c.OwnerURL, settings.DatabaseConns)
	if err != nil {
		return err
	}
	signIn, err := auth.New(db, settings)
	if err != nil {
		return err
	}
	console, err := signIn.ActAsConsole(ctx)
	if err != nil {
		return err
	}
	ready := measuredReady{Tokens: map[string]string{}}
	for _, user := range c.Users {
		if ready.Tokens[user], err = signIn.CreateToken(console, user, 1); err != nil {
			return err
		}
	}
	api, err := measuredAPI(db, signIn)
	if err != nil {
		return err
	}
	var most atomic.Int64
	mux := http.NewServeMux()
	mux.HandleFunc("POST /graphql", func(w http.ResponseWriter, r *http.Request) {
		ctx, budget := models.WithBudget(r.Context(), models.MaxStatements)
		api.ServeHTTP(w, r.WithContext(ctx))
		for n := int64(budget.Spent()); n > most.Load(); {
			most.CompareAndSwap(most.Load(), n)
		}
	})
	for name, f := range floors {
		mux.HandleFunc("POST /floor/"+name, answerFloor(floorDB, f, onDay(f.sql, c.Today, f.day, f.scope)))
	}
	mux.HandleFunc("POST /statements", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, most.Swap(0)) })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go http.Serve(l, mux) //nolint:errcheck,gosec // it ends with the process, on loopback
	ready.URL = "http://" + l.Addr().String()
	if err := json.NewEncoder(os.Stdout).Encode(ready); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// measuredAPI is the API as the product puts it together.
func measuredAPI(db *models.DB, signIn *auth.Service) (http.Handler, error) {
	book, err := rules.Load()
	if err != nil {
		return nil, err
	}
	trees := &org.Trees{DB: db}
	counts := &headcount.Service{DB: db, Trees: trees, Book: book}
	posts := &staff.Posts{Book: book}
	schema, err := NewSchema(Services{DB: db, Book: book, Clock: time.Now, Trees: trees, Law: &lawbook.Service{DB: db, Book: book, Trees: trees, Clock: time.Now}, Positions: &position.Catalogue{DB: db}, Headcount: counts,
		Staff: &staff.Service{DB: db, Trees: trees, Book: book}, Reports: &report.Service{DB: db, Trees: trees, Headcount: counts},
		Decisions: &decision.Service{DB: db, Book: book, Clock: time.Now, Appliers: map[string]decision.Applier{
			decision.KindSetPay: decision.Apply(posts.SetPay),
		}}})
	if err != nil {
		return nil, err
	}
	return Handler(New(schema, Config{Log: slog.New(slog.NewTextHandler(os.Stderr, nil))}), signIn.Sender), nil
}

func answerFloor(db *models.DB, f floor, sql string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in struct{ Variables map[string]any }
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		var answer []byte
		var err error
		if f.do != nil {
			answer, err = f.do(r.Context(), db, in.Variables)
		} else {
			err = db.Pool.QueryRow(r.Context(), sql, f.args(in.Variables)...).Scan(&answer)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = w.Write(answer) // the client counts what it gets
	}
}

// measured is the server under measurement, seen from outside.
type measured struct {
	measuredReady
	cmd *exec.Cmd
}

// startMeasured starts the server, on the given core alone when it is not negative.
func startMeasured(b *testing.B, c measuredConfig, core int) *measured {
	b.Helper()
	given, err := json.Marshal(c)
	if err != nil {
		b.Fatal(err)
	}
	program := []string{os.Args[0]}
	if core >= 0 {
		program = []string{"taskset", "-c", fmt.Sprint(core), os.Args[0]}
	}
	m := &measured{cmd: exec.Command(program[0], program[1:]...)}
	m.cmd.Env = append(os.Environ(), measuredEnv+"="+string(given))
	for name, value := range map[string]string{"GOGC": "400", "GOMEMLIMIT": "120MiB"} { // as serve sets them
		if os.Getenv(name) == "" {
			m.cmd.Env = append(m.cmd.Env, name+"="+value)
		}
	}
	m.cmd.Stderr = os.Stderr
	in, err := m.cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := m.cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := m.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := in.Close(); err != nil {
			b.Error(err)
		}
		if err := m.cmd.Wait(); err != nil {
			b.Error(err)
		}
	})
	if err := json.NewDecoder(out).Decode(&m.measuredReady); err != nil {
		b.Fatalf("the server did not start: %v", err)
	}
	return m
}
