// Package httpd is the HTTP server around every answer: timeouts, request ids, the access log, protection against
// cross-site requests, security headers, compression, problem answers and the pages of the browser application.
package httpd

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"bienche/internal/fault"
)

// Options is what a server needs to know.
type Options struct {
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed
	Secure         bool           // browsers reach us by TLS
	Log            *slog.Logger
	Observe        func(route string, code int, took time.Duration) // for metrics; may be nil
	OnRefusal      func(context.Context, error) error               // sees every error answered by Problem; may be nil
}

// Server serves routes. Add them with Handle before Run.
type Server struct {
	options Options
	mux     *http.ServeMux
}

// New makes a server without routes.
func New(o Options) *Server {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{options: o, mux: http.NewServeMux()}
	s.Handle("/api/", Func(func(http.ResponseWriter, *http.Request) error { return fault.New(fault.NotFound, "httpd.no_route") }))
	return s
}

// Func is a handler that may fail; its error is answered by Problem. It must not have written anything then.
type Func func(w http.ResponseWriter, r *http.Request) error

// ServeHTTP answers, or says why not.
func (f Func) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := f(w, r); err != nil {
		Problem(w, r, err)
	}
}

// Handle adds a route by a pattern of http.ServeMux. Logs and metrics name the pattern, never the path.
func (s *Server) Handle(pattern string, h http.Handler) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		if c := callOf(r.Context()); c != nil {
			c.route = pattern
		}
		h.ServeHTTP(w, r)
	})
}

// Slow gives a route more time to read its body and to answer than the server's own limits: for uploads.
func Slow(d time.Duration, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := http.NewResponseController(w)
		until := time.Now().Add(d)
		if err := errors.Join(c.SetReadDeadline(until), c.SetWriteDeadline(until)); err != nil {
			Problem(w, r, fmt.Errorf("extend deadlines: %w", err))
			return
		}
		h.ServeHTTP(w, r)
	})
}

// Handler is the whole chain, from the outside in.
func (s *Server) Handler() http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(Func(func(http.ResponseWriter, *http.Request) error {
		return fault.New(fault.Forbidden, "httpd.cross_site")
	}))
	return s.begin(s.secure(compress(recovering(cross.Handler(s.mux)))))
}

// Listener is where Run serves: bound already, so that the address can be told before the first request.
func Listener(ctx context.Context, addr, cert, key string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", addr, err)
	}
	if cert == "" {
		return l, nil
	}
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read TLS certificate: %w", err), l.Close())
	}
	return tls.NewListener(l, &tls.Config{
		Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
	}), nil
}

// Run serves on l until ctx ends, then takes no new requests and lets those under way finish within drain.
func (s *Server) Run(ctx context.Context, l net.Listener, drain time.Duration) error {
	srv := &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       120 * time.Second,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(s.options.Log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		return fmt.Errorf("requests did not finish within %s: %w", drain, errors.Join(err, srv.Close()))
	}
	return nil
}
