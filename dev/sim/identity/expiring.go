package identity

import (
	"crypto/rand"
	"sync"
	"time"
)

// expiring keeps values for a while under names nobody can guess. It runs at real time: the protocol's timeouts are
// about people and networks, and must survive a jump of the business clock.
type expiring[V any] struct {
	ttl time.Duration

	mu      sync.Mutex
	entries map[string]entry[V]
}

type entry[V any] struct {
	value   V
	expires time.Time
}

func newExpiring[V any](ttl time.Duration) *expiring[V] {
	return &expiring[V]{ttl: ttl, entries: map[string]entry[V]{}}
}

// put returns the name of the kept value.
func (e *expiring[V]) put(value V) string {
	name, now := rand.Text(), time.Now()
	e.mu.Lock()
	defer e.mu.Unlock()
	for other, kept := range e.entries {
		if !now.Before(kept.expires) {
			delete(e.entries, other)
		}
	}
	e.entries[name] = entry[V]{value: value, expires: now.Add(e.ttl)}
	return name
}

func (e *expiring[V]) get(name string) (V, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.live(name)
}

// take hands the value to one caller only.
func (e *expiring[V]) take(name string) (V, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	value, found := e.live(name)
	delete(e.entries, name)
	return value, found
}

func (e *expiring[V]) live(name string) (V, bool) {
	kept, found := e.entries[name]
	if !found || !time.Now().Before(kept.expires) {
		var none V
		return none, false
	}
	return kept.value, true
}
