// Package directory reads the vendor's customer directory over HTTP.
package directory

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/google/uuid"

	"partnercenter/models"
)

const (
	// timeout bounds one call; callers that have more patience call again.
	timeout = 3 * time.Second
	// maxAnswer bounds one answer.
	maxAnswer = 1 << 20
)

// Client is the customer directory.
type Client struct {
	url   string
	token string
	http  *http.Client
}

// New reads from the directory at url with a bearer token.
func New(url, token string) *Client {
	return &Client{url: url, token: token, http: &http.Client{Timeout: timeout}}
}

// record is an account as the directory writes it.
type record struct {
	AsOf        time.Time           `json:"as_of"`
	AccountName string              `json:"account_name"`
	Name        string              `json:"name"`
	CreditCode  string              `json:"unified_social_credit_code"`
	Phone       string              `json:"phone"`
	Email       string              `json:"email"`
	Facts       models.AccountFacts `json:"facts"`
}

// Customer reads one account as it is now. Errors: models.ErrNotFound;
// models.ErrUnavailable when the directory gives no good answer.
func (c *Client) Customer(ctx context.Context, id uuid.UUID) (models.CustomerInput, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url+"/customers/"+id.String(), http.NoBody)
	if err != nil {
		return models.CustomerInput{}, fmt.Errorf("ask the directory: %w", err)
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	res, err := c.http.Do(req)
	if err != nil {
		return models.CustomerInput{}, fmt.Errorf("%w: ask the directory: %w", models.ErrUnavailable, err)
	}
	defer func() { _ = res.Body.Close() }()
	return read(res)
}

func read(res *http.Response) (models.CustomerInput, error) {
	switch res.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound:
		return models.CustomerInput{}, models.ErrNotFound
	default:
		return models.CustomerInput{}, fmt.Errorf("%w: the directory answered %d", models.ErrUnavailable, res.StatusCode)
	}
	var r record
	if err := json.NewDecoder(io.LimitReader(res.Body, maxAnswer)).Decode(&r); err != nil {
		return models.CustomerInput{}, fmt.Errorf("%w: read the directory's answer: %w", models.ErrUnavailable, err)
	}
	if r.AsOf.IsZero() {
		return models.CustomerInput{}, errors.Join(models.ErrUnavailable, errors.New("the directory does not say how old its facts are"))
	}
	return models.CustomerInput{
		AsOf: r.AsOf, AccountName: r.AccountName, Name: r.Name, CreditCode: r.CreditCode, Phone: r.Phone, Email: r.Email, Facts: r.Facts,
	}, nil
}
