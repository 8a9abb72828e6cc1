// Package behaviour is the failure switch of a simulator: a mode for the next n uses, or until it is set again.
package behaviour

import (
	"net/http"
	"slices"
	"strings"
	"sync"

	"partnercenter/dev/sim/internal/web"
)

// Normal is the mode of every switch that nobody has set, and of one whose count is used up.
const Normal = "ok"

// Switch is safe for concurrent use.
type Switch struct {
	failures []string

	mu      sync.Mutex
	current setting
}

// setting is the body of PUT /behaviour. Count 0 means until set again.
type setting struct {
	Mode  string `json:"mode"`
	Count int    `json:"count"`
}

// New returns a switch at Normal that can be set to the failures.
func New(failures ...string) *Switch {
	return &Switch{failures: failures, current: setting{Mode: Normal}}
}

// Take is the mode for one use and counts it.
func (s *Switch) Take() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	mode := s.current.Mode
	switch s.current.Count {
	case 0:
	case 1:
		s.current = setting{Mode: Normal}
	default:
		s.current.Count--
	}
	return mode
}

// ServeHTTP answers PUT with the new setting and GET with what is left of it.
func (s *Switch) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPut && !s.set(w, r) {
		return
	}
	s.mu.Lock()
	current := s.current
	s.mu.Unlock()
	web.WriteJSON(w, http.StatusOK, current)
}

func (s *Switch) set(w http.ResponseWriter, r *http.Request) bool {
	var next setting
	if !web.ReadJSON(w, r, &next) {
		return false
	}
	if next.Count < 0 || next.Mode != Normal && !slices.Contains(s.failures, next.Mode) {
		web.WriteError(w, http.StatusBadRequest, "behaviour_invalid",
			"mode must be one of "+Normal+", "+strings.Join(s.failures, ", ")+"; count 0 or more")
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current = next
	return true
}
