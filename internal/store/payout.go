package store

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"partnercenter/models"
)

// AddPayouts writes the payouts of a withdrawal and says which lots each pays.
func (t *Tx) AddPayouts(payouts []models.Payout, lots []models.WithdrawalLot) error {
	if err := insert(t, "payouts", &payouts); err != nil {
		return err
	}
	for _, l := range lots {
		if err := t.affected("pay a lot", "UPDATE withdrawal_lots SET payout_id = ? WHERE withdrawal_id = ? AND lot_id = ?", l.PayoutID, l.WithdrawalID, l.LotID); err != nil {
			return err
		}
	}
	return nil
}

// MovePayout writes a payout whose withdrawal is locked.
func (t *Tx) MovePayout(p models.Payout) error {
	return t.later("move payout", true, func(db *gorm.DB) *gorm.DB {
		return db.Model(&p).Where("id = ?", p.ID).Select("*").Omit("id", "reference", "paying_entity", "created_at").Updates(p)
	})
}

// Payouts are the payouts of withdrawals in the order of their ids.
func (t *Tx) Payouts(withdrawals ...uuid.UUID) ([]models.Payout, error) {
	var payouts []models.Payout
	if err := t.tenant(t.db).Where("withdrawal_id IN ?", withdrawals).Order("id").Find(&payouts).Error; err != nil {
		return nil, fmt.Errorf("read payouts: %w", err)
	}
	return payouts, nil
}

// FindPayout tells whose payout the bank speaks of, before anybody is a principal.
func (t *Tx) FindPayout(reference string) (models.PayoutKey, error) {
	var found []models.PayoutKey
	if err := t.db.Raw("SELECT * FROM find_payout(?)", reference).Scan(&found).Error; err != nil {
		return models.PayoutKey{}, fmt.Errorf("find payout: %w", err)
	}
	if len(found) == 0 {
		return models.PayoutKey{}, fmt.Errorf("find payout: %w", models.ErrNotFound)
	}
	return found[0], nil
}

// PayoutOf is a payout of a partner, or nil.
func (t *Tx) PayoutOf(partner, id uuid.UUID) (*models.Payout, error) {
	var found []models.Payout
	if err := t.tenant(t.db).Where("partner_id = ? AND id = ?", partner, id).Find(&found).Error; err != nil {
		return nil, fmt.Errorf("find payout: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	return &found[0], nil
}

// SuspenseOf is what a payout of a partner left in suspense and nobody has settled, one amount
// per currency that has any; below zero where money left. The caller holds the book
// where a rule decides by it.
func (t *Tx) SuspenseOf(partner, payout uuid.UUID) ([]models.Money, error) {
	var rows []struct {
		Amount   decimal.Decimal
		Currency models.Currency
	}
	err := t.db.Raw(`SELECT sum(l.amount) AS amount, a.currency FROM accounts a JOIN postings l ON l.account_id = a.id JOIN ledger_transactions t ON t.id = l.transaction_id
		WHERE a.partner_id = ? AND a.kind = 'suspense' AND starts_with(t.cause, ?) GROUP BY a.currency HAVING sum(l.amount) <> 0 ORDER BY a.currency`, partner, models.PayoutCause(payout, "")).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read suspense of a payout: %w", err)
	}
	left := make([]models.Money, len(rows))
	for i, r := range rows {
		left[i] = models.Money{Amount: r.Amount, Currency: r.Currency}
	}
	return left, nil
}

// AddBankMessage keeps what the bank called to say and wakes the withdrawal.
func (t *Tx) AddBankMessage(m models.BankMessage) error {
	if err := insert(t, "message of the bank", &m); err != nil {
		return err
	}
	return t.affected("wake withdrawal", "UPDATE withdrawals SET next_wake_at = ? WHERE id = ?", m.ReceivedAt, m.WithdrawalID)
}

// BankMessages are what the bank said of a withdrawal and nobody has taken in yet, oldest first.
func (t *Tx) BankMessages(withdrawal uuid.UUID) ([]models.BankMessage, error) {
	var messages []models.BankMessage
	if err := t.db.Where("withdrawal_id = ? AND taken_at IS NULL", withdrawal).Order("id").Find(&messages).Error; err != nil {
		return nil, fmt.Errorf("read what the bank says: %w", err)
	}
	return messages, nil
}

// TakeBankMessage notes that a message was taken in.
func (t *Tx) TakeBankMessage(id uuid.UUID, at time.Time) error {
	return t.affected("take what the bank says", "UPDATE bank_messages SET taken_at = ? WHERE id = ? AND taken_at IS NULL", at, id)
}

// Vendor is the vendor of the transaction's realm.
func (t *Tx) Vendor() (models.Organisation, error) {
	var o models.Organisation
	if err := t.db.Where("realm = ? AND kind = 'vendor'", t.principal.Realm).Order("id").Take(&o).Error; err != nil {
		return o, fmt.Errorf("read vendor: %w", err)
	}
	return o, nil
}
