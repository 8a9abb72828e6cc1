package server

import (
	"log/slog"

	uiserver "github.com/temporalio/ui-server/v2/server"
	uiconfig "github.com/temporalio/ui-server/v2/server/config"
	"github.com/temporalio/ui-server/v2/server/server_options"

	"partnercenter/dev/temporal"
)

type ui struct {
	server *uiserver.Server
}

func newUI(cfg temporal.Config) *ui {
	defaultNamespace := "default"
	if len(cfg.Namespaces) > 0 {
		defaultNamespace = cfg.Namespaces[0]
	}
	return &ui{server: uiserver.NewServer(server_options.WithConfigProvider(&uiconfig.Config{
		TemporalGRPCAddress: cfg.Address(),
		Host:                "127.0.0.1",
		Port:                cfg.Ports.UI,
		EnableUI:            true,
		DisableNewsFetch:    true,
		DefaultNamespace:    defaultNamespace,
		HideLogs:            true,
		// Loopback is plain HTTP: without this the browser drops the token and Terminate answers 403.
		CORS: uiconfig.CORS{CookieInsecure: true},
	}))}
}

func (u *ui) Start() {
	if err := u.server.Start(); err != nil {
		slog.Error("the Temporal UI ended", "error", err)
	}
}

func (u *ui) Stop() {
	u.server.Stop()
}
