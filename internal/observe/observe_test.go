package observe_test

import (
	"database/sql"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/labstack/echo/v4"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/trace"

	"partnercenter/internal/observe"
	"partnercenter/internal/store"
	"partnercenter/models"
)

func newObserver(t *testing.T) *observe.Observer {
	t.Helper()
	o, err := observe.New(t.Context(), observe.Config{Process: "test"})
	require.NoError(t, err)
	return o
}

func scrape(t *testing.T, o *observe.Observer) string {
	t.Helper()
	answer := httptest.NewRecorder()
	o.Handler().ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	require.Equal(t, http.StatusOK, answer.Code, answer.Body.String())
	return answer.Body.String()
}

// What has no label is shown from the start, also what has not happened yet: an
// alert on an absent metric would never fire.
func TestHandler_ShowsWhatHasNotHappened(t *testing.T) {
	t.Parallel()
	o := newObserver(t)
	o.Pool(func() sql.DBStats { return sql.DBStats{MaxOpenConnections: 7, InUse: 3} })
	o.BooksProven.Add(3)
	text := scrape(t, o)
	for _, line := range []string{
		"partnercenter_ledger_books_proven_total 3", "partnercenter_ledger_proofs_total 0", "go_goroutines ", `partnercenter_transaction_conflicts_total{code="40P01"} 0`,
		`partnercenter_delivery_attempts_total{outcome="accepted"} 0`, "partnercenter_sql_connections_used 3", "partnercenter_sql_connections_max 7", "partnercenter_sql_connection_waits_total 0",
	} {
		require.Contains(t, text, line)
	}
}

// Transactions are counted by what they left, whatever process they belong to.
func TestCommitted_CountsWhatTransactionsLeft(t *testing.T) {
	t.Parallel()
	o := newObserver(t)
	o.Committed(store.Committed{
		Evaluations: []models.Evaluation{{RuleSet: "some.rules", Outcome: "refuse", Blockers: []models.Blocker{{Code: "a"}, {Code: "b"}}}},
		Events:      []models.Event{{SubjectKind: "thing", Type: "thing.expired"}, {SubjectKind: "thing", Type: "thing.expired"}},
		Decisions:   []models.Decision{{SubjectKind: "thing", Verb: "review", Waited: 2 * time.Hour}},
		Attempts:    []string{models.AttemptTimedOut, models.AttemptTimedOut},
	})
	o.Conflicted("40P01")
	text := scrape(t, o)
	for _, line := range []string{
		`partnercenter_evaluations_total{outcome="refuse",rule_set="some.rules"} 1`,
		`partnercenter_blockers_total{code="b",rule_set="some.rules"} 1`,
		`partnercenter_events_total{subject="thing",type="thing.expired"} 2`,
		`partnercenter_decision_wait_seconds_bucket{process="thing",verb="review",le="3600"} 0`,
		`partnercenter_decision_wait_seconds_bucket{process="thing",verb="review",le="14400"} 1`,
		`partnercenter_delivery_attempts_total{outcome="timed_out"} 2`,
		`partnercenter_transaction_conflicts_total{code="40P01"} 1`,
	} {
		require.Contains(t, text, line)
	}
}

// Who is not at the reading of figures shows none: old ones would stand for ever.
func TestFigures_AreShownByWhoReadsThem(t *testing.T) {
	t.Parallel()
	o := newObserver(t)
	require.NotContains(t, scrape(t, o), "partnercenter_processes_open")
	o.Figures(map[string][]store.Figure{"sandbox": {
		{Name: store.FigureOpen, Labels: []string{"registration", "reported"}, Value: 4}, {Name: store.FigureMails, Value: 2},
	}})
	text := scrape(t, o)
	require.Contains(t, text, `partnercenter_processes_open{process="registration",realm="sandbox",state="reported"} 4`)
	require.Contains(t, text, `partnercenter_mails_waiting{realm="sandbox"} 2`)
	require.Contains(t, text, "partnercenter_figures_read_timestamp_seconds 1.")
	o.Forget()
	require.NotContains(t, scrape(t, o), "partnercenter_processes_open")
}

// Requests are counted by the pattern of their route: paths hold codes, and a
// caller could make up routes and methods without end.
func TestEcho_CountsByPattern(t *testing.T) {
	t.Parallel()
	o := newObserver(t)
	e := echo.New()
	e.Use(o.Echo)
	var seen string
	e.GET("/i/:code", func(c echo.Context) error {
		seen = observe.TraceID(c.Request().Context())
		return c.NoContent(http.StatusTeapot)
	})
	const traceID = "0af7651916cd43dd8448eb211c80319c"
	for _, method := range []string{http.MethodGet, "BREW"} {
		r := httptest.NewRequestWithContext(t.Context(), method, "/i/secret-code", nil)
		r.Header.Set("Traceparent", "00-"+traceID+"-b7ad6b7169203331-01")
		e.ServeHTTP(httptest.NewRecorder(), r)
	}
	text := scrape(t, o)
	require.Contains(t, text, `partnercenter_http_request_duration_seconds_count{method="GET",route="/i/:code",status="418"} 1`)
	require.Contains(t, text, `method="other"`)
	require.NotContains(t, text, "secret-code")
	require.NotContains(t, text, "BREW")
	require.Equal(t, traceID, seen, "the caller's trace is gone on with, also where no spans are sent")
}

// Round trips are told apart by what they do.
func TestSQL_CountsByKindOfStatement(t *testing.T) {
	t.Parallel()
	o := newObserver(t)
	tracer := o.SQL()
	for _, text := range []string{"SELECT 1", "\n\t\tWITH x AS (SELECT 1) SELECT 1", "UPDATE t SET a = $1", "-- ping"} {
		ctx := tracer.TraceQueryStart(t.Context(), nil, pgx.TraceQueryStartData{SQL: text})
		require.False(t, trace.SpanFromContext(ctx).IsRecording(), "no trace, no span")
		tracer.TraceQueryEnd(ctx, nil, pgx.TraceQueryEndData{})
	}
	batches, ok := tracer.(pgx.BatchTracer)
	require.True(t, ok)
	for _, texts := range [][]string{{"BEGIN", "SELECT 1"}, {"INSERT INTO t", "COMMIT"}, {"INSERT INTO t", "UPDATE t"}} {
		batch := &pgx.Batch{}
		for _, text := range texts {
			batch.Queue(text)
		}
		batches.TraceBatchEnd(batches.TraceBatchStart(t.Context(), nil, pgx.TraceBatchStartData{Batch: batch}), nil, pgx.TraceBatchEndData{})
	}
	text := scrape(t, o)
	for _, kind := range []string{"select", "with", "update", "other", "begin", "commit", "writes"} {
		require.Contains(t, text, `partnercenter_sql_duration_seconds_count{kind="`+kind+`"} 1`)
	}
}
