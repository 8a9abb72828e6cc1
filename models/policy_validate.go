package models

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxPolicyNumber bounds durations and counts: larger ones are typing errors
// and would overflow the arithmetic on instants.
const maxPolicyNumber = 100_000

// Validate returns everything that is wrong with a policy document, in the
// order of its members; none means that every rule can decide by it. Pointers
// are relative to the document. notices are the versions of the notice that have
// a text: customers could not agree to another one.
func Validate(p PolicyDocument, notices []string) []FieldError {
	v := &policyValidator{notices: notices}
	v.zone(p)
	v.calendar(p.Calendar)
	v.registration(p.Registration)
	v.invitation(p.Invitation)
	v.association(p.Association)
	v.leaving(p.Leaving)
	v.positive("/facts/max_age_hours", p.Facts.MaxAgeHours)
	v.positive("/retention/idempotency_days", p.Retention.IdempotencyDays)
	v.positive("/retention/contact_days", p.Retention.ContactDays)
	v.withdrawal(p.Withdrawal)
	v.positive("/funds/payment_conflict_days", p.Funds.PaymentConflictDays)
	v.thresholds("/funds/second_person_above", p.Funds.SecondPersonAbove)
	v.taskDays(p.Funds.TaskWorkingDays)
	v.events(p.Events)
	return v.errors
}

type policyValidator struct {
	notices []string
	errors  []FieldError
}

func (v *policyValidator) refuse(pointer, code string) {
	v.errors = append(v.errors, FieldError{Pointer: pointer, Code: code})
}

func (v *policyValidator) positive(pointer string, n int) {
	switch {
	case n <= 0:
		v.refuse(pointer, FieldNotPositive)
	case n > maxPolicyNumber:
		v.refuse(pointer, FieldOutOfRange)
	}
}

func (v *policyValidator) zone(p PolicyDocument) {
	if p.Zone == "" {
		v.refuse("/zone", FieldRequired)
		return
	}
	if _, err := p.Location(); err != nil {
		v.refuse("/zone", FieldInvalid)
	}
}

func (v *policyValidator) calendar(c CalendarPolicy) {
	v.publishedUntil(c)
	v.dates("/calendar/holidays", c.Holidays, c.PublishedUntil)
	v.dates("/calendar/make_up_days", c.MakeUpDays, c.PublishedUntil)
	for i, date := range c.MakeUpDays {
		if slices.Contains(c.Holidays, date) {
			v.refuse("/calendar/make_up_days/"+strconv.Itoa(i), FieldDuplicate)
		}
	}
}

// publishedUntil may be missing only where no calendar is published at all:
// with holidays and without an end, every later year would silently have none.
func (v *policyValidator) publishedUntil(c CalendarPolicy) {
	if c.PublishedUntil == "" {
		if len(c.Holidays)+len(c.MakeUpDays) > 0 {
			v.refuse("/calendar/published_until", FieldRequired)
		}
		return
	}
	if !isDate(c.PublishedUntil) {
		v.refuse("/calendar/published_until", FieldInvalid)
	}
}

func (v *policyValidator) dates(pointer string, dates []string, until string) {
	for i, date := range dates {
		at := pointer + "/" + strconv.Itoa(i)
		switch {
		case !isDate(date):
			v.refuse(at, FieldInvalid)
		case slices.Contains(dates[:i], date):
			v.refuse(at, FieldDuplicate)
		case isDate(until) && date > until:
			v.refuse(at, FieldOutOfRange)
		}
	}
}

func isDate(s string) bool {
	_, err := time.Parse(dateLayout, s)
	return err == nil
}

func (v *policyValidator) registration(r RegistrationPolicy) {
	v.positive("/registration/validity_days", r.ValidityDays)
	v.positive("/registration/open_cap", r.OpenCap)
	v.reminders(r)
	v.positive("/registration/review_target_working_days", r.ReviewTargetWorkingDays)
	v.positive("/registration/review_lapse_working_days", r.ReviewLapseWorkingDays)
	// A review that lapses before its target would never be escalated.
	if r.ReviewLapseWorkingDays > 0 && r.ReviewLapseWorkingDays < r.ReviewTargetWorkingDays {
		v.refuse("/registration/review_lapse_working_days", FieldOutOfRange)
	}
	v.positive("/registration/followed_account_age_days", r.FollowedAccountAgeDays)
	v.positive("/registration/distinct_customers_per_day", r.DistinctCustomersPerDay)
	v.positive("/registration/batch_limit", r.BatchLimit)
	v.outcomes(r.Outcomes)
}

// reminders lie within the validity. The list may be empty, but not missing: a
// site that wants no reminder says so.
func (v *policyValidator) reminders(r RegistrationPolicy) {
	const pointer = "/registration/reminder_days_before"
	if r.ReminderDaysBefore == nil {
		v.refuse(pointer, FieldRequired)
	}
	for i, days := range r.ReminderDaysBefore {
		at := pointer + "/" + strconv.Itoa(i)
		switch {
		case days <= 0:
			v.refuse(at, FieldNotPositive)
		case days >= r.ValidityDays:
			v.refuse(at, FieldOutOfRange)
		case slices.Contains(r.ReminderDaysBefore[:i], days):
			v.refuse(at, FieldDuplicate)
		}
	}
}

func (v *policyValidator) outcomes(outcomes map[string]Outcome) {
	const pointer = "/registration/outcomes/"
	for _, cause := range RegistrationCauses() {
		outcome, named := outcomes[cause]
		switch {
		case !named:
			v.refuse(pointer+cause, FieldRequired)
		case !slices.Contains(knownOutcomes, outcome):
			v.refuse(pointer+cause, FieldInvalid)
		}
	}
	for _, cause := range sortedCauses(outcomes) {
		if !slices.Contains(RegistrationCauses(), cause) {
			v.refuse(pointer+escapePointer(cause), FieldUnknown)
		}
	}
}

// escapePointer escapes a foreign member name as RFC 6901 asks.
func escapePointer(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

func (v *policyValidator) invitation(i InvitationPolicy) {
	v.positive("/invitation/link_validity_days", i.LinkValidityDays)
	v.positive("/invitation/daily_per_operator", i.DailyPerOperator)
	v.positive("/invitation/recipients_per_call", i.RecipientsPerCall)
}

func (v *policyValidator) association(a AssociationPolicy) {
	v.positive("/association/registration_age_days", a.RegistrationAgeDays)
	switch {
	case strings.TrimSpace(a.NoticeVersion) == "":
		v.refuse("/association/notice_version", FieldRequired)
	case !slices.Contains(v.notices, a.NoticeVersion):
		v.refuse("/association/notice_version", FieldUnknown)
	}
	v.positive("/association/directory_patience_minutes", a.DirectoryPatience)
}

func (v *policyValidator) withdrawal(w WithdrawalPolicy) {
	v.windows(w.OriginalWindows)
	v.channels("/withdrawal/bank_card_channels", w.BankCardChannels)
	v.channels("/withdrawal/rebate_channels", w.RebateChannels)
	v.positive("/withdrawal/facts_max_age_hours", w.FactsMaxAgeHours)
	v.positive("/withdrawal/review_target_working_days", w.ReviewTargetWorkingDays)
	v.positive("/withdrawal/review_reminder_working_days", w.ReviewReminderWorkingDays)
	v.thresholds("/withdrawal/second_review_above", w.SecondReviewAbove)
	v.positive("/withdrawal/bank_card_working_days", w.BankCardWorkingDays)
	v.positive("/withdrawal/ask_bank_seconds", w.AskBankSeconds)
	v.positive("/withdrawal/ask_bank_max_minutes", w.AskBankMaxMinutes)
	v.positive("/withdrawal/ask_processing_hours", w.AskProcessingHours)
	v.positive("/withdrawal/bank_patience_minutes", w.BankPatienceMinutes)
	v.positive("/withdrawal/reconcile_grace_hours", w.ReconcileGraceHours)
}

// windows: a company and channel has one, so that its route is one.
func (v *policyValidator) windows(windows []OriginalWindow) {
	const pointer = "/withdrawal/original_windows"
	if windows == nil {
		v.refuse(pointer, FieldRequired)
	}
	for i, w := range windows {
		at := pointer + "/" + strconv.Itoa(i)
		if strings.TrimSpace(w.SigningEntity) == "" {
			v.refuse(at+"/signing_entity", FieldRequired)
		}
		if w.Months < 0 || w.Months > maxPolicyNumber {
			v.refuse(at+"/months", FieldOutOfRange)
		}
		if w.Then != RouteBankCard && w.Then != RouteNone {
			v.refuse(at+"/then", FieldInvalid)
		}
		if slices.ContainsFunc(windows[:i], func(o OriginalWindow) bool { return o.SigningEntity == w.SigningEntity && o.Channel == w.Channel }) {
			v.refuse(at, FieldDuplicate)
		}
	}
}

// channels may be none, but not missing.
func (v *policyValidator) channels(pointer string, channels []int) {
	if channels == nil {
		v.refuse(pointer, FieldRequired)
	}
	for i, channel := range channels {
		if slices.Contains(channels[:i], channel) {
			v.refuse(pointer+"/"+strconv.Itoa(i), FieldDuplicate)
		}
	}
}

// thresholds may be none, but not missing, and are one per currency.
func (v *policyValidator) thresholds(pointer string, amounts []Money) {
	if amounts == nil {
		v.refuse(pointer, FieldRequired)
	}
	for i, m := range amounts {
		at := pointer + "/" + strconv.Itoa(i)
		if m.Amount.IsNegative() {
			v.refuse(at+"/amount", FieldOutOfRange)
		}
		if slices.ContainsFunc(amounts[:i], func(o Money) bool { return o.Currency == m.Currency }) {
			v.refuse(at+"/currency", FieldDuplicate)
		}
	}
}

func (v *policyValidator) leaving(l LeavingPolicy) {
	v.positive("/leaving/window_months", l.WindowMonths)
	v.positive("/leaving/partner_requests", l.PartnerRequests)
	v.positive("/leaving/customer_requests", l.CustomerRequests)
	v.positive("/leaving/answer_days", l.AnswerDays)
	if l.ReminderDays == nil {
		v.refuse("/leaving/reminder_days", FieldRequired)
	}
	for i, days := range l.ReminderDays {
		at := "/leaving/reminder_days/" + strconv.Itoa(i)
		switch {
		case days <= 0:
			v.refuse(at, FieldNotPositive)
		case days >= l.AnswerDays:
			v.refuse(at, FieldOutOfRange)
		case slices.Contains(l.ReminderDays[:i], days):
			v.refuse(at, FieldDuplicate)
		}
	}
	v.positive("/leaving/grace_days", l.GraceDays)
	v.positive("/leaving/step_attempts", l.StepAttempts)
	v.positive("/leaving/step_retry_minutes", l.StepRetryMinutes)
	v.positive("/leaving/step_retry_max_minutes", l.StepRetryMaxMinutes)
	v.leavingCauses(l.Causes)
	v.positive("/leaving/step_up_minutes", l.StepUpMinutes)
	v.positive("/leaving/step_up_attempts", l.StepUpAttempts)
}

// taskDays names every task about money, and no other.
func (v *policyValidator) taskDays(days map[string]int) {
	const pointer = "/funds/task_working_days/"
	for _, kind := range MoneyTasks() {
		if n, named := days[kind]; named {
			v.positive(pointer+kind, n)
		} else {
			v.refuse(pointer+kind, FieldRequired)
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(days)) {
		if !slices.Contains(MoneyTasks(), kind) {
			v.refuse(pointer+escapePointer(kind), FieldUnknown)
		}
	}
}

// leavingCauses names the cases of every cause: a cause that never matters has none.
func (v *policyValidator) leavingCauses(causes map[string][]string) {
	const pointer = "/leaving/causes/"
	for _, cause := range LeavingCauses() {
		cases, named := causes[cause]
		if !named || cases == nil {
			v.refuse(pointer+cause, FieldRequired)
		}
		for i, c := range cases {
			at := pointer + cause + "/" + strconv.Itoa(i)
			switch {
			case !slices.Contains(LeavingCases(), c):
				v.refuse(at, FieldUnknown)
			case slices.Contains(cases[:i], c):
				v.refuse(at, FieldDuplicate)
			}
		}
	}
	for _, cause := range slices.Sorted(maps.Keys(causes)) {
		if !slices.Contains(LeavingCauses(), cause) {
			v.refuse(pointer+escapePointer(cause), FieldUnknown)
		}
	}
}

func (v *policyValidator) events(e EventsPolicy) {
	v.positive("/events/subscriptions", e.Subscriptions)
	v.positive("/events/timeout_seconds", e.TimeoutSeconds)
	// The worker that stops lets attempts under way end.
	if e.TimeoutSeconds > MaxDeliverySeconds {
		v.refuse("/events/timeout_seconds", FieldOutOfRange)
	}
	v.positive("/events/first_retry_seconds", e.FirstRetrySeconds)
	v.positive("/events/last_retry_minutes", e.LastRetryMinutes)
	v.positive("/events/give_up_hours", e.GiveUpHours)
	v.positive("/events/disable_hours", e.DisableHours)
	v.positive("/events/secret_overlap_hours", e.SecretOverlapHours)
	v.positive("/events/log_days", e.LogDays)
	v.positive("/events/streams_per_person", e.StreamsPerPerson)
}
