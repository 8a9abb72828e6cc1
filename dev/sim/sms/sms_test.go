package sms_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/dev/sim/clock"
	"partnercenter/dev/sim/sms"
)

func start(t *testing.T) (sms.Client, *clock.Clock) {
	t.Helper()
	business := new(clock.Clock)
	server, err := sms.New(sms.Config{Clock: business})
	require.NoError(t, err)
	web := httptest.NewServer(server.Handler())
	t.Cleanup(web.Close)
	return sms.Client{URL: web.URL, HTTP: web.Client()}, business
}

// The number is found however it was typed, and nobody else's messages with it.
func TestMessages_AreFoundByTheNumberNotItsSpelling(t *testing.T) {
	client, business := start(t)
	business.SetShift(24 * time.Hour)
	require.NoError(t, client.Send(t.Context(), "138 0013 8000", "first"))
	require.NoError(t, client.Send(t.Context(), "+8613900139000", "other"))
	require.NoError(t, client.Send(t.Context(), "+86 138-0013-8000", "second"))

	messages, err := client.Messages(t.Context(), "+8613800138000")
	require.NoError(t, err)
	require.Len(t, messages, 2)
	require.Equal(t, "first", messages[0].Text)
	require.Equal(t, "second", messages[1].Text)
	require.WithinDuration(t, time.Now().Add(24*time.Hour), messages[0].SentAt, 5*time.Second)
}

func TestSend_RefusesWhatCannotBeDelivered(t *testing.T) {
	client, _ := start(t)
	require.ErrorContains(t, client.Send(t.Context(), "12", "text"), "message_invalid")
	require.ErrorContains(t, client.Send(t.Context(), "+8613800138000", ""), "message_invalid")
}

func TestPage_EscapesTextAndShowsIt(t *testing.T) {
	client, _ := start(t)
	require.NoError(t, client.Send(t.Context(), "+8613800138000", "<b>验证码</b>"))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, client.URL, nil)
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Contains(t, string(page), "&lt;b&gt;验证码&lt;/b&gt;")
}

func TestSend_KeepsEveryMessageOfManySenders(t *testing.T) {
	client, _ := start(t)
	const senders = 20
	failures := make([]error, senders)
	var all sync.WaitGroup
	for i := range senders {
		all.Go(func() { failures[i] = client.Send(t.Context(), "+8613800138000", "text") })
	}
	all.Wait()
	for _, err := range failures {
		require.NoError(t, err)
	}
	messages, err := client.Messages(t.Context(), "13800138000")
	require.NoError(t, err)
	require.Len(t, messages, senders)
}

func TestClear_EmptiesTheList(t *testing.T) {
	client, _ := start(t)
	require.NoError(t, client.Send(t.Context(), "+8613800138000", "text"))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodDelete, client.URL+"/messages", nil)
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusNoContent, response.StatusCode)
	messages, err := client.Messages(t.Context(), "+8613800138000")
	require.NoError(t, err)
	require.Empty(t, messages)
}
