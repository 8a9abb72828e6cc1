package rules

import (
	"github.com/google/uuid"

	"partnercenter/models"
)

// Repayment is what is paid of one consumption's arrears, and out of which lots.
type Repayment struct {
	Arrears models.Arrears
	Charge  Charge
	Draws   []models.Draw
}

// Left is what stays owed after the repayment.
func (r Repayment) Left() models.Money { return less(r.Arrears.Left(), r.Charge.Charged()) }

// PayArrears divides what may be spent among arrears, given oldest first: each is
// paid before the next gets anything. A customer's are paid by what it was
// allotted; those that ended associations left are the partner's own and paid by
// what no customer may spend yet. Balances, arrears and lots are of one currency.
// Source: 3a-11, 5a-4, 7d. ASSUMPTION: oldest first; cash, then credit.
func PayArrears(owed []models.Arrears, b models.Balances, lots []models.Lot, own bool) ([]Repayment, error) {
	if own {
		b.Customer = models.NoMoney(b.Cash.Currency)
	}
	var paid []Repayment
	for _, a := range owed {
		r := Repayment{Arrears: a, Charge: ChargeOf(a.Left(), b, own)}
		if !r.Charge.Charged().Amount.IsPositive() {
			break
		}
		var err error
		if r.Draws, err = DrawOldest(lots, r.Charge.Cash); err != nil {
			return nil, err
		}
		b, lots = after(b, r.Charge), drawn(lots, r.Draws)
		paid = append(paid, r)
	}
	return paid, nil
}

// after are balances when a charge has been taken out of them.
func after(b models.Balances, c Charge) models.Balances {
	b.Customer, b.Allocatable = less(b.Customer, c.FromCustomer), less(b.Allocatable, c.FromAllocatable)
	b.Cash, b.Credit = less(b.Cash, c.Cash), less(b.Credit, c.Credit)
	return b
}

// drawn are lots as draws leave them.
func drawn(lots []models.Lot, draws []models.Draw) []models.Lot {
	taken := make(map[uuid.UUID]models.Money, len(draws))
	for _, d := range draws {
		taken[d.LotID] = d.Amount
	}
	rest := make([]models.Lot, len(lots))
	for i, lot := range lots {
		if amount, ok := taken[lot.ID]; ok {
			lot.Remaining = less(lot.Remaining, amount)
		}
		rest[i] = lot
	}
	return rest
}
