//go:build drill

package drill

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/stack"
	"partnercenter/models"
)

const root = "../../.."

// station is where somebody is on duty: a world with engines of its own.
type station struct {
	*kit.World
	engines           *stack.Stack
	alice, rita, vera string
	tape              *tape
	receiver          *kit.Receiver // of alice's events
	late, settlement  string        // what a mishap was about
	waiting           func()        // ends what a lock keeps
}

// drill is a mishap, the alerts that tell of it, and what mends it.
type drill struct {
	alerts []string
	before func(*station) // what has to have happened for nothing to be wrong
	breaks func(*station)
	told   time.Duration // how long it has to go on
	mends  func(*station)
	ends   time.Duration // how long an alert on what happened looks back
}

func TestEveryAlertFiresAndEnds(t *testing.T) {
	t.Parallel()
	engines := kit.OwnStack(t)
	s := &station{engines: engines, World: kit.NewWorld(t, kit.Options{
		Plan: engines.Plan, Watched: true, Env: map[string]string{"DATABASE_MAX_CONNS": "8", "REQUEST_TIMEOUT": "6s"},
	})}
	s.alice, s.rita = s.Token("alice", s.Aurora, models.RoleAdministrator), s.Token("rita", s.Vendor, models.RoleReviewer)
	s.vera = s.Token("vera", s.Vendor, models.RoleVendorFinance)
	s.receiver = kit.Receive(t)
	rules := map[string]string{}
	for _, a := range kit.Alerts(t, root) {
		rules[a.Alert] = a.Expr
	}
	var drilled []string
	for _, d := range drills {
		drilled = append(drilled, d.alerts...)
		t.Run(d.alerts[0], func(t *testing.T) { s.in(t).plays(d, rules) })
	}
	for name := range rules {
		require.Contains(t, drilled, name, "nobody has seen this alert")
	}
	require.Len(t, drilled, len(rules))
}

// in is the station for a sub-test.
func (s *station) in(t *testing.T) *station {
	t.Helper()
	sub, world := *s, *s.World
	world.T, sub.World, sub.tape = t, &world, newTape()
	return &sub
}

// plays lets it break while Prometheus looks on, holds that each alert is silent, fires and ends.
func (s *station) plays(d drill, rules map[string]string) {
	s.T.Helper()
	stop := s.watched()
	defer stop()
	if d.before != nil {
		d.before(s)
	}
	quiet := time.Now().Add(4 * often)
	s.goesOn(time.Until(quiet))
	for _, alert := range d.alerts {
		s.is(false, alert, rules[alert], s.tape, quiet.Add(-often), quiet)
	}
	d.breaks(s)
	for _, alert := range d.alerts {
		s.comes(true, alert, func() (bool, error) { return s.holds(rules[alert], quiet, d.told) })
	}
	d.mends(s)
	for _, alert := range d.alerts {
		s.comes(false, alert, func() (bool, error) { return s.holds(rules[alert], time.Now(), d.ends) })
	}
}

// watched scrapes until it is stopped.
func (s *station) watched() (stop func()) {
	ctx, cancel := context.WithCancel(s.T.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(often)
		defer ticker.Stop()
		for ctx.Err() == nil {
			s.tape.scrape(ctx, s.World)
			select {
			case <-ticker.C:
			case <-ctx.Done():
			}
		}
	}()
	return func() {
		cancel()
		<-done
	}
}

// holds reports whether an expression has held since an instant, or will if nothing happens any more for a while.
func (s *station) holds(expr string, since time.Time, more time.Duration) (bool, error) {
	until := time.Now().Add(more)
	if more > 0 {
		since = until
	}
	return s.tape.goesOn(more).fires(s.T.Context(), expr, since, until)
}

func (s *station) is(want bool, alert, expr string, t *tape, from, to time.Time) {
	s.T.Helper()
	fires, err := t.fires(s.T.Context(), expr, from, to)
	require.NoError(s.T, err)
	require.Equal(s.T, want, fires, "%s fires", alert)
}

func (s *station) comes(want bool, alert string, look func() (bool, error)) {
	s.T.Helper()
	require.Eventually(s.T, func() bool {
		fires, err := look()
		require.NoError(s.T, err)
		return fires == want
	}, kit.Patience, 2*often, "%s fires: %t", alert, want)
}
