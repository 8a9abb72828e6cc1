package race

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/directory"
	"partnercenter/dev/visitor"
)

const crowd = 100

// atConsent brings a visitor per address to the page that asks for consent, all
// signed in as the same customer.
func (f field) atConsent(t *testing.T, account string, password string, addresses []string) []*visitor.Visitor {
	t.Helper()
	visitors := make([]*visitor.Visitor, len(addresses))
	for i, address := range addresses {
		v, err := visitor.New("en", f.Sims.SMS())
		require.NoError(t, err)
		require.NoError(t, v.Open(t.Context(), address))
		require.NoError(t, v.SignIn(t.Context(), account, password))
		visitors[i] = v
	}
	return visitors
}

// consentAll lets all visitors consent at once.
func consentAll(t *testing.T, visitors []*visitor.Visitor) {
	t.Helper()
	answers := make([]error, len(visitors))
	start := make(chan struct{})
	done := make(chan int, len(visitors))
	for i, v := range visitors {
		go func() {
			<-start
			answers[i] = v.Submit(context.WithoutCancel(t.Context()), "/accept", "", nil)
			done <- i
		}()
	}
	close(start)
	for range visitors {
		<-done
	}
	for i, err := range answers {
		require.NoError(t, err, "visitor %d", i)
	}
}

// customer is an account in the directory that can sign in.
func (f field) customer(t *testing.T, c kit.Customer) (account, password string, id uuid.UUID) {
	t.Helper()
	account, password = "racer"+kit.Key()[:8], "Correct-Horse-7"
	id = f.Account(c, func(r *directory.Record) { r.AccountName = account })
	body, err := json.Marshal(map[string]string{"password": password})
	require.NoError(t, err)
	status, answer, err := f.Try(t.Context(), f.Sims.Endpoints.IdentityURL, http.MethodPut, "/accounts/"+id.String()+"/password", "", string(body))
	require.NoError(t, err)
	require.Less(t, status, 300, "%s", answer)
	return account, password, id
}

// onlyThese: exactly one attempt is associated, and every other failed for one of the codes.
func (f field) onlyThese(t *testing.T, customer uuid.UUID, codes ...string) {
	t.Helper()
	// What the engine did not take at once, the sweep starts two minutes later.
	require.Eventually(t, func() bool {
		return f.count(t, "SELECT count(*) FROM acceptances WHERE customer_id = $1 AND state = 'checking'", customer) == 0
	}, kit.Patience, 200*time.Millisecond, "attempts are left undecided")
	require.Equal(t, 1, f.count(t, "SELECT count(*) FROM associations WHERE customer_id = $1", customer))
	require.Equal(t, 1, f.count(t, "SELECT count(*) FROM acceptances WHERE customer_id = $1 AND state = 'associated'", customer))
	require.Zero(t, f.count(t, `SELECT count(*) FROM acceptances, jsonb_array_elements_text(failure_codes) AS code
		WHERE customer_id = $1 AND NOT code = ANY ($2)`, customer, codes), "another cause than %v", codes)
	require.Zero(t, f.deadlocks(t), "PostgreSQL counted deadlocks")
}

// One invitation that is accepted a hundred times at once associates once.
func TestOneInvitationAssociatesOnce(t *testing.T) {
	f := newField(t, 1)
	c := kit.NewCustomer()
	account, password, id := f.customer(t, c)
	// The directory's facts come with the sign-in; registered first, as invited customers are.
	registered := f.post(t.Context(), 0, f.tokens[0], "/v1/registrations", c.JSON())
	require.Equal(t, http.StatusCreated, registered.status, "%s", registered.body)
	body, err := json.Marshal(map[string]any{"registration_ids": []string{registered.id()}, "association_type": "consultant", "locale": "en"})
	require.NoError(t, err)
	invited := f.post(t.Context(), 0, f.tokens[0], "/v1/invitations", string(body))
	require.Equal(t, http.StatusCreated, invited.status, "%s", invited.body)

	address := f.InvitationLink(c.Email)
	addresses := make([]string, crowd)
	for i := range addresses {
		addresses[i] = address
	}
	consentAll(t, f.atConsent(t, account, password, addresses))
	f.onlyThese(t, id, "invitation_used", "customer_already_yours")
	require.Equal(t, 1, f.count(t, "SELECT count(*) FROM registrations WHERE state = 'associated'"))
	require.Equal(t, 1, f.count(t, "SELECT count(*) FROM invitations WHERE state = 'associated'"))
}

// A hundred partners whose links one customer accepts at once get one association.
func TestOneCustomerAssociatesWithOnePartner(t *testing.T) {
	f := newField(t, crowd)
	c := kit.NewCustomer()
	account, password, id := f.customer(t, c)
	addresses := make([]string, crowd)
	for i := range addresses {
		made := f.post(t.Context(), i, f.tokens[i], "/v1/invitation-links", `{"kind":"general","association_type":"consultant"}`)
		require.Equal(t, http.StatusCreated, made.status, "%s", made.body)
		var link struct{ URL string }
		require.NoError(t, json.Unmarshal(made.body, &link))
		addresses[i] = link.URL
	}
	consentAll(t, f.atConsent(t, account, password, addresses))
	f.onlyThese(t, id, "customer_taken")
}
