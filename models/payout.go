package models

import (
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
)

// Payout states.
const (
	PayoutPrepared   = "prepared"   // the bank has not been asked
	PayoutSent       = "sent"       // the bank was asked, or may have been
	PayoutUnknown    = "unknown"    // the bank does not say what became of it; a person was told
	PayoutSucceeded  = "succeeded"  // the money has left
	PayoutFailed     = "failed"     // the bank said so
	PayoutSuperseded = "superseded" // stopped before it was sent
)

// Payout is one order to the bank. Its reference is fixed with the row and the
// same in every attempt: the bank carries a reference out once.
type Payout struct {
	ID              uuid.UUID `gorm:"primaryKey"`
	Realm           string
	PartnerID       uuid.UUID
	WithdrawalID    uuid.UUID
	Reference       string
	Route           string
	Channel         int    // of the top-up that goes back; 0 for a bank account
	SourceReference string // of that top-up at its channel
	// PayingEntity is the vendor's company that pays; fixed with the reference. Empty
	// where none is known: the bank is told of none, and chooses. Source: 7b-10.
	PayingEntity string
	Amount       decimal.Decimal
	Currency     Currency
	Scale        int32
	State        string
	Attempts     int
	NextAskAt    *time.Time // set while it is open
	SentAt       *time.Time
	SettledAt    *time.Time
	// ExpectedBy is when a payout to a bank account has arrived at the latest.
	ExpectedBy  *time.Time
	Provisional bool // beyond the published holiday calendar
	OverdueAt   *time.Time
	// Held: something came up after the approval that keeps it from being sent.
	Held      bool
	Answer    string // the bank's last status
	CreatedAt time.Time
}

// TableName is the table of payouts.
func (Payout) TableName() string { return "payouts" }

// Money is the amount with its currency.
func (p Payout) Money() Money { return Money{Amount: p.Amount, Currency: p.Currency} }

// Movement is the payout as the bank's statement should name it.
func (p Payout) Movement() Movement {
	return Movement{
		Kind: SubjectPayout, ID: p.ID, Name: p.Reference, Stated: p.Reference, Amount: p.Money(), Entity: p.PayingEntity, Off: p.State == PayoutFailed || p.State == PayoutSuperseded,
	}
}

// Open reports whether the bank's last word on it is still to come.
func (p Payout) Open() bool { return p.NextAskAt != nil }

// PayoutCause names in the ledger what happened to a payout; each happens once.
func PayoutCause(id uuid.UUID, what string) string { return "payout:" + id.String() + ":" + what }

// What the bank says of a payout.
const (
	BankProcessing = "processing"
	BankSucceeded  = "succeeded"
	BankFailed     = "failed"
)

// PayoutOrder is a payout as the bank is told of it.
type PayoutOrder struct {
	Reference       string
	Account         string // the vendor's account at the bank: one per realm
	Entity          string // the vendor's company that pays
	Route           string
	Amount          Money
	Channel         int
	SourceReference string
	Payee           *BankAccount
}

// BankAnswer is what the bank says of a payout.
type BankAnswer struct {
	Status string
	Amount Money
}

// BankMessage is one call of the bank about a payout.
type BankMessage struct {
	ID           uuid.UUID `gorm:"primaryKey"`
	Realm        string
	PartnerID    uuid.UUID
	WithdrawalID uuid.UUID
	PayoutID     uuid.UUID
	EventID      string
	Status       string
	Amount       decimal.Decimal
	Currency     Currency
	Scale        int32
	ReceivedAt   time.Time
	TakenAt      *time.Time
}

// TableName is the table of what the bank called to say.
func (BankMessage) TableName() string { return "bank_messages" }

// BankCall is what the bank calls to say, checked to be the bank's.
type BankCall struct {
	EventID   string
	Reference string
	Answer    BankAnswer
	// Fingerprint is the SHA-256 of the call: the same event is told in the same words.
	Fingerprint []byte
}

// PayoutKey is what a payout is found by before anybody is a principal.
type PayoutKey struct {
	Realm        string
	VendorID     uuid.UUID
	PartnerID    uuid.UUID
	WithdrawalID uuid.UUID
	PayoutID     uuid.UUID
	Reference    string // of the withdrawal
}
