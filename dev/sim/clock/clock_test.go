package clock_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/dev/sim/clock"
)

func put(t *testing.T, url, body string) (int, time.Time) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, url+"/clock", strings.NewReader(body))
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	var answer struct {
		Now time.Time `json:"now"`
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	return response.StatusCode, answer.Now
}

func TestClock_MovesByTheShift(t *testing.T) {
	var business clock.Clock
	server := httptest.NewServer(business.Handler())
	t.Cleanup(server.Close)
	const shift = 15*24*time.Hour + 3*time.Microsecond

	status, now := put(t, server.URL, fmt.Sprintf(`{"shift_microseconds": %d}`, shift.Microseconds()))
	require.Equal(t, http.StatusOK, status)
	require.WithinDuration(t, time.Now().Add(shift), now, 5*time.Second)
	require.Equal(t, shift, business.Shift())
	require.Zero(t, now.Nanosecond()%1000, "facts are kept in microseconds")

	status, now = put(t, server.URL, `{"shift_microseconds": 0}`)
	require.Equal(t, http.StatusOK, status)
	require.WithinDuration(t, time.Now(), now, 5*time.Second)
}

// A control call that says nothing must not put the clock back to real time.
func TestClock_RefusesWhatIsNoShift(t *testing.T) {
	var business clock.Clock
	business.SetShift(time.Hour)
	server := httptest.NewServer(business.Handler())
	t.Cleanup(server.Close)
	for _, body := range []string{`{}`, `{"shift": 1}`, `{"shift_microseconds": 9223372036854775807}`, `{"shift_microseconds": 1}{}`, ``} {
		status, _ := put(t, server.URL, body)
		require.Equal(t, http.StatusBadRequest, status, body)
	}
	require.Equal(t, time.Hour, business.Shift())
}
