package process

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"go.temporal.io/sdk/temporal"

	"partnercenter/internal/programme"
	"partnercenter/internal/store"
	"partnercenter/models"
)

// orderOf is the decision order of a command.
func orderOf(cmd models.Command, id uuid.UUID, verb, verdict string) models.DecisionOrder {
	return models.Order(programme.DecisionID(cmd, id), id, verb, verdict, cmd)
}

// ruling is one decision on its way: look asks the rule and finds an earlier
// answer to the same request, keep keeps what was typed with it (nil where nothing
// is), read shows the subject as it is now.
type ruling[T any] struct {
	engine *Engine
	kind   string
	order  models.DecisionOrder
	look   func() (programme.Foreseen, error)
	keep   func() error
	read   func() (T, error)
}

// run is the life of a decision: refused here with all blockers, answered if it
// was carried out before, or carried to the workflow.
func (r ruling[T]) run(ctx context.Context) (models.Result[T], error) {
	var result models.Result[T]
	seen, err := r.look()
	if err != nil {
		return result, err
	}
	if seen.Earlier != nil {
		result.Replayed = true
		result.Value, err = r.read()
		return result, err
	}
	if r.keep != nil {
		if err := r.keep(); err != nil {
			return result, err
		}
	}
	outcome, err := r.engine.decide(ctx, store.Waker{
		Kind: r.kind, Ref: r.order.Ref, Reference: seen.Reference, PartnerID: seen.PartnerID,
	}, r.order)
	if errors.Is(err, errPending) {
		result.Pending = &models.PendingDecision{ID: r.order.ID, Verb: r.order.Verb, At: seen.At}
		result.Value, err = r.read()
		return result, err
	}
	if err != nil {
		return result, meaning(err)
	}
	return r.conclude(outcome)
}

// meaning turns an error that crossed the engine into the vocabulary of the callers.
func meaning(err error) error {
	var application *temporal.ApplicationError
	if !errors.As(err, &application) {
		return err
	}
	switch application.Type() {
	case models.EngineMismatch:
		return fmt.Errorf("%w: %w", models.ErrIdempotencyMismatch, err)
	case models.EngineNotFound:
		return fmt.Errorf("%w: %w", models.ErrNotFound, err)
	default:
		return err
	}
}

func (r ruling[T]) conclude(outcome models.DecisionResult) (models.Result[T], error) {
	var result models.Result[T]
	switch {
	case outcome.Stale:
		return result, models.ErrPrecondition
	case len(outcome.Blockers) > 0:
		return result, &models.Refusal{Blockers: outcome.Blockers, EvaluationID: outcome.EvaluationID, At: outcome.Row.Now}
	}
	var err error
	if outcome.RequestID != r.order.RequestID {
		// The engine joined us to the same decision of another request. Whether it
		// was the same request in full, the record says.
		result.Replayed = true
		if _, err := r.look(); err != nil {
			return result, err
		}
	}
	result.Value, err = r.read()
	return result, err
}
