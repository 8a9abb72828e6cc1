package workflows_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"partnercenter/models"
	"partnercenter/workflows"
)

// Upkeep outlasts what comes back and fails on what does not; its schedule
// starts it again. A pump whose shift ends is followed by itself.
func TestUpkeep(t *testing.T) {
	t.Parallel()
	never := temporal.NewNonRetryableApplicationError("never", models.EngineInvalid, nil)
	for _, job := range []struct {
		name     string
		workflow any
		activity func(engine *testsuite.TestWorkflowEnvironment, work func() error)
		pump     bool
	}{
		{"Sweep", workflows.Sweep, func(engine *testsuite.TestWorkflowEnvironment, work func() error) {
			engine.OnActivity(upkeep.WakeOverdue, mock.Anything).Return(func(context.Context) (int, error) { return 7, work() })
		}, false},
		{"Retain", workflows.Retain, func(engine *testsuite.TestWorkflowEnvironment, work func() error) {
			engine.OnActivity(upkeep.DeleteRetained, mock.Anything).Return(func(context.Context) error { return work() })
		}, false},
		{"Deliver", workflows.Deliver, func(engine *testsuite.TestWorkflowEnvironment, work func() error) {
			engine.OnActivity(upkeep.SendMails, mock.Anything, 10*time.Minute).Return(func(context.Context, time.Duration) error { return work() })
		}, true},
		{"Relay", workflows.Relay, func(engine *testsuite.TestWorkflowEnvironment, work func() error) {
			engine.OnActivity(upkeep.GivePositions, mock.Anything, 10*time.Minute).Return(func(context.Context, time.Duration) error { return work() })
		}, true},
		{"Publish", workflows.Publish, func(engine *testsuite.TestWorkflowEnvironment, work func() error) {
			engine.OnActivity(upkeep.SendEvents, mock.Anything, 10*time.Minute).Return(func(context.Context, time.Duration) error { return work() })
		}, true},
		{"Watch", workflows.Watch, func(engine *testsuite.TestWorkflowEnvironment, work func() error) {
			engine.OnActivity(upkeep.ReadFigures, mock.Anything, 10*time.Minute).Return(func(context.Context, time.Duration) error { return work() })
		}, true},
	} {
		for _, c := range []struct {
			name     string
			errs     []error // of the first attempts
			attempts int
			fails    bool
		}{
			{"at once", nil, 1, false},
			{"after errors that pass", []error{errors.New("away"), errors.New("away"), errors.New("away")}, 4, false},
			{"not at all", []error{errors.New("away"), never}, 2, true},
		} {
			t.Run(job.name+" "+c.name, func(t *testing.T) {
				t.Parallel()
				engine, attempts := newEngine(t), 0
				job.activity(engine, func() error {
					attempts++
					if attempts <= len(c.errs) {
						return c.errs[attempts-1]
					}
					return nil
				})
				engine.ExecuteWorkflow(job.workflow)
				require.True(t, engine.IsWorkflowCompleted())
				require.Equal(t, c.attempts, attempts)
				err := engine.GetWorkflowError()
				switch {
				case c.fails:
					requireType(t, models.EngineInvalid, err)
				case job.pump:
					var next *workflow.ContinueAsNewError
					require.ErrorAs(t, err, &next)
					require.Equal(t, job.name, next.WorkflowType.Name)
				default:
					require.NoError(t, err)
				}
			})
		}
	}
}

func TestSweep_SaysHowManyItWoke(t *testing.T) {
	t.Parallel()
	engine := newEngine(t)
	engine.OnActivity(upkeep.WakeOverdue, mock.Anything).Return(7, nil)
	engine.ExecuteWorkflow(workflows.Sweep)
	require.NoError(t, engine.GetWorkflowError())
	var woken int
	require.NoError(t, engine.GetWorkflowResult(&woken))
	require.Equal(t, 7, woken)
}
