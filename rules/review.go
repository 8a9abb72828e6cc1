package rules

import (
	"slices"
	"time"

	"partnercenter/models"
)

// ReviewFacts is what a vendor's decision on a registration is decided on.
type ReviewFacts struct {
	State    string // effective
	Reporter string // subject who submitted the registration
	Actor    string // subject who decides
	Verdict  string
}

// Review decides whether the verdict on a registration may be given: while it is
// pending, by another person than the reporter. Source: 1a-9, 1a-10, 1b.
func Review(facts ReviewFacts) Decision {
	f := &findings{}
	f.when(facts.State != models.RegistrationPending, RegistrationNotPending)
	f.when(facts.Actor == facts.Reporter, ReviewerIsReporter)
	verdicts := []string{models.VerdictApprove, models.VerdictReject}
	f.at(!slices.Contains(verdicts, facts.Verdict), VerdictInvalid, "/verdict")
	return f.decision()
}

// ReleaseFacts is what giving up a registration is decided on.
type ReleaseFacts struct {
	State string // effective
	Actor Actor
}

// Release decides whether a partner may give up a registration: while it is
// open. A frozen partner may: nothing is expanded by it. Source: 1a-12, 1a-16.
func Release(facts ReleaseFacts) Decision {
	f := &findings{}
	f.mayAct(facts.Actor)
	f.when(!IsOpen(facts.State), RegistrationNotOpen)
	return f.decision()
}

// ReleaseBatch decides whether one call may release that many registrations;
// each of them is decided by Release. Source: 1a-12.
func ReleaseBatch(count int, p models.PolicyDocument) Decision {
	f := &findings{}
	f.at(count > p.Registration.BatchLimit, BatchTooLarge, "/ids")
	return f.decision()
}

// ValidUntil is the end of protection of a registration that became reported at
// the given instant: on submission, or on approval. The registration is live
// before it and over at it. Source: 1a-3, 1b.
func ValidUntil(reportedAt time.Time, p models.PolicyDocument) time.Time {
	return models.AddDays(reportedAt, p.Registration.ValidityDays)
}

// ReviewDeadlines are the absolute deadlines of a pending review.
type ReviewDeadlines struct {
	Target      time.Time // service target; then the review is escalated
	Lapse       time.Time // then the review ends by silence
	Provisional bool      // one of them lies beyond the published calendar
}

// ReviewTargets computes the deadlines of a review in working days. It fails
// only for a policy document that is not valid. Source: 1f.
func ReviewTargets(submittedAt time.Time, p models.PolicyDocument) (ReviewDeadlines, error) {
	calendar, err := models.NewCalendar(p)
	if err != nil {
		return ReviewDeadlines{}, err
	}
	target, targetProvisional := calendar.AddWorkingDays(submittedAt, p.Registration.ReviewTargetWorkingDays)
	lapse, lapseProvisional := calendar.AddWorkingDays(submittedAt, p.Registration.ReviewLapseWorkingDays)
	return ReviewDeadlines{Target: target, Lapse: lapse, Provisional: targetProvisional || lapseProvisional}, nil
}

// Reminders are the instants, in order, at which the partner is reminded that
// the protection ends at validUntil. Source: 1f.
func Reminders(validUntil time.Time, p models.PolicyDocument) []time.Time {
	reminders := make([]time.Time, 0, len(p.Registration.ReminderDaysBefore))
	for _, days := range p.Registration.ReminderDaysBefore {
		reminders = append(reminders, models.AddDays(validUntil, -days))
	}
	slices.SortFunc(reminders, time.Time.Compare)
	return reminders
}
