package store

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"partnercenter/models"
)

// AddSubscription writes a new subscription.
func (t *Tx) AddSubscription(s *models.Subscription) error { return insert(t, "subscription", s) }

// Subscription is one subscription of the principal's organisation.
func (t *Tx) Subscription(id uuid.UUID) (models.Subscription, error) {
	return take[models.Subscription](t.db.Where("org_id = ? AND state <> 'deleted'", t.principal.Org), "subscription", id)
}

// SubscriptionByID is one subscription, whosever it is.
func (t *Tx) SubscriptionByID(id uuid.UUID) (models.Subscription, error) {
	return take[models.Subscription](t.db, "subscription", id)
}

// Subscriptions is one page of the subscriptions of the principal's organisation.
func (t *Tx) Subscriptions(q models.ListQuery) (models.Page[models.Subscription], error) {
	query := t.db.Where("org_id = ? AND state <> 'deleted'", t.principal.Org)
	return page[models.Subscription](query, q, func(s models.Subscription) uuid.UUID { return s.ID })
}

// CountSubscriptions counts those of an organisation; the caller holds its lock.
func (t *Tx) CountSubscriptions(org uuid.UUID) (int, error) {
	var n int64
	err := t.db.Model(&models.Subscription{}).Where("org_id = ? AND state <> 'deleted'", org).Count(&n).Error
	if err != nil {
		return 0, fmt.Errorf("count subscriptions: %w", err)
	}
	return int(n), nil
}

// LockSubscription locks a subscription.
func (t *Tx) LockSubscription(id uuid.UUID) (models.Subscription, error) {
	var s models.Subscription
	if err := t.db.Clauses(forUpdate).Take(&s, "id = ?", id).Error; err != nil {
		return s, fmt.Errorf("lock subscription: %w", err)
	}
	return s, nil
}

// MoveSubscription writes a subscription that is locked; version is the one the lock showed.
func (t *Tx) MoveSubscription(s *models.Subscription, version int64) error {
	return move(t, "subscription", s, s.ID, version)
}

// LockBehind locks an active subscription of the transaction's realm that has not
// been given all events of its feed, and that nobody else is giving them; nil if
// there is none.
func (t *Tx) LockBehind() (*models.Subscription, error) {
	var found []models.Subscription
	err := t.db.Raw(`SELECT * FROM subscriptions s WHERE realm = ? AND state = 'active' AND CASE side
			WHEN 'vendor' THEN EXISTS (SELECT FROM event_positions p WHERE p.realm = s.realm AND p.position > s.position)
			ELSE EXISTS (SELECT FROM event_positions p WHERE p.partner_id = s.org_id AND p.position > s.position) END
		ORDER BY id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED`, t.principal.Realm).Scan(&found).Error
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// PassFeed notes how far a subscription that is locked was given its feed.
func (t *Tx) PassFeed(id uuid.UUID, position int64) error {
	return t.affected("pass feed", "UPDATE subscriptions SET position = ? WHERE id = ?", position, id)
}

// NoteFailing keeps since when nothing has got through to a subscription that is
// locked; nil: something has.
func (t *Tx) NoteFailing(id uuid.UUID, since *time.Time) error {
	return t.affected("note failing", "UPDATE subscriptions SET failing_since = ? WHERE id = ?", since, id)
}
