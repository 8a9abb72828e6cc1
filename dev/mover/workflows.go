package mover

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	workflowpb "go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"golang.org/x/sync/errgroup"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
)

const (
	parallel = 16
	pageSize = 1000
	// maxSkips bounds the timers of one workflow between two stops; the server's default of 200 is for callers
	// that name no number.
	maxSkips = 5000
)

// move is one change of the business clock.
type move struct {
	to            time.Time // business
	at            time.Time // real
	before, after time.Duration
}

// frames holds, by first run id, how far a workflow's time lies behind business time. A workflow starts at the
// server's real time, so that is the shift in force when it started; from then on both run by the same amounts.
type frames struct {
	known map[string]time.Duration
	// moves are all there were, oldest first: a workflow may be seen for the first time long after its start.
	moves []*move
}

// forwardAll brings every open workflow to the move's instant in its own frame.
func (m *Mover) forwardAll(ctx context.Context, to *move) error {
	open, err := m.open(ctx)
	if err != nil {
		return err
	}
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	var mu sync.Mutex
	for _, execution := range open {
		group.Go(func() error { return m.forward(groupCtx, &mu, execution, to) })
	}
	return group.Wait()
}

// open lists the running executions. Visibility lags by some milliseconds; settle looks again.
func (m *Mover) open(ctx context.Context) ([]*commonpb.WorkflowExecution, error) {
	var found []*commonpb.WorkflowExecution
	query := "ExecutionStatus = 'Running'"
	if len(m.cfg.Types) > 0 {
		query += " AND WorkflowType IN ('" + strings.Join(m.cfg.Types, "', '") + "')"
	}
	request := &workflowservice.ListWorkflowExecutionsRequest{Query: query, PageSize: pageSize}
	for {
		page, err := m.cfg.Temporal.ListWorkflow(ctx, request)
		if err != nil {
			return nil, fmt.Errorf("list open workflows: %w", err)
		}
		for _, info := range page.GetExecutions() {
			found = append(found, info.GetExecution())
		}
		request.NextPageToken = page.GetNextPageToken()
		if len(request.NextPageToken) == 0 {
			return found, nil
		}
	}
}

// forward skips the workflow's idle time up to the instant. One that ends on the way, or that is busy for longer
// than the mover's patience, is no error.
func (m *Mover) forward(ctx context.Context, mu *sync.Mutex, execution *commonpb.WorkflowExecution, to *move) error {
	described, err := m.cfg.Temporal.DescribeWorkflowExecution(ctx, execution.GetWorkflowId(), execution.GetRunId())
	if gone(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("describe workflow %s: %w", execution.GetWorkflowId(), err)
	}
	current := now(described)
	mu.Lock()
	behind := m.frames.behind(described, current, to)
	mu.Unlock()
	if distance := to.to.Add(-behind).Sub(current); distance > 0 {
		return m.skip(ctx, execution, distance)
	}
	return nil
}

func now(described *workflowservice.DescribeWorkflowExecutionResponse) time.Time {
	skipping := described.GetWorkflowExtendedInfo().GetTimeSkippingInfo()
	if skipping == nil {
		return time.Now()
	}
	return skipping.GetCurrentTime().AsTime()
}

// behind is the workflow's lag behind business time. One that was never forwarded started under the shift of its
// start; one that an earlier mover forwarded is taken as it stood before this move.
func (f *frames) behind(described *workflowservice.DescribeWorkflowExecutionResponse, current time.Time, to *move) time.Duration {
	info := described.GetWorkflowExecutionInfo()
	if known, found := f.known[info.GetFirstRunId()]; found {
		return known
	}
	behind := f.at(info.GetStartTime().AsTime())
	if described.GetWorkflowExtendedInfo().GetTimeSkippingInfo() != nil {
		behind = to.before - time.Until(current)
	}
	f.known[info.GetFirstRunId()] = behind
	return behind
}

// at is the shift that was in force at an instant: what the next move found, or what the last one left.
func (f *frames) at(instant time.Time) time.Duration {
	for _, m := range f.moves {
		if !instant.After(m.at) {
			return m.before
		}
	}
	return f.moves[len(f.moves)-1].after
}

func (m *Mover) skip(ctx context.Context, execution *commonpb.WorkflowExecution, distance time.Duration) error {
	id := uuid.NewString()
	_, err := m.cfg.Temporal.WorkflowService().UpdateWorkflowExecutionOptions(ctx, &workflowservice.UpdateWorkflowExecutionOptionsRequest{
		Namespace:         m.cfg.Namespace,
		WorkflowExecution: execution,
		WorkflowExecutionOptions: &workflowpb.WorkflowExecutionOptions{
			TimeSkippingConfig: &commonpb.TimeSkippingConfig{
				Enabled:             true,
				MaxSessionSkipCount: maxSkips,
				FastForwardConfig:   &commonpb.FastForwardConfig{Id: id, Duration: durationpb.New(distance)},
			},
		},
		UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"time_skipping_config"}},
	})
	if gone(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("forward workflow %s: %w", execution.GetWorkflowId(), err)
	}
	return m.arrive(ctx, execution, id)
}

// arrive returns when the forward has completed, or can no longer because the workflow has ended.
func (m *Mover) arrive(ctx context.Context, execution *commonpb.WorkflowExecution, id string) error {
	for {
		polled, err := m.cfg.Temporal.WorkflowService().PollWorkflowExecutionTimeSkipping(ctx, &workflowservice.PollWorkflowExecutionTimeSkippingRequest{
			Namespace:         m.cfg.Namespace,
			WorkflowExecution: execution,
			FastForwardId:     id,
		})
		if gone(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("wait for workflow %s: %w", execution.GetWorkflowId(), err)
		}
		if polled.GetFastForwardPollingResult() != enumspb.FAST_FORWARD_POLLING_RESULT_POLL_TIMEOUT {
			return nil
		}
	}
}

// gone reports whether the execution ended before the call.
func gone(err error) bool {
	var notFound *serviceerror.NotFound
	return errors.As(err, &notFound)
}
