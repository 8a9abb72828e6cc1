package channel_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/sim/channel"
)

var secret = []byte("a secret of a test, 32 bytes long")

// product notes what it is told and answers a status.
type product struct {
	status   atomic.Int64
	told     atomic.Int64
	verified atomic.Int64
	events   map[string]bool
}

func start(t *testing.T) (*product, channel.Client) {
	t.Helper()
	p := &product{events: map[string]bool{}}
	p.status.Store(http.StatusCreated)
	verifier, err := standardwebhooks.NewWebhookRaw(secret)
	require.NoError(t, err)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err == nil && verifier.Verify(body, r.Header) == nil {
			p.verified.Add(1)
		}
		p.told.Add(1)
		p.events[r.Header.Get("webhook-id")] = true
		w.WriteHeader(int(p.status.Load()))
	}))
	t.Cleanup(server.Close)
	channels := channel.New(channel.Config{Callback: server.URL, Secrets: map[string][]byte{"bank": secret}, Token: "token"})
	sim := httptest.NewServer(channels.Handler())
	t.Cleanup(channels.Close)
	t.Cleanup(sim.Close)
	return p, channel.Client{URL: sim.URL, Token: "token"}
}

func payment(hold bool) channel.Payment {
	return channel.Payment{Channel: "bank", Hold: hold, Notice: channel.Notice{
		PaymentAccount: "A1", SigningEntity: "software", Payer: channel.Payer{Name: "A Ltd", Account: "622"}, Amount: channel.Money{Amount: "5.00", Currency: "CNY"},
	}}
}

func TestPay_TellsTheProductAndKeepsALine(t *testing.T) {
	p, c := start(t)
	told, err := c.Pay(t.Context(), payment(false))
	require.NoError(t, err)
	require.Equal(t, http.StatusCreated, told.Status)
	require.Equal(t, int64(1), p.verified.Load())
	lines, err := c.Statement(t.Context())
	require.NoError(t, err)
	require.Len(t, lines, 1)
	require.Equal(t, told.Reference, lines[0].Reference)
	require.Equal(t, told.EventID, lines[0].EventID)
	require.Equal(t, "5.00", lines[0].Amount.Amount)
	require.Equal(t, int64(1), lines[0].Line)
	_, err = channel.Client{URL: c.URL}.Statement(t.Context())
	require.ErrorContains(t, err, "token_invalid")
	again := payment(false)
	again.Reference = told.Reference
	_, err = c.Pay(t.Context(), again)
	require.ErrorContains(t, err, "reference_taken")
}

func TestStatement_MaySayOtherThanWhatWasPaid(t *testing.T) {
	_, c := start(t)
	unstated := payment(true)
	unstated.Unstated = true
	_, err := c.Pay(t.Context(), unstated)
	require.NoError(t, err)
	require.NoError(t, c.State(t.Context(), "bank", "nobody's", channel.Money{Amount: "1.00", Currency: "CNY"}))
	lines, err := c.Statement(t.Context())
	require.NoError(t, err)
	require.Len(t, lines, 1)
	require.Equal(t, "nobody's", lines[0].Reference)
}

func TestPay_InsistsOnAProductThatIsNotThere(t *testing.T) {
	p, c := start(t)
	p.status.Store(http.StatusServiceUnavailable)
	told, err := c.Pay(t.Context(), payment(false))
	require.NoError(t, err)
	require.Equal(t, http.StatusServiceUnavailable, told.Status)
	p.status.Store(http.StatusCreated)
	require.Eventually(t, func() bool { return p.told.Load() > 1 }, 5e9, 1e7)
}

func TestDeliver_TellsInEveryManner(t *testing.T) {
	p, c := start(t)
	held, err := c.Pay(t.Context(), payment(true))
	require.NoError(t, err)
	require.Zero(t, held.Status)
	require.Zero(t, p.told.Load())
	for as, want := range map[channel.Manner]struct {
		sameEvent bool
		verified  int64
	}{
		channel.AsItIs: {true, 1}, channel.NewEvent: {false, 1}, channel.Tampered: {true, 1}, channel.Reused: {false, 1}, channel.Forged: {true, 0}, channel.Stale: {true, 0},
	} {
		before := p.verified.Load()
		told, err := c.Deliver(t.Context(), held.Reference, as)
		require.NoError(t, err)
		require.Equal(t, want.sameEvent, told.EventID == held.EventID, as)
		require.Equal(t, want.verified, p.verified.Load()-before, as)
	}
	_, err = c.Deliver(t.Context(), held.Reference, "rudely")
	require.ErrorContains(t, err, "delivery_invalid")
}
