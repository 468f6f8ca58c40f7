// Package telemetry is what operators watch: the log and the metrics. No personal data stands in either.
package telemetry

import (
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Log writes one JSON object a line to w.
func Log(w io.Writer, level slog.Level) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level}))
}

// Metrics counts. Others register their own collectors with Registry.
type Metrics struct {
	Registry *prometheus.Registry
	requests *prometheus.HistogramVec
	counts   *prometheus.CounterVec
}

// New makes the metrics of the process and of HTTP.
func New() *Metrics {
	m := &Metrics{
		Registry: prometheus.NewRegistry(),
		counts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "bienche_http_requests_total", Help: "Requests by route and status.",
		}, []string{"route", "code"}),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "bienche_http_request_seconds", Help: "Time to answer by route.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"route"}),
	}
	m.Registry.MustRegister(m.counts, m.requests, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Request counts one answer.
func (m *Metrics) Request(route string, code int, took time.Duration) {
	m.counts.WithLabelValues(route, strconv.Itoa(code)).Inc()
	m.requests.WithLabelValues(route).Observe(took.Seconds())
}

// Watch adds the gauges of a connection pool.
func (m *Metrics) Watch(pool *pgxpool.Pool) {
	gauge := func(name, help string, f func(*pgxpool.Stat) float64) {
		m.Registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help},
			func() float64 { return f(pool.Stat()) }))
	}
	gauge("bienche_db_connections_in_use", "Connections at work.", func(s *pgxpool.Stat) float64 { return float64(s.AcquiredConns()) })
	gauge("bienche_db_connections_idle", "Connections at rest.", func(s *pgxpool.Stat) float64 { return float64(s.IdleConns()) })
	gauge("bienche_db_connections_max", "Connections allowed.", func(s *pgxpool.Stat) float64 { return float64(s.MaxConns()) })
	gauge("bienche_db_waits_total", "Times a request waited for a connection.", func(s *pgxpool.Stat) float64 { return float64(s.EmptyAcquireCount()) })
}

// Handler prints the metrics in Prometheus' text format.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.Registry, promhttp.HandlerOpts{})
}
