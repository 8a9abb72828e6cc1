package process

import (
	"context"
	"sync"
	"time"

	"partnercenter/internal/store"
	"partnercenter/models"
)

const (
	// startsEvery is how often starts are noted.
	startsEvery = 200 * time.Millisecond
	// startsPatience bounds the noting of what was started until then.
	startsPatience = 5 * time.Second
)

// Starts notes which rows have got their workflows, some at a time: a note for each
// would be a commit for each. A row that had moved before its workflow was there to be
// told of it is read then. The sweep looks after an open row whose note was lost.
type Starts struct {
	store  *store.Store
	engine *Engine
	stop   chan struct{}
	done   chan struct{}

	mu      sync.Mutex
	waiting map[string][]models.Begun // by realm
}

// NewStarts begins to note starts. It goes on when ctx has ended, until Close: requests
// that are still answered start workflows.
func NewStarts(ctx context.Context, s *store.Store, e *Engine) *Starts {
	n := &Starts{store: s, engine: e, stop: make(chan struct{}), done: make(chan struct{}), waiting: map[string][]models.Begun{}}
	go n.run(context.WithoutCancel(ctx))
	return n
}

// Add lets a start be noted with the next ones.
func (n *Starts) Add(b models.Begun) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.waiting[b.Ref.Realm] = append(n.waiting[b.Ref.Realm], b)
}

// Close notes what is left.
func (n *Starts) Close() {
	close(n.stop)
	<-n.done
}

func (n *Starts) run(ctx context.Context) {
	defer close(n.done)
	tick := time.NewTicker(startsEvery)
	defer tick.Stop()
	for running := true; running; {
		select {
		case <-tick.C:
		case <-n.stop:
			running = false
		}
		n.note(ctx)
	}
}

// note notes what was started since the last time.
func (n *Starts) note(ctx context.Context) {
	n.mu.Lock()
	started := n.waiting
	n.waiting = map[string][]models.Begun{}
	n.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, startsPatience)
	defer cancel()
	for realm, begun := range started {
		if err := n.noteIn(ctx, realm, begun); err != nil {
			n.engine.Log.WarnContext(ctx, "note which workflows were started; the sweep looks after them", "rows", len(begun), "error", err.Error())
		}
	}
}

func (n *Starts) noteIn(ctx context.Context, realm string, begun []models.Begun) error {
	var moved []store.Waker
	err := n.store.As(ctx, models.Principal{Realm: realm, Side: models.SideVendor}, func(tx *store.Tx) (err error) {
		moved, err = tx.MarkStarted(begun)
		return err
	})
	if err != nil {
		return err
	}
	return n.engine.Changed(ctx, moved)
}
