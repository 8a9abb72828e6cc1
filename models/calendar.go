package models

import (
	"fmt"
	"time"
)

// dateLayout is the form of calendar dates in the policy document.
const dateLayout = time.DateOnly

// Calendar knows the working days of a policy's zone. A working day is a
// weekday that is no holiday, or a make-up day.
type Calendar struct {
	zone           *time.Location
	holidays       map[string]bool
	makeUpDays     map[string]bool
	publishedUntil string
}

// NewCalendar reads the calendar of a policy document. It fails only for a
// document that Validate refuses.
func NewCalendar(p PolicyDocument) (Calendar, error) {
	zone, err := p.Location()
	if err != nil {
		return Calendar{}, err
	}
	c := Calendar{zone: zone, holidays: map[string]bool{}, makeUpDays: map[string]bool{}, publishedUntil: p.Calendar.PublishedUntil}
	if err := collectDates(c.holidays, p.Calendar.Holidays); err != nil {
		return Calendar{}, fmt.Errorf("read holidays: %w", err)
	}
	if err := collectDates(c.makeUpDays, p.Calendar.MakeUpDays); err != nil {
		return Calendar{}, fmt.Errorf("read make-up days: %w", err)
	}
	return c, nil
}

// Location returns the zone in which the policy counts days and months.
func (p PolicyDocument) Location() (*time.Location, error) {
	// The standard library reads "" as UTC and "Local" as the machine's zone:
	// a deadline must not depend on the machine.
	if p.Zone == "" || p.Zone == "Local" {
		return nil, fmt.Errorf("load zone: %q is no IANA zone", p.Zone)
	}
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		return nil, fmt.Errorf("load zone: %w", err)
	}
	return zone, nil
}

func collectDates(set map[string]bool, dates []string) error {
	for _, date := range dates {
		if _, err := time.Parse(dateLayout, date); err != nil {
			return err
		}
		set[date] = true
	}
	return nil
}

// AddWorkingDays returns the instant at the same wall-clock time on the n-th
// working day after t's calendar day, and whether that day lies beyond the
// published calendar, so that the deadline is provisional. The day of t does
// not count, whether it is a working day or not; n <= 0 returns t.
func (c Calendar) AddWorkingDays(t time.Time, n int) (deadline time.Time, provisional bool) {
	if n <= 0 {
		return Microseconds(t), false
	}
	local := t.In(c.zone)
	// Noon UTC stands for the calendar date: no zone can skip or repeat it.
	date := time.Date(local.Year(), local.Month(), local.Day(), 12, 0, 0, 0, time.UTC)
	for n > 0 {
		date = date.AddDate(0, 0, 1)
		if c.IsWorkingDay(date) {
			n--
		}
	}
	deadline = time.Date(date.Year(), date.Month(), date.Day(),
		local.Hour(), local.Minute(), local.Second(), local.Nanosecond(), c.zone)
	return Microseconds(deadline), c.beyondPublished(date)
}

// IsWorkingDay reports whether the calendar date of d, as d shows it, is a
// working day.
func (c Calendar) IsWorkingDay(d time.Time) bool {
	date := d.Format(dateLayout)
	if c.makeUpDays[date] {
		return true
	}
	weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
	return !weekend && !c.holidays[date]
}

// beyondPublished compares ISO dates as text. Where no calendar is published,
// weekends are all there is and nothing is provisional.
func (c Calendar) beyondPublished(date time.Time) bool {
	return c.publishedUntil != "" && date.Format(dateLayout) > c.publishedUntil
}

// AddWorkingDays is Calendar.AddWorkingDays for the calendar of p.
func AddWorkingDays(t time.Time, n int, p PolicyDocument) (deadline time.Time, provisional bool, err error) {
	c, err := NewCalendar(p)
	if err != nil {
		return time.Time{}, false, err
	}
	deadline, provisional = c.AddWorkingDays(t, n)
	return deadline, provisional, nil
}
