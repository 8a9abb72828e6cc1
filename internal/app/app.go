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

	"go.opentelemetry.io/otel"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/interceptor"
	temporallog "go.temporal.io/sdk/log"

	"partnercenter/api"
	"partnercenter/internal/config"
	"partnercenter/internal/directory"
	"partnercenter/internal/observe"
	"partnercenter/internal/process"
	"partnercenter/internal/programme"
	"partnercenter/internal/store"
	"partnercenter/internal/webhook"
	"partnercenter/models"
	"partnercenter/worker"
)

// dialPatience is how long a process waits for the engine when it starts.
const dialPatience = 30 * time.Second

// parts is what every long-running process has.
type parts struct {
	observer *observe.Observer
	store    *store.Store
	client   client.Client
	// prepared checks that the engine's namespace has what the workflows show.
	prepared  func(context.Context) error
	engine    *process.Engine
	programme *programme.Programme
}

// outside is where money moves; nothing in a process that moves none.
type outside struct {
	bank       programme.Bank
	statements programme.Outside
}

func storeConfig(cfg config.Common, log *slog.Logger) store.Config {
	return store.Config{URL: string(cfg.DatabaseURL), MovableClock: cfg.MovableClock(), MaxConns: cfg.DatabaseConns, Logger: log}
}

func openStore(ctx context.Context, cfg config.Common, log *slog.Logger) (*store.Store, error) {
	return store.Open(ctx, storeConfig(cfg, log))
}

// assemble connects to the database and the engine, both under the eyes of the
// observer. The caller closes.
func assemble(ctx context.Context, common config.Common, cfg config.Programme, watch *observe.Observer, feeder models.Side, money outside, log *slog.Logger) (*parts, error) {
	notices, err := api.NoticeVersions()
	if err != nil {
		return nil, err
	}
	watched := storeConfig(common, log)
	watched.Tracer, watched.Observer = watch.SQL(), watch
	db, err := store.Open(ctx, watched)
	if err != nil {
		return nil, err
	}
	watch.Pool(db.Stats)
	engine, err := dialWatched(ctx, common.Temporal, watch, log)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &parts{
		observer: watch,
		store:    db,
		client:   engine,
		prepared: worker.Prepared(engine, common.Temporal.Namespace),
		engine:   &process.Engine{Client: engine, TaskQueue: common.Temporal.TaskQueue, Log: log},
		programme: programme.New(programme.Deps{
			Store: db, Hasher: store.NewHasher(cfg.LookupKey), Codes: programme.NewCodes(cfg.InvitationKeys.Keys, cfg.InvitationKeys.Current),
			Receivers: programme.Receivers{Secrets: programme.NewSecrets(cfg.WebhookKeys.Keys, cfg.WebhookKeys.Current), Accepts: webhook.Networks(cfg.WebhookNetworks).Accepts},
			Directory: directory.New(cfg.DirectoryURL.String(), string(cfg.DirectoryToken)), Bank: money.bank, Outside: money.statements, PublicURL: cfg.PublicURL.String(),
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

func dialWatched(ctx context.Context, cfg config.Temporal, watch *observe.Observer, log *slog.Logger) (client.Client, error) {
	interceptors, err := watch.Interceptors()
	if err != nil {
		return nil, err
	}
	return dial(ctx, cfg, watch.Temporal(), interceptors, log)
}

// dial connects to the engine, which may still be starting. metrics is nil where
// nobody watches.
func dial(ctx context.Context, cfg config.Temporal, metrics client.MetricsHandler, interceptors []interceptor.ClientInterceptor, log *slog.Logger) (client.Client, error) {
	ctx, cancel := context.WithTimeout(ctx, dialPatience)
	defer cancel()
	options := clientOptions(cfg, log)
	options.MetricsHandler, options.Interceptors = metrics, interceptors
	for {
		c, err := client.DialContext(ctx, options)
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

func clientOptions(cfg config.Temporal, log *slog.Logger) client.Options {
	return client.Options{HostPort: cfg.Address, Namespace: cfg.Namespace, Logger: temporallog.NewStructuredLogger(log.With("component", "temporal"))}
}

// watch lets a process be watched. What is left to tell is told when it ends.
func watch(ctx context.Context, process string, cfg config.Watch, log *slog.Logger) (*observe.Observer, error) {
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { log.WarnContext(ctx, "traces are not sent", "error", err.Error()) }))
	return observe.New(ctx, observe.Config{Process: process, TracesURL: cfg.Traces()})
}

// goodbye bounds how long the last traces may take.
const goodbye = 5 * time.Second

// unwatch ends what watch began. The process is over by then, and so is its context.
func unwatch(ctx context.Context, o *observe.Observer, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), goodbye)
	defer cancel()
	if err := o.Close(ctx); err != nil { // a collector that is away must not turn a good end into a bad one
		log.WarnContext(ctx, "traces are not sent", "error", err.Error())
	}
}

// serveOps answers health and metrics on an address of their own until ctx ends.
func serveOps(ctx context.Context, address string, ready []api.Readiness, p *parts, patience time.Duration, log *slog.Logger) error {
	server := &http.Server{Handler: api.Health(ready, p.observer.Handler(), log), ReadHeaderTimeout: readHeaderTimeout}
	return serve(ctx, server, address, patience, log)
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
