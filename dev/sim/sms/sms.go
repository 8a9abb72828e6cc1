// Package sms is the SMS gateway: it keeps what it is asked to send.
package sms

import (
	_ "embed"
	"html/template"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"partnercenter/dev/sim/clock"
	"partnercenter/dev/sim/internal/phone"
	"partnercenter/dev/sim/internal/web"
)

//go:embed list.html
var listSource string

var listPage = template.Must(template.New("list").Parse(listSource))

// Config may leave Clock nil: real time.
type Config struct {
	Clock *clock.Clock
}

// Message is one text; To is in E.164.
type Message struct {
	ID     string    `json:"id"`
	To     string    `json:"to"`
	Text   string    `json:"text"`
	SentAt time.Time `json:"sent_at"`
}

// Server is safe for concurrent use.
type Server struct {
	clock *clock.Clock

	mu       sync.RWMutex
	messages []Message
}

// New is a gateway that has delivered nothing.
func New(config Config) (*Server, error) {
	if config.Clock == nil {
		config.Clock = new(clock.Clock)
	}
	return &Server{clock: config.Clock}, nil
}

// Handler serves POST, GET (?to=) and DELETE /messages, and the list as a page.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /messages", s.send)
	mux.HandleFunc("GET /messages", s.list)
	mux.HandleFunc("DELETE /messages", s.clear)
	mux.HandleFunc("GET /{$}", s.page)
	return mux
}

type sendRequest struct {
	To   string `json:"to"`
	Text string `json:"text"`
}

func (s *Server) send(w http.ResponseWriter, r *http.Request) {
	var in sendRequest
	if !web.ReadJSON(w, r, &in) {
		return
	}
	to, err := phone.Normalise(in.To)
	if err != nil || in.Text == "" {
		web.WriteError(w, http.StatusBadRequest, "message_invalid", "to must be a phone number and text must be given")
		return
	}
	web.WriteJSON(w, http.StatusCreated, s.keep(to, in.Text))
}

func (s *Server) keep(to, text string) Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	message := Message{ID: uuid.NewString(), To: to, Text: text, SentAt: s.clock.Now()}
	s.messages = append(s.messages, message)
	return message
}

type listAnswer struct {
	Messages []Message `json:"messages"`
}

// list answers the messages to one number, or all, the oldest first.
func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	if !r.URL.Query().Has("to") {
		web.WriteJSON(w, http.StatusOK, listAnswer{Messages: s.kept("")})
		return
	}
	to, err := phone.Normalise(r.URL.Query().Get("to"))
	if err != nil {
		web.WriteError(w, http.StatusBadRequest, "phone_invalid", "to must be a phone number; write + as %2B")
		return
	}
	web.WriteJSON(w, http.StatusOK, listAnswer{Messages: s.kept(to)})
}

// kept copies the messages to one number; empty means all.
func (s *Server) kept(to string) []Message {
	s.mu.RLock()
	defer s.mu.RUnlock()
	found := make([]Message, 0, len(s.messages))
	for _, message := range s.messages {
		if to == "" || message.To == to {
			found = append(found, message)
		}
	}
	return found
}

func (s *Server) clear(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	s.messages = nil
	s.mu.Unlock()
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) page(w http.ResponseWriter, _ *http.Request) {
	newestFirst := s.kept("")
	slices.Reverse(newestFirst)
	web.WritePage(w, http.StatusOK, listPage, newestFirst)
}
