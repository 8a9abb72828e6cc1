package rules

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

// Proves: 1a-9, 1a-10, 1b
func TestReview_IsGivenOnceByAnotherPersonThanTheReporter(t *testing.T) {
	good := ReviewFacts{State: models.RegistrationPending, Reporter: "mary", Actor: "rita", Verdict: models.VerdictApprove}
	cases := []struct {
		name  string
		spoil func(*ReviewFacts)
		want  []string
	}{
		{"approve", func(*ReviewFacts) {}, []string{}},
		{"reject", func(f *ReviewFacts) { f.Verdict = models.VerdictReject }, []string{}},
		{"maker is checker", func(f *ReviewFacts) { f.Actor = "mary" }, []string{ReviewerIsReporter}},
		{"approved already", func(f *ReviewFacts) { f.State = models.RegistrationReported }, []string{RegistrationNotPending}},
		{"lapsed", func(f *ReviewFacts) { f.State = models.RegistrationLapsed }, []string{RegistrationNotPending}},
		{"historical", func(f *ReviewFacts) { f.State = models.RegistrationUnreported }, []string{RegistrationNotPending}},
		{"no verdict", func(f *ReviewFacts) { f.Verdict = "" }, []string{VerdictInvalid}},
		{"all at once", func(f *ReviewFacts) { *f = ReviewFacts{} }, []string{RegistrationNotPending, ReviewerIsReporter, VerdictInvalid}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			facts := good
			c.spoil(&facts)
			require.Equal(t, c.want, Review(facts).Codes())
		})
	}
}

// Proves: 1a-12
func TestRelease_EndsOpenRegistrationsOnly(t *testing.T) {
	for state, want := range map[string][]string{
		models.RegistrationPending:    {},
		models.RegistrationReported:   {},
		models.RegistrationExpired:    {RegistrationNotOpen},
		models.RegistrationReleased:   {RegistrationNotOpen},
		models.RegistrationAssociated: {RegistrationNotOpen},
		models.RegistrationUnreported: {RegistrationNotOpen},
	} {
		require.Equal(t, want, Release(ReleaseFacts{State: state, Actor: administrator()}).Codes(), state)
	}
}

// Proves: 1a-12
func TestReleaseBatch_IsBounded(t *testing.T) {
	p := policy(t, models.SiteCN)
	require.True(t, ReleaseBatch(100, p).Allowed())
	require.Equal(t, []string{BatchTooLarge}, ReleaseBatch(101, p).Codes())
}

// Proves: 1a-16, 2a-6
func TestActing_IsForAdministratorsAndTheCustomersOwnManager(t *testing.T) {
	cases := []struct {
		name  string
		actor Actor
		want  []string
	}{
		{"administrator", administrator(), []string{}},
		{"manager who reported", Actor{person("mary", models.RoleAccountManager), "mary", "max"}, []string{}},
		{"manager assigned", Actor{person("max", models.RoleAccountManager), "mary", "max"}, []string{}},
		{"colleague", Actor{person("carl", models.RoleAccountManager), "mary", "max"}, []string{NotOwnCustomer}},
		{"colleague who is administrator too", Actor{person("carl", models.RoleAccountManager, models.RoleAdministrator), "mary", "max"}, []string{}},
		{"supervisor", Actor{person("sue", models.RoleSupervisor), "mary", "max"}, []string{RoleCannotAct}},
		{"supervisor of his own customer", Actor{person("mary", models.RoleSupervisor), "mary", "max"}, []string{RoleCannotAct}},
		{"finance", Actor{person("fay", models.RoleFinance), "mary", "max"}, []string{RoleCannotAct}},
		{"member", Actor{person("mel", models.RoleMember), "mary", "max"}, []string{RoleCannotAct}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, Release(ReleaseFacts{State: models.RegistrationReported, Actor: c.actor}).Codes())
		})
	}
}

// Proves: 1a-3
func TestValidUntil_IsExactlyFifteenDaysLater(t *testing.T) {
	for _, c := range []struct {
		site     models.Site
		from, to string
	}{
		{models.SiteCN, "2026-02-15T10:00:00+08:00", "2026-03-02T10:00:00+08:00"},
		{models.SiteCN, "2028-02-15T10:00:00+08:00", "2028-03-01T10:00:00+08:00"},
		{models.SiteCN, "2026-12-31T23:59:59+08:00", "2027-01-15T23:59:59+08:00"},
		// A validity is 360 hours, also where clocks change on the way.
		{models.SiteEU, "2026-03-20T10:00:00+01:00", "2026-04-04T11:00:00+02:00"},
	} {
		require.Equal(t, instant(t, c.to), ValidUntil(instant(t, c.from), policy(t, c.site)))
	}
}

// Proves: 1f
func TestReviewTargets_CountsWorkingDaysOfTheSite(t *testing.T) {
	cases := []struct {
		name                     string
		submitted, target, lapse string
		provisional              bool
	}{
		{"plain", "2026-03-03T12:00:00+08:00", "2026-03-06T12:00:00+08:00", "2026-03-17T12:00:00+08:00", false},
		{"Spring Festival with make-up Saturdays", "2026-02-13T12:00:00+08:00", "2026-02-25T12:00:00+08:00", "2026-03-05T12:00:00+08:00", false},
		{"lapse beyond the published calendar", "2026-12-25T12:00:00+08:00", "2026-12-30T12:00:00+08:00", "2027-01-08T12:00:00+08:00", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := ReviewTargets(instant(t, c.submitted), policy(t, models.SiteCN))
			require.NoError(t, err)
			require.Equal(t, ReviewDeadlines{instant(t, c.target), instant(t, c.lapse), c.provisional}, got)
		})
	}
	broken := policy(t, models.SiteCN)
	broken.Zone = "Mars/Olympus"
	_, err := ReviewTargets(noon, broken)
	require.Error(t, err)
}

// Proves: 1f
func TestReminders_ComeInOrderBeforeTheEnd(t *testing.T) {
	p := policy(t, models.SiteCN)
	end := instant(t, "2026-03-02T10:00:00+08:00")
	require.Equal(t, []time.Time{instant(t, "2026-02-27T10:00:00+08:00")}, Reminders(end, p))

	p.Registration.ReminderDaysBefore = []int{1, 7, 3}
	require.Equal(t, []time.Time{models.AddDays(end, -7), models.AddDays(end, -3), models.AddDays(end, -1)}, Reminders(end, p))

	p.Registration.ReminderDaysBefore = []int{}
	require.Empty(t, Reminders(end, p))
}

// The protection is live the second before its end and over at it, whether or
// not the row was moved.
//
// Proves: 1a-3, 1b
func TestEffectiveRegistrationState_TurnsAtTheInstant(t *testing.T) {
	cases := []struct {
		stored, over string
	}{
		{models.RegistrationReported, models.RegistrationExpired},
		{models.RegistrationPending, models.RegistrationLapsed},
		{models.RegistrationRejected, models.RegistrationRejected},
		{models.RegistrationReleased, models.RegistrationReleased},
		{models.RegistrationAssociated, models.RegistrationAssociated},
		{models.RegistrationUnreported, models.RegistrationUnreported},
	}
	for _, c := range cases {
		end := noon
		require.Equal(t, c.stored, EffectiveRegistrationState(c.stored, &end, noon.Add(-time.Second)))
		require.Equal(t, c.stored, EffectiveRegistrationState(c.stored, &end, noon.Add(-time.Microsecond)))
		require.Equal(t, c.over, EffectiveRegistrationState(c.stored, &end, noon))
		require.Equal(t, c.over, EffectiveRegistrationState(c.stored, &end, noon.Add(time.Hour)))
		require.Equal(t, c.stored, EffectiveRegistrationState(c.stored, nil, noon), "without an end")
	}
}
