package statement_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"partnercenter/internal/statement"
	"partnercenter/models"
)

const line = `{"lines":[{"line":3,"reference":"a","amount":{"amount":"1.00","currency":"CNY"},"at":"2026-01-01T00:00:00Z"}]}`

// open is a client of somebody who states one line, and what he was asked last.
func open(t *testing.T) (*statement.Client, *url.Values) {
	t.Helper()
	var asked url.Values
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.URL.Query()
		if r.Header.Get("Authorization") != "Bearer token" {
			w.WriteHeader(http.StatusUnauthorized)
		}
		_, _ = w.Write([]byte(line))
	}))
	t.Cleanup(server.Close)
	at := func(path, token string) statement.Source {
		address, err := url.Parse(server.URL + path)
		require.NoError(t, err)
		return statement.Source{URL: address, Token: token}
	}
	return statement.New(at("/statement", "token"), map[string]statement.Channel{
		"alipay": {Source: at("/statement?channel=ali", "token"), Realm: "sandbox"}, "wechat": {Source: at("/", "wrong"), Realm: "production"},
	}), &asked
}

// A statement whose lines do not go on would be read for ever.
func TestStatement_GoesOn(t *testing.T) {
	t.Parallel()
	c, asked := open(t)
	entries, err := c.Bank(t.Context(), "sandbox", 2, 10)
	require.NoError(t, err)
	require.Equal(t, "a", entries[0].Reference)
	require.Equal(t, url.Values{"account": {"sandbox"}, "after": {"2"}, "limit": {"10"}}, *asked)
	_, err = c.Bank(t.Context(), "sandbox", 3, 10)
	require.ErrorContains(t, err, "does not go on")
}

func TestChannel_IsReadWhereItIs(t *testing.T) {
	t.Parallel()
	c, asked := open(t)
	require.Equal(t, []string{"alipay"}, c.Channels("sandbox"))
	entries, err := c.Channel(t.Context(), "alipay", 0, 10)
	require.NoError(t, err)
	require.Len(t, entries, 1)
	require.Equal(t, url.Values{"channel": {"ali"}, "after": {"0"}, "limit": {"10"}}, *asked)
	_, err = c.Channel(t.Context(), "wechat", 0, 10)
	require.ErrorIs(t, err, models.ErrUnavailable)
}
