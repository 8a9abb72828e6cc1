package process

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/internal/programme"
	"partnercenter/internal/store"
	"partnercenter/models"
)

// Withdrawals are the processes of withdrawals.
type Withdrawals struct {
	*programme.Withdrawals
	Engine *Engine
}

// Submit asks for money and starts the withdrawal's workflow.
func (s *Withdrawals) Submit(ctx context.Context, cmd models.Command, in models.WithdrawalInput) (models.Result[models.WithdrawalView], error) {
	result, err := s.Withdrawals.Submit(ctx, cmd, in)
	return start(ctx, s.Engine, result, err)
}

// Review carries a verdict of the vendor's finance to the withdrawal.
func (s *Withdrawals) Review(ctx context.Context, cmd models.Command, id uuid.UUID, in models.ReviewInput) (models.Result[models.WithdrawalView], error) {
	return s.decide(ctx, cmd, id, models.VerbReview, in.Verdict, func() error { return s.KeepOpinion(ctx, cmd, id, in.Opinion) })
}

// Cancel carries the partner's wish to take a withdrawal back.
func (s *Withdrawals) Cancel(ctx context.Context, cmd models.Command, id uuid.UUID) (models.Result[models.WithdrawalView], error) {
	return s.decide(ctx, cmd, id, models.VerbCancel, "", nil)
}

func (s *Withdrawals) decide(ctx context.Context, cmd models.Command, id uuid.UUID, verb, verdict string, keep func() error) (models.Result[models.WithdrawalView], error) {
	return ruling[models.WithdrawalView]{
		engine: s.Engine, kind: models.SubjectWithdrawal, order: orderOf(cmd, id, verb, verdict),
		look: func() (programme.Foreseen, error) { return s.Foresee(ctx, cmd, id, verb, verdict) },
		keep: keep,
		read: func() (models.WithdrawalView, error) { return s.Get(ctx, cmd.Principal, id) },
	}.run(ctx)
}

// Called keeps what the bank called to say and wakes the withdrawal, also one that
// has ended. Where the engine does not answer, the sweep wakes it later.
func (s *Withdrawals) Called(ctx context.Context, call models.BankCall, requestID string) error {
	key, err := s.Withdrawals.Called(ctx, call, requestID)
	if err != nil {
		return err
	}
	row := store.Waker{Kind: models.SubjectWithdrawal, Ref: models.Ref{ID: key.WithdrawalID, Realm: key.Realm}, Reference: key.Reference, PartnerID: key.PartnerID}
	if err := s.Engine.Wake(ctx, row); err != nil {
		s.Engine.Log.WarnContext(ctx, "wake a withdrawal; the sweep will", "id", key.WithdrawalID.String(), "error", err.Error())
	}
	return nil
}
