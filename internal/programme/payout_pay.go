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

	payouts []models.Payout // of the withdrawal, as the turn found them
	policy  models.PolicyDocument
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
	if errors.Is(err, models.ErrNotFound) { // it never got there
		if t, err = s.takeAgain(ctx, c, ref, t.id); err != nil || t.id == uuid.Nil {
			return t.row, nil, err
		}
		answer, err = s.Bank.Send(ctx, t.order)
	}
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
	return s.Bank.Ask(ctx, t.order.Reference)
}

// takeTurn notes what is about to be asked; nothing where the payout is held.
func (s *Withdrawals) takeTurn(ctx context.Context, c Cause, ref models.Ref) (turn, error) {
	return s.turn(ctx, ref, func(tx *store.Tx, x *demand, t *turn, last bool) ([]uuid.UUID, error) {
		if t.row.NextStep != models.StepPay || t.row.Now.Before(t.row.WakeAt) {
			return nil, nil
		}
		due := firstDue(t.payouts, t.row.Now)
		if t.fresh = due.State == models.PayoutPrepared; t.fresh {
			return letGo(tx, c, x, t, due, last)
		}
		t.id = due.ID
		return nil, askAgain(tx, c, &x.w, due, t.policy, t.row.Now)
	})
}

// takeAgain is the turn of an order that got lost: what stood for it when it was
// sent is asked once more before it is sent again.
func (s *Withdrawals) takeAgain(ctx context.Context, c Cause, ref models.Ref, payout uuid.UUID) (turn, error) {
	return s.turn(ctx, ref, func(tx *store.Tx, x *demand, t *turn, last bool) ([]uuid.UUID, error) {
		for _, p := range t.payouts {
			if p.ID == payout && p.Open() {
				return letGo(tx, c, x, t, p, last)
			}
		}
		return nil, nil // the bank has spoken of it meanwhile
	})
}

// turn runs what takes a turn under the locks, and makes out the order.
func (s *Withdrawals) turn(ctx context.Context, ref models.Ref, take func(tx *store.Tx, x *demand, t *turn, last bool) (stale []uuid.UUID, err error)) (turn, error) {
	var t turn
	err := s.withFacts(ctx, models.System(ref.Realm), func(tx *store.Tx, last bool) ([]uuid.UUID, error) {
		t = turn{}
		x, err := s.lock(tx, ref.ID)
		if err != nil {
			return nil, err
		}
		if t.row, err = withdrawalRow(tx, x.w); err != nil || t.row.Terminal {
			return nil, err
		}
		if err = t.read(tx, x.w); err != nil {
			return nil, err
		}
		stale, err := take(tx, x, &t, last)
		if err != nil || len(stale) > 0 {
			return stale, err
		}
		if t.row, err = withdrawalRow(tx, x.w); err != nil || t.id == uuid.Nil {
			return nil, err
		}
		t.order, err = orderOf(tx, x.w, t.payouts, t.id)
		return nil, err
	})
	return t, err
}

func (t *turn) read(tx *store.Tx, w models.Withdrawal) error {
	var err error
	if t.payouts, err = tx.Payouts(w.ID); err != nil {
		return err
	}
	policy, err := tx.PolicyByID(w.PolicyID)
	t.policy = policy.Document
	return err
}

// letGo notes that a payout is about to be sent, or holds it where something has
// come up against it. The customers of whom too little is known are asked about first.
func letGo(tx *store.Tx, c Cause, x *demand, t *turn, p models.Payout, last bool) ([]uuid.UUID, error) {
	blockers, stale, err := stillPayable(tx, x, t.payouts)
	switch {
	case err != nil:
		return nil, err
	case len(blockers) == 0:
		t.id = p.ID
		return nil, send(tx, c, &x.w, p, t.policy, t.row.Now)
	case len(stale) > 0 && !last:
		return stale, nil
	default:
		return nil, hold(tx, c, &x.w, p, blockers, t.policy, t.row.Now)
	}
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
func stillPayable(tx *store.Tx, x *demand, payouts []models.Payout) (blockers []models.Blocker, stale []uuid.UUID, err error) {
	money, err := fundingOf(tx, x.partner, x.w)
	if err != nil {
		return nil, nil, err
	}
	frozen := models.Money{Currency: x.w.Currency}
	for _, p := range payouts {
		if p.Open() {
			frozen.Amount = frozen.Amount.Add(p.Amount)
		}
	}
	d, err := rules.Pay(money.payFacts(frozen))
	return d.Blockers, money.stale, err
}

// hold keeps a payout back and tells the vendor once; it is looked at again later.
func hold(tx *store.Tx, c Cause, w *models.Withdrawal, p models.Payout, blockers []models.Blocker, policy models.PolicyDocument, now time.Time) error {
	again, told := rules.NextAsk(now, p.Attempts, policy), p.Held
	p.Held, p.NextAskAt = true, &again
	if p.State == models.PayoutPrepared { // asking for one that got lost has counted already
		p.Attempts++
	}
	if err := tx.MovePayout(p); err != nil {
		return err
	}
	if told {
		return replan(tx, w)
	}
	if err := openMoneyTask(tx, payoutTask(*w, p, models.TaskPayoutHeld, now)); err != nil {
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

// send notes that a payout is about to be sent. One that got lost was noted when it
// was sent first, unless it has been held since.
func send(tx *store.Tx, c Cause, w *models.Withdrawal, p models.Payout, policy models.PolicyDocument, now time.Time) error {
	if p.State != models.PayoutPrepared && !p.Held {
		return nil
	}
	if p.Held {
		if err := tx.CloseTask(p.ID, models.TaskPayoutHeld, now); err != nil {
			return err
		}
		p.Held = false
	}
	if p.State == models.PayoutPrepared {
		again := rules.NextAsk(now, 0, policy)
		p.State, p.SentAt, p.Attempts, p.NextAskAt = models.PayoutSent, &now, 1, &again
	}
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
	if err := openMoneyTask(tx, payoutTask(*w, p, models.TaskPayoutUnanswered, now)); err != nil {
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
				Reference: p.Reference, Account: w.Realm, Entity: p.PayingEntity, Route: p.Route, Amount: p.Money(), Channel: p.Channel,
				SourceReference: p.SourceReference,
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
