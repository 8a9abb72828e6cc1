package workflows

import (
	"fmt"

	"go.temporal.io/sdk/workflow"

	"partnercenter/models"
)

// Withdrawal tells the life of a partner's request for money: one review or two,
// without a decision by silence; the payouts, for which the bank is asked until it
// has said what became of them; and what the bank calls to say, also afterwards.
func Withdrawal(ctx workflow.Context, in models.Start) (models.Ending, error) {
	verbs := []string{models.VerbReview, models.VerbCancel}
	return tell(ctx, in.Row, process{kind: models.SubjectWithdrawal, ref: in.Ref, verbs: verbs, reopens: true}, func(ctx workflow.Context, p *process) error {
		switch p.row.NextStep {
		case models.StepEscalate:
			return p.step(ctx, withdrawals.EscalateWithdrawal, "tell the vendor that the review is late")
		case models.StepRemind:
			return p.step(ctx, withdrawals.RemindOfWithdrawal, "tell the vendor again that the review is late")
		case models.StepHear:
			return p.step(ctx, withdrawals.HearBank, "take in what the bank called to say")
		case models.StepOverdue:
			return p.step(ctx, withdrawals.TellOverduePayouts, "tell the vendor that a payout is overdue")
		case models.StepPay:
			return p.ask(ctx)
		default:
			return refuse(models.EngineInvalid, fmt.Sprintf("a withdrawal has no step %q", p.row.NextStep))
		}
	})
}

// ask speaks to the bank in a normal activity: what it calls lies outside, and
// may take its time.
func (p *process) ask(ctx workflow.Context) error {
	var row models.Row
	if err := workflow.ExecuteActivity(bankCall(ctx), withdrawals.AskBank, p.ref).Get(ctx, &row); err != nil {
		return fmt.Errorf("ask the bank: %w", err)
	}
	return p.see(ctx, row)
}
