package activities

import (
	"context"

	"partnercenter/internal/crash"
	"partnercenter/internal/programme"
	"partnercenter/models"
)

// Acceptances are the activities of acceptances.
type Acceptances struct {
	Programme *programme.Acceptances
	Signals   Signals
}

// LoadAcceptance reads the row and notes that its workflow has acted on it.
func (a *Acceptances) LoadAcceptance(ctx context.Context, ref models.Ref) (models.Row, error) {
	row, err := a.Programme.Load(ctx, ref)
	return row, classify(err)
}

// ReadFacts reads the customer's facts from the directory into a new version.
func (a *Acceptances) ReadFacts(ctx context.Context, ref models.Ref) error {
	return classify(a.Programme.ReadFacts(ctx, ref))
}

// Associate decides the attempt under the locks.
func (a *Acceptances) Associate(ctx context.Context, ref models.Ref) (models.Row, error) {
	row, touched, err := a.Programme.Associate(ctx, cause(ctx), ref)
	crash.At(crash.AssociateCommitted)
	return row, tell(ctx, a.Signals, touched, err)
}
