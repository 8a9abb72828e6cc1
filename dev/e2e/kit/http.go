package kit

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// caller has room for many requests at once: races need them all under way.
var caller = &http.Client{
	Timeout:   2 * time.Minute,
	Transport: &http.Transport{MaxIdleConns: 512, MaxIdleConnsPerHost: 512},
}

// Try sends one request; unlike Call it may be used from any goroutine.
func (w *World) Try(ctx context.Context, base, method, path, token, body string, header ...string) (int, []byte, error) {
	status, answer, _, err := w.send(ctx, base, method, path, token, body, header...)
	return status, answer, err
}

// TryReplay posts one request and says whether the answer was a replay.
func (w *World) TryReplay(ctx context.Context, base, path, token, body string, header ...string) (int, []byte, bool, error) {
	status, answer, head, err := w.send(ctx, base, http.MethodPost, path, token, body, header...)
	return status, answer, head.Get("Idempotency-Replayed") == "true", err
}

func (w *World) send(ctx context.Context, base, method, path, token, body string, header ...string) (int, []byte, http.Header, error) {
	req, err := http.NewRequestWithContext(ctx, method, base+path, strings.NewReader(body))
	if err != nil {
		return 0, nil, nil, fmt.Errorf("make request: %w", err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if method != http.MethodGet {
		req.Header.Set("Idempotency-Key", Key())
	}
	for i := 0; i+1 < len(header); i += 2 {
		if header[i+1] == "" {
			req.Header.Del(header[i])
			continue
		}
		req.Header.Set(header[i], header[i+1])
	}
	res, err := caller.Do(req)
	if err != nil {
		return 0, nil, nil, fmt.Errorf("send request: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return res.StatusCode, nil, res.Header, fmt.Errorf("read answer: %w", err)
	}
	if res.StatusCode >= http.StatusBadRequest {
		w.heard.answer(answer)
	}
	return res.StatusCode, answer, res.Header, nil
}
