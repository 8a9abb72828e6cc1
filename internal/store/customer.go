package store

import (
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"partnercenter/models"
)

// AddFacts writes one version of a customer's facts; the same version twice is
// one. It answers whether the version was new.
func (t *Tx) AddFacts(f *models.CustomerFacts) (bool, error) {
	res := t.db.Clauses(clause.OnConflict{DoNothing: true}).Create(f)
	if res.Error != nil {
		return false, fmt.Errorf("add facts: %w", res.Error)
	}
	return res.RowsAffected == 1, nil
}

// CurrentFacts is the version with the newest as_of, or nil: an older as_of
// never becomes current, however late it arrives.
func (t *Tx) CurrentFacts(customer uuid.UUID) (*models.CustomerFacts, error) {
	var f models.CustomerFacts
	err := t.db.Where("customer_id = ?", customer).Order("as_of DESC").Take(&f).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read facts: %w", err)
	}
	return &f, nil
}

// FactsAsOf is how old the newest facts about the principal's own account are.
func (t *Tx) FactsAsOf(customer uuid.UUID) (*time.Time, error) {
	var asOf *time.Time
	if err := t.db.Raw("SELECT facts_as_of(?)", customer).Scan(&asOf).Error; err != nil {
		return nil, fmt.Errorf("read age of facts: %w", err)
	}
	return asOf, nil
}

// ReplaceKeys makes the given keys the ones by which the source recognises a customer.
func (t *Tx) ReplaceKeys(realm string, customer uuid.UUID, source string, keys HashedKeys) error {
	if err := t.write("clear keys", "DELETE FROM customer_keys WHERE customer_id = ? AND source = ?", customer, source); err != nil {
		return err
	}
	return t.AddKeys(realm, customer, source, keys)
}

// AddKeys adds keys by which a customer is recognised.
func (t *Tx) AddKeys(realm string, customer uuid.UUID, source string, keys HashedKeys) error {
	for i, kind := range keys.Kinds {
		err := t.write("add key", `INSERT INTO customer_keys (realm, kind, key_hash, customer_id, code_hash, source) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			realm, kind, keys.Hashes[i], customer, keys.Code, source)
		if err != nil {
			return err
		}
	}
	return nil
}
