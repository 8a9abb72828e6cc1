package store_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/programme"
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
		f.as(f.system, func(tx *store.Tx) error { return tx.Retain(realm, tx.Now().Add(in)) })
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

// What belongs to an organisation is kept for as long as its own site says, what
// belongs to none for as long as the vendor's does.
func TestRetain_GoesByTheSiteOfTheOrganisation(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.admin("UPDATE organisations SET site = 'eu' WHERE id = $1", f.borealis.Org)
	f.admin(`INSERT INTO policies (id, realm, site, version, schema, effective_from, author, approver, approved_at, created_at, document)
		SELECT gen_random_uuid(), realm, site, 1000, schema, now() - interval '1 minute', 'a', 'b', now(), now(),
			jsonb_set(jsonb_set(document, '{retention,idempotency_days}', '60'), '{events,log_days}', '60')
		FROM policies WHERE realm = $1 AND site = 'eu' AND version = 1`, realm)
	for _, p := range []models.Principal{f.aurora, f.borealis} {
		f.subscribe(p)
		f.tell(p, "link.created", store.NewID(), 1)
	}
	require.NoError(t, f.relay(100))
	f.owe()
	f.admin("UPDATE deliveries SET state = 'delivered', finished_at = now() - interval '45 days'")
	for _, org := range []uuid.UUID{f.aurora.Org, f.borealis.Org, uuid.Nil} {
		f.admin(`INSERT INTO idempotency_records VALUES ($1, $2, 'somebody', 'key', '', 201, 'test', gen_random_uuid(), now() - interval '45 days')`, realm, org)
	}
	require.Len(t, f.column("SELECT org_id::text FROM deliveries"), 2)

	upkeep := programme.Upkeep{Store: f.worker}
	require.NoError(t, upkeep.Retain(t.Context()))
	borealis := []string{f.borealis.Org.String()}
	require.Equal(t, borealis, f.column("SELECT org_id::text FROM idempotency_records"))
	require.Equal(t, borealis, f.column("SELECT org_id::text FROM deliveries"))

	f.admin("UPDATE deliveries SET finished_at = now() - interval '61 days'")
	f.admin("UPDATE idempotency_records SET created_at = now() - interval '61 days'")
	require.NoError(t, upkeep.Retain(t.Context()))
	require.Empty(t, f.column("SELECT org_id::text FROM idempotency_records"))
	require.Empty(t, f.column("SELECT org_id::text FROM deliveries"))
}
