// Package bank is the vendor's bank: it pays out by reference, once each, calls back signed, and keeps its own statement,
// which says what really moved. Tests tell it to fail, to be silent, to change its mind, or to say something else.
package bank

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"partnercenter/dev/sim/clock"
	"partnercenter/dev/sim/internal/behaviour"
	"partnercenter/dev/sim/internal/web"
)

// Modes of PUT /behaviour beside "ok", which pays at once. Each is taken by a payout that is new to the bank.
const (
	Process     = "process"   // "processing" until PUT /payouts/{reference} says otherwise
	Fail        = "fail"      // "failed"
	TimeOut     = "time_out"  // pays, and does not answer the order in time
	Break       = "break"     // pays, and answers 500
	Lose        = "lose"      // answers 500 and has never heard of it
	Silent      = "silent"    // pays nothing and answers nothing but errors, until it is told otherwise
	LateSuccess = "late"      // "failed", and pays when it is told to
	WrongAmount = "wrong"     // pays, states and says a cent less
	Duplicate   = "duplicate" // pays, and calls back twice
)

// Statuses of a payout.
const (
	Processing = "processing"
	Succeeded  = "succeeded"
	Failed     = "failed"
)

// Config needs Token, the bearer token of every call. CallbackURL and Secret are for the calls back; without a URL there are none.
type Config struct {
	Token       string
	CallbackURL string
	Secret      []byte
	Clock       *clock.Clock
	// SlowFor is how long a call takes that does not answer in time; 0 means ten seconds.
	SlowFor time.Duration
}

// Amount is money as the product writes it.
type Amount struct {
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
}

// Order is what the bank is asked for.
type Order struct {
	Reference string         `json:"reference"`
	Account   string         `json:"account"`
	Entity    string         `json:"entity,omitempty"` // the company whose money it is
	Route     string         `json:"route"`
	Amount    Amount         `json:"amount"`
	Source    map[string]any `json:"source,omitempty"`
	Payee     map[string]any `json:"payee,omitempty"`
}

// Payout is what became of an order.
type Payout struct {
	Reference string `json:"reference"`
	Status    string `json:"status"`
	Amount    Amount `json:"amount"`
	Order     Order  `json:"order"`
	Asked     int    `json:"asked"` // how often it was ordered
	silent    bool
}

// Line is money that has moved.
type Line struct {
	Line      int64     `json:"line"`
	Account   string    `json:"account"`
	Entity    string    `json:"entity,omitempty"`
	Reference string    `json:"reference"`
	Amount    Amount    `json:"amount"`
	At        time.Time `json:"at"`
}

// Server is safe for concurrent use.
type Server struct {
	config    Config
	behaviour *behaviour.Switch

	mu      sync.Mutex
	payouts map[string]*Payout
	lines   []Line
}

// New is a bank that has paid nothing.
func New(config Config) (*Server, error) {
	if config.Token == "" {
		return nil, errors.New("configure bank: token is missing")
	}
	if config.Clock == nil {
		config.Clock = new(clock.Clock)
	}
	if config.SlowFor == 0 {
		config.SlowFor = 10 * time.Second
	}
	return &Server{
		config: config, behaviour: behaviour.New(Process, Fail, TimeOut, Break, Lose, Silent, LateSuccess, WrongAmount, Duplicate), payouts: map[string]*Payout{},
	}, nil
}

// Handler serves the product's calls (POST /payouts, GET /payouts/{reference}, GET /statement?account=&after=&limit=) and the
// tests' (GET and PUT /behaviour, GET /payouts, PUT /payouts/{reference}, which settles a payout or changes what was said of it,
// POST /statement, which states money that nobody ordered).
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /payouts", s.order)
	mux.HandleFunc("GET /payouts/{reference}", s.ask)
	mux.HandleFunc("GET /payouts", s.list)
	mux.HandleFunc("PUT /payouts/{reference}", s.settle)
	mux.HandleFunc("GET /statement", s.statement)
	mux.HandleFunc("POST /statement", s.unordered)
	mux.Handle("GET /behaviour", s.behaviour)
	mux.Handle("PUT /behaviour", s.behaviour)
	return s.guard(mux)
}

func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+s.config.Token)) != 1 {
			web.WriteError(w, http.StatusUnauthorized, "token_invalid", "the token is missing or wrong")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// order carries a reference out once, however often it is asked to.
func (s *Server) order(w http.ResponseWriter, r *http.Request) {
	var o Order
	if !web.ReadJSON(w, r, &o) {
		return
	}
	amount, err := decimal.NewFromString(o.Amount.Amount)
	if o.Reference == "" || o.Account == "" || err != nil || !amount.IsPositive() {
		web.WriteError(w, http.StatusBadRequest, "order_invalid", "reference, account and a positive amount are needed")
		return
	}
	s.mu.Lock()
	known := s.payouts[o.Reference]
	mode := behaviour.Normal
	if known == nil {
		mode = s.behaviour.Take()
		if mode != Lose {
			known = s.carryOut(r.Context(), o, mode)
		}
	} else {
		known.Asked++
	}
	answer := copyOf(known)
	s.mu.Unlock()
	switch {
	case mode == Lose, mode == Break, answer != nil && answer.silent:
		web.WriteError(w, http.StatusInternalServerError, "internal", "try again")
	case mode == TimeOut:
		select {
		case <-time.After(s.config.SlowFor):
		case <-r.Context().Done():
		}
	default:
		web.WriteJSON(w, http.StatusOK, answer)
	}
}

func copyOf(p *Payout) *Payout {
	if p == nil {
		return nil
	}
	own := *p
	return &own
}

// carryOut does as the mode says; the caller holds the lock.
func (s *Server) carryOut(ctx context.Context, o Order, mode string) *Payout {
	p := &Payout{Reference: o.Reference, Status: Succeeded, Amount: o.Amount, Order: o, Asked: 1}
	s.payouts[o.Reference] = p
	switch mode {
	case Process:
		p.Status = Processing
		return p
	case Silent:
		p.Status, p.silent = Processing, true
		return p
	case Fail, LateSuccess:
		p.Status = Failed
	case WrongAmount:
		p.Amount.Amount = less(o.Amount.Amount)
	}
	if p.Status == Succeeded {
		s.book(o, o.Entity, p.Amount)
	}
	calls := 1
	if mode == Duplicate {
		calls = 2
	}
	s.callBack(ctx, *p, calls)
	return p
}

// less is a cent less, or one where there are no cents.
func less(amount string) string {
	d := decimal.RequireFromString(amount) // it was read before
	return d.Sub(decimal.New(1, d.Exponent())).StringFixed(-d.Exponent())
}

func (s *Server) book(o Order, entity string, amount Amount) {
	s.state(Line{Account: o.Account, Entity: entity, Reference: o.Reference, Amount: amount})
}

// state writes the next line; the caller holds the lock.
func (s *Server) state(l Line) Line {
	l.Line, l.At = int64(len(s.lines))+1, s.config.Clock.Now()
	s.lines = append(s.lines, l)
	return l
}

func (s *Server) ask(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	p := copyOf(s.payouts[r.PathValue("reference")])
	s.mu.Unlock()
	switch {
	case p == nil:
		web.WriteError(w, http.StatusNotFound, "payout_unknown", "there is no such payout")
	case p.silent:
		web.WriteError(w, http.StatusServiceUnavailable, "unavailable", "try again")
	default:
		web.WriteJSON(w, http.StatusOK, p)
	}
}

func (s *Server) list(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Payout, 0, len(s.payouts))
	for _, p := range s.payouts {
		all = append(all, *p)
	}
	web.WriteJSON(w, http.StatusOK, map[string]any{"payouts": all})
}

// Settlement is what a payout is from now on, and how often that is called back.
type Settlement struct {
	Status string  `json:"status"`
	Amount *Amount `json:"amount,omitempty"` // what moves, if not what was ordered
	Entity string  `json:"entity,omitempty"` // whose money moves, if not that of who was ordered to pay
	Calls  int     `json:"calls"`
	// Unstated keeps the money out of the statement.
	Unstated bool `json:"unstated"`
}

func (s *Server) settle(w http.ResponseWriter, r *http.Request) {
	var in Settlement
	if !web.ReadJSON(w, r, &in) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.payouts[r.PathValue("reference")]
	if p == nil || in.Status != Succeeded && in.Status != Failed && in.Status != Processing {
		web.WriteError(w, http.StatusBadRequest, "settlement_invalid", "the payout is unknown, or the status is")
		return
	}
	if in.Amount != nil {
		p.Amount = *in.Amount
	}
	if in.Status == Succeeded && p.Status != Succeeded && !in.Unstated {
		s.book(p.Order, cmp.Or(in.Entity, p.Order.Entity), p.Amount)
	}
	p.Status, p.silent = in.Status, false
	if in.Calls > 0 {
		s.callBack(r.Context(), *p, in.Calls)
	}
	web.WriteJSON(w, http.StatusOK, p)
}

func (s *Server) statement(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	after, _ := strconv.ParseInt(query.Get("after"), 10, 64)
	limit, err := strconv.Atoi(query.Get("limit"))
	if err != nil || limit < 1 {
		limit = 100
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	page := []Line{}
	for _, l := range s.lines {
		if l.Account == query.Get("account") && l.Line > after && len(page) < limit {
			page = append(page, l)
		}
	}
	web.WriteJSON(w, http.StatusOK, map[string]any{"lines": page})
}

// unordered books money that nobody ordered.
func (s *Server) unordered(w http.ResponseWriter, r *http.Request) {
	var in Line
	if !web.ReadJSON(w, r, &in) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	web.WriteJSON(w, http.StatusCreated, s.state(in))
}

// callBack tells the product, so many times under one event id, as Standard Webhooks have it.
func (s *Server) callBack(ctx context.Context, p Payout, times int) {
	if s.config.CallbackURL == "" {
		return
	}
	body, err := json.Marshal(map[string]any{"reference": p.Reference, "status": p.Status, "amount": p.Amount})
	if err != nil {
		return // three plain members
	}
	event := "evt_" + rand.Text()
	ctx = context.WithoutCancel(ctx) // the call goes on when the order is answered
	go func() {
		for range times {
			for attempt := range 5 {
				if s.call(ctx, event, body) == nil {
					break
				}
				<-time.After(time.Duration(attempt+1) * 200 * time.Millisecond)
			}
		}
	}()
}

func (s *Server) call(ctx context.Context, event string, body []byte) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.config.CallbackURL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	now := strconv.FormatInt(time.Now().Unix(), 10)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("webhook-id", event)
	request.Header.Set("webhook-timestamp", now)
	request.Header.Set("webhook-signature", Sign(s.config.Secret, event, now, body))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("the call was answered %s", response.Status)
	}
	return nil
}

// Sign is the signature of a call back.
func Sign(secret []byte, event, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	fmt.Fprintf(mac, "%s.%s.%s", event, timestamp, body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
