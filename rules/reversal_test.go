package rules

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

// What other rows go by, what was drawn on, what left arrears and what would allot
// to a former customer stays; every other kind can be taken back.
func TestReversible_RefusesWhatOthersGoBy(t *testing.T) {
	t.Parallel()
	customer := uuid.New()
	of := func(kind string, postings ...models.Posting) models.LedgerTransaction {
		return models.LedgerTransaction{Kind: kind, Postings: postings}
	}
	takes, gives := Reclaim(Cause{}, customer, cny(100)), Allocate(Cause{}, customer, cny(100))
	for name, c := range map[string]struct {
		facts ReversalFacts
		why   string
	}{
		"a top-up":                               {ReversalFacts{Of: of(models.LedgerTopUp), Lots: []models.Lot{lotOf("whole", 1, 10000)}}, ""},
		"a top-up that was drawn on":             {ReversalFacts{Of: of(models.LedgerTopUp), Lots: []models.Lot{lotOf("part", 1, 9999)}}, "0.01 of its 100.00"},
		"credit":                                 {ReversalFacts{Of: of(models.LedgerCredit)}, ""},
		"designated cash":                        {ReversalFacts{Of: of(models.LedgerDesignate)}, ""},
		"released cash":                          {ReversalFacts{Of: of(models.LedgerRelease)}, ""},
		"a consumption":                          {ReversalFacts{Of: of(models.LedgerConsume)}, ""},
		"a consumption that left arrears":        {ReversalFacts{Of: of(models.LedgerConsume), Owing: true}, "arrears"},
		"an allotment":                           {ReversalFacts{Of: gives}, ""},
		"an allotment, after the association":    {ReversalFacts{Of: gives, Ended: true}, ""},
		"what was taken back":                    {ReversalFacts{Of: takes}, ""},
		"what was taken back, after association": {ReversalFacts{Of: takes, Ended: true}, "association that is over"},
		"a reversal":                             {ReversalFacts{Of: of(models.LedgerReversal)}, "a reversal itself"},
		"a freeze":                               {ReversalFacts{Of: of(models.LedgerFreeze)}, "withdrawal"},
		"an unfreeze":                            {ReversalFacts{Of: of(models.LedgerUnfreeze)}, "withdrawal"},
		"a payout":                               {ReversalFacts{Of: of(models.LedgerPayout)}, "went to the bank"},
		"a charge for suspense":                  {ReversalFacts{Of: of(models.LedgerCharge)}, "suspense"},
		"money put in suspense":                  {ReversalFacts{Of: of(models.LedgerSuspend)}, "suspense"},
		"money taken out of suspense":            {ReversalFacts{Of: of(models.LedgerUnsuspend)}, "suspense"},
		"an unlink":                              {ReversalFacts{Of: of(models.LedgerUnlink)}, "settlement"},
		"a write-off":                            {ReversalFacts{Of: of(models.LedgerWriteOff)}, "arrears"},
	} {
		err := Reversible(c.facts)
		if c.why == "" {
			require.NoError(t, err, name)
			continue
		}
		require.ErrorIs(t, err, ErrIrreversible, name)
		require.ErrorContains(t, err, c.why, name)
	}
}
