package stack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"partnercenter/dev/internal/proc"
)

const duplicateObject = "42710" // SQLSTATE: the role exists

// PrepareDatabases creates Temporal's role and databases; what exists is left alone.
func (p *Plan) PrepareDatabases(ctx context.Context) error {
	database := p.Temporal.Server.Database
	return withAdmin(ctx, p.Postgres.AdminURL, func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, fmt.Sprintf("CREATE ROLE %s LOGIN PASSWORD '%s'", quote(database.User), database.Password))
		var refused *pgconn.PgError
		if err != nil && (!errors.As(err, &refused) || refused.Code != duplicateObject) {
			return fmt.Errorf("create role %s: %w", database.User, err)
		}
		return errors.Join(
			createDatabase(ctx, conn, database.Main, database.User),
			createDatabase(ctx, conn, database.Visibility, database.User),
		)
	})
}

// Migrate creates the product's roles and database and brings the schema up to date, by the product's own
// commands.
func (p *Plan) Migrate(ctx context.Context) error {
	if err := p.migrate(ctx, "roles", p.Postgres.AdminURL); err != nil {
		return err
	}
	err := withAdmin(ctx, p.Postgres.AdminURL, func(conn *pgx.Conn) error {
		return createDatabase(ctx, conn, p.Postgres.Database, "pc_owner")
	})
	if err != nil {
		return err
	}
	return p.migrate(ctx, "up", p.Postgres.URLs["owner"])
}

func (p *Plan) migrate(ctx context.Context, step, databaseURL string) error {
	cmd := exec.CommandContext(ctx, p.ProductBinary, "migrate", step)
	cmd.Env = environment(p.migrateEnvironment(databaseURL))
	proc.Tie(cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("migrate %s: %w: %s", step, err, bytes.TrimSpace(out))
	}
	return nil
}

// dropDatabases leaves a server that is not ours as it was, but for the roles, which other stacks share.
func (p *Plan) dropDatabases(ctx context.Context) error {
	database := p.Temporal.Server.Database
	return withAdmin(ctx, p.Postgres.AdminURL, func(conn *pgx.Conn) error {
		var errs []error
		for _, name := range []string{p.Postgres.Database, database.Main, database.Visibility} {
			if _, err := conn.Exec(ctx, "DROP DATABASE IF EXISTS "+quote(name)+" WITH (FORCE)"); err != nil {
				errs = append(errs, fmt.Errorf("drop database %s: %w", name, err))
			}
		}
		return errors.Join(errs...)
	})
}

func createDatabase(ctx context.Context, conn *pgx.Conn, name, owner string) error {
	var exists bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&exists); err != nil {
		return fmt.Errorf("look for database %s: %w", name, err)
	}
	if exists {
		return nil
	}
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+quote(name)+" OWNER "+quote(owner)); err != nil {
		return fmt.Errorf("create database %s: %w", name, err)
	}
	return nil
}

func withAdmin(ctx context.Context, adminURL string, fn func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, adminURL)
	if err != nil {
		return fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	return errors.Join(fn(conn), conn.Close(ctx))
}

func quote(name string) string {
	return pgx.Identifier{name}.Sanitize()
}
