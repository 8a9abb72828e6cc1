package rules

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

func TestApprovePolicy_IsForAnotherPersonOnceAndInTime(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	proposed := models.Policy{Author: "olga", EffectiveFrom: now.Add(time.Microsecond)}
	approved := proposed
	approved.Approver = "rita"
	late := proposed
	late.EffectiveFrom = now
	everything := approved
	everything.EffectiveFrom = now
	for _, c := range []struct {
		name     string
		policy   models.Policy
		approver string
		want     []string
	}{
		{"another person in time", proposed, "rita", []string{}},
		{"the author", proposed, "olga", []string{ApproverIsAuthor}},
		{"approved already", approved, "rita", []string{PolicyAlreadyApproved}},
		{"at its instant", late, "rita", []string{PolicyEffectiveInThePast}},
		{"all at once", everything, "olga", []string{ApproverIsAuthor, PolicyAlreadyApproved, PolicyEffectiveInThePast}},
	} {
		require.Equal(t, c.want, ApprovePolicy(c.policy, c.approver, now).Codes(), c.name)
	}
}
