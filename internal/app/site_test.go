package app_test

import (
	"context"
	"crypto/sha256"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/internal/programme"
	"partnercenter/internal/store"
	"partnercenter/internal/store/storetest"
	"partnercenter/models"
)

// alone states one line that nothing here is named by.
type alone struct{ line models.StatementEntry }

func (alone) Bank(context.Context, string, int64, int) ([]models.StatementEntry, error) {
	return nil, nil
}

func (a alone) Channel(_ context.Context, _ string, after int64, _ int) ([]models.StatementEntry, error) {
	if after >= a.line.Line {
		return nil, nil
	}
	return []models.StatementEntry{a.line}, nil
}

func (alone) Channels(string) []string { return []string{"alipay"} }

// What a realm keeps and matches for itself goes by the site of its vendor, not by
// the numbers of another site in the same realm.
func TestUpkeep_GoesByTheVendorsSite(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	vendor := models.Principal{Realm: "abroad", Org: store.NewID(), Side: models.SideVendor, Subject: "victor", Roles: []models.Role{models.RoleOperator}}
	require.NoError(t, store.OpenRealm(t.Context(), db.URLs["owner"], vendor.Realm, vendor.Org, "Vendor", models.SiteIntl))
	as := func(fn func(*store.Tx) error) {
		t.Helper()
		require.NoError(t, db.Store(t, "api", 2).As(t.Context(), vendor, fn))
	}
	as(func(tx *store.Tx) error { // five times the days of the other sites
		policy, err := tx.Policy(models.SiteIntl, tx.Now())
		if err != nil {
			return err
		}
		policy.ID, policy.Version, policy.Author, policy.Approver, policy.ApprovedAt, policy.EffectiveFrom = store.NewID(), 2, "victor", "", nil, tx.Now()
		policy.Document.Retention.IdempotencyDays *= 5
		policy.Document.Withdrawal.ReconcileGraceHours *= 5
		if err := tx.AddPolicy(&policy); err != nil {
			return err
		}
		at := tx.Now()
		policy.Approver, policy.ApprovedAt = "wanda", &at
		return tx.ApprovePolicy(policy)
	})
	var cn models.PolicyDocument
	as(func(tx *store.Tx) error {
		fingerprint := sha256.Sum256([]byte("request"))
		if _, err := tx.ClaimKey(models.Command{Principal: vendor, IdempotencyKey: "key", Fingerprint: fingerprint[:]}, "test", store.NewID(), 201); err != nil {
			return err
		}
		policy, err := tx.Policy(models.SiteCN, tx.Now())
		cn = policy.Document
		return err
	})
	amount, err := models.ParseMoney("1.00", "CNY")
	require.NoError(t, err)
	worker, log := db.Store(t, "worker", 4), slog.New(slog.DiscardHandler)
	statements := &programme.Statements{Deps: programme.Deps{Store: worker, Log: log, Outside: alone{models.StatementEntry{Line: 1, Reference: "flow", Amount: amount, At: time.Now()}}}}
	// later are the keys kept and the differences asked about when so much time has passed.
	later := func(passed time.Duration) (keys, asked int) {
		t.Helper()
		_, err := db.Admin.Exec(t.Context(), "INSERT INTO clocks (realm, shift) VALUES ($1, make_interval(secs => $2)) ON CONFLICT (realm) DO UPDATE SET shift = EXCLUDED.shift", vendor.Realm, passed.Seconds())
		require.NoError(t, err)
		require.NoError(t, (&programme.Upkeep{Store: worker, Log: log}).Retain(t.Context()))
		_, err = statements.Match(t.Context(), func() {})
		require.NoError(t, err)
		require.NoError(t, db.Admin.QueryRow(t.Context(), "SELECT (SELECT count(*) FROM idempotency_records), (SELECT count(*) FROM tasks WHERE kind = $1)", models.TaskStatement).Scan(&keys, &asked))
		return keys, asked
	}
	grace, days := time.Duration(cn.Withdrawal.ReconcileGraceHours)*time.Hour, time.Duration(cn.Retention.IdempotencyDays)*24*time.Hour

	_, asked := later(0)
	require.Zero(t, asked)
	_, asked = later(2 * grace)
	require.Zero(t, asked, "the vendor's site waits longer")
	_, asked = later(6 * grace)
	require.Equal(t, 1, asked)
	keys, _ := later(2 * days)
	require.Equal(t, 1, keys, "the vendor's site keeps longer")
	keys, _ = later(6 * days)
	require.Zero(t, keys)
}
