package observe_test

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"partnercenter/internal/observe"
)

// A scrape shows every metric from the start, also what has not happened yet: an
// alert on an absent metric would never fire.
func TestHandler_ShowsEveryMetric(t *testing.T) {
	t.Parallel()
	m := observe.New()
	m.BooksProven.Add(3)
	answer := httptest.NewRecorder()
	m.Handler().ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), "GET", "/metrics", nil))
	for _, line := range []string{"partnercenter_ledger_books_proven_total 3", "partnercenter_ledger_books_wrong 0", "go_goroutines "} {
		require.Contains(t, answer.Body.String(), line)
	}
}
