package store

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"partnercenter/models"
)

type accountRow struct {
	ID         uuid.UUID
	PartnerID  uuid.UUID
	Kind       string
	CustomerID uuid.UUID
	Currency   models.Currency
	Balance    decimal.Decimal
	Seq        int64
}

// TableName is the table of accounts.
func (accountRow) TableName() string { return "accounts" }

func (r accountRow) account() models.Account {
	return models.Account{
		ID: r.ID, PartnerID: r.PartnerID, Kind: r.Kind, CustomerID: r.CustomerID, Seq: r.Seq, Balance: models.Money{Amount: r.Balance, Currency: r.Currency},
	}
}

// Accounts are the accounts of a book, customers' allotments last.
func (t *Tx) Accounts(book uuid.UUID) ([]models.Account, error) {
	var rows []accountRow
	err := t.tenant(t.db).Where("partner_id = ?", book).Order("kind = 'customer', kind, currency, customer_id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read accounts: %w", err)
	}
	accounts := make([]models.Account, len(rows))
	for i, r := range rows {
		accounts[i] = r.account()
	}
	return accounts, nil
}

// Account is one account within the principal's reach.
func (t *Tx) Account(id uuid.UUID) (models.Account, error) {
	row, err := take[accountRow](t.tenant(t.db), "account", id)
	return row.account(), err
}

// AccountPage is one page of accounts.
func (t *Tx) AccountPage(f models.AccountFilter, q models.ListQuery) (models.Page[models.Account], error) {
	query := t.tenant(t.db)
	if f.PartnerID != nil {
		query = query.Where("partner_id = ?", *f.PartnerID)
	}
	if f.Kind != "" {
		query = query.Where("kind = ?", f.Kind)
	}
	if f.CustomerID != nil {
		query = query.Where("customer_id = ?", *f.CustomerID)
	}
	rows, err := page[accountRow](query, q, func(r accountRow) uuid.UUID { return r.ID })
	found := models.Page[models.Account]{Next: rows.Next}
	for _, r := range rows.Items {
		found.Items = append(found.Items, r.account())
	}
	return found, err
}

// AssociationsOf finds for each customer's allotment the newest association that
// its book's partner had with the customer, by the account's id.
func (t *Tx) AssociationsOf(accounts []uuid.UUID) (map[uuid.UUID]uuid.UUID, error) {
	var rows []struct{ AccountID, AssociationID uuid.UUID }
	err := t.db.Raw(`SELECT a.id AS account_id, s.id AS association_id FROM accounts a
		CROSS JOIN LATERAL (SELECT id FROM associations s WHERE s.customer_id = a.customer_id AND s.partner_id = a.partner_id ORDER BY effective_from DESC, id DESC LIMIT 1) s
		WHERE a.id = ANY (?::uuid[]) AND a.kind = 'customer'`, idArray(accounts)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read associations of accounts: %w", err)
	}
	found := make(map[uuid.UUID]uuid.UUID, len(rows))
	for _, r := range rows {
		found[r.AccountID] = r.AssociationID
	}
	return found, nil
}

// DesignatedIn is what is designated in books, by book and currency.
func (t *Tx) DesignatedIn(books []uuid.UUID) (map[uuid.UUID]map[models.Currency]models.Money, error) {
	var rows []accountRow
	if err := t.tenant(t.db).Where("partner_id IN ? AND kind = ?", books, models.AccountDesignated).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read designated money: %w", err)
	}
	found := map[uuid.UUID]map[models.Currency]models.Money{}
	for _, r := range rows {
		if found[r.PartnerID] == nil {
			found[r.PartnerID] = map[models.Currency]models.Money{}
		}
		found[r.PartnerID][r.Currency] = r.account().Balance
	}
	return found, nil
}

// CloseBook makes what was read of a book up to an instant final.
func (t *Tx) CloseBook(book uuid.UUID, at time.Time) error {
	if err := t.exec("SELECT close_book(?, ?)", book, at); err != nil {
		return fmt.Errorf("close book: %w", err)
	}
	return nil
}

// FigureAt is what an account held at an instant and how many lines had led
// there: the statement of that day, which later entries never change, whatever
// their value date.
func (t *Tx) FigureAt(account models.Account, at time.Time) (models.Figure, error) {
	figure := models.Figure{At: at, Balance: models.Money{Amount: decimal.Zero, Currency: account.Balance.Currency}}
	var last []struct {
		BalanceAfter decimal.Decimal
		AccountSeq   int64
	}
	err := t.db.Raw("SELECT balance_after, account_seq FROM postings WHERE account_id = ? AND recorded_at <= ? ORDER BY recorded_at DESC, account_seq DESC LIMIT 1", account.ID, at).Scan(&last).Error
	if err != nil {
		return figure, fmt.Errorf("read balance: %w", err)
	}
	if len(last) > 0 {
		figure.Balance.Amount, figure.Seq = last[0].BalanceAfter, last[0].AccountSeq
	}
	return figure, nil
}

type entryRow struct {
	TransactionID uuid.UUID
	AccountSeq    int64
	Kind          string
	TradeType     string
	SubjectKind   string
	SubjectID     uuid.UUID
	AssociationID *uuid.UUID
	ReversesID    *uuid.UUID
	Amount        decimal.Decimal
	BalanceAfter  decimal.Decimal
	Currency      models.Currency
	EffectiveAt   time.Time
	RecordedAt    time.Time
}

func (r entryRow) entry() models.Entry {
	return models.Entry{
		TransactionID: r.TransactionID, AccountSeq: r.AccountSeq, Kind: r.Kind, TradeType: r.TradeType, SubjectKind: r.SubjectKind, SubjectID: r.SubjectID,
		AssociationID: r.AssociationID, ReversesID: r.ReversesID, EffectiveAt: r.EffectiveAt, RecordedAt: r.RecordedAt,
		Amount: models.Money{Amount: r.Amount, Currency: r.Currency}, BalanceAfter: models.Money{Amount: r.BalanceAfter, Currency: r.Currency},
	}
}

// Entries is one page of the lines of an account within the principal's reach,
// newest first. They are counted in the order of their recording, so that a
// window of time is a range of numbers and every filter a range of one index. Whose
// allotment a line speaks of is the association's to say: the other lines of its
// transaction would be several times the page.
func (t *Tx) Entries(account uuid.UUID, f models.EntryFilter, q models.ListQuery) (models.Page[models.Entry], error) {
	query := t.db.Table("postings AS p").Joins("JOIN ledger_transactions x ON x.id = p.transaction_id").Where("p.account_id = ?", account).
		Select("p.transaction_id, p.account_seq, x.kind, p.trade_type, x.subject_kind, x.subject_id, x.association_id, x.reverses_id, p.amount, p.balance_after, p.currency, x.effective_at, p.recorded_at")
	if f.TradeType != "" {
		query = query.Where("p.trade_type = ?", f.TradeType)
	}
	// The numbers are read first: a sub-select in their place would be a filter that
	// the index is walked past.
	if f.From != nil {
		first, err := t.lineAt("SELECT account_seq FROM postings WHERE account_id = ? AND recorded_at >= ? ORDER BY recorded_at, account_seq LIMIT 1", account, *f.From)
		if err != nil || first == 0 {
			return models.Page[models.Entry]{}, err
		}
		query = query.Where("p.account_seq >= ?", first)
	}
	if f.To != nil {
		last, err := t.lineAt("SELECT account_seq FROM postings WHERE account_id = ? AND recorded_at < ? ORDER BY recorded_at DESC, account_seq DESC LIMIT 1", account, *f.To)
		if err != nil || last == 0 {
			return models.Page[models.Entry]{}, err
		}
		query = query.Where("p.account_seq <= ?", last)
	}
	if q.After != nil {
		query = query.Where("p.account_seq < (SELECT account_seq FROM postings WHERE account_id = ? AND transaction_id = ?)", account, *q.After)
	}
	rows, err := read(query.Order("p.account_seq DESC"), q.Limit, func(r entryRow) uuid.UUID { return r.TransactionID })
	if err != nil {
		return models.Page[models.Entry]{}, err
	}
	customers, err := t.customersOf(rows.Items)
	found := models.Page[models.Entry]{Next: rows.Next}
	for _, r := range rows.Items {
		e := r.entry()
		if r.AssociationID != nil {
			e.CustomerID = customers[*r.AssociationID]
		}
		found.Items = append(found.Items, e)
	}
	return found, err
}

// lineAt is the number of the line of an account that a query for an instant finds, or 0.
func (t *Tx) lineAt(query string, account uuid.UUID, at time.Time) (int64, error) {
	var found []int64
	if err := t.db.Raw(query, account, at).Scan(&found).Error; err != nil {
		return 0, fmt.Errorf("find entry of an instant: %w", err)
	}
	if len(found) == 0 {
		return 0, nil
	}
	return found[0], nil
}

// customersOf are the customers of the associations under which lines were written.
func (t *Tx) customersOf(rows []entryRow) (map[uuid.UUID]*uuid.UUID, error) {
	var ids []uuid.UUID
	for _, r := range rows {
		if r.AssociationID != nil {
			ids = append(ids, *r.AssociationID)
		}
	}
	customers := map[uuid.UUID]*uuid.UUID{}
	if len(ids) == 0 {
		return customers, nil
	}
	var bonds []struct{ ID, CustomerID uuid.UUID }
	if err := t.db.Raw("SELECT id, customer_id FROM associations WHERE id = ANY (?::uuid[])", idArray(ids)).Scan(&bonds).Error; err != nil {
		return nil, fmt.Errorf("read customers of entries: %w", err)
	}
	for _, b := range bonds {
		customers[b.ID] = &b.CustomerID
	}
	return customers, nil
}
