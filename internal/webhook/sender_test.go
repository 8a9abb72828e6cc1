package webhook_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/webhook"
	"partnercenter/models"
)

// desk is a queue and a transport of the test.
type desk struct {
	mu      sync.Mutex
	due     []models.Parcel
	noted   map[uuid.UUID]string
	busy    []uuid.UUID
	fanned  int
	failure error
	slow    uuid.UUID // the subscription whose receiver answers when released
	release chan struct{}
}

func (d *desk) FanOut(context.Context) (int, error) { return d.fanned, d.failure }

func (d *desk) Claim(_ context.Context, busy []uuid.UUID) ([]models.Parcel, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.busy = busy
	claimed := d.due
	d.due = nil
	return claimed, nil
}

func (d *desk) Note(_ context.Context, x models.Delivery, a models.Attempt) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.noted[x.ID] = a.Outcome
	return nil
}

func (d *desk) Send(_ context.Context, p models.Parcel) (models.Attempt, error) {
	if p.Delivery.SubscriptionID == d.slow {
		<-d.release
	}
	if p.URL == "broken" {
		return models.Attempt{}, errors.New("cannot be written")
	}
	return models.Attempt{Outcome: models.AttemptAccepted}, nil
}

func (d *desk) owe(subscription uuid.UUID, n int) {
	for range n {
		d.due = append(d.due, models.Parcel{Delivery: models.Delivery{ID: uuid.New(), SubscriptionID: subscription}})
	}
}

func (d *desk) count() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.noted)
}

func TestSendDue_WaitsForNoReceiver(t *testing.T) {
	t.Parallel()
	d := &desk{noted: map[uuid.UUID]string{}, slow: uuid.New(), release: make(chan struct{}), fanned: 3}
	s := &webhook.Sender{Queue: d, Transport: d, Log: slog.New(slog.DiscardHandler)}
	d.owe(d.slow, 8)
	d.owe(uuid.New(), 2)
	n, err := s.SendDue(t.Context())
	require.NoError(t, err)
	require.Equal(t, 13, n)
	require.Eventually(t, func() bool { return d.count() == 2 }, time.Minute, time.Millisecond, "the others' events")
	_, err = s.SendDue(t.Context())
	require.NoError(t, err)
	require.Equal(t, []uuid.UUID{d.slow}, d.busy, "it has enough under way")

	close(d.release)
	s.Wait()
	require.Equal(t, 10, d.count())
	_, err = s.SendDue(t.Context())
	require.NoError(t, err)
	require.Empty(t, d.busy)
}

func TestSendDue_ClaimsNothingWhenAllHandsAreFull(t *testing.T) {
	t.Parallel()
	d := &desk{noted: map[uuid.UUID]string{}, slow: uuid.New(), release: make(chan struct{})}
	s := &webhook.Sender{Queue: d, Transport: d, Log: slog.New(slog.DiscardHandler)}
	d.owe(d.slow, 64)
	_, err := s.SendDue(t.Context())
	require.NoError(t, err)
	d.owe(uuid.New(), 1)
	n, err := s.SendDue(t.Context())
	require.NoError(t, err)
	require.Zero(t, n)
	close(d.release)
	s.Wait()
}

// What cannot be sent at all is not noted: it comes again when its claim has ended.
func TestSendDue_LeavesWhatItCouldNotSend(t *testing.T) {
	t.Parallel()
	d := &desk{noted: map[uuid.UUID]string{}}
	s := &webhook.Sender{Queue: d, Transport: d, Log: slog.New(slog.DiscardHandler)}
	d.due = []models.Parcel{{URL: "broken", Delivery: models.Delivery{ID: uuid.New(), SubscriptionID: uuid.New()}}}
	_, err := s.SendDue(t.Context())
	require.NoError(t, err)
	s.Wait()
	require.Zero(t, d.count())
	d.failure = errors.New("no database")
	_, err = s.SendDue(t.Context())
	require.ErrorIs(t, err, d.failure)
}
