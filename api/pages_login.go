package api

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/google/uuid"
	"golang.org/x/oauth2"

	"partnercenter/models"
)

// SignInConfig names the customers' identity provider and us as its client.
type SignInConfig struct {
	Issuer       string
	ClientID     string
	ClientSecret string
}

// providerTimeout bounds each call of the identity provider.
const providerTimeout = 5 * time.Second

// errSignInOver says that an answer of the identity provider belongs to no
// sign-in that we know: it took too long, or it is another browser's.
var errSignInOver = errors.New("there is no such sign-in")

// customerLogin signs customers in by OpenID Connect: authorisation code with
// PKCE, whose verifier stays in the reader's sealed cookie.
type customerLogin struct {
	config   SignInConfig
	redirect string
	client   *http.Client

	mu       sync.Mutex
	provider *oidc.Provider // nil until it was found
}

func newCustomerLogin(config SignInConfig, redirect string) (*customerLogin, error) {
	issuer, err := url.Parse(config.Issuer)
	if err != nil || issuer.Host == "" {
		return nil, errors.New("the issuer of the customers' identity provider is no url")
	}
	if config.ClientID == "" {
		return nil, errors.New("the client id at the customers' identity provider is missing")
	}
	return &customerLogin{config: config, redirect: redirect, client: &http.Client{Timeout: providerTimeout}}, nil
}

// discover finds the provider's endpoints once. A provider that is away is
// looked for again by the next customer.
func (l *customerLogin) discover(ctx context.Context) (*oidc.Provider, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.provider != nil {
		return l.provider, nil
	}
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, l.client), l.config.Issuer)
	if err != nil {
		return nil, fmt.Errorf("%w: discover identity provider: %w", models.ErrUnavailable, err)
	}
	l.provider = provider
	return provider, nil
}

func (l *customerLogin) oauth(provider *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: l.config.ClientID, ClientSecret: l.config.ClientSecret, Endpoint: provider.Endpoint(), RedirectURL: l.redirect,
		Scopes: []string{oidc.ScopeOpenID, "profile", "email", "phone"},
	}
}

// start makes up a sign-in and the address at which it begins. prompt is empty,
// or "create" for an account that is yet to be registered.
func (l *customerLogin) start(ctx context.Context, locale, prompt string) (signIn, string, error) {
	provider, err := l.discover(ctx)
	if err != nil {
		return signIn{}, "", err
	}
	s := signIn{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Locale: locale}
	options := []oauth2.AuthCodeOption{
		oidc.Nonce(s.Nonce), oauth2.S256ChallengeOption(s.Verifier), oauth2.SetAuthURLParam("ui_locales", locale),
	}
	if prompt != "" {
		options = append(options, oauth2.SetAuthURLParam("prompt", prompt))
	}
	return s, l.oauth(provider).AuthCodeURL(s.State, options...), nil
}

// finish exchanges the provider's code and answers the id of the account that
// signed in. Errors: errSignInOver, models.ErrUnavailable.
func (l *customerLogin) finish(ctx context.Context, s signIn, answer url.Values) (uuid.UUID, error) {
	if !hmac.Equal([]byte(answer.Get("state")), []byte(s.State)) {
		return uuid.Nil, errSignInOver
	}
	// A provider that names itself must be the one that was asked (RFC 9207).
	if issuer := answer.Get("iss"); issuer != "" && issuer != l.config.Issuer {
		return uuid.Nil, errSignInOver
	}
	provider, err := l.discover(ctx)
	if err != nil {
		return uuid.Nil, err
	}
	token, err := l.oauth(provider).Exchange(oidc.ClientContext(ctx, l.client), answer.Get("code"), oauth2.VerifierOption(s.Verifier))
	var refused *oauth2.RetrieveError
	switch {
	case err == nil:
	case errors.As(err, &refused) && refused.ErrorCode == "invalid_grant":
		return uuid.Nil, errSignInOver
	case errors.As(err, &refused):
		// The answer's own text may repeat what we sent.
		return uuid.Nil, fmt.Errorf("%w: identity provider refused the sign-in code with %d", models.ErrUnavailable, refused.Response.StatusCode)
	default:
		return uuid.Nil, fmt.Errorf("%w: exchange sign-in code: %w", models.ErrUnavailable, err)
	}
	return l.account(ctx, provider, token, s.Nonce)
}

// account verifies the ID token and answers its subject.
func (l *customerLogin) account(ctx context.Context, provider *oidc.Provider, token *oauth2.Token, nonce string) (uuid.UUID, error) {
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return uuid.Nil, errors.New("identity provider answered without an id token")
	}
	verified, err := provider.Verifier(&oidc.Config{ClientID: l.config.ClientID}).Verify(oidc.ClientContext(ctx, l.client), raw)
	if err != nil {
		return uuid.Nil, fmt.Errorf("verify id token: %w", err)
	}
	if !hmac.Equal([]byte(verified.Nonce), []byte(nonce)) {
		return uuid.Nil, errSignInOver
	}
	customer, err := uuid.Parse(verified.Subject)
	if err != nil {
		return uuid.Nil, errors.New("subject of the id token is no account id")
	}
	return customer, nil
}

// formTargets is where a sign-in form may lead: browsers hold the redirect to
// the provider against it, and a provider may send on to other hosts of its own.
func (l *customerLogin) formTargets() string {
	issuer, err := url.Parse(l.config.Issuer)
	if err != nil || issuer.Scheme == "https" {
		return strictForms + " https:"
	}
	return strictForms + " " + issuer.Scheme + "://" + issuer.Host
}
