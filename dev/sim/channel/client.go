package channel

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"partnercenter/dev/sim/internal/web"
)

// Client speaks to the channels at URL; HTTP nil means http.DefaultClient.
type Client struct {
	URL string
	// Token is for the statement.
	Token string
	HTTP  *http.Client
}

// Pay makes a payment and answers what the product said to it, unless it is held.
func (c Client) Pay(ctx context.Context, payment Payment) (Delivery, error) {
	var answer Delivery
	if err := web.Call(ctx, c.HTTP, http.MethodPost, c.URL+"/payments", "", payment, &answer); err != nil {
		return answer, fmt.Errorf("pay: %w", err)
	}
	return answer, nil
}

// Deliver tells the product of a payment in a manner, and answers what it said.
func (c Client) Deliver(ctx context.Context, reference string, as Manner) (Delivery, error) {
	var answer Delivery
	path := "/payments/" + url.PathEscape(reference) + "/deliver?as=" + url.QueryEscape(string(as))
	if err := web.Call(ctx, c.HTTP, http.MethodPost, c.URL+path, "", nil, &answer); err != nil {
		return answer, fmt.Errorf("deliver payment %s: %w", reference, err)
	}
	return answer, nil
}

// Statement is all that the channels have stated, oldest first.
func (c Client) Statement(ctx context.Context) ([]Line, error) {
	var answer statementAnswer
	if err := web.Call(ctx, c.HTTP, http.MethodGet, c.URL+"/statement?limit=100000", c.Token, nil, &answer); err != nil {
		return nil, fmt.Errorf("read statement of the channels: %w", err)
	}
	return answer.Lines, nil
}

// State books what nobody has paid.
func (c Client) State(ctx context.Context, channel, reference string, amount Money) error {
	line := Line{Channel: channel, Reference: reference, Amount: amount}
	if err := web.Call(ctx, c.HTTP, http.MethodPost, c.URL+"/statement", "", line, nil); err != nil {
		return fmt.Errorf("state a payment: %w", err)
	}
	return nil
}
