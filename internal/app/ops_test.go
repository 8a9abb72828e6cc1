package app_test

import (
	"bytes"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/app"
	"partnercenter/internal/config"
	"partnercenter/internal/programme"
	"partnercenter/internal/store"
	"partnercenter/internal/store/storetest"
	"partnercenter/models"
	"partnercenter/rules"
)

// The operator's command reads every book and fails when one does not hold.
func TestVerifyLedger_TellsWhatDoesNotHold(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	vendor := store.NewID()
	require.NoError(t, store.OpenRealm(t.Context(), db.URLs["owner"], "sandbox", vendor, "Vendor", models.SiteCN))
	suspend(t, db.Store(t, "worker", 4), vendor)
	cfg := config.Ops{Common: config.Common{DatabaseURL: config.Secret(db.URLs["worker"]), DatabaseConns: 4}}
	var out bytes.Buffer
	log := slog.New(slog.DiscardHandler)

	require.NoError(t, app.VerifyLedger(t.Context(), cfg, call(models.OperationVerify), &out, log))
	require.Equal(t, "1 books read, 0 findings\n", out.String())

	out.Reset()
	_, err := db.Admin.Exec(t.Context(), "SET session_replication_role = replica; UPDATE ledger_transactions SET cause = 'payment:2'; RESET session_replication_role")
	require.NoError(t, err)
	require.ErrorIs(t, app.VerifyLedger(t.Context(), cfg, call(models.OperationVerify), &out, log), app.ErrLedger)
	require.Equal(t, "sandbox: book "+vendor.String()+", transaction 1: was changed\n1 books read, 1 findings\n", out.String())
}

// The reconciler makes a task of a book that does not hold, once, and closes it
// when the book holds again; the others are anchored.
func TestReconcile_MakesATaskOfADifference(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	vendor := store.NewID()
	require.NoError(t, store.OpenRealm(t.Context(), db.URLs["owner"], "sandbox", vendor, "Vendor", models.SiteCN))
	worker := db.Store(t, "worker", 4)
	suspend(t, worker, vendor)
	ledger := &programme.Ledger{Store: worker, Log: slog.New(slog.DiscardHandler)}
	reconcile := func() programme.Proven {
		proven, err := ledger.Reconcile(t.Context(), func() {})
		require.NoError(t, err)
		return proven
	}
	count := func(query string) (n int) {
		require.NoError(t, db.Admin.QueryRow(t.Context(), query).Scan(&n))
		return n
	}
	falsify := func(by string) {
		_, err := db.Admin.Exec(t.Context(), "UPDATE accounts SET balance = balance "+by+" WHERE kind = 'suspense'")
		require.NoError(t, err)
	}
	const tasks = "SELECT count(*) FROM tasks WHERE kind = 'ledger_difference' AND closed_at IS NULL"

	require.Equal(t, programme.Proven{Books: 1}, reconcile())
	require.Equal(t, 1, count("SELECT count(*) FROM events WHERE type = 'ledger.anchored'"))
	falsify("+ 1")
	require.Equal(t, programme.Proven{Books: 1, Wrong: 1}, reconcile())
	require.Equal(t, programme.Proven{Books: 1, Wrong: 1}, reconcile())
	require.Equal(t, 1, count(tasks))
	falsify("- 1")
	require.Equal(t, programme.Proven{Books: 1}, reconcile())
	require.Zero(t, count(tasks))
}

// suspend posts one transaction to the vendor's book.
func suspend(t *testing.T, s *store.Store, vendor uuid.UUID) {
	t.Helper()
	amount, err := models.ParseMoney("100.00", "CNY")
	require.NoError(t, err)
	require.NoError(t, s.As(t.Context(), models.System("sandbox"), func(tx *store.Tx) error {
		cause := rules.Cause{Book: vendor, SubjectKind: "payment", SubjectID: store.NewID(), Key: "payment:1", At: time.Now()}
		_, err := tx.Post(rules.Suspend(cause, amount))
		return err
	}))
}
