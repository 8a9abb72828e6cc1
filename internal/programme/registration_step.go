package programme

import (
	"context"
	"time"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Load reads the row for its workflow and notes that the workflow has acted.
func (s *Registrations) Load(ctx context.Context, ref models.Ref) (models.Row, error) {
	var row models.Row
	err := s.Store.As(ctx, models.System(ref.Realm), func(tx *store.Tx) error {
		r, err := tx.Registration(ref.ID)
		if err != nil {
			return err
		}
		if row, err = s.row(tx, r); err != nil || row.Terminal {
			return err
		}
		return tx.MarkActed(models.SubjectRegistration, ref.ID, &row.WakeAt)
	})
	return row, err
}

// Escalate marks a review as late and tells the vendor's reviewers by their
// task. Nothing is decided by it. Source: 1f.
func (s *Registrations) Escalate(ctx context.Context, c Cause, ref models.Ref) (models.Row, []store.Waker, error) {
	return s.step(ctx, ref, models.StepEscalate, func(tx *store.Tx, r *models.Registration, now time.Time) ([]store.Waker, error) {
		if err := tx.EscalateTasks(r.ID); err != nil {
			return nil, err
		}
		r.EscalatedAt = &now
		return nil, s.note(tx, c, r, "registration.review_late", *r.ReviewTargetAt)
	})
}

// Lapse ends a review that nobody decided. Source: 1f.
func (s *Registrations) Lapse(ctx context.Context, c Cause, ref models.Ref) (models.Row, []store.Waker, error) {
	return s.step(ctx, ref, models.StepLapse, func(tx *store.Tx, r *models.Registration, _ time.Time) ([]store.Waker, error) {
		if err := notifyReporter(tx, *r, "registration_lapsed"); err != nil {
			return nil, err
		}
		return endRegistration(tx, c, r, models.RegistrationLapsed, *r.ReviewLapseAt)
	})
}

// Remind owes the partner a mail before the end of protection. Source: 1f.
func (s *Registrations) Remind(ctx context.Context, c Cause, ref models.Ref) (models.Row, []store.Waker, error) {
	return s.step(ctx, ref, models.StepRemind, func(tx *store.Tx, r *models.Registration, now time.Time) ([]store.Waker, error) {
		policy, err := tx.PolicyByID(r.PolicyID)
		if err != nil {
			return nil, err
		}
		due := lastReminder(*r, policy.Document, now)
		r.RemindedAt = &due
		if err := s.note(tx, c, r, "registration.reminded", due); err != nil {
			return nil, err
		}
		return nil, notifyReporter(tx, *r, "registration_ending")
	})
}

// Expire ends a protection whose time is over. Source: 1a-3, 1b.
func (s *Registrations) Expire(ctx context.Context, c Cause, ref models.Ref) (models.Row, []store.Waker, error) {
	return s.step(ctx, ref, models.StepExpire, func(tx *store.Tx, r *models.Registration, _ time.Time) ([]store.Waker, error) {
		if err := notifyReporter(tx, *r, "registration_expired"); err != nil {
			return nil, err
		}
		return endRegistration(tx, c, r, models.RegistrationExpired, *r.ValidUntil)
	})
}

// step runs a timer's transaction if its step is still the next one and its time
// has come; an attempt after one that committed finds another step and changes
// nothing.
func (s *Registrations) step(ctx context.Context, ref models.Ref, name string, do func(*store.Tx, *models.Registration, time.Time) ([]store.Waker, error)) (models.Row, []store.Waker, error) {
	var row models.Row
	var touched []store.Waker
	err := s.Store.As(ctx, models.System(ref.Realm), func(tx *store.Tx) error {
		r, err := tx.LockClaim(ref.ID)
		if err != nil {
			return err
		}
		if row, err = s.row(tx, r); err != nil {
			return err
		}
		if row.Terminal {
			touched, err = dependents(tx, r)
			return err
		}
		if row.NextStep != name || row.Now.Before(row.WakeAt) {
			return nil
		}
		if touched, err = do(tx, &r, row.Now); err != nil {
			return err
		}
		row, err = s.row(tx, r)
		return err
	})
	return row, touched, err
}

// note writes a step that leaves the state as it is.
func (s *Registrations) note(tx *store.Tx, c Cause, r *models.Registration, kind string, at time.Time) error {
	policy, err := tx.PolicyByID(r.PolicyID)
	if err != nil {
		return err
	}
	version := r.Version
	r.Version++
	s.plan(r, policy.Document, tx.Now())
	if err := tx.MoveRegistration(r, version); err != nil {
		return err
	}
	return tx.Record(registrationEvent(c, *r, kind, at))
}

// plan sets when the workflow acts next.
func (s *Registrations) plan(r *models.Registration, p models.PolicyDocument, now time.Time) {
	_, at := nextStep(*r, p, now)
	r.NextWakeAt = &at
}

// row is the registration as its workflow sees it.
func (s *Registrations) row(tx *store.Tx, r models.Registration) (models.Row, error) {
	now := tx.Now()
	row := models.Row{
		State: r.State, Since: r.StateSince, Version: r.Version, Reference: r.Reference, PartnerID: r.PartnerID, CustomerID: r.CustomerID,
		Terminal: !rules.IsOpen(r.State), Now: now, Waiting: registrationWaiting(r),
	}
	if row.Terminal {
		return row, nil
	}
	policy, err := tx.PolicyByID(r.PolicyID)
	if err != nil {
		return row, err
	}
	row.NextStep, row.WakeAt = nextStep(r, policy.Document, now)
	return row, nil
}

// nextStep is what an open registration does by itself next, and when its
// workflow wakes for it. A reminder that is late beyond the end is left out.
func nextStep(r models.Registration, p models.PolicyDocument, now time.Time) (string, time.Time) {
	if r.State == models.RegistrationPending {
		if r.EscalatedAt == nil && r.ReviewTargetAt.Before(*r.ReviewLapseAt) && now.Before(*r.ReviewLapseAt) {
			return models.StepEscalate, wake(*r.ReviewTargetAt, r.ID)
		}
		return models.StepLapse, wake(*r.ReviewLapseAt, r.ID)
	}
	for _, reminder := range rules.Reminders(*r.ValidUntil, p) {
		seen := r.RemindedAt != nil && !reminder.After(*r.RemindedAt)
		if !seen && reminder.After(r.StateSince) && now.Before(*r.ValidUntil) {
			return models.StepRemind, wake(reminder, r.ID)
		}
	}
	return models.StepExpire, wake(*r.ValidUntil, r.ID)
}

// lastReminder is the newest reminder that is due: one mail makes up for all
// that a stopped worker has missed.
func lastReminder(r models.Registration, p models.PolicyDocument, now time.Time) time.Time {
	last := r.StateSince
	for _, reminder := range rules.Reminders(*r.ValidUntil, p) {
		if rules.Over(reminder, now) {
			last = reminder
		}
	}
	return last
}

// registrationWaiting says who must act on a registration, until when, and what
// happens if nobody does.
func registrationWaiting(r models.Registration) models.Waiting {
	switch r.State {
	case models.RegistrationPending:
		return models.Waiting{Party: models.PartyVendor, Action: "review_registration", DueAt: r.ReviewLapseAt, OnSilence: models.RegistrationLapsed}
	case models.RegistrationReported:
		return models.Waiting{Party: models.PartyCustomer, Action: "associate", DueAt: r.ValidUntil, OnSilence: models.RegistrationExpired}
	case models.RegistrationUnreported:
		return models.Waiting{Party: models.PartyPartner, Action: "submit"}
	default:
		return models.Waiting{Party: models.PartyNobody}
	}
}
