package activities

import (
	"context"

	"partnercenter/internal/crash"
	"partnercenter/internal/programme"
	"partnercenter/models"
)

// Settlements are the activities of what follows an association's end.
type Settlements struct {
	Programme *programme.Settlements
	Signals   Signals
}

// LoadSettlement reads the row and notes that its workflow has acted on it.
func (a *Settlements) LoadSettlement(ctx context.Context, ref models.Ref) (models.Row, error) {
	row, err := a.Programme.Load(ctx, ref)
	return row, classify(err)
}

// SettleStep runs the step that is due, or notes its failure.
func (a *Settlements) SettleStep(ctx context.Context, ref models.Ref) (models.Row, error) {
	row, err := a.Programme.Settle(ctx, cause(ctx), ref)
	crash.At(crash.SettleCommitted)
	return row, classify(err)
}

// DecideSettlement carries a decision on a failed step out.
func (a *Settlements) DecideSettlement(ctx context.Context, order models.DecisionOrder) (models.DecisionResult, error) {
	result, touched, err := a.Programme.Decide(ctx, cause(ctx), order)
	crash.At(crash.DecideCommitted)
	return result, tell(ctx, a.Signals, touched, err)
}
