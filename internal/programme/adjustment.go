package programme

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"partnercenter/internal/crash"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Rule sets, as evaluations name them.
const (
	ruleAllocate = "adjustment.allocate"
	ruleReclaim  = "adjustment.reclaim"
)

// Adjustments are the transactions between a partner's book and his customers'
// allotments. Source: 5a-2.
type Adjustments struct {
	Deps
	customers *Customers
}

// adjusting is one adjustment on its way.
type adjusting struct {
	cmd     models.Command
	in      models.AdjustmentInput
	kind    string
	ruleSet string
	id      uuid.UUID
}

// Allocate lets a resale customer spend. Source: 5a-2, 5a-4.
func (s *Adjustments) Allocate(ctx context.Context, cmd models.Command, in models.AdjustmentInput) (models.Result[models.AdjustmentView], error) {
	return s.adjust(ctx, adjusting{cmd, in, models.LedgerAllocate, ruleAllocate, store.NewID()})
}

// Reclaim takes back what a customer has not spent. Source: 5a-2, 5a-5.
func (s *Adjustments) Reclaim(ctx context.Context, cmd models.Command, in models.AdjustmentInput) (models.Result[models.AdjustmentView], error) {
	in.FundType = ""
	return s.adjust(ctx, adjusting{cmd, in, models.LedgerReclaim, ruleReclaim, store.NewID()})
}

// adjust runs the transaction, and once more with new facts where old ones are all
// that stood in its way.
func (s *Adjustments) adjust(ctx context.Context, a adjusting) (models.Result[models.AdjustmentView], error) {
	if !a.in.Amount.Amount.IsPositive() {
		return models.Result[models.AdjustmentView]{}, &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/amount", Code: models.FieldNotPositive}}}
	}
	var result models.Result[models.AdjustmentView]
	err := s.customers.withFacts(ctx, a.cmd.Principal.Realm, factual{read: s.customers.RefreshEach, run: func(bool) (lacking []uuid.UUID, err error) {
		result, err = s.attempt(ctx, a)
		if refusal, isRefusal := errors.AsType[*refused](err); isRefusal && onlyFactsMissing(refusal) {
			lacking = []uuid.UUID{a.in.CustomerID}
		}
		return lacking, err
	}})
	if err == nil {
		crash.At(crash.AdjustCommitted)
	}
	return result, s.explain(ctx, a.cmd.Principal, err)
}

func onlyFactsMissing(r *refused) bool {
	return rules.Decision{Outcome: r.evaluation.Outcome, Blockers: r.evaluation.Blockers}.WaitsForFacts()
}

func (s *Adjustments) attempt(ctx context.Context, a adjusting) (models.Result[models.AdjustmentView], error) {
	do := func(tx *store.Tx) (models.Adjustment, error) { return s.carryOut(tx, a) }
	return once(ctx, s.Deps, command[models.Adjustment, models.AdjustmentView]{a.cmd, models.SubjectAdjustment, a.id, 201, do, (*store.Tx).Adjustment, presentAdjustment, nil})
}

// carryOut takes the locks, asks the rules and posts. The order of the locks: the
// customer's adjustments, the association, the book.
func (s *Adjustments) carryOut(tx *store.Tx, a adjusting) (models.Adjustment, error) {
	facts, bond, factsIDs, err := s.investigate(tx, a)
	if err != nil {
		return models.Adjustment{}, err
	}
	partner, err := tx.Organisation(a.cmd.Principal.Org)
	if err != nil {
		return models.Adjustment{}, err
	}
	facts.Partner = rules.PartnerOf(partner)
	now := tx.Now()
	policy, err := tx.Policy(partner.Site, now)
	if err != nil {
		return models.Adjustment{}, err
	}
	decision := rules.MayAllocate(facts)
	if a.kind == models.LedgerReclaim {
		decision = rules.MayReclaim(facts, policy.Document, now)
	}
	record := evaluation(a.cmd.Principal, a.cmd.RequestID, a.ruleSet, models.SubjectAdjustment, &a.id, policy, decision, now)
	record.FactsIDs = factsIDs
	if !decision.Allowed() {
		return models.Adjustment{}, &refused{evaluation: record}
	}
	if err := tx.AddEvaluation(record); err != nil {
		return models.Adjustment{}, err
	}
	return post(tx, a, *bond, record)
}

// investigate gathers what the rules must know, under the locks.
func (s *Adjustments) investigate(tx *store.Tx, a adjusting) (rules.AdjustmentFacts, *models.Association, []uuid.UUID, error) {
	partner, customer := a.cmd.Principal.Org, a.in.CustomerID
	facts := rules.AdjustmentFacts{Amount: a.in.Amount, FundType: a.in.FundType}
	free, err := tx.TryAdjust(partner, customer)
	if err != nil {
		return facts, nil, nil, err
	}
	facts.Running = !free
	association, err := tx.NewestAssociation(partner, customer)
	if err != nil {
		return facts, nil, nil, err
	}
	var factsIDs []uuid.UUID
	if association != nil {
		locked, err := tx.LockAssociation(association.ID)
		if err != nil {
			return facts, nil, nil, err
		}
		association = &locked
		facts.Bond = &rules.Bond{Type: locked.AssociationType, Ended: locked.EffectiveUntil != nil && rules.Over(*locked.EffectiveUntil, tx.Now())}
		if facts.Account, factsIDs, err = accountOf(tx, locked); err != nil {
			return facts, nil, nil, err
		}
	}
	if err := tx.LockBooks(partner); err != nil {
		return facts, nil, nil, err
	}
	facts.Balances, err = tx.Balances(partner, customer, a.in.Amount.Currency)
	return facts, association, factsIDs, err
}

// accountOf is what a rule about fees may know of the customer's account.
func accountOf(tx *store.Tx, association models.Association) (rules.Account, []uuid.UUID, error) {
	known, err := tx.UnsettledFees(association)
	if err != nil || known == nil {
		return rules.Account{}, nil, err
	}
	return rules.Account{Facts: &known.Facts, AsOf: known.AsOf}, []uuid.UUID{known.ID}, nil
}

// post moves the allotment and writes down who moved what.
func post(tx *store.Tx, a adjusting, bond models.Association, record models.Evaluation) (models.Adjustment, error) {
	scale, err := a.in.Amount.Currency.Scale()
	if err != nil {
		return models.Adjustment{}, err
	}
	now := tx.Now()
	done := models.Adjustment{
		ID: a.id, Realm: bond.Realm, PartnerID: bond.PartnerID, CustomerID: bond.CustomerID, AssociationID: bond.ID,
		Reference: models.NewReference(models.ReferenceAdjustment, a.id), Kind: a.kind, FundType: a.in.FundType,
		Amount: a.in.Amount.Amount, Currency: a.in.Amount.Currency, Scale: scale, Operator: a.cmd.Principal.Subject, EvaluationID: &record.ID, TransactionID: store.NewID(), CreatedAt: now,
	}
	cause := rules.Cause{Book: bond.PartnerID, SubjectKind: models.SubjectAdjustment, SubjectID: a.id, Key: "adjustment:" + a.id.String(), At: now}
	booking := rules.Allocate(cause, bond.CustomerID, done.Money())
	if a.kind == models.LedgerReclaim {
		booking = rules.Reclaim(cause, bond.CustomerID, done.Money())
	}
	booking.ID, booking.AssociationID = done.TransactionID, &bond.ID
	if _, err := grow(tx, causeOf(a.cmd), booking); err != nil {
		return done, err
	}
	if err := tx.AddAdjustment(&done); err != nil {
		return done, err
	}
	e := causeOf(a.cmd).event("adjustment."+done.Kind, now)
	e.Realm, e.PartnerID, e.CustomerID, e.AssociationID = done.Realm, &done.PartnerID, &done.CustomerID, &done.AssociationID
	e.SubjectKind, e.SubjectID, e.SubjectSeq = models.SubjectAdjustment, done.ID, 1
	e.Data = map[string]any{"reference": done.Reference, "amount": done.Money().Fixed(), "currency": done.Currency, "fund_type": done.FundType}
	return done, tx.Record(e)
}

// List is one page of the adjustment records. Source: 5a-6.
func (s *Adjustments) List(ctx context.Context, p models.Principal, f models.AdjustmentFilter, q models.ListQuery) (models.Page[models.AdjustmentView], error) {
	var page models.Page[models.AdjustmentView]
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		rows, err := tx.Adjustments(f, q)
		if err != nil {
			return err
		}
		page.Next = rows.Next
		ids := make([]uuid.UUID, len(rows.Items))
		for i, a := range rows.Items {
			ids[i] = a.AssociationID
		}
		names, err := tx.CustomerNames(ids)
		for _, a := range rows.Items {
			page.Items = append(page.Items, models.AdjustmentView{Adjustment: a, CustomerName: names[a.AssociationID]})
		}
		return err
	})
	return page, err
}

// presentAdjustment shows an adjustment with the figures as they are now: what
// there is, what no customer may spend yet, and what the customer may.
func presentAdjustment(tx *store.Tx, a models.Adjustment) (models.AdjustmentView, error) {
	balances, err := tx.Balances(a.PartnerID, a.CustomerID, a.Currency)
	if err != nil {
		return models.AdjustmentView{}, err
	}
	names, err := tx.CustomerNames([]uuid.UUID{a.AssociationID})
	return models.AdjustmentView{Adjustment: a, CustomerName: names[a.AssociationID], Balances: &balances}, err
}

// Allotment is what a customer may spend under an association, and what of it can
// be taken back. Source: 5a-5, 5f.
func (s *Adjustments) Allotment(ctx context.Context, p models.Principal, association uuid.UUID) (models.Allotment, error) {
	var allotment models.Allotment
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		bond, err := tx.Association(association)
		if err != nil {
			return err
		}
		names, err := tx.CustomerNames([]uuid.UUID{bond.ID})
		if err != nil {
			return err
		}
		allotment = models.Allotment{Association: bond, CustomerName: names[bond.ID]}
		return s.measure(tx, &allotment)
	})
	return allotment, err
}

// measure reads the allotments of an association's customer. Without young facts
// nothing of them can be taken back now.
func (s *Adjustments) measure(tx *store.Tx, allotment *models.Allotment) error {
	bond := allotment.Association
	partner, err := tx.Organisations([]uuid.UUID{bond.PartnerID})
	if err != nil {
		return err
	}
	policy, err := tx.Policy(partner[bond.PartnerID].Site, tx.Now())
	if err != nil {
		return err
	}
	account, _, err := accountOf(tx, bond)
	if err != nil {
		return err
	}
	if account.Facts != nil {
		allotment.FactsAsOf, allotment.Fresh = &account.AsOf, rules.KnowsFees(account, policy.Document, tx.Now())
	}
	accounts, err := tx.AccountPage(models.AccountFilter{PartnerID: &bond.PartnerID, CustomerID: &bond.CustomerID}, models.ListQuery{Limit: len(models.Currencies())})
	if err != nil {
		return err
	}
	for _, a := range accounts.Items {
		part := models.AllotmentPart{AccountID: a.ID, Allotted: a.Balance, Reclaimable: models.NoMoney(a.Balance.Currency)}
		part.Unsettled = part.Reclaimable
		if account.Facts != nil {
			part.Unsettled = rules.Unsettled(a.Balance.Currency, *account.Facts)
		}
		if allotment.Fresh {
			part.Reclaimable = rules.Reclaimable(a.Balance, *account.Facts)
		}
		allotment.Parts = append(allotment.Parts, part)
	}
	return nil
}
