package app_test

import (
	"bytes"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/internal/app"
	"partnercenter/internal/config"
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
	amount, err := models.ParseMoney("100.00", "CNY")
	require.NoError(t, err)
	worker := db.Store(t, "worker", 4)
	require.NoError(t, worker.As(t.Context(), models.System("sandbox"), func(tx *store.Tx) error {
		cause := rules.Cause{Book: vendor, SubjectKind: "payment", SubjectID: store.NewID(), Key: "payment:1", At: time.Now()}
		_, err := tx.Post(rules.Suspend(cause, amount))
		return err
	}))
	cfg := config.Ops{Common: config.Common{DatabaseURL: config.Secret(db.URLs["worker"]), DatabaseConns: 4}}
	var out bytes.Buffer
	log := slog.New(slog.DiscardHandler)

	require.NoError(t, app.VerifyLedger(t.Context(), cfg, &out, log))
	require.Equal(t, "1 books read, 0 findings\n", out.String())

	out.Reset()
	_, err = db.Admin.Exec(t.Context(), "SET session_replication_role = replica; UPDATE ledger_transactions SET cause = 'payment:2'; RESET session_replication_role")
	require.NoError(t, err)
	require.ErrorIs(t, app.VerifyLedger(t.Context(), cfg, &out, log), app.ErrLedger)
	require.Equal(t, "sandbox: book "+vendor.String()+", transaction 1: was changed\n1 books read, 1 findings\n", out.String())
}
