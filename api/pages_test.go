package api

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"partnercenter/models"
	"partnercenter/rules"
)

const pageCode = "abcdefghijklmnopqrstuvwxyz234567"

var pageCustomer = uuid.MustParse("01981f6e-6f3b-7c1e-9f5a-0000000000c1")

// fakeCustomers answers like the programme would, for one invitation.
type fakeCustomers struct {
	mu         sync.Mutex
	view       models.CodeView
	signIn     error
	blockers   []models.Blocker // against the signed-in account
	accept     error
	state      string // of new acceptances
	codes      []string
	commands   []models.Command
	versions   []string
	acceptance map[string]models.AcceptanceView // by idempotency key
}

func newFakeCustomers(kind models.AssociationType) *fakeCustomers {
	expires := time.Date(2026, 12, 7, 16, 30, 59, 0, time.UTC)
	return &fakeCustomers{
		view: models.CodeView{
			Realm: "production", PartnerName: "云启科技有限公司", Site: models.SiteCN, Zone: "Asia/Shanghai",
			AssociationType: kind, NoticeVersion: "1", ExpiresAt: &expires, Locale: "zh-CN",
		},
		state:      models.AcceptanceAssociated,
		acceptance: map[string]models.AcceptanceView{},
	}
}

func (f *fakeCustomers) Find(_ context.Context, code string) (models.CodeView, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if code != pageCode {
		return models.CodeView{}, models.ErrNotFound
	}
	return f.view, nil
}

func (f *fakeCustomers) SignIn(_ context.Context, _ string, customer uuid.UUID) (models.Principal, error) {
	return session{Realm: "production", Customer: customer}.principal(), f.signIn
}

func (f *fakeCustomers) Preview(_ context.Context, p models.Principal, _ string) (models.AcceptancePreview, error) {
	if p.Org != pageCustomer || p.Realm != "production" {
		return models.AcceptancePreview{}, models.ErrNotFound
	}
	read := time.Date(2026, 11, 30, 1, 0, 0, 0, time.UTC)
	return models.AcceptancePreview{
		Code:      f.view,
		Account:   models.Contact{AccountName: "q****", PersonName: "青****", Phone: "+86138****5678", Email: "z****@example.com"},
		FactsAsOf: &read, Blockers: f.blockers,
	}, nil
}

func (f *fakeCustomers) Accept(_ context.Context, cmd models.Command, _, version, _ string) (models.Result[models.AcceptanceView], error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.commands, f.versions = append(f.commands, cmd), append(f.versions, version)
	if f.accept != nil {
		return models.Result[models.AcceptanceView]{}, f.accept
	}
	view, replayed := f.acceptance[cmd.IdempotencyKey]
	if !replayed {
		id := uuid.New()
		view.Acceptance = models.Acceptance{
			Process:  models.Process{ID: id, State: f.state, StateSince: noon, Reference: "ACC-7F3K9-QX2AB"},
			GiveUpAt: noon.Add(time.Hour), FailureCodes: f.codes,
		}
		f.acceptance[cmd.IdempotencyKey] = view
	}
	return models.Result[models.AcceptanceView]{Value: view, Replayed: replayed}, nil
}

func (f *fakeCustomers) Result(_ context.Context, p models.Principal, id uuid.UUID) (models.AcceptanceView, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, view := range f.acceptance {
		if view.ID == id && p.Org == pageCustomer {
			return view, nil
		}
	}
	return models.AcceptanceView{}, models.ErrNotFound
}

// provider is an identity provider that signs everybody in as the customer at
// once. spoil changes what it says.
type provider struct {
	t          *testing.T
	server     *httptest.Server
	key        *ecdsa.PrivateKey
	challenges map[string]url.Values // by code
	spoil      func(claims map[string]any)
	refuse     string // error instead of a code
	asked      url.Values
}

func newProvider(t *testing.T) *provider {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	p := &provider{t: t, key: key, challenges: map[string]url.Values{}, spoil: func(map[string]any) {}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		p.answer(w, map[string]any{
			"issuer": p.server.URL, "authorization_endpoint": p.server.URL + "/authorize",
			"token_endpoint": p.server.URL + "/token", "jwks_uri": p.server.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"ES256"},
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		p.answer(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "1", Algorithm: "ES256", Use: "sig"}}})
	})
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	p.server = httptest.NewServer(mux)
	t.Cleanup(p.server.Close)
	return p
}

func (p *provider) answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(value); err != nil {
		p.t.Error(err)
	}
}

func (p *provider) authorize(w http.ResponseWriter, r *http.Request) {
	p.asked = r.URL.Query()
	back := url.Values{"state": {p.asked.Get("state")}, "iss": {p.server.URL}}
	if p.refuse != "" {
		back.Set("error", p.refuse)
	} else {
		code := rand.Text()
		p.challenges[code] = p.asked
		back.Set("code", code)
	}
	http.Redirect(w, r, p.asked.Get("redirect_uri")+"?"+back.Encode(), http.StatusSeeOther)
}

func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	asked, known := p.challenges[r.FormValue("code")]
	delete(p.challenges, r.FormValue("code"))
	if !known || challengeOf(r.FormValue("code_verifier")) != asked.Get("code_challenge") {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"error":"invalid_grant"}`)
		return
	}
	claims := map[string]any{
		"iss": p.server.URL, "sub": pageCustomer.String(), "aud": "partnercenter", "nonce": asked.Get("nonce"),
		"iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix(),
	}
	p.spoil(claims)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: p.key, KeyID: "1"}}, nil)
	if err != nil {
		p.t.Error(err)
	}
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		p.t.Error(err)
	}
	p.answer(w, map[string]any{"access_token": "unused", "token_type": "Bearer", "id_token": token})
}

func challengeOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// site is the pages on a server of their own, with all that they logged.
type site struct {
	pages    *Pages
	server   *httptest.Server
	provider *provider
	log      *bytes.Buffer
}

func newSite(t *testing.T, customers CustomerSide) *site {
	t.Helper()
	s := &site{provider: newProvider(t), log: &bytes.Buffer{}}
	e := echo.New()
	e.Use(identify, (&server{}).harden)
	s.server = httptest.NewServer(e)
	t.Cleanup(s.server.Close)
	pages, err := NewPages(PagesDeps{
		Customers:  customers,
		SignIn:     SignInConfig{Issuer: s.provider.server.URL, ClientID: "partnercenter", ClientSecret: "secret"},
		SessionKey: bytes.Repeat([]byte{7}, 32),
		PublicURL:  s.server.URL,
		Titles:     ruleTitles,
		Logger:     slog.New(slog.NewJSONHandler(s.log, nil)),
	})
	require.NoError(t, err)
	pages.Register(e)
	s.pages = pages
	return s
}

func ruleTitles(code, language string) (string, bool) {
	title, ok := rules.Titles[code]
	if language == "en" {
		return title.En, ok
	}
	return title.ZhCN, ok
}

// reader is a browser without JavaScript.
type reader struct {
	t      *testing.T
	site   *site
	client *http.Client
}

func (s *site) newReader(t *testing.T) *reader {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	return &reader{t: t, site: s, client: &http.Client{Jar: jar}}
}

// sheet is a page that the reader has before him.
type sheet struct {
	status int
	url    *url.URL
	header http.Header
	body   string
	root   *html.Node
}

func (r *reader) do(method, address string, form url.Values, header ...string) sheet {
	r.t.Helper()
	target, err := url.Parse(r.site.server.URL)
	require.NoError(r.t, err)
	target, err = target.Parse(address)
	require.NoError(r.t, err)
	request, err := http.NewRequestWithContext(r.t.Context(), method, target.String(), strings.NewReader(form.Encode()))
	require.NoError(r.t, err)
	request.Header.Set("Accept-Language", "en")
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for n := 0; n < len(header); n += 2 {
		request.Header.Set(header[n], header[n+1])
	}
	response, err := r.client.Do(request)
	require.NoError(r.t, err)
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	require.NoError(r.t, err)
	root, err := html.Parse(bytes.NewReader(body))
	require.NoError(r.t, err)
	return sheet{status: response.StatusCode, url: response.Request.URL, header: response.Header, body: string(body), root: root}
}

func (r *reader) open(address string, header ...string) sheet {
	r.t.Helper()
	return r.do(http.MethodGet, address, nil, header...)
}

// submit sends the form whose action ends so, with what it holds and the given
// changes; an empty value leaves the field out.
func (r *reader) submit(on sheet, action string, changes ...string) sheet {
	r.t.Helper()
	form := find(on.root, func(n *html.Node) bool {
		address, _, _ := strings.Cut(attribute(n, "action"), "?")
		return n.Data == "form" && strings.HasSuffix(address, action)
	})
	require.NotNil(r.t, form, "form %s in %s", action, on.body)
	values := url.Values{}
	for n := range form.Descendants() {
		if n.Data == "input" && attribute(n, "type") == "hidden" {
			values.Set(attribute(n, "name"), attribute(n, "value"))
		}
	}
	for n := 0; n < len(changes); n += 2 {
		values.Set(changes[n], changes[n+1])
	}
	return r.do(http.MethodPost, attribute(form, "action"), values)
}

func find(root *html.Node, match func(*html.Node) bool) *html.Node {
	for n := range root.Descendants() {
		if match(n) {
			return n
		}
	}
	return nil
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// signIn goes from the invitation to the consent page.
func (r *reader) signIn() sheet {
	r.t.Helper()
	consent := r.submit(r.open("/i/"+pageCode), "/sign-in", "action", "sign_in")
	require.Equal(r.t, "/i/"+pageCode+"/consent", consent.url.Path, consent.body)
	return consent
}

// The whole way of a customer in resale mode: invitation, sign-in, notice,
// consent, result.
func TestACustomerReadsSignsInConsentsAndIsAssociated(t *testing.T) {
	customers := newFakeCustomers(models.Resale)
	site := newSite(t, customers)
	customer := site.newReader(t)

	invitation := customer.open("/i/" + pageCode)
	require.Equal(t, http.StatusOK, invitation.status)
	require.Contains(t, invitation.body, "云启科技有限公司 invites you")
	require.Contains(t, invitation.body, "8 December 2026, 00:30 (Asia/Shanghai, UTC&#43;08:00)")

	consent := customer.submit(invitation, "/sign-in", "action", "sign_in")
	require.Equal(t, "/i/"+pageCode+"/consent", consent.url.Path)
	require.Contains(t, consent.body, "138****5678")
	require.Contains(t, consent.body, "30 November 2026, 09:00")
	require.Contains(t, consent.body, "The partner issues your invoices.")
	require.Equal(t, "S256", site.provider.asked.Get("code_challenge_method"))
	require.Equal(t, "en", site.provider.asked.Get("ui_locales"))
	require.Empty(t, site.provider.asked.Get("prompt"))

	result := customer.submit(consent, "/accept", "notice", "read")
	require.Equal(t, http.StatusOK, result.status)
	require.Regexp(t, "^/i/"+pageCode+"/result/[0-9a-f-]{36}$", result.url.Path)
	require.Contains(t, result.body, "You are associated")
	require.Contains(t, result.body, "ACC-7F3K9-QX2AB")

	require.Equal(t, []string{"1"}, customers.versions)
	command := customers.commands[0]
	require.Equal(t, pageCustomer, command.Principal.Org)
	require.Equal(t, models.SideCustomer, command.Principal.Side)
	require.NotEmpty(t, command.RequestID)
	require.Regexp(t, "^[!-~]{1,64}$", command.IdempotencyKey)
	require.NotContains(t, site.log.String(), pageCode)
}

// In consultant mode there is no notice, and nothing to tick.
func TestReferralNeedsNoNotice(t *testing.T) {
	customers := newFakeCustomers(models.Consultant)
	customer := newSite(t, customers).newReader(t)
	consent := customer.signIn()
	require.NotContains(t, consent.body, "checkbox")
	require.Contains(t, customer.submit(consent, "/accept").body, "You are associated")
	require.Equal(t, []string{""}, customers.versions)
}

// Without the tick the form comes back with what is missing; nothing is asked of
// the programme.
func TestResaleNeedsTheTick(t *testing.T) {
	customers := newFakeCustomers(models.Resale)
	customer := newSite(t, customers).newReader(t)
	again := customer.submit(customer.signIn(), "/accept")
	require.Equal(t, http.StatusUnprocessableEntity, again.status)
	require.Contains(t, again.body, "Please read the notice and tick the box")
	require.Empty(t, customers.commands)
	require.Contains(t, customer.submit(again, "/accept", "notice", "read").body, "You are associated")
}

// A notice that was replaced while it was being read is shown anew, and does not
// use the invitation up.
func TestAReplacedNoticeIsShownAnew(t *testing.T) {
	customers := newFakeCustomers(models.Resale)
	customer := newSite(t, customers).newReader(t)
	again := customer.submit(customer.signIn(), "/accept", "notice", "read", "notice_version", "0")
	require.Equal(t, http.StatusUnprocessableEntity, again.status)
	require.Contains(t, again.body, "Please read the notice")
	require.Empty(t, customers.commands)
}

// A version of the notice that has no text cannot be agreed to.
func TestANoticeWithoutATextIsNotAgreedTo(t *testing.T) {
	customers := newFakeCustomers(models.Resale)
	customers.view.NoticeVersion = "../layout"
	customer := newSite(t, customers).newReader(t)
	page := customer.submit(customer.open("/i/"+pageCode), "/sign-in")
	require.Equal(t, http.StatusInternalServerError, page.status)
	require.NotContains(t, page.body, "accept")
}

// A form sent twice is one consent with one result; a form opened anew is another.
func TestAFormSentTwiceIsOneConsent(t *testing.T) {
	customers := newFakeCustomers(models.Consultant)
	customer := newSite(t, customers).newReader(t)
	consent := customer.signIn()
	first, second := customer.submit(consent, "/accept"), customer.submit(consent, "/accept")
	require.Equal(t, first.url.Path, second.url.Path)
	require.Len(t, customers.acceptance, 1)
	require.Equal(t, customers.commands[0].Fingerprint, customers.commands[1].Fingerprint)

	other := customer.open("/i/" + pageCode + "/consent")
	require.NotEqual(t, first.url.Path, customer.submit(other, "/accept").url.Path)
}

// A form belongs to the session it was made in: neither another customer's nor a
// made-up token is taken.
func TestAFormOfAnotherSessionIsRefused(t *testing.T) {
	customers := newFakeCustomers(models.Consultant)
	site := newSite(t, customers)
	mine, theirs := site.newReader(t), site.newReader(t)
	consent := theirs.signIn()
	mine.signIn()
	for _, token := range []string{tokenOn(consent), "", "a.b", "nonce." + strings.Repeat("A", 22)} {
		for _, action := range []string{"/accept", "/sign-out"} {
			refused := mine.do(http.MethodPost, "/i/"+pageCode+action, url.Values{"token": {token}})
			require.Equal(t, http.StatusForbidden, refused.status)
			require.Contains(t, refused.body, "out of date")
		}
	}
	require.Empty(t, customers.commands)
}

func tokenOn(page sheet) string {
	return attribute(find(page.root, func(n *html.Node) bool { return attribute(n, "name") == "token" }), "value")
}

// Who is not signed in for this code is shown the invitation, whatever was asked.
func TestPagesBehindTheSignInLeadBackToTheInvitation(t *testing.T) {
	customers := newFakeCustomers(models.Consultant)
	site := newSite(t, customers)
	late := site.newReader(t)
	consent := late.signIn()
	signedOut := site.newReader(t)
	out := site.newReader(t)
	out.submit(out.signIn(), "/sign-out")
	site.pages.now = func() time.Time { return time.Now().Add(sessionLife) }

	result := "/i/" + pageCode + "/result/" + uuid.NewString()
	for _, reader := range []*reader{signedOut, late, out} {
		for _, page := range []sheet{
			reader.open("/i/" + pageCode + "/consent"), reader.open(result),
			reader.do(http.MethodPost, "/i/"+pageCode+"/accept", url.Values{"token": {tokenOn(consent)}}),
			reader.do(http.MethodPost, "/i/"+pageCode+"/sign-out", url.Values{"token": {tokenOn(consent)}}),
		} {
			require.Equal(t, http.StatusOK, page.status)
			require.Equal(t, "/i/"+pageCode, page.url.Path)
		}
	}
	require.Empty(t, customers.commands)
}

// A session is for one code: another invitation asks to sign in again.
func TestASessionIsForOneCode(t *testing.T) {
	customer := newSite(t, newFakeCustomers(models.Consultant)).newReader(t)
	customer.signIn()
	other := customer.open("/i/" + strings.Repeat("a", 32) + "/consent")
	require.Equal(t, "/i/"+strings.Repeat("a", 32), other.url.Path)
	require.Equal(t, http.StatusNotFound, other.status)
}

// A result is shown to the customer whose it is.
func TestAForeignResultIsNotFound(t *testing.T) {
	customer := newSite(t, newFakeCustomers(models.Consultant)).newReader(t)
	customer.signIn()
	for _, id := range []string{uuid.NewString(), "1"} {
		require.Equal(t, http.StatusNotFound, customer.open("/i/"+pageCode+"/result/"+id).status)
	}
}

// Every cause is told with what to do about it, in both languages.
func TestAFailedAssociationTellsEveryCause(t *testing.T) {
	customers := newFakeCustomers(models.Consultant)
	customers.state, customers.codes = models.AcceptanceFailed, []string{rules.InArrears, rules.CustomerIsPartner}
	customer := newSite(t, customers).newReader(t)
	failed := customer.submit(customer.signIn(), "/accept")
	require.Contains(t, failed.body, "The association failed")
	require.Contains(t, failed.body, "Your account is in arrears.")
	require.Contains(t, failed.body, "Top up your account first.")
	require.Contains(t, failed.body, "Your account is a partner or is applying to become one.")
	require.Contains(t, failed.body, "you can try again")

	customers.view.Blockers = []models.Blocker{{Code: rules.InvitationCodeUsed}}
	chinese := customer.open(failed.url.Path + "?lang=zh-CN")
	require.Contains(t, chinese.body, `<html lang="zh-CN">`)
	require.Contains(t, chinese.body, "您的账号欠费")
	require.Contains(t, chinese.body, "请联系该伙伴重新发送邀请")
}

// While the account is being checked the page comes back by itself, also
// without JavaScript, and stops when the check is over.
func TestACheckThatTakesLongerRefreshesItself(t *testing.T) {
	customers := newFakeCustomers(models.Consultant)
	customers.state = models.AcceptanceChecking
	customer := newSite(t, customers).newReader(t)
	checking := customer.submit(customer.signIn(), "/accept")
	refresh := func(n *html.Node) bool { return attribute(n, "http-equiv") == "refresh" }
	require.NotNil(t, find(checking.root, refresh))
	require.Contains(t, checking.body, "Checking your account")

	for key, view := range customers.acceptance {
		view.State = models.AcceptanceAssociated
		customers.acceptance[key] = view
	}
	require.Nil(t, find(customer.open(checking.url.Path).root, refresh))
}

// A closed way shows why, and offers nothing.
func TestAClosedWaySaysWhy(t *testing.T) {
	for code, status := range map[string]int{
		rules.InvitationExpired: http.StatusGone, rules.InvitationUsed: http.StatusGone, rules.InvitationCodeUsed: http.StatusGone,
		rules.InvitationCancelled: http.StatusGone, rules.LinkRevoked: http.StatusGone,
		rules.PartnerFrozen: http.StatusConflict, rules.PrepaidPartnerResale: http.StatusConflict,
	} {
		customers := newFakeCustomers(models.Resale)
		customers.view.Blockers = []models.Blocker{{Code: code}}
		site := newSite(t, customers)
		reader := site.newReader(t)
		for _, page := range []sheet{
			reader.open("/i/" + pageCode),
			reader.do(http.MethodPost, "/i/"+pageCode+"/sign-in", nil),
		} {
			require.Equal(t, status, page.status, code)
			require.NotContains(t, page.body, "<form")
			require.Contains(t, page.body, html.EscapeString(english.Advice[code]))
		}
		require.Empty(t, site.provider.asked)
	}
}

func TestAnUnknownCodeIsNotFound(t *testing.T) {
	reader := newSite(t, newFakeCustomers(models.Resale)).newReader(t)
	for _, code := range []string{"preview", strings.Repeat("a", 32), "%00", "%ff%2f..", "a%22%3E%3Cscript%3E"} {
		page := reader.open("/i/" + code)
		require.Equal(t, http.StatusNotFound, page.status)
		require.Contains(t, page.body, "The invitation link does not exist.")
		require.NotContains(t, page.body, "<script")
	}
}

// What stands against the account is shown before the consent, instead of it.
func TestCausesInTheAccountStandInFrontOfTheConsent(t *testing.T) {
	customers := newFakeCustomers(models.Resale)
	customers.blockers = []models.Blocker{{Code: rules.OwedInvoices}}
	consent := newSite(t, customers).newReader(t).signIn()
	require.Contains(t, consent.body, "Your account owes invoices.")
	require.Nil(t, find(consent.root, func(n *html.Node) bool { return strings.HasSuffix(attribute(n, "action"), "/accept") }))
	require.NotContains(t, consent.body, "Agree and associate")
}

// What the programme refuses or cannot do is a page, never an internal text.
func TestWhatTheProgrammeRefusesIsAPage(t *testing.T) {
	for name, c := range map[string]struct {
		err    error
		status int
		text   string
	}{
		"refused":       {&models.Refusal{Blockers: []models.Blocker{{Code: rules.InvitationExpired}}}, http.StatusConflict, "The invitation link has expired."},
		"gone":          {models.ErrNotFound, http.StatusNotFound, "does not exist"},
		"in progress":   {models.ErrInProgress, http.StatusConflict, "is being processed"},
		"another form":  {models.ErrIdempotencyMismatch, http.StatusForbidden, "out of date"},
		"engine silent": {models.ErrUnavailable, http.StatusServiceUnavailable, "not available"},
		"too slow":      {context.DeadlineExceeded, http.StatusServiceUnavailable, "not available"},
		"defect":        {errors.New("relation does not exist"), http.StatusInternalServerError, "unexpected"},
	} {
		t.Run(name, func(t *testing.T) {
			customers := newFakeCustomers(models.Consultant)
			customers.accept = c.err
			site := newSite(t, customers)
			customer := site.newReader(t)
			page := customer.submit(customer.signIn(), "/accept")
			require.Equal(t, c.status, page.status)
			require.Contains(t, page.body, c.text)
			require.NotContains(t, page.body, "relation")
			require.NotContains(t, site.log.String(), pageCode)
		})
	}
}

// An account whose facts cannot be read, or are not there yet, is not let in and
// not refused for good.
func TestASilentDirectoryIsNoRefusal(t *testing.T) {
	for err, text := range map[error]string{models.ErrUnavailable: "not available now", models.ErrNotFound: "not ready yet"} {
		customers := newFakeCustomers(models.Consultant)
		customers.signIn = err
		reader := newSite(t, customers).newReader(t)
		page := reader.submit(reader.open("/i/"+pageCode), "/sign-in")
		require.Equal(t, http.StatusServiceUnavailable, page.status)
		require.Contains(t, page.body, text)
		require.Equal(t, "/i/"+pageCode, reader.open("/i/"+pageCode+"/consent").url.Path)
	}
}

func TestTheRegisterButtonAsksForANewAccount(t *testing.T) {
	site := newSite(t, newFakeCustomers(models.Consultant))
	reader := site.newReader(t)
	reader.submit(reader.open("/i/"+pageCode), "/sign-in", "action", "register")
	require.Equal(t, "create", site.provider.asked.Get("prompt"))
}

// Who cancels at the identity provider is back at the invitation.
func TestACancelledSignInLeadsBack(t *testing.T) {
	site := newSite(t, newFakeCustomers(models.Consultant))
	site.provider.refuse = "access_denied"
	reader := site.newReader(t)
	page := reader.submit(reader.open("/i/"+pageCode+"?lang=zh-CN"), "/sign-in")
	require.Equal(t, http.StatusOK, page.status)
	require.Equal(t, "/i/"+pageCode, page.url.Path)
	require.Contains(t, page.body, `<html lang="zh-CN">`)
}

// Only the answer to a sign-in that this browser began, within its time, and
// signed by the provider for us, opens a session.
func TestAnswersOfTheIdentityProviderAreJudged(t *testing.T) {
	for name, c := range map[string]struct {
		spoil  func(*site, *reader)
		status int
	}{
		"other nonce":    {claim("nonce", "another"), http.StatusBadRequest},
		"other audience": {claim("aud", "somebody"), http.StatusInternalServerError},
		"other issuer":   {claim("iss", "https://elsewhere.example.com"), http.StatusInternalServerError},
		"ended":          {claim("exp", 1), http.StatusInternalServerError},
		"no account":     {claim("sub", "somebody"), http.StatusInternalServerError},
		"too late": {func(s *site, _ *reader) {
			begun := time.Now()
			calls := 0
			s.pages.now = func() time.Time { calls++; return begun.Add(time.Duration(calls-1) * signInLife) }
		}, http.StatusBadRequest},
		"provider away": {func(s *site, _ *reader) { s.provider.server.Close() }, http.StatusServiceUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t, newFakeCustomers(models.Consultant))
			reader := site.newReader(t)
			invitation := reader.open("/i/" + pageCode)
			c.spoil(site, reader)
			require.Equal(t, c.status, reader.submit(invitation, "/sign-in").status)
			require.Equal(t, "/i/"+pageCode, reader.open("/i/"+pageCode+"/consent").url.Path)
			require.NotContains(t, site.log.String(), pageCode)
		})
	}
}

func claim(name string, value any) func(*site, *reader) {
	return func(s *site, _ *reader) { s.provider.spoil = func(claims map[string]any) { claims[name] = value } }
}

func TestACallbackThatNobodyAskedForIsRefused(t *testing.T) {
	site := newSite(t, newFakeCustomers(models.Consultant))
	reader := site.newReader(t)
	require.Equal(t, http.StatusBadRequest, reader.open("/i/callback?code=x&state=y").status)

	// Begun, but answered with somebody else's state or as another provider.
	for _, answer := range []string{"code=x&state=y", "code=x&state=STATE&iss=https%3A%2F%2Felsewhere.example.com", "code=x&state=STATE"} {
		reader.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		begun := reader.submit(reader.open("/i/"+pageCode), "/sign-in")
		address, err := url.Parse(begun.header.Get("Location"))
		require.NoError(t, err)
		answer = strings.ReplaceAll(answer, "STATE", address.Query().Get("state"))
		require.Equal(t, http.StatusBadRequest, reader.open("/i/callback?"+answer).status)
	}
}

// Every page keeps itself out of caches, frames, search engines and referrers,
// loads nothing but its style, and runs nothing.
func TestEveryPageIsProtected(t *testing.T) {
	customers := newFakeCustomers(models.Resale)
	site := newSite(t, customers)
	customer := site.newReader(t)
	consent := customer.signIn()
	pages := map[string]sheet{
		"invitation": customer.open("/i/" + pageCode),
		"consent":    consent,
		"result":     customer.submit(consent, "/accept", "notice", "read"),
		"unknown":    customer.open("/i/unknown"),
		"callback":   customer.open("/i/callback"),
	}
	for name, page := range pages {
		t.Run(name, func(t *testing.T) {
			policy := page.header.Get("Content-Security-Policy")
			require.Contains(t, policy, "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'")
			require.Contains(t, policy, "frame-ancestors 'none'")
			require.Equal(t, name == "invitation", strings.Contains(policy, site.provider.server.URL))
			require.Equal(t, "no-referrer", page.header.Get("Referrer-Policy"))
			require.Equal(t, "nosniff", page.header.Get("X-Content-Type-Options"))
			require.Equal(t, "no-store", page.header.Get("Cache-Control"))
			require.Contains(t, page.header.Get("X-Robots-Tag"), "noindex")
			require.NotContains(t, page.body, "<script")
			require.NotContains(t, page.body, "style=")
			require.NotContains(t, page.body, "ZgotmplZ")
		})
	}
}

// Cookies hold nothing that can be read, and belong to these pages only.
func TestCookiesAreSealed(t *testing.T) {
	site := newSite(t, newFakeCustomers(models.Consultant))
	reader := site.newReader(t)
	reader.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	begun := reader.submit(reader.open("/i/"+pageCode), "/sign-in")
	cookie, err := http.ParseSetCookie(begun.header.Get("Set-Cookie"))
	require.NoError(t, err)
	require.True(t, cookie.HttpOnly)
	require.False(t, cookie.Secure)
	require.Equal(t, http.SameSiteLaxMode, cookie.SameSite)
	require.Equal(t, "/i", cookie.Path)
	require.Equal(t, 600, cookie.MaxAge)
	require.True(t, (&Pages{secure: true}).cookie("x", 1).Secure)

	var opened signIn
	require.NoError(t, site.pages.sealer.open(signInCookie, cookie.Value, &opened))
	require.Equal(t, pageCode, opened.Code)
	require.ErrorIs(t, site.pages.sealer.open(sessionCookie, cookie.Value, &opened), errCookie)
	other := "A"
	if cookie.Value[:1] == other {
		other = "B"
	}
	for _, forged := range []string{"", "%", "AAAA", other + cookie.Value[1:], cookie.Value[:len(cookie.Value)-4]} {
		require.ErrorIs(t, site.pages.sealer.open(signInCookie, forged, &opened), errCookie)
	}
}

// Mail scanners follow links: GET and HEAD ask the programme for nothing that
// changes anything, and HEAD has no body.
func TestHeadAnswersLikeGetWithoutABody(t *testing.T) {
	customers := newFakeCustomers(models.Consultant)
	site := newSite(t, customers)
	reader := site.newReader(t)
	page := reader.do(http.MethodHead, "/i/"+pageCode, nil)
	require.Equal(t, http.StatusOK, page.status)
	require.Empty(t, page.body)
	require.Empty(t, page.header.Values("Set-Cookie"))
	require.Empty(t, reader.open("/i/"+pageCode).header.Values("Set-Cookie"))
	require.Empty(t, site.provider.asked)
	require.Empty(t, customers.commands)
}

// The language is the one that was chosen, else the browser's, else the
// invitation's; a chosen one stays for all pages that follow.
func TestTheLanguageIsTheReaders(t *testing.T) {
	customers := newFakeCustomers(models.Consultant)
	customers.view.Locale = "en"
	customer := newSite(t, customers).newReader(t)
	require.Contains(t, customer.open("/i/"+pageCode, "Accept-Language", "zh-TW,zh;q=0.9").body, `<html lang="zh-CN">`)
	require.Contains(t, customer.open("/i/"+pageCode, "Accept-Language", "").body, `<html lang="en">`)

	chosen := customer.open("/i/" + pageCode + "?lang=zh-CN")
	require.Contains(t, chosen.body, `<html lang="zh-CN">`)
	consent := customer.submit(chosen, "/sign-in")
	require.Contains(t, consent.body, `<html lang="zh-CN">`)
	require.Contains(t, customer.submit(consent, "/accept").body, "关联成功")
}

// Every text is there in both languages, for the same codes, and every code is
// one of the rules'.
func TestTextsAreCompleteInBothLanguages(t *testing.T) {
	for _, words := range []texts{chinese, english} {
		value := reflect.ValueOf(words)
		for n := range value.NumField() {
			require.False(t, value.Field(n).IsZero(), "%s: %s", words.Language, value.Type().Field(n).Name)
		}
		require.Len(t, words.Troubles, int(troubleInternal)+1)
		for code, advice := range words.Advice {
			require.Contains(t, rules.Titles, code)
			require.NotEmpty(t, advice)
			require.NotEmpty(t, english.Advice[code])
			require.NotEmpty(t, chinese.Advice[code])
		}
		for code := range words.Titles {
			require.Contains(t, words.Advice, code)
			require.NotEmpty(t, english.Titles[code])
			require.NotEmpty(t, chinese.Titles[code])
		}
	}
	require.Len(t, english.Advice, len(chinese.Advice))
	require.Len(t, english.Titles, len(chinese.Titles))
}

// The default notice has its text in every language.
func TestTheNoticeInForceHasATextInEveryLanguage(t *testing.T) {
	versions, err := NoticeVersions()
	require.NoError(t, err)
	for _, site := range []models.Site{models.SiteCN, models.SiteIntl, models.SiteEU} {
		policy, err := models.DefaultPolicy(site)
		require.NoError(t, err)
		require.Contains(t, versions, policy.Association.NoticeVersion)
		for _, tag := range languages {
			text, err := notice(policy.Association.NoticeVersion, tag.String())
			require.NoError(t, err)
			require.NotEmpty(t, text)
		}
	}
}

// Whatever a customer's attempt can fail for, the page says what to do about it.
func TestEveryCauseOfAFailedAcceptanceHasItsAdvice(t *testing.T) {
	policy, err := models.DefaultPolicy(models.SiteCN)
	require.NoError(t, err)
	now := noon
	account := models.AccountFacts{
		Site: models.SiteIntl, RegisteredAt: now.AddDate(-1, 0, 0), ConsumerCloudUser: true, InternalAccount: true, HasCashConsumption: true,
		RegisteredByVendor: true, Contracts: []models.Contract{models.ContractDirectSpecialPrice}, IndependentAccountingMember: true,
		MasterWithIndependent: true, RewardProgramme: models.ProgrammeJoined, SubsidyProgramme: models.ProgrammeJoining,
		PartnerStatus: models.PartnerYes, InArrears: true, OwedInvoices: true, UnexpiredReservedInstances: true,
		StoredValueCardBalance: true, TopUpBonusBalance: true,
	}
	decided := rules.Accept(rules.AcceptanceFacts{
		Way:     rules.Way{Link: &rules.LinkWay{State: models.LinkActive}},
		Partner: rules.PartnerFacts{Frozen: true, Prepaid: true, Site: models.SiteCN}, AssociationType: models.Resale,
		CustomerTaken: true, OwnAssociated: true, Account: rules.Account{Facts: &account, AsOf: now}, GiveUpAt: now.Add(time.Hour),
	}, policy, now)
	require.Greater(t, len(decided.Blockers), 20)
	for _, blocker := range decided.Blockers {
		require.Contains(t, english.Advice, blocker.Code)
	}
}
