package rules

import (
	"errors"
	"fmt"

	"partnercenter/models"
)

// ReversalFacts are what decides whether a transaction of the ledger can be taken back.
type ReversalFacts struct {
	Of models.LedgerTransaction
	// Lots are those that it opened, as they are now.
	Lots []models.Lot
	// Ended: the association that it was posted under is over.
	Ended bool
	// Owing: it is a consumption that left arrears.
	Owing bool
}

// ErrIrreversible says that a transaction cannot be reversed; why is wrapped around it.
var ErrIrreversible = errors.New("it cannot be reversed")

// irreversible are the kinds that rows of other processes go by: taken back alone,
// they would leave those rows telling something else than the book.
var irreversible = map[string]string{
	models.LedgerReversal:  "it is a reversal itself: what was reversed by mistake is posted anew by its own call",
	models.LedgerFreeze:    "it holds the money of a withdrawal: cancel or reject the withdrawal",
	models.LedgerUnfreeze:  "it gave back the money of a withdrawal that is over",
	models.LedgerPayout:    "its money went to the bank: what comes back from there is settled at the withdrawal",
	models.LedgerCharge:    "it settled what a payout left in suspense",
	models.LedgerSuspend:   "a top-up or a payout goes by what it put in suspense: claim or refuse the one, settle the other",
	models.LedgerUnsuspend: "a top-up or a payout goes by what it took out of suspense",
	models.LedgerUnlink:    "it belongs to the settlement of an association that is over",
	models.LedgerWriteOff:  "it paid arrears, which go down by payments and by nothing else",
}

// Reversible decides whether a transaction can be taken back. Whether the balances
// still allow it the floors decide when it is posted.
func Reversible(f ReversalFacts) error {
	if why, never := irreversible[f.Of.Kind]; never {
		return fmt.Errorf("%w: %s", ErrIrreversible, why)
	}
	if f.Owing {
		return fmt.Errorf("%w: the consumption left arrears, which go down by payments and by nothing else", ErrIrreversible)
	}
	for _, lot := range f.Lots {
		if !lot.Remaining.Equal(lot.Amount) {
			return fmt.Errorf("%w: %s of its %s were drawn on since", ErrIrreversible, drawnOn(lot).Fixed(), lot.Amount.Fixed())
		}
	}
	if f.Ended && allots(f.Of) {
		return fmt.Errorf("%w: the customer would be allotted again under an association that is over", ErrIrreversible)
	}
	return nil
}

func drawnOn(lot models.Lot) models.Money {
	return models.Money{Amount: lot.Amount.Amount.Sub(lot.Remaining.Amount), Currency: lot.Amount.Currency}
}

// allots reports whether a transaction's reversal gives a customer an allotment.
func allots(of models.LedgerTransaction) bool {
	for _, p := range of.Postings {
		if p.Account == models.AccountCustomer && p.Amount.Amount.IsNegative() {
			return true
		}
	}
	return false
}
