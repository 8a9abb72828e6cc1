package programme

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Decide carries a decision on an invitation out.
func (s *Invitations) Decide(ctx context.Context, c Cause, order models.DecisionOrder) (models.DecisionResult, []store.Waker, error) {
	return s.decide(ctx, c, order, func(tx *store.Tx) (subject, error) {
		known, err := tx.Invitation(order.Ref.ID)
		if err != nil {
			return nil, err
		}
		x := &offer{invitations: s}
		if x.partner, err = tx.LockPartner(known.PartnerID); err != nil {
			return nil, err
		}
		if x.r, err = tx.LockRegistration(known.RegistrationID); err != nil {
			return nil, err
		}
		x.i, err = tx.LockInvitation(known.ID)
		return x, err
	})
}

// Foresee asks the rule of a decision before the engine is asked.
func (s *Invitations) Foresee(ctx context.Context, cmd models.Command, id uuid.UUID, verb string) (Foreseen, error) {
	return s.foresee(ctx, cmd, verb, "", func(tx *store.Tx) (subject, error) {
		var err error
		x := &offer{invitations: s}
		if x.i, err = tx.Invitation(id); err != nil {
			return nil, err
		}
		if x.r, err = tx.Registration(x.i.RegistrationID); err != nil {
			return nil, err
		}
		x.partner, err = tx.Organisation(x.i.PartnerID)
		return x, err
	})
}

// offer is an invitation that somebody decides on.
type offer struct {
	invitations *Invitations
	partner     models.Organisation
	r           models.Registration
	i           models.Invitation
}

func (x *offer) kind() string             { return models.SubjectInvitation }
func (x *offer) envelope() models.Process { return x.i.Process }
func (x *offer) maker() string            { return "" }

func (x *offer) judge(tx *store.Tx, q question) (string, rules.Decision, error) {
	actor := rules.Actor{Principal: q.asker, Reporter: x.r.Reporter, AccountManager: x.i.AccountManager}
	state := effective(x.i, q.now)
	registration := rules.EffectiveRegistrationState(x.r.State, x.r.HeldUntil, q.now)
	if q.verb == models.VerbCancel {
		return ruleCancel, rules.Cancel(rules.CancelFacts{Actor: actor, State: state, RegistrationState: registration}), nil
	}
	today, err := day(q.now, q.policy.Document)
	if err != nil {
		return ruleResend, rules.Decision{}, err
	}
	sent, err := tx.CountSent(q.asker.Org, q.asker.Subject, today, 0)
	return ruleResend, rules.Resend(rules.ResendFacts{
		Partner: rules.PartnerOf(x.partner), Actor: actor, State: state, RegistrationState: registration,
		AssociationType: x.i.AssociationType, SentToday: sent,
	}, q.policy.Document, q.now), err
}

func (x *offer) carryOut(tx *store.Tx, d ruling) ([]store.Waker, error) {
	i := &x.i
	version, kind := i.Version, "invitation.cancelled"
	i.Version, i.EvaluationID = version+1, d.evaluation
	if err := tx.CloseTasks(i.ID, d.now); err != nil {
		return nil, err
	}
	if d.verb == models.VerbCancel {
		i.State, i.StateSince, i.NextWakeAt = models.InvitationCancelled, d.now, nil
	} else {
		kind = "invitation.resent"
		if err := x.invitations.resend(tx, d, i); err != nil {
			return nil, err
		}
	}
	if err := tx.MoveInvitation(i, version); err != nil {
		return nil, err
	}
	return nil, tx.Record(invitationEvent(d.cause, *i, kind, d.now))
}

// dependents: a decision on an invitation moves no other process.
func (x *offer) dependents(*store.Tx) ([]store.Waker, error) { return nil, nil }

func (x *offer) row(tx *store.Tx) (models.Row, error) { return x.invitations.row(tx, x.i), nil }

// resend sends an invitation again under a new code.
func (s *Invitations) resend(tx *store.Tx, d ruling, i *models.Invitation) error {
	if err := s.issue(i, d.policy.Document, d.now); err != nil {
		return err
	}
	_, wakeAt := nextInvitationStep(*i)
	i.NextWakeAt = &wakeAt
	today, err := day(d.now, d.policy.Document)
	if err != nil {
		return err
	}
	if _, err := tx.CountSent(d.asker.Org, d.asker.Subject, today, 1); err != nil {
		return err
	}
	if err := tx.AddCode(*i); err != nil {
		return err
	}
	return s.mail(tx, *i)
}
