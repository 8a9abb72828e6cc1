package models

import (
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
)

// EventArrearsPaid is a payment of what a consumption had left unpaid.
const EventArrearsPaid = "arrears.paid"

// Arrears are what a consumption left unpaid and how much of it still is. They
// are the customer's while the association is in force, and the partner's own
// once it has ended. Source: 5a-4, 7b-1.
type Arrears struct {
	ConsumptionID uuid.UUID `gorm:"primaryKey"`
	Realm         string
	PartnerID     uuid.UUID
	CustomerID    uuid.UUID
	AssociationID uuid.UUID
	Amount        decimal.Decimal
	Remaining     decimal.Decimal
	Currency      Currency
	Scale         int32
	Version       int64 // 1 when charged, one more per payment
	ConsumedAt    time.Time
}

// TableName is the table of arrears.
func (Arrears) TableName() string { return "arrears" }

// Left is what is still to be paid.
func (a Arrears) Left() Money { return Money{Amount: a.Remaining, Currency: a.Currency} }
