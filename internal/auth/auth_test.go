package auth

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

const (
	issuer   = "https://issuer.example.com"
	audience = "partnercenter"
)

var (
	partner = models.Organisation{ID: uuid.MustParse("01981f6e-6f3b-7c1e-9f5a-000000000001"), Realm: "production", Kind: models.KindPartner, Site: models.SiteCN, Country: "CN"}
	vendor  = models.Organisation{ID: uuid.MustParse("01981f6e-6f3b-7c1e-9f5a-000000000002"), Realm: "production", Kind: models.KindVendor, Site: models.SiteCN}
	buyer   = models.Organisation{ID: uuid.MustParse("01981f6e-6f3b-7c1e-9f5a-000000000003"), Realm: "production", Kind: models.KindCustomer, Site: models.SiteCN}
)

type directory struct {
	calls int
	err   error
}

func (d *directory) Resolve(_ context.Context, id uuid.UUID) (models.Organisation, error) {
	d.calls++
	if d.err != nil {
		return models.Organisation{}, d.err
	}
	for _, org := range []models.Organisation{partner, vendor, buyer} {
		if org.ID == id {
			return org, nil
		}
	}
	return models.Organisation{}, models.ErrNotFound
}

// issuing is a token issuer with its keys on a server that can be out.
type issuing struct {
	t      *testing.T
	key    *ecdsa.PrivateKey
	down   bool
	server *httptest.Server
}

func newIssuer(t *testing.T) *issuing {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	i := &issuing{t: t, key: key}
	i.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if i.down {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		keys := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{i.jwk()}}
		if err := json.NewEncoder(w).Encode(keys); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(i.server.Close)
	return i
}

func (i *issuing) authenticator(d Directory) *Authenticator {
	return New(i.t.Context(), Config{Issuer: issuer, JWKSURL: i.server.URL, Audience: audience}, d)
}

func (i *issuing) sign(claims map[string]any) string {
	return i.signWith(jose.ES256, i.key, "k1", claims)
}

// jwk is the key as the issuer publishes it.
func (i *issuing) jwk() jose.JSONWebKey {
	return jose.JSONWebKey{Key: i.key.Public(), KeyID: "k1", Algorithm: string(jose.ES256), Use: "sig"}
}

func (i *issuing) signWith(algorithm jose.SignatureAlgorithm, key any, id string, claims map[string]any) string {
	i.t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: jose.JSONWebKey{Key: key, KeyID: id}}, nil)
	require.NoError(i.t, err)
	payload, err := json.Marshal(claims)
	require.NoError(i.t, err)
	signed, err := signer.Sign(payload)
	require.NoError(i.t, err)
	token, err := signed.CompactSerialize()
	require.NoError(i.t, err)
	return token
}

func claimsOf(org models.Organisation, roles ...string) map[string]any {
	return map[string]any{
		"iss": issuer, "aud": audience, "sub": "someone", "org": org.ID.String(), "roles": roles, "name": "王小明",
		"exp": time.Now().Add(time.Hour).Unix(), "iat": time.Now().Unix(),
	}
}

func with(claims map[string]any, name string, value any) map[string]any {
	claims[name] = value
	if value == nil {
		delete(claims, name)
	}
	return claims
}

func TestAuthenticate_MakesThePrincipalOfTheOrganisationsOwnRecord(t *testing.T) {
	i := newIssuer(t)
	claimed := claimsOf(partner, "account_manager", "administrator")
	p, err := i.authenticator(&directory{}).Authenticate(t.Context(), i.sign(claimed))
	require.NoError(t, err)
	require.Equal(t, claimed["exp"], p.Until.Unix(), "what goes on for long ends with the token")
	p.Until = time.Time{}
	require.Equal(t, models.Principal{
		Realm: "production", Org: partner.ID, Site: models.SiteCN, Country: "CN", Side: models.SidePartner, Subject: "someone",
		Roles: []models.Role{models.RoleAdministrator, models.RoleAccountManager},
	}, p)
}

// A role is worth something on its own side only.
func TestAuthenticate_DropsRolesOfOtherSides(t *testing.T) {
	i := newIssuer(t)
	a := i.authenticator(&directory{})
	everything := []string{"reviewer", "vendor_finance", "operator", "auditor", "service", "administrator", "account_manager", "supervisor", "finance", "member", "customer", "system", "root"}
	for _, c := range []struct {
		org   models.Organisation
		side  models.Side
		roles []models.Role
	}{
		{vendor, models.SideVendor, sideRoles[models.SideVendor]},
		{partner, models.SidePartner, sideRoles[models.SidePartner]},
		{buyer, models.SideCustomer, []models.Role{models.RoleCustomer}},
	} {
		p, err := a.Authenticate(t.Context(), i.sign(claimsOf(c.org, everything...)))
		require.NoError(t, err)
		require.Equal(t, c.side, p.Side)
		require.Equal(t, c.roles, p.Roles)
		require.NotContains(t, p.Roles, models.RoleSystem)
	}
}

func TestAuthenticate_RefusesWhatProvesNothing(t *testing.T) {
	i := newIssuer(t)
	a := i.authenticator(&directory{})
	stranger, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	der, err := x509.MarshalPKIXPublicKey(i.key.Public())
	require.NoError(t, err)
	published, err := json.Marshal(i.jwk())
	require.NoError(t, err)
	hs := func(secret []byte) string { return i.signWith(jose.HS256, secret, "k1", claimsOf(partner)) }
	good := i.sign(claimsOf(partner, "administrator"))
	parts := strings.Split(good, ".")
	for name, token := range map[string]string{
		"empty":             "",
		"no token":          "administrator",
		"none":              "eyJhbGciOiJub25lIn0." + parts[1] + ".",
		"public key as HS":  hs(der),
		"its PEM as HS":     hs(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})),
		"its JWK as HS":     hs(published),
		"any secret as HS":  hs([]byte(strings.Repeat("k", 32))),
		"other key":         i.signWith(jose.ES256, stranger, "k1", claimsOf(partner)),
		"unknown key":       i.signWith(jose.RS256, rsaKey, "k2", claimsOf(partner)),
		"tampered":          parts[0] + "." + parts[1][:len(parts[1])-2] + "AA." + parts[2],
		"other issuer":      i.sign(with(claimsOf(partner), "iss", "https://issuer.example.com/")),
		"other audience":    i.sign(with(claimsOf(partner), "aud", "another")),
		"no audience":       i.sign(with(claimsOf(partner), "aud", nil)),
		"expired":           i.sign(with(claimsOf(partner), "exp", time.Now().Add(-time.Second).Unix())),
		"no expiry":         i.sign(with(claimsOf(partner), "exp", nil)),
		"not yet valid":     i.sign(with(claimsOf(partner), "nbf", time.Now().Add(time.Hour).Unix())),
		"no subject":        i.sign(with(claimsOf(partner), "sub", nil)),
		"long subject":      i.sign(with(claimsOf(partner), "sub", strings.Repeat("s", maxSubjectLength+1))),
		"NUL in subject":    i.sign(with(claimsOf(partner), "sub", "some\x00one")),
		"no org":            i.sign(with(claimsOf(partner), "org", nil)),
		"org is no id":      i.sign(with(claimsOf(partner), "org", "partner")),
		"unknown org":       i.sign(with(claimsOf(partner), "org", uuid.NewString())),
		"roles are no list": i.sign(with(claimsOf(partner), "roles", "administrator")),
	} {
		_, err := a.Authenticate(t.Context(), token)
		require.ErrorIs(t, err, ErrToken, name)
	}
	_, err = a.Authenticate(t.Context(), good)
	require.NoError(t, err)
}

// A token whose keys cannot be read is not wrong, and one whose keys are known
// needs no key server.
func TestAuthenticate_TellsAnOutageFromAWrongToken(t *testing.T) {
	i := newIssuer(t)
	i.down = true
	a := i.authenticator(&directory{})
	token := i.sign(claimsOf(partner))
	_, err := a.Authenticate(t.Context(), token)
	require.ErrorIs(t, err, models.ErrUnavailable)
	require.NotErrorIs(t, err, ErrToken)

	// Whoever asks while the failed request is being put away shares its failure.
	i.down = false
	require.Eventually(t, func() bool {
		_, err := a.Authenticate(t.Context(), token)
		return err == nil
	}, 5*time.Second, time.Millisecond)

	i.down = true
	_, err = a.Authenticate(t.Context(), token)
	require.NoError(t, err)
}

func TestAuthenticate_ReadsTheOrganisationOnceForAWhile(t *testing.T) {
	i := newIssuer(t)
	d := &directory{}
	a := i.authenticator(d)
	for range 3 {
		_, err := a.Authenticate(t.Context(), i.sign(claimsOf(partner)))
		require.NoError(t, err)
	}
	require.Equal(t, 1, d.calls)
}

func TestAuthenticate_DoesNotRememberFailures(t *testing.T) {
	i := newIssuer(t)
	d := &directory{err: errors.New("database is down")}
	a := i.authenticator(d)
	token := i.sign(claimsOf(partner))
	_, err := a.Authenticate(t.Context(), token)
	require.ErrorContains(t, err, "database is down")
	require.NotErrorIs(t, err, ErrToken)

	d.err = nil
	_, err = a.Authenticate(t.Context(), token)
	require.NoError(t, err)
}
