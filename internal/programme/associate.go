package programme

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// attempt is one customer's attempt with everything it is decided on, locked.
type attempt struct {
	acceptance   models.Acceptance
	customer     models.Organisation
	identity     models.Identity
	keys         store.HashedKeys
	held         []store.HeldKey
	partner      models.Organisation
	registration *models.Registration
	invitation   *models.Invitation
	link         *models.InvitationLink
	current      *models.Association
	facts        *models.CustomerFacts
	policy       models.Policy
}

// Associate decides an attempt: the association comes, and the registration, its
// other invitations and tasks go, in one transaction; or the attempt has failed,
// and its invitation with it. An attempt that was decided before is answered.
func (s *Acceptances) Associate(ctx context.Context, c Cause, ref models.Ref) (models.Row, []store.Waker, error) {
	var row models.Row
	var touched []store.Waker
	err := s.Store.As(ctx, models.System(ref.Realm), func(tx *store.Tx) error {
		t, err := s.attempt(tx, ref.ID)
		if err != nil {
			return err
		}
		if t.acceptance.State == models.AcceptanceChecking {
			touched, err = s.settle(tx, c, &t)
		} else {
			touched, err = settled(tx, t.acceptance)
		}
		row = acceptanceRow(tx, t.acceptance)
		return err
	})
	return row, touched, err
}

// attempt takes the locks in the store's order: slots, customer, partner,
// registration, invitation. What names the rows is read before and looked at
// again under the locks.
func (s *Acceptances) attempt(tx *store.Tx, id uuid.UUID) (attempt, error) {
	var t attempt
	a, err := tx.Acceptance(id)
	if err != nil {
		return t, err
	}
	if t.customer, err = tx.Organisation(a.CustomerID); err != nil {
		return t, err
	}
	if t.identity, err = identityOf(tx, t.customer); err != nil {
		return t, err
	}
	t.keys = s.Hasher.HashIdentity(a.Realm, t.identity)
	claim, err := s.claim(tx, a, t)
	if err != nil {
		return t, err
	}
	if err := s.lock(tx, a, claim, &t); err != nil {
		return t, err
	}
	if t.policy, err = tx.PolicyByID(a.PolicyID); err != nil {
		return t, err
	}
	if t.current, err = tx.ActiveAssociation(a.CustomerID); err != nil {
		return t, err
	}
	t.facts, err = tx.CurrentFacts(a.CustomerID)
	return t, err
}

// claim names the registration that the attempt stands on: the invitation's, or
// the partner's live one that recognises the customer; uuid.Nil if there is none.
func (s *Acceptances) claim(tx *store.Tx, a models.Acceptance, t attempt) (uuid.UUID, error) {
	if a.RegistrationID != nil {
		return *a.RegistrationID, nil
	}
	r, err := tx.LiveRegistration(a.PartnerID, t.keys)
	if err != nil || r == nil {
		return uuid.Nil, err
	}
	return r.ID, nil
}

func (s *Acceptances) lock(tx *store.Tx, a models.Acceptance, claim uuid.UUID, t *attempt) error {
	// A registration made before the account existed holds the phone alone.
	keys := t.keys.And(models.KeyPhone, s.Hasher.Hash(a.Realm, models.KeyPhone, t.identity.Phone))
	var err error
	if t.held, err = tx.LockSlots(a.Realm, a.PartnerID, a.ID, keys, claim); err != nil {
		return err
	}
	if t.customer, err = tx.LockCustomer(a.CustomerID); err != nil {
		return err
	}
	if t.partner, err = tx.LockPartner(a.PartnerID); err != nil {
		return err
	}
	if claim != uuid.Nil {
		r, err := tx.LockRegistration(claim)
		if err != nil {
			return err
		}
		if rules.EffectiveRegistrationState(r.State, r.HeldUntil, tx.Now()) == models.RegistrationReported {
			t.registration = &r
		}
	}
	if a.InvitationID != nil {
		i, err := tx.LockInvitation(*a.InvitationID)
		if err != nil {
			return err
		}
		t.invitation = &i
	}
	if a.LinkID != nil {
		l, err := tx.LockLink(*a.LinkID)
		if err != nil {
			return err
		}
		t.link = &l
	}
	t.acceptance, err = tx.LockAcceptance(a.ID)
	return err
}

// facts is what the rules decide the attempt on.
func (t *attempt) rulesFacts(now time.Time) rules.AcceptanceFacts {
	facts := rules.AcceptanceFacts{
		Partner: rules.PartnerOf(t.partner), AssociationType: t.acceptance.AssociationType, NoticeVersion: t.acceptance.NoticeVersion,
		GiveUpAt: t.acceptance.GiveUpAt,
	}
	switch {
	case t.invitation != nil:
		facts.Way.Invitation = &rules.InvitationWay{
			State: effective(*t.invitation, now), Generation: t.acceptance.Generation, CurrentGeneration: t.invitation.Generation,
		}
	case t.link != nil:
		facts.Way.Link = &rules.LinkWay{State: t.link.State}
	}
	for _, h := range t.held {
		facts.CustomerTaken = facts.CustomerTaken || !h.Own
	}
	if t.current != nil {
		facts.OwnAssociated = t.current.PartnerID == t.partner.ID
		facts.CustomerTaken = facts.CustomerTaken || !facts.OwnAssociated
	}
	if t.registration != nil {
		facts.Registration = &rules.LiveRegistration{
			PhoneMatches: bytes.Equal(t.registration.PhoneHash, t.keys.Line),
			OtherAccount: differ(t.registration.AccountHash, t.keys.Account),
			OtherCode:    differ(t.registration.CodeHash, t.keys.Code),
			Reviewed:     t.registration.ReviewType == models.ReviewManual,
		}
	}
	if t.facts != nil {
		facts.Account = rules.Account{Facts: &t.facts.Facts, AsOf: t.facts.AsOf}
	}
	return facts
}

// differ tells two known values apart; an unknown one differs from none.
func differ(registered, customers []byte) bool {
	return len(registered) > 0 && len(customers) > 0 && !bytes.Equal(registered, customers)
}

func (s *Acceptances) settle(tx *store.Tx, c Cause, t *attempt) ([]store.Waker, error) {
	now := tx.Now()
	decision := rules.Accept(t.rulesFacts(now), t.policy.Document, now)
	customer := models.Principal{Realm: t.acceptance.Realm, Org: t.acceptance.CustomerID, Subject: t.acceptance.CustomerID.String()}
	record := evaluation(customer, c.RequestID, ruleAccept, models.SubjectAcceptance, &t.acceptance.ID, t.policy, decision, now)
	if t.facts != nil {
		record.FactsIDs = []uuid.UUID{t.facts.ID}
		t.acceptance.FactsID = &t.facts.ID
	}
	if err := tx.AddEvaluation(record); err != nil {
		return nil, err
	}
	t.acceptance.EvaluationID = record.ID
	if !decision.Allowed() {
		return s.refuse(tx, c, t, decision, now)
	}
	return s.associate(tx, c, t, now)
}

// refuse ends the attempt. Its invitation has failed with it, unless the cause
// passes by itself: then the customer may simply try again. Source: 2b, 2c.
func (s *Acceptances) refuse(tx *store.Tx, c Cause, t *attempt, d rules.Decision, now time.Time) ([]store.Waker, error) {
	t.acceptance.FailureCodes = d.Codes()
	if err := s.end(tx, c, t, models.AcceptanceFailed, now); err != nil {
		return nil, err
	}
	open := t.invitation != nil && effective(*t.invitation, now) == models.InvitationSent && t.invitation.Generation == t.acceptance.Generation
	if !open || passes(d) {
		return nil, nil
	}
	touched := []store.Waker{changed(models.SubjectInvitation, t.acceptance.Realm, t.invitation.ID)}
	return touched, fail(tx, c, *t.invitation, d.Codes(), t.acceptance, now)
}

// settled names the processes that an attempt decided before may have moved, as
// the one that decided it may have died before it told them.
func settled(tx *store.Tx, a models.Acceptance) ([]store.Waker, error) {
	var touched []store.Waker
	if a.InvitationID != nil {
		touched = append(touched, changed(models.SubjectInvitation, a.Realm, *a.InvitationID))
	}
	if a.RegistrationID == nil {
		return touched, nil
	}
	r, err := tx.Registration(*a.RegistrationID)
	if err != nil {
		return nil, err
	}
	others, err := dependents(tx, r)
	return append(append(touched, changed(models.SubjectRegistration, a.Realm, r.ID)), others...), err
}

// passes reports whether every cause passes by itself.
func passes(d rules.Decision) bool {
	for _, b := range d.Blockers {
		if !b.Retryable {
			return false
		}
	}
	return true
}

// associate writes the bond and ends what it fulfils.
func (s *Acceptances) associate(tx *store.Tx, c Cause, t *attempt, now time.Time) ([]store.Waker, error) {
	bond := t.bond(now)
	if err := tx.AddAssociation(&bond); err != nil {
		return nil, err
	}
	if err := tx.Record(associationEvent(c, bond, "association.started", now)); err != nil {
		return nil, err
	}
	t.acceptance.AssociationID = &bond.ID
	if err := s.end(tx, c, t, models.AcceptanceAssociated, now); err != nil {
		return nil, err
	}
	touched, err := s.fulfil(tx, c, t, bond)
	if err != nil {
		return nil, err
	}
	return touched, s.announce(tx, t, bond)
}

// bond is the association that the attempt leads to. The account manager of the
// invitation or link becomes the customer's, its tag stays. Source: 2a-4, 2a-6.
func (t *attempt) bond(now time.Time) models.Association {
	id := store.NewID()
	a := t.acceptance
	bond := models.Association{
		ID: id, Realm: a.Realm, PartnerID: a.PartnerID, CustomerID: a.CustomerID, Reference: models.NewReference(models.ReferenceAssociation, id),
		AssociationType: a.AssociationType, EffectiveFrom: now, AccountManager: a.AccountManager, NoticeVersion: a.NoticeVersion,
		InvitationID: a.InvitationID, LinkID: a.LinkID, AcceptanceID: a.ID, Version: 1, CreatedAt: now,
	}
	if t.link != nil {
		bond.Tag = t.link.Tag
	}
	if t.registration != nil {
		bond.RegistrationID = &t.registration.ID
		if bond.AccountManager == "" {
			bond.AccountManager = t.registration.AccountManager
		}
	}
	return bond
}

// fulfil closes the registration that the association grew out of, with all that
// lives by it, and lets its keys recognise the customer from now on.
func (s *Acceptances) fulfil(tx *store.Tx, c Cause, t *attempt, bond models.Association) ([]store.Waker, error) {
	var touched []store.Waker
	if t.invitation != nil {
		touched = append(touched, changed(models.SubjectInvitation, bond.Realm, t.invitation.ID))
		if err := succeed(tx, c, *t.invitation, bond); err != nil {
			return nil, err
		}
	}
	if t.registration == nil {
		return touched, nil
	}
	r := *t.registration
	if err := tx.AddKeys(r.Realm, bond.CustomerID, sourceRegistration, registrationKeys(r)); err != nil {
		return nil, err
	}
	r.CustomerID, r.AssociationID = &bond.CustomerID, &bond.ID
	touched = append(touched, changed(models.SubjectRegistration, r.Realm, r.ID))
	others, err := endRegistration(tx, c, &r, models.RegistrationAssociated, bond.EffectiveFrom)
	return append(touched, others...), err
}

// registrationKeys are the keys by which the partner knew the customer. The
// phone is not among them: it is the account's own, or its accounts' line.
func registrationKeys(r models.Registration) store.HashedKeys {
	keys := store.HashedKeys{Code: r.CodeHash, Kinds: []models.KeyKind{models.KeyEmail, models.KeyName}, Hashes: [][]byte{r.EmailHash, r.NameHash}}
	if len(r.CodeHash) > 0 {
		keys = keys.And(models.KeyCode, r.CodeHash)
	}
	return keys
}

// announce owes both sides a mail. Source: 2a-12.
func (s *Acceptances) announce(tx *store.Tx, t *attempt, bond models.Association) error {
	var errs []error
	for kind, org := range map[string]models.Organisation{"association_customer": t.customer, "association_partner": t.partner} {
		if org.ContactID == nil {
			continue
		}
		locale := localeOf(org.Site)
		if kind == "association_customer" && t.acceptance.Locale != "" {
			locale = t.acceptance.Locale
		}
		errs = append(errs, tx.Notify(models.Notification{
			Realm: bond.Realm, PartnerID: bond.PartnerID, SubjectKind: models.SubjectAssociation, SubjectID: bond.ID, Kind: kind,
			ContactID: *org.ContactID, Generation: 1, Locale: locale,
		}))
	}
	return errors.Join(errs...)
}

func (s *Acceptances) end(tx *store.Tx, c Cause, t *attempt, state string, at time.Time) error {
	a := &t.acceptance
	version := a.Version
	a.State, a.StateSince, a.Version, a.NextWakeAt = state, at, version+1, nil
	if t.registration != nil {
		a.RegistrationID = &t.registration.ID
	}
	if err := tx.MoveAcceptance(a, version); err != nil {
		return err
	}
	return tx.Record(acceptanceEvent(c, *a, "acceptance."+state, at))
}

func associationEvent(c Cause, a models.Association, kind string, at time.Time) models.Event {
	e := c.event(kind, at)
	e.Realm, e.PartnerID, e.CustomerID, e.AssociationID = a.Realm, &a.PartnerID, &a.CustomerID, &a.ID
	e.SubjectKind, e.SubjectID, e.SubjectSeq = models.SubjectAssociation, a.ID, a.Version
	e.Data = map[string]any{"association_type": a.AssociationType, "reference": a.Reference, "tag": a.Tag}
	return e
}
