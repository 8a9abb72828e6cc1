package store

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"partnercenter/models"
)

// QueueDeliveries owes events to a subscription, in one statement. One that was
// owed before and is over is owed again.
func (t *Tx) QueueDeliveries(s models.Subscription, events []models.FeedEvent) error {
	ids, owed, now := make([]uuid.UUID, len(events)), make([]uuid.UUID, len(events)), t.Now()
	for i, e := range events {
		ids[i], owed[i] = NewID(), e.ID
	}
	return t.write("queue deliveries", `
		INSERT INTO deliveries (id, realm, org_id, subscription_id, event_id, position, subject_id, type, state, queued_at, next_attempt_at, created_at)
		SELECT n.id::uuid, ?, ?, ?, e.id, p.position, e.subject_id, e.type, 'queued', ?, ?, ?
		FROM unnest(?::text[], ?::text[]) AS n (id, event_id) JOIN events e ON e.id = n.event_id::uuid JOIN event_positions p ON p.event_id = e.id
		ON CONFLICT ON CONSTRAINT deliveries_event_key DO UPDATE
			SET state = 'queued', attempts = 0, queued_at = excluded.queued_at, next_attempt_at = excluded.next_attempt_at, finished_at = NULL
			WHERE deliveries.state <> 'queued'`,
		s.Realm, s.OrgID, s.ID, now, now, now, idArray(ids), idArray(owed))
}

// ClaimDeliveries takes what is due of the transaction's realm until the lease
// ends: at most each of a subscription, and only the oldest of a subject, so that
// nothing overtakes what has not been accepted. busy are left out. Who dies with a
// claim leaves it to whoever looks after the lease.
func (t *Tx) ClaimDeliveries(lease time.Time, each, limit int, busy []uuid.UUID) ([]models.Delivery, error) {
	var claimed []models.Delivery
	err := t.db.Raw(`
		UPDATE deliveries SET attempts = attempts + 1, next_attempt_at = ?, last_attempt_at = ?
		WHERE id IN (
			SELECT due.id FROM subscriptions s CROSS JOIN LATERAL (
				SELECT d.id FROM deliveries d WHERE d.subscription_id = s.id AND d.state = 'queued' AND d.next_attempt_at <= ?
					AND NOT EXISTS (SELECT FROM deliveries e WHERE e.subscription_id = d.subscription_id AND e.subject_id = d.subject_id AND e.state = 'queued' AND e.position < d.position)
				ORDER BY d.next_attempt_at LIMIT ? FOR NO KEY UPDATE SKIP LOCKED
			) AS due
			WHERE s.realm = ? AND s.state = 'active' AND s.id <> ALL (?::uuid[]) LIMIT ?)
		RETURNING *`, lease, t.Now(), t.Now(), each, t.principal.Realm, idArray(busy), limit).Scan(&claimed).Error
	if err != nil {
		return nil, fmt.Errorf("claim deliveries: %w", err)
	}
	return claimed, nil
}

// LockDelivery locks a delivery under its subscription's lock.
func (t *Tx) LockDelivery(id uuid.UUID) (models.Delivery, error) {
	var d models.Delivery
	if err := t.db.Clauses(forUpdate).Take(&d, "id = ?", id).Error; err != nil {
		return d, fmt.Errorf("lock delivery: %w", err)
	}
	return d, nil
}

// NoteAttempt writes what came of an attempt on a delivery that is locked.
func (t *Tx) NoteAttempt(d models.Delivery) error {
	t.left.Attempts = append(t.left.Attempts, d.LastOutcome)
	return t.affected("note attempt", `UPDATE deliveries SET state = ?, next_attempt_at = ?, last_outcome = ?, last_status = ?, latency_ms = ?, finished_at = ? WHERE id = ?`,
		d.State, d.NextAttemptAt, d.LastOutcome, d.LastStatus, d.LatencyMS, d.FinishedAt, d.ID)
}

// RequeueDelivery owes a delivery again, whatever came of it.
func (t *Tx) RequeueDelivery(id uuid.UUID) error {
	return t.affected("queue delivery again", "UPDATE deliveries SET state = 'queued', attempts = 0, queued_at = ?, next_attempt_at = ?, finished_at = NULL WHERE id = ?", t.Now(), t.Now(), id)
}

// RenewDeliveries lets what is owed to a subscription begin anew: its patience too.
func (t *Tx) RenewDeliveries(subscription uuid.UUID) error {
	return t.write("renew deliveries", "UPDATE deliveries SET attempts = 0, queued_at = ?, next_attempt_at = ? WHERE subscription_id = ? AND state = 'queued'", t.Now(), t.Now(), subscription)
}

// Delivery is one delivery of a subscription within the principal's reach.
func (t *Tx) Delivery(subscription, id uuid.UUID) (models.Delivery, error) {
	return take[models.Delivery](t.db.Where("subscription_id = ?", subscription), "delivery", id)
}

// Deliveries is one page of a subscription's deliveries, in a state where one is named.
func (t *Tx) Deliveries(subscription uuid.UUID, state string, q models.ListQuery) (models.Page[models.Delivery], error) {
	query := t.db.Where("subscription_id = ?", subscription)
	if state != "" {
		query = query.Where("state = ?", state)
	}
	return page[models.Delivery](query, q, func(d models.Delivery) uuid.UUID { return d.ID })
}

// CountQueued counts what is owed to each of some subscriptions.
func (t *Tx) CountQueued(subscriptions []uuid.UUID) (map[uuid.UUID]int, error) {
	var rows []struct {
		SubscriptionID uuid.UUID
		N              int
	}
	err := t.db.Raw("SELECT subscription_id, count(*) AS n FROM deliveries WHERE subscription_id = ANY (?::uuid[]) AND state = 'queued' GROUP BY 1", idArray(subscriptions)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count deliveries: %w", err)
	}
	counts := make(map[uuid.UUID]int, len(rows))
	for _, r := range rows {
		counts[r.SubscriptionID] = r.N
	}
	return counts, nil
}

// RetainDeliveries deletes the deliveries of a realm that were over before an
// instant, and what is owed to subscriptions that were deleted before it.
func (t *Tx) RetainDeliveries(realm string, site models.Site, before time.Time) error {
	if err := t.write("delete deliveries", `DELETE FROM deliveries d USING organisations o
		WHERE d.realm = ? AND d.finished_at < ? AND o.id = d.org_id AND o.site = ?`, realm, before, site); err != nil {
		return err
	}
	return t.write("delete deliveries of nobody", `DELETE FROM deliveries d USING subscriptions s, organisations o
		WHERE s.realm = ? AND s.state = 'deleted' AND s.state_since < ? AND d.subscription_id = s.id AND o.id = s.org_id AND o.site = ?`, realm, before, site)
}
