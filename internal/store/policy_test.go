package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// propose writes version 2 of a site's policy.
func (f *fixture) propose(effective time.Time, validityDays int) models.Policy {
	f.t.Helper()
	proposal := f.policy
	proposal.ID, proposal.Version, proposal.Author, proposal.Approver, proposal.ApprovedAt = store.NewID(), 2, "victor", "", nil
	proposal.EffectiveFrom = models.Microseconds(effective.UTC())
	proposal.Document.Registration.ValidityDays = validityDays
	f.as(f.vendor, func(tx *store.Tx) error { return tx.AddPolicy(&proposal) })
	return proposal
}

func TestAPolicyIsInForceOnceApprovedAndItsInstantHasCome(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	effective := time.Now().Add(time.Hour)
	proposal := f.propose(effective, 30)
	inForce := func(at time.Time) (version int) {
		fresh := f.db.Store(t, "api", 4) // a process that knows nothing yet
		require.NoError(t, fresh.As(t.Context(), f.aurora, func(tx *store.Tx) error {
			policy, err := tx.Policy(models.SiteCN, at)
			version = policy.Version
			return err
		}))
		return version
	}
	require.Equal(t, 1, inForce(effective.Add(time.Hour)), "nobody has approved it")

	approved := time.Now().UTC()
	proposal.Approver, proposal.ApprovedAt = "wanda", &approved
	f.as(f.vendor, func(tx *store.Tx) error { return tx.ApprovePolicy(proposal) })
	require.Equal(t, 1, inForce(proposal.EffectiveFrom.Add(-time.Microsecond)))
	require.Equal(t, 2, inForce(proposal.EffectiveFrom))
	require.ErrorIs(t, f.api.As(t.Context(), f.vendor, func(tx *store.Tx) error { return tx.ApprovePolicy(proposal) }), store.ErrConflict, "approved once")
}

func TestAPolicyVersionIsNeverEdited(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.propose(time.Now().Add(time.Hour), 30)
	for _, statement := range []string{
		"UPDATE policies SET document = document || '{\"zone\": \"UTC\"}' WHERE version = 2",
		"UPDATE policies SET effective_from = effective_from - interval '1 day' WHERE version = 2",
		"UPDATE policies SET author = 'somebody else' WHERE version = 2",
		"UPDATE policies SET approver = 'somebody', approved_at = now() WHERE version = 1", // approved before
		"DELETE FROM policies WHERE version = 2",
	} {
		_, err := f.db.Admin.Exec(t.Context(), statement)
		require.ErrorContains(t, err, "never edited", statement)
	}
	_, err := f.db.Admin.Exec(t.Context(), "UPDATE policies SET approver = author, approved_at = now() WHERE version = 2")
	require.ErrorContains(t, err, "policies_maker_checker_check")
	_, err = f.db.Admin.Exec(t.Context(), "UPDATE policies SET approver = 'wanda' WHERE version = 2")
	require.ErrorContains(t, err, "policies_approved_check", "an approval has its instant")
}

// Numbers of versions are given out one by one.
func TestAVersionOfAPolicyExistsOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	again := f.propose(time.Now().Add(time.Hour), 30)
	again.ID = store.NewID()
	err := f.api.As(t.Context(), f.vendor, func(tx *store.Tx) error { return tx.AddPolicy(&again) })
	require.ErrorContains(t, err, "policies_realm_site_version_key")
	for _, p := range []models.Principal{f.aurora, {Realm: realm, Org: store.NewID(), Side: models.SideCustomer}} {
		err := f.api.As(t.Context(), p, func(tx *store.Tx) error {
			return tx.DB().Exec("UPDATE policies SET approver = 'me', approved_at = now()").Error
		})
		require.ErrorContains(t, err, "permission denied")
	}
}

// A sandbox's people make no rules for production: neither what they approve
// nor what a process already knows crosses over.
func TestEachRealmHasItsOwnPolicies(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	there := models.Principal{Realm: "another", Org: store.NewID(), Side: models.SideVendor, Subject: "vera", Roles: []models.Role{models.RoleOperator}}
	require.NoError(t, store.OpenRealm(t.Context(), f.db.URLs["owner"], there.Realm, there.Org, "Vendor", models.SiteCN))
	theirs, now := f.propose(time.Now().Add(-time.Hour), 30), time.Now().UTC()
	theirs.Approver, theirs.ApprovedAt = "wanda", &now
	f.as(f.vendor, func(tx *store.Tx) error { return tx.ApprovePolicy(theirs) })

	fresh := f.db.Store(t, "api", 4) // a process that has to learn both
	version := func(p models.Principal) (number, listed int) {
		require.NoError(t, fresh.As(t.Context(), p, func(tx *store.Tx) error {
			policy, err := tx.Policy(models.SiteCN, now)
			require.NoError(t, err)
			all, err := tx.Policies(models.SiteCN)
			number, listed = policy.Version, len(all)
			return err
		}))
		return number, listed
	}
	for p, want := range map[*models.Principal]int{&f.vendor: 2, &there: 1} {
		number, listed := version(*p)
		require.Equal(t, []int{want, want}, []int{number, listed}, p.Realm)
	}
	require.NoError(t, fresh.As(t.Context(), f.vendor, func(tx *store.Tx) error {
		_, err := tx.PolicyByID(theirs.ID)
		return err
	}))
	err := fresh.As(t.Context(), there, func(tx *store.Tx) error {
		_, err := tx.PolicyByID(theirs.ID)
		return err
	})
	require.ErrorIs(t, err, models.ErrNotFound, "known to the process, and not to this realm")

	foreign := f.aurora
	foreign.Realm = there.Realm
	for _, p := range []models.Principal{there, foreign, {Realm: there.Realm, Org: store.NewID(), Side: models.SideCustomer}} {
		require.NoError(t, fresh.As(t.Context(), p, func(tx *store.Tx) error {
			var seen int
			err := tx.DB().Raw("SELECT count(*) FROM policies WHERE realm <> ?", p.Realm).Scan(&seen).Error
			require.Zero(t, seen, "the wall, seen as %s", p.Side)
			return err
		}))
	}
	require.ErrorContains(t, fresh.As(t.Context(), there, func(tx *store.Tx) error { return tx.AddPolicy(&theirs) }), "row-level security")
	err = f.api.As(t.Context(), there, func(tx *store.Tx) error {
		_, err := f.evaluation(tx) // it names a version of the other realm
		return err
	})
	require.ErrorContains(t, err, "evaluations_policy_fkey")
}

func TestNobodyChecksWhatHeMade(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.as(f.aurora, func(tx *store.Tx) error {
		r, err := f.register(tx, models.RegistrationRejected, nil)
		require.NoError(t, err)
		require.NoError(t, tx.DB().SavePoint("before").Error)
		err = tx.DB().Exec("UPDATE registrations SET reviewer = reporter WHERE id = ?", r.ID).Error
		require.ErrorContains(t, err, "registrations_reviewer_check")
		return tx.DB().RollbackTo("before").Error
	})
	err := f.worker.As(t.Context(), f.system, func(tx *store.Tx) error {
		return tx.AddDecision(models.Decision{ID: store.NewID(), Realm: realm, PartnerID: f.aurora.Org, Verb: models.VerbReview, Maker: "rita", Actor: "rita", At: tx.Now()})
	})
	require.ErrorContains(t, err, "decisions_maker_checker_check")
}
