package rules

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

// Source: 7c.
func TestAPayoutKeepsItsReference(t *testing.T) {
	t.Parallel()
	withdrawal, lot := uuid.New(), uuid.New()
	reference := PayoutReference(withdrawal, lot)
	require.Regexp(t, "^[0-9a-f]{32}$", reference)
	for _, c := range []struct {
		name            string
		withdrawal, lot uuid.UUID
		same            bool
	}{
		{"given again", withdrawal, lot, true},
		{"another withdrawal", uuid.New(), lot, false},
		{"another lot", withdrawal, uuid.New(), false},
		{"the account", withdrawal, uuid.Nil, false},
		{"the other way round", lot, withdrawal, false},
	} {
		require.Equal(t, c.same, PayoutReference(c.withdrawal, c.lot) == reference, c.name)
	}
}
