package programme

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// statementPage bounds what is read and matched at once.
const statementPage = 200

// Outside states what has moved, line by line, oldest first.
type Outside interface {
	// Bank is the next lines of what the vendor's account of a realm has moved.
	Bank(ctx context.Context, realm string, after int64, limit int) ([]models.StatementEntry, error)
	// Channel is the next lines of what a payment channel has taken in.
	Channel(ctx context.Context, name string, after int64, limit int) ([]models.StatementEntry, error)
	// Channels are the payment channels of a realm that keep a statement.
	Channels(realm string) []string
}

// Statements are the transactions that match what the world outside states with
// what is booked here.
type Statements struct{ Deps }

// statement is one statement of a realm, and what of ours it should name.
type statement struct {
	source string
	realm  string
	next   func(ctx context.Context, after int64, limit int) ([]models.StatementEntry, error)
	// named answers what of ours has these references, unnamed what was booked before an
	// instant and is in no line.
	named   func(tx *store.Tx, references []string) ([]models.Movement, error)
	unnamed func(tx *store.Tx, before time.Time, limit int) ([]models.Movement, error)
	// ahead: a line may be there before what it names. Payouts are ordered here first;
	// of payments we hear.
	ahead bool
}

// Match reads on in every statement, keeps each line with what it differs in, and
// opens one task per difference. alive is told after each page. One that cannot be
// read keeps nobody from the others.
func (s *Statements) Match(ctx context.Context, alive func()) (int, error) {
	realms, err := realmsOf(ctx, s.Store)
	if err != nil {
		return 0, err
	}
	read := 0
	var failures []error
	for _, realm := range realms {
		for _, st := range s.of(realm) {
			n, err := s.match(ctx, st, alive)
			read += n
			failures = append(failures, err)
		}
	}
	return read, errors.Join(failures...)
}

// of is the statements of a realm.
func (s *Statements) of(realm string) []statement {
	all := []statement{s.bank(realm)}
	for _, name := range s.Outside.Channels(realm) {
		all = append(all, s.channel(realm, name))
	}
	return all
}

func (s *Statements) bank(realm string) statement {
	return statement{
		source: models.SourceBank, realm: realm, named: (*store.Tx).MovedPayouts, unnamed: (*store.Tx).UnstatedPayouts,
		next: func(ctx context.Context, after int64, limit int) ([]models.StatementEntry, error) {
			return s.Outside.Bank(ctx, realm, after, limit)
		},
	}
}

func (s *Statements) channel(realm, name string) statement {
	return statement{
		source: models.SourceChannel(name), realm: realm, ahead: true,
		next: func(ctx context.Context, after int64, limit int) ([]models.StatementEntry, error) {
			return s.Outside.Channel(ctx, name, after, limit)
		},
		named: func(tx *store.Tx, references []string) ([]models.Movement, error) {
			return tx.MovedTopUps(name, references)
		},
		unnamed: func(tx *store.Tx, before time.Time, limit int) ([]models.Movement, error) {
			return tx.UnstatedTopUps(name, before, limit)
		},
	}
}

func (s *Statements) match(ctx context.Context, st statement, alive func()) (int, error) {
	read, err := s.readOn(ctx, st, alive)
	if err != nil {
		return read, err
	}
	return read, s.Store.As(ctx, models.System(st.realm), func(tx *store.Tx) error {
		before, err := lastChance(tx)
		if err != nil {
			return err
		}
		if err := lookAgain(tx, st, before); err != nil {
			return err
		}
		return missThere(tx, st, before)
	})
}

func (s *Statements) readOn(ctx context.Context, st statement, alive func()) (int, error) {
	read := 0
	for {
		alive()
		var after int64
		err := s.Store.As(ctx, models.System(st.realm), func(tx *store.Tx) (err error) {
			after, err = tx.LockStatement(st.source)
			return err
		})
		if err != nil {
			return read, err
		}
		entries, err := st.next(ctx, after, statementPage)
		if err != nil || len(entries) == 0 {
			return read, err
		}
		err = s.Store.As(ctx, models.System(st.realm), func(tx *store.Tx) error { return matchPage(tx, st, after, entries) })
		if err != nil {
			return read, err
		}
		read += len(entries)
	}
}

// matchPage keeps a page of lines, unless another reader was faster.
func matchPage(tx *store.Tx, st statement, after int64, entries []models.StatementEntry) error {
	known, err := tx.LockStatement(st.source)
	if err != nil || known != after {
		return err
	}
	lines := make([]models.StatedLine, len(entries))
	for i, e := range entries {
		if lines[i], err = lineOf(tx, st, e); err != nil {
			return err
		}
	}
	ours, err := oursOf(tx, st, lines)
	if err != nil {
		return err
	}
	stated, err := tx.StatedReferences(st.source, referencesOf(lines))
	if err != nil {
		return err
	}
	for i, l := range lines {
		lines[i].Difference = difference(ours[l.Reference], l, stated[l.Reference])
		stated[l.Reference] = true
	}
	if err := tx.AddStatedLines(st.source, lines); err != nil {
		return err
	}
	for _, l := range lines {
		if err := tell(tx, l, ours[l.Reference]); err != nil {
			return err
		}
	}
	return nil
}

func lineOf(tx *store.Tx, st statement, e models.StatementEntry) (models.StatedLine, error) {
	scale, err := e.Amount.Currency.Scale()
	return models.StatedLine{
		ID: store.NewID(), Realm: st.realm, Source: st.source, Line: e.Line, Reference: e.Reference, Amount: e.Amount.Amount, Currency: e.Amount.Currency,
		Scale: scale, Entity: e.Entity, StatedAt: e.At, ReadAt: tx.Now(),
	}, err
}

func referencesOf(lines []models.StatedLine) []string {
	references := make([]string, len(lines))
	for i, l := range lines {
		references[i] = l.Reference
	}
	return references
}

// oursOf is what the lines name, by its reference in the statement.
func oursOf(tx *store.Tx, st statement, lines []models.StatedLine) (map[string]*models.Movement, error) {
	named, err := st.named(tx, referencesOf(lines))
	if err != nil {
		return nil, err
	}
	ours := make(map[string]*models.Movement, len(named))
	for _, m := range named {
		ours[m.Stated] = &m
	}
	return ours, nil
}

// difference is what a line and what it names differ in. A payout that is still
// open here does not differ: the bank's answer may be on its way. A line that names
// no company does not say that the right one paid.
func difference(ours *models.Movement, l models.StatedLine, stated bool) string {
	switch {
	case stated:
		return models.DifferenceTwice
	case ours == nil:
		return models.DifferenceMissing
	case !l.Money().Equal(ours.Amount):
		return models.DifferenceAmount
	case ours.Off:
		return models.DifferenceNotSettled
	case ours.Entity != "" && l.Entity != ours.Entity:
		return models.DifferenceEntity
	default:
		return models.DifferenceNone
	}
}

// tell opens the task of a line that was just read, and closes that of what was
// missing in the statement and has come. What is missing here is looked at again.
func tell(tx *store.Tx, l models.StatedLine, ours *models.Movement) error {
	switch l.Difference {
	case models.DifferenceMissing:
		return nil
	case models.DifferenceNone:
		return tx.CloseTask(ours.ID, models.TaskStatement, l.ReadAt)
	default:
		return askAbout(tx, models.SubjectStatement, l.ID, l.Reference)
	}
}

// lookAgain asks about lines that name what is not here, where we would hear of
// it only when it had its time to come, and stops asking when it is.
func lookAgain(tx *store.Tx, st statement, before time.Time) error {
	if !st.ahead {
		before = tx.Now()
	}
	asked, err := tx.LinesAsked(st.source)
	if err != nil {
		return err
	}
	ahead, err := tx.LinesAhead(st.source, before, statementPage)
	if err != nil {
		return err
	}
	lines := slices.Concat(asked, ahead)
	ours, err := oursOf(tx, st, lines)
	if err != nil {
		return err
	}
	for _, l := range lines {
		if difference(ours[l.Reference], l, false) == models.DifferenceNone {
			err = tx.CloseTask(l.ID, models.TaskStatement, tx.Now())
		} else {
			err = askAbout(tx, models.SubjectStatement, l.ID, l.Reference)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// missThere asks about everything of ours that the statement should have named by now.
func missThere(tx *store.Tx, st statement, before time.Time) error {
	missing, err := st.unnamed(tx, before, statementPage)
	if err != nil {
		return err
	}
	for _, m := range missing {
		if err := askAbout(tx, m.Kind, m.ID, m.Name); err != nil {
			return err
		}
	}
	return nil
}

// lastChance is the instant before which one side may not be without the other any
// more. It goes by the vendor's site, not by a partner's: the statements are those of
// the vendor's own accounts, a line that names nothing of ours is of no partner, and
// one instant must hold for what is missing on either side. ASSUMPTION.
func lastChance(tx *store.Tx) (time.Time, error) {
	policy, err := housePolicy(tx)
	return tx.Now().Add(-time.Duration(policy.Document.Withdrawal.ReconcileGraceHours) * time.Hour), err
}

// askAbout asks the vendor, and nobody else, about a difference.
func askAbout(tx *store.Tx, kind string, subject uuid.UUID, reference string) error {
	vendor, err := tx.Vendor()
	if err != nil {
		return err
	}
	return tx.OpenTask(models.Task{
		Realm: vendor.Realm, PartnerID: vendor.ID, Party: models.PartyVendor, Kind: models.TaskStatement, SubjectKind: kind, SubjectID: subject, Reference: reference, Since: tx.Now(),
	})
}
