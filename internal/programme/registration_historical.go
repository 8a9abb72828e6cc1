package programme

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// SubmitHistorical registers a customer that was imported as unreported.
// Source: 1a-15, 1b.
func (s *Registrations) SubmitHistorical(ctx context.Context, cmd models.Command, id uuid.UUID, form *models.ReviewForm) (models.Result[models.RegistrationView], error) {
	var in models.RegistrationInput
	err := s.Store.As(ctx, cmd.Principal, func(tx *store.Tx) error {
		r, err := tx.Registration(id)
		if err != nil {
			return err
		}
		contacts, err := tx.Contacts([]uuid.UUID{r.ContactID})
		if err != nil {
			return err
		}
		c := contacts[r.ContactID]
		in = models.RegistrationInput{
			CompanyName: r.CompanyName, PersonName: c.PersonName, Phone: c.Phone, Email: c.Email, CreditCode: r.CreditCode,
			AccountName: c.AccountName, ExternalReference: r.ExternalReference, AccountManager: r.AccountManager, Review: form,
		}
		return nil
	})
	if err != nil {
		return models.Result[models.RegistrationView]{}, err
	}
	req, err := newRequest(cmd, in)
	if err != nil {
		return models.Result[models.RegistrationView]{}, err
	}
	req.take, req.prior, req.id = true, &id, id
	return s.submit(ctx, req)
}

// takeOver writes the claim over the historical row that it grows out of.
func (s *Registrations) takeOver(tx *store.Tx, cmd models.Command, r *models.Registration, contact *models.Contact) error {
	prior, err := tx.LockRegistration(r.ID)
	if err != nil {
		return err
	}
	if cmd.Stale(prior.Version) {
		return models.ErrPrecondition
	}
	actor := rules.Actor{Principal: cmd.Principal, Reporter: prior.Reporter, AccountManager: prior.AccountManager}
	if taken := rules.TakeOver(prior.State, actor); !taken.Allowed() {
		return &models.Refusal{Blockers: taken.Blockers, EvaluationID: prior.EvaluationID, At: tx.Now()}
	}
	contacts, err := tx.Contacts([]uuid.UUID{prior.ContactID})
	if err != nil {
		return err
	}
	*contact = contacts[prior.ContactID]
	r.ContactID, r.Reference, r.CreatedAt, r.Version = prior.ContactID, prior.Reference, prior.CreatedAt, prior.Version+1
	return tx.MoveRegistration(r, prior.Version)
}

// Import writes a historical customer of a partner as unreported: it protects
// nothing and counts nowhere. Source: 1a-15.
func (s *Registrations) Import(ctx context.Context, cmd models.Command, in models.HistoricalInput) (models.Result[models.RegistrationView], error) {
	var result models.Result[models.RegistrationView]
	p := cmd.Principal
	var partner models.Organisation
	err := s.Store.As(ctx, p, func(tx *store.Tx) (err error) {
		partner, err = tx.Organisation(in.PartnerID)
		return err
	})
	if err != nil {
		return result, err
	}
	identity, wrong := models.NormaliseIdentity(in.RegistrationInput, partner.Country)
	if !partner.Kind.Sells() {
		wrong = append(wrong, models.FieldError{Pointer: "/partner_id", Code: "not_a_partner"})
	}
	if len(wrong) > 0 {
		return result, &models.InvalidInput{Errors: wrong}
	}
	req := request{cmd: cmd, input: in.RegistrationInput, identity: identity, id: store.NewID()}
	do := func(tx *store.Tx) (models.RegistrationView, error) { return s.importInto(tx, req, partner) }
	return once(ctx, s.Deps, command[models.RegistrationView, models.RegistrationView]{cmd, models.SubjectRegistration, req.id, 201, do, s.view, asItIs[models.RegistrationView], nil})
}

// importInto writes the row, its contact and its evaluation.
func (s *Registrations) importInto(tx *store.Tx, req request, partner models.Organisation) (models.RegistrationView, error) {
	p, now := req.cmd.Principal, tx.Now()
	policy, err := tx.Policy(partner.Site, now)
	if err != nil {
		return models.RegistrationView{}, err
	}
	verdict := evaluation(p, req.cmd.RequestID, ruleImport, models.SubjectRegistration, &req.id, policy, rules.Decision{Outcome: rules.OutcomeAllow}, now)
	found := findings{partner: partner, policy: policy, identity: req.identity, keys: s.Hasher.HashIdentity(p.Realm, req.identity), evaluation: verdict, now: now}
	r, contact := s.draft(req, found)
	r.PartnerID, contact.OwnerID = partner.ID, partner.ID
	r.State, r.StateSince, r.ReviewType = models.RegistrationUnreported, now, models.ReviewAuto
	if err := errors.Join(tx.AddContact(contact), tx.AddEvaluation(verdict), tx.AddRegistration(&r)); err != nil {
		return models.RegistrationView{}, err
	}
	view := s.present(tx, r, contact, intake{}) // the feed submits nothing
	return view, tx.Record(registrationEvent(causeOf(req.cmd), r, "registration.imported", now))
}
