package issuer

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/uuid"
)

// Defect is what is wrong with a token, one thing at a time.
type Defect string

// The defects; each leaves the rest of the token as it should be.
const (
	NoDefect      Defect = ""
	WrongIssuer   Defect = "wrong_issuer"
	WrongAudience Defect = "wrong_audience"
	// WrongKey keeps the published key id and signs with another key.
	WrongKey Defect = "wrong_key"
	// AlgNone carries no signature at all.
	AlgNone Defect = "alg_none"
	// AlgHS256 uses the published public key as an HMAC secret, which fools verifiers that trust the header's alg.
	AlgHS256    Defect = "alg_hs256"
	Expired     Defect = "expired"
	NotYetValid Defect = "not_yet_valid"
)

// Defects lists every Defect, NoDefect included.
func Defects() []Defect {
	return []Defect{NoDefect, WrongIssuer, WrongAudience, WrongKey, AlgNone, AlgHS256, Expired, NotYetValid}
}

// Claims describes a token. Zero Audience and TTL take the issuer's audience and one hour.
type Claims struct {
	Subject      string
	Organisation string
	Roles        []string
	Name         string
	Audience     string
	TTL          time.Duration
	Defect       Defect
}

type payload struct {
	jwt.Claims
	Organisation string   `json:"org,omitempty"`
	Roles        []string `json:"roles"`
	Name         string   `json:"name,omitempty"`
}

// Issue returns the access token. Its times are real time: verifiers do not know the business clock.
func (s *Server) Issue(c Claims) (string, error) {
	p := s.payload(c, time.Now())
	switch c.Defect {
	case WrongKey:
		return s.forged(p)
	case AlgNone:
		return unsigned(p)
	case AlgHS256:
		return s.confused(p)
	default:
		return s.key.Sign(p)
	}
}

func (s *Server) payload(c Claims, now time.Time) payload {
	if c.Audience == "" {
		c.Audience = s.config.Audience
	}
	if c.TTL == 0 {
		c.TTL = defaultTTL
	}
	if c.Roles == nil {
		c.Roles = []string{}
	}
	p := payload{
		Claims: jwt.Claims{
			ID: uuid.NewString(), Issuer: s.config.URL, Subject: c.Subject, Audience: jwt.Audience{c.Audience},
			IssuedAt: jwt.NewNumericDate(now), NotBefore: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(now.Add(c.TTL)),
		},
		Organisation: c.Organisation, Roles: c.Roles, Name: c.Name,
	}
	p.spoil(c.Defect, now)
	return p
}

// margin lies beyond any leeway a verifier may grant for clocks that differ.
const margin = time.Hour

func (p *payload) spoil(defect Defect, now time.Time) {
	switch defect {
	case NoDefect, WrongKey, AlgNone, AlgHS256: // of the signature, not of the claims
	case WrongIssuer:
		p.Issuer += ".example"
	case WrongAudience:
		p.Audience = jwt.Audience{p.Audience[0] + "-other"}
	case Expired:
		p.IssuedAt, p.NotBefore = jwt.NewNumericDate(now.Add(-2*margin)), jwt.NewNumericDate(now.Add(-2*margin))
		p.Expiry = jwt.NewNumericDate(now.Add(-margin))
	case NotYetValid:
		p.NotBefore, p.Expiry = jwt.NewNumericDate(now.Add(margin)), jwt.NewNumericDate(now.Add(2*margin))
	}
}

func (s *Server) forged(p payload) (string, error) {
	impostor, err := s.impostor()
	if err != nil {
		return "", fmt.Errorf("make impostor's key: %w", err)
	}
	return impostor.Sign(p)
}

// unsigned is put together by hand, because the library rightly refuses to.
func unsigned(p payload) (string, error) {
	body, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("encode claims: %w", err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + encode(body) + ".", nil
}

func (s *Server) confused(p payload) (string, error) {
	secret, err := s.key.PublicPEM()
	if err != nil {
		return "", err
	}
	signer, err := jose.NewSigner(
		jose.SigningKey{Algorithm: jose.HS256, Key: jose.JSONWebKey{Key: secret, KeyID: s.key.ID()}},
		(&jose.SignerOptions{}).WithType("JWT"),
	)
	if err != nil {
		return "", fmt.Errorf("build HMAC signer: %w", err)
	}
	token, err := jwt.Signed(signer).Claims(p).Serialize()
	if err != nil {
		return "", fmt.Errorf("sign token by HMAC: %w", err)
	}
	return token, nil
}
