package workflows

import (
	"fmt"

	"go.temporal.io/sdk/workflow"

	"partnercenter/models"
)

// Registration tells the life of a partner's claim on a customer: a review if
// one is needed, the days of protection with a reminder before their end, and
// the end by association, release or silence.
func Registration(ctx workflow.Context, in models.Start) (models.Ending, error) {
	verbs := []string{models.VerbReview, models.VerbRelease}
	return tell(ctx, in.Row, process{kind: models.SubjectRegistration, ref: in.Ref, verbs: verbs}, func(ctx workflow.Context, p *process) error {
		switch p.row.NextStep {
		case models.StepEscalate:
			return p.step(ctx, registrations.EscalateReview, "tell the vendor that the review is late")
		case models.StepLapse:
			return p.step(ctx, registrations.LapseReview, "end the review that nobody decided")
		case models.StepRemind:
			return p.step(ctx, registrations.RemindOfEnd, "remind the partner of the coming end")
		case models.StepExpire:
			return p.step(ctx, registrations.ExpireRegistration, "end the protection")
		default:
			return refuse(models.EngineInvalid, fmt.Sprintf("a registration has no step %q", p.row.NextStep))
		}
	})
}
