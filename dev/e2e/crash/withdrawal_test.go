package crash

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/stack"
	"partnercenter/internal/store"
	"partnercenter/models"
)

const (
	// withdrawals is how many are asked for on one partner's money.
	withdrawals = 64
	// spenders is how many customers the partner allots money to meanwhile, and takes
	// some of it back from.
	spenders = 8
)

// Withdrawals, allocations and reclaims on one partner's money while worker, API and
// PostgreSQL are killed, one after the other: nothing that was acknowledged is lost,
// the bank pays each once, every freeze is paid or given back, and every customer
// has what he was allotted once and not taken back once.
func TestMoneyIsPaidOnceWhoeverDies(t *testing.T) {
	t.Parallel()
	s := newScene(t, true)
	s.Funds(s.Aurora, nil)
	finance, vendor := s.Token("finn", s.Aurora, models.RoleFinance), s.Token("vera", s.Vendor, models.RoleVendorFinance)
	asks := make([]*call, withdrawals)
	for i := range asks {
		lot := s.TopUp(s.Aurora, "10.00", models.SigningEntitySoftware, models.ChannelWeChat, s.now().Add(-time.Hour))
		asks[i] = post("/v1/withdrawals", finance, kit.Encode(map[string]any{"route": "original", "amount": kit.Money("10.00"), "lots": []uuid.UUID{lot}}), http.StatusCreated)
	}
	customers := s.spenders()
	s.TopUp(s.Aurora, "120.00", models.SigningEntitySoftware, models.ChannelWeChat, s.now().Add(-time.Hour))
	s.whileKilled(among(asks, s.adjust("/v1/allocations", customers, "15.00")), stack.PieceAPI, stack.PiecePostgres)
	reviews := make([]*call, withdrawals)
	rejected := 0
	for i, ask := range asks {
		verdict := "approve"
		if i%8 == 0 {
			verdict = "reject"
			rejected++
		}
		reviews[i] = post("/v1/withdrawals/"+ask.ids[0]+"/review", vendor, `{"verdict":"`+verdict+`","opinion":"Looked at."}`, http.StatusOK)
	}
	s.whileKilled(among(reviews, s.adjust("/v1/reclaims", customers, "5.00")), stack.PieceWorker, stack.PieceAPI, stack.PiecePostgres)
	require.NoError(t, s.Late(t.Context(), s.now().Add(3*time.Minute)))
	require.Eventually(t, func() bool {
		var open int
		err := s.Admin.QueryRow(t.Context(), "SELECT count(*) FROM withdrawals WHERE state IN ('submitted', 'paying')").Scan(&open)
		return err == nil && open == 0
	}, 2*patience, poll)
	s.settled()

	require.Equal(t, withdrawals, s.count("SELECT count(*) FROM withdrawals"))
	require.Equal(t, withdrawals-rejected, s.count("SELECT count(*) FROM withdrawals WHERE state = 'succeeded'"))
	require.Equal(t, rejected, s.count("SELECT count(*) FROM withdrawals WHERE state = 'rejected'"))
	lines, err := s.Sims.Bank().Statement(t.Context(), s.Realm)
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, l := range lines {
		require.False(t, seen[l.Reference], "paid twice")
		seen[l.Reference] = true
	}
	require.Len(t, seen, withdrawals-rejected, "nothing is missing")
	require.Equal(t, len(seen), s.count("SELECT count(*) FROM payouts WHERE state = 'succeeded'"))
	require.Zero(t, s.count("SELECT count(*) FROM accounts WHERE kind = 'frozen' AND balance <> 0"), "every freeze is paid or given back")
	require.Equal(t, rejected*10+120, s.count("SELECT balance::int FROM accounts WHERE kind = 'cash'"))
	require.Equal(t, spenders, s.count("SELECT count(*) FROM accounts WHERE kind = 'customer' AND balance = 10"), "15 allotted, 5 taken back")
	require.Equal(t, rejected*10+120-spenders*10, s.count("SELECT balance::int FROM accounts WHERE kind = 'allocatable'"))
	require.Equal(t, 2*spenders, s.count("SELECT count(*) FROM adjustments"))
	require.NoError(t, s.Ledger().Snapshot(t.Context(), models.System(s.Realm), func(tx *store.Tx) error {
		findings, err := tx.VerifyBook(s.Aurora)
		require.Empty(t, findings)
		return err
	}))
}

// spenders are resale customers, who came by a link.
func (s *scene) spenders() []uuid.UUID {
	s.T.Helper()
	customers := make([]uuid.UUID, spenders)
	for i := range customers {
		customers[i] = s.PayingCustomer(s.alice)
	}
	return customers
}

func (s *scene) adjust(path string, customers []uuid.UUID, amount string) []*call {
	calls := make([]*call, len(customers))
	for i, customer := range customers {
		calls[i] = post(path, s.alice, kit.Encode(map[string]any{"customer_id": customer, "amount": kit.Money(amount)}), http.StatusCreated)
	}
	return calls
}

// among spreads some calls evenly among many.
func among(many, some []*call) []*call {
	var all []*call
	for i, c := range many {
		all = append(all, c)
		if n := len(many) / len(some); i%n == 0 && i/n < len(some) {
			all = append(all, some[i/n])
		}
	}
	return all
}

// whileKilled sends the calls while the victims die one after the other.
func (s *scene) whileKilled(calls []*call, victims ...string) {
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
	for _, victim := range victims {
		<-time.After(400 * time.Millisecond)
		s.kill(victim)
		s.revive(victim)
	}
	require.NoError(s.T, <-done)
}
