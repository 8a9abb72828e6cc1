package process

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"

	"partnercenter/internal/programme"
	"partnercenter/models"
	"partnercenter/workflows"
)

// failedPage bounds how many ended workflows are looked at, newest first.
const failedPage = 1000

// Operations are the operator's commands, with what the engine knows.
type Operations struct {
	*programme.Operations
	Settlements *Settlements
	Engine      *Engine
}

// unasked is why a row is stuck where the engine does not say it.
const unasked = "the engine does not answer"

// Stuck lists what does not go on by itself, and why. A row that is not late is
// stuck if its workflow ended badly and nobody has started it again. What the
// database knows is listed beside an error of the engine, or without an engine.
func (s *Operations) Stuck(ctx context.Context) (models.StuckList, error) {
	named, more, away := s.Engine.endedBadly(ctx)
	stuck, err := s.Operations.Stuck(ctx, named)
	if err != nil {
		return stuck, errors.Join(err, away)
	}
	stuck.More = stuck.More || more
	candidates := stuck.Items
	stuck.Items = nil
	for _, c := range candidates {
		if c.What == models.StuckRow {
			running := false
			if c.Why = unasked; away == nil {
				c.Why, running, away = s.Engine.explain(ctx, c.Kind, c.Ref.ID)
			}
			if running && !c.Late {
				continue // somebody has started it again
			}
		}
		stuck.Items = append(stuck.Items, c)
	}
	return stuck, away
}

// Retry lets a failed step of a settlement be tried again at once, under the id of
// the operation: the same call is the same decision.
func (s *Operations) Retry(ctx context.Context, op models.Operation, settlement uuid.UUID, step string) error {
	operator, request, err := s.Operator(ctx, op.Operator, settlement)
	if err != nil {
		return fmt.Errorf("find settlement %s: %w", settlement, err)
	}
	cmd := models.Command{Principal: operator, RequestID: op.ID.String(), IdempotencyKey: op.ID.String(), Fingerprint: []byte(step)}
	result, err := s.Settlements.Retry(ctx, cmd, request, step, op.Reason)
	if err == nil && result.Pending != nil {
		err = errors.New("the engine has taken the decision and not carried it out yet; look again")
	}
	return err
}

// endedBadly are the rows whose workflows failed, timed out, were terminated or
// cancelled, and whether there are more. Some of them may have been started again,
// or be over.
func (e *Engine) endedBadly(ctx context.Context) (ids []uuid.UUID, more bool, err error) {
	answer, err := e.Client.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{
		PageSize: failedPage, Query: fmt.Sprintf("TaskQueue = '%s' AND ExecutionStatus IN ('Failed', 'TimedOut', 'Terminated', 'Canceled')", e.TaskQueue),
	})
	if err != nil {
		return nil, false, fmt.Errorf("list workflows that ended badly: %w", err)
	}
	for _, execution := range answer.GetExecutions() {
		if _, id, err := workflows.RowOf(execution.GetExecution().GetWorkflowId()); err == nil { // schedules' workflows have no row
			ids = append(ids, id)
		}
	}
	return ids, len(answer.GetNextPageToken()) > 0, nil
}

// explain says what keeps the workflow of an open row from acting, and whether one
// runs.
func (e *Engine) explain(ctx context.Context, kind string, id uuid.UUID) (why string, running bool, err error) {
	answer, err := e.Client.DescribeWorkflowExecution(ctx, workflows.ID(kind, id), "")
	if _, gone := errors.AsType[*serviceerror.NotFound](err); gone {
		return "it has no workflow", false, nil
	}
	if err != nil {
		return unasked, false, fmt.Errorf("describe %s: %w", workflows.ID(kind, id), err)
	}
	status := answer.GetWorkflowExecutionInfo().GetStatus()
	if status != enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING {
		return "its workflow has ended as " + status.String(), false, nil
	}
	if task := answer.GetPendingWorkflowTask(); task.GetAttempt() > 1 {
		return fmt.Sprintf("its workflow cannot go on: attempt %d", task.GetAttempt()), true, nil
	}
	for _, activity := range answer.GetPendingActivities() {
		if activity.GetAttempt() > 1 {
			return fmt.Sprintf("%s fails, attempt %d: %s", activity.GetActivityType().GetName(), activity.GetAttempt(), activity.GetLastFailure().GetMessage()), true, nil
		}
	}
	return "its workflow runs and has not acted: is a worker at work?", true, nil
}
