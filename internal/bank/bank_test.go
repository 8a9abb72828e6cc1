package bank_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"partnercenter/internal/bank"
	"partnercenter/models"
)

// Whatever is not the bank's own word is silence, and silence is an error.
func TestAsk_TakesTheBanksWordOnly(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		body   string
		want   string
		err    error
	}{
		"succeeded":         {http.StatusOK, `{"status":"succeeded","amount":{"amount":"1.00","currency":"CNY"}}`, models.BankSucceeded, nil},
		"failed":            {http.StatusOK, `{"status":"failed","amount":{"amount":"1.00","currency":"CNY"}}`, models.BankFailed, nil},
		"an unknown word":   {http.StatusOK, `{"status":"maybe","amount":{"amount":"1.00","currency":"CNY"}}`, "", models.ErrUnavailable},
		"no amount":         {http.StatusOK, `{"status":"failed","amount":{"amount":"1","currency":"CNY"}}`, "", models.ErrUnavailable},
		"half an answer":    {http.StatusOK, `{"status":"failed"`, "", models.ErrUnavailable},
		"a refusal":         {http.StatusBadRequest, `{"status":"failed"}`, "", models.ErrUnavailable},
		"an error":          {http.StatusInternalServerError, ``, "", models.ErrUnavailable},
		"never heard of it": {http.StatusNotFound, ``, "", models.ErrNotFound},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "Bearer token" {
				c.status = http.StatusUnauthorized
			}
			w.WriteHeader(c.status)
			_, _ = w.Write([]byte(c.body))
		}))
		answer, err := bank.New(server.URL, "token").Ask(t.Context(), "reference")
		server.Close()
		require.ErrorIs(t, err, c.err, name)
		require.Equal(t, c.want, answer.Status, name)
	}
	_, err := bank.New("http://127.0.0.1:1", "token").Ask(t.Context(), "reference")
	require.ErrorIs(t, err, models.ErrUnavailable)
}
