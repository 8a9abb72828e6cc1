// Package leak plays one of each process and then looks for what people told in confidence: in every table, every log,
// every trace and every history.
package leak

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/channel"
	"partnercenter/models"
)

const poll = 50 * time.Millisecond

var (
	sixDigits = regexp.MustCompile(`\b\d{6}\b`)
	// configured are the variables that let whoever knows them in, or undo a hash.
	configured = []string{
		"INVITATION_KEYS", "WEBHOOK_KEYS", "LOOKUP_KEY", "CURSOR_KEY", "SESSION_KEY", "BANK_SECRET", "BANK_TOKEN", "DIRECTORY_TOKEN", "CUSTOMER_OIDC_CLIENT_SECRET",
	}
)

// Personal data is in contacts, and in the mails of those whom it is about. Secrets are nowhere.
func TestNothingIsLeftOfWhatPeopleToldInConfidence(t *testing.T) {
	t.Parallel()
	browsers := newEavesdropper(t)
	c := newCollector(t)
	h := &house{World: kit.NewWorld(t, kit.Options{Shipped: true, OwnNamespace: true, Env: map[string]string{"LOG_LEVEL": "DEBUG", "OTEL_EXPORTER_OTLP_ENDPOINT": c.url}})}
	h.alice = h.person("alice", h.Aurora, models.RoleAdministrator)
	h.vera = h.person("vera", h.Vendor, models.RoleVendorFinance)
	h.rita = h.person("rita", h.Vendor, models.RoleReviewer)
	h.rooms()
	h.comes()
	h.pays()
	h.isPaid()
	h.leaves()
	h.secrets = append(h.secrets, browsers.all(t)...)
	for _, name := range h.Product.Names() {
		h.Product.Stop(name) // and sends the spans that are left
	}

	places := append(h.Left(), c.place())
	for _, name := range []string{
		"table contacts", "table events", "log api.log", "log worker.log", "traces", "history of registration", "history of invitation", "history of acceptance",
		"history of association_request", "history of settlement", "history of withdrawal",
	} {
		at := slices.IndexFunc(places, func(p kit.Place) bool { return p.Name == name })
		require.GreaterOrEqual(t, at, 0, name)
		require.NotEmpty(t, places[at].What, name)
	}
	for _, s := range h.secrets {
		require.GreaterOrEqual(t, len(s.Text), 6, "%s is too short to be looked for", s.Name)
	}
	require.Empty(t, kit.Leaks(places, h.secrets))
	h.isLookedFor(places)
}

// house is a world in which people tell things.
type house struct {
	*kit.World
	alice, vera, rita string
	secrets           []kit.Secret
}

// hides notes what must not be found but in places where it belongs.
func (h *house) hides(name, text string, but ...string) {
	h.secrets = append(h.secrets, kit.Secret{Name: name, Text: text, But: but})
}

// isPersonal notes what is in contacts alone.
func (h *house) isPersonal(name, text string) { h.hides(name, text, "table contacts") }

// isLookedFor proves the search by what it does find where it belongs, and by what lies open in each kind of place.
func (h *house) isLookedFor(places []kit.Place) {
	h.T.Helper()
	open := slices.Clone(h.secrets)
	for i := range open {
		open[i].But = nil
	}
	found := kit.Leaks(places, open)
	require.Contains(h.T, found, "a customer's company in table registrations")
	lies := kit.Leaks(places, []kit.Secret{{Name: "a partner", Text: h.Aurora.String()}, {Name: "a route", Text: "/v1/withdrawals"}, {Name: "a realm", Text: h.Realm}})
	for _, name := range []string{"a partner in log api.log", "a route in traces", "a realm in history of withdrawal", "a realm in history of acceptance"} {
		require.Contains(h.T, lies, name)
	}
	for _, name := range []string{"a customer's phone", "a customer's address", "a customer's person", "a payer's name", "a payer's account", "an account to be paid to"} {
		require.Contains(h.T, found, name+" in table contacts")
	}
}

func (h *house) person(name string, org uuid.UUID, role models.Role) string {
	token := h.Token(name, org, role)
	h.hides("the token of "+name, token)
	h.hides("the signature of "+name, token[strings.LastIndex(token, ".")+1:])
	return token
}

// rooms: what the product was started with.
func (h *house) rooms() {
	for _, name := range configured {
		for value := range strings.SplitSeq(h.Configured(name), ",") {
			h.hides(name, value[strings.LastIndex(value, ":")+1:])
		}
	}
	for value := range strings.SplitSeq(h.Configured("PAYMENT_CHANNELS"), ",") {
		h.hides("PAYMENT_CHANNELS", value[strings.LastIndex(value, ":")+1:])
	}
	h.hides("PAYMENT_STATEMENTS", h.Sims.Endpoints.ChannelsToken)
	require.NotEmpty(h.T, h.Plan.Postgres.Passwords)
	for role, password := range h.Plan.Postgres.Passwords {
		h.hides("the database's password of "+role, password)
	}
	h.hides("a token of anybody", "eyJhbGciOi") // as every one begins, also those that identity provider and API exchange
	h.hides("a customer's password", kit.Password)
	h.isPersonal("a partner's address", "aurora@partner.example")
	h.isPersonal("a customer's person", "王小明")
}

func (h *house) customer() kit.Customer {
	c := kit.NewCustomer()
	h.knows(c)
	return c
}

// knows notes what a customer is known by. The name of a company is nobody's personal data.
func (h *house) knows(c kit.Customer) {
	h.hides("a customer's company", c.Company, "table registrations", "table organisations")
	h.isPersonal("a customer's phone", strings.TrimPrefix(c.Phone, "+86"))
	h.isPersonal("a customer's address", c.Email)
}

// comes: a review, an import, an unmasking, and a customer who searches and finds himself.
func (h *house) comes() {
	h.T.Helper()
	known, old := h.customer(), h.customer()
	review := h.AwaitingReview(h.alice, known)
	h.ask(http.StatusOK, "/v1/registrations/"+review+"/review", h.rita, `{"verdict":"approve","opinion":"In order."}`)
	h.ask(http.StatusOK, "/v1/registrations/"+review+"/unmask", h.alice, `{"reason":"A call."}`)
	h.ask(http.StatusOK, "/v1/registrations/search", h.alice, kit.Encode(map[string]string{"phone": known.Phone}))
	h.ask(http.StatusConflict, "/v1/registrations", h.Token("bob", h.Borealis, models.RoleAdministrator), known.JSON())
	h.ask(http.StatusBadRequest, "/v1/registrations", h.alice, strings.Replace(known.JSON(), "phone", "telephone", 1))
	h.ask(http.StatusCreated, "/v1/historical-customers", h.Token("feed", h.Vendor, models.RoleService),
		kit.Encode(map[string]string{"partner_id": h.Aurora.String(), "company_name": old.Company, "phone": old.Phone, "email": old.Email}))
	secret := h.ask(http.StatusCreated, "/v1/subscriptions", h.alice, `{"url":"http://127.0.0.1:9/"}`)["secret"]
	text, _ := secret.(string)
	h.hides("a subscription's secret", strings.TrimPrefix(text, "whsec_"))
}

// pays: money of a partner, and of nobody.
func (h *house) pays() {
	h.T.Helper()
	for _, account := range []string{kit.PaymentAccount("Aurora"), "ACC-NOBODY"} {
		payer := channel.Payer{Name: "付款人" + kit.Key()[:8], Account: "62220202" + kit.Key()[:8]}
		h.isPersonal("a payer's name", payer.Name)
		h.isPersonal("a payer's account", payer.Account)
		told, err := h.Sims.Channels().Pay(h.T.Context(), channel.Payment{Channel: "wechat", Notice: channel.Notice{
			PaymentAccount: account, SigningEntity: models.SigningEntitySoftware, Payer: payer, Amount: channel.Money{Amount: "100.00", Currency: "CNY"},
		}})
		require.NoError(h.T, err)
		require.Equal(h.T, http.StatusCreated, told.Status, told.Body)
	}
	h.MatchStatements()
}

// isPaid: a withdrawal to a bank account.
func (h *house) isPaid() {
	h.T.Helper()
	number := strconv.FormatInt(time.Now().UnixNano(), 10) // as many digits as an account has
	h.isPersonal("an account to be paid to", number)
	h.Funds(h.Aurora, nil)
	h.TopUp(h.Aurora, "10.00", models.SigningEntitySoftware, models.ChannelTradeModeChange, h.Now())
	asked := h.ask(http.StatusCreated, "/v1/withdrawals", h.alice, kit.Encode(map[string]any{
		"route": "bank_card", "amount": kit.Money("10.00"), "bank_account": map[string]string{"holder": kit.RealName, "bank": "ICBC", "branch": "Nanshan", "number": number},
	}))
	id, _ := asked["id"].(string)
	h.ask(http.StatusOK, "/v1/withdrawals/"+id+"/review", h.vera, `{"verdict":"approve","opinion":"In order."}`)
	h.waits("withdrawals", id, models.WithdrawalSucceeded)
}

// leaves: a customer comes by a mail, is asked to go, and agrees; nobody but the mails has the codes.
func (h *house) leaves() {
	h.T.Helper()
	b := h.Bonded(h.alice, models.Resale, nil)
	h.knows(b.Customer)
	record, err := h.Sims.Directory().Get(h.T.Context(), b.Account)
	require.NoError(h.T, err)
	h.isPersonal("a customer's login", record.AccountName)
	link := h.LinkIn(b.Customer.Email)
	h.hides("an invitation's code", link[strings.LastIndex(link, "/")+1:])

	h.ask(http.StatusCreated, "/v1/association-requests/step-up", h.alice, "")
	h.secrets = append(h.secrets, kit.Secret{Name: "a verification code", Text: sixDigits.FindString(h.Mail("aurora@partner.example", "验证码", 1).Text), Word: true})
	asked := h.ask(http.StatusCreated, "/v1/association-requests", h.alice,
		kit.Encode(map[string]any{"association_id": b.Association, "kind": models.RequestUnlink, "reason": "It is over.", "accept_notice": true}))
	id, _ := asked["id"].(string)
	require.NoError(h.T, h.AtPartnerPage(b.Account).Submit(h.T.Context(), "/agree", "", map[string]string{"reason": "Yes.", "notice": "read"}))
	h.waits("association_requests", id, models.AssociationRequestApproved)
}

func (h *house) ask(status int, path, token, body string) map[string]any {
	h.T.Helper()
	got, answer := h.Call(h.URLs[0], http.MethodPost, path, token, body)
	require.Equal(h.T, status, got, "%s: %s", path, answer)
	var object map[string]any
	require.NoError(h.T, json.Unmarshal(answer, &object))
	return object
}

func (h *house) waits(table, id, state string) {
	h.T.Helper()
	require.Eventually(h.T, func() bool {
		var now string
		err := h.Admin.QueryRow(h.T.Context(), "SELECT state FROM "+table+" WHERE id = $1", id).Scan(&now)
		return err == nil && now == state
	}, kit.Patience, poll, "%s %s", table, state)
}

// eavesdropper hears what the browsers of the test are given to prove who they are: cookies, and what stands in the
// addresses that they are sent to.
type eavesdropper struct {
	next  http.RoundTripper
	mu    sync.Mutex
	heard map[string]kit.Secret
}

func newEavesdropper(t *testing.T) *eavesdropper {
	t.Helper()
	e := &eavesdropper{next: http.DefaultTransport, heard: map[string]kit.Secret{}}
	http.DefaultTransport = e
	t.Cleanup(func() { http.DefaultTransport = e.next })
	return e
}

// RoundTrip sends a request on and listens to the answer.
func (e *eavesdropper) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := e.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, cookie := range response.Cookies() {
		e.hears("a cookie "+cookie.Name, cookie.Value)
	}
	if to, err := response.Location(); err == nil {
		for _, name := range []string{"code", "state", "nonce"} {
			e.hears("a sign-in's "+name, to.Query().Get(name))
		}
	}
	return response, nil
}

func (e *eavesdropper) hears(name, text string) {
	if text != "" { // a cookie that is taken back
		e.heard[text] = kit.Secret{Name: name, Text: text}
	}
}

// all is what was heard, of every sort.
func (e *eavesdropper) all(t *testing.T) []kit.Secret {
	t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	all := slices.Collect(maps.Values(e.heard))
	for _, sort := range []string{"a cookie ", "a sign-in's code", "a sign-in's state"} {
		require.True(t, slices.ContainsFunc(all, func(s kit.Secret) bool { return strings.HasPrefix(s.Name, sort) }), sort)
	}
	return all
}

// collector keeps what is exported as it comes.
type collector struct {
	url  string
	mu   sync.Mutex
	came []byte
}

func newCollector(t *testing.T) *collector {
	t.Helper()
	c := &collector{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		if err != nil || r.Header.Get("Content-Encoding") != "" {
			t.Errorf("an export that cannot be searched: %q %v", r.Header.Get("Content-Encoding"), err)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		c.came = append(c.came, raw...)
		w.Header().Set("Content-Type", "application/x-protobuf")
	}))
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}

func (c *collector) place() kit.Place {
	c.mu.Lock()
	defer c.mu.Unlock()
	return kit.Place{Name: "traces", What: slices.Clone(c.came)}
}
