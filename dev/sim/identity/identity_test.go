package identity_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"

	"partnercenter/dev/sim/clock"
	"partnercenter/dev/sim/directory"
	"partnercenter/dev/sim/identity"
	"partnercenter/dev/sim/sms"
)

const (
	redirectURI = "http://127.0.0.1:8080/customer/callback"
	phone       = "+8613800138000"
	password    = "Aurora#2026"
)

// world is an identity provider with its neighbours, and the product as its client.
type world struct {
	t         *testing.T
	url       string
	business  *clock.Clock
	directory directory.Client
	sms       sms.Client
	provider  *oidc.Provider
	client    oauth2.Config
}

func start(t *testing.T) world {
	t.Helper()
	w := world{t: t, business: new(clock.Clock)}
	texts, err := sms.New(sms.Config{Clock: w.business})
	require.NoError(t, err)
	w.sms = sms.Client{URL: serve(t, func(string) http.Handler { return texts.Handler() })}
	customers, err := directory.New(directory.Config{Token: "token", Clock: w.business})
	require.NoError(t, err)
	w.directory = directory.Client{URL: serve(t, func(string) http.Handler { return customers.Handler() }), Token: "token"}
	w.url = serve(t, func(address string) http.Handler {
		server, err := identity.New(identity.Config{
			Issuer: address, ClientID: "partnercenter", ClientSecret: "secret/with+signs", RedirectURIs: []string{redirectURI, "https://partner.example/callback"},
			Directory: w.directory, SMS: w.sms, Clock: w.business,
		})
		require.NoError(t, err)
		return server.Handler()
	})
	w.provider, err = oidc.NewProvider(t.Context(), w.url)
	require.NoError(t, err)
	w.client = oauth2.Config{
		ClientID: "partnercenter", ClientSecret: "secret/with+signs", RedirectURL: redirectURI,
		Endpoint: w.provider.Endpoint(), Scopes: []string{oidc.ScopeOpenID, "profile", "email", "phone"},
	}
	return w
}

func serve(t *testing.T, handler func(url string) http.Handler) string {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	address := "http://" + server.Listener.Addr().String()
	server.Config.Handler = handler(address)
	server.Start()
	t.Cleanup(server.Close)
	return address
}

// visit is one person's way through the provider.
type visit struct {
	world    world
	verifier string
	page     page
}

func (w world) visit(options ...oauth2.AuthCodeOption) visit {
	w.t.Helper()
	verifier := oauth2.GenerateVerifier()
	options = append(options, oauth2.S256ChallengeOption(verifier), oidc.Nonce("nonce-1"))
	return visit{world: w, verifier: verifier, page: browse(w.t, w.client.AuthCodeURL("state-1", options...), "en")}
}

func create() oauth2.AuthCodeOption { return oauth2.SetAuthURLParam("prompt", "create") }

// code is what the person brings back to the product.
func (w world) code(p page) string {
	w.t.Helper()
	require.NotNil(w.t, p.location, "still at the provider: %s", p.text)
	require.Equal(w.t, redirectURI, strings.Split(p.location.String(), "?")[0])
	answer := p.location.Query()
	require.Equal(w.t, "state-1", answer.Get("state"))
	require.Equal(w.t, w.url, answer.Get("iss"))
	require.NotEmpty(w.t, answer.Get("code"))
	return answer.Get("code")
}

type customer struct {
	Subject           string `json:"sub"`
	Nonce             string `json:"nonce"`
	PreferredUsername string `json:"preferred_username"`
	Name              string `json:"name"`
	PhoneNumber       string `json:"phone_number"`
	Email             string `json:"email"`
}

// arrive exchanges the code and verifies the ID token as the product does.
func (v visit) arrive(p page) customer {
	t := v.world.t
	t.Helper()
	token, err := v.world.client.Exchange(t.Context(), v.world.code(p), oauth2.VerifierOption(v.verifier))
	require.NoError(t, err)
	raw, isString := token.Extra("id_token").(string)
	require.True(t, isString)
	idToken, err := v.world.provider.Verifier(&oidc.Config{ClientID: "partnercenter"}).Verify(t.Context(), raw)
	require.NoError(t, err)
	var claims customer
	require.NoError(t, idToken.Claims(&claims))
	return claims
}

var sixDigits = regexp.MustCompile(`\b[0-9]{6}\b`)

// receivedCode is the newest one sent to the phone.
func (w world) receivedCode(number string) string {
	w.t.Helper()
	messages, err := w.sms.Messages(w.t.Context(), number)
	require.NoError(w.t, err)
	require.NotEmpty(w.t, messages)
	return sixDigits.FindString(messages[len(messages)-1].Text)
}

// filled is a registration that breaks no rule.
func filled(code string) map[string]string {
	return map[string]string{
		"phone": "138 0013 8000", "code": code, "account_name": "aurora-one", "email": "li.na@example.com",
		"company": "极光科技有限公司", "password": password, "user_agreement": "yes", "privacy_policy": "yes",
	}
}

func with(fields map[string]string, name, value string) map[string]string {
	fields[name] = value
	return fields
}

// register takes a new person from the product through both steps of the form.
func (w world) register(fields map[string]string) (visit, page) {
	w.t.Helper()
	v := w.visit(create())
	p := v.page.submit("send_code", map[string]string{"phone": fields["phone"]})
	require.Equal(w.t, http.StatusOK, p.status, p.text)
	fields["code"] = w.receivedCode(fields["phone"])
	return v, p.submit("register", fields)
}

func TestRegister_CreatesTheAccountAndReturnsWithACode(t *testing.T) {
	w := start(t)
	w.business.SetShift(15 * 24 * time.Hour)
	v, p := w.register(filled(""))
	claims := v.arrive(p)

	id, err := uuid.Parse(claims.Subject)
	require.NoError(t, err)
	require.EqualValues(t, 7, id.Version())
	claims.Subject = ""
	require.Equal(t, customer{Nonce: "nonce-1", PreferredUsername: "aurora-one", Name: "极光科技有限公司", PhoneNumber: phone, Email: "li.na@example.com"}, claims)

	record, err := w.directory.Get(t.Context(), id)
	require.NoError(t, err)
	require.WithinDuration(t, time.Now().Add(15*24*time.Hour), record.Facts.RegisteredAt, 5*time.Second)
	fresh := directory.Fresh(id, record.Facts.RegisteredAt)
	fresh.AsOf, fresh.AccountName, fresh.Name, fresh.Phone, fresh.Email = record.AsOf, "aurora-one", "极光科技有限公司", phone, "li.na@example.com"
	require.Equal(t, fresh, record)
}

// A person may come back with name or phone, also while the product is refused the facts.
func TestSignIn_ByAccountNameOrPhone(t *testing.T) {
	w := start(t)
	v, p := w.register(filled(""))
	registered := v.arrive(p).Subject
	w.put("/behaviour", `{"mode":"down"}`)

	for _, login := range []string{"aurora-one", "13800138000", " +86 138-0013-8000 "} {
		v := w.visit()
		require.Equal(t, registered, v.arrive(v.page.submit("sign_in", map[string]string{"login": login, "password": password})).Subject)
	}
	for login, attempt := range map[string]string{"aurora-one": "Aurora#2027", "aurora-two": password, "13900139000": password, "what?": password, "": password} {
		p := w.visit().page.submit("sign_in", map[string]string{"login": login, "password": attempt})
		require.Equal(t, http.StatusUnprocessableEntity, p.status)
		require.Contains(t, p.text, "Account name, phone or password is wrong")
		require.NotContains(t, p.text, attempt)
	}
}

func (w world) put(path, body string) {
	w.t.Helper()
	request, err := http.NewRequestWithContext(w.t.Context(), http.MethodPut, w.directory.URL+path, strings.NewReader(body))
	require.NoError(w.t, err)
	request.Header.Set("Authorization", "Bearer token")
	response, err := http.DefaultClient.Do(request)
	require.NoError(w.t, err)
	require.NoError(w.t, response.Body.Close())
	require.Equal(w.t, http.StatusOK, response.StatusCode)
}

// With several accounts on the phone the password tells which; where it cannot, the person must name one. Source: 1a-14
func TestSignIn_SeveralAccountsOnOnePhone(t *testing.T) {
	w := start(t)
	for name, secret := range map[string]string{"aurora-one": password, "aurora-two": password, "aurora-three": "Borealis#2026"} {
		_, p := w.register(with(with(filled(""), "account_name", name), "password", secret))
		w.code(p)
	}
	v := w.visit()
	require.Equal(t, "aurora-three", v.arrive(v.page.submit("sign_in", map[string]string{"login": phone, "password": "Borealis#2026"})).PreferredUsername)

	v = w.visit()
	p := v.page.submit("sign_in", map[string]string{"login": phone, "password": password})
	require.Contains(t, p.text, "Sign in by account name")
	require.Equal(t, "aurora-two", v.arrive(p.submit("sign_in", map[string]string{"login": "aurora-two", "password": password})).PreferredUsername)
}

func TestSetPassword_LetsAnAccountOfTheDirectorySignIn(t *testing.T) {
	w := start(t)
	account := directory.Fresh(uuid.Must(uuid.NewV7()), time.Now().Add(-30*24*time.Hour))
	account.AccountName = "old-customer"
	require.NoError(t, w.directory.Put(t.Context(), account))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, w.url+"/accounts/"+account.CustomerID.String()+"/password", strings.NewReader(`{"password":"x"}`))
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusNoContent, response.StatusCode)

	v := w.visit()
	require.Equal(t, account.CustomerID.String(), v.arrive(v.page.submit("sign_in", map[string]string{"login": "old-customer", "password": "x"})).Subject)
}

// Source: 2d, 2e, 1d
func TestRegister_RefusesByTheRulesAndSaysWhich(t *testing.T) {
	w := start(t)
	_, p := w.register(filled(""))
	w.code(p)

	for name, c := range map[string]struct {
		field, value string
		codes        []string
	}{
		"wrong code":               {"code", "12345x", []string{"CBC.99000026"}},
		"name taken":               {"account_name", "aurora-one", []string{"CBC.99000038"}},
		"name too short":           {"account_name", "abcd", []string{"CBC.0100"}},
		"reserved name":            {"account_name", "op_aurora", []string{"CBC.0100"}},
		"weak password":            {"password", "aurorabc", []string{"CBC.0100"}},
		"password is the phone":    {"password", "+8613900139000", []string{"CBC.0100"}},
		"no company":               {"company", " ", []string{"CBC.0100"}},
		"no mail address":          {"email", "li.na", []string{"CBC.0100"}},
		"no user agreement":        {"user_agreement", "", []string{"CBC.0100"}},
		"privacy policy not taken": {"privacy_policy", "", []string{"CBC.0100"}},
		"phone and its code":       {"phone", "12", []string{"CBC.0100"}},
	} {
		t.Run(name, func(t *testing.T) {
			fields := with(with(filled(""), "phone", "13900139000"), "account_name", "aurora-two")
			p := w.visit(create()).page.submit("send_code", map[string]string{"phone": fields["phone"]})
			fields["code"] = w.receivedCode("13900139000")
			p = p.submit("register", with(fields, c.field, c.value))
			require.Equal(t, http.StatusUnprocessableEntity, p.status)
			require.Equal(t, c.codes, p.codes())
			require.NotContains(t, p.text, fields["password"], "a password is never sent back")
		})
	}
	accounts, err := w.directory.Accounts(t.Context(), directory.Query{Phone: "13900139000"})
	require.NoError(t, err)
	require.Empty(t, accounts)
}

func TestRegister_NamesAllThatIsWrongAtOnce(t *testing.T) {
	w := start(t)
	p := w.visit(create()).page.submit("register", nil)
	require.Equal(t, http.StatusUnprocessableEntity, p.status)
	require.Equal(t, []string{"CBC.0100", "CBC.0100", "CBC.0100", "CBC.0100", "CBC.0100"}, p.codes())
}

// After a mistake the person keeps the code and what was typed; after success the code is spent.
func TestRegister_TheCodeSurvivesMistakesAndServesOnce(t *testing.T) {
	w := start(t)
	_, p := w.register(filled(""))
	w.code(p)
	v, p := w.register(filled(""))
	require.Equal(t, []string{"CBC.99000038"}, p.codes())
	require.Contains(t, p.text, `value="li.na@example.com"`)

	again := with(filled(w.receivedCode(phone)), "account_name", "aurora-two")
	require.Equal(t, "aurora-two", v.arrive(p.submit("register", again)).PreferredUsername)
	p = w.visit(create()).page.submit("register", with(again, "account_name", "aurora-three"))
	require.Equal(t, []string{"CBC.99000026"}, p.codes())
}

// The code ends at ten minutes of the business clock, to the instant, and a newer one voids it.
func TestRegister_TheCodeExpires(t *testing.T) {
	w := start(t)
	form := w.visit(create()).page.submit("send_code", map[string]string{"phone": phone})
	voided := w.receivedCode(phone)
	for w.receivedCode(phone) == voided { // one in a million draws the same again
		form = form.submit("send_code", map[string]string{"phone": phone})
	}
	require.Equal(t, []string{"CBC.99000026"}, form.submit("register", filled(voided)).codes())

	w.business.SetShift(10 * time.Minute)
	require.Equal(t, []string{"CBC.99000027"}, form.submit("register", filled(w.receivedCode(phone))).codes())
	w.business.SetShift(9 * time.Minute)
	w.code(form.submit("register", filled(w.receivedCode(phone))))
}

// Source: 1d
func TestRegister_OnePhoneHasThreeAccounts(t *testing.T) {
	w := start(t)
	late := w.visit(create()).page.submit("send_code", map[string]string{"phone": phone})
	for i := range 3 {
		_, p := w.register(with(filled(""), "account_name", fmt.Sprintf("aurora-%d", i)))
		w.code(p)
	}
	require.Equal(t, []string{"CBC.99000029"}, late.submit("send_code", map[string]string{"phone": phone}).codes())
}

// Many tabs, each with a request of its own, send one code at once: it opens one account.
func TestRegister_RacersWithOneCodeOpenOneAccount(t *testing.T) {
	w := start(t)
	const racers = 8
	w.visit(create()).page.submit("send_code", map[string]string{"phone": phone})
	code := w.receivedCode(phone)
	statuses := make([]int, racers)
	var all sync.WaitGroup
	for i := range racers {
		request := w.visit(create()).page.url.Query().Get("request")
		values := url.Values{"request": {request}, "action": {"register"}}
		for name, value := range with(filled(code), "account_name", fmt.Sprintf("aurora-%d", i)) {
			values.Set(name, value)
		}
		all.Go(func() { statuses[i] = postForm(t.Context(), w.url+"/register", values) })
	}
	all.Wait()
	counts := map[int]int{}
	for _, status := range statuses {
		counts[status]++
	}
	require.Equal(t, map[int]int{http.StatusSeeOther: 1, http.StatusUnprocessableEntity: racers - 1}, counts)
	accounts, err := w.directory.Accounts(t.Context(), directory.Query{Phone: phone})
	require.NoError(t, err)
	require.Len(t, accounts, 1)
}

// postForm returns the status, 0 for a failure.
func postForm(ctx context.Context, address string, values url.Values) int {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(values.Encode()))
	if err != nil {
		return 0
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return 0
	}
	_ = response.Body.Close()
	return response.StatusCode
}

func TestRegister_WithoutANameGetsARandomOne(t *testing.T) {
	w := start(t)
	v, p := w.register(with(filled(""), "account_name", ""))
	require.Regexp(t, `^hw_[a-z0-9]{12}$`, v.arrive(p).PreferredUsername)
}

func TestPages_SpeakTheReadersLanguage(t *testing.T) {
	w := start(t)
	open := func(acceptLanguage string, options ...oauth2.AuthCodeOption) page {
		options = append(options, create(), oauth2.S256ChallengeOption(oauth2.GenerateVerifier()))
		return browse(t, w.client.AuthCodeURL("state-1", options...), acceptLanguage)
	}
	const chinese, english = "《华为云用户协议》", "HUAWEI CLOUD User Agreement"
	require.Contains(t, open("zh-CN,zh;q=0.9,en;q=0.8").text, chinese)
	require.Contains(t, open("de, en-GB;q=0.8").text, english)
	require.Contains(t, open("de").text, chinese)
	require.Contains(t, open("zh-CN", oauth2.SetAuthURLParam("ui_locales", "fr en")).text, english)
	require.Contains(t, open("en", oauth2.SetAuthURLParam("lang", "zh-CN")).text, chinese)

	inChinese := open("en").follow("中文")
	require.Contains(t, inChinese.text, "《隐私政策说明》")
	require.Contains(t, inChinese.submit("send_code", map[string]string{"phone": "12"}).text, "手机号码格式不正确")
	inChinese.submit("send_code", map[string]string{"phone": phone})
	messages, err := w.sms.Messages(t.Context(), phone)
	require.NoError(t, err)
	require.Contains(t, messages[0].Text, "10 分钟内有效")
	require.Contains(t, inChinese.follow("已有账号?登录").follow("English").text, "Sign in to HUAWEI CLOUD")
}

func TestPages_SayWhenANeighbourIsGone(t *testing.T) {
	w := start(t)
	orphan := serve(t, func(address string) http.Handler {
		server, err := identity.New(identity.Config{
			Issuer: address, ClientID: "partnercenter", ClientSecret: "secret", RedirectURIs: []string{redirectURI},
			Directory: directory.Client{URL: w.directory.URL, Token: "wrong"}, SMS: w.sms,
		})
		require.NoError(t, err)
		return server.Handler()
	})
	client := w.client
	client.Endpoint.AuthURL = orphan + "/authorize"
	p := browse(t, client.AuthCodeURL("s", oauth2.S256ChallengeOption(oauth2.GenerateVerifier())), "en")
	p = p.submit("sign_in", map[string]string{"login": "aurora-one", "password": password})
	require.Equal(t, http.StatusServiceUnavailable, p.status)
	require.Contains(t, p.text, "The system is busy.")
	require.NotContains(t, p.text, "token_invalid", "the cause is not for the page")
}

func TestAuthorize_SendsNobodyToAnUnknownAddress(t *testing.T) {
	w := start(t)
	for name, change := range map[string]oauth2.AuthCodeOption{
		"other path":        oauth2.SetAuthURLParam("redirect_uri", "http://127.0.0.1:8080/other"),
		"other host":        oauth2.SetAuthURLParam("redirect_uri", "http://127.0.0.2:8080/customer/callback"),
		"added query":       oauth2.SetAuthURLParam("redirect_uri", redirectURI+"?x=1"),
		"host with user":    oauth2.SetAuthURLParam("redirect_uri", "http://127.0.0.1:8080@evil.example/customer/callback"),
		"port not loopback": oauth2.SetAuthURLParam("redirect_uri", "https://partner.example:444/callback"),
		"none":              oauth2.SetAuthURLParam("redirect_uri", ""),
		"other client":      oauth2.SetAuthURLParam("client_id", "other"),
	} {
		t.Run(name, func(t *testing.T) {
			p := w.visit(change).page
			require.Equal(t, http.StatusBadRequest, p.status)
			require.Nil(t, p.location)
		})
	}
	p := w.visit(oauth2.SetAuthURLParam("redirect_uri", "http://127.0.0.1:54321/customer/callback")).page
	require.Equal(t, http.StatusOK, p.status, "a loopback address may use any port")
}

func TestAuthorize_ReturnsProtocolErrorsToTheClient(t *testing.T) {
	w := start(t)
	for name, c := range map[string]struct{ parameter, value, code string }{
		"plain challenge":  {"code_challenge_method", "plain", "invalid_request"},
		"no challenge":     {"code_challenge", "", "invalid_request"},
		"implicit flow":    {"response_type", "id_token", "unsupported_response_type"},
		"not OpenID":       {"scope", "profile", "invalid_scope"},
		"fragment":         {"response_mode", "fragment", "invalid_request"},
		"no one signed in": {"prompt", "none", "login_required"},
	} {
		t.Run(name, func(t *testing.T) {
			address, err := url.Parse(w.client.AuthCodeURL("state-1", oauth2.S256ChallengeOption(oauth2.GenerateVerifier())))
			require.NoError(t, err)
			query := address.Query()
			query.Set(c.parameter, c.value)
			address.RawQuery = query.Encode()
			requireError(t, browse(t, address.String(), "en"), c.code)
		})
	}
	twice := w.client.AuthCodeURL("state-1", oauth2.S256ChallengeOption(oauth2.GenerateVerifier())) + "&nonce=a&nonce=b"
	requireError(t, browse(t, twice, "en"), "invalid_request")
	requireError(t, w.visit().page.submit("cancel", nil), "access_denied")
	requireError(t, w.visit(create()).page.submit("cancel", nil), "access_denied")
}

func requireError(t *testing.T, p page, code string) {
	t.Helper()
	require.NotNil(t, p.location, p.text)
	require.Equal(t, code, p.location.Query().Get("error"))
	require.Equal(t, "state-1", p.location.Query().Get("state"))
	require.Empty(t, p.location.Query().Get("code"))
}

// A code is good for one attempt by the client that asked for it.
func TestToken_RefusesCodesThatAreNotTheCallers(t *testing.T) {
	w := start(t)
	_, p := w.register(filled(""))
	w.code(p)
	for name, c := range map[string]struct {
		spoil func(*oauth2.Config, *string)
		code  string
	}{
		"other verifier":     {func(_ *oauth2.Config, verifier *string) { *verifier = oauth2.GenerateVerifier() }, "invalid_grant"},
		"short verifier":     {func(_ *oauth2.Config, verifier *string) { *verifier = "short" }, "invalid_grant"},
		"other redirect URI": {func(c *oauth2.Config, _ *string) { c.RedirectURL = "https://partner.example/callback" }, "invalid_grant"},
		"other secret":       {func(c *oauth2.Config, _ *string) { c.ClientSecret = "guess" }, "invalid_client"},
		"other client":       {func(c *oauth2.Config, _ *string) { c.ClientID = "other" }, "invalid_client"},
	} {
		t.Run(name, func(t *testing.T) {
			v := w.visit()
			code := w.code(v.page.submit("sign_in", map[string]string{"login": "aurora-one", "password": password}))
			client, verifier := w.client, v.verifier
			client.Endpoint.AuthStyle = oauth2.AuthStyleInHeader
			c.spoil(&client, &verifier)
			_, err := client.Exchange(t.Context(), code, oauth2.VerifierOption(verifier))
			requireTokenError(t, err, c.code)
		})
	}
}

func TestToken_TakesACodeOnce(t *testing.T) {
	w := start(t)
	v, p := w.register(filled(""))
	code := w.code(p)
	w.client.Endpoint.AuthStyle = oauth2.AuthStyleInParams
	_, err := w.client.Exchange(t.Context(), code, oauth2.VerifierOption(v.verifier))
	require.NoError(t, err)
	_, err = w.client.Exchange(t.Context(), code, oauth2.VerifierOption(v.verifier))
	requireTokenError(t, err, "invalid_grant")
}

func requireTokenError(t *testing.T, err error, code string) {
	t.Helper()
	var refused *oauth2.RetrieveError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, code, refused.ErrorCode)
}

// The back button after a finished sign-in must not make a second code.
func TestSignIn_AnswersARequestOnce(t *testing.T) {
	w := start(t)
	_, p := w.register(filled(""))
	w.code(p)
	form := w.visit().page
	w.code(form.submit("sign_in", map[string]string{"login": "aurora-one", "password": password}))
	p = form.submit("sign_in", map[string]string{"login": "aurora-one", "password": password})
	require.Equal(t, http.StatusBadRequest, p.status)
	require.Nil(t, p.location)
}

// Another site's page must not sign a browser in as somebody else.
func TestForms_RefuseOtherSites(t *testing.T) {
	w := start(t)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.url+"/sign-in", strings.NewReader("login=a"))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", "http://evil.example")
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusForbidden, response.StatusCode)
}

func TestNew_RefusesAnIncompleteConfiguration(t *testing.T) {
	complete := identity.Config{Issuer: "http://127.0.0.1:1", ClientID: "c", ClientSecret: "s", RedirectURIs: []string{redirectURI}}
	_, err := identity.New(complete)
	require.NoError(t, err)
	for name, spoil := range map[string]func(*identity.Config){
		"issuer":       func(c *identity.Config) { c.Issuer = "" },
		"client":       func(c *identity.Config) { c.ClientID = "" },
		"secret":       func(c *identity.Config) { c.ClientSecret = "" },
		"redirect URI": func(c *identity.Config) { c.RedirectURIs = []string{"/callback"} },
		"validity":     func(c *identity.Config) { c.CodeMinutes = -1 },
	} {
		t.Run(name, func(t *testing.T) {
			config := complete
			spoil(&config)
			_, err := identity.New(config)
			require.Error(t, err)
		})
	}
}
