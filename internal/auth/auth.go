// Package auth turns a bearer token into a principal. Any OpenID Connect
// provider may have issued it; what the caller's organisation is comes from our
// own records, never from the token.
package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/google/uuid"
	"github.com/hashicorp/golang-lru/v2/expirable"

	"partnercenter/models"
)

// ErrToken says that the token does not prove who is calling.
var ErrToken = errors.New("token is not valid")

// algorithms is the allow-list: asymmetric only, so that a public key can never
// be taken for a shared secret, and never "none".
var algorithms = []string{oidc.RS256, oidc.PS256, oidc.ES256, oidc.EdDSA}

const (
	// A change of an organisation (its kind, its realm) is felt this late.
	organisationTTL = 5 * time.Second
	// Organisations kept; more than that are looked up each time.
	organisationCacheSize = 4096
	keyFetchTimeout       = 5 * time.Second
	maxSubjectLength      = 128
)

// Directory knows the organisations of every realm.
type Directory interface {
	// Resolve returns the organisation or models.ErrNotFound.
	Resolve(ctx context.Context, org uuid.UUID) (models.Organisation, error)
}

// Config says whose tokens are believed.
type Config struct {
	Issuer   string // exact `iss`
	JWKSURL  string // where its keys are
	Audience string // must be in `aud`
}

// Authenticator verifies tokens. It is safe for concurrent use.
type Authenticator struct {
	verifier      *oidc.IDTokenVerifier
	directory     Directory
	organisations *expirable.LRU[uuid.UUID, models.Organisation]
}

// New returns an authenticator. Keys are fetched when the first token comes and
// again when one names an unknown key; ctx ends that fetching.
func New(ctx context.Context, cfg Config, directory Directory) *Authenticator {
	client := &http.Client{Timeout: keyFetchTimeout}
	keys := oidc.NewRemoteKeySet(oidc.ClientContext(ctx, client), cfg.JWKSURL)
	return &Authenticator{
		verifier: oidc.NewVerifier(cfg.Issuer, watchedKeys{keys}, &oidc.Config{
			ClientID:             cfg.Audience,
			SupportedSigningAlgs: algorithms,
		}),
		directory:     directory,
		organisations: expirable.NewLRU[uuid.UUID, models.Organisation](organisationCacheSize, nil, organisationTTL),
	}
}

type claims struct {
	Org   string    `json:"org"`
	Roles []string  `json:"roles"`
	until time.Time // when the token ends
}

// Authenticate returns who calls. Errors: ErrToken for a token that is wrong in
// any way or names an unknown organisation, models.ErrUnavailable when the keys
// or the organisation could not be read.
func (a *Authenticator) Authenticate(ctx context.Context, token string) (models.Principal, error) {
	subject, claimed, err := a.verify(ctx, token)
	if err != nil {
		return models.Principal{}, err
	}
	id, err := uuid.Parse(claimed.Org)
	if err != nil {
		return models.Principal{}, fmt.Errorf("%w: org is no id", ErrToken)
	}
	org, err := a.organisation(ctx, id)
	if err != nil {
		return models.Principal{}, err
	}
	p := principal(subject, org, claimed.Roles)
	p.Until = claimed.until
	return p, nil
}

func (a *Authenticator) verify(ctx context.Context, token string) (string, claims, error) {
	var outage error
	verified, err := a.verifier.Verify(withOutage(ctx, &outage), token)
	if outage != nil {
		return "", claims{}, fmt.Errorf("%w: fetch token keys: %w", models.ErrUnavailable, outage)
	}
	if err != nil {
		return "", claims{}, fmt.Errorf("%w: %w", ErrToken, err)
	}
	var claimed claims
	if err := verified.Claims(&claimed); err != nil {
		return "", claims{}, fmt.Errorf("%w: read claims: %w", ErrToken, err)
	}
	if !isSubject(verified.Subject) {
		return "", claims{}, fmt.Errorf("%w: sub is missing or malformed", ErrToken)
	}
	claimed.until = verified.Expiry
	return verified.Subject, claimed, nil
}

// isSubject keeps out what no column, log line or header could hold.
func isSubject(sub string) bool {
	unprintable := func(r rune) bool { return r < ' ' || r == 0x7f }
	return sub != "" && len(sub) <= maxSubjectLength && !strings.ContainsFunc(sub, unprintable)
}

func (a *Authenticator) organisation(ctx context.Context, id uuid.UUID) (models.Organisation, error) {
	if org, ok := a.organisations.Get(id); ok {
		return org, nil
	}
	org, err := a.directory.Resolve(ctx, id)
	if errors.Is(err, models.ErrNotFound) {
		return models.Organisation{}, fmt.Errorf("%w: unknown organisation", ErrToken)
	}
	if err != nil {
		return models.Organisation{}, fmt.Errorf("resolve organisation: %w", err)
	}
	a.organisations.Add(id, org)
	return org, nil
}

func principal(subject string, org models.Organisation, roles []string) models.Principal {
	side := sideOf(org.Kind)
	return models.Principal{
		Realm:   org.Realm,
		Org:     org.ID,
		Site:    org.Site,
		Country: org.Country,
		Side:    side,
		Subject: subject,
		Roles:   rolesOn(side, roles),
	}
}

func sideOf(kind models.OrganisationKind) models.Side {
	switch {
	case kind == models.KindVendor:
		return models.SideVendor
	case kind.Sells():
		return models.SidePartner
	default:
		return models.SideCustomer
	}
}

// sideRoles are the roles that mean something on each side. A partner's token
// that says "reviewer" is no reviewer.
var sideRoles = map[models.Side][]models.Role{
	models.SideVendor: {
		models.RoleReviewer, models.RoleVendorFinance, models.RoleOperator, models.RoleAuditor, models.RoleService,
	},
	models.SidePartner: {
		models.RoleAdministrator, models.RoleAccountManager, models.RoleSupervisor, models.RoleFinance, models.RoleMember,
	},
	models.SideCustomer: {models.RoleCustomer},
}

func rolesOn(side models.Side, claimed []string) []models.Role {
	var roles []models.Role
	for _, role := range sideRoles[side] {
		if slices.Contains(claimed, string(role)) {
			roles = append(roles, role)
		}
	}
	return roles
}
