//go:build bench

package bench

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	"golang.org/x/sync/errgroup"

	"partnercenter/internal/store"
)

const (
	// startRate is how many workflows a second can be started at the least while the
	// deadline comes nearer.
	startRate = 40
	// drainPatience bounds the wait for the last of them.
	drainPatience = 15 * time.Minute
)

// Ten thousand protections that end in the same minute end once each, about as fast as bare
// timers would fire. The minute comes in real time, so that one pair is measured, which is less
// than the other ratios rest on.
func TestDrain(t *testing.T) {
	l := newLoad(t)
	n := scaled(10_000, 100)
	product, before, most := l.drain(t, n)
	var expired, events int
	require.NoError(t, l.Admin.QueryRow(t.Context(), `SELECT count(DISTINCT subject_id), count(*) FROM events WHERE type = 'registration.expired'`).Scan(&expired, &events))
	require.Equal(t, n, expired, "some did not expire")
	require.Equal(t, n, events, "some expired twice")
	baseline := l.drainRaw(t, n)
	report(t, row{
		what:    fmt.Sprintf("%d registrations due in the same minute, against timers", n),
		product: fmt.Sprintf("%.0f/s", product), baseline: fmt.Sprintf("%.0f/s", baseline), ratio: fmt.Sprintf("%.2f (n=1)", product/baseline),
		budget: "≥ 0.70", verdict: judge(product/baseline >= 0.7),
	})
	report(t, row{
		what:    fmt.Sprintf("memory of the worker at most, while %d registrations end, against before", n),
		product: fmt.Sprintf("%.0f MB", most), baseline: fmt.Sprintf("%.0f MB", before), ratio: fmt.Sprintf("%.2f", most/before),
		budget: "≤ 1.5", verdict: judge(most/before <= 1.5),
	})
}

// deadline lies far enough ahead for n workflows to be waiting by then.
func deadline(n int) time.Time {
	return time.Now().Add(30*time.Second + time.Duration(n)*time.Second/startRate).Truncate(time.Microsecond)
}

// drain writes n registrations that end at one instant, has their workflows started as after a
// loss of the engine, and answers how many a second ended from that instant to the last, and the
// worker's memory in MB before it and at most from then on.
func (l *load) drain(t *testing.T, n int) (rate, before, most float64) {
	t.Helper()
	partner, due := store.NewID(), deadline(n)
	_, err := l.Admin.Exec(t.Context(), `INSERT INTO organisations (id, realm, kind, site, name, country, has_contact, version, created_at, updated_at)
		VALUES ($1, $2, 'partner', 'cn', 'Partner', 'CN', true, 1, now(), now())`, partner, l.Realm)
	require.NoError(t, err)
	_, err = l.Admin.Exec(t.Context(), `
		WITH verdict AS (
			INSERT INTO evaluations (id, realm, org_id, rule_set, subject_kind, policy_id, facts_ids, outcome, blockers, actor, request_id, at)
			SELECT gen_random_uuid(), $1, $2, 'registration.register', 'registration', id, '[]', 'allow', '[]', 'boss', '', now()
			FROM policies WHERE realm = $1 AND site = 'cn' ORDER BY version LIMIT 1 RETURNING id, policy_id
		), people AS (
			INSERT INTO contacts (id, realm, owner_id, purpose, retain_until, created_at)
			SELECT gen_random_uuid(), $1, $2, 'registration', now() + interval '1 year', now() FROM generate_series(1, $4) RETURNING id
		)
		INSERT INTO registrations (id, realm, partner_id, reference, state, state_since, version, policy_id, evaluation_id, next_wake_at, created_at, company_name,
			contact_id, name_hash, phone_hash, email_hash, reporter, review_type, submitted_at, held_until, valid_until)
		SELECT gen_random_uuid(), $1, $2, 'REG-' || people.id, 'reported', now(), 1, policy_id, verdict.id, now(), now(), 'Company',
			people.id, '', '', '', 'boss', 'auto', now(), $3, $3
		FROM people, verdict`, l.Realm, partner, due, n)
	require.NoError(t, err)
	l.Product.Ops("resume")
	l.noted()
	require.True(t, time.Now().Before(due), "the workflows were not started in time")
	before = l.resident("worker")
	require.Eventually(t, func() bool {
		most = max(most, l.resident("worker"))
		var open int
		err := l.Admin.QueryRow(t.Context(), "SELECT count(*) FROM registrations WHERE partner_id = $1 AND state = 'reported'", partner).Scan(&open)
		return err == nil && open == 0
	}, time.Until(due)+drainPatience, 200*time.Millisecond, "they do not all end")
	return float64(n) / time.Since(due).Seconds(), before, most
}

// drainRaw does the same with raw workflows, spread over as many seconds as the product spreads
// its own, each of which ends with one small transaction.
func (l *load) drainRaw(t *testing.T, n int) float64 {
	t.Helper()
	const spread = 20 * time.Second
	due := deadline(n)
	group, ctx := errgroup.WithContext(t.Context())
	group.SetLimit(clients)
	for i := range n {
		group.Go(func() error { return l.raw.expire(ctx, due.Add(spread*time.Duration(i)/time.Duration(n))) })
	}
	require.NoError(t, group.Wait())
	require.True(t, time.Now().Before(due), "the raw workflows were not started in time")
	require.Eventually(t, func() bool { return l.raw.expired.Load() >= int64(n) },
		time.Until(due)+drainPatience, 200*time.Millisecond, "the raw workflows do not all end")
	return float64(n) / time.Since(due).Seconds()
}

// expire inserts a row and starts a workflow that ends it at an instant.
func (r *raw) expire(ctx context.Context, due time.Time) error {
	id, err := r.insert(ctx)
	if err != nil {
		return err
	}
	if _, err := r.engine.ExecuteWorkflow(ctx, client.StartWorkflowOptions{ID: "raw:" + id, TaskQueue: r.queue}, "RawTimer", id, due); err != nil {
		return fmt.Errorf("start a raw timer: %w", err)
	}
	return nil
}
