package programme

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/crash"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// turn is what a payout's next call to the bank is.
type turn struct {
	row   models.Row
	id    uuid.UUID // of the payout; the zero id where there is nothing to ask
	order models.PayoutOrder
	fresh bool // the bank has never been asked
}

// Pay does the next thing about a withdrawal's payouts: it sends one, or asks what
// became of it. The row says that it is sent before it is. An attempt that died in
// between, a timeout, an error: all are silence, and silence is not failure. The
// bank is asked for the reference again, later.
func (s *Withdrawals) Pay(ctx context.Context, c Cause, ref models.Ref) (models.Row, []store.Waker, error) {
	t, err := s.takeTurn(ctx, c, ref)
	if err != nil || t.id == uuid.Nil {
		return t.row, nil, err
	}
	crash.At(crash.PayoutNoted)
	answer, err := s.callBank(ctx, t)
	crash.At(crash.PayoutSent)
	if err != nil {
		s.Log.WarnContext(ctx, "the bank is silent about a payout", "id", t.id.String(), "error", err.Error())
		return t.row, nil, nil
	}
	return s.hear(ctx, ref, func(tx *store.Tx, x *demand, now time.Time) ([]store.Waker, error) {
		return s.take(tx, c, x, t.id, answer, now)
	})
}

func (s *Withdrawals) callBank(ctx context.Context, t turn) (models.BankAnswer, error) {
	if t.fresh {
		return s.Bank.Send(ctx, t.order)
	}
	answer, err := s.Bank.Ask(ctx, t.order.Reference)
	if errors.Is(err, models.ErrNotFound) { // it never got there
		return s.Bank.Send(ctx, t.order)
	}
	return answer, err
}

// takeTurn notes what is about to be asked.
func (s *Withdrawals) takeTurn(ctx context.Context, c Cause, ref models.Ref) (turn, error) {
	var t turn
	err := s.Store.As(ctx, models.System(ref.Realm), func(tx *store.Tx) error {
		t = turn{}
		x, err := s.lock(tx, ref.ID)
		if err != nil {
			return err
		}
		if t.row, err = withdrawalRow(tx, x.w); err != nil || t.row.Terminal || t.row.NextStep != models.StepPay || t.row.Now.Before(t.row.WakeAt) {
			return err
		}
		payouts, err := tx.Payouts(x.w.ID)
		if err != nil {
			return err
		}
		if t.id, t.fresh, err = s.next(tx, c, x, payouts, t.row.Now); err != nil {
			return err
		}
		if t.row, err = withdrawalRow(tx, x.w); err != nil || t.id == uuid.Nil {
			return err
		}
		t.order, err = orderOf(tx, x.w, payouts, t.id)
		return err
	})
	return t, err
}

// next is the payout whose turn it is, noted as asked; none where it is held.
func (s *Withdrawals) next(tx *store.Tx, c Cause, x *demand, payouts []models.Payout, now time.Time) (id uuid.UUID, fresh bool, err error) {
	policy, err := tx.PolicyByID(x.w.PolicyID)
	if err != nil {
		return uuid.Nil, false, err
	}
	due := firstDue(payouts, now)
	if due.State != models.PayoutPrepared {
		return due.ID, false, askAgain(tx, c, &x.w, due, policy.Document, now)
	}
	blockers, err := stillPayable(tx, x, payouts)
	if err != nil {
		return uuid.Nil, false, err
	}
	if len(blockers) > 0 {
		return uuid.Nil, false, hold(tx, c, &x.w, due, blockers, policy.Document, now)
	}
	return due.ID, true, send(tx, c, &x.w, due, policy.Document, now)
}

func firstDue(payouts []models.Payout, now time.Time) models.Payout {
	var first models.Payout
	for _, p := range payouts {
		if p.Open() && !now.Before(*p.NextAskAt) && (first.NextAskAt == nil || p.NextAskAt.Before(*first.NextAskAt)) {
			first = p
		}
	}
	return first
}

// stillPayable asks once more what may have changed since the approval. What is
// not paid yet is still frozen. Source: 7f, 7g.
func stillPayable(tx *store.Tx, x *demand, payouts []models.Payout) ([]models.Blocker, error) {
	money, err := fundingOf(tx, x.partner, x.w)
	if err != nil {
		return nil, err
	}
	frozen := models.Money{Currency: x.w.Currency}
	for _, p := range payouts {
		if p.Open() {
			frozen.Amount = frozen.Amount.Add(p.Amount)
		}
	}
	d, err := rules.Pay(money.payFacts(frozen))
	return d.Blockers, err
}

// hold keeps a payout back and tells the vendor once; it is looked at again later.
func hold(tx *store.Tx, c Cause, w *models.Withdrawal, p models.Payout, blockers []models.Blocker, policy models.PolicyDocument, now time.Time) error {
	again, told := rules.NextAsk(now, p.Attempts, policy), p.Held
	p.Held, p.NextAskAt = true, &again
	p.Attempts++
	if err := tx.MovePayout(p); err != nil {
		return err
	}
	if told {
		return replan(tx, w)
	}
	if err := tx.OpenTask(payoutTask(*w, p, models.TaskPayoutHeld, now)); err != nil {
		return err
	}
	w.Version++
	if err := planAndMove(tx, w, w.Version-1); err != nil {
		return err
	}
	e := withdrawalEvent(c, *w, "withdrawal.payout_held", now, &p)
	codes := make([]string, len(blockers))
	for i, b := range blockers {
		codes[i] = b.Code
	}
	e.Data["blockers"] = codes
	return tx.Record(e)
}

// send notes that a payout is about to be sent.
func send(tx *store.Tx, c Cause, w *models.Withdrawal, p models.Payout, policy models.PolicyDocument, now time.Time) error {
	if p.Held {
		if err := tx.CloseTasks(p.ID, now); err != nil {
			return err
		}
	}
	again := rules.NextAsk(now, 0, policy)
	p.State, p.SentAt, p.Attempts, p.NextAskAt, p.Held = models.PayoutSent, &now, 1, &again, false
	if err := tx.MovePayout(p); err != nil {
		return err
	}
	return note(tx, c, w, "withdrawal.payout_sent", now, &p)
}

// askAgain notes one more look at the bank; after its patience a person is told.
func askAgain(tx *store.Tx, c Cause, w *models.Withdrawal, p models.Payout, policy models.PolicyDocument, now time.Time) error {
	again := rules.NextAsk(now, p.Attempts, policy)
	p.Attempts++
	p.NextAskAt = &again
	// A bank that says "processing" is not silent as long as it may take.
	silent := p.Answer != models.BankProcessing || p.ExpectedBy == nil
	patience := time.Duration(policy.Withdrawal.BankPatienceMinutes) * time.Minute
	tell := silent && p.State == models.PayoutSent && rules.Over(p.SentAt.Add(patience), now)
	if tell {
		p.State = models.PayoutUnknown
	}
	if err := tx.MovePayout(p); err != nil || !tell {
		return errors.Join(err, replan(tx, w))
	}
	if err := tx.OpenTask(payoutTask(*w, p, models.TaskPayoutUnanswered, now)); err != nil {
		return err
	}
	return note(tx, c, w, "withdrawal.payout_unanswered", now, &p)
}

// orderOf is a payout as the bank is told of it: the same words every time.
func orderOf(tx *store.Tx, w models.Withdrawal, payouts []models.Payout, id uuid.UUID) (models.PayoutOrder, error) {
	var order models.PayoutOrder
	for _, p := range payouts {
		if p.ID == id {
			order = models.PayoutOrder{
				Reference: p.Reference, Account: w.Realm, Route: p.Route, Amount: p.Money(), Channel: p.Channel, SourceReference: p.SourceReference,
			}
		}
	}
	if w.ContactID == nil {
		return order, nil
	}
	contacts, err := tx.Contacts([]uuid.UUID{*w.ContactID})
	if err != nil {
		return order, err
	}
	contact := contacts[*w.ContactID]
	order.Payee = &models.BankAccount{Holder: contact.PersonName, Bank: contact.Bank, Branch: contact.BankBranch, Number: contact.BankAccount}
	return order, nil
}
