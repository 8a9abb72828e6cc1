// Package identity is the customers' identity provider: OpenID Connect by authorisation code with PKCE (S256), and plain
// forms to sign in and to register an account of the vendor's cloud. Accounts live in the customer directory; this
// package adds passwords, verification codes and the protocol.
package identity

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"partnercenter/dev/sim/clock"
	"partnercenter/dev/sim/directory"
	"partnercenter/dev/sim/internal/keys"
	"partnercenter/dev/sim/sms"
)

// Config describes the provider and its one client, the product. Issuer is the base URL and `iss`.
//
// A redirect URI on a loopback address is allowed at any port (RFC 8252 section 7.3), every other one must be equal.
// CodeMinutes is the validity of a verification code; 0 means 10, over 60 means 5. Clock nil is real time.
type Config struct {
	Issuer       string
	ClientID     string
	ClientSecret string
	RedirectURIs []string
	Directory    directory.Client
	SMS          sms.Client
	Clock        *clock.Clock
	CodeMinutes  int
}

func (c Config) validate() error {
	switch {
	case c.Issuer == "":
		return fmt.Errorf("issuer is missing")
	case c.ClientID == "" || c.ClientSecret == "":
		return fmt.Errorf("client id or secret is missing")
	case c.CodeMinutes < 0:
		return fmt.Errorf("validity of codes is negative")
	}
	for _, uri := range c.RedirectURIs {
		if parsed, err := url.Parse(uri); err != nil || !parsed.IsAbs() || parsed.Fragment != "" {
			return fmt.Errorf("redirect URI %q is not an absolute URI without fragment", uri)
		}
	}
	return nil
}

const (
	// requestTTL is how long a person may take over the forms.
	requestTTL = 30 * time.Minute
	// grantTTL is how long an authorisation code waits for the client (RFC 6749 section 4.1.2: ten minutes at most).
	grantTTL = time.Minute
)

// Server is safe for concurrent use.
type Server struct {
	config        Config
	key           *keys.Key
	requests      *expiring[authorization]
	grants        *expiring[grant]
	passwords     passwords
	verifications *verifications
}

// New is a provider with a new key and nobody signed in.
func New(config Config) (*Server, error) {
	if err := config.validate(); err != nil {
		return nil, fmt.Errorf("configure identity provider: %w", err)
	}
	if config.Clock == nil {
		config.Clock = new(clock.Clock)
	}
	key, err := keys.New()
	if err != nil {
		return nil, fmt.Errorf("make identity provider's key: %w", err)
	}
	return &Server{
		config:        config,
		key:           key,
		requests:      newExpiring[authorization](requestTTL),
		grants:        newExpiring[grant](grantTTL),
		verifications: newVerifications(config.Clock, codeValidity(config.CodeMinutes)),
	}, nil
}

// Handler serves the protocol (discovery, /jwks.json, /authorize, /token), the forms (/sign-in, /register) and
// PUT /accounts/{id}/password, by which a test gives a password to an account it put into the directory.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", s.discovery)
	mux.Handle("GET /jwks.json", s.key)
	mux.HandleFunc("GET /authorize", s.authorize)
	mux.HandleFunc("POST /authorize", s.authorize)
	mux.HandleFunc("POST /token", s.token)
	mux.HandleFunc("GET /sign-in", s.withRequest(s.showSignIn))
	mux.HandleFunc("POST /sign-in", s.withRequest(s.signIn))
	mux.HandleFunc("GET /register", s.withRequest(s.showRegistration))
	mux.HandleFunc("POST /register", s.withRequest(s.register))
	mux.HandleFunc("GET /style.css", style)
	mux.HandleFunc("PUT /accounts/{id}/password", s.setPassword)
	protection := http.NewCrossOriginProtection()
	// A client may open the flow by a form of its own pages (OpenID Connect Core section 3.1.2.1).
	protection.AddInsecureBypassPattern("POST /authorize")
	return protection.Handler(mux)
}
