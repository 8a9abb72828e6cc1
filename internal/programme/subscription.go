package programme

import (
	"context"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// ruleSubscribe is the rule set of a new subscription, as evaluations name it.
const ruleSubscribe = "subscription.create"

// Subscriptions are the addresses that organisations have their events sent to.
// They have no workflow: a pump looks after all deliveries.
type Subscriptions struct{ Deps }

// Create makes a subscription. It is sent what happens from now on.
func (s *Subscriptions) Create(ctx context.Context, cmd models.Command, in models.SubscriptionInput) (models.Result[models.SubscriptionView], error) {
	if err := s.check(in); err != nil {
		return models.Result[models.SubscriptionView]{}, err
	}
	id := store.NewID()
	return s.once(ctx, cmd, id, 201, func(tx *store.Tx) (models.Subscription, error) { return s.create(tx, cmd, in, id) })
}

func (s *Subscriptions) check(in models.SubscriptionInput) error {
	wrong := in.Filter.Validate()
	if !s.Receivers.Accepts(in.URL) {
		wrong = append(wrong, models.FieldError{Pointer: "/url", Code: models.FieldInvalid})
	}
	if len(wrong) > 0 {
		return &models.InvalidInput{Errors: wrong}
	}
	return nil
}

func (s *Subscriptions) create(tx *store.Tx, cmd models.Command, in models.SubscriptionInput, id uuid.UUID) (models.Subscription, error) {
	p := cmd.Principal
	org, err := tx.LockPartner(p.Org)
	if err != nil {
		return models.Subscription{}, err
	}
	now := tx.Now()
	policy, err := tx.Policy(org.Site, now)
	if err != nil {
		return models.Subscription{}, err
	}
	has, err := tx.CountSubscriptions(p.Org)
	if err != nil {
		return models.Subscription{}, err
	}
	decision := rules.Subscribe(has, policy.Document)
	record := evaluation(p, cmd.RequestID, ruleSubscribe, models.SubjectSubscription, &id, policy, decision, now)
	if !decision.Allowed() {
		return models.Subscription{}, &refused{evaluation: record}
	}
	head, err := tx.FeedHead()
	if err != nil {
		return models.Subscription{}, err
	}
	made := models.Subscription{
		ID: id, Realm: p.Realm, OrgID: p.Org, Side: p.Side, Reference: models.NewReference(models.ReferenceSubscription, id),
		URL: in.URL, Description: in.Description, Types: in.Filter.Types, SubjectKinds: in.Filter.SubjectKinds,
		State: models.SubscriptionActive, StateSince: now, Version: 1, EvaluationID: record.ID, Creator: p.Subject,
		KeyID: s.Receivers.Secrets.Current(), Generation: 1, SecretFor: cmd.IdempotencyKey, Position: head, CreatedAt: now,
	}
	if err := tx.AddEvaluation(record); err != nil {
		return made, err
	}
	if err := tx.AddSubscription(&made); err != nil {
		return made, err
	}
	return made, tx.Record(subscriptionEvent(causeOf(cmd), made, "subscription.created", now))
}

// Change replaces what an organisation says of its subscription. What is owed
// already goes to the new address.
func (s *Subscriptions) Change(ctx context.Context, cmd models.Command, id uuid.UUID, in models.SubscriptionInput) (models.Result[models.SubscriptionView], error) {
	if err := s.check(in); err != nil {
		return models.Result[models.SubscriptionView]{}, err
	}
	return s.alter(ctx, cmd, id, "subscription.changed", func(_ *store.Tx, found *models.Subscription) error {
		found.URL, found.Description, found.Types, found.SubjectKinds = in.URL, in.Description, in.Filter.Types, in.Filter.SubjectKinds
		return nil
	})
}

// RotateSecret makes a new secret; for a time that the policy sets, the one before
// signs as well.
func (s *Subscriptions) RotateSecret(ctx context.Context, cmd models.Command, id uuid.UUID) (models.Result[models.SubscriptionView], error) {
	return s.alter(ctx, cmd, id, "subscription.secret_rotated", func(tx *store.Tx, found *models.Subscription) error {
		policy, err := eventsPolicy(tx, found.OrgID)
		if err != nil {
			return err
		}
		until := tx.Now().Add(time.Duration(policy.SecretOverlapHours) * time.Hour)
		found.OldKeyID, found.OldSecretUntil = found.KeyID, &until
		found.KeyID, found.Generation, found.SecretFor = s.Receivers.Secrets.Current(), found.Generation+1, cmd.IdempotencyKey
		return nil
	})
}

// Enable lets a disabled subscription go on where it was left; what is owed to it
// has its patience again.
func (s *Subscriptions) Enable(ctx context.Context, cmd models.Command, id uuid.UUID) (models.Result[models.SubscriptionView], error) {
	return s.alter(ctx, cmd, id, "subscription.enabled", func(tx *store.Tx, found *models.Subscription) error {
		found.FailingSince = nil
		if found.State == models.SubscriptionDisabled {
			found.State, found.StateSince, found.DisabledCause = models.SubscriptionActive, tx.Now(), ""
		}
		if err := tx.CloseTask(found.ID, models.TaskSubscription, tx.Now()); err != nil {
			return err
		}
		return tx.RenewDeliveries(found.ID)
	})
}

// Replay sends again what came after a position, in its order; what a subscription
// has yet to be given follows. A position that it has not come to changes nothing.
func (s *Subscriptions) Replay(ctx context.Context, cmd models.Command, id uuid.UUID, after int64) (models.Result[models.SubscriptionView], error) {
	return s.alter(ctx, cmd, id, "subscription.replayed", func(_ *store.Tx, found *models.Subscription) error {
		found.Position = min(found.Position, after)
		return nil
	})
}

// Resend owes a delivery again, whatever came of it.
func (s *Subscriptions) Resend(ctx context.Context, cmd models.Command, id, delivery uuid.UUID) (models.Result[models.Delivery], error) {
	var result models.Result[models.Delivery]
	changed, err := s.alter(ctx, cmd, id, "subscription.delivery_resent", func(tx *store.Tx, found *models.Subscription) error {
		if _, err := tx.Delivery(found.ID, delivery); err != nil {
			return err
		}
		return tx.RequeueDelivery(delivery)
	})
	if err != nil {
		return result, err
	}
	result.Replayed = changed.Replayed
	err = s.Store.As(ctx, cmd.Principal, func(tx *store.Tx) (err error) {
		result.Value, err = tx.Delivery(id, delivery)
		return err
	})
	return result, err
}

// Delete ends a subscription; nothing more is sent.
func (s *Subscriptions) Delete(ctx context.Context, cmd models.Command, id uuid.UUID) error {
	_, err := s.alter(ctx, cmd, id, "subscription.deleted", func(tx *store.Tx, found *models.Subscription) error {
		found.State, found.StateSince, found.DisabledCause = models.SubscriptionDeleted, tx.Now(), ""
		return tx.CloseTasks(found.ID, tx.Now())
	})
	return err
}

// alter is what all changes of a subscription have in common.
func (s *Subscriptions) alter(ctx context.Context, cmd models.Command, id uuid.UUID, kind string, change func(*store.Tx, *models.Subscription) error) (models.Result[models.SubscriptionView], error) {
	return s.once(ctx, cmd, id, 200, func(tx *store.Tx) (models.Subscription, error) {
		if _, err := tx.Subscription(id); err != nil { // within the principal's reach
			return models.Subscription{}, err
		}
		found, err := tx.LockSubscription(id)
		if err != nil {
			return found, err
		}
		if cmd.Stale(found.Version) {
			return found, models.ErrPrecondition
		}
		version := found.Version
		found.Version++
		if err := change(tx, &found); err != nil {
			return found, err
		}
		if err := tx.MoveSubscription(&found, version); err != nil {
			return found, err
		}
		return found, tx.Record(subscriptionEvent(causeOf(cmd), found, kind, tx.Now()))
	})
}

func (s *Subscriptions) once(ctx context.Context, cmd models.Command, id uuid.UUID, status int, do func(*store.Tx) (models.Subscription, error)) (models.Result[models.SubscriptionView], error) {
	tell := func(tx *store.Tx, found models.Subscription) (models.SubscriptionView, error) {
		return s.tell(tx, cmd, found)
	}
	find := (*store.Tx).SubscriptionByID // deleted or not
	result, err := once(ctx, s.Deps, command[models.Subscription, models.SubscriptionView]{cmd, models.SubjectSubscription, id, status, do, find, tell, nil})
	return result, s.explain(ctx, cmd.Principal, err)
}

// tell presents a subscription, with its secret to the request that made that.
func (s *Subscriptions) tell(tx *store.Tx, cmd models.Command, found models.Subscription) (models.SubscriptionView, error) {
	views, err := presentSubscriptions(tx, []models.Subscription{found})
	if err != nil {
		return models.SubscriptionView{}, err
	}
	if found.SecretFor == cmd.IdempotencyKey {
		secret, err := s.Receivers.Secrets.Of(found.KeyID, found.ID, found.Generation)
		if err != nil {
			return views[0], err
		}
		views[0].Secret = secret.Text()
	}
	return views[0], nil
}

func presentSubscriptions(tx *store.Tx, rows []models.Subscription) ([]models.SubscriptionView, error) {
	ids := make([]uuid.UUID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	queued, err := tx.CountQueued(ids)
	if err != nil {
		return nil, err
	}
	views := make([]models.SubscriptionView, len(rows))
	for i, row := range rows {
		views[i] = models.SubscriptionView{Subscription: row, Queued: queued[row.ID]}
	}
	return views, nil
}

// Get is one subscription of the principal's organisation.
func (s *Subscriptions) Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.SubscriptionView, error) {
	var view models.SubscriptionView
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		found, err := tx.Subscription(id)
		if err != nil {
			return err
		}
		views, err := presentSubscriptions(tx, []models.Subscription{found})
		if err == nil {
			view = views[0]
		}
		return err
	})
	return view, err
}

// List is one page of the subscriptions of the principal's organisation.
func (s *Subscriptions) List(ctx context.Context, p models.Principal, q models.ListQuery) (models.Page[models.SubscriptionView], error) {
	var page models.Page[models.SubscriptionView]
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		rows, err := tx.Subscriptions(q)
		if err != nil {
			return err
		}
		page.Next = rows.Next
		page.Items, err = presentSubscriptions(tx, rows.Items)
		return err
	})
	return page, err
}

// Deliveries is one page of what a subscription was sent, or is owed.
func (s *Subscriptions) Deliveries(ctx context.Context, p models.Principal, id uuid.UUID, state string, q models.ListQuery) (models.Page[models.Delivery], error) {
	var page models.Page[models.Delivery]
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		if _, err := tx.Subscription(id); err != nil {
			return err
		}
		var err error
		page, err = tx.Deliveries(id, state, q)
		return err
	})
	return page, err
}

// subscriptionEvent says nothing of the address, which may hold what its owner
// alone should know. The vendor's subscriptions belong to no partner.
func subscriptionEvent(c Cause, s models.Subscription, kind string, at time.Time) models.Event {
	e := c.event(kind, at)
	e.Realm, e.SubjectKind, e.SubjectID, e.SubjectSeq = s.Realm, models.SubjectSubscription, s.ID, s.Version
	if s.Side == models.SidePartner {
		e.PartnerID = &s.OrgID
	}
	e.Data = map[string]any{"state": s.State, "reference": s.Reference}
	if s.DisabledCause != "" {
		e.Data["cause"] = s.DisabledCause
	}
	return e
}

// eventsPolicy is what the policy of an organisation's site says now about events.
func eventsPolicy(tx *store.Tx, org uuid.UUID) (models.EventsPolicy, error) {
	found, err := tx.Organisation(org)
	if err != nil {
		return models.EventsPolicy{}, err
	}
	policy, err := tx.Policy(found.Site, tx.Now())
	return policy.Document.Events, err
}
