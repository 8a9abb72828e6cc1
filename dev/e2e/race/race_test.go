// Package race lets many meet at one place at once: exactly one may win, the
// others get the one refusal that is right, and PostgreSQL sees no deadlock.
package race

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/internal/store"
	"partnercenter/models"
)

const (
	partners = 200
	rounds   = 10
	// slowest is how long the slowest of the racers may wait: racers that meet on a
	// deadlock wait for minutes. The budget of five seconds is held by the benchmarks, on a machine
	// that does nothing else.
	slowest = time.Minute
)

// answer is what one racer got.
type answer struct {
	status   int
	body     []byte
	replayed bool
	took     time.Duration
	err      error
}

// code is the problem's code, or empty.
func (a answer) code() string {
	var p struct{ Code string }
	_ = json.Unmarshal(a.body, &p)
	return p.Code
}

// id is the resource's id.
func (a answer) id() string {
	var r struct{ ID string }
	_ = json.Unmarshal(a.body, &r)
	return r.ID
}

// field is many partners with an administrator each, in one world with two API
// processes.
type field struct {
	*kit.World
	orgs   []uuid.UUID
	tokens []string
}

func newField(t *testing.T, n int) field {
	t.Helper()
	f := field{World: kit.NewWorld(t, kit.Options{APIs: 2, Separate: true})}
	for i := range n {
		id := store.NewID()
		_, err := f.Admin.Exec(t.Context(), `INSERT INTO organisations (id, realm, kind, site, name, country, has_contact, version, created_at, updated_at)
			VALUES ($1, $2, 'partner', 'cn', $3, 'CN', true, 1, now(), now())`, id, f.Realm, fmt.Sprintf("Partner %d", i))
		require.NoError(t, err)
		f.orgs = append(f.orgs, id)
		f.tokens = append(f.tokens, f.Token("admin", id, models.RoleAdministrator))
	}
	return f
}

// race releases n racers at once and collects their answers.
func race(t *testing.T, n int, run func(ctx context.Context, i int) answer) []answer {
	t.Helper()
	answers := make([]answer, n)
	start := make(chan struct{})
	var done sync.WaitGroup
	for i := range n {
		done.Go(func() {
			<-start
			began := time.Now()
			answers[i] = run(t.Context(), i)
			answers[i].took = time.Since(began)
		})
	}
	close(start)
	done.Wait()
	longest := time.Duration(0)
	for i, a := range answers {
		require.NoError(t, a.err, "racer %d", i)
		require.NotEqual(t, http.StatusInternalServerError, a.status, "%s", a.body)
		longest = max(longest, a.took)
	}
	t.Logf("%d racers, the slowest took %s", n, longest.Round(time.Millisecond))
	require.Less(t, longest, slowest, "a racer waited too long")
	return answers
}

// post sends a request alternately to the two API processes, and again under its
// key while the answer is "not yet".
func (f field) post(ctx context.Context, i int, token, path, body string, header ...string) answer {
	header = append([]string{"Idempotency-Key", kit.Key()}, header...)
	for {
		status, answered, replayed, err := f.TryReplay(ctx, f.URLs[i%len(f.URLs)], path, token, body, header...)
		a := answer{status: status, body: answered, replayed: replayed, err: err}
		if err != nil || !a.later() {
			return a
		}
		select {
		case <-ctx.Done():
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// later: the decision is pending, the machine is busy, or the key's first request
// still runs.
func (a answer) later() bool {
	return a.status == http.StatusAccepted || a.status == http.StatusServiceUnavailable || a.code() == "idempotency_in_progress"
}

func (f field) deadlocks(t *testing.T) int {
	t.Helper()
	var n int
	require.NoError(t, f.Admin.QueryRow(t.Context(), "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()").Scan(&n))
	return n
}

// oneWinner: one 201, everybody else 409 customer_taken.
func oneWinner(t *testing.T, answers []answer) {
	t.Helper()
	winners := 0
	for _, a := range answers {
		if a.status == http.StatusCreated {
			winners++
			continue
		}
		require.Equal(t, http.StatusConflict, a.status, "%s", a.body)
		require.Equal(t, "customer_taken", a.code(), "%s", a.body)
	}
	require.Equal(t, 1, winners)
}

// 200 partners submit the same customer, by all four keys or by one: one gets it.
func TestOnePartnerGetsTheCustomer(t *testing.T) {
	f := newField(t, partners)
	for round := range rounds {
		customer := kit.NewCustomer()
		customer.Code = kit.CreditCode(round)
		oneWinner(t, race(t, partners, func(ctx context.Context, i int) answer {
			return f.post(ctx, i, f.tokens[i], "/v1/registrations", customer.JSON())
		}))
	}
	for round := range rounds {
		shared := kit.NewCustomer()
		oneWinner(t, race(t, partners, func(ctx context.Context, i int) answer {
			own := kit.NewCustomer()
			switch round % 3 {
			case 0:
				own.Phone = shared.Phone
			case 1:
				own.Email = shared.Email
			default:
				own.Company = shared.Company
			}
			return f.post(ctx, i, f.tokens[i], "/v1/registrations", own.JSON())
		}))
	}
	require.Zero(t, f.deadlocks(t), "PostgreSQL counted deadlocks")
}

// One key fifty times at once is one registration and one workflow; the same key
// of a colleague is no replay, and another body is refused.
func TestOneKeyIsOneRegistration(t *testing.T) {
	f := newField(t, 1)
	customer, key := kit.NewCustomer(), kit.Key()
	answers := race(t, 50, func(ctx context.Context, i int) answer {
		return f.post(ctx, i, f.tokens[0], "/v1/registrations", customer.JSON(), "Idempotency-Key", key)
	})
	replays := 0
	for _, a := range answers {
		require.Equal(t, http.StatusCreated, a.status, "%s", a.body)
		require.Equal(t, answers[0].id(), a.id())
		if a.replayed {
			replays++
		}
	}
	require.Equal(t, 49, replays)
	require.Equal(t, 1, f.count(t, "SELECT count(*) FROM registrations"))

	colleague := f.Token("colleague", f.orgs[0], models.RoleAdministrator)
	other := f.post(t.Context(), 0, colleague, "/v1/registrations", kit.NewCustomer().JSON(), "Idempotency-Key", key)
	require.Equal(t, http.StatusCreated, other.status, "%s", other.body)
	require.False(t, other.replayed)

	changed := f.post(t.Context(), 0, f.tokens[0], "/v1/registrations", kit.NewCustomer().JSON(), "Idempotency-Key", key)
	require.Equal(t, http.StatusUnprocessableEntity, changed.status, "%s", changed.body)
	require.Equal(t, "idempotency_key_reused", changed.code())

	released := f.post(t.Context(), 0, f.tokens[0], "/v1/registrations/"+answers[0].id()+"/release", "")
	require.Equal(t, http.StatusOK, released.status, "%s", released.body)
	again := f.post(t.Context(), 0, f.tokens[0], "/v1/registrations", customer.JSON(), "Idempotency-Key", key)
	require.Equal(t, http.StatusCreated, again.status, "%s", again.body)
	require.True(t, again.replayed)
	require.Equal(t, answers[0].id(), again.id())
	require.Contains(t, string(again.body), `"state":"released"`)
}

func (f field) count(t *testing.T, query string, args ...any) int {
	t.Helper()
	var n int
	require.NoError(t, f.Admin.QueryRow(t.Context(), query, args...).Scan(&n))
	return n
}
