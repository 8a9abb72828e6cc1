package kit

import (
	"context"
	"fmt"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"

	"partnercenter/workflows"
)

// Now is the business time of the world.
func (w *World) Now() time.Time {
	w.T.Helper()
	now, err := w.Mover.Now(w.T.Context(), w.Realm)
	require.NoError(w.T, err)
	return now
}

// MoveTo moves the world to an instant; what is due on the way happens.
func (w *World) MoveTo(instant time.Time) {
	w.T.Helper()
	require.NoError(w.T, w.Mover.To(w.T.Context(), w.Realm, instant))
}

// MoveUnattended moves the world while its worker is stopped: nobody acts.
func (w *World) MoveUnattended(instant time.Time) {
	w.T.Helper()
	require.NoError(w.T, w.Mover.Patient(300*time.Millisecond).To(w.T.Context(), w.Realm, instant))
}

// ClockTo sets the product's clock alone to an instant shortly ahead: the engine does not notice, and the very next
// call is a matter of milliseconds after it.
func (w *World) ClockTo(instant time.Time) {
	w.T.Helper()
	_, err := w.Admin.Exec(w.T.Context(), `INSERT INTO clocks (realm, shift) VALUES ($1, $2 * interval '1 microsecond')
		ON CONFLICT (realm) DO UPDATE SET shift = excluded.shift`, w.Realm, time.Until(instant).Microseconds())
	require.NoError(w.T, err)
}

// Shortly is how far ahead of an instant a world moves whose product's clock then goes on to the second before it:
// a busy machine must not get there by itself.
const Shortly = 2 * time.Minute

// SecondBefore looks a second ahead of an instant, again until a look was over in time; it must change nothing.
func (w *World) SecondBefore(instant time.Time, look func()) {
	w.T.Helper()
	for range 50 {
		w.ClockTo(instant.Add(-time.Second))
		look()
		if w.Now().Before(instant) {
			return
		}
	}
	require.Fail(w.T, "this machine is too slow to look a second ahead of a deadline")
}

// Late moves the business time to an instant without telling the workflows, so that
// what was not started, or is due, counts as late; then it sweeps.
func (w *World) Late(ctx context.Context, to time.Time) error {
	w.T.Helper()
	w.ClockTo(to)
	w.Sims.Clock.SetShift(time.Until(to))
	return w.Sweep(ctx)
}

// Sweep runs the healing workflow once, as its schedule does every minute.
func (w *World) Sweep(ctx context.Context) error {
	run, err := w.Temporal.ExecuteWorkflow(ctx, client.StartWorkflowOptions{TaskQueue: w.TaskQueue, WorkflowExecutionTimeout: Patience}, workflows.Sweep)
	if err != nil {
		return fmt.Errorf("start sweep: %w", err)
	}
	return run.Get(ctx, nil)
}
