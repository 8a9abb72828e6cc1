package activities

import (
	"context"
	"errors"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/temporal"

	"partnercenter/internal/crash"
	"partnercenter/internal/observe"
	"partnercenter/internal/programme"
	"partnercenter/internal/store"
	"partnercenter/models"
)

// Signals tells the workflows of rows that a transaction moved besides its own.
// It runs after the commit. An attempt that could not tell them fails: the next
// finds its work done, changes nothing and tells them again.
type Signals interface {
	Changed(ctx context.Context, rows []store.Waker) error
}

// tell ends an attempt: its own error, or that of telling the others.
func tell(ctx context.Context, signals Signals, touched []store.Waker, err error) error {
	if err != nil {
		return classify(err)
	}
	return signals.Changed(ctx, touched)
}

// step runs one transaction of a timer.
func step(ctx context.Context, signals Signals, ref models.Ref, do programme.Step) (models.Row, error) {
	row, touched, err := do(ctx, cause(ctx), ref)
	crash.At(crash.StepCommitted)
	return row, tell(ctx, signals, touched, err)
}

// cause is the run in whose name an activity writes.
func cause(ctx context.Context) programme.Cause {
	info := activity.GetInfo(ctx)
	return programme.Cause{Actor: "system", TraceID: observe.TraceID(ctx), WorkflowID: info.WorkflowExecution.ID, RunID: info.WorkflowExecution.RunID}
}

// classify decides what is worth another attempt. An ApplicationError has to be
// the outermost error: the engine looks at nothing else.
func classify(err error) error {
	var invalid *models.InvalidInput
	switch {
	case err == nil:
		return nil
	case errors.Is(err, models.ErrNotFound):
		return temporal.NewNonRetryableApplicationError("there is no such row", models.EngineNotFound, err)
	case errors.Is(err, models.ErrIdempotencyMismatch):
		return temporal.NewNonRetryableApplicationError("the key was used with another request", models.EngineMismatch, err)
	case errors.As(err, &invalid):
		return temporal.NewNonRetryableApplicationError("the input can never succeed", models.EngineInvalid, err)
	default:
		return err // databases, mail servers and directories come back
	}
}
