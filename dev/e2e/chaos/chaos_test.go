// Package chaos lets people work while whatever the product stands on dies, stops
// and comes back, moves time, and proves afterwards from the people's own notes,
// the database and the simulators' books that nothing was lost and nothing
// happened twice.
package chaos

import (
	"context"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/stack"
	"partnercenter/worker"
)

const (
	defaultDuration = 15 * time.Second
	// rounds is how often people work in chaos; time moves between the rounds.
	rounds = 2
	// between is how far time moves between two rounds: past reminders and targets.
	between = 4 * 24 * time.Hour
	// beyond is how far it moves at the end: past every protection and invitation.
	beyond = 16 * 24 * time.Hour
	people = 6
)

// stage is the world with everything in it that can be killed.
type stage struct {
	*kit.World
	engines *stack.Stack
	inbox   *inbox
	down    atomic.Value // the process that the plan keeps from running
}

func TestChaos(t *testing.T) {
	seed, duration := seed(t), duration(t)
	t.Logf("CHAOS_SEED=%d CHAOS_DURATION=%s", seed, duration)
	s := newStage(t)
	s.down.Store("")
	go s.supervise(t.Context())
	crowd := newCrowd(s, seed)
	crowd.long = duration >= time.Minute
	for round := range rounds {
		plan := newPlan(seed+uint64(round), duration/rounds)
		t.Logf("round %d: %s", round+1, plan)
		crowd.prepare()
		s.work(crowd, plan)
		s.calm()
		if round+1 < rounds {
			s.MoveTo(s.Now().Add(between))
		}
	}
	require.NoError(t, s.Late(t.Context(), s.Now().Add(beyond))) // everything is late at once, and dated to its instant all the same
	s.calm()
	s.prove(crowd)
}

func seed(t *testing.T) uint64 {
	t.Helper()
	text, given := os.LookupEnv("CHAOS_SEED")
	if !given {
		return uint64(time.Now().UnixNano() % 1_000_000)
	}
	number, err := strconv.ParseUint(text, 10, 64)
	require.NoError(t, err, "CHAOS_SEED")
	return number
}

func duration(t *testing.T) time.Duration {
	t.Helper()
	text, given := os.LookupEnv("CHAOS_DURATION")
	if !given {
		return defaultDuration
	}
	d, err := time.ParseDuration(text)
	require.NoError(t, err, "CHAOS_DURATION")
	return d
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{engines: kit.OwnStack(t)}
	s.World = kit.NewWorld(t, kit.Options{
		Plan: s.engines.Plan, Separate: true, APIs: 2, Workers: 2, Env: map[string]string{"REQUEST_TIMEOUT": "15s", "LOG_LEVEL": "INFO"},
	})
	// The play takes weeks, and everybody asks again at its end: keys are kept for as long.
	require.NoError(t, s.Temporal.ScheduleClient().GetHandle(t.Context(), worker.ScheduleID(s.TaskQueue, "retention")).Pause(t.Context(), client.SchedulePauseOptions{}))
	s.inbox = newInbox(s)
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("logs of the product: %s", s.LogDir())
		}
	})
	return s
}

// supervise starts a process that has ended by itself, as one does that finds no database when it starts; an installation
// has somebody who does.
func (s *stage) supervise(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for _, name := range s.Product.Names() {
			if s.down.Load() != name && !s.Product.Running(name) && s.down.Load() != name && ctx.Err() == nil {
				s.Product.Launch(name)
			}
		}
	}
}

// work lets the crowd work while the plan is carried out; then everybody who was
// not answered for good yet is.
func (s *stage) work(c *crowd, p plan) {
	s.T.Helper()
	ctx, done := context.WithTimeout(s.T.Context(), p.duration)
	defer done()
	working := make(chan struct{})
	go func() {
		defer close(working)
		c.work(ctx)
	}()
	s.carryOut(ctx, p)
	<-working
	s.T.Logf("answered for good so far: %s", c.log.summary())
}

// calm waits until everything that was begun has come to rest. What was not started
// counts as late, and is started by the sweep.
func (s *stage) calm() {
	s.T.Helper()
	require.NoError(s.T, s.Late(s.T.Context(), s.Now().Add(3*time.Minute)))
	require.EventuallyWithT(s.T, func(t *assert.CollectT) {
		ctx, cancel := context.WithTimeout(s.T.Context(), kit.Patience)
		defer cancel()
		require.NoError(t, s.Sweep(ctx))
		found, err := s.Disagreements(ctx)
		require.NoError(t, err)
		require.Empty(t, found)
		require.Zero(t, s.count("SELECT count(*) FROM notifications WHERE state = 'queued'"))
		require.Zero(t, s.count("SELECT count(*) FROM payouts WHERE state = 'sent'"))
		require.Zero(t, s.count("SELECT count(*) FROM settlements WHERE next_wake_at <= $1", s.Now())) // a period of grace lasts for days
		require.Zero(t, s.count("SELECT count(*) FROM event_queue"))
		require.Zero(t, s.count("SELECT count(*) FROM deliveries WHERE state = 'queued'"))
	}, kit.Patience, time.Second)
}

func (s *stage) count(query string, args ...any) int {
	s.T.Helper()
	var n int
	require.NoError(s.T, s.Admin.QueryRow(s.T.Context(), query, args...).Scan(&n), query)
	return n
}
