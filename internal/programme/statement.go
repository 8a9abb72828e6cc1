package programme

import (
	"context"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
)

const (
	// sourceBank names the bank's statement.
	sourceBank = "bank"
	// statementPage bounds what is read and matched at once.
	statementPage = 200
)

// MatchStatement reads on in the bank's statement of every realm, keeps each line with
// what it differs in, and opens one task per difference. alive is told after each page.
func (s *Withdrawals) MatchStatement(ctx context.Context, alive func()) (int, error) {
	realms, err := realmsOf(ctx, s.Store)
	if err != nil {
		return 0, err
	}
	read := 0
	for _, realm := range realms {
		n, err := s.matchRealm(ctx, realm, alive)
		read += n
		if err != nil {
			return read, err
		}
		if err := s.missThere(ctx, realm); err != nil {
			return read, err
		}
	}
	return read, nil
}

func (s *Withdrawals) matchRealm(ctx context.Context, realm string, alive func()) (int, error) {
	read := 0
	for {
		alive()
		var after int64
		err := s.Store.As(ctx, models.System(realm), func(tx *store.Tx) (err error) {
			after, err = tx.LockStatement(sourceBank)
			return err
		})
		if err != nil {
			return read, err
		}
		entries, err := s.Bank.Statement(ctx, realm, after, statementPage)
		if err != nil || len(entries) == 0 {
			return read, err
		}
		err = s.Store.As(ctx, models.System(realm), func(tx *store.Tx) error { return matchPage(tx, after, entries) })
		if err != nil {
			return read, err
		}
		read += len(entries)
	}
}

// matchPage keeps a page of lines, unless another reader was faster.
func matchPage(tx *store.Tx, after int64, entries []models.StatementEntry) error {
	known, err := tx.LockStatement(sourceBank)
	if err != nil || known != after {
		return err
	}
	references := make([]string, len(entries))
	for i, e := range entries {
		references[i] = e.Reference
	}
	payouts, err := tx.PayoutsByReference(references)
	if err != nil {
		return err
	}
	ids := make([]uuid.UUID, 0, len(payouts))
	for _, p := range payouts {
		ids = append(ids, p.ID)
	}
	stated, err := tx.StatedPayouts(ids)
	if err != nil {
		return err
	}
	lines := make([]models.BankLine, len(entries))
	for i, e := range entries {
		if lines[i], err = lineOf(tx, e); err != nil {
			return err
		}
		if p, ours := payouts[e.Reference]; ours {
			lines[i].PayoutID, lines[i].Difference = &p.ID, difference(p, e, stated[p.ID])
			stated[p.ID] = true
		} else {
			lines[i].Difference = models.DifferenceMissing
		}
	}
	if err := tx.AddStatementLines(sourceBank, lines); err != nil {
		return err
	}
	return tellDifferences(tx, lines)
}

func lineOf(tx *store.Tx, e models.StatementEntry) (models.BankLine, error) {
	scale, err := e.Amount.Currency.Scale()
	return models.BankLine{
		ID: store.NewID(), Realm: tx.Principal().Realm, Source: sourceBank, Line: e.Line, Reference: e.Reference, Amount: e.Amount.Amount, Currency: e.Amount.Currency,
		Scale: scale, StatedAt: e.At, ReadAt: tx.Now(),
	}, err
}

// difference is what a line and its payout differ in. One that is still open here
// does not differ: the bank's answer may be on its way.
func difference(p models.Payout, e models.StatementEntry, stated bool) string {
	switch {
	case stated:
		return models.DifferenceTwice
	case !e.Amount.Equal(p.Money()):
		return models.DifferenceAmount
	case p.State == models.PayoutFailed || p.State == models.PayoutSuperseded:
		return models.DifferenceNotSettled
	default:
		return models.DifferenceNone
	}
}

func tellDifferences(tx *store.Tx, lines []models.BankLine) error {
	for _, l := range lines {
		if l.Difference == models.DifferenceNone {
			// What was missing in the statement has come.
			if err := tx.CloseTask(*l.PayoutID, models.TaskStatement, l.ReadAt); err != nil {
				return err
			}
			continue
		}
		if err := openStatementTask(tx, models.SubjectStatement, l.ID, l.Reference, l.ReadAt); err != nil {
			return err
		}
	}
	return nil
}

// openStatementTask asks the vendor, and nobody else, about a difference.
func openStatementTask(tx *store.Tx, kind string, subject uuid.UUID, reference string, now time.Time) error {
	vendor, err := tx.Vendor()
	if err != nil {
		return err
	}
	return tx.OpenTask(models.Task{
		Realm: vendor.Realm, PartnerID: vendor.ID, Party: models.PartyVendor, Kind: models.TaskStatement, SubjectKind: kind, SubjectID: subject, Reference: reference, Since: now,
	})
}

// missThere opens a task for every payout that the statement should have named by now.
func (s *Withdrawals) missThere(ctx context.Context, realm string) error {
	return s.Store.As(ctx, models.System(realm), func(tx *store.Tx) error {
		now := tx.Now()
		policy, err := tx.Policy(models.SiteCN, now)
		if err != nil {
			return err
		}
		grace := time.Duration(policy.Document.Withdrawal.ReconcileGraceHours) * time.Hour
		missing, err := tx.UnstatedPayouts(now.Add(-grace), statementPage)
		if err != nil {
			return err
		}
		for _, p := range missing {
			if err := openStatementTask(tx, models.SubjectPayout, p.ID, p.Reference, now); err != nil {
				return err
			}
		}
		return nil
	})
}
