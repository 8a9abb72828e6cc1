package identity

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"maps"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"partnercenter/dev/sim/directory"
	"partnercenter/dev/sim/internal/keys"
	"partnercenter/dev/sim/internal/web"
)

// Error codes of RFC 6749 and OpenID Connect Core section 3.1.2.6.
const (
	errAccessDenied            = "access_denied"
	errInvalidClient           = "invalid_client"
	errInvalidGrant            = "invalid_grant"
	errInvalidRequest          = "invalid_request"
	errInvalidScope            = "invalid_scope"
	errLoginRequired           = "login_required"
	errUnsupportedGrantType    = "unsupported_grant_type"
	errUnsupportedResponseType = "unsupported_response_type"
)

func (s *Server) discovery(w http.ResponseWriter, _ *http.Request) {
	web.WriteJSON(w, http.StatusOK, map[string]any{
		"issuer":                                         s.config.Issuer,
		"authorization_endpoint":                         s.config.Issuer + "/authorize",
		"token_endpoint":                                 s.config.Issuer + "/token",
		"jwks_uri":                                       s.config.Issuer + "/jwks.json",
		"response_types_supported":                       []string{"code"},
		"response_modes_supported":                       []string{"query"},
		"grant_types_supported":                          []string{"authorization_code"},
		"subject_types_supported":                        []string{"public"},
		"id_token_signing_alg_values_supported":          []string{keys.Algorithm},
		"token_endpoint_auth_methods_supported":          []string{"client_secret_basic", "client_secret_post"},
		"code_challenge_methods_supported":               []string{"S256"},
		"scopes_supported":                               []string{"openid", "profile", "email", "phone"},
		"claims_supported":                               []string{"sub", "preferred_username", "name", "phone_number", "email"},
		"ui_locales_supported":                           []string{"zh-CN", "en"},
		"prompt_values_supported":                        []string{"none", "login", "create"},
		"authorization_response_iss_parameter_supported": true,
	})
}

// authorization is a request that passed the checks and waits for its person.
type authorization struct {
	redirectURI string
	state       string
	nonce       string
	challenge   string
	uiLocales   string
}

// grant is what an authorisation code stands for.
type grant struct {
	authorization
	account  directory.Record
	signedIn time.Time
}

// authorize answers a bad client or redirect URI itself: nobody is sent to an address that was not agreed upon.
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		s.fail(w, r, http.StatusBadRequest, textRequestInvalid)
		return
	}
	redirectURI := r.Form.Get("redirect_uri")
	if r.Form.Get("client_id") != s.config.ClientID || !s.allowed(redirectURI) {
		s.fail(w, r, http.StatusBadRequest, textRequestInvalid)
		return
	}
	request := authorization{
		redirectURI: redirectURI,
		state:       r.Form.Get("state"),
		nonce:       r.Form.Get("nonce"),
		challenge:   r.Form.Get("code_challenge"),
		uiLocales:   r.Form.Get("ui_locales"),
	}
	if code := refusal(r.Form); code != "" {
		s.redirect(w, r, request, url.Values{"error": {code}})
		return
	}
	page := "/sign-in"
	if r.Form.Get("prompt") == "create" {
		page = "/register"
	}
	forward := url.Values{"request": {s.requests.put(request)}}
	if lang := r.Form.Get("lang"); lang != "" {
		forward.Set("lang", lang)
	}
	http.Redirect(w, r, page+"?"+forward.Encode(), http.StatusSeeOther)
}

// s256Challenge is a SHA-256 in unpadded base64url (RFC 7636 section 4.2).
var s256Challenge = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// refusal is the error code for a request of the right client, or nothing.
func refusal(form url.Values) string {
	for _, values := range form {
		if len(values) > 1 {
			return errInvalidRequest
		}
	}
	switch {
	case form.Get("response_type") != "code":
		return errUnsupportedResponseType
	case !slices.Contains(strings.Fields(form.Get("scope")), "openid"):
		return errInvalidScope
	case form.Get("code_challenge_method") != "S256" || !s256Challenge.MatchString(form.Get("code_challenge")):
		return errInvalidRequest
	case form.Get("response_mode") != "" && form.Get("response_mode") != "query":
		return errInvalidRequest
	// Nobody stays signed in here, so there is never a session to answer from.
	case form.Get("prompt") == "none":
		return errLoginRequired
	}
	return ""
}

func (s *Server) allowed(redirectURI string) bool {
	return slices.ContainsFunc(s.config.RedirectURIs, func(registered string) bool {
		return redirectURI == registered || sameLoopback(registered, redirectURI)
	})
}

// sameLoopback compares two loopback URIs but for the port, which a native client picks anew each time.
func sameLoopback(registered, asked string) bool {
	a, errA := url.Parse(registered)
	b, errB := url.Parse(asked)
	if errA != nil || errB != nil || a.Scheme != "http" {
		return false
	}
	if ip := net.ParseIP(a.Hostname()); ip == nil || !ip.IsLoopback() {
		return false
	}
	host := a.Hostname()
	a.Host, b.Host = "", b.Hostname()
	if b.Host != host {
		return false
	}
	b.Host = ""
	return a.String() == b.String()
}

// complete sends the person back with a code. A request is answered once: the second of two tabs learns that it is over.
func (s *Server) complete(w http.ResponseWriter, r *http.Request, account directory.Record) {
	request, found := s.requests.take(r.FormValue("request"))
	if !found {
		s.fail(w, r, http.StatusBadRequest, textRequestOver)
		return
	}
	code := s.grants.put(grant{authorization: request, account: account, signedIn: time.Now()})
	s.redirect(w, r, request, url.Values{"code": {code}})
}

// cancel sends the person back without one.
func (s *Server) cancel(w http.ResponseWriter, r *http.Request) {
	request, found := s.requests.take(r.FormValue("request"))
	if !found {
		s.fail(w, r, http.StatusBadRequest, textRequestOver)
		return
	}
	s.redirect(w, r, request, url.Values{"error": {errAccessDenied}})
}

func (s *Server) redirect(w http.ResponseWriter, r *http.Request, request authorization, answer url.Values) {
	target, err := url.Parse(request.redirectURI)
	if err != nil {
		s.fail(w, r, http.StatusBadRequest, textRequestInvalid)
		return
	}
	query := target.Query()
	maps.Copy(query, answer)
	if request.state != "" {
		query.Set("state", request.state)
	}
	query.Set("iss", s.config.Issuer)
	target.RawQuery = query.Encode()
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, target.String(), http.StatusSeeOther)
}

// codeVerifier is the form of RFC 7636 section 4.1.
var codeVerifier = regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`)

// proves tells whether the verifier is the one whose challenge opened the request.
func (a authorization) proves(verifier string) bool {
	if !codeVerifier.MatchString(verifier) {
		return false
	}
	sum := sha256.Sum256([]byte(verifier))
	challenge := base64.RawURLEncoding.EncodeToString(sum[:])
	return subtle.ConstantTimeCompare([]byte(challenge), []byte(a.challenge)) == 1
}
