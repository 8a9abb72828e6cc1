package programme

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Rule sets, as evaluations name them.
const (
	ruleAsk      = "association_request.ask"
	ruleAnswer   = "association_request.answer"
	ruleTakeBack = "association_request.take_back"
)

// The mails about requests. They are stored with the notification.
const (
	mailRequestOfPartner  = "association_request_customer" // to the customer whom the partner asked
	mailRequestOfCustomer = "association_request_partner"
	mailRequestReminder   = "association_request_reminder"
	mailRequestRejected   = "association_request_rejected"
	mailRequestCancelled  = "association_request_cancelled"
	mailRequestLapsed     = "association_request_lapsed"
	mailEnded             = "association_ended"
	mailSwitched          = "association_switched"
)

// AssociationRequests are the transactions of requests to end or change an
// association, of both sides.
type AssociationRequests struct {
	Deps
	customers *Customers
}

// farewell is one wish to leave with everything it is decided on.
type farewell struct {
	cmd   models.Command
	input models.AssociationRequestInput
	id    uuid.UUID
	// take: a command locks the association, a check only looks.
	take  bool
	proof proof

	association models.Association
	policy      models.Policy
	decision    rules.Decision
	evaluation  models.Evaluation
	now         time.Time
}

// Check answers whether the caller's side could make the request, by the very
// rules and facts of the command. Source: 3a-5.
func (s *AssociationRequests) Check(ctx context.Context, cmd models.Command, in models.AssociationRequestInput) (models.Evaluation, error) {
	in.AcceptNotice = true // the tick and the code are asked for when the request is made
	f := farewell{cmd: cmd, input: in, id: store.NewID()}
	if err := f.readable(); err != nil {
		return models.Evaluation{}, err
	}
	err := s.withFacts(ctx, &f, func(tx *store.Tx) error {
		if err := s.consider(tx, &f); err != nil {
			return err
		}
		return tx.AddEvaluation(f.evaluation)
	})
	return f.evaluation, err
}

// Ask makes a request of the caller's side.
func (s *AssociationRequests) Ask(ctx context.Context, cmd models.Command, in models.AssociationRequestInput) (models.Result[models.AssociationRequestView], error) {
	var result models.Result[models.AssociationRequestView]
	f := farewell{cmd: cmd, input: in, id: store.NewID(), take: true}
	if err := f.readable(); err != nil {
		return result, err
	}
	var err error
	if f.proof, err = s.prove(ctx, cmd, in.VerificationCode, func(p models.PolicyDocument) bool { return p.Leaving.StepUp }); err != nil {
		return result, err
	}
	do := func(tx *store.Tx) (models.AssociationRequestView, error) { return s.askInto(tx, &f) }
	begin := func(tx *store.Tx, v models.AssociationRequestView) ([]models.Begun, error) {
		row, err := requestRow(tx, v.AssociationRequest)
		return []models.Begun{begun(models.SubjectRequest, v.Process, row, row.WakeAt)}, err
	}
	c := command[models.AssociationRequestView, models.AssociationRequestView]{cmd, models.SubjectRequest, f.id, 201, do, s.view, asItIs[models.AssociationRequestView], begin}
	err = s.withFacts(ctx, &f, func(tx *store.Tx) (err error) {
		result, err = c.run(tx)
		return err
	})
	return result, s.explain(ctx, cmd.Principal, err)
}

// askInto asks the rules and writes the request that they allow.
func (s *AssociationRequests) askInto(tx *store.Tx, f *farewell) (models.AssociationRequestView, error) {
	if err := s.consider(tx, f); err != nil {
		return models.AssociationRequestView{}, err
	}
	if !f.decision.Allowed() {
		return models.AssociationRequestView{}, &refused{evaluation: f.evaluation}
	}
	if _, err := s.submit(tx, f); err != nil {
		return models.AssociationRequestView{}, err
	}
	return s.view(tx, f.id)
}

// readable reports every field that makes no sense, whatever the rules say.
func (f *farewell) readable() error {
	var wrong []models.FieldError
	if f.take && strings.TrimSpace(f.input.Reason) == "" {
		wrong = append(wrong, models.FieldError{Pointer: "/reason", Code: models.FieldRequired})
	}
	if f.input.Kind == models.RequestSwitch && f.input.ToType == "" {
		wrong = append(wrong, models.FieldError{Pointer: "/association_type", Code: models.FieldRequired})
	}
	if f.input.Kind == models.RequestUnlink && f.input.ToType != "" {
		wrong = append(wrong, models.FieldError{Pointer: "/association_type", Code: models.FieldInvalid})
	}
	if len(wrong) > 0 {
		return &models.InvalidInput{Errors: wrong}
	}
	return nil
}

// withFacts runs a transaction, and once more with new facts where some were missing
// or too old.
func (s *AssociationRequests) withFacts(ctx context.Context, f *farewell, fn func(*store.Tx) error) error {
	p := f.cmd.Principal
	return s.customers.withFacts(ctx, p.Realm, factual{read: s.customers.RefreshEach, run: func(bool) ([]uuid.UUID, error) {
		err := s.Store.As(ctx, p, fn)
		if !f.decision.LacksFacts() {
			return nil, err
		}
		return []uuid.UUID{f.association.CustomerID}, err
	}})
}

// consider gathers the facts of a wish and asks the rules. A command holds the
// association's lock from here on: the requests that count are read under it.
func (s *AssociationRequests) consider(tx *store.Tx, f *farewell) error {
	var err error
	if f.association, err = tx.Association(f.input.AssociationID); err != nil {
		return err
	}
	if f.take {
		if f.association, err = tx.LockAssociation(f.association.ID); err != nil {
			return err
		}
	}
	partner, err := partnerOfBond(tx, f.association)
	if err != nil {
		return err
	}
	f.now = tx.Now()
	if f.policy, err = tx.Policy(partner.Site, f.now); err != nil {
		return err
	}
	facts := rules.AssociationRequestFacts{
		Initiator: initiatorOf(f.cmd.Principal), Kind: f.input.Kind, From: f.association.AssociationType, To: f.input.ToType,
		Associated: inForce(f.association, f.now), Partner: rules.PartnerOf(partner), NoticeAccepted: f.input.AcceptNotice, Verification: f.proof.verification,
	}
	factsID, err := s.gather(tx, f.association, &facts)
	if err != nil {
		return err
	}
	f.decision = rules.AskToLeave(facts, f.policy.Document, f.now)
	f.evaluation = evaluation(f.cmd.Principal, f.cmd.RequestID, ruleAsk, models.SubjectRequest, &f.id, f.policy, f.decision, f.now)
	f.evaluation.FactsIDs = factsID
	return nil
}

// gather reads what has been asked before and what is known of the account.
func (s *AssociationRequests) gather(tx *store.Tx, a models.Association, facts *rules.AssociationRequestFacts) ([]uuid.UUID, error) {
	open, err := tx.OpenAssociationRequest(a.ID)
	if err != nil {
		return nil, err
	}
	facts.HasOpen = open != nil
	if facts.AskedByCustomer, err = tx.CustomerAskedToLeave(a.ID); err != nil {
		return nil, err
	}
	if facts.Initiator == models.PartyPartner {
		if facts.AskedByPartner, err = tx.PartnerAskedToLeave(a.CustomerID); err != nil {
			return nil, err
		}
	}
	newest, err := tx.AssociationFacts(a.ID)
	known, found := newest[a.ID]
	if err != nil || !found {
		return []uuid.UUID{}, err
	}
	facts.Account = rules.Account{Facts: &known.Facts, AsOf: known.AsOf}
	return []uuid.UUID{known.ID}, nil
}

// partnerOfBond is the partner of an association, as far as the rules must know
// it; a customer reads no partner's row of itself.
func partnerOfBond(tx *store.Tx, a models.Association) (models.Organisation, error) {
	if tx.Principal().Side == models.SideCustomer {
		return tx.ResolveOrganisation(a.PartnerID)
	}
	return tx.Organisation(a.PartnerID)
}

func initiatorOf(p models.Principal) models.Party {
	if p.Side == models.SideCustomer {
		return models.PartyCustomer
	}
	return models.PartyPartner
}

// inForce reports whether an association holds at an instant.
func inForce(a models.Association, now time.Time) bool {
	return a.EffectiveUntil == nil || now.Before(*a.EffectiveUntil)
}

// submit writes the request with what waits for the other side.
func (s *AssociationRequests) submit(tx *store.Tx, f *farewell) (models.AssociationRequest, error) {
	if err := f.proof.use(tx); err != nil {
		return models.AssociationRequest{}, err
	}
	a, p := f.association, f.cmd.Principal
	r := models.AssociationRequest{
		Process: models.Process{
			ID: f.id, Realm: a.Realm, PartnerID: a.PartnerID, Reference: models.NewReference(models.ReferenceRequest, f.id), State: models.AssociationRequestSubmitted,
			StateSince: f.now, Version: 1, PolicyID: f.policy.ID, EvaluationID: f.evaluation.ID, NextWakeAt: &f.now, CreatedAt: f.now,
		},
		AssociationID: a.ID, CustomerID: a.CustomerID, Kind: f.input.Kind, Initiator: initiatorOf(p), FromType: a.AssociationType, ToType: f.input.ToType,
		Requester: p.Subject, Reason: strings.TrimSpace(f.input.Reason), AccountManager: a.AccountManager, LapseAt: rules.AnswerDue(f.now, f.policy.Document),
	}
	if err := tx.AddEvaluation(f.evaluation); err != nil {
		return r, err
	}
	if err := tx.AddAssociationRequest(&r); err != nil {
		return r, err
	}
	if err := tx.Record(requestEvent(causeOf(f.cmd), r, "association_request.submitted", f.now)); err != nil {
		return r, err
	}
	if err := tx.OpenTask(answerTask(r)); err != nil {
		return r, err
	}
	return r, tx.NotifyParty(requestNotice(r, r.Answerer(), requestMail(r)))
}

// answerTask is what waits for the other side.
func answerTask(r models.AssociationRequest) models.Task {
	return models.Task{
		Realm: r.Realm, PartnerID: r.PartnerID, Party: r.Answerer(), Kind: models.TaskAnswer, SubjectKind: models.SubjectRequest, SubjectID: r.ID,
		Reference: r.Reference, AccountManager: r.AccountManager, Since: r.CreatedAt, DueAt: &r.LapseAt, OnSilence: models.AssociationRequestLapsed,
	}
}

func requestMail(r models.AssociationRequest) string {
	if r.Initiator == models.PartyCustomer {
		return mailRequestOfCustomer
	}
	return mailRequestOfPartner
}

// requestNotice is a mail about a request as it is now.
func requestNotice(r models.AssociationRequest, to models.Party, kind string) store.PartyNotice {
	return store.PartyNotice{Association: r.AssociationID, Party: to, Kind: kind, SubjectKind: models.SubjectRequest, Subject: r.ID, Generation: r.Version}
}

func requestEvent(c Cause, r models.AssociationRequest, kind string, at time.Time) models.Event {
	e := c.event(kind, at)
	e.Realm, e.PartnerID, e.CustomerID, e.AssociationID = r.Realm, &r.PartnerID, &r.CustomerID, &r.AssociationID
	e.SubjectKind, e.SubjectID, e.SubjectSeq, e.PolicyID = models.SubjectRequest, r.ID, r.Version, &r.PolicyID
	e.Data = map[string]any{"state": r.State, "reference": r.Reference, "kind": r.Kind, "initiator": r.Initiator, "from_type": r.FromType}
	if r.ToType != "" {
		e.Data["to_type"] = r.ToType
	}
	return e
}
