package rules

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

func newCustomer() RegistrationFacts { return RegistrationFacts{Partner: goodPartner()} }

// A customer that the cloud does not know is what registering is for.
//
// Proves: 1a-1
func TestRegister_AllowsACustomerThatIsNewToTheCloud(t *testing.T) {
	d := Register(newCustomer(), policy(t, models.SiteCN), noon)
	require.Equal(t, OutcomeAllow, d.Outcome)
	require.Empty(t, d.Blockers)
	require.True(t, d.Allowed())
}

// Proves: 1a-3, 1a-7, 1e
func TestRegister_RefusesACustomerThatIsNotFree(t *testing.T) {
	cases := []struct {
		name  string
		facts func(*RegistrationFacts)
		want  []string
	}{
		{"taken", func(f *RegistrationFacts) { f.CustomerTaken = true }, []string{CustomerTaken}},
		{"own live registration", func(f *RegistrationFacts) { f.OwnLive = true }, []string{RegistrationDuplicate}},
		{"own association", func(f *RegistrationFacts) { f.OwnAssociated = true }, []string{CustomerAlreadyYours}},
		{"taken by one key, own by another", func(f *RegistrationFacts) { f.CustomerTaken, f.OwnLive = true, true }, []string{CustomerTaken, RegistrationDuplicate}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			facts := newCustomer()
			c.facts(&facts)
			d := Register(facts, policy(t, models.SiteCN), noon)
			require.Equal(t, OutcomeRefuse, d.Outcome)
			require.Equal(t, c.want, d.Codes())
		})
	}
}

// Whether another partner registered the customer (who may have no account) or
// is associated with it (who has one): the answer is the same to the byte.
//
// Proves: 1a-7
func TestRegister_TellsNothingOfACustomerThatIsTaken(t *testing.T) {
	registered := newCustomer()
	registered.CustomerTaken = true

	associated := registered
	account := goodAccount()
	account.HasCashConsumption = true
	account.ConsumerCloudUser = true
	associated.PhoneAccounts = []string{"acme01", "acme02"}
	associated.Accounts = []Account{known(account), {}}

	p := policy(t, models.SiteCN)
	require.Equal(t, Register(registered, p, noon), Register(associated, p, noon))
}

// Proves: 1a-4
func TestRegister_CountsPendingAndReportedAgainstTheCap(t *testing.T) {
	for _, c := range []struct {
		open int
		want []string
	}{{99, []string{}}, {100, []string{RegistrationCapReached}}, {101, []string{RegistrationCapReached}}} {
		facts := newCustomer()
		facts.OpenCount = c.open
		require.Equal(t, c.want, Register(facts, policy(t, models.SiteCN), noon).Codes(), "%d open", c.open)
	}
	for state, open := range map[string]bool{
		models.RegistrationPending: true, models.RegistrationReported: true,
		models.RegistrationUnreported: false, models.RegistrationRejected: false, models.RegistrationLapsed: false,
		models.RegistrationExpired: false, models.RegistrationAssociated: false, models.RegistrationReleased: false,
	} {
		require.Equal(t, open, IsOpen(state), state)
	}
}

// Proves: 1a-5, 3a-14
func TestRegister_WantsAPartnerInGoodStanding(t *testing.T) {
	facts := newCustomer()
	facts.Partner.HasContact = false
	facts.Partner.Frozen = true
	d := Register(facts, policy(t, models.SiteCN), noon)
	require.Equal(t, []string{PartnerFrozen, PartnerContactMissing}, d.Codes())
	require.Equal(t, models.ClearedByPartner, find(t, d, PartnerContactMissing).ClearedBy)
}

// Once the day's budget is spent the answer is the same for every customer.
//
// Proves: 1a-13
func TestRegister_TellsNothingOfACustomerBeyondTheBudget(t *testing.T) {
	taken := newCustomer()
	taken.DistinctCustomersToday = 300
	taken.CustomerTaken, taken.OwnLive = true, true
	taken.Accounts = []Account{{}}

	free := newCustomer()
	free.DistinctCustomersToday = 300

	p := policy(t, models.SiteCN)
	require.Equal(t, Register(free, p, noon), Register(taken, p, noon))
	require.Equal(t, []string{CustomerBudgetExhausted}, Register(free, p, noon).Codes())

	free.DistinctCustomersToday = 299
	require.True(t, Register(free, p, noon).Allowed())
}

// The budget is spent until the next midnight of the policy's zone.
//
// Proves: 1a-13
func TestRegister_GivesTheBudgetBackAtMidnightInTheZone(t *testing.T) {
	cases := []struct {
		site       models.Site
		now, clear string
	}{
		{models.SiteCN, "2026-12-31T23:59:59+08:00", "2027-01-01T00:00:00+08:00"},
		{models.SiteCN, "2027-01-01T00:00:00+08:00", "2027-01-02T00:00:00+08:00"},
		{models.SiteIntl, "2028-02-28T23:59:59Z", "2028-02-29T00:00:00Z"},
		{models.SiteEU, "2026-03-29T12:00:00+02:00", "2026-03-30T00:00:00+02:00"},
	}
	for _, c := range cases {
		facts := newCustomer()
		facts.DistinctCustomersToday = 300
		d := Register(facts, policy(t, c.site), instant(t, c.now))
		require.Equal(t, instant(t, c.clear), *find(t, d, CustomerBudgetExhausted).EligibleFrom)
	}
	broken := policy(t, models.SiteCN)
	broken.Zone = "Mars/Olympus"
	facts := newCustomer()
	facts.DistinctCustomersToday = 300
	require.Nil(t, find(t, Register(facts, broken, noon), CustomerBudgetExhausted).EligibleFrom)
}

// Proves: 1a-14
func TestRegister_AsksForTheAccountWhereThePhoneHasSeveral(t *testing.T) {
	cases := []struct {
		name     string
		accounts []string
		chosen   string
		want     []string
	}{
		{"no account", nil, "", []string{}},
		{"one account", []string{"acme01"}, "", []string{}},
		{"one account, chosen", []string{"acme01"}, "acme01", []string{}},
		{"two accounts, none chosen", []string{"acme01", "acme02"}, "", []string{AccountSelectionRequired}},
		{"two accounts, one chosen", []string{"acme01", "acme02"}, "acme02", []string{}},
		{"a foreign account chosen", []string{"acme01", "acme02"}, "other", []string{AccountUnknown}},
		{"an account chosen where there is none", nil, "acme01", []string{AccountUnknown}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			facts := newCustomer()
			facts.PhoneAccounts, facts.ChosenAccount = c.accounts, c.chosen
			d := Register(facts, policy(t, models.SiteCN), noon)
			require.Equal(t, c.want, d.Codes())
			if len(c.want) > 0 {
				require.Equal(t, "/account_name", d.Blockers[0].Pointer)
			}
		})
	}
}

// Proves: 1a-7, 1a-8
func TestRegister_KnowsTheTwoListsOfRefusals(t *testing.T) {
	cases := []struct {
		name    string
		site    models.Site
		spoil   func(*models.AccountFacts)
		code    string
		outcome string
	}{
		{"international account", models.SiteCN, func(a *models.AccountFacts) { a.Site = models.SiteIntl }, AccountOtherSite, OutcomeRefuse},
		{"consumer cloud user", models.SiteCN, func(a *models.AccountFacts) { a.ConsumerCloudUser = true }, ConsumerCloudUser, OutcomeRefuse},
		{"contract", models.SiteCN, func(a *models.AccountFacts) { a.Contracts = []models.Contract{models.ContractOfflineDirect} }, ContractSigned, OutcomeRefuse},
		{"cash, not followed", models.SiteCN, func(a *models.AccountFacts) { a.HasCashConsumption = true }, CashConsumptionUnfollowed, OutcomeRefuse},
		{"unified accounting", models.SiteCN, func(a *models.AccountFacts) { a.UnifiedAccountingMember = true }, UnifiedAccountingMember, OutcomeRefuse},
		{"reward programme", models.SiteCN, func(a *models.AccountFacts) { a.RewardProgramme = models.ProgrammeJoined }, RewardProgramme, OutcomeRefuse},
		{"partner", models.SiteCN, func(a *models.AccountFacts) { a.PartnerStatus = models.PartnerYes }, CustomerIsPartner, OutcomeRefuse},
		{"applying to become a partner", models.SiteCN, func(a *models.AccountFacts) { a.PartnerStatus = models.PartnerApplying }, CustomerIsPartner, OutcomeRefuse},
		{"cash and followed", models.SiteCN, func(a *models.AccountFacts) { a.HasCashConsumption, a.FollowedByDirectSales = true, true }, FollowedByDirectSales, OutcomeReview},
		{"registered by the vendor", models.SiteCN, func(a *models.AccountFacts) { a.RegisteredByVendor = true }, RegisteredByVendor, OutcomeReview},
		{"online sales", models.SiteCN, func(a *models.AccountFacts) { a.OnlineSalesTeam = true }, OnlineSalesCustomer, OutcomeReview},
		{"authorised centre", models.SiteCN, func(a *models.AccountFacts) { a.AuthorisedSalesCentre = true }, AuthorisedCentreCustomer, OutcomeReview},
		{"other country on the China site", models.SiteCN, func(a *models.AccountFacts) { a.Country = "SG" }, "", OutcomeAllow},
		{"other country elsewhere", models.SiteIntl, func(a *models.AccountFacts) { a.Country = "SG" }, CountryMismatch, OutcomeReview},
		{"same country in lower case", models.SiteIntl, func(a *models.AccountFacts) { a.Country = "cn" }, "", OutcomeAllow},
		{"unstated country", models.SiteEU, func(a *models.AccountFacts) { a.Country = "" }, CountryMismatch, OutcomeReview},
		{"joining the reward programme", models.SiteCN, func(a *models.AccountFacts) { a.RewardProgramme = models.ProgrammeJoining }, "", OutcomeAllow},
		{"nothing", models.SiteCN, func(*models.AccountFacts) {}, "", OutcomeAllow},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			facts := newCustomer()
			facts.Partner.Site = c.site
			account := goodAccount()
			account.Site = c.site
			c.spoil(&account)
			facts.Accounts = []Account{known(account)}

			d := Register(facts, policy(t, c.site), noon)
			require.Equal(t, c.outcome, d.Outcome)
			if c.code == "" {
				require.Empty(t, d.Blockers)
				return
			}
			require.Equal(t, []string{c.code}, d.Codes())
			require.Equal(t, c.outcome == OutcomeReview, d.Blockers[0].Reviewable)
		})
	}
}

// (older than 7 days or cash consumption) and followed by direct sales; exactly
// 7 days are not more than 7 days.
//
// Proves: 1a-8
func TestRegister_ReviewsFollowedCustomersOnlyAfterSevenDaysOrWithCash(t *testing.T) {
	cases := []struct {
		name           string
		age            time.Duration
		cash, followed bool
		want           []string
	}{
		{"young, no cash, followed", time.Hour, false, true, []string{}},
		{"exactly 7 days, followed", 7 * 24 * time.Hour, false, true, []string{}},
		{"a microsecond more, followed", 7*24*time.Hour + time.Microsecond, false, true, []string{FollowedByDirectSales}},
		{"a second less, followed", 7*24*time.Hour - time.Second, false, true, []string{}},
		{"old, not followed", 400 * 24 * time.Hour, false, false, []string{}},
		{"young, cash, followed", time.Hour, true, true, []string{FollowedByDirectSales}},
		{"young, cash, not followed", time.Hour, true, false, []string{CashConsumptionUnfollowed}},
		{"old, cash, not followed", 400 * 24 * time.Hour, true, false, []string{CashConsumptionUnfollowed}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			account := goodAccount()
			account.RegisteredAt = noon.Add(-c.age)
			account.HasCashConsumption, account.FollowedByDirectSales = c.cash, c.followed
			facts := newCustomer()
			facts.Accounts = []Account{known(account)}
			require.Equal(t, c.want, Register(facts, policy(t, models.SiteCN), noon).Codes())
		})
	}
}

// Proves: 1a-8, 1a-9, 1b
func TestRegister_LetsNeverBeatReview(t *testing.T) {
	account := goodAccount()
	account.RegisteredByVendor = true
	account.OnlineSalesTeam = true
	facts := newCustomer()
	facts.Accounts = []Account{known(account)}
	p := policy(t, models.SiteCN)

	d := Register(facts, p, noon)
	require.Equal(t, OutcomeReview, d.Outcome)
	require.Equal(t, []string{RegisteredByVendor, OnlineSalesCustomer}, d.Codes())
	require.False(t, Submits(d, false), "the partner has to ask for the review")
	require.True(t, Submits(d, true))

	account.ConsumerCloudUser = true
	facts.Accounts = []Account{known(account)}
	d = Register(facts, p, noon)
	require.Equal(t, OutcomeRefuse, d.Outcome)
	require.Equal(t, []string{ConsumerCloudUser, RegisteredByVendor, OnlineSalesCustomer}, d.Codes())
	require.False(t, Submits(d, true), "no review helps")

	require.True(t, Submits(Decision{Outcome: OutcomeAllow}, false))
	require.True(t, Submits(Decision{Outcome: OutcomeAllow}, true), "asking for a review that is not needed does no harm")
}

// The outcome of a cause is data; a document that forgot one refuses.
//
// Proves: 1a-7, 1a-8
func TestRegister_TakesTheOutcomeOfACauseFromThePolicy(t *testing.T) {
	account := goodAccount()
	account.Contracts = []models.Contract{models.ContractTelesalesDiscount}
	facts := newCustomer()
	facts.Accounts = []Account{known(account)}
	for outcome, want := range map[models.Outcome]string{
		models.OutcomeAllow: OutcomeAllow, models.OutcomeReview: OutcomeReview, models.OutcomeNever: OutcomeRefuse, "": OutcomeRefuse,
	} {
		p := policy(t, models.SiteCN)
		p.Registration.Outcomes[ContractSigned] = outcome
		require.Equal(t, want, Register(facts, p, noon).Outcome, "%q", outcome)
	}
}

// Every cause of the policy is one that the rule can find.
//
// Proves: 1a-7, 1a-8
func TestRegister_FindsEveryCauseOfThePolicy(t *testing.T) {
	p := policy(t, models.SiteCN)
	p.Registration.Outcomes[CountryMismatch] = models.OutcomeReview
	facts := newCustomer()
	facts.Accounts = []Account{
		known(models.AccountFacts{
			Site: models.SiteEU, Country: "BE", ConsumerCloudUser: true, Contracts: []models.Contract{models.ContractOfflineDirect}, HasCashConsumption: true,
			UnifiedAccountingMember: true, RewardProgramme: models.ProgrammeJoined, PartnerStatus: models.PartnerYes,
			RegisteredByVendor: true, OnlineSalesTeam: true, AuthorisedSalesCentre: true,
		}),
		known(models.AccountFacts{Site: models.SiteCN, Country: "CN", FollowedByDirectSales: true}),
	}
	require.ElementsMatch(t, models.RegistrationCauses(), Register(facts, p, noon).Codes())
}

// Proves: 1a-7
func TestRegister_NeverAllowsOnFactsThatAreMissingOrOld(t *testing.T) {
	account := goodAccount()
	cases := []struct {
		name    string
		account Account
		want    []string
	}{
		{"missing", Account{AsOf: noon}, []string{FactsUnavailable}},
		{"exactly as old as allowed", Account{Facts: &account, AsOf: noon.Add(-24 * time.Hour)}, []string{}},
		{"a microsecond older", Account{Facts: &account, AsOf: noon.Add(-24*time.Hour - time.Microsecond)}, []string{FactsUnavailable}},
		{"of now", Account{Facts: &account, AsOf: noon}, []string{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			facts := newCustomer()
			facts.Accounts = []Account{c.account}
			d := Register(facts, policy(t, models.SiteCN), noon)
			require.Equal(t, c.want, d.Codes())
			if len(c.want) > 0 {
				require.True(t, d.Blockers[0].Retryable)
				require.True(t, d.WaitsForFacts())
				require.Equal(t, OutcomeRefuse, d.Outcome)
			}
		})
	}
}

// Proves: 1a-7
func TestRegister_HoldsEveryAccountOfTheCustomerAgainstTheLists(t *testing.T) {
	consumer := goodAccount()
	consumer.ConsumerCloudUser = true
	facts := newCustomer()
	facts.Accounts = []Account{known(goodAccount()), known(consumer), known(consumer), {}}
	d := Register(facts, policy(t, models.SiteCN), noon)
	require.Equal(t, []string{FactsUnavailable, ConsumerCloudUser}, d.Codes(), "each cause once, whichever account has it")
	require.False(t, d.WaitsForFacts())
}

// Proves: 1a-13, 1e
func TestRegister_ReportsAllReasonsAtOnceInAFixedOrder(t *testing.T) {
	consumer := goodAccount()
	consumer.ConsumerCloudUser = true
	facts := RegistrationFacts{
		Partner: PartnerFacts{Frozen: true, Site: models.SiteCN, Country: "CN"}, OpenCount: 100, OwnLive: true,
		PhoneAccounts: []string{"a", "b"}, Accounts: []Account{known(consumer)},
	}
	want := []string{PartnerFrozen, PartnerContactMissing, RegistrationCapReached, RegistrationDuplicate, AccountSelectionRequired, ConsumerCloudUser}
	require.Equal(t, want, Register(facts, policy(t, models.SiteCN), noon).Codes())
}

func TestPartnerOf_ReadsTheSellersRow(t *testing.T) {
	o := models.Organisation{Frozen: true, Prepaid: true, HasContact: true, Site: models.SiteEU, Country: "BE"}
	require.Equal(t, PartnerFacts{Frozen: true, Prepaid: true, HasContact: true, Site: models.SiteEU, Country: "BE"}, PartnerOf(o))
}

// Proves: 1a-15
func TestTakeOver_GrowsOutOfAHistoricalCustomerOnce(t *testing.T) {
	by := Actor{Principal: models.Principal{Subject: "alice", Roles: []models.Role{models.RoleAdministrator}}}
	require.True(t, TakeOver(models.RegistrationUnreported, by).Allowed())
	for _, state := range []string{models.RegistrationPending, models.RegistrationReported, models.RegistrationExpired} {
		require.Equal(t, []string{RegistrationDuplicate}, TakeOver(state, by).Codes(), state)
	}
}

// What is offered is what would be refused or not: by state, by person, by partner.
// Proves: 1a-4, 1a-5, 1a-15, 1a-16, 3a-14
func TestSubmitHistorical_IsOfferedToWhoeverMaySubmit(t *testing.T) {
	by := func(subject string, role models.Role) Actor {
		return Actor{Principal: models.Principal{Subject: subject, Roles: []models.Role{role}}, Reporter: "feed", AccountManager: "mia"}
	}
	well := HistoricalFacts{State: models.RegistrationUnreported, Actor: by("alice", models.RoleAdministrator), Partner: PartnerFacts{HasContact: true}, OpenCount: 99}
	for name, c := range map[string]struct {
		change func(*HistoricalFacts)
		want   []string
	}{
		"an administrator":                {func(*HistoricalFacts) {}, nil},
		"his account manager":             {func(f *HistoricalFacts) { f.Actor = by("mia", models.RoleAccountManager) }, nil},
		"another account manager":         {func(f *HistoricalFacts) { f.Actor = by("moritz", models.RoleAccountManager) }, []string{NotOwnCustomer}},
		"a supervisor":                    {func(f *HistoricalFacts) { f.Actor = by("sue", models.RoleSupervisor) }, []string{RoleCannotAct}},
		"what is registered":              {func(f *HistoricalFacts) { f.State = models.RegistrationReported }, []string{RegistrationDuplicate}},
		"what was registered":             {func(f *HistoricalFacts) { f.State = models.RegistrationExpired }, []string{RegistrationDuplicate}},
		"a frozen partner":                {func(f *HistoricalFacts) { f.Partner.Frozen = true }, []string{PartnerFrozen}},
		"a partner that nobody can reach": {func(f *HistoricalFacts) { f.Partner.HasContact = false }, []string{PartnerContactMissing}},
		"a partner at its cap":            {func(f *HistoricalFacts) { f.OpenCount = 100 }, []string{RegistrationCapReached}},
		"all at once": {func(f *HistoricalFacts) {
			*f = HistoricalFacts{State: models.RegistrationLapsed, Actor: by("moritz", models.RoleAccountManager), Partner: PartnerFacts{Frozen: true}, OpenCount: 101}
		}, []string{PartnerFrozen, PartnerContactMissing, NotOwnCustomer, RegistrationCapReached, RegistrationDuplicate}},
	} {
		facts := well
		c.change(&facts)
		d := SubmitHistorical(facts, policy(t, models.SiteCN))
		require.Equal(t, append([]string{}, c.want...), d.Codes(), name)
		require.Equal(t, len(c.want) == 0, d.Allowed(), name)
	}
}

// Proves: 3a-5, 7b-5
func TestReachable_WantsAnAddress(t *testing.T) {
	require.True(t, Reachable(true).Allowed())
	require.Equal(t, []string{PartnerEmailMissing}, Reachable(false).Codes())
}
