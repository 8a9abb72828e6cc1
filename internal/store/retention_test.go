package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// A contact is emptied when its retention is over, and not before what is open
// can do without it.
func TestRetain_KeepsWhomSomethingOpenIsAbout(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	names := map[string]string{}
	for _, state := range []string{models.RegistrationUnreported, models.RegistrationReleased} {
		f.as(f.aurora, func(tx *store.Tx) error {
			r, err := f.register(tx, state, nil)
			names[state] = r.ContactID.String()
			return err
		})
	}
	for _, state := range []string{models.TopUpUnmatched, models.TopUpArrived} {
		names[state] = store.NewID().String()
		f.admin(`INSERT INTO contacts (id, realm, owner_id, purpose, retain_until, created_at) VALUES ($1, $2, $3, 'payer', now(), now())`, names[state], realm, f.vendor.Org)
		f.admin(`INSERT INTO top_ups (id, realm, partner_id, reference, state, state_since, version, channel, channel_number, event_id, channel_reference, signing_entity,
				payment_account, payer_id, amount, currency, scale, arrived_at, created_at)
			VALUES (gen_random_uuid(), $1, $2, $3, $3, now(), 1, 'wechat', 5, $3, $3, '', '', $4, 1, 'CNY', 2, now(), now())`, realm, f.vendor.Org, state, names[state])
	}
	evaluation := store.NewID()
	f.as(f.aurora, func(tx *store.Tx) (err error) {
		evaluation, err = f.evaluation(tx)
		return err
	})
	for _, state := range []string{models.WithdrawalSubmitted, models.WithdrawalRejected} {
		names[state] = store.NewID().String()
		f.admin(`INSERT INTO contacts (id, realm, owner_id, purpose, retain_until, created_at) VALUES ($1, $2, $3, 'bank_account', now(), now())`, names[state], realm, f.aurora.Org)
		f.admin(`INSERT INTO withdrawals (id, realm, partner_id, reference, state, state_since, version, policy_id, evaluation_id, next_wake_at, created_at, route, amount,
				currency, scale, maker, contact_id, review_target_at)
			VALUES (gen_random_uuid(), $1, $2, $3, $3, now(), 1, $4, $5, now(), now(), 'bank_card', 1, 'CNY', 2, 'finn', $6, now())`,
			realm, f.aurora.Org, state, f.policy.ID, evaluation, names[state])
	}
	f.admin("UPDATE contacts SET person_name = 'Somebody', retain_until = now() + interval '1 hour'")
	retain := func(in time.Duration) map[string]bool {
		f.as(f.system, func(tx *store.Tx) error { return tx.Retain(realm, tx.Now().Add(in), tx.Now().Add(-time.Hour)) })
		kept := map[string]bool{}
		for state, id := range names {
			var name string
			require.NoError(t, f.db.Admin.QueryRow(t.Context(), "SELECT person_name FROM contacts WHERE id = $1", id).Scan(&name))
			kept[state] = name != ""
		}
		return kept
	}
	for state, kept := range retain(0) {
		require.True(t, kept, "%s, before its retention is over", state)
	}
	require.Equal(t, map[string]bool{
		models.RegistrationUnreported: true, models.RegistrationReleased: false, models.TopUpUnmatched: true, models.TopUpArrived: false,
		models.WithdrawalSubmitted: true, models.WithdrawalRejected: false,
	}, retain(2*time.Hour))
}
