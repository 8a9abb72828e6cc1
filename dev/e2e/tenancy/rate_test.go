package tenancy

import (
	"io"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/models"
)

// One who asks too often is turned away, told until when, and holds nobody else up.
func TestNobodyAsksTooOften(t *testing.T) {
	t.Parallel()
	w := kit.NewWorld(t, kit.Options{Env: map[string]string{"RATE_LIMIT_PRINCIPAL": "0.01/20", "RATE_LIMIT_ADDRESS": "0.01/40"}})
	ada, sue := w.Token("ada", w.Aurora, models.RoleAdministrator), w.Token("sue", w.Aurora, models.RoleSupervisor)
	for n := range 20 {
		got := asks(t, w, "/v1/registrations", ada)
		require.Equal(t, http.StatusOK, got.status, n)
		require.Equal(t, `"principal";q=20;w=2000`, got.header.Get("RateLimit-Policy"))
	}
	got := asks(t, w, "/v1/registrations", ada)
	require.Equal(t, http.StatusTooManyRequests, got.status)
	require.Equal(t, "application/problem+json", got.header.Get("Content-Type"))
	require.Contains(t, got.body, `"code":"rate_limited"`)
	wait, err := strconv.Atoi(got.header.Get("Retry-After"))
	require.NoError(t, err)
	require.Positive(t, wait)
	require.Contains(t, got.header.Get("RateLimit"), `"principal";r=0;t=`)

	got = asks(t, w, "/v1/registrations", sue)
	require.Equal(t, http.StatusOK, got.status)
	turnedAway := 0
	for range 60 {
		got = asks(t, w, "/v1/registrations", "")
		if got.status == http.StatusTooManyRequests {
			turnedAway++
			require.Contains(t, got.header.Get("RateLimit-Policy"), `"address"`)
		}
	}
	require.GreaterOrEqual(t, turnedAway, 20)
	got = asks(t, w, "/readyz", "")
	require.Equal(t, http.StatusOK, got.status, "who keeps the process alive is never turned away")
}

// answer is what a caller gets to see.
type answer struct {
	status int
	header http.Header
	body   string
}

func asks(t *testing.T, w *kit.World, path, token string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.URLs[0]+path, http.NoBody)
	require.NoError(t, err)
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { require.NoError(t, response.Body.Close()) }()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return answer{status: response.StatusCode, header: response.Header, body: string(body)}
}
