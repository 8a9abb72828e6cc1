package store

import (
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"partnercenter/models"
)

// AddSettlement writes what follows an association's end, with its steps.
func (t *Tx) AddSettlement(s *models.Settlement, steps []models.SettlementStep) error {
	if err := insert(t, "settlement", s); err != nil {
		return err
	}
	return insert(t, "settlement steps", &steps)
}

// MoveSettlement writes a settlement that is locked.
func (t *Tx) MoveSettlement(s *models.Settlement, version int64) error {
	return move(t, "settlement", s, s.ID, version)
}

// SaveSettlementStep writes a step of a settlement that is locked.
func (t *Tx) SaveSettlementStep(step *models.SettlementStep) error {
	if err := t.db.Save(step).Error; err != nil {
		return fmt.Errorf("save settlement step: %w", err)
	}
	return nil
}

// Settlement is one settlement within the principal's reach.
func (t *Tx) Settlement(id uuid.UUID) (models.Settlement, error) {
	return take[models.Settlement](t.tenant(t.db), "settlement", id)
}

// SettlementStepsOf are the steps of a settlement in their order.
func (t *Tx) SettlementStepsOf(association uuid.UUID) ([]models.SettlementStep, error) {
	var steps []models.SettlementStep
	if err := t.tenant(t.db).Where("association_id = ?", association).Order("position").Find(&steps).Error; err != nil {
		return nil, fmt.Errorf("read settlement steps: %w", err)
	}
	return steps, nil
}

// AddClosingStatement writes what an association came to, once.
func (t *Tx) AddClosingStatement(s *models.ClosingStatement) error {
	return insert(t, "closing statement", s)
}

// ClosingStatement is what an association came to, or nil.
func (t *Tx) ClosingStatement(association uuid.UUID) (*models.ClosingStatement, error) {
	var s models.ClosingStatement
	err := t.tenant(t.db).Take(&s, "association_id = ?", association).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read closing statement: %w", err)
	}
	return &s, nil
}

// BookSeq is the last transaction of a book that the caller has locked.
func (t *Tx) BookSeq(book uuid.UUID) (int64, error) {
	var seq int64
	if err := t.db.Raw("SELECT seq FROM books WHERE partner_id = ?", book).Scan(&seq).Error; err != nil {
		return 0, fmt.Errorf("read book: %w", err)
	}
	return seq, nil
}

// AllotmentsOf are a customer's accounts in a partner's book.
func (t *Tx) AllotmentsOf(book, customer uuid.UUID) ([]models.Account, error) {
	var rows []accountRow
	err := t.db.Where("partner_id = ? AND kind = ? AND customer_id = ?", book, models.AccountCustomer, customer).Order("currency").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read allotments: %w", err)
	}
	accounts := make([]models.Account, len(rows))
	for i, r := range rows {
		accounts[i] = r.account()
	}
	return accounts, nil
}

// contraAccounts mirror the world and say nothing to a reader of a statement.
const contraAccounts = "a.kind NOT IN ('clearing', 'issued')"

type statementRow struct {
	TransactionID uuid.UUID
	EffectiveAt   time.Time
	RecordedAt    time.Time
	Kind          string
	TradeType     string
	Account       string
	Currency      models.Currency
	Amount        decimal.Decimal
	Count         int
}

func (r statementRow) line() models.StatementLine {
	amount := models.Money{Amount: r.Amount, Currency: r.Currency}
	return models.StatementLine{Kind: r.Kind, TradeType: r.TradeType, Account: r.Account, Amount: amount.Fixed(), Currency: r.Currency, Count: r.Count}
}

// StatementLines sum the transactions of an association up to a place in the
// partner's book, by kind and account.
func (t *Tx) StatementLines(a models.Association, until int64) ([]models.StatementLine, error) {
	var rows []statementRow
	err := t.db.Raw(`SELECT t.kind, t.trade_type, a.kind AS account, p.currency, sum(p.amount) AS amount, count(*) AS count
		FROM ledger_transactions t JOIN postings p ON p.transaction_id = t.id JOIN accounts a ON a.id = p.account_id
		WHERE t.association_id = ? AND t.partner_id = ? AND t.book_seq <= ? AND `+contraAccounts+`
		GROUP BY t.kind, t.trade_type, a.kind, p.currency ORDER BY t.kind, t.trade_type, a.kind, p.currency`, a.ID, a.PartnerID, until).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("sum up association: %w", err)
	}
	lines := make([]models.StatementLine, len(rows))
	for i, r := range rows {
		lines[i] = r.line()
	}
	return lines, nil
}

// Amendments are the transactions of an association that were recorded after a
// place in the partner's book, in its order.
func (t *Tx) Amendments(association, book uuid.UUID, after int64) ([]models.Amendment, error) {
	var rows []statementRow
	err := t.db.Raw(`SELECT t.id AS transaction_id, t.effective_at, t.recorded_at, t.kind, t.trade_type, a.kind AS account, p.currency, p.amount, 1 AS count
		FROM ledger_transactions t JOIN postings p ON p.transaction_id = t.id JOIN accounts a ON a.id = p.account_id
		WHERE t.association_id = ? AND t.partner_id = ? AND t.book_seq > ? AND `+contraAccounts+` ORDER BY t.book_seq, p.line`, association, book, after).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read amendments: %w", err)
	}
	var amendments []models.Amendment
	for _, r := range rows {
		if last := len(amendments) - 1; last < 0 || amendments[last].TransactionID != r.TransactionID {
			amendments = append(amendments, models.Amendment{TransactionID: r.TransactionID, EffectiveAt: r.EffectiveAt, RecordedAt: r.RecordedAt})
		}
		last := &amendments[len(amendments)-1]
		last.Lines = append(last.Lines, r.line())
	}
	return amendments, nil
}
