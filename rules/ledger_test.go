package rules

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"partnercenter/models"
)

func cny(cents int64) models.Money {
	return models.Money{Amount: decimal.New(cents, -2), Currency: models.CNY}
}

func lotOf(name string, day int, remaining int64) models.Lot {
	return models.Lot{ID: uuid.NewSHA1(uuid.Nil, []byte(name)), ArrivedAt: time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC), Amount: cny(10000), Remaining: cny(remaining)}
}

// What is spent goes first in first out, what is withdrawn last in first out;
// what is empty or of another currency is passed over. Proves: 7b-4.
func TestDraw_TakesLotsInTheirOrder(t *testing.T) {
	t.Parallel()
	first, second, third := lotOf("first", 1, 500), lotOf("second", 2, 300), lotOf("third", 3, 200)
	empty, foreign := lotOf("empty", 1, 0), lotOf("foreign", 1, 900)
	foreign.Remaining.Currency = models.USD
	lots := []models.Lot{second, empty, third, foreign, first}
	for name, c := range map[string]struct {
		draw   func([]models.Lot, models.Money) ([]models.Draw, error)
		amount int64
		draws  []models.Draw
		err    error
	}{
		"oldest, a part":        {DrawOldest, 499, []models.Draw{{LotID: first.ID, Amount: cny(499)}}, nil},
		"oldest, a whole lot":   {DrawOldest, 500, []models.Draw{{LotID: first.ID, Amount: cny(500)}}, nil},
		"oldest, one cent more": {DrawOldest, 501, []models.Draw{{LotID: first.ID, Amount: cny(500)}, {LotID: second.ID, Amount: cny(1)}}, nil},
		"newest, across two":    {DrawNewest, 350, []models.Draw{{LotID: third.ID, Amount: cny(200)}, {LotID: second.ID, Amount: cny(150)}}, nil},
		"everything":            {DrawNewest, 1000, []models.Draw{{LotID: third.ID, Amount: cny(200)}, {LotID: second.ID, Amount: cny(300)}, {LotID: first.ID, Amount: cny(500)}}, nil},
		"one cent too much":     {DrawOldest, 1001, nil, ErrLotsShort},
	} {
		draws, err := c.draw(lots, cny(c.amount))
		require.ErrorIs(t, err, c.err, name)
		require.Len(t, draws, len(c.draws), name)
		for i, d := range draws {
			require.Equal(t, c.draws[i].LotID, d.LotID, name)
			require.True(t, c.draws[i].Amount.Equal(d.Amount), "%s: %s", name, d.Amount)
		}
	}
}

// What a customer has not spent may be spent by the partner again; nobody's money moves.
//
// Proves: 3a-12, 5a-6
func TestUnlink_GivesTheAllotmentBackToThePartner(t *testing.T) {
	customer := uuid.New()
	posted := Unlink(Cause{}, customer, cny(700))
	require.Equal(t, models.TradeUnlink, posted.TradeType)
	require.Equal(t, []models.Posting{
		{Account: models.AccountAllocatable, Amount: cny(700)}, {Account: models.AccountCustomer, Customer: customer, Amount: cny(-700)},
	}, posted.Postings)
}

// Every transaction sums to zero in each of the two sets, and takes back exactly
// what it gave when it is reversed. Proves: 5a-4, 7a-1.
func TestTransactions_SumToZeroInBothSets(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		amount, customer := cny(rapid.Int64Range(1, 1e12).Draw(t, "cents")), uuid.New()
		lot := models.Lot{ID: uuid.New(), Amount: amount}
		draws := []models.Draw{{LotID: lot.ID, Amount: amount}}
		transactions := []models.LedgerTransaction{
			TopUp(Cause{}, lot), WriteOff(Cause{}, customer, Charge{FromAllocatable: amount, Credit: amount}, nil), Suspend(Cause{}, amount), Unsuspend(Cause{}, amount), Credit(Cause{}, amount), Allocate(Cause{}, customer, amount),
			Reclaim(Cause{}, customer, amount), Unlink(Cause{}, customer, amount), Consume(Cause{}, customer, Charge{FromCustomer: amount, Cash: amount}, draws), Freeze(Cause{}, draws, amount),
			Unfreeze(Cause{}, draws, amount), Payout(Cause{}, amount), Designate(Cause{}, amount), ReleaseDesignated(Cause{}, amount), Credit(Cause{}, amount.Neg()),
			ChargeSuspense(Cause{}, draws, amount), ClearSuspense(Cause{}, amount, amount), ClearSuspense(Cause{}, amount.Neg(), amount),
		}
		for _, x := range transactions {
			for _, posted := range []models.LedgerTransaction{x, Reversal(Cause{}, x)} {
				sums := map[bool]decimal.Decimal{}
				for _, p := range posted.Postings {
					allotment := models.Account{Kind: p.Account}.Allotment()
					sums[allotment] = sums[allotment].Add(p.Amount.Amount)
				}
				require.True(t, sums[true].IsZero() && sums[false].IsZero(), "%s", posted.Kind)
			}
		}
	})
}

// An entry is found by the real system's name of it. Proves: 7d.
func TestTransactions_HaveTheRealSystemsNames(t *testing.T) {
	t.Parallel()
	customer := uuid.New()
	for want, transactions := range map[string][]models.LedgerTransaction{
		"SOURCE_OPERAIION_RECHARGE":      {TopUp(Cause{}, models.Lot{Amount: cny(1)}), Suspend(Cause{}, cny(1)), Unsuspend(Cause{}, cny(1))},
		"SOURCE_OPERAIION_ADJUST_CREDIT": {Credit(Cause{}, cny(1))},
		"SOURCE_OPERATION_BEADJUST":      {Allocate(Cause{}, customer, cny(1))},
		"SOURCE_OPERATION_BERETRIEVE":    {Reclaim(Cause{}, customer, cny(1))},
		"SOURCE_OPERATION_BEUNBIND":      {Unlink(Cause{}, customer, cny(1))},
		"SOURCE_OPERAIION_USAGE":         {Consume(Cause{}, customer, Charge{}, nil)},
		"SOURCE_OPERAIION_WRITEOFF":      {WriteOff(Cause{}, customer, Charge{}, nil)},
		"SOURCE_OPERAIION_RFROZEN":       {Freeze(Cause{}, nil, cny(1))},
		"SOURCE_OPERAIION_UNFROZEN":      {Unfreeze(Cause{}, nil, cny(1))},
		"SOURCE_OPERAIION_CLEARFROZEN":   {Payout(Cause{}, cny(1))},
		"SOURCE_OPERAIION_ADJUST": {
			Designate(Cause{}, cny(1)), ReleaseDesignated(Cause{}, cny(1)), ChargeSuspense(Cause{}, nil, cny(1)), Reversal(Cause{}, models.LedgerTransaction{}),
		},
	} {
		for _, x := range transactions {
			require.Equal(t, want, x.TradeType, x.Kind)
		}
	}
}
