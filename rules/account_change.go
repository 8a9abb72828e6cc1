package rules

import (
	"slices"

	"partnercenter/models"
)

// AccountChangeFacts is what a change of a partner's book is decided on. Balances
// and amount are of one currency.
type AccountChangeFacts struct {
	Kind string
	// Holder is what the organisation is whose book it is.
	Holder   models.OrganisationKind
	Amount   models.Money
	Balances models.Balances
	// Suspense is what a payout left there, below zero where money left; of the
	// kinds that settle it.
	Suspense models.Money
}

// ChangeAccount decides whether the vendor may change a partner's book: he takes
// back credit that is neither used nor allotted to customers, sets aside cash that
// is not, and settles no more than is in suspense. Source: 5a-3, 7a-1, 7c.
func ChangeAccount(facts AccountChangeFacts) Decision {
	f := &findings{}
	f.at(!facts.Holder.Sells(), NotAPartner, "/partner_id")
	f.mayMove(facts)
	return f.decision()
}

func (f *findings) mayMove(facts AccountChangeFacts) {
	b := facts.Balances
	above := func(held models.Money) bool { return facts.Amount.Amount.GreaterThan(held.Amount) }
	switch facts.Kind {
	case models.ChangeTakeCredit:
		f.at(above(b.Allocatable), AllocatableInsufficient, "/amount")
		f.at(above(b.Credit), FundInsufficient, "/amount")
	case models.ChangeDesignate:
		f.at(above(b.Allocatable), AllocatableInsufficient, "/amount")
		f.at(above(b.FreeCash()), FundInsufficient, "/amount")
	case models.ChangeChargeSuspense:
		f.at(above(facts.Suspense.Neg()), SuspenseInsufficient, "/amount")
		f.at(above(b.Allocatable), AllocatableInsufficient, "/amount")
		f.at(above(b.FreeCash()), FundInsufficient, "/amount")
	case models.ChangeClearSuspense:
		f.at(facts.Amount.Amount.GreaterThan(facts.Suspense.Amount.Abs()), SuspenseInsufficient, "/amount")
	case models.ChangeRelease:
		f.at(above(b.Designated), FundInsufficient, "/amount")
	}
}

// CheckFacts is what the second person's verdict on a change is decided on.
type CheckFacts struct {
	State   string
	Maker   string
	Actor   string
	Verdict string
	// Change is looked at again: the figures may have moved.
	Change AccountChangeFacts
}

// CheckAccountChange decides whether a verdict on a change may be given: while it
// is pending, by another person than its maker. What was approved must still be
// possible; a rejection always is. Source: 5a-3, 7a-1.
func CheckAccountChange(facts CheckFacts) Decision {
	f := &findings{}
	f.when(facts.State != models.AccountChangePending, AccountChangeNotPending)
	f.when(facts.Actor == facts.Maker, CheckerIsMaker)
	f.at(!slices.Contains([]string{models.VerdictApprove, models.VerdictReject}, facts.Verdict), VerdictInvalid, "/verdict")
	if facts.Verdict == models.VerdictApprove && facts.State == models.AccountChangePending {
		for _, b := range ChangeAccount(facts.Change).Blockers {
			b.Pointer = "" // it is not in the verdict
			f.add(b)
		}
	}
	return f.decision()
}

// NeedsSecondPerson reports whether a change of that amount takes two people. ASSUMPTION.
func NeedsSecondPerson(amount models.Money, p models.PolicyDocument) bool {
	return aboveThreshold(amount, p.Funds.SecondPersonAbove)
}

// aboveThreshold reports whether an amount is above its currency's threshold; a
// currency that is not named has none.
func aboveThreshold(amount models.Money, thresholds []models.Money) bool {
	i := slices.IndexFunc(thresholds, func(t models.Money) bool { return t.Currency == amount.Currency })
	return i >= 0 && amount.Amount.GreaterThan(thresholds[i].Amount)
}

// AccountChange is the transaction of a change. What a partner's cash pays is drawn
// from his oldest lots. Source: 5a-3, 7a-1, 7b-4, 7c.
func AccountChange(c Cause, facts AccountChangeFacts, lots []models.Lot) (models.LedgerTransaction, error) {
	switch facts.Kind {
	case models.ChangeGrantCredit:
		return Credit(c, facts.Amount), nil
	case models.ChangeTakeCredit:
		return Credit(c, facts.Amount.Neg()), nil
	case models.ChangeDesignate:
		return Designate(c, facts.Amount), nil
	case models.ChangeRelease:
		return ReleaseDesignated(c, facts.Amount), nil
	case models.ChangeClearSuspense:
		return ClearSuspense(c, facts.Suspense, facts.Amount), nil
	default:
		draws, err := DrawOldest(lots, facts.Amount)
		return ChargeSuspense(c, draws, facts.Amount), err
	}
}
