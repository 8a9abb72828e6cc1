package programme

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Get is one registration as the principal sees it.
func (s *Registrations) Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.RegistrationView, error) {
	var view models.RegistrationView
	err := s.Store.As(ctx, p, func(tx *store.Tx) (err error) {
		view, err = s.view(tx, id)
		return err
	})
	return view, err
}

// List is one page of registrations as the principal sees them.
func (s *Registrations) List(ctx context.Context, p models.Principal, f models.RegistrationFilter, q models.ListQuery) (models.Page[models.RegistrationView], error) {
	var page models.Page[models.RegistrationView]
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		rows, err := tx.Registrations(f, q)
		if err != nil {
			return err
		}
		page, err = s.presentPage(tx, rows)
		return err
	})
	return page, err
}

// Search finds registrations by exact normalised values. Source: 1a-11.
func (s *Registrations) Search(ctx context.Context, p models.Principal, search models.RegistrationSearch, q models.ListQuery) (models.Page[models.RegistrationView], error) {
	var page models.Page[models.RegistrationView]
	name, phone, email, err := s.hashSearch(p, search)
	if err != nil {
		return page, err
	}
	err = s.Store.As(ctx, p, func(tx *store.Tx) error {
		rows, err := tx.FindRegistrations(name, phone, email, q)
		if err != nil {
			return err
		}
		page, err = s.presentPage(tx, rows)
		return err
	})
	return page, err
}

func (s *Registrations) hashSearch(p models.Principal, search models.RegistrationSearch) (name, phone, email []byte, err error) {
	var wrong []models.FieldError
	hash := func(pointer, raw string, kind models.KeyKind, normalise func(string) (string, error)) []byte {
		if raw == "" {
			return nil
		}
		value, err := normalise(raw)
		if err != nil {
			wrong = append(wrong, models.FieldError{Pointer: pointer, Code: "invalid_value"})
			return nil
		}
		return s.Hasher.Hash(p.Realm, kind, value)
	}
	name = hash("/company_name", search.CompanyName, models.KeyName, models.NormaliseCompanyName)
	phone = hash("/phone", search.Phone, store.KeyLine, func(raw string) (string, error) { return models.NormalisePhone(raw, p.Country) })
	email = hash("/email", search.Email, models.KeyEmail, models.NormaliseEmail)
	if len(name)+len(phone)+len(email) == 0 && len(wrong) == 0 {
		wrong = append(wrong, models.FieldError{Pointer: "", Code: "search_empty"})
	}
	if len(wrong) > 0 {
		err = &models.InvalidInput{Errors: wrong}
	}
	return name, phone, email, err
}

// KeepOpinion keeps what a reviewer typed until his decision is carried out.
func (s *Registrations) KeepOpinion(ctx context.Context, cmd models.Command, id uuid.UUID, opinion string) error {
	return keepOpinion(ctx, s.Deps, cmd, id, opinion)
}

// Unmask shows the personal data of a registration, for a reason that is kept.
func (s *Registrations) Unmask(ctx context.Context, cmd models.Command, id uuid.UUID, reason string) (models.Contact, error) {
	var contact models.Contact
	err := s.Store.As(ctx, cmd.Principal, func(tx *store.Tx) error {
		r, err := tx.Registration(id)
		if err != nil {
			return err
		}
		contact, err = unmask(tx, cmd, r.ContactID, r.PartnerID, reason, map[string]any{"registration_id": r.ID.String()})
		return err
	})
	return contact, err
}

// unmask reads a contact in clear, on record: where says what it was looked at for.
func unmask(tx *store.Tx, cmd models.Command, id, partner uuid.UUID, reason string, where map[string]any) (models.Contact, error) {
	contacts, err := tx.Contacts([]uuid.UUID{id})
	if err != nil {
		return models.Contact{}, err
	}
	contact := contacts[id]
	// Not by unlessDone: asked again with the same key it is shown again, and seen again.
	if _, err := tx.ClaimKey(cmd, models.SubjectContact, id, 200); err != nil {
		return contact, err
	}
	kept, err := tx.KeepReason(cmd.Principal.Realm, partner, reason)
	if err != nil {
		return contact, err
	}
	e := causeOf(cmd).event("contact.unmasked", tx.Now())
	e.Realm, e.PartnerID, e.SubjectKind, e.SubjectID = cmd.Principal.Realm, &partner, models.SubjectContact, id
	e.SubjectSeq = e.At.UnixMicro() // a contact has no versions; looks at it have instants
	e.Data = where
	e.Data["reason_id"] = kept.String()
	return contact, tx.Record(e)
}

func (s *Registrations) view(tx *store.Tx, id uuid.UUID) (models.RegistrationView, error) {
	r, err := tx.Registration(id)
	if err != nil {
		return models.RegistrationView{}, err
	}
	contacts, err := tx.Contacts([]uuid.UUID{r.ContactID})
	if err != nil {
		return models.RegistrationView{}, err
	}
	from, err := readIntake(tx, r)
	return s.present(tx, r, contacts[r.ContactID], from), err
}

func (s *Registrations) presentPage(tx *store.Tx, rows models.Page[models.Registration]) (models.Page[models.RegistrationView], error) {
	page := models.Page[models.RegistrationView]{Next: rows.Next}
	ids := make([]uuid.UUID, len(rows.Items))
	for i, r := range rows.Items {
		ids[i] = r.ContactID
	}
	contacts, err := tx.Contacts(ids)
	if err != nil {
		return page, err
	}
	from, err := readIntake(tx, rows.Items...)
	if err != nil {
		return page, err
	}
	for _, r := range rows.Items {
		page.Items = append(page.Items, s.present(tx, r, contacts[r.ContactID], from))
	}
	return page, nil
}

// intake is what a partner may register at all, whoever the customer is.
type intake struct {
	partner rules.PartnerFacts
	open    int
	policy  models.PolicyDocument
}

// readIntake reads it once for all rows that are shown, and only where one of them
// is a historical customer that waits to be submitted.
func readIntake(tx *store.Tx, rows ...models.Registration) (intake, error) {
	p := tx.Principal()
	historical := func(r models.Registration) bool { return r.State == models.RegistrationUnreported }
	if p.Side != models.SidePartner || !slices.ContainsFunc(rows, historical) {
		return intake{}, nil
	}
	own, err := tx.Organisation(p.Org)
	if err != nil {
		return intake{}, err
	}
	policy, err := tx.Policy(own.Site, tx.Now())
	if err != nil {
		return intake{}, err
	}
	open, err := tx.CountOpenRegistrations(p.Org, policy.Document.Registration.OpenCap)
	return intake{rules.PartnerOf(own), open, policy.Document}, err
}

// present is the registration as the principal sees it now: its effective
// state, with what the principal may do. The API masks the contact.
func (s *Registrations) present(tx *store.Tx, r models.Registration, contact models.Contact, from intake) models.RegistrationView {
	p, now := tx.Principal(), tx.Now()
	v := models.RegistrationView{Registration: r, Contact: contact, Effective: rules.EffectiveRegistrationState(r.State, r.HeldUntil, now)}
	if v.Effective != r.State {
		v.StateSince = *r.HeldUntil
	}
	shown := r
	shown.State = v.Effective
	v.Waiting = registrationWaiting(shown)
	if p.Side == models.SideVendor {
		if p.Is(models.RoleReviewer) {
			v.Actions = append(v.Actions, action(models.VerbReview, reviewable(p, r, v.Effective)))
		}
		return v
	}
	if p.Is(models.RoleAdministrator, models.RoleAccountManager) {
		actor := rules.Actor{Principal: p, Reporter: r.Reporter, AccountManager: r.AccountManager}
		v.Actions = append(v.Actions, action(models.VerbRelease, rules.Release(rules.ReleaseFacts{State: v.Effective, Actor: actor})))
		if v.Effective == models.RegistrationUnreported {
			facts := rules.HistoricalFacts{State: v.Effective, Actor: actor, Partner: from.partner, OpenCount: from.open}
			v.Actions = append(v.Actions, action(models.VerbSubmit, rules.SubmitHistorical(facts, from.policy)))
		}
	}
	return v
}

// reviewable asks whether a verdict could be given, whichever.
func reviewable(p models.Principal, r models.Registration, state string) rules.Decision {
	return rules.Review(rules.ReviewFacts{State: state, Reporter: r.Reporter, Actor: p.Subject, Verdict: models.VerdictApprove})
}

// subjectRelease is the resource that one call of release is about.
const subjectRelease = "release_batch"

// ClaimBatch binds the key of a batch call to its ids, and answers whether the
// same call came before. Each item is decided under a key of its own, so that a
// call that died half-way goes on where it stopped.
func (s *Registrations) ClaimBatch(ctx context.Context, cmd models.Command, ids []uuid.UUID) (bool, error) {
	var replayed bool
	err := s.Store.As(ctx, cmd.Principal, func(tx *store.Tx) error {
		batch := DecisionID(cmd, uuid.Nil)
		do := func() error { return mayRelease(tx, cmd, batch, len(ids)) }
		var err error
		replayed, err = unlessDone(tx, cmd, keyed{subjectRelease, batch, 200}, do, nothing)
		return err
	})
	return replayed, s.explain(ctx, cmd.Principal, err)
}

// mayRelease asks whether one call may release so many.
func mayRelease(tx *store.Tx, cmd models.Command, batch uuid.UUID, count int) error {
	now := tx.Now()
	policy, err := tx.Policy(cmd.Principal.Site, now)
	if err != nil {
		return err
	}
	decision := rules.ReleaseBatch(count, policy.Document)
	if decision.Allowed() {
		return nil
	}
	return &refused{evaluation: evaluation(cmd.Principal, cmd.RequestID, ruleRelease, subjectRelease, &batch, policy, decision, now)}
}
