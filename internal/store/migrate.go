package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"

	"partnercenter/internal/clock"
	"partnercenter/models"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// RolePasswords are the passwords of the login roles.
type RolePasswords struct{ Owner, API, Worker string }

// Roles creates or updates the roles of the cluster. It runs as an administrator
// and on its own, never as part of a migration: roles belong to the cluster, and
// several databases that migrate at once would race for them. Several runs at
// once wait for each other.
func Roles(ctx context.Context, adminURL string, passwords RolePasswords) error {
	conn, err := pgx.Connect(ctx, adminURL)
	if err != nil {
		return fmt.Errorf("connect as administrator: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }() // and with it the lock
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(7045002)"); err != nil {
		return fmt.Errorf("wait for other runs: %w", err)
	}
	for _, role := range []string{"app_vendor", "app_partner", "app_customer", "app_system"} {
		if err := ensureRole(ctx, conn, role, "NOLOGIN"); err != nil {
			return err
		}
	}
	logins := map[string]string{"pc_owner": passwords.Owner, "pc_api": passwords.API, "pc_worker": passwords.Worker}
	for role, password := range logins {
		inherit := "NOINHERIT" // a login has no rights before it becomes a side of the table
		if role == "pc_owner" {
			inherit = "INHERIT" // it may create tables as the owner of the database
		}
		if err := ensureRole(ctx, conn, role, "LOGIN "+inherit+" NOSUPERUSER NOBYPASSRLS PASSWORD "+quote(password)); err != nil {
			return err
		}
	}
	for _, grant := range []string{"GRANT app_vendor, app_partner, app_customer TO pc_api", "GRANT app_system TO pc_worker"} {
		if _, err := conn.Exec(ctx, grant); err != nil {
			return fmt.Errorf("grant roles: %w", err)
		}
	}
	// Rows lie in the order of their ids. Where random reads count as dear,
	// PostgreSQL walks the primary key in that order, through the rows of all
	// tenants and states, rather than the index that has only those of the list.
	for _, role := range []string{"pc_api", "pc_worker"} {
		if _, err := conn.Exec(ctx, "ALTER ROLE "+role+" SET random_page_cost = 1.1"); err != nil {
			return fmt.Errorf("set planner costs of %s: %w", role, err)
		}
	}
	return nil
}

func ensureRole(ctx context.Context, conn *pgx.Conn, role, options string) error {
	var known bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", role).Scan(&known); err != nil {
		return fmt.Errorf("look for role %s: %w", role, err)
	}
	verb := "CREATE"
	if known {
		verb = "ALTER"
	}
	if _, err := conn.Exec(ctx, verb+" ROLE "+role+" "+options); err != nil {
		return fmt.Errorf("%s role %s: %w", verb, role, err)
	}
	return nil
}

// quote makes a string literal; role options take no parameters.
func quote(s string) string {
	literal := make([]rune, 0, len(s)+2)
	literal = append(literal, '\'')
	for _, r := range s {
		if r == '\'' {
			literal = append(literal, '\'')
		}
		literal = append(literal, r)
	}
	return string(append(literal, '\''))
}

const (
	// migrationLock is how long a migration stands in a table's queue: whoever comes
	// after it waits as long.
	migrationLock = 2 * time.Second
	// migrationPause lets those go on who came after it, before it stands there again.
	migrationPause = 5 * time.Second
)

// Migrate brings the schema up to date, as the owner of the tables. Several at
// once wait for each other. A migration that does not get a table's lock gives way,
// and is tried again until ctx ends: the version before serves meanwhile.
func Migrate(ctx context.Context, ownerURL string, log *slog.Logger) error {
	provider, db, err := migrations(ownerURL)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect as owner: %w", err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.ExecContext(ctx, "SET lock_timeout = 0; SELECT pg_advisory_lock(7045001)"); err != nil {
		return fmt.Errorf("wait for other migrations: %w", err)
	}
	for {
		err := migrateUp(ctx, provider, log)
		if pgCode(err) != codeLockTimeout {
			return err
		}
		log.WarnContext(ctx, "a table is in use; the migration gives way and is tried again", "error", err.Error())
		select {
		case <-ctx.Done():
			return err
		case <-time.After(migrationPause):
		}
	}
}

// migrateUp applies what is not applied yet, each migration in a transaction of its
// own.
func migrateUp(ctx context.Context, provider *goose.Provider, log *slog.Logger) error {
	applied, err := provider.Up(ctx)
	if partial, is := errors.AsType[*goose.PartialError](err); is {
		applied = partial.Applied
	}
	for _, m := range applied {
		log.InfoContext(ctx, "migration applied", "version", m.Source.Version, "duration", m.Duration.String())
	}
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

func migrations(url string) (*goose.Provider, *sql.DB, error) {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return nil, nil, fmt.Errorf("read migrations: %w", err)
	}
	owner, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, nil, fmt.Errorf("open as owner: %w", err)
	}
	owner.RuntimeParams["lock_timeout"] = strconv.FormatInt(migrationLock.Milliseconds(), 10)
	db := stdlib.OpenDB(*owner)
	provider, err := goose.NewProvider(goose.DialectPostgres, db, files)
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("prepare migrations: %w", err), db.Close())
	}
	return provider, db, nil
}

// SchemaVersion is the number of the newest migration that this binary knows.
func SchemaVersion() (int64, error) {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return 0, fmt.Errorf("read migrations: %w", err)
	}
	entries, err := fs.Glob(files, "*.sql")
	if err != nil {
		return 0, fmt.Errorf("list migrations: %w", err)
	}
	newest, err := goose.NumericComponent(entries[len(entries)-1])
	if err != nil {
		return 0, fmt.Errorf("number of the newest migration: %w", err)
	}
	return newest, nil
}

// SchemaDigest tells schemas apart that have the same number: it is the SHA-256, in
// hex, of all migrations that this binary knows.
func SchemaDigest() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(migrationFiles, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := migrationFiles.ReadFile(path)
		sum.Write(text)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read migrations: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Migrated reports an error until the database has at least this binary's schema.
func (s *Store) Migrated(ctx context.Context) error {
	newest, err := SchemaVersion()
	if err != nil {
		return err
	}
	var applied int64
	if err := s.db.WithContext(ctx).Raw("SELECT schema_version()").Scan(&applied).Error; err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if applied < newest {
		return fmt.Errorf("the database has schema %d and this binary wants %d: run migrate up", applied, newest)
	}
	return nil
}

// OpenRealm opens a realm with its vendor organisation and each site's first
// policy, as the owner of the tables: before it nobody is there whose token could
// do it. A realm that is open stays as it is.
func OpenRealm(ctx context.Context, ownerURL, realm string, vendor uuid.UUID, name string, site models.Site) error {
	db, err := gorm.Open(postgres.Open(ownerURL), &gorm.Config{Logger: logger.Discard})
	if err != nil {
		return fmt.Errorf("open as owner: %w", err)
	}
	now := clock.Clock{}.Now()
	org := models.Organisation{ID: vendor, Realm: realm, Kind: models.KindVendor, Site: site, Name: name, Version: 1, CreatedAt: now, UpdatedAt: now}
	err = db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&org).Error; err != nil {
			return err
		}
		return installPolicies(tx, realm, now)
	})
	if err != nil {
		return fmt.Errorf("open realm %s: %w", realm, err)
	}
	pool, err := db.DB()
	if err != nil {
		return fmt.Errorf("close as owner: %w", err)
	}
	return pool.Close()
}
