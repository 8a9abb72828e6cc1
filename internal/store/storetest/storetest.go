// Package storetest gives a test a database of its own on the shared test stack,
// cloned from a migrated template.
package storetest

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/store"
)

// templateLock is the advisory lock under which the test binaries of one stack
// make the template; whoever makes it takes this number.
const templateLock = 7_045_099

// cleanupPatience bounds what a test leaves to its end.
const cleanupPatience = 30 * time.Second

// Cluster is the stack's PostgreSQL, as its file describes it.
type Cluster struct {
	AdminURL  string            `json:"admin_url"`
	URLs      map[string]string `json:"urls"`      // by login role: api, owner, worker
	Passwords map[string]string `json:"passwords"` // by login role
}

// Open reads which stack the tests run against, or fails and says how to get one.
func Open(tb testing.TB) Cluster {
	tb.Helper()
	file := os.Getenv("STACK_FILE")
	if file == "" {
		tb.Fatal("STACK_FILE is not set: run `make test`, or `bin/dev test-stack -- go test ./...`")
	}
	raw, err := os.ReadFile(file) //nolint:gosec // the path is the test's own environment
	require.NoError(tb, err)
	var stack struct {
		Postgres Cluster `json:"postgres"`
	}
	require.NoError(tb, json.Unmarshal(raw, &stack))
	return stack.Postgres
}

// RolePasswords are the passwords that the cluster's login roles have.
func (c Cluster) RolePasswords() store.RolePasswords {
	return store.RolePasswords{Owner: c.Passwords["owner"], API: c.Passwords["api"], Worker: c.Passwords["worker"]}
}

// Database is one test's database.
type Database struct {
	Name string
	// Admin is a superuser's pool: it sees what row-level security hides.
	Admin *pgxpool.Pool
	// URLs are the addresses by login role, and of the superuser as "admin".
	URLs map[string]string
}

// New clones the template into a database that ends with the test.
func New(tb testing.TB) Database {
	tb.Helper()
	return Open(tb).New(tb)
}

// New clones the template of this cluster into a database that ends with the test.
func (c Cluster) New(tb testing.TB) Database {
	tb.Helper()
	admin := c.connect(tb)
	template, err := c.template(tb.Context(), admin)
	require.NoError(tb, err)
	return c.create(tb, admin, " TEMPLATE "+template)
}

// Empty is a database without a schema, for the migrations themselves. The roles
// are there: they come with the template.
func Empty(tb testing.TB) Database {
	tb.Helper()
	c := Open(tb)
	admin := c.connect(tb)
	_, err := c.template(tb.Context(), admin)
	require.NoError(tb, err)
	return c.create(tb, admin, "")
}

// connect is a superuser's connection that ends with the test.
func (c Cluster) connect(tb testing.TB) *pgx.Conn {
	tb.Helper()
	admin, err := pgx.Connect(tb.Context(), c.AdminURL)
	require.NoError(tb, err)
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), cleanupPatience)
		defer cancel()
		_ = admin.Close(ctx)
	})
	return admin
}

func (c Cluster) create(tb testing.TB, admin *pgx.Conn, from string) Database {
	tb.Helper()
	d := Database{Name: "test_" + strings.ToLower(rand.Text()[:12]), URLs: map[string]string{}}
	_, err := admin.Exec(tb.Context(), "CREATE DATABASE "+d.Name+from+" OWNER pc_owner")
	require.NoError(tb, err)
	for role, address := range c.URLs {
		d.URLs[role] = within(tb, address, d.Name)
	}
	d.URLs["admin"] = within(tb, c.AdminURL, d.Name)
	d.Admin, err = pgxpool.New(tb.Context(), d.URLs["admin"])
	require.NoError(tb, err)
	tb.Cleanup(func() {
		d.Admin.Close()
		ctx, cancel := context.WithTimeout(context.Background(), cleanupPatience)
		defer cancel()
		_, _ = admin.Exec(ctx, "DROP DATABASE IF EXISTS "+d.Name+" WITH (FORCE)")
	})
	return d
}

// template is the migrated database of this schema; the first test of the stack
// that needs it makes it.
func (c Cluster) template(ctx context.Context, admin *pgx.Conn) (name string, err error) {
	digest, err := store.SchemaDigest()
	if err != nil {
		return "", err
	}
	name = "template_" + digest[:16]
	if _, err := admin.Exec(ctx, "SELECT pg_advisory_lock($1)", templateLock); err != nil {
		return "", fmt.Errorf("wait for the template: %w", err)
	}
	defer func() {
		_, unlockErr := admin.Exec(ctx, "SELECT pg_advisory_unlock($1)", templateLock)
		err = errors.Join(err, unlockErr)
	}()
	var known bool
	if err := admin.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&known); err != nil {
		return "", fmt.Errorf("look for the template: %w", err)
	}
	if known {
		return name, nil
	}
	return name, c.makeTemplate(ctx, admin, name)
}

// makeTemplate migrates under another name, so that a template is whole or absent.
func (c Cluster) makeTemplate(ctx context.Context, admin *pgx.Conn, name string) error {
	if err := store.Roles(ctx, c.AdminURL, c.RolePasswords()); err != nil {
		return err
	}
	building := name + "_building"
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + building, "CREATE DATABASE " + building + " OWNER pc_owner"} {
		if _, err := admin.Exec(ctx, statement); err != nil {
			return fmt.Errorf("make template: %w", err)
		}
	}
	owner, err := url.Parse(c.URLs["owner"])
	if err != nil {
		return fmt.Errorf("address of the owner: %w", err)
	}
	owner.Path = "/" + building
	if err := store.Migrate(ctx, owner.String(), slog.New(slog.DiscardHandler)); err != nil {
		return err
	}
	if _, err := admin.Exec(ctx, "ALTER DATABASE "+building+" RENAME TO "+name); err != nil {
		return fmt.Errorf("name template: %w", err)
	}
	return nil
}

func within(tb testing.TB, address, database string) string {
	tb.Helper()
	u, err := url.Parse(address)
	require.NoError(tb, err)
	u.Path = "/" + database
	return u.String()
}

// Store opens the database as a login role, with movable clocks; it closes with
// the test.
func (d Database) Store(tb testing.TB, role string, conns int) *store.Store {
	tb.Helper()
	s, err := store.Open(tb.Context(), store.Config{URL: d.URLs[role], MovableClock: true, MaxConns: conns, Logger: slog.New(slog.DiscardHandler)})
	require.NoError(tb, err)
	tb.Cleanup(func() { _ = s.Close() })
	return s
}
