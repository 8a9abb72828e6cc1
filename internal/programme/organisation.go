package programme

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// maxSkew is how far the vendor's clocks may run ahead of ours.
const maxSkew = 5 * time.Minute

// Organisations are the transactions of organisations.
type Organisations struct{ Deps }

// Resolve tells what organisation an id names, before anybody is a principal.
func (s *Organisations) Resolve(ctx context.Context, id uuid.UUID) (models.Organisation, error) {
	var org models.Organisation
	err := s.Store.As(ctx, models.Principal{Side: models.SideCustomer}, func(tx *store.Tx) (err error) {
		org, err = tx.ResolveOrganisation(id)
		return err
	})
	return org, err
}

// Get is one organisation within the principal's reach.
func (s *Organisations) Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.Organisation, error) {
	var org models.Organisation
	err := s.Store.As(ctx, p, func(tx *store.Tx) (err error) {
		org, err = tx.Organisation(id)
		return err
	})
	return org, err
}

// Put writes an organisation as the vendor's feed states it.
func (s *Organisations) Put(ctx context.Context, cmd models.Command, id uuid.UUID, in models.OrganisationInput) (models.Result[models.Organisation], error) {
	do := func(tx *store.Tx) (models.Organisation, error) { return s.put(tx, cmd, id, in) }
	return once(ctx, s.Deps, command[models.Organisation, models.Organisation]{cmd, models.SubjectOrganisation, id, 200, do, (*store.Tx).Organisation, asItIs[models.Organisation], nil})
}

func (s *Organisations) put(tx *store.Tx, cmd models.Command, id uuid.UUID, in models.OrganisationInput) (models.Organisation, error) {
	now := tx.Now()
	known, err := tx.LockOrganisation(id)
	if err != nil {
		return models.Organisation{}, err
	}
	if err := mayPut(tx, cmd, known, in); err != nil {
		return models.Organisation{}, err
	}
	org := models.Organisation{ID: id, Realm: cmd.Principal.Realm, CreatedAt: now}
	if known != nil {
		org = *known
	}
	version := org.Version
	org.Kind, org.ParentID, org.Site, org.Name, org.Country = in.Kind, in.ParentID, in.Site, in.Name, in.Country
	org.Frozen, org.Prepaid, org.PaymentAccount, org.Version, org.UpdatedAt = in.Frozen, in.Prepaid, in.PaymentAccount, version+1, now
	contact, err := partnerContact(org, in, now)
	if err != nil {
		return org, err
	}
	org.HasContact = contact.Phone != "" || contact.Email != ""
	org.ContactID = &contact.ID
	if known == nil {
		err = tx.AddOrganisation(&org)
	} else {
		err = tx.MoveOrganisation(&org, version)
	}
	if err != nil {
		return org, err
	}
	if err := tx.SaveContact(contact); err != nil {
		return org, err
	}
	e := causeOf(cmd).event("organisation.put", now)
	e.Realm, e.SubjectKind, e.SubjectID, e.SubjectSeq = org.Realm, models.SubjectOrganisation, org.ID, org.Version
	e.Data = map[string]any{"kind": org.Kind, "site": org.Site, "frozen": org.Frozen, "prepaid": org.Prepaid}
	return org, tx.Record(e)
}

// mayPut: what a tenant is, and where, is not edited under its rows.
func mayPut(tx *store.Tx, cmd models.Command, known *models.Organisation, in models.OrganisationInput) error {
	var version int64
	if known != nil {
		version = known.Version
		if known.Kind != in.Kind {
			return &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/kind", Code: "immutable"}}}
		}
	}
	if cmd.Stale(version) {
		return models.ErrPrecondition
	}
	if err := accountIsFree(tx, known, in); err != nil || in.ParentID == nil {
		return err
	}
	if _, err := tx.Organisation(*in.ParentID); err != nil {
		return &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/parent_id", Code: "unknown_organisation"}}}
	}
	return nil
}

// accountIsFree: money that is paid to an account belongs to one seller.
func accountIsFree(tx *store.Tx, known *models.Organisation, in models.OrganisationInput) error {
	holder, err := tx.PaymentAccountHolder(in.PaymentAccount)
	if err != nil || holder == nil || known != nil && holder.ID == known.ID {
		return err
	}
	return &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/payment_account", Code: models.FieldDuplicate}}}
}

func partnerContact(org models.Organisation, in models.OrganisationInput, now time.Time) (models.Contact, error) {
	contact := models.Contact{
		ID: store.NewID(), Realm: org.Realm, OwnerID: org.ID, Purpose: "partner", PersonName: strings.TrimSpace(in.ContactName),
		RetainUntil: now.AddDate(100, 0, 0), CreatedAt: now, // as long as the organisation exists
	}
	if org.ContactID != nil {
		contact.ID = *org.ContactID
	}
	var wrong []models.FieldError
	var err error
	if in.ContactPhone != "" {
		if contact.Phone, err = models.NormalisePhone(in.ContactPhone, in.Country); err != nil {
			wrong = append(wrong, models.FieldError{Pointer: "/contact/phone", Code: "invalid_value"})
		}
	}
	if in.ContactEmail != "" {
		if contact.Email, err = models.NormaliseEmail(in.ContactEmail); err != nil {
			wrong = append(wrong, models.FieldError{Pointer: "/contact/email", Code: "invalid_value"})
		}
	}
	if len(wrong) > 0 {
		return contact, &models.InvalidInput{Errors: wrong}
	}
	return contact, nil
}

// contactOf is how an organisation is reached; empty where nothing is kept.
func contactOf(tx *store.Tx, org models.Organisation) (models.Contact, error) {
	if org.ContactID == nil {
		return models.Contact{}, nil
	}
	contacts, err := tx.Contacts([]uuid.UUID{*org.ContactID})
	return contacts[*org.ContactID], err
}
