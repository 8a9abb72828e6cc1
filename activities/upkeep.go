package activities

import (
	"context"
	"log/slog"
	"time"

	"go.temporal.io/sdk/activity"

	"partnercenter/internal/notify"
	"partnercenter/internal/observe"
	"partnercenter/internal/programme"
	"partnercenter/internal/webhook"
)

// pumpPause is how long a pump rests when it finds nothing to do.
const pumpPause = 500 * time.Millisecond

// Upkeep is what keeps the programme healthy: the sweep, the mails, the relay of
// events, the proof of the ledger and retention.
type Upkeep struct {
	Programme *programme.Upkeep
	Ledger    *programme.Ledger
	Metrics   *observe.Metrics
	Sender    *notify.Sender
	Events    *webhook.Sender
	Log       *slog.Logger
}

// WakeOverdue starts or wakes the workflows of overdue rows and answers how many.
func (a *Upkeep) WakeOverdue(ctx context.Context) (int, error) {
	woken, err := a.Programme.Sweep(ctx, func() { activity.RecordHeartbeat(ctx) })
	return woken, classify(err)
}

// SendMails sends what is owed, for the length of a shift.
func (a *Upkeep) SendMails(ctx context.Context, shift time.Duration) error {
	return a.pump(ctx, shift, "send mails", a.Sender.SendDue)
}

// GivePositions gives committed events their positions, for the length of a shift.
func (a *Upkeep) GivePositions(ctx context.Context, shift time.Duration) error {
	return a.pump(ctx, shift, "give positions", a.Programme.Relay)
}

// SendEvents sends events to those who subscribed to them, for the length of a
// shift, and lets the attempts under way at its end come to theirs.
func (a *Upkeep) SendEvents(ctx context.Context, shift time.Duration) error {
	defer a.Events.Wait()
	return a.pump(ctx, shift, "send events", a.Events.SendDue)
}

// ProveBooks proves every book of the ledger and shows in the metrics how many
// do not hold.
func (a *Upkeep) ProveBooks(ctx context.Context) error {
	proven, err := a.Ledger.Reconcile(ctx, func() { activity.RecordHeartbeat(ctx) })
	a.Metrics.BooksProven.Add(float64(proven.Books))
	if err == nil {
		a.Metrics.BooksWrong.Set(float64(proven.Wrong))
	}
	return classify(err)
}

// DeleteRetained deletes what its retention has ended.
func (a *Upkeep) DeleteRetained(ctx context.Context) error {
	return classify(a.Programme.Retain(ctx))
}

// pump works while there is work, rests otherwise, and goes on after an error:
// a mail server or database that is away comes back.
func (a *Upkeep) pump(ctx context.Context, shift time.Duration, what string, work func(context.Context) (int, error)) error {
	end := time.After(shift)
	for {
		done, err := work(ctx)
		if err != nil {
			a.Log.WarnContext(ctx, "a pump met an error and goes on", "pump", what, "error", err.Error())
		}
		activity.RecordHeartbeat(ctx)
		pause := pumpPause
		if done > 0 && err == nil {
			pause = 0
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-activity.GetWorkerStopChannel(ctx):
			return nil
		case <-end:
			return nil
		case <-time.After(pause):
		}
	}
}
