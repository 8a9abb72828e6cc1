package models

import (
	"time"
	// Months and working days need the zone's rules also where the machine has
	// no zone database, as in a minimal container image.
	_ "time/tzdata"
)

const day = 24 * time.Hour

// Microseconds cuts t to what a timestamptz column keeps, in UTC, so that an
// instant read back equals the one written.
func Microseconds(t time.Time) time.Time {
	return t.UTC().Truncate(time.Microsecond)
}

// AddDays returns the instant n times 24 hours after t. "15 days" of validity
// are exactly 360 hours in every zone: a validity is a span, not a date.
func AddDays(t time.Time, n int) time.Time {
	return Microseconds(t.Add(time.Duration(n) * day))
}

// AddMonths returns the same wall-clock time in zone n calendar months after t,
// the day clamped to the month's end: 30 November + 3 months is the last of
// February. It is the only function that adds months; the standard library
// overflows into March and PostgreSQL counts in the session's zone.
func AddMonths(t time.Time, n int, zone *time.Location) time.Time {
	local := t.In(zone)
	first := time.Date(local.Year(), local.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	dayOfMonth := min(local.Day(), daysIn(first.Year(), first.Month()))
	return Microseconds(time.Date(first.Year(), first.Month(), dayOfMonth,
		local.Hour(), local.Minute(), local.Second(), local.Nanosecond(), zone))
}

// daysIn uses that day 0 of a month is the last day of the month before.
func daysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// NextMidnight returns the first instant of the calendar day after t's in zone.
func NextMidnight(t time.Time, zone *time.Location) time.Time {
	year, month, dayOfMonth := t.In(zone).Date()
	return dayStart(year, month, dayOfMonth+1, zone)
}

func dayStart(year int, month time.Month, dayOfMonth int, zone *time.Location) time.Time {
	start := time.Date(year, month, dayOfMonth, 0, 0, 0, 0, zone)
	wanted := time.Date(year, month, dayOfMonth, 0, 0, 0, 0, time.UTC)
	// Where clocks spring forward at midnight, 00:00 does not exist and Date may
	// answer with an instant of the day before.
	for start.Day() != wanted.Day() {
		start = start.Add(time.Hour)
	}
	return Microseconds(start)
}
