// Package observe is what a process tells about itself to those who watch it:
// metrics that Prometheus scrapes, and traces that follow a request through
// workflow and activity to SQL. It holds names, codes and durations, and nothing
// of what people typed.
package observe

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel/trace"
	"go.temporal.io/sdk/contrib/opentelemetry"
	"go.temporal.io/sdk/interceptor"

	"partnercenter/models"
)

// namespace begins the name of every metric of the product.
const namespace = "partnercenter"

// Config says what a process tells.
type Config struct {
	Process string // api or worker
	// TracesURL is where spans are sent by OTLP over HTTP; empty: nowhere.
	TracesURL string
}

// Observer is what one process tells.
type Observer struct {
	// BooksProven counts the books of the ledger that were recomputed; Proofs counts
	// the runs that came to the last of them, also where there is none yet.
	BooksProven, Proofs prometheus.Counter

	registry  *prometheus.Registry
	http      *prometheus.HistogramVec
	sql       *prometheus.HistogramVec
	conflicts *prometheus.CounterVec
	business  business
	figures   *figures
	temporal  opentelemetry.MetricsHandler
	traces    traces
}

// New registers the metrics of a process, with those of its runtime, and begins
// to send traces if it may.
func New(ctx context.Context, cfg Config) (*Observer, error) {
	o := &Observer{
		BooksProven: counter("ledger_books_proven_total", "Books of the ledger that were recomputed."),
		Proofs:      counter("ledger_proofs_total", "Runs that recomputed every book of the ledger."),
		registry:    prometheus.NewRegistry(),
		http:        histogram("http_request_duration_seconds", "How long requests took, by route pattern, method and status.", prometheus.DefBuckets, "route", "method", "status"),
		sql:         histogram("sql_duration_seconds", "How long round trips to the database took, by kind of statement.", sqlBuckets, "kind"),
		conflicts:   counters("transaction_conflicts_total", "Transactions that lost a deadlock or serialisation conflict and ran again; any is an alert.", "code"),
		business:    newBusiness(),
		figures:     &figures{},
	}
	o.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		o.BooksProven, o.Proofs, o.http, o.sql, o.conflicts, o.business.evaluations, o.business.blockers, o.business.events, o.business.waits, o.business.attempts, o.figures)
	for _, code := range conflictCodes { // shown before the first: a rate needs a beginning
		o.conflicts.WithLabelValues(code)
	}
	for _, outcome := range models.AttemptOutcomes() {
		o.business.attempts.WithLabelValues(outcome)
	}
	var err error
	if o.temporal, err = temporalMetrics(o.registry); err != nil {
		return nil, err
	}
	if o.traces, err = newTraces(ctx, cfg); err != nil {
		return nil, err
	}
	return o, nil
}

// Handler answers a scrape in Prometheus' text format.
func (o *Observer) Handler() http.Handler {
	return promhttp.HandlerFor(o.registry, promhttp.HandlerOpts{})
}

// Temporal takes what the engine's client and worker tell of themselves.
func (o *Observer) Temporal() opentelemetry.MetricsHandler { return o.temporal }

// Interceptors carry traces through the engine; none where no traces are sent.
func (o *Observer) Interceptors() ([]interceptor.ClientInterceptor, error) {
	if o.traces.provider == nil {
		return nil, nil
	}
	tracing, err := opentelemetry.NewTracingInterceptor(opentelemetry.TracerOptions{Tracer: o.traces.tracer, SpanStarter: o.traces.goOn, DisableBaggage: true})
	if err != nil {
		return nil, fmt.Errorf("trace the engine: %w", err)
	}
	return []interceptor.ClientInterceptor{tracing}, nil
}

// Pool shows a pool of database connections.
func (o *Observer) Pool(stats func() sql.DBStats) { o.registry.MustRegister(pool{stats: stats}) }

// Close sends the spans that are left.
func (o *Observer) Close(ctx context.Context) error { return o.traces.close(ctx) }

// TraceID is the trace that a context belongs to, in hexadecimal; empty if none.
func TraceID(ctx context.Context) string {
	span := trace.SpanContextFromContext(ctx)
	if !span.HasTraceID() {
		return ""
	}
	return span.TraceID().String()
}

func counter(name, help string) prometheus.Counter {
	return prometheus.NewCounter(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help})
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
}

func histogram(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets}, labels)
}

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(namespace+"_"+name, help, labels, nil)
}
