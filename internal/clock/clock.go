// Package clock says what time it is for facts. There is one clock: the wall
// clock of the process that owns the transaction, cut to microseconds, plus the
// realm's shift where a development clock is allowed.
package clock

import "time"

// Clock tells business time of one realm at the moment of the call.
type Clock struct{ shift time.Duration }

// Shifted is a clock that runs ahead of the wall clock by shift.
func Shifted(shift time.Duration) Clock { return Clock{shift: shift} }

// Now is the business instant in UTC, cut to what PostgreSQL keeps.
func (c Clock) Now() time.Time {
	return time.Now().Add(c.shift).UTC().Truncate(time.Microsecond)
}
