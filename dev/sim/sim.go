// Package sim starts the simulators of what lies outside the product, each on an address of its own, with one business
// clock for all. The product meets them over HTTP and SMTP only. They keep everything in memory.
package sim

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"partnercenter/dev/sim/bank"
	"partnercenter/dev/sim/channel"
	"partnercenter/dev/sim/clock"
	"partnercenter/dev/sim/directory"
	"partnercenter/dev/sim/identity"
	"partnercenter/dev/sim/issuer"
	"partnercenter/dev/sim/mail"
	"partnercenter/dev/sim/sms"
)

// Addresses are host:port to listen on; empty means a free port of the loopback interface.
type Addresses struct {
	Issuer    string
	Identity  string
	SMS       string
	MailHTTP  string
	MailSMTP  string
	Directory string
	Bank      string
	Channels  string
	// Control serves the clock.
	Control string
}

// Config may be empty but for RedirectURIs, which the customers' sign-in needs (see identity.Config for how they match).
// Empty secrets are drawn, an empty client id is "partnercenter".
type Config struct {
	Addresses      Addresses
	Audience       string
	DirectoryToken string
	BankToken      string
	ChannelsToken  string // for the statement of the payment channels
	// BankSecret signs what the bank calls back to BankCallback; without an address it does not.
	BankSecret   []byte
	BankCallback string
	ClientID     string
	ClientSecret string
	RedirectURIs []string
	// Product is the address of the product that the payment channels call back; ChannelSecrets are what they sign with,
	// by name (default: those of DefaultChannels with secrets that are drawn), ChannelRealm whose money it is (default: sandbox).
	Product        string
	ChannelRealm   string
	ChannelSecrets map[string][]byte
	// CodeMinutes is the validity of SMS verification codes; 0 means 10.
	CodeMinutes int
}

// Endpoints is where a started suite is found, with the secrets its callers need.
type Endpoints struct {
	IssuerURL            string `json:"issuer_url"`
	Audience             string `json:"audience"`
	IdentityURL          string `json:"identity_url"`
	IdentityClientID     string `json:"identity_client_id"`
	IdentityClientSecret string `json:"identity_client_secret"`
	SMSURL               string `json:"sms_url"`
	MailURL              string `json:"mail_url"`
	SMTPAddr             string `json:"smtp_addr"`
	DirectoryURL         string `json:"directory_url"`
	DirectoryToken       string `json:"directory_token"`
	BankURL              string `json:"bank_url"`
	BankToken            string `json:"bank_token"`
	BankSecret           []byte `json:"bank_secret"`
	ChannelsURL          string `json:"channels_url"`
	ChannelsToken        string `json:"channels_token"`
	PaymentChannels      string `json:"payment_channels"`   // as the product is configured with them
	PaymentStatements    string `json:"payment_statements"` // likewise
	ControlURL           string `json:"control_url"`
}

// Environment is what the product must be started with to find the simulators.
func (e Endpoints) Environment() map[string]string {
	return map[string]string{
		"AUTH_ISSUER":                 e.IssuerURL,
		"AUTH_JWKS_URL":               e.IssuerURL + "/jwks.json",
		"AUTH_AUDIENCE":               e.Audience,
		"CUSTOMER_OIDC_ISSUER":        e.IdentityURL,
		"CUSTOMER_OIDC_CLIENT_ID":     e.IdentityClientID,
		"CUSTOMER_OIDC_CLIENT_SECRET": e.IdentityClientSecret,
		"SMTP_ADDR":                   e.SMTPAddr,
		"SMTP_TLS":                    "none",
		"DIRECTORY_URL":               e.DirectoryURL,
		"DIRECTORY_TOKEN":             e.DirectoryToken,
		"BANK_URL":                    e.BankURL,
		"BANK_TOKEN":                  e.BankToken,
		"BANK_SECRET":                 base64.StdEncoding.EncodeToString(e.BankSecret),
		"PAYMENT_CHANNELS":            e.PaymentChannels,
		"PAYMENT_STATEMENTS":          e.PaymentStatements,
	}
}

// Suite is the running simulators.
type Suite struct {
	Endpoints Endpoints
	Clock     *clock.Clock
	// ChannelSecrets are what the payment channels sign with, by name.
	ChannelSecrets map[string][]byte

	issuer    *issuer.Server
	mail      *mail.Server
	channels  *channel.Server
	listeners *listeners
	servers   []*http.Server
	serving   errgroup.Group
}

const (
	defaultAudience = "partnercenter"
	defaultClientID = "partnercenter"
	// DefaultRealm is whose money the payment channels carry.
	DefaultRealm = "sandbox"
	// headerTimeout keeps an idle connection from holding a server for good.
	headerTimeout = 10 * time.Second
)

// Start listens, then builds what listens, because the servers name their own addresses in what they issue.
// The suite runs until Close; ctx bounds the start only.
func Start(ctx context.Context, config Config) (*Suite, error) {
	config = config.withDefaults()
	listening, err := listen(ctx, config.Addresses)
	if err != nil {
		return nil, fmt.Errorf("start simulators: %w", err)
	}
	s := &Suite{Endpoints: config.endpoints(listening), Clock: new(clock.Clock), ChannelSecrets: config.ChannelSecrets, listeners: listening}
	if err := s.serve(config); err != nil {
		return nil, fmt.Errorf("start simulators: %w", errors.Join(err, s.Close()))
	}
	return s, nil
}

func (c Config) withDefaults() Config {
	defaults := []struct {
		field *string
		value string
	}{
		{&c.Audience, defaultAudience},
		{&c.ClientID, defaultClientID},
		{&c.ClientSecret, rand.Text()},
		{&c.DirectoryToken, rand.Text()},
		{&c.BankToken, rand.Text()},
		{&c.ChannelsToken, rand.Text()},
		{&c.ChannelRealm, DefaultRealm},
	}
	for _, d := range defaults {
		if *d.field == "" {
			*d.field = d.value
		}
	}
	if len(c.BankSecret) == 0 {
		c.BankSecret = make([]byte, 32)
		_, _ = rand.Read(c.BankSecret) // never fails
	}
	if c.ChannelSecrets == nil {
		c.ChannelSecrets = DrawChannelSecrets()
	}
	return c
}

// DefaultChannels are the channels that a suite has, with the real system's numbers of their kinds.
var DefaultChannels = map[string]int{"alipay": 1, "bank-transfer": 2, "wechat": 5, "unionpay": 317}

// DrawChannelSecrets are new secrets of the default channels.
func DrawChannelSecrets() map[string][]byte {
	secrets := map[string][]byte{}
	for name := range DefaultChannels {
		secrets[name] = make([]byte, 32)
		_, _ = rand.Read(secrets[name]) // never fails
	}
	return secrets
}

// PaymentChannels is the product's variable of that name.
func PaymentChannels(realm string, secrets map[string][]byte) string {
	var entries []string
	for _, name := range slices.Sorted(maps.Keys(secrets)) {
		entries = append(entries, fmt.Sprintf("%s:%d:%s:%s", name, DefaultChannels[name], realm, base64.StdEncoding.EncodeToString(secrets[name])))
	}
	return strings.Join(entries, ",")
}

// PaymentStatements is the product's variable of that name.
func PaymentStatements(realm, address, token string, secrets map[string][]byte) string {
	var entries []string
	for _, name := range slices.Sorted(maps.Keys(secrets)) {
		entries = append(entries, fmt.Sprintf("%s:%s:%s:%s/statement?channel=%s", name, realm, token, address, name))
	}
	return strings.Join(entries, ",")
}

func (c Config) endpoints(l *listeners) Endpoints {
	url := func(listener net.Listener) string { return "http://" + listener.Addr().String() }
	return Endpoints{
		IssuerURL: url(l.issuer), Audience: c.Audience,
		IdentityURL: url(l.identity), IdentityClientID: c.ClientID, IdentityClientSecret: c.ClientSecret,
		SMSURL: url(l.sms), MailURL: url(l.mailHTTP), SMTPAddr: l.mailSMTP.Addr().String(),
		DirectoryURL: url(l.directory), DirectoryToken: c.DirectoryToken,
		BankURL: url(l.bank), BankToken: c.BankToken, BankSecret: c.BankSecret,
		ChannelsURL: url(l.channels), ChannelsToken: c.ChannelsToken, PaymentChannels: PaymentChannels(c.ChannelRealm, c.ChannelSecrets),
		PaymentStatements: PaymentStatements(c.ChannelRealm, url(l.channels), c.ChannelsToken, c.ChannelSecrets),
		ControlURL:        url(l.control),
	}
}

func (s *Suite) serve(config Config) error {
	var err error
	if s.issuer, err = issuer.New(issuer.Config{URL: s.Endpoints.IssuerURL, Audience: config.Audience}); err != nil {
		return err
	}
	texts, err := sms.New(sms.Config{Clock: s.Clock})
	if err != nil {
		return err
	}
	customers, err := directory.New(directory.Config{Token: config.DirectoryToken, Clock: s.Clock})
	if err != nil {
		return err
	}
	payer, err := bank.New(bank.Config{Token: config.BankToken, CallbackURL: config.BankCallback, Secret: config.BankSecret, Clock: s.Clock})
	if err != nil {
		return err
	}
	people, err := identity.New(s.identityConfig(config))
	if err != nil {
		return err
	}
	if s.mail, err = mail.New(mail.Config{Clock: s.Clock}); err != nil {
		return err
	}
	s.serveHTTP(s.listeners.issuer, s.issuer.Handler())
	s.serveHTTP(s.listeners.sms, texts.Handler())
	s.serveHTTP(s.listeners.directory, customers.Handler())
	s.serveHTTP(s.listeners.bank, payer.Handler())
	s.serveHTTP(s.listeners.identity, people.Handler())
	s.serveHTTP(s.listeners.mailHTTP, s.mail.Handler())
	s.channels = channel.New(channel.Config{Callback: config.Product + CallbackPath, Secrets: config.ChannelSecrets, Token: config.ChannelsToken, Clock: s.Clock})
	s.serveHTTP(s.listeners.channels, s.channels.Handler())
	s.serveHTTP(s.listeners.control, s.Clock.Handler())
	s.serving.Go(func() error { return s.mail.ServeSMTP(s.listeners.mailSMTP) })
	return nil
}

// CallbackPath is where the product hears of payments, without the channel's name.
const CallbackPath = "/v1/callbacks/payment-channels"

func (s *Suite) identityConfig(config Config) identity.Config {
	return identity.Config{
		Issuer:       s.Endpoints.IdentityURL,
		ClientID:     config.ClientID,
		ClientSecret: config.ClientSecret,
		RedirectURIs: config.RedirectURIs,
		Directory:    s.Directory(),
		SMS:          s.SMS(),
		Clock:        s.Clock,
		CodeMinutes:  config.CodeMinutes,
	}
}

func (s *Suite) serveHTTP(listener net.Listener, handler http.Handler) {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: headerTimeout}
	s.servers = append(s.servers, server)
	s.serving.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve %s: %w", listener.Addr(), err)
		}
		return nil
	})
}

// Issue returns an access token of the suite's issuer.
func (s *Suite) Issue(claims issuer.Claims) (string, error) {
	return s.issuer.Issue(claims)
}

// Directory is a client of the suite's customer directory.
func (s *Suite) Directory() directory.Client {
	return directory.Client{URL: s.Endpoints.DirectoryURL, Token: s.Endpoints.DirectoryToken}
}

// Bank is a client of the suite's bank.
func (s *Suite) Bank() bank.Client {
	return bank.Client{URL: s.Endpoints.BankURL, Token: s.Endpoints.BankToken}
}

// SMS is a client of the suite's SMS gateway.
func (s *Suite) SMS() sms.Client {
	return sms.Client{URL: s.Endpoints.SMSURL}
}

// Channels is a client of the suite's payment channels.
func (s *Suite) Channels() channel.Client {
	return channel.Client{URL: s.Endpoints.ChannelsURL, Token: s.Endpoints.ChannelsToken}
}

// Close ends all servers at once, calls under way included, and returns when they have ended.
func (s *Suite) Close() error {
	var failures []error
	for _, server := range s.servers {
		failures = append(failures, server.Close())
	}
	if s.channels != nil {
		s.channels.Close()
	}
	if s.mail != nil {
		failures = append(failures, s.mail.Close())
	}
	// Those that were never served, or not yet, are closed here; of the others it is no news.
	s.listeners.close()
	return errors.Join(append(failures, s.serving.Wait())...)
}
