package process

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/internal/programme"
	"partnercenter/models"
)

// Settlements are the processes that follow an association's end.
type Settlements struct {
	*programme.Settlements
	Engine *Engine
}

// Retry lets a failed step of the settlement of a request be tried again at once.
func (s *Settlements) Retry(ctx context.Context, cmd models.Command, request uuid.UUID, step, reason string) (models.Result[models.SettlementView], error) {
	id, err := s.SettlementOf(ctx, cmd.Principal, request)
	if err != nil {
		return models.Result[models.SettlementView]{}, err
	}
	return ruling[models.SettlementView]{
		engine: s.Engine, kind: models.SubjectSettlement, order: orderOf(cmd, id, models.VerbRetry, step),
		look: func() (programme.Foreseen, error) { return s.Foresee(ctx, cmd, id, step) },
		keep: func() error { return s.KeepReason(ctx, cmd, id, reason) },
		read: func() (models.SettlementView, error) { return s.OfRequest(ctx, cmd.Principal, request) },
	}.run(ctx)
}
