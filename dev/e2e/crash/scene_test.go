// Package crash kills the product's processes and its engine where it hurts
// most, and compares afterwards what the people were told with rows, events,
// mails and workflows.
package crash

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/stack"
	"partnercenter/models"
)

var patience = kit.Patience

const (
	poll = 100 * time.Millisecond
)

// scene is a world whose processes, or whose engine, get killed.
type scene struct {
	*kit.World
	crashes *kit.Crashes
	engines *stack.Stack // nil on the shared stack, whose engine is not ours to kill
	alice   string
	vendor  string
}

// newScene makes a world of separate processes. With engines of its own it may
// kill Temporal as well.
func newScene(t *testing.T, own bool) *scene {
	t.Helper()
	if own {
		return newSceneOn(t, kit.OwnStack(t))
	}
	return newSceneOn(t, nil)
}

func newSceneOn(t *testing.T, engines *stack.Stack) *scene {
	t.Helper()
	s := &scene{crashes: kit.NewCrashes(t), engines: engines}
	opts := kit.Options{Separate: true, Env: s.crashes.Env()}
	opts.Env["REQUEST_TIMEOUT"] = "15s" // whoever waits for a dead one is told so as soon as in production
	if engines != nil {
		opts.Plan = engines.Plan
	}
	s.World = kit.NewWorld(t, opts)
	s.alice = s.Token("alice", s.Aurora, models.RoleAdministrator)
	s.vendor = s.Token("rita", s.Vendor, models.RoleReviewer)
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("logs of the product: %s", s.LogDir())
		}
	})
	return s
}

// kill ends a victim with SIGKILL.
func (s *scene) kill(victim string) {
	s.T.Helper()
	if victim == stack.PieceTemporal || victim == stack.PiecePostgres {
		require.NoError(s.T, s.engines.Kill(victim))
		return
	}
	s.Product.Kill(victim)
}

// revive starts a victim again.
func (s *scene) revive(victim string) {
	s.T.Helper()
	if victim == stack.PieceTemporal || victim == stack.PiecePostgres {
		require.NoError(s.T, s.engines.Start(s.T.Context(), victim))
		return
	}
	s.Product.Start(victim)
}

// in is the scene for a sub-test.
func (s *scene) in(t *testing.T) *scene {
	t.Helper()
	sub, world := *s, *s.World
	world.T, sub.World = t, &world
	return &sub
}

// now is the realm's business time.
func (s *scene) now() time.Time {
	s.T.Helper()
	now, err := s.Mover.Now(s.T.Context(), s.Realm)
	require.NoError(s.T, err)
	return now
}

// settled waits until rows, events and workflows agree, and holds that nothing
// was done twice.
func (s *scene) settled() {
	s.T.Helper()
	require.EventuallyWithT(s.T, func(c *assert.CollectT) {
		ctx, cancel := context.WithTimeout(s.T.Context(), patience)
		defer cancel()
		found, err := s.Disagreements(ctx)
		require.NoError(c, err)
		require.Empty(c, found)
	}, patience, poll)
	require.Zero(s.T, s.count("SELECT count(*) FROM (SELECT 1 FROM decisions GROUP BY subject_id, version HAVING count(*) > 1) d"), "a decision was taken twice")
	require.Zero(s.T, s.count("SELECT count(*) FROM (SELECT 1 FROM events GROUP BY subject_id, type, at HAVING count(*) > 1) e"), "an event was recorded twice")
}

// mailsOut waits until no mail is owed any more, and holds that the mails that were
// caught are those that the rows tell of.
func (s *scene) mailsOut() {
	s.T.Helper()
	require.EventuallyWithT(s.T, func(c *assert.CollectT) {
		var queued int
		require.NoError(c, s.Admin.QueryRow(s.T.Context(), "SELECT count(*) FROM notifications WHERE state = 'queued'").Scan(&queued))
		require.Zero(c, queued)
	}, patience, poll, "mails are not sent")
	found, err := s.MailDisagreements(s.T.Context())
	require.NoError(s.T, err)
	require.Empty(s.T, found)
}

func (s *scene) count(query string, args ...any) int {
	s.T.Helper()
	var n int
	require.NoError(s.T, s.Admin.QueryRow(s.T.Context(), query, args...).Scan(&n))
	return n
}

// call is one request under one key, asked again until it is answered for good.
type call struct {
	path, token, body string
	key               string
	want              int // the status that ends it
	// ids are the resources that acknowledged answers named.
	mu  sync.Mutex
	ids []string
}

func post(path, token, body string, want int) *call {
	return &call{path: path, token: token, body: body, key: kit.Key(), want: want}
}

// errNotYet: the request has to be sent again, with the same key.
var errNotYet = errors.New("not answered for good yet")

// once sends the request and answers whether the answer was a replay.
func (c *call) once(ctx context.Context, w *kit.World) (bool, error) {
	status, body, replayed, err := w.TryReplay(ctx, w.URLs[0], c.path, c.token, c.body, "Idempotency-Key", c.key)
	switch {
	case err != nil:
		return false, errors.Join(errNotYet, err)
	case status == http.StatusAccepted, status == http.StatusServiceUnavailable, status == http.StatusConflict && stillRuns(body):
		return false, fmt.Errorf("%w: %d", errNotYet, status)
	case status != c.want:
		return false, fmt.Errorf("%s answers %d: %s", c.path, status, body)
	}
	var answer struct {
		ID    string
		Items []struct{ ID string }
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return false, fmt.Errorf("read answer of %s: %w", c.path, err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	id := answer.ID
	for _, item := range answer.Items {
		id += " " + item.ID
	}
	c.ids = append(c.ids, id)
	return replayed, nil
}

// stillRuns: the attempt that was killed has not been given up yet.
func stillRuns(body []byte) bool {
	return bytes.Contains(body, []byte("idempotency_in_progress")) || bytes.Contains(body, []byte("adjustment_running"))
}

// persist asks until it is answered for good, as a careful client does.
func (c *call) persist(ctx context.Context, w *kit.World) error {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		_, err := c.once(ctx, w)
		if err == nil || !errors.Is(err, errNotYet) {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s: %w", c.path, err)
		case <-tick.C:
		}
	}
}
