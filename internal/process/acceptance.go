package process

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/internal/programme"
	"partnercenter/models"
)

// Acceptances are the processes of customers who associate.
type Acceptances struct {
	*programme.Acceptances
	Engine *Engine
}

// Accept takes a customer's consent in, starts the check and waits a moment for
// its end: most customers see the result at once.
func (s *Acceptances) Accept(ctx context.Context, cmd models.Command, code, noticeVersion, locale string) (models.Result[models.AcceptanceView], error) {
	result, err := s.Acceptances.Accept(ctx, cmd, code, noticeVersion, locale)
	if result, err = start(ctx, s.Engine, result, err); err != nil {
		return result, err
	}
	a := result.Value
	if a.State == models.AcceptanceChecking {
		if err := s.Engine.await(ctx, models.SubjectAcceptance, a.ID); err != nil {
			s.Engine.Log.WarnContext(ctx, "wait for an acceptance", "id", a.ID.String(), "error", err.Error())
		}
		result.Value, err = s.Get(ctx, cmd.Principal, a.ID)
	}
	return result, err
}

// Result is how an attempt stands, for the customer who made it.
func (s *Acceptances) Result(ctx context.Context, p models.Principal, id uuid.UUID) (models.AcceptanceView, error) {
	return s.Get(ctx, p, id)
}
