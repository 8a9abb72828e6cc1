package lifecycle

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/models"
)

// A registration is live to the second before its end and lapsed at it; the
// customer is free for another partner then, and not before.
func TestProtectionEndsAtItsInstant(t *testing.T) {
	t.Parallel()
	w := kit.NewWorld(t, kit.Options{OwnNamespace: true})
	alice, bob := w.Token("alice", w.Aurora, models.RoleAdministrator), w.Token("bob", w.Borealis, models.RoleAdministrator)
	customer := kit.NewCustomer()

	status, body := w.Call(w.URLs[0], http.MethodPost, "/v1/registrations", alice, customer.JSON())
	require.Equal(t, http.StatusCreated, status, "%s", body)
	var r struct {
		ID    string    `json:"id"`
		DueAt time.Time `json:"due_at"`
		State string    `json:"state"`
	}
	require.NoError(t, json.Unmarshal(body, &r))

	require.NoError(t, w.Mover.To(t.Context(), w.Realm, r.DueAt.Add(-10*time.Second)))
	status, body = w.Call(w.URLs[0], http.MethodPost, "/v1/registrations", bob, customer.JSON())
	require.Equal(t, http.StatusConflict, status, "%s", body)

	require.NoError(t, w.Mover.To(t.Context(), w.Realm, r.DueAt))
	status, body = w.Call(w.URLs[0], http.MethodPost, "/v1/registrations", bob, customer.JSON())
	require.Equal(t, http.StatusCreated, status, "%s", body)
	_, body = w.Call(w.URLs[0], http.MethodGet, "/v1/registrations/"+r.ID, alice, "")
	require.NoError(t, json.Unmarshal(body, &r))
	require.Equal(t, models.RegistrationExpired, r.State)

	require.NoError(t, w.Mover.To(t.Context(), w.Realm, r.DueAt.Add(time.Minute)))
	require.Eventually(t, func() bool {
		var n int
		err := w.Admin.QueryRow(t.Context(), "SELECT count(*) FROM events WHERE subject_id = $1 AND type = 'registration.expired' AND at = $2", r.ID, r.DueAt).Scan(&n)
		return err == nil && n == 1
	}, 20*time.Second, 50*time.Millisecond, "one expiry event, dated to the deadline")
}
