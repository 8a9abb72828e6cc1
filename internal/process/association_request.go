package process

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/internal/programme"
	"partnercenter/models"
)

// AssociationRequests are the processes of requests to end or change an association.
type AssociationRequests struct {
	*programme.AssociationRequests
	Engine *Engine
}

// Ask makes a request and starts its workflow.
func (s *AssociationRequests) Ask(ctx context.Context, cmd models.Command, in models.AssociationRequestInput) (models.Result[models.AssociationRequestView], error) {
	result, err := s.AssociationRequests.Ask(ctx, cmd, in)
	return start(ctx, s.Engine, result, err)
}

// Answer carries the other side's answer to the request.
func (s *AssociationRequests) Answer(ctx context.Context, cmd models.Command, id uuid.UUID, in models.AnswerInput) (models.Result[models.AssociationRequestView], error) {
	return s.decide(ctx, cmd, id, models.VerbDecide, in.Verdict, in.AcceptNotice, in.Reason)
}

// Cancel carries the asker's wish to take the request back.
func (s *AssociationRequests) Cancel(ctx context.Context, cmd models.Command, id uuid.UUID) (models.Result[models.AssociationRequestView], error) {
	return s.decide(ctx, cmd, id, models.VerbCancel, "", false, "")
}

func (s *AssociationRequests) decide(ctx context.Context, cmd models.Command, id uuid.UUID, verb, verdict string, ticked bool, reason string) (models.Result[models.AssociationRequestView], error) {
	return ruling[models.AssociationRequestView]{
		engine: s.Engine, kind: models.SubjectRequest, order: orderOf(cmd, id, verb, verdict),
		look: func() (programme.Foreseen, error) { return s.Foresee(ctx, cmd, id, verb, verdict, ticked) },
		keep: func() error { return s.KeepReason(ctx, cmd, id, reason) },
		read: func() (models.AssociationRequestView, error) { return s.Get(ctx, cmd.Principal, id) },
	}.run(ctx)
}
