package programme

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// command is what somebody asks of one row, in one transaction.
type command[Row, View any] struct {
	models.Command
	kind   string
	id     uuid.UUID
	status int // of the answer
	do     func(*store.Tx) (Row, error)
	// find reads the row that an earlier command under the same key left.
	find    func(*store.Tx, uuid.UUID) (Row, error)
	present func(*store.Tx, Row) (View, error)
}

// once does what a key asks for, or answers what came of it before.
func once[Row, View any](ctx context.Context, d Deps, c command[Row, View]) (models.Result[View], error) {
	var result models.Result[View]
	err := d.Store.As(ctx, c.Principal, func(tx *store.Tx) error {
		earlier, err := tx.ClaimKey(c.Command, c.kind, c.id, c.status)
		if err != nil {
			return err
		}
		var row Row
		if result.Replayed = earlier != nil; result.Replayed {
			row, err = c.find(tx, earlier.ResourceID)
		} else {
			row, err = c.do(tx)
		}
		if err != nil {
			return err
		}
		result.Value, err = c.present(tx, row)
		return err
	})
	return result, err
}

// refused says that the rules refused; the transaction that returns it rolls
// back, and its evaluation is written in one of its own.
type refused struct {
	evaluation models.Evaluation
	probe      *probe
}

type probe struct {
	org         uuid.UUID
	day         time.Time
	fingerprint []byte
}

func (r *refused) Error() string { return "refused by the rules" }

// explain writes the evaluation of a refusal and turns it into what callers see; any
// other outcome stays what it is.
func (d Deps) explain(ctx context.Context, p models.Principal, err error) error {
	r, isRefusal := errors.AsType[*refused](err)
	if !isRefusal {
		return err
	}
	err = d.Store.As(ctx, p, func(tx *store.Tx) error {
		if r.probe != nil {
			if _, err := tx.CountProbe(r.probe.org, r.probe.day, r.probe.fingerprint); err != nil {
				return err
			}
		}
		return tx.AddEvaluation(r.evaluation)
	})
	if err != nil {
		return fmt.Errorf("record refusal: %w", err)
	}
	return &models.Refusal{Blockers: r.evaluation.Blockers, EvaluationID: r.evaluation.ID, At: r.evaluation.At}
}
