package workflows

import (
	"fmt"

	"go.temporal.io/sdk/workflow"

	"partnercenter/models"
)

// Invitation tells the life of an online invitation: it waits for the customer
// until its link ends, and after a failure or an expiry for the partner to send
// it again, as long as the registration lives.
func Invitation(ctx workflow.Context, in models.Start) (models.Ending, error) {
	verbs := []string{models.VerbResend, models.VerbCancel}
	return tell(ctx, in.Row, process{kind: models.SubjectInvitation, ref: in.Ref, verbs: verbs}, func(ctx workflow.Context, p *process) error {
		switch p.row.NextStep {
		case models.StepExpire:
			return p.step(ctx, invitations.ExpireInvitation, "end the link")
		case models.StepClose:
			return p.step(ctx, invitations.CloseInvitation, "end the chance to send it again")
		default:
			return refuse(models.EngineInvalid, fmt.Sprintf("an invitation has no step %q", p.row.NextStep))
		}
	})
}
