// Package activities is what the workflows do to the world: one struct per
// domain with its dependencies injected, and one classification of errors. Every
// write is idempotent by a decision or step of its own, so that an attempt that
// committed and died is answered, not repeated.
package activities

import (
	"context"

	"partnercenter/internal/crash"
	"partnercenter/internal/programme"
	"partnercenter/models"
)

// Registrations are the activities of registrations.
type Registrations struct {
	Programme *programme.Registrations
	Signals   Signals
}

// LoadRegistration reads the row and notes that its workflow has acted on it.
func (a *Registrations) LoadRegistration(ctx context.Context, ref models.Ref) (models.Row, error) {
	row, err := a.Programme.Load(ctx, ref)
	return row, classify(err)
}

// DecideRegistration carries a decision out under the locks.
func (a *Registrations) DecideRegistration(ctx context.Context, order models.DecisionOrder) (models.DecisionResult, error) {
	result, touched, err := a.Programme.Decide(ctx, cause(ctx), order)
	crash.At(crash.DecideCommitted)
	return result, tell(ctx, a.Signals, touched, err)
}

// EscalateReview tells the vendor that a review is late.
func (a *Registrations) EscalateReview(ctx context.Context, ref models.Ref) (models.Row, error) {
	return a.step(ctx, ref, a.Programme.Escalate)
}

// LapseReview ends a review that nobody decided.
func (a *Registrations) LapseReview(ctx context.Context, ref models.Ref) (models.Row, error) {
	return a.step(ctx, ref, a.Programme.Lapse)
}

// RemindOfEnd owes the partner a reminder of the coming end.
func (a *Registrations) RemindOfEnd(ctx context.Context, ref models.Ref) (models.Row, error) {
	return a.step(ctx, ref, a.Programme.Remind)
}

// ExpireRegistration ends a protection whose time is over.
func (a *Registrations) ExpireRegistration(ctx context.Context, ref models.Ref) (models.Row, error) {
	return a.step(ctx, ref, a.Programme.Expire)
}

func (a *Registrations) step(ctx context.Context, ref models.Ref, do programme.Step) (models.Row, error) {
	return step(ctx, a.Signals, ref, do)
}
