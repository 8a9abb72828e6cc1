package programme

import (
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// outcome is what came of one attempt of a settlement's step: done, not needed
// for a reason, or waiting for an instant.
type outcome struct {
	state  string
	result map[string]any
	until  *time.Time
}

func done(result map[string]any) outcome { return outcome{state: models.StepDone, result: result} }

func notNeeded(reason string) outcome {
	return outcome{state: models.StepNotNeeded, result: map[string]any{"reason": reason}}
}

// settlementSteps says what each step does. A later part plugs its step in here
// and names it in models.SettlementSteps; the workflow reads the rows.
var settlementSteps = map[string]func(*store.Tx, *closing, models.SettlementStep) (outcome, error){
	models.StepAllotmentReturn: returnAllotment,
	models.StepGracePeriod:     waitForLateUsage,
	models.StepGrants:          revokeGrants,
	models.StepVouchers:        reclaimVouchers,
	models.StepStatement:       closeStatement,
	models.StepNotices:         tellBothSides,
}

// returnAllotment takes what the customer has not spent back to the partner, by a
// transaction whose cause is the step. Source: 3a-12.
func returnAllotment(tx *store.Tx, x *closing, step models.SettlementStep) (outcome, error) {
	if err := tx.LockBooks(x.bond.PartnerID); err != nil {
		return outcome{}, err
	}
	accounts, err := tx.AllotmentsOf(x.bond.PartnerID, x.bond.CustomerID)
	if err != nil {
		return outcome{}, err
	}
	later, err := tx.ActiveAssociation(x.bond.CustomerID)
	if err != nil {
		return outcome{}, err
	}
	var returns []models.LedgerTransaction
	var amounts []map[string]any
	for _, account := range accounts {
		rest, err := unspent(tx, account, x.bond, later)
		if err != nil {
			return outcome{}, err
		}
		if !rest.Amount.IsPositive() {
			continue
		}
		cause := rules.Cause{
			Book: x.bond.PartnerID, SubjectKind: models.SubjectSettlement, SubjectID: x.s.ID,
			Key: fmt.Sprintf("%s:%s", step.ID, rest.Currency), At: *x.bond.EffectiveUntil,
		}
		t := rules.Unlink(cause, x.bond.CustomerID, rest)
		t.AssociationID = &x.bond.ID
		returns = append(returns, t)
		amounts = append(amounts, map[string]any{"amount": rest.Fixed(), "currency": rest.Currency})
	}
	if len(returns) == 0 {
		return notNeeded("nothing_unspent"), nil
	}
	posted, err := grow(tx, x.cause, returns...)
	if err != nil {
		return outcome{}, err
	}
	ids := make([]uuid.UUID, len(posted))
	for i, p := range posted {
		ids[i] = p.ID
		if err := recordReturn(tx, x, returns[i], p); err != nil {
			return outcome{}, err
		}
	}
	return done(map[string]any{"returned": amounts, "transaction_ids": ids}), nil
}

// recordReturn puts what goes back among the adjustments of the partner's
// customer. Source: 5a-6.
func recordReturn(tx *store.Tx, x *closing, t models.LedgerTransaction, posted store.Posted) error {
	back := t.Postings[0].Amount // to allocatable
	scale, err := back.Currency.Scale()
	if err != nil {
		return fmt.Errorf("record what goes back: %w", err)
	}
	id := store.NewID()
	return tx.AddAdjustment(&models.Adjustment{
		ID: id, Realm: x.bond.Realm, PartnerID: x.bond.PartnerID, CustomerID: x.bond.CustomerID, AssociationID: x.bond.ID,
		Reference: models.NewReference(models.ReferenceAdjustment, id), Kind: models.LedgerUnlink, Amount: back.Amount, Currency: back.Currency, Scale: scale,
		Operator: tx.Principal().Subject, TransactionID: posted.ID, CreatedAt: tx.Now(),
	})
}

// unspent is what is left on an account of an ended association. Where the same
// two are associated for resale again, the account may hold money of the new
// association: then no more goes back than was there when the old one ended.
func unspent(tx *store.Tx, account models.Account, ended models.Association, later *models.Association) (models.Money, error) {
	if later == nil || later.PartnerID != ended.PartnerID || later.AssociationType != models.Resale {
		return account.Balance, nil
	}
	then, err := tx.FigureAt(account, *ended.EffectiveUntil)
	if err != nil || then.Balance.Amount.LessThan(account.Balance.Amount) {
		return then.Balance, err
	}
	return account.Balance, nil
}

// waitForLateUsage gives usage that is told late the policy's days to arrive
// before the statement is closed. ASSUMPTION.
func waitForLateUsage(tx *store.Tx, x *closing, _ models.SettlementStep) (outcome, error) {
	policy, err := tx.PolicyByID(x.s.PolicyID)
	if err != nil {
		return outcome{}, err
	}
	until := models.AddDays(*x.bond.EffectiveUntil, policy.Document.Leaving.GraceDays)
	result := map[string]any{"until": until}
	if tx.Now().Before(until) {
		return outcome{state: models.StepRunning, result: result, until: &until}, nil
	}
	return done(result), nil
}

// revokeGrants: a customer can grant its partner nothing yet.
func revokeGrants(*store.Tx, *closing, models.SettlementStep) (outcome, error) {
	return notNeeded("no_grants_in_programme"), nil
}

// reclaimVouchers: partners issue no vouchers yet.
func reclaimVouchers(*store.Tx, *closing, models.SettlementStep) (outcome, error) {
	return notNeeded("no_vouchers_in_programme"), nil
}

// closeStatement writes what the association came to. What is posted under it
// later is an amendment, told by its place in the book.
func closeStatement(tx *store.Tx, x *closing, _ models.SettlementStep) (outcome, error) {
	a := x.bond
	if err := tx.LockBooks(a.PartnerID); err != nil {
		return outcome{}, err
	}
	seq, err := tx.BookSeq(a.PartnerID)
	if err != nil {
		return outcome{}, err
	}
	lines, err := tx.StatementLines(a, seq)
	if err != nil {
		return outcome{}, err
	}
	statement := models.ClosingStatement{
		AssociationID: a.ID, Realm: a.Realm, PartnerID: a.PartnerID, CustomerID: a.CustomerID, Reference: a.Reference,
		EffectiveFrom: a.EffectiveFrom, EffectiveTo: *a.EffectiveUntil, ClosedAt: tx.Now(), BookSeq: seq, Lines: lines,
	}
	if err := tx.AddClosingStatement(&statement); err != nil {
		return outcome{}, err
	}
	return done(map[string]any{"book_seq": seq, "lines": len(lines)}), nil
}

// tellBothSides owes partner and customer a mail that everything is settled.
func tellBothSides(tx *store.Tx, x *closing, _ models.SettlementStep) (outcome, error) {
	var errs []error
	for _, party := range []models.Party{models.PartyPartner, models.PartyCustomer} {
		errs = append(errs, tx.NotifyParty(store.PartyNotice{
			Association: x.bond.ID, Party: party, Kind: mailSettled, SubjectKind: models.SubjectSettlement, Subject: x.s.ID, Generation: 1,
		}))
	}
	return done(map[string]any{}), errors.Join(errs...)
}
