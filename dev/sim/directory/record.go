package directory

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"partnercenter/dev/sim/internal/phone"
)

// Record is what the directory knows of one customer account. Phone is in E.164; AsOf is the business instant of the answer.
type Record struct {
	CustomerID              uuid.UUID `json:"customer_id"`
	AsOf                    time.Time `json:"as_of"`
	AccountName             string    `json:"account_name"`
	Name                    string    `json:"name"`
	UnifiedSocialCreditCode string    `json:"unified_social_credit_code"`
	Phone                   string    `json:"phone"`
	Email                   string    `json:"email"`
	Facts                   Facts     `json:"facts"`
}

// Facts are what the rules of registration and association ask about an account.
type Facts struct {
	Site                         string    `json:"site"`
	RegisteredAt                 time.Time `json:"registered_at"`
	Country                      string    `json:"country"`
	CloudEnabled                 bool      `json:"cloud_enabled"`
	RealNameVerified             bool      `json:"real_name_verified"`
	ConsumerCloudUser            bool      `json:"consumer_cloud_user"`
	InternalAccount              bool      `json:"internal_account"`
	HasCashConsumption           bool      `json:"has_cash_consumption"`
	FollowedByDirectSales        bool      `json:"followed_by_direct_sales"`
	RegisteredByVendor           bool      `json:"registered_by_vendor"`
	OnlineSalesTeam              bool      `json:"online_sales_team"`
	AuthorisedSalesCentre        bool      `json:"authorised_sales_centre"`
	Contracts                    []string  `json:"contracts"`
	UnifiedAccountingMember      bool      `json:"unified_accounting_member"`
	IndependentAccountingMember  bool      `json:"independent_accounting_member"`
	MasterWithIndependentMembers bool      `json:"master_with_independent_members"`
	RewardProgramme              string    `json:"reward_programme"`
	SubsidyProgramme             string    `json:"subsidy_programme"`
	PartnerStatus                string    `json:"partner_status"`
	InArrears                    bool      `json:"in_arrears"`
	UnsettledFees                *Amount   `json:"unsettled_fees,omitempty"`
	Arrears                      *Amount   `json:"arrears,omitempty"`
	OwedInvoices                 bool      `json:"owed_invoices"`
	UnexpiredReservedInstances   bool      `json:"unexpired_reserved_instances"`
	// StoredValueCardBalance and TopUpBonusBalance say that something of it is unspent.
	StoredValueCardBalance bool `json:"stored_value_card_balance"`
	TopUpBonusBalance      bool `json:"top_up_bonus_balance"`
	// What stands against leaving a partner.
	OrdersAwaitingPartner bool `json:"orders_awaiting_partner"`
	PartnerSupportPlan    bool `json:"partner_support_plan"`
	UnusedPickUpVouchers  bool `json:"unused_pick_up_vouchers"`
	AccountBalance        bool `json:"account_balance"`
	AccountFrozen         bool `json:"account_frozen"`
}

// Amount is money as the product writes it.
type Amount struct {
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
}

const none = "none"

var (
	sites           = []string{"cn", "intl", "eu"}
	contracts       = []string{"offline_direct", "telesales_discount", "direct_special_price", "professional_services"}
	programmeStates = []string{none, "joining", "joined"}
	partnerStates   = []string{none, "applying", "partner"}
)

// Fresh is the record of an account registered at an instant that has done nothing since.
func Fresh(id uuid.UUID, registeredAt time.Time) Record {
	return Record{CustomerID: id, Facts: Facts{
		Site: "cn", RegisteredAt: registeredAt, CloudEnabled: true, Contracts: []string{},
		RewardProgramme: none, SubsidyProgramme: none, PartnerStatus: none,
	}}
}

// normalise brings phone and e-mail to the form in which they are compared; it returns what is wrong, or nothing.
func (r *Record) normalise() string {
	if r.Phone != "" {
		number, err := phone.Normalise(r.Phone)
		if err != nil {
			return "phone is not a phone number"
		}
		r.Phone = number
	}
	r.Email = foldDomain(r.Email)
	return r.Facts.normalise()
}

func (f *Facts) normalise() string {
	if f.Contracts == nil {
		f.Contracts = []string{}
	}
	// UTC in microseconds is what the product keeps: an answer must not differ from what was stored.
	f.RegisteredAt = f.RegisteredAt.UTC().Truncate(time.Microsecond)
	unknownContract := func(kind string) bool { return !slices.Contains(contracts, kind) }
	switch {
	case !slices.Contains(sites, f.Site):
		return oneOf("site", sites)
	case slices.ContainsFunc(f.Contracts, unknownContract):
		return oneOf("contracts", contracts)
	case !slices.Contains(programmeStates, f.RewardProgramme):
		return oneOf("reward_programme", programmeStates)
	case !slices.Contains(programmeStates, f.SubsidyProgramme):
		return oneOf("subsidy_programme", programmeStates)
	case !slices.Contains(partnerStates, f.PartnerStatus):
		return oneOf("partner_status", partnerStates)
	}
	return ""
}

func oneOf(field string, values []string) string {
	return field + " must be of: " + strings.Join(values, ", ")
}

// foldDomain lowers the domain only: what stands before the @ may mean different mail boxes in different cases.
func foldDomain(email string) string {
	at := strings.LastIndexByte(email, '@')
	if at < 0 {
		return email
	}
	return email[:at] + strings.ToLower(email[at:])
}
