// Package leaving plays the end of associations over HTTP on the real stack, with
// production durations and moved time.
package leaving

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/models"
)

var patience = kit.Patience

const (
	day  = 24 * time.Hour
	poll = 50 * time.Millisecond

	unlink = "/v1/association-requests"
)

// town is a world with an administrator of a partner and an operator of the vendor.
type town struct {
	*kit.World
	ada      string
	operator string
}

func newTown(t *testing.T, opts kit.Options) *town {
	t.Helper()
	w := kit.NewWorld(t, opts)
	c := &town{World: w}
	c.ada = w.Token("ada", w.Aurora, models.RoleAdministrator)
	c.operator = w.Token("olga", w.Vendor, models.RoleOperator)
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("logs of the product: %s", w.LogDir())
		}
	})
	return c
}

// in is the town for a sub-test.
func (c *town) in(t *testing.T) *town {
	t.Helper()
	sub, world := *c, *c.World
	world.T, sub.World = t, &world
	return &sub
}

// get reads a resource.
func get[T any](c *town, token, path string) T {
	c.T.Helper()
	status, body := c.Call(c.URLs[0], http.MethodGet, path, token, "")
	require.Equal(c.T, http.StatusOK, status, "%s: %s", path, body)
	return decode[T](c, body)
}

func decode[T any](c *town, body []byte) T {
	c.T.Helper()
	var value T
	require.NoError(c.T, json.Unmarshal(body, &value), "%s", body)
	return value
}

// asking is the body of a partner's request.
func asking(association uuid.UUID, kind string, change ...func(map[string]any)) string {
	body := map[string]any{"association_id": association, "kind": kind, "reason": "The customer moves on.", "accept_notice": true}
	for _, c := range change {
		c(body)
	}
	return kit.Encode(body)
}

func to(kind models.AssociationType) func(map[string]any) {
	return func(body map[string]any) { body["association_type"] = kind }
}

// asks makes a partner's request.
func (c *town) asks(body string) client.AssociationRequest {
	c.T.Helper()
	status, answer := c.Call(c.URLs[0], http.MethodPost, unlink, c.ada, body)
	require.Equal(c.T, http.StatusCreated, status, "%s", answer)
	return decode[client.AssociationRequest](c, answer)
}

// refused sends a partner's request and answers the problem.
func (c *town) refused(body string) client.Problem {
	c.T.Helper()
	status, answer := c.Call(c.URLs[0], http.MethodPost, unlink, c.ada, body)
	require.Contains(c.T, []int{http.StatusConflict, http.StatusServiceUnavailable}, status, "%s", answer)
	return decode[client.Problem](c, answer)
}

// codes are the codes of a problem's blockers.
func codes(p client.Problem) []string {
	found := []string{}
	if p.Blockers != nil {
		for _, b := range *p.Blockers {
			found = append(found, b.Code)
		}
	}
	return found
}

func (c *town) request(id uuid.UUID) client.AssociationRequest {
	c.T.Helper()
	return get[client.AssociationRequest](c, c.ada, unlink+"/"+id.String())
}

func (c *town) answers(id uuid.UUID, verdict string) client.AssociationRequest {
	c.T.Helper()
	status, answer := c.Call(c.URLs[0], http.MethodPost, unlink+"/"+id.String()+"/decide", c.ada, fmt.Sprintf(`{"verdict":%q,"reason":"As agreed.","accept_notice":true}`, verdict))
	require.Equal(c.T, http.StatusOK, status, "%s", answer)
	return decode[client.AssociationRequest](c, answer)
}

// clicks lets a customer submit a form of the page of his partner.
func (c *town) clicks(b kit.Bond, form string, ticked bool) string {
	c.T.Helper()
	v := c.AtPartnerPage(b.Account)
	values := map[string]string{"reason": "So we agreed."}
	if ticked {
		values["notice"] = "read"
	}
	if form == "/cancel" {
		values = nil
	}
	require.NoError(c.T, v.Submit(c.T.Context(), form, "", values))
	return v.Page.Text
}

// customerAsks lets a customer ask to be unlinked and answers the request's id.
func (c *town) customerAsks(b kit.Bond) uuid.UUID {
	c.T.Helper()
	require.Contains(c.T, c.clicks(b, "/ask", true), "waits for your partner's answer")
	page := get[client.AssociationRequestPage](c, c.ada, unlink+"?association_id="+b.Association.String())
	require.NotEmpty(c.T, page.Items)
	require.Equal(c.T, client.AssociationRequestInitiator("customer"), page.Items[0].Initiator)
	return page.Items[0].Id
}

func (c *town) association(id uuid.UUID) client.Association {
	c.T.Helper()
	return get[client.Association](c, c.ada, "/v1/associations/"+id.String())
}

func (c *town) settlement(request uuid.UUID) client.Settlement {
	c.T.Helper()
	return get[client.Settlement](c, c.ada, unlink+"/"+request.String()+"/settlement")
}

// settles waits for a step of a settlement to be in a state.
func (c *town) settles(request uuid.UUID, step string, state string) client.SettlementStep {
	c.T.Helper()
	var found client.SettlementStep
	require.Eventually(c.T, func() bool {
		for _, s := range c.settlement(request).Steps {
			if s.Name == step {
				found = s
			}
		}
		return string(found.State) == state
	}, patience, poll, "step %s of %s: %+v", step, request, &found)
	return found
}

// mailed waits for a mail to an address whose subject holds some words.
func (c *town) mailed(to, words string) string {
	c.T.Helper()
	text := ""
	require.Eventually(c.T, func() bool {
		text = ""
		caught, err := c.Mails(c.T.Context(), to)
		for _, m := range caught {
			if contains(m.Subject, words) {
				text = m.Text
			}
		}
		return err == nil && text != ""
	}, patience, poll, "a mail to %s about %q", to, words)
	return text
}

func (c *town) events(path string) []string {
	c.T.Helper()
	types := []string{}
	for _, e := range get[client.Timeline](c, c.ada, path+"/timeline").Items {
		types = append([]string{e.Type}, types...)
	}
	return types
}
