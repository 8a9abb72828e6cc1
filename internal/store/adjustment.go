package store

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"partnercenter/models"
)

// AddAdjustment writes the record of what went between a partner and a customer.
func (t *Tx) AddAdjustment(a *models.Adjustment) error { return insert(t, "adjustment", a) }

// Adjustment is one adjustment within the principal's reach.
func (t *Tx) Adjustment(id uuid.UUID) (models.Adjustment, error) {
	return take[models.Adjustment](t.tenant(t.db), "adjustment", id)
}

// Adjustments is one page of adjustments.
func (t *Tx) Adjustments(f models.AdjustmentFilter, q models.ListQuery) (models.Page[models.Adjustment], error) {
	query := t.tenant(t.db)
	if f.PartnerID != nil {
		query = query.Where("partner_id = ?", *f.PartnerID)
	}
	if f.CustomerID != nil {
		query = query.Where("customer_id = ?", *f.CustomerID)
	}
	if f.Kind != "" {
		query = query.Where("kind = ?", f.Kind)
	}
	return page[models.Adjustment](query, q, func(a models.Adjustment) uuid.UUID { return a.ID })
}

// NewestAssociation is the newest association of a partner with a customer, or nil.
func (t *Tx) NewestAssociation(partner, customer uuid.UUID) (*models.Association, error) {
	var found []models.Association
	err := t.db.Where("customer_id = ? AND partner_id = ?", customer, partner).Order("effective_from DESC, id DESC").Limit(1).Find(&found).Error
	return first(found, err)
}

// AssociationAt is the association of a customer that was in force at an instant, or nil.
func (t *Tx) AssociationAt(customer uuid.UUID, at time.Time) (*models.Association, error) {
	var found []models.Association
	err := t.tenant(t.db).Where("customer_id = ? AND effective_from <= ? AND (effective_until IS NULL OR effective_until > ?)", customer, at, at).Find(&found).Error
	return first(found, err)
}

func first(found []models.Association, err error) (*models.Association, error) {
	if err != nil {
		return nil, fmt.Errorf("find association: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	return &found[0], nil
}

// Balances are what a partner and one of his customers have in a currency. The
// caller holds the book where a rule decides by them.
func (t *Tx) Balances(partner, customer uuid.UUID, currency models.Currency) (models.Balances, error) {
	zero := models.NoMoney(currency)
	b := models.Balances{Cash: zero, Credit: zero, Allocatable: zero, Designated: zero, Customer: zero}
	var rows []accountRow
	err := t.db.Where(`partner_id = ? AND currency = ? AND (kind IN ('cash', 'credit', 'allocatable', 'designated') AND customer_id = ? OR kind = 'customer' AND customer_id = ?)`,
		partner, currency, uuid.Nil, customer).Find(&rows).Error
	if err != nil {
		return b, fmt.Errorf("read balances: %w", err)
	}
	for _, r := range rows {
		switch a := r.account(); a.Kind {
		case models.AccountCash:
			b.Cash = a.Balance
		case models.AccountCredit:
			b.Credit = a.Balance
		case models.AccountAllocatable:
			b.Allocatable = a.Balance
		case models.AccountDesignated:
			b.Designated = a.Balance
		default:
			b.Customer, b.Opened = a.Balance, true
		}
	}
	return b, nil
}

// UnsettledFees is what the newest facts about a customer in association say of
// fees; nil where the principal is out of their reach or there are none. Of the
// facts nothing else is told.
func (t *Tx) UnsettledFees(a models.Association) (*models.CustomerFacts, error) {
	if t.principal.Side != models.SidePartner {
		return t.CurrentFacts(a.CustomerID)
	}
	var found []struct {
		FactsID uuid.UUID
		AsOf    time.Time
		Fees    *string
	}
	if err := t.db.Raw("SELECT * FROM unsettled_fees(?, ?)", a.ID, t.Now()).Scan(&found).Error; err != nil {
		return nil, fmt.Errorf("read unsettled fees: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	facts := &models.CustomerFacts{ID: found[0].FactsID, CustomerID: a.CustomerID, AsOf: found[0].AsOf}
	if found[0].Fees == nil {
		return facts, nil
	}
	facts.Facts.UnsettledFees = new(models.Money)
	if err := json.Unmarshal([]byte(*found[0].Fees), facts.Facts.UnsettledFees); err != nil {
		return nil, fmt.Errorf("read unsettled fees: %w", err)
	}
	return facts, nil
}

// AddConsumption writes a consumption, once per event of the billing. It answers
// the earlier one where there is one.
func (t *Tx) AddConsumption(c *models.Consumption) (*models.Consumption, error) {
	res := t.db.Clauses(clause.OnConflict{DoNothing: true}).Create(c)
	if res.Error != nil {
		return nil, fmt.Errorf("insert consumption: %w", res.Error)
	}
	if res.RowsAffected == 1 {
		return nil, nil
	}
	var earlier models.Consumption
	if err := t.db.Take(&earlier, "realm = ? AND event_id = ?", c.Realm, c.EventID).Error; err != nil {
		return nil, fmt.Errorf("read earlier consumption: %w", err)
	}
	return &earlier, nil
}

// Consumption is one consumption within the principal's reach.
func (t *Tx) Consumption(id uuid.UUID) (models.Consumption, error) {
	return take[models.Consumption](t.tenant(t.db), "consumption", id)
}
