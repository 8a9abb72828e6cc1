package channel

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// Manner is how a payment is told.
type Manner string

// The manners.
const (
	AsItIs    Manner = ""          // also again: the same message as before
	NewEvent  Manner = "new_event" // the same payment under another event id
	Tampered  Manner = "tampered"  // the same event id, another amount
	Reused    Manner = "reused"    // another event id and another amount
	Forged    Manner = "forged"    // a signature of somebody else
	Stale     Manner = "stale"     // signed too long ago
	staleness        = 10 * time.Minute
	patience         = 20 * time.Second
)

var manners = []Manner{AsItIs, NewEvent, Tampered, Reused, Forged, Stale}

var caller = &http.Client{Timeout: patience}

// tell sends the product the message of a payment and answers what came back.
func (s *Server) tell(ctx context.Context, payment taken, as Manner) Delivery {
	event, signedAt, secret := payment.event, time.Now(), s.config.Secrets[payment.Channel] // timestamps of messages are real time
	switch as {
	case NewEvent:
		event = "evt_" + rand.Text()
	case Tampered:
		payment.Amount.Amount = "1" + payment.Amount.Amount
	case Reused:
		event, payment.Amount.Amount = "evt_"+rand.Text(), "1"+payment.Amount.Amount
	case Forged:
		secret = []byte(rand.Text())
	case Stale:
		signedAt = signedAt.Add(-staleness)
	case AsItIs: // as it was taken
	}
	answer := Delivery{Reference: payment.Reference, EventID: event}
	request, err := s.message(ctx, payment, event, signedAt, secret)
	if err != nil {
		slog.ErrorContext(ctx, "write message of a payment", "error", err)
		return answer
	}
	response, err := caller.Do(request)
	if err != nil {
		return answer // the product is not there
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return answer
	}
	answer.Status, answer.Body = response.StatusCode, string(body)
	return answer
}

func (s *Server) message(ctx context.Context, payment taken, event string, signedAt time.Time, secret []byte) (*http.Request, error) {
	body, err := json.Marshal(payment.Notice)
	if err != nil {
		return nil, err
	}
	signer, err := standardwebhooks.NewWebhookRaw(secret)
	if err != nil {
		return nil, err
	}
	signature, err := signer.Sign(event, signedAt, body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.config.Callback+"/"+payment.Channel, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set(standardwebhooks.HeaderWebhookID, event)
	request.Header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(signedAt.Unix(), 10))
	request.Header.Set(standardwebhooks.HeaderWebhookSignature, signature)
	return request, nil
}
