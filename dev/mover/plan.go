package mover

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5/pgxpool"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"

	"partnercenter/dev/stack"
	"partnercenter/internal/store"
	"partnercenter/workflows"
)

// ForStack returns a mover of a stack's product, and what gives its connections back.
func ForStack(ctx context.Context, plan *stack.Plan) (*Mover, func(), error) {
	db, err := pgxpool.New(ctx, plan.Postgres.AdminDatabaseURL)
	if err != nil {
		return nil, nil, fmt.Errorf("connect to the product's database: %w", err)
	}
	c, err := client.NewLazyClient(client.Options{
		HostPort:  plan.Temporal.Address,
		Namespace: plan.Temporal.Namespace,
		Logger:    log.NewStructuredLogger(slog.New(slog.DiscardHandler)),
	})
	if err != nil {
		db.Close()
		return nil, nil, fmt.Errorf("create Temporal client: %w", err)
	}
	m := New(Config{
		Database:       db,
		Tables:         store.ProcessTables(),
		Temporal:       c,
		Namespace:      plan.Temporal.Namespace,
		Types:          slices.Collect(maps.Values(workflows.Types)),
		SimulatorClock: plan.Sims.ControlURL + "/clock",
	})
	return m, func() {
		c.Close()
		db.Close()
	}, nil
}
