package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// unbounded are the numeric columns without a check that bounds them and names
// their scale. A numeric without one takes NaN and both infinities.
const unbounded = `SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
	WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.atttypid = 'numeric'::regtype AND NOT EXISTS (
		SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND a.attnum = ANY (k.conkey)
		AND pg_get_constraintdef(k.oid) LIKE '%abs(' || a.attname || ') <%' AND pg_get_constraintdef(k.oid) LIKE '%round(' || a.attname || ',%')`

func TestEveryFigureIsBounded(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	require.Empty(t, f.column(unbounded))
	require.Empty(t, f.column("SELECT attname FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND atttypid IN ('real'::regtype, 'double precision'::regtype, 'money'::regtype)"), "no floats")
	f.admin("CREATE TABLE careless (figure numeric)")
	require.Equal(t, []string{"careless.figure"}, f.column(unbounded))
}

func TestExpectedConsumptionIsAFigure(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var r models.Registration
	f.as(f.aurora, func(tx *store.Tx) (err error) {
		r, err = f.register(tx, models.RegistrationReleased, nil)
		return err
	})
	write := func(figure string) error {
		_, err := f.db.Admin.Exec(t.Context(), "UPDATE registrations SET expected_amount = $1::text::numeric, expected_currency = 'CNY' WHERE id = $2", figure, r.ID)
		return err
	}
	for _, figure := range []string{"NaN", "Infinity", "-Infinity", "1000000000000000", "-1000000000000000", "0.001", "1e300"} {
		require.ErrorContains(t, write(figure), "registrations_expected_check", figure)
	}
	for _, figure := range []string{"0", "0.01", "999999999999999.99", "-0.01"} {
		require.NoError(t, write(figure), figure)
	}
	_, err := f.db.Admin.Exec(t.Context(), "UPDATE registrations SET expected_currency = NULL WHERE id = $1", r.ID)
	require.ErrorContains(t, err, "registrations_expected_check", "a figure has its currency")
}
