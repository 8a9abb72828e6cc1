package webhook

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"partnercenter/internal/clock"
	"partnercenter/models"
)

const (
	// An answer says what it says by its status: of the rest no more is read than
	// lets the connection be used again.
	maxAnswerBytes = 16 << 10
	maxHeaderBytes = 16 << 10
	idleTimeout    = 30 * time.Second
	userAgent      = "partnercenter-events/1"
)

// errForbidden says that a name led to an address that nothing is sent to.
var errForbidden = errors.New("the address is not one that events are sent to")

// Show writes an event as an organisation of a side reads it everywhere.
type Show func(e models.FeedEvent, reader models.Side) (json.RawMessage, error)

// Client sends parcels. It goes through no proxy, which would dial in its stead, and
// follows no redirect.
type Client struct {
	secure, plain *http.Client
	show          Show
}

// NewClient sends to public addresses and to the networks.
func NewClient(networks Networks, show Show) *Client {
	return &Client{secure: client(networks, "https"), plain: client(networks, "http"), show: show}
}

// client has the address of every connection looked at when it is made: what a name
// led to when it was subscribed says nothing of where it leads now.
func client(networks Networks, scheme string) *http.Client {
	dialer := &net.Dialer{Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || !networks.Allows(scheme, to.Addr()) {
			return errForbidden
		}
		return nil
	}}
	return &http.Client{
		Transport: &http.Transport{
			DialContext: dialer.DialContext, ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12},
			MaxResponseHeaderBytes: maxHeaderBytes, MaxIdleConnsPerHost: 1, IdleConnTimeout: idleTimeout, DisableCompression: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// message is the body of a delivery.
type message struct {
	Type      string          `json:"type"`
	Timestamp time.Time       `json:"timestamp"`
	Data      json.RawMessage `json:"data"`
}

// Send sends a parcel once. The id of the message is that of the event: the same in
// every attempt, so that whoever receives it twice can tell.
func (c *Client) Send(ctx context.Context, p models.Parcel) (models.Attempt, error) {
	body, err := c.body(p)
	if err != nil {
		return models.Attempt{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, p.Timeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.URL, bytes.NewReader(body))
	if err != nil {
		return models.Attempt{Outcome: models.AttemptForbidden}, nil // an address that is none leads nowhere
	}
	if err := sign(r.Header, p, body); err != nil {
		return models.Attempt{}, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", userAgent)
	return c.exchange(r), nil
}

func (c *Client) body(p models.Parcel) ([]byte, error) {
	data, err := c.show(p.Event, p.Side)
	if err != nil {
		return nil, fmt.Errorf("write event: %w", err)
	}
	body, err := json.Marshal(message{Type: p.Event.Type, Timestamp: p.Event.At.UTC(), Data: data})
	if err != nil {
		return nil, fmt.Errorf("write message: %w", err)
	}
	return body, nil
}

// sign states who sent what and when, by every secret that is good. Receivers hold
// the instant against their own clocks: it is no business time.
func sign(header http.Header, p models.Parcel, body []byte) error {
	id, now := p.Event.ID.String(), clock.Clock{}.Now()
	signatures := make([]string, len(p.Secrets))
	for i, secret := range p.Secrets {
		signer, err := standardwebhooks.NewWebhookRaw(secret)
		if err != nil {
			return fmt.Errorf("sign message: %w", err)
		}
		if signatures[i], err = signer.Sign(id, now, body); err != nil {
			return fmt.Errorf("sign message: %w", err)
		}
	}
	header.Set(standardwebhooks.HeaderWebhookID, id)
	header.Set(standardwebhooks.HeaderWebhookTimestamp, fmt.Sprint(now.Unix()))
	header.Set(standardwebhooks.HeaderWebhookSignature, strings.Join(signatures, " "))
	return nil
}

// exchange sends the request and names what came of it.
func (c *Client) exchange(r *http.Request) models.Attempt {
	by := c.secure
	if r.URL.Scheme != "https" {
		by = c.plain
	}
	start := clock.Clock{}.Now()
	res, err := by.Do(r)
	if err != nil {
		return models.Attempt{Outcome: failure(err), Latency: clock.Clock{}.Now().Sub(start)}
	}
	defer func() { _ = res.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, maxAnswerBytes)) // the status has said it
	return models.Attempt{Outcome: outcome(res.StatusCode), Status: res.StatusCode, Latency: clock.Clock{}.Now().Sub(start)}
}

func outcome(status int) string {
	switch {
	case status/100 == 2:
		return models.AttemptAccepted
	case status == http.StatusGone:
		return models.AttemptGone
	case status/100 == 3:
		return models.AttemptRedirected
	default:
		return models.AttemptRefused
	}
}

// failure names why there was no answer; the error's own words, which quote the
// address, stay out.
func failure(err error) string {
	var untrusted *tls.CertificateVerificationError
	var late net.Error
	switch {
	case errors.Is(err, errForbidden):
		return models.AttemptForbidden
	case errors.As(err, &untrusted):
		return models.AttemptUntrusted
	case errors.As(err, &late) && late.Timeout():
		return models.AttemptTimedOut
	default:
		return models.AttemptUnreachable
	}
}
