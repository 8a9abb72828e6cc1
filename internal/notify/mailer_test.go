package notify_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"log" //nolint:depguard // the mail server of the tests asks for such a logger
	"mime"
	"net"
	"net/http/httptest"
	"net/mail"
	"strings"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/notify"
)

const mailUser, mailPassword = "programme", "a password"

// mailServer keeps what it takes. It answers RCPT, or the commands set in
// answers, with the errors set for them.
type mailServer struct {
	addr    string
	roots   *x509.CertPool
	taken   chan string
	refuse  error
	answers map[string]error // by command: MAIL, DATA
}

// startMailServer listens on a free port; implicit says that TLS comes first.
func startMailServer(t *testing.T, implicit bool, refuse error) *mailServer {
	t.Helper()
	certified := httptest.NewTLSServer(nil)
	t.Cleanup(certified.Close)
	roots := x509.NewCertPool()
	roots.AddCert(certified.Certificate())

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := &mailServer{addr: listener.Addr().String(), roots: roots, taken: make(chan string, 10), refuse: refuse}
	settings := &tls.Config{Certificates: certified.TLS.Certificates}
	server := smtp.NewServer(s)
	server.Domain = "mail.example.com"
	server.ErrorLog = log.New(io.Discard, "", 0) //nolint:forbidigo // connections that break are part of the tests
	if implicit {
		listener = tls.NewListener(listener, settings)
	} else {
		server.TLSConfig = settings
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	t.Cleanup(func() {
		require.NoError(t, server.Close())
		require.NoError(t, <-ended)
	})
	return s
}

func (s *mailServer) NewSession(c *smtp.Conn) (smtp.Session, error) {
	_, protected := c.TLSConnectionState()
	return &mailSession{server: s, protected: protected}, nil
}

type mailSession struct {
	server    *mailServer
	protected bool
}

func (s *mailSession) AuthMechanisms() []string {
	if !s.protected {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *mailSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != mailUser || password != mailPassword {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (s *mailSession) Mail(string, *smtp.MailOptions) error { return s.server.answers["MAIL"] }
func (s *mailSession) Rcpt(string, *smtp.RcptOptions) error { return s.server.refuse }
func (s *mailSession) Reset()                               {}
func (s *mailSession) Logout() error                        { return nil }

func (s *mailSession) Data(r io.Reader) error {
	message, err := io.ReadAll(r)
	if refused := s.server.answers["DATA"]; refused != nil {
		return refused
	}
	if err == nil {
		s.server.taken <- string(message)
	}
	return err
}

func (s *mailServer) config(mode notify.TLSMode) notify.SMTPConfig {
	return notify.SMTPConfig{Addr: s.addr, From: "伙伴中心 <no-reply@partners.example.com>", TLS: mode, RootCAs: s.roots}
}

func envelope(t *testing.T) notify.Envelope {
	t.Helper()
	composed, err := notify.Compose(notify.KindInvitation, "zh-CN", sample(t))
	require.NoError(t, err)
	return notify.Envelope{To: "customer@example.com", MessageID: "0190@partners.example.com", Mail: composed}
}

// In every TLS mode the server gets one mail with a readable subject, its own
// Message-ID and the content twice: as text and as HTML.
func TestMailsReachTheServerInEveryTLSMode(t *testing.T) {
	for _, mode := range []notify.TLSMode{notify.TLSNone, notify.TLSStartTLS, notify.TLSImplicit} {
		t.Run(string(mode), func(t *testing.T) {
			server := startMailServer(t, mode == notify.TLSImplicit, nil)
			cfg := server.config(mode)
			if mode != notify.TLSNone {
				cfg.Username, cfg.Password = mailUser, mailPassword
			}
			mailer, err := notify.NewMailer(cfg)
			require.NoError(t, err)
			require.NoError(t, mailer.Send(t.Context(), envelope(t)))

			got, err := mail.ReadMessage(strings.NewReader(<-server.taken))
			require.NoError(t, err)
			subject, err := new(mime.WordDecoder).DecodeHeader(got.Header.Get("Subject"))
			require.NoError(t, err)
			require.Equal(t, "云启科技有限公司 邀请您关联云服务账号", subject)
			require.Equal(t, "<0190@partners.example.com>", got.Header.Get("Message-ID"))
			require.Equal(t, "<customer@example.com>", got.Header.Get("To"))
			require.Equal(t, "auto-generated", got.Header.Get("Auto-Submitted"))
			kind, _, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
			require.NoError(t, err)
			require.Equal(t, "multipart/alternative", kind)
		})
	}
}

// A subject cannot bring a header with it, whoever wrote it.
func TestHeadersCannotBeInjected(t *testing.T) {
	server := startMailServer(t, false, nil)
	mailer, err := notify.NewMailer(server.config(notify.TLSNone))
	require.NoError(t, err)
	e := envelope(t)
	e.Mail.Subject = "Hello\r\nBcc: victim@example.com\r\n\r\nbody"
	require.NoError(t, mailer.Send(t.Context(), e))

	got, err := mail.ReadMessage(strings.NewReader(<-server.taken))
	require.NoError(t, err)
	require.Empty(t, got.Header.Get("Bcc"))

	e = envelope(t)
	e.To = "customer@example.com\r\nBcc: victim@example.com"
	require.ErrorContains(t, mailer.Send(t.Context(), e), "not valid")
	require.Empty(t, server.taken)
}

// What the server says of a recipient repeats the address: only its codes are
// kept, and the next mail is tried.
func TestARefusedRecipientIsNamedByCodesOnly(t *testing.T) {
	server := startMailServer(t, false, &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "customer@example.com: no such user"})
	mailer, err := notify.NewMailer(server.config(notify.TLSNone))
	require.NoError(t, err)

	var refused *notify.SendError
	require.ErrorAs(t, mailer.Send(t.Context(), envelope(t)), &refused)
	require.Equal(t, &notify.SendError{Cause: "the mail server answered 550 5.1.1", Permanent: true}, refused)
}

// A 5xx about the recipient or the mail is final. A 4xx asks for another attempt,
// and a sender that is refused is our own to mend.
func TestOnlyARefusalOfRecipientOrMailIsForGood(t *testing.T) {
	for _, c := range []struct {
		command   string
		code      int
		permanent bool
	}{
		{"RCPT", 550, true}, {"RCPT", 553, true}, {"DATA", 554, true},
		{"RCPT", 450, false}, {"DATA", 451, false}, {"MAIL", 550, false}, {"MAIL", 421, false},
	} {
		answer := &smtp.SMTPError{Code: c.code, EnhancedCode: smtp.EnhancedCode{c.code / 100, 0, 0}, Message: "no"}
		server := startMailServer(t, false, nil)
		server.answers = map[string]error{c.command: answer}
		if c.command == "RCPT" {
			server.refuse = answer
		}
		mailer, err := notify.NewMailer(server.config(notify.TLSNone))
		require.NoError(t, err)
		var refused *notify.SendError
		require.ErrorAs(t, mailer.Send(t.Context(), envelope(t)), &refused)
		require.Equal(t, c.permanent, refused.Permanent, "%d after %s", c.code, c.command)
		require.False(t, refused.Unreachable, "%d after %s", c.code, c.command)
	}
}

// No mail leaves over a connection that is not protected as configured.
func TestAMailServerThatCannotBeTrustedIsUnreachable(t *testing.T) {
	untrusted := startMailServer(t, true, nil).config(notify.TLSImplicit)
	untrusted.RootCAs = x509.NewCertPool()

	closed, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	absent := notify.SMTPConfig{Addr: closed.Addr().String(), From: "a@example.com", TLS: notify.TLSNone}
	require.NoError(t, closed.Close())

	wrongPassword := startMailServer(t, true, nil).config(notify.TLSImplicit)
	wrongPassword.Username, wrongPassword.Password = mailUser, "wrong"

	for name, cfg := range map[string]notify.SMTPConfig{"certificate": untrusted, "absent": absent, "password": wrongPassword} {
		t.Run(name, func(t *testing.T) {
			mailer, err := notify.NewMailer(cfg)
			require.NoError(t, err)
			var failed *notify.SendError
			require.ErrorAs(t, mailer.Send(t.Context(), envelope(t)), &failed)
			require.True(t, failed.Unreachable)
			require.NotContains(t, failed.Cause, "wrong password")
		})
	}
}

func TestTheMailersConfigurationIsChecked(t *testing.T) {
	good := notify.SMTPConfig{Addr: "mail.example.com:25", From: "a@example.com", TLS: notify.TLSStartTLS}
	for name, spoil := range map[string]func(*notify.SMTPConfig){
		"address":  func(c *notify.SMTPConfig) { c.Addr = "mail.example.com" },
		"port":     func(c *notify.SMTPConfig) { c.Addr = "mail.example.com:smtp" },
		"from":     func(c *notify.SMTPConfig) { c.From = "nobody" },
		"tls mode": func(c *notify.SMTPConfig) { c.TLS = "maybe" },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := good
			spoil(&cfg)
			_, err := notify.NewMailer(cfg)
			require.Error(t, err)
		})
	}
	_, err := notify.NewMailer(good)
	require.NoError(t, err)
}

func TestAMessageIDNeedsAHost(t *testing.T) {
	id, err := notify.MessageID(uuid.Nil, "http://127.0.0.1:8080")
	require.NoError(t, err)
	require.Equal(t, "00000000-0000-0000-0000-000000000000@127.0.0.1", id)

	_, err = notify.MessageID(uuid.Nil, "partners")
	require.Error(t, err)
}
