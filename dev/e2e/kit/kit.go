// Package kit gives a test a world of its own on the shared test stack: a
// database cloned from a template, a task queue, a realm with two partners, its
// own simulators and the product running as it runs in production, in this
// process or as separate ones that can be killed.
package kit

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	"log/slog"

	"partnercenter/dev/internal/ports"
	"partnercenter/dev/mover"
	"partnercenter/dev/sim"
	"partnercenter/dev/stack"
	"partnercenter/dev/temporal"
	"partnercenter/internal/store"
	"partnercenter/internal/store/storetest"
	"partnercenter/models"
	"partnercenter/workflows"
)

// Patience is how long a test waits for what must come: long enough for a busy
// machine, and no test that passes waits for its end. TEST_PATIENCE sets another for
// a test that is meant to fail.
var Patience = patience()

func patience() time.Duration {
	if given, err := time.ParseDuration(os.Getenv("TEST_PATIENCE")); err == nil {
		return given
	}
	return 5 * time.Minute
}

// requestTimeout is the API's in a world: a busy machine must not turn a decision
// into a pending one.
const requestTimeout = "75s"

// Options shape a world.
type Options struct {
	// OwnNamespace gives the world a Temporal namespace of its own. A world that
	// moves time needs one: time moves for every workflow of a namespace.
	OwnNamespace bool
	// APIs is how many API processes run; 0 means one.
	APIs int
	// Workers is how many worker processes run; 0 means one.
	Workers int
	// Separate runs the product as processes of their own, which can be killed.
	// The binary is built with the tag crashpoints.
	Separate bool
	// Shipped runs the stack's product binary instead, as it is shipped and by the
	// system's clock: without crash points, as processes of their own.
	Shipped bool
	// Env is added to the environment of the product.
	Env map[string]string
	// Plan is of a stack of the test's own; nil means the shared one.
	Plan *stack.Plan
	// Watched lets every process serve health and metrics at OpsURL.
	Watched bool
	// Stopped leaves API and worker to the test to start.
	Stopped bool
}

// World is everything a test needs. It ends with the test.
type World struct {
	T        *testing.T
	Plan     *stack.Plan
	Sims     *sim.Suite
	Admin    *pgxpool.Pool // a superuser of the world's database: sees what row-level security hides
	Temporal client.Client
	Mover    *mover.Mover

	Realm     string
	Vendor    uuid.UUID
	Aurora    uuid.UUID // partner, site cn
	Borealis  uuid.UUID // partner, site cn
	Namespace string
	TaskQueue string
	URLs      []string // of the API processes
	Product   *Product

	env      map[string]string
	ownerURL string            // of the world's database
	database map[string]string // login URLs of the world's database, by role
	heard    *heard
}

// NewWorld makes a world, or fails and says what is missing.
func NewWorld(t *testing.T, opts Options) *World {
	t.Helper()
	plan := opts.Plan
	if plan == nil {
		plan = SharedPlan(t)
	}
	w := &World{T: t, Plan: plan, Realm: "sandbox", Vendor: store.NewID(), Aurora: store.NewID(), Borealis: store.NewID(), heard: &heard{codes: map[string]bool{}}}
	w.TaskQueue = "test-" + strings.ToLower(rand.Text()[:10])
	ctx := t.Context()
	database := w.cloneDatabase()
	w.joinTemporal(ctx, opts.OwnNamespace)
	w.listen(max(opts.APIs, 1))
	w.startSims(ctx)
	w.env = w.environment(opts)
	w.ownerURL, w.database = database["owner"], database
	w.OpenRealm(w.Realm, w.Vendor)
	w.Mover = mover.New(mover.Config{
		Database: w.Admin, Tables: store.ProcessTables(), Temporal: w.Temporal,
		Namespace: w.Namespace, Types: slices.Collect(maps.Values(workflows.Types)), SimulatorClock: w.Sims.Endpoints.ControlURL + "/clock",
	})
	w.Product = newProduct(w, database, opts)
	if !opts.Stopped {
		w.Product.StartAll()
		w.seed()
	}
	return w
}

// OpenRealm opens a realm with its vendor in the world's database.
func (w *World) OpenRealm(realm string, vendor uuid.UUID) {
	w.T.Helper()
	require.NoError(w.T, store.OpenRealm(w.T.Context(), w.ownerURL, realm, vendor, "Cloud Vendor", models.SiteCN))
}

// Seed puts the two partners in; worlds that start stopped call it themselves.
func (w *World) Seed() { w.seed() }

// cloneDatabase clones the template and answers the login URLs by role.
func (w *World) cloneDatabase() map[string]string {
	w.T.Helper()
	p := w.Plan.Postgres
	database := storetest.Cluster{AdminURL: p.AdminURL, URLs: p.URLs, Passwords: p.Passwords}.New(w.T)
	w.Admin = database.Admin
	w.T.Cleanup(w.holdCatalogue)
	w.T.Cleanup(w.recordRows)
	return database.URLs
}

func (w *World) joinTemporal(ctx context.Context, own bool) {
	w.T.Helper()
	w.Namespace = w.Plan.Temporal.Namespace
	if own {
		w.Namespace = w.TaskQueue
	}
	c, err := client.DialContext(ctx, client.Options{
		HostPort: w.Plan.Temporal.Address, Namespace: w.Namespace, Logger: sdklog.NewStructuredLogger(slog.New(slog.DiscardHandler)),
	})
	require.NoError(w.T, err)
	w.Temporal = c
	w.T.Cleanup(c.Close)
	if own {
		require.NoError(w.T, temporal.EnsureNamespaces(ctx, c, []string{w.Namespace}))
	}
}

// listen picks the addresses of the API processes.
func (w *World) listen(n int) {
	w.T.Helper()
	for range n {
		w.URLs = append(w.URLs, "http://"+freeAddress(w.T))
	}
}

// freeAddress is reserved: an outgoing connection must not take the port while its process is down.
func freeAddress(t *testing.T) string {
	t.Helper()
	found, reservation, err := ports.Reserve(1)
	require.NoError(t, err)
	t.Cleanup(reservation.Release)
	return ports.Address(found[0])
}

func (w *World) startSims(ctx context.Context) {
	w.T.Helper()
	suite, err := sim.Start(ctx, sim.Config{
		RedirectURIs: []string{w.URLs[0] + "/i/callback"}, Product: w.URLs[0], ChannelRealm: w.Realm,
		BankCallback: w.URLs[0] + "/v1/callbacks/bank",
	})
	require.NoError(w.T, err)
	w.Sims = suite
	w.T.Cleanup(func() { _ = suite.Close() })
}

// environment is the product's, but for the database and the addresses.
func (w *World) environment(opts Options) map[string]string {
	env := w.Sims.Endpoints.Environment()
	maps.Copy(env, map[string]string{
		"TEMPORAL_ADDRESS": w.Plan.Temporal.Address, "TEMPORAL_NAMESPACE": w.Namespace, "TEMPORAL_TASK_QUEUE": w.TaskQueue,
		"PUBLIC_URL": w.URLs[0], "SMTP_FROM": "Partner Center <no-reply@partnercenter.example>", "INVITATION_KEYS": "k1:" + key(),
		"WEBHOOK_KEYS": "k1:" + key(), "WEBHOOK_NETWORKS": "127.0.0.0/8",
		"LOOKUP_KEY": key(), "CURSOR_KEY": key(), "SESSION_KEY": key(), "CLOCK": "offset", "LOG_LEVEL": "WARN", "SHUTDOWN_TIMEOUT": "10s", "SHUTDOWN_DELAY": "0s", "REQUEST_TIMEOUT": requestTimeout,
		"DATABASE_MAX_CONNS": "16",
		// A test asks as often as it likes, from one address and often as one person.
		"RATE_LIMIT_PRINCIPAL": "1000000/1000000", "RATE_LIMIT_ADDRESS": "1000000/1000000",
	})
	if opts.Shipped {
		env["CLOCK"] = "system"
	}
	maps.Copy(env, opts.Env)
	return env
}

// Configured is what the product is started with under a name.
func (w *World) Configured(name string) string { return w.env[name] }

func key() string {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails
	return base64.StdEncoding.EncodeToString(raw)
}

func pairs(env map[string]string) []string {
	out := make([]string, 0, len(env))
	for _, name := range slices.Sorted(maps.Keys(env)) {
		out = append(out, name+"="+env[name])
	}
	return out
}
