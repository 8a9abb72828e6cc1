package store_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/store"
	"partnercenter/internal/store/storetest"
	"partnercenter/models"
)

// catalogue is everything that migrations make, in words.
const catalogue = `
	SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull AS line
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
	UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
	UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
	UNION ALL SELECT 'policy ' || policyname || ' ' || tablename || ' ' || roles::text || COALESCE(qual, '') || COALESCE(with_check, '') FROM pg_policies
	UNION ALL SELECT 'grant ' || relname || ' ' || relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
	UNION ALL SELECT 'function ' || proname || ' ' || prosrc || COALESCE(proacl::text, '') FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prolang <> 13
	UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
	UNION ALL SELECT 'migration ' || version_id || is_applied FROM goose_db_version
	ORDER BY 1`

func read(t *testing.T, d storetest.Database, query string) []string {
	t.Helper()
	rows, err := d.Admin.Query(t.Context(), query)
	require.NoError(t, err)
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	return lines
}

func migrate(t *testing.T, d storetest.Database) error {
	t.Helper()
	return store.Migrate(t.Context(), d.URLs["owner"], slog.New(slog.DiscardHandler))
}

func TestMigrationsRunForwardFromNothingAndThenChangeNothing(t *testing.T) {
	t.Parallel()
	d := storetest.Empty(t)
	s := d.Store(t, "api", 4)
	require.Error(t, s.Migrated(t.Context()), "an empty database is not ready")

	require.NoError(t, migrate(t, d))
	require.NoError(t, s.Migrated(t.Context()))
	first := read(t, d, catalogue)
	require.Greater(t, len(first), 100)

	require.NoError(t, migrate(t, d))
	require.Equal(t, first, read(t, d, catalogue))
}

func TestSeveralMigrationsAtOnceAreOne(t *testing.T) {
	t.Parallel()
	d := storetest.Empty(t)
	atOnce(t, 4, func() error { return migrate(t, d) })
	newest, err := store.SchemaVersion()
	require.NoError(t, err)
	applied := read(t, d, "SELECT version_id::text FROM goose_db_version WHERE version_id > 0 ORDER BY id")
	require.Len(t, applied, int(newest), "each ran once")
}

// A realm is open with its vendor and a policy for every site; opening it again,
// or several times at once, changes nothing.
func TestARealmIsOpenedOnce(t *testing.T) {
	t.Parallel()
	d := storetest.New(t)
	vendor := store.NewID()
	open := func() error {
		return store.OpenRealm(t.Context(), d.URLs["owner"], realm, vendor, "Vendor", models.SiteCN)
	}
	atOnce(t, 4, open)
	const opened = "SELECT realm || ' ' || site || ' ' || version || ' ' || id FROM policies UNION ALL SELECT realm || ' ' || kind || ' ' || id FROM organisations ORDER BY 1"
	first := read(t, d, opened)
	require.Len(t, first, 4)
	require.NoError(t, open())
	require.Equal(t, first, read(t, d, opened))
	require.Equal(t, []string{"cn 1", "eu 1", "intl 1"}, read(t, d, "SELECT site || ' ' || version FROM policies ORDER BY 1"))
}

// PostgreSQL itself refuses two sessions that alter one role at once.
func TestRolesAreMadeBySeveralAtOnce(t *testing.T) {
	t.Parallel()
	cluster := storetest.Open(t)
	atOnce(t, 6, func() error { return store.Roles(t.Context(), cluster.AdminURL, cluster.RolePasswords()) })

	conn, err := pgx.Connect(t.Context(), cluster.AdminURL)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	rows, err := conn.Query(t.Context(), `SELECT rolname || ' ' || rolcanlogin || ' ' || (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)
		FROM pg_roles WHERE rolname LIKE 'pc\_%' OR rolname LIKE 'app\_%' ORDER BY 1`)
	require.NoError(t, err)
	roles, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Equal(t, []string{
		"app_customer false false", "app_partner false false", "app_system false false", "app_vendor false false",
		"pc_api true false", "pc_owner true false", "pc_worker true false",
	}, roles)
}

// atOnce runs the same several times at once; all must succeed.
func atOnce(t *testing.T, n int, fn func() error) {
	t.Helper()
	var group sync.WaitGroup
	start := make(chan struct{})
	for range n {
		group.Go(func() {
			<-start
			if err := fn(); err != nil {
				t.Error(err)
			}
		})
	}
	close(start)
	group.Wait()
}
