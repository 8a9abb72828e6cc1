// Package process is the only user of the Temporal client: it starts the
// workflows of new rows, carries decisions to them and wakes them. One small
// type per process, in the shape that the API's handlers call.
package process

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"partnercenter/internal/crash"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/workflows"
)

const (
	// startPatience bounds the start after a commit. The row is safe: what is
	// not started now, the sweep starts.
	startPatience = 5 * time.Second
	// signalPatience bounds the signals of one attempt; the next sends them again.
	signalPatience = 2 * time.Second
)

// Engine is the Temporal cluster as the processes use it.
type Engine struct {
	Client    client.Client
	TaskQueue string
	// DecisionWait bounds the wait for a decision; then the answer is "pending".
	DecisionWait time.Duration
	Log          *slog.Logger
}

// subject is what the engine shows of a row.
type subject struct {
	kind      string
	ref       models.Ref
	reference string
	partner   uuid.UUID
	customer  *uuid.UUID
	state     string
	due       *time.Time
}

// start starts the workflow of a row that was just committed. It is not an error
// that the engine is away: the sweep starts the workflow later.
func (e *Engine) start(ctx context.Context, s subject) {
	crash.At(crash.CreateCommitted)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), startPatience)
	defer cancel()
	options := e.options(s.kind, s.ref.ID, enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY) // a closed one stays closed
	options.WorkflowExecutionErrorWhenAlreadyStarted = true                                              // then the row has its workflow, and that is all we want
	options.StaticSummary = fmt.Sprintf("%s %s", s.kind, s.reference)
	options.StaticDetails = fmt.Sprintf("partner %s, realm %s", s.partner, s.ref.Realm)
	options.TypedSearchAttributes = attributes(s)
	_, err := e.Client.ExecuteWorkflow(ctx, options, workflows.Types[s.kind], s.ref)
	var started *serviceerror.WorkflowExecutionAlreadyStarted
	if err != nil && !errors.As(err, &started) {
		e.Log.WarnContext(ctx, "start a workflow; the sweep will", "kind", s.kind, "id", s.ref.ID.String(), "error", err.Error())
	}
	crash.At(crash.CreateStarted)
}

func (e *Engine) options(kind string, id uuid.UUID, reuse enumspb.WorkflowIdReusePolicy) client.StartWorkflowOptions {
	return client.StartWorkflowOptions{ID: workflows.ID(kind, id), TaskQueue: e.TaskQueue, WorkflowIDReusePolicy: reuse}
}

func attributes(s subject) temporal.SearchAttributes {
	updates := []temporal.SearchAttributeUpdate{
		workflows.AttributePartner.ValueSet(s.partner.String()),
		workflows.AttributeProcess.ValueSet(s.kind),
		workflows.AttributeState.ValueSet(s.state),
	}
	if s.customer != nil {
		updates = append(updates, workflows.AttributeCustomer.ValueSet(s.customer.String()))
	}
	if s.due != nil {
		updates = append(updates, workflows.AttributeDue.ValueSet(*s.due))
	}
	return temporal.NewSearchAttributes(updates...)
}

// Wake makes sure that the workflow of an open row runs and looks at the row. A
// run that somebody terminated, or that ended although the row is open, is
// followed by a new one: workflows resume from their rows.
func (e *Engine) Wake(ctx context.Context, row store.Waker) error {
	options := e.options(row.Kind, row.Ref.ID, enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE) // the row is open, whatever the engine thinks
	options.StaticSummary = row.Kind + ", resumed from its row"
	_, err := e.Client.SignalWithStartWorkflow(ctx, options.ID, workflows.SignalRowChanged, nil, options, workflows.Types[row.Kind], row.Ref)
	if err != nil {
		return fmt.Errorf("wake %s: %w", options.ID, err)
	}
	return nil
}

// Changed tells workflows that their rows were moved by another process, and starts
// those of rows that it made. One that has ended needs no telling.
func (e *Engine) Changed(ctx context.Context, rows []store.Waker) error {
	ctx, cancel := context.WithTimeout(ctx, signalPatience)
	defer cancel()
	for _, row := range rows {
		if row.Fresh {
			if err := e.Wake(ctx, row); err != nil {
				return err
			}
			continue
		}
		id := workflows.ID(row.Kind, row.Ref.ID)
		err := e.Client.SignalWorkflow(ctx, id, "", workflows.SignalRowChanged, nil)
		var gone *serviceerror.NotFound
		if err != nil && !errors.As(err, &gone) {
			return fmt.Errorf("tell %s that its row changed: %w", id, err)
		}
	}
	return nil
}

// errPending says that the engine took the decision and has not carried it out yet.
var errPending = errors.New("the decision is taken and not carried out yet")

// decide carries a decision to a row's workflow and waits for what comes of it:
// errPending after a bounded wait, models.ErrUnavailable if the engine did not
// take it. A workflow that is missing is started first: the row is open.
func (e *Engine) decide(ctx context.Context, kind string, order models.DecisionOrder) (models.DecisionResult, error) {
	crash.At(crash.DecideAsked)
	ctx, cancel := context.WithTimeout(ctx, e.DecisionWait)
	defer cancel()
	result, err := e.update(ctx, kind, order)
	for again := 0; again < 2 && worthAsking(err); again++ {
		if err := e.Wake(ctx, store.Waker{Kind: kind, Ref: order.Ref}); err != nil {
			return result, fmt.Errorf("%w: %w", models.ErrUnavailable, err)
		}
		result, err = e.update(ctx, kind, order)
	}
	if worthAsking(err) { // the caller asks again, later
		err = fmt.Errorf("%w: %w", models.ErrUnavailable, err)
	}
	return result, err
}

func (e *Engine) update(ctx context.Context, kind string, order models.DecisionOrder) (models.DecisionResult, error) {
	var result models.DecisionResult
	handle, err := e.Client.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
		WorkflowID:   workflows.ID(kind, order.Ref.ID),
		UpdateID:     order.ID.String(), // the same request is the same update
		UpdateName:   workflows.UpdateDecide,
		Args:         []any{order},
		WaitForStage: client.WorkflowUpdateStageAccepted,
	})
	if err != nil {
		return result, notTaken(err)
	}
	crash.At(crash.DecideTaken)
	err = handle.Get(ctx, &result)
	if timedOut(err) {
		return result, errPending
	}
	return result, err
}

// notTaken keeps apart what the loop above resolves and what only time does.
func notTaken(err error) error {
	if worthAsking(err) {
		return err
	}
	if _, ok := errors.AsType[*temporal.ApplicationError](err); ok {
		return err
	}
	return fmt.Errorf("%w: %w", models.ErrUnavailable, err)
}

// worthAsking lists exactly what a second attempt after a wake resolves: the
// workflow is missing, has just ended, or continues as new.
func worthAsking(err error) bool {
	var missing *serviceerror.NotFound
	var notReady *serviceerror.WorkflowNotReady
	if application, ok := errors.AsType[*temporal.ApplicationError](err); ok {
		return application.Type() == models.EngineRestarting || application.Type() == "AcceptedUpdateCompletedWorkflow"
	}
	return errors.As(err, &missing) || errors.As(err, &notReady)
}

// timedOut tells "our bound has passed" from every other end of a wait.
func timedOut(err error) bool {
	var bound *client.WorkflowUpdateServiceTimeoutOrCanceledError
	return errors.As(err, &bound) || errors.Is(err, context.DeadlineExceeded)
}

// await waits for a workflow to end, for a bounded time; not ended is no error.
func (e *Engine) await(ctx context.Context, kind string, id uuid.UUID) error {
	ctx, cancel := context.WithTimeout(ctx, e.DecisionWait)
	defer cancel()
	err := e.Client.GetWorkflow(ctx, workflows.ID(kind, id), "").Get(ctx, nil)
	if ctx.Err() != nil {
		return nil
	}
	return err
}
