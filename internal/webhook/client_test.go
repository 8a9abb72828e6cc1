package webhook_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/webhook"
	"partnercenter/models"
)

var loopback = webhook.Networks{netip.MustParsePrefix("127.0.0.0/8")}

func show(e models.FeedEvent, reader models.Side) (json.RawMessage, error) {
	return json.Marshal(map[string]any{"position": e.Position, "reader": reader})
}

func parcel(url string, secrets ...[]byte) models.Parcel {
	return models.Parcel{
		URL: url, Side: models.SidePartner, Timeout: 30 * time.Second, Secrets: append([][]byte{[]byte("current")}, secrets...),
		Event: models.FeedEvent{Event: models.Event{ID: uuid.New(), Type: "link.created", At: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}, Position: 7},
	}
}

func send(t *testing.T, networks webhook.Networks, p models.Parcel) models.Attempt {
	t.Helper()
	attempt, err := webhook.NewClient(networks, show).Send(t.Context(), p)
	require.NoError(t, err)
	return attempt
}

func TestSend_SignsByEverySecretThatIsGood(t *testing.T) {
	t.Parallel()
	var header http.Header
	var body []byte
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		header = r.Header
		body, _ = io.ReadAll(r.Body)
	}))
	t.Cleanup(server.Close)
	p := parcel(server.URL, []byte("before"))
	attempt := send(t, loopback, p)
	require.True(t, attempt.Accepted())
	require.Equal(t, http.StatusOK, attempt.Status)
	require.JSONEq(t, `{"type":"link.created","timestamp":"2026-03-01T08:00:00Z","data":{"position":7,"reader":"partner"}}`, string(body))
	require.Equal(t, p.Event.ID.String(), header.Get(standardwebhooks.HeaderWebhookID))
	for secret, good := range map[string]bool{"current": true, "before": true, "another": false} {
		verifier, err := standardwebhooks.NewWebhookRaw([]byte(secret))
		require.NoError(t, err)
		require.Equal(t, good, verifier.Verify(body, header) == nil, secret)
	}
}

func TestSend_NamesWhatCameOfIt(t *testing.T) {
	t.Parallel()
	for status, outcome := range map[int]string{
		200: models.AttemptAccepted, 204: models.AttemptAccepted, 301: models.AttemptRedirected, 307: models.AttemptRedirected, 400: models.AttemptRefused,
		404: models.AttemptRefused, 410: models.AttemptGone, 500: models.AttemptRefused, 503: models.AttemptRefused,
	} {
		asked := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			asked++
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(status)
		}))
		t.Cleanup(server.Close)
		attempt := send(t, loopback, parcel(server.URL))
		require.Equal(t, outcome, attempt.Outcome, "%d", status)
		require.Equal(t, status, attempt.Status)
		require.Equal(t, 1, asked, "nobody follows a redirect")
	}
}

func TestSend_WaitsAndReadsNoLongerThanItMay(t *testing.T) {
	t.Parallel()
	done := make(chan struct{})
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-done:
		}
	}))
	t.Cleanup(silent.Close)
	t.Cleanup(func() { close(done) })
	late := parcel(silent.URL)
	late.Timeout = 50 * time.Millisecond
	require.Equal(t, models.AttemptTimedOut, send(t, loopback, late).Outcome)

	endless := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, strings.Repeat("x", 1<<12)); err != nil {
				return
			}
		}
	}))
	t.Cleanup(endless.Close)
	require.True(t, send(t, loopback, parcel(endless.URL)).Accepted())
}

func TestSend_GoesNowhereInside(t *testing.T) {
	t.Parallel()
	asked := 0
	handler := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ })
	plain, secure := httptest.NewServer(handler), httptest.NewTLSServer(handler)
	t.Cleanup(plain.Close)
	t.Cleanup(secure.Close)
	port := plain.URL[strings.LastIndexByte(plain.URL, ':'):]
	for _, address := range []string{plain.URL, secure.URL, "http://localhost" + port, "http://[::ffff:127.0.0.1]" + port, "http://0.0.0.0" + port} {
		require.Equal(t, models.AttemptForbidden, send(t, nil, parcel(address)).Outcome, address)
	}
	require.Zero(t, asked)
	require.Equal(t, models.AttemptUntrusted, send(t, loopback, parcel(secure.URL)).Outcome, "a certificate of nobody's")
	plain.Close()
	require.Equal(t, models.AttemptUnreachable, send(t, loopback, parcel(plain.URL)).Outcome)
	require.Zero(t, asked)
}

// Nothing that the machine says of proxies moves an event: the proxy would dial in our stead.
func TestSend_KnowsNoProxy(t *testing.T) {
	proxied := 0
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { proxied++ }))
	t.Cleanup(proxy.Close)
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("HTTPS_PROXY", proxy.URL)
	for _, address := range []string{"http://10.0.0.1/", "https://10.0.0.1/"} {
		require.Equal(t, models.AttemptForbidden, send(t, loopback, parcel(address)).Outcome)
	}
	require.Zero(t, proxied)
}

var _ webhook.Transport = (*webhook.Client)(nil)

func TestSend_FailsWhereTheEventCannotBeWritten(t *testing.T) {
	t.Parallel()
	broken := webhook.NewClient(loopback, func(models.FeedEvent, models.Side) (json.RawMessage, error) { return nil, context.Canceled })
	_, err := broken.Send(t.Context(), parcel("http://127.0.0.1:9/"))
	require.ErrorIs(t, err, context.Canceled)
}
