package observe

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

var sqlBuckets = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

// kinds are the statements that are counted by their first word.
var kinds = []string{"select", "with", "insert", "update", "delete", "begin", "commit", "rollback", "set"}

// roundTrip is one statement or batch on its way.
type roundTrip struct {
	kind  string
	start time.Time
	span  trace.Span
}

type roundTripKey struct{}

// SQL measures round trips to the database and traces those of a traced request.
// Statements are shown as they are written, with placeholders: what they are run
// with is personal data.
func (o *Observer) SQL() pgx.QueryTracer { return tracer{o} }

type tracer struct{ *Observer }

var _ pgx.BatchTracer = tracer{}

// TraceQueryStart begins a statement.
func (t tracer) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	return t.begin(ctx, kindOf(data.SQL), data.SQL)
}

// TraceQueryEnd ends it.
func (t tracer) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryEndData) {
	t.end(ctx, data.Err)
}

// TraceBatchStart begins what travels together.
func (t tracer) TraceBatchStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceBatchStartData) context.Context {
	texts := make([]string, len(data.Batch.QueuedQueries))
	for i, q := range data.Batch.QueuedQueries {
		texts[i] = q.SQL
	}
	return t.begin(ctx, kindOfBatch(texts), strings.Join(texts, "; "))
}

// TraceBatchQuery is part of the round trip that is measured.
func (tracer) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

// TraceBatchEnd ends it.
func (t tracer) TraceBatchEnd(ctx context.Context, _ *pgx.Conn, data pgx.TraceBatchEndData) {
	t.end(ctx, data.Err)
}

func (t tracer) begin(ctx context.Context, kind, text string) context.Context {
	ctx, span := t.traces.within(ctx, "SQL "+kind, trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(attribute.String("db.system.name", "postgresql"), attribute.String("db.query.text", text)))
	return context.WithValue(ctx, roundTripKey{}, &roundTrip{kind: kind, start: time.Now(), span: span})
}

func (t tracer) end(ctx context.Context, err error) {
	trip, begun := ctx.Value(roundTripKey{}).(*roundTrip)
	if !begun {
		return
	}
	t.sql.WithLabelValues(trip.kind).Observe(time.Since(trip.start).Seconds())
	if err != nil {
		trip.span.SetStatus(codes.Error, "failed") // the error's text may quote values
	}
	trip.span.End()
}

func kindOf(text string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	word = strings.ToLower(strings.TrimSpace(word))
	if slices.Contains(kinds, word) {
		return word
	}
	return "other"
}

// kindOfBatch: a batch begins a transaction, ends it with its writes, or writes in
// the middle of it.
func kindOfBatch(texts []string) string {
	switch {
	case len(texts) > 0 && kindOf(texts[0]) == "begin":
		return "begin"
	case len(texts) > 0 && kindOf(texts[len(texts)-1]) == "commit":
		return "commit"
	default:
		return "writes"
	}
}

// pool shows the connections of a process to the database.
type pool struct{ stats func() sql.DBStats }

var (
	poolUsed  = describe("sql_connections_used", "Connections to the database that are in use.")
	poolIdle  = describe("sql_connections_idle", "Connections to the database that are open and not in use.")
	poolMax   = describe("sql_connections_max", "Connections to the database that this process may have.")
	poolWaits = describe("sql_connection_waits_total", "How often a transaction waited for a connection.")
	poolTime  = describe("sql_connection_wait_seconds_total", "How long transactions waited for a connection, in all.")
)

// Describe names what the pool shows.
func (pool) Describe(to chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{poolUsed, poolIdle, poolMax, poolWaits, poolTime} {
		to <- desc
	}
}

// Collect shows the pool as it is.
func (p pool) Collect(to chan<- prometheus.Metric) {
	s := p.stats()
	to <- prometheus.MustNewConstMetric(poolUsed, prometheus.GaugeValue, float64(s.InUse))
	to <- prometheus.MustNewConstMetric(poolIdle, prometheus.GaugeValue, float64(s.Idle))
	to <- prometheus.MustNewConstMetric(poolMax, prometheus.GaugeValue, float64(s.MaxOpenConnections))
	to <- prometheus.MustNewConstMetric(poolWaits, prometheus.CounterValue, float64(s.WaitCount))
	to <- prometheus.MustNewConstMetric(poolTime, prometheus.CounterValue, s.WaitDuration.Seconds())
}
