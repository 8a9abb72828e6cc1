package fuzz

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/channel"
	"partnercenter/models"
)

const (
	requests = 21_000
	actors   = 8
	// goodShare of all answers must be 2xx, and leastGood of every operation.
	goodShare = 0.30
	leastGood = 50
)

// ordinarily is how often an operation is drawn that weights does not name.
const ordinarily = 5

// weights are how often the others are: those that others live on and those whose
// subject is often gone more often, the large and the rare ones less.
var weights = map[string]int{
	"submitRegistration": 30, "putCustomerFacts": 19, "createInvitations": 16, "reviewRegistration": 9, "importHistoricalCustomer": 8, "submitHistoricalRegistration": 9,
	"proposePolicy": 3, "approvePolicy": 7, "resendInvitation": 7, "releaseRegistration": 4, "releaseRegistrations": 4, "allocate": 7, "reclaim": 9,
	"getAssociationRequest": 7, "listAssociationRequestEvents": 7, "createWithdrawal": 11, "reviewWithdrawal": 7, "cancelWithdrawal": 6, "deleteWithdrawal": 6,
	"createAccountChange": 9, "reviewAccountChange": 9, "createSubscription": 6, "listDeliveries": 7, "resendDelivery": 8,
}

// seed is new each time; SEED draws an earlier run again.
func seed(t *testing.T) uint64 {
	t.Helper()
	text, given := os.LookupEnv("SEED")
	if !given {
		return uint64(time.Now().UnixNano())
	}
	number, err := strconv.ParseUint(text, 10, 64)
	require.NoError(t, err, "SEED")
	return number
}

func TestTwentyThousandRequestsMeetTheDocument(t *testing.T) {
	t.Parallel()
	number := seed(t)
	t.Logf("SEED=%d", number)
	operations := readContract(t)
	w := kit.NewWorld(t, kit.Options{Separate: true, Env: map[string]string{"REQUEST_TIMEOUT": "15s"}}) // pending answers and busy ones are asked for
	wire := newWire(w.URLs[0])
	cast := troupe(t, w, wire, operations, number)
	fund(w, cast)
	associate(w, cast)
	for _, a := range cast[:len(cast)-1] { // of the last one's money nothing is known
		a.endow(t, w)
	}

	var group sync.WaitGroup
	for _, a := range cast[:actors] {
		group.Go(func() {
			for range requests / actors {
				a.step(t.Context())
			}
		})
	}
	group.Wait()
	fresh := cast[actors:]
	for _, a := range fresh { // only now: the vendor's people have seen everybody's
		a.couple(t, w)
	}
	require.NoError(t, w.Sweep(t.Context()), "the workflows of what came past the API")
	t.Run("hostile requests are told what is wrong", func(t *testing.T) { repel(t, wire, cast[0].attacks(cast[1])) })
	t.Run("strangers stay outside", func(t *testing.T) { strangers(t, wire, cast[0]) })
	t.Run("a spent budget", func(t *testing.T) { poorPartner(t, w, fresh[0]) })
	t.Run("historical customers", func(t *testing.T) { historicalStates(t, fresh[1]) })
	t.Run("keys in use", func(t *testing.T) { heldKeys(t, w, fresh[1]) })
	t.Run("leaving", func(t *testing.T) { leavingStates(t, fresh[0]) })
	t.Run("withdrawals", func(t *testing.T) { withdrawalStates(t, fresh[len(fresh)-1], fresh[1]) })
	t.Run("slow decisions", func(t *testing.T) { slowDecisions(t, w, fresh[2:]) })
	seekRare(t.Context(), cast[:actors], wire, operations)
	t.Run("an outage", func(t *testing.T) { outage(t, w, fresh[1]) })
	t.Run("asked too often", func(t *testing.T) { tooOften(t, w, cast[0]) })
	report(t, wire, operations)
}

// seekRare draws on, for a while, until chance has left out nothing that the report
// asks for: every second request is of an operation that lacks an answer.
func seekRare(ctx context.Context, cast []*actor, w *wire, operations []*operation) {
	var group sync.WaitGroup
	for _, a := range cast {
		group.Go(func() {
			for n := range requests / actors {
				lacking := w.lacking(operations)
				if len(lacking) == 0 {
					return
				}
				if n%2 == 0 {
					a.ask(ctx, lacking[a.IntN(len(lacking))])
				} else {
					a.step(ctx)
				}
			}
		})
	}
	group.Wait()
}

// troupe is the actors, each with a partner of its own, and some whose partners
// nobody has asked anything for yet.
func troupe(t *testing.T, w *kit.World, wire *wire, operations []*operation, number uint64) []*actor {
	t.Helper()
	var weighted []*operation
	for _, o := range operations {
		weight, set := weights[o.id]
		if !set {
			weight = ordinarily
		}
		for range weight {
			weighted = append(weighted, o)
		}
	}
	abroad := uuid.Must(uuid.NewV7())
	_, err := w.Admin.Exec(t.Context(), `INSERT INTO organisations (id, realm, kind, site, name, country, version, created_at, updated_at)
		VALUES ($1, 'elsewhere', 'partner', 'cn', 'Elsewhere', 'CN', 1, now(), now())`, abroad)
	require.NoError(t, err)
	receiver := kit.Receive(t)
	cast := make([]*actor, actors+3+len(decisions))
	for n := range cast {
		org := uuid.Must(uuid.NewV7())
		w.AddPartner(org, fmt.Sprintf("Partner%d", n))
		cast[n] = newActor(w, wire, weighted, org, number, uint64(n))
		cast[n].abroad, cast[n].receiver = abroad.String(), receiver.URL
		cast[n].one(t, "listPolicies")
		if n < actors {
			cast[n].couple(t, w)
		}
	}
	return cast
}

// unclaimed is how many payments of nobody each actor may claim, and refuse.
const unclaimed = 20

// fund gives each actor's partner money, and the vendor money of nobody: payments come by the channels only.
func fund(w *kit.World, cast []*actor) {
	pay := func(account string) (topUp struct{ ID string }) {
		told, err := w.Sims.Channels().Pay(w.T.Context(), channel.Payment{Channel: "alipay", Notice: channel.Notice{
			PaymentAccount: account, SigningEntity: models.SigningEntitySoftware, Amount: channel.Money{Amount: "1000000.00", Currency: "CNY"},
		}})
		require.NoError(w.T, err)
		require.Equal(w.T, http.StatusCreated, told.Status, told.Body)
		require.NoError(w.T, json.Unmarshal([]byte(told.Body), &topUp))
		return topUp
	}
	for n := range cast {
		pay(kit.PaymentAccount(fmt.Sprintf("Partner%d", n)))
	}
	for _, a := range cast[:actors] {
		for range unclaimed {
			a.vendor.offer("claim", pay("ACC-NOBODY").ID)
			a.vendor.offer("refuse", pay("ACC-NOBODY").ID)
		}
	}
}

// associate gives each actor a customer: acceptances come by the pages only.
func associate(w *kit.World, cast []*actor) {
	for _, a := range cast[:actors] {
		administrator, c := a.by(models.RoleAdministrator), kit.NewCustomer()
		w.Invited(administrator.token, w.Registered(administrator.token, c))
		status, err := w.Browse(w.LinkIn(c.Email), w.Account(c, nil)).Agree(w.T.Context())
		require.NoError(w.T, err)
		require.Equal(w.T, 200, status)
		a.resale = w.PayingCustomer(administrator.token).String()
		for _, id := range []string{"listAcceptances", "listAssociations", "listAccounts"} {
			a.one(w.T, id)
		}
	}
}

// report holds what was seen against what the document promises.
func report(t *testing.T, w *wire, operations []*operation) {
	t.Helper()
	good, fewest := 0, map[string]int{}
	for _, o := range operations {
		well := w.count(o.id, 2)
		good += well
		fewest[o.id] = well
		if well < leastGood {
			t.Errorf("2xx of %s: %v", o.id, w.seen[o.id])
		}
		for _, status := range o.statuses() {
			if w.seen[o.id][status] == 0 {
				t.Errorf("%s never answered %d: %v", o.id, status, w.seen[o.id])
			}
		}
		for status := range w.seen[o.id] {
			if status >= 500 && status != 503 {
				t.Errorf("%s answered %d", o.id, status)
			}
		}
	}
	for id := range offers {
		if w.held[id] < enough {
			t.Errorf("%s was held against what was offered %d times only", id, w.held[id])
		}
	}
	rarest := slices.SortedFunc(maps.Keys(fewest), func(a, b string) int { return fewest[a] - fewest[b] })
	t.Logf("%d requests, %d of them 2xx, %d answers that break the document", w.sent, good, len(w.defects))
	for _, id := range rarest[:5] {
		t.Logf("%d × 2xx of %s", fewest[id], id)
	}
	for i, defect := range w.defects {
		if i < 20 {
			t.Errorf("defect: %s", defect)
		}
	}
	require.GreaterOrEqual(t, w.sent, requests)
	require.GreaterOrEqual(t, float64(good)/float64(w.sent), goodShare)
}
