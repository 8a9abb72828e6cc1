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

// A start is noted once, and only for the row that the workflow was told: whoever has
// moved or read the row since knows better, and whoever holds it is not waited for.
func TestMarkStarted(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	look := models.Microseconds(time.Now().Add(time.Hour))
	rows := map[string]models.Registration{}
	for _, name := range []string{"as written", "moved", "read", "held", "elsewhere"} {
		f.as(f.aurora, func(tx *store.Tx) error {
			now := tx.Now()
			r, err := f.register(tx, models.RegistrationReported, &now)
			rows[name] = r
			return err
		})
	}
	f.admin("UPDATE registrations SET version = 2 WHERE id = $1", rows["moved"].ID)
	f.as(f.system, func(tx *store.Tx) error {
		return tx.MarkActed(models.SubjectRegistration, rows["read"].ID, rows["read"].NextWakeAt)
	})
	begun := func(names ...string) []models.Begun {
		var all []models.Begun
		for _, name := range names {
			ref := models.Ref{ID: rows[name].ID, Realm: realm}
			all = append(all, models.Begun{Kind: models.SubjectRegistration, Ref: ref, Row: models.Row{Version: 1}, LookAt: look})
		}
		return all
	}
	mark := func(p models.Principal, names ...string) (moved []store.Waker) {
		f.as(p, func(tx *store.Tx) (err error) {
			moved, err = tx.MarkStarted(begun(names...))
			return err
		})
		return moved
	}
	f.as(f.system, func(tx *store.Tx) error {
		_, err := tx.LockRegistration(rows["held"].ID)
		moved := mark(f.vendor, "as written", "moved", "read", "held")
		require.Equal(t, []store.Waker{{Kind: models.SubjectRegistration, Ref: begun("moved")[0].Ref}}, moved)
		return err
	})
	other := f.vendor
	other.Realm = "another"
	require.Empty(t, mark(other, "elsewhere"))
	noted := f.column("SELECT id::text FROM registrations WHERE acted_at IS NOT NULL AND next_wake_at = $1", look)
	require.Equal(t, []string{rows["as written"].ID.String()}, noted)
	require.Empty(t, mark(f.vendor, "held"))
	require.Len(t, f.column("SELECT id::text FROM registrations WHERE acted_at IS NOT NULL AND next_wake_at = $1", look), 2)
}
