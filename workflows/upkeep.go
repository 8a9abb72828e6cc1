package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"
)

const (
	// pumpShift is how long one activity of a pump works before it hands over to
	// a new one; it heartbeats, so that a dead worker is noticed soon.
	pumpShift     = 10 * time.Minute
	pumpHeartbeat = 10 * time.Second
	// figuresHeartbeat is longer than the pause between two readings.
	figuresHeartbeat = 40 * time.Second

	// sweepTimeout bounds one sweep over the open rows.
	sweepTimeout = 10 * time.Minute

	// proofTimeout bounds one walk over all books, and proofHeartbeat the proof of one.
	proofTimeout   = 6 * time.Hour
	proofHeartbeat = 10 * time.Minute
)

// Sweep heals: open rows whose wake has passed, and rows that no workflow has
// ever read, are started or told to look.
func Sweep(ctx workflow.Context) (int, error) {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: sweepTimeout, HeartbeatTimeout: pumpHeartbeat * 3, RetryPolicy: backoff(), Summary: "wake what is overdue",
	})
	var woken int
	return woken, workflow.ExecuteActivity(ctx, upkeep.WakeOverdue).Get(ctx, &woken)
}

// Deliver sends the mails that are owed, one after another, and hands over
// before its history grows.
func Deliver(ctx workflow.Context) error {
	return pump(ctx, Deliver, upkeep.SendMails, pumpHeartbeat, "send mails")
}

// Relay gives committed events their positions.
func Relay(ctx workflow.Context) error {
	return pump(ctx, Relay, upkeep.GivePositions, pumpHeartbeat, "give events their positions")
}

// Watch reads the figures that the worker shows to those who watch.
func Watch(ctx workflow.Context) error {
	return pump(ctx, Watch, upkeep.ReadFigures, figuresHeartbeat, "read the figures of all realms")
}

// Publish sends events to those who subscribed to them.
func Publish(ctx workflow.Context) error {
	return pump(ctx, Publish, upkeep.SendEvents, pumpHeartbeat, "send events to their subscribers")
}

// Reconcile proves the books of the ledger.
func Reconcile(ctx workflow.Context) error {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: proofTimeout, HeartbeatTimeout: proofHeartbeat, RetryPolicy: backoff(), Summary: "prove the books of the ledger",
	})
	return workflow.ExecuteActivity(ctx, upkeep.ProveBooks).Get(ctx, nil)
}

// Retain deletes what its retention has ended.
func Retain(ctx workflow.Context) error {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: sweepTimeout, RetryPolicy: backoff(), Summary: "delete what its retention has ended"})
	return workflow.ExecuteActivity(ctx, upkeep.DeleteRetained).Get(ctx, nil)
}

// MatchStatement reads on in the statements of the world outside and compares them
// with what is booked.
func MatchStatement(ctx workflow.Context) (int, error) {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: sweepTimeout, HeartbeatTimeout: pumpHeartbeat * 3, RetryPolicy: backoff(), Summary: "match statements with what is booked",
	})
	var read int
	return read, workflow.ExecuteActivity(ctx, statements.MatchStatement).Get(ctx, &read)
}

// pump keeps one long activity at work; the schedule that starts it starts no
// second one. A shift that ends, also because its worker stops, is followed by
// the next at once: the schedule's next turn may be a minute away.
func pump(ctx workflow.Context, self, activity any, heartbeat time.Duration, summary string) error {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: pumpShift + time.Minute, HeartbeatTimeout: heartbeat, RetryPolicy: backoff(), Summary: summary,
	})
	if err := workflow.ExecuteActivity(ctx, activity, pumpShift).Get(ctx, nil); err != nil {
		return err
	}
	return workflow.NewContinueAsNewError(ctx, self)
}
