package store

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"partnercenter/models"
)

// LedgerTransaction is a transaction of the realm with its lines and draws; its lots
// are as they are now. Errors: models.ErrNotFound.
func (t *Tx) LedgerTransaction(id uuid.UUID) (models.LedgerTransaction, error) {
	var found []struct {
		ID, PartnerID, SubjectID            uuid.UUID
		Kind, TradeType, SubjectKind, Cause string
		AssociationID, ReversesID           *uuid.UUID
		EffectiveAt                         time.Time
	}
	if err := t.db.Raw("SELECT * FROM ledger_transactions WHERE id = ? AND realm = ?", id, t.principal.Realm).Scan(&found).Error; err != nil {
		return models.LedgerTransaction{}, fmt.Errorf("read transaction: %w", err)
	}
	if len(found) == 0 {
		return models.LedgerTransaction{}, models.ErrNotFound
	}
	f := found[0]
	whole := models.LedgerTransaction{
		ID: f.ID, Book: f.PartnerID, Kind: f.Kind, TradeType: f.TradeType, SubjectKind: f.SubjectKind, SubjectID: f.SubjectID, Cause: f.Cause,
		AssociationID: f.AssociationID, Reverses: f.ReversesID, EffectiveAt: f.EffectiveAt,
	}
	err := t.fill(&whole)
	return whole, err
}

// fill reads what a transaction moved.
func (t *Tx) fill(of *models.LedgerTransaction) error {
	var lines []struct {
		Kind       string
		CustomerID uuid.UUID
		Amount     decimal.Decimal
		Currency   models.Currency
	}
	err := t.db.Raw(`SELECT a.kind, a.customer_id, p.amount, p.currency FROM postings p JOIN accounts a ON a.id = p.account_id
		WHERE p.transaction_id = ? ORDER BY p.line`, of.ID).Scan(&lines).Error
	if err != nil {
		return fmt.Errorf("read lines: %w", err)
	}
	for _, l := range lines {
		of.Postings = append(of.Postings, models.Posting{Account: l.Kind, Customer: l.CustomerID, Amount: models.Money{Amount: l.Amount, Currency: l.Currency}})
	}
	var draws []struct {
		LotID    uuid.UUID
		Amount   decimal.Decimal
		Currency models.Currency
	}
	if err := t.db.Raw("SELECT lot_id, amount, currency FROM lot_draws WHERE transaction_id = ? ORDER BY lot_id", of.ID).Scan(&draws).Error; err != nil {
		return fmt.Errorf("read draws: %w", err)
	}
	for _, d := range draws {
		of.Draws = append(of.Draws, models.Draw{LotID: d.LotID, Amount: models.Money{Amount: d.Amount, Currency: d.Currency}})
	}
	of.Lots, err = readLots(t.db.Where("transaction_id = ?", of.ID))
	return err
}

// ReversalOf is what took a transaction back, and its cause; nil where nothing did.
func (t *Tx) ReversalOf(id uuid.UUID) (*Posted, string, error) {
	var found []struct {
		Posted
		Cause string
	}
	err := t.db.Raw("SELECT id, book_seq, recorded_at, hash, true AS replayed, cause FROM ledger_transactions WHERE reverses_id = ?", id).Scan(&found).Error
	if err != nil {
		return nil, "", fmt.Errorf("read reversal: %w", err)
	}
	if len(found) == 0 {
		return nil, "", nil
	}
	return &found[0].Posted, found[0].Cause, nil
}
