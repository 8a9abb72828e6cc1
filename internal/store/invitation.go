package store

import (
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"partnercenter/models"
)

// AddInvitation writes a new invitation and the hash of its first code.
func (t *Tx) AddInvitation(i *models.Invitation) error {
	return errors.Join(insert(t, "invitation", i), t.AddCode(*i))
}

// AddCode remembers the code of the invitation's generation: once replaced it
// is answered as used, not as unknown.
func (t *Tx) AddCode(i models.Invitation) error {
	return t.write("add code", "INSERT INTO invitation_codes (code_hash, invitation_id, generation) VALUES (?, ?, ?)", blob(i.CodeHash), i.ID, i.Generation)
}

// MoveInvitation writes an invitation that is locked; version is the one the lock showed.
func (t *Tx) MoveInvitation(i *models.Invitation, version int64) error {
	return move(t, "invitation", i, i.ID, version)
}

// Invitation is one invitation within the principal's reach.
func (t *Tx) Invitation(id uuid.UUID) (models.Invitation, error) {
	return take[models.Invitation](t.manager(t.tenant(t.db)), "invitation", id)
}

// InvitationsOfBatch are the invitations that one call made.
func (t *Tx) InvitationsOfBatch(batch uuid.UUID) ([]models.Invitation, error) {
	var rows []models.Invitation
	if err := t.tenant(t.db).Where("batch_id = ?", batch).Order("id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read batch: %w", err)
	}
	return rows, nil
}

// InvitationIDs are the ids of a registration's invitations, whatever their state.
func (t *Tx) InvitationIDs(registration uuid.UUID) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	if err := t.tenant(t.db).Model(&models.Invitation{}).Where("registration_id = ?", registration).Order("id").Pluck("id", &ids).Error; err != nil {
		return nil, fmt.Errorf("read ids of invitations: %w", err)
	}
	return ids, nil
}

// OpenInvitation is the invitation of a registration that is open or could be
// sent again, or nil.
func (t *Tx) OpenInvitation(registration uuid.UUID) (*models.Invitation, error) {
	var found []models.Invitation
	err := t.db.Where("registration_id = ? AND next_wake_at IS NOT NULL AND resend_until > ?", registration, t.Now()).Find(&found).Error
	if err != nil {
		return nil, fmt.Errorf("find open invitation: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	return &found[0], nil
}

// Invitations is one page of invitations by their effective state.
func (t *Tx) Invitations(f models.InvitationFilter, q models.ListQuery) (models.Page[models.Invitation], error) {
	base := func() *gorm.DB {
		query := t.manager(t.tenant(t.db))
		if f.RegistrationID != nil {
			query = query.Where("registration_id = ?", *f.RegistrationID)
		}
		return query
	}
	id := func(i models.Invitation) uuid.UUID { return i.ID }
	now := t.Now()
	switch f.State {
	case "":
		return page[models.Invitation](base(), q, id)
	case models.InvitationSent:
		return page[models.Invitation](base().Where("state = ? AND expires_at > ?", f.State, now), q, id)
	case models.InvitationExpired:
		// The state is written out: a parameter would not be known to be the one of the partial index.
		late, err := page[models.Invitation](t.few("invitations", base().Model(&models.Invitation{}).Where("state = 'sent' AND expires_at <= ?", now)), q, id)
		if err != nil {
			return late, err
		}
		done, err := page[models.Invitation](base().Where("state = ?", f.State), q, id)
		if err != nil {
			return done, err
		}
		return merge(late, done, q.Limit, id), nil
	default:
		return page[models.Invitation](base().Where("state = ?", f.State), q, id)
	}
}

// CountSent adds n mails to an operator's day and answers the day's sum; the
// row stays locked, so that a daily limit holds against racers.
func (t *Tx) CountSent(org uuid.UUID, subject string, day time.Time, n int) (int, error) {
	var sent int
	err := t.db.Raw(`INSERT INTO invitation_counts AS c (org_id, subject, day, sent) VALUES (?, ?, ?, ?)
		ON CONFLICT (org_id, subject, day) DO UPDATE SET sent = c.sent + EXCLUDED.sent RETURNING sent`,
		org, subject, day.Format(time.DateOnly), n).Scan(&sent).Error
	if err != nil {
		return 0, fmt.Errorf("count sent invitations: %w", err)
	}
	return sent, nil
}

// AddLink writes a new offline link.
func (t *Tx) AddLink(l *models.InvitationLink) error { return insert(t, "link", l) }

// MoveLink writes a link that is locked.
func (t *Tx) MoveLink(l *models.InvitationLink, version int64) error {
	return move(t, "link", l, l.ID, version)
}

// Link is one offline link within the principal's reach.
func (t *Tx) Link(id uuid.UUID) (models.InvitationLink, error) {
	return take[models.InvitationLink](t.creator(t.tenant(t.db)), "link", id)
}

// Links is one page of offline links.
func (t *Tx) Links(q models.ListQuery) (models.Page[models.InvitationLink], error) {
	return page[models.InvitationLink](t.creator(t.tenant(t.db)), q, func(l models.InvitationLink) uuid.UUID { return l.ID })
}

// creator narrows links to the account manager's own.
func (t *Tx) creator(db *gorm.DB) *gorm.DB {
	if t.principal.OwnCustomersOnly() {
		return db.Where("creator = ?", t.principal.Subject)
	}
	return db
}

// Code is what a code stands for, as far as its page may show it.
type Code struct {
	InvitationID      *uuid.UUID
	LinkID            *uuid.UUID
	Realm             string
	PartnerID         uuid.UUID
	PartnerName       string
	PartnerSite       models.Site
	PartnerPrepaid    bool
	PartnerFrozen     bool
	AssociationType   models.AssociationType
	State             string
	ExpiresAt         *time.Time
	Generation        int
	CurrentGeneration int
	RegistrationID    *uuid.UUID
	AccountManager    string
	Tag               string
	Locale            string
}

// FindCode looks up the SHA-256 of a code, or answers models.ErrNotFound.
func (t *Tx) FindCode(hash []byte) (Code, error) {
	var found []Code
	if err := t.db.Raw("SELECT * FROM find_code(?)", blob(hash)).Scan(&found).Error; err != nil {
		return Code{}, fmt.Errorf("find code: %w", err)
	}
	if len(found) == 0 {
		return Code{}, fmt.Errorf("find code: %w", models.ErrNotFound)
	}
	return found[0], nil
}
