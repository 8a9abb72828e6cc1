package bank

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"partnercenter/dev/sim/internal/web"
)

// Client tells the bank at URL what to do, and reads what it did.
type Client struct {
	URL   string
	Token string
	HTTP  *http.Client
}

// Behave sets the mode for the next count new payouts; 0 means until it is set again.
func (c Client) Behave(ctx context.Context, mode string, count int) error {
	return c.call(ctx, http.MethodPut, "/behaviour", map[string]any{"mode": mode, "count": count}, nil)
}

// Order orders a payout as the product does.
func (c Client) Order(ctx context.Context, o Order) (Payout, error) {
	var answer Payout
	err := c.call(ctx, http.MethodPost, "/payouts", o, &answer)
	return answer, err
}

// Settle says what a payout is from now on.
func (c Client) Settle(ctx context.Context, reference string, in Settlement) error {
	return c.call(ctx, http.MethodPut, "/payouts/"+url.PathEscape(reference), in, nil)
}

// Payouts are all orders that the bank has got.
func (c Client) Payouts(ctx context.Context) ([]Payout, error) {
	var answer struct{ Payouts []Payout }
	err := c.call(ctx, http.MethodGet, "/payouts", nil, &answer)
	return answer.Payouts, err
}

// Statement is all that an account has moved.
func (c Client) Statement(ctx context.Context, account string) ([]Line, error) {
	var answer struct{ Lines []Line }
	err := c.call(ctx, http.MethodGet, "/statement?limit=100000&account="+url.QueryEscape(account), nil, &answer)
	return answer.Lines, err
}

// State books money that nobody ordered.
func (c Client) State(ctx context.Context, l Line) error {
	return c.call(ctx, http.MethodPost, "/statement", l, nil)
}

func (c Client) call(ctx context.Context, method, path string, in, out any) error {
	if err := web.Call(ctx, c.HTTP, method, c.URL+path, c.Token, in, out); err != nil {
		return fmt.Errorf("call the bank: %w", err)
	}
	return nil
}
