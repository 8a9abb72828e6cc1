package programme

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// booksBatch bounds how many books one transaction lists.
const booksBatch = 500

// anchorEvery is how often a book's head is kept outside of it.
const anchorEvery = 24 * time.Hour

// Ledger proves the books.
type Ledger struct {
	Store *store.Store
	Log   *slog.Logger
}

// Verify recomputes every book of every realm, tells what does not hold, and answers
// how many books it read.
func (s *Ledger) Verify(ctx context.Context, tell func(realm string, book uuid.UUID, f store.Finding)) (int, error) {
	verified := 0
	err := s.each(ctx, func(realm string, book uuid.UUID) error {
		_, findings, err := s.prove(ctx, realm, book)
		for _, f := range findings {
			tell(realm, book, f)
		}
		verified++
		return err
	})
	return verified, err
}

// Proven is what a walk over all books found.
type Proven struct {
	Books int // read
	Wrong int // of them do not hold
}

// Reconcile proves every book of every realm. A book that does not hold is a task
// of the vendor until it holds again; the head of one that holds is anchored once a day.
func (s *Ledger) Reconcile(ctx context.Context, alive func()) (Proven, error) {
	var proven Proven
	err := s.each(ctx, func(realm string, book uuid.UUID) error {
		alive()
		head, findings, err := s.prove(ctx, realm, book)
		if err != nil {
			return err
		}
		proven.Books++
		if len(findings) > 0 {
			proven.Wrong++
			s.Log.ErrorContext(ctx, "a book does not hold", "realm", realm, "book", book.String(), "findings", len(findings), "first", findings[0].What)
		}
		return s.Store.As(ctx, models.System(realm), func(tx *store.Tx) error { return keepProof(tx, book, head, len(findings) == 0) })
	})
	return proven, err
}

// prove recomputes a book as it is at one instant. However long it is, nobody waits
// for the proof.
func (s *Ledger) prove(ctx context.Context, realm string, book uuid.UUID) (head store.Head, findings []store.Finding, err error) {
	err = s.Store.Snapshot(ctx, models.System(realm), func(tx *store.Tx) error {
		if head, err = tx.BookHead(book); err != nil {
			return err
		}
		findings, err = tx.VerifyBook(book)
		return err
	})
	return head, findings, err
}

func keepProof(tx *store.Tx, book uuid.UUID, head store.Head, holds bool) error {
	if holds {
		return errors.Join(tx.CloseTask(book, models.TaskLedger, tx.Now()), tx.AnchorBook(book, head, anchorEvery))
	}
	return tx.OpenTask(models.Task{
		Realm: tx.Principal().Realm, PartnerID: book, Party: models.PartyVendor, Kind: models.TaskLedger, SubjectKind: models.SubjectBook, SubjectID: book,
		Reference: models.NewReference(models.ReferenceBook, book), Since: tx.Now(),
	})
}

// each visits every book.
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
