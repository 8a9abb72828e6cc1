package programme

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/crash"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// subject is a row that people decide on, with what the rules must know of it.
// A process tells its decisions by these methods; the life of a decision is
// foresee and decide, the same for all.
type subject interface {
	kind() string
	// envelope is the row as it stands, moved or not.
	envelope() models.Process
	// maker is who made what is decided on, where he may not be who decides.
	maker() string
	// judge asks the rule of a verb and names its rule set: for the look ahead and
	// for the decision under the locks alike.
	judge(tx *store.Tx, q question) (ruleSet string, d rules.Decision, err error)
	// carryOut moves the row with what moves with it, writes the event, and answers
	// the other rows that it moved.
	carryOut(tx *store.Tx, r ruling) ([]store.Waker, error)
	// dependents are the rows of other processes that a decision may have moved. An
	// attempt that committed and died told none of them: the next tells them all,
	// and who knew already reads nothing new.
	dependents(tx *store.Tx) ([]store.Waker, error)
	// row is the row as its workflow sees it.
	row(tx *store.Tx) (models.Row, error)
}

// seenBy is the tag by which a caller names what he saw of a subject: its version,
// or, where a decision depends on figures, the subject's own tag of both.
func seenBy(s subject) int64 {
	if figured, ok := s.(interface{ seen() int64 }); ok {
		return figured.seen()
	}
	return s.envelope().Version
}

// question is what somebody wants of a subject, under the version of the policy
// that the subject keeps.
type question struct {
	asker         models.Principal
	verb, verdict string
	policy        models.Policy
	now           time.Time
}

// ruling is a question that the rules allowed, about to be carried out.
type ruling struct {
	question
	cause      Cause
	evaluation uuid.UUID
	opinion    string // what the asker typed; empty if nothing
}

// ask puts a question to the rules, and answers with it the record of what they said.
func ask(tx *store.Tx, cmd models.Command, verb, verdict string, s subject) (question, models.Evaluation, rules.Decision, error) {
	q, on := question{asker: cmd.Principal, verb: verb, verdict: verdict, now: tx.Now()}, s.envelope()
	var err error
	if q.policy, err = tx.PolicyByID(on.PolicyID); err != nil {
		return q, models.Evaluation{}, rules.Decision{}, err
	}
	ruleSet, decision, err := s.judge(tx, q)
	return q, evaluation(cmd.Principal, cmd.RequestID, ruleSet, s.kind(), &on.ID, q.policy, decision, q.now), decision, err
}

// Foreseen is what was found when a decision was asked for.
type Foreseen struct {
	// Earlier means that the same request was carried out before.
	Earlier *models.IdempotencyRecord
	At      time.Time
	// Reference and PartnerID are the subject's, in case its workflow is missing and
	// has to be started.
	Reference string
	PartnerID uuid.UUID
}

// foresee asks the rule of a decision before the engine is asked, and refuses
// with all blockers. find reads the subject without locks.
func (d Deps) foresee(ctx context.Context, cmd models.Command, verb, verdict string, find func(*store.Tx) (subject, error)) (Foreseen, error) {
	var seen Foreseen
	err := d.Store.As(ctx, cmd.Principal, func(tx *store.Tx) error {
		s, err := find(tx)
		if err != nil {
			return err
		}
		on := s.envelope()
		seen.At, seen.Reference, seen.PartnerID = tx.Now(), on.Reference, on.PartnerID
		if seen.Earlier, err = tx.FindKey(cmd); err != nil || seen.Earlier != nil {
			return err
		}
		if cmd.Stale(seenBy(s)) {
			return models.ErrPrecondition
		}
		_, record, decision, err := ask(tx, cmd, verb, verdict, s)
		if err != nil || decision.Allowed() {
			return err
		}
		return &refused{evaluation: record}
	})
	return seen, d.explain(ctx, cmd.Principal, err)
}

// decide carries a decision out: the rules are asked again under the locks, and
// the decision, the row, the event and the idempotency record are one. A decision
// that was carried out before is answered, not repeated. lock takes the locks of
// the subject and reads it.
func (d Deps) decide(ctx context.Context, c Cause, order models.DecisionOrder, lock func(*store.Tx) (subject, error)) (models.DecisionResult, []store.Waker, error) {
	var result models.DecisionResult
	var touched []store.Waker
	err := d.Store.As(ctx, models.System(order.Ref.Realm), func(tx *store.Tx) error {
		s, err := lock(tx)
		if err != nil {
			return err
		}
		if result, touched, err = answer(tx, c, order, s); err != nil {
			return err
		}
		result.Row, err = s.row(tx)
		return err
	})
	return result, touched, err
}

// answer is what came of the decision before, or comes of it now.
func answer(tx *store.Tx, c Cause, order models.DecisionOrder, s subject) (models.DecisionResult, []store.Waker, error) {
	earlier, err := tx.Decision(order.ID)
	if err != nil {
		return models.DecisionResult{}, nil, err
	}
	if earlier != nil {
		touched, err := s.dependents(tx)
		return models.DecisionResult{EvaluationID: earlier.EvaluationID, RequestID: earlier.RequestID}, touched, err
	}
	result, touched, err := rule(tx, c, order, s)
	crash.At(crash.DecideLocked)
	return result, touched, err
}

// rule asks the rules and does as they say. Blockers and a row that the asker had
// seen otherwise leave the evaluation and nothing else.
func rule(tx *store.Tx, c Cause, order models.DecisionOrder, s subject) (models.DecisionResult, []store.Waker, error) {
	cmd := order.Command()
	q, record, decision, err := ask(tx, cmd, order.Verb, order.Verdict, s)
	if err != nil {
		return models.DecisionResult{}, nil, err
	}
	result := models.DecisionResult{
		RequestID: order.RequestID, EvaluationID: record.ID, Blockers: decision.Blockers, Stale: cmd.Stale(seenBy(s)),
	}
	if err := tx.AddEvaluation(record); err != nil || !decision.Allowed() || result.Stale {
		return result, nil, err
	}
	c.Actor, c.RequestID, c.TraceID, c.DecisionID = order.Subject, order.RequestID, order.TraceID, &order.ID
	touched, err := settle(tx, order, s, ruling{question: q, cause: c, evaluation: record.ID})
	return result, touched, err
}

// settle carries an allowed decision out and writes it down.
func settle(tx *store.Tx, order models.DecisionOrder, s subject, r ruling) ([]store.Waker, error) {
	var err error
	if r.opinion, err = tx.Opinion(order.ID); err != nil {
		return nil, err
	}
	since := s.envelope().StateSince
	touched, err := s.carryOut(tx, r)
	if err != nil {
		return nil, err
	}
	on := s.envelope()
	err = tx.AddDecision(models.Decision{
		ID: order.ID, Realm: on.Realm, PartnerID: on.PartnerID, SubjectKind: s.kind(), SubjectID: on.ID, Verb: order.Verb, Outcome: on.State,
		Opinion: r.opinion, Maker: s.maker(), Actor: order.Subject, EvaluationID: r.evaluation, RequestID: order.RequestID, Version: on.Version, At: r.now,
		Waited: r.now.Sub(since),
	})
	if err != nil {
		return nil, err
	}
	// Not by unlessDone: whether it was carried out is asked by the decision's id, which outlives the key.
	_, err = tx.ClaimKey(order.Command(), s.kind(), on.ID, 200)
	return touched, err
}

// keepOpinion keeps what somebody typed with a decision until it is carried out:
// free text does not travel through the engine.
func keepOpinion(ctx context.Context, d Deps, cmd models.Command, subject uuid.UUID, opinion string) error {
	if opinion == "" {
		return nil
	}
	return d.Store.As(ctx, cmd.Principal, func(tx *store.Tx) error {
		return tx.KeepOpinion(DecisionID(cmd, subject), cmd.Principal.Realm, opinion)
	})
}

// decisionSpace is the namespace of decision ids.
var decisionSpace = uuid.MustParse("5f2f0a0c-6d0e-5a3b-9a55-0f7f1c1f4d21")

// DecisionID derives the id of a decision from the scope and the idempotency
// key: the same request of the same person on the same row is the same decision.
func DecisionID(cmd models.Command, subject uuid.UUID) uuid.UUID {
	p := cmd.Principal
	name := fmt.Sprintf("%s\x00%s\x00%s\x00%s\x00%s", p.Realm, p.Org, p.Subject, cmd.IdempotencyKey, subject)
	return uuid.NewSHA1(decisionSpace, []byte(name))
}
