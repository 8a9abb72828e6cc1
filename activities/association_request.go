package activities

import (
	"context"

	"partnercenter/internal/crash"
	"partnercenter/internal/programme"
	"partnercenter/models"
)

// AssociationRequests are the activities of requests to end or change an association.
type AssociationRequests struct {
	Programme *programme.AssociationRequests
	Signals   Signals
}

// LoadAssociationRequest reads the row and notes that its workflow has acted on it.
func (a *AssociationRequests) LoadAssociationRequest(ctx context.Context, ref models.Ref) (models.Row, error) {
	row, err := a.Programme.Load(ctx, ref)
	return row, classify(err)
}

// DecideAssociationRequest carries an answer out under the locks.
func (a *AssociationRequests) DecideAssociationRequest(ctx context.Context, order models.DecisionOrder) (models.DecisionResult, error) {
	result, touched, err := a.Programme.Decide(ctx, cause(ctx), order)
	crash.At(crash.DecideCommitted)
	return result, tell(ctx, a.Signals, touched, err)
}

// RemindOfRequest owes the answering side a reminder.
func (a *AssociationRequests) RemindOfRequest(ctx context.Context, ref models.Ref) (models.Row, error) {
	return step(ctx, a.Signals, ref, a.Programme.Remind)
}

// LapseRequest ends a request that nobody answered.
func (a *AssociationRequests) LapseRequest(ctx context.Context, ref models.Ref) (models.Row, error) {
	return step(ctx, a.Signals, ref, a.Programme.Lapse)
}
