package store_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// bond writes an association of a partner with a new customer, and the acceptance
// that it came by.
func (f *fixture) bond(p models.Principal) models.Association {
	f.t.Helper()
	var bond models.Association
	f.as(f.vendor, func(tx *store.Tx) error {
		now := tx.Now()
		bond = models.Association{
			ID: store.NewID(), Realm: realm, PartnerID: p.Org, CustomerID: store.NewID(), AssociationType: models.Resale, EffectiveFrom: models.Microseconds(now.Add(-time.Hour)),
			AcceptanceID: store.NewID(), Version: 1, CreatedAt: now,
		}
		bond.Reference = bond.ID.String()
		return tx.AddOrganisation(&models.Organisation{
			ID: bond.CustomerID, Realm: realm, Kind: models.KindCustomer, Site: models.SiteCN, Name: "Customer", Version: 1, CreatedAt: now, UpdatedAt: now,
		})
	})
	f.as(p, func(tx *store.Tx) error {
		until := models.Microseconds(tx.Now().Add(time.Hour))
		r, err := f.register(tx, models.RegistrationReported, &until)
		if err != nil {
			return err
		}
		i, err := f.invite(tx, r, models.InvitationSent, until, until)
		bond.InvitationID = &i.ID
		return err
	})
	f.as(f.system, func(tx *store.Tx) error {
		now := tx.Now()
		evaluation, err := f.evaluation(tx)
		if err != nil {
			return err
		}
		a := models.Acceptance{
			Process: models.Process{
				ID: bond.AcceptanceID, Realm: realm, PartnerID: p.Org, Reference: bond.AcceptanceID.String(), State: models.AcceptanceAssociated, StateSince: now, Version: 1,
				PolicyID: f.policy.ID, EvaluationID: evaluation, CreatedAt: now,
			},
			CustomerID: bond.CustomerID, InvitationID: bond.InvitationID, Generation: 1, AssociationType: models.Resale, ConsentedAt: now, GiveUpAt: now,
			FailureCodes: []string{}, AssociationID: &bond.ID, Locale: "en",
		}
		if err := tx.AddAcceptance(&a); err != nil {
			return err
		}
		return tx.AddAssociation(&bond)
	})
	return bond
}

// leaving is a request about an association in a state.
func (f *fixture) leaving(tx *store.Tx, a models.Association, state string, created, lapse time.Time) (models.AssociationRequest, error) {
	evaluation, err := f.evaluation(tx)
	if err != nil {
		return models.AssociationRequest{}, err
	}
	id := store.NewID()
	r := models.AssociationRequest{
		Process: models.Process{
			ID: id, Realm: a.Realm, PartnerID: a.PartnerID, Reference: id.String(), State: state, StateSince: created, Version: 1,
			PolicyID: f.policy.ID, EvaluationID: evaluation, CreatedAt: created,
		},
		AssociationID: a.ID, CustomerID: a.CustomerID, Kind: models.RequestUnlink, Initiator: models.PartyPartner, FromType: a.AssociationType,
		Requester: "alice", Reason: "test", LapseAt: lapse,
	}
	switch state {
	case models.AssociationRequestSubmitted:
		r.NextWakeAt = &lapse
	case models.AssociationRequestApproved:
		r.EffectiveAt = &created
	}
	return r, tx.AddAssociationRequest(&r)
}

var requestStates = []string{
	models.AssociationRequestSubmitted, models.AssociationRequestApproved, models.AssociationRequestRejected, models.AssociationRequestCancelled, models.AssociationRequestLapsed,
}

// The filter by state speaks of the states that the rules know, however late a workflow is.
func TestFiltersOfRequestsKnowTheStateThatTheRulesKnow(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	rapid.Check(t, func(t *rapid.T) {
		partner := f.partner("someone")
		wanted := map[string][]uuid.UUID{}
		for range rapid.IntRange(1, 4).Draw(t, "rows") {
			bond := f.bond(partner)
			f.as(partner, func(tx *store.Tx) error {
				r, err := f.leaving(tx, bond, rapid.SampledFrom(requestStates).Draw(t, "state"), models.Microseconds(tx.Now().Add(-time.Hour*96)), models.Microseconds(near(t, tx.Now())))
				state := rules.EffectiveRequestState(r.State, r.LapseAt, tx.Now())
				wanted[state] = append(wanted[state], r.ID)
				return err
			})
		}
		f.as(partner, func(tx *store.Tx) error {
			for _, state := range requestStates {
				page, err := tx.AssociationRequests(models.AssociationRequestFilter{State: state}, everything)
				require.NoError(t, err)
				ids := []uuid.UUID{}
				for _, r := range page.Items {
					ids = append(ids, r.ID)
				}
				require.ElementsMatch(t, append([]uuid.UUID{}, wanted[state]...), ids, state)
			}
			return nil
		})
	})
}

// One request about an association is open at any instant; one whose lapse nobody
// has written down yet is in nobody's way.
func TestOneRequestAboutAnAssociationIsOpen(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	bond := f.bond(f.aurora)
	ask := func(created, lapse time.Duration) error {
		return f.api.As(t.Context(), f.aurora, func(tx *store.Tx) error {
			_, err := f.leaving(tx, bond, models.AssociationRequestSubmitted, models.Microseconds(tx.Now().Add(created)), models.Microseconds(tx.Now().Add(lapse)))
			return err
		})
	}
	require.NoError(t, ask(-2*time.Hour, -time.Hour), "it has lapsed")
	require.NoError(t, ask(-time.Minute, time.Hour))
	require.ErrorContains(t, ask(0, 2*time.Hour), "association_requests_open_excl")
	f.as(f.aurora, func(tx *store.Tx) error {
		open, err := tx.OpenAssociationRequest(bond.ID)
		require.NotNil(t, open)
		return err
	})
}

// A statement is written once; what one side types or waits for is no door to the other's.
func TestWhatIsWrittenOnceStays(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	bond := f.bond(f.aurora)
	f.as(f.system, func(tx *store.Tx) error {
		now := tx.Now()
		r, err := f.leaving(tx, bond, models.AssociationRequestApproved, now, now)
		if err != nil {
			return err
		}
		s := models.Settlement{Process: r.Process, CustomerID: bond.CustomerID, RequestID: r.ID}
		s.ID, s.State, s.NextWakeAt = bond.ID, models.SettlementRunning, &now
		step := models.SettlementStep{
			ID: store.NewID(), Realm: realm, PartnerID: bond.PartnerID, CustomerID: bond.CustomerID, AssociationID: bond.ID, Position: 1, Name: models.StepStatement,
			State: models.StepPending, Result: map[string]any{}, NextAttemptAt: &now,
		}
		if err := tx.AddSettlement(&s, []models.SettlementStep{step}); err != nil {
			return err
		}
		return tx.AddClosingStatement(&models.ClosingStatement{
			AssociationID: bond.ID, Realm: realm, PartnerID: bond.PartnerID, CustomerID: bond.CustomerID, Reference: bond.Reference,
			EffectiveFrom: bond.EffectiveFrom, EffectiveTo: now, ClosedAt: now, Lines: []models.StatementLine{},
		})
	})
	_, err := f.db.Admin.Exec(t.Context(), "UPDATE closing_statements SET book_seq = 7")
	require.ErrorContains(t, err, "append-only")
	customer := models.Principal{Realm: realm, Org: bond.CustomerID, Side: models.SideCustomer, Subject: "carol", Roles: []models.Role{models.RoleCustomer}}
	stranger := customer
	stranger.Org = f.bond(f.aurora).CustomerID
	for p, sees := range map[*models.Principal]bool{&f.aurora: true, &f.borealis: false, &customer: true, &stranger: false} {
		f.as(*p, func(tx *store.Tx) error {
			page, err := tx.AssociationRequests(models.AssociationRequestFilter{}, everything)
			require.Equal(t, sees, len(page.Items) == 1, "%s", p.Subject)
			return err
		})
	}
	err = f.api.As(t.Context(), customer, func(tx *store.Tx) error {
		_, err := tx.SettlementStepsOf(bond.ID)
		return err
	})
	require.ErrorContains(t, err, "permission denied", "the partner's figures are not the customer's")
}
