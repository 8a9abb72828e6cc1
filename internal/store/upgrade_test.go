package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/pressly/goose/v3"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/store"
	"partnercenter/internal/store/storetest"
	"partnercenter/models"
)

// The rows that releases have left in their databases are in testdata/rows, by the
// number of their schema (docs/testing.md).
const releases = "testdata/rows"

// A release's migrations find what an earlier one has written, and leave it as it is.
func TestMigrationsKeepWhatEarlierReleasesWrote(t *testing.T) {
	t.Parallel()
	for _, file := range recorded(t) {
		t.Run(name(file), func(t *testing.T) {
			t.Parallel()
			d := at(t, release(t, file))
			load(t, d, file)
			rows := rowsOf(tables(t, d))
			before := read(t, d, rows)

			require.NoError(t, migrate(t, d))

			require.Equal(t, before, read(t, d, rows))
			provesEveryBook(t, d)
		})
	}
}

// The earlier release goes on writing while the new one starts: the new schema takes
// its rows with the columns that it knows.
func TestANewSchemaTakesWhatEarlierReleasesWrite(t *testing.T) {
	t.Parallel()
	for _, file := range recorded(t) {
		t.Run(name(file), func(t *testing.T) {
			t.Parallel()
			d := storetest.New(t)
			load(t, d, file)
			provesEveryBook(t, d)
		})
	}
}

// Everything that an earlier release may name in a statement is there with the same
// type, and for the same roles.
func TestANewSchemaOffersWhatEarlierReleasesUse(t *testing.T) {
	t.Parallel()
	offered := read(t, storetest.New(t), offer)
	versions := map[int64]bool{}
	for _, file := range recorded(t) {
		versions[release(t, file)] = true
	}
	for version := range versions {
		require.Subset(t, offered, read(t, at(t, version), offer), "schema %d", version)
	}
}

// offer is what statements rely on, in words: columns, those that a row may leave out,
// functions, what a row may conflict with, and who may do what.
const offer = `
	WITH roles (role) AS (VALUES ('app_vendor'), ('app_partner'), ('app_customer'), ('app_system')),
	columns AS (
		SELECT c.oid, c.relname, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull OR a.atthasdef AS optional
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
	)
	SELECT format('column %s.%s %s', relname, attname, type) AS line FROM columns
	UNION ALL SELECT format('optional %s.%s', relname, attname) FROM columns WHERE optional
	UNION ALL SELECT format('%s may %s %s.%s', role, lower(verb), relname, attname)
		FROM columns, roles, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) AS verb WHERE has_column_privilege(role, oid, attnum, verb)
	UNION ALL SELECT format('%s may delete from %s', role, relname) FROM roles, pg_class c
		WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND has_table_privilege(role, c.oid, 'DELETE')
	UNION ALL SELECT format('policy %s of %s for %s to %s', policyname, tablename, cmd, roles) FROM pg_policies
	UNION ALL SELECT format('function %s(%s) returns %s', proname, pg_get_function_arguments(oid), pg_get_function_result(oid))
		FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prolang <> 13
	UNION ALL SELECT format('%s may call %s', role, p.oid::regprocedure) FROM pg_proc p, roles
		WHERE pronamespace = 'public'::regnamespace AND has_function_privilege(role, p.oid, 'EXECUTE')
	UNION ALL SELECT 'unique ' || substring(indexdef FROM ' ON .*') FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE 'CREATE UNIQUE%'
	ORDER BY 1`

// recorded are the files of rows.
func recorded(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(releases, "*", "*.sql"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

func name(file string) string {
	return strings.TrimSuffix(strings.TrimPrefix(file, releases+"/"), ".sql")
}

// release is the number of the schema that a file's rows were written under.
func release(t *testing.T, file string) int64 {
	t.Helper()
	number, err := strconv.ParseInt(filepath.Base(filepath.Dir(file)), 10, 64)
	require.NoError(t, err)
	return number
}

// at is a database with an earlier schema.
func at(t *testing.T, version int64) storetest.Database {
	t.Helper()
	d := storetest.Empty(t)
	db, err := sql.Open("pgx", d.URLs["owner"])
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	provider, err := goose.NewProvider(goose.DialectPostgres, db, os.DirFS("migrations"))
	require.NoError(t, err)
	_, err = provider.UpTo(t.Context(), version)
	require.NoError(t, err)
	return d
}

// load writes recorded rows, on a connection of its own: they come with settings.
func load(t *testing.T, d storetest.Database, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	conn, err := pgx.Connect(t.Context(), d.URLs["admin"])
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(context.WithoutCancel(t.Context()))) }()
	_, err = conn.PgConn().Exec(t.Context(), string(text)).ReadAll()
	require.NoError(t, err)
}

// tables are the columns that a database has, by table.
func tables(t *testing.T, d storetest.Database) map[string][]string {
	t.Helper()
	rows, err := d.Admin.Query(t.Context(), `SELECT table_name, quote_ident(column_name) FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name <> 'goose_db_version' ORDER BY ordinal_position`)
	require.NoError(t, err)
	found := map[string][]string{}
	var table, column string
	_, err = pgx.ForEachRow(rows, []any{&table, &column}, func() error {
		found[table] = append(found[table], column)
		return nil
	})
	require.NoError(t, err)
	return found
}

// rowsOf asks for every row in these columns.
func rowsOf(tables map[string][]string) string {
	var selects []string
	for _, table := range slices.Sorted(maps.Keys(tables)) {
		selects = append(selects, fmt.Sprintf("SELECT '%s ' || jsonb_build_array(%s)::text AS line FROM %s", table, strings.Join(tables[table], ", "), table))
	}
	return strings.Join(selects, " UNION ALL ") + " ORDER BY 1"
}

// provesEveryBook holds every book of a database against its lines, as this release does.
func provesEveryBook(t *testing.T, d storetest.Database) {
	t.Helper()
	worker := d.Store(t, "worker", 2)
	for _, book := range read(t, d, "SELECT realm || ' ' || partner_id FROM books") {
		realm, id, _ := strings.Cut(book, " ")
		require.NoError(t, worker.Snapshot(t.Context(), models.System(realm), func(tx *store.Tx) error {
			findings, err := tx.VerifyBook(uuid.MustParse(id))
			require.Empty(t, findings, book)
			return err
		}))
	}
}

// A migration of a table that somebody reads for long lets those go on who come after it, and is done when it can be.
func TestAMigrationGivesWay(t *testing.T) {
	t.Parallel()
	d := at(t, 22)
	reader, err := d.Admin.Begin(t.Context())
	require.NoError(t, err)
	_, err = reader.Exec(t.Context(), "SELECT count(*) FROM payouts")
	require.NoError(t, err)
	done := make(chan error, 1)
	go func() { done <- migrate(t, d) }()
	require.Eventually(t, func() bool {
		return len(read(t, d, "SELECT 'waits' FROM pg_locks WHERE relation = 'payouts'::regclass AND NOT granted")) > 0
	}, time.Minute, 10*time.Millisecond)

	soon, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err = d.Admin.Exec(soon, "SELECT count(*) FROM payouts")
	require.NoError(t, err, "stands behind the migration")
	require.Empty(t, done, "nobody has left the table yet")
	require.NoError(t, reader.Commit(t.Context()))
	require.NoError(t, <-done)
	require.NoError(t, d.Store(t, "api", 4).Migrated(t.Context()))
}
