package process

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/internal/programme"
	"partnercenter/models"
)

// Invitations are the processes of online invitations.
type Invitations struct {
	*programme.Invitations
	Engine *Engine
}

// Invite invites several registered customers and starts a workflow for each.
func (s *Invitations) Invite(ctx context.Context, cmd models.Command, in models.InvitationInput) (models.Result[models.InvitationBatch], error) {
	result, err := s.Invitations.Invite(ctx, cmd, in)
	return start(ctx, s.Engine, result, err)
}

// Resend carries the partner's wish to send an invitation again.
func (s *Invitations) Resend(ctx context.Context, cmd models.Command, id uuid.UUID) (models.Result[models.InvitationView], error) {
	return s.decide(ctx, cmd, id, models.VerbResend)
}

// Cancel carries the partner's wish to take an invitation back.
func (s *Invitations) Cancel(ctx context.Context, cmd models.Command, id uuid.UUID) (models.Result[models.InvitationView], error) {
	return s.decide(ctx, cmd, id, models.VerbCancel)
}

func (s *Invitations) decide(ctx context.Context, cmd models.Command, id uuid.UUID, verb string) (models.Result[models.InvitationView], error) {
	return ruling[models.InvitationView]{
		engine: s.Engine, kind: models.SubjectInvitation, order: orderOf(cmd, id, verb, ""),
		look: func() (programme.Foreseen, error) { return s.Foresee(ctx, cmd, id, verb) },
		read: func() (models.InvitationView, error) { return s.Get(ctx, cmd.Principal, id) },
	}.run(ctx)
}
