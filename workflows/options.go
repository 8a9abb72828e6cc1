package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"
)

const (
	// longestTimer bounds one wait; then the workflow looks again, in the same
	// run, so that a changed deadline or clock is noticed within a month.
	longestTimer = 30 * 24 * time.Hour

	// stepTimeout bounds one attempt of a short transaction.
	stepTimeout = 10 * time.Second
	// stepPatience bounds all attempts of one step. When it ends the run fails,
	// a person looks, and the sweep starts the process again from its row.
	stepPatience = 15 * time.Minute

	// factsTimeout bounds one look at the customer directory.
	factsTimeout = 5 * time.Second
	// bankTimeout bounds one attempt at the bank: two calls and two transactions.
	bankTimeout = 30 * time.Second
)

// step is how the transactions of timers run: local activities, because they are
// idempotent by the row's own state and save events.
func step(ctx workflow.Context, summary string) workflow.Context {
	return workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{
		StartToCloseTimeout:    stepTimeout,
		ScheduleToCloseTimeout: stepPatience,
		RetryPolicy:            backoff(),
		Summary:                summary,
	})
}

// decision is how a decision's transaction runs: a normal activity, because a
// local one would commit before the update's acceptance is durable.
func decision(ctx workflow.Context, summary string) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout:    stepTimeout,
		ScheduleToCloseTimeout: stepPatience,
		RetryPolicy:            backoff(),
		Summary:                summary,
	})
}

// lookup is how the directory is asked, for as long as the attempt has patience.
func lookup(ctx workflow.Context, patience time.Duration) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout:    factsTimeout,
		ScheduleToCloseTimeout: patience,
		RetryPolicy:            backoff(),
		Summary:                "read the customer's facts from the directory",
	})
}

// bankCall is how the bank is called. A silent bank is no error of the activity:
// the row says when it is asked again.
func bankCall(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: bankTimeout, ScheduleToCloseTimeout: stepPatience, RetryPolicy: backoff(), Summary: "send a payout, or ask what became of it",
	})
}

func backoff() *temporal.RetryPolicy {
	return &temporal.RetryPolicy{InitialInterval: 200 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: 30 * time.Second}
}
