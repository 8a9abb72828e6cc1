package workflows_test

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"partnercenter/models"
	"partnercenter/workflows"
)

// A wait is at most thirty days long. After each piece the step is asked, which
// asks the database's clock: not due yet means wait on, in the same run.
func TestWait_IsCutIntoPieces(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		wake   time.Duration
		change func(w *world)
		timers []time.Duration
		steps  []time.Duration // since the start
	}{
		{name: "a deadline within the longest timer", wake: 30 * day, timers: []time.Duration{30 * day}, steps: []time.Duration{30 * day}},
		{
			name: "a second more", wake: 30*day + time.Second,
			timers: []time.Duration{30 * day, time.Second}, steps: []time.Duration{30 * day, 30*day + time.Second},
		},
		{
			name: "95 days", wake: 95 * day,
			timers: []time.Duration{30 * day, 30 * day, 30 * day, 5 * day}, steps: []time.Duration{30 * day, 60 * day, 90 * day, 95 * day},
		},
		{name: "a deadline that is over", wake: -time.Hour, steps: []time.Duration{0}},
		{
			name: "a deadline that came nearer without a signal", wake: 95 * day,
			change: func(w *world) { w.at(20*day, func() { w.row.WakeAt = w.start.Add(40 * day) }) },
			timers: []time.Duration{30 * day, 10 * day}, steps: []time.Duration{30 * day, 40 * day},
		},
		{
			name: "a clock that was set back", wake: 10 * day,
			change: func(w *world) { w.at(day, func() { w.skew = -time.Hour }) },
			timers: []time.Duration{10 * day, time.Hour}, steps: []time.Duration{10 * day, 10*day + time.Hour},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, c.wake)
			if c.change != nil {
				c.change(w)
			}
			w.engine.ExecuteWorkflow(workflows.Registration, models.Start{Ref: w.ref})
			requireEnding(t, w.engine, models.Ending{State: models.RegistrationExpired, Version: 2})
			require.Equal(t, c.timers, w.timers)
			require.Equal(t, c.steps, w.steps)
			require.Equal(t, []time.Duration{0}, w.loads)
		})
	}
}

// A workflow that is told its row does not read it. What moved the row before its first
// task has signalled it, and is read.
func TestRun_IsToldItsRow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		moved bool
		loads []time.Duration
	}{
		{"it is as it was written", false, nil},
		{"it has moved since", true, []time.Duration{0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, 10*day)
			written := w.seen()
			if c.moved {
				w.row.WakeAt, w.row.Version = w.start.Add(2*day), 2
				w.engine.RegisterDelayedCallback(w.moved, 0)
			}
			w.engine.ExecuteWorkflow(workflows.Registration, models.Start{Ref: w.ref, Row: &written})
			require.True(t, w.engine.IsWorkflowCompleted())
			require.NoError(t, w.engine.GetWorkflowError())
			require.Equal(t, c.loads, w.loads)
			require.Equal(t, []time.Duration{w.row.WakeAt.Sub(w.start)}, w.steps)
		})
	}
}

// A signal is worth one read of the row. One that comes while the row is being
// read is worth another: the read may have been too early.
func TestRowChanged_ReadsTheRowOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		send  func(w *world)
		loads []time.Duration
	}{
		{"no signal", func(*world) {}, []time.Duration{0}},
		{"one signal", func(w *world) { w.at(day, w.moved) }, []time.Duration{0, day}},
		{"two signals at once", func(w *world) {
			w.at(day, func() {
				w.engine.SignalWorkflowSkippingWorkflowTask(workflows.SignalRowChanged, nil)
				w.moved()
			})
		}, []time.Duration{0, day}},
		{"two signals, one after the other", func(w *world) {
			w.at(day, w.moved)
			w.at(2*day, w.moved)
		}, []time.Duration{0, day, 2 * day}},
		{"a signal while the row is read", func(w *world) {
			w.at(day, w.moved)
			w.onLoad = func(load int) {
				if load == 2 {
					w.moved()
				}
			}
		}, []time.Duration{0, day, day}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, 10*day)
			c.send(w)
			w.engine.ExecuteWorkflow(workflows.Registration, models.Start{Ref: w.ref})
			requireEnding(t, w.engine, models.Ending{State: models.RegistrationExpired, Version: 2})
			require.Equal(t, c.loads, w.loads)
			require.Equal(t, []time.Duration{10 * day}, w.steps)
		})
	}
}

// What another transaction did to the row takes effect when the signal comes.
func TestRowChanged_GoesOnFromTheRow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		move   func(w *world)
		ending models.Ending
		end    time.Duration
	}{
		{"it ended", func(w *world) { w.end(models.RegistrationAssociated) }, models.Ending{State: models.RegistrationAssociated, Version: 2}, day},
		{"its deadline came nearer", func(w *world) { w.row.WakeAt, w.row.Version = w.start.Add(2*day), 2 }, models.Ending{State: models.RegistrationExpired, Version: 3}, 2 * day},
		{"its deadline went away", func(w *world) { w.row.WakeAt, w.row.Version = w.start.Add(20*day), 2 }, models.Ending{State: models.RegistrationExpired, Version: 3}, 20 * day},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, 10*day)
			w.at(day, func() {
				c.move(w)
				w.moved()
			})
			w.engine.ExecuteWorkflow(workflows.Registration, models.Start{Ref: w.ref})
			requireEnding(t, w.engine, c.ending)
			require.Equal(t, c.end, w.engine.Now().Sub(w.start))
		})
	}
}

// A row that was read before a decision and arrives after it says nothing new:
// neither the state nor the deadline that the workflow knows go back, and the
// deadline comes no later.
func TestSee_IgnoresAnOlderRow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 10*day)
	w.engine.OnActivity(registrations.DecideRegistration, mock.Anything, mock.Anything).
		Return(func(context.Context, models.DecisionOrder) (models.DecisionResult, error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.row.Version, w.row.State, w.row.WakeAt = 2, models.RegistrationPending, w.start.Add(20*day)
			return models.DecisionResult{Row: w.seen()}, nil
		})
	w.at(day, func() {
		w.delay = 5 * time.Second
		w.moved()
	})
	w.at(day+time.Second, func() { w.decide(w.order(models.VerbReview)) })
	w.at(day+time.Minute, func() {
		known := w.known(t)
		require.EqualValues(t, 2, known.Version)
		require.Equal(t, models.RegistrationPending, known.State)
	})
	w.engine.ExecuteWorkflow(workflows.Registration, models.Start{Ref: w.ref})
	requireEnding(t, w.engine, models.Ending{State: models.RegistrationExpired, Version: 3})
	require.Equal(t, []time.Duration{0, day}, w.loads)
	require.Equal(t, []time.Duration{20 * day}, w.steps)
}

// upserts collects the keys of each upsert of search attributes, which is an
// event of the run's history.
func (w *world) upserts() *[][]string {
	var all [][]string
	w.engine.OnUpsertTypedSearchAttributes(mock.MatchedBy(func(attributes temporal.SearchAttributes) bool {
		var keys []string
		for key := range attributes.GetUntypedValues() {
			keys = append(keys, key.GetName())
		}
		all = append(all, keys)
		return true
	})).Return(nil)
	return &all
}

// Search attributes move with the row, and only those that moved.
func TestPublish_WritesOnlyWhatMoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 10*day)
	customer, due := uuid.New(), w.start.Add(12*day)
	w.at(day, w.moved)
	w.at(2*day, func() {
		w.row.Version, w.row.WakeAt, w.row.Waiting.DueAt = 2, due, &due
		w.moved()
	})
	w.at(3*day, func() {
		w.row.CustomerID = &customer
		w.end(models.RegistrationAssociated)
		w.moved()
	})
	upserts := w.upserts()
	w.engine.ExecuteWorkflow(workflows.Registration, models.Start{Ref: w.ref})
	requireEnding(t, w.engine, models.Ending{State: models.RegistrationAssociated, Version: 3})
	require.Len(t, *upserts, 3, "nothing moved after a day")
	require.ElementsMatch(t, []string{"Reference", "PartnerId", "Process", "State", "DueAt"}, (*upserts)[0])
	require.ElementsMatch(t, []string{"DueAt"}, (*upserts)[1])
	require.ElementsMatch(t, []string{"State", "CustomerId"}, (*upserts)[2])
}

// A run that an earlier release began gets its reference when its row moves next, and
// no sooner: what it has been told before stays as it was.
func TestPublish_AddsTheReferenceToEarlierRuns(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 10*day)
	w.engine.OnGetVersion("reference-attribute:1", workflow.DefaultVersion, workflow.Version(1)).Return(workflow.DefaultVersion)
	w.at(day, w.moved)
	w.at(2*day, func() {
		w.end(models.RegistrationReleased)
		w.moved()
	})
	upserts := w.upserts()
	w.engine.ExecuteWorkflow(workflows.Registration, models.Start{Ref: w.ref})
	requireEnding(t, w.engine, models.Ending{State: models.RegistrationReleased, Version: 2})
	require.Len(t, *upserts, 2)
	require.NotContains(t, (*upserts)[0], "Reference")
	require.ElementsMatch(t, []string{"Reference", "State"}, (*upserts)[1])
}

// A run that was started with its reference is not asked which release began it.
func TestPublish_KnowsTheReferenceFromTheStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 10*day)
	require.NoError(t, w.engine.SetTypedSearchAttributesOnStart(temporal.NewSearchAttributes(workflows.AttributeReference.ValueSet("REG-ZZZZZ-ZZZZZ"))))
	w.engine.OnGetVersion(mock.Anything, workflow.DefaultVersion, workflow.Version(1)).Panic("the engine is asked for a version")
	upserts := w.upserts()
	w.engine.ExecuteWorkflow(workflows.Registration, models.Start{Ref: w.ref})
	requireEnding(t, w.engine, models.Ending{State: models.RegistrationExpired, Version: 2})
	for _, upsert := range *upserts {
		require.NotContains(t, upsert, "Reference")
	}
}

// A step that the code does not know, or a row that is not there, is for a
// person to look at: the run fails with the agreed type.
func TestRun_FailsOnWhatItCannotKnow(t *testing.T) {
	t.Parallel()
	row := models.Row{State: "strange", Version: 1, NextStep: "dance"}
	gone := temporal.NewNonRetryableApplicationError("there is no such row", models.EngineNotFound, nil)
	for _, c := range []struct {
		name           string
		workflow, load any
		row            models.Row
		err            error
		kind           string
	}{
		{"a registration's unknown step", workflows.Registration, registrations.LoadRegistration, row, nil, models.EngineInvalid},
		{"an invitation's unknown step", workflows.Invitation, invitations.LoadInvitation, row, nil, models.EngineInvalid},
		{"a registration that is gone", workflows.Registration, registrations.LoadRegistration, models.Row{}, gone, models.EngineNotFound},
		{"an invitation that is gone", workflows.Invitation, invitations.LoadInvitation, models.Row{}, gone, models.EngineNotFound},
		{"an acceptance that is gone", workflows.Acceptance, acceptances.LoadAcceptance, models.Row{}, gone, models.EngineNotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			engine := newEngine(t)
			engine.OnActivity(c.load, mock.Anything, mock.Anything).Return(c.row, c.err)
			engine.ExecuteWorkflow(c.workflow, models.Start{Ref: models.Ref{ID: uuid.New(), Realm: "production"}})
			require.True(t, engine.IsWorkflowCompleted())
			requireType(t, c.kind, engine.GetWorkflowError())
		})
	}
}

// A verb that the process does not have is refused before anything is written:
// the validator observes, and leaves row, wait and history as they are.
func TestDecide_RefusesWhatTheProcessDoesNotHave(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name           string
		workflow, load any
		verbs          []string
	}{
		{"a registration", workflows.Registration, registrations.LoadRegistration, []string{models.VerbResend, models.VerbCancel, "", "Review"}},
		{"an invitation", workflows.Invitation, invitations.LoadInvitation, []string{models.VerbReview, models.VerbRelease, "", "Cancel"}},
		{"an acceptance", workflows.Acceptance, acceptances.LoadAcceptance, []string{models.VerbReview, models.VerbRelease, models.VerbResend, models.VerbCancel, ""}},
	} {
		for _, verb := range c.verbs {
			t.Run(c.name+" "+verb, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, 10*day)
				w.engine.OnActivity(c.load, mock.Anything, mock.Anything).AfterFn(w.read).Return(w.load)
				var asked *outcome
				w.at(day, func() {
					before := w.known(t)
					asked = w.decide(w.order(verb))
					w.at(day, func() {
						require.Equal(t, before, w.known(t))
						w.end(models.RegistrationAssociated)
						w.moved()
					})
				})
				w.engine.ExecuteWorkflow(c.workflow, models.Start{Ref: w.ref})
				requireEnding(t, w.engine, models.Ending{State: models.RegistrationAssociated, Version: 2})
				requireType(t, models.EngineUnknownVerb, asked.refused)
				require.False(t, asked.accepted)
				require.Equal(t, []time.Duration{0, 2 * day}, w.loads)
				require.Equal(t, []time.Duration{10 * day}, w.timers, "the wait was not begun again")
			})
		}
	}
}

// Decisions are carried out one at a time, and the run ends when each has its answer, whichever of them ended the row.
func TestDecide_OneAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 10*day)
	var carried []uuid.UUID
	decide := func(_ context.Context, order models.DecisionOrder) (models.DecisionResult, error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		carried = append(carried, order.ID)
		if len(carried) == 2 {
			w.end(models.RegistrationReleased)
		}
		return models.DecisionResult{RequestID: order.RequestID, Row: w.seen()}, nil
	}
	w.engine.OnActivity(registrations.DecideRegistration, mock.Anything, mock.Anything).After(time.Minute).Return(decide)
	running, most := 0, 0
	w.engine.SetOnActivityStartedListener(func(*activity.Info, context.Context, converter.EncodedValues) {
		running++
		most = max(most, running)
	})
	w.engine.SetOnActivityCompletedListener(func(*activity.Info, converter.EncodedValue, error) { running-- })
	var orders []uuid.UUID
	var asked []*outcome
	w.at(day, func() {
		for range 3 {
			order := w.order(models.VerbRelease)
			orders, asked = append(orders, order.ID), append(asked, w.decide(order))
		}
	})
	w.engine.ExecuteWorkflow(workflows.Registration, models.Start{Ref: w.ref})
	requireEnding(t, w.engine, models.Ending{State: models.RegistrationReleased, Version: 2})
	require.Equal(t, 1, most)
	require.ElementsMatch(t, orders, carried)
	for _, o := range asked {
		require.True(t, o.answered)
		require.NoError(t, o.err)
	}
	slices.SortFunc(asked, func(a, b *outcome) int { return cmp.Compare(a.at, b.at) })
	for i, state := range []string{models.RegistrationReported, models.RegistrationReleased, models.RegistrationReleased} {
		require.Equal(t, day+time.Duration(i+1)*time.Minute, asked[i].at)
		require.Equal(t, state, asked[i].result.Row.State)
	}
	require.Empty(t, w.steps)
}

// A decision that cannot be carried out is its caller's affair: the process
// waits on for its deadline.
func TestDecide_FailureLeavesTheWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 10*day)
	w.engine.OnActivity(registrations.DecideRegistration, mock.Anything, mock.Anything).
		Return(models.DecisionResult{}, temporal.NewNonRetryableApplicationError("used", models.EngineMismatch, nil))
	var asked *outcome
	w.at(day, func() { asked = w.decide(w.order(models.VerbRelease)) })
	w.engine.ExecuteWorkflow(workflows.Registration, models.Start{Ref: w.ref})
	requireEnding(t, w.engine, models.Ending{State: models.RegistrationExpired, Version: 2})
	require.True(t, asked.accepted)
	requireType(t, models.EngineMismatch, asked.err)
	require.Equal(t, []time.Duration{10 * day}, w.timers)
	require.Equal(t, []time.Duration{10 * day}, w.steps)
}

// A decision that is refused under the locks leaves the row and its deadline as
// they are, although the wait is begun again.
func TestDecide_RefusalKeepsTheDeadline(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 10*day)
	w.engine.OnActivity(registrations.DecideRegistration, mock.Anything, mock.Anything).
		Return(func(_ context.Context, order models.DecisionOrder) (models.DecisionResult, error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			return models.DecisionResult{RequestID: order.RequestID, Blockers: []models.Blocker{{Code: "reviewer_is_reporter"}}, Row: w.seen()}, nil
		})
	w.at(7*day, func() { w.decide(w.order(models.VerbReview)) })
	w.engine.ExecuteWorkflow(workflows.Registration, models.Start{Ref: w.ref})
	requireEnding(t, w.engine, models.Ending{State: models.RegistrationExpired, Version: 2})
	require.Equal(t, []time.Duration{0}, w.loads, "the decision's answer has the row")
	require.Equal(t, []time.Duration{10 * day, 3 * day}, w.timers)
	require.Equal(t, []time.Duration{10 * day}, w.steps)
}

// When the server suggests it, the run goes on as new from its row's name: at
// once, or after the decisions that it has taken. A decision that comes then is
// told to ask again.
func TestRun_ContinuesAsNew(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		taken bool
	}{{"with nothing to finish", false}, {"after the decision that it has taken", true}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, 10*day)
			w.engine.OnActivity(registrations.DecideRegistration, mock.Anything, mock.Anything).After(time.Minute).
				Return(models.DecisionResult{Row: w.row}, nil)
			var taken, late *outcome
			w.at(day, func() {
				if c.taken {
					taken = w.decide(w.order(models.VerbRelease))
				}
			})
			w.at(day+10*time.Second, func() {
				w.engine.SetContinueAsNewSuggested(true)
				late = w.decide(w.order(models.VerbRelease))
				w.moved()
			})
			w.engine.ExecuteWorkflow(workflows.Registration, models.Start{Ref: w.ref})
			require.True(t, w.engine.IsWorkflowCompleted())
			requireSuccessor(t, w, "Registration")
			requireType(t, models.EngineRestarting, late.refused)
			require.False(t, late.accepted)
			if c.taken {
				require.True(t, taken.answered)
				require.NoError(t, taken.err)
				require.Equal(t, day+time.Minute, w.engine.Now().Sub(w.start))
			} else {
				require.Equal(t, day+10*time.Second, w.engine.Now().Sub(w.start))
			}
		})
	}
}

// A row that has ended needs no successor, however long the history.
func TestRun_EndsRatherThanContinue(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 10*day)
	w.engine.SetContinueAsNewSuggested(true)
	w.end(models.RegistrationReleased)
	w.engine.ExecuteWorkflow(workflows.Registration, models.Start{Ref: w.ref})
	requireEnding(t, w.engine, models.Ending{State: models.RegistrationReleased, Version: 2})
}

func requireSuccessor(t *testing.T, w *world, name string) {
	t.Helper()
	var next *workflow.ContinueAsNewError
	require.ErrorAs(t, w.engine.GetWorkflowError(), &next)
	require.Equal(t, name, next.WorkflowType.Name)
	var start models.Start
	require.NoError(t, converter.GetDefaultDataConverter().FromPayloads(next.Input, &start))
	require.Equal(t, models.Start{Ref: w.ref}, start)
}
