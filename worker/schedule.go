package worker

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"partnercenter/workflows"
)

// schedule is what recurs.
type schedule struct {
	name     string
	workflow any
	every    time.Duration
	note     string
}

// schedules are what keeps the programme healthy. None runs beside itself, and
// what was missed while the engine was away is made up for once, not many times.
var schedules = []schedule{
	{"sweep", workflows.Sweep, time.Minute, "wakes open rows whose time has passed"},
	{"mail", workflows.Deliver, time.Minute, "keeps one sender of mails at work"},
	{"relay", workflows.Relay, time.Minute, "keeps one relay of events at work"},
	{"publish", workflows.Publish, time.Minute, "keeps one sender of events at work"},
	{"watch", workflows.Watch, time.Minute, "keeps one reader of the figures at work"},
	{"reconcile", workflows.Reconcile, 10 * time.Minute, "proves the books of the ledger"},
	{"statement", workflows.MatchStatement, 5 * time.Minute, "matches the bank's and the channels' statements with what is booked"},
	{"retention", workflows.Retain, time.Hour, "deletes what its retention has ended"},
}

// catchUp is how long ago a missed start may lie to be made up for.
const catchUp = time.Minute

// EnsureSchedules creates the schedules that do not exist yet, and gives those that
// an earlier release made what this one says of them; who paused one finds it paused.
// Names carry the task queue, so that two installations in one namespace keep apart.
func EnsureSchedules(ctx context.Context, c client.Client, taskQueue string) error {
	for _, s := range schedules {
		_, err := c.ScheduleClient().Create(ctx, s.options(taskQueue))
		if errors.Is(err, temporal.ErrScheduleAlreadyRunning) {
			err = s.bringUpToDate(ctx, c, taskQueue)
		}
		if err != nil {
			return fmt.Errorf("ensure schedule %s: %w", s.name, err)
		}
	}
	return nil
}

func (s schedule) options(taskQueue string) client.ScheduleOptions {
	return client.ScheduleOptions{
		ID:   ScheduleID(taskQueue, s.name),
		Spec: client.ScheduleSpec{Intervals: []client.ScheduleIntervalSpec{{Every: s.every}}},
		Action: &client.ScheduleWorkflowAction{
			ID: ScheduleID(taskQueue, s.name), Workflow: s.workflow, TaskQueue: taskQueue, StaticSummary: s.note,
		},
		Overlap:            enumspb.SCHEDULE_OVERLAP_POLICY_SKIP,
		CatchupWindow:      catchUp,
		TriggerImmediately: true,
		Note:               s.note,
	}
}

func (s schedule) bringUpToDate(ctx context.Context, c client.Client, taskQueue string) error {
	want := s.options(taskQueue)
	return c.ScheduleClient().GetHandle(ctx, want.ID).Update(ctx, client.ScheduleUpdateOptions{
		DoUpdate: func(in client.ScheduleUpdateInput) (*client.ScheduleUpdate, error) {
			known := in.Description.Schedule
			if slices.Equal(known.Spec.Intervals, want.Spec.Intervals) && known.Policy.Overlap == want.Overlap && known.Policy.CatchupWindow == want.CatchupWindow {
				return nil, temporal.ErrSkipScheduleUpdate
			}
			known.Spec, known.Action = &want.Spec, want.Action
			known.Policy.Overlap, known.Policy.CatchupWindow = want.Overlap, want.CatchupWindow
			return &client.ScheduleUpdate{Schedule: &known}, nil
		},
	})
}

// ScheduleID is the id of a schedule and the beginning of its workflows' ids.
func ScheduleID(taskQueue, name string) string { return taskQueue + ":" + name }

// RemoveSchedules deletes the schedules of a task queue.
func RemoveSchedules(ctx context.Context, c client.Client, taskQueue string) error {
	var errs []error
	for _, s := range schedules {
		errs = append(errs, c.ScheduleClient().GetHandle(ctx, ScheduleID(taskQueue, s.name)).Delete(ctx))
	}
	return errors.Join(errs...)
}
