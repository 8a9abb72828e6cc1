package programme

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Rule sets, as evaluations name them.
const (
	ruleRegister = "registration.register"
	ruleImport   = "registration.import"
	ruleReview   = "registration.review"
	ruleRelease  = "registration.release"
)

// Registrations are the transactions of registrations.
type Registrations struct {
	Deps
	customers *Customers
}

// request is one wish to register a customer, normalised.
type request struct {
	cmd      models.Command
	input    models.RegistrationInput
	identity models.Identity
	review   *models.ReviewForm
	expected *models.Money
	// prior is the historical customer that the wish turns into a registration.
	prior *uuid.UUID
	// take: a command takes the protection slots, a check only looks at them.
	take bool
	id   uuid.UUID
}

// findings is what a transaction found out about a wish.
type findings struct {
	partner    models.Organisation
	policy     models.Policy
	keys       store.HashedKeys
	identity   models.Identity
	customers  []store.MatchedCustomer
	evaluation models.Evaluation
	decision   rules.Decision
	probe      probe
	now        time.Time
}

// Check answers whether a customer could be registered, by the very rules and
// facts of the command, and takes nothing. Source: 1a-13.
func (s *Registrations) Check(ctx context.Context, cmd models.Command, in models.RegistrationInput) (models.Evaluation, error) {
	req, err := newRequest(cmd, in)
	if err != nil {
		return models.Evaluation{}, err
	}
	var found findings
	err = s.withFacts(ctx, cmd.Principal, func(tx *store.Tx) error {
		if found, err = s.investigate(tx, req); err != nil {
			return err
		}
		return tx.AddEvaluation(found.evaluation)
	}, func() findings { return found })
	return found.evaluation, err
}

// Submit registers a customer, or asks for a review of it.
func (s *Registrations) Submit(ctx context.Context, cmd models.Command, in models.RegistrationInput) (models.Result[models.RegistrationView], error) {
	req, err := newRequest(cmd, in)
	if err != nil {
		return models.Result[models.RegistrationView]{}, err
	}
	req.take = true
	return s.submit(ctx, req)
}

// newRequest normalises a wish and reports every field that cannot be read.
func newRequest(cmd models.Command, in models.RegistrationInput) (request, error) {
	identity, wrong := models.NormaliseIdentity(in, cmd.Principal.Country)
	req := request{cmd: cmd, input: in, identity: identity, review: in.Review, id: store.NewID()}
	if in.AccountManager != "" && in.AccountManager != cmd.Principal.Subject && !cmd.Principal.Is(models.RoleAdministrator, models.RoleService) {
		wrong = append(wrong, models.FieldError{Pointer: "/account_manager", Code: "not_permitted"})
	}
	if form := in.Review; form != nil {
		money, err := models.ParseMoney(form.ExpectedAmount, form.ExpectedCurrency)
		if err != nil || money.Amount.IsNegative() {
			wrong = append(wrong, models.FieldError{Pointer: "/review/expected_consumption", Code: "invalid_amount"})
		}
		req.expected = &money
	}
	if len(wrong) > 0 {
		return req, &models.InvalidInput{Errors: wrong}
	}
	return req, nil
}

// withFacts runs a transaction, and once more with new facts where missing ones are
// all that stood in its way.
func (s *Registrations) withFacts(ctx context.Context, p models.Principal, fn func(*store.Tx) error, found func() findings) error {
	return s.customers.withFacts(ctx, p.Realm, factual{read: s.customers.RefreshEach, run: func(bool) ([]uuid.UUID, error) {
		err := s.Store.As(ctx, p, fn)
		if !found().decision.WaitsForFacts() {
			return nil, err
		}
		return idsOf(found().customers), err
	}})
}

func (s *Registrations) submit(ctx context.Context, req request) (models.Result[models.RegistrationView], error) {
	var result models.Result[models.RegistrationView]
	var found findings
	p := req.cmd.Principal
	do := func(tx *store.Tx) (models.RegistrationView, error) { return s.submitInto(tx, req, &found) }
	begin := func(tx *store.Tx, v models.RegistrationView) ([]models.Begun, error) {
		row, err := s.row(tx, v.Registration)
		return []models.Begun{begun(models.SubjectRegistration, v.Process, row, row.WakeAt)}, err
	}
	c := command[models.RegistrationView, models.RegistrationView]{req.cmd, models.SubjectRegistration, req.id, 201, do, s.view, asItIs[models.RegistrationView], begin}
	err := s.withFacts(ctx, p, func(tx *store.Tx) (err error) {
		result, err = c.run(tx)
		return err
	}, func() findings { return found })
	return result, s.explain(ctx, p, err)
}

// submitInto asks the rules and writes what they allow; what was found is kept for
// who asks why not.
func (s *Registrations) submitInto(tx *store.Tx, req request, found *findings) (models.RegistrationView, error) {
	var err error
	if *found, err = s.investigate(tx, req); err != nil {
		return models.RegistrationView{}, err
	}
	if !rules.Submits(found.decision, req.review != nil) {
		return models.RegistrationView{}, &refused{evaluation: found.evaluation, probe: &found.probe}
	}
	r, contact, err := s.register(tx, req, *found)
	if err != nil {
		return models.RegistrationView{}, err
	}
	return s.present(tx, r, contact, intake{}), nil // nothing that waits to be submitted
}

func idsOf(customers []store.MatchedCustomer) []uuid.UUID {
	ids := make([]uuid.UUID, len(customers))
	for i, c := range customers {
		ids[i] = c.CustomerID
	}
	return ids
}

// investigate gathers the facts of a wish and asks the rules. A command holds
// the slots and the partner's lock from here to the end of its transaction.
func (s *Registrations) investigate(tx *store.Tx, req request) (findings, error) {
	p := req.cmd.Principal
	f := findings{identity: req.identity}
	line := s.Hasher.Hash(p.Realm, store.KeyLine, req.identity.Phone)
	accounts, err := tx.AccountsOnLine(p.Realm, line)
	if err != nil {
		return f, err
	}
	if len(accounts) == 1 && f.identity.Account == "" {
		f.identity.Account = accounts[0].AccountName
	}
	f.keys = s.Hasher.HashIdentity(p.Realm, f.identity)
	held, err := s.slots(tx, req, f.keys)
	if err != nil {
		return f, err
	}
	if f.customers, err = tx.MatchedCustomers(p.Realm, p.Org, f.keys); err != nil {
		return f, err
	}
	if f.partner, err = s.partner(tx, req); err != nil {
		return f, err
	}
	f.now = tx.Now()
	if f.policy, err = tx.Policy(f.partner.Site, f.now); err != nil {
		return f, err
	}
	facts := rules.RegistrationFacts{
		Partner: rules.PartnerOf(f.partner), PhoneAccounts: names(accounts), ChosenAccount: f.identity.Account,
		Accounts: rulesAccounts(f.customers),
	}
	facts.CustomerTaken, facts.OwnLive, facts.OwnAssociated = standing(held, f.customers)
	if facts.OpenCount, err = tx.CountOpenRegistrations(p.Org, f.policy.Document.Registration.OpenCap); err != nil {
		return f, err
	}
	today, err := day(f.now, f.policy.Document)
	if err != nil {
		return f, err
	}
	f.probe = probe{org: p.Org, day: today, fingerprint: f.keys.Fingerprint()}
	if facts.DistinctCustomersToday, err = tx.CountProbe(p.Org, today, f.probe.fingerprint); err != nil {
		return f, err
	}
	f.decision = rules.Register(facts, f.policy.Document, f.now)
	f.evaluation = evaluation(p, req.cmd.RequestID, ruleRegister, models.SubjectRegistration, nil, f.policy, f.decision, f.now)
	f.evaluation.FactsIDs = factsIDs(f.customers)
	f.evaluation.MatchedKeys = matchedKeys(held, f.customers)
	return f, nil
}

func (s *Registrations) slots(tx *store.Tx, req request, keys store.HashedKeys) ([]store.HeldKey, error) {
	p := req.cmd.Principal
	if !req.take {
		return tx.HeldSlots(p.Realm, p.Org, keys)
	}
	// The end is set for good once the rules have said which one it is.
	return tx.TakeSlots(p.Realm, p.Org, req.id, keys, tx.Now().Add(time.Hour))
}

func (s *Registrations) partner(tx *store.Tx, req request) (models.Organisation, error) {
	if !req.take {
		return tx.Organisation(req.cmd.Principal.Org)
	}
	return tx.LockPartner(req.cmd.Principal.Org)
}

// standing sums up who else holds the customer. Which of the two ways another
// partner holds it stays in the vendor's notes.
func standing(held []store.HeldKey, customers []store.MatchedCustomer) (taken, ownLive, ownAssociated bool) {
	for _, h := range held {
		taken = taken || !h.Own
		ownLive = ownLive || h.Own
	}
	for _, c := range customers {
		taken = taken || c.Associated && !c.Own
		ownAssociated = ownAssociated || c.Own
	}
	return taken, ownLive, ownAssociated
}

func matchedKeys(held []store.HeldKey, customers []store.MatchedCustomer) []models.KeyKind {
	var kinds []models.KeyKind
	for _, h := range held {
		kinds = append(kinds, h.Kind)
	}
	for _, c := range customers {
		if c.Associated {
			kinds = append(kinds, c.Matched...)
		}
	}
	return kinds
}

func factsIDs(customers []store.MatchedCustomer) []uuid.UUID {
	ids := []uuid.UUID{}
	for _, c := range customers {
		if c.FactsID != nil {
			ids = append(ids, *c.FactsID)
		}
	}
	return ids
}

func names(accounts []store.LineAccount) []string {
	out := make([]string, len(accounts))
	for i, a := range accounts {
		out[i] = a.AccountName
	}
	return out
}

func rulesAccounts(customers []store.MatchedCustomer) []rules.Account {
	out := make([]rules.Account, len(customers))
	for i, c := range customers {
		out[i].Facts = c.Facts
		if c.AsOf != nil {
			out[i].AsOf = *c.AsOf
		}
	}
	return out
}

// register writes what the rules allowed: the claim, its end on the slots, its
// contact, its evaluation, its event and what waits for the vendor.
func (s *Registrations) register(tx *store.Tx, req request, f findings) (models.Registration, models.Contact, error) {
	r, contact := s.draft(req, f)
	err := s.enterState(&r, f)
	if err != nil {
		return r, contact, err
	}
	if req.prior != nil {
		err = s.takeOver(tx, req.cmd, &r, &contact)
	} else {
		err = errors.Join(tx.AddContact(contact), tx.AddRegistration(&r))
	}
	if err != nil {
		return r, contact, err
	}
	if err := tx.HoldSlots(r.ID, *r.HeldUntil); err != nil {
		return r, contact, err
	}
	f.evaluation.SubjectID = &r.ID
	if err := tx.AddEvaluation(f.evaluation); err != nil {
		return r, contact, err
	}
	if err := askForRegistrationReview(tx, r); err != nil {
		return r, contact, err
	}
	return r, contact, tx.Record(registrationEvent(causeOf(req.cmd), r, "registration."+submittedAs(r.State), r.StateSince))
}

func submittedAs(state string) string {
	if state == models.RegistrationPending {
		return "submitted_for_review"
	}
	return state
}

func (s *Registrations) draft(req request, f findings) (models.Registration, models.Contact) {
	p := req.cmd.Principal
	contact := models.Contact{
		ID: store.NewID(), Realm: p.Realm, OwnerID: p.Org, Purpose: "registration", PersonName: strings.TrimSpace(req.input.PersonName),
		AccountName: f.identity.Account, Phone: f.identity.Phone, Email: f.identity.Email,
		RetainUntil: models.AddDays(f.now, f.policy.Document.Retention.ContactDays), CreatedAt: f.now,
	}
	manager := req.input.AccountManager
	if manager == "" && p.Is(models.RoleAccountManager) {
		manager = p.Subject
	}
	r := models.Registration{
		Process: models.Process{
			ID: req.id, Realm: p.Realm, PartnerID: p.Org, Reference: models.NewReference(models.ReferenceRegistration, req.id), Version: 1,
			PolicyID: f.policy.ID, EvaluationID: f.evaluation.ID, CreatedAt: f.now,
		},
		CompanyName: strings.TrimSpace(req.input.CompanyName), ContactID: contact.ID, CreditCode: f.identity.Code,
		ExternalReference: req.input.ExternalReference, NameHash: f.keys.Of(models.KeyName), PhoneHash: f.keys.Line,
		EmailHash: f.keys.Of(models.KeyEmail), CodeHash: f.keys.Code, AccountHash: f.keys.Account, Reporter: p.Subject, AccountManager: manager, SubmittedAt: f.now,
	}
	if form := req.review; form != nil {
		amount := req.expected.Amount.String()
		r.ExpectedAmount, r.ExpectedCurrency = &amount, &form.ExpectedCurrency
		r.ProjectDetails, r.Communication, r.CustomerAccount = form.ProjectDetails, form.Communication, form.CustomerAccount
	}
	return r, contact
}

// enterState gives a new claim its state and its absolute deadlines, computed
// once. Source: 1a-3, 1b, 1f.
func (s *Registrations) enterState(r *models.Registration, f findings) error {
	r.StateSince = f.now
	if f.decision.Outcome == rules.OutcomeReview {
		deadlines, err := rules.ReviewTargets(f.now, f.policy.Document)
		if err != nil {
			return fmt.Errorf("deadlines of the review: %w", err)
		}
		r.State, r.ReviewType = models.RegistrationPending, models.ReviewManual
		r.ReviewTargetAt, r.ReviewLapseAt, r.ReviewProvisional = &deadlines.Target, &deadlines.Lapse, deadlines.Provisional
		r.HeldUntil = &deadlines.Lapse
	} else {
		r.ReviewType = models.ReviewAuto
		protect(r, f.now, f.policy.Document)
	}
	// A workflow that has never read the row is late two minutes from now.
	r.NextWakeAt = &f.now
	return nil
}

// protect starts the days of protection at an instant.
func protect(r *models.Registration, at time.Time, p models.PolicyDocument) {
	until := rules.ValidUntil(at, p)
	r.State, r.ValidUntil, r.HeldUntil = models.RegistrationReported, &until, &until
}

func registrationEvent(c Cause, r models.Registration, kind string, at time.Time) models.Event {
	e := c.event(kind, at)
	e.Realm, e.PartnerID, e.CustomerID, e.AssociationID = r.Realm, &r.PartnerID, r.CustomerID, r.AssociationID
	e.SubjectKind, e.SubjectID, e.SubjectSeq, e.PolicyID = models.SubjectRegistration, r.ID, r.Version, &r.PolicyID
	e.Data = map[string]any{"state": r.State, "reference": r.Reference}
	if r.ValidUntil != nil {
		e.Data["valid_until"] = r.ValidUntil.Format(time.RFC3339Nano)
	}
	return e
}

// askForRegistrationReview asks the vendor to decide a pending registration.
func askForRegistrationReview(tx *store.Tx, r models.Registration) error {
	if r.State != models.RegistrationPending {
		return nil
	}
	review := models.Task{
		Realm: r.Realm, PartnerID: r.PartnerID, Party: models.PartyVendor, Kind: models.TaskReview, SubjectKind: models.SubjectRegistration,
		SubjectID: r.ID, Reference: r.Reference, AccountManager: r.AccountManager, Since: r.SubmittedAt, DueAt: r.ReviewLapseAt, OnSilence: models.RegistrationLapsed,
	}
	return errors.Join(tx.OpenTask(review), askForCalendar(tx, review, *r.ReviewTargetAt, r.ReviewProvisional))
}
