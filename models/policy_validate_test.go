package models

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// notices are the versions that have a text.
var notices = []string{"1"}

func TestDefaultPolicy_IsValidOnEverySite(t *testing.T) {
	for _, site := range []Site{SiteCN, SiteIntl, SiteEU} {
		require.Empty(t, Validate(policyOf(t, site), notices), site)
	}
	_, err := DefaultPolicy("moon")
	require.Error(t, err)
}

func TestDefaultPolicy_HoldsTheConfirmedNumbers(t *testing.T) {
	p := policyOf(t, SiteCN)
	require.Equal(t, 15, p.Registration.ValidityDays)
	require.Equal(t, 100, p.Registration.OpenCap)
	require.Equal(t, 7, p.Registration.FollowedAccountAgeDays)
	require.Equal(t, 7, p.Invitation.LinkValidityDays)
	require.Equal(t, 7, p.Association.RegistrationAgeDays)
	require.Equal(t, 7, p.Withdrawal.BankCardWorkingDays)
	require.Equal(t, OutcomeAllow, p.Registration.Outcomes[CauseCountryMismatch])
	require.Equal(t, OutcomeReview, policyOf(t, SiteIntl).Registration.Outcomes[CauseCountryMismatch])
}

// Two calls give two documents: who edits one proposal does not edit the default.
func TestDefaultPolicy_SharesNothingBetweenCalls(t *testing.T) {
	first := policyOf(t, SiteCN)
	first.Registration.Outcomes[CauseContractSigned] = OutcomeAllow
	first.Calendar.Holidays[0] = "2000-01-01"
	second := policyOf(t, SiteCN)
	require.Equal(t, OutcomeNever, second.Registration.Outcomes[CauseContractSigned])
	require.Equal(t, "2025-01-01", second.Calendar.Holidays[0])
}

func TestDefaultPolicy_SurvivesTheWayThroughTheDatabase(t *testing.T) {
	text, err := json.Marshal(policyOf(t, SiteCN))
	require.NoError(t, err)
	var back PolicyDocument
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, policyOf(t, SiteCN), back)
}

func TestValidate_NamesEverythingThatIsWrong(t *testing.T) {
	cases := []struct {
		name  string
		spoil func(*PolicyDocument)
		want  FieldError
	}{
		{"zone missing", func(p *PolicyDocument) { p.Zone = "" }, FieldError{Pointer: "/zone", Code: FieldRequired}},
		{"zone of the machine", func(p *PolicyDocument) { p.Zone = "Local" }, FieldError{Pointer: "/zone", Code: FieldInvalid}},
		{"holidays without an end", func(p *PolicyDocument) { p.Calendar.PublishedUntil = "" }, FieldError{Pointer: "/calendar/published_until", Code: FieldRequired}},
		{"end is no date", func(p *PolicyDocument) { p.Calendar.PublishedUntil = "2026" }, FieldError{Pointer: "/calendar/published_until", Code: FieldInvalid}},
		{"holiday is no date", func(p *PolicyDocument) { p.Calendar.Holidays[1] = "2026-02-30" }, FieldError{Pointer: "/calendar/holidays/1", Code: FieldInvalid}},
		{"holiday twice", func(p *PolicyDocument) { p.Calendar.Holidays[1] = p.Calendar.Holidays[0] }, FieldError{Pointer: "/calendar/holidays/1", Code: FieldDuplicate}},
		{"holiday beyond the end", func(p *PolicyDocument) { p.Calendar.Holidays[1] = "2027-01-01" }, FieldError{Pointer: "/calendar/holidays/1", Code: FieldOutOfRange}},
		{"make-up day is a holiday", func(p *PolicyDocument) { p.Calendar.MakeUpDays[0] = p.Calendar.Holidays[0] }, FieldError{Pointer: "/calendar/make_up_days/0", Code: FieldDuplicate}},
		{"no validity", func(p *PolicyDocument) { p.Registration.ValidityDays = 0 }, FieldError{Pointer: "/registration/validity_days", Code: FieldNotPositive}},
		{"absurd validity", func(p *PolicyDocument) { p.Registration.ValidityDays = 200_000 }, FieldError{Pointer: "/registration/validity_days", Code: FieldOutOfRange}},
		{"reminders missing", func(p *PolicyDocument) { p.Registration.ReminderDaysBefore = nil }, FieldError{Pointer: "/registration/reminder_days_before", Code: FieldRequired}},
		{"reminder at the start", func(p *PolicyDocument) { p.Registration.ReminderDaysBefore = []int{15} }, FieldError{Pointer: "/registration/reminder_days_before/0", Code: FieldOutOfRange}},
		{"reminder at the end", func(p *PolicyDocument) { p.Registration.ReminderDaysBefore = []int{3, 0} }, FieldError{Pointer: "/registration/reminder_days_before/1", Code: FieldNotPositive}},
		{"reminder twice", func(p *PolicyDocument) { p.Registration.ReminderDaysBefore = []int{3, 3} }, FieldError{Pointer: "/registration/reminder_days_before/1", Code: FieldDuplicate}},
		{"lapse before target", func(p *PolicyDocument) { p.Registration.ReviewLapseWorkingDays = 2 }, FieldError{Pointer: "/registration/review_lapse_working_days", Code: FieldOutOfRange}},
		{"outcome missing", func(p *PolicyDocument) { delete(p.Registration.Outcomes, CauseContractSigned) }, FieldError{Pointer: "/registration/outcomes/contract_signed", Code: FieldRequired}},
		{"outcome invalid", func(p *PolicyDocument) { p.Registration.Outcomes[CauseContractSigned] = "maybe" }, FieldError{Pointer: "/registration/outcomes/contract_signed", Code: FieldInvalid}},
		{"outcome of an unknown cause", func(p *PolicyDocument) { p.Registration.Outcomes["a/b~c"] = OutcomeNever }, FieldError{Pointer: "/registration/outcomes/a~1b~0c", Code: FieldUnknown}},
		{"no notice", func(p *PolicyDocument) { p.Association.NoticeVersion = " " }, FieldError{Pointer: "/association/notice_version", Code: FieldRequired}},
		{"notice without a text", func(p *PolicyDocument) { p.Association.NoticeVersion = "2" }, FieldError{Pointer: "/association/notice_version", Code: FieldUnknown}},
		{"windows missing", func(p *PolicyDocument) { p.Withdrawal.OriginalWindows = nil }, FieldError{Pointer: "/withdrawal/original_windows", Code: FieldRequired}},
		{"window of nobody", func(p *PolicyDocument) { p.Withdrawal.OriginalWindows[0].SigningEntity = " " }, FieldError{Pointer: "/withdrawal/original_windows/0/signing_entity", Code: FieldRequired}},
		{"window backwards", func(p *PolicyDocument) { p.Withdrawal.OriginalWindows[0].Months = -1 }, FieldError{Pointer: "/withdrawal/original_windows/0/months", Code: FieldOutOfRange}},
		{"window into nowhere", func(p *PolicyDocument) { p.Withdrawal.OriginalWindows[0].Then = "cash" }, FieldError{Pointer: "/withdrawal/original_windows/0/then", Code: FieldInvalid}},
		{"window twice", func(p *PolicyDocument) { p.Withdrawal.OriginalWindows[1] = p.Withdrawal.OriginalWindows[0] }, FieldError{Pointer: "/withdrawal/original_windows/1", Code: FieldDuplicate}},
		{"channels missing", func(p *PolicyDocument) { p.Withdrawal.RebateChannels = nil }, FieldError{Pointer: "/withdrawal/rebate_channels", Code: FieldRequired}},
		{"channel twice", func(p *PolicyDocument) { p.Withdrawal.BankCardChannels = []int{10, 10} }, FieldError{Pointer: "/withdrawal/bank_card_channels/1", Code: FieldDuplicate}},
		{"thresholds missing", func(p *PolicyDocument) { p.Withdrawal.SecondReviewAbove = nil }, FieldError{Pointer: "/withdrawal/second_review_above", Code: FieldRequired}},
		{"threshold below zero", func(p *PolicyDocument) { p.Withdrawal.SecondReviewAbove[0] = p.Withdrawal.SecondReviewAbove[0].Neg() }, FieldError{Pointer: "/withdrawal/second_review_above/0/amount", Code: FieldOutOfRange}},
		{"threshold twice", func(p *PolicyDocument) { p.Withdrawal.SecondReviewAbove[1] = p.Withdrawal.SecondReviewAbove[0] }, FieldError{Pointer: "/withdrawal/second_review_above/1/currency", Code: FieldDuplicate}},
		{"second person missing", func(p *PolicyDocument) { p.Funds.SecondPersonAbove = nil }, FieldError{Pointer: "/funds/second_person_above", Code: FieldRequired}},
		{"no days for a task", func(p *PolicyDocument) { p.Funds.TaskWorkingDays[TaskClaim] = 0 }, FieldError{Pointer: "/funds/task_working_days/claim_top_up", Code: FieldNotPositive}},
		{"a task missing", func(p *PolicyDocument) { delete(p.Funds.TaskWorkingDays, TaskPayoutHeld) }, FieldError{Pointer: "/funds/task_working_days/release_payout", Code: FieldRequired}},
		{"an unknown task", func(p *PolicyDocument) { p.Funds.TaskWorkingDays["a/b"] = 1 }, FieldError{Pointer: "/funds/task_working_days/a~1b", Code: FieldUnknown}},
		{"no days to compare payments", func(p *PolicyDocument) { p.Funds.PaymentConflictDays = 0 }, FieldError{Pointer: "/funds/payment_conflict_days", Code: FieldNotPositive}},
		{"no days for a bank card", func(p *PolicyDocument) { p.Withdrawal.BankCardWorkingDays = 0 }, FieldError{Pointer: "/withdrawal/bank_card_working_days", Code: FieldNotPositive}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := policyOf(t, SiteCN)
			c.spoil(&p)
			require.Contains(t, Validate(p, notices), c.want)
		})
	}
}

func TestValidate_ReportsEveryMissingNumberOfAnEmptyDocument(t *testing.T) {
	got := Validate(PolicyDocument{}, notices)
	for _, pointer := range []string{
		"/registration/validity_days", "/registration/open_cap", "/registration/review_target_working_days",
		"/registration/review_lapse_working_days", "/registration/followed_account_age_days",
		"/registration/distinct_customers_per_day", "/registration/batch_limit",
		"/invitation/link_validity_days", "/invitation/daily_per_operator", "/invitation/recipients_per_call",
		"/association/registration_age_days", "/association/directory_patience_minutes",
		"/facts/max_age_hours", "/retention/idempotency_days", "/retention/contact_days",
	} {
		require.Contains(t, got, FieldError{Pointer: pointer, Code: FieldNotPositive})
	}
	for _, cause := range RegistrationCauses() {
		require.Contains(t, got, FieldError{Pointer: "/registration/outcomes/" + cause, Code: FieldRequired})
	}
}

func TestValidate_AllowsNumbersAndDatesOnTheirBounds(t *testing.T) {
	p := policyOf(t, SiteCN)
	p.Retention.ContactDays = maxPolicyNumber
	p.Registration.ReviewLapseWorkingDays = p.Registration.ReviewTargetWorkingDays
	p.Calendar.Holidays = append(p.Calendar.Holidays, p.Calendar.PublishedUntil)
	require.Empty(t, Validate(p, notices))
}

func TestValidate_AllowsASiteThatWantsNoReminder(t *testing.T) {
	p := policyOf(t, SiteCN)
	p.Registration.ReminderDaysBefore = []int{}
	require.Empty(t, Validate(p, notices))
}

// What a document of the first schema could not say is the site's first policy.
func TestComplete_GivesOlderDocumentsTheSectionsThatCameAfterThem(t *testing.T) {
	old := policyOf(t, SiteCN)
	old.Registration.OpenCap, old.Withdrawal = 7, WithdrawalPolicy{}
	complete, err := Policy{Site: SiteCN, Schema: 1, Document: old}.Complete()
	require.NoError(t, err)
	require.Equal(t, policyOf(t, SiteCN).Withdrawal, complete.Document.Withdrawal)
	require.Equal(t, 7, complete.Document.Registration.OpenCap)
	fourth := policyOf(t, SiteCN)
	fourth.Funds.PaymentConflictDays, fourth.Funds.TaskWorkingDays = 7, nil
	complete, err = Policy{Site: SiteCN, Schema: 4, Document: fourth}.Complete()
	require.NoError(t, err)
	require.Equal(t, policyOf(t, SiteCN).Funds.TaskWorkingDays, complete.Document.Funds.TaskWorkingDays)
	require.Equal(t, 7, complete.Document.Funds.PaymentConflictDays)
	own, err := Policy{Site: SiteCN, Schema: PolicySchema, Document: old}.Complete()
	require.NoError(t, err)
	require.Empty(t, own.Document.Withdrawal)
}

// Before schema 6 no document could say who repays transfers; what it did say stays.
func TestComplete_NamesWhoRepaysTransfers(t *testing.T) {
	for site, want := range map[Site]string{SiteCN: SigningEntityCloudComputing, SiteIntl: "", SiteEU: ""} {
		old := policyOf(t, site)
		old.Withdrawal.TransfersRepaidBy, old.Withdrawal.BankCardWorkingDays = "", 9
		complete, err := Policy{Site: site, Schema: 5, Document: old}.Complete()
		require.NoError(t, err)
		require.Equal(t, want, complete.Document.Withdrawal.TransfersRepaidBy, site)
		require.Equal(t, 9, complete.Document.Withdrawal.BankCardWorkingDays, site)
		own, err := Policy{Site: site, Schema: 6, Document: old}.Complete()
		require.NoError(t, err)
		require.Empty(t, own.Document.Withdrawal.TransfersRepaidBy, site)
	}
}

// Before schema 7 the pause between two attempts of a settlement's step ended at a day.
func TestComplete_BoundsThePauseOfASettlement(t *testing.T) {
	old := policyOf(t, SiteCN)
	old.Leaving.StepRetryMaxMinutes, old.Leaving.StepRetryMinutes = 0, 9
	complete, err := Policy{Site: SiteCN, Schema: 6, Document: old}.Complete()
	require.NoError(t, err)
	require.Equal(t, 24*60, complete.Document.Leaving.StepRetryMaxMinutes)
	require.Equal(t, 9, complete.Document.Leaving.StepRetryMinutes)
	own, err := Policy{Site: SiteCN, Schema: 7, Document: old}.Complete()
	require.NoError(t, err)
	require.Zero(t, own.Document.Leaving.StepRetryMaxMinutes)
	require.Contains(t, Validate(own.Document, notices), FieldError{Pointer: "/leaving/step_retry_max_minutes", Code: FieldNotPositive})
}

func TestValidate_LooksAtLeaving(t *testing.T) {
	cases := []struct {
		name  string
		spoil func(*LeavingPolicy)
		want  FieldError
	}{
		{"no window", func(l *LeavingPolicy) { l.WindowMonths = 0 }, FieldError{Pointer: "/leaving/window_months", Code: FieldNotPositive}},
		{"reminders missing", func(l *LeavingPolicy) { l.ReminderDays = nil }, FieldError{Pointer: "/leaving/reminder_days", Code: FieldRequired}},
		{"reminder at the end", func(l *LeavingPolicy) { l.ReminderDays = []int{15} }, FieldError{Pointer: "/leaving/reminder_days/0", Code: FieldOutOfRange}},
		{"reminder at the start", func(l *LeavingPolicy) { l.ReminderDays = []int{3, 0} }, FieldError{Pointer: "/leaving/reminder_days/1", Code: FieldNotPositive}},
		{"reminder twice", func(l *LeavingPolicy) { l.ReminderDays = []int{3, 3} }, FieldError{Pointer: "/leaving/reminder_days/1", Code: FieldDuplicate}},
		{"cause missing", func(l *LeavingPolicy) { delete(l.Causes, CauseInArrears) }, FieldError{Pointer: "/leaving/causes/in_arrears", Code: FieldRequired}},
		{"cause without a list", func(l *LeavingPolicy) { l.Causes[CauseInArrears] = nil }, FieldError{Pointer: "/leaving/causes/in_arrears", Code: FieldRequired}},
		{"unknown case", func(l *LeavingPolicy) { l.Causes[CauseInArrears] = []string{"customer_switch_resale"} }, FieldError{Pointer: "/leaving/causes/in_arrears/0", Code: FieldUnknown}},
		{"case twice", func(l *LeavingPolicy) {
			l.Causes[CauseInArrears] = []string{"partner_unlink_resale", "partner_unlink_resale"}
		}, FieldError{Pointer: "/leaving/causes/in_arrears/1", Code: FieldDuplicate}},
		{"unknown cause", func(l *LeavingPolicy) { l.Causes["a/b"] = []string{} }, FieldError{Pointer: "/leaving/causes/a~1b", Code: FieldUnknown}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := policyOf(t, SiteCN)
			c.spoil(&p.Leaving)
			require.Contains(t, Validate(p, notices), c.want)
		})
	}
}

func TestComplete_GivesOldDocumentsWhatTheyCouldNotSay(t *testing.T) {
	old := policyOf(t, SiteIntl)
	old.Leaving = LeavingPolicy{}
	complete, err := Policy{Site: SiteIntl, Schema: 1, Document: old}.Complete()
	require.NoError(t, err)
	require.Equal(t, policyOf(t, SiteIntl).Leaving, complete.Document.Leaving)
}
