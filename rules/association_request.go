package rules

import (
	"slices"
	"time"

	"partnercenter/models"
)

// AssociationRequestFacts is what a request to end or change an association is
// decided on, for the check and for the command alike.
type AssociationRequestFacts struct {
	Initiator models.Party // partner | customer
	Kind      string
	From      models.AssociationType
	To        models.AssociationType // of a switch
	// Associated: the association is in force.
	Associated bool
	// HasOpen: a request about the association waits for its answer.
	HasOpen bool
	Partner PartnerFacts
	// AskedByPartner are the instants of the partner's requests about the customer,
	// AskedByCustomer those of the customer's own to whichever partner, whatever
	// became of them.
	AskedByPartner  []time.Time
	AskedByCustomer []time.Time
	Account         Account
	// NoticeAccepted: the asker ticked that he has read what follows.
	NoticeAccepted bool
	Verification   Verification
}

// AskToLeave decides whether one side may ask to end an association, or the
// partner to change its type. Everything that stands against it is told at once.
// Source: 3a-2, 3a-3, 3a-4, 3a-5, 3a-8, 3a-10, 3a-11, 3a-14, 3e, 3f.
func AskToLeave(facts AssociationRequestFacts, p models.PolicyDocument, now time.Time) Decision {
	f := &findings{}
	f.when(!facts.Associated, NotAssociated)
	f.when(facts.HasOpen, RequestOpen)
	f.asksSeldom(facts, p, now)
	f.mayLeave(leavingOf(facts), p, now)
	f.at(!facts.NoticeAccepted, NoticeNotAccepted, "/accept_notice")
	f.verified(facts.Verification)
	return f.decision()
}

// asksSeldom bounds how often each side asks, in calendar months of the policy's
// zone counted forward from the earlier request. Unlink and switch share the
// partner's count. Source: 3a-2, 3a-3, 3a-4, 3f.
func (f *findings) asksSeldom(facts AssociationRequestFacts, p models.PolicyDocument, now time.Time) {
	if facts.Initiator == models.PartyCustomer {
		f.notBefore(eligibleFrom(facts.AskedByCustomer, p.Leaving.CustomerRequests, p), CustomerRequestLimit, now)
		return
	}
	f.notBefore(eligibleFrom(facts.AskedByPartner, p.Leaving.PartnerRequests, p), PartnerRequestLimit, now)
	f.notBefore(eligibleFrom(facts.AskedByCustomer, 1, p), CustomerAskedRecently, now)
}

func (f *findings) notBefore(eligible *time.Time, code string, now time.Time) {
	f.until(eligible != nil && !Over(*eligible, now), code, eligible)
}

// eligibleFrom is when one more event is allowed where n are in a window: the
// window after the n-th last one; nil if there were fewer. A policy whose zone
// cannot be read was never valid; its window is then counted in UTC.
// Source: 3a-2, 3a-3, 3a-4, 3f.
func eligibleFrom(events []time.Time, n int, p models.PolicyDocument) *time.Time {
	if len(events) < n {
		return nil
	}
	zone, err := p.Location()
	if err != nil {
		zone = time.UTC
	}
	ordered := slices.SortedFunc(slices.Values(events), time.Time.Compare)
	eligible := models.AddMonths(ordered[len(ordered)-n], p.Leaving.WindowMonths, zone)
	return &eligible
}

// Leaving is the request as far as it is looked at again when it is answered.
type Leaving struct {
	Initiator models.Party
	Kind      string
	From      models.AssociationType
	To        models.AssociationType
	Partner   PartnerFacts
	Account   Account
}

func leavingOf(facts AssociationRequestFacts) Leaving {
	return Leaving{Initiator: facts.Initiator, Kind: facts.Kind, From: facts.From, To: facts.To, Partner: facts.Partner, Account: facts.Account}
}

// mayLeave is what must hold when a request is made and again when it is agreed
// to. A frozen partner can neither unlink nor switch; its freeze does not hold
// the customer (ASSUMPTION). Who may not be associated in resale is not switched
// to it either. Source: 2a-11, 3a-10, 3a-11, 3a-14.
func (f *findings) mayLeave(l Leaving, p models.PolicyDocument, now time.Time) {
	if l.Initiator == models.PartyPartner {
		f.when(l.Partner.Frozen, PartnerFrozen)
	}
	if l.Kind == models.RequestSwitch {
		f.at(l.To == l.From, AssociationTypeUnchanged, "/association_type")
		f.when(l.Partner.Prepaid && l.To == models.Resale, PrepaidPartnerResale)
	}
	if !l.Account.fresh(p, now) {
		f.when(true, FactsUnavailable)
		return
	}
	if l.Kind == models.RequestSwitch && l.To == models.Resale {
		f.resale(*l.Account.Facts)
	}
	held := LeavingCauses(*l.Account.Facts)
	this := models.LeavingCase(l.Initiator, l.Kind, l.From)
	for _, cause := range models.LeavingCauses() {
		f.when(held[cause] && slices.Contains(p.Leaving.Causes[cause], this), cause)
	}
}

// LeavingCauses says which causes against leaving an account has; in which cases
// they matter is the policy's. Source: 3a-10, 3a-11.
func LeavingCauses(a models.AccountFacts) map[string]bool {
	return map[string]bool{
		OrdersAwaitingPartner:        a.OrdersAwaitingPartner,
		MasterWithIndependentMembers: a.MasterWithIndependent,
		IndependentAccountingMember:  a.IndependentAccountingMember,
		MemberAccount:                a.IndependentAccountingMember || a.UnifiedAccountingMember,
		ReservedInstances:            a.UnexpiredReservedInstances,
		PartnerSupportPlan:           a.PartnerSupportPlan,
		InArrears:                    a.InArrears,
		OwedInvoices:                 a.OwedInvoices,
		SpecialContract:              slices.Contains(a.Contracts, models.ContractDirectSpecialPrice),
		PickUpVouchers:               a.UnusedPickUpVouchers,
		ConsultantBalance:            a.AccountBalance,
		AccountFrozen:                a.AccountFrozen,
	}
}

// AnswerFacts is what an answer to a request is decided on.
type AnswerFacts struct {
	Leaving
	State      string // effective, of the request
	Associated bool
	Side       models.Side // who answers
	Verdict    string
	// NoticeAccepted: who agrees ticked that he has read what follows; a refusal needs no tick.
	NoticeAccepted bool
}

// Answer decides whether a request may be agreed to or refused: by the other
// side, while it is open. What stood against asking stands against agreeing,
// but for how often was asked. Source: 3a-6, 3a-7, 3a-9, 3a-10, 3a-11, 3b.
func Answer(facts AnswerFacts, p models.PolicyDocument, now time.Time) Decision {
	f := &findings{}
	f.when(sideOf(facts.Initiator) == facts.Side, AnswerOfOtherSide)
	f.when(facts.State != models.AssociationRequestSubmitted, RequestNotOpen)
	verdicts := []string{models.VerdictApprove, models.VerdictReject}
	f.at(!slices.Contains(verdicts, facts.Verdict), VerdictInvalid, "/verdict")
	if facts.Verdict != models.VerdictApprove || facts.State != models.AssociationRequestSubmitted {
		return f.decision()
	}
	f.when(!facts.Associated, NotAssociated)
	f.at(!facts.NoticeAccepted, NoticeNotAccepted, "/accept_notice")
	f.mayLeave(facts.Leaving, p, now)
	return f.decision()
}

// TakeBack decides whether a request may be taken back: by the side that made
// it, while it is open. Source: 3b.
func TakeBack(initiator models.Party, side models.Side, state string) Decision {
	f := &findings{}
	f.when(sideOf(initiator) != side, RequestOfOtherSide)
	f.when(state != models.AssociationRequestSubmitted, RequestNotOpen)
	return f.decision()
}

func sideOf(party models.Party) models.Side {
	if party == models.PartyCustomer {
		return models.SideCustomer
	}
	return models.SidePartner
}

// EffectiveRequestState is the state at now of a request whose row may not have
// been moved yet: it lapses at its instant and nothing is unlinked. Source: 3f.
func EffectiveRequestState(stored string, lapseAt, now time.Time) string {
	if stored == models.AssociationRequestSubmitted && Over(lapseAt, now) {
		return models.AssociationRequestLapsed
	}
	return stored
}

// AnswerDue is when silence ends a request made at the given instant. Source: 3f.
func AnswerDue(submittedAt time.Time, p models.PolicyDocument) time.Time {
	return models.AddDays(submittedAt, p.Leaving.AnswerDays)
}

// AnswerReminders are the instants, in order, at which the answering side is
// reminded of a request made at the given instant. Source: 3f.
func AnswerReminders(submittedAt time.Time, p models.PolicyDocument) []time.Time {
	reminders := make([]time.Time, 0, len(p.Leaving.ReminderDays))
	for _, days := range p.Leaving.ReminderDays {
		reminders = append(reminders, models.AddDays(submittedAt, days))
	}
	slices.SortFunc(reminders, time.Time.Compare)
	return reminders
}

// RetryStep decides whether a step of a settlement may be tried again at once:
// when it has failed. Source: 3b.
func RetryStep(state string) Decision {
	f := &findings{}
	f.when(state != models.StepFailed, SettlementStepNotFailed)
	return f.decision()
}

// StepPause is how long a settlement waits after the n-th failure of a step: it
// doubles with every failure, up to the policy's bound. ASSUMPTION.
func StepPause(failures int, p models.PolicyDocument) time.Duration {
	pause, most := time.Duration(p.Leaving.StepRetryMinutes)*time.Minute, time.Duration(p.Leaving.StepRetryMaxMinutes)*time.Minute
	for range failures - 1 {
		if pause *= 2; pause >= most {
			return most
		}
	}
	return min(pause, most)
}
