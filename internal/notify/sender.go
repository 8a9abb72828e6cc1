package notify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"partnercenter/internal/crash"
	"partnercenter/models"
)

// A batch is what one call sends. A mail that failed for now is tried again after
// 1 s, 2 s, 4 s … and then every minute, for as long as it is owed: a mail server
// that is back is found within the minute, however long it was away.
const (
	batchSize  = 50
	firstRetry = time.Second
	lastRetry  = time.Minute
)

// Transport hands one mail to a mail server. Errors: *SendError.
type Transport interface {
	Send(ctx context.Context, e Envelope) error
}

// Queue is the mails that are owed. No transaction of it is open between calls.
type Queue interface {
	// Queued lists mails that are owed, whether due or not, oldest first.
	Queued(ctx context.Context, limit int) ([]models.Notification, error)
	// Read reads what a mail is about, at its realm's time.
	Read(ctx context.Context, n models.Notification) (Order, error)
	Sent(ctx context.Context, n models.Notification) error
	Void(ctx context.Context, n models.Notification) error
	// PutOff tries again after the pause; cause holds no personal data.
	PutOff(ctx context.Context, n models.Notification, pause time.Duration, cause string) error
	// Fail ends a mail that no attempt will deliver; cause holds no personal data.
	Fail(ctx context.Context, n models.Notification, cause string) error
}

// Order is what stands behind a queued mail at the instant of reading.
type Order struct {
	Due  bool // by the clock of the mail's realm
	Owed bool // its cause still holds and there is an address
	To   string
	Data Data
}

// Sender sends what is owed, at least once: the mail of a notification that was
// sent twice has the same Message-ID.
type Sender struct {
	Queue     Queue
	Transport Transport
	PublicURL string
	Log       *slog.Logger
}

// SendDue sends the mails that are owed and due, and answers how many. A mail
// that fails is put off, or ended where it was refused for good, and does not stop
// the others; a mail server that is not there does.
func (s *Sender) SendDue(ctx context.Context) (int, error) {
	queued, err := s.Queue.Queued(ctx, batchSize)
	if err != nil {
		return 0, fmt.Errorf("read mail queue: %w", err)
	}
	sent := 0
	var failures []error
	for _, n := range queued {
		done, err := s.deliver(ctx, n)
		if done {
			sent++
		}
		if err == nil {
			continue
		}
		failures = append(failures, fmt.Errorf("mail %s: %w", n.ID, err))
		var refused *SendError
		if ctx.Err() != nil || errors.As(err, &refused) && refused.Unreachable {
			break
		}
	}
	return sent, errors.Join(failures...)
}

// deliver sends one mail if it is due and still owed, and reports whether it did.
func (s *Sender) deliver(ctx context.Context, n models.Notification) (bool, error) {
	order, err := s.Queue.Read(ctx, n)
	switch {
	case err != nil:
		return false, s.putOff(ctx, n, "its subject cannot be read", err)
	case !order.Due:
		return false, nil
	case !order.Owed:
		return false, s.Queue.Void(ctx, n)
	}
	envelope, err := s.compose(n, order)
	if err != nil {
		return false, s.putOff(ctx, n, "it cannot be composed", err)
	}
	if err := s.Transport.Send(ctx, envelope); err != nil {
		return false, s.notSent(ctx, n, err)
	}
	crash.At(crash.MailTaken)
	if err := s.Queue.Sent(ctx, n); err != nil {
		return true, fmt.Errorf("note that it was sent: %w", err)
	}
	s.Log.InfoContext(ctx, "mail sent", "notification", n.ID, "kind", n.Kind, "subject", n.SubjectID)
	return true, nil
}

func (s *Sender) compose(n models.Notification, order Order) (Envelope, error) {
	id, err := MessageID(n.ID, s.PublicURL)
	if err != nil {
		return Envelope{}, err
	}
	composed, err := Compose(n.Kind, n.Locale, order.Data)
	if err != nil {
		return Envelope{}, err
	}
	return Envelope{To: order.To, MessageID: id, Mail: composed}, nil
}

// notSent tells a refusal that stays from one that another attempt may overcome.
func (s *Sender) notSent(ctx context.Context, n models.Notification, failure error) error {
	refused, ok := errors.AsType[*SendError](failure)
	if !ok || !refused.Permanent {
		return s.putOff(ctx, n, failure.Error(), failure)
	}
	if err := s.Queue.Fail(ctx, n, refused.Cause); err != nil {
		return errors.Join(failure, fmt.Errorf("end it as failed: %w", err))
	}
	return failure
}

func (s *Sender) putOff(ctx context.Context, n models.Notification, cause string, failure error) error {
	if err := s.Queue.PutOff(ctx, n, backoff(n.Attempts), cause); err != nil {
		return errors.Join(failure, fmt.Errorf("put off: %w", err))
	}
	return failure
}

// backoff doubles with every attempt that failed before.
func backoff(attempts int) time.Duration {
	pause := firstRetry
	for range attempts {
		if pause *= 2; pause >= lastRetry {
			return lastRetry
		}
	}
	return pause
}
