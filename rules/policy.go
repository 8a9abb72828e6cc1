package rules

import (
	"time"

	"partnercenter/models"
)

// ApprovePolicy decides whether somebody may put a proposed version of a policy
// into force: once, by another person than its author, and before its instant:
// approved later it would rule over what is already past. ASSUMPTION.
func ApprovePolicy(proposed models.Policy, approver string, now time.Time) Decision {
	f := &findings{}
	f.when(proposed.Author == approver, ApproverIsAuthor)
	f.when(proposed.Approver != "", PolicyAlreadyApproved)
	f.when(Over(proposed.EffectiveFrom, now), PolicyEffectiveInThePast)
	return f.decision()
}
