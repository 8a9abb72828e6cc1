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
	// Starts notes what was started.
	Starts *Starts
	Log    *slog.Logger
}

// start starts the workflows of the rows that a command has written and committed,
// each with its row, and hands the command's answer on. It is not an error that the
// engine is away: the sweep starts them later.
func start[T any](ctx context.Context, e *Engine, result models.Result[T], err error) (models.Result[T], error) {
	if err != nil || result.Replayed {
		return result, err
	}
	for _, b := range result.Begun {
		crash.At(crash.CreateCommitted)
		if err := e.start(ctx, b); err != nil {
			e.Log.WarnContext(ctx, "start a workflow; the sweep will", "kind", b.Kind, "id", b.Ref.ID.String(), "error", err.Error())
		}
		crash.At(crash.CreateStarted)
	}
	return result, nil
}

func (e *Engine) start(ctx context.Context, b models.Begun) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), startPatience)
	defer cancel()
	row := store.Waker{Kind: b.Kind, Ref: b.Ref, Reference: b.Row.Reference, PartnerID: b.Row.PartnerID}
	options := e.options(row, enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY) // a closed one stays closed
	options.WorkflowExecutionErrorWhenAlreadyStarted = true                                 // then the row has its workflow, and that is all we want
	options.TypedSearchAttributes = temporal.NewSearchAttributes(options.TypedSearchAttributes.Copy(), attributes(b).Copy())
	_, err := e.Client.ExecuteWorkflow(ctx, options, workflows.Types[b.Kind], models.Start{Ref: b.Ref, Row: &b.Row})
	if _, started := errors.AsType[*serviceerror.WorkflowExecutionAlreadyStarted](err); started {
		return nil // by the sweep, without the row: it reads and notes it itself
	}
	if err == nil {
		e.Starts.Add(b)
	}
	return err
}

// options are the same for every start of a row's workflow, whoever starts it: its id,
// and what operators read of it.
func (e *Engine) options(row store.Waker, reuse enumspb.WorkflowIdReusePolicy) client.StartWorkflowOptions {
	return client.StartWorkflowOptions{
		ID: workflows.ID(row.Kind, row.Ref.ID), TaskQueue: e.TaskQueue, WorkflowIDReusePolicy: reuse,
		StaticSummary: fmt.Sprintf("%s %s", row.Kind, row.Reference),
		StaticDetails: fmt.Sprintf("partner %s, realm %s", row.PartnerID, row.Ref.Realm),
		TypedSearchAttributes: temporal.NewSearchAttributes(
			workflows.AttributePartner.ValueSet(row.PartnerID.String()),
			workflows.AttributeProcess.ValueSet(row.Kind),
			workflows.AttributeReference.ValueSet(row.Reference),
		),
	}
}

// attributes are what else is known of a row that was just written.
func attributes(b models.Begun) temporal.SearchAttributes {
	updates := []temporal.SearchAttributeUpdate{
		workflows.AttributeState.ValueSet(b.Row.State),
	}
	if customer := b.Row.CustomerID; customer != nil {
		updates = append(updates, workflows.AttributeCustomer.ValueSet(customer.String()))
	}
	if due := b.Row.Waiting.DueAt; due != nil {
		updates = append(updates, workflows.AttributeDue.ValueSet(*due))
	}
	return temporal.NewSearchAttributes(updates...)
}

// Wake makes sure that the workflow of an open row runs and looks at the row. A
// run that somebody terminated, or that ended although the row is open, is
// followed by a new one: workflows resume from their rows.
func (e *Engine) Wake(ctx context.Context, row store.Waker) error {
	options := e.options(row, enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE) // the row is open, whatever the engine thinks
	_, err := e.Client.SignalWithStartWorkflow(ctx, options.ID, workflows.SignalRowChanged, nil, options, workflows.Types[row.Kind], models.Start{Ref: row.Ref})
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
func (e *Engine) decide(ctx context.Context, row store.Waker, order models.DecisionOrder) (models.DecisionResult, error) {
	crash.At(crash.DecideAsked)
	ctx, cancel := context.WithTimeout(ctx, e.DecisionWait)
	defer cancel()
	result, err := e.update(ctx, row.Kind, order)
	for again := 0; again < 2 && worthAsking(err); again++ {
		if err := e.Wake(ctx, row); err != nil {
			return result, fmt.Errorf("%w: %w", models.ErrUnavailable, err)
		}
		result, err = e.update(ctx, row.Kind, order)
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
