package funds

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/channel"
)

// Money to a partner's own account is his at once, and its lot says how it came.
func TestAPaymentToAPartnersAccountIsHis(t *testing.T) {
	t.Parallel()
	o := open(t)
	topUp := o.pay(payment(kit.PaymentAccount("Aurora"), "1000.00"))
	require.Equal(t, "arrived", topUp["state"])
	require.Equal(t, map[string]string{"cash": "1000.00", "clearing": "-1000.00", "allocatable": "1000.00", "issued": "-1000.00"}, o.balances(o.Aurora))

	shown := o.get("/v1/top-ups/"+text(topUp, "id"), o.sue)
	require.Equal(t, o.Aurora.String(), shown.text("partner_id"))
	require.Equal(t, "bank-transfer", shown.text("channel"))
	require.Equal(t, map[string]any{"name": "王****", "account": "6****"}, shown.object["payer"], "who paid is masked")
	require.Equal(t, map[string]any{"amount": "1000.00", "currency": "CNY"}, shown.object["amount"])
	require.Equal(t, http.StatusNotFound, o.ask(http.MethodGet, "/v1/top-ups/"+text(topUp, "id"), o.Token("bob", o.Borealis, "administrator"), nil).status)
	require.Len(t, o.get("/v1/top-ups/"+text(topUp, "id")+"/timeline", o.finn).items(), 1)

	for _, a := range o.get("/v1/accounts?kind=cash", o.finn).items() {
		entries := o.get("/v1/accounts/"+text(a, "id")+"/entries?trade_type=SOURCE_OPERAIION_RECHARGE", o.finn).items()
		require.Len(t, entries, 1)
		require.Equal(t, topUp["id"], entries[0]["subject_id"])
		require.Equal(t, shown.text("arrived_at"), entries[0]["effective_at"])
	}
	o.proven()
}

// However a payment is told, again, late, out of order, by another event: it is there once.
func TestAPaymentIsThereOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	account := kit.PaymentAccount("Aurora")
	first, second := payment(account, "10.00"), payment(account, "20.00")
	first.Reference, first.Hold, first.ArrivedAt = "first", true, time.Now().Add(-2*time.Hour).UTC()
	second.Reference, second.Hold, second.ArrivedAt = "second", true, time.Now().Add(-time.Hour).UTC()
	for _, p := range []channel.Payment{first, second} {
		_, err := o.Sims.Channels().Pay(t.Context(), p)
		require.NoError(t, err)
	}
	// The later one first, each many times at once, under one event id and under several.
	for _, reference := range []string{"second", "first"} {
		var racers sync.WaitGroup
		for n := range 12 {
			racers.Go(func() {
				as := []channel.Manner{channel.AsItIs, channel.NewEvent}[n%2]
				told, err := o.Sims.Channels().Deliver(t.Context(), reference, as)
				if err != nil || told.Status != http.StatusOK && told.Status != http.StatusCreated {
					t.Errorf("deliver %s: %d %s %v", reference, told.Status, told.Body, err)
				}
			})
		}
		racers.Wait()
	}
	require.Len(t, o.get("/v1/top-ups", o.finn).items(), 2)
	require.Equal(t, "30.00", o.balances(o.Aurora)["cash"])
	again := o.deliver("first", channel.AsItIs)
	require.Equal(t, http.StatusOK, again.status)
	require.Empty(t, o.get("/v1/tasks", o.vera).items())
	o.proven()
}

// A message that nobody of the channel signed, or signed long ago, changes nothing.
func TestAMessageIsSigned(t *testing.T) {
	t.Parallel()
	o := open(t)
	p := payment(kit.PaymentAccount("Aurora"), "10.00")
	p.Reference, p.Hold = "held", true
	_, err := o.Sims.Channels().Pay(t.Context(), p)
	require.NoError(t, err)
	for _, as := range []channel.Manner{channel.Forged, channel.Stale} {
		r := o.deliver("held", as)
		require.Equal(t, http.StatusUnauthorized, r.status)
		require.Equal(t, "signature_invalid", r.text("code"))
	}
	bare := o.ask(http.MethodPost, "/v1/callbacks/payment-channels/bank-transfer", "", map[string]string{"reference": "held"})
	require.Equal(t, "signature_invalid", bare.text("code"))
	require.Equal(t, http.StatusNotFound, o.ask(http.MethodPost, "/v1/callbacks/payment-channels/pigeon", "", map[string]string{}).status)
	require.Empty(t, o.get("/v1/top-ups", o.vera).items())
}

// What contradicts an earlier message is refused, and somebody is to compare them.
func TestAContradictionIsForAPerson(t *testing.T) {
	t.Parallel()
	for as, refusal := range map[channel.Manner]struct{ pointer, code string }{
		channel.Tampered: {"/Idempotency-Key", "idempotency_key_reused"}, channel.Reused: {"/reference", "duplicate"},
	} {
		t.Run(string(as), func(t *testing.T) {
			t.Parallel()
			o := open(t)
			p := payment(kit.PaymentAccount("Aurora"), "10.00")
			p.Reference = "one"
			topUp := o.pay(p)
			for range 2 {
				o.wrongField(o.deliver("one", as), http.StatusUnprocessableEntity, refusal.pointer, refusal.code)
			}
			tasks := o.get("/v1/tasks?kind=compare_payments", o.vera).items()
			require.Len(t, tasks, 1)
			require.Equal(t, topUp["id"], tasks[0]["subject_id"])
			require.NotEmpty(t, tasks[0]["due_at"])
			require.Empty(t, o.get("/v1/tasks", o.ada).items(), "it is the vendor's")
			require.Equal(t, "10.00", o.balances(o.Aurora)["cash"])
		})
	}
}

// What a channel writes is held against the document, with every place that is wrong.
func TestAMessageIsReadStrictly(t *testing.T) {
	t.Parallel()
	o := open(t)
	good := `{"reference":"r","payment_account":"a","signing_entity":"software","payer":{"name":"A","account":"1"},"amount":{"amount":"1.00","currency":"CNY"},"arrived_at":"2026-01-01T00:00:00Z"}`
	for _, c := range []struct {
		from, to string
		status   int
		pointer  string
		code     string
	}{
		{`"reference":"r",`, ``, 400, "/reference", "required"},
		{`"r"`, `"r","surprise":1`, 400, "/surprise", "unknown"},
		{`"1.00"`, `1.00`, 400, "/amount/amount", "wrong_type"},
		{`"1.00"`, `"1E2"`, 400, "/amount/amount", "invalid"},
		{`"CNY"`, `"XXX"`, 400, "/amount/currency", "not_allowed"},
		{`2026-01-01T00:00:00Z`, `yesterday`, 400, "/arrived_at", "invalid"},
		{`"1.00"`, `"1.0"`, 422, "/amount/amount", "invalid"},
		{`"1.00"`, `"0.00"`, 422, "/amount", "not_positive"},
		{`"1.00"`, `"-1.00"`, 422, "/amount", "not_positive"},
		{`2026-01-01T00:00:00Z`, `2999-01-01T00:00:00Z`, 422, "/arrived_at", "in_the_future"},
	} {
		body := strings.Replace(good, c.from, c.to, 1)
		o.wrongField(o.signed(t, "evt", body), c.status, c.pointer, c.code)
	}
	require.Equal(t, "json_duplicate_key", o.signed(t, "evt", strings.Replace(good, `"r"`, `"r","reference":"s"`, 1)).text("code"))
	o.wrongField(o.signed(t, strings.Repeat("e", 65), good), 400, "/webhook-id", "invalid")
	require.Equal(t, http.StatusCreated, o.signed(t, "evt", good).status)
	require.Equal(t, http.StatusOK, o.signed(t, "evt", good).status)
}

// signed sends a body as the bank does.
func (o *office) signed(t *testing.T, event, body string) reply {
	t.Helper()
	signer, err := standardwebhooks.NewWebhookRaw(o.Sims.ChannelSecrets["bank-transfer"])
	require.NoError(t, err)
	now := time.Now()
	signature, err := signer.Sign(event, now, []byte(body))
	require.NoError(t, err)
	return o.raw(http.MethodPost, "/v1/callbacks/payment-channels/bank-transfer", body,
		"Idempotency-Key", "", "webhook-id", event, "webhook-timestamp", seconds(now), "webhook-signature", signature)
}

// Money of nobody lies in suspense until the vendor's finance finds out whose it is.
func TestMoneyOfNobodyIsClaimed(t *testing.T) {
	t.Parallel()
	o := open(t)
	topUp := o.pay(payment("ACC-NOBODY", "500.00"))
	id := text(topUp, "id")
	require.Equal(t, "unmatched", topUp["state"])
	require.Equal(t, map[string]string{"suspense": "500.00", "clearing": "-500.00"}, o.balances(o.Vendor))
	require.Empty(t, o.get("/v1/top-ups", o.finn).items(), "no partner sees it")
	tasks := o.get("/v1/tasks?kind=claim_top_up", o.vera).items()
	require.Len(t, tasks, 1)
	require.Equal(t, id, tasks[0]["subject_id"])
	shown := o.get("/v1/top-ups/"+id, o.vera)
	require.Nil(t, shown.object["partner_id"])
	require.Equal(t, map[string]any{"party": "vendor", "action": "claim_top_up"}, shown.object["waiting_for"])

	// Finance looks at who paid, on record.
	inClear := o.ask(http.MethodPost, "/v1/top-ups/"+id+"/unmask", o.vera, map[string]string{"reason": "compare with the receipt"})
	require.Equal(t, "王小明", inClear.text("person_name"))

	claim := func(token string, partner uuid.UUID, header ...string) reply {
		return o.ask(http.MethodPost, "/v1/top-ups/"+id+"/claim", token, map[string]any{"partner_id": partner, "opinion": "the receipt fits"}, header...)
	}
	require.Equal(t, http.StatusForbidden, claim(o.finn, o.Aurora).status)
	customer := o.KnownAccount(kit.NewCustomer(), nil)
	o.refused(claim(o.vera, customer), "not_a_partner")
	o.wrongField(claim(o.vera, uuid.New()), http.StatusUnprocessableEntity, "/partner_id", "unknown_organisation")
	require.Equal(t, http.StatusPreconditionFailed, claim(o.vera, o.Aurora, "If-Match", `"7"`).status)

	key := kit.Key()
	done := claim(o.vera, o.Aurora, "If-Match", `"1"`, "Idempotency-Key", key)
	require.Equal(t, http.StatusOK, done.status, "%s", done.body)
	require.Equal(t, "arrived", done.text("state"))
	require.Equal(t, "vera", done.text("decider"))
	require.Equal(t, done.object, claim(o.vera, o.Aurora, "If-Match", `"1"`, "Idempotency-Key", key).object)
	o.refused(claim(o.vera, o.Borealis), "top_up_not_unmatched")
	o.refused(o.ask(http.MethodPost, "/v1/top-ups/"+id+"/refuse", o.vera, map[string]string{"opinion": "late"}), "top_up_not_unmatched")

	require.Equal(t, map[string]string{"suspense": "0.00", "clearing": "0.00"}, o.balances(o.Vendor))
	require.Equal(t, "500.00", o.balances(o.Aurora)["cash"])
	require.Empty(t, o.get("/v1/tasks", o.vera).items())
	mine := o.get("/v1/top-ups/"+id, o.finn)
	require.Equal(t, o.Aurora.String(), mine.text("partner_id"))
	require.Equal(t, "王小明", o.ask(http.MethodPost, "/v1/top-ups/"+id+"/unmask", o.finn, map[string]string{"reason": "books"}).text("person_name"))
	events := o.get("/v1/top-ups/"+id+"/timeline", o.vera).items()
	require.Equal(t, []any{"top_up.arrived", "top_up.unmatched"}, []any{events[0]["type"], events[1]["type"]})
	require.Len(t, o.get("/v1/top-ups/"+id+"/timeline", o.finn).items(), 1, "the partner reads from the claim on")
	o.proven()
}

// Two who decide at once on money of nobody: one does.
func TestMoneyOfNobodyIsDecidedOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := text(o.pay(payment("ACC-NOBODY", "5.00")), "id")
	var racers sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for n := range 10 {
		racers.Go(func() {
			path, body := "/claim", kit.Encode(map[string]any{"partner_id": o.Aurora, "opinion": "ours"})
			if n%2 == 0 {
				path, body = "/refuse", `{"opinion":"nobody's"}`
			}
			status, answer, err := o.Try(t.Context(), o.URLs[0], http.MethodPost, "/v1/top-ups/"+id+path, o.vera, body)
			mu.Lock()
			defer mu.Unlock()
			if status == http.StatusOK {
				done++
			} else if err != nil || status != http.StatusConflict {
				t.Errorf("%d %s %v", status, answer, err)
			}
		})
	}
	racers.Wait()
	require.Equal(t, 1, done)
	require.Equal(t, "0.00", o.balances(o.Vendor)["suspense"])
	o.proven()
}

// What is refused goes back.
func TestMoneyOfNobodyIsRefused(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := text(o.pay(payment("ACC-NOBODY", "5.00")), "id")
	r := o.ask(http.MethodPost, "/v1/top-ups/"+id+"/refuse", o.vera, map[string]string{"opinion": "a payer that has no agreement"})
	require.Equal(t, http.StatusOK, r.status, "%s", r.body)
	require.Equal(t, "refused", r.text("state"))
	require.Nil(t, r.object["partner_id"])
	require.Equal(t, map[string]string{"suspense": "0.00", "clearing": "0.00"}, o.balances(o.Vendor))
	require.Empty(t, o.get("/v1/tasks", o.vera).items())
	require.Equal(t, http.StatusOK, o.ask(http.MethodGet, "/v1/evaluations/"+r.text("evaluation_id"), o.vera, nil).status)
	o.proven()
}

// An account is one partner's.
func TestAPaymentAccountIsOnePartners(t *testing.T) {
	t.Parallel()
	o := open(t)
	r := o.ask(http.MethodPut, "/v1/organisations/"+uuid.NewString(), o.Token("feed", o.Vendor, "service"),
		map[string]string{"kind": "partner", "site": "cn", "name": "Corona", "country": "CN", "payment_account": kit.PaymentAccount("Aurora")})
	o.wrongField(r, http.StatusUnprocessableEntity, "/payment_account", "duplicate")
}
