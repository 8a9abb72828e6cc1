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
	require.ErrorContains(t, err, "policies_site_version_key")
	for _, p := range []models.Principal{f.aurora, {Realm: realm, Org: store.NewID(), Side: models.SideCustomer}} {
		err := f.api.As(t.Context(), p, func(tx *store.Tx) error {
			return tx.DB().Exec("UPDATE policies SET approver = 'me', approved_at = now()").Error
		})
		require.ErrorContains(t, err, "permission denied")
	}
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
