package watch

import (
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	otlp "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"
)

// parentSpan is the span of the caller in every trace of these tests.
const parentSpan = "00f067aa0ba902b7"

func parentOf(traceID string) string { return "00-" + traceID + "-" + parentSpan + "-01" }

func idOf(t *testing.T, body []byte) string {
	t.Helper()
	var made struct{ ID string }
	require.NoError(t, json.Unmarshal(body, &made))
	return made.ID
}

// span is what a collector keeps of one.
type span struct {
	service, trace, id, parent, name, text string
}

// collector receives spans by OTLP over HTTP.
type collector struct {
	url   string
	mu    sync.Mutex
	spans []span
	wrong []string
}

func newCollector(t *testing.T) *collector {
	t.Helper()
	c := &collector{}
	server := httptest.NewServer(c)
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}

// ServeHTTP takes one export in.
func (c *collector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var request otlp.ExportTraceServiceRequest
	raw, err := io.ReadAll(r.Body)
	if err == nil {
		err = proto.Unmarshal(raw, &request)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil || r.URL.Path != "/v1/traces" {
		c.wrong = append(c.wrong, r.URL.Path)
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	c.keep(&request)
	w.Header().Set("Content-Type", "application/x-protobuf")
}

func (c *collector) keep(request *otlp.ExportTraceServiceRequest) {
	for _, source := range request.GetResourceSpans() {
		service := ""
		for _, attribute := range source.GetResource().GetAttributes() {
			if attribute.GetKey() == "service.name" {
				service = attribute.GetValue().GetStringValue()
			}
		}
		for _, scope := range source.GetScopeSpans() {
			for _, s := range scope.GetSpans() {
				c.spans = append(c.spans, span{
					service: service, trace: hex.EncodeToString(s.GetTraceId()), id: hex.EncodeToString(s.GetSpanId()),
					parent: hex.EncodeToString(s.GetParentSpanId()), name: s.GetName(), text: s.String(),
				})
			}
		}
	}
}

func (c *collector) of(trace string) []span {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Collect(func(yield func(span) bool) {
		for _, s := range c.spans {
			if s.trace == trace && !yield(s) {
				return
			}
		}
	})
}

// A trace leads from the request over start or update, workflow and activity to the SQL of each, in one piece, and its
// id is kept with the events.
func (w *tower) requireTraces(t *testing.T, s story) {
	t.Helper()
	require.Empty(t, w.collector.wrong)
	w.requireTrace(t, s.registered, "POST /v1/registrations", "StartWorkflow:Registration", "RunWorkflow:Registration")
	w.requireCommit(t, s.registered, "POST /v1/registrations", "partnercenter-api")
	w.requireTrace(t, s.released, "POST /v1/registrations/:registration_id/release", "UpdateWorkflow:decide", "HandleUpdate:decide", "RunActivity:DecideRegistration")
	w.requireCommit(t, s.released, "RunActivity:DecideRegistration", "partnercenter-worker")
	for kind, trace := range map[string]string{"registration.reported": s.registered, "registration.released": s.released} {
		var kept string
		require.NoError(t, w.Admin.QueryRow(t.Context(), "SELECT trace_id FROM events WHERE subject_id = $1 AND type = $2", s.registration, kind).Scan(&kept))
		require.Equal(t, trace, kept, kind)
	}
	for _, span := range w.collector.spans {
		for _, personal := range []string{s.customer.Company, s.customer.Phone, s.customer.Email} {
			require.NotContains(t, span.text, personal, "a span holds personal data")
		}
		require.NotContains(t, []string{"RunWorkflow:Relay", "RunActivity:GivePositions", "RunActivity:SendMails"}, span.name, "what runs by itself begins no trace")
	}
}

func (w *tower) requireTrace(t *testing.T, trace string, names ...string) {
	t.Helper()
	spans := w.collector.of(trace)
	known, seen, services := []string{parentSpan}, []string{}, []string{}
	for _, span := range spans {
		known, seen, services = append(known, span.id), append(seen, span.name), append(services, span.service)
	}
	require.Subset(t, seen, names)
	require.Subset(t, services, []string{"partnercenter-api", "partnercenter-worker"})
	for _, span := range spans {
		require.Contains(t, known, span.parent, "the trace breaks at %s", span.name)
	}
}

// requireCommit: a service commits somewhere below a span of its own.
func (w *tower) requireCommit(t *testing.T, trace, above, service string) {
	t.Helper()
	spans := map[string]span{}
	for _, s := range w.collector.of(trace) {
		spans[s.id] = s
	}
	for _, s := range spans {
		if s.name != "SQL commit" || s.service != service {
			continue
		}
		for parent, known := spans[s.parent]; known; parent, known = spans[parent.parent] {
			if parent.name == above {
				return
			}
		}
	}
	require.Fail(t, "nothing is committed", "below %s in %s", above, service)
}
