package httpd

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"bienche/internal/fault"
)

func ask(h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	out := httptest.NewRecorder()
	h.ServeHTTP(out, r)
	return out
}

func TestProblemSpeaksTheReadersLanguageAndHidesCauses(t *testing.T) {
	tests := []struct {
		name   string
		err    error
		lang   string
		status int
		want   string // within the body
	}{
		{"a stranger", fault.New(fault.Unauthenticated, "fault.unauthenticated"), "vi", 401, "Ông/bà chưa đăng nhập"},
		{"in English", fault.New(fault.Unauthenticated, "fault.unauthenticated"), "en-GB,en;q=0.9", 401, "You are not signed in"},
		{"a field", fault.Bad("filter.asOf", "fault.required"), "en", 400, `"field":"filter.asOf"`},
		{"articles of law", fault.New(fault.RuleViolation, "fault.stale").Citing(fault.Source{Document: "170/2025/NĐ-CP", At: "Điều 5"}), "vi", 422, "170/2025/NĐ-CP"},
		{"not found", fault.Unknown("unit"), "vi", 404, "Không tìm thấy đơn vị"},
		{"a conflict", fault.New(fault.Conflict, "fault.stale"), "vi", 409, `"code":"CONFLICT"`},
		{"an uncovered day", fault.New(fault.NotCovered, "rules.not_covered"), "vi", 422, "NOT_COVERED"},
		{"a limit", fault.New(fault.LimitExceeded, "fault.retry"), "vi", 429, "LIMIT_EXCEEDED"},
		{"an error of ours", errors.New("secret of the house"), "vi", 500, `"code":"INTERNAL"`},
		{"a connection that broke", &net.OpError{Op: "read", Err: io.EOF}, "vi", 503, `"code":"RETRY"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := New(Options{})
			s.Handle("GET /x", Func(func(http.ResponseWriter, *http.Request) error { return tt.err }))
			got := ask(s.Handler(), "GET", "/x", "Accept-Language: "+tt.lang)
			body := got.Body.String()
			if got.Code != tt.status || !strings.Contains(body, tt.want) || strings.Contains(body, "secret") {
				t.Errorf("%d %s", got.Code, body)
			}
			var p struct{ RequestID, Title, Type string }
			if err := json.Unmarshal(got.Body.Bytes(), &p); err != nil || p.RequestID == "" || p.RequestID != got.Header().Get("X-Request-Id") || p.Type != "about:blank" {
				t.Errorf("%+v, %v", p, err)
			}
		})
	}
}

func TestTheLogHasNoPersonalData(t *testing.T) {
	var log bytes.Buffer
	var route string
	s := New(Options{
		Log:     slog.New(slog.NewJSONHandler(&log, nil)),
		Observe: func(r string, code int, _ time.Duration) { route = r },
	})
	s.Handle("GET /staff/{code}", Func(func(w http.ResponseWriter, _ *http.Request) error {
		JSON(w, "Nguyễn Văn A")
		return nil
	}))
	ask(s.Handler(), "GET", "/staff/CB001?name=Nguyen", "Cookie: bienche=geheim", "User-Agent: Mozilla")
	line := log.String()
	for _, private := range []string{"CB001", "Nguy", "geheim", "Mozilla", "192.0.2.1"} {
		if strings.Contains(line, private) {
			t.Errorf("%q stands in %s", private, line)
		}
	}
	if route != "GET /staff/{code}" || !strings.Contains(line, route) || !strings.Contains(line, `"status":200`) {
		t.Errorf("route %q, log %s", route, line)
	}
}

func TestAPanicIsAnAnswerAndNotAnEnd(t *testing.T) {
	var log bytes.Buffer
	s := New(Options{Log: slog.New(slog.NewJSONHandler(&log, nil))})
	s.Handle("GET /x", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("nil map") }))
	got := ask(s.Handler(), "GET", "/x", "Accept-Encoding: gzip")
	if got.Code != 500 || !strings.Contains(got.Body.String(), "INTERNAL") || strings.Contains(got.Body.String(), "nil map") {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	if !strings.Contains(log.String(), "nil map") || !strings.Contains(log.String(), "httpd_test.go") {
		t.Errorf("the log lacks the panic or its place: %s", log.String())
	}
}

func TestEveryAnswerForbidsWhatTheApplicationNeverDoes(t *testing.T) {
	for _, secure := range []bool{false, true} {
		h := ask(New(Options{Secure: secure}).Handler(), "GET", "/api/none").Header()
		if csp := h.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'self';") || strings.Contains(csp, "script-src") || strings.Contains(csp, "unsafe-eval") {
			t.Errorf("policy %q", csp)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Cache-Control": "no-store"} {
			if h.Get(name) != want {
				t.Errorf("%s: %q", name, h.Get(name))
			}
		}
		if (h.Get("Strict-Transport-Security") != "") != secure {
			t.Errorf("secure %v: %q", secure, h.Get("Strict-Transport-Security"))
		}
	}
}

func TestCompression(t *testing.T) {
	long := strings.Repeat("biên chế ", 400)
	tests := []struct {
		name, accept, mediaType, body string
		zipped                        bool
	}{
		{"long JSON for who takes gzip", "br, gzip", "application/json", long, true},
		{"long JSON for who does not", "br", "application/json", long, false},
		{"who refuses gzip", "gzip;q=0", "application/json", long, false},
		{"a short answer", "gzip", "application/json", "{}", false},
		{"a workbook, compressed already", "gzip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", long, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := New(Options{})
			s.Handle("GET /x", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", tt.mediaType)
				w.WriteHeader(http.StatusAccepted)
				io.WriteString(w, tt.body)
			}))
			got := ask(s.Handler(), "GET", "/x", "Accept-Encoding: "+tt.accept)
			body := got.Body.String()
			if zipped := got.Header().Get("Content-Encoding") == "gzip"; zipped != tt.zipped || got.Code != http.StatusAccepted {
				t.Fatalf("%d %v", got.Code, got.Header())
			}
			if tt.zipped {
				z, err := gzip.NewReader(got.Body)
				if err != nil {
					t.Fatal(err)
				}
				b, err := io.ReadAll(z)
				if err != nil {
					t.Fatal(err)
				}
				body = string(b)
			}
			if body != tt.body {
				t.Errorf("%d bytes came, %d were sent", len(body), len(tt.body))
			}
		})
	}
}

func TestPages(t *testing.T) {
	script := strings.Repeat("let a = 1;", 300)
	h, err := Pages(fstest.MapFS{
		"index.html":          {Data: []byte("<!doctype html>")},
		"favicon.svg":         {Data: []byte("<svg/>")},
		"assets/index-abc.js": {Data: []byte(script)},
		".vite/manifest.json": {Data: []byte("{}")},
	})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, method, path, accept string
		status                     int
		mediaType, cache           string
	}{
		{"the page", "GET", "/", "", 200, "text/html", "no-cache"},
		{"a route of the application", "GET", "/staff/12", "", 200, "text/html", "no-cache"},
		{"a route with a dot in it", "GET", "/units/H01.2", "", 200, "text/html", "no-cache"},
		{"an asset", "GET", "/assets/index-abc.js", "", 200, "text/javascript", "immutable"},
		{"an asset, compressed", "GET", "/assets/index-abc.js", "gzip", 200, "text/javascript", "immutable"},
		{"an asset of an older build", "GET", "/assets/index-old.js", "", 404, "text/plain", ""},
		{"a picture", "HEAD", "/favicon.svg", "", 200, "image/svg+xml", "no-cache"},
		{"the manifest is not for readers", "GET", "/.vite/manifest.json", "", 200, "text/html", "no-cache"},
		{"a form sent to a page", "POST", "/", "", 405, "text/plain", ""},
		{"above the root", "GET", "/../../etc/passwd", "", 200, "text/html", "no-cache"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ask(h, tt.method, tt.path, "Accept-Encoding: "+tt.accept)
			if got.Code != tt.status || !strings.HasPrefix(got.Header().Get("Content-Type"), tt.mediaType) || !strings.Contains(got.Header().Get("Cache-Control"), tt.cache) {
				t.Errorf("%d %v", got.Code, got.Header())
			}
			if tt.accept == "gzip" && (got.Header().Get("Content-Encoding") != "gzip" || got.Body.Len() > 200) {
				t.Errorf("%d bytes, %v", got.Body.Len(), got.Header())
			}
		})
	}
	first := ask(h, "GET", "/")
	if again := ask(h, "GET", "/", "If-None-Match: "+first.Header().Get("ETag")); again.Code != 304 || again.Body.Len() != 0 {
		t.Errorf("unchanged: %d", again.Code)
	}
	if none, err := Pages(nil); err != nil || ask(none, "GET", "/").Code != 503 {
		t.Errorf("without a build: %v", err)
	}
	if _, err := Pages(fstest.MapFS{"assets/a.js": {}}); err == nil {
		t.Error("a build without index.html is taken")
	}
}

func TestWhoTheClientIs(t *testing.T) {
	proxy := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	tests := []struct {
		name, peer, forwarded string
		want                  string
		direct                bool
	}{
		{"nobody between", "203.0.113.5:1000", "", "203.0.113.5", true},
		{"a stranger who says to forward is the client", "203.0.113.5:1000", "1.2.3.4", "203.0.113.5", false},
		{"behind our proxy", "10.0.0.1:1000", "203.0.113.5", "203.0.113.5", true},
		{"what the client itself wrote is not believed", "10.0.0.1:1000", "1.2.3.4, 203.0.113.5", "203.0.113.5", true},
		{"two proxies of ours", "10.0.0.1:1000", "203.0.113.5, 10.0.0.2", "203.0.113.5", true},
		{"nonsense stops at what is known", "10.0.0.1:1000", "203.0.113.5, unknown", "10.0.0.1", true},
		{"an IPv4 address in IPv6 dress", "[::ffff:203.0.113.5]:1000", "", "203.0.113.5", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/", nil)
			r.RemoteAddr = tt.peer
			if tt.forwarded != "" {
				r.Header.Set("X-Forwarded-For", tt.forwarded)
			}
			if ip, direct := clientIP(r, proxy); ip.String() != tt.want || direct != tt.direct {
				t.Errorf("%s, direct %v", ip, direct)
			}
		})
	}
}

func TestMetricsAreForNeighboursOnly(t *testing.T) {
	s := New(Options{})
	here := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	s.Handle("GET /metrics", OnlyFrom(here, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {})))
	tests := []struct {
		name, peer, forwarded string
		want                  int
	}{
		{"this machine", "127.0.0.1:9", "", 200},
		{"another machine", "203.0.113.5:9", "", 404},
		{"another machine through a proxy on this one that nobody told us of", "127.0.0.1:9", "203.0.113.5", 404},
	}
	for _, tt := range tests {
		r := httptest.NewRequest("GET", "/metrics", nil)
		r.RemoteAddr = tt.peer
		if tt.forwarded != "" {
			r.Header.Set("X-Forwarded-For", tt.forwarded)
		}
		out := httptest.NewRecorder()
		s.Handler().ServeHTTP(out, r)
		if out.Code != tt.want {
			t.Errorf("%s: %d", tt.name, out.Code)
		}
	}
}
