package kit

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"partnercenter/api/client"
)

// Message is an event as it arrived at a receiver.
type Message struct {
	ID     string      `json:"-"`
	Path   string      `json:"-"` // with its query
	Header http.Header `json:"-"`
	Body   []byte      `json:"-"`
	Taken  bool        `json:"-"` // the receiver said that it has it
	Type   string
	Data   client.Event
}

// Receiver is a server of a subscriber. It takes everything unless something else answers.
type Receiver struct {
	*httptest.Server
	mu     sync.Mutex
	got    []Message
	answer func(m Message, w http.ResponseWriter) (answered bool)
}

// Receive starts a receiver; it ends with the test.
func Receive(t *testing.T) *Receiver {
	t.Helper()
	r := &Receiver{}
	r.Server = httptest.NewServer(r)
	t.Cleanup(func() {
		r.CloseClientConnections()
		r.Close()
	})
	return r
}

// ServeHTTP keeps a message and answers it.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	m := Message{ID: req.Header.Get(standardwebhooks.HeaderWebhookID), Path: req.URL.RequestURI(), Header: req.Header, Body: body}
	if err != nil || json.Unmarshal(body, &m) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	n, answer := r.keep(m)
	if answer != nil && answer(m, w) {
		return
	}
	r.take(n)
	w.WriteHeader(http.StatusNoContent)
}

// keep answers the message's place among all, and who answers it.
func (r *Receiver) keep(m Message) (int, func(Message, http.ResponseWriter) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.got = append(r.got, m)
	return len(r.got) - 1, r.answer
}

func (r *Receiver) take(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.got[n].Taken = true
}

// Answers sets what answers from now on, unless it leaves that to the receiver; nil:
// everything is taken.
func (r *Receiver) Answers(answer func(m Message, w http.ResponseWriter) (answered bool)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = answer
}

// Messages are what has arrived, in its order.
func (r *Receiver) Messages() []Message {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.got)
}
