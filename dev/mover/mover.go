// Package mover moves time for a whole realm: the product's clock, the simulators' and every open workflow, from one
// due instant to the next, so that what is due in between happens in its order and at its own instant.
package mover

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	defaultPatience = 30 * time.Second
	settlePoll      = 20 * time.Millisecond
	// gap keeps two stops apart: a forward begins from wherever the workflow's time is when the server takes it up, which
	// on a busy machine is later than when the mover asked.
	gap = 5 * time.Second
)

// ErrBackwards says that the instant lies in the realm's past.
var ErrBackwards = errors.New("time does not move backwards")

// Config of a mover.
type Config struct {
	// Database holds the table clocks and Tables; its user sees all rows (a superuser in development).
	Database *pgxpool.Pool
	// Tables are those with the columns realm and next_wake_at; an open row has a next_wake_at.
	Tables []string
	// Temporal is a client of Namespace, whose open workflows of Types all move; no types: all of them. What
	// keeps an activity running all the time, as a pump does, cannot be moved and is left out.
	Temporal  client.Client
	Namespace string
	Types     []string
	// SimulatorClock is the URL that takes PUT {"shift_microseconds": n}; empty: there are no simulators.
	SimulatorClock string
	// Patience bounds, per due instant, the wait for workflows and rows that do not act, such as with a stopped
	// worker; 0 means 30 s.
	Patience time.Duration
}

// Mover is the only one that moves its realms; it is not safe for concurrent use.
type Mover struct {
	cfg    Config
	frames *frames
}

// New returns a mover.
func New(cfg Config) *Mover {
	if cfg.Patience == 0 {
		cfg.Patience = defaultPatience
	}
	return &Mover{cfg: cfg, frames: &frames{known: map[string]time.Duration{}}}
}

// Patient returns a mover of the same realms that waits for others than this one: use a short patience while the
// worker is stopped.
func (m *Mover) Patient(patience time.Duration) *Mover {
	cfg := m.cfg
	cfg.Patience = patience
	return &Mover{cfg: cfg, frames: m.frames}
}

// Now is the realm's business time.
func (m *Mover) Now(ctx context.Context, realm string) (time.Time, error) {
	shift, err := m.shift(ctx, realm)
	if err != nil {
		return time.Time{}, err
	}
	return time.Now().Add(shift), nil
}

// Advance moves the realm's time by d.
func (m *Mover) Advance(ctx context.Context, realm string, d time.Duration) error {
	now, err := m.Now(ctx, realm)
	if err != nil {
		return err
	}
	return m.To(ctx, realm, now.Add(d))
}

// To moves the realm's time to instant, stopping at every due instant on the way until its rows have been acted on.
// When it returns business now is instant, plus the real time that has passed since the last stop.
func (m *Mover) To(ctx context.Context, realm string, instant time.Time) error {
	for {
		shift, err := m.shift(ctx, realm)
		if err != nil {
			return err
		}
		now := time.Now().Add(shift)
		if instant.Before(now) {
			return fmt.Errorf("move %s from %s to %s: %w", realm, now, instant, ErrBackwards)
		}
		stop, err := m.nextStop(ctx, realm, now, instant)
		if err != nil {
			return err
		}
		if err := m.step(ctx, realm, shift, stop); err != nil {
			return fmt.Errorf("move %s to %s: %w", realm, stop, err)
		}
		if stop.Equal(instant) {
			return nil
		}
	}
}

func (m *Mover) step(ctx context.Context, realm string, before time.Duration, stop time.Time) error {
	after := time.Until(stop).Round(time.Microsecond)
	moved := time.Now()
	if err := m.setShift(ctx, realm, after); err != nil {
		return err
	}
	if err := m.setSimulators(ctx, after); err != nil {
		return err
	}
	to := &move{to: stop, at: moved, before: before, after: after}
	m.frames.moves = append(m.frames.moves, to)
	return m.settle(ctx, realm, to)
}

// settle forwards the workflows until no row is due any more. A row may stay due: its worker is stopped.
func (m *Mover) settle(ctx context.Context, realm string, to *move) error {
	patience, cancel := context.WithTimeout(ctx, m.cfg.Patience)
	defer cancel()
	tick := time.NewTicker(settlePoll)
	defer tick.Stop()
	for {
		if err := m.forwardAll(patience, to); err != nil && !endOfPatience(err) {
			return err
		}
		due, err := m.anyDue(ctx, realm, to.to)
		if err != nil || !due {
			return err
		}
		select {
		case <-patience.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// endOfPatience reports whether a call ended because its time was up: the server may say so a little before our
// own clock does.
func endOfPatience(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return true
	}
	code := status.Code(errors.Unwrap(err))
	var canceled *serviceerror.Canceled
	var late *serviceerror.DeadlineExceeded
	return code == codes.Canceled || code == codes.DeadlineExceeded || errors.As(err, &canceled) || errors.As(err, &late)
}

// shift of the realm's clock; a realm without a row runs at real time.
func (m *Mover) shift(ctx context.Context, realm string) (time.Duration, error) {
	var microseconds int64
	err := m.cfg.Database.QueryRow(ctx,
		"SELECT (extract(epoch FROM shift) * 1000000)::bigint FROM clocks WHERE realm = $1", realm).Scan(&microseconds)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read clock of %s: %w", realm, err)
	}
	return time.Duration(microseconds) * time.Microsecond, nil
}

func (m *Mover) setShift(ctx context.Context, realm string, shift time.Duration) error {
	_, err := m.cfg.Database.Exec(ctx, `INSERT INTO clocks (realm, shift) VALUES ($1, $2 * interval '1 microsecond')
		ON CONFLICT (realm) DO UPDATE SET shift = excluded.shift`, realm, shift.Microseconds())
	if err != nil {
		return fmt.Errorf("set clock of %s: %w", realm, err)
	}
	return nil
}

// nextStop is the earliest instant after now that an open row waits for, at most limit, and whether rows are due
// there. Rows that are due within the gap of each other are one stop: forwarded for the first, the others' workflows
// would wake before their time.
func (m *Mover) nextStop(ctx context.Context, realm string, now, limit time.Time) (stop time.Time, err error) {
	first, err := m.wake(ctx, realm, "min", now, limit)
	if err != nil || first == nil {
		return limit, err
	}
	for last := first; last != nil; {
		stop = *last
		last, err = m.wake(ctx, realm, "max", stop, earlier(stop.Add(gap), limit))
		if err != nil {
			return stop, err
		}
	}
	return stop, nil
}

// wake is the min or max of the instants in (after, until] that open rows wait for; nil if there is none.
func (m *Mover) wake(ctx context.Context, realm, aggregate string, after, until time.Time) (*time.Time, error) {
	var found *time.Time
	for _, table := range m.cfg.Tables {
		var wake *time.Time
		err := m.cfg.Database.QueryRow(ctx, "SELECT "+aggregate+"(next_wake_at) FROM "+pgx.Identifier{table}.Sanitize()+
			" WHERE realm = $1 AND next_wake_at > $2 AND next_wake_at <= $3", realm, after, until).Scan(&wake)
		if err != nil {
			return nil, fmt.Errorf("look for the next due row of %s: %w", table, err)
		}
		if wake != nil && (found == nil || wake.Before(*found) == (aggregate == "min")) {
			found = wake
		}
	}
	return found, nil
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func (m *Mover) anyDue(ctx context.Context, realm string, at time.Time) (bool, error) {
	for _, table := range m.cfg.Tables {
		var due bool
		err := m.cfg.Database.QueryRow(ctx, "SELECT EXISTS (SELECT FROM "+pgx.Identifier{table}.Sanitize()+
			" WHERE realm = $1 AND next_wake_at <= $2)", realm, at).Scan(&due)
		if err != nil {
			return false, fmt.Errorf("look for due rows of %s: %w", table, err)
		}
		if due {
			return true, nil
		}
	}
	return false, nil
}
