package store

import (
	"github.com/google/uuid"

	"partnercenter/models"
)

// AddAccountChange writes a new change of a partner's book.
func (t *Tx) AddAccountChange(c *models.AccountChange) error { return insert(t, "account change", c) }

// MoveAccountChange writes a change that is locked.
func (t *Tx) MoveAccountChange(c *models.AccountChange, version int64) error {
	return move(t, "account change", c, c.ID, version)
}

// AccountChange is one change within the principal's reach.
func (t *Tx) AccountChange(id uuid.UUID) (models.AccountChange, error) {
	return take[models.AccountChange](t.tenant(t.db), "account change", id)
}

// AccountChanges is one page of changes.
func (t *Tx) AccountChanges(f models.AccountChangeFilter, q models.ListQuery) (models.Page[models.AccountChange], error) {
	query := t.tenant(t.db)
	if f.PartnerID != nil {
		query = query.Where("partner_id = ?", *f.PartnerID)
	}
	if f.State != "" {
		query = query.Where("state = ?", f.State)
	}
	return page[models.AccountChange](query, q, func(c models.AccountChange) uuid.UUID { return c.ID })
}
