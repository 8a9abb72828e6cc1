package notify_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/notify"
	"partnercenter/models"
)

const publicURL = "https://partners.example.com"

// queue is a queue in memory; it records what the sender said of each mail.
type queue struct {
	queued []models.Notification
	orders map[uuid.UUID]notify.Order
	broken map[uuid.UUID]error // reading fails
	sent   []uuid.UUID
	void   []uuid.UUID
	putOff map[uuid.UUID]postponement
	failed map[uuid.UUID]string
}

type postponement struct {
	pause time.Duration
	cause string
}

func newQueue() *queue {
	return &queue{
		orders: map[uuid.UUID]notify.Order{},
		broken: map[uuid.UUID]error{},
		putOff: map[uuid.UUID]postponement{},
		failed: map[uuid.UUID]string{},
	}
}

// owe queues an invitation's mail.
func (q *queue) owe(t *testing.T, to string, change ...func(*models.Notification, *notify.Order)) uuid.UUID {
	t.Helper()
	n := models.Notification{ID: uuid.New(), Kind: notify.KindInvitation, Locale: "en"}
	order := notify.Order{Due: true, Owed: true, To: to, Data: sample(t)}
	for _, c := range change {
		c(&n, &order)
	}
	q.queued = append(q.queued, n)
	q.orders[n.ID] = order
	return n.ID
}

func (q *queue) Queued(context.Context, int) ([]models.Notification, error) { return q.queued, nil }

func (q *queue) Read(_ context.Context, n models.Notification) (notify.Order, error) {
	return q.orders[n.ID], q.broken[n.ID]
}

func (q *queue) Sent(_ context.Context, n models.Notification) error {
	q.sent = append(q.sent, n.ID)
	return nil
}

func (q *queue) Void(_ context.Context, n models.Notification) error {
	q.void = append(q.void, n.ID)
	return nil
}

func (q *queue) PutOff(_ context.Context, n models.Notification, pause time.Duration, cause string) error {
	q.putOff[n.ID] = postponement{pause: pause, cause: cause}
	return nil
}

func (q *queue) Fail(_ context.Context, n models.Notification, cause string) error {
	q.failed[n.ID] = cause
	return nil
}

// transport takes every mail but those to the addresses it refuses.
type transport struct {
	refuse map[string]error
	taken  []notify.Envelope
}

func (s *transport) Send(_ context.Context, e notify.Envelope) error {
	if err := s.refuse[e.To]; err != nil {
		return err
	}
	s.taken = append(s.taken, e)
	return nil
}

func sender(q *queue, t *transport, log *bytes.Buffer) *notify.Sender {
	return &notify.Sender{Queue: q, Transport: t, PublicURL: publicURL, Log: slog.New(slog.NewJSONHandler(log, nil))}
}

// A mail that is due and owed goes out under an id made of its notification, and
// its code appears in no log.
func TestDueMailsAreSentUnderTheirNotificationsID(t *testing.T) {
	q, mails, log := newQueue(), &transport{}, &bytes.Buffer{}
	id := q.owe(t, "customer@example.com")

	sent, err := sender(q, mails, log).SendDue(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, sent)
	require.Equal(t, []uuid.UUID{id}, q.sent)
	require.Equal(t, id.String()+"@partners.example.com", mails.taken[0].MessageID)
	require.Contains(t, mails.taken[0].Mail.Text, "abcdefghijklmnopqrstuvwxyz234567")
	require.NotContains(t, log.String(), "abcdefghijklmnopqrstuvwxyz234567")
	require.NotContains(t, log.String(), "customer@example.com")
}

// A mail waits for its realm's clock, and is void once its cause is gone.
func TestMailsThatAreNotDueWaitAndThoseNotOwedAreVoid(t *testing.T) {
	q, mails := newQueue(), &transport{}
	q.owe(t, "later@example.com", func(_ *models.Notification, o *notify.Order) { o.Due = false })
	gone := q.owe(t, "gone@example.com", func(_ *models.Notification, o *notify.Order) { o.Owed = false })

	sent, err := sender(q, mails, &bytes.Buffer{}).SendDue(t.Context())
	require.NoError(t, err)
	require.Zero(t, sent)
	require.Empty(t, mails.taken)
	require.Equal(t, []uuid.UUID{gone}, q.void)
	require.Empty(t, q.putOff)
}

// One bad mail is put off, each for its own cause; the others go out.
func TestOneBadMailNeverStopsTheOthers(t *testing.T) {
	refused := &notify.SendError{Cause: "the mail server answered 451 4.7.1"}
	q, mails := newQueue(), &transport{refuse: map[string]error{"bad@example.com": refused}}
	bad := q.owe(t, "bad@example.com", func(n *models.Notification, _ *notify.Order) { n.Attempts = 3 })
	unread := q.owe(t, "unread@example.com")
	q.broken[unread] = errors.New("connection lost")
	unsayable := q.owe(t, "unsayable@example.com", func(n *models.Notification, _ *notify.Order) { n.Locale = "fr" })
	good := q.owe(t, "good@example.com")

	sent, err := sender(q, mails, &bytes.Buffer{}).SendDue(t.Context())
	require.ErrorContains(t, err, "451 4.7.1")
	require.Empty(t, q.failed)
	require.Equal(t, 1, sent)
	require.Equal(t, []uuid.UUID{good}, q.sent)
	require.Equal(t, map[uuid.UUID]postponement{
		bad:       {pause: 8 * time.Second, cause: "send mail: the mail server answered 451 4.7.1"},
		unread:    {pause: time.Second, cause: "its subject cannot be read"},
		unsayable: {pause: time.Second, cause: "it cannot be composed"},
	}, q.putOff)
}

// Where there is no mail server, one mail finds out for all.
func TestAnAbsentMailServerEndsTheBatch(t *testing.T) {
	away := &notify.SendError{Cause: "the mail server cannot be reached", Unreachable: true}
	q, mails := newQueue(), &transport{refuse: map[string]error{"first@example.com": away}}
	first := q.owe(t, "first@example.com", func(n *models.Notification, _ *notify.Order) { n.Attempts = 40 })
	q.owe(t, "second@example.com")

	sent, err := sender(q, mails, &bytes.Buffer{}).SendDue(t.Context())
	require.ErrorContains(t, err, "cannot be reached")
	require.Zero(t, sent)
	require.Len(t, q.putOff, 1)
	require.Equal(t, time.Minute, q.putOff[first].pause, "a server that is back is found within the minute")
}

// What is refused for good is not tried again: it ends, once, with its cause.
func TestAMailThatIsRefusedForGoodEnds(t *testing.T) {
	server := startMailServer(t, false, &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "customer@example.com: no such user"})
	mailer, err := notify.NewMailer(server.config(notify.TLSNone))
	require.NoError(t, err)
	q, log := newQueue(), &bytes.Buffer{}
	id := q.owe(t, "customer@example.com")
	s := &notify.Sender{Queue: q, Transport: mailer, PublicURL: publicURL, Log: slog.New(slog.NewJSONHandler(log, nil))}

	sent, err := s.SendDue(t.Context())
	require.ErrorContains(t, err, "550 5.1.1")
	require.NotContains(t, err.Error(), "customer@example.com")
	require.Zero(t, sent)
	require.Equal(t, map[uuid.UUID]string{id: "the mail server answered 550 5.1.1"}, q.failed)
	require.Empty(t, q.putOff)
}
