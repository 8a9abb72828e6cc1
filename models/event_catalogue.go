package models

import (
	"maps"
	"slices"
	"strconv"
)

// eventSubject is one kind of subject: what can happen to it, and the fields that
// the data of these events may have.
type eventSubject struct {
	types []string
	data  []string
}

// eventCatalogue is every event that there is. A type is public and never changes
// its meaning; new ones and new fields may come.
var eventCatalogue = map[string]eventSubject{
	SubjectRegistration: {
		types: []string{
			"registration.imported", "registration.reported", "registration.submitted_for_review", "registration.review_late",
			"registration.approved", "registration.rejected", "registration.lapsed", "registration.reminded", "registration.expired",
			"registration.released", "registration.associated", "registration_approved.undelivered", "registration_rejected.undelivered",
			"registration_lapsed.undelivered", "registration_ending.undelivered", "registration_expired.undelivered",
		},
		data: []string{"state", "reference", "valid_until", "notification_id", "cause"},
	},
	SubjectInvitation: {
		types: []string{
			"invitation.sent", "invitation.resent", "invitation.cancelled", "invitation.undelivered", "invitation.associated",
			"invitation.failed", "invitation.expired", "invitation.closed",
		},
		data: []string{"state", "reference", "registration_id", "generation", "expires_at", "failure_codes", "notification_id", "cause"},
	},
	SubjectLink: {
		types: []string{
			"link.created", "link.revoked",
		},
		data: []string{"state", "kind", "reference"},
	},
	SubjectAcceptance: {
		types: []string{
			"acceptance.consented", "acceptance.associated", "acceptance.failed",
		},
		data: []string{"state", "reference", "association_type", "notice_version", "failure_codes"},
	},
	SubjectAssociation: {
		types: []string{
			"association.started", "association.ended", "association_customer.undelivered", "association_partner.undelivered",
		},
		data: []string{"association_type", "reference", "tag", "request_id", "kind", "notification_id", "cause"},
	},
	SubjectRequest: {
		types: []string{
			"association_request.submitted", "association_request.reminded", "association_request.approved", "association_request.rejected",
			"association_request.cancelled", "association_request.lapsed", "association_request_customer.undelivered",
			"association_request_partner.undelivered", "association_request_reminder.undelivered", "association_request_rejected.undelivered",
			"association_request_cancelled.undelivered", "association_request_lapsed.undelivered", "association_ended.undelivered",
			"association_switched.undelivered",
		},
		data: []string{"state", "reference", "kind", "initiator", "from_type", "to_type", "notification_id", "cause"},
	},
	SubjectSettlement: {
		types: []string{
			"settlement.opened", "settlement.step_waiting", "settlement.step_done", "settlement.step_not_needed", "settlement.step_put_off",
			"settlement.step_failed", "settlement.step_retried", "settlement.done", "settlement_closed.undelivered",
		},
		data: []string{"state", "reference", "step", "step_id", "step_state", "error_code", "notification_id", "cause"},
	},
	SubjectStepUp: {
		types: []string{
			"verification_code.undelivered",
		},
		data: []string{"notification_id", "cause"},
	},
	SubjectWithdrawal: {
		types: []string{
			"withdrawal.submitted", "withdrawal.first_approved", "withdrawal.approved", "withdrawal.rejected", "withdrawal.cancelled",
			"withdrawal.superseded", "withdrawal.review_late", "withdrawal.review_reminded", "withdrawal.payout_sent",
			"withdrawal.payout_held", "withdrawal.payout_unanswered", "withdrawal.payout_overdue", "withdrawal.payout_succeeded",
			"withdrawal.payout_succeeded_late", "withdrawal.payout_failed", "withdrawal.payout_superseded", "withdrawal.payout_differs",
			"withdrawal.succeeded", "withdrawal.partly_failed", "withdrawal.failed", "withdrawal.deleted",
			"withdrawal_approved.undelivered", "withdrawal_rejected.undelivered", "withdrawal_succeeded.undelivered",
			"withdrawal_failed.undelivered", "withdrawal_superseded.undelivered", "withdrawal_waits.undelivered",
		},
		data: []string{"state", "reference", "route", "amount", "currency", "payout", "blockers", "notification_id", "cause"},
	},
	SubjectTopUp: {
		types: []string{
			"top_up.arrived", "top_up.unmatched", "top_up.refused",
		},
		data: []string{"state", "reference", "channel", "channel_reference", "amount", "currency"},
	},
	SubjectAdjustment: {
		types: []string{
			"adjustment.allocate", "adjustment.reclaim",
		},
		data: []string{"reference", "amount", "currency", "fund_type"},
	},
	SubjectChange: {
		types: []string{
			"account_change.pending", "account_change.booked", "account_change.rejected",
		},
		data: []string{"state", "reference", "kind", "amount", "currency", "payout_id", "transaction_id"},
	},
	SubjectConsumption: {
		types: []string{
			"consumption.charged", EventArrearsPaid,
		},
		data: []string{"amount", "arrears", "currency", "remaining", "transaction_id"},
	},
	SubjectBook: {
		types: []string{
			"ledger.anchored",
		},
		data: []string{"head"},
	},
	SubjectContact: {
		types: []string{
			"contact.unmasked",
		},
		data: []string{"reason_id", "registration_id", "top_up_id", "withdrawal_id"},
	},
	SubjectDenial: {
		types: []string{
			"access.denied",
		},
		data: []string{"operation", "named_id"},
	},
	SubjectOperation: {
		types: []string{
			"ops.resume", "ops.verify_ledger", "ops.stuck", "ops.retry", "ops.audit", "ops.reverse",
		},
		data: []string{"association_id", "step", "transaction_id", "approved_by", "realm", "subject_id", "organisation_id", "from", "until"},
	},
	SubjectOrganisation: {
		types: []string{
			"organisation.put",
		},
		data: []string{"kind", "site", "frozen", "prepaid"},
	},
	SubjectCustomer: {
		types: []string{
			"customer.facts_received",
		},
		data: []string{"as_of", "source", "facts_id"},
	},
	SubjectPartnerFacts: {
		types: []string{
			"partner.facts_received",
		},
		data: []string{"as_of", "source", "facts_id"},
	},
	SubjectPolicy: {
		types: []string{
			"policy.proposed", "policy.approved",
		},
		data: []string{"site", "version", "effective_from"},
	},
	SubjectSubscription: {
		types: []string{
			"subscription.created", "subscription.changed", "subscription.secret_rotated", "subscription.replayed",
			"subscription.delivery_resent", "subscription.disabled", "subscription.enabled", "subscription.deleted",
			"subscription_disabled.undelivered",
		},
		data: []string{"state", "reference", "cause", "notification_id"},
	},
}

// EventTypes are the types of all events, sorted.
func EventTypes() []string { return allTypes }

var allTypes = func() []string {
	var all []string
	for _, s := range eventCatalogue {
		all = append(all, s.types...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}()

// EventSubjects are the kinds of subjects that events are about, sorted.
func EventSubjects() []string { return slices.Sorted(maps.Keys(eventCatalogue)) }

// EventsAbout are the types of the events about a kind of subject.
func EventsAbout(kind string) []string { return eventCatalogue[kind].types }

// EventData are the fields that the data of the events about a kind of subject may have.
func EventData(kind string) []string { return eventCatalogue[kind].data }

func unknownAt(list string, i int) FieldError {
	return FieldError{Pointer: list + "/" + strconv.Itoa(i), Code: FieldUnknown}
}
