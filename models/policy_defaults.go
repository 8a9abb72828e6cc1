package models

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"
)

// DefaultPolicy returns the complete first policy document of a site. It is
// what a new installation starts with; later versions are data.
func DefaultPolicy(site Site) (PolicyDocument, error) {
	switch site {
	case SiteCN:
		return chinaPolicy(), nil
	case SiteIntl:
		return internationalPolicy("UTC"), nil // ASSUMPTION: partners of many zones, none of them preferred
	case SiteEU:
		return internationalPolicy("Europe/Brussels"), nil // ASSUMPTION: Central European time
	default:
		return PolicyDocument{}, fmt.Errorf("unknown site: %q", string(site))
	}
}

func chinaPolicy() PolicyDocument {
	p := commonPolicy("Asia/Shanghai")
	p.Calendar = chinaCalendar()
	p.Registration.Outcomes[CauseCountryMismatch] = OutcomeAllow
	p.Withdrawal.TransfersRepaidBy = SigningEntityCloudComputing
	return p
}

// internationalPolicy counts weekends only: no calendar holds for all countries
// of the site (ASSUMPTION).
func internationalPolicy(zone string) PolicyDocument {
	p := commonPolicy(zone)
	p.Registration.Outcomes[CauseCountryMismatch] = OutcomeReview
	p.Leaving.CustomerRequests = 3                                                    // 3a-4, as the international site has it
	for _, cause := range []string{CauseReservedInstances, CausePartnerSupportPlan} { // 3a-10
		p.Leaving.Causes[cause] = append(partnerCases(), LeavingCase(PartyCustomer, RequestUnlink, Resale))
	}
	p.Leaving.Causes[CauseAccountFrozen] = partnerCases()
	return p
}

// commonPolicy holds what all sites share. Numbers without a source key are
// ASSUMPTION.
func commonPolicy(zone string) PolicyDocument {
	return PolicyDocument{
		Zone:     zone,
		Calendar: CalendarPolicy{Holidays: []string{}, MakeUpDays: []string{}},
		Registration: RegistrationPolicy{
			ValidityDays:            15,
			OpenCap:                 100,
			ReminderDaysBefore:      []int{3},
			ReviewTargetWorkingDays: 3,
			ReviewLapseWorkingDays:  10,
			FollowedAccountAgeDays:  7,
			DistinctCustomersPerDay: 300,
			BatchLimit:              100,
			Outcomes:                commonOutcomes(),
		},
		Invitation: InvitationPolicy{
			LinkValidityDays:  7,
			DailyPerOperator:  100,
			RecipientsPerCall: 50,
		},
		Association: AssociationPolicy{
			RegistrationAgeDays: 7,
			NoticeVersion:       "1",
			DirectoryPatience:   10,
		},
		Leaving: LeavingPolicy{
			WindowMonths:        3,
			PartnerRequests:     1,
			CustomerRequests:    1,
			AnswerDays:          15,
			ReminderDays:        []int{3, 7, 13},
			GraceDays:           3,
			StepAttempts:        5,
			StepRetryMinutes:    1,
			StepRetryMaxMinutes: 24 * 60,
			Causes:              commonLeavingCauses(),
			StepUpMinutes:       10,
			StepUpAttempts:      5,
		},
		Facts:     FactsPolicy{MaxAgeHours: 24},
		Retention: RetentionPolicy{IdempotencyDays: 7, ContactDays: 365},
		Funds: FundsPolicy{
			PaymentConflictDays: 30,
			SecondPersonAbove:   largeAmounts(),
			TaskWorkingDays: map[string]int{
				TaskClaim: 3, TaskChange: 3, TaskPayoutDiffers: 3,
				TaskPayoutHeld: 1, TaskPayoutUnanswered: 1, TaskPayoutOverdue: 1, // somebody waits for his money
			},
		},
		Events: EventsPolicy{
			Subscriptions:      10,
			TimeoutSeconds:     10,
			FirstRetrySeconds:  5,
			LastRetryMinutes:   60,
			GiveUpHours:        72,
			DisableHours:       24,
			SecretOverlapHours: 24,
			LogDays:            30,
			StreamsPerPerson:   5,
		},
		Withdrawal: WithdrawalPolicy{
			OriginalWindows:           originalWindows(),
			BankCardChannels:          []int{ChannelTradeModeChange},
			RebateChannels:            []int{ChannelRebate},
			FactsMaxAgeHours:          24,
			ReviewTargetWorkingDays:   3,
			ReviewReminderWorkingDays: 1,
			SecondReviewAbove:         largeAmounts(),
			BankCardWorkingDays:       7,
			AskBankSeconds:            2,
			AskBankMaxMinutes:         60,
			AskProcessingHours:        24,
			BankPatienceMinutes:       60,
			ReconcileGraceHours:       24,
		},
	}
}

// largeAmounts are what two people decide on, per currency.
func largeAmounts() []Money {
	return []Money{whole(500_000, CNY), whole(70_000, EUR), whole(550_000, HKD), whole(10_000_000, JPY), whole(70_000, USD)}
}

// whole is an amount without decimals, at the scale of its currency.
func whole(n int64, c Currency) Money {
	scale := currencyScales[c]
	return Money{Amount: decimal.New(n*decimal.New(1, scale).IntPart(), -scale), Currency: c}
}

// originalWindows is domain.md 7b-2. Money of the first company that came by
// Alipay has no route of its own after its window: it takes a ticket.
func originalWindows() []OriginalWindow {
	return []OriginalWindow{
		{SigningEntity: SigningEntityCloudComputing, Channel: ChannelAlipay, Months: 3, Then: RouteNone},
		{SigningEntity: SigningEntityCloudComputing, Channel: ChannelBankTransfer, Then: RouteNone},
		{SigningEntity: SigningEntityOther, Channel: ChannelAlipay, Months: 11, Then: RouteBankCard},
		{SigningEntity: SigningEntityOther, Channel: ChannelWeChat, Months: 11, Then: RouteBankCard},
		{SigningEntity: SigningEntityOther, Channel: ChannelUnionPay, Months: 3, Then: RouteBankCard},
		{SigningEntity: SigningEntityOther, Channel: ChannelBankTransfer, Then: RouteNone},
	}
}

func commonOutcomes() map[string]Outcome {
	return map[string]Outcome{
		CauseAccountOtherSite:         OutcomeNever,
		CauseConsumerCloudUser:        OutcomeNever,
		CauseContractSigned:           OutcomeNever,
		CauseCashUnfollowed:           OutcomeNever,
		CauseUnifiedAccountingMember:  OutcomeNever,
		CauseRewardProgramme:          OutcomeNever,
		CauseCustomerIsPartner:        OutcomeNever,
		CauseFollowedByDirectSales:    OutcomeReview,
		CauseRegisteredByVendor:       OutcomeReview,
		CauseOnlineSalesCustomer:      OutcomeReview,
		CauseAuthorisedCentreCustomer: OutcomeReview,
	}
}

// commonLeavingCauses are the lists of 3a-10 and 3a-11. Where the source does not
// say for which type of association a cause stands, it stands for both (ASSUMPTION).
func commonLeavingCauses() map[string][]string {
	switches := []string{LeavingCase(PartyPartner, RequestSwitch, Consultant), LeavingCase(PartyPartner, RequestSwitch, Resale)}
	byCustomer := func(from AssociationType) string { return LeavingCase(PartyCustomer, RequestUnlink, from) }
	return map[string][]string{
		CauseOrdersAwaitingPartner: LeavingCases(),
		CauseMasterWithIndependent: append(partnerCases(), byCustomer(Resale)),
		CauseIndependentMember:     partnerCases(),
		CauseMemberAccount:         {byCustomer(Consultant)},
		CauseReservedInstances:     append(switches, byCustomer(Resale)),
		CausePartnerSupportPlan:    {byCustomer(Resale)},
		CauseInArrears:             append(partnerCases(), byCustomer(Resale)),
		CauseOwedInvoices:          partnerCases(),
		CauseSpecialContract:       {byCustomer(Resale)},
		CausePickUpVouchers:        {byCustomer(Consultant), byCustomer(Resale)},
		CauseConsultantBalance:     switches[:1],
		CauseAccountFrozen:         {},
	}
}

// partnerCases are the requests that a partner can make.
func partnerCases() []string {
	var cases []string
	for _, from := range []AssociationType{Consultant, Resale} {
		cases = append(cases, LeavingCase(PartyPartner, RequestUnlink, from), LeavingCase(PartyPartner, RequestSwitch, from))
	}
	return cases
}

// chinaCalendar is the arrangement of holidays by the State Council notices for
// 2025 (12 November 2024) and 2026 (4 November 2025). Holidays that fall on a
// weekend are listed as well: the list is then the notice itself.
func chinaCalendar() CalendarPolicy {
	return CalendarPolicy{
		PublishedUntil: "2026-12-31",
		Holidays: []string{
			"2025-01-01",                                                                                                   // New Year
			"2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31", "2025-02-01", "2025-02-02", "2025-02-03", "2025-02-04", // Spring Festival
			"2025-04-04", "2025-04-05", "2025-04-06", // Qingming
			"2025-05-01", "2025-05-02", "2025-05-03", "2025-05-04", "2025-05-05", // Labour Day
			"2025-05-31", "2025-06-01", "2025-06-02", // Dragon Boat
			"2025-10-01", "2025-10-02", "2025-10-03", "2025-10-04", "2025-10-05", "2025-10-06", "2025-10-07", "2025-10-08", // National Day, Mid-Autumn

			"2026-01-01", "2026-01-02", "2026-01-03", // New Year
			"2026-02-15", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-21", "2026-02-22", "2026-02-23", // Spring Festival
			"2026-04-04", "2026-04-05", "2026-04-06", // Qingming
			"2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04", "2026-05-05", // Labour Day
			"2026-06-19", "2026-06-20", "2026-06-21", // Dragon Boat
			"2026-09-25", "2026-09-26", "2026-09-27", // Mid-Autumn
			"2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07", // National Day
		},
		MakeUpDays: []string{
			"2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
			"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
		},
	}
}

// knownOutcomes are the outcomes a policy may name for a cause.
var knownOutcomes = []Outcome{OutcomeAllow, OutcomeNever, OutcomeReview}

// sortedCauses makes answers about a map stable.
func sortedCauses(outcomes map[string]Outcome) []string {
	return slices.Sorted(maps.Keys(outcomes))
}
