// Package keys is the signing key of a token issuer: RS256, the algorithm every verifier accepts unasked.
package keys

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"net/http"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"partnercenter/dev/sim/internal/web"
)

const bits = 2048

// Algorithm is the `alg` of every token signed here.
const Algorithm = string(jose.RS256)

// Key signs tokens and publishes its public half.
type Key struct {
	private *rsa.PrivateKey
	id      string
	signer  jose.Signer
}

// New makes a key, which takes a noticeable part of a second.
func New() (*Key, error) {
	private, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		return nil, fmt.Errorf("generate signing key: %w", err)
	}
	return newKey(private, thumbprint(private))
}

// Impostor returns another key under the same key id: its signatures look right until they are checked.
func (k *Key) Impostor() (*Key, error) {
	private, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		return nil, fmt.Errorf("generate signing key: %w", err)
	}
	return newKey(private, k.id)
}

func newKey(private *rsa.PrivateKey, id string) (*Key, error) {
	signer, err := jose.NewSigner(
		jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: private, KeyID: id}},
		(&jose.SignerOptions{}).WithType("JWT"),
	)
	if err != nil {
		return nil, fmt.Errorf("build signer: %w", err)
	}
	return &Key{private: private, id: id, signer: signer}, nil
}

func thumbprint(private *rsa.PrivateKey) string {
	sum := sha256.Sum256(x509.MarshalPKCS1PublicKey(&private.PublicKey))
	return base64.RawURLEncoding.EncodeToString(sum[:8])
}

// Sign returns the claims as a compact JWT.
func (k *Key) Sign(claims any) (string, error) {
	token, err := jwt.Signed(k.signer).Claims(claims).Serialize()
	if err != nil {
		return "", fmt.Errorf("sign token: %w", err)
	}
	return token, nil
}

// PublicPEM is what an attacker knows of the key and may try as an HMAC secret.
func (k *Key) PublicPEM() ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(&k.private.PublicKey)
	if err != nil {
		return nil, fmt.Errorf("encode public key: %w", err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), nil
}

// ID is the `kid` under which the key is published.
func (k *Key) ID() string { return k.id }

// ServeHTTP answers with the JSON Web Key Set.
func (k *Key) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	web.WriteJSON(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{
		{Key: &k.private.PublicKey, KeyID: k.id, Algorithm: Algorithm, Use: "sig"},
	}})
}
