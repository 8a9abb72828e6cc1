package programme

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

const (
	// fanOutBatch bounds the events of one transaction that owes them to a subscription.
	fanOutBatch = 500
	// claimOfOne and claimBatch bound one claim: of a subscription, and of all.
	claimOfOne = 8
	claimBatch = 64
)

// Deliveries are the transactions of the pump that sends events.
type Deliveries struct{ Deps }

// FanOut owes the events that subscriptions have not been given yet to them, and
// answers how many subscriptions got on.
func (s *Deliveries) FanOut(ctx context.Context) (int, error) {
	realms, err := realmsOf(ctx, s.Store)
	if err != nil {
		return 0, err
	}
	moved := 0
	for _, realm := range realms {
		for {
			more, err := s.fanOut(ctx, realm)
			if err != nil {
				return moved, err
			}
			if !more {
				break
			}
			moved++
		}
	}
	return moved, nil
}

// fanOut gives one subscription the next stretch of its feed: what it selects is
// owed, and how far it was given, in one transaction.
func (s *Deliveries) fanOut(ctx context.Context, realm string) (more bool, err error) {
	err = s.Store.As(ctx, models.System(realm), func(tx *store.Tx) error {
		behind, err := tx.LockBehind()
		if err != nil || behind == nil {
			return err
		}
		more = true
		page, err := tx.Feed(behind.Feed(), behind.Filter(), behind.Position, fanOutBatch)
		if err != nil {
			return err
		}
		if len(page.Items) > 0 {
			if err := tx.QueueDeliveries(*behind, page.Items); err != nil {
				return err
			}
		}
		return tx.PassFeed(behind.ID, page.Next)
	})
	return more, err
}

// Claim takes what is due and makes it ready to be sent. Nobody else sends it for
// twice the time that an attempt may take. busy are left out.
func (s *Deliveries) Claim(ctx context.Context, busy []uuid.UUID) ([]models.Parcel, error) {
	realms, err := realmsOf(ctx, s.Store)
	if err != nil {
		return nil, err
	}
	var parcels []models.Parcel
	for _, realm := range realms {
		err := s.Store.As(ctx, models.System(realm), func(tx *store.Tx) error {
			claimed, err := tx.ClaimDeliveries(tx.Now().Add(2*models.MaxDeliverySeconds*time.Second), claimOfOne, claimBatch, busy)
			if err != nil || len(claimed) == 0 {
				return err
			}
			packed, err := s.pack(tx, claimed)
			parcels = append(parcels, packed...)
			return err
		})
		if err != nil {
			return parcels, fmt.Errorf("claim deliveries of %s: %w", realm, err)
		}
	}
	return parcels, nil
}

// pack gathers what sending takes.
func (s *Deliveries) pack(tx *store.Tx, claimed []models.Delivery) ([]models.Parcel, error) {
	ids := make([]uuid.UUID, len(claimed))
	for i, d := range claimed {
		ids[i] = d.EventID
	}
	events, err := tx.EventsAt(ids)
	if err != nil {
		return nil, err
	}
	to := map[uuid.UUID]models.Parcel{}
	parcels := make([]models.Parcel, len(claimed))
	for i, d := range claimed {
		parcel, known := to[d.SubscriptionID]
		if !known {
			if parcel, err = s.address(tx, d.SubscriptionID); err != nil {
				return nil, err
			}
			to[d.SubscriptionID] = parcel
		}
		parcel.Delivery, parcel.Event = d, events[d.EventID]
		parcels[i] = parcel
	}
	return parcels, nil
}

// address is a parcel to a subscription with nothing in it.
func (s *Deliveries) address(tx *store.Tx, id uuid.UUID) (models.Parcel, error) {
	to, err := tx.SubscriptionByID(id)
	if err != nil {
		return models.Parcel{}, err
	}
	policy, err := eventsPolicy(tx, to.OrgID)
	if err != nil {
		return models.Parcel{}, err
	}
	parcel := models.Parcel{URL: to.URL, Side: to.Side, Timeout: time.Duration(policy.TimeoutSeconds) * time.Second}
	secret, err := s.Receivers.Secrets.Of(to.KeyID, to.ID, to.Generation)
	if err != nil {
		return parcel, err
	}
	parcel.Secrets = append(parcel.Secrets, secret)
	if to.OldSecretUntil != nil && tx.Now().Before(*to.OldSecretUntil) {
		old, err := s.Receivers.Secrets.Of(to.OldKeyID, to.ID, to.Generation-1)
		if err != nil {
			return parcel, err
		}
		parcel.Secrets = append(parcel.Secrets, old)
	}
	return parcel, nil
}

// Note writes down what came of sending a delivery: it is over, or it rests. Whoever
// comes too late with a failure, as somebody else has claimed the delivery since,
// changes nothing.
func (s *Deliveries) Note(ctx context.Context, sent models.Delivery, a models.Attempt) error {
	return s.Store.As(ctx, models.System(sent.Realm), func(tx *store.Tx) error {
		to, err := tx.LockSubscription(sent.SubscriptionID)
		if errors.Is(err, models.ErrNotFound) {
			return nil // the retention took it
		}
		if err != nil {
			return err
		}
		d, err := tx.LockDelivery(sent.ID)
		if err != nil || d.State != models.DeliveryQueued || d.Attempts != sent.Attempts && !a.Accepted() {
			return err
		}
		policy, err := eventsPolicy(tx, to.OrgID)
		if err != nil {
			return err
		}
		if err := noteHealth(tx, to, a, policy); err != nil {
			return err
		}
		return tx.NoteAttempt(after(d, a, tx.Now(), policy))
	})
}

// after is a delivery as an attempt leaves it.
func after(d models.Delivery, a models.Attempt, now time.Time, policy models.EventsPolicy) models.Delivery {
	d.LastOutcome, d.LastStatus, d.LatencyMS = a.Outcome, a.Status, int(a.Latency.Milliseconds())
	switch {
	case a.Accepted():
		d.State, d.FinishedAt = models.DeliveryDelivered, &now
	case rules.GivesUp(d.QueuedAt, now, policy):
		d.State, d.FinishedAt = models.DeliveryGivenUp, &now
	default:
		d.NextAttemptAt = now.Add(rules.RetryAfter(d.ID, d.Attempts, policy))
	}
	return d
}

// noteHealth keeps since when nothing gets through, and disables a subscription
// whose receiver is gone or has failed for too long.
func noteHealth(tx *store.Tx, to models.Subscription, a models.Attempt, policy models.EventsPolicy) error {
	if to.State != models.SubscriptionActive {
		return nil
	}
	if a.Accepted() {
		if to.FailingSince == nil {
			return nil
		}
		return tx.NoteFailing(to.ID, nil)
	}
	now := tx.Now()
	since := now
	if to.FailingSince != nil {
		since = *to.FailingSince
	}
	if cause := rules.Disables(a, since, now, policy); cause != "" {
		return disable(tx, to, cause, since)
	}
	if to.FailingSince != nil {
		return nil
	}
	return tx.NoteFailing(to.ID, &since)
}

// mailDisabled tells the owner of a subscription that it is disabled; it is stored with the notification.
const mailDisabled = "subscription_disabled"

// disable sends a subscription nothing more, and asks its owner to mend it: by a task
// and by a mail.
func disable(tx *store.Tx, to models.Subscription, cause string, since time.Time) error {
	now, version := tx.Now(), to.Version
	to.State, to.StateSince, to.DisabledCause, to.FailingSince, to.Version = models.SubscriptionDisabled, now, cause, &since, version+1
	if err := tx.MoveSubscription(&to, version); err != nil {
		return err
	}
	party := models.PartyPartner
	if to.Side == models.SideVendor {
		party = models.PartyVendor
	}
	task := models.Task{
		Realm: to.Realm, PartnerID: to.OrgID, Party: party, Kind: models.TaskSubscription,
		SubjectKind: models.SubjectSubscription, SubjectID: to.ID, Reference: to.Reference, Since: now,
	}
	if err := tx.OpenTask(task); err != nil {
		return err
	}
	owner, err := tx.Organisation(to.OrgID)
	if err != nil {
		return err
	}
	mail := models.Notification{Realm: to.Realm, PartnerID: to.OrgID, SubjectKind: models.SubjectSubscription, SubjectID: to.ID, Kind: mailDisabled, Generation: int(to.Version)}
	if err := notifyPartner(tx, mail, owner); err != nil {
		return err
	}
	return tx.Record(subscriptionEvent(Cause{Actor: tx.Principal().Subject}, to, "subscription.disabled", now))
}
