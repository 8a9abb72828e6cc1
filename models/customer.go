package models

import (
	"time"

	"github.com/google/uuid"
)

// AssociationType is the cooperation mode of a partner and a customer.
type AssociationType string

// The cooperation modes (domain.md 0.2).
const (
	Consultant AssociationType = "consultant" // 顾问销售, referral
	Resale     AssociationType = "resale"     // 代售
)

// ProgrammeStatus is a customer's standing in a vendor programme.
type ProgrammeStatus string

// The programme standings.
const (
	ProgrammeNone    ProgrammeStatus = "none"
	ProgrammeJoining ProgrammeStatus = "joining"
	ProgrammeJoined  ProgrammeStatus = "joined"
)

// PartnerStatus says whether a customer account is itself a partner.
type PartnerStatus string

// The partner standings of a customer account.
const (
	PartnerNone     PartnerStatus = "none"
	PartnerApplying PartnerStatus = "applying"
	PartnerYes      PartnerStatus = "partner"
)

// Contract is a kind of contract that a customer has with the vendor itself.
type Contract string

// The contracts that bar resale (Source: 2a-11).
const (
	ContractOfflineDirect        Contract = "offline_direct"        // 线下直签合同
	ContractTelesalesDiscount    Contract = "telesales_discount"    // 电销授权合同折扣
	ContractDirectSpecialPrice   Contract = "direct_special_price"  // 直签特价商务
	ContractProfessionalServices Contract = "professional_services" // 专业服务合同
)

// AccountFacts is what the vendor's customer directory says of one account.
// Booleans are true when the named condition holds.
type AccountFacts struct {
	Site                        Site            `json:"site"`
	RegisteredAt                time.Time       `json:"registered_at"`
	Country                     string          `json:"country"`
	CloudEnabled                bool            `json:"cloud_enabled"`
	RealNameVerified            bool            `json:"real_name_verified"`
	ConsumerCloudUser           bool            `json:"consumer_cloud_user"`
	InternalAccount             bool            `json:"internal_account"`
	HasCashConsumption          bool            `json:"has_cash_consumption"`
	FollowedByDirectSales       bool            `json:"followed_by_direct_sales"`
	RegisteredByVendor          bool            `json:"registered_by_vendor"`
	OnlineSalesTeam             bool            `json:"online_sales_team"`
	AuthorisedSalesCentre       bool            `json:"authorised_sales_centre"`
	Contracts                   []Contract      `json:"contracts"`
	UnifiedAccountingMember     bool            `json:"unified_accounting_member"`
	IndependentAccountingMember bool            `json:"independent_accounting_member"`
	MasterWithIndependent       bool            `json:"master_with_independent_members"`
	RewardProgramme             ProgrammeStatus `json:"reward_programme"`
	SubsidyProgramme            ProgrammeStatus `json:"subsidy_programme"`
	PartnerStatus               PartnerStatus   `json:"partner_status"`
	InArrears                   bool            `json:"in_arrears"`
	UnsettledFees               *Money          `json:"unsettled_fees,omitempty"` // pay-per-use that is not settled yet; nil: none
	Arrears                     *Money          `json:"arrears,omitempty"`        // what is owed; nil: nothing, or not said
	OwedInvoices                bool            `json:"owed_invoices"`
	UnexpiredReservedInstances  bool            `json:"unexpired_reserved_instances"`
	StoredValueCardBalance      bool            `json:"stored_value_card_balance"`
	TopUpBonusBalance           bool            `json:"top_up_bonus_balance"`
	OrdersAwaitingPartner       bool            `json:"orders_awaiting_partner"` // 3a-10
	PartnerSupportPlan          bool            `json:"partner_support_plan"`    // 3a-10, 3a-11
	UnusedPickUpVouchers        bool            `json:"unused_pick_up_vouchers"` // 3a-11
	AccountBalance              bool            `json:"account_balance"`         // cash of the customer's own, 3a-10
	AccountFrozen               bool            `json:"account_frozen"`          // 3a-10
}

// CustomerFacts is one version of the facts about a customer account. AsOf is
// when they were true at the source; an older AsOf never becomes current.
type CustomerFacts struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	CustomerID uuid.UUID
	Realm      string
	AsOf       time.Time
	ReceivedAt time.Time
	Source     string
	Facts      AccountFacts `gorm:"serializer:json"`
}

// TableName is the table of fact versions.
func (CustomerFacts) TableName() string { return "customer_facts" }

// KeyKind names a matching key by which two registrations speak of one customer.
type KeyKind string

// The matching keys (ASSUMPTION 1f; the code is the unified social credit code).
const (
	KeyCode  KeyKind = "code"
	KeyEmail KeyKind = "email"
	KeyName  KeyKind = "name"
	KeyPhone KeyKind = "phone"
)
