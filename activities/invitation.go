package activities

import (
	"context"

	"partnercenter/internal/crash"
	"partnercenter/internal/programme"
	"partnercenter/models"
)

// Invitations are the activities of online invitations.
type Invitations struct {
	Programme *programme.Invitations
	Signals   Signals
}

// LoadInvitation reads the row and notes that its workflow has acted on it.
func (a *Invitations) LoadInvitation(ctx context.Context, ref models.Ref) (models.Row, error) {
	row, err := a.Programme.Load(ctx, ref)
	return row, classify(err)
}

// DecideInvitation carries a decision out under the locks.
func (a *Invitations) DecideInvitation(ctx context.Context, order models.DecisionOrder) (models.DecisionResult, error) {
	result, touched, err := a.Programme.Decide(ctx, cause(ctx), order)
	crash.At(crash.DecideCommitted)
	return result, tell(ctx, a.Signals, touched, err)
}

// ExpireInvitation ends a link whose time is over.
func (a *Invitations) ExpireInvitation(ctx context.Context, ref models.Ref) (models.Row, error) {
	return step(ctx, a.Signals, ref, a.Programme.Expire)
}

// CloseInvitation ends the chance to send an invitation again.
func (a *Invitations) CloseInvitation(ctx context.Context, ref models.Ref) (models.Row, error) {
	return step(ctx, a.Signals, ref, a.Programme.Close)
}
