package workflows

import (
	"go.temporal.io/sdk/workflow"

	"partnercenter/models"
)

// Settlement tells what follows an association's end: its steps one after the
// other, each at its time. Which they are, the rows say: a new step is a new row
// and no change of this story.
func Settlement(ctx workflow.Context, in models.Start) (models.Ending, error) {
	return tell(ctx, in.Row, process{kind: models.SubjectSettlement, ref: in.Ref, verbs: []string{models.VerbRetry}}, func(ctx workflow.Context, p *process) error {
		var row models.Row
		if err := workflow.ExecuteActivity(decision(ctx, p.row.Waiting.Action), settlements.SettleStep, p.ref).Get(ctx, &row); err != nil {
			return err
		}
		return p.see(ctx, row)
	})
}
