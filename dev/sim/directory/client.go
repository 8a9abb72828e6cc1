package directory

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"partnercenter/dev/sim/internal/web"
)

// Errors of Client.Put; test with errors.Is.
var (
	ErrAccountNameExists = errors.New("account name exists")
	ErrPhoneExhausted    = errors.New("phone has all the accounts it may have")
)

// Client speaks to the directory at URL as the identity provider and tests do; HTTP nil means http.DefaultClient.
type Client struct {
	URL   string
	Token string
	HTTP  *http.Client
}

// Put replaces or creates the record under its CustomerID.
func (c Client) Put(ctx context.Context, record Record) error {
	err := web.Call(ctx, c.HTTP, http.MethodPut, c.customer(record.CustomerID), c.Token, record, nil)
	if err != nil {
		return fmt.Errorf("put customer: %w", conflictOf(err))
	}
	return nil
}

// Get returns the record as the product sees it, failures on purpose included.
func (c Client) Get(ctx context.Context, id uuid.UUID) (Record, error) {
	var record Record
	if err := web.Call(ctx, c.HTTP, http.MethodGet, c.customer(id), c.Token, nil, &record); err != nil {
		return Record{}, fmt.Errorf("get customer: %w", err)
	}
	return record, nil
}

// Accounts returns the accounts that meet the query, ordered by id, whatever the behaviour is set to.
func (c Client) Accounts(ctx context.Context, query Query) ([]Record, error) {
	var answer searchAnswer
	if err := web.Call(ctx, c.HTTP, http.MethodPost, c.URL+"/accounts/search", c.Token, query, &answer); err != nil {
		return nil, fmt.Errorf("search accounts: %w", err)
	}
	return answer.Customers, nil
}

func (c Client) customer(id uuid.UUID) string {
	return c.URL + "/customers/" + id.String()
}

func conflictOf(err error) error {
	var refused *web.Error
	if !errors.As(err, &refused) {
		return err
	}
	switch refused.Code {
	case ConflictAccountName:
		return ErrAccountNameExists
	case ConflictPhone:
		return ErrPhoneExhausted
	}
	return err
}
