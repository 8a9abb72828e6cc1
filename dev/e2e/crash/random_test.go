package crash

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/stack"
	"partnercenter/internal/store"
	"partnercenter/models"
)

const (
	seed     = 20260110
	partners = 4
	each     = 50 // submissions per partner, and as many decisions
	clients  = 16
)

// 200 partners' submissions and then 200 decisions on them, while API and worker
// are killed at random: by the clients' own log nothing that was acknowledged is
// lost, and nothing happened twice.
func TestNothingAcknowledgedIsLostUnderRandomKills(t *testing.T) {
	t.Parallel()
	s := newScene(t, false)
	random := rand.New(rand.NewPCG(seed, seed))
	t.Logf("seed %d", seed)
	calls := s.submissions()
	s.under(random, calls)
	decisions := make([]*call, len(calls))
	for i, c := range calls {
		decisions[i] = post("/v1/registrations/"+c.ids[0]+"/release", c.token, "", http.StatusOK)
	}
	s.under(random, decisions)
	require.NoError(t, s.Late(t.Context(), s.now().Add(3*time.Minute)))
	s.settled()

	for _, c := range append(calls, decisions...) {
		replayed, err := c.once(t.Context(), s.World)
		require.NoError(t, err)
		require.True(t, replayed, "%s again is a replay", c.path)
		for _, id := range c.ids {
			require.Equal(t, c.ids[0], id, "one key, one answer")
		}
	}
	require.Equal(t, len(calls), s.count("SELECT count(*) FROM registrations"))
	require.Equal(t, len(calls), s.count("SELECT count(*) FROM registrations WHERE state = 'released'"))
	require.Equal(t, len(calls), s.count("SELECT count(DISTINCT subject_id) FROM decisions"))
	require.Equal(t, len(calls), s.count("SELECT count(*) FROM decisions"))
	require.Equal(t, 2*len(calls), s.count("SELECT count(*) FROM events WHERE subject_kind = 'registration'"))
}

func (s *scene) submissions() []*call {
	s.T.Helper()
	var calls []*call
	for n := range partners {
		org := store.NewID()
		s.AddPartner(org, fmt.Sprintf("Partner%d", n))
		token := s.Token("admin", org, models.RoleAdministrator)
		for range each {
			calls = append(calls, post("/v1/registrations", token, kit.NewCustomer().JSON(), http.StatusCreated))
		}
	}
	return calls
}

// under sends the calls while somebody kills, until all are answered for good.
func (s *scene) under(random *rand.Rand, calls []*call) {
	s.T.Helper()
	ctx, cancel := context.WithTimeout(s.T.Context(), 2*patience)
	defer cancel()
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(clients)
	done := make(chan error, 1)
	go func() {
		for _, c := range calls {
			group.Go(func() error { return c.persist(ctx, s.World) })
		}
		done <- group.Wait()
	}()
	kills := 0
	for {
		select {
		case err := <-done:
			require.NoError(s.T, err)
			require.Positive(s.T, kills, "nobody was killed")
			return
		case <-time.After(time.Duration(200+random.IntN(800)) * time.Millisecond):
			victim := []string{stack.PieceAPI, stack.PieceWorker}[random.IntN(2)]
			s.kill(victim)
			s.revive(victim)
			kills++
		}
	}
}
