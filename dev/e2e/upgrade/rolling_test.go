// Package upgrade changes the product while it is used.
package upgrade

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
)

const (
	clients = 4
	// served is what every client gets done between two restarts.
	served = 3
	poll   = 20 * time.Millisecond
	// look is how often the balancer looks, and strikes the looks in a row that take an API
	// out: one that is late on a busy machine is no end. delay has room for more of them.
	look    = time.Second
	strikes = 2
	delay   = "5s"
)

// Every process of an installation is stopped and started again in its turn, as for a new
// release, while people work: not one request fails, and all that was answered is there.
func TestARollingRestartFailsNobody(t *testing.T) {
	t.Parallel()
	c := &crowd{World: kit.NewWorld(t, kit.Options{Shipped: true, APIs: 2, Workers: 2, Env: map[string]string{"SHUTDOWN_DELAY": delay}})}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c.balance(ctx)
	for range clients {
		c.workers = append(c.workers, c.hire())
	}
	stream := &reader{crowd: c, token: c.workers[0].token}
	listening, deaf := context.WithCancel(ctx)
	defer deaf()
	var listener sync.WaitGroup
	listener.Go(func() { stream.read(listening) })
	stop := c.work(ctx)
	for _, name := range c.Product.Names() {
		before := c.done.Load()
		c.Product.Restart(name, nil)
		require.Eventually(t, func() bool { return c.failed() || c.allSeen() && c.done.Load() >= before+clients*served }, kit.Patience, poll, "after the restart of %s", name)
	}
	stop()
	require.Empty(t, c.failures)
	require.EventuallyWithT(t, func(check *assert.CollectT) {
		var released int
		require.NoError(check, c.Admin.QueryRow(t.Context(), "SELECT count(*) FROM registrations WHERE state = 'released' AND id = ANY ($1)", c.ids).Scan(&released))
		require.Equal(check, len(c.ids), released, "answered, and carried out")
	}, kit.Patience, poll)
	for _, w := range c.workers {
		w.requireMoney()
	}
	var fed []string
	require.Eventually(t, func() bool { fed = stream.fed(); return len(fed) >= 2*c.workers[0].rounds }, kit.Patience, poll, "every event has its position")
	require.Eventually(t, func() bool { return c.failed() || stream.heard.Load() >= int64(len(fed)) }, kit.Patience, poll, "the stream tells all of them")
	deaf()
	listener.Wait()
	require.Empty(t, c.failures)
	require.Equal(t, fed, stream.ids, "each once, and in order")
	require.Greater(t, stream.opens, 1, "it was left and went on elsewhere")
}

// crowd is people who register and invite customers and give them up, allot money and
// are paid, through a balancer.
type crowd struct {
	*kit.World
	looks []looked // by API
	next  atomic.Int64
	done  atomic.Int64

	workers []*worker

	mu       sync.Mutex
	ids      []uuid.UUID
	failures []string
}

// looked is what the balancer saw of an API.
type looked struct {
	failed atomic.Int64 // in a row
	last   atomic.Value // the text of the last one that failed
}

func (l *looked) ready() bool { return l.failed.Load() < strikes }

// balance keeps looking which APIs are ready, as a balancer does.
func (c *crowd) balance(ctx context.Context) {
	c.looks = make([]looked, len(c.URLs))
	for n, address := range c.URLs {
		go func() {
			tick := time.NewTicker(look)
			defer tick.Stop()
			for ctx.Err() == nil {
				<-tick.C
				c.looks[n].take(c.Try(ctx, address, http.MethodGet, "/readyz", "", ""))
			}
		}()
	}
}

// take notes how a look went.
func (l *looked) take(status int, answer []byte, err error) {
	if err == nil && status == http.StatusOK {
		l.failed.Store(0)
		return
	}
	l.last.Store(fmt.Sprintf("%d %s %v", status, answer, err))
	l.failed.Add(1)
}

// allSeen reports whether the last look at each API found it ready.
func (c *crowd) allSeen() bool {
	for n := range c.looks {
		if c.looks[n].failed.Load() > 0 {
			return false
		}
	}
	return true
}

// api is the next API that is ready. The turn is taken once: others take theirs meanwhile.
func (c *crowd) api() (address string, err error) {
	turn := int(c.next.Add(1))
	for further := range c.URLs {
		if n := (turn + further) % len(c.URLs); c.looks[n].ready() {
			return c.URLs[n], nil
		}
	}
	none := errors.New("no API is ready")
	for n := range c.looks {
		none = errors.Join(none, fmt.Errorf("%s: %v", c.URLs[n], c.looks[n].last.Load()))
	}
	return "", none
}

// send gives a request to the next API that is ready.
func (c *crowd) send(ctx context.Context, method, path, token, body string, header []string, want ...int) ([]byte, error) {
	address, err := c.api()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	status, answer, err := c.Try(ctx, address, method, path, token, body, header...)
	if err == nil && !slices.Contains(want, status) {
		err = fmt.Errorf("%s %s answered %d: %s", method, path, status, answer)
	}
	return answer, err
}

// work lets everybody work until stop is called, which waits for what they have begun.
func (c *crowd) work(ctx context.Context) (stop func()) {
	var group sync.WaitGroup
	var over atomic.Bool
	for _, w := range c.workers {
		group.Go(func() {
			for !over.Load() && !c.failed() {
				if err := w.round(ctx); err != nil {
					c.fails(err)
				}
				w.rounds++
				c.done.Add(1)
			}
		})
	}
	return func() {
		over.Store(true)
		group.Wait()
	}
}

func (c *crowd) fails(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.failures = append(c.failures, err.Error())
}

func (c *crowd) failed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.failures) > 0
}

// registerAndRelease registers and invites a customer, and gives him up.
func (w *worker) registerAndRelease(ctx context.Context) error {
	answer, err := w.send(ctx, http.MethodPost, "/v1/registrations", w.token, kit.NewCustomer().JSON(), nil, http.StatusCreated)
	if err != nil {
		return err
	}
	var registration struct{ ID uuid.UUID }
	if err := json.Unmarshal(answer, &registration); err != nil {
		return fmt.Errorf("read registration: %w", err)
	}
	path := "/v1/registrations/" + registration.ID.String()
	if _, err := w.send(ctx, http.MethodGet, path, w.token, "", nil, http.StatusOK); err != nil {
		return err
	}
	if _, err := w.send(ctx, http.MethodPost, "/v1/invitations", w.token, kit.InvitationJSON(registration.ID.String()), nil, http.StatusCreated); err != nil {
		return err
	}
	// Pending: the workflow was with the worker that stopped, and another one takes it up.
	if _, err := w.send(ctx, http.MethodPost, path+"/release", w.token, "", nil, http.StatusOK, http.StatusAccepted); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ids = append(w.ids, registration.ID)
	return nil
}
