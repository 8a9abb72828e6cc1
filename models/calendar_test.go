package models

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func policyOf(t *testing.T, site Site) PolicyDocument {
	t.Helper()
	p, err := DefaultPolicy(site)
	require.NoError(t, err)
	return p
}

func TestAddWorkingDays_SkipsHolidaysAndCountsMakeUpDays(t *testing.T) {
	cases := []struct {
		name        string
		site        Site
		from        string
		n           int
		want        string
		provisional bool
	}{
		{"plain week", SiteCN, "2026-03-02T09:30:00+08:00", 3, "2026-03-05T09:30:00+08:00", false},
		{"over a weekend", SiteCN, "2026-03-05T09:30:00+08:00", 3, "2026-03-10T09:30:00+08:00", false},
		{"submitted on a Saturday", SiteCN, "2026-03-07T09:30:00+08:00", 1, "2026-03-09T09:30:00+08:00", false},
		// 14 February 2026 is a working Saturday, then nine days of Spring Festival.
		{"Spring Festival", SiteCN, "2026-02-13T18:00:00+08:00", 2, "2026-02-24T18:00:00+08:00", false},
		{"make-up Saturday after it", SiteCN, "2026-02-27T18:00:00+08:00", 1, "2026-02-28T18:00:00+08:00", false},
		{"National Day 2025", SiteCN, "2025-09-30T12:00:00+08:00", 3, "2025-10-11T12:00:00+08:00", false},
		{"the date counts in the zone", SiteCN, "2026-03-02T23:00:00Z", 1, "2026-03-04T07:00:00+08:00", false},
		{"last published day", SiteCN, "2026-12-30T10:00:00+08:00", 1, "2026-12-31T10:00:00+08:00", false},
		{"beyond the published year", SiteCN, "2026-12-31T10:00:00+08:00", 1, "2027-01-01T10:00:00+08:00", true},
		{"weekends only elsewhere", SiteIntl, "2026-02-13T18:00:00Z", 2, "2026-02-17T18:00:00Z", false},
		{"never provisional without a calendar", SiteIntl, "2030-01-01T18:00:00Z", 1, "2030-01-02T18:00:00Z", false},
		{"wall clock over daylight saving", SiteEU, "2026-03-27T10:00:00+01:00", 1, "2026-03-30T10:00:00+02:00", false},
		{"no days", SiteCN, "2026-03-07T09:30:00+08:00", 0, "2026-03-07T09:30:00+08:00", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, provisional, err := AddWorkingDays(at(t, c.from), c.n, policyOf(t, c.site))
			require.NoError(t, err)
			require.Equal(t, at(t, c.want).UTC(), got)
			require.Equal(t, c.provisional, provisional)
		})
	}
}

func TestAddWorkingDays_RefusesADocumentThatValidateRefuses(t *testing.T) {
	for _, spoil := range []func(*PolicyDocument){
		func(p *PolicyDocument) { p.Zone = "Mars/Olympus" },
		func(p *PolicyDocument) { p.Zone = "" },
		func(p *PolicyDocument) { p.Zone = "Local" },
		func(p *PolicyDocument) { p.Calendar.Holidays = []string{"1 May"} },
		func(p *PolicyDocument) { p.Calendar.MakeUpDays = []string{"2026-02-30"} },
	} {
		p := policyOf(t, SiteCN)
		spoil(&p)
		_, _, err := AddWorkingDays(time.Now(), 1, p)
		require.Error(t, err)
		require.NotEmpty(t, Validate(p, notices))
	}
}

// The notices announce 28 and 33 days off and 5 and 6 working weekend days.
func TestChinaCalendar_HasTheDaysOfTheNotices(t *testing.T) {
	calendar := policyOf(t, SiteCN).Calendar
	count := map[string]int{}
	for _, date := range calendar.Holidays {
		count[date[:4]]++
	}
	require.Equal(t, map[string]int{"2025": 28, "2026": 33}, count)

	for _, date := range calendar.MakeUpDays {
		d, err := time.Parse(time.DateOnly, date)
		require.NoError(t, err)
		require.Contains(t, []time.Weekday{time.Saturday, time.Sunday}, d.Weekday(), date)
	}
	require.Len(t, calendar.MakeUpDays, 11)
}
