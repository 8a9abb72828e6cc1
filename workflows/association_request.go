package workflows

import (
	"fmt"

	"go.temporal.io/sdk/workflow"

	"partnercenter/models"
)

// AssociationRequest tells the life of a request to end or change an association:
// it waits for the other side's answer with some reminders, and lapses in silence.
func AssociationRequest(ctx workflow.Context, in models.Start) (models.Ending, error) {
	verbs := []string{models.VerbDecide, models.VerbCancel}
	return tell(ctx, in.Row, process{kind: models.SubjectRequest, ref: in.Ref, verbs: verbs}, func(ctx workflow.Context, p *process) error {
		switch p.row.NextStep {
		case models.StepRemind:
			return p.step(ctx, requests.RemindOfRequest, "remind the side that must answer")
		case models.StepLapse:
			return p.step(ctx, requests.LapseRequest, "end the request that nobody answered")
		default:
			return refuse(models.EngineInvalid, fmt.Sprintf("an association request has no step %q", p.row.NextStep))
		}
	})
}
