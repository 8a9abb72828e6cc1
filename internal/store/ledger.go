package store

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"partnercenter/models"
)

// floorConstraint is the last wall: the rules refuse before.
const floorConstraint = "accounts_floor_check"

// ledgerTransaction is the shape that the function post_ledger reads.
type ledgerTransaction struct {
	ID          uuid.UUID       `json:"id"`
	Book        uuid.UUID       `json:"book"`
	Kind        string          `json:"kind"`
	TradeType   string          `json:"trade_type"`
	SubjectKind string          `json:"subject_kind"`
	SubjectID   uuid.UUID       `json:"subject_id"`
	Cause       string          `json:"cause"`
	Association *uuid.UUID      `json:"association,omitempty"`
	Reverses    *uuid.UUID      `json:"reverses,omitempty"`
	EffectiveAt time.Time       `json:"effective_at"`
	Postings    []ledgerPosting `json:"postings"`
	Lots        []ledgerLot     `json:"lots,omitempty"`
	Draws       []ledgerDraw    `json:"draws,omitempty"`
}

type ledgerPosting struct {
	Kind     string          `json:"kind"`
	Customer uuid.UUID       `json:"customer"`
	Amount   string          `json:"amount"`
	Currency models.Currency `json:"currency"`
}

type ledgerLot struct {
	ID            uuid.UUID       `json:"id"`
	Channel       int             `json:"channel"`
	SigningEntity string          `json:"signing_entity"`
	Payer         *uuid.UUID      `json:"payer,omitempty"`
	Reference     string          `json:"reference"`
	ArrivedAt     time.Time       `json:"arrived_at"`
	Amount        string          `json:"amount"`
	Currency      models.Currency `json:"currency"`
}

type ledgerDraw struct {
	Lot      uuid.UUID `json:"lot"`
	Amount   string    `json:"amount"`
	BankCard bool      `json:"bank_card"`
}

// Posted is the place of a transaction in its book.
type Posted struct {
	ID         uuid.UUID
	BookSeq    int64
	RecordedAt time.Time
	Hash       []byte
	// Replayed: the cause had been posted before; nothing was posted now.
	Replayed bool
}

// doors are the functions by which a side locks books and posts to them: what a
// side may post is the database's to say.
var doors = map[models.Side]struct{ lock, post string }{
	models.SideSystem:  {"lock_books", "post_ledger"},
	models.SideVendor:  {"lock_realm_books", "post_realm_ledger"},
	models.SidePartner: {"lock_own_books", "post_own_ledger"},
}

// LockBooks locks the books of organisations in the order of their ids, so that
// what a rule reads of them is still so when its outcome is posted.
func (t *Tx) LockBooks(books ...uuid.UUID) error {
	if err := t.exec("SELECT "+doors[t.principal.Side].lock+"(?, ?::uuid[])", t.principal.Realm, idArray(books)); err != nil {
		return fmt.Errorf("lock books: %w", err)
	}
	return nil
}

// Books are the next books of the realm in the order of their ids.
func (t *Tx) Books(after uuid.UUID, limit int) ([]uuid.UUID, error) {
	var books []uuid.UUID
	err := t.db.Raw("SELECT partner_id FROM books WHERE realm = ? AND partner_id > ? ORDER BY partner_id LIMIT ?", t.principal.Realm, after, limit).Scan(&books).Error
	if err != nil {
		return nil, fmt.Errorf("read books: %w", err)
	}
	return books, nil
}

// Post writes transactions of one or more books in one round trip, in their order.
func (t *Tx) Post(transactions ...models.LedgerTransaction) ([]Posted, error) {
	wire := make([]ledgerTransaction, len(transactions))
	for i, transaction := range transactions {
		wire[i] = onTheWire(transaction)
	}
	raw, err := json.Marshal(wire)
	if err != nil {
		return nil, fmt.Errorf("encode transactions: %w", err)
	}
	var posted []Posted
	err = t.db.Raw("SELECT * FROM "+doors[t.principal.Side].post+"(?, ?, ?::jsonb)", t.principal.Realm, t.Now(), string(raw)).Scan(&posted).Error
	if pgConstraint(err) == floorConstraint {
		return nil, fmt.Errorf("%w: %w", models.ErrBalance, err)
	}
	if err != nil {
		return nil, fmt.Errorf("post to the ledger: %w", err)
	}
	return posted, nil
}

func onTheWire(t models.LedgerTransaction) ledgerTransaction {
	if t.ID == uuid.Nil {
		t.ID = NewID()
	}
	w := ledgerTransaction{
		ID: t.ID, Book: t.Book, Kind: t.Kind, TradeType: t.TradeType, SubjectKind: t.SubjectKind, SubjectID: t.SubjectID,
		Cause: t.Cause, Association: t.AssociationID, Reverses: t.Reverses, EffectiveAt: t.EffectiveAt.UTC().Truncate(time.Microsecond),
	}
	for _, p := range t.Postings {
		w.Postings = append(w.Postings, ledgerPosting{Kind: p.Account, Customer: p.Customer, Amount: p.Amount.Fixed(), Currency: p.Amount.Currency})
	}
	for _, l := range t.Lots {
		w.Lots = append(w.Lots, ledgerLot{
			ID: l.ID, Channel: l.Channel, SigningEntity: l.SigningEntity, Payer: l.PayerID, Reference: l.Reference, ArrivedAt: l.ArrivedAt.UTC().Truncate(time.Microsecond),
			Amount: l.Amount.Fixed(), Currency: l.Amount.Currency,
		})
	}
	for _, d := range t.Draws {
		w.Draws = append(w.Draws, ledgerDraw{Lot: d.LotID, Amount: d.Amount.Fixed(), BankCard: d.BankCard})
	}
	return w
}

type lotRow struct {
	ID            uuid.UUID
	Channel       int
	SigningEntity string
	PayerID       *uuid.UUID
	Reference     string
	ArrivedAt     time.Time
	Currency      models.Currency
	Amount        decimal.Decimal
	Remaining     decimal.Decimal
	BankCard      bool
}

// OpenLots are the lots of a book that still hold something, oldest first.
func (t *Tx) OpenLots(book uuid.UUID, currency models.Currency) ([]models.Lot, error) {
	return readLots(t.db.Where("partner_id = ? AND currency = ? AND remaining > 0", book, currency).Order("arrived_at, id"))
}

// LotsOf are those of the lots that are in a book.
func (t *Tx) LotsOf(book uuid.UUID, ids []uuid.UUID) (map[uuid.UUID]models.Lot, error) {
	return lotsByID(t.db.Where("partner_id = ? AND id IN ?", book, ids))
}

// Lots are lots by their ids.
func (t *Tx) Lots(ids []uuid.UUID) (map[uuid.UUID]models.Lot, error) {
	return lotsByID(t.db.Where("id IN ?", ids))
}

func lotsByID(query *gorm.DB) (map[uuid.UUID]models.Lot, error) {
	lots, err := readLots(query)
	byID := make(map[uuid.UUID]models.Lot, len(lots))
	for _, lot := range lots {
		byID[lot.ID] = lot
	}
	return byID, err
}

func readLots(query *gorm.DB) ([]models.Lot, error) {
	var rows []lotRow
	if err := query.Table("lots").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read lots: %w", err)
	}
	lots := make([]models.Lot, len(rows))
	for i, r := range rows {
		money := func(d decimal.Decimal) models.Money { return models.Money{Amount: d, Currency: r.Currency} }
		lots[i] = models.Lot{
			ID: r.ID, Channel: r.Channel, SigningEntity: r.SigningEntity, PayerID: r.PayerID, Reference: r.Reference, ArrivedAt: r.ArrivedAt,
			Amount: money(r.Amount), Remaining: money(r.Remaining), BankCard: r.BankCard,
		}
	}
	return lots, nil
}
