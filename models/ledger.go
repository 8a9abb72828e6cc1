package models

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// The accounts of a book. Money says what there is: cash and its frozen part,
// unused credit, money whose owner is not known yet, and the world outside as its
// mirror. Allotment says who may spend it: nobody yet, a customer,
// or nobody until the vendor releases it (designated, 专款专用), and what was issued
// as its mirror. Source: 7a-1, 5a-3, 5a-4.
const (
	AccountCash        = "cash"
	AccountCredit      = "credit"
	AccountFrozen      = "frozen"
	AccountSuspense    = "suspense"
	AccountClearing    = "clearing"
	AccountAllocatable = "allocatable"
	AccountCustomer    = "customer"
	AccountDesignated  = "designated"
	AccountIssued      = "issued"
)

// The kinds of transactions of the ledger.
const (
	LedgerTopUp     = "top_up"
	LedgerCredit    = "credit"
	LedgerAllocate  = "allocate"
	LedgerReclaim   = "reclaim"
	LedgerUnlink    = "unlink"
	LedgerConsume   = "consume"
	LedgerFreeze    = "freeze"
	LedgerUnfreeze  = "unfreeze"
	LedgerPayout    = "payout"
	LedgerReversal  = "reversal"
	LedgerSuspend   = "suspend"
	LedgerUnsuspend = "unsuspend"
	LedgerWriteOff  = "write_off"
	LedgerDesignate = "designate"
	LedgerRelease   = "release_designated"
	LedgerCharge    = "charge_suspense"
)

// The real system's names of changes of an account, in its spelling. Source: 7d.
const (
	TradeRecharge   = "SOURCE_OPERAIION_RECHARGE"
	TradeCredit     = "SOURCE_OPERAIION_ADJUST_CREDIT"
	TradeAllocate   = "SOURCE_OPERATION_BEADJUST"
	TradeReclaim    = "SOURCE_OPERATION_BERETRIEVE"
	TradeUnlink     = "SOURCE_OPERATION_BEUNBIND"
	TradeUsage      = "SOURCE_OPERAIION_USAGE"
	TradeWriteOff   = "SOURCE_OPERAIION_WRITEOFF"
	TradeFreeze     = "SOURCE_OPERAIION_RFROZEN"
	TradeUnfreeze   = "SOURCE_OPERAIION_UNFROZEN"
	TradePayout     = "SOURCE_OPERAIION_CLEARFROZEN"
	TradeAdjustment = "SOURCE_OPERAIION_ADJUST"
)

// LedgerTransaction is what one cause does to one book. It is posted whole or
// not at all, once per cause, and never changed: a correction is a reversal.
type LedgerTransaction struct {
	ID   uuid.UUID
	Book uuid.UUID // the organisation whose book it is
	Kind string
	// TradeType is the real system's name of it.
	TradeType   string
	SubjectKind string
	SubjectID   uuid.UUID
	// Cause is unique in the book: told twice, it is posted once.
	Cause string
	// AssociationID is the association under which it was spent; nil where none was.
	AssociationID *uuid.UUID
	// Reverses is the transaction that this one takes back.
	Reverses *uuid.UUID
	// EffectiveAt is the value date; the book's order is that of recording.
	EffectiveAt time.Time
	Postings    []Posting
	Lots        []Lot
	Draws       []Draw
}

// Posting is one line: an account has at most one in a transaction.
type Posting struct {
	Account  string
	Customer uuid.UUID // of a customer's allotment; else the zero id
	Amount   Money     // positive: the account grows
}

// Lot is an inflow of cash: how it may go back depends on how it came. Source: 7b-2, 7b-3.
type Lot struct {
	ID            uuid.UUID
	Channel       int // the real system's number of a channel
	SigningEntity string
	PayerID       *uuid.UUID // the contact of who paid
	Reference     string     // of the channel
	ArrivedAt     time.Time
	Amount        Money
	Remaining     Money
	// BankCard says that the way back over the channel has failed.
	BankCard bool
}

// Draw takes from a lot, or returns to it when negative.
type Draw struct {
	LotID    uuid.UUID
	Amount   Money
	BankCard bool // from now on the lot goes back by bank card only
}

// Allotment reports whether an account says who may spend what there is, and not
// what there is. Source: 5a-4.
func (a Account) Allotment() bool {
	return slices.Contains([]string{AccountAllocatable, AccountCustomer, AccountDesignated, AccountIssued}, a.Kind)
}

// AccountView is an account as one caller sees it. Association and name are of
// the newest association with the customer whose allotment it is.
type AccountView struct {
	Account
	AssociationID *uuid.UUID
	CustomerName  string
	// Designated is how much of the cash is set aside; nil of other accounts. Source: 5a-3.
	Designated *Money
}

// AccountFilter is the closed set of filters of the list of accounts.
type AccountFilter struct {
	PartnerID  *uuid.UUID // vendor only
	Kind       string
	CustomerID *uuid.UUID
}

// Entry is one line of an account. Source: 7d.
type Entry struct {
	TransactionID uuid.UUID
	AccountSeq    int64
	Kind          string
	TradeType     string
	SubjectKind   string
	SubjectID     uuid.UUID
	AssociationID *uuid.UUID
	ReversesID    *uuid.UUID
	// CustomerID is whose allotment the transaction moved, if any.
	CustomerID   *uuid.UUID
	Amount       Money // positive: income
	BalanceAfter Money
	EffectiveAt  time.Time
	RecordedAt   time.Time
}

// EntryFilter is the closed set of filters of an account's entries. From and To
// bound the instant of recording: [From, To).
type EntryFilter struct {
	TradeType string
	From, To  *time.Time
}

// Figure is what an account held at an instant, and how many lines led there.
type Figure struct {
	At      time.Time
	Balance Money
	Seq     int64
}

// Statement is an account between two instants.
type Statement struct {
	Account
	Opening, Closing Figure
}

// Account is one account of a book as it is.
type Account struct {
	ID         uuid.UUID
	PartnerID  uuid.UUID
	Kind       string
	CustomerID uuid.UUID
	Balance    Money
	Seq        int64 // lines so far
}
