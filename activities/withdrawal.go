package activities

import (
	"context"

	"partnercenter/internal/crash"
	"partnercenter/internal/programme"
	"partnercenter/models"
)

// Withdrawals are the activities of withdrawals and their payouts.
type Withdrawals struct {
	Programme *programme.Withdrawals
	Signals   Signals
}

// LoadWithdrawal reads the row and notes that its workflow has acted on it.
func (a *Withdrawals) LoadWithdrawal(ctx context.Context, ref models.Ref) (models.Row, error) {
	row, err := a.Programme.Load(ctx, ref)
	return row, classify(err)
}

// DecideWithdrawal carries a decision out under the locks.
func (a *Withdrawals) DecideWithdrawal(ctx context.Context, order models.DecisionOrder) (models.DecisionResult, error) {
	result, touched, err := a.Programme.Decide(ctx, cause(ctx), order)
	crash.At(crash.DecideCommitted)
	return result, tell(ctx, a.Signals, touched, err)
}

// EscalateWithdrawal tells the vendor that a review is late.
func (a *Withdrawals) EscalateWithdrawal(ctx context.Context, ref models.Ref) (models.Row, error) {
	return step(ctx, a.Signals, ref, a.Programme.Escalate)
}

// RemindOfWithdrawal tells the vendor again that a review is late.
func (a *Withdrawals) RemindOfWithdrawal(ctx context.Context, ref models.Ref) (models.Row, error) {
	return step(ctx, a.Signals, ref, a.Programme.Remind)
}

// TellOverduePayouts tells the vendor of payouts that should have arrived.
func (a *Withdrawals) TellOverduePayouts(ctx context.Context, ref models.Ref) (models.Row, error) {
	return step(ctx, a.Signals, ref, a.Programme.Overdue)
}

// HearBank takes in what the bank called to say.
func (a *Withdrawals) HearBank(ctx context.Context, ref models.Ref) (models.Row, error) {
	return step(ctx, a.Signals, ref, a.Programme.HearBank)
}

// AskBank sends one payout, or asks what became of one.
func (a *Withdrawals) AskBank(ctx context.Context, ref models.Ref) (models.Row, error) {
	return step(ctx, a.Signals, ref, a.Programme.Pay)
}
