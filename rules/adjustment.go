package rules

import (
	"time"

	"partnercenter/models"
)

// Bond is the newest association of the partner with the customer.
type Bond struct {
	Type  models.AssociationType
	Ended bool
}

// AdjustmentFacts is what an allocation or a reclaim is decided on. Balances and
// amount are of one currency.
type AdjustmentFacts struct {
	Partner  PartnerFacts
	Bond     *Bond // nil: the customer was never the partner's
	Running  bool  // another adjustment of the customer is under way
	Amount   models.Money
	FundType string // of an allocation
	Balances models.Balances
	// Account is what the directory says of the customer; a reclaim needs it.
	Account Account
}

// MayAllocate decides whether a partner may let a customer spend: a resale
// customer of his, as much as no customer may spend yet and as the chosen account
// holds beside what is designated. Source: 5a-2, 5a-3, 5b, 5e, 5f.
func MayAllocate(facts AdjustmentFacts) Decision {
	f := &findings{}
	f.mayAdjust(facts)
	fund := facts.Balances.FreeCash()
	if facts.FundType == models.FundCredit {
		fund = facts.Balances.Credit
	}
	f.at(facts.Amount.Amount.GreaterThan(facts.Balances.Allocatable.Amount), AllocatableInsufficient, "/amount")
	f.at(facts.Amount.Amount.GreaterThan(fund.Amount), FundInsufficient, "/fund_type")
	return f.decision()
}

// MayReclaim decides whether a partner may take back what a customer may spend:
// what is not spent, and not needed for fees that are not settled yet.
// Source: 5a-2, 5a-5, 5b, 5e, 5f.
func MayReclaim(facts AdjustmentFacts, p models.PolicyDocument, now time.Time) Decision {
	f := &findings{}
	f.mayAdjust(facts)
	if len(f.blockers) > 0 && !adjustable(facts.Bond) {
		return f.decision()
	}
	if !facts.Balances.Opened {
		f.when(true, AllotmentMissing)
		return f.decision()
	}
	if !facts.Account.fresh(p, now) {
		f.when(true, FactsUnavailable)
		return f.decision()
	}
	reclaimable := Reclaimable(facts.Balances.Customer, *facts.Account.Facts)
	f.at(facts.Amount.Amount.GreaterThan(reclaimable.Amount), ReclaimableInsufficient, "/amount")
	return f.decision()
}

func adjustable(b *Bond) bool { return b != nil && !b.Ended && b.Type == models.Resale }

// mayAdjust: only resale customers in force, one adjustment of a customer at a
// time. Source: 5a-2, 5b, 5e.
func (f *findings) mayAdjust(facts AdjustmentFacts) {
	f.when(facts.Partner.Frozen, PartnerFrozen)
	f.at(facts.Bond == nil, CustomerNotAssociated, "/customer_id")
	if facts.Bond != nil {
		f.at(facts.Bond.Type == models.Consultant, ConsultantCustomer, "/customer_id")
		f.at(facts.Bond.Ended, AssociationEnded, "/customer_id")
	}
	f.when(facts.Running, AdjustmentRunning)
}

// Unsettled is what a customer owes for pay-per-use that is not settled yet, in
// the currency of an allotment. Source: 5f.
func Unsettled(currency models.Currency, account models.AccountFacts) models.Money {
	if account.UnsettledFees == nil || account.UnsettledFees.Currency != currency {
		return models.NoMoney(currency)
	}
	return *account.UnsettledFees
}

// Reclaimable is what is left of an allotment after unsettled fees, never below
// zero. Source: 5a-5, 5f.
func Reclaimable(allotted models.Money, account models.AccountFacts) models.Money {
	fees := Unsettled(allotted.Currency, account)
	return less(allotted, models.Least(allotted, fees))
}

// KnowsFees reports whether the facts about a customer are young enough to reclaim by.
func KnowsFees(account Account, p models.PolicyDocument, now time.Time) bool {
	return account.fresh(p, now)
}

// MayConsume decides whether a customer's consumption is a partner's to pay: the
// customer was his resale customer when it was spent. Source: 5a-4, 5e.
func MayConsume(bond *Bond) Decision {
	f := &findings{}
	f.at(bond == nil, CustomerNotAssociated, "/customer_id")
	f.at(bond != nil && bond.Type == models.Consultant, ConsultantCustomer, "/customer_id")
	return f.decision()
}

// Charge is how a consumption is paid. FromCustomer and FromAllocatable together
// are Cash and Credit together; all four and Arrears are the whole.
type Charge struct {
	FromCustomer    models.Money
	FromAllocatable models.Money
	Cash            models.Money
	Credit          models.Money
	Arrears         models.Money
}

// ChargeOf divides a consumption: the customer's allotment first; where the
// association has ended and the allotment was taken back, what no customer may
// spend yet; the rest is arrears. It is paid by cash that is not designated, then
// by credit: what may be spent is never more than both. Source: 5a-3, 5a-4, 7a-1. ASSUMPTION: cash first.
func ChargeOf(amount models.Money, b models.Balances, ended bool) Charge {
	c := Charge{FromCustomer: models.Least(amount, b.Customer), FromAllocatable: models.NoMoney(amount.Currency)}
	if ended {
		c.FromAllocatable = models.Least(less(amount, c.FromCustomer), b.Allocatable)
	}
	charged := c.Charged()
	c.Cash = models.Least(charged, b.FreeCash())
	c.Credit, c.Arrears = less(charged, c.Cash), less(amount, charged)
	return c
}

// less is a - b of one currency.
func less(a, b models.Money) models.Money {
	return models.Money{Amount: a.Amount.Sub(b.Amount), Currency: a.Currency}
}

// Charged is what could be charged.
func (c Charge) Charged() models.Money {
	return models.Money{Amount: c.FromCustomer.Amount.Add(c.FromAllocatable.Amount), Currency: c.FromCustomer.Currency}
}
