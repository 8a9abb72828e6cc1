//go:build bench

package bench

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"partnercenter/dev/e2e/kit"
)

// racers are the partners that want one customer at the same instant.
const racers = 200

// Of many partners that submit one customer at once, the last to be answered waits less than five
// seconds. Who wins, and what the others read, is a matter of dev/e2e/race.
func TestRace(t *testing.T) {
	w := kit.NewWorld(t, kit.Options{Shipped: true, APIs: 2})
	l := &load{World: w, t: t}
	tokens := l.partners(racers)
	var slowest sample
	for round := range 1 + scaled(10, 2) {
		customer := kit.NewCustomer()
		customer.Code = kit.CreditCode(round)
		took := l.race(tokens, customer.JSON())
		if round > 0 { // the first opens the connections
			slowest = append(slowest, took)
		}
		l.settle()
	}
	report(t, row{
		what:    fmt.Sprintf("%d partners submit one customer at once, two APIs: the slowest answer", racers),
		product: fmt.Sprintf("%.2f s (%.2f–%.2f, n=%d)", slowest.median(), slowest.quantile(0), slowest.quantile(1), len(slowest)), baseline: "–", ratio: "–",
		budget: "< 5 s", verdict: judge(slowest.quantile(1) < 5),
	})
}

// race lets everybody submit a customer, half of them at either API, and answers the seconds to the
// last answer: one 201, and 409 for the others.
func (l *load) race(tokens []string, body string) float64 {
	l.t.Helper()
	statuses := make([]int, len(tokens))
	group, ctx := errgroup.WithContext(l.t.Context())
	began := time.Now()
	for i, token := range tokens {
		group.Go(func() error {
			status, _, err := l.Try(ctx, l.URLs[i%len(l.URLs)], http.MethodPost, "/v1/registrations", token, body)
			statuses[i] = status
			return err
		})
	}
	require.NoError(l.t, group.Wait())
	took := time.Since(began).Seconds()
	count := map[int]int{}
	for _, status := range statuses {
		count[status]++
	}
	require.Equal(l.t, map[int]int{http.StatusCreated: 1, http.StatusConflict: len(tokens) - 1}, count)
	return took
}
