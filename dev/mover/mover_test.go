package mover_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"partnercenter/dev/mover"
	"partnercenter/dev/stack"
)

const (
	realm = "sandbox"
	day   = 24 * time.Hour
)

func TestTo_ReachesAThirtyDaySleep(t *testing.T) {
	w := newWorld(t)
	w.startWorker()
	due := w.wait("sleeper", 30*day)

	require.NoError(t, w.mover.To(t.Context(), realm, due.Add(-time.Minute)))
	require.False(t, w.acted("sleeper"), "a minute before it is due")

	require.NoError(t, w.mover.To(t.Context(), realm, due))
	require.WithinDuration(t, due, w.actedAt("sleeper"), 5*time.Second)
	require.WithinDuration(t, due, w.now(), 10*time.Second)
}

func TestTo_StopsAtEveryDueInstant(t *testing.T) {
	w := newWorld(t)
	w.startWorker()
	third, first, second := w.wait("third", 9*day), w.wait("first", 2*day), w.wait("second", 2*day+time.Hour)

	require.NoError(t, w.mover.Advance(t.Context(), realm, 20*day))

	require.WithinDuration(t, first, w.actedAt("first"), 5*time.Second)
	require.WithinDuration(t, second, w.actedAt("second"), 5*time.Second)
	require.WithinDuration(t, third, w.actedAt("third"), 5*time.Second)
}

func TestTo_MovesALaterWorkflowByTheSameAmount(t *testing.T) {
	w := newWorld(t)
	w.startWorker()
	w.wait("early", 60*day)
	require.NoError(t, w.mover.Advance(t.Context(), realm, 50*day))
	late := w.wait("late", 7*day)

	require.NoError(t, w.mover.Advance(t.Context(), realm, 6*day))
	require.False(t, w.acted("late"))
	require.Equal(t, 1, w.timers("late"), "nothing wakes a workflow before its time")

	require.NoError(t, w.mover.Advance(t.Context(), realm, 5*day))
	require.WithinDuration(t, late, w.actedAt("late"), 5*time.Second)
	require.True(t, w.acted("early"))
}

// What is due seconds after a stop comes by itself, and not before its time.
func TestTo_LeavesNoWorkflowAheadOfTheClock(t *testing.T) {
	w := newWorld(t)
	w.startWorker()
	first, second := w.wait("first", 5*day), w.wait("second", 5*day+6*time.Second)
	require.NoError(t, w.mover.To(t.Context(), realm, first))
	require.True(t, w.acted("first"))

	require.Eventually(t, func() bool { return w.acted("second") }, 30*time.Second, 50*time.Millisecond)
	require.WithinDuration(t, second, w.actedAt("second"), 5*time.Second)
	require.Equal(t, 1, w.timers("second"), "nothing wakes a workflow before its time")
}

func TestTo_ServesAMoverThatComesLater(t *testing.T) {
	w := newWorld(t)
	w.startWorker()
	due := w.wait("sleeper", 30*day)
	require.NoError(t, w.mover.Advance(t.Context(), realm, 10*day))

	w.mover = w.newMover()
	late := w.wait("late", 5*day)
	require.NoError(t, w.mover.Advance(t.Context(), realm, 25*day))

	require.WithinDuration(t, due, w.actedAt("sleeper"), 5*time.Second)
	require.WithinDuration(t, late, w.actedAt("late"), 5*time.Second)
}

func TestTo_PassesAStoppedWorker(t *testing.T) {
	w := newWorld(t)
	stop := w.startWorker()
	due := w.wait("sleeper", 30*day)
	stop()

	require.NoError(t, w.mover.Patient(time.Second).Advance(t.Context(), realm, 40*day))
	require.False(t, w.acted("sleeper"))
	require.WithinDuration(t, due.Add(10*day), w.now(), 10*time.Second)

	w.startWorker()
	require.Eventually(t, func() bool { return w.acted("sleeper") }, 30*time.Second, 50*time.Millisecond)
}

func TestTo_RefusesThePast(t *testing.T) {
	w := newWorld(t)
	require.ErrorIs(t, w.mover.To(t.Context(), realm, time.Now().Add(-time.Hour)), mover.ErrBackwards)
}

// world is a database with one process table, a task queue, and a workflow that waits like the product's do.
type world struct {
	t     *testing.T
	plan  *stack.Plan
	db    *pgxpool.Pool
	c     client.Client
	queue string
	mover *mover.Mover
}

func newWorld(t *testing.T) *world {
	t.Helper()
	file := os.Getenv("STACK_FILE")
	if file == "" {
		t.Fatal("STACK_FILE names no running stack: run `make test`")
	}
	plan, err := stack.ReadPlan(file)
	require.NoError(t, err)
	require.NotEmpty(t, plan.Temporal.Pool, "the stack has no namespaces for tests")
	w := &world{t: t, plan: plan, db: newDatabase(t, plan), queue: "mover-" + rand.Text()}
	w.c, err = client.Dial(client.Options{
		HostPort:  plan.Temporal.Address,
		Namespace: w.namespace(),
		Logger:    log.NewStructuredLogger(slog.New(slog.DiscardHandler)),
	})
	require.NoError(t, err)
	t.Cleanup(w.c.Close)
	w.mover = w.newMover()
	return w
}

// namespace is the pool's last: the mover moves everything that is open in it.
func (w *world) namespace() string {
	return w.plan.Temporal.Pool[len(w.plan.Temporal.Pool)-1]
}

func (w *world) newMover() *mover.Mover {
	return mover.New(mover.Config{
		Database:  w.db,
		Tables:    []string{"waits"},
		Temporal:  w.c,
		Namespace: w.namespace(),
	})
}

func newDatabase(t *testing.T, plan *stack.Plan) *pgxpool.Pool {
	t.Helper()
	name := "mover_" + strings.ToLower(rand.Text())
	admin, err := pgx.Connect(t.Context(), plan.Postgres.AdminURL)
	require.NoError(t, err)
	_, err = admin.Exec(t.Context(), "CREATE DATABASE "+name)
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		_, err := admin.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)")
		require.NoError(t, err)
		require.NoError(t, admin.Close(ctx))
	})
	config, err := pgxpool.ParseConfig(plan.Postgres.AdminURL)
	require.NoError(t, err)
	config.ConnConfig.Database = name
	db, err := pgxpool.NewWithConfig(t.Context(), config)
	require.NoError(t, err)
	t.Cleanup(db.Close)
	_, err = db.Exec(t.Context(), `CREATE TABLE clocks (realm text PRIMARY KEY, shift interval NOT NULL);
		CREATE TABLE waits (id text PRIMARY KEY, realm text NOT NULL, due_at timestamptz NOT NULL, next_wake_at timestamptz, acted_at timestamptz)`)
	require.NoError(t, err)
	return db
}

func (w *world) now() time.Time {
	w.t.Helper()
	now, err := w.mover.Now(w.t.Context(), realm)
	require.NoError(w.t, err)
	return now
}

// wait makes a row that is due after d of business time, and starts its workflow.
func (w *world) wait(id string, d time.Duration) time.Time {
	w.t.Helper()
	due := w.now().Add(d).Truncate(time.Microsecond)
	_, err := w.db.Exec(w.t.Context(), "INSERT INTO waits (id, realm, due_at, next_wake_at) VALUES ($1, $2, $3, $3)", id, realm, due)
	require.NoError(w.t, err)
	_, err = w.c.ExecuteWorkflow(w.t.Context(), client.StartWorkflowOptions{ID: w.queue + id, TaskQueue: w.queue}, waitUntilDue, id)
	require.NoError(w.t, err)
	// What a failed test leaves open would hold up the moves of the next one.
	w.t.Cleanup(func() {
		_ = w.c.TerminateWorkflow(context.WithoutCancel(w.t.Context()), w.queue+id, "", "the test has ended")
	})
	require.Eventually(w.t, func() bool { return w.timers(id) == 1 || w.acted(id) }, 20*time.Second, 20*time.Millisecond)
	return due
}

func (w *world) acted(id string) bool {
	w.t.Helper()
	var acted bool
	require.NoError(w.t, w.db.QueryRow(w.t.Context(), "SELECT acted_at IS NOT NULL FROM waits WHERE id = $1", id).Scan(&acted))
	return acted
}

func (w *world) actedAt(id string) time.Time {
	w.t.Helper()
	require.True(w.t, w.acted(id), "%s has not been acted on", id)
	var at time.Time
	require.NoError(w.t, w.db.QueryRow(w.t.Context(), "SELECT acted_at FROM waits WHERE id = $1", id).Scan(&at))
	return at
}

// timers counts the timers that the workflow has set so far; 0 when the worker does not run.
func (w *world) timers(id string) int {
	w.t.Helper()
	var count int
	events := w.c.GetWorkflowHistory(w.t.Context(), w.queue+id, "", false, 0)
	for events.HasNext() {
		event, err := events.Next()
		require.NoError(w.t, err)
		if event.GetTimerStartedEventAttributes() != nil {
			count++
		}
	}
	return count
}

func (w *world) startWorker() (stop func()) {
	w.t.Helper()
	run := worker.New(w.c, w.queue, worker.Options{})
	run.RegisterWorkflow(waitUntilDue)
	run.RegisterActivity(&acts{db: w.db})
	require.NoError(w.t, run.Start())
	stopped := false
	stop = func() {
		if !stopped {
			stopped = true
			run.Stop()
		}
	}
	w.t.Cleanup(stop)
	return stop
}

// waitUntilDue waits as long as the clock says, looks again, and acts when the row is due.
func waitUntilDue(ctx workflow.Context, id string) error {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: 10 * time.Second})
	for {
		var left time.Duration
		if err := workflow.ExecuteActivity(ctx, "Act", id).Get(ctx, &left); err != nil {
			return err
		}
		if left <= 0 {
			return nil
		}
		if err := workflow.Sleep(ctx, left); err != nil {
			return err
		}
	}
}

type acts struct {
	db *pgxpool.Pool
}

// Act marks the row at business now when it is due, and returns how long it is not.
func (a *acts) Act(ctx context.Context, id string) (time.Duration, error) {
	var shift int64
	err := a.db.QueryRow(ctx, "SELECT coalesce((SELECT (extract(epoch FROM shift) * 1000000)::bigint FROM clocks WHERE realm = $1), 0)", realm).Scan(&shift)
	if err != nil {
		return 0, err
	}
	now := time.Now().Add(time.Duration(shift) * time.Microsecond)
	var due time.Time
	if err := a.db.QueryRow(ctx, "SELECT due_at FROM waits WHERE id = $1", id).Scan(&due); err != nil {
		return 0, err
	}
	if left := due.Sub(now); left > 0 {
		return left, nil
	}
	_, err = a.db.Exec(ctx, "UPDATE waits SET acted_at = $2, next_wake_at = NULL WHERE id = $1 AND acted_at IS NULL", id, now)
	return 0, err
}
