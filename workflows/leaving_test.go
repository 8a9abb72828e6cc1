package workflows_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/temporal"

	"partnercenter/models"
	"partnercenter/workflows"
)

// A request is reminded of when its reminders are due, and lapses in silence.
func TestAssociationRequest_RemindsAndLapses(t *testing.T) {
	t.Parallel()
	engine := newEngine(t)
	start := engine.Now()
	lapse := start.Add(15 * day)
	row := models.Row{
		State: models.AssociationRequestSubmitted, Version: 1, Now: start, NextStep: models.StepRemind, WakeAt: start.Add(3 * day),
		Waiting: models.Waiting{Party: models.PartyCustomer, Action: models.TaskAnswer, DueAt: &lapse, OnSilence: models.AssociationRequestLapsed},
	}
	var reminded, lapsed []time.Duration
	engine.OnActivity(requests.LoadAssociationRequest, mock.Anything, mock.Anything).Return(row, nil)
	engine.OnActivity(requests.RemindOfRequest, mock.Anything, mock.Anything).Return(func(context.Context, models.Ref) (models.Row, error) {
		reminded = append(reminded, engine.Now().Sub(start))
		row.Version, row.Now = row.Version+1, engine.Now()
		row.NextStep, row.WakeAt = models.StepRemind, start.Add([]time.Duration{7 * day, 13 * day, 15 * day}[len(reminded)-1])
		if len(reminded) == 3 {
			row.NextStep = models.StepLapse
		}
		return row, nil
	})
	engine.OnActivity(requests.LapseRequest, mock.Anything, mock.Anything).Return(func(context.Context, models.Ref) (models.Row, error) {
		lapsed = append(lapsed, engine.Now().Sub(start))
		row.Version, row.State, row.Terminal = row.Version+1, models.AssociationRequestLapsed, true
		return row, nil
	})
	engine.ExecuteWorkflow(workflows.AssociationRequest, models.Start{Ref: models.Ref{ID: uuid.New(), Realm: "production"}})
	requireEnding(t, engine, models.Ending{State: models.AssociationRequestLapsed, Version: 5})
	require.Equal(t, []time.Duration{3 * day, 7 * day, 13 * day}, reminded)
	require.Equal(t, []time.Duration{15 * day}, lapsed)
}

func TestAssociationRequest_RefusesAStepThatItDoesNotHave(t *testing.T) {
	t.Parallel()
	engine := newEngine(t)
	engine.OnActivity(requests.LoadAssociationRequest, mock.Anything, mock.Anything).Return(models.Row{State: models.AssociationRequestSubmitted, Version: 1, NextStep: "dance"}, nil)
	engine.ExecuteWorkflow(workflows.AssociationRequest, models.Start{Ref: models.Ref{ID: uuid.New(), Realm: "production"}})
	requireType(t, models.EngineInvalid, engine.GetWorkflowError())
}

// A settlement runs one step after the other, each at the time that the row says:
// how many there are, and which, the workflow does not know.
func TestSettlement_RunsTheStepsOfTheRow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		wakes  []time.Duration // of the steps, since the start
		broken map[int]int     // attempts of a step that do not come through
		wrong  string
	}{
		{name: "three steps", wakes: []time.Duration{0, 0, 3 * day}},
		{name: "a step that was put off", wakes: []time.Duration{0, time.Minute, 3 * time.Minute, 3 * day}},
		{name: "a database that comes back", wakes: []time.Duration{0, 0}, broken: map[int]int{1: 3}},
		{name: "a row that is gone", wakes: []time.Duration{0, 0}, broken: map[int]int{1: -1}, wrong: models.EngineNotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			engine := newEngine(t)
			start := engine.Now()
			row := models.Row{State: models.SettlementRunning, Version: 1, Now: start, NextStep: models.StepSettle, WakeAt: start.Add(c.wakes[0])}
			var ran []time.Duration
			attempts := 0
			engine.OnActivity(settlements.LoadSettlement, mock.Anything, mock.Anything).Return(row, nil)
			engine.OnActivity(settlements.SettleStep, mock.Anything, mock.Anything).Return(func(context.Context, models.Ref) (models.Row, error) {
				attempts++
				switch broken := c.broken[len(ran)]; {
				case broken < 0:
					return row, temporal.NewNonRetryableApplicationError("there is no such row", models.EngineNotFound, nil)
				case attempts <= broken:
					return row, errors.New("the database is away")
				}
				attempts, ran = 0, append(ran, engine.Now().Sub(start).Truncate(time.Minute))
				row.Version, row.Now = row.Version+1, engine.Now()
				if row.Terminal = len(ran) == len(c.wakes); row.Terminal {
					row.State = models.SettlementDone
					return row, nil
				}
				row.WakeAt = start.Add(c.wakes[len(ran)])
				return row, nil
			})
			engine.ExecuteWorkflow(workflows.Settlement, models.Start{Ref: models.Ref{ID: uuid.New(), Realm: "production"}})
			if c.wrong != "" {
				requireType(t, c.wrong, engine.GetWorkflowError())
				return
			}
			requireEnding(t, engine, models.Ending{State: models.SettlementDone, Version: int64(len(c.wakes) + 1)})
			require.Equal(t, c.wakes, ran)
		})
	}
}
