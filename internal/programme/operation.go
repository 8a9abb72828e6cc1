package programme

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
)

const (
	// stuckLimit bounds what is listed of one sort in one realm: who has more than
	// that stuck has one cause to look for, not many.
	stuckLimit = 500
	// mailPatience is how long a mail may wait before it counts as stuck.
	mailPatience = 10 * time.Minute
	// refusedDays is how far back refused mails are listed.
	refusedDays = 7
	// auditBatch bounds one reading of the audit trail.
	auditBatch = 1000
)

// Operations are the transactions behind the operator's commands.
type Operations struct{ Store *store.Store }

// Begin writes a call down in every realm before it does anything: what cannot be
// audited is not done.
func (s *Operations) Begin(ctx context.Context, op models.Operation) error {
	realms, err := realmsOf(ctx, s.Store)
	if err != nil {
		return err
	}
	for _, realm := range realms {
		if err := s.record(ctx, realm, op); err != nil {
			return err
		}
	}
	return nil
}

// record writes one realm's event of a call. The typed reason stays beside it, as
// nothing ever leaves an event again.
func (s *Operations) record(ctx context.Context, realm string, op models.Operation) error {
	return s.Store.As(ctx, models.System(realm), func(tx *store.Tx) error {
		id := store.NewID()
		if err := tx.KeepOpinion(id, realm, op.Reason); err != nil {
			return err
		}
		e := Cause{Actor: op.Operator, RequestID: op.ID.String(), DecisionID: &id}.event("ops."+op.Command, tx.Now())
		e.Realm, e.SubjectKind, e.SubjectID, e.SubjectSeq, e.Data = realm, models.SubjectOperation, id, 1, op.Data
		return tx.Record(e)
	})
}

// Stuck lists what does not go on by itself, in all realms: late rows, and those of
// the named ones that are open; failing steps; mails. Why a row is stuck the engine
// knows.
func (s *Operations) Stuck(ctx context.Context, named []uuid.UUID) (models.StuckList, error) {
	var stuck models.StuckList
	realms, err := realmsOf(ctx, s.Store)
	if err != nil {
		return stuck, err
	}
	for _, realm := range realms {
		here, err := s.stuckIn(ctx, realm, named)
		if err != nil {
			return stuck, err
		}
		for _, sort := range here {
			stuck.Items = append(stuck.Items, sort...)
			stuck.More = stuck.More || len(sort) == stuckLimit
		}
	}
	return stuck, nil
}

// stuckIn is what is stuck in a realm, by its sort.
func (s *Operations) stuckIn(ctx context.Context, realm string, named []uuid.UUID) (sorts [][]models.Stuck, err error) {
	var rows, steps, mails []models.Stuck
	err = s.Store.As(ctx, models.System(realm), func(tx *store.Tx) (err error) {
		now := tx.Now()
		if rows, err = tx.StuckRows(now.Add(-late), named, stuckLimit); err != nil {
			return err
		}
		if steps, err = tx.StuckSteps(stuckLimit); err != nil {
			return err
		}
		mails, err = tx.StuckMails(now.Add(-mailPatience), models.AddDays(now, -refusedDays), stuckLimit)
		return err
	})
	return [][]models.Stuck{rows, steps, mails}, err
}

// Operator is the principal of an operator's command on a settlement of any realm,
// and the request that led to it. Errors: models.ErrNotFound.
func (s *Operations) Operator(ctx context.Context, name string, settlement uuid.UUID) (models.Principal, uuid.UUID, error) {
	realms, err := realmsOf(ctx, s.Store)
	if err != nil {
		return models.Principal{}, uuid.Nil, err
	}
	for _, realm := range realms {
		operator, request, err := s.operatorIn(ctx, realm, name, settlement)
		if !errors.Is(err, models.ErrNotFound) {
			return operator, request, err
		}
	}
	return models.Principal{}, uuid.Nil, models.ErrNotFound
}

func (s *Operations) operatorIn(ctx context.Context, realm, name string, settlement uuid.UUID) (models.Principal, uuid.UUID, error) {
	operator, request := models.System(realm), uuid.Nil
	operator.Subject, operator.Roles = name, []models.Role{models.RoleOperator}
	err := s.Store.As(ctx, models.System(realm), func(tx *store.Tx) error {
		found, err := tx.Settlement(settlement)
		if err != nil {
			return err
		}
		house, err := tx.House()
		operator.Org, request = house.ID, found.RequestID
		return err
	})
	return operator, request, err
}

// Audit hands the events of a realm that a filter chooses to a reader, in the order
// of their ids.
func (s *Operations) Audit(ctx context.Context, realm string, f models.AuditFilter, each func(models.AuditedEvent) error) error {
	after := uuid.Nil
	for {
		var batch []models.AuditedEvent
		err := s.Store.As(ctx, models.System(realm), func(tx *store.Tx) (err error) {
			batch, err = tx.Audit(f, after, auditBatch)
			return err
		})
		if err != nil || len(batch) == 0 {
			return err
		}
		for _, e := range batch {
			if err := each(e); err != nil {
				return err
			}
		}
		after = batch[len(batch)-1].ID
	}
}
