package tenancy

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

func (w *town) lists(t *testing.T) {
	t.Helper()
	for path, kind := range map[string]string{
		"/v1/registrations": "registration", "/v1/invitations": "invitation", "/v1/invitation-links": "link",
		"/v1/acceptances": "acceptance", "/v1/withdrawals": "withdrawal", "/v1/associations": "association", "/v1/association-requests": "request", "/v1/accounts": "account", "/v1/top-ups": "top_up", "/v1/account-changes": "account_change", "/v1/adjustments": "adjustment", "/v1/subscriptions": "subscription", "/v1/tasks": "task",
	} {
		r := w.listing(t, path)
		for _, p := range w.people {
			if !p.may(r) {
				continue
			}
			reach := []string{}
			for _, x := range w.things {
				if x.kind == kind && p.reaches(x) {
					reach = append(reach, x.id)
				}
			}
			require.ElementsMatch(t, reach, w.read(p, path), "%s as %s", path, p.name)
		}
	}
	// The vendor may ask for one partner; a partner that asks for another gets nothing.
	borealis := "/v1/registrations?partner_id=" + w.Borealis.String()
	require.Empty(t, w.page(t, w.people["ada"], borealis))
	require.NotEmpty(t, w.page(t, w.people["vendor's auditor"], borealis))
	require.Empty(t, w.page(t, w.people["elsewhere's auditor"], borealis))
	require.Empty(t, w.page(t, w.people["nora"], "/v1/registrations?account_manager=max"), "a filter is no door")
	books := "/v1/accounts?partner_id=" + w.Borealis.String()
	require.Empty(t, w.page(t, w.people["finn"], books))
	require.Len(t, w.page(t, w.people["vendor's auditor"], books), 7)
	require.Empty(t, w.page(t, w.people["elsewhere's auditor"], books))
}

func (w *town) listing(t *testing.T, path string) route {
	t.Helper()
	for _, r := range routes(t) {
		if r.path == path && r.method == http.MethodGet {
			return r
		}
	}
	t.Fatalf("no list at %s", path)
	return route{}
}

// page is the ids of a list's first page.
func (w *town) page(t *testing.T, p person, address string) []string {
	t.Helper()
	status, body := w.Call(w.URLs[0], http.MethodGet, address, p.token, "")
	require.Equal(t, http.StatusOK, status, "%s as %s: %s", address, p.name, body)
	return idsIn(t, body)
}

// search asks as everybody for the customer of every registration.
func (w *town) search(t *testing.T) {
	t.Helper()
	for _, x := range w.things {
		if x.kind != "registration" {
			continue
		}
		var email string
		require.NoError(t, w.Admin.QueryRow(t.Context(), "SELECT c.email FROM registrations r JOIN contacts c ON c.id = r.contact_id WHERE r.id = $1", x.id).Scan(&email))
		for _, p := range w.people {
			if p.role != models.RoleAdministrator && p.role != models.RoleAccountManager && p.role != models.RoleAuditor {
				continue
			}
			status, body := w.Call(w.URLs[0], http.MethodPost, "/v1/registrations/search", p.token, fmt.Sprintf(`{"email":%q}`, email))
			require.Equal(t, http.StatusOK, status, "%s", body)
			if p.reaches(x) {
				require.Contains(t, idsIn(t, body), x.id, "%s searches for the customer of %s", p.name, x.of)
			} else {
				require.NotContains(t, idsIn(t, body), x.id, "%s searches for the customer of %s", p.name, x.of)
			}
			require.NotContains(t, string(body), email, "addresses are masked")
		}
	}
}

// formerPartner: the customer has gone over to Borealis. Aurora keeps what it had
// until then, and learns nothing of what came after.
func (w *town) formerPartner(t *testing.T) {
	t.Helper()
	var customer, ended, current, acceptance string
	require.NoError(t, w.Admin.QueryRow(t.Context(), `SELECT o.customer_id::text, o.id::text, n.id::text, n.acceptance_id::text
		FROM associations o JOIN associations n ON n.customer_id = o.customer_id AND n.id <> o.id WHERE o.effective_until IS NOT NULL`).Scan(&customer, &ended, &current, &acceptance))
	ada, bob := w.people["ada"], w.people["bob"]

	require.Equal(t, models.AssociationEnded, w.field(ada, "/v1/associations/"+ended, "state"))
	require.Equal(t, models.AssociationActive, w.field(bob, "/v1/associations/"+current, "state"))
	for path, reader := range map[string]person{
		"/v1/associations/" + current: ada, "/v1/associations/" + ended: bob, "/v1/acceptances/" + acceptance: ada,
		"/v1/associations/" + current + "/timeline": ada, "/v1/associations/" + ended + "/timeline": bob,
	} {
		status, _ := w.Call(w.URLs[0], http.MethodGet, path, reader.token, "")
		require.Equal(t, http.StatusNotFound, status, "%s as %s", path, reader.name)
	}
	now := "/v1/associations?as_of=" + time.Now().UTC().Format(time.RFC3339)
	require.NotContains(t, w.page(t, ada, now), ended)
	require.Contains(t, w.page(t, bob, now), current)
	var middle time.Time
	require.NoError(t, w.Admin.QueryRow(t.Context(), "SELECT effective_from + (effective_until - effective_from) / 2 FROM associations WHERE id = $1", ended).Scan(&middle))
	then := "/v1/associations?as_of=" + middle.UTC().Format(time.RFC3339Nano)
	require.Contains(t, w.page(t, ada, then), ended)
	require.NotContains(t, w.page(t, bob, then), current)

	// What happened to Aurora's rows is Aurora's to read, and all of it is Aurora's.
	_, body := w.Call(w.URLs[0], http.MethodGet, "/v1/associations/"+ended+"/timeline", ada.token, "")
	require.NotContains(t, string(body), current)
	require.NotContains(t, string(body), w.Borealis.String())

	// The feeds too: each has its period, and nothing of the other's.
	require.Contains(t, w.feed(ada), ended)
	require.NotContains(t, w.feed(ada), current)
	require.Contains(t, w.feed(bob), current)
	require.NotContains(t, w.feed(bob), ended)
	require.Contains(t, w.feed(w.people["vendor's auditor"]), ended)
	require.NotContains(t, w.feed(w.people["eve"]), ended)
	require.NotContains(t, w.feed(w.people["elsewhere's auditor"]), ended)
}

// feed is what a person may read of associations as it happened: a request that was denied him is his too, whatever he
// named in it.
func (w *town) feed(p person) string {
	var all strings.Builder
	page := struct {
		NextAfter int64 `json:"next_after"`
		More      bool
	}{More: true}
	for page.More {
		status, body := w.Call(w.URLs[0], http.MethodGet, fmt.Sprintf("/v1/events?subject_kind=association&limit=200&after=%d", page.NextAfter), p.token, "")
		require.Equal(w.T, http.StatusOK, status, "%s", body)
		require.NoError(w.T, json.Unmarshal(body, &page))
		all.Write(body)
	}
	return all.String()
}
