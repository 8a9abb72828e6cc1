package workflows_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"

	"partnercenter/activities"
	"partnercenter/models"
	"partnercenter/workflows"
)

const day = 24 * time.Hour

// The structs are nil: only their methods' names are used.
var (
	registrations *activities.Registrations
	invitations   *activities.Invitations
	acceptances   *activities.Acceptances
	requests      *activities.AssociationRequests
	settlements   *activities.Settlements
	upkeep        *activities.Upkeep
)

// newEngine is the SDK's test environment, whose time jumps to the next timer.
func newEngine(t *testing.T) *testsuite.TestWorkflowEnvironment {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	engine := suite.NewTestWorkflowEnvironment()
	engine.SetTestTimeout(time.Minute)
	workflows.Register(engine)
	for _, a := range []any{&activities.Registrations{}, &activities.Invitations{}, &activities.Acceptances{}, &activities.AssociationRequests{}, &activities.Settlements{}, &activities.Upkeep{}} {
		engine.RegisterActivity(a)
	}
	return engine
}

// world is a registration in its database. It answers as the transactions of
// internal/programme do: a step that is not the next one, or whose time has not
// come, changes nothing.
type world struct {
	engine *testsuite.TestWorkflowEnvironment
	ref    models.Ref

	mu   sync.Mutex // activities run beside the callbacks of the test
	row  models.Row
	skew time.Duration // how far the database's clock is ahead of the engine's
	// What the workflow did, as time since the start.
	loads, steps, timers []time.Duration
	start                time.Time
	onLoad               func(load int) // nil or called within each read, counted from 1
	// A read row is on its way for so long.
	delay  time.Duration
	answer models.Row
}

// newWorld is a registration, reported and to expire after a time.
func newWorld(t *testing.T, wake time.Duration) *world {
	t.Helper()
	w := &world{engine: newEngine(t), ref: models.Ref{ID: uuid.New(), Realm: "production"}}
	w.start = w.engine.Now()
	due := w.start.Add(wake)
	w.row = models.Row{
		State: models.RegistrationReported, Version: 1, Reference: "R-1", PartnerID: uuid.New(), NextStep: models.StepExpire, WakeAt: due,
		Waiting: models.Waiting{Party: models.PartyCustomer, Action: "associate", DueAt: &due, OnSilence: models.RegistrationExpired},
	}
	w.engine.OnActivity(registrations.LoadRegistration, mock.Anything, w.ref).AfterFn(w.read).Return(w.load)
	w.engine.OnActivity(registrations.ExpireRegistration, mock.Anything, w.ref).Return(w.expire)
	w.engine.SetOnTimerScheduledListener(func(_ string, d time.Duration) { w.timers = append(w.timers, d) })
	return w
}

// read reads the row and says how long it will be on its way.
func (w *world) read() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.loads = append(w.loads, w.engine.Now().Sub(w.start))
	if w.onLoad != nil {
		w.onLoad(len(w.loads))
	}
	w.answer = w.seen()
	return w.delay
}

// load answers what was read.
func (w *world) load(context.Context, models.Ref) (models.Row, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.answer, nil
}

func (w *world) expire(context.Context, models.Ref) (models.Row, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.steps = append(w.steps, w.engine.Now().Sub(w.start))
	if !w.row.Terminal && !w.seen().Now.Before(w.row.WakeAt) {
		w.end(models.RegistrationExpired)
	}
	return w.seen(), nil
}

// end ends the registration; the caller holds mu.
func (w *world) end(state string) {
	w.row.State, w.row.Version, w.row.Terminal = state, w.row.Version+1, true
	w.row.Waiting, w.row.NextStep = models.Waiting{Party: models.PartyNobody}, ""
}

// seen is the row with the database's time; the caller holds mu.
func (w *world) seen() models.Row {
	row := w.row
	row.Now = w.engine.Now().Add(w.skew)
	return row
}

// at lets something happen a time after the start.
func (w *world) at(after time.Duration, what func()) {
	w.engine.RegisterDelayedCallback(func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		what()
	}, after)
}

func (w *world) moved() { w.engine.SignalWorkflow(workflows.SignalRowChanged, nil) }

// decide asks for a decision and answers where its outcome will be.
func (w *world) decide(order models.DecisionOrder) *outcome {
	o := &outcome{}
	w.engine.UpdateWorkflow(workflows.UpdateDecide, order.ID.String(), &testsuite.TestUpdateCallback{
		OnAccept: func() { o.accepted = true },
		OnReject: func(err error) { o.refused = err },
		OnComplete: func(result any, err error) {
			o.answered, o.err, o.at = true, err, w.engine.Now().Sub(w.start)
			o.result, _ = result.(models.DecisionResult)
		},
	}, order)
	return o
}

func (w *world) order(verb string) models.DecisionOrder {
	return models.DecisionOrder{ID: uuid.New(), Ref: w.ref, Verb: verb, RequestID: uuid.NewString()}
}

// outcome is what came of a decision.
type outcome struct {
	accepted, answered bool
	refused, err       error
	result             models.DecisionResult
	at                 time.Duration // since the start
}

// known is the row as the workflow shows it to the operators.
func (w *world) known(t *testing.T) models.Row {
	t.Helper()
	value, err := w.engine.QueryWorkflow(workflows.QueryState)
	require.NoError(t, err)
	var row models.Row
	require.NoError(t, value.Get(&row))
	return row
}

// requireType holds the type of the error behind all others, as it crosses the
// engine, against the agreed one.
func requireType(t *testing.T, want string, err error) {
	t.Helper()
	var cause *temporal.ApplicationError
	require.ErrorAs(t, err, &cause)
	for inner := cause; errors.As(inner.Unwrap(), &inner); {
		cause = inner
	}
	require.Equal(t, want, cause.Type())
}

// requireEnding holds how a run ended against what is expected.
func requireEnding(t *testing.T, engine *testsuite.TestWorkflowEnvironment, want models.Ending) {
	t.Helper()
	require.True(t, engine.IsWorkflowCompleted())
	require.NoError(t, engine.GetWorkflowError())
	var ending models.Ending
	require.NoError(t, engine.GetWorkflowResult(&ending))
	require.Equal(t, want, ending)
}
