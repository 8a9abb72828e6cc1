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

// Decide carries an answer to a request, or its taking back, out.
func (s *AssociationRequests) Decide(ctx context.Context, c Cause, order models.DecisionOrder) (models.DecisionResult, []store.Waker, error) {
	return s.decide(ctx, c, order, func(tx *store.Tx) (subject, error) {
		return s.lockAll(tx, order.Ref.ID)
	})
}

// Foresee asks the rule of an answer before the engine is asked; ticked says that
// who agrees has read what follows. Facts that are too old are read anew first.
func (s *AssociationRequests) Foresee(ctx context.Context, cmd models.Command, id uuid.UUID, verb, verdict string, ticked bool) (Foreseen, error) {
	if err := s.freshen(ctx, cmd, id, verb, verdict); err != nil {
		return Foreseen{}, err
	}
	return s.foresee(ctx, cmd, verb, verdict, func(tx *store.Tx) (subject, error) {
		x, err := s.find(tx, id)
		if err != nil {
			return nil, err
		}
		x.ticked = ticked
		return x, nil
	})
}

// freshen looks the customer up in the directory where an agreement would be
// refused because too little is known of the account.
func (s *AssociationRequests) freshen(ctx context.Context, cmd models.Command, id uuid.UUID, verb, verdict string) error {
	if verb != models.VerbDecide || verdict != models.VerdictApprove {
		return nil
	}
	var customer *uuid.UUID
	err := s.Store.As(ctx, cmd.Principal, func(tx *store.Tx) error {
		x, err := s.find(tx, id)
		if err != nil {
			return err
		}
		x.ticked = true
		_, _, decision, err := ask(tx, cmd, verb, verdict, x)
		if decision.LacksFacts() {
			customer = &x.r.CustomerID
		}
		return err
	})
	if err != nil || customer == nil {
		return err
	}
	if err := s.customers.Refresh(ctx, cmd.Principal.Realm, *customer); err != nil {
		s.Log.WarnContext(ctx, "the customer directory did not answer", "error", err.Error())
	}
	return nil
}

// parting is a request that somebody answers or takes back.
type parting struct {
	r       models.AssociationRequest
	bond    models.Association
	partner models.Organisation
	facts   *models.CustomerFacts
	// ticked: who agrees has read what follows. The look ahead has seen to it
	// before the engine is asked.
	ticked bool
}

// find reads a request with what it is decided on, without locks.
func (s *AssociationRequests) find(tx *store.Tx, id uuid.UUID) (*parting, error) {
	r, err := tx.AssociationRequest(id)
	if err != nil {
		return nil, err
	}
	found, err := partings(tx, []models.AssociationRequest{r})
	return found[r.ID], err
}

// partings read what requests are decided on, all of it at once: a page of a list
// costs what one request does.
func partings(tx *store.Tx, rows []models.AssociationRequest) (map[uuid.UUID]*parting, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	ids := make([]uuid.UUID, len(rows))
	for i, r := range rows {
		ids[i] = r.AssociationID
	}
	bonds, err := tx.AssociationsByID(ids)
	if err != nil {
		return nil, err
	}
	facts, err := tx.AssociationFacts(ids...)
	if err != nil {
		return nil, err
	}
	partners := map[uuid.UUID]models.Organisation{}
	found := make(map[uuid.UUID]*parting, len(rows))
	for _, r := range rows {
		x := &parting{r: r, bond: bonds[r.AssociationID]}
		partner, known := partners[r.PartnerID]
		if !known {
			if partner, err = partnerOfBond(tx, x.bond); err != nil {
				return nil, err
			}
			partners[r.PartnerID] = partner
		}
		x.partner = partner
		if newest, known := facts[r.AssociationID]; known {
			x.facts = &newest
		}
		found[r.ID] = x
	}
	return found, nil
}

// lockAll takes the locks in the store's order: customer, partner, association, request.
func (s *AssociationRequests) lockAll(tx *store.Tx, id uuid.UUID) (*parting, error) {
	r, err := tx.AssociationRequest(id)
	if err != nil {
		return nil, err
	}
	x := &parting{ticked: true}
	if _, err = tx.LockCustomer(r.CustomerID); err != nil {
		return nil, err
	}
	if x.partner, err = tx.LockPartner(r.PartnerID); err != nil {
		return nil, err
	}
	if x.bond, err = tx.LockAssociation(r.AssociationID); err != nil {
		return nil, err
	}
	if x.r, err = tx.LockAssociationRequest(id); err != nil {
		return nil, err
	}
	facts, err := tx.AssociationFacts(r.AssociationID)
	if newest, known := facts[r.AssociationID]; known {
		x.facts = &newest
	}
	return x, err
}

func (x *parting) kind() string             { return models.SubjectRequest }
func (x *parting) envelope() models.Process { return x.r.Process }
func (x *parting) maker() string            { return x.r.Requester }

func (x *parting) judge(_ *store.Tx, q question) (string, rules.Decision, error) {
	state := rules.EffectiveRequestState(x.r.State, x.r.LapseAt, q.now)
	if q.verb == models.VerbCancel {
		return ruleTakeBack, rules.TakeBack(x.r.Initiator, q.asker.Side, state), nil
	}
	facts := rules.AnswerFacts{
		Leaving: rules.Leaving{Initiator: x.r.Initiator, Kind: x.r.Kind, From: x.r.FromType, To: x.r.ToType, Partner: rules.PartnerOf(x.partner)},
		State:   state, Associated: inForce(x.bond, q.now), Side: q.asker.Side, Verdict: q.verdict, NoticeAccepted: x.ticked,
	}
	if x.facts != nil {
		facts.Account = rules.Account{Facts: &x.facts.Facts, AsOf: x.facts.AsOf}
	}
	return ruleAnswer, rules.Answer(facts, q.policy.Document, q.now), nil
}

func (x *parting) carryOut(tx *store.Tx, d ruling) ([]store.Waker, error) {
	x.r.EvaluationID = d.evaluation
	x.r.Decider, x.r.Opinion = d.asker.Subject, d.opinion
	switch {
	case d.verb == models.VerbCancel:
		return nil, endRequest(tx, d.cause, &x.r, models.AssociationRequestCancelled, d.now, mailRequestCancelled, x.r.Answerer())
	case d.verdict == models.VerdictReject:
		return nil, endRequest(tx, d.cause, &x.r, models.AssociationRequestRejected, d.now, mailRequestRejected, x.r.Initiator)
	default:
		return x.part(tx, d)
	}
}

// part is the consent: in one transaction the association ends, or is replaced by
// one of the other type, and what follows its end is written down. Source: 3b, 3a-12.
func (x *parting) part(tx *store.Tx, d ruling) ([]store.Waker, error) {
	x.r.EffectiveAt = &d.now
	mail := mailEnded
	if err := endAssociation(tx, d.cause, &x.bond, x.r, d.now); err != nil {
		return nil, err
	}
	if x.r.Kind == models.RequestSwitch {
		mail = mailSwitched
		next := x.successor(d)
		if err := tx.AddAssociation(&next); err != nil {
			return nil, err
		}
		if err := tx.Record(associationEvent(d.cause, next, "association.started", d.now)); err != nil {
			return nil, err
		}
		x.r.NewAssociationID = &next.ID
	}
	if err := endRequest(tx, d.cause, &x.r, models.AssociationRequestApproved, d.now, mail, models.PartyPartner, models.PartyCustomer); err != nil {
		return nil, err
	}
	if err := openSettlement(tx, d.cause, x.bond, x.r, d.now); err != nil {
		return nil, err
	}
	return x.followers(tx)
}

// followers are the processes that an agreed request started.
func (x *parting) followers(tx *store.Tx) ([]store.Waker, error) {
	s, err := tx.Settlement(x.r.AssociationID)
	if err != nil {
		return nil, err
	}
	follower := changed(models.SubjectSettlement, s.Realm, s.ID)
	follower.Reference, follower.PartnerID, follower.Fresh = s.Reference, s.PartnerID, true
	return []store.Waker{follower}, nil
}

// successor is the association of the other type that a switch leads to, from the
// same instant on. Source: 3a-7, 3b.
func (x *parting) successor(d ruling) models.Association {
	next := x.bond
	next.ID = store.NewID()
	next.Reference = models.NewReference(models.ReferenceAssociation, next.ID)
	next.AssociationType, next.EffectiveFrom, next.EffectiveUntil = x.r.ToType, d.now, nil
	next.ReplacesID, next.Version, next.CreatedAt, next.NoticeVersion = &x.bond.ID, 1, d.now, ""
	if next.AssociationType == models.Resale {
		next.NoticeVersion = d.policy.Document.Association.NoticeVersion
	}
	return next
}

// endAssociation ends an association that is locked: from this instant on nothing
// is allotted or ordered under it.
func endAssociation(tx *store.Tx, c Cause, bond *models.Association, r models.AssociationRequest, at time.Time) error {
	version := bond.Version
	bond.EffectiveUntil, bond.Version = &at, version+1
	if err := tx.CloseTasks(bond.ID, at); err != nil {
		return err
	}
	if err := tx.MoveAssociation(bond, version); err != nil {
		return err
	}
	e := associationEvent(c, *bond, "association.ended", at)
	e.Data["request_id"], e.Data["kind"] = r.ID.String(), r.Kind
	return tx.Record(e)
}

// endRequest ends a request that is locked, closes what waited for its answer and
// owes the parties a mail.
func endRequest(tx *store.Tx, c Cause, r *models.AssociationRequest, state string, at time.Time, mail string, to ...models.Party) error {
	version := r.Version
	r.State, r.StateSince, r.Version, r.NextWakeAt = state, at, version+1, nil
	if err := tx.CloseTasks(r.ID, at); err != nil {
		return err
	}
	if err := tx.MoveAssociationRequest(r, version); err != nil {
		return err
	}
	if err := tx.Record(requestEvent(c, *r, "association_request."+state, at)); err != nil {
		return err
	}
	var errs []error
	for _, party := range to {
		errs = append(errs, tx.NotifyParty(requestNotice(*r, party, mail)))
	}
	return errors.Join(errs...)
}

func (x *parting) dependents(tx *store.Tx) ([]store.Waker, error) {
	if x.r.State != models.AssociationRequestApproved {
		return nil, nil
	}
	return x.followers(tx)
}

func (x *parting) row(tx *store.Tx) (models.Row, error) { return requestRow(tx, x.r) }
