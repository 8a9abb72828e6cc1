package store

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"partnercenter/models"
)

// QueuedNotifications are mails that are owed and due, oldest first.
func (t *Tx) QueuedNotifications(limit int) ([]models.Notification, error) {
	var queued []models.Notification
	// The queue measures its backoff in the realms' business time; a mail is due
	// when its own realm's clock says so, which the sender checks.
	err := t.db.Where("state = ?", models.NotificationQueued).Order("next_attempt_at").Limit(limit).Find(&queued).Error
	if err != nil {
		return nil, fmt.Errorf("list queued notifications: %w", err)
	}
	return queued, nil
}

// Notification is one notification.
func (t *Tx) Notification(id uuid.UUID) (models.Notification, error) {
	return take[models.Notification](t.db, "notification", id)
}

// MarkSent notes that the mail was taken by the mail server.
func (t *Tx) MarkSent(id uuid.UUID) error {
	return t.affected("mark mail as sent", "UPDATE notifications SET state = 'sent', sent_at = ?, attempts = attempts + 1, last_error = '' WHERE id = ? AND state = 'queued'", t.Now(), id)
}

// MarkVoid notes that the mail is not owed any more.
func (t *Tx) MarkVoid(id uuid.UUID) error {
	return t.affected("void mail", "UPDATE notifications SET state = 'void' WHERE id = ? AND state = 'queued'", id)
}

// PutOff notes a failed attempt and when to try again.
func (t *Tx) PutOff(id uuid.UUID, until time.Time, cause string) error {
	return t.write("put mail off", "UPDATE notifications SET attempts = attempts + 1, next_attempt_at = ?, last_error = ? WHERE id = ? AND state = 'queued'", until, cause, id)
}

// MarkFailed notes that the mail server refused the mail for good.
func (t *Tx) MarkFailed(id uuid.UUID, cause string) error {
	return t.affected("mark mail as failed", "UPDATE notifications SET state = 'failed', attempts = attempts + 1, last_error = ? WHERE id = ? AND state = 'queued'", cause, id)
}
