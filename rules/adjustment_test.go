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

// goodAdjustment is one of 10.00 against which nothing speaks.
func goodAdjustment() AdjustmentFacts {
	return AdjustmentFacts{
		Partner: goodPartner(), Bond: &Bond{Type: models.Resale}, Amount: cny(1000), FundType: models.FundCash,
		Balances: models.Balances{Cash: cny(1000), Credit: cny(0), Allocatable: cny(1000), Customer: cny(1000), Opened: true}, Account: known(goodAccount()),
	}
}

// What goes between a partner and a customer carries the real system's types. Proves: 5a-6.
func TestAdjustments_CarryTheRealTypes(t *testing.T) {
	t.Parallel()
	for want, posted := range map[string]models.LedgerTransaction{
		"SOURCE_OPERATION_BEADJUST": Allocate(Cause{}, uuid.New(), cny(1)), "SOURCE_OPERATION_BERETRIEVE": Reclaim(Cause{}, uuid.New(), cny(1)),
		"SOURCE_OPERATION_BEUNBIND": Unlink(Cause{}, uuid.New(), cny(1)),
	} {
		require.Equal(t, want, posted.TradeType)
	}
}

// Everything that stands against an allocation is told. Proves: 5a-2, 5a-3, 5b, 5e, 5f.
func TestMayAllocate(t *testing.T) {
	t.Parallel()
	require.True(t, MayAllocate(goodAdjustment()).Allowed(), "to the last cent")
	for name, c := range map[string]struct {
		change func(*AdjustmentFacts)
		codes  []string
	}{
		"one cent more than allocatable": {func(f *AdjustmentFacts) { f.Balances.Allocatable = cny(999) }, []string{AllocatableInsufficient}},
		"one cent more than cash":        {func(f *AdjustmentFacts) { f.Balances.Cash = cny(999) }, []string{FundInsufficient}},
		"one cent of it is designated":   {func(f *AdjustmentFacts) { f.Balances.Designated = cny(1) }, []string{FundInsufficient}},
		"from credit without any":        {func(f *AdjustmentFacts) { f.FundType = models.FundCredit }, []string{FundInsufficient}},
		"from credit": {func(f *AdjustmentFacts) {
			f.FundType, f.Balances.Credit, f.Balances.Cash = models.FundCredit, cny(1000), cny(0)
		}, []string{}},
		"consultant customer": {func(f *AdjustmentFacts) { f.Bond.Type = models.Consultant }, []string{ConsultantCustomer}},
		"never associated":    {func(f *AdjustmentFacts) { f.Bond = nil }, []string{CustomerNotAssociated}},
		"ended":               {func(f *AdjustmentFacts) { f.Bond.Ended = true }, []string{AssociationEnded}},
		"frozen":              {func(f *AdjustmentFacts) { f.Partner.Frozen = true }, []string{PartnerFrozen}},
		"another is running":  {func(f *AdjustmentFacts) { f.Running = true }, []string{AdjustmentRunning}},
		"everything": {func(f *AdjustmentFacts) {
			f.Partner.Frozen, f.Bond, f.Running, f.Balances = true, &Bond{models.Consultant, true}, true, models.Balances{}
		}, []string{PartnerFrozen, ConsultantCustomer, AssociationEnded, AllocatableInsufficient, FundInsufficient, AdjustmentRunning}},
	} {
		facts := goodAdjustment()
		c.change(&facts)
		require.Equal(t, c.codes, MayAllocate(facts).Codes(), name)
	}
	require.True(t, find(t, MayAllocate(AdjustmentFacts{Bond: &Bond{Type: models.Resale}, Running: true}), AdjustmentRunning).Retryable)
}

// What is unspent can be taken back, but for fees that are not settled, and only by young facts. Proves: 5a-2, 5a-5, 5b, 5e, 5f.
func TestMayReclaim(t *testing.T) {
	t.Parallel()
	p := policy(t, models.SiteCN)
	owing := func(fees int64) Account {
		a := goodAccount()
		sum := cny(fees)
		a.UnsettledFees = &sum
		return known(a)
	}
	for name, c := range map[string]struct {
		change func(*AdjustmentFacts)
		codes  []string
	}{
		"all of it":                 {func(*AdjustmentFacts) {}, []string{}},
		"one cent more":             {func(f *AdjustmentFacts) { f.Balances.Customer = cny(999) }, []string{ReclaimableInsufficient}},
		"one cent of fees":          {func(f *AdjustmentFacts) { f.Account = owing(1) }, []string{ReclaimableInsufficient}},
		"fees and as much again":    {func(f *AdjustmentFacts) { f.Account, f.Balances.Customer = owing(1), cny(1001) }, []string{}},
		"never allotted":            {func(f *AdjustmentFacts) { f.Balances.Opened = false }, []string{AllotmentMissing}},
		"facts of the day before":   {func(f *AdjustmentFacts) { f.Account.AsOf = noon.Add(-24 * time.Hour) }, []string{}},
		"facts older than that":     {func(f *AdjustmentFacts) { f.Account.AsOf = noon.Add(-24*time.Hour - time.Microsecond) }, []string{FactsUnavailable}},
		"no facts":                  {func(f *AdjustmentFacts) { f.Account = Account{} }, []string{FactsUnavailable}},
		"consultant customer":       {func(f *AdjustmentFacts) { f.Bond.Type = models.Consultant }, []string{ConsultantCustomer}},
		"ended, and nothing is due": {func(f *AdjustmentFacts) { f.Bond.Ended, f.Account = true, Account{} }, []string{AssociationEnded}},
		"frozen and too much":       {func(f *AdjustmentFacts) { f.Partner.Frozen, f.Balances.Customer = true, cny(1) }, []string{PartnerFrozen, ReclaimableInsufficient}},
	} {
		facts := goodAdjustment()
		c.change(&facts)
		require.Equal(t, c.codes, MayReclaim(facts, p, noon).Codes(), name)
	}
}

// Fees of another currency are another account's, and nothing is reclaimable below zero. Proves: 5a-5, 5f.
func TestReclaimable(t *testing.T) {
	t.Parallel()
	fees, foreign := cny(300), models.Money{Amount: decimal.New(300, -2), Currency: models.USD}
	for name, c := range map[string]struct {
		fees *models.Money
		want int64
	}{"none": {nil, 200}, "more than there is": {&fees, 0}, "foreign": {&foreign, 200}} {
		require.True(t, cny(c.want).Equal(Reclaimable(cny(200), models.AccountFacts{UnsettledFees: c.fees})), name)
	}
}

// Only a resale customer's consumption is the partner's, also that of a former one. Proves: 5a-4, 5e.
func TestMayConsume(t *testing.T) {
	t.Parallel()
	require.True(t, MayConsume(&Bond{models.Resale, true}).Allowed())
	require.Equal(t, []string{ConsultantCustomer}, MayConsume(&Bond{Type: models.Consultant}).Codes())
	require.Equal(t, []string{CustomerNotAssociated}, MayConsume(nil).Codes())
}

// A consumption is divided without rest, never below a floor, spends nothing that is designated, and posts to zero in both sets. Proves: 5a-3, 5a-4, 7a-1.
func TestChargeOf_KeepsEveryFloor(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cents := func(name string, from int64) int64 { return rapid.Int64Range(from, 10_000).Draw(t, name) }
		cash, credit := cents("cash", 0), cents("credit", 0)
		designated := rapid.Int64Range(0, cash).Draw(t, "designated")
		allotted := rapid.Int64Range(0, cash+credit-designated).Draw(t, "allotted")
		b := models.Balances{Cash: cny(cash), Credit: cny(credit), Designated: cny(designated), Customer: cny(allotted), Allocatable: cny(cash + credit - designated - allotted)}
		amount, ended := cny(cents("amount", 1)), rapid.Bool().Draw(t, "ended")
		c := ChargeOf(amount, b, ended)
		for name, part := range map[string][2]models.Money{
			"customer": {c.FromCustomer, b.Customer}, "allocatable": {c.FromAllocatable, b.Allocatable}, "cash": {c.Cash, b.FreeCash()}, "credit": {c.Credit, b.Credit}, "arrears": {c.Arrears, amount},
		} {
			require.False(t, part[0].Amount.IsNegative(), name)
			require.True(t, part[0].Amount.LessThanOrEqual(part[1].Amount), name)
		}
		require.True(t, c.Charged().Amount.Equal(c.Cash.Amount.Add(c.Credit.Amount)))
		require.True(t, amount.Amount.Equal(c.Charged().Amount.Add(c.Arrears.Amount)))
		require.True(t, ended || c.FromAllocatable.Amount.IsZero(), "a partner's own money is not a customer's to spend")
		if c.Charged().Amount.IsZero() {
			return
		}
		sums := map[bool]decimal.Decimal{}
		for _, p := range Consume(Cause{}, uuid.New(), c, nil).Postings {
			require.False(t, p.Amount.Amount.IsZero(), p.Account)
			allotment := models.Account{Kind: p.Account}.Allotment()
			sums[allotment] = sums[allotment].Add(p.Amount.Amount)
		}
		require.True(t, sums[true].IsZero() && sums[false].IsZero())
	})
}
