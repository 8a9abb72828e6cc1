package rules

import (
	"hash/fnv"
	"time"

	"github.com/google/uuid"

	"partnercenter/models"
)

// Subscribe decides whether an organisation may have one more subscription than
// the ones it has.
func Subscribe(has int, p models.PolicyDocument) Decision {
	f := &findings{}
	f.when(has >= p.Events.Subscriptions, SubscriptionLimitReached)
	return f.decision()
}

// spreadParts is how finely a pause is spread: into up to a quarter more.
const spreadParts = 1024

// RetryAfter is how long a delivery rests after its n-th attempt failed: twice as
// long each time, and up to a quarter more by a spread derived from the delivery and
// the attempt, so that what failed together does not come back together.
func RetryAfter(delivery uuid.UUID, attempts int, e models.EventsPolicy) time.Duration {
	pause, longest := time.Duration(e.FirstRetrySeconds)*time.Second, time.Duration(e.LastRetryMinutes)*time.Minute
	for n := 1; n < attempts && pause < longest; n++ {
		pause *= 2
	}
	pause = min(pause, longest)
	hash := fnv.New32a()
	hash.Write(delivery[:])
	hash.Write([]byte{byte(attempts)})
	return pause + pause/4*time.Duration(hash.Sum32()%spreadParts)/spreadParts
}

// GivesUp reports whether a delivery that failed now is not tried again.
func GivesUp(queuedAt, now time.Time, e models.EventsPolicy) bool {
	return !now.Before(queuedAt.Add(time.Duration(e.GiveUpHours) * time.Hour))
}

// Disables is why a subscription is sent nothing more after an attempt, or nothing:
// the receiver says that it is gone, or nothing has got through for too long.
func Disables(a models.Attempt, failingSince, now time.Time, e models.EventsPolicy) string {
	switch {
	case a.Outcome == models.AttemptGone:
		return models.DisabledGone
	case !a.Accepted() && !now.Before(failingSince.Add(time.Duration(e.DisableHours)*time.Hour)):
		return models.DisabledFailing
	default:
		return ""
	}
}
