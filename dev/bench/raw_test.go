//go:build bench

package bench

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"partnercenter/dev/e2e/kit"
)

// pollers are as many as the product's worker has: the two differ in what they do, not in how
// they are tuned.
const pollers = 8

// rawLife is how long a raw process waits for its decision: as long as a registration does.
const rawLife = 15 * 24 * time.Hour

// raw is the least that keeps what the product keeps: a row that is there when the answer is,
// and a workflow that waits for a decision or its deadline. It knows no people, no rules, no
// keys, no events.
type raw struct {
	db      *pgxpool.Pool
	engine  client.Client
	queue   string
	waiting atomic.Int64 // workflows that have begun to wait
	expired atomic.Int64 // workflows that ended at their deadline
}

func newRaw(t *testing.T, w *kit.World) *raw {
	t.Helper()
	config := w.Admin.Config()
	config.MaxConns = clients
	db, err := pgxpool.NewWithConfig(t.Context(), config)
	require.NoError(t, err)
	t.Cleanup(db.Close)
	_, err = db.Exec(t.Context(), `CREATE TABLE IF NOT EXISTS raw_rows (
		id uuid PRIMARY KEY, owner uuid NOT NULL, state text NOT NULL, company text NOT NULL, created_at timestamptz NOT NULL)`)
	require.NoError(t, err)
	r := &raw{db: db, engine: w.Temporal, queue: w.TaskQueue + "-raw"}
	carrier := worker.New(r.engine, r.queue, worker.Options{
		MaxConcurrentWorkflowTaskPollers: pollers, MaxConcurrentActivityTaskPollers: pollers,
	})
	carrier.RegisterWorkflowWithOptions(r.wait, workflow.RegisterOptions{Name: "RawWait"})
	carrier.RegisterWorkflowWithOptions(r.timer, workflow.RegisterOptions{Name: "RawTimer"})
	carrier.RegisterActivity(r.Decide)
	require.NoError(t, carrier.Start())
	t.Cleanup(carrier.Stop)
	return r
}

// wait is the raw process. What it counts does not steer it.
func (r *raw) wait(ctx workflow.Context, id string) error {
	decided := false
	err := workflow.SetUpdateHandler(ctx, "decide", func(ctx workflow.Context, state string) error {
		ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: 10 * time.Second})
		err := workflow.ExecuteActivity(ctx, r.Decide, id, state).Get(ctx, nil)
		decided = true
		return err
	})
	if err != nil {
		return fmt.Errorf("listen for decisions: %w", err)
	}
	if !workflow.IsReplaying(ctx) {
		r.waiting.Add(1)
	}
	if _, err = workflow.AwaitWithTimeout(ctx, rawLife, func() bool { return decided }); err != nil {
		return fmt.Errorf("wait: %w", err)
	}
	return nil
}

// timer is the raw process whose deadline comes: a local activity, as the product's timers have.
func (r *raw) timer(ctx workflow.Context, id string, due time.Time) error {
	if err := workflow.Sleep(ctx, due.Sub(workflow.Now(ctx))); err != nil {
		return fmt.Errorf("wait: %w", err)
	}
	ctx = workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{StartToCloseTimeout: 10 * time.Second})
	if err := workflow.ExecuteLocalActivity(ctx, r.Decide, id, "expired").Get(ctx, nil); err != nil {
		return fmt.Errorf("expire: %w", err)
	}
	if !workflow.IsReplaying(ctx) {
		r.expired.Add(1)
	}
	return nil
}

// Decide is one small transaction.
func (r *raw) Decide(ctx context.Context, id, state string) error {
	if _, err := r.db.Exec(ctx, "UPDATE raw_rows SET state = $2 WHERE id = $1", id, state); err != nil {
		return fmt.Errorf("decide on a raw row: %w", err)
	}
	return nil
}

func (r *raw) insert(ctx context.Context) (string, error) {
	id := uuid.Must(uuid.NewV7()).String()
	_, err := r.db.Exec(ctx, "INSERT INTO raw_rows VALUES ($1, $2, 'reported', $3, now())", id, uuid.New(), "A company "+id)
	if err != nil {
		return "", fmt.Errorf("insert a raw row: %w", err)
	}
	return id, nil
}

// create inserts a row and starts its workflow.
func (r *raw) create(ctx context.Context) (string, error) {
	id, err := r.insert(ctx)
	if err != nil {
		return "", err
	}
	if _, err := r.engine.ExecuteWorkflow(ctx, client.StartWorkflowOptions{ID: "raw:" + id, TaskQueue: r.queue}, "RawWait", id); err != nil {
		return "", fmt.Errorf("start a raw workflow: %w", err)
	}
	return id, nil
}

// decide asks for a decision and waits for its outcome.
func (r *raw) decide(ctx context.Context, id string) error {
	handle, err := r.engine.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
		WorkflowID: "raw:" + id, UpdateName: "decide", Args: []any{"released"}, WaitForStage: client.WorkflowUpdateStageCompleted,
	})
	if err != nil {
		return fmt.Errorf("ask for a raw decision: %w", err)
	}
	if err := handle.Get(ctx, nil); err != nil {
		return fmt.Errorf("decide on a raw row: %w", err)
	}
	return nil
}
