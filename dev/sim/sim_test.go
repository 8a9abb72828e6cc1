package sim_test

import (
	"fmt"
	"net"
	"net/http"
	"net/smtp"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/sim"
	"partnercenter/dev/sim/directory"
	"partnercenter/dev/sim/internal/web"
	"partnercenter/dev/sim/issuer"
	"partnercenter/dev/sim/mail"
)

func start(t *testing.T, config sim.Config) *sim.Suite {
	t.Helper()
	suite, err := sim.Start(t.Context(), config)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, suite.Close()) })
	return suite
}

func setClock(t *testing.T, suite *sim.Suite, shift time.Duration) {
	t.Helper()
	body := strings.NewReader(fmt.Sprintf(`{"shift_microseconds": %d}`, shift.Microseconds()))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, suite.Endpoints.ControlURL+"/clock", body)
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusOK, response.StatusCode)
}

// One PUT moves facts, mails and messages; tokens stay at real time, or nobody could verify them.
func TestSuite_SharesOneClock(t *testing.T) {
	suite := start(t, sim.Config{})
	const shift = 15 * 24 * time.Hour
	setClock(t, suite, shift)
	moved := time.Now().Add(shift)

	customer := directory.Fresh(uuid.Must(uuid.NewV7()), moved)
	require.NoError(t, suite.Directory().Put(t.Context(), customer))
	record, err := suite.Directory().Get(t.Context(), customer.CustomerID)
	require.NoError(t, err)
	require.WithinDuration(t, moved, record.AsOf, 5*time.Second)

	require.NoError(t, suite.SMS().Send(t.Context(), "13800138000", "text"))
	texts, err := suite.SMS().Messages(t.Context(), "13800138000")
	require.NoError(t, err)
	require.WithinDuration(t, moved, texts[0].SentAt, 5*time.Second)

	require.NoError(t, smtp.SendMail(suite.Endpoints.SMTPAddr, nil, "a@example.com", []string{"b@example.com"}, []byte("Subject: s\r\n\r\ntext\r\n")))
	require.WithinDuration(t, moved, mails(t, suite)[0].ReceivedAt, 5*time.Second)

	raw, err := suite.Issue(issuer.Claims{Subject: "li.na"})
	require.NoError(t, err)
	environment := suite.Endpoints.Environment()
	keys := oidc.NewRemoteKeySet(t.Context(), environment["AUTH_JWKS_URL"])
	token, err := oidc.NewVerifier(environment["AUTH_ISSUER"], keys, &oidc.Config{ClientID: environment["AUTH_AUDIENCE"]}).Verify(t.Context(), raw)
	require.NoError(t, err)
	require.WithinDuration(t, time.Now(), token.IssuedAt, 5*time.Second)
}

func mails(t *testing.T, suite *sim.Suite) []mail.Message {
	t.Helper()
	var answer struct {
		Messages []mail.Message `json:"messages"`
	}
	require.NoError(t, web.Call(t.Context(), nil, http.MethodGet, suite.Endpoints.MailURL+"/api/messages", "", nil, &answer))
	require.Len(t, answer.Messages, 1)
	return answer.Messages
}

// The product's environment leads to the customers' identity provider, and it knows its neighbours.
func TestSuite_EnvironmentFindsTheServers(t *testing.T) {
	suite := start(t, sim.Config{RedirectURIs: []string{"http://127.0.0.1:8080/callback"}, DirectoryToken: "given", ClientID: "shop"})
	environment := suite.Endpoints.Environment()
	require.Equal(t, "given", environment["DIRECTORY_TOKEN"])
	require.Equal(t, "shop", environment["CUSTOMER_OIDC_CLIENT_ID"])
	for name, value := range environment {
		require.NotEmpty(t, value, name)
	}
	_, err := oidc.NewProvider(t.Context(), environment["CUSTOMER_OIDC_ISSUER"])
	require.NoError(t, err)
}

func TestStart_TwoSuitesShareNothing(t *testing.T) {
	one, two := start(t, sim.Config{}), start(t, sim.Config{})
	setClock(t, one, time.Hour)
	require.Zero(t, two.Clock.Shift())
	require.NotEqual(t, one.Endpoints.DirectoryToken, two.Endpoints.DirectoryToken)
	raw, err := one.Issue(issuer.Claims{Subject: "li.na"})
	require.NoError(t, err)
	keys := oidc.NewRemoteKeySet(t.Context(), two.Endpoints.IssuerURL+"/jwks.json")
	_, err = oidc.NewVerifier(one.Endpoints.IssuerURL, keys, &oidc.Config{ClientID: "partnercenter"}).Verify(t.Context(), raw)
	require.ErrorContains(t, err, "failed to verify signature")
}

// A suite that is started again at its addresses is what a killed process comes back as.
func TestClose_GivesTheAddressesBack(t *testing.T) {
	channelSecrets := sim.DrawChannelSecrets()
	suite, err := sim.Start(t.Context(), sim.Config{ChannelSecrets: channelSecrets})
	require.NoError(t, err)
	address := func(url string) string { return strings.TrimPrefix(url, "http://") }
	given := sim.Addresses{
		Issuer: address(suite.Endpoints.IssuerURL), Identity: address(suite.Endpoints.IdentityURL), SMS: address(suite.Endpoints.SMSURL),
		MailHTTP: address(suite.Endpoints.MailURL), MailSMTP: suite.Endpoints.SMTPAddr,
		Directory: address(suite.Endpoints.DirectoryURL), Bank: address(suite.Endpoints.BankURL), Channels: address(suite.Endpoints.ChannelsURL),
		Control: address(suite.Endpoints.ControlURL),
	}
	first := suite.Endpoints
	require.NoError(t, suite.Close())

	again := start(t, sim.Config{
		Addresses: given, DirectoryToken: first.DirectoryToken, ClientSecret: first.IdentityClientSecret, BankToken: first.BankToken, BankSecret: first.BankSecret, ChannelsToken: first.ChannelsToken,
		ChannelSecrets: channelSecrets,
	})
	require.Equal(t, first, again.Endpoints)
	_, err = sim.Start(t.Context(), sim.Config{Addresses: given})
	require.ErrorContains(t, err, "listen for token issuer")
}

// A start that fails on its last address leaves the others free.
func TestStart_OpensAllOrNothing(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, taken.Close()) })
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, free.Close())

	config := sim.Config{Addresses: sim.Addresses{Issuer: free.Addr().String(), Control: taken.Addr().String()}}
	_, err = sim.Start(t.Context(), config)
	require.ErrorContains(t, err, "listen for control")
	config.Addresses.Control = ""
	start(t, config)

	_, err = sim.Start(t.Context(), sim.Config{RedirectURIs: []string{"/relative"}})
	require.ErrorContains(t, err, "redirect URI")
}

func TestMailCatcher_StopsWithSendersHanging(t *testing.T) {
	suite, err := sim.Start(t.Context(), sim.Config{})
	require.NoError(t, err)
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", suite.Endpoints.SMTPAddr)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	client, err := smtp.NewClient(conn, "localhost")
	require.NoError(t, err)
	require.NoError(t, client.Hello("localhost"))
	require.NoError(t, suite.Close())
	require.Error(t, client.Noop())
}
