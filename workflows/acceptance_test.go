package workflows_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/temporal"

	"partnercenter/models"
	"partnercenter/workflows"
)

// attemptsOfTests is after how many attempts the SDK's test environment gives up;
// the engine goes on for as long as the options say.
const attemptsOfTests = 10

// The directory is asked for as long as the attempt has patience, at least once;
// then the rules decide, with or without its answer.
func TestAcceptance(t *testing.T) {
	t.Parallel()
	const patience = 10 * time.Minute
	away := errors.New("the directory is away")
	for _, c := range []struct {
		name     string
		patience time.Duration
		// directory answers an attempt, counted from 1.
		directory func(attempt int) error
		state     string
		granted   time.Duration // to all attempts together
		attempts  int
	}{
		{"the directory answers", patience, func(int) error { return nil }, models.AcceptanceAssociated, patience, 1},
		{"the directory comes back", patience, func(attempt int) error {
			if attempt < 4 {
				return away
			}
			return nil
		}, models.AcceptanceAssociated, patience, 4},
		{"the directory stays away", patience, func(int) error { return away }, models.AcceptanceFailed, patience, attemptsOfTests},
		{"the directory does not know the customer", patience, func(int) error {
			return temporal.NewNonRetryableApplicationError("there is no such row", models.EngineNotFound, nil)
		}, models.AcceptanceFailed, patience, 1},
		{"the patience was over at the start", -time.Hour, func(int) error { return away }, models.AcceptanceFailed, 5 * time.Second, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			engine := newEngine(t)
			row, attempts, facts := checking(engine.Now(), c.patience), 0, false
			engine.OnActivity(acceptances.LoadAcceptance, mock.Anything, mock.Anything).Return(row, nil)
			engine.OnActivity(acceptances.ReadFacts, mock.Anything, mock.Anything).Return(func(ctx context.Context, _ models.Ref) error {
				attempts++
				require.Equal(t, c.granted, activity.GetInfo(ctx).ScheduleToCloseTimeout)
				err := c.directory(attempts)
				facts = err == nil
				return err
			})
			engine.OnActivity(acceptances.Associate, mock.Anything, mock.Anything).Return(func(context.Context, models.Ref) (models.Row, error) {
				return ended(row, facts), nil
			}).Once()
			engine.ExecuteWorkflow(workflows.Acceptance, models.Start{Ref: models.Ref{ID: uuid.New(), Realm: "production"}})
			requireEnding(t, engine, models.Ending{State: c.state, Version: 2})
			require.Equal(t, c.attempts, attempts)
		})
	}
}

// A transaction that fails is tried again; one that can never succeed, or that
// fails for as long as a step has patience, fails the run: a person looks, and
// the sweep starts it again from its row.
func TestAcceptance_AssociateFails(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		database func(attempt int) error
		wrong    func(t *testing.T, err error)
		attempts int
	}{
		{"for a moment", func(attempt int) error {
			if attempt < 3 {
				return errors.New("the database is away")
			}
			return nil
		}, nil, 3},
		{"for good", func(int) error { return errors.New("the database is away") },
			func(t *testing.T, err error) { t.Helper(); require.ErrorContains(t, err, "the database is away") }, attemptsOfTests},
		{"because of its input", func(int) error { return temporal.NewNonRetryableApplicationError("never", models.EngineInvalid, nil) },
			func(t *testing.T, err error) { t.Helper(); requireType(t, models.EngineInvalid, err) }, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			engine := newEngine(t)
			row, attempts := checking(engine.Now(), time.Minute), 0
			engine.OnActivity(acceptances.LoadAcceptance, mock.Anything, mock.Anything).Return(row, nil)
			engine.OnActivity(acceptances.ReadFacts, mock.Anything, mock.Anything).Return(nil)
			engine.OnActivity(acceptances.Associate, mock.Anything, mock.Anything).Return(func(context.Context, models.Ref) (models.Row, error) {
				attempts++
				return ended(row, true), c.database(attempts)
			})
			engine.ExecuteWorkflow(workflows.Acceptance, models.Start{Ref: models.Ref{ID: uuid.New(), Realm: "production"}})
			require.Equal(t, c.attempts, attempts)
			if c.wrong == nil {
				requireEnding(t, engine, models.Ending{State: models.AcceptanceAssociated, Version: 2})
				return
			}
			require.True(t, engine.IsWorkflowCompleted())
			c.wrong(t, engine.GetWorkflowError())
		})
	}
}

// checking is an acceptance before its check.
func checking(now time.Time, patience time.Duration) models.Row {
	due := now.Add(patience)
	return models.Row{
		State: models.AcceptanceChecking, Version: 1, NextStep: models.StepCheck, WakeAt: now, Now: now,
		Waiting: models.Waiting{Party: models.PartySystem, Action: "check_customer", DueAt: &due, OnSilence: models.AcceptanceFailed},
	}
}

// ended is an acceptance after its check, which misses the facts or has them.
func ended(row models.Row, facts bool) models.Row {
	row.State, row.Version, row.Terminal, row.Waiting = models.AcceptanceFailed, row.Version+1, true, models.Waiting{Party: models.PartyNobody}
	if facts {
		row.State = models.AcceptanceAssociated
	}
	return row
}
