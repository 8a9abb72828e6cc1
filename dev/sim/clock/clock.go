// Package clock is the business clock all simulators share: real time plus a shift that the time mover sets.
// Token lifetimes and protocol timeouts do not use it: whoever verifies a token looks at the real time.
package clock

import (
	"math"
	"net/http"
	"sync/atomic"
	"time"

	"partnercenter/dev/sim/internal/web"
)

// Clock is safe for concurrent use; its zero value runs at real time.
type Clock struct {
	shiftMicroseconds atomic.Int64
}

// Now is the business instant in UTC, cut to the microseconds that PostgreSQL keeps.
func (c *Clock) Now() time.Time {
	return time.Now().Add(c.Shift()).UTC().Truncate(time.Microsecond)
}

// Shift is how far business now is ahead of real now.
func (c *Clock) Shift() time.Duration {
	return time.Duration(c.shiftMicroseconds.Load()) * time.Microsecond
}

// SetShift makes business now equal real now plus shift, cut to microseconds.
func (c *Clock) SetShift(shift time.Duration) {
	c.shiftMicroseconds.Store(shift.Microseconds())
}

type setting struct {
	ShiftMicroseconds *int64 `json:"shift_microseconds"`
}

type reading struct {
	ShiftMicroseconds int64     `json:"shift_microseconds"`
	Now               time.Time `json:"now"`
}

// maxShiftMicroseconds is what a time.Duration can hold.
const maxShiftMicroseconds = math.MaxInt64 / int64(time.Microsecond)

// Handler answers PUT /clock {"shift_microseconds": n} and GET /clock.
func (c *Clock) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /clock", func(w http.ResponseWriter, _ *http.Request) { c.show(w) })
	mux.HandleFunc("PUT /clock", c.move)
	return mux
}

func (c *Clock) move(w http.ResponseWriter, r *http.Request) {
	var s setting
	if !web.ReadJSON(w, r, &s) {
		return
	}
	if s.ShiftMicroseconds == nil || *s.ShiftMicroseconds > maxShiftMicroseconds || *s.ShiftMicroseconds < -maxShiftMicroseconds {
		web.WriteError(w, http.StatusBadRequest, "shift_invalid", "shift_microseconds must be a number of microseconds within 292 years")
		return
	}
	c.shiftMicroseconds.Store(*s.ShiftMicroseconds)
	c.show(w)
}

func (c *Clock) show(w http.ResponseWriter) {
	web.WriteJSON(w, http.StatusOK, reading{ShiftMicroseconds: c.shiftMicroseconds.Load(), Now: c.Now()})
}
