package store

import (
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"partnercenter/models"
)

// AddAcceptance writes a new acceptance.
func (t *Tx) AddAcceptance(a *models.Acceptance) error { return insert(t, "acceptance", a) }

// MoveAcceptance writes an acceptance that is locked.
func (t *Tx) MoveAcceptance(a *models.Acceptance, version int64) error {
	return move(t, "acceptance", a, a.ID, version)
}

// Acceptance is one acceptance within the principal's reach.
func (t *Tx) Acceptance(id uuid.UUID) (models.Acceptance, error) {
	return take[models.Acceptance](t.manager(t.tenant(t.db)), "acceptance", id)
}

// Acceptances is one page of acceptances.
func (t *Tx) Acceptances(q models.ListQuery) (models.Page[models.Acceptance], error) {
	return page[models.Acceptance](t.manager(t.tenant(t.db)), q, func(a models.Acceptance) uuid.UUID { return a.ID })
}

// AddAssociation writes the bond of a customer whose row is locked.
func (t *Tx) AddAssociation(a *models.Association) error { return insert(t, "association", a) }

// ActiveAssociation is the customer's association in force, or nil. The caller
// holds the customer's lock.
func (t *Tx) ActiveAssociation(customer uuid.UUID) (*models.Association, error) {
	var found []models.Association
	now := t.Now()
	err := t.db.Where("customer_id = ? AND effective_from <= ? AND (effective_until IS NULL OR effective_until > ?)", customer, now, now).Find(&found).Error
	if err != nil {
		return nil, fmt.Errorf("find association: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	return &found[0], nil
}

// Association is one association within the principal's reach.
func (t *Tx) Association(id uuid.UUID) (models.Association, error) {
	return take[models.Association](t.manager(t.tenant(t.db)), "association", id)
}

// CustomerNames are the names of the customers of associations within the
// principal's reach.
func (t *Tx) CustomerNames(associations []uuid.UUID) (map[uuid.UUID]string, error) {
	var rows []struct {
		AssociationID uuid.UUID
		Name          string
	}
	if err := t.db.Raw("SELECT a.id AS association_id, customer_name(a.customer_id) AS name FROM associations a WHERE a.id = ANY (?::uuid[])", idArray(associations)).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("read names of customers: %w", err)
	}
	names := make(map[uuid.UUID]string, len(rows))
	for _, row := range rows {
		names[row.AssociationID] = row.Name
	}
	return names, nil
}

// Associations is one page of associations, all or those in force at an instant.
// They are in the order of their beginnings: a page as of a past instant starts
// at that instant instead of walking past everything that began after it.
func (t *Tx) Associations(f models.AssociationFilter, q models.ListQuery) (models.Page[models.Association], error) {
	query := t.manager(t.tenant(t.db))
	if f.AsOf != nil {
		query = inForce(query, f)
	}
	if f.AssociationType != "" {
		query = query.Where("association_type = ?", f.AssociationType)
	}
	if f.Tag != "" {
		query = query.Where("tag = ?", f.Tag)
	}
	if q.After != nil {
		query = query.Where("(effective_from, id) < ((SELECT effective_from FROM associations WHERE id = ?), ?)", *q.After, *q.After)
	}
	return read(query.Order("effective_from DESC, id DESC"), q.Limit, func(a models.Association) uuid.UUID { return a.ID })
}

func inForce(query *gorm.DB, f models.AssociationFilter) *gorm.DB {
	return query.Where("effective_from <= ? AND (effective_until IS NULL OR effective_until > ?)", *f.AsOf, *f.AsOf)
}
