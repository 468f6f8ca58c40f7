package telemetry

import (
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestMetricsTellRoutesAndCodes(t *testing.T) {
	m := New()
	m.Request("GET /api/session", 200, 3*time.Millisecond)
	m.Request("GET /api/session", 401, 30*time.Millisecond)
	out := httptest.NewRecorder()
	m.Handler().ServeHTTP(out, httptest.NewRequest("GET", "/metrics", nil))
	for _, want := range []string{
		`bienche_http_requests_total{code="401",route="GET /api/session"} 1`,
		`bienche_http_request_seconds_bucket{route="GET /api/session",le="0.005"} 1`,
		`bienche_http_request_seconds_count{route="GET /api/session"} 2`,
		"go_goroutines",
	} {
		if !strings.Contains(out.Body.String(), want) {
			t.Errorf("no line %s", want)
		}
	}
}

func TestALineOfTheLogStaysOneLine(t *testing.T) {
	var out strings.Builder
	Log(&out, slog.LevelInfo).Error("failed", "name", "Nguyễn\r\n{\"level\":\"INFO\"}\u202e\x00")
	if n := strings.Count(out.String(), "\n"); n != 1 || strings.ContainsAny(out.String(), "\r\x00") {
		t.Errorf("%d lines: %q", n, out.String())
	}
}
