package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"

	"github.com/google/uuid"

	"partnercenter/internal/config"
	"partnercenter/internal/process"
	"partnercenter/internal/programme"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/worker"
)

// Resume starts or wakes the workflow of every open row and says how many.
func Resume(ctx context.Context, cfg config.Ops, op models.Operation, out io.Writer, log *slog.Logger) error {
	return steer(ctx, cfg, op, log, func(db *store.Store, engine *process.Engine) error {
		counts, err := (&programme.Upkeep{Store: db, Engine: engine, Log: log}).Resume(ctx)
		for _, kind := range slices.Sorted(maps.Keys(counts)) {
			fmt.Fprintf(out, "%s: %d resumed\n", kind, counts[kind])
		}
		return err
	})
}

// ErrLedger says that a book does not hold; what is wrong with it was written out.
var ErrLedger = errors.New("the ledger does not hold")

// VerifyLedger recomputes every book and writes what does not hold.
func VerifyLedger(ctx context.Context, cfg config.Ops, op models.Operation, out io.Writer, log *slog.Logger) error {
	return operate(ctx, cfg, op, log, func(db *store.Store) error {
		wrong := 0
		verified, err := (&programme.Ledger{Store: db, Log: log}).Verify(ctx, func(realm string, book uuid.UUID, f store.Finding) {
			wrong++
			fmt.Fprintf(out, "%s: book %s, transaction %d: %s\n", realm, book, f.BookSeq, f.What)
		})
		fmt.Fprintf(out, "%d books read, %d findings\n", verified, wrong)
		if err == nil && wrong > 0 {
			err = ErrLedger
		}
		return err
	})
}

// MigrateRoles creates or updates the roles of the cluster.
func MigrateRoles(ctx context.Context, cfg config.Migrate) error {
	if cfg.OwnerPassword == "" || cfg.APIPassword == "" || cfg.WorkerPassword == "" {
		return errors.New("ROLE_PASSWORD_OWNER, ROLE_PASSWORD_API and ROLE_PASSWORD_WORKER must be set")
	}
	return store.Roles(ctx, string(cfg.DatabaseURL), store.RolePasswords{
		Owner: string(cfg.OwnerPassword), API: string(cfg.APIPassword), Worker: string(cfg.WorkerPassword),
	})
}

// MigrateUp brings the schema up to date.
func MigrateUp(ctx context.Context, cfg config.Migrate, log *slog.Logger) error {
	return store.Migrate(ctx, string(cfg.DatabaseURL), log)
}

// MigrateTemporal prepares the engine: the namespace and its search attributes.
func MigrateTemporal(ctx context.Context, cfg config.Temporal, log *slog.Logger) error {
	namespace := cfg.Namespace
	cfg.Namespace = "temporal-system" // there before any other
	c, err := dial(ctx, cfg, nil, nil, log)
	if err != nil {
		return err
	}
	defer c.Close()
	return worker.PrepareNamespace(ctx, c, namespace)
}

// MigrateRealm opens a realm with its vendor, whose service feeds everything else.
func MigrateRealm(ctx context.Context, cfg config.Migrate, realm string, vendor uuid.UUID, name string, site models.Site) error {
	return store.OpenRealm(ctx, string(cfg.DatabaseURL), realm, vendor, name, site)
}
