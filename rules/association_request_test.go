package rules

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

func goodAsk(initiator models.Party) AssociationRequestFacts {
	return AssociationRequestFacts{
		Initiator: initiator, Kind: models.RequestUnlink, From: models.Resale, Associated: true, Partner: goodPartner(), Account: known(goodAccount()),
		NoticeAccepted: true,
	}
}

// Proves: 3a-5, 3a-8, 3a-14, 3b, 3e
func TestAskToLeave_TellsEverythingThatStandsAgainstIt(t *testing.T) {
	cases := []struct {
		name  string
		spoil func(*AssociationRequestFacts)
		want  []string
	}{
		{"good", func(*AssociationRequestFacts) {}, []string{}},
		{"a switch", func(f *AssociationRequestFacts) { f.Kind, f.To = models.RequestSwitch, models.Consultant }, []string{}},
		{"a switch to the same type", func(f *AssociationRequestFacts) { f.Kind, f.To = models.RequestSwitch, models.Resale }, []string{AssociationTypeUnchanged}},
		{"a prepaid partner's switch to resale", func(f *AssociationRequestFacts) {
			f.Kind, f.From, f.To, f.Partner.Prepaid = models.RequestSwitch, models.Consultant, models.Resale, true
		}, []string{PrepaidPartnerResale}},
		{"not associated", func(f *AssociationRequestFacts) { f.Associated = false }, []string{NotAssociated}},
		{"open request", func(f *AssociationRequestFacts) { f.HasOpen = true }, []string{RequestOpen}},
		{"frozen partner", func(f *AssociationRequestFacts) { f.Partner.Frozen = true }, []string{PartnerFrozen}},
		{"frozen partner, customer asks", func(f *AssociationRequestFacts) { f.Partner.Frozen, f.Initiator = true, models.PartyCustomer }, []string{}},
		{"no tick", func(f *AssociationRequestFacts) { f.NoticeAccepted = false }, []string{NoticeNotAccepted}},
		{"no code", func(f *AssociationRequestFacts) { f.Verification = VerificationMissing }, []string{VerificationCodeRequired}},
		{"wrong code", func(f *AssociationRequestFacts) { f.Verification = VerificationWrong }, []string{VerificationCodeWrong}},
		{"old code", func(f *AssociationRequestFacts) { f.Verification = VerificationExpired }, []string{VerificationCodeExpired}},
		{"no facts", func(f *AssociationRequestFacts) { f.Account.Facts = nil }, []string{FactsUnavailable}},
		{"old facts", func(f *AssociationRequestFacts) { f.Account.AsOf = noon.Add(-24*time.Hour - time.Second) }, []string{FactsUnavailable}},
		{"much at once", func(f *AssociationRequestFacts) {
			f.HasOpen, f.Partner.Frozen, f.Account.Facts.InArrears = true, true, true
			f.AskedByPartner = []time.Time{noon}
		}, []string{PartnerFrozen, RequestOpen, PartnerRequestLimit, InArrears}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			facts := goodAsk(models.PartyPartner)
			c.spoil(&facts)
			require.Equal(t, c.want, AskToLeave(facts, policy(t, models.SiteCN), noon).Codes())
		})
	}
}

// Proves: 3a-2, 3a-3, 3a-4, 3f
func TestAskToLeave_CountsMonthsForwardToTheInstant(t *testing.T) {
	cases := []struct {
		name     string
		zone     string
		earlier  string
		eligible string
	}{
		{"an ordinary month", "Asia/Shanghai", "2026-03-03T12:34:56+08:00", "2026-06-03T12:34:56+08:00"},
		{"30 November, no leap year", "Asia/Shanghai", "2025-11-30T10:00:00+08:00", "2026-02-28T10:00:00+08:00"},
		{"30 November before a leap year's February", "Asia/Shanghai", "2027-11-30T10:00:00+08:00", "2028-02-29T10:00:00+08:00"},
		{"29 February", "Asia/Shanghai", "2028-02-29T23:59:59+08:00", "2028-05-29T23:59:59+08:00"},
		{"31 in a month of 30", "Asia/Shanghai", "2026-01-31T00:00:00+08:00", "2026-04-30T00:00:00+08:00"},
		// 30 November in Shanghai is still 29 November in New York: the zone of the rule decides.
		{"the requester's calendar says another day", "Asia/Shanghai", "2025-11-29T20:00:00-05:00", "2026-02-28T09:00:00+08:00"},
		{"UTC", "UTC", "2025-11-30T23:00:00Z", "2026-02-28T23:00:00Z"},
		{"across the change to summer time", "Europe/Brussels", "2026-01-15T12:00:00+01:00", "2026-04-15T12:00:00+02:00"},
	}
	limits := map[string]func(*AssociationRequestFacts, time.Time){
		PartnerRequestLimit:   func(f *AssociationRequestFacts, at time.Time) { f.AskedByPartner = []time.Time{at} },
		CustomerAskedRecently: func(f *AssociationRequestFacts, at time.Time) { f.AskedByCustomer = []time.Time{at} },
		CustomerRequestLimit: func(f *AssociationRequestFacts, at time.Time) {
			f.Initiator, f.AskedByCustomer = models.PartyCustomer, []time.Time{at}
		},
	}
	for _, c := range cases {
		for code, count := range limits {
			t.Run(c.name+" "+code, func(t *testing.T) {
				p := policy(t, models.SiteCN)
				p.Zone = c.zone
				eligible := instant(t, c.eligible)
				facts := goodAsk(models.PartyPartner)
				count(&facts, instant(t, c.earlier))
				facts.Account.AsOf = eligible

				early := AskToLeave(facts, p, eligible.Add(-time.Second))
				require.Equal(t, []string{code}, early.Codes())
				require.Equal(t, eligible, *early.Blockers[0].EligibleFrom)
				require.Equal(t, models.ClearedByTime, early.Blockers[0].ClearedBy)
				require.True(t, AskToLeave(facts, p, eligible).Allowed(), "at the instant itself")
			})
		}
	}
}

// Proves: 3a-3, 3a-4
func TestAskToLeave_CountsAsOftenAsTheSiteSays(t *testing.T) {
	asked := []time.Time{noon.AddDate(0, -2, 0), noon.AddDate(0, 0, -1), noon.AddDate(0, -1, 0)} // in no order
	facts := goodAsk(models.PartyCustomer)

	facts.AskedByCustomer = asked[:2]
	require.True(t, AskToLeave(facts, policy(t, models.SiteIntl), noon).Allowed(), "two of three")
	require.Equal(t, []string{CustomerRequestLimit}, AskToLeave(facts, policy(t, models.SiteCN), noon).Codes(), "two of one")

	facts.AskedByCustomer = asked
	d := AskToLeave(facts, policy(t, models.SiteIntl), noon)
	require.Equal(t, []string{CustomerRequestLimit}, d.Codes())
	require.Equal(t, models.AddMonths(asked[0], 3, time.UTC), *d.Blockers[0].EligibleFrom, "the first of the last three leaves the window first")

	facts = goodAsk(models.PartyPartner)
	facts.AskedByCustomer = asked
	d = AskToLeave(facts, policy(t, models.SiteIntl), noon)
	require.Equal(t, []string{CustomerAskedRecently}, d.Codes())
	require.Equal(t, models.AddMonths(asked[1], 3, time.UTC), *d.Blockers[0].EligibleFrom, "one request of the customer holds the partner, the latest the longest")
}

// Proves: 3a-10, 3a-11
func TestAskToLeave_HoldsTheAccountAgainstThePolicysCases(t *testing.T) {
	spoil := map[string]func(*models.AccountFacts){
		OrdersAwaitingPartner:        func(a *models.AccountFacts) { a.OrdersAwaitingPartner = true },
		MasterWithIndependentMembers: func(a *models.AccountFacts) { a.MasterWithIndependent = true },
		IndependentAccountingMember:  func(a *models.AccountFacts) { a.IndependentAccountingMember = true },
		MemberAccount:                func(a *models.AccountFacts) { a.UnifiedAccountingMember = true },
		ReservedInstances:            func(a *models.AccountFacts) { a.UnexpiredReservedInstances = true },
		PartnerSupportPlan:           func(a *models.AccountFacts) { a.PartnerSupportPlan = true },
		InArrears:                    func(a *models.AccountFacts) { a.InArrears = true },
		OwedInvoices:                 func(a *models.AccountFacts) { a.OwedInvoices = true },
		SpecialContract:              func(a *models.AccountFacts) { a.Contracts = []models.Contract{models.ContractDirectSpecialPrice} },
		PickUpVouchers:               func(a *models.AccountFacts) { a.UnusedPickUpVouchers = true },
		ConsultantBalance:            func(a *models.AccountFacts) { a.AccountBalance = true },
		AccountFrozen:                func(a *models.AccountFacts) { a.AccountFrozen = true },
	}
	require.Len(t, spoil, len(models.LeavingCauses()))
	cases := map[string][]string{ // on site cn
		"partner_unlink_resale":      {OrdersAwaitingPartner, MasterWithIndependentMembers, IndependentAccountingMember, InArrears, OwedInvoices},
		"partner_unlink_consultant":  {OrdersAwaitingPartner, MasterWithIndependentMembers, IndependentAccountingMember, InArrears, OwedInvoices},
		"partner_switch_resale":      {OrdersAwaitingPartner, MasterWithIndependentMembers, IndependentAccountingMember, ReservedInstances, InArrears, OwedInvoices},
		"partner_switch_consultant":  {OrdersAwaitingPartner, MasterWithIndependentMembers, IndependentAccountingMember, ReservedInstances, InArrears, OwedInvoices, ConsultantBalance},
		"customer_unlink_resale":     {OrdersAwaitingPartner, MasterWithIndependentMembers, ReservedInstances, PartnerSupportPlan, InArrears, SpecialContract, PickUpVouchers},
		"customer_unlink_consultant": {OrdersAwaitingPartner, MemberAccount, PickUpVouchers},
	}
	require.Len(t, cases, len(models.LeavingCases()))
	for _, initiator := range []models.Party{models.PartyPartner, models.PartyCustomer} {
		for _, kind := range []string{models.RequestUnlink, models.RequestSwitch} {
			for from, to := range map[models.AssociationType]models.AssociationType{models.Resale: models.Consultant, models.Consultant: models.Resale} {
				name := models.LeavingCase(initiator, kind, from)
				if !slices.Contains(models.LeavingCases(), name) {
					continue
				}
				for _, cause := range models.LeavingCauses() {
					facts := goodAsk(initiator)
					facts.Kind, facts.From, facts.To = kind, from, to
					spoil[cause](facts.Account.Facts)
					want := []string{}
					if slices.Contains(cases[name], cause) {
						want = append(want, cause)
					}
					if cause == IndependentAccountingMember && slices.Contains(cases[name], MemberAccount) {
						want = append(want, MemberAccount) // such a member is a member as well
					}
					if cause == SpecialContract && kind == models.RequestSwitch && to == models.Resale {
						want = append(want, ContractSigned) // whatever its price, no contract goes with resale
					}
					require.Equal(t, want, AskToLeave(facts, policy(t, models.SiteCN), noon).Codes(), "%s %s", name, cause)
				}
			}
		}
	}
	for _, cause := range []string{AccountFrozen, ReservedInstances, PartnerSupportPlan} {
		facts := goodAsk(models.PartyPartner)
		spoil[cause](facts.Account.Facts)
		require.Equal(t, []string{cause}, AskToLeave(facts, policy(t, models.SiteIntl), noon).Codes(), "the international site's own")
	}
}

// What bars an association in resale bars the switch to it, when it is asked for and when it is agreed to, and no other request.
//
// Proves: 2a-11
func TestAskToLeave_SwitchesNobodyToResaleWhomResaleBars(t *testing.T) {
	barred := models.AccountFacts{
		Site: models.SiteCN, Contracts: []models.Contract{models.ContractOfflineDirect}, StoredValueCardBalance: true, TopUpBonusBalance: true, OwedInvoices: true,
		UnexpiredReservedInstances: true, MasterWithIndependent: true, IndependentAccountingMember: true,
	}
	resale := &findings{}
	resale.resale(barred)
	require.Len(t, resale.blockers, 7)
	for _, site := range []models.Site{models.SiteCN, models.SiteIntl} {
		facts := goodAsk(models.PartyPartner)
		facts.Account = known(barred)
		facts.Kind, facts.From, facts.To = models.RequestSwitch, models.Consultant, models.Resale
		require.Subset(t, AskToLeave(facts, policy(t, site), noon).Codes(), Decision{Blockers: resale.sorted()}.Codes(), site)
		answer := goodAnswer(models.PartyPartner, models.SideCustomer)
		answer.Leaving = leavingOf(facts)
		require.Subset(t, Answer(answer, policy(t, site), noon).Codes(), Decision{Blockers: resale.sorted()}.Codes(), site)

		facts.From, facts.To = models.Resale, models.Consultant
		for _, code := range []string{ContractSigned, StoredValueCard, TopUpBonus} {
			require.NotContains(t, AskToLeave(facts, policy(t, site), noon).Codes(), code, site)
		}
	}
}

func goodAnswer(initiator models.Party, side models.Side) AnswerFacts {
	return AnswerFacts{
		Leaving: leavingOf(goodAsk(initiator)), State: models.AssociationRequestSubmitted, Associated: true, Side: side, Verdict: models.VerdictApprove,
		NoticeAccepted: true,
	}
}

// Proves: 3a-6, 3a-7, 3a-9, 3a-10, 3a-11, 3b
func TestAnswer_IsTheOtherSides(t *testing.T) {
	cases := []struct {
		name  string
		spoil func(*AnswerFacts)
		want  []string
	}{
		{"the customer agrees", func(*AnswerFacts) {}, []string{}},
		{"the partner answers himself", func(f *AnswerFacts) { f.Side = models.SidePartner }, []string{AnswerOfOtherSide}},
		{"no tick", func(f *AnswerFacts) { f.NoticeAccepted = false }, []string{NoticeNotAccepted}},
		{"a refusal needs no tick", func(f *AnswerFacts) { f.NoticeAccepted, f.Verdict = false, models.VerdictReject }, []string{}},
		{"another verdict", func(f *AnswerFacts) { f.Verdict = "maybe" }, []string{VerdictInvalid}},
		{"answered already", func(f *AnswerFacts) { f.State = models.AssociationRequestRejected }, []string{RequestNotOpen}},
		{"lapsed", func(f *AnswerFacts) { f.State = models.AssociationRequestLapsed }, []string{RequestNotOpen}},
		{"the association is over", func(f *AnswerFacts) { f.Associated = false }, []string{NotAssociated}},
		{"meanwhile the partner is frozen", func(f *AnswerFacts) { f.Partner.Frozen = true }, []string{PartnerFrozen}},
		{"meanwhile in arrears", func(f *AnswerFacts) { f.Account.Facts.InArrears = true }, []string{InArrears}},
		{"a refusal whatever the account says", func(f *AnswerFacts) {
			f.Account.Facts, f.Partner.Frozen, f.Verdict = nil, true, models.VerdictReject
		}, []string{}},
		{"facts that are too old", func(f *AnswerFacts) { f.Account.Facts = nil }, []string{FactsUnavailable}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			facts := goodAnswer(models.PartyPartner, models.SideCustomer)
			c.spoil(&facts)
			require.Equal(t, c.want, Answer(facts, policy(t, models.SiteCN), noon).Codes())
		})
	}
	require.True(t, Answer(goodAnswer(models.PartyCustomer, models.SidePartner), policy(t, models.SiteCN), noon).Allowed())
	require.Equal(t, []string{AnswerOfOtherSide}, Answer(goodAnswer(models.PartyCustomer, models.SideCustomer), policy(t, models.SiteCN), noon).Codes())
}

// Proves: 3b
func TestTakeBack_IsTheAskersWhileTheRequestIsOpen(t *testing.T) {
	open := models.AssociationRequestSubmitted
	require.True(t, TakeBack(models.PartyPartner, models.SidePartner, open).Allowed())
	require.True(t, TakeBack(models.PartyCustomer, models.SideCustomer, open).Allowed())
	require.Equal(t, []string{RequestOfOtherSide}, TakeBack(models.PartyCustomer, models.SidePartner, open).Codes())
	require.Equal(t, []string{RequestOfOtherSide}, TakeBack(models.PartyPartner, models.SideCustomer, open).Codes())
	require.Equal(t, []string{RequestNotOpen}, TakeBack(models.PartyPartner, models.SidePartner, models.AssociationRequestApproved).Codes())
}

// Proves: 3f
func TestEffectiveRequestState_LapsesAtItsInstant(t *testing.T) {
	p := policy(t, models.SiteCN)
	due := AnswerDue(noon, p)
	require.Equal(t, noon.Add(15*24*time.Hour), due)
	require.Equal(t, models.AssociationRequestSubmitted, EffectiveRequestState(models.AssociationRequestSubmitted, due, due.Add(-time.Microsecond)))
	require.Equal(t, models.AssociationRequestLapsed, EffectiveRequestState(models.AssociationRequestSubmitted, due, due))
	require.Equal(t, models.AssociationRequestRejected, EffectiveRequestState(models.AssociationRequestRejected, due, due))
	p.Leaving.ReminderDays = []int{13, 3, 7}
	require.Equal(t, []time.Time{noon.AddDate(0, 0, 3), noon.AddDate(0, 0, 7), noon.AddDate(0, 0, 13)}, AnswerReminders(noon, p))
}

func TestStepPause_DoublesUpToItsBound(t *testing.T) {
	p := policy(t, models.SiteCN)
	for failures, want := range map[int]time.Duration{1: time.Minute, 2: 2 * time.Minute, 5: 16 * time.Minute, 11: 1024 * time.Minute, 12: 24 * time.Hour, 4000: 24 * time.Hour} {
		require.Equal(t, want, StepPause(failures, p), "%d", failures)
	}
	p.Leaving.StepRetryMinutes = 10_000
	require.Equal(t, 24*time.Hour, StepPause(1, p))
	p.Leaving.StepRetryMinutes, p.Leaving.StepRetryMaxMinutes = 1, 3
	require.Equal(t, []time.Duration{time.Minute, 2 * time.Minute, 3 * time.Minute, 3 * time.Minute}, []time.Duration{StepPause(1, p), StepPause(2, p), StepPause(3, p), StepPause(4, p)})
	require.True(t, RetryStep(models.StepFailed).Allowed())
	require.Equal(t, []string{SettlementStepNotFailed}, RetryStep(models.StepPending).Codes())
}
