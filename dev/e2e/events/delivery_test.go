package events

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
)

func TestEventsArrive(t *testing.T) {
	t.Parallel()
	w := kit.NewWorld(t, kit.Options{})
	t.Run("signed and as the timeline shows them", func(t *testing.T) { asTheTimelineShows(in(t, w)) })
	t.Run("to whom they concern", func(t *testing.T) { toWhomTheyConcern(in(t, w)) })
	t.Run("in the order of their subject, which holds up no other", func(t *testing.T) { inOrder(in(t, w)) })
	t.Run("again when asked for", func(t *testing.T) { again(in(t, w)) })
	t.Run("not by a redirect", func(t *testing.T) { notByRedirect(in(t, w)) })
	t.Run("not at addresses inside", func(t *testing.T) { notInside(in(t, w)) })
	t.Run("signed by both secrets for a time", func(t *testing.T) { byBothSecrets(in(t, w)) })
	t.Run("no more when the receiver is gone, until it is back", func(t *testing.T) { goneAndBack(in(t, w)) })
	t.Run("no more when nothing gets through for a day", func(t *testing.T) { failsForADay(in(t, w)) })
	t.Run("unless one is given up, then the next of its subject does", func(t *testing.T) { givenUp(in(t, w)) })
}

func asTheTimelineShows(o *office) {
	r := kit.Receive(o.T)
	s := o.onLinks(r.URL + "/events?for=us")
	require.Equal(o.T, client.SubscriptionStateActive, s.State)
	require.NotNil(o.T, s.Secret)
	link := o.link()
	o.revoke(link)
	got := arrived(o.T, r, 2)
	require.Equal(o.T, []string{"link.created", "link.revoked"}, types(got))

	timeline := call[client.Timeline](o, http.StatusOK, o.ada, http.MethodGet, "/v1/invitation-links/"+link+"/timeline", nil).Items
	for i, m := range got {
		require.NoError(o.T, verifies(o.T, m, *s.Secret))
		require.Error(o.T, verifies(o.T, m, "whsec_"+base64.StdEncoding.EncodeToString([]byte("another"))), "and by nothing else")
		require.Equal(o.T, "/events?for=us", m.Path, "where it was sent")
		shown := timeline[1-i]
		require.Equal(o.T, shown.Id.String(), m.ID)
		require.EqualValues(o.T, i+1, m.Data.SubjectSeq)
		require.NotNil(o.T, m.Data.Position)
		shown.Position = m.Data.Position
		require.JSONEq(o.T, kit.Encode(shown), string(member(o.T, m.Body, "data")))
		require.Equal(o.T, kit.Encode(shown.At), string(member(o.T, m.Body, "timestamp")))
	}
	require.Less(o.T, *got[0].Data.Position, *got[1].Data.Position)
	o.settled(s)
	log := o.deliveries(s, "?state=delivered")
	require.Len(o.T, log, 2)
	require.Equal(o.T, http.StatusNoContent, *log[0].LastStatus)
	require.Equal(o.T, 1, log[0].Attempts)
	require.Empty(o.T, o.deliveries(s, "?state=queued"))
	require.Len(o.T, o.deliveries(s, "?limit=1"), 1)

	// Its own life is told like everything else, without where events go.
	feed := call[client.EventFeed](o, http.StatusOK, o.ada, http.MethodGet, "/v1/events?type=subscription.created", nil)
	require.Len(o.T, feed.Items, 1)
	require.NotContains(o.T, kit.Encode(feed), r.URL)
}

func member(t *testing.T, body []byte, name string) json.RawMessage {
	t.Helper()
	var object map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(body, &object))
	return object[name]
}

func toWhomTheyConcern(o *office) {
	all, revoked, vendors, others := kit.Receive(o.T), kit.Receive(o.T), kit.Receive(o.T), kit.Receive(o.T)
	o.onLinks(all.URL)
	o.subscribed(o.ada, map[string]any{"url": revoked.URL, "types": []string{"link.revoked"}})
	house := o.subscribed(o.olga, map[string]any{"url": vendors.URL, "subject_kinds": []string{"invitation_link"}})
	other := in(o.T, o.World)
	other.onLinks(others.URL)
	o.revoke(o.link())
	foreign := other.link()
	require.Len(o.T, arrived(o.T, all, 2), 2)
	require.Equal(o.T, []string{"link.revoked"}, types(arrived(o.T, revoked, 1)))
	require.Equal(o.T, foreign, arrived(o.T, others, 1)[0].Data.SubjectId.String())
	arrived(o.T, vendors, 3) // the vendor reads its realm
	require.Empty(o.T, all.Messages()[0].Data.WorkflowId)
	require.Equal(o.T, []string{"link.created", "link.revoked"}, types(all.Messages()))

	// A partner does not know of the vendor's subscriptions, nor the vendor of a partner's.
	call[client.Problem](o, http.StatusNotFound, o.ada, http.MethodGet, "/v1/subscriptions/"+house.Id.String(), nil)
	for _, s := range call[client.SubscriptionPage](o, http.StatusOK, o.olga, http.MethodGet, "/v1/subscriptions", nil).Items {
		require.Equal(o.T, "olga", s.Creator)
	}
	status, _ := o.Call(o.URLs[0], http.MethodDelete, "/v1/subscriptions/"+house.Id.String(), o.olga, "")
	require.Equal(o.T, http.StatusNoContent, status)
}

func inOrder(o *office) {
	r := kit.Receive(o.T)
	s := o.onLinks(r.URL)
	stuck := o.link()
	arrived(o.T, r, 1)
	r.Answers(refuses(http.StatusInternalServerError, stuck))
	o.revoke(stuck)
	free := o.link()
	got := arrived(o.T, r, 3) // one each of the two subjects
	third := o.link()
	o.revoke(third)
	require.EventuallyWithT(o.T, func(c *assert.CollectT) {
		require.Contains(c, subjects(r.Messages()), third)
	}, patience, poll)
	require.Contains(o.T, subjects(got), free)
	var waiting []client.Delivery
	require.EventuallyWithT(o.T, func(c *assert.CollectT) {
		waiting = o.deliveries(s, "?state=queued")
		require.Len(c, waiting, 1)
	}, patience, poll)
	require.Equal(o.T, stuck, waiting[0].SubjectId.String())
	require.Equal(o.T, http.StatusInternalServerError, *waiting[0].LastStatus)
	require.NotNil(o.T, waiting[0].NextAttemptAt)

	// What failed once is behind nothing, and before what comes later of its subject.
	seen := len(r.Messages())
	r.Answers(nil)
	o.later(10 * time.Second)
	o.settled(s)
	last := r.Messages()[seen]
	require.Equal(o.T, "link.revoked", last.Type)
	require.Equal(o.T, waiting[0].EventId.String(), last.ID)
	attempts := 0
	for _, m := range r.Messages() {
		if m.ID == last.ID {
			attempts++
		}
	}
	require.GreaterOrEqual(o.T, attempts, 2, "the same id in every attempt")
}

func subjects(got []kit.Message) []string {
	all := make([]string, len(got))
	for i, m := range got {
		all[i] = m.Data.SubjectId.String()
	}
	return all
}

// again: a delivery that is asked for, and all from a position on.
func again(o *office) {
	r := kit.Receive(o.T)
	s := o.onLinks(r.URL)
	link := o.link()
	o.revoke(link)
	first := arrived(o.T, r, 2)
	o.settled(s)
	oldest := o.deliveries(s, "")[1]
	key := kit.Key()
	path := "/v1/subscriptions/" + s.Id.String() + "/deliveries/" + oldest.Id.String() + "/resend"
	call[client.Delivery](o, http.StatusOK, o.ada, http.MethodPost, path, nil, "Idempotency-Key", key)
	arrived(o.T, r, 3)
	o.settled(s)
	call[client.Delivery](o, http.StatusOK, o.ada, http.MethodPost, path, nil, "Idempotency-Key", key)
	require.Equal(o.T, first[0].ID, r.Messages()[2].ID)

	replayed := o.asks(s, "replay", map[string]any{"after": s.Position})
	require.Equal(o.T, s.Position, replayed.Position)
	got := arrived(o.T, r, 5)
	require.Equal(o.T, []string{first[0].ID, first[1].ID}, []string{got[3].ID, got[4].ID}, "in their order, with their ids; what was asked for twice was sent once")
	o.asks(s, "replay", map[string]any{"after": *first[0].Data.Position})
	require.Equal(o.T, first[1].ID, arrived(o.T, r, 6)[5].ID)
}

func notByRedirect(o *office) {
	r, elsewhere := kit.Receive(o.T), kit.Receive(o.T)
	r.Answers(func(_ kit.Message, w http.ResponseWriter) bool {
		w.Header().Set("Location", elsewhere.URL)
		w.WriteHeader(http.StatusTemporaryRedirect)
		return true
	})
	s := o.onLinks(r.URL)
	o.link()
	failed := o.attempted(s, client.DeliveryLastOutcomeRedirected)
	require.Equal(o.T, http.StatusTemporaryRedirect, *failed.LastStatus)
	require.Empty(o.T, elsewhere.Messages())
}

// notInside: the world lets events go to 127.0.0.0/8 and to the public internet; what a name leads to is looked at when
// something is sent.
func notInside(o *office) {
	for _, address := range []string{"http://10.0.0.1:8080/", "https://169.254.169.254/latest/meta-data/", "http://[::ffff:10.0.0.1]/", "http://1.1.1.1/"} {
		other := in(o.T, o.World)
		s := other.onLinks(address)
		other.link()
		failed := other.attempted(s, client.DeliveryLastOutcomeAddressForbidden)
		require.Nil(o.T, failed.LastStatus, address)
		require.Equal(o.T, client.Queued, failed.State)
	}
}

func byBothSecrets(o *office) {
	r := kit.Receive(o.T)
	key := kit.Key()
	body := map[string]any{"url": r.URL, "subject_kinds": []string{"invitation_link"}}
	s := call[client.Subscription](o, http.StatusCreated, o.ada, http.MethodPost, "/v1/subscriptions", body, "Idempotency-Key", key)
	lost := call[client.Subscription](o, http.StatusCreated, o.ada, http.MethodPost, "/v1/subscriptions", body, "Idempotency-Key", key)
	require.Equal(o.T, s.Secret, lost.Secret, "who lost the answer asks again")
	require.Nil(o.T, o.reads(s).Secret)
	rotated := o.asks(s, "rotate-secret", nil)
	require.NotEqual(o.T, *s.Secret, *rotated.Secret)
	late := call[client.Subscription](o, http.StatusCreated, o.ada, http.MethodPost, "/v1/subscriptions", body, "Idempotency-Key", key)
	require.Nil(o.T, late.Secret, "a secret that another has replaced")

	o.link()
	m := arrived(o.T, r, 1)[0]
	require.NoError(o.T, verifies(o.T, m, *rotated.Secret))
	require.NoError(o.T, verifies(o.T, m, *s.Secret))
	o.later(24*time.Hour + time.Second)
	o.link()
	m = arrived(o.T, r, 2)[1]
	require.NoError(o.T, verifies(o.T, m, *rotated.Secret))
	require.Error(o.T, verifies(o.T, m, *s.Secret))

	var kept string
	require.NoError(o.T, o.Admin.QueryRow(o.T.Context(), `SELECT (SELECT string_agg(s::text, ' ') FROM subscriptions s) || (SELECT string_agg(e::text, ' ') FROM events e)`).Scan(&kept))
	require.NotContains(o.T, kept, strings.TrimPrefix(*rotated.Secret, "whsec_"))
}

func goneAndBack(o *office) {
	r := kit.Receive(o.T)
	r.Answers(refuses(http.StatusGone, ""))
	s := o.onLinks(r.URL)
	first := o.link()
	o.disabled(s, client.SubscriptionDisabledCauseGone, "410")
	second := o.link()
	require.Len(o.T, r.Messages(), 1)

	r.Answers(nil)
	enabled := o.asks(s, "enable", nil)
	require.Equal(o.T, client.SubscriptionStateActive, enabled.State)
	got := arrived(o.T, r, 3)
	require.ElementsMatch(o.T, []string{first, second}, []string{got[1].Data.SubjectId.String(), got[2].Data.SubjectId.String()}, "two subjects, in any order")
	require.Empty(o.T, call[client.TaskPage](o, http.StatusOK, o.ada, http.MethodGet, "/v1/tasks", nil).Items)
	o.settled(s)
	require.Nil(o.T, o.reads(s).FailingSince)
}

// disabled waits until a subscription is, and looks at the task and the mail that ask its owner to mend it; said is what
// the mail says of the cause.
func (o *office) disabled(s client.Subscription, cause client.SubscriptionDisabledCause, said string) {
	o.T.Helper()
	require.EventuallyWithT(o.T, func(c *assert.CollectT) {
		require.Equal(c, client.SubscriptionStateDisabled, o.reads(s).State)
	}, patience, poll, "the subscription is disabled")
	require.Equal(o.T, cause, *o.reads(s).DisabledCause)
	tasks := call[client.TaskPage](o, http.StatusOK, o.ada, http.MethodGet, "/v1/tasks", nil).Items
	require.Len(o.T, tasks, 1)
	require.Equal(o.T, "mend_subscription", tasks[0].Kind)
	require.Equal(o.T, "/v1/subscriptions/"+s.Id.String(), tasks[0].Links["subject"])
	told := o.Mail(strings.ToLower(o.name())+"@partner.example", s.Reference, 1).Text
	require.Contains(o.T, told, said)
	require.NotContains(o.T, told, s.Url, "where events go is not told")
	require.EventuallyWithT(o.T, func(c *assert.CollectT) {
		feed := call[client.EventFeed](o, http.StatusOK, o.ada, http.MethodGet, "/v1/events?type=subscription.disabled", nil)
		require.Len(c, feed.Items, 1)
		require.EqualValues(c, cause, feed.Items[0].Data["cause"])
	}, patience, poll)
}

func failsForADay(o *office) {
	r := kit.Receive(o.T)
	s := o.onLinks(r.URL)
	r.Close()
	o.link()
	o.attempted(s, client.DeliveryLastOutcomeUnreachable)
	require.NotNil(o.T, o.reads(s).FailingSince)
	o.later(24*time.Hour - time.Minute)
	require.EventuallyWithT(o.T, func(c *assert.CollectT) { require.Equal(c, 2, o.deliveries(s, "")[0].Attempts) }, patience, poll)
	require.Equal(o.T, client.SubscriptionStateActive, o.reads(s).State)
	o.later(2 * time.Hour)
	o.disabled(s, client.SubscriptionDisabledCauseFailing, "长时间未能送达")
	require.Equal(o.T, client.Queued, o.deliveries(s, "")[0].State, "nothing is lost")

	status, _ := o.Call(o.URLs[0], http.MethodDelete, "/v1/subscriptions/"+s.Id.String(), o.ada, "")
	require.Equal(o.T, http.StatusNoContent, status)
	require.Empty(o.T, call[client.TaskPage](o, http.StatusOK, o.ada, http.MethodGet, "/v1/tasks", nil).Items)
	call[client.Problem](o, http.StatusNotFound, o.ada, http.MethodGet, "/v1/subscriptions/"+s.Id.String(), nil)
}

func givenUp(o *office) {
	r := kit.Receive(o.T)
	s := o.onLinks(r.URL)
	bad := o.link()
	arrived(o.T, r, 1)
	o.settled(s)
	r.Answers(func(m kit.Message, w http.ResponseWriter) bool {
		return m.Type == "link.revoked" && refuses(http.StatusBadRequest, bad)(m, w)
	})
	o.revoke(bad)
	require.EventuallyWithT(o.T, func(c *assert.CollectT) { require.NotNil(c, o.reads(s).FailingSince) }, patience, poll)
	o.link()
	require.EventuallyWithT(o.T, func(c *assert.CollectT) { require.Nil(c, o.reads(s).FailingSince) }, patience, poll, "something gets through")
	o.later(72*time.Hour + time.Minute)
	require.EventuallyWithT(o.T, func(c *assert.CollectT) { require.Len(c, o.deliveries(s, "?state=given_up"), 1) }, patience, poll)
	require.Equal(o.T, client.SubscriptionStateActive, o.reads(s).State)
}
