package events

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/issuer"
	"partnercenter/models"
)

// listener reads a stream.
type listener struct {
	t      *testing.T
	leave  context.CancelFunc
	events chan heard
	ended  chan struct{}
}

// heard is one event of a stream.
type heard struct {
	id, name string
	data     client.Event
}

// listen opens a stream; it must be answered so.
func (o *office) listen(token, query string, status int, header ...string) *listener {
	o.T.Helper()
	ctx, leave := context.WithCancel(o.T.Context())
	o.T.Cleanup(leave)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, o.URLs[0]+"/v1/events/stream"+query, nil)
	require.NoError(o.T, err)
	req.Header.Set("Authorization", "Bearer "+token)
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	require.NoError(o.T, err)
	o.T.Cleanup(func() { _ = res.Body.Close() })
	require.Equal(o.T, status, res.StatusCode)
	l := &listener{t: o.T, leave: leave, events: make(chan heard, 100), ended: make(chan struct{})}
	if status != http.StatusOK {
		return l
	}
	require.Equal(o.T, "text/event-stream", res.Header.Get("Content-Type"))
	go l.read(bufio.NewScanner(res.Body))
	return l
}

func (l *listener) read(lines *bufio.Scanner) {
	defer close(l.ended)
	var e heard
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch name {
		case "id":
			e.id = value
		case "event":
			e.name = value
		case "data":
			_ = json.Unmarshal([]byte(value), &e.data) // what is not read is not found
		case "":
			if e.id != "" {
				l.events <- e
			}
			e = heard{}
		}
	}
}

// next is the next event of the stream.
func (l *listener) next() heard {
	l.t.Helper()
	select {
	case e := <-l.events:
		return e
	case <-time.After(patience):
		l.t.Fatal("nothing comes")
		return heard{}
	}
}

func (l *listener) end() {
	l.t.Helper()
	select {
	case <-l.ended:
	case <-time.After(patience):
		l.t.Fatal("the stream does not end")
	}
}

func TestStreams(t *testing.T) {
	t.Parallel()
	w := kit.NewWorld(t, kit.Options{})
	t.Run("tell what happens, and go on where they were left", func(t *testing.T) { resumed(in(t, w)) })
	t.Run("tell everybody his own", func(t *testing.T) { everybodyHisOwn(in(t, w)) })
	t.Run("are few for one person", func(t *testing.T) { fewForOne(in(t, w)) })
	t.Run("end with the token", func(t *testing.T) { endWithToken(in(t, w)) })
	t.Run("end with the process", func(t *testing.T) { endWithProcess(in(t, w)) })
}

func resumed(o *office) {
	links := "?subject_kind=invitation_link"
	l := o.listen(o.ada, links, http.StatusOK)
	first := o.link()
	e := l.next()
	require.Equal(o.T, "link.created", e.name)
	require.Equal(o.T, first, e.data.SubjectId.String())
	require.Equal(o.T, e.id, fmt.Sprint(*e.data.Position))
	l.leave()
	o.revoke(first)
	second := o.link()

	l = o.listen(o.ada, links, http.StatusOK, "Last-Event-ID", e.id)
	require.Equal(o.T, "link.revoked", l.next().name)
	require.Equal(o.T, second, l.next().data.SubjectId.String())
	l.leave()
	l = o.listen(o.ada, links+"&after=0", http.StatusOK)
	for range 3 {
		l.next()
	}
	o.revoke(second)
	require.Equal(o.T, "link.revoked", l.next().name)

	feed := call[client.EventFeed](o, http.StatusOK, o.ada, http.MethodGet, "/v1/events"+links+"&limit=3", nil)
	require.Len(o.T, feed.Items, 3)
	require.True(o.T, feed.More)
	rest := call[client.EventFeed](o, http.StatusOK, o.ada, http.MethodGet, fmt.Sprintf("/v1/events%s&limit=3&after=%d", links, feed.NextAfter), nil)
	require.Len(o.T, rest.Items, 1)
	require.False(o.T, rest.More)
}

func everybodyHisOwn(o *office) {
	other := in(o.T, o.World)
	mine, house := o.listen(o.ada, "", http.StatusOK), o.listen(o.olga, "?subject_kind=invitation_link", http.StatusOK)
	foreign, own := other.link(), o.link()
	require.Equal(o.T, own, mine.next().data.SubjectId.String())
	require.Equal(o.T, foreign, house.next().data.SubjectId.String())
	require.Equal(o.T, own, house.next().data.SubjectId.String())
}

func fewForOne(o *office) {
	bob := o.Token("bob", o.partner, models.RoleSupervisor)
	var open []*listener
	for range 5 {
		open = append(open, o.listen(bob, "", http.StatusOK))
	}
	o.listen(bob, "", http.StatusTooManyRequests)
	o.listen(o.ada, "", http.StatusOK)
	open[0].leave()
	require.Eventually(o.T, func() bool {
		res, err := o.Client("bob", o.partner, models.RoleSupervisor).StreamEvents(o.T.Context(), nil)
		if err != nil {
			return false
		}
		defer func() { _ = res.Body.Close() }()
		return res.StatusCode == http.StatusOK
	}, patience, poll, "room again")
}

func endWithToken(o *office) {
	token, err := o.Sims.Issue(issuer.Claims{Subject: "carl", Organisation: o.partner.String(), Roles: []string{string(models.RoleAdministrator)}, Name: "carl", TTL: 3 * time.Second})
	require.NoError(o.T, err)
	o.listen(token, "", http.StatusOK).end()
	o.listen(token, "", http.StatusUnauthorized)
}

func endWithProcess(o *office) {
	l := o.listen(o.ada, "", http.StatusOK)
	o.Product.Stop("api")
	l.end()
}

// Every answer of these operations that the document promises, but those of success.
func TestEveryRefusal(t *testing.T) {
	t.Parallel()
	o := in(t, kit.NewWorld(t, kit.Options{}))
	r := kit.Receive(t)
	s := o.onLinks(r.URL)
	self := "/v1/subscriptions/" + s.Id.String()
	o.link()
	arrived(t, r, 1)
	resend := self + "/deliveries/" + o.deliveries(s, "")[0].Id.String() + "/resend"
	good := map[string]any{"url": r.URL}
	manager := o.Token("max", o.partner, models.RoleAccountManager)

	for _, q := range []struct {
		status int
		code   string
		method string
		path   string
		body   any
		header []string
	}{
		{422, "invalid_fields", http.MethodGet, "/v1/events?type=nothing.happened", nil, nil},
		{422, "invalid_fields", http.MethodGet, "/v1/events?subject_kind=nothing", nil, nil},
		{422, "invalid_fields", http.MethodGet, "/v1/events/stream?type=nothing.happened", nil, nil},
		{400, "invalid_request", http.MethodGet, "/v1/events?after=-1", nil, nil},
		{400, "invalid_request", http.MethodGet, "/v1/events/stream", nil, []string{"Last-Event-ID", "last"}},
		{422, "invalid_fields", http.MethodPost, "/v1/subscriptions", map[string]any{"url": "ftp://partner.example/"}, nil},
		{422, "invalid_fields", http.MethodPost, "/v1/subscriptions", map[string]any{"url": "https://ada:secret@partner.example/"}, nil},
		{422, "invalid_fields", http.MethodPost, "/v1/subscriptions", map[string]any{"url": r.URL, "types": []string{"link.created", "link.lost"}}, nil},
		{422, "invalid_fields", http.MethodPut, self, map[string]any{"url": r.URL, "subject_kinds": []string{"nothing"}}, nil},
		{400, "invalid_request", http.MethodPost, "/v1/subscriptions", map[string]any{"address": r.URL}, nil},
		{415, "media_type_unsupported", http.MethodPut, self, good, []string{"Content-Type", "text/plain"}},
		{413, "body_too_large", http.MethodPost, self + "/replay", map[string]any{"after": strings.Repeat("1", 1<<20)}, nil},
		{412, "version_mismatch", http.MethodPut, self, good, []string{"If-Match", `"99"`}},
		{412, "version_mismatch", http.MethodDelete, self, nil, []string{"If-Match", `"99"`}},
		{412, "version_mismatch", http.MethodPost, self + "/rotate-secret", nil, []string{"If-Match", `"99"`}},
		{412, "version_mismatch", http.MethodPost, self + "/enable", nil, []string{"If-Match", `"99"`}},
		{412, "version_mismatch", http.MethodPost, self + "/replay", map[string]any{"after": 0}, []string{"If-Match", `"99"`}},
		{412, "version_mismatch", http.MethodPost, resend, nil, []string{"If-Match", `"99"`}},
		{404, "not_found", http.MethodPost, self + "/deliveries/" + s.Id.String() + "/resend", nil, nil},
	} {
		answer := call[client.Problem](o, q.status, o.ada, q.method, q.path, q.body, q.header...)
		require.Equal(t, q.code, answer.Code, "%s %s %v", q.method, q.path, q.body)
	}
	wrong := call[client.Problem](o, 422, o.ada, http.MethodPost, "/v1/subscriptions", map[string]any{"url": "file:///etc/passwd", "types": []string{"link.created", "link.lost"}})
	require.Equal(t, []string{"/types/1", "/url"}, []string{(*wrong.Errors)[0].Pointer, (*wrong.Errors)[1].Pointer})
	for _, path := range []string{"/v1/events", "/v1/events/stream", "/v1/subscriptions", self} {
		call[client.Problem](o, http.StatusForbidden, manager, http.MethodGet, path, nil)
	}

	key := kit.Key()
	changed := call[client.Subscription](o, http.StatusOK, o.ada, http.MethodPut, self, map[string]any{"url": r.URL + "/new", "description": "Ours"}, "If-Match", fmt.Sprintf("%q", fmt.Sprint(o.reads(s).Version)), "Idempotency-Key", key)
	require.Equal(t, "Ours", changed.Description)
	require.Empty(t, changed.SubjectKinds)
	require.Nil(t, changed.Secret)
	reused := call[client.Problem](o, 422, o.ada, http.MethodPost, self+"/enable", nil, "Idempotency-Key", key)
	require.Equal(t, "idempotency_key_reused", reused.Code)
	for range 9 {
		o.onLinks(r.URL)
	}
	full := call[client.Problem](o, http.StatusConflict, o.ada, http.MethodPost, "/v1/subscriptions", good)
	require.Equal(t, "subscription_limit_reached", full.Code)
	require.NotNil(t, full.EvaluationId)
}
