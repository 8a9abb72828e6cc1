package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/wneessen/go-mail"
)

// TLSMode says how the connection to the mail server is protected.
type TLSMode string

// The TLS modes.
const (
	TLSNone     TLSMode = "none"
	TLSStartTLS TLSMode = "starttls" // mandatory: a server without it is refused
	TLSImplicit TLSMode = "tls"
)

// smtpTimeout bounds the whole talk about one mail.
const smtpTimeout = 10 * time.Second

// SMTPConfig says where mails go and as whom.
type SMTPConfig struct {
	Addr     string // host:port
	From     string // "Name <address>" or an address
	Username string // empty: no authentication
	Password string
	TLS      TLSMode
	// RootCAs judge the server's certificate; nil means the system's.
	RootCAs *x509.CertPool
}

// Envelope is one mail to one recipient.
type Envelope struct {
	To        string
	MessageID string // without angle brackets; the same mail has the same one
	Mail      Mail
}

// Mailer hands mails to a mail server, each in a talk of its own.
type Mailer struct {
	client *mail.Client
	from   string
}

// NewMailer checks the configuration; it does not connect.
func NewMailer(cfg SMTPConfig) (*Mailer, error) {
	if err := mail.NewMsg().From(cfg.From); err != nil {
		return nil, fmt.Errorf("sender of mails: %w", err)
	}
	options, host, err := cfg.options()
	if err != nil {
		return nil, err
	}
	client, err := mail.NewClient(host, options...)
	if err != nil {
		return nil, fmt.Errorf("configure mail client: %w", err)
	}
	return &Mailer{client: client, from: cfg.From}, nil
}

func (c SMTPConfig) options() ([]mail.Option, string, error) {
	host, service, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return nil, "", fmt.Errorf("address of the mail server: %w", err)
	}
	port, err := strconv.Atoi(service)
	if err != nil {
		return nil, "", fmt.Errorf("port of the mail server: %w", err)
	}
	options := []mail.Option{
		mail.WithPort(port),
		mail.WithTimeout(smtpTimeout),
		mail.WithTLSConfig(&tls.Config{ServerName: host, RootCAs: c.RootCAs, MinVersion: tls.VersionTLS12}),
		// A connection carries one mail: there is nothing to probe before it, and a
		// reset that fails after it would report a mail that was taken as failed.
		mail.WithoutNoop(),
		mail.WithoutRset(),
	}
	protection, err := c.protection()
	if err != nil {
		return nil, "", err
	}
	options = append(options, protection)
	if c.Username != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(c.Username), mail.WithPassword(c.Password))
	}
	return options, host, nil
}

func (c SMTPConfig) protection() (mail.Option, error) {
	switch c.TLS {
	case TLSNone:
		return mail.WithTLSPolicy(mail.NoTLS), nil
	case TLSStartTLS:
		return mail.WithTLSPolicy(mail.TLSMandatory), nil
	case TLSImplicit:
		return mail.WithSSL(), nil
	default:
		return nil, fmt.Errorf("there is no TLS mode %q", c.TLS)
	}
}

// SendError says why a mail was not taken, without anything of its content or
// recipient: what servers answer repeats addresses.
type SendError struct {
	// Cause is fit for logs and rows.
	Cause string
	// Unreachable: the server was not there, so that no other mail would pass either.
	Unreachable bool
	// Permanent: the server will never take this mail for this recipient.
	Permanent bool
}

// Error is the cause.
func (e *SendError) Error() string { return "send mail: " + e.Cause }

// Send returns when the server has taken the mail. Every error is a *SendError.
func (m *Mailer) Send(ctx context.Context, e Envelope) error {
	message, err := m.message(e)
	if err != nil {
		return &SendError{Cause: "the recipient's address is not valid", Permanent: true}
	}
	connection, err := m.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return &SendError{Cause: dialCause(err), Unreachable: true}
	}
	err = m.client.SendWithSMTPClient(connection, message)
	// Goodbye only: the server has taken the mail or refused it.
	_ = m.client.CloseWithSMTPClient(connection)
	if err != nil {
		return refusal(err)
	}
	return nil
}

func (m *Mailer) message(e Envelope) (*mail.Msg, error) {
	message := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := errors.Join(message.From(m.from), message.To(e.To)); err != nil {
		return nil, err
	}
	message.Subject(e.Mail.Subject)
	message.SetMessageIDWithValue(e.MessageID)
	message.SetDate()
	// Automatic answers (out of office) to an automatic mail help nobody.
	message.SetGenHeader("Auto-Submitted", "auto-generated")
	message.SetBodyString(mail.TypeTextPlain, e.Mail.Text)
	message.AddAlternativeString(mail.TypeTextHTML, e.Mail.HTML)
	return message, nil
}

// dialCause names the kind of failure; the server's own words stay out.
func dialCause(err error) string {
	var timeout net.Error
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &certificate):
		return "the mail server's certificate is not trusted"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "the mail server does not answer"
	default:
		return "the mail server cannot be reached or does not let us in"
	}
}

// refusal keeps the codes of the server's answer and drops its words. A 5xx is
// final where it is about the recipient or the mail (RFC 5321, 4.2.1); about the
// sender it is about our configuration, and passes when that is mended.
func refusal(err error) *SendError {
	var sent *mail.SendError
	if !errors.As(err, &sent) || sent.ErrorCode() == 0 {
		return &SendError{Cause: "the connection to the mail server broke", Unreachable: true}
	}
	cause := fmt.Sprintf("the mail server answered %d", sent.ErrorCode())
	if status := sent.EnhancedStatusCode(); status != "" {
		cause += " " + status
	}
	about := sent.Reason == mail.ErrSMTPRcptTo || sent.Reason == mail.ErrSMTPData || sent.Reason == mail.ErrSMTPDataClose
	return &SendError{Cause: cause, Permanent: about && sent.ErrorCode() >= 500}
}

// MessageID derives the id of a notification's mail: whoever receives it twice
// after a crash can tell that it is one.
func MessageID(notification uuid.UUID, publicURL string) (string, error) {
	u, err := url.Parse(publicURL)
	if err != nil || u.Hostname() == "" {
		return "", fmt.Errorf("public url %q has no host", publicURL)
	}
	return notification.String() + "@" + u.Hostname(), nil
}
