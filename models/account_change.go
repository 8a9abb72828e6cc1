package models

import (
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
)

// What the vendor's finance changes in a partner's book. Source: 5a-3, 7a-1.
const (
	ChangeGrantCredit = "grant_credit"
	ChangeTakeCredit  = "take_credit" // unused credit
	ChangeDesignate   = "designate"   // 专款专用
	ChangeRelease     = "release"     // of designated cash

	// Money that moved otherwise than its payout was ordered is charged to the
	// partner, or cleared with the world: it came back, or was paid after all.
	ChangeChargeSuspense = "charge_suspense"
	ChangeClearSuspense  = "clear_suspense"
)

// The states of a change.
const (
	AccountChangePending  = "pending" // a second person of the vendor's finance decides
	AccountChangeBooked   = "booked"
	AccountChangeRejected = "rejected"
)

// AccountChange is what the vendor's finance does to a partner's book.
type AccountChange struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	Realm      string
	PartnerID  uuid.UUID
	Reference  string
	State      string
	StateSince time.Time
	Version    int64
	Kind       string
	// PayoutID is the payout whose suspense is settled; nil of other kinds.
	PayoutID     *uuid.UUID
	Amount       decimal.Decimal
	Currency     Currency
	Scale        int32
	Maker        string
	Opinion      string
	Checker      string // empty where one person is enough, or is still alone
	CheckOpinion string
	EvaluationID uuid.UUID // of the newest decision
	// TransactionID is the ledger's; nil while nothing is booked.
	TransactionID *uuid.UUID
	CreatedAt     time.Time
}

// TableName is the table of account changes.
func (AccountChange) TableName() string { return "account_changes" }

// Money is what is moved.
func (c AccountChange) Money() Money { return Money{Amount: c.Amount, Currency: c.Currency} }

// Settles reports whether a kind of change settles the suspense of a payout.
func Settles(kind string) bool {
	return kind == ChangeChargeSuspense || kind == ChangeClearSuspense
}

// AccountChangeInput asks for a change.
type AccountChangeInput struct {
	PartnerID uuid.UUID
	Kind      string
	PayoutID  *uuid.UUID
	Amount    Money
	Opinion   string
}

// AccountChangeView is a change as one caller sees it at one instant.
type AccountChangeView struct {
	AccountChange
	// Balances are of the book as it is now; nil in lists.
	Balances *Balances
	Waiting  Waiting
	Actions  []Action
}

// AccountChangeFilter is the closed set of filters of the list of account changes.
type AccountChangeFilter struct {
	State     string
	PartnerID *uuid.UUID // vendor only
}
