package rules

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

func sent() Way {
	return Way{Invitation: &InvitationWay{State: models.InvitationSent, Generation: 2, CurrentGeneration: 2}}
}

func activeLink() Way { return Way{Link: &LinkWay{State: models.LinkActive}} }

// goodAcceptance is a registered customer with a fresh account who accepts an
// invitation to resale.
func goodAcceptance() AcceptanceFacts {
	return AcceptanceFacts{
		Way: sent(), Partner: goodPartner(), AssociationType: models.Resale, NoticeVersion: "1",
		Registration: &LiveRegistration{PhoneMatches: true}, Account: known(goodAccount()), GiveUpAt: noon.Add(10 * time.Minute),
	}
}

// Proves: 2a-2, 2a-3, 2b, 2c
func TestAccept_FollowsOnlyAWayThatIsOpen(t *testing.T) {
	invitation := func(state string, generation int) Way {
		return Way{Invitation: &InvitationWay{State: state, Generation: generation, CurrentGeneration: 2}}
	}
	cases := []struct {
		name string
		way  Way
		want []string
	}{
		{"nowhere", Way{}, []string{InvitationNotFound}},
		{"sent", invitation(models.InvitationSent, 2), []string{}},
		{"replaced code", invitation(models.InvitationSent, 1), []string{InvitationCodeUsed}},
		{"associated", invitation(models.InvitationAssociated, 2), []string{InvitationUsed}},
		{"associated, old code", invitation(models.InvitationAssociated, 1), []string{InvitationUsed}},
		{"failed", invitation(models.InvitationFailed, 2), []string{InvitationCodeUsed}},
		{"expired", invitation(models.InvitationExpired, 2), []string{InvitationExpired}},
		{"closed with its registration", invitation(models.InvitationClosed, 2), []string{InvitationExpired}},
		{"cancelled", invitation(models.InvitationCancelled, 2), []string{InvitationCancelled}},
		{"active link", activeLink(), []string{}},
		{"revoked link", Way{Link: &LinkWay{State: models.LinkRevoked}}, []string{LinkRevoked}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			facts := goodAcceptance()
			facts.Way = c.way
			require.Equal(t, c.want, Accept(facts, policy(t, models.SiteCN), noon).Codes())
			require.Equal(t, c.want, Open(c.way, goodPartner(), models.Resale).Codes())
		})
	}
}

// Behind a dead link nothing is said about partner or account.
//
// Proves: 2c
func TestAccept_SaysNothingBehindADeadLink(t *testing.T) {
	facts := AcceptanceFacts{CustomerTaken: true, Partner: PartnerFacts{Frozen: true}}
	require.Equal(t, []string{InvitationNotFound}, Accept(facts, policy(t, models.SiteCN), noon).Codes())
}

// Proves: 2c, 3a-14
func TestAccept_RefusesWhereThePartnerMayNotDevelopCustomers(t *testing.T) {
	facts := goodAcceptance()
	facts.Partner.Frozen, facts.Partner.Prepaid = true, true
	require.Equal(t, []string{PartnerFrozen, PrepaidPartnerResale}, Accept(facts, policy(t, models.SiteCN), noon).Codes())
	require.Equal(t, []string{PartnerFrozen, PrepaidPartnerResale}, Open(sent(), facts.Partner, models.Resale).Codes())
}

// Proves: 2a-8
func TestAccept_WantsTheNoticeInForceForResaleOnly(t *testing.T) {
	p := policy(t, models.SiteCN)
	for _, c := range []struct {
		mode   models.AssociationType
		notice string
		want   []string
	}{
		{models.Resale, "1", []string{}},
		{models.Resale, "", []string{ConsentMissing}},
		{models.Resale, "0", []string{ConsentMissing}},
		{models.Consultant, "", []string{}},
	} {
		facts := goodAcceptance()
		facts.AssociationType, facts.NoticeVersion = c.mode, c.notice
		require.Equal(t, c.want, Accept(facts, p, noon).Codes(), "%s %q", c.mode, c.notice)
	}
}

// Proves: 1a-6
func TestAccept_WantsTheRegisteredPhone(t *testing.T) {
	facts := goodAcceptance()
	facts.Registration.PhoneMatches = false
	require.Equal(t, []string{PhoneMismatch}, Accept(facts, policy(t, models.SiteCN), noon).Codes())

	facts.Way, facts.Registration = activeLink(), nil
	require.True(t, Accept(facts, policy(t, models.SiteCN), noon).Allowed(), "without a registration there is no phone to match")
}

// Proves: 1a-14
func TestAccept_WantsTheRegisteredCustomer(t *testing.T) {
	facts := goodAcceptance()
	facts.Registration.OtherAccount = true
	require.Equal(t, []string{AccountMismatch}, Accept(facts, policy(t, models.SiteCN), noon).Codes())

	facts.Registration.OtherCode = true
	require.Equal(t, []string{AccountMismatch, CreditCodeMismatch}, Accept(facts, policy(t, models.SiteCN), noon).Codes())

	facts.Way, facts.Registration.PhoneMatches = activeLink(), false
	require.Equal(t, []string{PhoneMismatch, AccountMismatch, CreditCodeMismatch}, Accept(facts, policy(t, models.SiteCN), noon).Codes(), "by a link as well, all at once")
}

// Proves: 2a-3, 2a-9
func TestAccept_WantsARegistrationOfASettledAccount(t *testing.T) {
	cases := []struct {
		name       string
		age        time.Duration
		cash       bool
		registered bool
		want       []string
	}{
		{"fresh", time.Hour, false, false, []string{}},
		{"exactly 7 days", 7 * 24 * time.Hour, false, false, []string{}},
		{"a second less", 7*24*time.Hour - time.Second, false, false, []string{}},
		{"a microsecond more", 7*24*time.Hour + time.Microsecond, false, false, []string{RegistrationRequired}},
		{"fresh with cash", time.Hour, true, false, []string{RegistrationRequired}},
		{"old, registered", 400 * 24 * time.Hour, false, true, []string{}},
		{"cash, registered", time.Hour, true, true, []string{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			facts := goodAcceptance()
			facts.Way = activeLink()
			account := goodAccount()
			account.RegisteredAt, account.HasCashConsumption = noon.Add(-c.age), c.cash
			facts.Account = known(account)
			if !c.registered {
				facts.Registration = nil
			}
			require.Equal(t, c.want, Accept(facts, policy(t, models.SiteCN), noon).Codes())
		})
	}
}

// Proves: 2a-10, 2c
func TestAccept_RefusesACustomerThatIsNotFree(t *testing.T) {
	facts := goodAcceptance()
	facts.CustomerTaken = true
	require.Equal(t, []string{CustomerTaken}, Accept(facts, policy(t, models.SiteCN), noon).Codes())

	facts.CustomerTaken, facts.OwnAssociated = false, true
	require.Equal(t, []string{CustomerAlreadyYours}, Accept(facts, policy(t, models.SiteCN), noon).Codes())
}

// What bars an association in both modes, and in resale only.
//
// Proves: 2a-8, 2a-10, 2a-11, 2c
func TestAccept_HoldsTheAccountAgainstTheLists(t *testing.T) {
	cases := []struct {
		name       string
		spoil      func(*models.AccountFacts)
		resale     []string
		consultant []string
	}{
		{"nothing", func(*models.AccountFacts) {}, []string{}, []string{}},
		{"other site", func(a *models.AccountFacts) { a.Site = models.SiteIntl }, []string{AccountOtherSite}, []string{AccountOtherSite}},
		{"partner", func(a *models.AccountFacts) { a.PartnerStatus = models.PartnerYes }, []string{CustomerIsPartner}, []string{CustomerIsPartner}},
		{"applying", func(a *models.AccountFacts) { a.PartnerStatus = models.PartnerApplying }, []string{CustomerIsPartner}, []string{CustomerIsPartner}},
		{"vendor's", func(a *models.AccountFacts) { a.RegisteredByVendor = true }, []string{RegisteredByVendor}, []string{RegisteredByVendor}},
		{"subsidy joined", func(a *models.AccountFacts) { a.SubsidyProgramme = models.ProgrammeJoined }, []string{SubsidyProgramme}, []string{SubsidyProgramme}},
		{"subsidy joining", func(a *models.AccountFacts) { a.SubsidyProgramme = models.ProgrammeJoining }, []string{SubsidyProgramme}, []string{SubsidyProgramme}},
		{"reward joined", func(a *models.AccountFacts) { a.RewardProgramme = models.ProgrammeJoined }, []string{RewardProgramme}, []string{RewardProgramme}},
		{"reward joining", func(a *models.AccountFacts) { a.RewardProgramme = models.ProgrammeJoining }, []string{}, []string{}},
		{"consumer", func(a *models.AccountFacts) { a.ConsumerCloudUser = true }, []string{ConsumerCloudUser}, []string{ConsumerCloudUser}},
		{"arrears", func(a *models.AccountFacts) { a.InArrears = true }, []string{InArrears}, []string{InArrears}},
		{"internal", func(a *models.AccountFacts) { a.InternalAccount = true }, []string{InternalAccount}, []string{InternalAccount}},
		{"cloud not enabled", func(a *models.AccountFacts) { a.CloudEnabled = false }, []string{CloudNotEnabled}, []string{CloudNotEnabled}},
		{"special price", func(a *models.AccountFacts) { a.Contracts = []models.Contract{models.ContractDirectSpecialPrice} }, []string{ContractSigned, SpecialContract}, []string{SpecialContract}},
		{"offline contract", func(a *models.AccountFacts) { a.Contracts = []models.Contract{models.ContractOfflineDirect} }, []string{ContractSigned}, []string{}},
		{"telesales discount", func(a *models.AccountFacts) { a.Contracts = []models.Contract{models.ContractTelesalesDiscount} }, []string{ContractSigned}, []string{}},
		{"professional services", func(a *models.AccountFacts) { a.Contracts = []models.Contract{models.ContractProfessionalServices} }, []string{ContractSigned}, []string{}},
		{"reserved instances", func(a *models.AccountFacts) { a.UnexpiredReservedInstances = true }, []string{ReservedInstances}, []string{}},
		{"owed invoices", func(a *models.AccountFacts) { a.OwedInvoices = true }, []string{OwedInvoices}, []string{}},
		{"stored-value card", func(a *models.AccountFacts) { a.StoredValueCardBalance = true }, []string{StoredValueCard}, []string{}},
		{"master", func(a *models.AccountFacts) { a.MasterWithIndependent = true }, []string{MasterWithIndependentMembers}, []string{}},
		{"independent member", func(a *models.AccountFacts) { a.IndependentAccountingMember = true }, []string{IndependentAccountingMember}, []string{}},
		{"top-up bonus", func(a *models.AccountFacts) { a.TopUpBonusBalance = true }, []string{TopUpBonus}, []string{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			facts := goodAcceptance()
			account := goodAccount()
			c.spoil(&account)
			facts.Account = known(account)
			p := policy(t, models.SiteCN)
			require.Equal(t, c.resale, Accept(facts, p, noon).Codes(), "resale")
			facts.AssociationType = models.Consultant
			require.Equal(t, c.consultant, Accept(facts, p, noon).Codes(), "consultant")
		})
	}
}

// The vendor that approved a registration after a review does not bar it then.
//
// Proves: 1a-8, 2a-10
func TestAccept_HonoursTheReviewOfACustomerTheVendorHadRegistered(t *testing.T) {
	facts := goodAcceptance()
	account := goodAccount()
	account.RegisteredByVendor = true
	facts.Account = known(account)
	require.Equal(t, []string{RegisteredByVendor}, Accept(facts, policy(t, models.SiteCN), noon).Codes())

	facts.Registration.Reviewed = true
	require.True(t, Accept(facts, policy(t, models.SiteCN), noon).Allowed())
}

// Proves: 2c
func TestAccept_WaitsForFactsUntilItsPatienceEnds(t *testing.T) {
	p := policy(t, models.SiteCN)
	facts := goodAcceptance()
	facts.Account.Facts = nil

	waiting := Accept(facts, p, facts.GiveUpAt.Add(-time.Microsecond))
	require.Equal(t, []string{FactsUnavailable}, waiting.Codes())
	require.True(t, waiting.WaitsForFacts())

	over := Accept(facts, p, facts.GiveUpAt)
	require.Equal(t, []string{SystemBusy}, over.Codes())
	require.False(t, over.WaitsForFacts())

	account := goodAccount()
	facts.Account = Account{Facts: &account, AsOf: noon.Add(-24*time.Hour - time.Microsecond)}
	require.Equal(t, []string{FactsUnavailable}, Accept(facts, p, noon).Codes(), "old facts are no facts")

	facts.CustomerTaken = true
	require.False(t, Accept(facts, p, noon).WaitsForFacts(), "no fact can clear the rest")
}
