package rules

import (
	"slices"
	"strings"
	"time"

	"partnercenter/models"
)

// RegistrationFacts is what a registration is decided on, for the pre-check and
// the command alike.
type RegistrationFacts struct {
	Partner PartnerFacts
	// OpenCount is how many registrations of the partner are pending or reported.
	OpenCount int
	// DistinctCustomersToday is how many other customers the partner checked or
	// registered on this day of the policy's zone.
	DistinctCustomersToday int
	// CustomerTaken: another partner holds a slot of the customer or is
	// associated with it. The rule cannot tell which, so that its answer cannot.
	CustomerTaken bool
	// OwnLive: a live registration of this partner holds a slot of the customer.
	OwnLive bool
	// OwnAssociated: the customer is associated with this partner.
	OwnAssociated bool
	// PhoneAccounts are the user names of the accounts on the registered phone.
	PhoneAccounts []string
	// ChosenAccount is the user name that the partner chose among them, or empty.
	ChosenAccount string
	// Accounts are the accounts by which the cloud knows the customer. None:
	// the customer is new to the cloud, which is what registering is for.
	Accounts []Account
}

// Account is one account of a customer. Facts is nil where the directory has not
// told them yet.
type Account struct {
	Facts *models.AccountFacts
	AsOf  time.Time
}

// Register decides whether a partner may register a customer: allowed, possible
// with a manual review, or refused, with all reasons. A cause that can never be
// registered beats one that a review may allow.
//
// The budget of customers per day guards what a partner can learn about
// customers that are not its own; once it is spent, nothing about the customer is
// told. Of a customer that is taken the account stays closed, so that the answer
// is the same whether another partner registered it or is associated with it.
//
// Source: 1a-1, 1a-3, 1a-4, 1a-5, 1a-7, 1a-8, 1a-9, 1a-13, 1a-14, 1e.
func Register(facts RegistrationFacts, p models.PolicyDocument, now time.Time) Decision {
	f := &findings{}
	f.partnerMayRegister(facts.Partner, facts.OpenCount, p)
	if facts.DistinctCustomersToday >= p.Registration.DistinctCustomersPerDay {
		f.until(true, CustomerBudgetExhausted, nextMidnight(p, now))
		return f.decision()
	}
	f.customerIsFree(facts)
	if !facts.CustomerTaken {
		f.accountIsChosen(facts)
		for _, account := range facts.Accounts {
			f.accountMayBeRegistered(account, facts.Partner, p, now)
		}
	}
	return f.decision()
}

// Submits reports whether a command goes on after d: it is allowed, or a review
// is possible and the partner asked for one. Source: 1a-9, 1b.
func Submits(d Decision, reviewRequested bool) bool {
	return d.Outcome == OutcomeAllow || d.Outcome == OutcomeReview && reviewRequested
}

// TakeOver decides whether a registration may grow out of a row in that state:
// out of a historical one, once, by whoever acts on that customer. Source: 1a-15, 1a-16.
func TakeOver(state string, actor Actor) Decision {
	f := &findings{}
	f.takeOver(state, actor)
	return f.decision()
}

func (f *findings) takeOver(state string, actor Actor) {
	f.mayAct(actor)
	f.when(state != models.RegistrationUnreported, RegistrationDuplicate)
}

// HistoricalFacts is what submitting a historical customer depends on before
// anything is known of the customer itself.
type HistoricalFacts struct {
	State     string
	Actor     Actor
	Partner   PartnerFacts
	OpenCount int // registrations of the partner that are pending or reported
}

// SubmitHistorical decides whether a historical customer may be submitted, as far
// as its row and its partner say. Whether the customer may be registered is asked
// by Register, with the facts of that instant, when it is submitted.
// Source: 1a-4, 1a-5, 1a-15, 1a-16, 3a-14.
func SubmitHistorical(facts HistoricalFacts, p models.PolicyDocument) Decision {
	f := &findings{}
	f.takeOver(facts.State, facts.Actor)
	f.partnerMayRegister(facts.Partner, facts.OpenCount, p)
	return f.decision()
}

// partnerMayRegister: contact data on file, not frozen, below the cap of open
// registrations. Source: 1a-4, 1a-5, 3a-14.
func (f *findings) partnerMayRegister(partner PartnerFacts, open int, p models.PolicyDocument) {
	f.when(partner.Frozen, PartnerFrozen)
	f.when(!partner.HasContact, PartnerContactMissing)
	f.when(open >= p.Registration.OpenCap, RegistrationCapReached)
}

// customerIsFree: one live registration and one association per customer.
// Source: 1a-3, 1a-7.
func (f *findings) customerIsFree(facts RegistrationFacts) {
	f.when(facts.CustomerTaken, CustomerTaken)
	f.when(facts.OwnAssociated, CustomerAlreadyYours)
	f.when(facts.OwnLive, RegistrationDuplicate)
}

// accountIsChosen: where the phone has several accounts the partner says which
// one it means; a user name that the phone does not have identifies nobody.
// Source: 1a-14.
func (f *findings) accountIsChosen(facts RegistrationFacts) {
	const pointer = "/account_name"
	if facts.ChosenAccount == "" {
		f.at(len(facts.PhoneAccounts) > 1, AccountSelectionRequired, pointer)
		return
	}
	f.at(!slices.Contains(facts.PhoneAccounts, facts.ChosenAccount), AccountUnknown, pointer)
}

// accountMayBeRegistered holds the customer's account against the two lists of
// refusals. Facts that are missing or too old never allow.
// Source: 1a-7, 1a-8.
func (f *findings) accountMayBeRegistered(account Account, partner PartnerFacts, p models.PolicyDocument, now time.Time) {
	if !account.fresh(p, now) {
		f.when(true, FactsUnavailable)
		return
	}
	for _, cause := range registrationCauses(*account.Facts, partner, p, now) {
		f.cause(cause, p)
	}
}

// fresh reports whether the facts are known and not older than the policy allows.
func (a Account) fresh(p models.PolicyDocument, now time.Time) bool {
	maxAge := time.Duration(p.Facts.MaxAgeHours) * time.Hour
	return a.Facts != nil && now.Sub(a.AsOf) <= maxAge
}

// registrationCauses lists which causes the account has. Cash consumption is a
// refusal where direct sales do not follow the customer, and one of the two ways
// into a review where they do: 「注册时间超过7天或者存在现金消费」 belongs together,
// 「且已被直销团队跟进」 applies to both. Source: 1a-7, 1a-8.
func registrationCauses(a models.AccountFacts, partner PartnerFacts, p models.PolicyDocument, now time.Time) []string {
	settled := a.HasCashConsumption || olderThan(a.RegisteredAt, p.Registration.FollowedAccountAgeDays, now)
	holds := map[string]bool{
		AccountOtherSite:          a.Site != partner.Site,
		ConsumerCloudUser:         a.ConsumerCloudUser,
		ContractSigned:            len(a.Contracts) > 0,
		CashConsumptionUnfollowed: a.HasCashConsumption && !a.FollowedByDirectSales,
		UnifiedAccountingMember:   a.UnifiedAccountingMember,
		RewardProgramme:           a.RewardProgramme == models.ProgrammeJoined,
		CustomerIsPartner:         isPartner(a),
		FollowedByDirectSales:     settled && a.FollowedByDirectSales,
		RegisteredByVendor:        a.RegisteredByVendor,
		OnlineSalesCustomer:       a.OnlineSalesTeam,
		AuthorisedCentreCustomer:  a.AuthorisedSalesCentre,
		CountryMismatch:           !strings.EqualFold(a.Country, partner.Country),
	}
	return slices.DeleteFunc(models.RegistrationCauses(), func(cause string) bool { return !holds[cause] })
}

// cause adds the blocker that the policy's outcome of the cause asks for. A
// cause without an outcome is never allowed.
func (f *findings) cause(cause string, p models.PolicyDocument) {
	outcome := p.Registration.Outcomes[cause]
	if outcome == models.OutcomeAllow {
		return
	}
	b := blocker(cause)
	b.Reviewable = outcome == models.OutcomeReview
	f.add(b)
}

// olderThan reports whether an account is older than days; one of exactly that
// age is not. Source: 1a-8, 2a-9.
func olderThan(registeredAt time.Time, days int, now time.Time) bool {
	return now.After(models.AddDays(registeredAt, days))
}

// isPartner includes applicants. Source: 2a-10.
func isPartner(a models.AccountFacts) bool {
	return a.PartnerStatus == models.PartnerYes || a.PartnerStatus == models.PartnerApplying
}
