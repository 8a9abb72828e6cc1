// Package server runs the real Temporal server, its four services and its UI in this process.
package server

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/dynamicconfig"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/primitives"
	server "go.temporal.io/server/temporal"

	"partnercenter/dev/internal/ports"
	"partnercenter/dev/temporal"
)

const (
	clusterName  = "active"
	storeMain    = "main"
	storeVisible = "visibility"
	startTimeout = 60 * time.Second
)

// Run serves until ctx ends. It calls ready once the namespaces are usable. Log lines from warnings up go to
// standard output.
func Run(ctx context.Context, cfg temporal.Config, ready func() error) error {
	if err := Migrate(cfg.Database); err != nil {
		return err
	}
	temporalServer, err := start(cfg)
	if err != nil {
		return err
	}
	ui := newUI(cfg)
	go ui.Start()
	defer ui.Stop()
	if err := prepare(ctx, cfg); err != nil {
		return errors.Join(err, temporalServer.Stop())
	}
	if err := ready(); err != nil {
		return errors.Join(err, temporalServer.Stop())
	}
	<-ctx.Done()
	if err := temporalServer.Stop(); err != nil {
		return fmt.Errorf("stop Temporal: %w", err)
	}
	return nil
}

func start(cfg temporal.Config) (server.Server, error) {
	logger := log.NewZapLogger(log.BuildZapLogger(log.Config{Stdout: true, Level: "warn"}))
	temporalServer, err := server.NewServer(
		server.WithConfig(serverConfig(cfg)),
		server.ForServices(server.DefaultServices),
		server.WithStaticHosts(hosts(cfg.Ports)),
		server.WithLogger(logger),
		server.WithAuthorizer(authorization.NewNoopAuthorizer()),
		server.WithDynamicConfigClient(dynamicConfig()),
	)
	if err != nil {
		return nil, fmt.Errorf("build Temporal: %w", err)
	}
	if err := temporalServer.Start(); err != nil {
		return nil, fmt.Errorf("start Temporal: %w", err)
	}
	return temporalServer, nil
}

func prepare(ctx context.Context, cfg temporal.Config) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	c, err := client.NewLazyClient(client.Options{HostPort: cfg.Address(), Logger: quiet{}})
	if err != nil {
		return fmt.Errorf("create client: %w", err)
	}
	defer c.Close()
	if err := temporal.WaitServing(ctx, c); err != nil {
		return err
	}
	return temporal.EnsureNamespaces(ctx, c, cfg.Namespaces)
}

// quiet drops the client's lines: what fails here is returned as an error.
type quiet struct{}

var _ sdklog.Logger = quiet{}

func (quiet) Debug(string, ...any) {}
func (quiet) Info(string, ...any)  {}
func (quiet) Warn(string, ...any)  {}
func (quiet) Error(string, ...any) {}

func serverConfig(cfg temporal.Config) *config.Config {
	disabled := config.Archival{
		History:    config.HistoryArchival{State: "disabled"},
		Visibility: config.VisibilityArchival{State: "disabled"},
	}
	return &config.Config{
		Persistence: config.Persistence{
			DefaultStore:     storeMain,
			VisibilityStore:  storeVisible,
			NumHistoryShards: 4,
			DataStores: map[string]config.DataStore{
				storeMain:    {SQL: store(cfg.Database, cfg.Database.Main)},
				storeVisible: {SQL: store(cfg.Database, cfg.Database.Visibility)},
			},
		},
		ClusterMetadata: &cluster.Config{
			FailoverVersionIncrement: 10,
			MasterClusterName:        clusterName,
			CurrentClusterName:       clusterName,
			ClusterInformation: map[string]cluster.ClusterInformation{
				clusterName: {Enabled: true, InitialFailoverVersion: 1, RPCAddress: cfg.Address()},
			},
		},
		DCRedirectionPolicy: config.DCRedirectionPolicy{Policy: "noop"},
		Services: map[string]config.Service{
			string(primitives.FrontendService): loopback(cfg.Ports.Frontend),
			string(primitives.HistoryService):  loopback(cfg.Ports.History),
			string(primitives.MatchingService): loopback(cfg.Ports.Matching),
			string(primitives.WorkerService):   loopback(cfg.Ports.Worker),
		},
		Archival:     disabled,
		PublicClient: config.PublicClient{HostPort: cfg.Address()},
		NamespaceDefaults: config.NamespaceDefaults{
			Archival: config.ArchivalNamespaceDefaults{
				History:    config.HistoryArchivalNamespaceDefaults{State: "disabled"},
				Visibility: config.VisibilityArchivalNamespaceDefaults{State: "disabled"},
			},
		},
	}
}

func loopback(port int) config.Service {
	return config.Service{RPC: config.RPC{GRPCPort: port, BindOnLocalHost: true}}
}

// hosts names every service's only address: with nothing to gossip the server is up at once, also after it was
// killed and its membership rows would still be fresh.
func hosts(p temporal.Ports) map[primitives.ServiceName]static.Hosts {
	return map[primitives.ServiceName]static.Hosts{
		primitives.FrontendService: static.SingleLocalHost(ports.Address(p.Frontend)),
		primitives.HistoryService:  static.SingleLocalHost(ports.Address(p.History)),
		primitives.MatchingService: static.SingleLocalHost(ports.Address(p.Matching)),
		primitives.WorkerService:   static.SingleLocalHost(ports.Address(p.Worker)),
	}
}

// dynamicConfig enables moving time, and lifts the limits that only protect shared clusters from their tenants.
func dynamicConfig() dynamicconfig.StaticClient {
	return dynamicconfig.StaticClient{
		dynamicconfig.WorkflowTimeSkippingEnabled.Key():                                        true,
		dynamicconfig.NamespaceCacheRefreshInterval.Key():                                      temporal.RefreshInterval,
		dynamicconfig.FrontendNamespaceReplicationInducingAPIsRPS.Key():                        1000,
		dynamicconfig.FrontendMaxNamespaceNamespaceReplicationInducingAPIsRPSPerInstance.Key(): 1000,
		dynamicconfig.FrontendGlobalNamespaceNamespaceReplicationInducingAPIsRPS.Key():         1000,
		dynamicconfig.FrontendMaxNamespaceVisibilityRPSPerInstance.Key():                       1000,
	}
}
