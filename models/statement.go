package models

import (
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
)

// SourceBank names the bank's statement.
const SourceBank = "bank"

// SourceChannel names the statement of a payment channel.
func SourceChannel(name string) string { return "channel:" + name }

// StatementEntry is one line of a statement of the world outside.
type StatementEntry struct {
	Line      int64
	Reference string
	Amount    Money
	Entity    string // the vendor's company that paid; of the bank's lines only
	At        time.Time
}

// Movement is a payout or a top-up as a statement should name it.
type Movement struct {
	Kind   string // the subject
	ID     uuid.UUID
	Name   string // the reference that people know it by
	Stated string // the reference that the statement has
	Amount Money
	Entity string // the vendor's company that pays; empty where any may have
	// Off: it has not moved here; it failed or was stopped.
	Off bool
}

// The differences between a statement and what is booked here.
const (
	DifferenceNone       = ""
	DifferenceMissing    = "missing_here"     // nothing here had this reference when it was read
	DifferenceAmount     = "other_amount"     // it is over another amount here
	DifferenceEntity     = "other_entity"     // another of the vendor's companies paid
	DifferenceTwice      = "twice"            // it is stated a second time
	DifferenceNotSettled = "not_settled_here" // it failed or was stopped here
)

// StatedLine is a line as it was read, and what it differed in.
type StatedLine struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	Realm      string
	Source     string
	Line       int64
	Reference  string
	Amount     decimal.Decimal
	Currency   Currency
	Scale      int32
	Entity     string
	StatedAt   time.Time
	ReadAt     time.Time
	Difference string
}

// TableName is the table of the lines of statements.
func (StatedLine) TableName() string { return "statement_lines" }

// Money is the amount with its currency.
func (l StatedLine) Money() Money { return Money{Amount: l.Amount, Currency: l.Currency} }
