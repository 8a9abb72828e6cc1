package webhook

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"github.com/google/uuid"

	"partnercenter/internal/crash"
	"partnercenter/models"
)

const (
	// underWay bounds the attempts at once of one worker, and ofOne those to one
	// subscription: a receiver that answers late holds up its own events only.
	underWay = 64
	ofOne    = 8
)

// Queue is the deliveries that are owed. No transaction of it is open between calls.
type Queue interface {
	// FanOut owes new events to those who subscribed to them, and answers how often.
	FanOut(ctx context.Context) (int, error)
	// Claim takes what is due for longer than an attempt may take. busy are left out.
	Claim(ctx context.Context, busy []uuid.UUID) ([]models.Parcel, error)
	// Note writes down what came of an attempt.
	Note(ctx context.Context, d models.Delivery, a models.Attempt) error
}

// Transport sends a parcel once.
type Transport interface {
	Send(ctx context.Context, p models.Parcel) (models.Attempt, error)
}

// Sender sends what is owed, at least once. A receiver that takes its time does not
// keep the others waiting.
type Sender struct {
	Queue     Queue
	Transport Transport
	Log       *slog.Logger

	mu    sync.Mutex
	count map[uuid.UUID]int // attempts under way, by subscription
	total int
	sends sync.WaitGroup
}

// SendDue owes what is new and begins to send what is due; it answers how much that
// was and does not wait for the receivers.
func (s *Sender) SendDue(ctx context.Context) (int, error) {
	moved, err := s.Queue.FanOut(ctx)
	if err != nil {
		return moved, fmt.Errorf("owe events: %w", err)
	}
	busy, full := s.busy()
	if full {
		return moved, nil
	}
	parcels, err := s.Queue.Claim(ctx, busy)
	for _, p := range parcels {
		s.begin(p.Delivery.SubscriptionID, 1)
		s.sends.Go(func() {
			defer s.begin(p.Delivery.SubscriptionID, -1)
			s.deliver(context.WithoutCancel(ctx), p)
		})
	}
	return moved + len(parcels), err
}

// Wait lets the attempts under way end.
func (s *Sender) Wait() { s.sends.Wait() }

// deliver sends one parcel; the attempt bounds itself. What is not noted is sent
// again when the claim has ended.
func (s *Sender) deliver(ctx context.Context, p models.Parcel) {
	attempt, err := s.Transport.Send(ctx, p)
	if err == nil {
		if attempt.Accepted() {
			crash.At(crash.EventTaken)
		}
		err = s.Queue.Note(ctx, p.Delivery, attempt)
	}
	if err != nil {
		s.Log.WarnContext(ctx, "a delivery was not noted", "delivery", p.Delivery.ID, "error", err.Error())
	}
}

// busy are the subscriptions that have enough under way; full: all have.
func (s *Sender) busy() (busy []uuid.UUID, full bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, n := range s.count {
		if n >= ofOne {
			busy = append(busy, id)
		}
	}
	return busy, s.total >= underWay
}

func (s *Sender) begin(subscription uuid.UUID, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.count == nil {
		s.count = map[uuid.UUID]int{}
	}
	s.total += n
	if s.count[subscription] += n; s.count[subscription] == 0 {
		delete(s.count, subscription)
	}
}
