package rules

import (
	"testing"

	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

// Only money of nobody can be assigned, and only to whoever sells. Proves: 7a-3, 7c, 5e.
func TestClaimTopUp(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		facts ClaimFacts
		codes []string
	}{
		"unmatched, to a partner":     {ClaimFacts{models.TopUpUnmatched, models.KindPartner}, []string{}},
		"unmatched, to a distributor": {ClaimFacts{models.TopUpUnmatched, models.KindDistributor}, []string{}},
		"unmatched, to a reseller":    {ClaimFacts{models.TopUpUnmatched, models.KindReseller}, []string{}},
		"unmatched, to a customer":    {ClaimFacts{models.TopUpUnmatched, models.KindCustomer}, []string{NotAPartner}},
		"unmatched, to the vendor":    {ClaimFacts{models.TopUpUnmatched, models.KindVendor}, []string{NotAPartner}},
		"arrived":                     {ClaimFacts{models.TopUpArrived, models.KindPartner}, []string{TopUpNotUnmatched}},
		"refused, to a customer":      {ClaimFacts{models.TopUpRefused, models.KindCustomer}, []string{TopUpNotUnmatched, NotAPartner}},
	} {
		require.Equal(t, c.codes, ClaimTopUp(c.facts).Codes(), name)
	}
	require.Equal(t, "/partner_id", find(t, ClaimTopUp(ClaimFacts{models.TopUpUnmatched, models.KindCustomer}), NotAPartner).Pointer)
}

// Money of nobody goes back once. Proves: 7a-4, 7c.
func TestRefuseTopUp(t *testing.T) {
	t.Parallel()
	require.True(t, RefuseTopUp(models.TopUpUnmatched).Allowed())
	for _, state := range []string{models.TopUpArrived, models.TopUpRefused} {
		require.Equal(t, []string{TopUpNotUnmatched}, RefuseTopUp(state).Codes(), state)
	}
}
