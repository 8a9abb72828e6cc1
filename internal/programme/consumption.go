package programme

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

const ruleConsume = "consumption.charge"

// Consumptions are the transactions of what customers spend.
type Consumptions struct{ Deps }

// Charge takes in what a customer spent, once per event of the billing, and
// charges it to the association that was in force then, however late it is told.
// What nothing is there for is kept as arrears: the fact is never lost.
// Source: 5a-4.
func (s *Consumptions) Charge(ctx context.Context, cmd models.Command, in models.ConsumptionInput) (models.Result[models.Consumption], error) {
	var result models.Result[models.Consumption]
	if !in.Amount.Amount.IsPositive() {
		return result, &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/amount", Code: models.FieldNotPositive}}}
	}
	in.ConsumedAt = models.Microseconds(in.ConsumedAt)
	err := s.Store.As(ctx, cmd.Principal, func(tx *store.Tx) error {
		if in.ConsumedAt.After(tx.Now().Add(maxSkew)) {
			return &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/consumed_at", Code: "in_the_future"}}}
		}
		id := store.NewID()
		known := false // the billing may tell of one event under several keys
		do := func() (err error) {
			result.Value, known, err = s.charge(tx, cmd, in, id)
			return err
		}
		again := func(id uuid.UUID) (err error) {
			result.Value, err = tx.Consumption(id)
			return err
		}
		before, err := unlessDone(tx, cmd, keyed{models.SubjectConsumption, id, 201}, do, again)
		result.Replayed = before || known
		return err
	})
	return result, s.explain(ctx, cmd.Principal, err)
}

// charge locks the association and then the book, divides the consumption and
// posts what can be charged. It answers an earlier one of the same event, and
// that it is one.
func (s *Consumptions) charge(tx *store.Tx, cmd models.Command, in models.ConsumptionInput, id uuid.UUID) (models.Consumption, bool, error) {
	bond, newest, record, err := s.judge(tx, cmd, in, id)
	if err != nil {
		return models.Consumption{}, false, err
	}
	if err := tx.LockBooks(bond.PartnerID); err != nil {
		return models.Consumption{}, false, err
	}
	balances, err := tx.Balances(bond.PartnerID, bond.CustomerID, in.Amount.Currency)
	if err != nil {
		return models.Consumption{}, false, err
	}
	if !newest {
		// What the customer may spend now, it may spend under a later association.
		balances.Customer = models.NoMoney(in.Amount.Currency)
	}
	ended := bond.EffectiveUntil != nil && rules.Over(*bond.EffectiveUntil, tx.Now())
	charge := rules.ChargeOf(in.Amount, balances, ended)
	spent, err := s.draft(cmd, in, id, bond, charge, record)
	if err != nil {
		return spent, false, err
	}
	spent.CreatedAt = tx.Now()
	earlier, err := tx.AddConsumption(&spent)
	if err != nil {
		return spent, false, err
	}
	if earlier != nil {
		return *earlier, true, repeated(*earlier, in)
	}
	return spent, false, keep(tx, cmd, spent, charge, record)
}

// repeated: the same event says the same.
func repeated(earlier models.Consumption, in models.ConsumptionInput) error {
	if earlier.Says(in) {
		return nil
	}
	return &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/event_id", Code: models.FieldDuplicate}}}
}

// judge finds the association that was in force and whether it is the newest of
// its partner with the customer, and asks the rule.
func (s *Consumptions) judge(tx *store.Tx, cmd models.Command, in models.ConsumptionInput, id uuid.UUID) (models.Association, bool, models.Evaluation, error) {
	var bond models.Association
	var facts *rules.Bond
	found, err := tx.AssociationAt(in.CustomerID, in.ConsumedAt)
	if err != nil {
		return bond, false, models.Evaluation{}, err
	}
	if found != nil {
		if bond, err = tx.LockAssociation(found.ID); err != nil {
			return bond, false, models.Evaluation{}, err
		}
		facts = &rules.Bond{Type: bond.AssociationType}
	}
	now := tx.Now()
	policy, err := tx.Policy(cmd.Principal.Site, now)
	if err != nil {
		return bond, false, models.Evaluation{}, err
	}
	decision := rules.MayConsume(facts)
	record := evaluation(cmd.Principal, cmd.RequestID, ruleConsume, models.SubjectConsumption, &id, policy, decision, now)
	if !decision.Allowed() {
		return bond, false, record, &refused{evaluation: record}
	}
	newest, err := tx.NewestAssociation(bond.PartnerID, bond.CustomerID)
	return bond, err == nil && newest.ID == bond.ID, record, err
}

func (s *Consumptions) draft(cmd models.Command, in models.ConsumptionInput, id uuid.UUID, bond models.Association, charge rules.Charge, record models.Evaluation) (models.Consumption, error) {
	scale, err := in.Amount.Currency.Scale()
	spent := models.Consumption{
		ID: id, Realm: cmd.Principal.Realm, PartnerID: bond.PartnerID, CustomerID: bond.CustomerID, AssociationID: bond.ID, EventID: in.EventID,
		Amount: in.Amount.Amount, Arrears: charge.Arrears.Amount, Currency: in.Amount.Currency, Scale: scale, ConsumedAt: in.ConsumedAt, EvaluationID: record.ID,
	}
	if charge.Charged().Amount.IsPositive() {
		transaction := store.NewID()
		spent.TransactionID = &transaction
	}
	return spent, err
}

// keep posts what can be charged and writes down what was spent.
func keep(tx *store.Tx, cmd models.Command, spent models.Consumption, charge rules.Charge, record models.Evaluation) error {
	if err := tx.AddEvaluation(record); err != nil {
		return err
	}
	if spent.TransactionID != nil {
		if err := postConsumption(tx, spent, charge); err != nil {
			return err
		}
	}
	if owed := arrearsOf(spent); owed != nil {
		if err := tx.AddArrears(owed); err != nil {
			return err
		}
	}
	e := causeOf(cmd).event("consumption.charged", spent.ConsumedAt)
	e.Realm, e.PartnerID, e.CustomerID, e.AssociationID = spent.Realm, &spent.PartnerID, &spent.CustomerID, &spent.AssociationID
	e.SubjectKind, e.SubjectID, e.SubjectSeq = models.SubjectConsumption, spent.ID, 1
	e.Data = map[string]any{"amount": spent.Money().Fixed(), "arrears": charge.Arrears.Fixed(), "currency": spent.Currency}
	return tx.Record(e)
}

func postConsumption(tx *store.Tx, spent models.Consumption, charge rules.Charge) error {
	var draws []models.Draw
	if charge.Cash.Amount.IsPositive() {
		lots, err := tx.OpenLots(spent.PartnerID, spent.Currency)
		if err != nil {
			return err
		}
		if draws, err = rules.DrawOldest(lots, charge.Cash); err != nil {
			return err
		}
	}
	cause := rules.Cause{Book: spent.PartnerID, SubjectKind: models.SubjectConsumption, SubjectID: spent.ID, Key: "consumption:" + spent.ID.String(), At: spent.ConsumedAt}
	booking := rules.Consume(cause, spent.CustomerID, charge, draws)
	booking.ID, booking.AssociationID = *spent.TransactionID, &spent.AssociationID
	_, err := tx.Post(booking)
	return err
}
