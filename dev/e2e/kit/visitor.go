package kit

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/sim/mail"
	"partnercenter/dev/visitor"
)

// Visitor is a customer at a browser, in front of the page of a link.
func (w *World) Visitor(link string) *visitor.Visitor {
	w.T.Helper()
	v, err := visitor.New("en", w.Sims.SMS())
	require.NoError(w.T, err)
	require.NoError(w.T, v.Open(w.T.Context(), link))
	return v
}

// SignIn is a visitor with an account of the directory, in front of the page that asks for consent.
func (w *World) SignIn(link string, account uuid.UUID) *visitor.Visitor {
	w.T.Helper()
	w.setPassword(account)
	record, err := w.Sims.Directory().Get(w.T.Context(), account)
	require.NoError(w.T, err)
	v := w.Visitor(link)
	require.NoError(w.T, v.SignIn(w.T.Context(), record.AccountName, Password))
	return v
}

// Accept is a visitor with an account of the directory who has agreed, in front of the result.
func (w *World) Accept(link string, account uuid.UUID) *visitor.Visitor {
	w.T.Helper()
	v := w.SignIn(link, account)
	require.NoError(w.T, v.Consent(w.T.Context()))
	return v
}

// DirectoryIs sets the behaviour of the customer directory: "ok", "down", "stale".
func (w *World) DirectoryIs(mode string) {
	w.T.Helper()
	status, answer := w.Call(w.Sims.Endpoints.DirectoryURL, http.MethodPut, "/behaviour", w.Sims.Endpoints.DirectoryToken, fmt.Sprintf(`{"mode":%q,"count":0}`, mode))
	require.Less(w.T, status, http.StatusMultipleChoices, "%s", answer)
}

// MailsAbout are the caught mails to an address whose subject holds a text, the oldest first.
func (w *World) MailsAbout(to, subject string) []mail.Message {
	w.T.Helper()
	found, err := w.Mails(w.T.Context(), to)
	require.NoError(w.T, err)
	return slices.DeleteFunc(found, func(m mail.Message) bool { return !strings.Contains(m.Subject, subject) })
}

// Mail waits for the n-th such mail, counted from 1.
func (w *World) Mail(to, subject string, n int) mail.Message {
	w.T.Helper()
	var found []mail.Message
	require.Eventually(w.T, func() bool {
		found = w.MailsAbout(to, subject)
		return len(found) >= n
	}, Patience, 50*time.Millisecond, "mail %d %q to %s", n, subject, to)
	return found[n-1]
}

// MailedLink is the link in the n-th invitation that was mailed to an address.
func (w *World) MailedLink(to string, n int) string {
	w.T.Helper()
	link, err := visitor.Link(w.Mail(to, "", n).Text, w.URLs[0])
	require.NoError(w.T, err)
	return link.String()
}
