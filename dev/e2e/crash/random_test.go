package crash

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/directory"
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

// What somebody decides on a registration or its invitation, in turn.
const (
	toRelease = iota
	toReview
	toCancel
	toResend
	deeds
)

// 200 partners' submissions, invitations of a half of them, and then 200 decisions on
// all, while API, worker and engine are killed at random: by the clients' own log
// nothing that was acknowledged is lost, and nothing happened twice.
func TestNothingAcknowledgedIsLostUnderRandomKills(t *testing.T) {
	t.Parallel()
	s := newScene(t, true)
	random := rand.New(rand.NewPCG(seed, seed))
	t.Logf("seed %d", seed)
	calls := s.submissions()
	s.under(random, calls)
	var invitations []*call
	for i, c := range calls {
		if deed := i % deeds; deed == toCancel || deed == toResend {
			invitations = append(invitations, post("/v1/invitations", c.token, kit.InvitationJSON(c.ids[0]), http.StatusCreated))
		}
	}
	s.under(random, invitations)
	decisions := s.decisions(calls, invitations)
	s.under(random, decisions)
	require.NoError(t, s.Late(t.Context(), s.now().Add(3*time.Minute)))
	s.settled()

	for _, c := range slices.Concat(calls, invitations, decisions) {
		replayed, err := c.once(t.Context(), s.World)
		require.NoError(t, err)
		require.True(t, replayed, "%s again is a replay", c.path)
		for _, id := range c.ids {
			require.Equal(t, c.ids[0], id, "one key, one answer")
		}
	}
	share := len(calls) / deeds
	for query, want := range map[string]int{
		"SELECT count(*) FROM registrations":                                                                            len(calls),
		"SELECT count(*) FROM registrations WHERE state = 'released'":                                                   share,
		"SELECT count(*) FROM registrations WHERE state = 'reported'":                                                   len(calls) - share,
		"SELECT count(*) FROM invitations":                                                                              len(invitations),
		"SELECT count(*) FROM invitations WHERE state = 'cancelled'":                                                    share,
		"SELECT count(*) FROM invitations WHERE state = 'sent' AND generation = 2":                                      share,
		"SELECT count(DISTINCT subject_id) FROM decisions":                                                              len(calls),
		"SELECT count(*) FROM decisions":                                                                                len(calls),
		"SELECT count(*) FROM events WHERE type = 'registration.approved'":                                              share,
		"SELECT count(*) FROM (SELECT FROM events GROUP BY subject_id, subject_seq, type HAVING count(*) > 1) AS twice": 0,
	} {
		require.Equal(t, want, s.count(query), query)
	}
}

// decisions are one on each registration, or on its invitation.
func (s *scene) decisions(calls, invitations []*call) []*call {
	var all []*call
	for i, c := range calls {
		switch i % deeds {
		case toRelease:
			all = append(all, post("/v1/registrations/"+c.ids[0]+"/release", c.token, "", http.StatusOK))
		case toReview:
			all = append(all, post("/v1/registrations/"+c.ids[0]+"/review", s.vendor, `{"verdict":"approve","opinion":"In order."}`, http.StatusOK))
		default:
			verb := map[int]string{toCancel: "/cancel", toResend: "/resend"}[i%deeds]
			named := strings.Fields(invitations[0].ids[0]) // the batch and what is in it
			all = append(all, post("/v1/invitations/"+named[len(named)-1]+verb, c.token, "", http.StatusOK))
			invitations = invitations[1:]
		}
	}
	return all
}

func (s *scene) submissions() []*call {
	s.T.Helper()
	var calls []*call
	for n := range partners {
		org := store.NewID()
		s.AddPartner(org, fmt.Sprintf("Partner%d", n))
		token := s.Token("admin", org, models.RoleAdministrator)
		for i := range each {
			customer := kit.NewCustomer()
			body := customer.JSON()
			if (n*each+i)%deeds == toReview {
				s.KnownAccount(customer, func(r *directory.Record) { r.Facts.RegisteredByVendor = true })
				body = customer.ReviewJSON()
			}
			calls = append(calls, post("/v1/registrations", token, body, http.StatusCreated))
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
			victim := []string{stack.PieceAPI, stack.PieceWorker, stack.PieceTemporal}[random.IntN(3)]
			s.kill(victim)
			s.revive(victim)
			kills++
		}
	}
}
