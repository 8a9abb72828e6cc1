package programme

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Rule sets, as evaluations name them.
const (
	ruleOpen   = "acceptance.open"
	ruleAccept = "acceptance.accept"
)

// Acceptances are the transactions of customers who associate.
type Acceptances struct {
	Deps
	customers *Customers
}

// visitor is somebody who holds a code and has not signed in.
func visitor() models.Principal { return models.Principal{Side: models.SideCustomer} }

// Find is what the page of a code shows. It changes nothing.
func (s *Acceptances) Find(ctx context.Context, code string) (models.CodeView, error) {
	var view models.CodeView
	err := s.Store.As(ctx, visitor(), func(tx *store.Tx) error {
		found, policy, err := s.find(tx, code)
		if err != nil {
			return err
		}
		view = codeView(found, policy.Document, tx.Now())
		return nil
	})
	return view, err
}

func (s *Acceptances) find(tx *store.Tx, code string) (store.Code, models.Policy, error) {
	found, err := tx.FindCode(HashCode(code))
	if err != nil {
		return found, models.Policy{}, err
	}
	if err := tx.EnterRealm(found.Realm); err != nil { // the code's realm says what time it is
		return found, models.Policy{}, err
	}
	policy, err := tx.Policy(found.PartnerSite, tx.Now())
	return found, policy, err
}

func codeView(c store.Code, p models.PolicyDocument, now time.Time) models.CodeView {
	return models.CodeView{
		Realm: c.Realm, PartnerID: c.PartnerID, PartnerName: c.PartnerName, Site: c.PartnerSite, Zone: p.Zone, AssociationType: c.AssociationType,
		NoticeVersion: p.Association.NoticeVersion, ExpiresAt: c.ExpiresAt, Locale: c.Locale,
		Blockers: rules.Open(wayOf(c, now), partnerOf(c), c.AssociationType).Blockers,
	}
}

// wayOf is the way on which a code leads, at an instant.
func wayOf(c store.Code, now time.Time) rules.Way {
	if c.LinkID != nil {
		return rules.Way{Link: &rules.LinkWay{State: c.State}}
	}
	state := c.State
	if c.ExpiresAt != nil {
		state = rules.EffectiveInvitationState(c.State, *c.ExpiresAt, *c.ExpiresAt, now)
	}
	return rules.Way{Invitation: &rules.InvitationWay{State: state, Generation: c.Generation, CurrentGeneration: c.CurrentGeneration}}
}

func partnerOf(c store.Code) rules.PartnerFacts {
	return rules.PartnerFacts{Frozen: c.PartnerFrozen, Prepaid: c.PartnerPrepaid, HasContact: true, Site: c.PartnerSite}
}

// SignIn makes the customer who signed in at the identity provider a principal
// in the realm of the code, on facts that were just read.
func (s *Acceptances) SignIn(ctx context.Context, code string, customer uuid.UUID) (models.Principal, error) {
	view, err := s.Find(ctx, code)
	if err != nil {
		return models.Principal{}, err
	}
	if err := s.customers.Refresh(ctx, view.Realm, customer); err != nil {
		if errors.Is(err, models.ErrNotFound) {
			return models.Principal{}, err
		}
		return models.Principal{}, fmt.Errorf("%w: %w", models.ErrUnavailable, err)
	}
	return models.Principal{Realm: view.Realm, Org: customer, Side: models.SideCustomer, Subject: customer.String(), Roles: []models.Role{models.RoleCustomer}}, nil
}

// Preview is what a signed-in customer sees before consenting. It changes nothing.
func (s *Acceptances) Preview(ctx context.Context, p models.Principal, code string) (models.AcceptancePreview, error) {
	var preview models.AcceptancePreview
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		found, policy, err := s.find(tx, code)
		if err != nil {
			return err
		}
		if found.Realm != p.Realm {
			return models.ErrNotFound
		}
		customer, err := tx.Organisation(p.Org)
		if err != nil {
			return err
		}
		contacts, err := tx.Contacts([]uuid.UUID{*customer.ContactID})
		if err != nil {
			return err
		}
		preview.Account = masked(contacts[*customer.ContactID])
		preview.Code = codeView(found, policy.Document, tx.Now())
		preview.Blockers = preview.Code.Blockers
		preview.FactsAsOf, err = tx.FactsAsOf(p.Org)
		return err
	})
	return preview, err
}

// Accept takes a customer's consent in. The check and the association follow in
// the process; a way that is closed already is refused at once.
func (s *Acceptances) Accept(ctx context.Context, cmd models.Command, code, noticeVersion, locale string) (models.Result[models.AcceptanceView], error) {
	id := store.NewID()
	do := func(tx *store.Tx) (models.Acceptance, error) {
		return s.accept(tx, cmd, code, noticeVersion, locale, id)
	}
	present := func(_ *store.Tx, a models.Acceptance) (models.AcceptanceView, error) { return acceptanceView(a), nil }
	begin := func(tx *store.Tx, a models.Acceptance) ([]models.Begun, error) {
		return []models.Begun{begun(models.SubjectAcceptance, a.Process, acceptanceRow(tx, a), a.GiveUpAt)}, nil
	}
	result, err := once(ctx, s.Deps, command[models.Acceptance, models.AcceptanceView]{cmd, models.SubjectAcceptance, id, 201, do, (*store.Tx).Acceptance, present, begin})
	return result, s.explain(ctx, cmd.Principal, err)
}

func (s *Acceptances) accept(tx *store.Tx, cmd models.Command, code, noticeVersion, locale string, id uuid.UUID) (models.Acceptance, error) {
	p := cmd.Principal
	found, policy, err := s.find(tx, code)
	if err != nil {
		return models.Acceptance{}, err
	}
	if found.Realm != p.Realm {
		return models.Acceptance{}, models.ErrNotFound
	}
	now := tx.Now()
	decision := rules.Open(wayOf(found, now), partnerOf(found), found.AssociationType)
	record := evaluation(p, cmd.RequestID, ruleOpen, models.SubjectAcceptance, &id, policy, decision, now)
	if !decision.Allowed() {
		return models.Acceptance{}, &refused{evaluation: record}
	}
	giveUp := now.Add(time.Duration(policy.Document.Association.DirectoryPatience) * time.Minute)
	a := models.Acceptance{
		Process: models.Process{
			ID: id, Realm: p.Realm, PartnerID: found.PartnerID, Reference: models.NewReference(models.ReferenceAcceptance, id), State: models.AcceptanceChecking, StateSince: now,
			Version: 1, PolicyID: policy.ID, EvaluationID: record.ID, NextWakeAt: &now, CreatedAt: now,
		},
		CustomerID: p.Org, InvitationID: found.InvitationID, Generation: found.Generation, LinkID: found.LinkID, RegistrationID: found.RegistrationID,
		AssociationType: found.AssociationType, AccountManager: found.AccountManager, NoticeVersion: noticeVersion, ConsentedAt: now,
		GiveUpAt: giveUp, FailureCodes: []string{}, Locale: locale,
	}
	if err := tx.AddEvaluation(record); err != nil {
		return a, err
	}
	if err := tx.AddAcceptance(&a); err != nil {
		return a, err
	}
	return a, tx.Record(acceptanceEvent(causeOf(cmd), a, "acceptance.consented", now))
}

func acceptanceEvent(c Cause, a models.Acceptance, kind string, at time.Time) models.Event {
	e := c.event(kind, at)
	e.Realm, e.PartnerID, e.CustomerID, e.AssociationID = a.Realm, &a.PartnerID, &a.CustomerID, a.AssociationID
	e.SubjectKind, e.SubjectID, e.SubjectSeq, e.PolicyID = models.SubjectAcceptance, a.ID, a.Version, &a.PolicyID
	e.Data = map[string]any{"state": a.State, "reference": a.Reference, "association_type": a.AssociationType, "notice_version": a.NoticeVersion}
	if len(a.FailureCodes) > 0 {
		e.Data["failure_codes"] = a.FailureCodes
	}
	return e
}

// Load reads the row for its workflow and notes that the workflow has acted.
func (s *Acceptances) Load(ctx context.Context, ref models.Ref) (models.Row, error) {
	var row models.Row
	err := s.Store.As(ctx, models.System(ref.Realm), func(tx *store.Tx) error {
		a, err := tx.Acceptance(ref.ID)
		if err != nil {
			return err
		}
		if row = acceptanceRow(tx, a); row.Terminal {
			return nil
		}
		return tx.MarkActed(models.SubjectAcceptance, ref.ID, &a.GiveUpAt)
	})
	return row, err
}

func acceptanceRow(tx *store.Tx, a models.Acceptance) models.Row {
	now := tx.Now()
	return models.Row{
		State: a.State, Since: a.StateSince, Version: a.Version, Reference: a.Reference, PartnerID: a.PartnerID, CustomerID: &a.CustomerID,
		Terminal: a.State != models.AcceptanceChecking, NextStep: models.StepCheck, WakeAt: now, Now: now, Waiting: acceptanceWaiting(a),
	}
}

func acceptanceWaiting(a models.Acceptance) models.Waiting {
	if a.State != models.AcceptanceChecking {
		return models.Waiting{Party: models.PartyNobody}
	}
	return models.Waiting{Party: models.PartySystem, Action: "check_customer", DueAt: &a.GiveUpAt, OnSilence: models.AcceptanceFailed}
}

// ReadFacts reads the customer's facts from the directory.
func (s *Acceptances) ReadFacts(ctx context.Context, ref models.Ref) error {
	var customer uuid.UUID
	err := s.Store.As(ctx, models.System(ref.Realm), func(tx *store.Tx) error {
		a, err := tx.Acceptance(ref.ID)
		customer = a.CustomerID
		return err
	})
	if err != nil {
		return err
	}
	return s.customers.Refresh(ctx, ref.Realm, customer)
}

// Get is one acceptance as the principal sees it.
func (s *Acceptances) Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.AcceptanceView, error) {
	var view models.AcceptanceView
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		a, err := tx.Acceptance(id)
		view = acceptanceView(a)
		return err
	})
	return view, err
}

// List is one page of acceptances as the principal sees them.
func (s *Acceptances) List(ctx context.Context, p models.Principal, q models.ListQuery) (models.Page[models.AcceptanceView], error) {
	var page models.Page[models.AcceptanceView]
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		rows, err := tx.Acceptances(q)
		page.Next = rows.Next
		for _, a := range rows.Items {
			page.Items = append(page.Items, acceptanceView(a))
		}
		return err
	})
	return page, err
}

func acceptanceView(a models.Acceptance) models.AcceptanceView {
	return models.AcceptanceView{Acceptance: a, Waiting: acceptanceWaiting(a)}
}
