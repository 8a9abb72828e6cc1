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
	// begin names the processes that begin with the row that do left; nil: none.
	begin func(*store.Tx, Row) ([]models.Begun, error)
}

// once does what a key asks for, or answers what came of it before.
func once[Row, View any](ctx context.Context, d Deps, c command[Row, View]) (models.Result[View], error) {
	var result models.Result[View]
	err := d.Store.As(ctx, c.Principal, func(tx *store.Tx) (err error) {
		result, err = c.run(tx)
		return err
	})
	return result, err
}

// run is once in a transaction of the caller's.
func (c command[Row, View]) run(tx *store.Tx) (models.Result[View], error) {
	var result models.Result[View]
	var row Row
	do := func() (err error) {
		if row, err = c.do(tx); err == nil && c.begin != nil {
			result.Begun, err = c.begin(tx, row)
		}
		return err
	}
	again := func(id uuid.UUID) (err error) {
		row, err = c.find(tx, id)
		return err
	}
	var err error
	if result.Replayed, err = unlessDone(tx, c.Command, keyed{c.kind, c.id, c.status}, do, again); err != nil {
		return result, err
	}
	result.Value, err = c.present(tx, row)
	return result, err
}

// keyed is what a key is bound to: the resource that the command is about to make,
// or is about, and the status of its answer.
type keyed struct {
	kind   string
	id     uuid.UUID
	status int
}

// unlessDone does what a key asks for, in a transaction of the caller's, or hands
// what the key is bound to from before to again. It answers whether it was done before.
func unlessDone(tx *store.Tx, cmd models.Command, k keyed, do func() error, again func(id uuid.UUID) error) (before bool, err error) {
	earlier, err := tx.ClaimKey(cmd, k.kind, k.id, k.status)
	if err != nil {
		return false, err
	}
	if earlier != nil {
		return true, again(earlier.ResourceID)
	}
	return false, do()
}

// nothing is left to do where a key was used before.
func nothing(uuid.UUID) error { return nil }

// given is what a pointer points to, or the zero value.
func given[T any](value *T) (set T) {
	if value != nil {
		set = *value
	}
	return set
}

// asItIs presents a row that is its own view.
func asItIs[Row any](_ *store.Tx, row Row) (Row, error) { return row, nil }

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
