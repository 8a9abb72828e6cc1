package sim

import (
	"cmp"
	"context"
	"fmt"
	"net"
)

// freeLoopback is an address for each server that was given none.
const freeLoopback = "127.0.0.1:0"

type listeners struct {
	issuer, identity, sms, mailHTTP, mailSMTP, directory, bank, channels, control net.Listener
}

// listen opens all or none.
func listen(ctx context.Context, at Addresses) (*listeners, error) {
	l := &listeners{}
	var config net.ListenConfig
	for _, one := range []struct {
		name     string
		address  string
		listener *net.Listener
	}{
		{"token issuer", at.Issuer, &l.issuer},
		{"identity provider", at.Identity, &l.identity},
		{"SMS gateway", at.SMS, &l.sms},
		{"mail catcher's pages", at.MailHTTP, &l.mailHTTP},
		{"mail catcher", at.MailSMTP, &l.mailSMTP},
		{"customer directory", at.Directory, &l.directory},
		{"bank", at.Bank, &l.bank},
		{"payment channels", at.Channels, &l.channels},
		{"control", at.Control, &l.control},
	} {
		listener, err := config.Listen(ctx, "tcp", cmp.Or(one.address, freeLoopback))
		if err != nil {
			l.close()
			return nil, fmt.Errorf("listen for %s: %w", one.name, err)
		}
		*one.listener = listener
	}
	return l, nil
}

func (l *listeners) close() {
	for _, listener := range []net.Listener{l.issuer, l.identity, l.sms, l.mailHTTP, l.mailSMTP, l.directory, l.bank, l.channels, l.control} {
		if listener != nil {
			_ = listener.Close()
		}
	}
}
