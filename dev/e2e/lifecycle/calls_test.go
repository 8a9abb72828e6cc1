// Package lifecycle proves the behaviour of registrations, invitations and associations over HTTP, with time moved by
// real durations.
package lifecycle

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/directory"
	"partnercenter/models"
)

var patience = kit.Patience

const (
	poll = 50 * time.Millisecond
	day  = 24 * time.Hour
)

// person is somebody who calls the API.
type person struct {
	*kit.World
	token string
}

// town is a world with the people who act in it.
type town struct {
	*kit.World
	alice, bob   person // administrators of Aurora and of Borealis
	rita, robert person // reviewers of the vendor
	operator     person
	auditor      person
	feed         person
}

func newTown(t *testing.T, opts kit.Options) *town {
	t.Helper()
	w := kit.NewWorld(t, opts)
	one := func(subject string, org uuid.UUID, role models.Role) person {
		return person{w, w.Token(subject, org, role)}
	}
	return &town{
		World: w,
		alice: one("alice", w.Aurora, models.RoleAdministrator), bob: one("bob", w.Borealis, models.RoleAdministrator),
		rita: one("rita", w.Vendor, models.RoleReviewer), robert: one("robert", w.Vendor, models.RoleReviewer),
		operator: one("olga", w.Vendor, models.RoleOperator), auditor: one("adam", w.Vendor, models.RoleAuditor),
		feed: one("feed", w.Vendor, models.RoleService),
	}
}

// in gives a sub-test the town: what fails inside it fails the sub-test.
func (c *town) in(t *testing.T) *town {
	t.Helper()
	inner := *c
	world := *c.World
	world.T = t
	inner.World = &world
	for _, p := range []*person{&inner.alice, &inner.bob, &inner.rita, &inner.robert, &inner.operator, &inner.auditor, &inner.feed} {
		p.World = &world
	}
	return &inner
}

// member is somebody of Aurora.
func (c *town) member(subject string, role models.Role) person {
	return person{c.World, c.Token(subject, c.Aurora, role)}
}

// newPartner puts a partner in and answers its administrator.
func (c *town) newPartner(name string) person {
	c.T.Helper()
	id := uuid.Must(uuid.NewV7())
	c.AddPartner(id, name)
	return person{c.World, c.Token(strings.ToLower(name)+"-admin", id, models.RoleAdministrator)}
}

// raw sends a request as somebody; body is JSON text, or a value to be encoded.
func (p person) raw(method, path string, body any, header ...string) (int, []byte) {
	p.T.Helper()
	text, ok := body.(string)
	if !ok && body != nil {
		encoded, err := json.Marshal(body)
		require.NoError(p.T, err)
		text = string(encoded)
	}
	return p.Call(p.URLs[0], method, path, p.token, text, header...)
}

// call sends a request as somebody, wants a status, and answers the body.
func call[T any](p person, status int, method, path string, body any, header ...string) T {
	p.T.Helper()
	got, answer := p.raw(method, path, body, header...)
	require.Equal(p.T, status, got, "%s %s: %s", method, path, answer)
	var value T
	require.NoError(p.T, json.Unmarshal(answer, &value))
	return value
}

func get[T any](p person, path string) T {
	p.T.Helper()
	return call[T](p, http.StatusOK, http.MethodGet, path, nil)
}

func post[T any](p person, status int, path string, body any, header ...string) T {
	p.T.Helper()
	return call[T](p, status, http.MethodPost, path, body, header...)
}

// codes of the blockers of a refusal.
func codes(p client.Problem) []string {
	if p.Blockers == nil {
		return nil
	}
	return blockerCodes(*p.Blockers)
}

func blockerCodes(blockers []client.Blocker) []string {
	found := []string{}
	for _, b := range blockers {
		found = append(found, b.Code)
	}
	return found
}

func (p person) registers(c kit.Customer) client.Registration {
	p.T.Helper()
	return post[client.Registration](p, http.StatusCreated, "/v1/registrations", c.JSON())
}

func (p person) isRefused(status int, body string) client.Problem {
	p.T.Helper()
	return post[client.Problem](p, status, "/v1/registrations", body)
}

func (p person) asksForReview(c kit.Customer) client.Registration {
	p.T.Helper()
	r := post[client.Registration](p, http.StatusCreated, "/v1/registrations", c.ReviewJSON())
	require.Equal(p.T, client.RegistrationStatePendingReview, r.State)
	return r
}

func (p person) registration(id uuid.UUID) client.Registration {
	p.T.Helper()
	return get[client.Registration](p, "/v1/registrations/"+id.String())
}

func (p person) invites(kind models.AssociationType, registrations ...uuid.UUID) []client.Invitation {
	p.T.Helper()
	body := map[string]any{"registration_ids": registrations, "association_type": kind, "locale": "en"}
	return post[client.InvitationBatch](p, http.StatusCreated, "/v1/invitations", body).Items
}

func (p person) invitation(id uuid.UUID) client.Invitation {
	p.T.Helper()
	return get[client.Invitation](p, "/v1/invitations/"+id.String())
}

func (p person) reviews(id uuid.UUID, verdict client.ReviewInputVerdict, header ...string) client.Registration {
	p.T.Helper()
	return post[client.Registration](p, http.StatusOK, "/v1/registrations/"+id.String()+"/review", map[string]any{"verdict": verdict, "opinion": "因为客户需要"}, header...)
}

// events are those of a subject, oldest first.
func (c *town) events(kind string, id uuid.UUID) []client.Event {
	c.T.Helper()
	page := get[client.Timeline](c.rita, "/v1/"+kind+"s/"+id.String()+"/timeline")
	oldest := make([]client.Event, 0, len(page.Items))
	for i := range page.Items {
		oldest = append(oldest, page.Items[len(page.Items)-1-i])
	}
	return oldest
}

func types(events []client.Event) []string {
	found := make([]string, 0, len(events))
	for _, e := range events {
		found = append(found, e.Type)
	}
	return found
}

// happens waits until a subject has exactly one event of a type.
func (c *town) happens(kind string, id uuid.UUID, event string) client.Event {
	c.T.Helper()
	var found client.Event
	require.Eventually(c.T, func() bool {
		n := 0
		for _, e := range c.events(kind, id) {
			if e.Type == event {
				n, found = n+1, e
			}
		}
		return n == 1
	}, patience, poll, "one %s", event)
	return found
}

// settled waits until all rows, events and workflows tell the same story.
func (c *town) settled() {
	c.T.Helper()
	require.EventuallyWithT(c.T, func(collect *assert.CollectT) {
		found, err := c.Disagreements(c.T.Context())
		require.NoError(collect, err)
		require.Empty(collect, found)
	}, patience, poll)
}

// known states the account of a customer to the product and to the directory.
func (c *town) known(customer kit.Customer, change func(*directory.Record)) uuid.UUID {
	c.T.Helper()
	return c.KnownAccount(customer, change)
}

// old is an account that must be registered before it associates.
func old(r *directory.Record) { r.Facts.RegisteredAt = r.Facts.RegisteredAt.AddDate(0, 0, -30) }
