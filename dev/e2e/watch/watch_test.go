// Package watch proves what those who watch the product get to see: metrics that the alerts and the dashboard name,
// traces from a request to its SQL, and the operator's commands.
package watch

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	sdk "go.temporal.io/sdk/client"

	"partnercenter/dev/e2e/kit"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/workflows"
)

const poll = 50 * time.Millisecond

// tower is a world that is watched.
type tower struct {
	*kit.World
	alice, bob, rita string
	collector        *collector
}

// One world for everything: what one part has done the next part sees.
func TestThoseWhoWatchSeeWhatHappens(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	w := &tower{World: kit.NewWorld(t, kit.Options{Watched: true, Env: map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": c.url}}), collector: c}
	w.alice, w.bob = w.Token("alice", w.Aurora, models.RoleAdministrator), w.Token("bob", w.Borealis, models.RoleAdministrator)
	w.rita = w.Token("rita", w.Vendor, models.RoleReviewer)
	story := w.live()
	shown := w.scrapeUntil(time.Now(), `partnercenter_processes_open{process="registration"}`, `temporal_workflow_failed_total{workflow_type="Registration"}`)
	t.Run("metrics", func(t *testing.T) { requireMetrics(t, shown) })
	t.Run("alerts", func(t *testing.T) { requireAlerts(t, shown) })
	t.Run("dashboard", func(t *testing.T) { requireDashboard(t, shown) })
	for _, name := range w.Product.Names() {
		w.Product.Stop(name) // and sends the spans that are left
	}
	t.Run("traces", func(t *testing.T) { w.requireTraces(t, story) })
}

// story is what happened, with the traces that its requests said they belong to.
type story struct {
	registered, released string // trace ids
	registration         string
	customer             kit.Customer
}

// live plays a conflict, a review, a release, one whose workflow is missing, and a workflow that fails; the worker
// starts a second time, and finds its schedules there.
func (w *tower) live() story {
	w.T.Helper()
	w.Product.Stop("worker")
	w.Product.Start("worker")
	s := story{registered: strings.Repeat("a", 31) + "1", released: strings.Repeat("b", 31) + "2", customer: kit.NewCustomer()}
	status, body := w.Call(w.URLs[0], http.MethodPost, "/v1/registrations", w.alice, s.customer.JSON(), "Traceparent", parentOf(s.registered))
	require.Equal(w.T, http.StatusCreated, status, "%s", body)
	s.registration = idOf(w.T, body)
	status, body = w.Call(w.URLs[0], http.MethodPost, "/v1/registrations", w.bob, s.customer.JSON())
	require.Equal(w.T, http.StatusConflict, status, "%s", body)
	pending := w.AwaitingReview(w.alice, kit.NewCustomer())
	status, body = w.Call(w.URLs[0], http.MethodPost, "/v1/registrations/"+pending+"/review", w.rita, `{"verdict":"approve","opinion":"ja"}`)
	require.Equal(w.T, http.StatusOK, status, "%s", body)
	status, body = w.Call(w.URLs[0], http.MethodPost, "/v1/registrations/"+s.registration+"/release", w.alice, "", "Traceparent", parentOf(s.released))
	require.Equal(w.T, http.StatusOK, status, "%s", body)
	orphan := w.Registered(w.alice, kit.NewCustomer())
	require.NoError(w.T, w.Temporal.TerminateWorkflow(w.T.Context(), "registration:v1:"+orphan, "", "by mistake"))
	status, body = w.Call(w.URLs[0], http.MethodPost, "/v1/registrations/"+orphan+"/release", w.alice, "")
	require.Equal(w.T, http.StatusOK, status, "%s", body)
	id := store.NewID()
	run, err := w.Temporal.ExecuteWorkflow(w.T.Context(), sdk.StartWorkflowOptions{ID: workflows.ID(models.SubjectRegistration, id), TaskQueue: w.TaskQueue},
		workflows.Types[models.SubjectRegistration], models.Ref{ID: id, Realm: w.Realm}) // of no row: it fails
	require.NoError(w.T, err)
	require.Error(w.T, run.Get(w.T.Context(), nil))
	w.AwaitingReview(w.alice, kit.NewCustomer()) // a task that stays open
	w.subscribe()
	return s
}

// subscribe waits until a subscription was sent the only event that it asks for: its own beginning.
func (w *tower) subscribe() {
	w.T.Helper()
	body := kit.Encode(map[string]any{"url": kit.Receive(w.T).URL, "types": []string{"subscription.created"}})
	status, made := w.Call(w.URLs[0], http.MethodPost, "/v1/subscriptions", w.alice, body)
	require.Equal(w.T, http.StatusCreated, status, "%s", made)
	require.Eventually(w.T, func() bool {
		status, log := w.Call(w.URLs[0], http.MethodGet, "/v1/subscriptions/"+idOf(w.T, made)+"/deliveries?state=delivered", w.alice, "")
		return status == http.StatusOK && strings.Contains(string(log), "accepted")
	}, kit.Patience, poll, "the event is delivered")
}

// exposed is what the processes show: the label names of every metric, and each line.
type exposed struct {
	labels map[string][]string
	lines  map[string]float64
}

// scrapeUntil scrapes API and worker as Prometheus would until certain metrics are there, and the figures of the
// database are younger than an instant.
func (w *tower) scrapeUntil(since time.Time, names ...string) exposed {
	w.T.Helper()
	var all exposed
	require.EventuallyWithT(w.T, func(c *assert.CollectT) {
		all = exposed{labels: map[string][]string{}, lines: map[string]float64{}}
		for _, process := range w.Product.Names() {
			status, body, err := w.Try(w.T.Context(), w.Product.OpsURL(process), http.MethodGet, "/metrics", "", "")
			require.NoError(c, err)
			require.Equal(c, http.StatusOK, status)
			require.NoError(c, all.read(string(body)))
		}
		for _, name := range names {
			require.True(c, all.has(name), name)
		}
		require.Greater(c, all.lines["partnercenter_figures_read_timestamp_seconds"], float64(since.Unix()+1))
	}, kit.Patience, poll)
	return all
}

func (e exposed) has(selector string) bool {
	name, rest, labelled := strings.Cut(selector, "{")
	if _, known := e.labels[name]; !known || !labelled {
		return known
	}
	return slices.ContainsFunc(slices.Collect(maps.Keys(e.lines)), func(line string) bool {
		return strings.HasPrefix(line, name+"{") && strings.Contains(line, strings.TrimSuffix(rest, "}"))
	})
}

// read takes in one exposition in the text format.
func (e exposed) read(text string) error {
	parser := expfmt.TextParser{}
	families, err := parser.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		return err
	}
	samples, err := expfmt.ExtractSamples(&expfmt.DecodeOptions{}, slices.Collect(maps.Values(families))...)
	if err != nil {
		return err
	}
	for _, sample := range samples {
		name := string(sample.Metric[model.MetricNameLabel])
		for label := range sample.Metric {
			if label != model.MetricNameLabel && !slices.Contains(e.labels[name], string(label)) {
				e.labels[name] = append(e.labels[name], string(label))
			}
		}
		if e.labels[name] == nil {
			e.labels[name] = []string{}
		}
		e.lines[sample.Metric.String()] += float64(sample.Value)
	}
	return nil
}

func requireMetrics(t *testing.T, shown exposed) {
	t.Helper()
	for line, want := range map[string]float64{
		`partnercenter_http_request_duration_seconds_count{method="POST", route="/v1/registrations", status="409"}`: 1,
		`partnercenter_blockers_total{code="customer_taken", rule_set="registration.register"}`:                     1,
		`partnercenter_events_total{subject="registration", type="registration.released"}`:                          2,
		`partnercenter_decision_wait_seconds_count{process="registration", verb="review"}`:                          1,
		`partnercenter_processes_open{process="registration", realm="sandbox", state="reported"}`:                   1,
		`partnercenter_processes_overdue{process="withdrawal", realm="sandbox"}`:                                    0,
		`partnercenter_ledger_books_wrong{realm="sandbox"}`:                                                         0,
		`partnercenter_deliveries_waiting{realm="sandbox"}`:                                                         0,
		`partnercenter_delivery_attempts_total{outcome="accepted"}`:                                                 1,
	} {
		value, known := shown.lines[line]
		require.True(t, known, "%s is not among %v", line, slices.Sorted(maps.Keys(shown.lines)))
		require.InDelta(t, want, value, 0, line)
	}
	for _, kind := range []string{"begin", "select", "commit"} {
		require.Positive(t, shown.lines[`partnercenter_sql_duration_seconds_count{kind="`+kind+`"}`], kind)
	}
	require.True(t, shown.has("temporal_request_total"), "the engine's SDK tells of itself")
	failed := map[float64]int{}
	for line, value := range shown.lines {
		if strings.HasPrefix(line, "temporal_workflow_failed_total{") {
			failed[value]++
		}
	}
	require.Equal(t, map[float64]int{0: len(workflows.Names()) - 1, 1: 1}, failed, "the SDK counts on in the line that was shown before the first failure")
}
