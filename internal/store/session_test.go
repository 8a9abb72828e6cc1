package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// open is how many registrations of Aurora are committed and in force.
func (f *fixture) open() (n int) {
	f.t.Helper()
	f.as(f.aurora, func(tx *store.Tx) (err error) {
		n, err = tx.CountOpenRegistrations(f.aurora.Org, 100)
		return err
	})
	return n
}

// Writes wait, and nobody notices: a transaction reads what it wrote.
func TestATransactionReadsWhatItWrote(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	until := models.Microseconds(time.Now().Add(time.Hour))
	f.as(f.aurora, func(tx *store.Tx) error {
		r, err := f.register(tx, models.RegistrationReported, &until)
		require.NoError(t, err)
		read, err := tx.Registration(r.ID)
		require.NoError(t, err)
		r.Version = 2
		require.NoError(t, tx.MoveRegistration(&r, 1))
		again, err := tx.LockRegistration(r.ID)
		require.NoError(t, err)
		require.Equal(t, []int64{1, 2}, []int64{read.Version, again.Version})
		return nil
	})
	require.Equal(t, 1, f.open())
}

// A write that fails when it is sent fails the transaction, also when nothing but
// the commit comes after it; nothing of it is left, and the connection is good.
func TestAWaitingWriteThatFailsFailsTheTransaction(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	until := models.Microseconds(time.Now().Add(time.Hour))
	for name, c := range map[string]struct {
		spoil func(*store.Tx, models.Registration) error
		wants string
	}{
		"a version that nobody saw": {func(tx *store.Tx, r models.Registration) error { return tx.MoveRegistration(&r, 7) }, store.ErrConflict.Error()},
		"a row that is there":       {func(tx *store.Tx, r models.Registration) error { return tx.AddRegistration(&r) }, "registrations_pkey"},
		"a reference to nothing": {func(tx *store.Tx, _ models.Registration) error {
			return tx.AddEvaluation(models.Evaluation{ID: store.NewID(), Realm: realm, OrgID: f.aurora.Org, PolicyID: uuid.Nil, RuleSet: "r", SubjectKind: "s", Outcome: "allow", Actor: "a", RequestID: "r", At: tx.Now()})
		}, "evaluations_"},
	} {
		err := f.api.As(t.Context(), f.aurora, func(tx *store.Tx) error {
			r, err := f.register(tx, models.RegistrationReported, &until)
			require.NoError(t, err)
			require.NoError(t, c.spoil(tx, r), "it only waits")
			return nil
		})
		require.ErrorContains(t, err, c.wants, name)
		require.Zero(t, f.open(), name)
	}
}

// Whoever panics or gives up leaves nothing, and a connection that others can use.
func TestATransactionThatIsLeftIsRolledBack(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	until := models.Microseconds(time.Now().Add(time.Hour))
	require.Panics(t, func() {
		_ = f.api.As(t.Context(), f.aurora, func(tx *store.Tx) error {
			_, err := f.register(tx, models.RegistrationReported, &until)
			require.NoError(t, err)
			panic("left")
		})
	})
	ctx, giveUp := context.WithCancel(t.Context())
	require.Error(t, f.api.As(ctx, f.aurora, func(tx *store.Tx) error {
		_, err := f.register(tx, models.RegistrationReported, &until)
		giveUp()
		return err
	}))
	for range 40 { // more than the pool has connections
		require.Zero(t, f.open())
	}
}
