package kit

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/sim/directory"
	"partnercenter/models"
)

// Registered registers a customer and answers the registration's id.
func (w *World) Registered(token string, c Customer) string {
	w.T.Helper()
	return w.created("/v1/registrations", token, c.JSON())
}

// AwaitingReview registers a customer whom the vendor has registered itself, so
// that it takes a review, and answers the registration's id.
func (w *World) AwaitingReview(token string, c Customer) string {
	w.T.Helper()
	w.KnownAccount(c, func(r *directory.Record) { r.Facts.RegisteredByVendor = true })
	return w.created("/v1/registrations", token, c.ReviewJSON())
}

// Invited invites registered customers by mail, in English, and answers the
// invitations' ids in the order of the registrations.
func (w *World) Invited(token string, registrations ...string) []string {
	w.T.Helper()
	status, body := w.Call(w.URLs[0], http.MethodPost, "/v1/invitations", token, InvitationJSON(registrations...))
	require.Equal(w.T, http.StatusCreated, status, "%s", body)
	var batch struct{ Items []struct{ ID string } }
	require.NoError(w.T, json.Unmarshal(body, &batch))
	ids := make([]string, len(batch.Items))
	for i, item := range batch.Items {
		ids[i] = item.ID
	}
	return ids
}

func (w *World) created(path, token, body string) string {
	w.T.Helper()
	status, answer := w.Call(w.URLs[0], http.MethodPost, path, token, body)
	require.Equal(w.T, http.StatusCreated, status, "%s", answer)
	var r struct{ ID string }
	require.NoError(w.T, json.Unmarshal(answer, &r))
	return r.ID
}

// InvitationJSON invites the customers of registrations as consultant.
func InvitationJSON(registrations ...string) string {
	return Encode(map[string]any{"registration_ids": registrations, "association_type": models.Consultant, "locale": "en"})
}

// ReviewJSON is the customer as the body of a registration that asks for a review.
func (c Customer) ReviewJSON() string {
	return Encode(map[string]any{
		"company_name": c.Company, "person_name": "王小明", "phone": c.Phone, "email": c.Email,
		"review": map[string]any{
			"expected_new_consumption": map[string]string{"amount": "1000.00", "currency": "CNY"},
			"project_details":          "Moves its shop.", "communication": "Met twice.",
		},
	})
}

// KnownAccount puts an account into the directory and its facts into the product.
func (w *World) KnownAccount(c Customer, change func(*directory.Record)) uuid.UUID {
	w.T.Helper()
	id := w.Account(c, change)
	record, err := w.Sims.Directory().Get(w.T.Context(), id)
	require.NoError(w.T, err)
	body, err := json.Marshal(map[string]any{
		"as_of": time.Now().Add(w.Sims.Clock.Shift()).UTC(), "source": "directory", "account_name": record.AccountName, "name": record.Name,
		"phone": record.Phone, "email": record.Email, "facts": record.Facts,
	})
	require.NoError(w.T, err)
	status, answer := w.Call(w.URLs[0], http.MethodPut, fmt.Sprintf("/v1/customers/%s/facts", id), w.Token("feed", w.Vendor, models.RoleService), string(body))
	require.Less(w.T, status, 300, "%s", answer)
	return id
}
