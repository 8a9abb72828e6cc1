// Package events proves over HTTP that events arrive: as signed messages at receivers that fail in every way, and in
// streams that are left and resumed.
package events

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/internal/store"
	"partnercenter/models"
)

// What must come is waited for; one that comes is seen soon.
var patience = kit.Patience

const poll = 30 * time.Millisecond

// office is a world with the administrator of a partner that nobody else speaks for.
type office struct {
	*kit.World
	partner uuid.UUID
	ada     string
	olga    string // operator of the vendor
}

// in gives a sub-test a partner of its own in the world.
func in(t *testing.T, w *kit.World) *office {
	t.Helper()
	world := *w
	world.T = t
	o := &office{World: &world, partner: store.NewID()}
	o.AddPartner(o.partner, o.name())
	o.ada, o.olga = o.Token("ada", o.partner, models.RoleAdministrator), o.Token("olga", o.Vendor, models.RoleOperator)
	return o
}

func (o *office) name() string { return "Partner" + o.partner.String()[28:] }

// call sends a request that must be answered so, and reads the answer.
func call[T any](o *office, status int, token, method, path string, body any, header ...string) T {
	o.T.Helper()
	text := ""
	if body != nil {
		text = kit.Encode(body)
	}
	got, answer := o.Call(o.URLs[0], method, path, token, text, header...)
	require.Equal(o.T, status, got, "%s %s: %s", method, path, answer)
	var value T
	if len(answer) > 0 {
		require.NoError(o.T, json.Unmarshal(answer, &value))
	}
	return value
}

// refuses answers a status to every message that one is about.
func refuses(status int, subject string) func(kit.Message, http.ResponseWriter) bool {
	return func(m kit.Message, w http.ResponseWriter) bool {
		if subject != "" && m.Data.SubjectId.String() != subject {
			return false
		}
		w.WriteHeader(status)
		return true
	}
}

// arrived waits for n messages and answers them.
func arrived(t *testing.T, r *kit.Receiver, n int) []kit.Message {
	t.Helper()
	require.EventuallyWithT(t, func(c *assert.CollectT) { require.GreaterOrEqual(c, len(r.Messages()), n) }, patience, poll, "messages arrive")
	got := r.Messages()
	require.Len(t, got, n, "%v", types(got))
	return got
}

func types(got []kit.Message) []string {
	all := make([]string, len(got))
	for i, m := range got {
		all[i] = m.Type
	}
	return all
}

// verifies holds a message against a secret.
func verifies(t *testing.T, m kit.Message, secret string) error {
	t.Helper()
	w, err := standardwebhooks.NewWebhook(secret)
	require.NoError(t, err)
	return w.Verify(m.Body, m.Header)
}

// links are events: making one is the first of its subject, revoking it the second.
func (o *office) link() string {
	o.T.Helper()
	return call[client.InvitationLink](o, http.StatusCreated, o.ada, http.MethodPost, "/v1/invitation-links", map[string]any{"kind": "general", "association_type": "consultant"}).Id.String()
}

func (o *office) revoke(link string) {
	o.T.Helper()
	call[client.InvitationLink](o, http.StatusOK, o.ada, http.MethodPost, "/v1/invitation-links/"+link+"/revoke", nil)
}

// onLinks subscribes to what happens to links, with what else is said.
func (o *office) onLinks(url string) client.Subscription {
	o.T.Helper()
	return o.subscribed(o.ada, map[string]any{"url": url, "subject_kinds": []string{"invitation_link"}})
}

func (o *office) subscribed(token string, body map[string]any) client.Subscription {
	o.T.Helper()
	return call[client.Subscription](o, http.StatusCreated, token, http.MethodPost, "/v1/subscriptions", body)
}

func (o *office) reads(s client.Subscription) client.Subscription {
	o.T.Helper()
	return call[client.Subscription](o, http.StatusOK, o.ada, http.MethodGet, "/v1/subscriptions/"+s.Id.String(), nil)
}

func (o *office) asks(s client.Subscription, action string, body any) client.Subscription {
	o.T.Helper()
	return call[client.Subscription](o, http.StatusOK, o.ada, http.MethodPost, "/v1/subscriptions/"+s.Id.String()+"/"+action, body)
}

func (o *office) deliveries(s client.Subscription, filter string) []client.Delivery {
	o.T.Helper()
	return call[client.DeliveryPage](o, http.StatusOK, o.ada, http.MethodGet, "/v1/subscriptions/"+s.Id.String()+"/deliveries"+filter, nil).Items
}

// attempted waits until a subscription's only delivery was tried with an outcome.
func (o *office) attempted(s client.Subscription, outcome client.DeliveryLastOutcome) client.Delivery {
	o.T.Helper()
	var seen client.Delivery
	require.EventuallyWithT(o.T, func(c *assert.CollectT) {
		all := o.deliveries(s, "")
		require.Len(c, all, 1)
		seen = all[0]
		require.NotNil(c, seen.LastOutcome)
		require.Equal(c, outcome, *seen.LastOutcome)
	}, patience, poll, "an attempt that is %s", outcome)
	return seen
}

// settled waits until nothing is owed to a subscription.
func (o *office) settled(s client.Subscription) {
	o.T.Helper()
	require.EventuallyWithT(o.T, func(c *assert.CollectT) { require.Zero(c, o.reads(s).Queued) }, patience, poll, "everything is delivered")
}

// later moves the clock on; what rested until then is due.
func (o *office) later(by time.Duration) { o.ClockTo(o.Now().Add(by)) }
