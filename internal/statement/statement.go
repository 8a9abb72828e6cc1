// Package statement reads over HTTP what the world outside states: the bank of what
// it has moved, and payment channels of what they have taken in.
package statement

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"partnercenter/models"
)

const (
	// timeout bounds one page; it is asked for again.
	timeout = 10 * time.Second
	// maxAnswer bounds one page.
	maxAnswer = 4 << 20
)

// Source is where a statement is read, and with which bearer token.
type Source struct {
	URL   *url.URL
	Token string
}

// Channel is the statement of a payment channel.
type Channel struct {
	Source
	Realm string
}

// Client is the statements of the world outside. The bank has one per account.
type Client struct {
	bank     Source
	channels map[string]Channel
	http     *http.Client
}

// New reads the bank's statements at a source, and the channels' by name.
func New(bank Source, channels map[string]Channel) *Client {
	return &Client{bank: bank, channels: channels, http: &http.Client{Timeout: timeout}}
}

// Channels are the payment channels of a realm that keep a statement.
func (c *Client) Channels(realm string) []string {
	names := slices.Sorted(maps.Keys(c.channels))
	return slices.DeleteFunc(names, func(name string) bool { return c.channels[name].Realm != realm })
}

// Bank is the next lines after a line of what an account has moved, oldest first.
func (c *Client) Bank(ctx context.Context, account string, after int64, limit int) ([]models.StatementEntry, error) {
	return c.next(ctx, c.bank, url.Values{"account": {account}}, after, limit)
}

// Channel is the next lines after a line of what a channel has taken in, oldest first.
func (c *Client) Channel(ctx context.Context, name string, after int64, limit int) ([]models.StatementEntry, error) {
	return c.next(ctx, c.channels[name].Source, url.Values{}, after, limit)
}

type page struct {
	Lines []struct {
		Line      int64        `json:"line"`
		Reference string       `json:"reference"`
		Amount    models.Money `json:"amount"`
		Entity    string       `json:"entity"`
		At        time.Time    `json:"at"`
	} `json:"lines"`
}

func (c *Client) next(ctx context.Context, source Source, query url.Values, after int64, limit int) ([]models.StatementEntry, error) {
	address := *source.URL
	query.Set("after", strconv.FormatInt(after, 10))
	query.Set("limit", strconv.Itoa(limit))
	maps.Copy(query, address.Query())
	address.RawQuery = query.Encode()
	var p page
	if err := c.read(ctx, address.String(), source.Token, &p); err != nil {
		return nil, err
	}
	entries := make([]models.StatementEntry, len(p.Lines))
	for i, l := range p.Lines {
		if l.Line <= after {
			return nil, errors.New("the statement does not go on")
		}
		entries[i] = models.StatementEntry{Line: l.Line, Reference: l.Reference, Amount: l.Amount, Entity: l.Entity, At: models.Microseconds(l.At)}
		after = l.Line
	}
	return entries, nil
}

func (c *Client) read(ctx context.Context, address, token string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return fmt.Errorf("ask for the statement: %w", err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := c.http.Do(req)
	if err != nil {
		return fmt.Errorf("%w: ask for the statement: %w", models.ErrUnavailable, err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%w: the statement was answered %d", models.ErrUnavailable, res.StatusCode)
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, maxAnswer)).Decode(into); err != nil {
		return fmt.Errorf("%w: read the statement: %w", models.ErrUnavailable, err)
	}
	return nil
}
