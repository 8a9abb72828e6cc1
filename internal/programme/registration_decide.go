package programme

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/crash"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Decide carries a decision out: the rules are asked again under the locks, and
// the decision, the row, the event and the idempotency record are one. A
// decision that was carried out before is answered, not repeated.
func (s *Registrations) Decide(ctx context.Context, c Cause, order models.DecisionOrder) (models.DecisionResult, []store.Waker, error) {
	var result models.DecisionResult
	var touched []store.Waker
	err := s.Store.As(ctx, models.System(order.Ref.Realm), func(tx *store.Tx) error {
		r, err := tx.LockClaim(order.Ref.ID)
		if err != nil {
			return err
		}
		earlier, err := tx.Decision(order.ID)
		if err != nil {
			return err
		}
		if earlier != nil {
			result = models.DecisionResult{EvaluationID: earlier.EvaluationID, RequestID: earlier.RequestID}
			if touched, err = dependents(tx, r); err != nil {
				return err
			}
			result.Row, err = s.row(tx, r)
			return err
		}
		result, touched, err = s.decide(tx, c, order, r)
		crash.At(crash.DecideLocked)
		return err
	})
	return result, touched, err
}

func (s *Registrations) decide(tx *store.Tx, c Cause, order models.DecisionOrder, r models.Registration) (models.DecisionResult, []store.Waker, error) {
	p, now := order.Principal(), tx.Now()
	result := models.DecisionResult{RequestID: order.RequestID, Stale: command(order).Stale(r.Version)}
	policy, err := tx.PolicyByID(r.PolicyID)
	if err != nil {
		return result, nil, err
	}
	ruleSet, verdict := s.judge(p, order.Verb, order.Verdict, r, now)
	record := evaluation(p, order.RequestID, ruleSet, models.SubjectRegistration, &r.ID, policy, verdict, now)
	if err := tx.AddEvaluation(record); err != nil {
		return result, nil, err
	}
	result.EvaluationID, result.Blockers = record.ID, verdict.Blockers
	var touched []store.Waker
	if verdict.Allowed() && !result.Stale {
		c.Actor, c.RequestID, c.TraceID, c.DecisionID = p.Subject, order.RequestID, order.TraceID, &order.ID
		if touched, err = s.carryOut(tx, c, order, &r, policy, record.ID); err != nil {
			return result, nil, err
		}
	}
	result.Row, err = s.row(tx, r)
	return result, touched, err
}

// judge asks the rule of a verb. The caller's order of facts is the same for
// the API's look ahead and the activity's decision.
func (s *Registrations) judge(p models.Principal, verb, verdict string, r models.Registration, now time.Time) (string, rules.Decision) {
	state := rules.EffectiveRegistrationState(r.State, r.HeldUntil, now)
	if verb == models.VerbReview {
		return ruleReview, rules.Review(rules.ReviewFacts{State: state, Reporter: r.Reporter, Actor: p.Subject, Verdict: verdict})
	}
	return ruleRelease, rules.Release(rules.ReleaseFacts{State: state, Actor: rules.Actor{Principal: p, Reporter: r.Reporter, AccountManager: r.AccountManager}})
}

func (s *Registrations) carryOut(tx *store.Tx, c Cause, order models.DecisionOrder, r *models.Registration, policy models.Policy, evaluationID uuid.UUID) ([]store.Waker, error) {
	now := tx.Now()
	r.EvaluationID = evaluationID
	opinion, err := tx.Opinion(order.ID)
	if err != nil {
		return nil, err
	}
	var touched []store.Waker
	switch {
	case order.Verb == models.VerbRelease:
		touched, err = endRegistration(tx, c, r, models.RegistrationReleased, now)
	case order.Verdict == models.VerdictReject:
		r.Reviewer, r.Opinion = order.Subject, opinion
		touched, err = endRegistration(tx, c, r, models.RegistrationRejected, now)
		err = errors.Join(err, notifyPartner(tx, *r, "registration_rejected"))
	default:
		r.Reviewer, r.Opinion = order.Subject, opinion
		err = errors.Join(s.approve(tx, c, r, policy, now), notifyPartner(tx, *r, "registration_approved"))
	}
	if err != nil {
		return nil, err
	}
	err = tx.AddDecision(models.Decision{
		ID: order.ID, Realm: r.Realm, PartnerID: r.PartnerID, SubjectKind: models.SubjectRegistration, SubjectID: r.ID, Verb: order.Verb,
		Outcome: r.State, Opinion: opinion, Maker: r.Reporter, Actor: order.Subject, EvaluationID: evaluationID, RequestID: order.RequestID, Version: r.Version, At: now,
	})
	if err != nil {
		return nil, err
	}
	_, err = tx.ClaimKey(command(order), models.SubjectRegistration, r.ID, 200)
	return touched, err
}

// approve starts the days of protection at the instant of approval. Source: 1b.
func (s *Registrations) approve(tx *store.Tx, c Cause, r *models.Registration, policy models.Policy, now time.Time) error {
	version := r.Version
	protect(r, now, policy.Document)
	r.StateSince, r.Version = now, version+1
	s.plan(r, policy.Document, now)
	if err := tx.HoldSlots(r.ID, *r.HeldUntil); err != nil {
		return err
	}
	if err := tx.CloseTasks(r.ID, now); err != nil {
		return err
	}
	if err := tx.MoveRegistration(r, version); err != nil {
		return err
	}
	return tx.Record(registrationEvent(c, *r, "registration.approved", now))
}

// endRegistration ends a claim and, in the same transaction, everything that
// lives by it: its slots, its tasks and its invitations. The caller holds the
// claim's lock. at is the business instant of the end, which a late step finds
// in the past.
func endRegistration(tx *store.Tx, c Cause, r *models.Registration, state string, at time.Time) ([]store.Waker, error) {
	if err := tx.FreeSlots(r.ID); err != nil {
		return nil, err
	}
	if err := tx.CloseTasks(r.ID, at); err != nil {
		return nil, err
	}
	version := r.Version
	r.State, r.StateSince, r.Version = state, at, version+1
	r.HeldUntil, r.NextWakeAt = nil, nil
	if err := tx.MoveRegistration(r, version); err != nil {
		return nil, err
	}
	if err := tx.Record(registrationEvent(c, *r, "registration."+state, at)); err != nil {
		return nil, err
	}
	return endInvitations(tx, c, *r, at)
}

// dependents names the processes that live by a registration. An attempt that
// committed and died told none of them that it moved their rows: the next tells
// them all, and who knew already reads nothing new.
func dependents(tx *store.Tx, r models.Registration) ([]store.Waker, error) {
	ids, err := tx.InvitationIDs(r.ID)
	if err != nil {
		return nil, err
	}
	touched := make([]store.Waker, len(ids))
	for i, id := range ids {
		touched[i] = changed(models.SubjectInvitation, r.Realm, id)
	}
	return touched, nil
}

// notifyPartner owes the partner a mail about a registration.
func notifyPartner(tx *store.Tx, r models.Registration, kind string) error {
	partner, err := tx.Organisation(r.PartnerID)
	if err != nil {
		return err
	}
	if partner.ContactID == nil {
		return nil
	}
	return tx.Notify(models.Notification{
		Realm: r.Realm, PartnerID: r.PartnerID, SubjectKind: models.SubjectRegistration, SubjectID: r.ID, Kind: kind,
		ContactID: *partner.ContactID, Generation: int(r.Version), Locale: localeOf(partner.Site),
	})
}

// localeOf is the language of a site's mails where nobody chose one.
func localeOf(site models.Site) string {
	if site == models.SiteCN {
		return "zh-CN"
	}
	return "en"
}
