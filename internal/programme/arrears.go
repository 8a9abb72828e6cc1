package programme

import (
	"fmt"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// grow posts what lets somebody spend more than before, and pays arrears out of
// it in the same transaction: a customer's by what it is allotted, the partner's
// own by whatever makes his allocatable grow. What was posted before pays nothing
// again, because nothing is left that could. Source: 5a-4, 7d.
func grow(tx *store.Tx, c Cause, transactions ...models.LedgerTransaction) ([]store.Posted, error) {
	posted, err := tx.Post(transactions...)
	if err != nil {
		return nil, err
	}
	for _, t := range transactions {
		for _, p := range t.Postings {
			if !p.Amount.Amount.IsPositive() || p.Account != models.AccountAllocatable && p.Account != models.AccountCustomer {
				continue
			}
			if err := repay(tx, c, t.Book, p.Customer, p.Amount.Currency); err != nil {
				return nil, err
			}
		}
	}
	return posted, nil
}

// repay pays what a customer owes, or the partner himself where no customer is
// named, as far as it goes. The book is held.
func repay(tx *store.Tx, c Cause, partner, customer uuid.UUID, currency models.Currency) error {
	own := customer == uuid.Nil
	owed, err := owedBy(tx, partner, customer, currency)
	if err != nil || len(owed) == 0 {
		return err
	}
	balances, err := tx.Balances(partner, customer, currency)
	if err != nil {
		return err
	}
	lots, err := tx.OpenLots(partner, currency)
	if err != nil {
		return err
	}
	repayments, err := rules.PayArrears(owed, balances, lots, own)
	if err != nil || len(repayments) == 0 {
		return err
	}
	return postRepayments(tx, c, repayments)
}

func owedBy(tx *store.Tx, partner, customer uuid.UUID, currency models.Currency) ([]models.Arrears, error) {
	if customer == uuid.Nil {
		return tx.OwnArrears(partner, currency)
	}
	return tx.CustomerArrears(partner, customer, currency)
}

// postRepayments books each payment under the association that it was spent under,
// and tells it at the consumption that left the arrears.
func postRepayments(tx *store.Tx, c Cause, repayments []rules.Repayment) error {
	bookings := make([]models.LedgerTransaction, len(repayments))
	for i, r := range repayments {
		a := r.Arrears
		bookings[i] = rules.WriteOff(rules.Cause{
			Book: a.PartnerID, SubjectKind: models.SubjectConsumption, SubjectID: a.ConsumptionID, Key: fmt.Sprintf("arrears:%s:%d", a.ConsumptionID, a.Version), At: tx.Now(),
		}, a.CustomerID, r.Charge, r.Draws)
		bookings[i].AssociationID = &a.AssociationID
	}
	posted, err := tx.Post(bookings...)
	if err != nil {
		return err
	}
	for i, r := range repayments {
		if err := tx.Record(arrearsPaid(c, r, posted[i])); err != nil {
			return err
		}
	}
	return nil
}

func arrearsPaid(c Cause, r rules.Repayment, posted store.Posted) models.Event {
	a := r.Arrears
	e := c.event(models.EventArrearsPaid, posted.RecordedAt)
	e.Realm, e.PartnerID, e.CustomerID, e.AssociationID = a.Realm, &a.PartnerID, &a.CustomerID, &a.AssociationID
	e.SubjectKind, e.SubjectID, e.SubjectSeq = models.SubjectConsumption, a.ConsumptionID, a.Version+1
	e.Data = map[string]any{
		"amount": r.Charge.Charged().Fixed(), "remaining": r.Left().Fixed(), "currency": a.Currency, "transaction_id": posted.ID.String(),
	}
	return e
}

// arrearsOf are what a consumption leaves unpaid; nil where nothing is.
func arrearsOf(c models.Consumption) *models.Arrears {
	if !c.Arrears.IsPositive() {
		return nil
	}
	return &models.Arrears{
		ConsumptionID: c.ID, Realm: c.Realm, PartnerID: c.PartnerID, CustomerID: c.CustomerID, AssociationID: c.AssociationID,
		Amount: c.Arrears, Remaining: c.Arrears, Currency: c.Currency, Scale: c.Scale, Version: 1, ConsumedAt: c.ConsumedAt,
	}
}
