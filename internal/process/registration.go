package process

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"partnercenter/internal/programme"
	"partnercenter/models"
)

// Registrations are the processes of registrations.
type Registrations struct {
	*programme.Registrations
	Engine *Engine
}

// Submit registers a customer and starts the registration's workflow.
func (s *Registrations) Submit(ctx context.Context, cmd models.Command, in models.RegistrationInput) (models.Result[models.RegistrationView], error) {
	result, err := s.Registrations.Submit(ctx, cmd, in)
	return start(ctx, s.Engine, result, err)
}

// SubmitHistorical registers a customer that was imported as unreported.
func (s *Registrations) SubmitHistorical(ctx context.Context, cmd models.Command, id uuid.UUID, form *models.ReviewForm) (models.Result[models.RegistrationView], error) {
	result, err := s.Registrations.SubmitHistorical(ctx, cmd, id, form)
	return start(ctx, s.Engine, result, err)
}

// Review carries the vendor's verdict to the registration.
func (s *Registrations) Review(ctx context.Context, cmd models.Command, id uuid.UUID, in models.ReviewInput) (models.Result[models.RegistrationView], error) {
	return s.decide(ctx, cmd, id, models.VerbReview, in.Verdict, func() error {
		return s.KeepOpinion(ctx, cmd, id, in.Opinion)
	})
}

// Release carries the partner's wish to give the registration up.
func (s *Registrations) Release(ctx context.Context, cmd models.Command, id uuid.UUID) (models.Result[models.RegistrationView], error) {
	return s.decide(ctx, cmd, id, models.VerbRelease, "", nil)
}

func (s *Registrations) decide(ctx context.Context, cmd models.Command, id uuid.UUID, verb, verdict string, keep func() error) (models.Result[models.RegistrationView], error) {
	return ruling[models.RegistrationView]{
		engine: s.Engine, kind: models.SubjectRegistration, order: orderOf(cmd, id, verb, verdict),
		look: func() (programme.Foreseen, error) { return s.Foresee(ctx, cmd, id, verb, verdict) },
		keep: keep,
		read: func() (models.RegistrationView, error) { return s.Get(ctx, cmd.Principal, id) },
	}.run(ctx)
}

// ReleaseBatch gives several registrations up, each for itself: one that cannot
// be released does not keep the others from it. Source: 1a-12.
func (s *Registrations) ReleaseBatch(ctx context.Context, cmd models.Command, ids []uuid.UUID) ([]models.BatchItem[models.RegistrationView], bool, error) {
	replayed, err := s.ClaimBatch(ctx, cmd, ids)
	if err != nil {
		return nil, false, err
	}
	items := make([]models.BatchItem[models.RegistrationView], len(ids))
	for i, id := range ids {
		if items[i], err = s.releaseItem(ctx, cmd, id); err != nil {
			return nil, false, err
		}
	}
	return items, replayed, nil
}

// releaseItem releases one registration of a batch under a key of its own.
func (s *Registrations) releaseItem(ctx context.Context, cmd models.Command, id uuid.UUID) (models.BatchItem[models.RegistrationView], error) {
	item := models.BatchItem[models.RegistrationView]{ID: id}
	cmd.IdempotencyKey += ":" + id.String()
	result, err := s.Release(ctx, cmd, id)
	var refusal *models.Refusal
	switch {
	case err == nil:
		item.Value, item.EvaluationID = &result.Value, result.Value.EvaluationID
	case errors.As(err, &refusal):
		item.Blockers, item.EvaluationID = refusal.Blockers, refusal.EvaluationID
	case errors.Is(err, models.ErrNotFound):
		item.NotFound = true
	default:
		return item, err
	}
	return item, nil
}
