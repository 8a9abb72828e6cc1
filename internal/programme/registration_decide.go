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

// Decide carries a decision on a registration out.
func (s *Registrations) Decide(ctx context.Context, c Cause, order models.DecisionOrder) (models.DecisionResult, []store.Waker, error) {
	return s.decide(ctx, c, order, func(tx *store.Tx) (subject, error) {
		r, err := tx.LockClaim(order.Ref.ID)
		return &claim{registrations: s, r: r}, err
	})
}

// Foresee asks the rule of a decision before the engine is asked.
func (s *Registrations) Foresee(ctx context.Context, cmd models.Command, id uuid.UUID, verb, verdict string) (Foreseen, error) {
	return s.foresee(ctx, cmd, verb, verdict, func(tx *store.Tx) (subject, error) {
		r, err := tx.Registration(id)
		return &claim{registrations: s, r: r}, err
	})
}

// claim is a registration that somebody decides on.
type claim struct {
	registrations *Registrations
	r             models.Registration
}

func (x *claim) kind() string             { return models.SubjectRegistration }
func (x *claim) envelope() models.Process { return x.r.Process }
func (x *claim) maker() string            { return x.r.Reporter }

func (x *claim) judge(_ *store.Tx, q question) (string, rules.Decision, error) {
	r := x.r
	state := rules.EffectiveRegistrationState(r.State, r.HeldUntil, q.now)
	if q.verb == models.VerbReview {
		return ruleReview, rules.Review(rules.ReviewFacts{State: state, Reporter: r.Reporter, Actor: q.asker.Subject, Verdict: q.verdict}), nil
	}
	actor := rules.Actor{Principal: q.asker, Reporter: r.Reporter, AccountManager: r.AccountManager}
	return ruleRelease, rules.Release(rules.ReleaseFacts{State: state, Actor: actor}), nil
}

func (x *claim) carryOut(tx *store.Tx, d ruling) ([]store.Waker, error) {
	r := &x.r
	r.EvaluationID = d.evaluation
	if d.verb == models.VerbRelease {
		return endRegistration(tx, d.cause, r, models.RegistrationReleased, d.now)
	}
	r.Reviewer, r.Opinion = d.asker.Subject, d.opinion
	if d.verdict == models.VerdictReject {
		touched, err := endRegistration(tx, d.cause, r, models.RegistrationRejected, d.now)
		return touched, errors.Join(err, notifyReporter(tx, *r, "registration_rejected"))
	}
	err := x.registrations.approve(tx, d.cause, r, d.policy, d.now)
	return nil, errors.Join(err, notifyReporter(tx, *r, "registration_approved"))
}

func (x *claim) dependents(tx *store.Tx) ([]store.Waker, error) { return dependents(tx, x.r) }

func (x *claim) row(tx *store.Tx) (models.Row, error) { return x.registrations.row(tx, x.r) }

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

// notifyReporter owes the partner a mail about a registration.
func notifyReporter(tx *store.Tx, r models.Registration, kind string) error {
	partner, err := tx.Organisation(r.PartnerID)
	if err != nil {
		return err
	}
	return notifyPartner(tx, models.Notification{
		Realm: r.Realm, PartnerID: r.PartnerID, SubjectKind: models.SubjectRegistration, SubjectID: r.ID, Kind: kind, Generation: int(r.Version),
	}, partner)
}

// notifyPartner owes a partner a mail, in the language of his site. It becomes
// void where he has no address by the time it is sent.
func notifyPartner(tx *store.Tx, n models.Notification, partner models.Organisation) error {
	if partner.ContactID == nil {
		return nil
	}
	n.ContactID, n.Locale = *partner.ContactID, localeOf(partner.Site)
	return tx.Notify(n)
}

// localeOf is the language of a site's mails where nobody chose one.
func localeOf(site models.Site) string {
	if site == models.SiteCN {
		return "zh-CN"
	}
	return "en"
}
