package rules

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"partnercenter/models"
)

func owing(cents ...int64) []models.Arrears {
	owed := make([]models.Arrears, len(cents))
	for i, c := range cents {
		left := cny(c)
		owed[i] = models.Arrears{ConsumptionID: uuid.New(), Amount: left.Amount, Remaining: left.Amount, Currency: left.Currency, Version: 1}
	}
	return owed
}

func TestPayArrears_PaysTheOldestFirst(t *testing.T) {
	lots := []models.Lot{lotOf("old", 1, 300), lotOf("new", 2, 700)}
	for name, c := range map[string]struct {
		own                                 bool
		customer, allocatable, cash, credit int64
		owed, paid                          []int64
	}{
		"nothing is owed":                           {customer: 500, cash: 1000},
		"nothing is there":                          {cash: 1000, allocatable: 1000, owed: []int64{100}},
		"a part of the oldest":                      {customer: 60, allocatable: 940, cash: 1000, owed: []int64{100, 50}, paid: []int64{60}},
		"exactly the oldest":                        {customer: 100, allocatable: 900, cash: 1000, owed: []int64{100, 50}, paid: []int64{100}},
		"one cent more reaches the next":            {customer: 101, allocatable: 899, cash: 1000, owed: []int64{100, 50}, paid: []int64{100, 1}},
		"all, and something stays":                  {customer: 500, allocatable: 500, cash: 1000, owed: []int64{100, 250}, paid: []int64{100, 250}},
		"what the cash does not pay, credit pays":   {customer: 1500, cash: 1000, credit: 500, owed: []int64{900, 300}, paid: []int64{900, 300}},
		"a customer's are not paid by the partner":  {customer: 10, allocatable: 990, cash: 1000, owed: []int64{100}, paid: []int64{10}},
		"the partner's own by what no customer has": {own: true, allocatable: 120, customer: 880, cash: 1000, owed: []int64{100, 50}, paid: []int64{100, 20}},
		"the partner's own not by a customer's":     {own: true, customer: 1000, cash: 1000, owed: []int64{100}},
	} {
		t.Run(name, func(t *testing.T) {
			b := models.Balances{Cash: cny(c.cash), Credit: cny(c.credit), Allocatable: cny(c.allocatable), Customer: cny(c.customer)}
			owed := owing(c.owed...)
			repayments, err := PayArrears(owed, b, lots, c.own)
			require.NoError(t, err)
			require.Len(t, repayments, len(c.paid))
			for i, r := range repayments {
				require.True(t, cny(c.paid[i]).Equal(r.Charge.Charged()), "%s", r.Charge.Charged())
				require.Equal(t, owed[i].ConsumptionID, r.Arrears.ConsumptionID)
				require.True(t, cny(c.owed[i]-c.paid[i]).Equal(r.Left()), "%s", r.Left())
			}
		})
	}
}

// Whatever there is and is owed: no floor is broken, no lot gives more than it
// has, and while something is owed nothing is left that could pay.
func TestPayArrears_PaysAllThatCanBePaid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cents := func(name string) int64 { return rapid.Int64Range(0, 2000).Draw(t, name) }
		cash, credit, customer := cents("cash"), cents("credit"), cents("customer")
		customer = min(customer, cash+credit)
		b := models.Balances{Cash: cny(cash), Credit: cny(credit), Customer: cny(customer), Allocatable: cny(cash + credit - customer)}
		owed, own := owing(rapid.SliceOfN(rapid.Int64Range(1, 900), 0, 6).Draw(t, "owed")...), rapid.Bool().Draw(t, "own")
		lots := []models.Lot{lotOf("old", 1, cash/2), lotOf("new", 2, cash-cash/2)}
		repayments, err := PayArrears(owed, b, lots, own)
		require.NoError(t, err)
		left := models.NoMoney(models.CNY)
		for _, a := range owed {
			left.Amount = left.Amount.Add(a.Remaining)
		}
		for _, r := range repayments {
			b, lots = after(b, r.Charge), drawn(lots, r.Draws)
			left = less(left, r.Charge.Charged())
		}
		for _, m := range []models.Money{b.Cash, b.Credit, b.Customer, b.Allocatable, lots[0].Remaining, lots[1].Remaining} {
			require.False(t, m.Amount.IsNegative(), "%s", m)
		}
		pot := b.Customer
		if own {
			pot = b.Allocatable
		}
		require.False(t, left.Amount.IsPositive() && pot.Amount.IsPositive(), "%s owed, %s there", left, pot)
	})
}
