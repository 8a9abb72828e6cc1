package rules

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

var patience = models.EventsPolicy{Subscriptions: 2, FirstRetrySeconds: 5, LastRetryMinutes: 60, GiveUpHours: 72, DisableHours: 24}

func TestSubscribe_BoundsTheSubscriptionsOfAnOrganisation(t *testing.T) {
	t.Parallel()
	p := models.PolicyDocument{Events: patience}
	require.True(t, Subscribe(1, p).Allowed())
	require.Equal(t, []string{SubscriptionLimitReached}, Subscribe(2, p).Codes())
}

func TestRetryAfter_DoublesUpToItsLongestAndSpreads(t *testing.T) {
	t.Parallel()
	spread := map[time.Duration]bool{}
	for range 100 {
		id := uuid.New()
		for attempts, least := range map[int]time.Duration{
			0: 5 * time.Second, 1: 5 * time.Second, 2: 10 * time.Second, 3: 20 * time.Second, 10: 2560 * time.Second, 11: time.Hour, 1_000_000: time.Hour,
		} {
			pause := RetryAfter(id, attempts, patience)
			require.GreaterOrEqual(t, pause, least, "%d attempts", attempts)
			require.Less(t, pause, least+least/4, "%d attempts", attempts)
			require.Equal(t, pause, RetryAfter(id, attempts, patience), "the same again")
		}
		spread[RetryAfter(id, 1, patience)] = true
	}
	require.Greater(t, len(spread), 50)
}

func TestGivesUp_AtTheInstant(t *testing.T) {
	t.Parallel()
	queued := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	end := queued.Add(72 * time.Hour)
	require.False(t, GivesUp(queued, end.Add(-time.Microsecond), patience))
	require.True(t, GivesUp(queued, end, patience))
}

func TestDisables_WhoIsGoneAndWhoFailsTooLong(t *testing.T) {
	t.Parallel()
	since := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	end := since.Add(24 * time.Hour)
	for _, c := range []struct {
		outcome string
		now     time.Time
		want    string
	}{
		{models.AttemptGone, since, models.DisabledGone},
		{models.AttemptRefused, end.Add(-time.Microsecond), ""},
		{models.AttemptRefused, end, models.DisabledFailing},
		{models.AttemptForbidden, end, models.DisabledFailing},
		{models.AttemptAccepted, end, ""},
	} {
		require.Equal(t, c.want, Disables(models.Attempt{Outcome: c.outcome}, since, c.now, patience), "%s at %s", c.outcome, c.now)
	}
}
