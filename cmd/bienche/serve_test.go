package main

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"bienche/internal/dbtest"
	"bienche/internal/fault"
	"bienche/internal/platform/config"
	"bienche/models"
)

func TestServeRefusesARoleThatIsMoreThanTheApplication(t *testing.T) {
	at := dbtest.New(t)
	owner := &database{appURL: at.OwnerURL}
	_, err := owner.open(context.Background(), 1)
	if f := fault.From(err); f.Key != "auth.serve.strong_role" || !strings.Contains(sentence(err), "bienche_owner") {
		t.Errorf("as the owner: %v", err)
	}
	app := &database{appURL: at.AppURL}
	db, err := app.open(context.Background(), 1)
	if err != nil {
		t.Fatalf("as the application: %v", err)
	}
	db.Close()
}

func TestOnlyTheOwnerMigrates(t *testing.T) {
	d := &database{appURL: dbtest.New(t).AppURL}
	if err := d.migrate(context.Background()); fault.From(err).Key != "auth.serve.no_owner_url" {
		t.Errorf("got %v", err)
	}
}

func assembled(t *testing.T, url string) *application {
	t.Helper()
	db, err := models.Open(context.Background(), url, 2)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	c, err := config.Read()
	if err != nil {
		t.Fatal(err)
	}
	a, err := assemble(c, db, slog.New(slog.NewJSONHandler(new(bytes.Buffer), nil)))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func get(a *application, path string) *httptest.ResponseRecorder {
	out := httptest.NewRecorder()
	r := httptest.NewRequest("GET", path, nil)
	r.RemoteAddr = "127.0.0.1:1000"
	a.server.Handler().ServeHTTP(out, r)
	return out
}

func TestReadyMeansADatabaseOfOurVersion(t *testing.T) {
	current, empty := assembled(t, dbtest.New(t).AppURL), assembled(t, dbtest.Empty(t).AppURL)
	if got := get(current, "/readyz"); got.Code != 200 {
		t.Errorf("migrated: %d %s", got.Code, got.Body)
	}
	if got := get(empty, "/readyz"); got.Code != 503 || strings.Contains(got.Body.String(), "version") {
		t.Errorf("never migrated: %d %s", got.Code, got.Body)
	}
	if got := get(empty, "/healthz"); got.Code != 200 {
		t.Errorf("the process itself: %d", got.Code)
	}
	current.db.Close()
	if got := get(current, "/readyz"); got.Code != 503 {
		t.Errorf("database gone: %d", got.Code)
	}
}

func TestTheRoutesOfTheServer(t *testing.T) {
	a := assembled(t, dbtest.New(t).AppURL)
	for path, want := range map[string]int{"/healthz": 200, "/metrics": 200, "/api/session": 401, "/api/none": 404} {
		if got := get(a, path); got.Code != want {
			t.Errorf("%s: %d %s", path, got.Code, got.Body)
		}
	}
	var p map[string]any
	if err := json.Unmarshal(get(a, "/api/none").Body.Bytes(), &p); err != nil || p["code"] != "NOT_FOUND" {
		t.Errorf("%v, %v", p, err)
	}
	if body := get(a, "/metrics").Body.String(); !strings.Contains(body, `route="GET /healthz"`) || !strings.Contains(body, "bienche_db_connections_max 2") {
		t.Error("metrics lack routes or connections")
	}
}
