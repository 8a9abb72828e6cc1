package programme

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// booksBatch bounds how many books one transaction lists.
const booksBatch = 500

// Ledger proves the books.
type Ledger struct {
	Store *store.Store
}

// Verify recomputes every book of every realm, one transaction per book, tells
// what does not hold, and answers how many books it read.
func (s *Ledger) Verify(ctx context.Context, tell func(realm string, book uuid.UUID, f store.Finding)) (int, error) {
	verified := 0
	err := s.each(ctx, func(realm string, book uuid.UUID) error {
		var findings []store.Finding
		err := s.Store.As(ctx, models.System(realm), func(tx *store.Tx) (err error) {
			findings, err = tx.VerifyBook(book)
			return err
		})
		for _, f := range findings {
			tell(realm, book, f)
		}
		verified++
		return err
	})
	return verified, err
}

func (s *Ledger) each(ctx context.Context, visit func(realm string, book uuid.UUID) error) error {
	realms, err := realmsOf(ctx, s.Store)
	if err != nil {
		return err
	}
	for _, realm := range realms {
		if err := s.eachBook(ctx, realm, visit); err != nil {
			return err
		}
	}
	return nil
}

func (s *Ledger) eachBook(ctx context.Context, realm string, visit func(realm string, book uuid.UUID) error) error {
	after := uuid.Nil
	for {
		var books []uuid.UUID
		err := s.Store.As(ctx, models.System(realm), func(tx *store.Tx) (err error) {
			books, err = tx.Books(after, booksBatch)
			return err
		})
		if err != nil || len(books) == 0 {
			return err
		}
		for _, book := range books {
			if err := visit(realm, book); err != nil {
				return err
			}
			after = book
		}
	}
}
