package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"go.temporal.io/sdk/client"
	"golang.org/x/sync/errgroup"

	"partnercenter/api"
	"partnercenter/internal/auth"
	"partnercenter/internal/config"
	"partnercenter/internal/process"
	"partnercenter/models"
	"partnercenter/rules"
)

// API runs the HTTP API and the customers' pages until ctx ends.
func API(ctx context.Context, cfg config.API, log *slog.Logger) error {
	observer, err := watch(ctx, "api", cfg.Watch, log)
	if err != nil {
		return err
	}
	defer unwatch(ctx, observer, log)
	p, err := assemble(ctx, cfg.Common, cfg.Programme, observer, models.SideVendor, outside{}, log)
	if err != nil {
		return err
	}
	p.engine.DecisionWait = cfg.RequestTimeout / 3 // the rest is for transactions, before and after
	p.engine.Starts = process.NewStarts(ctx, p.store, p.engine)
	staying, end := linger(ctx, cfg.ShutdownDelay)
	defer end()
	handler, err := router(staying, cfg, p, ctx.Done(), log)
	if err != nil {
		p.engine.Starts.Close()
		return errors.Join(err, p.close())
	}
	group, running := errgroup.WithContext(staying)
	group.Go(func() error {
		return serve(running, api.Server(handler, cfg.RequestTimeout, log), cfg.Listen, cfg.ShutdownTimeout, log)
	})
	if cfg.OpsListen != "" {
		group.Go(func() error {
			return serveOps(running, cfg.OpsListen, readiness(p, ctx.Done()), p, cfg.ShutdownTimeout, log)
		})
	}
	err = group.Wait()
	p.engine.Starts.Close()
	return errors.Join(err, p.close())
}

// router is the API's handler; stopping is closed when the process is to end.
func router(ctx context.Context, cfg config.API, p *parts, stopping <-chan struct{}, log *slog.Logger) (http.Handler, error) {
	organisations := p.programme.Organisations
	acceptances := &process.Acceptances{Acceptances: p.programme.Acceptances, Engine: p.engine}
	requests := &process.AssociationRequests{AssociationRequests: p.programme.Requests, Engine: p.engine}
	pages, err := customerPages(cfg, acceptances, requests, log)
	if err != nil {
		return nil, err
	}
	bankSignature, err := standardwebhooks.NewWebhookRaw(cfg.BankSecret)
	if err != nil {
		return nil, fmt.Errorf("secret of the bank: %w", err)
	}
	channels, err := paymentChannels(cfg.PaymentChannels)
	if err != nil {
		return nil, err
	}
	return api.New(api.Deps{
		Services: api.Services{
			Registrations: &process.Registrations{Registrations: p.programme.Registrations, Engine: p.engine},
			Invitations:   &process.Invitations{Invitations: p.programme.Invitations, Engine: p.engine},
			Links:         p.programme.Links,
			Acceptances:   acceptances,
			Associations:  p.programme.Associations,
			Requests:      requests,
			Settlements:   &process.Settlements{Settlements: p.programme.Settlements, Engine: p.engine},
			Accounts:      p.programme.Accounts,
			TopUps:        p.programme.TopUps,
			Changes:       p.programme.Changes,
			Adjustments:   p.programme.Adjustments,
			Consumptions:  p.programme.Consumptions,
			Tasks:         p.programme.Tasks,
			Evaluations:   p.programme.Evaluations,
			Timelines:     p.programme.Timelines,
			Denials:       p.programme.Denials,
			Organisations: organisations,
			Customers:     p.programme.Customers,
			Policies:      p.programme.Policies,
			Withdrawals:   &process.Withdrawals{Withdrawals: p.programme.Withdrawals, Engine: p.engine},
			PartnerFacts:  p.programme.PartnerFacts,
			Feeds:         p.programme.Feeds,
			Subscriptions: p.programme.Subscriptions,
		},
		Auth:           auth.New(ctx, auth.Config{Issuer: cfg.AuthIssuer, JWKSURL: cfg.AuthJWKSURL.String(), Audience: cfg.AuthAudience}, organisations),
		CursorKey:      cfg.CursorKey,
		Titles:         title,
		Readiness:      readiness(p, stopping),
		RequestTimeout: cfg.RequestTimeout,
		PublicURL:      cfg.PublicURL.String(),
		Rates:          api.Rates{Principal: api.Rate(cfg.RatePrincipal), Address: api.Rate(cfg.RateAddress)},
		Proxies:        cfg.TrustedProxies,
		Logger:         log,
		Bank:           bankSignature,
		Channels:       channels,
		Pages:          pages,
		Stopping:       stopping,
		Middleware:     []echo.MiddlewareFunc{p.observer.Echo},
	})
}

// paymentChannels are the channels that may call back, each with the check of
// its signature.
func paymentChannels(configured config.PaymentChannels) (map[string]api.Channel, error) {
	channels := map[string]api.Channel{}
	for name, c := range configured {
		signature, err := standardwebhooks.NewWebhookRaw(c.Secret)
		if err != nil {
			return nil, fmt.Errorf("secret of payment channel %s: %w", name, err)
		}
		channels[name] = api.Channel{PaymentChannel: models.PaymentChannel{Name: name, Number: c.Number, Realm: c.Realm}, Signature: signature}
	}
	return channels, nil
}

// title is the wording of a blocker in a language of the API.
func title(code, language string) (string, bool) {
	t, known := rules.Titles[code]
	if language == "en" {
		return t.En, known
	}
	return t.ZhCN, known
}

// linger is a context that ends a while after ctx: whoever sends requests here has to
// see first that it is not ready any more.
func linger(ctx context.Context, delay time.Duration) (staying context.Context, end context.CancelFunc) {
	staying, end = context.WithCancel(context.WithoutCancel(ctx))
	context.AfterFunc(ctx, func() { time.AfterFunc(delay, end) })
	return staying, end
}

func readiness(p *parts, stopping <-chan struct{}) []api.Readiness {
	return []api.Readiness{
		{Name: "running", Check: func(context.Context) error {
			select {
			case <-stopping:
				return errors.New("the process is about to stop")
			default:
				return nil
			}
		}},
		{Name: "database", Check: p.store.Ping},
		{Name: "migrations", Check: p.store.Migrated},
		{Name: "temporal", Check: func(ctx context.Context) error {
			_, err := p.client.CheckHealth(ctx, &client.CheckHealthRequest{})
			return err
		}},
		{Name: "search_attributes", Check: p.prepared},
	}
}
