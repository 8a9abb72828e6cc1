package models

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func at(t *testing.T, instant string) time.Time {
	t.Helper()
	parsed, err := time.Parse(time.RFC3339Nano, instant)
	require.NoError(t, err)
	return parsed
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loaded, err := time.LoadLocation(name)
	require.NoError(t, err)
	return loaded
}

func TestAddMonths_ClampsTheDayToTheEndOfTheMonth(t *testing.T) {
	cases := []struct {
		from string
		n    int
		zone string
		want string
	}{
		{"2026-11-30T10:00:00+08:00", 3, "Asia/Shanghai", "2027-02-28T10:00:00+08:00"},
		{"2027-11-30T10:00:00+08:00", 3, "Asia/Shanghai", "2028-02-29T10:00:00+08:00"},
		{"2028-02-29T10:00:00+08:00", 12, "Asia/Shanghai", "2029-02-28T10:00:00+08:00"},
		{"2026-01-31T00:00:00+08:00", 1, "Asia/Shanghai", "2026-02-28T00:00:00+08:00"},
		{"2026-10-31T23:59:59.999999+08:00", 1, "Asia/Shanghai", "2026-11-30T23:59:59.999999+08:00"},
		{"2026-11-15T10:00:00+08:00", 3, "Asia/Shanghai", "2027-02-15T10:00:00+08:00"},
		{"2026-12-31T10:00:00+08:00", 2, "Asia/Shanghai", "2027-02-28T10:00:00+08:00"},
		{"2026-03-31T10:00:00+08:00", -1, "Asia/Shanghai", "2026-02-28T10:00:00+08:00"},
		// 17:00 UTC on the 30th is already the 31st in Shanghai.
		{"2026-01-30T17:00:00Z", 1, "Asia/Shanghai", "2026-02-28T01:00:00+08:00"},
		{"2026-01-30T17:00:00Z", 1, "UTC", "2026-02-28T17:00:00Z"},
		// The wall clock stays where daylight saving begins in between.
		{"2026-03-01T12:00:00+01:00", 1, "Europe/Brussels", "2026-04-01T12:00:00+02:00"},
	}
	for _, c := range cases {
		got := AddMonths(at(t, c.from), c.n, zone(t, c.zone))
		require.Equal(t, at(t, c.want).UTC(), got, "%s + %d months in %s", c.from, c.n, c.zone)
	}
}

func FuzzAddMonths_LandsInTheMonthAndNeverOnALaterDay(f *testing.F) {
	f.Add(int64(1_800_000_000), 3)
	f.Add(int64(1_709_164_800), 12)
	f.Fuzz(func(t *testing.T, unix int64, n int) {
		from := time.Unix(unix%4_000_000_000, 0).UTC()
		n %= 1200
		got := AddMonths(from, n, time.UTC)
		months := func(t time.Time) int { return t.Year()*12 + int(t.Month()) }
		require.Equal(t, months(from)+n, months(got))
		require.LessOrEqual(t, got.Day(), from.Day())
		if got.Day() < from.Day() {
			require.Equal(t, 1, got.AddDate(0, 0, 1).Day(), "a clamped day is the last of its month")
		}
	})
}

func TestAddDays_CountsInstantsAndNotDates(t *testing.T) {
	// Brussels loses an hour on 29 March 2026: 15 days are still 360 hours.
	from := at(t, "2026-03-20T10:00:00+01:00")
	require.Equal(t, at(t, "2026-04-04T11:00:00+02:00").UTC(), AddDays(from, 15))
	require.Equal(t, 360*time.Hour, AddDays(from, 15).Sub(from))
}

func TestMicroseconds_CutsAndNeverRoundsUp(t *testing.T) {
	require.Equal(t, at(t, "2026-01-01T00:00:00.123456Z"), Microseconds(at(t, "2026-01-01T08:00:00.123456999+08:00")))
}

func TestNextMidnight_IsTheFirstInstantOfTheNextDayInTheZone(t *testing.T) {
	cases := []struct{ from, zone, want string }{
		{"2026-12-31T15:59:59Z", "Asia/Shanghai", "2026-12-31T16:00:00Z"},
		{"2026-12-31T16:00:00Z", "Asia/Shanghai", "2027-01-01T16:00:00Z"},
		{"2028-02-28T12:00:00Z", "UTC", "2028-02-29T00:00:00Z"},
		// Clocks in São Paulo sprang from 24:00 to 01:00 on 4 November 2018.
		{"2018-11-03T12:00:00-03:00", "America/Sao_Paulo", "2018-11-04T01:00:00-02:00"},
	}
	for _, c := range cases {
		require.Equal(t, at(t, c.want).UTC(), NextMidnight(at(t, c.from), zone(t, c.zone)), c.from)
	}
}
