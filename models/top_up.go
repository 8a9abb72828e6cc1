package models

import (
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
)

// Top-up states (domain.md 7c). A payment that a channel still carries is not
// ours yet.
const (
	TopUpArrived   = "arrived"
	TopUpUnmatched = "unmatched" // 待认领: it belongs to nobody yet
	TopUpRefused   = "refused"   // it goes back to whoever paid
)

// TopUp is one payment that a channel has told of. Source: 7a-2, 7a-3, 7c.
type TopUp struct {
	ID    uuid.UUID `gorm:"primaryKey"`
	Realm string
	// PartnerID is whose money it is: the vendor's own organisation for as long as
	// it belongs to nobody, and for good where it was refused.
	PartnerID  uuid.UUID
	Reference  string
	State      string
	StateSince time.Time
	Version    int64
	Channel    string // the configured channel that told of it
	// ChannelNumber is the real system's number of the kind of channel.
	ChannelNumber    int
	EventID          string // the channel's, of its first message
	ChannelReference string // the channel's own number of the payment
	SigningEntity    string
	PaymentAccount   string // what was paid to
	PayerID          uuid.UUID
	Amount           decimal.Decimal
	Currency         Currency
	Scale            int32
	ArrivedAt        time.Time
	Decider          string // who claimed or refused it
	Opinion          string
	EvaluationID     *uuid.UUID // of the claim or the refusal
	CreatedAt        time.Time
}

// TableName is the table of top-ups.
func (TopUp) TableName() string { return "top_ups" }

// Money is what arrived.
func (t TopUp) Money() Money { return Money{Amount: t.Amount, Currency: t.Currency} }

// Movement is the top-up as its channel's statement should name it.
func (t TopUp) Movement() Movement {
	return Movement{Kind: SubjectTopUp, ID: t.ID, Name: t.Reference, Stated: t.ChannelReference, Amount: t.Money()}
}

// Lot is the lot that the money opens in its partner's book.
func (t TopUp) Lot() Lot {
	payer := t.PayerID
	return Lot{
		ID: t.ID, Channel: t.ChannelNumber, SigningEntity: t.SigningEntity, PayerID: &payer, Reference: t.ChannelReference, ArrivedAt: t.ArrivedAt, Amount: t.Money(),
	}
}

// Says reports whether the top-up is the payment that a notice speaks of: the
// same message may come again, and under another event id, but not with other
// figures.
func (t TopUp) Says(n PaymentNotice) bool {
	return t.ChannelReference == n.Reference && t.Money().Equal(n.Amount) && t.PaymentAccount == n.PaymentAccount &&
		t.SigningEntity == n.SigningEntity && t.ArrivedAt.Equal(Microseconds(n.ArrivedAt))
}

// PaymentChannel is a configured channel over which money comes in.
type PaymentChannel struct {
	Name   string
	Number int // the real system's number of the kind of channel; Source: 7d
	Realm  string
}

// PaymentNotice is what a channel says of one payment.
type PaymentNotice struct {
	Reference      string
	PaymentAccount string
	SigningEntity  string
	PayerName      string
	PayerAccount   string
	ArrivedAt      time.Time
	Amount         Money
}

// ClaimInput assigns an unmatched top-up to a partner. Source: 7a-3.
type ClaimInput struct {
	PartnerID uuid.UUID
	Opinion   string
}

// TopUpView is a top-up as one caller sees it at one instant.
type TopUpView struct {
	TopUp
	Payer   Contact
	Waiting Waiting
	Actions []Action
}

// TopUpFilter is the closed set of filters of the list of top-ups.
type TopUpFilter struct {
	State     string
	PartnerID *uuid.UUID // vendor only
}
