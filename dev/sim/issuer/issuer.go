// Package issuer is the token issuer of vendor and partner people. It asks nobody who they are, so it belongs in
// development and tests only. It also makes the bad tokens that negative tests need.
package issuer

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"partnercenter/dev/sim/internal/keys"
	"partnercenter/dev/sim/internal/web"
)

const (
	defaultAudience = "partnercenter"
	defaultTTL      = time.Hour
)

// Config needs URL, the issuer's base URL and its `iss`. Audience is for tokens that name none; default partnercenter.
type Config struct {
	URL      string
	Audience string
}

// Server is safe for concurrent use.
type Server struct {
	config Config
	key    *keys.Key
	// impostor signs what WrongKey asks for; made when first asked, because a key costs a noticeable part of the start.
	impostor func() (*keys.Key, error)
}

// New is an issuer with a new key.
func New(config Config) (*Server, error) {
	if config.URL == "" {
		return nil, fmt.Errorf("configure token issuer: URL is missing")
	}
	if config.Audience == "" {
		config.Audience = defaultAudience
	}
	key, err := keys.New()
	if err != nil {
		return nil, fmt.Errorf("make token issuer's key: %w", err)
	}
	return &Server{config: config, key: key, impostor: sync.OnceValues(key.Impostor)}, nil
}

// Handler serves discovery, /jwks.json and POST /token.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", s.discovery)
	mux.Handle("GET /jwks.json", s.key)
	mux.HandleFunc("POST /token", s.token)
	return mux
}

func (s *Server) discovery(w http.ResponseWriter, _ *http.Request) {
	web.WriteJSON(w, http.StatusOK, map[string]any{
		"issuer":                                s.config.URL,
		"jwks_uri":                              s.config.URL + "/jwks.json",
		"token_endpoint":                        s.config.URL + "/token",
		"response_types_supported":              []string{"token"},
		"subject_types_supported":               []string{"public"},
		"id_token_signing_alg_values_supported": []string{keys.Algorithm},
	})
}

// tokenRequest is the body of POST /token. TTL is in seconds; defect is one of Defects.
type tokenRequest struct {
	Subject      string   `json:"sub"`
	Organisation string   `json:"org"`
	Roles        []string `json:"roles"`
	Name         string   `json:"name"`
	Audience     string   `json:"audience"`
	TTL          int      `json:"ttl"`
	Defect       Defect   `json:"defect"`
}

type tokenAnswer struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
}

func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	var in tokenRequest
	if !web.ReadJSON(w, r, &in) {
		return
	}
	if in.Subject == "" || in.TTL < 0 || !slices.Contains(Defects(), in.Defect) {
		web.WriteError(w, http.StatusBadRequest, "claims_invalid", fmt.Sprintf("sub must be given, ttl not negative, defect one of %q", Defects()))
		return
	}
	token, err := s.Issue(Claims{
		Subject: in.Subject, Organisation: in.Organisation, Roles: in.Roles, Name: in.Name,
		Audience: in.Audience, TTL: time.Duration(in.TTL) * time.Second, Defect: in.Defect,
	})
	if err != nil {
		web.WriteError(w, http.StatusInternalServerError, "issue_failed", err.Error())
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	web.WriteJSON(w, http.StatusOK, tokenAnswer{AccessToken: token, TokenType: "Bearer"})
}
