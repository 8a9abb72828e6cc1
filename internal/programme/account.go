package programme

import (
	"context"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// Accounts read the ledger.
type Accounts struct{ Deps }

// List is one page of accounts as the principal sees them. Source: 7a-1, 5a-4.
func (s *Accounts) List(ctx context.Context, p models.Principal, f models.AccountFilter, q models.ListQuery) (models.Page[models.AccountView], error) {
	var page models.Page[models.AccountView]
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		rows, err := tx.AccountPage(f, q)
		if err != nil {
			return err
		}
		page.Next = rows.Next
		page.Items, err = presentAccounts(tx, rows.Items)
		return err
	})
	return page, err
}

// presentAccounts names the customers of allotments. As everywhere, a customer's
// name is read through the association with it.
func presentAccounts(tx *store.Tx, rows []models.Account) ([]models.AccountView, error) {
	ids := make([]uuid.UUID, len(rows))
	for i, a := range rows {
		ids[i] = a.ID
	}
	associations, err := tx.AssociationsOf(ids)
	if err != nil {
		return nil, err
	}
	bonds := make([]uuid.UUID, 0, len(associations))
	for _, id := range associations {
		bonds = append(bonds, id)
	}
	names, err := tx.CustomerNames(bonds)
	if err != nil {
		return nil, err
	}
	designated, err := designatedIn(tx, rows)
	if err != nil {
		return nil, err
	}
	views := make([]models.AccountView, len(rows))
	for i, a := range rows {
		views[i] = models.AccountView{Account: a, Designated: designated[a.ID]}
		if id, known := associations[a.ID]; known {
			views[i].AssociationID, views[i].CustomerName = &id, names[id]
		}
	}
	return views, nil
}

// designatedIn is what is set aside of each account of cash, by the account's id. Source: 5a-3.
func designatedIn(tx *store.Tx, rows []models.Account) (map[uuid.UUID]*models.Money, error) {
	books := make([]uuid.UUID, 0, len(rows))
	for _, a := range rows {
		if a.Kind == models.AccountCash {
			books = append(books, a.PartnerID)
		}
	}
	held, err := tx.DesignatedIn(books)
	if err != nil {
		return nil, err
	}
	amounts := map[uuid.UUID]*models.Money{}
	for _, a := range rows {
		if a.Kind == models.AccountCash {
			amount := models.NoMoney(a.Balance.Currency)
			if set, found := held[a.PartnerID][a.Balance.Currency]; found {
				amount = set
			}
			amounts[a.ID] = &amount
		}
	}
	return amounts, nil
}

// Entries is one page of an account's lines. Source: 7a-6, 7d.
func (s *Accounts) Entries(ctx context.Context, p models.Principal, id uuid.UUID, f models.EntryFilter, q models.ListQuery) (models.Page[models.Entry], error) {
	var page models.Page[models.Entry]
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		if _, err := tx.Account(id); err != nil {
			return err
		}
		var err error
		page, err = tx.Entries(id, f, q)
		return err
	})
	return page, err
}

// Statement is what an account held at an instant, and at the beginning of that
// instant's month; now where none is given or it is yet to come. What it says it
// says for ever.
func (s *Accounts) Statement(ctx context.Context, p models.Principal, id uuid.UUID, asOf *time.Time) (models.Statement, error) {
	var statement models.Statement
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		account, err := tx.Account(id)
		if err != nil {
			return err
		}
		at := tx.Now()
		if asOf != nil && asOf.Before(at) {
			at = models.Microseconds(*asOf)
		}
		// Before the balances are read: who posts from here on is recorded later.
		if err := tx.CloseBook(account.PartnerID, at); err != nil {
			return err
		}
		statement, err = stateAccount(tx, account, at)
		return err
	})
	return statement, err
}

func stateAccount(tx *store.Tx, account models.Account, at time.Time) (models.Statement, error) {
	statement := models.Statement{Account: account}
	opening, err := monthOf(tx, account, at)
	if err != nil {
		return statement, err
	}
	// What is recorded at the first instant of the month belongs to the month.
	if statement.Opening, err = tx.FigureAt(account, opening.Add(-time.Microsecond)); err != nil {
		return statement, err
	}
	statement.Opening.At = opening
	statement.Closing, err = tx.FigureAt(account, at)
	return statement, err
}

// monthOf is the first instant of the month that an instant lies in, in the zone
// of the partner's site.
func monthOf(tx *store.Tx, account models.Account, at time.Time) (time.Time, error) {
	partner, err := tx.Organisation(account.PartnerID)
	if err != nil {
		return at, err
	}
	policy, err := tx.Policy(partner.Site, tx.Now())
	if err != nil {
		return at, err
	}
	local, err := day(at, policy.Document)
	if err != nil {
		return at, err
	}
	return time.Date(local.Year(), local.Month(), 1, 0, 0, 0, 0, local.Location()).UTC(), nil
}
