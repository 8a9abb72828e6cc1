package kit

import (
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Ledger is the world's database as the worker sees it; the caller posts.
func (w *World) Ledger() *store.Store { return w.Store("worker") }

// Store is the world's database as "api" or "worker" sees it.
func (w *World) Store(login string) *store.Store {
	w.T.Helper()
	s, err := store.Open(w.T.Context(), store.Config{URL: w.database[login], MovableClock: true, MaxConns: 4, Logger: slog.New(slog.DiscardHandler)})
	require.NoError(w.T, err)
	w.T.Cleanup(func() { _ = s.Close() })
	return s
}

// Post writes transactions past the product's API.
func (w *World) Post(realm string, transactions ...models.LedgerTransaction) {
	w.T.Helper()
	require.NoError(w.T, w.Ledger().As(w.T.Context(), models.System(realm), func(tx *store.Tx) error {
		_, err := tx.Post(transactions...)
		return err
	}))
}

// Fund puts cash into a book, as a bank transfer that arrived an hour ago.
func (w *World) Fund(realm string, org uuid.UUID, amount string) {
	w.T.Helper()
	sum, err := models.ParseMoney(amount, "CNY")
	require.NoError(w.T, err)
	id, at := store.NewID(), time.Now().Add(w.Sims.Clock.Shift()-time.Hour)
	w.Post(realm, rules.TopUp(
		rules.Cause{Book: org, SubjectKind: "test", SubjectID: id, Key: "test:" + id.String(), At: at},
		models.Lot{ID: store.NewID(), Channel: models.ChannelBankTransfer, SigningEntity: models.SigningEntityCloudComputing, Reference: id.String(), ArrivedAt: at, Amount: sum}))
}
