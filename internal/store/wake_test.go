package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// A workflow that reads a row for the first time does not wait for whoever is
// deciding on it: it would be asked for the decision in the meantime, and not be
// ready. The row stays unmarked, and is marked by the next reading.
func TestMarkActedPassesByALockedRow(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var r models.Registration
	until := models.Microseconds(time.Now().Add(time.Hour))
	f.as(f.aurora, func(tx *store.Tx) (err error) {
		r, err = f.register(tx, models.RegistrationReported, &until)
		return err
	})
	mark := func() {
		f.as(f.system, func(tx *store.Tx) error { return tx.MarkActed(models.SubjectRegistration, r.ID, &until) })
	}
	acted := func() []string { return f.column("SELECT (acted_at IS NOT NULL)::text FROM registrations") }
	f.as(f.system, func(tx *store.Tx) error {
		_, err := tx.LockRegistration(r.ID)
		require.NoError(t, err)
		mark() // would wait for this transaction for ever
		return nil
	})
	require.Equal(t, []string{"false"}, acted())
	mark()
	require.Equal(t, []string{"true"}, acted())
}
