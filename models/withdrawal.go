package models

import (
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
)

// The channels over which money comes in, by the real system's numbers. Source: 7d.
const (
	ChannelAlipay          = 1
	ChannelBankTransfer    = 2
	ChannelWeChat          = 5
	ChannelRebate          = 7
	ChannelTradeModeChange = 10
	ChannelUnionPay        = 317
)

// The vendor's companies that partners sign with, as far as rules tell them
// apart. Source: 7a-2, 7b-2, 7b-10.
const (
	SigningEntityCloudComputing = "cloud_computing" // 华为云计算技术有限公司
	SigningEntitySoftware       = "software"        // 华为软件技术有限公司
	// SigningEntityOther stands in policies for every company that they do not name.
	SigningEntityOther = "other"
)

// The routes by which money leaves. Source: 7b-2, 7b-3, 7b-7.
const (
	RouteOriginal = "original"  // 原路提现: over the channel that it came by
	RouteBankCard = "bank_card" // 银行卡提现
	RouteRebate   = "rebate"    // 激励返点提现
	// RouteNone: no route is open to the lot.
	RouteNone = "none"
)

// Withdrawal states (domain.md 7c).
const (
	WithdrawalSubmitted    = "submitted"     // 待审核; the amount is frozen
	WithdrawalPaying       = "paying"        // 提现中
	WithdrawalSucceeded    = "succeeded"     // 提现成功
	WithdrawalPartlyFailed = "partly_failed" // some payouts arrived, others came back
	WithdrawalFailed       = "failed"        // 提现失败
	WithdrawalRejected     = "rejected"      // 被驳回
	WithdrawalCancelled    = "cancelled"
	WithdrawalSuperseded   = "superseded" // the money turned out to have left by another route
)

// Withdrawal is one request of a partner for a part of his cash.
type Withdrawal struct {
	Process  `gorm:"embedded"`
	Route    string
	Amount   decimal.Decimal
	Currency Currency
	Scale    int32
	// DeclineOriginal: the partner asks not to be paid back over the channels. Source: 7b-3.
	DeclineOriginal bool
	Maker           string
	// ContactID holds the bank account that is paid to; nil where the sources are.
	ContactID *uuid.UUID
	// AccountHash recognises a bank account by its number; empty without one.
	AccountHash []byte
	// TwoReviews: the amount takes two different reviewers.
	TwoReviews      bool
	FirstReviewer   string
	FirstOpinion    string
	FirstReviewedAt *time.Time
	Reviewer        string // who decided
	Opinion         string
	ReviewTargetAt  time.Time
	EscalatedAt     *time.Time
	RemindedAt      *time.Time
	// Provisional: a deadline lies beyond the published holiday calendar.
	Provisional bool
	ApprovedAt  *time.Time
	// DeletedAt hides a rejected request from its partner. Source: 7b-8.
	DeletedAt *time.Time
}

// TableName is the table of withdrawals.
func (Withdrawal) TableName() string { return "withdrawals" }

// Money is the amount with its currency.
func (w Withdrawal) Money() Money { return Money{Amount: w.Amount, Currency: w.Currency} }

// WithdrawalLot is what a withdrawal has drawn from one lot.
type WithdrawalLot struct {
	WithdrawalID uuid.UUID `gorm:"primaryKey"`
	LotID        uuid.UUID `gorm:"primaryKey"`
	Realm        string
	PartnerID    uuid.UUID
	Amount       decimal.Decimal
	Currency     Currency
	Scale        int32
	PayoutID     *uuid.UUID // once it is approved
	// Held while the money is frozen, is being paid, or may still arrive: the lot
	// is on no other route meanwhile.
	Held bool
}

// TableName is the table of the lots of withdrawals.
func (WithdrawalLot) TableName() string { return "withdrawal_lots" }

// Money is the amount with its currency.
func (l WithdrawalLot) Money() Money { return Money{Amount: l.Amount, Currency: l.Currency} }

// PartnerFunds is what other systems of the vendor say of a partner's money.
type PartnerFunds struct {
	// OwedInvoices (欠票金额) and Unbilled (未入账金额), one amount per currency;
	// a currency that is not named has none. Source: 7b-1.
	OwedInvoices []Money `json:"owed_invoices"`
	Unbilled     []Money `json:"unbilled"`
	// Invoiced are the lots for which an invoice was issued that has not come back.
	// Source: 7b-9.
	Invoiced []InvoicedLot `json:"invoiced,omitempty"`
	// Restricted: no money may leave.
	Restricted bool `json:"restricted"`
	// RealNameHash is the keyed hash of the authenticated name; empty without one.
	RealNameHash []byte `json:"real_name_hash,omitempty"`
}

// InvoicedLot is how much of a lot stands on invoices.
type InvoicedLot struct {
	LotID  uuid.UUID `json:"lot_id"`
	Amount Money     `json:"amount"`
}

// InvoicedOf is how much of a lot stands on invoices, zero where nothing is known.
func (f *PartnerFunds) InvoicedOf(lot Lot) Money {
	if f != nil {
		for _, i := range f.Invoiced {
			if i.LotID == lot.ID {
				return i.Amount
			}
		}
	}
	return Money{Currency: lot.Amount.Currency}
}

// In is the amount of a list that is in a currency, zero if none is.
func In(amounts []Money, c Currency) Money {
	for _, m := range amounts {
		if m.Currency == c {
			return m
		}
	}
	return Money{Currency: c}
}

// PartnerFacts is one version of the facts about a partner's money. An older
// AsOf never becomes current.
type PartnerFacts struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	PartnerID  uuid.UUID
	Realm      string
	AsOf       time.Time
	ReceivedAt time.Time
	Source     string
	Facts      PartnerFunds `gorm:"serializer:json"`
}

// TableName is the table of fact versions of partners.
func (PartnerFacts) TableName() string { return "partner_facts" }

// FundsInput is one version of a partner's money as the vendor's feed states it.
type FundsInput struct {
	AsOf         time.Time
	Source       string
	OwedInvoices []Money
	Unbilled     []Money
	Invoiced     []InvoicedLot
	Restricted   bool
	RealName     string
}

// BankAccount is where money is paid to. Personal data: it is kept in contacts.
type BankAccount struct {
	Holder string
	Bank   string
	Branch string
	Number string
}

// WithdrawalInput asks for money, or for what could be asked.
type WithdrawalInput struct {
	Route           string
	Amount          Money
	Lots            []uuid.UUID // chosen ones, in their order; empty: last in first out
	DeclineOriginal bool
	Account         *BankAccount
	// VerificationCode was mailed to the partner; empty where the policy asks for none.
	VerificationCode string
}
