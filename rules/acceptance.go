package rules

import (
	"slices"
	"time"

	"partnercenter/models"
)

// Way is how the customer came: through an online invitation or an offline link.
// Both nil: the code leads nowhere.
type Way struct {
	Invitation *InvitationWay
	Link       *LinkWay
}

// InvitationWay is an online invitation and the generation of the code in hand.
type InvitationWay struct {
	State             string // effective
	Generation        int    // of the code that the customer holds
	CurrentGeneration int
}

// LinkWay is an offline link.
type LinkWay struct{ State string }

// AcceptanceFacts is what a customer's attempt to associate is decided on.
type AcceptanceFacts struct {
	Way             Way
	Partner         PartnerFacts
	AssociationType models.AssociationType
	// NoticeVersion is the version of the notice that the customer ticked.
	NoticeVersion string
	// Registration is this partner's live registration of the customer, nil if
	// there is none.
	Registration *LiveRegistration
	// CustomerTaken: another partner holds a slot of the customer or is
	// associated with it.
	CustomerTaken bool
	// OwnAssociated: the customer is associated with this partner.
	OwnAssociated bool
	// Account is the account with which the customer signed in.
	Account Account
	// GiveUpAt ends the patience with a directory that does not answer.
	GiveUpAt time.Time
}

// LiveRegistration is what a live registration tells about the customer.
type LiveRegistration struct {
	// PhoneMatches: the registered phone is the account's phone.
	PhoneMatches bool
	// OtherAccount: the partner chose another of the accounts of this phone.
	OtherAccount bool
	// OtherCode: the registered credit code and the customer's are two, so are the customers.
	OtherCode bool
	// Reviewed: a manual review of the vendor approved the registration.
	Reviewed bool
}

// Accept decides whether a customer is associated with the partner.
// Source: 1a-6, 1a-14, 2a-8, 2a-9, 2a-10, 2a-11, 2b, 2c.
func Accept(facts AcceptanceFacts, p models.PolicyDocument, now time.Time) Decision {
	f := &findings{}
	if !f.wayIsOpen(facts.Way) {
		return f.decision()
	}
	f.mayDevelop(facts.Partner, facts.AssociationType)
	f.hasConsented(facts, p)
	f.when(facts.CustomerTaken, CustomerTaken)
	f.when(facts.OwnAssociated, CustomerAlreadyYours)
	f.isWhoIsRegistered(facts.Registration)
	f.accountMayAssociate(facts, p, now)
	return f.decision()
}

// Open decides whether the page of an invitation or a link may be shown: the way
// is open and the partner may develop customers. Source: 2a-2, 2a-3, 2b, 2c.
func Open(way Way, partner PartnerFacts, association models.AssociationType) Decision {
	f := &findings{}
	if f.wayIsOpen(way) {
		f.mayDevelop(partner, association)
	}
	return f.decision()
}

// wayIsOpen reports whether the invitation or the link still leads anywhere.
// Source: 2a-2, 2a-3, 2c.
func (f *findings) wayIsOpen(way Way) bool {
	switch {
	case way.Invitation != nil:
		f.invitationIsOpen(*way.Invitation)
	case way.Link != nil:
		f.when(way.Link.State != models.LinkActive, LinkRevoked)
	default:
		f.when(true, InvitationNotFound)
	}
	return len(f.blockers) == 0
}

// invitationIsOpen: an online invitation is good once, before its end, with its
// newest code. After a failure the partner sends it again. An invitation that
// led to an association says so whichever of its codes asks. Source: 2b, 2c.
func (f *findings) invitationIsOpen(i InvitationWay) {
	switch i.State {
	case models.InvitationSent:
		f.when(i.Generation != i.CurrentGeneration, InvitationCodeUsed)
	case models.InvitationAssociated:
		f.when(true, InvitationUsed)
	case models.InvitationFailed:
		f.when(true, InvitationCodeUsed)
	case models.InvitationCancelled:
		f.when(true, InvitationCancelled)
	default:
		f.when(true, InvitationExpired)
	}
}

// isWhoIsRegistered: an association under a registration is the registered
// customer's, whoever holds the mail or shares the phone. Source: 1a-6, 1a-14.
func (f *findings) isWhoIsRegistered(r *LiveRegistration) {
	if r == nil {
		return
	}
	f.when(!r.PhoneMatches, PhoneMismatch)
	f.when(r.OtherAccount, AccountMismatch)
	f.when(r.OtherCode, CreditCodeMismatch)
}

// hasConsented: in resale mode the customer ticks the notice in force; in
// consultant mode there is none. Source: 2a-8.
func (f *findings) hasConsented(facts AcceptanceFacts, p models.PolicyDocument) {
	ticked := facts.NoticeVersion == p.Association.NoticeVersion
	f.at(facts.AssociationType == models.Resale && !ticked, ConsentMissing, "/notice_version")
}

// accountMayAssociate judges the account on fresh facts only. While the
// directory is silent the attempt waits; at GiveUpAt it fails. Source: 2c.
func (f *findings) accountMayAssociate(facts AcceptanceFacts, p models.PolicyDocument, now time.Time) {
	if !facts.Account.fresh(p, now) {
		f.when(!Over(facts.GiveUpAt, now), FactsUnavailable)
		f.when(Over(facts.GiveUpAt, now), SystemBusy)
		return
	}
	account := *facts.Account.Facts
	f.needsRegistration(account, facts.Registration, p, now)
	f.anyAssociation(account, facts)
	if facts.AssociationType == models.Resale {
		f.resale(account)
	}
}

// needsRegistration: an account that is older than the policy's days or has any
// cash consumption associates only under a live registration of this partner.
// Source: 2a-9.
func (f *findings) needsRegistration(a models.AccountFacts, registration *LiveRegistration, p models.PolicyDocument, now time.Time) {
	settled := a.HasCashConsumption || olderThan(a.RegisteredAt, p.Association.RegistrationAgeDays, now)
	f.when(settled && registration == nil, RegistrationRequired)
}

// anyAssociation holds the account against what bars both modes. A vendor's own
// registration of the customer does not bar one that the vendor reviewed and
// approved, or the review would lead nowhere (ASSUMPTION). The special contract
// of the source's table is the direct contract at a special price (ASSUMPTION).
// Source: 2a-8, 2a-10, 2c.
func (f *findings) anyAssociation(a models.AccountFacts, facts AcceptanceFacts) {
	reviewed := facts.Registration != nil && facts.Registration.Reviewed
	joining := a.SubsidyProgramme == models.ProgrammeJoining || a.SubsidyProgramme == models.ProgrammeJoined
	f.when(a.Site != facts.Partner.Site, AccountOtherSite)
	f.when(isPartner(a), CustomerIsPartner)
	f.when(a.RegisteredByVendor && !reviewed, RegisteredByVendor)
	f.when(joining, SubsidyProgramme)
	f.when(a.RewardProgramme == models.ProgrammeJoined, RewardProgramme)
	f.when(a.ConsumerCloudUser, ConsumerCloudUser)
	f.when(a.InArrears, InArrears)
	f.when(a.InternalAccount, InternalAccount)
	f.when(slices.Contains(a.Contracts, models.ContractDirectSpecialPrice), SpecialContract)
	f.when(!a.CloudEnabled, CloudNotEnabled)
}

// resale holds the account against what bars resale only. Source: 2a-11, 2c.
func (f *findings) resale(a models.AccountFacts) {
	f.when(len(a.Contracts) > 0, ContractSigned)
	f.when(a.UnexpiredReservedInstances, ReservedInstances)
	f.when(a.OwedInvoices, OwedInvoices)
	f.when(a.StoredValueCardBalance, StoredValueCard)
	f.when(a.MasterWithIndependent, MasterWithIndependentMembers)
	f.when(a.IndependentAccountingMember, IndependentAccountingMember)
	f.when(a.TopUpBonusBalance, TopUpBonus)
}
