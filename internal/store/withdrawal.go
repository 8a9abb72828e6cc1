package store

import (
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"partnercenter/models"
)

// AddWithdrawal writes a new withdrawal with the lots that it has drawn on.
func (t *Tx) AddWithdrawal(w *models.Withdrawal, lots []models.WithdrawalLot) error {
	if err := insert(t, "withdrawal", w); err != nil {
		return err
	}
	return insert(t, "lots of a withdrawal", &lots)
}

// MoveWithdrawal writes a withdrawal that is locked; version is the one the lock showed.
func (t *Tx) MoveWithdrawal(w *models.Withdrawal, version int64) error {
	return move(t, "withdrawal", w, w.ID, version)
}

// HideWithdrawal takes a rejected withdrawal off its partner's list.
func (t *Tx) HideWithdrawal(id uuid.UUID, at time.Time) error {
	return t.affected("hide withdrawal", "UPDATE withdrawals SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL", at, id)
}

// Withdrawal is one withdrawal within the principal's reach. Its partner does not
// see what he has deleted.
func (t *Tx) Withdrawal(id uuid.UUID) (models.Withdrawal, error) {
	return take[models.Withdrawal](t.shown(t.tenant(t.db)), "withdrawal", id)
}

// DeletedWithdrawal is one withdrawal within the principal's reach, deleted or not.
func (t *Tx) DeletedWithdrawal(id uuid.UUID) (models.Withdrawal, error) {
	return take[models.Withdrawal](t.tenant(t.db), "withdrawal", id)
}

// Withdrawals is one page of withdrawals.
func (t *Tx) Withdrawals(f models.WithdrawalFilter, q models.ListQuery) (models.Page[models.Withdrawal], error) {
	query := t.shown(t.tenant(t.db))
	if f.State != "" {
		query = query.Where("state = ?", f.State)
	}
	return page[models.Withdrawal](query, q, func(w models.Withdrawal) uuid.UUID { return w.ID })
}

func (t *Tx) shown(db *gorm.DB) *gorm.DB {
	if t.principal.Side == models.SidePartner {
		return db.Where("deleted_at IS NULL")
	}
	return db
}

// LockWithdrawal locks a withdrawal. The caller holds its partner's lock.
func (t *Tx) LockWithdrawal(id uuid.UUID) (models.Withdrawal, error) {
	var w models.Withdrawal
	if err := t.db.Clauses(forUpdate).Take(&w, "id = ?", id).Error; err != nil {
		return w, fmt.Errorf("lock withdrawal: %w", err)
	}
	return w, nil
}

// LotsOfWithdrawals are what withdrawals have drawn, in the order of their lots' arrival.
func (t *Tx) LotsOfWithdrawals(ids ...uuid.UUID) ([]models.WithdrawalLot, error) {
	var lots []models.WithdrawalLot
	err := t.tenant(t.db).Where("withdrawal_id IN ?", ids).Order("withdrawal_id, lot_id").Find(&lots).Error
	if err != nil {
		return nil, fmt.Errorf("read lots of withdrawals: %w", err)
	}
	return lots, nil
}

// HeldLots are the lots of a partner that withdrawals under way hold. The caller
// holds the partner's lock where it decides on them.
func (t *Tx) HeldLots(partner uuid.UUID) (map[uuid.UUID]bool, error) {
	var ids []uuid.UUID
	if err := t.db.Model(&models.WithdrawalLot{}).Where("partner_id = ? AND held", partner).Pluck("lot_id", &ids).Error; err != nil {
		return nil, fmt.Errorf("read held lots: %w", err)
	}
	held := make(map[uuid.UUID]bool, len(ids))
	for _, id := range ids {
		held[id] = true
	}
	return held, nil
}

// HolderOf is the withdrawal under way that holds a lot, or nil.
func (t *Tx) HolderOf(lot uuid.UUID) (*models.WithdrawalLot, error) {
	var found []models.WithdrawalLot
	if err := t.db.Where("lot_id = ? AND held", lot).Find(&found).Error; err != nil {
		return nil, fmt.Errorf("find holder of a lot: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	return &found[0], nil
}

// FreeLots lets the lots of a withdrawal go, all or those of one payout.
func (t *Tx) FreeLots(withdrawal uuid.UUID, payout *uuid.UUID) error {
	if payout == nil {
		return t.write("free lots", "UPDATE withdrawal_lots SET held = false WHERE withdrawal_id = ?", withdrawal)
	}
	return t.write("free lots", "UPDATE withdrawal_lots SET held = false WHERE withdrawal_id = ? AND payout_id = ?", withdrawal, *payout)
}

// KnownAccount is the newest bank account that the partner stated, with its
// branch, or nil: of one number, or of any where hash is empty.
func (t *Tx) KnownAccount(partner uuid.UUID, hash []byte) (*models.Contact, error) {
	query := t.db.Table("withdrawals w").Select("c.*").Joins("JOIN contacts c ON c.id = w.contact_id").Where("w.partner_id = ? AND c.bank_branch <> ''", partner)
	if len(hash) > 0 {
		query = query.Where("w.account_hash = ?", hash)
	}
	var found []models.Contact
	if err := query.Order("w.id DESC").Limit(1).Scan(&found).Error; err != nil {
		return nil, fmt.Errorf("find bank account: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	return &found[0], nil
}

// FundsAccounts are the accounts of a book that bound what may be withdrawn, by
// their kind; one that was never opened holds nothing.
func (t *Tx) FundsAccounts(book uuid.UUID, currency models.Currency) (map[string]models.Account, error) {
	kinds := []string{models.AccountCash, models.AccountAllocatable, models.AccountDesignated}
	var rows []accountRow
	if err := t.db.Where("partner_id = ? AND kind IN ? AND currency = ?", book, kinds, currency).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read accounts: %w", err)
	}
	accounts := make(map[string]models.Account, len(kinds))
	for _, kind := range kinds {
		accounts[kind] = models.Account{Balance: models.NoMoney(currency)}
	}
	for _, r := range rows {
		accounts[r.Kind] = r.account()
	}
	return accounts, nil
}

// AddPartnerFacts writes one version of the facts about a partner's money; the
// same version twice is one. It answers whether the version was new.
func (t *Tx) AddPartnerFacts(f *models.PartnerFacts) (bool, error) {
	res := t.db.Clauses(clause.OnConflict{DoNothing: true}).Create(f)
	if res.Error != nil {
		return false, fmt.Errorf("add facts of a partner: %w", res.Error)
	}
	return res.RowsAffected == 1, nil
}

// PartnerFacts is the version with the newest as_of, or nil.
func (t *Tx) PartnerFacts(partner uuid.UUID) (*models.PartnerFacts, error) {
	var f models.PartnerFacts
	err := t.db.Where("partner_id = ?", partner).Order("as_of DESC").Take(&f).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read facts of a partner: %w", err)
	}
	return &f, nil
}

// CustomersArrears is what a partner's resale customers owe in a currency, and of
// how many of them nothing newer than an instant is known.
func (t *Tx) CustomersArrears(partner uuid.UUID, currency models.Currency, oldest time.Time) (models.Money, int, error) {
	var row struct {
		Arrears decimal.Decimal
		Stale   int
	}
	if err := t.db.Raw("SELECT * FROM customers_arrears(?, ?, ?, ?)", partner, currency, t.Now(), oldest).Scan(&row).Error; err != nil {
		return models.Money{}, 0, fmt.Errorf("sum arrears of customers: %w", err)
	}
	return models.Money{Amount: row.Arrears, Currency: currency}, row.Stale, nil
}

// StaleCustomers are resale customers of a partner of whom nothing newer than an
// instant is known, at most so many.
func (t *Tx) StaleCustomers(partner uuid.UUID, oldest time.Time, limit int) ([]uuid.UUID, error) {
	var rows []struct{ CustomerID uuid.UUID }
	if err := t.db.Raw("SELECT * FROM stale_customers(?, ?, ?, ?)", partner, t.Now(), oldest, limit).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("find customers of whom too little is known: %w", err)
	}
	ids := make([]uuid.UUID, len(rows))
	for i, r := range rows {
		ids[i] = r.CustomerID
	}
	return ids, nil
}
