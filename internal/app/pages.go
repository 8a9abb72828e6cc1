package app

import (
	"log/slog"

	"partnercenter/api"
	"partnercenter/internal/config"
	"partnercenter/internal/process"
)

// customerPages are the customers' side of invitations and links.
func customerPages(cfg config.API, acceptances *process.Acceptances, requests *process.AssociationRequests, log *slog.Logger) (*api.Pages, error) {
	return api.NewPages(api.PagesDeps{
		Customers:  acceptances,
		Partner:    requests,
		SignIn:     api.SignInConfig{Issuer: cfg.OIDCIssuer, ClientID: cfg.OIDCClientID, ClientSecret: string(cfg.OIDCSecret)},
		SessionKey: cfg.SessionKey,
		PublicURL:  cfg.PublicURL.String(),
		Titles:     title,
		Logger:     log,
	})
}
