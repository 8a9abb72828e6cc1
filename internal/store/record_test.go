package store_test

import (
	"crypto/sha256"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// command is a request with an idempotency key; body is what it is told apart by.
func command(p models.Principal, key, body string) models.Command {
	fingerprint := sha256.Sum256([]byte(body))
	return models.Command{Principal: p, RequestID: "test", IdempotencyKey: key, Fingerprint: fingerprint[:]}
}

func registered(r models.Registration) models.Event {
	return models.Event{Realm: r.Realm, PartnerID: &r.PartnerID, SubjectKind: models.SubjectRegistration, SubjectID: r.ID, SubjectSeq: r.Version, Type: "registration.reported", Actor: r.Reporter}
}

// claim binds a key in a transaction of its own.
func (f *fixture) claim(cmd models.Command, resource uuid.UUID) (earlier *models.IdempotencyRecord, err error) {
	err = f.api.As(f.t.Context(), cmd.Principal, func(tx *store.Tx) error {
		earlier, err = tx.ClaimKey(cmd, models.SubjectRegistration, resource, 201)
		return err
	})
	return earlier, err
}

func TestAKeyIsOneRequestOfOnePerson(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	first := store.NewID()
	earlier, err := f.claim(command(f.aurora, "k", "body"), first)
	require.NoError(t, err)
	require.Nil(t, earlier)

	earlier, err = f.claim(command(f.aurora, "k", "body"), store.NewID())
	require.NoError(t, err)
	require.Equal(t, first, earlier.ResourceID)
	require.Equal(t, 201, earlier.Status)

	_, err = f.claim(command(f.aurora, "k", "another body"), store.NewID())
	require.ErrorIs(t, err, models.ErrIdempotencyMismatch)

	colleague := f.aurora
	colleague.Subject = "colleague"
	for _, p := range []models.Principal{colleague, f.borealis} {
		earlier, err = f.claim(command(p, "k", "body"), store.NewID())
		require.NoError(t, err)
		require.Nil(t, earlier, "the same key of %s is another request", p.Subject)
	}
	earlier, err = f.claim(command(f.aurora, "", "body"), store.NewID())
	require.NoError(t, err)
	require.Nil(t, earlier, "no key, no record")
}

func TestAKeyOfARequestThatFailedIsFree(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	cmd, failed := command(f.aurora, "k", "body"), errors.New("refused")
	err := f.api.As(t.Context(), f.aurora, func(tx *store.Tx) error {
		_, err := tx.ClaimKey(cmd, models.SubjectRegistration, store.NewID(), 201)
		return errors.Join(err, failed)
	})
	require.ErrorIs(t, err, failed)
	earlier, err := f.claim(cmd, store.NewID())
	require.NoError(t, err)
	require.Nil(t, earlier)
}

// The same request at once waits for the first, two seconds at most.
func TestAKeyOfARequestThatStillRunsIsWaitedFor(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	cmd, first := command(f.aurora, "k", "body"), store.NewID()
	second := func() (earlier *models.IdempotencyRecord, err error) { return f.claim(cmd, store.NewID()) }
	f.as(f.aurora, func(tx *store.Tx) error {
		_, err := tx.ClaimKey(cmd, models.SubjectRegistration, first, 201)
		require.NoError(t, err)
		began := time.Now()
		_, err = second()
		require.ErrorIs(t, err, models.ErrInProgress)
		require.InDelta(t, 2, time.Since(began).Seconds(), 1)
		return nil
	})
	earlier, err := second()
	require.NoError(t, err)
	require.Equal(t, first, earlier.ResourceID)
}

func TestFiftyTimesTheSameRequestMakeOneThing(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var mu sync.Mutex
	var firsts int
	resources := map[uuid.UUID]bool{}
	var racers sync.WaitGroup
	for range 50 {
		racers.Go(func() {
			own := store.NewID()
			earlier, err := f.claim(command(f.aurora, "k", "body"), own)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Errorf("claim: %v", err)
				return
			}
			if earlier == nil {
				firsts++
				resources[own] = true
				return
			}
			resources[earlier.ResourceID] = true
		})
	}
	racers.Wait()
	require.Equal(t, 1, firsts)
	require.Len(t, resources, 1)
}

// event writes an event of a subject of its own and answers its subject.
func event(tx *store.Tx) (uuid.UUID, error) {
	subject, org := store.NewID(), tx.Principal().Org
	return subject, tx.Record(models.Event{Realm: realm, PartnerID: &org, SubjectKind: models.SubjectRegistration, SubjectID: subject, SubjectSeq: 1, Type: "test.happened", Actor: "alice"})
}

func TestWhatHappenedIsNeverChanged(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.as(f.aurora, func(tx *store.Tx) error {
		_, err := event(tx)
		if err == nil {
			_, err = f.evaluation(tx)
		}
		return err
	})
	for _, table := range []string{"events", "evaluations", "decisions", "customer_facts"} {
		require.NotEmpty(t, f.column("SELECT tgname FROM pg_trigger WHERE tgrelid = $1::regclass AND tgname = $1 || '_append_only' AND tgenabled = 'O'", table), table)
	}
	for _, statement := range []string{
		"UPDATE events SET type = 'another'", "DELETE FROM events", "TRUNCATE events CASCADE",
		"UPDATE evaluations SET outcome = 'refuse'", "DELETE FROM evaluations",
	} {
		_, err := f.db.Admin.Exec(t.Context(), statement)
		require.ErrorContains(t, err, "append-only", statement)
	}
	for _, p := range []models.Principal{f.aurora, f.vendor} {
		err := f.api.As(t.Context(), p, func(tx *store.Tx) error { return tx.DB().Exec("UPDATE events SET type = 'another'").Error })
		require.ErrorContains(t, err, "permission denied", p.Subject)
	}
}

func TestAVersionOfASubjectHappensOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	now := time.Now()
	err := f.api.As(t.Context(), f.aurora, func(tx *store.Tx) error {
		r, err := f.register(tx, models.RegistrationReported, &now)
		return errors.Join(err, tx.Record(registered(r)), tx.Record(registered(r)))
	})
	require.ErrorContains(t, err, "events_subject_key")
}

// positions are the subjects of events in the order of their positions.
func (f *fixture) positions() (subjects []string, positions []int64) {
	f.t.Helper()
	rows, err := f.db.Admin.Query(f.t.Context(), "SELECT e.subject_id::text, p.position FROM event_positions p JOIN events e ON e.id = p.event_id ORDER BY p.position")
	require.NoError(f.t, err)
	var subject string
	var position int64
	_, err = pgx.ForEachRow(rows, []any{&subject, &position}, func() error {
		subjects, positions = append(subjects, subject), append(positions, position)
		return nil
	})
	require.NoError(f.t, err)
	return subjects, positions
}

// relay gives positions until none waits.
func (f *fixture) relay(batch int) error {
	for given := batch; given > 0; {
		err := f.worker.As(f.t.Context(), f.system, func(tx *store.Tx) (err error) {
			given, err = tx.GivePositions(batch)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// An event whose transaction commits late has the smaller id and the greater
// position: a reader that has passed the other one still meets it.
func TestALateCommitIsNotSkipped(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var late, early uuid.UUID
	f.as(f.aurora, func(tx *store.Tx) (err error) {
		late, err = event(tx)
		f.as(f.borealis, func(other *store.Tx) (err error) {
			early, err = event(other)
			return err
		})
		require.NoError(t, f.relay(100))
		subjects, _ := f.positions()
		require.Equal(t, []string{early.String()}, subjects)
		return err
	})
	require.NoError(t, f.relay(100))
	subjects, positions := f.positions()
	require.Equal(t, []string{early.String(), late.String()}, subjects)
	require.Equal(t, []int64{1, 2}, positions)
	require.Empty(t, f.column("SELECT event_id::text FROM event_queue"))
}

func TestPositionsHaveNoGapsWhoeverCommitsAndRelaysAtOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	const writers, each, undone = 12, 10, 3
	var all, relays sync.WaitGroup
	for range writers {
		all.Go(func() {
			for n := range each {
				err := f.api.As(t.Context(), f.aurora, func(tx *store.Tx) error {
					_, err := event(tx)
					if n%undone == 0 {
						return errors.Join(err, errors.New("undone"))
					}
					return err
				})
				if n%undone != 0 && err != nil {
					t.Errorf("record: %v", err)
				}
			}
		})
	}
	written := make(chan struct{})
	for range 3 {
		relays.Go(func() {
			for {
				if err := f.relay(7); err != nil {
					t.Errorf("relay: %v", err)
					return
				}
				select {
				case <-written:
					return
				default:
				}
			}
		})
	}
	all.Wait()
	close(written)
	relays.Wait()
	require.NoError(t, f.relay(1000))
	_, positions := f.positions()
	require.Len(t, positions, writers*(each-(each+undone-1)/undone))
	for i, position := range positions {
		require.EqualValues(t, i+1, position)
	}
	require.Zero(t, f.worker.Retries()+f.api.Retries())
}

// A restart of the database is an outage to whoever is at work, and nothing to
// those who come after it.
func TestAs_TellsAnOutageAndOutlivesIt(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	end := func() {
		_, err := f.db.Admin.Exec(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'pc_api'")
		require.NoError(t, err)
	}
	end()
	f.as(f.aurora, func(tx *store.Tx) error {
		_, err := tx.Organisation(f.aurora.Org)
		return err
	})
	err := f.api.As(t.Context(), f.aurora, func(tx *store.Tx) error {
		end()
		_, err := tx.Organisation(f.aurora.Org)
		return err
	})
	require.ErrorIs(t, err, models.ErrUnavailable)
	require.Zero(t, f.api.Retries(), "an outage is not a conflict")
}
