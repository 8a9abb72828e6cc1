package kit

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"partnercenter/internal/crash"
)

// Crashes is what the product's crash points ask before they go on. A point that
// is not armed goes on at once; an armed one is held until the test lets it go,
// which is after something was killed, often the process that stands there.
type Crashes struct {
	server *httptest.Server

	mu    sync.Mutex
	armed map[string]*Hold
}

// Hold is an armed point.
type Hold struct {
	// Reached is closed when everybody expected stands at the point.
	Reached chan struct{}

	expected int
	released chan struct{}
	once     sync.Once
}

// NewCrashes starts the server; give its Env to the world. It ends with the test.
func NewCrashes(t *testing.T) *Crashes {
	t.Helper()
	c := &Crashes{armed: map[string]*Hold{}}
	c.server = httptest.NewServer(http.HandlerFunc(c.reached))
	t.Cleanup(func() {
		for _, point := range crash.All {
			c.disarm(point)
		}
		c.server.CloseClientConnections()
		c.server.Close()
	})
	return c
}

// Env is what the product's processes need to find the server.
func (c *Crashes) Env() map[string]string {
	return map[string]string{"CRASH_HOOK": c.server.URL}
}

// Arm holds the next n that come to a point; who comes later goes on.
func (c *Crashes) Arm(point string, n int) *Hold {
	h := &Hold{Reached: make(chan struct{}), expected: n, released: make(chan struct{})}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.armed[point] = h
	return h
}

// Release lets everybody at the point go on.
func (h *Hold) Release() { h.once.Do(func() { close(h.released) }) }

func (c *Crashes) disarm(point string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if h := c.armed[point]; h != nil {
		h.Release()
	}
	delete(c.armed, point)
}

func (c *Crashes) reached(_ http.ResponseWriter, r *http.Request) {
	hold := c.come(r.URL.Query().Get("point"))
	if hold == nil {
		return
	}
	select {
	case <-hold.released:
	case <-r.Context().Done(): // who stood here was killed
	}
}

// come counts a hit and answers what holds it, or nil.
func (c *Crashes) come(point string) *Hold {
	c.mu.Lock()
	defer c.mu.Unlock()
	hold := c.armed[point]
	if hold == nil {
		return nil
	}
	if hold.expected--; hold.expected == 0 {
		delete(c.armed, point)
		close(hold.Reached)
	}
	return hold
}
