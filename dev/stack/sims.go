package stack

import (
	"context"
	"fmt"

	"partnercenter/dev/sim"
)

// callbackPath is where the product takes the customers' sign-in back.
const callbackPath = "/i/callback"

// bankCallback is where the bank calls back.
const bankCallback = "/v1/callbacks/bank"

// RunSims serves the simulators at the plan's addresses until ctx ends.
func (p *Plan) RunSims(ctx context.Context) error {
	config, err := p.simConfig()
	if err != nil {
		return err
	}
	suite, err := sim.Start(ctx, config)
	if err != nil {
		return err
	}
	if err := p.MarkReady(PieceSims); err != nil {
		return err
	}
	<-ctx.Done()
	if err := suite.Close(); err != nil {
		return fmt.Errorf("stop simulators: %w", err)
	}
	return nil
}

func (p *Plan) simConfig() (sim.Config, error) {
	config := sim.Config{
		Addresses:      sim.Addresses{MailSMTP: p.Sims.SMTPAddr},
		DirectoryToken: p.Sims.DirectoryToken,
		BankToken:      p.Sims.BankToken,
		BankSecret:     p.Sims.BankSecret,
		ChannelsToken:  p.Sims.ChannelsToken,
		BankCallback:   p.APIs[0] + bankCallback,
		ClientID:       p.Secrets.OIDCClientID,
		ClientSecret:   p.Secrets.OIDCClientSecret,
		RedirectURIs:   []string{p.APIs[0] + callbackPath},
		Product:        p.APIs[0],
		ChannelSecrets: p.Secrets.ChannelSecrets,
	}
	for address, field := range map[string]*string{
		p.Sims.IssuerURL:    &config.Addresses.Issuer,
		p.Sims.IdentityURL:  &config.Addresses.Identity,
		p.Sims.SMSURL:       &config.Addresses.SMS,
		p.Sims.MailURL:      &config.Addresses.MailHTTP,
		p.Sims.DirectoryURL: &config.Addresses.Directory,
		p.Sims.BankURL:      &config.Addresses.Bank,
		p.Sims.ChannelsURL:  &config.Addresses.Channels,
		p.Sims.ControlURL:   &config.Addresses.Control,
	} {
		listen, err := hostPort(address)
		if err != nil {
			return sim.Config{}, err
		}
		*field = listen
	}
	return config, nil
}
