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

// figuresPause lies between two readings of the figures: about what lies between
// two scrapes.
const figuresPause = 15 * time.Second

// Upkeep is what keeps the programme healthy: the sweep, the mails, the relay of
// events, the proof of the ledger and retention.
type Upkeep struct {
	Programme *programme.Upkeep
	Ledger    *programme.Ledger
	Observer  *observe.Observer
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
	return a.pump(ctx, shift, pumpPause, "send mails", a.Sender.SendDue)
}

// GivePositions gives committed events their positions, for the length of a shift.
func (a *Upkeep) GivePositions(ctx context.Context, shift time.Duration) error {
	return a.pump(ctx, shift, pumpPause, "give positions", a.Programme.Relay)
}

// SendEvents sends events to those who subscribed to them, for the length of a
// shift, and lets the attempts under way at its end come to theirs.
func (a *Upkeep) SendEvents(ctx context.Context, shift time.Duration) error {
	defer a.Events.Wait()
	return a.pump(ctx, shift, pumpPause, "send events", a.Events.SendDue)
}

// ReadFigures shows the figures of all realms in the metrics of this process, for
// the length of a shift: one process at a time reads them, however many are scraped.
func (a *Upkeep) ReadFigures(ctx context.Context, shift time.Duration) error {
	defer a.Observer.Forget()
	return a.pump(ctx, shift, figuresPause, "read figures", func(ctx context.Context) (int, error) {
		of, err := a.Programme.Figures(ctx)
		if err == nil {
			a.Observer.Figures(of)
		}
		return 0, err
	})
}

// ProveBooks proves every book of the ledger; how many do not hold is one of the figures.
func (a *Upkeep) ProveBooks(ctx context.Context) error {
	proven, err := a.Ledger.Reconcile(ctx, func() { activity.RecordHeartbeat(ctx) })
	a.Observer.BooksProven.Add(float64(proven.Books))
	if err == nil {
		a.Observer.Proofs.Inc()
	}
	return classify(err)
}

// DeleteRetained deletes what its retention has ended.
func (a *Upkeep) DeleteRetained(ctx context.Context) error {
	return classify(a.Programme.Retain(ctx))
}

// pump works while there is work, rests otherwise, and goes on after an error:
// a mail server or database that is away comes back.
func (a *Upkeep) pump(ctx context.Context, shift, rest time.Duration, what string, work func(context.Context) (int, error)) error {
	end := time.After(shift)
	for {
		done, err := work(ctx)
		if err != nil {
			a.Log.WarnContext(ctx, "a pump met an error and goes on", "pump", what, "error", err.Error())
		}
		activity.RecordHeartbeat(ctx)
		pause := rest
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
