package programme

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Reverse takes a transaction of any realm back, once. Told again by the same two
// operators it answers what was posted then. Errors: models.ErrNotFound,
// rules.ErrIrreversible.
func (s *Operations) Reverse(ctx context.Context, op models.Operation, transaction uuid.UUID) (store.Posted, error) {
	realms, err := realmsOf(ctx, s.Store)
	if err != nil {
		return store.Posted{}, err
	}
	for _, realm := range realms {
		var posted store.Posted
		err := s.Store.As(ctx, models.System(realm), func(tx *store.Tx) (err error) {
			posted, err = reverse(tx, op, transaction)
			return err
		})
		if !errors.Is(err, models.ErrNotFound) {
			return posted, err
		}
	}
	return store.Posted{}, fmt.Errorf("transaction %s: %w", transaction, models.ErrNotFound)
}

// reverse decides and posts under the locks of the association and the book. What
// the reversal lets somebody spend pays arrears, as everything that does.
func reverse(tx *store.Tx, op models.Operation, id uuid.UUID) (store.Posted, error) {
	facts, err := reversing(tx, id)
	if err != nil {
		return store.Posted{}, err
	}
	// The book says for ever which two took it back.
	key := fmt.Sprintf("reversal:%s:%s:%s", id, op.Operator, op.ApprovedBy)
	earlier, cause, err := tx.ReversalOf(id)
	if err != nil {
		return store.Posted{}, err
	}
	if earlier != nil && cause == key {
		return *earlier, nil
	}
	if earlier != nil {
		return store.Posted{}, fmt.Errorf("%w: transaction %s has reversed it", rules.ErrIrreversible, earlier.ID)
	}
	if err := rules.Reversible(facts); err != nil {
		return store.Posted{}, err
	}
	posted, err := grow(tx, Cause{Actor: op.Operator, RequestID: op.ID.String()}, rules.Reversal(rules.Cause{
		Book: facts.Of.Book, SubjectKind: facts.Of.SubjectKind, SubjectID: facts.Of.SubjectID, Key: key, At: tx.Now(),
	}, facts.Of))
	if errors.Is(err, models.ErrBalance) {
		return store.Posted{}, fmt.Errorf("%w: what it moved was used since: %w", rules.ErrIrreversible, err)
	}
	if err != nil {
		return store.Posted{}, err
	}
	return posted[0], nil
}

// reversing gathers what the rule must know, under the locks.
func reversing(tx *store.Tx, id uuid.UUID) (rules.ReversalFacts, error) {
	var facts rules.ReversalFacts
	of, err := tx.LedgerTransaction(id)
	if err != nil {
		return facts, err
	}
	if of.AssociationID != nil {
		bond, err := tx.LockAssociation(*of.AssociationID)
		if err != nil {
			return facts, err
		}
		facts.Ended = bond.EffectiveUntil != nil && rules.Over(*bond.EffectiveUntil, tx.Now())
	}
	if err := tx.LockBooks(of.Book); err != nil {
		return facts, err
	}
	// Read again: what its lots hold is settled only now.
	if facts.Of, err = tx.LedgerTransaction(id); err != nil {
		return facts, err
	}
	facts.Lots = facts.Of.Lots
	if of.Kind == models.LedgerConsume {
		spent, err := tx.Consumption(of.SubjectID)
		if err != nil {
			return facts, err
		}
		facts.Owing = spent.Arrears.IsPositive()
	}
	return facts, nil
}
