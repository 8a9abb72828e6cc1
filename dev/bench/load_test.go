//go:build bench

package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"partnercenter/dev/e2e/kit"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/workflows"
)

const (
	// clients ask at once.
	clients = 16
	// patience bounds the wait for work that goes on after its answer.
	patience = 2 * time.Minute
	poll     = 20 * time.Millisecond
)

// load is a world under load: the shipped binary as an API and a worker process, and the raw
// processes beside it on the same engines.
type load struct {
	*kit.World
	t   *testing.T
	raw *raw
	// settled is the newest registration whose workflow waits.
	settled uuid.UUID
}

func newLoad(t *testing.T) *load {
	t.Helper()
	w := kit.NewWorld(t, kit.Options{Shipped: true})
	return &load{World: w, t: t, raw: newRaw(t, w)}
}

// partners puts n partners in and answers a token of an administrator of each.
func (l *load) partners(n int) []string {
	l.t.Helper()
	tokens := make([]string, n)
	for i := range tokens {
		id := store.NewID()
		_, err := l.Admin.Exec(l.t.Context(), `INSERT INTO organisations (id, realm, kind, site, name, country, has_contact, version, created_at, updated_at)
			VALUES ($1, $2, 'partner', 'cn', $3, 'CN', true, 1, now(), now())`, id, l.Realm, fmt.Sprintf("Partner %d", i))
		require.NoError(l.t, err)
		tokens[i] = l.Token("administrator", id, models.RoleAdministrator)
	}
	return tokens
}

// post sends a request that must be answered with a status.
func (l *load) post(ctx context.Context, path, token, body string, want int) ([]byte, error) {
	status, answer, err := l.Try(ctx, l.URLs[0], http.MethodPost, path, token, body)
	if err != nil {
		return nil, err
	}
	if status != want {
		return nil, fmt.Errorf("%s answered %d: %s", path, status, answer)
	}
	return answer, nil
}

// create registers a customer and answers the registration's id.
func (l *load) create(ctx context.Context, token, body string) (string, error) {
	answer, err := l.post(ctx, "/v1/registrations", token, body, http.StatusCreated)
	if err != nil {
		return "", err
	}
	var r struct{ ID uuid.UUID }
	if err := json.Unmarshal(answer, &r); err != nil {
		return "", fmt.Errorf("read registration: %w", err)
	}
	return r.ID.String(), nil
}

// release gives a registration up and takes no pending decision for an answer.
func (l *load) release(ctx context.Context, token, id string) error {
	_, err := l.post(ctx, "/v1/registrations/"+id+"/release", token, "", http.StatusOK)
	return err
}

// settle waits until every registration's workflow waits, so that what a batch left to the
// worker does not fall into the next one's time.
func (l *load) settle() {
	l.t.Helper()
	l.noted()
	rows, err := l.Admin.Query(l.t.Context(), "SELECT id FROM registrations WHERE next_wake_at IS NOT NULL AND id > $1 ORDER BY id", l.settled)
	require.NoError(l.t, err)
	ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	require.NoError(l.t, err)
	for _, id := range ids {
		require.Eventually(l.t, func() bool {
			d, err := l.Temporal.DescribeWorkflowExecution(l.t.Context(), workflows.ID(models.SubjectRegistration, id), "")
			return err == nil && d.GetPendingWorkflowTask() == nil
		}, patience, poll, "the worker does not keep up")
		l.settled = id
	}
}

// noted waits until every registration's workflow is known to run.
func (l *load) noted() {
	l.t.Helper()
	require.Eventually(l.t, func() bool {
		var busy int
		err := l.Admin.QueryRow(l.t.Context(), "SELECT count(*) FROM registrations WHERE acted_at IS NULL").Scan(&busy)
		return err == nil && busy == 0
	}, patience, poll, "the worker does not keep up")
}

// settleRaw waits until as many raw workflows wait as were created.
func (l *load) settleRaw(created int64) {
	l.t.Helper()
	require.Eventually(l.t, func() bool { return l.raw.waiting.Load() >= created }, patience, poll, "the raw worker does not keep up")
}

// together lets every client do its share of calls, one after the other, and answers how many
// calls a second were done by all.
func (l *load) together(each int, call func(ctx context.Context, client, n int) error) float64 {
	l.t.Helper()
	group, ctx := errgroup.WithContext(l.t.Context())
	began := time.Now()
	for c := range clients {
		group.Go(func() error {
			for n := range each {
				if err := call(ctx, c, n); err != nil {
					return err
				}
			}
			return nil
		})
	}
	require.NoError(l.t, group.Wait())
	return float64(clients*each) / time.Since(began).Seconds()
}

// alone does calls one after the other and answers the median time of one in milliseconds.
func (l *load) alone(n int, call func(ctx context.Context, n int) error) float64 {
	l.t.Helper()
	var took sample
	for i := range n {
		began := time.Now()
		require.NoError(l.t, call(l.t.Context(), i))
		took = append(took, float64(time.Since(began).Microseconds())/1000)
	}
	return took.median()
}

// bodies are registrations of customers that nobody knows.
func bodies(n int) []string {
	made := make([]string, n)
	for i := range made {
		made[i] = kit.NewCustomer().JSON()
	}
	return made
}
