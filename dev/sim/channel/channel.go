// Package channel is the payment channels: it takes payments, tells the product of each by a signed message as Standard
// Webhooks have it, and keeps a statement of its own. It says again, late, in another order or wrongly what it is asked to.
package channel

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"partnercenter/dev/sim/clock"
	"partnercenter/dev/sim/internal/web"
)

// retryPause is how long a channel waits before it tells the product again what the product has not taken.
const retryPause = 300 * time.Millisecond

// Config may leave Clock nil: real time.
type Config struct {
	// Callback is the address of the product's callbacks, without the channel's name.
	Callback string
	// Secrets are what the channels sign with, by name.
	Secrets map[string][]byte
	// Token is what the statement is read with.
	Token string
	Clock *clock.Clock
}

// Money is an amount as the product writes it.
type Money struct {
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
}

// Payer is who pays.
type Payer struct {
	Name    string `json:"name"`
	Account string `json:"account"`
}

// Notice is what the product is told of a payment.
type Notice struct {
	Reference      string    `json:"reference"`
	PaymentAccount string    `json:"payment_account"`
	SigningEntity  string    `json:"signing_entity"`
	Payer          Payer     `json:"payer"`
	Amount         Money     `json:"amount"`
	ArrivedAt      time.Time `json:"arrived_at"`
}

// Payment is one payment to be made. An empty reference is drawn, a zero ArrivedAt is now, Hold leaves it to Deliver
// to tell the product.
type Payment struct {
	Channel string `json:"channel"`
	Notice
	Hold bool `json:"hold"`
	// Unstated keeps it out of the statement.
	Unstated bool `json:"unstated"`
}

// Line is one payment in the channels' own statement. Lines count on over all channels.
type Line struct {
	Line      int64     `json:"line"`
	Channel   string    `json:"channel"`
	Reference string    `json:"reference"`
	EventID   string    `json:"event_id"`
	Amount    Money     `json:"amount"`
	At        time.Time `json:"at"`
}

// Delivery is what the product answered; status 0: nothing.
type Delivery struct {
	Reference string `json:"reference"`
	EventID   string `json:"event_id"`
	Status    int    `json:"status"`
	Body      string `json:"body"`
}

// Server is safe for concurrent use.
type Server struct {
	config Config
	done   chan struct{}
	trying sync.WaitGroup

	mu       sync.Mutex
	payments []taken
	lines    []Line
}

// taken is a payment that the channel has.
type taken struct {
	Payment
	event string
}

// New is channels without a payment.
func New(config Config) *Server {
	if config.Clock == nil {
		config.Clock = new(clock.Clock)
	}
	return &Server{config: config, done: make(chan struct{})}
}

// Close gives up telling the product.
func (s *Server) Close() {
	close(s.done)
	s.trying.Wait()
}

// Handler serves POST /payments, POST /payments/{reference}/deliver (?as=), GET /statement (?channel=&after=&limit=, with the
// token) and POST /statement, which states what nobody has paid.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /payments", s.pay)
	mux.HandleFunc("POST /payments/{reference}/deliver", s.deliver)
	mux.HandleFunc("GET /statement", s.statement)
	mux.HandleFunc("POST /statement", s.state)
	return mux
}

func (s *Server) pay(w http.ResponseWriter, r *http.Request) {
	var in Payment
	if !web.ReadJSON(w, r, &in) {
		return
	}
	if _, known := s.config.Secrets[in.Channel]; !known {
		web.WriteError(w, http.StatusBadRequest, "channel_unknown", "there is no such channel")
		return
	}
	if in.Reference == "" {
		in.Reference = "PAY" + rand.Text()
	}
	if in.ArrivedAt.IsZero() {
		in.ArrivedAt = s.config.Clock.Now()
	}
	payment := taken{Payment: in, event: "evt_" + rand.Text()}
	if !s.take(payment) {
		web.WriteError(w, http.StatusConflict, "reference_taken", "the channel has a payment of this reference")
		return
	}
	answer := Delivery{Reference: in.Reference, EventID: payment.event}
	if !in.Hold {
		answer = s.tell(r.Context(), payment, AsItIs)
		s.insist(context.WithoutCancel(r.Context()), payment, answer)
	}
	web.WriteJSON(w, http.StatusCreated, answer)
}

func (s *Server) take(payment taken) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.find(payment.Reference); known {
		return false
	}
	s.payments = append(s.payments, payment)
	if !payment.Unstated {
		s.book(Line{Channel: payment.Channel, Reference: payment.Reference, EventID: payment.event, Amount: payment.Amount, At: payment.ArrivedAt})
	}
	return true
}

// book is called with the lock held.
func (s *Server) book(line Line) {
	line.Line = int64(len(s.lines)) + 1
	s.lines = append(s.lines, line)
}

// find is called with the lock held.
func (s *Server) find(reference string) (taken, bool) {
	at := slices.IndexFunc(s.payments, func(p taken) bool { return p.Reference == reference })
	if at < 0 {
		return taken{}, false
	}
	return s.payments[at], true
}

// insist tells a product again that was not there, until it has an opinion.
func (s *Server) insist(ctx context.Context, payment taken, last Delivery) {
	if decided(last) {
		return
	}
	s.trying.Go(func() {
		for !decided(last) {
			select {
			case <-s.done:
				return
			case <-time.After(retryPause):
			}
			last = s.tell(ctx, payment, AsItIs)
		}
	})
}

func decided(d Delivery) bool { return d.Status != 0 && d.Status < http.StatusInternalServerError }

func (s *Server) deliver(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	payment, known := s.find(r.PathValue("reference"))
	s.mu.Unlock()
	as := Manner(r.URL.Query().Get("as"))
	if !known || !slices.Contains(manners, as) {
		web.WriteError(w, http.StatusBadRequest, "delivery_invalid", fmt.Sprintf("there must be such a payment, and as must be one of %q", manners))
		return
	}
	web.WriteJSON(w, http.StatusOK, s.tell(r.Context(), payment, as))
}

type statementAnswer struct {
	Lines []Line `json:"lines"`
}

func (s *Server) statement(w http.ResponseWriter, r *http.Request) {
	if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+s.config.Token)) != 1 {
		web.WriteError(w, http.StatusUnauthorized, "token_invalid", "the token is missing or wrong")
		return
	}
	query := r.URL.Query()
	after, _ := strconv.ParseInt(query.Get("after"), 10, 64)
	limit, err := strconv.Atoi(query.Get("limit"))
	if err != nil || limit < 1 {
		limit = 100
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	answer := statementAnswer{Lines: []Line{}}
	for _, l := range s.lines {
		if (query.Get("channel") == "" || l.Channel == query.Get("channel")) && l.Line > after && len(answer.Lines) < limit {
			answer.Lines = append(answer.Lines, l)
		}
	}
	web.WriteJSON(w, http.StatusOK, answer)
}

// state books what nobody has paid.
func (s *Server) state(w http.ResponseWriter, r *http.Request) {
	var in Line
	if !web.ReadJSON(w, r, &in) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	in.At = s.config.Clock.Now()
	s.book(in)
	web.WriteJSON(w, http.StatusCreated, s.lines[len(s.lines)-1])
}
