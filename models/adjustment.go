package models

import (
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
)

// The accounts that an allocation is made from (拨款类型). ASSUMPTION: 5f.
const (
	FundCash   = "cash"
	FundCredit = "credit"
)

// Adjustment is the record of what was moved between a partner and a customer:
// an allocation, a reclaim, or what an ended association gave back. Its kind is
// that of its ledger transaction. Source: 5a-2, 5a-6.
type Adjustment struct {
	ID            uuid.UUID `gorm:"primaryKey"`
	Realm         string
	PartnerID     uuid.UUID
	CustomerID    uuid.UUID
	AssociationID uuid.UUID
	Reference     string
	Kind          string // LedgerAllocate, LedgerReclaim or LedgerUnlink
	// FundType is what an allocation was made from; empty for the others.
	FundType      string
	Amount        decimal.Decimal
	Currency      Currency
	Scale         int32
	Operator      string
	EvaluationID  *uuid.UUID // nil where nobody asked for it
	TransactionID uuid.UUID  // of the ledger
	CreatedAt     time.Time
}

// TableName is the table of adjustments.
func (Adjustment) TableName() string { return "adjustments" }

// Money is what was moved.
func (a Adjustment) Money() Money { return Money{Amount: a.Amount, Currency: a.Currency} }

// AdjustmentInput allocates to a customer, or reclaims from it.
type AdjustmentInput struct {
	CustomerID uuid.UUID
	Amount     Money
	FundType   string // of an allocation
}

// AdjustmentView is an adjustment as one caller sees it.
type AdjustmentView struct {
	Adjustment
	CustomerName string
	// Balances are of the book as it is now; nil in lists.
	Balances *Balances
}

// AdjustmentFilter is the closed set of filters of the adjustment records.
type AdjustmentFilter struct {
	PartnerID  *uuid.UUID // vendor only
	CustomerID *uuid.UUID
	Kind       string
}

// Balances are what a partner and one of his customers have, in one currency.
type Balances struct {
	Cash        Money
	Credit      Money
	Allocatable Money
	// Designated is the part of the cash that is set aside (专款专用).
	Designated Money
	Customer   Money
	// Opened: the customer has an allotment account.
	Opened bool
}

// Account is the account balance (账户余额): cash and unused credit. Source: 7a-1.
func (b Balances) Account() Money {
	return Money{Amount: b.Cash.Amount.Add(b.Credit.Amount), Currency: b.Cash.Currency}
}

// FreeCash is the cash that is not designated: what may be spent of it. Source: 5a-3.
func (b Balances) FreeCash() Money {
	return Money{Amount: b.Cash.Amount.Sub(b.Designated.Amount), Currency: b.Cash.Currency}
}

// Allotment is what a customer may spend and what of it can be taken back.
type Allotment struct {
	Association  Association
	CustomerName string
	Parts        []AllotmentPart
	FactsAsOf    *time.Time
	// Fresh: the facts are young enough to reclaim by.
	Fresh bool
}

// AllotmentPart is an allotment in one currency.
type AllotmentPart struct {
	AccountID   uuid.UUID
	Allotted    Money // unspent
	Unsettled   Money // pay-per-use fees that are not settled yet
	Reclaimable Money
}

// Consumption is what a customer spent, as the vendor's billing tells it.
type Consumption struct {
	ID            uuid.UUID `gorm:"primaryKey"`
	Realm         string
	PartnerID     uuid.UUID
	CustomerID    uuid.UUID
	AssociationID uuid.UUID // in force when it was spent
	EventID       string    // the billing's
	Amount        decimal.Decimal
	// Arrears is the part that nothing was there for; the rest was charged.
	Arrears       decimal.Decimal
	Currency      Currency
	Scale         int32
	ConsumedAt    time.Time
	EvaluationID  uuid.UUID
	TransactionID *uuid.UUID // of the ledger; nil where nothing could be charged
	CreatedAt     time.Time
}

// TableName is the table of consumptions.
func (Consumption) TableName() string { return "consumptions" }

// Money is what was spent.
func (c Consumption) Money() Money { return Money{Amount: c.Amount, Currency: c.Currency} }

// Says reports whether the consumption is the one that an input speaks of.
func (c Consumption) Says(in ConsumptionInput) bool {
	return c.CustomerID == in.CustomerID && c.Money().Equal(in.Amount) && c.ConsumedAt.Equal(Microseconds(in.ConsumedAt))
}

// ConsumptionInput is one consumption as the vendor's billing states it.
type ConsumptionInput struct {
	EventID    string
	CustomerID uuid.UUID
	Amount     Money
	ConsumedAt time.Time
}
