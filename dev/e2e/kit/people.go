package kit

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/sim/directory"
	"partnercenter/dev/sim/issuer"
	"partnercenter/models"
)

// LogDir is where the product's logs of this world are; a failed test names it.
func (w *World) LogDir() string {
	dir := filepath.Join(os.TempDir(), "partnercenter-logs", w.TaskQueue)
	require.NoError(w.T, os.MkdirAll(dir, 0o700))
	return dir
}

// Token is a bearer token of a person of an organisation.
func (w *World) Token(subject string, org uuid.UUID, roles ...models.Role) string {
	w.T.Helper()
	names := make([]string, len(roles))
	for i, role := range roles {
		names[i] = string(role)
	}
	token, err := w.Sims.Issue(issuer.Claims{Subject: subject, Organisation: org.String(), Roles: names, Name: subject, TTL: 12 * time.Hour})
	require.NoError(w.T, err)
	return token
}

// Client is the typed client of a person, at the first API process. Every
// request that needs an idempotency key and has none gets a fresh one.
func (w *World) Client(subject string, org uuid.UUID, roles ...models.Role) *client.ClientWithResponses {
	w.T.Helper()
	return w.ClientAt(w.URLs[0], w.Token(subject, org, roles...))
}

// ClientAt is the typed client with a token at an address.
func (w *World) ClientAt(url, token string) *client.ClientWithResponses {
	w.T.Helper()
	c, err := client.NewClientWithResponses(url, client.WithRequestEditorFn(func(_ context.Context, req *http.Request) error {
		req.Header.Set("Authorization", "Bearer "+token)
		return nil
	}))
	require.NoError(w.T, err)
	return c
}

// Service is the vendor's feed.
func (w *World) Service() *client.ClientWithResponses {
	return w.Client("feed", w.Vendor, models.RoleService)
}

// Reviewer is a reviewer of the vendor.
func (w *World) Reviewer(subject string) *client.ClientWithResponses {
	return w.Client(subject, w.Vendor, models.RoleReviewer)
}

// Administrator is an administrator of a partner.
func (w *World) Administrator(subject string, org uuid.UUID) *client.ClientWithResponses {
	return w.Client(subject, org, models.RoleAdministrator)
}

// Key is a fresh idempotency key.
func Key() string { return strings.ToLower(rand.Text()) }

func (w *World) seed() {
	w.T.Helper()
	for id, name := range map[uuid.UUID]string{w.Aurora: "Aurora", w.Borealis: "Borealis"} {
		w.AddPartner(id, name)
	}
}

// AddPartner puts a partner of site cn in.
func (w *World) AddPartner(id uuid.UUID, name string) {
	w.T.Helper()
	body := fmt.Sprintf(`{"kind":"partner","site":"cn","name":%q,"country":"CN","payment_account":%q,"contact":{"person_name":"Office","email":"%s@partner.example"}}`, name, PaymentAccount(name), strings.ToLower(name))
	status, answer := w.Call(w.URLs[0], http.MethodPut, "/v1/organisations/"+id.String(), w.Token("feed", w.Vendor, models.RoleService), body)
	require.Equal(w.T, http.StatusOK, status, "%s", answer)
}

// PaymentAccount is the account that is a partner's alone.
func PaymentAccount(partner string) string { return "ACC-" + strings.ToUpper(partner) }

// Call sends one request as it is, with a fresh idempotency key, and answers
// status and body. Header pairs follow.
func (w *World) Call(base, method, path, token, body string, header ...string) (int, []byte) {
	w.T.Helper()
	status, answer, err := w.Try(w.T.Context(), base, method, path, token, body, header...)
	require.NoError(w.T, err)
	return status, answer
}

// Customer is a company that nobody knows yet.
type Customer struct {
	Company string
	Phone   string
	Email   string
	Code    string // unified social credit code, or empty
}

// NewCustomer makes up a company.
func NewCustomer() Customer {
	tail := strings.ToLower(rand.Text()[:8])
	n := 0
	for _, r := range tail {
		n = (n*37 + int(r)) % 100_000_000
	}
	return Customer{Company: "晨星" + tail + "科技有限公司", Phone: fmt.Sprintf("+86138%08d", n), Email: tail + "@customer.example"}
}

// JSON is the customer as the body of a registration.
func (c Customer) JSON() string {
	body := map[string]string{"company_name": c.Company, "person_name": "王小明", "phone": c.Phone, "email": c.Email}
	if c.Code != "" {
		body["credit_code"] = c.Code
	}
	return Encode(body)
}

// CreditCode is the n-th unified social credit code with its check digit (GB 32100).
func CreditCode(n int) string {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	body := fmt.Sprintf("91110108%09d", n)
	for _, check := range alphabet {
		if code := body + string(check); models.ValidateCode(code) == nil {
			return code
		}
	}
	panic("a code without a check digit: " + body)
}

// Encode is the body of a request. What cannot be encoded is the test's mistake.
func Encode(value any) string {
	body, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(body)
}

// Account puts an account of the customer into the directory and answers its id.
func (w *World) Account(c Customer, change func(*directory.Record)) uuid.UUID {
	w.T.Helper()
	id := uuid.Must(uuid.NewV7())
	record := directory.Fresh(id, time.Now().Add(w.Sims.Clock.Shift()))
	record.AccountName, record.Name, record.Phone, record.Email = "a"+strings.ToLower(rand.Text()[:12]), c.Company, c.Phone, c.Email
	if change != nil {
		change(&record)
	}
	require.NoError(w.T, w.Sims.Directory().Put(w.T.Context(), record))
	return id
}

// InvitationLink waits for the newest invitation mail to an address and answers
// the link in it.
func (w *World) InvitationLink(to string) string {
	w.T.Helper()
	var link string
	require.Eventually(w.T, func() bool {
		status, body, err := w.Try(w.T.Context(), w.Sims.Endpoints.MailURL, http.MethodGet, "/api/messages?to="+to, "", "")
		if err != nil || status != http.StatusOK {
			return false
		}
		var box struct{ Messages []struct{ Text string } }
		if json.Unmarshal(body, &box) != nil {
			return false
		}
		for _, m := range box.Messages {
			if _, rest, found := strings.Cut(m.Text, w.URLs[0]+"/i/"); found {
				link = w.URLs[0] + "/i/" + strings.FieldsFunc(rest, func(r rune) bool { return r < '2' || r > 'z' })[0]
			}
		}
		return link != ""
	}, Patience, 50*time.Millisecond, "no invitation mail to %s", to)
	return link
}
