package store_test

import (
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// figures reads the realm's figures by name and labels.
func (f *fixture) figures() map[string]float64 {
	f.t.Helper()
	read := map[string]float64{}
	f.as(f.system, func(tx *store.Tx) error {
		figures, err := tx.Figures(tx.Now().Add(-2 * time.Minute))
		for _, figure := range figures {
			name := figure.Name
			for _, label := range figure.Labels {
				name += " " + label
			}
			read[name] = figure.Value
		}
		return err
	})
	return read
}

// The figures of a realm count what is open, overdue, owed and waiting there, and
// show a zero for what is not.
func TestFigures_CountWhatIsOpenOverdueAndOwed(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	before := f.figures()
	for _, kind := range store.ProcessKinds() {
		require.Zero(t, before["processes_overdue "+kind])
		require.Contains(t, before, "processes_overdue_seconds "+kind)
	}
	require.Contains(t, before, "mails_waiting")
	require.Contains(t, before, "ledger_books_wrong")
	require.Contains(t, before, "deliveries_waiting_seconds")

	now := models.Microseconds(time.Now())
	soon, ago := now.Add(time.Hour), now.Add(-10*time.Minute)
	f.as(f.aurora, func(tx *store.Tx) error {
		var last models.Registration
		for _, wake := range []*time.Time{&soon, &soon, &ago} {
			r, err := f.register(tx, models.RegistrationReported, wake)
			if err != nil {
				return err
			}
			last = r
		}
		expired, err := f.register(tx, models.RegistrationExpired, nil)
		if err != nil {
			return err
		}
		invited, err := f.register(tx, models.RegistrationExpired, nil)
		if err != nil {
			return err
		}
		if _, err := f.invite(tx, invited, models.InvitationExpired, now, now); err != nil {
			return err
		}
		if err := tx.OpenTask(models.Task{Realm: realm, PartnerID: f.aurora.Org, Party: models.PartyVendor, Kind: models.TaskLedger, SubjectKind: models.SubjectBook, SubjectID: f.aurora.Org, Since: now}); err != nil {
			return err
		}
		if err := tx.Notify(models.Notification{Realm: realm, PartnerID: f.aurora.Org, SubjectKind: models.SubjectRegistration, SubjectID: last.ID, Kind: "k", ContactID: last.ContactID}); err != nil {
			return err
		}
		return tx.Record(registered(expired))
	})
	after := f.figures()
	require.InDelta(t, 3, after["processes_open registration reported"], 0)
	require.InDelta(t, 1, after["processes_overdue registration"], 0)
	require.GreaterOrEqual(t, after["processes_overdue_seconds registration"], 600.0)
	require.InDelta(t, 1, after["registrations_expired_uninvited"], 0)
	require.InDelta(t, 1, after["tasks_open vendor ledger_difference"], 0)
	require.Contains(t, after, "tasks_escalated vendor ledger_difference")
	require.Zero(t, after["tasks_escalated vendor ledger_difference"], "nothing says until when it may take")
	require.InDelta(t, 1, after["ledger_books_wrong"], 0)
	require.InDelta(t, 1, after["mails_waiting"], 0)
	require.InDelta(t, 1, after["events_waiting"]-before["events_waiting"], 0)

	f.admin("UPDATE notifications SET state = 'failed'")
	require.InDelta(t, 1, f.figures()["mails_failed"], 0)
}

// What is owed to a subscriber is counted with how long it has been, until it is sent, or sent no more.
func TestFigures_CountWhatIsOwedToSubscribers(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	s := f.subscribe(f.aurora)
	f.tell(f.aurora, "link.created", store.NewID(), 1)
	f.tell(f.aurora, "link.created", store.NewID(), 1)
	require.NoError(t, f.relay(100))
	f.owe()
	f.shift(realm, time.Hour)
	owed := f.figures()
	require.InDelta(t, 2, owed["deliveries_waiting"], 0)
	require.GreaterOrEqual(t, owed["deliveries_waiting_seconds"], 3600.0)
	require.Zero(t, owed["subscriptions_disabled"])

	f.admin("UPDATE subscriptions SET state = 'disabled', disabled_cause = 'gone'")
	f.as(f.system, func(tx *store.Tx) error {
		return tx.OpenTask(models.Task{Realm: realm, PartnerID: f.aurora.Org, Party: models.PartyPartner, Kind: models.TaskSubscription, SubjectKind: models.SubjectSubscription, SubjectID: s.ID, Since: tx.Now()})
	})
	disabled := f.figures()
	require.Zero(t, disabled["deliveries_waiting"], "nobody sends it")
	require.Zero(t, disabled["deliveries_waiting_seconds"])
	require.InDelta(t, 1, disabled["subscriptions_disabled"], 0)
}

// counted keeps what a store told.
type counted struct {
	mu   sync.Mutex
	left []store.Committed
}

func (c *counted) Committed(left store.Committed) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left = append(c.left, left)
}

func (c *counted) Conflicted(string) {}

// What was rolled back has not happened, and is not counted.
func TestObserver_HearsOfWhatCommittedOnly(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	heard := &counted{}
	s, err := store.Open(t.Context(), store.Config{URL: f.db.URLs["api"], MaxConns: 4, Logger: slog.New(slog.DiscardHandler), Observer: heard})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	evaluate := func(tx *store.Tx) error {
		_, err := f.evaluation(tx)
		return err
	}
	require.ErrorIs(t, s.As(t.Context(), f.aurora, func(tx *store.Tx) error {
		require.NoError(t, evaluate(tx))
		return models.ErrForbidden
	}), models.ErrForbidden)
	require.Empty(t, heard.left)
	require.NoError(t, s.As(t.Context(), f.aurora, evaluate))
	require.Len(t, heard.left, 1)
	require.Equal(t, "test", heard.left[0].Evaluations[0].RuleSet)
}
