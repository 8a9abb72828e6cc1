package programme

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// Directory is the vendor's customer directory.
type Directory interface {
	// Customer reads one account as it is now, or models.ErrNotFound.
	Customer(ctx context.Context, id uuid.UUID) (models.CustomerInput, error)
}

// sourceDirectory names the facts and keys that come from the directory,
// sourceRegistration those by which the registering partner knew the customer.
const (
	sourceDirectory    = "directory"
	sourceRegistration = "registration"
)

// What a look at several accounts may cost: so many are read, so many of them at
// the same time, for so long. Who looks again goes on with the others.
const (
	refreshMost     = 64
	refreshAtOnce   = 4
	refreshPatience = 10 * time.Second
)

// Customers are the transactions of customer accounts.
type Customers struct {
	Deps
}

// PutFacts takes in one version of a customer account from the vendor's feed.
func (s *Customers) PutFacts(ctx context.Context, cmd models.Command, id uuid.UUID, in models.CustomerInput) (models.Result[models.CustomerFacts], error) {
	current := func(tx *store.Tx, id uuid.UUID) (models.CustomerFacts, error) {
		facts, err := tx.CurrentFacts(id)
		return given(facts), err
	}
	do := func(tx *store.Tx) (models.CustomerFacts, error) {
		if err := s.takeIn(tx, causeOf(cmd), id, in); err != nil {
			return models.CustomerFacts{}, err
		}
		return current(tx, id)
	}
	return once(ctx, s.Deps, command[models.CustomerFacts, models.CustomerFacts]{cmd, models.SubjectCustomer, id, 200, do, current, asItIs[models.CustomerFacts], nil})
}

// Refresh reads an account from the directory into a new version of its facts.
func (s *Customers) Refresh(ctx context.Context, realm string, id uuid.UUID) error {
	in, err := s.Directory.Customer(ctx, id)
	if err != nil {
		return fmt.Errorf("read customer %s from the directory: %w", id, err)
	}
	in.Source = sourceDirectory
	return s.Store.As(ctx, s.feeder(realm), func(tx *store.Tx) error {
		return s.takeIn(tx, Cause{Actor: sourceDirectory}, id, in)
	})
}

// RefreshEach reads accounts from the directory one after the other, and ends with
// the first that cannot be read.
func (s *Customers) RefreshEach(ctx context.Context, realm string, ids []uuid.UUID) error {
	for _, id := range ids {
		if err := s.Refresh(ctx, realm, id); err != nil {
			return err
		}
	}
	return nil
}

// RefreshAll reads many accounts from the directory at once; the first that cannot be
// read ends it.
func (s *Customers) RefreshAll(ctx context.Context, realm string, ids []uuid.UUID) error {
	ctx, cancel := context.WithTimeout(ctx, refreshPatience)
	defer cancel()
	var group errgroup.Group // one that the directory cannot answer about takes none of the others along
	group.SetLimit(refreshAtOnce)
	for _, id := range ids {
		group.Go(func() error { return s.Refresh(ctx, realm, id) })
	}
	return group.Wait()
}

// factual is something that takes facts of customers, which it may lack.
type factual struct {
	// run answers of whom too little is known for it; the last time nobody is looked
	// up any more.
	run  func(last bool) (lacking []uuid.UUID, err error)
	read func(ctx context.Context, realm string, ids []uuid.UUID) error
	// anyway: it runs again where the directory does not answer, too, and makes do
	// with what is known. Otherwise what came of it first stands.
	anyway bool
}

// withFacts makes an attempt, and another after a look at the customer directory
// where it lacks facts.
func (s *Customers) withFacts(ctx context.Context, realm string, a factual) error {
	lacking, err := a.run(false)
	if len(lacking) == 0 {
		return err
	}
	if readErr := a.read(ctx, realm, lacking); readErr != nil {
		s.Log.WarnContext(ctx, "the customer directory did not answer", "error", readErr.Error())
		if !a.anyway {
			return err
		}
	}
	_, err = a.run(true)
	return err
}

// feeder is the principal that takes in what the directory answers.
func (s *Customers) feeder(realm string) models.Principal {
	return models.Principal{Realm: realm, Side: s.Feeder, Subject: sourceDirectory, Roles: []models.Role{models.RoleService}}
}

// takeIn writes one version of an account: its facts always, its identity only
// if no newer version is known.
func (s *Customers) takeIn(tx *store.Tx, c Cause, id uuid.UUID, in models.CustomerInput) error {
	now := tx.Now()
	if in.AsOf.After(now.Add(maxSkew)) {
		return &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/as_of", Code: "in_the_future"}}}
	}
	identity, err := customerIdentity(in)
	if err != nil {
		return err
	}
	org, err := tx.LockOrganisation(id)
	if err != nil {
		return err
	}
	if org != nil && (org.Kind != models.KindCustomer || org.Realm != tx.Principal().Realm) {
		return fmt.Errorf("organisation %s is no customer of this realm: %w", id, models.ErrNotFound)
	}
	newest, err := tx.CurrentFacts(id)
	if err != nil {
		return err
	}
	if newest == nil || in.AsOf.After(newest.AsOf) {
		if err := s.identify(tx, org, id, in, identity); err != nil {
			return err
		}
	}
	return s.keepFacts(tx, c, id, in)
}

func (s *Customers) keepFacts(tx *store.Tx, c Cause, id uuid.UUID, in models.CustomerInput) error {
	now := tx.Now()
	facts := models.CustomerFacts{
		ID: store.NewID(), CustomerID: id, Realm: tx.Principal().Realm, AsOf: models.Microseconds(in.AsOf), ReceivedAt: now, Source: in.Source, Facts: in.Facts,
	}
	added, err := tx.AddFacts(&facts)
	if err != nil || !added {
		return err
	}
	e := c.event("customer.facts_received", now)
	e.Realm, e.CustomerID, e.SubjectKind, e.SubjectID = facts.Realm, &id, models.SubjectCustomer, id
	e.SubjectSeq = facts.AsOf.UnixMicro() // versions of facts are told apart by their as_of
	e.Data = map[string]any{"as_of": facts.AsOf, "source": in.Source, "facts_id": facts.ID.String()}
	return tx.Record(e)
}

// identify writes who the account is and by which keys it is recognised.
func (s *Customers) identify(tx *store.Tx, org *models.Organisation, id uuid.UUID, in models.CustomerInput, identity models.Identity) error {
	now, realm := tx.Now(), tx.Principal().Realm
	contact := models.Contact{
		ID: store.NewID(), Realm: realm, OwnerID: id, Purpose: "account", AccountName: in.AccountName, Phone: identity.Phone, Email: identity.Email,
		RetainUntil: now.AddDate(100, 0, 0), CreatedAt: now, // as long as the account exists
	}
	if org == nil {
		fresh := models.Organisation{
			ID: id, Realm: realm, Kind: models.KindCustomer, Site: in.Facts.Site, Name: in.Name, Country: in.Facts.Country, CreditCode: identity.Code,
			HasContact: true, ContactID: &contact.ID, Version: 1, CreatedAt: now, UpdatedAt: now,
		}
		if err := tx.AddOrganisation(&fresh); err != nil {
			return err
		}
	} else {
		contact.ID = *org.ContactID
		version := org.Version
		org.Site, org.Name, org.Country, org.CreditCode, org.Version, org.UpdatedAt = in.Facts.Site, in.Name, in.Facts.Country, identity.Code, version+1, now
		if err := tx.MoveOrganisation(org, version); err != nil {
			return err
		}
	}
	if err := tx.SaveContact(contact); err != nil {
		return err
	}
	keys := s.Hasher.HashIdentity(realm, identity)
	return tx.ReplaceKeys(realm, id, sourceDirectory, keys.And(store.KeyLine, keys.Line))
}

// customerIdentity normalises what the directory says. The directory may know
// accounts without e-mail.
func customerIdentity(in models.CustomerInput) (models.Identity, error) {
	var wrong []models.FieldError
	value := func(pointer, raw string, normalise func(string) (string, error)) string {
		if raw == "" {
			return ""
		}
		clean, err := normalise(raw)
		if err != nil {
			wrong = append(wrong, models.FieldError{Pointer: pointer, Code: "invalid_value"})
		}
		return clean
	}
	identity := models.Identity{
		CompanyKey: value("/name", in.Name, models.NormaliseCompanyName),
		Phone:      value("/phone", in.Phone, func(raw string) (string, error) { return models.NormalisePhone(raw, in.Facts.Country) }),
		Account:    in.AccountName,
		Email:      value("/email", in.Email, models.NormaliseEmail),
		Code:       value("/credit_code", in.CreditCode, models.NormaliseCode),
	}
	if len(wrong) > 0 {
		return identity, &models.InvalidInput{Errors: wrong}
	}
	return identity, nil
}

// identityOf reads an account's identity back from its rows, under whatever lock
// the caller holds.
func identityOf(tx *store.Tx, customer models.Organisation) (models.Identity, error) {
	if customer.ContactID == nil {
		return models.Identity{}, fmt.Errorf("customer %s has no contact: %w", customer.ID, models.ErrNotFound)
	}
	contacts, err := tx.Contacts([]uuid.UUID{*customer.ContactID})
	if err != nil {
		return models.Identity{}, err
	}
	contact := contacts[*customer.ContactID]
	name, err := models.NormaliseCompanyName(customer.Name)
	if err != nil && customer.Name != "" {
		return models.Identity{}, errors.Join(fmt.Errorf("name of customer %s", customer.ID), err)
	}
	return models.Identity{CompanyKey: name, Phone: contact.Phone, Account: contact.AccountName, Email: contact.Email, Code: customer.CreditCode}, nil
}
