// Package mail is the mail catcher: an SMTP server that delivers to nobody and shows what it was given. Nothing is
// deduplicated: a message sent twice is there twice.
package mail

import (
	"embed"
	"html/template"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"

	"partnercenter/dev/sim/clock"
	"partnercenter/dev/sim/internal/behaviour"
	"partnercenter/dev/sim/internal/web"
)

// Modes of PUT /behaviour beside "ok"; one use is one mail transaction.
const (
	// Reject refuses every recipient for good (550).
	Reject = "reject"
	// TempFail refuses every recipient for now (451).
	TempFail = "tempfail"
	// HangAfterData keeps the message and never answers: the sender cannot know.
	HangAfterData = "hang_after_data"
	// CloseAfter250 keeps the message, says so, and closes the connection before the sender's QUIT.
	CloseAfter250 = "close_after_250"
)

//go:embed list.html
var pages embed.FS

var listPage = template.Must(template.ParseFS(pages, "list.html"))

// Config may leave Clock nil: real time.
type Config struct {
	Clock *clock.Clock
}

// Message is one mail as received. From and To are the envelope's; Headers are decoded, in their order per name;
// MessageID is without its angle brackets.
type Message struct {
	ID         string              `json:"id"`
	MessageID  string              `json:"message_id"`
	From       string              `json:"from"`
	To         []string            `json:"to"`
	Subject    string              `json:"subject"`
	Text       string              `json:"text"`
	HTML       string              `json:"html"`
	Headers    map[string][]string `json:"headers"`
	ReceivedAt time.Time           `json:"received_at"`
}

// Server is safe for concurrent use.
type Server struct {
	clock     *clock.Clock
	behaviour *behaviour.Switch
	smtp      *smtp.Server

	mu       sync.RWMutex
	messages []Message
}

// New is a catcher without mails, which begins to listen in Serve.
func New(config Config) (*Server, error) {
	if config.Clock == nil {
		config.Clock = new(clock.Clock)
	}
	s := &Server{clock: config.Clock, behaviour: behaviour.New(Reject, TempFail, HangAfterData, CloseAfter250)}
	s.smtp = newSMTP(s)
	return s, nil
}

// ServeSMTP accepts mail until Close; then it returns nil.
func (s *Server) ServeSMTP(listener net.Listener) error {
	return s.smtp.Serve(listener)
}

// Close ends the SMTP side, connections that hang included.
func (s *Server) Close() error {
	return s.smtp.Close()
}

// Handler serves /api/messages (GET with ?to= and ?subject=, DELETE), /api/messages/{id}/html, /behaviour and the list as a page.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/messages", s.list)
	mux.HandleFunc("GET /api/messages/{id}/html", s.html)
	mux.HandleFunc("DELETE /api/messages", s.clear)
	mux.Handle("GET /behaviour", s.behaviour)
	mux.Handle("PUT /behaviour", s.behaviour)
	mux.HandleFunc("GET /{$}", s.page)
	return mux
}

type listAnswer struct {
	Messages []Message `json:"messages"`
}

// list answers the oldest first. `to` is a recipient's whole address in any case, `subject` a part of the subject.
func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	to, subject := r.URL.Query().Get("to"), r.URL.Query().Get("subject")
	web.WriteJSON(w, http.StatusOK, listAnswer{Messages: s.find(func(m Message) bool {
		return (to == "" || m.addressedTo(to)) && strings.Contains(m.Subject, subject)
	})})
}

func (m Message) addressedTo(address string) bool {
	return slices.ContainsFunc(m.To, func(recipient string) bool { return strings.EqualFold(recipient, address) })
}

func (s *Server) find(wanted func(Message) bool) []Message {
	s.mu.RLock()
	defer s.mu.RUnlock()
	found := []Message{}
	for _, message := range s.messages {
		if wanted(message) {
			found = append(found, message)
		}
	}
	return found
}

// html shows the HTML part as a reader would see it, in a sandbox: it is somebody else's markup on our origin.
func (s *Server) html(w http.ResponseWriter, r *http.Request) {
	found := s.find(func(m Message) bool { return m.ID == r.PathValue("id") })
	if len(found) == 0 || found[0].HTML == "" {
		web.WriteError(w, http.StatusNotFound, "html_unknown", "no such message, or it has no HTML part")
		return
	}
	w.Header().Set("Content-Security-Policy", "sandbox allow-popups allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; img-src data: cid:")
	web.WritePage(w, http.StatusOK, verbatim(found[0].HTML), nil)
}

func (s *Server) clear(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	s.messages = nil
	s.mu.Unlock()
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) page(w http.ResponseWriter, _ *http.Request) {
	newestFirst := s.find(func(Message) bool { return true })
	slices.Reverse(newestFirst)
	web.WritePage(w, http.StatusOK, listPage, newestFirst)
}

func (s *Server) keep(message Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	message.ReceivedAt = s.clock.Now()
	s.messages = append(s.messages, message)
}
