package store

import (
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"partnercenter/models"
)

// The locks, in the only order in which a transaction may take them:
// protection slots (TakeSlots, LockClaim) → customer → partner → registration →
// invitation → acceptance → association → request → settlement → ledger book. Nothing else locks.

// forUpdate locks a row against every change but those of foreign keys.
var forUpdate = clause.Locking{Strength: "NO KEY UPDATE"}

// LockCustomer locks a customer: one association per customer is decided under it.
func (t *Tx) LockCustomer(id uuid.UUID) (models.Organisation, error) {
	return t.lockOrganisation("customer", id)
}

// LockPartner locks a partner: its cap of open registrations and its daily
// budgets are counted under it.
func (t *Tx) LockPartner(id uuid.UUID) (models.Organisation, error) {
	return t.lockOrganisation("partner", id)
}

func (t *Tx) lockOrganisation(what string, id uuid.UUID) (models.Organisation, error) {
	var o models.Organisation
	if err := t.db.Clauses(forUpdate).Take(&o, "id = ?", id).Error; err != nil {
		return o, fmt.Errorf("lock %s: %w", what, err)
	}
	return o, nil
}

// LockClaim locks the protection slots of a registration and then its row.
func (t *Tx) LockClaim(id uuid.UUID) (models.Registration, error) {
	if err := t.exec("SELECT lock_slots(?)", id); err != nil {
		return models.Registration{}, fmt.Errorf("lock slots: %w", err)
	}
	return t.LockRegistration(id)
}

// LockRegistration locks a registration whose slots the transaction does not touch.
func (t *Tx) LockRegistration(id uuid.UUID) (models.Registration, error) {
	var r models.Registration
	if err := t.db.Clauses(forUpdate).Take(&r, "id = ?", id).Error; err != nil {
		return r, fmt.Errorf("lock registration: %w", err)
	}
	return r, nil
}

// LockInvitation locks an invitation.
func (t *Tx) LockInvitation(id uuid.UUID) (models.Invitation, error) {
	var i models.Invitation
	if err := t.db.Clauses(forUpdate).Take(&i, "id = ?", id).Error; err != nil {
		return i, fmt.Errorf("lock invitation: %w", err)
	}
	return i, nil
}

// LockInvitationsOf locks the invitations of a registration that are open or
// could be sent again, in the order of their ids.
func (t *Tx) LockInvitationsOf(registration uuid.UUID) ([]models.Invitation, error) {
	var open []models.Invitation
	err := t.db.Clauses(forUpdate).Where("registration_id = ? AND next_wake_at IS NOT NULL", registration).Order("id").Find(&open).Error
	if err != nil {
		return nil, fmt.Errorf("lock invitations: %w", err)
	}
	return open, nil
}

// LockLink locks an offline link.
func (t *Tx) LockLink(id uuid.UUID) (models.InvitationLink, error) {
	var l models.InvitationLink
	if err := t.db.Clauses(forUpdate).Take(&l, "id = ?", id).Error; err != nil {
		return l, fmt.Errorf("lock link: %w", err)
	}
	return l, nil
}

// TryAdjust holds the adjustments of a partner's customer until the transaction
// ends, or answers that another transaction does: who comes second is told and
// does not wait.
func (t *Tx) TryAdjust(partner, customer uuid.UUID) (bool, error) {
	var free bool
	key := "adjustment:" + partner.String() + ":" + customer.String()
	if err := t.db.Raw("SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))", key).Scan(&free).Error; err != nil {
		return false, fmt.Errorf("hold adjustments: %w", err)
	}
	return free, nil
}

// LockTopUp locks a top-up.
func (t *Tx) LockTopUp(id uuid.UUID) (models.TopUp, error) {
	var u models.TopUp
	if err := t.db.Clauses(forUpdate).Take(&u, "id = ?", id).Error; err != nil {
		return u, fmt.Errorf("lock top-up: %w", err)
	}
	return u, nil
}

// LockAccountChange locks a change of a partner's book.
func (t *Tx) LockAccountChange(id uuid.UUID) (models.AccountChange, error) {
	return lockRow[models.AccountChange](t, "account change", id)
}

// LockAcceptance locks an acceptance.
func (t *Tx) LockAcceptance(id uuid.UUID) (models.Acceptance, error) {
	var a models.Acceptance
	if err := t.db.Clauses(forUpdate).Take(&a, "id = ?", id).Error; err != nil {
		return a, fmt.Errorf("lock acceptance: %w", err)
	}
	return a, nil
}

// LockAssociation locks an association: one open request about it is decided
// under it, and nothing new is allotted under one that ends.
func (t *Tx) LockAssociation(id uuid.UUID) (models.Association, error) {
	return lockRow[models.Association](t, "association", id)
}

// LockAssociationRequest locks a request about an association.
func (t *Tx) LockAssociationRequest(id uuid.UUID) (models.AssociationRequest, error) {
	return lockRow[models.AssociationRequest](t, "association request", id)
}

// LockSettlement locks a settlement with its steps.
func (t *Tx) LockSettlement(id uuid.UUID) (models.Settlement, error) {
	return lockRow[models.Settlement](t, "settlement", id)
}

func lockRow[T any](t *Tx, what string, id uuid.UUID) (T, error) {
	var row T
	if err := t.db.Clauses(forUpdate).Take(&row, "id = ?", id).Error; err != nil {
		return row, fmt.Errorf("lock %s: %w", what, err)
	}
	return row, nil
}
