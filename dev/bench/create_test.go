//go:build bench

package bench

import (
	"context"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
)

// A create costs at most what a row and a workflow by hand cost and a third more, and is
// answered within five milliseconds of them.
func TestCreate(t *testing.T) {
	l := newLoad(t)
	t.Run("at once", l.createAtOnce)
	t.Run("alone", l.createAlone)
}

func (l *load) createAtOnce(t *testing.T) {
	each := scaled(20, 2) // far from the cap of open registrations
	rawCreated := l.raw.waiting.Load()
	product := func() float64 {
		tokens, customers := l.partners(clients), bodies(clients*each)
		rate := l.together(each, func(ctx context.Context, client, n int) error {
			_, err := l.create(ctx, tokens[client], customers[client*each+n])
			return err
		})
		l.settle()
		return rate
	}
	baseline := func() float64 {
		rate := l.together(each, func(ctx context.Context, _, _ int) error {
			_, err := l.raw.create(ctx)
			return err
		})
		rawCreated += int64(clients * each)
		l.settleRaw(rawCreated)
		return rate
	}
	measured := interleave(scaled(fewestPairs+2, 3), product, baseline)
	report(t, measured.rates(fmt.Sprintf("create over HTTP, %d clients, against insert + ExecuteWorkflow", clients), 0.75))
}

func (l *load) createAlone(t *testing.T) {
	calls := scaled(60, 5)
	rawCreated := l.raw.waiting.Load()
	product := func() float64 {
		token, customers := l.partners(1)[0], bodies(calls)
		p50 := l.alone(calls, func(ctx context.Context, n int) error {
			_, err := l.create(ctx, token, customers[n])
			return err
		})
		l.settle()
		return p50
	}
	baseline := func() float64 {
		p50 := l.alone(calls, func(ctx context.Context, _ int) error {
			_, err := l.raw.create(ctx)
			return err
		})
		rawCreated += int64(calls)
		l.settleRaw(rawCreated)
		return p50
	}
	measured := interleave(scaled(fewestPairs+2, 3), product, baseline)
	report(t, measured.waits("create over HTTP, 1 client, p50", 5))
}

// A create is one transaction of ours, two at most. The worker stands still, so that only the
// API's are counted; the difference of two runs takes out what starting and stopping it costs.
func TestCommitsOfACreate(t *testing.T) {
	w := kit.NewWorld(t, kit.Options{Shipped: true})
	l := &load{World: w, t: t}
	l.Product.Stop("worker")
	l.Product.Stop("api")
	few, many := 10, 10+scaled(80, 20)
	commits := l.commitsOf(many) - l.commitsOf(few)
	perCreate := commits / float64(many-few)
	report(t, row{
		what: "commits of ours per create", product: fmt.Sprintf("%.2f", perCreate), baseline: "–", ratio: "–",
		budget: "≤ 2", verdict: judge(perCreate < 2.05), // other sessions of the database commit now and then
	})
}

// commitsOf counts the commits in the world's database from an API's start over n creates to its
// end: a session's counts are in the statistics when it has ended.
func (l *load) commitsOf(n int) float64 {
	l.t.Helper()
	token, customers := l.partners(1)[0], bodies(n)
	before := l.commits()
	l.Product.Start("api")
	l.alone(n, func(ctx context.Context, i int) error {
		_, err := l.create(ctx, token, customers[i])
		return err
	})
	l.Product.Stop("api")
	return l.commits() - before
}

// commits is read from another database: reading it there would count.
func (l *load) commits() float64 {
	l.t.Helper()
	admin, err := pgx.Connect(l.t.Context(), l.Plan.Postgres.AdminURL)
	require.NoError(l.t, err)
	defer func() { _ = admin.Close(l.t.Context()) }()
	database := l.Admin.Config().ConnConfig.Database
	require.Eventually(l.t, func() bool {
		var sessions int
		err := admin.QueryRow(l.t.Context(), "SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND usename = 'pc_api'", database).Scan(&sessions)
		return err == nil && sessions == 0
	}, patience, poll, "the API's sessions do not end")
	var commits float64
	require.NoError(l.t, admin.QueryRow(l.t.Context(), "SELECT xact_commit FROM pg_stat_database WHERE datname = $1", database).Scan(&commits))
	return commits
}
