package httpd

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// call is what is known of a request while it runs.
type call struct {
	server *Server
	id     string
	ip     netip.Addr
	direct bool // no proxy stands between that we do not trust
	route  string
	out    *counted
}

type callKey struct{}

func callOf(ctx context.Context) *call {
	c, _ := ctx.Value(callKey{}).(*call)
	return c
}

// RequestID is the id that logs, audit entries and problem answers share; empty outside a request.
func RequestID(ctx context.Context) string {
	if c := callOf(ctx); c != nil {
		return c.id
	}
	return ""
}

// ClientIP is the address the request comes from, as a trusted proxy says or else the peer's.
func ClientIP(ctx context.Context) netip.Addr {
	if c := callOf(ctx); c != nil {
		return c.ip
	}
	return netip.Addr{}
}

// OnlyFrom answers only clients of these networks, and others as if the route did not exist. A request that a proxy
// forwarded which is not trusted is another's, whatever its peer address.
func OnlyFrom(networks []netip.Prefix, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := callOf(r.Context())
		if c == nil || !c.direct || !slices.ContainsFunc(networks, func(p netip.Prefix) bool { return p.Contains(c.ip) }) {
			http.NotFound(w, r)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// begin gives the request its id and writes the access log and the metrics at its end. Neither holds a path, a query, a
// body, an address or a name.
func (s *Server) begin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		c := &call{server: s, id: rand.Text(), route: "none"}
		c.ip, c.direct = clientIP(r, s.options.TrustedProxies)
		w.Header().Set("X-Request-Id", c.id)
		out := &counted{ResponseWriter: w}
		c.out = out
		next.ServeHTTP(out, r.WithContext(context.WithValue(r.Context(), callKey{}, c)))
		took := time.Since(start)
		if s.options.Observe != nil {
			s.options.Observe(c.route, out.status(), took)
		}
		s.options.Log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("method", r.Method),
			slog.String("route", c.route), slog.Int("status", out.status()), slog.Int64("bytes", out.bytes),
			slog.Float64("ms", float64(took.Microseconds())/1000), slog.String("request_id", c.id))
	})
}

// clientIP believes X-Forwarded-For only from a trusted proxy, and reads it from the right: the last address that is
// no trusted proxy is the client. direct is false when an untrusted peer claims to forward.
func clientIP(r *http.Request, trusted []netip.Prefix) (ip netip.Addr, direct bool) {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}, false
	}
	ip = peer.Addr().Unmap()
	isTrusted := func(a netip.Addr) bool {
		return slices.ContainsFunc(trusted, func(p netip.Prefix) bool { return p.Contains(a) })
	}
	forwarded := strings.Join(r.Header.Values("X-Forwarded-For"), ",")
	if !isTrusted(ip) {
		return ip, forwarded == "" && r.Header.Get("Forwarded") == ""
	}
	hops := strings.Split(forwarded, ",")
	for i := len(hops) - 1; i >= 0 && isTrusted(ip); i-- {
		a, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		ip = a.Unmap()
	}
	return ip, true
}

// recovering turns a panic into an INTERNAL answer and a log line with its stack. An answer that has begun is cut
// off instead, so that nobody takes its half for the whole.
func recovering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch p := recover(); p {
			case nil:
			case http.ErrAbortHandler: //nolint:errorlint // net/http compares it this way too
				panic(p)
			default:
				err := fmt.Errorf("panic: %v\n%s", p, debug.Stack())
				if c := callOf(r.Context()); c != nil && c.out.code != 0 {
					c.server.options.Log.ErrorContext(r.Context(), "cut off", "error", err, "request_id", c.id)
					panic(http.ErrAbortHandler)
				}
				Problem(w, r, err)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// secure sets the headers that tell browsers what this application never does. Styles made by components stand in
// the page itself; no script does.
func (s *Server) secure(next http.Handler) http.Handler {
	const csp = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; " +
		"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", csp)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Cache-Control", "no-store") // pages and assets set their own
		if s.options.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// counted remembers the status and the size of an answer.
type counted struct {
	http.ResponseWriter
	code  int
	bytes int64
}

func (c *counted) WriteHeader(code int) {
	if c.code == 0 || c.code < 200 {
		c.code = code
	}
	c.ResponseWriter.WriteHeader(code)
}

func (c *counted) Write(b []byte) (int, error) {
	if c.code == 0 {
		c.code = http.StatusOK
	}
	n, err := c.ResponseWriter.Write(b)
	c.bytes += int64(n)
	return n, err
}

func (c *counted) status() int {
	if c.code == 0 {
		return http.StatusOK
	}
	return c.code
}

// Unwrap lets http.ResponseController reach the connection.
func (c *counted) Unwrap() http.ResponseWriter { return c.ResponseWriter }
