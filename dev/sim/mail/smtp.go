package mail

import (
	"fmt"
	"io"
	"log/slog"

	"github.com/emersion/go-smtp"
	"github.com/google/uuid"
)

const maxMessageBytes = 10 << 20

// newSMTP sets no read timeout: it would end a hang before the sender does.
func newSMTP(s *Server) *smtp.Server {
	server := smtp.NewServer(smtp.BackendFunc(func(conn *smtp.Conn) (smtp.Session, error) {
		return &session{server: s, conn: conn}, nil
	}))
	server.Domain = "localhost"
	server.MaxMessageBytes = maxMessageBytes
	server.EnableSMTPUTF8 = true
	server.ErrorLog = slog.NewLogLogger(slog.Default().Handler(), slog.LevelDebug)
	return server
}

// session is one connection; its methods run one after another.
type session struct {
	server *Server
	conn   *smtp.Conn

	mode string
	from string
	to   []string
	// hangUp is set once the message of a CloseAfter250 transaction is kept.
	hangUp bool
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from, s.to, s.mode = from, nil, s.server.behaviour.Take()
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	switch s.mode {
	case Reject:
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such mailbox here"}
	case TempFail:
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Try again later"}
	}
	s.to = append(s.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	message, err := parse(r)
	if err != nil {
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: fmt.Sprintf("Malformed message: %v", err)}
	}
	message.ID, message.From, message.To = uuid.NewString(), s.from, s.to
	s.server.keep(message)
	switch s.mode {
	case HangAfterData:
		return s.hang()
	case CloseAfter250:
		s.hangUp = true
	}
	return nil
}

// hang reads until one side closes the connection. What it returns reaches nobody.
func (s *session) hang() error {
	if _, err := io.Copy(io.Discard, s.conn.Conn()); err != nil {
		return fmt.Errorf("hang: %w", err)
	}
	return io.ErrClosedPipe
}

// Reset runs after the answer to DATA is written, which is the moment to leave.
// Only the raw connection can be closed here: smtp.Conn holds its lock.
func (s *session) Reset() {
	if !s.hangUp {
		return
	}
	if err := s.conn.Conn().Close(); err != nil {
		slog.Debug("close SMTP connection", "error", err)
	}
}

func (s *session) Logout() error { return nil }
