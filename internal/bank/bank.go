// Package bank pays out over HTTP. Every answer that is not the bank's own word on
// a payout is silence: a timeout, an error, an answer that cannot be read.
package bank

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"partnercenter/models"
)

const (
	// timeout bounds one call; the bank is asked again.
	timeout = 5 * time.Second
	// maxAnswer bounds one answer.
	maxAnswer = 4 << 20
)

// Client is the bank.
type Client struct {
	url   string
	token string
	http  *http.Client
}

// New calls the bank at a URL with a bearer token.
func New(url, token string) *Client {
	return &Client{url: url, token: token, http: &http.Client{Timeout: timeout}}
}

type order struct {
	Reference string       `json:"reference"`
	Account   string       `json:"account"`
	Entity    string       `json:"entity,omitempty"`
	Route     string       `json:"route"`
	Amount    models.Money `json:"amount"`
	Source    *source      `json:"source,omitempty"`
	Payee     *payee       `json:"payee,omitempty"`
}

// source is the payment that goes back.
type source struct {
	Channel   int    `json:"channel"`
	Reference string `json:"reference"`
}

type payee struct {
	Holder string `json:"holder"`
	Bank   string `json:"bank"`
	Branch string `json:"branch"`
	Number string `json:"number"`
}

type answer struct {
	Reference string       `json:"reference"`
	Status    string       `json:"status"`
	Amount    models.Money `json:"amount"`
}

// Send asks for a payout. Sent twice, a reference is one payout.
func (c *Client) Send(ctx context.Context, o models.PayoutOrder) (models.BankAnswer, error) {
	out := order{Reference: o.Reference, Account: o.Account, Entity: o.Entity, Route: o.Route, Amount: o.Amount}
	if o.Channel != 0 {
		out.Source = &source{Channel: o.Channel, Reference: o.SourceReference}
	}
	if o.Payee != nil {
		out.Payee = &payee{Holder: o.Payee.Holder, Bank: o.Payee.Bank, Branch: o.Payee.Branch, Number: o.Payee.Number}
	}
	body, err := json.Marshal(out)
	if err != nil {
		return models.BankAnswer{}, fmt.Errorf("encode payout: %w", err)
	}
	return c.payout(ctx, http.MethodPost, "/payouts", body)
}

// Ask answers what became of a reference. Errors: models.ErrNotFound where the
// bank has never heard of it.
func (c *Client) Ask(ctx context.Context, reference string) (models.BankAnswer, error) {
	return c.payout(ctx, http.MethodGet, "/payouts/"+url.PathEscape(reference), nil)
}

func (c *Client) payout(ctx context.Context, method, path string, body []byte) (models.BankAnswer, error) {
	var a answer
	if err := c.call(ctx, method, path, body, &a); err != nil {
		return models.BankAnswer{}, err
	}
	switch a.Status {
	case models.BankProcessing, models.BankSucceeded, models.BankFailed:
		return models.BankAnswer{Status: a.Status, Amount: a.Amount}, nil
	default:
		return models.BankAnswer{}, fmt.Errorf("%w: the bank says %q", models.ErrUnavailable, a.Status)
	}
}

func (c *Client) call(ctx context.Context, method, path string, body []byte, into any) error {
	req, err := http.NewRequestWithContext(ctx, method, c.url+path, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("call the bank: %w", err)
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := c.http.Do(req)
	if err != nil {
		return fmt.Errorf("%w: call the bank: %w", models.ErrUnavailable, err)
	}
	defer func() { _ = res.Body.Close() }()
	if method == http.MethodGet && res.StatusCode == http.StatusNotFound {
		return models.ErrNotFound
	}
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return fmt.Errorf("%w: the bank answered %d", models.ErrUnavailable, res.StatusCode)
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, maxAnswer)).Decode(into); err != nil {
		return fmt.Errorf("%w: read the bank's answer: %w", models.ErrUnavailable, err)
	}
	return nil
}
