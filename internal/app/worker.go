package app

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"partnercenter/api"
	"partnercenter/internal/bank"
	"partnercenter/internal/config"
	"partnercenter/internal/notify"
	"partnercenter/internal/programme"
	"partnercenter/internal/statement"
	"partnercenter/internal/webhook"
	"partnercenter/models"
	"partnercenter/worker"
	"partnercenter/workflows"
)

// readHeaderTimeout bounds how long a peer may take to send its headers.
const readHeaderTimeout = 5 * time.Second

// Worker runs workflows and activities until ctx ends.
func Worker(ctx context.Context, cfg config.Worker, log *slog.Logger) error {
	mailer, err := notify.NewMailer(notify.SMTPConfig{
		Addr: cfg.SMTPAddr, From: cfg.SMTPFrom, Username: cfg.SMTPUsername, Password: string(cfg.SMTPPassword), TLS: notify.TLSMode(cfg.SMTPTLS),
	})
	if err != nil {
		return err
	}
	observer, err := watch(ctx, "worker", cfg.Watch, log)
	if err != nil {
		return err
	}
	defer unwatch(ctx, observer, log)
	p, err := assemble(ctx, cfg.Common, cfg.Programme, observer, models.SideSystem, outsideOf(cfg), log)
	if err != nil {
		return err
	}
	return errors.Join(work(ctx, cfg, p, mailer, log), p.close())
}

func outsideOf(cfg config.Worker) outside {
	channels := make(map[string]statement.Channel, len(cfg.PaymentStatements))
	for name, s := range cfg.PaymentStatements {
		channels[name] = statement.Channel{Source: statement.Source{URL: s.URL, Token: string(s.Token)}, Realm: s.Realm}
	}
	return outside{
		bank:       bank.New(cfg.BankURL.String(), string(cfg.BankToken)),
		statements: statement.New(statement.Source{URL: cfg.BankURL.JoinPath("statement"), Token: string(cfg.BankToken)}, channels),
	}
}

func work(ctx context.Context, cfg config.Worker, p *parts, mailer *notify.Mailer, log *slog.Logger) error {
	if err := worker.EnsureSchedules(ctx, p.client, cfg.Temporal.TaskQueue); err != nil {
		return err
	}
	p.observer.NoneFailed(cfg.Temporal.Namespace, cfg.Temporal.TaskQueue, workflows.Names())
	w := worker.New(worker.Deps{
		Client: p.client, TaskQueue: cfg.Temporal.TaskQueue, Programme: p.programme, Upkeep: p.upkeep(log), Engine: p.engine, Log: log,
		Ledger: &programme.Ledger{Store: p.store, Log: log}, Observer: p.observer,
		Sender: &notify.Sender{
			Queue: notify.StoredQueue{
				Store: p.store, Address: p.programme.Invitations.InvitationAddress, Digits: p.programme.Requests.Digits,
				PartnerPage: p.programme.Requests.PartnerPage(),
			},
			Transport: mailer, PublicURL: cfg.PublicURL.String(), Log: log,
		},
		Events: &webhook.Sender{Queue: p.programme.Deliveries, Transport: webhook.NewClient(webhook.Networks(cfg.WebhookNetworks), api.EventJSON), Log: log},
	})
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return w.Run(ctx) })
	if cfg.OpsListen != "" {
		group.Go(func() error {
			return serveOps(ctx, cfg.OpsListen, readiness(p, ctx.Done()), p, cfg.ShutdownTimeout, log)
		})
	}
	return group.Wait()
}
