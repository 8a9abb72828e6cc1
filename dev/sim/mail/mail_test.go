package mail_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/smtp"
	"net/textproto"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/dev/sim/clock"
	"partnercenter/dev/sim/mail"
)

const (
	sender    = "noreply@partner.example"
	recipient = "li.na@example.com"
)

// invitation has what a real mail has: encoded words, two parts, quoted-printable and base64.
const invitation = "Message-ID: <invitation.7@partner.example>\r\n" +
	"From: =?UTF-8?B?5LyZ5Ly05Lit5b+D?= <noreply@partner.example>\r\n" +
	"To: <li.na@example.com>\r\n" +
	"Subject: =?UTF-8?B?6YKA6K+35oKo5YWz6IGU?=\r\n" +
	"MIME-Version: 1.0\r\n" +
	"Content-Type: multipart/alternative; boundary=b\r\n\r\n" +
	"--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
	"http://127.0.0.1/i/CODE=3D=E4=BD=A0\r\n" +
	"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
	"PHA+5L2g5aW9PC9wPg==\r\n--b--\r\n"

type box struct {
	t        *testing.T
	server   *mail.Server
	business *clock.Clock
	http     string
	smtp     string
}

func open(t *testing.T) box {
	t.Helper()
	business := new(clock.Clock)
	server, err := mail.New(mail.Config{Clock: business})
	require.NoError(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() { served <- server.ServeSMTP(listener) }()
	web := httptest.NewServer(server.Handler())
	t.Cleanup(func() {
		web.Close()
		_ = server.Close() // a test may have closed it already
		_ = listener.Close()
		require.NoError(t, <-served)
	})
	return box{t: t, server: server, business: business, http: web.URL, smtp: listener.Addr().String()}
}

func (b box) send(message string) error {
	return smtp.SendMail(b.smtp, nil, sender, []string{recipient}, []byte(message))
}

func (b box) call(method, path, body string) (int, http.Header, string) {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), method, b.http+path, strings.NewReader(body))
	require.NoError(b.t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(b.t, err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	require.NoError(b.t, err)
	return response.StatusCode, response.Header, string(answer)
}

func (b box) behave(setting string) {
	b.t.Helper()
	status, _, _ := b.call(http.MethodPut, "/behaviour", setting)
	require.Equal(b.t, http.StatusOK, status)
}

func (b box) messages(query url.Values) []mail.Message {
	b.t.Helper()
	status, _, body := b.call(http.MethodGet, "/api/messages?"+query.Encode(), "")
	require.Equal(b.t, http.StatusOK, status)
	var answer struct {
		Messages []mail.Message `json:"messages"`
	}
	require.NoError(b.t, json.Unmarshal([]byte(body), &answer))
	return answer.Messages
}

func TestMail_IsShownDecoded(t *testing.T) {
	b := open(t)
	b.business.SetShift(7 * 24 * time.Hour)
	require.NoError(t, b.send(invitation))

	messages := b.messages(nil)
	require.Len(t, messages, 1)
	message := messages[0]
	require.Equal(t, "invitation.7@partner.example", message.MessageID)
	require.Equal(t, sender, message.From)
	require.Equal(t, []string{recipient}, message.To)
	require.Equal(t, "邀请您关联", message.Subject)
	require.Equal(t, "http://127.0.0.1/i/CODE=你", message.Text)
	require.Equal(t, "<p>你好</p>", message.HTML)
	require.Equal(t, []string{"伙伴中心 <noreply@partner.example>"}, message.Headers["From"])
	require.WithinDuration(t, time.Now().Add(7*24*time.Hour), message.ReceivedAt, 5*time.Second)

	status, header, page := b.call(http.MethodGet, "/api/messages/"+message.ID+"/html", "")
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "<p>你好</p>", page)
	require.Contains(t, header.Get("Content-Security-Policy"), "sandbox")
	status, _, _ = b.call(http.MethodGet, "/api/messages/unknown/html", "")
	require.Equal(t, http.StatusNotFound, status)

	_, _, list := b.call(http.MethodGet, "/", "")
	require.Contains(t, list, "邀请您关联")
}

// The same Message-ID twice is two entries: a test for double sending counts them.
func TestMail_KeepsDuplicatesAndFindsByRecipientAndSubject(t *testing.T) {
	b := open(t)
	require.NoError(t, b.send(invitation))
	require.NoError(t, b.send(invitation))
	require.NoError(t, smtp.SendMail(b.smtp, nil, sender, []string{"wang@example.com", recipient}, []byte("Subject: other\r\n\r\ntext\r\n")))

	require.Len(t, b.messages(url.Values{"to": {"LI.NA@example.com"}}), 3)
	require.Empty(t, b.messages(url.Values{"to": {"na@example.com"}}))
	require.Len(t, b.messages(url.Values{"to": {recipient}, "subject": {"邀请"}}), 2)
	require.Len(t, b.messages(url.Values{"to": {"wang@example.com"}}), 1)

	status, _, _ := b.call(http.MethodDelete, "/api/messages", "")
	require.Equal(t, http.StatusNoContent, status)
	require.Empty(t, b.messages(nil))
}

func TestBehaviour_RefusesForGoodOrForNowAsOftenAsAsked(t *testing.T) {
	b := open(t)
	for mode, code := range map[string]int{mail.Reject: 550, mail.TempFail: 451} {
		b.behave(fmt.Sprintf(`{"mode":%q,"count":2}`, mode))
		for range 2 {
			var refused *textproto.Error
			require.ErrorAs(t, b.send(invitation), &refused)
			require.Equal(t, code, refused.Code)
		}
	}
	require.Empty(t, b.messages(nil))
	require.NoError(t, b.send(invitation))
	require.Len(t, b.messages(nil), 1)

	status, _, _ := b.call(http.MethodPut, "/behaviour", `{"mode":"explode"}`)
	require.Equal(t, http.StatusBadRequest, status)
}

// dial opens a connection whose reads end after a while, as a careful sender's do.
func (b box) dial(patience time.Duration) *smtp.Client {
	b.t.Helper()
	conn, err := new(net.Dialer).DialContext(b.t.Context(), "tcp", b.smtp)
	require.NoError(b.t, err)
	b.t.Cleanup(func() { _ = conn.Close() }) // closed by the other side in some tests
	require.NoError(b.t, conn.SetDeadline(time.Now().Add(patience)))
	client, err := smtp.NewClient(conn, "localhost")
	require.NoError(b.t, err)
	return client
}

// deliver goes as far as the answer to the end of DATA, which it returns.
func deliver(client *smtp.Client) error {
	if err := client.Mail(sender); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if err := client.Rcpt(recipient); err != nil {
		return fmt.Errorf("rcpt: %w", err)
	}
	data, err := client.Data()
	if err != nil {
		return fmt.Errorf("data: %w", err)
	}
	if _, err := io.WriteString(data, invitation); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return data.Close()
}

// The sender never learns that the message is kept, and sends it again.
func TestBehaviour_HangAfterDataKeepsTheMessageWithoutSayingSo(t *testing.T) {
	b := open(t)
	b.behave(`{"mode":"hang_after_data","count":1}`)
	var timeout net.Error
	require.ErrorAs(t, deliver(b.dial(300*time.Millisecond)), &timeout)
	require.True(t, timeout.Timeout())
	require.Len(t, b.messages(nil), 1)

	require.NoError(t, b.send(invitation))
	require.Len(t, b.messages(nil), 2)
}

func TestBehaviour_CloseAfter250SaysSoAndLeaves(t *testing.T) {
	b := open(t)
	b.behave(`{"mode":"close_after_250","count":1}`)
	client := b.dial(5 * time.Second)
	require.NoError(t, deliver(client), "the message was taken")
	require.Error(t, client.Quit(), "the connection is gone")
	require.Len(t, b.messages(nil), 1)
	require.NoError(t, b.send(invitation))
}

// A hanging sender must not keep the catcher from stopping.
func TestClose_EndsConnectionsThatHang(t *testing.T) {
	b := open(t)
	b.behave(`{"mode":"hang_after_data"}`)
	client := b.dial(time.Minute)
	answered := make(chan error, 1)
	go func() { answered <- deliver(client) }()
	require.Eventually(t, func() bool { return len(b.messages(nil)) == 1 }, 5*time.Second, 10*time.Millisecond)
	require.NoError(t, b.server.Close())
	select {
	case err := <-answered:
		require.Error(t, err)
	case <-time.After(5 * time.Second):
		require.Fail(t, "the sender still hangs")
	}
}

func TestMail_RefusesWhatNoReaderCouldShow(t *testing.T) {
	b := open(t)
	var refused *textproto.Error
	require.ErrorAs(t, b.send("Subject: x\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n"), &refused)
	require.Equal(t, 554, refused.Code)
	require.Empty(t, b.messages(nil))
}

func TestMail_ManySendersAtOnce(t *testing.T) {
	b := open(t)
	const senders = 20
	failures := make([]error, senders)
	var all sync.WaitGroup
	for i := range senders {
		all.Go(func() { failures[i] = b.send(invitation) })
	}
	all.Wait()
	for _, err := range failures {
		require.NoError(t, err)
	}
	require.Len(t, b.messages(nil), senders)
}
