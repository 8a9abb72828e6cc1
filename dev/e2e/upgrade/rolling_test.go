// Package upgrade changes the product while it is used.
package upgrade

import (
	"context"
	"encoding/json"
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
	"partnercenter/models"
)

const (
	clients = 4
	// served is what every client gets done between two restarts.
	served = 3
	poll   = 20 * time.Millisecond
	// look is how often the balancer looks; delay has room for more than one of them.
	look  = time.Second
	delay = "4s"
)

// Every process of an installation is stopped and started again in its turn, as for a new
// release, while people work: not one request fails, and all that was answered is there.
func TestARollingRestartFailsNobody(t *testing.T) {
	t.Parallel()
	c := &crowd{World: kit.NewWorld(t, kit.Options{Shipped: true, APIs: 2, Workers: 2, Env: map[string]string{"SHUTDOWN_DELAY": delay}})}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c.balance(ctx)
	stop := c.work(ctx)
	for _, name := range c.Product.Names() {
		before := c.done.Load()
		c.Product.Restart(name, nil)
		require.Eventually(t, func() bool { return c.failed() || c.allReady() && c.done.Load() >= before+clients*served }, kit.Patience, poll, "after the restart of %s", name)
	}
	stop()
	require.Empty(t, c.failures)
	require.EventuallyWithT(t, func(check *assert.CollectT) {
		var released int
		require.NoError(check, c.Admin.QueryRow(t.Context(), "SELECT count(*) FROM registrations WHERE state = 'released' AND id = ANY ($1)", c.ids).Scan(&released))
		require.Equal(check, len(c.ids), released, "answered, and carried out")
	}, kit.Patience, poll)
}

// crowd is people who register customers and give them up, through a balancer.
type crowd struct {
	*kit.World
	ready []atomic.Bool // by API
	next  atomic.Int64
	done  atomic.Int64

	mu       sync.Mutex
	ids      []uuid.UUID
	failures []string
}

// balance keeps looking which APIs are ready, as a balancer does.
func (c *crowd) balance(ctx context.Context) {
	c.ready = make([]atomic.Bool, len(c.URLs))
	for n, address := range c.URLs {
		c.ready[n].Store(true)
		go func() {
			tick := time.NewTicker(look)
			defer tick.Stop()
			for ctx.Err() == nil {
				<-tick.C
				status, _, err := c.Try(ctx, address, http.MethodGet, "/readyz", "", "")
				c.ready[n].Store(err == nil && status == http.StatusOK)
			}
		}()
	}
}

func (c *crowd) allReady() bool {
	for n := range c.ready {
		if !c.ready[n].Load() {
			return false
		}
	}
	return true
}

// send gives a request to the next API that is ready.
func (c *crowd) send(ctx context.Context, method, path, token, body string, want ...int) ([]byte, error) {
	for range c.URLs {
		n := int(c.next.Add(1)) % len(c.URLs)
		if !c.ready[n].Load() {
			continue
		}
		status, answer, err := c.Try(ctx, c.URLs[n], method, path, token, body)
		if err == nil && !slices.Contains(want, status) {
			err = fmt.Errorf("%s %s answered %d: %s", method, path, status, answer)
		}
		return answer, err
	}
	return nil, fmt.Errorf("%s %s: no API is ready", method, path)
}

// work lets everybody work until stop is called, which waits for what they have begun.
func (c *crowd) work(ctx context.Context) (stop func()) {
	var group sync.WaitGroup
	var over atomic.Bool
	for range clients {
		partner := uuid.Must(uuid.NewV7())
		c.AddPartner(partner, "Partner"+partner.String()[24:])
		token := c.Token("boss", partner, models.RoleAdministrator)
		group.Go(func() {
			for !over.Load() && !c.failed() {
				if err := c.registerAndRelease(ctx, token); err != nil {
					c.mu.Lock()
					c.failures = append(c.failures, err.Error())
					c.mu.Unlock()
				}
				c.done.Add(1)
			}
		})
	}
	return func() {
		over.Store(true)
		group.Wait()
	}
}

func (c *crowd) failed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.failures) > 0
}

func (c *crowd) registerAndRelease(ctx context.Context, token string) error {
	answer, err := c.send(ctx, http.MethodPost, "/v1/registrations", token, kit.NewCustomer().JSON(), http.StatusCreated)
	if err != nil {
		return err
	}
	var registration struct{ ID uuid.UUID }
	if err := json.Unmarshal(answer, &registration); err != nil {
		return fmt.Errorf("read registration: %w", err)
	}
	path := "/v1/registrations/" + registration.ID.String()
	if _, err := c.send(ctx, http.MethodGet, path, token, "", http.StatusOK); err != nil {
		return err
	}
	// Pending: the workflow was with the worker that stopped, and another one takes it up.
	if _, err := c.send(ctx, http.MethodPost, path+"/release", token, "", http.StatusOK, http.StatusAccepted); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ids = append(c.ids, registration.ID)
	return nil
}
