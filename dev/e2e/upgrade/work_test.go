package upgrade

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/models"
)

const (
	// capital is a partner's cash before anybody works, paid what a payment brings.
	capital, paid = "100.00", "1.00"
	// channelName is a payment channel of the installation.
	channelName = "bank-transfer"
)

// worker is a partner at work: with a page that anybody may open, and a customer to
// whom money is allotted.
type worker struct {
	*crowd

	id       uuid.UUID
	name     string
	token    string
	page     string
	customer uuid.UUID
	payments int
	rounds   int
}

// hire makes a partner ready for work.
func (c *crowd) hire() *worker {
	id := uuid.Must(uuid.NewV7())
	w := &worker{crowd: c, id: id, name: "Partner" + id.String()[24:]}
	c.AddPartner(id, w.name)
	w.token = c.Token("boss", id, models.RoleAdministrator)
	c.Fund(c.Realm, id, capital)
	w.customer = c.PayingCustomer(w.token)
	status, answer := c.Call(c.URLs[0], http.MethodPost, "/v1/invitation-links", w.token, `{"kind":"general","association_type":"consultant"}`)
	require.Equal(c.T, http.StatusCreated, status, "%s", answer)
	var link struct{ URL string }
	require.NoError(c.T, json.Unmarshal(answer, &link))
	at, err := url.Parse(link.URL)
	require.NoError(c.T, err)
	w.page = at.Path
	return w
}

// round is everything that a partner and those around him do.
func (w *worker) round(ctx context.Context) error {
	for _, do := range []func(context.Context) error{w.registerAndRelease, w.openPage, w.allotAndReclaim, w.isPaid} {
		if err := do(ctx); err != nil {
			return err
		}
	}
	return nil
}

// openPage: a stranger opens the page of the link.
func (w *worker) openPage(ctx context.Context) error {
	_, err := w.send(ctx, http.MethodGet, w.page, "", "", nil, http.StatusOK)
	return err
}

// allotAndReclaim moves money to the customer and back.
func (w *worker) allotAndReclaim(ctx context.Context) error {
	body := kit.Encode(map[string]any{"customer_id": w.customer, "amount": map[string]string{"amount": "5.00", "currency": "CNY"}})
	for _, path := range []string{"/v1/allocations", "/v1/reclaims"} {
		if _, err := w.send(ctx, http.MethodPost, path, w.token, body, nil, http.StatusCreated); err != nil {
			return err
		}
	}
	return nil
}

// isPaid: the payment channel says, signed, that somebody has paid the partner.
func (w *worker) isPaid(ctx context.Context) error {
	signer, err := standardwebhooks.NewWebhookRaw(w.Sims.ChannelSecrets[channelName])
	if err != nil {
		return fmt.Errorf("make signer: %w", err)
	}
	now, event := time.Now(), uuid.NewString()
	body := kit.Encode(map[string]any{
		"reference": "paid-" + event, "payment_account": kit.PaymentAccount(w.name), "signing_entity": models.SigningEntitySoftware,
		"payer": map[string]string{"name": "A", "account": "1"}, "amount": map[string]string{"amount": paid, "currency": "CNY"}, "arrived_at": now.UTC(),
	})
	signature, err := signer.Sign(event, now, []byte(body))
	if err != nil {
		return fmt.Errorf("sign: %w", err)
	}
	header := []string{"Idempotency-Key", "", "webhook-id", event, "webhook-timestamp", strconv.FormatInt(now.Unix(), 10), "webhook-signature", signature}
	if _, err := w.send(ctx, http.MethodPost, "/v1/callbacks/payment-channels/"+channelName, "", body, header, http.StatusCreated); err != nil {
		return err
	}
	w.payments++
	return nil
}

// requireMoney holds the partner's accounts against what was answered.
func (w *worker) requireMoney() {
	w.T.Helper()
	want := kit.Money(capital).Amount.Add(kit.Money(paid).Amount.Mul(kit.Money(strconv.Itoa(w.payments) + ".00").Amount)).StringFixed(2)
	status, answer := w.Call(w.URLs[0], http.MethodGet, "/v1/accounts", w.token, "")
	require.Equal(w.T, http.StatusOK, status, "%s", answer)
	var accounts struct {
		Items []struct {
			Kind    string
			Balance struct{ Amount string }
		}
	}
	require.NoError(w.T, json.Unmarshal(answer, &accounts))
	balances := map[string]string{}
	for _, a := range accounts.Items {
		balances[a.Kind] = a.Balance.Amount
	}
	require.Equal(w.T, want, balances["cash"], "every payment that was answered, once")
	require.Equal(w.T, want, balances["allocatable"], "what was allotted came back")
}

// reader reads the stream of a partner's registrations, and goes on elsewhere where it ends.
type reader struct {
	crowd *crowd
	token string
	last  string // the id of the last event
	ids   []string
	heard atomic.Int64
	opens int
}

// read reads until ctx ends.
func (r *reader) read(ctx context.Context) {
	for ctx.Err() == nil {
		if err := r.stream(ctx); err != nil && ctx.Err() == nil {
			r.crowd.fails(err)
			return
		}
	}
}

func (r *reader) stream(ctx context.Context) error {
	base, err := r.crowd.api()
	if err != nil {
		return fmt.Errorf("stream: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/v1/events/stream?subject_kind=registration&after=0", nil)
	if err != nil {
		return fmt.Errorf("make request: %w", err)
	}
	req.Header.Set("Authorization", "Bearer "+r.token)
	if r.last != "" {
		req.Header.Set("Last-Event-ID", r.last)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("open the stream: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the stream answered %d", res.StatusCode)
	}
	r.opens++
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if id, is := strings.CutPrefix(lines.Text(), "id: "); is {
			r.last, r.ids = id, append(r.ids, id)
			r.heard.Add(1)
		}
	}
	return nil // its API stops: the next one goes on
}

// fed are the positions of the same events in the list.
func (r *reader) fed() []string {
	c, after := r.crowd, int64(0)
	var all []string
	for {
		status, answer := c.Call(c.URLs[0], http.MethodGet, fmt.Sprintf("/v1/events?subject_kind=registration&limit=200&after=%d", after), r.token, "")
		require.Equal(c.T, http.StatusOK, status, "%s", answer)
		var feed struct {
			Items     []struct{ Position int64 }
			NextAfter int64 `json:"next_after"`
			More      bool
		}
		require.NoError(c.T, json.Unmarshal(answer, &feed))
		for _, e := range feed.Items {
			all = append(all, strconv.FormatInt(e.Position, 10))
		}
		if after = feed.NextAfter; !feed.More {
			return all
		}
	}
}
