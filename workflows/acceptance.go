package workflows

import (
	"go.temporal.io/sdk/workflow"

	"partnercenter/models"
)

// Acceptance tells a customer's attempt to associate: the facts are read from
// the customer directory for as long as there is patience, then the rules decide
// under the locks, and the customer is associated or the attempt has failed.
func Acceptance(ctx workflow.Context, in models.Start) (models.Ending, error) {
	return tell(ctx, in.Row, process{kind: models.SubjectAcceptance, ref: in.Ref}, func(ctx workflow.Context, p *process) error {
		patience := max(p.row.Waiting.DueAt.Sub(p.now(ctx)), factsTimeout)
		if err := workflow.ExecuteActivity(lookup(ctx, patience), acceptances.ReadFacts, p.ref).Get(ctx, nil); err != nil {
			// The rules see that the facts are missing and end the attempt.
			p.log.Warn("the customer directory did not answer in time", "error", err)
		}
		var row models.Row
		if err := workflow.ExecuteActivity(decision(ctx, "associate the customer"), acceptances.Associate, p.ref).Get(ctx, &row); err != nil {
			return err
		}
		return p.see(ctx, row)
	})
}
