package store

import (
	"errors"
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"partnercenter/models"
)

// ResolveOrganisation tells what organisation an id names, before anybody is a
// principal: authentication asks it.
func (t *Tx) ResolveOrganisation(id uuid.UUID) (models.Organisation, error) {
	var found []models.Organisation
	if err := t.db.Raw("SELECT * FROM resolve_organisation(?)", id).Scan(&found).Error; err != nil {
		return models.Organisation{}, fmt.Errorf("resolve organisation: %w", err)
	}
	if len(found) == 0 {
		return models.Organisation{}, fmt.Errorf("resolve organisation: %w", models.ErrNotFound)
	}
	return found[0], nil
}

// Organisation is one organisation within the principal's reach.
func (t *Tx) Organisation(id uuid.UUID) (models.Organisation, error) {
	return take[models.Organisation](t.db, "organisation", id)
}

// Organisations reads organisations by id within the principal's reach.
func (t *Tx) Organisations(ids []uuid.UUID) (map[uuid.UUID]models.Organisation, error) {
	var found []models.Organisation
	if err := t.db.Where("id IN ?", ids).Find(&found).Error; err != nil {
		return nil, fmt.Errorf("read organisations: %w", err)
	}
	byID := make(map[uuid.UUID]models.Organisation, len(found))
	for _, o := range found {
		byID[o.ID] = o
	}
	return byID, nil
}

// LockOrganisation locks an organisation for an edit; nil if there is none yet.
// It answers models.ErrNotFound for an id that another realm uses.
func (t *Tx) LockOrganisation(id uuid.UUID) (*models.Organisation, error) {
	known, err := t.lockKnown(id)
	if err != nil || known != nil {
		return known, err
	}
	// There is no row to lock: those who make one queue on its id.
	if err := t.exec("SELECT pg_advisory_xact_lock(hashtextextended('organisation:' || ?, 0))", id.String()); err != nil {
		return nil, fmt.Errorf("lock organisation: %w", err)
	}
	if known, err = t.lockKnown(id); err != nil || known != nil {
		return known, err
	}
	_, err = t.ResolveOrganisation(id)
	if errors.Is(err, models.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return nil, fmt.Errorf("organisation %s is of another realm: %w", id, models.ErrNotFound)
}

func (t *Tx) lockKnown(id uuid.UUID) (*models.Organisation, error) {
	var o models.Organisation
	err := t.db.Clauses(forUpdate).Take(&o, "id = ?", id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("lock organisation: %w", err)
	}
	return &o, nil
}

// AddOrganisation writes a new organisation.
func (t *Tx) AddOrganisation(o *models.Organisation) error {
	return insert(t, "organisation", o)
}

// MoveOrganisation writes an organisation that is locked.
func (t *Tx) MoveOrganisation(o *models.Organisation, version int64) error {
	return move(t, "organisation", o, o.ID, version)
}

// SaveContact writes a contact or replaces the one with its id.
func (t *Tx) SaveContact(c models.Contact) error {
	if err := t.db.Save(&c).Error; err != nil {
		return fmt.Errorf("save contact: %w", err)
	}
	return nil
}
