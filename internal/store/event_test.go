package store_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// tell records an event of a partner about a subject.
func (f *fixture) tell(p models.Principal, kind string, subject uuid.UUID, seq int64) {
	f.t.Helper()
	f.as(p, func(tx *store.Tx) error {
		return tx.Record(models.Event{Type: kind, Realm: realm, PartnerID: &p.Org, SubjectKind: models.SubjectLink, SubjectID: subject, SubjectSeq: seq, Actor: p.Subject})
	})
}

// Two processes whose clocks differ write versions of one subject: its events get
// their positions in the order of the versions all the same, in batches of any size.
func TestPositionsFollowTheVersionsOfASubject(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	subject, other := store.NewID(), store.NewID()
	f.shift(realm, time.Hour)
	f.tell(f.aurora, "link.created", subject, 1)
	f.admin("DELETE FROM clocks")
	f.tell(f.aurora, "link.revoked", subject, 2) // recorded an hour before the first version
	f.tell(f.aurora, "link.created", other, 1)
	require.NoError(t, f.relay(1))
	seen := f.column("SELECT e.type || ' ' || (e.subject_id = $1) FROM event_positions p JOIN events e ON e.id = p.event_id ORDER BY p.position", subject)
	require.Len(t, seen, 3)
	require.Less(t, slices.Index(seen, "link.created true"), slices.Index(seen, "link.revoked true"))
}

func TestFeed_HoldsWhatASideMayReadInItsOrder(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	first, second, foreign := store.NewID(), store.NewID(), store.NewID()
	f.tell(f.aurora, "link.created", first, 1)
	f.tell(f.borealis, "link.created", foreign, 1)
	f.tell(f.aurora, "link.created", second, 1)
	f.tell(f.aurora, "link.revoked", first, 2)
	require.NoError(t, f.relay(100))
	read := func(p models.Principal, filter models.EventFilter, after int64, limit int) (types []string, page models.FeedPage) {
		f.as(p, func(tx *store.Tx) (err error) {
			page, err = tx.Feed(p.Feed(), filter, after, limit)
			return err
		})
		for _, e := range page.Items {
			types = append(types, e.Type)
		}
		return types, page
	}
	types, page := read(f.aurora, models.EventFilter{}, 0, 100)
	require.Equal(t, []string{"link.created", "link.created", "link.revoked"}, types)
	require.Equal(t, models.FeedPage{Items: page.Items, Next: 4}, page)
	types, page = read(f.aurora, models.EventFilter{}, 0, 2)
	require.Len(t, types, 2)
	require.Equal(t, int64(3), page.Next)
	require.True(t, page.More)
	types, page = read(f.aurora, models.EventFilter{Types: []string{"link.revoked"}}, 0, 1)
	require.Equal(t, []string{"link.revoked"}, types)
	require.False(t, page.More)
	types, page = read(f.aurora, models.EventFilter{SubjectKinds: []string{models.SubjectBook}}, 0, 10)
	require.Empty(t, types)
	require.Equal(t, int64(4), page.Next, "what was passed over is passed")
	types, _ = read(f.vendor, models.EventFilter{}, 1, 10)
	require.Len(t, types, 3)

	// The walls stand, whatever feed somebody asks for.
	f.as(f.aurora, func(tx *store.Tx) error {
		page, err := tx.Feed(f.borealis.Feed(), models.EventFilter{}, 0, 10)
		require.Empty(t, page.Items)
		return err
	})
}

// subscribe writes a subscription of a partner to everything.
func (f *fixture) subscribe(p models.Principal) models.Subscription {
	f.t.Helper()
	var s models.Subscription
	f.as(p, func(tx *store.Tx) error {
		evaluation, err := f.evaluation(tx)
		if err != nil {
			return err
		}
		id := store.NewID()
		s = models.Subscription{
			ID: id, Realm: realm, OrgID: p.Org, Side: p.Side, Reference: id.String(), URL: "https://partner.example/", Types: []string{}, SubjectKinds: []string{},
			State: models.SubscriptionActive, StateSince: tx.Now(), Version: 1, EvaluationID: evaluation, Creator: p.Subject, KeyID: "k", Generation: 1, SecretFor: "r", CreatedAt: tx.Now(),
		}
		return tx.AddSubscription(&s)
	})
	return s
}

// owe gives subscriptions what they have not been given.
func (f *fixture) owe() {
	f.t.Helper()
	for again := true; again; {
		f.as(f.system, func(tx *store.Tx) error {
			s, err := tx.LockBehind()
			if again = s != nil; err != nil || !again {
				return err
			}
			page, err := tx.Feed(s.Feed(), s.Filter(), s.Position, 100)
			if err != nil {
				return err
			}
			if err := tx.QueueDeliveries(*s, page.Items); err != nil {
				return err
			}
			return tx.PassFeed(s.ID, page.Next)
		})
	}
}

func (f *fixture) take(each int, busy ...uuid.UUID) (claimed []models.Delivery) {
	f.t.Helper()
	f.as(f.system, func(tx *store.Tx) (err error) {
		claimed, err = tx.ClaimDeliveries(tx.Now().Add(time.Minute), each, 100, busy)
		return err
	})
	return claimed
}

// A claim takes the oldest of each subject and nobody takes it again before it ends.
func TestClaimDeliveries_TakesTheOldestOfASubjectOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	s, foreign := f.subscribe(f.aurora), f.subscribe(f.borealis)
	first, second := store.NewID(), store.NewID()
	f.tell(f.aurora, "link.created", first, 1)
	f.tell(f.aurora, "link.revoked", first, 2)
	f.tell(f.aurora, "link.created", second, 1)
	require.NoError(t, f.relay(100))
	f.owe()
	f.owe()
	require.Equal(t, []string{"3"}, f.column("SELECT count(*)::text FROM deliveries WHERE subscription_id = $1", s.ID))
	require.Equal(t, []string{"0"}, f.column("SELECT count(*)::text FROM deliveries WHERE subscription_id = $1", foreign.ID))

	require.Empty(t, f.take(8, s.ID))
	claimed := f.take(8)
	require.Len(t, claimed, 2)
	for _, d := range claimed {
		require.Equal(t, "link.created", d.Type)
		require.Equal(t, 1, d.Attempts)
	}
	require.Empty(t, f.take(8), "both subjects are under way")
	f.shift(realm, 2*time.Minute)
	require.Len(t, f.take(1), 1, "whoever claimed has died")

	f.admin("UPDATE deliveries SET state = 'delivered', finished_at = now() WHERE subject_id = $1 AND type = 'link.created'", first)
	f.shift(realm, 4*time.Minute)
	types := map[string]int{}
	for _, d := range f.take(8) {
		types[d.Type]++
	}
	require.Equal(t, map[string]int{"link.created": 1, "link.revoked": 1}, types, "the next of the subject, and the other again")
	f.admin("UPDATE subscriptions SET state = 'disabled', disabled_cause = 'gone'")
	f.shift(realm, 8*time.Minute)
	require.Empty(t, f.take(8))
}

// What is owed twice is one delivery; what was over is owed again.
func TestQueueDeliveries_OwesAnEventOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	s := f.subscribe(f.aurora)
	f.tell(f.aurora, "link.created", store.NewID(), 1)
	require.NoError(t, f.relay(100))
	f.owe()
	f.admin("UPDATE subscriptions SET position = 0")
	f.owe()
	require.Equal(t, []string{"queued 0"}, f.column("SELECT state || ' ' || attempts FROM deliveries"))
	f.admin("UPDATE deliveries SET state = 'delivered', finished_at = now(), attempts = 3")
	f.admin("UPDATE subscriptions SET position = 0")
	f.owe()
	require.Equal(t, []string{"queued 0"}, f.column("SELECT state || ' ' || attempts FROM deliveries"))
	f.as(f.system, func(tx *store.Tx) error { return tx.RetainDeliveries(realm, models.SiteCN, tx.Now().Add(time.Hour)) })
	require.Equal(t, []string{"1"}, f.column("SELECT count(*)::text FROM deliveries"), "what is owed is kept")
	f.admin("UPDATE deliveries SET state = 'delivered', finished_at = now()")
	f.as(f.system, func(tx *store.Tx) error { return tx.RetainDeliveries(realm, models.SiteCN, tx.Now().Add(time.Hour)) })
	require.Equal(t, []string{"0"}, f.column("SELECT count(*)::text FROM deliveries"))
	require.Equal(t, []string{s.ID.String()}, f.column("SELECT id::text FROM subscriptions"))
}
