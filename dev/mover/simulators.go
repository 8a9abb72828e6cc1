package mover

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"
)

// setSimulators gives what lies outside the product the same shift.
func (m *Mover) setSimulators(ctx context.Context, shift time.Duration) error {
	if m.cfg.SimulatorClock == "" {
		return nil
	}
	body := fmt.Appendf(nil, `{"shift_microseconds": %d}`, shift.Microseconds())
	request, err := http.NewRequestWithContext(ctx, http.MethodPut, m.cfg.SimulatorClock, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("set simulators' clock: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("set simulators' clock: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("set simulators' clock: %s", response.Status)
	}
	return nil
}
