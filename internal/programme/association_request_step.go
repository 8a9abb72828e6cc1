package programme

import (
	"context"
	"time"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Load reads the row for its workflow and notes that the workflow has acted.
func (s *AssociationRequests) Load(ctx context.Context, ref models.Ref) (models.Row, error) {
	var row models.Row
	err := s.Store.As(ctx, models.System(ref.Realm), func(tx *store.Tx) error {
		r, err := tx.AssociationRequest(ref.ID)
		if err != nil {
			return err
		}
		if row, err = requestRow(tx, r); err != nil || row.Terminal {
			return err
		}
		return tx.MarkActed(models.SubjectRequest, ref.ID, &row.WakeAt)
	})
	return row, err
}

// Remind owes the answering side a reminder. Source: 3f.
func (s *AssociationRequests) Remind(ctx context.Context, c Cause, ref models.Ref) (models.Row, []store.Waker, error) {
	return s.step(ctx, ref, models.StepRemind, func(tx *store.Tx, r *models.AssociationRequest, p models.PolicyDocument, now time.Time) error {
		due := lastAnswerReminder(*r, p, now)
		version := r.Version
		r.RemindedAt, r.Version = &due, version+1
		_, at := nextRequestStep(*r, p, now)
		r.NextWakeAt = &at
		if err := tx.MoveAssociationRequest(r, version); err != nil {
			return err
		}
		if err := tx.Record(requestEvent(c, *r, "association_request.reminded", due)); err != nil {
			return err
		}
		return tx.NotifyParty(requestNotice(*r, r.Answerer(), mailRequestReminder))
	})
}

// Lapse ends a request that nobody answered: nothing is unlinked. Source: 3f.
func (s *AssociationRequests) Lapse(ctx context.Context, c Cause, ref models.Ref) (models.Row, []store.Waker, error) {
	return s.step(ctx, ref, models.StepLapse, func(tx *store.Tx, r *models.AssociationRequest, _ models.PolicyDocument, _ time.Time) error {
		return endRequest(tx, c, r, models.AssociationRequestLapsed, r.LapseAt, mailRequestLapsed, models.PartyPartner, models.PartyCustomer)
	})
}

// step runs a timer's transaction if its step is still the next one and its time
// has come; an attempt after one that committed finds another step and changes
// nothing. It moves no row but the request's own.
func (s *AssociationRequests) step(ctx context.Context, ref models.Ref, name string, do func(*store.Tx, *models.AssociationRequest, models.PolicyDocument, time.Time) error) (models.Row, []store.Waker, error) {
	var row models.Row
	err := s.Store.As(ctx, models.System(ref.Realm), func(tx *store.Tx) error {
		r, err := tx.LockAssociationRequest(ref.ID)
		if err != nil {
			return err
		}
		if row, err = requestRow(tx, r); err != nil || row.Terminal || row.NextStep != name || row.Now.Before(row.WakeAt) {
			return err
		}
		policy, err := tx.PolicyByID(r.PolicyID)
		if err != nil {
			return err
		}
		if err := do(tx, &r, policy.Document, row.Now); err != nil {
			return err
		}
		row, err = requestRow(tx, r)
		return err
	})
	return row, nil, err
}

// requestRow is the request as its workflow sees it.
func requestRow(tx *store.Tx, r models.AssociationRequest) (models.Row, error) {
	now := tx.Now()
	row := models.Row{
		State: r.State, Since: r.StateSince, Version: r.Version, Reference: r.Reference, PartnerID: r.PartnerID, CustomerID: &r.CustomerID,
		Terminal: r.State != models.AssociationRequestSubmitted, Now: now, Waiting: requestWaiting(r, r.State),
	}
	if row.Terminal {
		return row, nil
	}
	policy, err := tx.PolicyByID(r.PolicyID)
	if err != nil {
		return row, err
	}
	row.NextStep, row.WakeAt = nextRequestStep(r, policy.Document, now)
	return row, nil
}

// nextRequestStep is what an open request does by itself next, and when its
// workflow wakes for it. A reminder that is late beyond the end is left out.
func nextRequestStep(r models.AssociationRequest, p models.PolicyDocument, now time.Time) (string, time.Time) {
	for _, reminder := range rules.AnswerReminders(r.CreatedAt, p) {
		seen := r.RemindedAt != nil && !reminder.After(*r.RemindedAt)
		if !seen && now.Before(r.LapseAt) {
			return models.StepRemind, wake(reminder, r.ID)
		}
	}
	return models.StepLapse, wake(r.LapseAt, r.ID)
}

// lastAnswerReminder is the newest reminder that is due: one mail makes up for all
// that a stopped worker has missed.
func lastAnswerReminder(r models.AssociationRequest, p models.PolicyDocument, now time.Time) time.Time {
	last := r.CreatedAt
	for _, reminder := range rules.AnswerReminders(r.CreatedAt, p) {
		if rules.Over(reminder, now) {
			last = reminder
		}
	}
	return last
}

// requestWaiting says who must answer, until when, and what happens if nobody does.
func requestWaiting(r models.AssociationRequest, state string) models.Waiting {
	if state != models.AssociationRequestSubmitted {
		return models.Waiting{Party: models.PartyNobody}
	}
	return models.Waiting{Party: r.Answerer(), Action: models.TaskAnswer, DueAt: &r.LapseAt, OnSilence: models.AssociationRequestLapsed}
}
