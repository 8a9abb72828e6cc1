package rules

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"partnercenter/models"
)

// Cause is what a transaction of the ledger is posted for.
type Cause struct {
	Book        uuid.UUID
	SubjectKind string
	SubjectID   uuid.UUID
	// Key is unique in the book.
	Key string
	At  time.Time // the value date
}

func (c Cause) transaction(kind, trade string, postings ...models.Posting) models.LedgerTransaction {
	return models.LedgerTransaction{
		Book: c.Book, Kind: kind, TradeType: trade, SubjectKind: c.SubjectKind, SubjectID: c.SubjectID, Cause: c.Key, EffectiveAt: c.At, Postings: postings,
	}
}

// move is money from one account of the partner to another.
func move(from, to string, amount models.Money) []models.Posting {
	return []models.Posting{{Account: from, Amount: amount.Neg()}, {Account: to, Amount: amount}}
}

func both(money, allotment []models.Posting) []models.Posting { return append(money, allotment...) }

// TopUp is cash that arrived: it may be spent, and its lot says how it came.
// Source: 7a-1, 7c.
func TopUp(c Cause, lot models.Lot) models.LedgerTransaction {
	t := c.transaction(models.LedgerTopUp, models.TradeRecharge, both(
		move(models.AccountClearing, models.AccountCash, lot.Amount), move(models.AccountIssued, models.AccountAllocatable, lot.Amount))...)
	t.Lots = []models.Lot{lot}
	return t
}

// Suspend keeps money that arrived and belongs to nobody yet. Source: 7a-3.
func Suspend(c Cause, amount models.Money) models.LedgerTransaction {
	return c.transaction(models.LedgerSuspend, models.TradeRecharge, move(models.AccountClearing, models.AccountSuspense, amount)...)
}

// Unsuspend lets money go to whoever it turned out to belong to. Source: 7a-3.
func Unsuspend(c Cause, amount models.Money) models.LedgerTransaction {
	return c.transaction(models.LedgerUnsuspend, models.TradeRecharge, move(models.AccountSuspense, models.AccountClearing, amount)...)
}

// Credit grants credit, or takes unused credit back when negative. Source: 7a-1.
func Credit(c Cause, amount models.Money) models.LedgerTransaction {
	return c.transaction(models.LedgerCredit, models.TradeCredit, both(
		move(models.AccountClearing, models.AccountCredit, amount), move(models.AccountIssued, models.AccountAllocatable, amount))...)
}

// Allocate lets a customer spend: the partner's money stays what it is. Source: 5a-2, 5a-4.
func Allocate(c Cause, customer uuid.UUID, amount models.Money) models.LedgerTransaction {
	return c.transaction(models.LedgerAllocate, models.TradeAllocate, allotted(customer, amount)...)
}

// Reclaim takes unspent allotment back. Source: 5a-5.
func Reclaim(c Cause, customer uuid.UUID, amount models.Money) models.LedgerTransaction {
	return c.transaction(models.LedgerReclaim, models.TradeReclaim, allotted(customer, amount.Neg())...)
}

// Unlink takes everything unspent back when the association ends. Source: 3a-12, 5a-6.
func Unlink(c Cause, customer uuid.UUID, amount models.Money) models.LedgerTransaction {
	return c.transaction(models.LedgerUnlink, models.TradeUnlink, allotted(customer, amount.Neg())...)
}

func allotted(customer uuid.UUID, amount models.Money) []models.Posting {
	return []models.Posting{{Account: models.AccountAllocatable, Amount: amount.Neg()}, {Account: models.AccountCustomer, Customer: customer, Amount: amount}}
}

// Consume spends a customer's allotment, and the partner's cash and credit. The
// draws are on the lots of the cash. Source: 5a-4.
func Consume(c Cause, customer uuid.UUID, charge Charge, draws []models.Draw) models.LedgerTransaction {
	return charged(c.transaction(models.LedgerConsume, models.TradeUsage), customer, charge, draws)
}

// WriteOff pays arrears by what may be spent now. The subject of its cause is the
// consumption that left them. Source: 7d.
func WriteOff(c Cause, customer uuid.UUID, charge Charge, draws []models.Draw) models.LedgerTransaction {
	return charged(c.transaction(models.LedgerWriteOff, models.TradeWriteOff), customer, charge, draws)
}

// charged takes a charge out of both sets of accounts.
func charged(t models.LedgerTransaction, customer uuid.UUID, charge Charge, draws []models.Draw) models.LedgerTransaction {
	sum := charge.Charged()
	for _, p := range []models.Posting{
		{Account: models.AccountCash, Amount: charge.Cash.Neg()}, {Account: models.AccountCredit, Amount: charge.Credit.Neg()}, {Account: models.AccountClearing, Amount: sum},
		{Account: models.AccountCustomer, Customer: customer, Amount: charge.FromCustomer.Neg()}, {Account: models.AccountAllocatable, Amount: charge.FromAllocatable.Neg()},
		{Account: models.AccountIssued, Amount: sum},
	} {
		if !p.Amount.Amount.IsZero() {
			t.Postings = append(t.Postings, p)
		}
	}
	t.Draws = draws
	return t
}

// Designate sets cash aside: no customer may be allotted it until it is released. Source: 5a-3.
func Designate(c Cause, amount models.Money) models.LedgerTransaction {
	return c.transaction(models.LedgerDesignate, models.TradeAdjustment, move(models.AccountAllocatable, models.AccountDesignated, amount)...)
}

// ReleaseDesignated lets designated cash be allotted again. Source: 5a-3.
func ReleaseDesignated(c Cause, amount models.Money) models.LedgerTransaction {
	return c.transaction(models.LedgerRelease, models.TradeAdjustment, move(models.AccountDesignated, models.AccountAllocatable, amount)...)
}

// Freeze sets cash aside that is on its way out. Source: 7c, 7g.
func Freeze(c Cause, draws []models.Draw, amount models.Money) models.LedgerTransaction {
	t := c.transaction(models.LedgerFreeze, models.TradeFreeze, both(
		move(models.AccountCash, models.AccountFrozen, amount), move(models.AccountAllocatable, models.AccountIssued, amount))...)
	t.Draws = draws
	return t
}

// Unfreeze gives cash back to the lots that it was taken from. Source: 7c, 7g.
func Unfreeze(c Cause, draws []models.Draw, amount models.Money) models.LedgerTransaction {
	t := c.transaction(models.LedgerUnfreeze, models.TradeUnfreeze, both(
		move(models.AccountFrozen, models.AccountCash, amount), move(models.AccountIssued, models.AccountAllocatable, amount))...)
	for _, d := range draws {
		t.Draws = append(t.Draws, models.Draw{LotID: d.LotID, Amount: d.Amount.Neg(), BankCard: d.BankCard})
	}
	return t
}

// Payout is frozen cash that has left. Source: 7c.
func Payout(c Cause, amount models.Money) models.LedgerTransaction {
	return c.transaction(models.LedgerPayout, models.TradePayout, move(models.AccountFrozen, models.AccountClearing, amount)...)
}

// ChargeSuspense lets a partner's cash pay for money that left although its payout
// had failed, or more than was ordered. Source: 7c.
func ChargeSuspense(c Cause, draws []models.Draw, amount models.Money) models.LedgerTransaction {
	t := c.transaction(models.LedgerCharge, models.TradeAdjustment, both(
		move(models.AccountCash, models.AccountSuspense, amount), move(models.AccountAllocatable, models.AccountIssued, amount))...)
	t.Draws = draws
	return t
}

// ClearSuspense settles what is in suspense with the world outside: money that
// left came back, money that was missing left. Source: 7c.
func ClearSuspense(c Cause, suspense, amount models.Money) models.LedgerTransaction {
	if suspense.Amount.IsPositive() {
		return Unsuspend(c, amount)
	}
	return Suspend(c, amount)
}

// Reversal takes a transaction back, line by line, under its association.
func Reversal(c Cause, of models.LedgerTransaction) models.LedgerTransaction {
	t := c.transaction(models.LedgerReversal, models.TradeAdjustment)
	t.Reverses, t.AssociationID = &of.ID, of.AssociationID
	for _, p := range of.Postings {
		t.Postings = append(t.Postings, models.Posting{Account: p.Account, Customer: p.Customer, Amount: p.Amount.Neg()})
	}
	for _, l := range of.Lots {
		t.Draws = append(t.Draws, models.Draw{LotID: l.ID, Amount: l.Amount})
	}
	for _, d := range of.Draws {
		t.Draws = append(t.Draws, models.Draw{LotID: d.LotID, Amount: d.Amount.Neg()})
	}
	return t
}

// ErrLotsShort says that the lots hold less than is to be drawn.
var ErrLotsShort = errors.New("the lots hold less than is to be drawn")

// DrawOldest draws an amount first in first out: what is spent. Source: 7b-4.
func DrawOldest(lots []models.Lot, amount models.Money) ([]models.Draw, error) {
	return draw(slices.SortedFunc(slices.Values(lots), byArrival), amount)
}

// DrawNewest draws an amount last in first out: what is withdrawn. Source: 7b-4.
func DrawNewest(lots []models.Lot, amount models.Money) ([]models.Draw, error) {
	sorted := slices.SortedFunc(slices.Values(lots), byArrival)
	slices.Reverse(sorted)
	return draw(sorted, amount)
}

func byArrival(a, b models.Lot) int {
	return cmp.Or(a.ArrivedAt.Compare(b.ArrivedAt), slices.Compare(a.ID[:], b.ID[:]))
}

func draw(lots []models.Lot, amount models.Money) ([]models.Draw, error) {
	var draws []models.Draw
	rest := amount
	for _, lot := range lots {
		if !rest.Amount.IsPositive() {
			break
		}
		if lot.Remaining.Currency != amount.Currency || !lot.Remaining.Amount.IsPositive() {
			continue
		}
		part := lot.Remaining
		if part.Amount.GreaterThan(rest.Amount) {
			part = rest
		}
		draws = append(draws, models.Draw{LotID: lot.ID, Amount: part})
		var err error
		if rest, err = rest.Sub(part); err != nil {
			return nil, fmt.Errorf("draw on lots: %w", err)
		}
	}
	if rest.Amount.IsPositive() {
		return nil, ErrLotsShort
	}
	return draws, nil
}
