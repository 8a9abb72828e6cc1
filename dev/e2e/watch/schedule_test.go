package watch

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"

	"partnercenter/dev/e2e/kit"
	"partnercenter/worker"
)

// A release that says something else of a schedule is heard; what an operator paused stays so.
func TestASchedulesEarlierReleaseIsReplaced(t *testing.T) {
	t.Parallel()
	w := kit.NewWorld(t, kit.Options{})
	handle := w.Temporal.ScheduleClient().GetHandle(t.Context(), worker.ScheduleID(w.TaskQueue, "retention"))
	require.Eventually(t, func() bool { // the worker creates it
		return handle.Pause(t.Context(), client.SchedulePauseOptions{Note: "somebody looks into it"}) == nil
	}, kit.Patience, poll)
	require.NoError(t, handle.Update(t.Context(), client.ScheduleUpdateOptions{DoUpdate: func(in client.ScheduleUpdateInput) (*client.ScheduleUpdate, error) {
		earlier := in.Description.Schedule
		earlier.Spec = &client.ScheduleSpec{Intervals: []client.ScheduleIntervalSpec{{Every: 24 * time.Hour}}}
		earlier.Policy.Overlap, earlier.Policy.CatchupWindow = enumspb.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL, time.Hour
		return &client.ScheduleUpdate{Schedule: &earlier}, nil
	}}))

	require.NoError(t, worker.EnsureSchedules(t.Context(), w.Temporal, w.TaskQueue))

	now, err := handle.Describe(t.Context())
	require.NoError(t, err)
	require.Equal(t, []client.ScheduleIntervalSpec{{Every: time.Hour}}, now.Schedule.Spec.Intervals)
	require.Equal(t, enumspb.SCHEDULE_OVERLAP_POLICY_SKIP, now.Schedule.Policy.Overlap)
	require.Equal(t, time.Minute, now.Schedule.Policy.CatchupWindow)
	require.True(t, now.Schedule.State.Paused)
	require.Equal(t, "somebody looks into it", now.Schedule.State.Note)
	action, is := now.Schedule.Action.(*client.ScheduleWorkflowAction)
	require.True(t, is)
	require.Equal(t, "Retain", action.Workflow)
	require.Equal(t, w.TaskQueue, action.TaskQueue)
}
