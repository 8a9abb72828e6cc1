package sms

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"partnercenter/dev/sim/internal/web"
)

// Client speaks to the gateway at URL; HTTP nil means http.DefaultClient.
type Client struct {
	URL  string
	HTTP *http.Client
}

// Send hands a text to the gateway.
func (c Client) Send(ctx context.Context, to, text string) error {
	if err := web.Call(ctx, c.HTTP, http.MethodPost, c.URL+"/messages", "", sendRequest{To: to, Text: text}, nil); err != nil {
		return fmt.Errorf("send SMS: %w", err)
	}
	return nil
}

// Messages returns what was sent to a number, the oldest first.
func (c Client) Messages(ctx context.Context, to string) ([]Message, error) {
	var answer listAnswer
	query := url.Values{"to": {to}}
	if err := web.Call(ctx, c.HTTP, http.MethodGet, c.URL+"/messages?"+query.Encode(), "", nil, &answer); err != nil {
		return nil, fmt.Errorf("list SMS: %w", err)
	}
	return answer.Messages, nil
}
