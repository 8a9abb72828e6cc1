package kit

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/sim/directory"
	"partnercenter/dev/visitor"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Bond is a customer who is associated with a partner.
type Bond struct {
	Customer    Customer
	Account     uuid.UUID
	Association uuid.UUID
}

// Bonded lets a partner register and invite a customer, who agrees.
func (w *World) Bonded(token string, kind models.AssociationType, change func(*directory.Record)) Bond {
	w.T.Helper()
	b := Bond{Customer: NewCustomer()}
	body := Encode(map[string]any{"registration_ids": []string{w.Registered(token, b.Customer)}, "association_type": kind, "locale": "en"})
	status, answer := w.Call(w.URLs[0], http.MethodPost, "/v1/invitations", token, body)
	require.Equal(w.T, http.StatusCreated, status, "%s", answer)
	b.Account = w.Account(b.Customer, change)
	status, err := w.Browse(w.LinkIn(b.Customer.Email), b.Account).Agree(w.T.Context())
	require.NoError(w.T, err)
	require.Equal(w.T, http.StatusOK, status)
	require.Eventually(w.T, func() bool {
		err := w.Admin.QueryRow(w.T.Context(), "SELECT id FROM associations WHERE customer_id = $1", b.Account).Scan(&b.Association)
		return err == nil
	}, Patience, 50*time.Millisecond, "the association")
	return b
}

// PayingCustomer is a resale customer of a partner, who came by a link.
func (w *World) PayingCustomer(token string) uuid.UUID {
	w.T.Helper()
	status, answer := w.Call(w.URLs[0], http.MethodPost, "/v1/invitation-links", token, `{"kind":"general","association_type":"resale"}`)
	require.Equal(w.T, http.StatusCreated, status, "%s", answer)
	var link struct{ URL string }
	require.NoError(w.T, json.Unmarshal(answer, &link))
	account := w.Account(NewCustomer(), nil)
	status, err := w.Browse(link.URL, account).Agree(w.T.Context())
	require.NoError(w.T, err)
	require.Equal(w.T, http.StatusOK, status)
	return account
}

// AtPartnerPage is a customer at the page of his partner, signed in.
func (w *World) AtPartnerPage(account uuid.UUID) *visitor.Visitor {
	w.T.Helper()
	w.setPassword(account)
	record, err := w.Sims.Directory().Get(w.T.Context(), account)
	require.NoError(w.T, err)
	v := w.Visitor(w.URLs[0] + "/i/partner")
	require.NoError(w.T, v.Submit(w.T.Context(), "/sign-in", "sign_in", nil))
	require.NoError(w.T, v.Submit(w.T.Context(), "/sign-in", "sign_in", map[string]string{"login": record.AccountName, "password": Password}))
	require.Equal(w.T, http.StatusOK, v.Page.Status, v.Page.Text)
	w.heard.page(v.Page.Causes)
	return v
}

// Allot lets the customer of an association spend an amount, past the product's API.
func (w *World) Allot(realm string, partner uuid.UUID, b Bond, amount string) {
	w.T.Helper()
	sum, err := models.ParseMoney(amount, "CNY")
	require.NoError(w.T, err)
	id := store.NewID()
	t := rules.Allocate(rules.Cause{Book: partner, SubjectKind: "test", SubjectID: id, Key: "test:" + id.String(), At: w.Now()}, b.Account, sum)
	t.AssociationID = &b.Association
	w.Post(realm, t)
}
