package programme

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

const ruleRetry = "settlement.retry"

// mailSettled tells both sides that an association is settled.
const mailSettled = "settlement_closed"

// Settlements are the transactions of what follows an association's end.
type Settlements struct{ Deps }

// openSettlement writes down what follows the end of an association: one row per
// step, so that none is forgotten and each happens once.
func openSettlement(tx *store.Tx, c Cause, bond models.Association, r models.AssociationRequest, at time.Time) error {
	s := models.Settlement{
		Process: models.Process{
			ID: bond.ID, Realm: bond.Realm, PartnerID: bond.PartnerID, Reference: models.NewReference(models.ReferenceSettlement, bond.ID), State: models.SettlementRunning,
			StateSince: at, Version: 1, PolicyID: r.PolicyID, EvaluationID: r.EvaluationID, NextWakeAt: &at, CreatedAt: at,
		},
		CustomerID: bond.CustomerID, RequestID: r.ID,
	}
	var steps []models.SettlementStep
	for i, name := range models.SettlementSteps() {
		steps = append(steps, models.SettlementStep{
			ID: store.NewID(), Realm: bond.Realm, PartnerID: bond.PartnerID, CustomerID: bond.CustomerID, AssociationID: bond.ID, Position: i + 1, Name: name,
			State: models.StepPending, Result: map[string]any{}, NextAttemptAt: &at,
		})
	}
	if err := tx.AddSettlement(&s, steps); err != nil {
		return err
	}
	return tx.Record(settlementEvent(c, s, "settlement.opened", at))
}

func settlementEvent(c Cause, s models.Settlement, kind string, at time.Time) models.Event {
	e := c.event(kind, at)
	e.Realm, e.PartnerID, e.AssociationID = s.Realm, &s.PartnerID, &s.ID
	e.SubjectKind, e.SubjectID, e.SubjectSeq, e.PolicyID = models.SubjectSettlement, s.ID, s.Version, &s.PolicyID
	e.Data = map[string]any{"state": s.State, "reference": s.Reference}
	return e
}

// stepEvent is the event of one step of a settlement.
func stepEvent(c Cause, s models.Settlement, step models.SettlementStep, kind string, at time.Time) models.Event {
	e := settlementEvent(c, s, kind, at)
	e.Data["step"], e.Data["step_id"], e.Data["step_state"] = step.Name, step.ID.String(), step.State
	if step.ErrorCode != "" {
		e.Data["error_code"] = step.ErrorCode
	}
	return e
}

// closing is a settlement with its steps, locked or not.
type closing struct {
	s     models.Settlement
	steps []models.SettlementStep
	bond  models.Association
	// cause is in whose name a step is run.
	cause Cause
	// named is the step that a decision speaks of.
	named *models.SettlementStep
}

// next is the first step that is not over; nil if all are.
func (x *closing) next() *models.SettlementStep {
	for i := range x.steps {
		if !x.steps[i].Over() {
			return &x.steps[i]
		}
	}
	return nil
}

func readClosing(tx *store.Tx, s models.Settlement) (*closing, error) {
	x := &closing{s: s}
	var err error
	if x.bond, err = tx.Association(s.ID); err != nil {
		return nil, err
	}
	x.steps, err = tx.SettlementStepsOf(s.ID)
	return x, err
}

func lockClosing(tx *store.Tx, id uuid.UUID) (*closing, error) {
	s, err := tx.LockSettlement(id)
	if err != nil {
		return nil, err
	}
	return readClosing(tx, s)
}

// Load reads the row for its workflow and notes that the workflow has acted.
func (s *Settlements) Load(ctx context.Context, ref models.Ref) (models.Row, error) {
	var row models.Row
	err := s.Store.As(ctx, models.System(ref.Realm), func(tx *store.Tx) error {
		found, err := tx.Settlement(ref.ID)
		if err != nil {
			return err
		}
		x, err := readClosing(tx, found)
		if err != nil {
			return err
		}
		if row = x.shown(tx.Now()); row.Terminal {
			return nil
		}
		return tx.MarkActed(models.SubjectSettlement, ref.ID, &row.WakeAt)
	})
	return row, err
}

// shown is the settlement as its workflow sees it: it wakes for the next step.
func (x *closing) shown(now time.Time) models.Row {
	row := models.Row{
		State: x.s.State, Since: x.s.StateSince, Version: x.s.Version, Reference: x.s.Reference, PartnerID: x.s.PartnerID, CustomerID: &x.s.CustomerID,
		Terminal: x.s.State == models.SettlementDone, Now: now, Waiting: x.waiting(),
	}
	if step := x.next(); step != nil {
		row.NextStep, row.WakeAt = models.StepSettle, *step.NextAttemptAt
	}
	return row
}

// settleActions say what the system does in a step, for people.
var settleActions = map[string]string{
	models.StepAllotmentReturn: "return_allotment",
	models.StepGracePeriod:     "wait_for_late_usage",
	models.StepGrants:          "revoke_grants",
	models.StepVouchers:        "reclaim_vouchers",
	models.StepStatement:       "close_statement",
	models.StepNotices:         "tell_both_sides",
}

// waiting says who must act: the system at its time, or the vendor on a step that
// keeps failing, which the system goes on trying.
func (x *closing) waiting() models.Waiting {
	step := x.next()
	switch {
	case step == nil:
		return models.Waiting{Party: models.PartyNobody}
	case x.s.State == models.SettlementBlocked:
		return models.Waiting{Party: models.PartyVendor, Action: models.TaskSettle}
	default:
		return models.Waiting{Party: models.PartySystem, Action: settleActions[step.Name], DueAt: step.NextAttemptAt}
	}
}

// Settle runs the step that is due. A step that fails is noted and tried again
// later; nothing that it had begun stays.
func (s *Settlements) Settle(ctx context.Context, c Cause, ref models.Ref) (models.Row, error) {
	var row models.Row
	var attempted *models.SettlementStep
	err := s.Store.As(ctx, models.System(ref.Realm), func(tx *store.Tx) error {
		attempted = nil
		x, err := lockClosing(tx, ref.ID)
		if err != nil {
			return err
		}
		step := x.next()
		if row = x.shown(tx.Now()); step == nil || row.Now.Before(row.WakeAt) {
			return nil
		}
		attempted, x.cause = step, c
		came, err := settlementSteps[step.Name](tx, x, *step)
		if err != nil {
			return err
		}
		err = x.conclude(tx, c, step, came)
		row = x.shown(tx.Now())
		return err
	})
	if err == nil || attempted == nil || ctx.Err() != nil {
		return row, err
	}
	s.Log.WarnContext(ctx, "a step of a settlement failed", "step", attempted.Name, "association", ref.ID.String(), "error", err.Error())
	return s.fail(ctx, c, ref, *attempted, err)
}

// conclude writes down what came of a step.
func (x *closing) conclude(tx *store.Tx, c Cause, step *models.SettlementStep, came outcome) error {
	now := tx.Now()
	if step.StartedAt == nil {
		step.StartedAt = &now
	}
	step.State, step.Result, step.ErrorCode, step.NextAttemptAt = came.state, came.result, "", came.until
	kind := "settlement.step_waiting"
	if step.Over() {
		step.Attempts, step.FinishedAt, kind = step.Attempts+1, &now, "settlement.step_"+step.State
	}
	return x.move(tx, c, step, kind, now)
}

// move writes a step with its settlement, which goes on, waits or is done.
func (x *closing) move(tx *store.Tx, c Cause, step *models.SettlementStep, kind string, now time.Time) error {
	if err := tx.SaveSettlementStep(step); err != nil {
		return err
	}
	state, version := models.SettlementRunning, x.s.Version
	x.s.NextWakeAt = nil
	switch next := x.next(); {
	case next == nil:
		state, kind = models.SettlementDone, "settlement.done"
	case next.State == models.StepFailed:
		state, x.s.NextWakeAt = models.SettlementBlocked, next.NextAttemptAt
	default:
		x.s.NextWakeAt = next.NextAttemptAt
	}
	if state != x.s.State {
		x.s.State, x.s.StateSince = state, now
	}
	x.s.Version++
	if state != models.SettlementBlocked {
		if err := tx.CloseTasks(x.s.ID, now); err != nil {
			return err
		}
	}
	if err := tx.MoveSettlement(&x.s, version); err != nil {
		return err
	}
	return tx.Record(stepEvent(c, x.s, *step, kind, now))
}

// fail notes a failure of a step and when it is tried again. After as many as the
// policy bears it is a task for the vendor; the association stays ended.
func (s *Settlements) fail(ctx context.Context, c Cause, ref models.Ref, attempted models.SettlementStep, cause error) (models.Row, error) {
	var row models.Row
	err := s.Store.As(ctx, models.System(ref.Realm), func(tx *store.Tx) error {
		x, err := lockClosing(tx, ref.ID)
		if err != nil {
			return err
		}
		step := x.next()
		if step == nil || step.ID != attempted.ID || step.Attempts != attempted.Attempts {
			row = x.shown(tx.Now())
			return nil // somebody else got further
		}
		policy, err := tx.PolicyByID(x.s.PolicyID)
		if err != nil {
			return err
		}
		if err := x.put(tx, c, step, policy.Document, errorCode(cause)); err != nil {
			return err
		}
		row = x.shown(tx.Now())
		return nil
	})
	return row, err
}

// put puts a step off that has just failed.
func (x *closing) put(tx *store.Tx, c Cause, step *models.SettlementStep, p models.PolicyDocument, code string) error {
	now := tx.Now()
	if step.StartedAt == nil {
		step.StartedAt = &now
	}
	step.Attempts++
	again := now.Add(rules.StepPause(step.Attempts, p))
	step.ErrorCode, step.NextAttemptAt, step.State = code, &again, models.StepPending
	if step.Attempts < p.Leaving.StepAttempts {
		return x.move(tx, c, step, "settlement.step_put_off", now)
	}
	step.State = models.StepFailed
	if err := x.move(tx, c, step, "settlement.step_failed", now); err != nil {
		return err
	}
	return tx.OpenTask(models.Task{
		Realm: x.s.Realm, PartnerID: x.s.PartnerID, Party: models.PartyVendor, Kind: models.TaskSettle, SubjectKind: models.SubjectSettlement,
		SubjectID: x.s.ID, Reference: x.s.Reference, AccountManager: x.bond.AccountManager, Since: now,
	})
}

// errorCode is what people may read of a failure; the rest is in the log.
func errorCode(err error) string {
	switch {
	case errors.Is(err, models.ErrBalance):
		return "balance_too_low"
	case errors.Is(err, models.ErrInProgress):
		return "busy"
	default:
		return "internal"
	}
}

// Foresee asks whether a failed step may be tried again, before the engine is asked.
func (s *Settlements) Foresee(ctx context.Context, cmd models.Command, id uuid.UUID, step string) (Foreseen, error) {
	return s.foresee(ctx, cmd, models.VerbRetry, step, func(tx *store.Tx) (subject, error) {
		found, err := tx.Settlement(id)
		if err != nil {
			return nil, err
		}
		x, err := readClosing(tx, found)
		if err != nil {
			return nil, err
		}
		return x, x.name(step)
	})
}

// Decide lets a failed step be tried again at once.
func (s *Settlements) Decide(ctx context.Context, c Cause, order models.DecisionOrder) (models.DecisionResult, []store.Waker, error) {
	return s.decide(ctx, c, order, func(tx *store.Tx) (subject, error) {
		x, err := lockClosing(tx, order.Ref.ID)
		if err != nil {
			return nil, err
		}
		return x, x.name(order.Verdict)
	})
}

// name finds the step that a decision speaks of.
func (x *closing) name(step string) error {
	for i := range x.steps {
		if x.steps[i].Name == step {
			x.named = &x.steps[i]
			return nil
		}
	}
	return models.ErrNotFound
}

func (x *closing) kind() string             { return models.SubjectSettlement }
func (x *closing) envelope() models.Process { return x.s.Process }
func (x *closing) maker() string            { return "" }

func (x *closing) judge(*store.Tx, question) (string, rules.Decision, error) {
	return ruleRetry, rules.RetryStep(x.named.State), nil
}

func (x *closing) carryOut(tx *store.Tx, d ruling) ([]store.Waker, error) {
	x.named.State, x.named.Attempts, x.named.NextAttemptAt = models.StepPending, 0, &d.now
	return nil, x.move(tx, d.cause, x.named, "settlement.step_retried", d.now)
}

func (x *closing) dependents(*store.Tx) ([]store.Waker, error) { return nil, nil }

func (x *closing) row(tx *store.Tx) (models.Row, error) { return x.shown(tx.Now()), nil }

// OfRequest is the settlement that a request led to, as the principal sees it.
func (s *Settlements) OfRequest(ctx context.Context, p models.Principal, request uuid.UUID) (models.SettlementView, error) {
	var view models.SettlementView
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		r, err := tx.AssociationRequest(request)
		if err != nil {
			return err
		}
		if r.State != models.AssociationRequestApproved {
			return models.ErrNotFound
		}
		found, err := tx.Settlement(r.AssociationID)
		if err != nil {
			return err
		}
		x, err := readClosing(tx, found)
		if err != nil {
			return err
		}
		view, err = x.view(tx)
		return err
	})
	return view, err
}

// SettlementOf names the settlement of a request within the principal's reach.
func (s *Settlements) SettlementOf(ctx context.Context, p models.Principal, request uuid.UUID) (uuid.UUID, error) {
	view, err := s.OfRequest(ctx, p, request)
	return view.ID, err
}

// KeepReason keeps why somebody lets a step be tried again.
func (s *Settlements) KeepReason(ctx context.Context, cmd models.Command, id uuid.UUID, reason string) error {
	return keepOpinion(ctx, s.Deps, cmd, id, reason)
}

func (x *closing) view(tx *store.Tx) (models.SettlementView, error) {
	v := models.SettlementView{Settlement: x.s, Steps: x.steps, Waiting: x.waiting()}
	var err error
	if v.Statement, err = tx.ClosingStatement(x.s.ID); err != nil {
		return v, err
	}
	if v.Statement != nil {
		if v.Amendments, err = tx.Amendments(x.s.ID, x.s.PartnerID, v.Statement.BookSeq); err != nil {
			return v, err
		}
	}
	if p := tx.Principal(); p.Side == models.SideVendor && p.Is(models.RoleOperator) {
		state := models.StepDone
		if step := x.next(); step != nil {
			state = step.State
		}
		v.Actions = []models.Action{action(models.VerbRetry, rules.RetryStep(state))}
	}
	return v, nil
}
