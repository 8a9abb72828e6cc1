package identity

import (
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"net/url"
	"time"

	"github.com/go-jose/go-jose/v4/jwt"

	"partnercenter/dev/sim/internal/web"
)

// tokenTTL is for the client to verify the ID token once; its own session takes over from there.
const tokenTTL = 10 * time.Minute

type tokenAnswer struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"`
	IDToken     string `json:"id_token"`
}

type tokenError struct {
	Error string `json:"error"`
}

// token exchanges a code. The code is gone after one attempt, also after a failed one.
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	r.Body = http.MaxBytesReader(w, r.Body, maxFormBytes)
	if err := r.ParseForm(); err != nil {
		web.WriteJSON(w, http.StatusBadRequest, tokenError{errInvalidRequest})
		return
	}
	if !s.authenticated(r) {
		w.Header().Set("WWW-Authenticate", "Basic")
		web.WriteJSON(w, http.StatusUnauthorized, tokenError{errInvalidClient})
		return
	}
	if r.PostForm.Get("grant_type") != "authorization_code" {
		web.WriteJSON(w, http.StatusBadRequest, tokenError{errUnsupportedGrantType})
		return
	}
	granted, found := s.grants.take(r.PostForm.Get("code"))
	if !found || granted.redirectURI != r.PostForm.Get("redirect_uri") || !granted.proves(r.PostForm.Get("code_verifier")) {
		web.WriteJSON(w, http.StatusBadRequest, tokenError{errInvalidGrant})
		return
	}
	idToken, err := s.idToken(granted, time.Now())
	if err != nil {
		web.WriteJSON(w, http.StatusInternalServerError, tokenError{"server_error"})
		return
	}
	web.WriteJSON(w, http.StatusOK, tokenAnswer{
		// There is no resource behind the access token; the protocol wants one.
		AccessToken: rand.Text(), TokenType: "Bearer", ExpiresIn: int(tokenTTL.Seconds()), IDToken: idToken,
	})
}

// authenticated takes the client's secret from the Authorization header, where it is form-encoded, or from the body.
func (s *Server) authenticated(r *http.Request) bool {
	id, secret := r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	if user, password, basic := r.BasicAuth(); basic {
		var errID, errSecret error
		id, errID = url.QueryUnescape(user)
		secret, errSecret = url.QueryUnescape(password)
		if errID != nil || errSecret != nil {
			return false
		}
	}
	sameID := subtle.ConstantTimeCompare([]byte(id), []byte(s.config.ClientID))
	sameSecret := subtle.ConstantTimeCompare([]byte(secret), []byte(s.config.ClientSecret))
	return sameID&sameSecret == 1
}

type idClaims struct {
	jwt.Claims
	Nonce             string           `json:"nonce,omitempty"`
	AuthTime          *jwt.NumericDate `json:"auth_time"`
	PreferredUsername string           `json:"preferred_username"`
	Name              string           `json:"name"`
	PhoneNumber       string           `json:"phone_number"`
	Email             string           `json:"email"`
}

// idToken has real times: the client verifies it by the real clock.
func (s *Server) idToken(granted grant, now time.Time) (string, error) {
	account := granted.account
	return s.key.Sign(idClaims{
		Claims: jwt.Claims{
			Issuer: s.config.Issuer, Subject: account.CustomerID.String(), Audience: jwt.Audience{s.config.ClientID},
			IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(now.Add(tokenTTL)),
		},
		Nonce:             granted.nonce,
		AuthTime:          jwt.NewNumericDate(granted.signedIn),
		PreferredUsername: account.AccountName,
		Name:              account.Name,
		PhoneNumber:       account.Phone,
		Email:             account.Email,
	})
}
