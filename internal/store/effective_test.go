package store_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// everything is a page that holds all rows of a test.
var everything = models.ListQuery{Limit: 1000}

var registrationStates = []string{
	models.RegistrationUnreported, models.RegistrationPending, models.RegistrationReported, models.RegistrationRejected,
	models.RegistrationLapsed, models.RegistrationExpired, models.RegistrationAssociated, models.RegistrationReleased,
}

var invitationStates = []string{
	models.InvitationSent, models.InvitationAssociated, models.InvitationFailed, models.InvitationExpired, models.InvitationCancelled, models.InvitationClosed,
}

// near is an instant some hours before or after now.
func near(t *rapid.T, now time.Time) time.Time {
	hours := rapid.IntRange(1, 48).Draw(t, "hours")
	if rapid.Bool().Draw(t, "past") {
		hours = -hours
	}
	return now.Add(time.Duration(hours) * time.Hour)
}

// Filters, counts and rules speak of the same states, however late a workflow is.
func TestFiltersAndCountsKnowTheStateThatTheRulesKnow(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	rapid.Check(t, func(t *rapid.T) {
		partner := f.partner("someone")
		registrations, invitations := map[string][]uuid.UUID{}, map[string][]uuid.UUID{}
		open := 0
		f.as(partner, func(tx *store.Tx) error {
			for range rapid.IntRange(1, 12).Draw(t, "rows") {
				r, i, err := f.draw(t, tx)
				if err != nil {
					return err
				}
				state := rules.EffectiveRegistrationState(r.State, r.HeldUntil, tx.Now())
				registrations[state] = append(registrations[state], r.ID)
				if rules.IsOpen(state) {
					open++
				}
				state = rules.EffectiveInvitationState(i.State, i.ExpiresAt, i.ResendUntil, tx.Now())
				invitations[state] = append(invitations[state], i.ID)
			}
			return nil
		})
		f.as(partner, func(tx *store.Tx) error {
			for _, state := range registrationStates {
				page, err := tx.Registrations(models.RegistrationFilter{State: state}, everything)
				require.NoError(t, err)
				require.ElementsMatch(t, registrations[state], ids(page.Items, func(r models.Registration) uuid.UUID { return r.ID }), state)
			}
			for _, state := range invitationStates {
				page, err := tx.Invitations(models.InvitationFilter{State: state}, everything)
				require.NoError(t, err)
				require.ElementsMatch(t, invitations[state], ids(page.Items, func(i models.Invitation) uuid.UUID { return i.ID }), state)
			}
			counted, err := tx.CountOpenRegistrations(partner.Org, 100)
			require.Equal(t, open, counted)
			return err
		})
	})
}

// draw writes a random registration and a random invitation of it.
func (f *fixture) draw(t *rapid.T, tx *store.Tx) (models.Registration, models.Invitation, error) {
	state := rapid.SampledFrom(registrationStates).Draw(t, "registration")
	var held *time.Time
	if rules.IsOpen(state) {
		until := near(t, tx.Now())
		held = &until
	}
	r, err := f.register(tx, state, held)
	if err != nil {
		return r, models.Invitation{}, err
	}
	resendUntil := near(t, tx.Now())
	expires := resendUntil.Add(-time.Duration(rapid.IntRange(0, 72).Draw(t, "sooner")) * time.Hour / 2)
	i, err := f.invite(tx, r, rapid.SampledFrom(invitationStates).Draw(t, "invitation"), expires, resendUntil)
	return r, i, err
}

func ids[T any](rows []T, id func(T) uuid.UUID) []uuid.UUID {
	out := make([]uuid.UUID, len(rows))
	for i, row := range rows {
		out[i] = id(row)
	}
	return out
}

// The instant itself belongs to what comes after it, in SQL as in Go.
func TestADeadlineIsTrueAtItsInstant(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var r models.Registration
	deadline := time.Date(2026, 3, 2, 12, 0, 0, 123456000, time.UTC)
	f.as(f.aurora, func(tx *store.Tx) (err error) {
		r, err = f.register(tx, models.RegistrationReported, &deadline)
		return err
	})
	for offset, live := range map[time.Duration]bool{-time.Microsecond: true, 0: false, time.Microsecond: false} {
		now := deadline.Add(offset)
		var found bool
		f.as(f.aurora, func(tx *store.Tx) error {
			return tx.DB().Raw("SELECT "+store.Live+" FROM registrations WHERE id = ?", now, r.ID).Scan(&found).Error
		})
		require.Equal(t, live, found, "SQL at %s", offset)
		require.Equal(t, live, rules.IsOpen(rules.EffectiveRegistrationState(r.State, &deadline, now)), "Go at %s", offset)
	}
}

// Pages of a state that two stored states make are cut and joined without loss.
func TestPagesGoOnWhereTheyStopped(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var written []uuid.UUID
	past := time.Now().Add(-time.Hour)
	f.as(f.aurora, func(tx *store.Tx) error {
		for n := range 23 {
			state, held := models.RegistrationExpired, (*time.Time)(nil)
			if n%3 == 0 {
				state, held = models.RegistrationReported, &past
			}
			r, err := f.register(tx, state, held)
			if err != nil {
				return err
			}
			written = append([]uuid.UUID{r.ID}, written...) // newest first
		}
		return nil
	})
	var read []uuid.UUID
	f.as(f.aurora, func(tx *store.Tx) error {
		query := models.ListQuery{Limit: 5}
		for {
			page, err := tx.Registrations(models.RegistrationFilter{State: models.RegistrationExpired}, query)
			if err != nil {
				return err
			}
			require.LessOrEqual(t, len(page.Items), query.Limit)
			read = append(read, ids(page.Items, func(r models.Registration) uuid.UUID { return r.ID })...)
			if page.Next == nil {
				return nil
			}
			query.After = page.Next
		}
	})
	require.Equal(t, written, read)
}
