package store_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/store"
	"partnercenter/internal/store/storetest"
	"partnercenter/models"
)

const realm = "sandbox"

// fixture is a database with a realm, its vendor and two partners.
type fixture struct {
	t              *testing.T
	db             storetest.Database
	api, worker    *store.Store
	vendor, system models.Principal
	aurora         models.Principal
	borealis       models.Principal
	policy         models.Policy
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{t: t, db: storetest.New(t), system: models.System(realm)}
	f.vendor = models.Principal{Realm: realm, Org: store.NewID(), Side: models.SideVendor, Subject: "victor", Roles: []models.Role{models.RoleOperator}}
	require.NoError(t, store.OpenRealm(t.Context(), f.db.URLs["owner"], realm, f.vendor.Org, "Vendor", models.SiteCN))
	f.api, f.worker = f.db.Store(t, "api", 32), f.db.Store(t, "worker", 8)
	f.aurora, f.borealis = f.partner("alice"), f.partner("bob")
	f.as(f.aurora, func(tx *store.Tx) (err error) {
		f.policy, err = tx.Policy(models.SiteCN, tx.Now())
		return err
	})
	return f
}

// partner is the administrator of a new partner.
func (f *fixture) partner(subject string) models.Principal {
	f.t.Helper()
	p := models.Principal{Realm: realm, Org: store.NewID(), Site: models.SiteCN, Side: models.SidePartner, Subject: subject, Roles: []models.Role{models.RoleAdministrator}}
	f.as(f.vendor, func(tx *store.Tx) error {
		now := tx.Now()
		return tx.AddOrganisation(&models.Organisation{
			ID: p.Org, Realm: realm, Kind: models.KindPartner, Site: models.SiteCN, Name: subject, Version: 1, CreatedAt: now, UpdatedAt: now,
		})
	})
	return p
}

// as runs fn as somebody; it must commit.
func (f *fixture) as(p models.Principal, fn func(*store.Tx) error) {
	f.t.Helper()
	require.NoError(f.t, f.storeOf(p).As(f.t.Context(), p, fn))
}

func (f *fixture) snapshot(p models.Principal, fn func(*store.Tx) error) {
	f.t.Helper()
	require.NoError(f.t, f.storeOf(p).Snapshot(f.t.Context(), p, fn))
}

func (f *fixture) storeOf(p models.Principal) *store.Store {
	if p.Side == models.SideSystem {
		return f.worker
	}
	return f.api
}

// admin runs a statement that no role of the product may run.
func (f *fixture) admin(statement string, args ...any) {
	f.t.Helper()
	_, err := f.db.Admin.Exec(f.t.Context(), statement, args...)
	require.NoError(f.t, err)
}

// shift sets the realm's clock.
func (f *fixture) shift(realm string, by time.Duration) {
	f.t.Helper()
	f.admin("INSERT INTO clocks (realm, shift) VALUES ($1, make_interval(secs => $2)) ON CONFLICT (realm) DO UPDATE SET shift = EXCLUDED.shift", realm, by.Seconds())
}

// evaluation writes the record that every row names.
func (f *fixture) evaluation(tx *store.Tx) (uuid.UUID, error) {
	p := tx.Principal()
	e := models.Evaluation{
		ID: store.NewID(), Realm: p.Realm, OrgID: p.Org, RuleSet: "test", SubjectKind: models.SubjectRegistration,
		PolicyID: f.policy.ID, Outcome: "allow", Actor: p.Subject, RequestID: "test", At: tx.Now(),
	}
	return e.ID, tx.AddEvaluation(e)
}

// register writes a registration in a state; held is the end of its claim, nil
// where the state has none.
func (f *fixture) register(tx *store.Tx, state string, held *time.Time) (models.Registration, error) {
	p, id, now := tx.Principal(), store.NewID(), tx.Now()
	evaluation, err := f.evaluation(tx)
	if err != nil {
		return models.Registration{}, err
	}
	contact := models.Contact{ID: store.NewID(), Realm: p.Realm, OwnerID: p.Org, Purpose: "registration", RetainUntil: now, CreatedAt: now}
	if err := tx.AddContact(contact); err != nil {
		return models.Registration{}, err
	}
	r := models.Registration{
		Process: models.Process{
			ID: id, Realm: p.Realm, PartnerID: p.Org, Reference: id.String(), State: state, StateSince: now, Version: 1,
			PolicyID: f.policy.ID, EvaluationID: evaluation, NextWakeAt: held, CreatedAt: now,
		},
		CompanyName: "Company", ContactID: contact.ID, NameHash: id[:], PhoneHash: id[:], EmailHash: id[:], CodeHash: []byte{}, AccountHash: []byte{},
		Reporter: p.Subject, ReviewType: models.ReviewAuto, SubmittedAt: now, HeldUntil: held, ValidUntil: held,
	}
	return r, tx.AddRegistration(&r)
}

// invite writes an invitation of a registration.
func (f *fixture) invite(tx *store.Tx, r models.Registration, state string, expires, resendUntil time.Time) (models.Invitation, error) {
	id, now := store.NewID(), tx.Now()
	i := models.Invitation{
		Process: models.Process{
			ID: id, Realm: r.Realm, PartnerID: r.PartnerID, Reference: id.String(), State: state, StateSince: now, Version: 1,
			PolicyID: r.PolicyID, EvaluationID: r.EvaluationID, CreatedAt: now,
		},
		RegistrationID: r.ID, BatchID: id, AssociationType: models.Resale, ContactID: r.ContactID, Locale: "en", Inviter: "alice",
		KeyID: "k", Generation: 1, CodeHash: id[:], SentAt: now, ExpiresAt: expires, ResendUntil: resendUntil, FailureCodes: []string{},
	}
	return i, tx.AddInvitation(&i)
}
