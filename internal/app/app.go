// Package app composes the processes of the programme from their configuration:
// the API, the worker and the operator's commands. It is the only place where
// everything meets.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"go.temporal.io/sdk/client"
	temporallog "go.temporal.io/sdk/log"

	"partnercenter/api"
	"partnercenter/internal/config"
	"partnercenter/internal/directory"
	"partnercenter/internal/process"
	"partnercenter/internal/programme"
	"partnercenter/internal/store"
	"partnercenter/internal/webhook"
	"partnercenter/models"
)

// dialPatience is how long a process waits for the engine when it starts.
const dialPatience = 30 * time.Second

// parts is what every long-running process has.
type parts struct {
	store     *store.Store
	client    client.Client
	engine    *process.Engine
	programme *programme.Programme
}

func openStore(ctx context.Context, cfg config.Common, log *slog.Logger) (*store.Store, error) {
	return store.Open(ctx, store.Config{URL: string(cfg.DatabaseURL), MovableClock: cfg.MovableClock(), MaxConns: cfg.DatabaseConns, Logger: log})
}

// assemble connects to the database and the engine. The caller closes. bank is nil
// where nothing is paid out.
func assemble(ctx context.Context, common config.Common, cfg config.Programme, feeder models.Side, bank programme.Bank, log *slog.Logger) (*parts, error) {
	notices, err := api.NoticeVersions()
	if err != nil {
		return nil, err
	}
	db, err := openStore(ctx, common, log)
	if err != nil {
		return nil, err
	}
	engine, err := dial(ctx, common.Temporal, log)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &parts{
		store:  db,
		client: engine,
		engine: &process.Engine{Client: engine, TaskQueue: common.Temporal.TaskQueue, Log: log},
		programme: programme.New(programme.Deps{
			Store: db, Hasher: store.NewHasher(cfg.LookupKey), Codes: programme.NewCodes(cfg.InvitationKeys.Keys, cfg.InvitationKeys.Current),
			Receivers: programme.Receivers{Secrets: programme.NewSecrets(cfg.WebhookKeys.Keys, cfg.WebhookKeys.Current), Accepts: webhook.Networks(cfg.WebhookNetworks).Accepts},
			Directory: directory.New(cfg.DirectoryURL.String(), string(cfg.DirectoryToken)), Bank: bank, PublicURL: cfg.PublicURL.String(),
			Notices: notices, Feeder: feeder, Log: log,
		}),
	}, nil
}

func (p *parts) close() error {
	p.client.Close()
	return p.store.Close()
}

func (p *parts) upkeep(log *slog.Logger) *programme.Upkeep {
	return &programme.Upkeep{Store: p.store, Engine: p.engine, Log: log}
}

// dial connects to the engine, which may still be starting.
func dial(ctx context.Context, cfg config.Temporal, log *slog.Logger) (client.Client, error) {
	ctx, cancel := context.WithTimeout(ctx, dialPatience)
	defer cancel()
	for {
		c, err := client.DialContext(ctx, client.Options{
			HostPort: cfg.Address, Namespace: cfg.Namespace, Logger: temporallog.NewStructuredLogger(log.With("component", "temporal")),
		})
		if err == nil {
			return c, nil
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("reach Temporal at %s: %w", cfg.Address, err)
		case <-time.After(time.Second):
		}
	}
}

// serve answers HTTP on an address until ctx ends, then lets requests finish.
func serve(ctx context.Context, server *http.Server, address string, patience time.Duration, log *slog.Logger) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", address, err)
	}
	log.InfoContext(ctx, "listening", "address", listener.Addr().String())
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	select {
	case err := <-done:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	log.InfoContext(ctx, "stopping; requests under way are finished first")
	return server.Shutdown(stop)
}
