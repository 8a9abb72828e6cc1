package crash

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/stack"
)

// publishes lets an event be sent: it arrives, and who gets it twice can tell.
func (s *scene) publishes(victim string) act {
	var mu sync.Mutex
	var ids []string
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		ids = append(ids, r.Header.Get("Webhook-Id"))
	}))
	s.T.Cleanup(receiver.Close)
	status, answer := s.Call(s.URLs[0], http.MethodPost, "/v1/subscriptions", s.alice, kit.Encode(map[string]any{"url": receiver.URL, "types": []string{"link.created"}}))
	require.Equal(s.T, http.StatusCreated, status, "%s", answer)
	var made struct{ ID string }
	require.NoError(s.T, json.Unmarshal(answer, &made))
	return act{
		run: func(ctx context.Context) error {
			return post("/v1/invitation-links", s.alice, `{"kind":"general","association_type":"consultant"}`, http.StatusCreated).persist(ctx, s.World)
		},
		check: func() {
			require.Eventually(s.T, func() bool {
				var delivered int
				err := s.Admin.QueryRow(s.T.Context(), "SELECT count(*) FROM deliveries WHERE subscription_id = $1 AND state = 'delivered'", made.ID).Scan(&delivered)
				return err == nil && delivered == 1
			}, patience, 50*time.Millisecond, "the event is delivered")
			mu.Lock()
			defer mu.Unlock()
			require.NotEmpty(s.T, ids)
			for _, id := range ids {
				require.Equal(s.T, ids[0], id)
			}
			if victim == stack.PieceWorker {
				require.Len(s.T, ids, 2, "the worker died between the receiver's answer and the note of it")
			}
			status, _ := s.Call(s.URLs[0], http.MethodDelete, "/v1/subscriptions/"+made.ID, s.alice, "")
			require.Equal(s.T, http.StatusNoContent, status)
		},
	}
}
