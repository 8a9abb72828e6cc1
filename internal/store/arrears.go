package store

import (
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"partnercenter/models"
)

// AddArrears writes down what a consumption left unpaid.
func (t *Tx) AddArrears(a *models.Arrears) error { return insert(t, "arrears", a) }

// CustomerArrears are what a customer owes under an association in force, oldest
// first. The caller holds the book.
func (t *Tx) CustomerArrears(partner, customer uuid.UUID, currency models.Currency) ([]models.Arrears, error) {
	return openArrears(t.db.Where(`arrears.customer_id = ? AND (a.effective_until IS NULL OR a.effective_until > ?)`, customer, t.Now()), partner, currency)
}

// OwnArrears are what ended associations left to a partner, oldest first. The
// caller holds the book.
func (t *Tx) OwnArrears(partner uuid.UUID, currency models.Currency) ([]models.Arrears, error) {
	return openArrears(t.db.Where("a.effective_until <= ?", t.Now()), partner, currency)
}

func openArrears(query *gorm.DB, partner uuid.UUID, currency models.Currency) ([]models.Arrears, error) {
	var owed []models.Arrears
	err := query.Joins("JOIN associations a ON a.id = arrears.association_id").
		Where("arrears.partner_id = ? AND arrears.currency = ? AND arrears.remaining > 0", partner, currency).
		Order("arrears.consumed_at, arrears.consumption_id").Find(&owed).Error
	if err != nil {
		return nil, fmt.Errorf("read arrears: %w", err)
	}
	return owed, nil
}
