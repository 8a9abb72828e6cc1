package programme

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// PartnerFacts are the transactions of the vendor's feed about partners' money.
type PartnerFacts struct{ Deps }

// Put takes in one version of the facts about a partner's money.
func (s *PartnerFacts) Put(ctx context.Context, cmd models.Command, partner uuid.UUID, in models.FundsInput) (models.Result[models.PartnerFacts], error) {
	current := func(tx *store.Tx, partner uuid.UUID) (models.PartnerFacts, error) {
		facts, err := tx.PartnerFacts(partner)
		return given(facts), err
	}
	do := func(tx *store.Tx) (models.PartnerFacts, error) {
		if err := s.takeIn(tx, cmd, partner, in); err != nil {
			return models.PartnerFacts{}, err
		}
		return current(tx, partner)
	}
	return once(ctx, s.Deps, command[models.PartnerFacts, models.PartnerFacts]{cmd, models.SubjectPartnerFacts, partner, 200, do, current, asItIs[models.PartnerFacts], nil})
}

func (s *PartnerFacts) takeIn(tx *store.Tx, cmd models.Command, partner uuid.UUID, in models.FundsInput) error {
	now := tx.Now()
	if in.AsOf.After(now.Add(maxSkew)) {
		return &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/as_of", Code: "in_the_future"}}}
	}
	org, err := tx.Organisation(partner)
	if err != nil {
		return err
	}
	if !org.Kind.Sells() {
		return fmt.Errorf("organisation %s has no money to withdraw: %w", partner, models.ErrNotFound)
	}
	funds, err := s.fundsOf(tx.Principal().Realm, in)
	if err != nil {
		return err
	}
	if err := invoiced(tx, partner, in.Invoiced); err != nil {
		return err
	}
	facts := models.PartnerFacts{
		ID: store.NewID(), PartnerID: partner, Realm: tx.Principal().Realm, AsOf: models.Microseconds(in.AsOf), ReceivedAt: now, Source: in.Source, Facts: funds,
	}
	added, err := tx.AddPartnerFacts(&facts)
	if err != nil || !added {
		return err
	}
	e := causeOf(cmd).event("partner.facts_received", now)
	e.Realm, e.PartnerID, e.SubjectKind, e.SubjectID = facts.Realm, &partner, models.SubjectPartnerFacts, partner
	e.SubjectSeq = facts.AsOf.UnixMicro() // versions of facts are told apart by their as_of
	e.Data = map[string]any{"as_of": facts.AsOf, "source": in.Source, "facts_id": facts.ID.String()}
	return tx.Record(e)
}

// fundsOf keeps the real name as a keyed hash: it is compared and never read.
func (s *PartnerFacts) fundsOf(realm string, in models.FundsInput) (models.PartnerFunds, error) {
	funds := models.PartnerFunds{OwedInvoices: in.OwedInvoices, Unbilled: in.Unbilled, Invoiced: in.Invoiced, Restricted: in.Restricted}
	wrong := append(dues("/owed_invoices", in.OwedInvoices), dues("/unbilled", in.Unbilled)...)
	if in.RealName != "" {
		name, err := models.NormaliseCompanyName(in.RealName)
		if err != nil {
			wrong = append(wrong, models.FieldError{Pointer: "/real_name", Code: models.FieldInvalid})
		}
		funds.RealNameHash = s.Hasher.Hash(realm, models.KeyName, name)
	}
	if len(wrong) > 0 {
		return funds, &models.InvalidInput{Errors: wrong}
	}
	return funds, nil
}

// dues are amounts that are not negative, one per currency.
func dues(at string, amounts []models.Money) []models.FieldError {
	var wrong []models.FieldError
	seen := map[models.Currency]bool{}
	for i, m := range amounts {
		switch {
		case m.Amount.IsNegative():
			wrong = append(wrong, models.FieldError{Pointer: pointer(at, i), Code: models.FieldOutOfRange})
		case seen[m.Currency]:
			wrong = append(wrong, models.FieldError{Pointer: pointer(at, i), Code: models.FieldDuplicate})
		}
		seen[m.Currency] = true
	}
	return wrong
}

// invoiced are lots of the partner, each once, with no more than came in by them.
func invoiced(tx *store.Tx, partner uuid.UUID, stated []models.InvoicedLot) error {
	ids := make([]uuid.UUID, len(stated))
	for i, s := range stated {
		ids[i] = s.LotID
	}
	known, err := tx.LotsOf(partner, ids)
	if err != nil {
		return err
	}
	var wrong []models.FieldError
	for i, s := range stated {
		lot, found := known[s.LotID]
		at := pointer("/invoiced", i)
		switch {
		case !found:
			wrong = append(wrong, models.FieldError{Pointer: at + "/lot_id", Code: models.FieldUnknown})
		case slices.Contains(ids[:i], s.LotID):
			wrong = append(wrong, models.FieldError{Pointer: at + "/lot_id", Code: models.FieldDuplicate})
		case s.Amount.Currency != lot.Amount.Currency:
			wrong = append(wrong, models.FieldError{Pointer: at + "/amount/currency", Code: models.FieldInvalid})
		case !s.Amount.Amount.IsPositive():
			wrong = append(wrong, models.FieldError{Pointer: at + "/amount", Code: models.FieldNotPositive})
		case s.Amount.Amount.GreaterThan(lot.Amount.Amount):
			wrong = append(wrong, models.FieldError{Pointer: at + "/amount", Code: models.FieldOutOfRange})
		}
	}
	if len(wrong) > 0 {
		return &models.InvalidInput{Errors: wrong}
	}
	return nil
}

// pointer is the JSON pointer of an item of a list.
func pointer(list string, i int) string { return fmt.Sprintf("%s/%d", list, i) }
