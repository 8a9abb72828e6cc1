//go:build bench

package bench

import (
	"context"
	"fmt"
	"testing"
)

// A decision costs little more than an update around one small transaction by hand.
func TestDecision(t *testing.T) {
	l := newLoad(t)
	each := scaled(15, 2)
	rawCreated := int64(0)
	product := func() float64 {
		tokens, customers := l.partners(clients), bodies(clients*each)
		ids := make([]string, clients*each)
		l.together(each, func(ctx context.Context, client, n int) (err error) {
			at := client*each + n
			ids[at], err = l.create(ctx, tokens[client], customers[at])
			return err
		})
		l.settle()
		return l.together(each, func(ctx context.Context, client, n int) error {
			return l.release(ctx, tokens[client], ids[client*each+n])
		})
	}
	baseline := func() float64 {
		ids := make([]string, clients*each)
		l.together(each, func(ctx context.Context, client, n int) (err error) {
			ids[client*each+n], err = l.raw.create(ctx)
			return err
		})
		rawCreated += int64(clients * each)
		l.settleRaw(rawCreated)
		return l.together(each, func(ctx context.Context, client, n int) error {
			return l.raw.decide(ctx, ids[client*each+n])
		})
	}
	measured := interleave(scaled(fewestPairs+2, 3), product, baseline)
	report(t, measured.rates(fmt.Sprintf("decision over HTTP, %d clients, against update + activity", clients), 0.85))
}
