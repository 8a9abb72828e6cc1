package rules

import (
	"time"

	"partnercenter/models"
)

// Over reports whether a deadline has come: it is true at its instant, whether
// or not somebody has written it down yet.
func Over(deadline, now time.Time) bool { return !now.Before(deadline) }

// EffectiveRegistrationState is the state at now of a registration whose row may
// not have been moved yet. heldUntil is the instant at which the claim ends by
// itself, nil where it does not. Source: 1a-3, 1b, 1f.
func EffectiveRegistrationState(stored string, heldUntil *time.Time, now time.Time) string {
	if heldUntil == nil || !Over(*heldUntil, now) {
		return stored
	}
	switch stored {
	case models.RegistrationReported:
		return models.RegistrationExpired
	case models.RegistrationPending:
		return models.RegistrationLapsed
	default:
		return stored
	}
}

// IsOpen reports whether a registration in this effective state protects the
// customer and counts in the partner's cap. Source: 1a-4, 1f.
func IsOpen(state string) bool {
	return state == models.RegistrationPending || state == models.RegistrationReported
}

// EffectiveInvitationState is the state at now of an online invitation whose row
// may not have been moved yet: it ends with its link or with its registration,
// whichever comes first. Source: 2a-2, 2b, 1f, 2f.
func EffectiveInvitationState(stored string, expiresAt, registrationHeldUntil, now time.Time) string {
	if stored == models.InvitationSent && (Over(expiresAt, now) || Over(registrationHeldUntil, now)) {
		return models.InvitationExpired
	}
	return stored
}
