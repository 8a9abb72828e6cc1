package kit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// Intent is one request under one key, asked again until it is answered for good,
// as a careful client does.
type Intent struct {
	Method, Path, Token, Body string
	Key                       string

	mu      sync.Mutex
	answers []Answer
}

// Answer is what an intent was told for good.
type Answer struct {
	Status   int
	Body     []byte
	Replayed bool
}

// ErrNotYet says that the request has to be sent again, with the same key.
var ErrNotYet = errors.New("not answered for good yet")

// Post is an intent to post a body.
func Post(path, token, body string) *Intent {
	return &Intent{Method: http.MethodPost, Path: path, Token: token, Body: body, Key: Key()}
}

// Once sends the request to an API process: ErrNotYet says that nobody answered, or
// that whoever did asks for patience.
func (i *Intent) Once(ctx context.Context, w *World, base string) (Answer, error) {
	status, body, head, err := w.send(ctx, base, i.Method, i.Path, i.Token, i.Body, "Idempotency-Key", i.Key)
	answer := Answer{Status: status, Body: body, Replayed: head.Get("Idempotency-Replayed") == "true"}
	switch {
	case err != nil:
		return answer, errors.Join(ErrNotYet, err)
	case status == http.StatusAccepted, status == http.StatusServiceUnavailable, answer.Code() == "idempotency_in_progress":
		return answer, fmt.Errorf("%w: %d", ErrNotYet, status)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.answers = append(i.answers, answer)
	return answer, nil
}

// Persist asks the world's API processes in turn until it is answered for good.
func (i *Intent) Persist(ctx context.Context, w *World) (Answer, error) {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for n := 0; ; n++ {
		answer, err := i.Once(ctx, w, w.URLs[n%len(w.URLs)])
		if err == nil || !errors.Is(err, ErrNotYet) {
			return answer, err
		}
		select {
		case <-ctx.Done():
			return answer, fmt.Errorf("%s %s: %w", i.Method, i.Path, err)
		case <-tick.C:
		}
	}
}

// Code is the code of a problem, or empty.
func (a Answer) Code() string { return a.text("code") }

// ID is the id of the resource that was answered, or empty.
func (a Answer) ID() string { return a.text("id") }

// State is the state of the resource that was answered, or empty.
func (a Answer) State() string { return a.text("state") }

// OK reports whether the request was granted.
func (a Answer) OK() bool { return a.Status/100 == 2 }

func (a Answer) text(name string) string {
	var fields map[string]any
	_ = json.Unmarshal(a.Body, &fields)
	text, _ := fields[name].(string)
	return text
}
