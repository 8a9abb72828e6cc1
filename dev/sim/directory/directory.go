// Package directory is the customer directory of the vendor's cloud: who has an account, and the facts about it that
// the rules of registration and association ask for.
package directory

import (
	"crypto/subtle"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"

	"partnercenter/dev/sim/clock"
	"partnercenter/dev/sim/internal/behaviour"
	"partnercenter/dev/sim/internal/phone"
	"partnercenter/dev/sim/internal/web"
)

// Modes of PUT /behaviour beside "ok".
const (
	Down  = "down"
	Slow  = "slow"
	Stale = "stale"
)

// Codes of the 409 that PUT and PATCH answer.
const (
	ConflictAccountName = "account_name_exists"
	ConflictPhone       = "phone_exhausted"
)

const (
	// staleAge is how old the facts are in Stale mode: beyond any policy.
	staleAge = 30 * 24 * time.Hour
	// defaultSlowFor outlasts any sensible caller's patience.
	defaultSlowFor = 10 * time.Second
)

// Config needs Token, the bearer token of every call. Clock nil is real time; SlowFor 0 is ten seconds.
type Config struct {
	Token   string
	Clock   *clock.Clock
	SlowFor time.Duration
}

// Server is safe for concurrent use.
type Server struct {
	config    Config
	customers store
	behaviour *behaviour.Switch
}

// New is a directory without customers.
func New(config Config) (*Server, error) {
	if config.Token == "" {
		return nil, fmt.Errorf("configure customer directory: token is missing")
	}
	if config.Clock == nil {
		config.Clock = new(clock.Clock)
	}
	if config.SlowFor == 0 {
		config.SlowFor = defaultSlowFor
	}
	return &Server{
		config:    config,
		customers: store{records: map[uuid.UUID]Record{}},
		behaviour: behaviour.New(Down, Slow, Stale),
	}, nil
}

// Handler serves the directory's calls (GET /customers/{id}, which the product makes, and POST /customers/search), which obey
// the behaviour, and those that never fail on purpose: PUT and PATCH /customers/{id} for tests and for the identity provider's new accounts,
// POST /accounts/search for its sign-in, GET and PUT /behaviour.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /customers/{id}", s.behave(s.get))
	mux.HandleFunc("POST /customers/search", s.behave(s.search))
	mux.HandleFunc("PUT /customers/{id}", s.replace)
	mux.HandleFunc("PATCH /customers/{id}", s.change)
	mux.HandleFunc("POST /accounts/search", func(w http.ResponseWriter, r *http.Request) { s.search(w, r, s.config.Clock.Now()) })
	mux.Handle("GET /behaviour", s.behaviour)
	mux.Handle("PUT /behaviour", s.behaviour)
	return s.authenticated(mux)
}

func (s *Server) authenticated(next http.Handler) http.Handler {
	expected := []byte("Bearer " + s.config.Token)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), expected) != 1 {
			w.Header().Set("WWW-Authenticate", "Bearer")
			web.WriteError(w, http.StatusUnauthorized, "token_invalid", "the directory's bearer token is required")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// answer is a call of the product: it is told the instant its facts are as of.
type answer func(w http.ResponseWriter, r *http.Request, asOf time.Time)

func (s *Server) behave(next answer) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		asOf := s.config.Clock.Now()
		switch s.behaviour.Take() {
		case Down:
			web.WriteError(w, http.StatusServiceUnavailable, "directory_down", "the customer directory is down")
			return
		case Stale:
			asOf = asOf.Add(-staleAge)
		case Slow:
			if !s.wait(r) {
				return
			}
		}
		next(w, r, asOf)
	}
}

// wait reports false when the caller gave up first.
func (s *Server) wait(r *http.Request) bool {
	timer := time.NewTimer(s.config.SlowFor)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

func (s *Server) get(w http.ResponseWriter, r *http.Request, asOf time.Time) {
	id, ok := customerID(w, r)
	if !ok {
		return
	}
	record, found := s.customers.get(id)
	if !found {
		notFound(w)
		return
	}
	record.AsOf = asOf
	web.WriteJSON(w, http.StatusOK, record)
}

// Query is the body of a search; at least one criterion, and all that are given must match.
type Query struct {
	Phone       string `json:"phone,omitempty"`
	Email       string `json:"email,omitempty"`
	AccountName string `json:"account_name,omitempty"`
}

type searchAnswer struct {
	Customers []Record `json:"customers"`
}

func (s *Server) search(w http.ResponseWriter, r *http.Request, asOf time.Time) {
	var query Query
	if !web.ReadJSON(w, r, &query) {
		return
	}
	if query == (Query{}) {
		web.WriteError(w, http.StatusBadRequest, "query_invalid", "phone, email or account_name must be given")
		return
	}
	query, err := query.normalised()
	if err != nil {
		web.WriteError(w, http.StatusBadRequest, "query_invalid", "phone is not a phone number")
		return
	}
	found := s.customers.search(query)
	for i := range found {
		found[i].AsOf = asOf
	}
	web.WriteJSON(w, http.StatusOK, searchAnswer{Customers: found})
}

func (q Query) normalised() (Query, error) {
	q.Email = foldDomain(q.Email)
	if q.Phone == "" {
		return q, nil
	}
	number, err := phone.Normalise(q.Phone)
	q.Phone = number
	return q, err
}

// replace puts the whole record: what the body leaves out is as in a fresh account registered now.
func (s *Server) replace(w http.ResponseWriter, r *http.Request) {
	if id, ok := customerID(w, r); ok {
		s.write(w, r, Fresh(id, s.config.Clock.Now()))
	}
}

// change puts what the body names and leaves the rest of the record as it is.
func (s *Server) change(w http.ResponseWriter, r *http.Request) {
	id, ok := customerID(w, r)
	if !ok {
		return
	}
	record, found := s.customers.get(id)
	if !found {
		notFound(w)
		return
	}
	s.write(w, r, record)
}

func (s *Server) write(w http.ResponseWriter, r *http.Request, record Record) {
	id := record.CustomerID
	if !web.ReadJSON(w, r, &record) {
		return
	}
	if record.CustomerID != id {
		web.WriteError(w, http.StatusBadRequest, "record_invalid", "customer_id differs from the address")
		return
	}
	if wrong := record.normalise(); wrong != "" {
		web.WriteError(w, http.StatusBadRequest, "record_invalid", wrong)
		return
	}
	created, conflict := s.customers.put(record)
	if conflict != "" {
		web.WriteError(w, http.StatusConflict, conflict, "another account is in the way")
		return
	}
	record.AsOf = s.config.Clock.Now()
	status := http.StatusOK
	if created {
		status = http.StatusCreated
	}
	web.WriteJSON(w, status, record)
}

func customerID(w http.ResponseWriter, r *http.Request) (uuid.UUID, bool) {
	id, err := uuid.Parse(r.PathValue("id"))
	if err != nil {
		web.WriteError(w, http.StatusBadRequest, "id_invalid", "the customer's id must be a UUID")
		return uuid.Nil, false
	}
	return id, true
}

func notFound(w http.ResponseWriter) {
	web.WriteError(w, http.StatusNotFound, "customer_unknown", "no such customer account")
}
