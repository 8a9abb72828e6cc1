package programme

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/crash"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// approve fixes the payouts of a withdrawal: one per top-up that goes back over
// its channel, or one to the bank account. Source: 7b-2, 7b-3, 7c.
func approve(tx *store.Tx, d ruling, w *models.Withdrawal) error {
	payouts, lots, err := payoutsOf(tx, *w, d.now, d.policy.Document)
	if err != nil {
		return err
	}
	if err := tx.AddPayouts(payouts, lots); err != nil {
		return err
	}
	if err := tx.CloseTasks(w.ID, d.now); err != nil {
		return err
	}
	version := w.Version
	w.State, w.StateSince, w.ApprovedAt, w.NextWakeAt, w.Version = models.WithdrawalPaying, d.now, &d.now, &d.now, version+1
	if err := tx.MoveWithdrawal(w, version); err != nil {
		return err
	}
	return tx.Record(withdrawalEvent(d.cause, *w, "withdrawal.approved", d.now, nil))
}

func payoutsOf(tx *store.Tx, w models.Withdrawal, now time.Time, p models.PolicyDocument) ([]models.Payout, []models.WithdrawalLot, error) {
	drawn, err := tx.LotsOfWithdrawals(w.ID)
	if err != nil {
		return nil, nil, err
	}
	if w.Route == models.RouteOriginal {
		return backOverChannels(tx, w, drawn, now)
	}
	payout := newPayout(w, w.Money(), now)
	by, provisional, err := rules.PayoutExpectedBy(now, p)
	if err != nil {
		return nil, nil, err
	}
	payout.ExpectedBy, payout.Provisional = &by, provisional
	for i := range drawn {
		drawn[i].PayoutID = &payout.ID
	}
	return []models.Payout{payout}, drawn, nil
}

// backOverChannels pays each top-up back to where it came from.
func backOverChannels(tx *store.Tx, w models.Withdrawal, drawn []models.WithdrawalLot, now time.Time) ([]models.Payout, []models.WithdrawalLot, error) {
	ids := make([]uuid.UUID, len(drawn))
	for i, l := range drawn {
		ids[i] = l.LotID
	}
	lots, err := tx.Lots(ids)
	if err != nil {
		return nil, nil, err
	}
	payouts := make([]models.Payout, len(drawn))
	for i := range drawn {
		payouts[i] = newPayout(w, drawn[i].Money(), now)
		payouts[i].Channel, payouts[i].SourceReference = lots[drawn[i].LotID].Channel, lots[drawn[i].LotID].Reference
		drawn[i].PayoutID = &payouts[i].ID
	}
	return payouts, drawn, nil
}

func newPayout(w models.Withdrawal, amount models.Money, now time.Time) models.Payout {
	id := store.NewID()
	return models.Payout{
		ID: id, Realm: w.Realm, PartnerID: w.PartnerID, WithdrawalID: w.ID, Reference: hex.EncodeToString(id[:]), Route: w.Route,
		Amount: amount.Amount, Currency: amount.Currency, Scale: w.Scale, State: models.PayoutPrepared, NextAskAt: &now, CreatedAt: now,
	}
}

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

// HearBank takes in what the bank called to say.
func (s *Withdrawals) HearBank(ctx context.Context, c Cause, ref models.Ref) (models.Row, []store.Waker, error) {
	return s.hear(ctx, ref, func(tx *store.Tx, x *demand, now time.Time) ([]store.Waker, error) {
		messages, err := tx.BankMessages(x.w.ID)
		if err != nil {
			return nil, err
		}
		var touched []store.Waker
		for _, m := range messages {
			moved, err := s.take(tx, c, x, m.PayoutID, models.BankAnswer{Status: m.Status, Amount: models.Money{Amount: m.Amount, Currency: m.Currency}}, now)
			if err != nil {
				return nil, err
			}
			if err := tx.TakeBankMessage(m.ID, now); err != nil {
				return nil, err
			}
			touched = append(touched, moved...)
		}
		return touched, nil
	})
}

// hear runs what takes in the bank's words under the locks, and plans anew.
func (s *Withdrawals) hear(ctx context.Context, ref models.Ref, do func(*store.Tx, *demand, time.Time) ([]store.Waker, error)) (models.Row, []store.Waker, error) {
	var row models.Row
	var touched []store.Waker
	err := s.Store.As(ctx, models.System(ref.Realm), func(tx *store.Tx) error {
		x, err := s.lock(tx, ref.ID)
		if err != nil {
			return err
		}
		if touched, err = do(tx, x, tx.Now()); err != nil {
			return err
		}
		if err := replan(tx, &x.w); err != nil {
			return err
		}
		row, err = withdrawalRow(tx, x.w)
		return err
	})
	return row, touched, err
}

// replan sets the next wake where nothing else of the row has changed.
func replan(tx *store.Tx, w *models.Withdrawal) error { return planAndMove(tx, w, w.Version) }

func planAndMove(tx *store.Tx, w *models.Withdrawal, version int64) error {
	if err := planWithdrawal(tx, w); err != nil {
		return err
	}
	return tx.MoveWithdrawal(w, version)
}

// take takes one word of the bank in, whatever was known before: it may come
// twice, late, or say something else than was ordered. Only "failed" is failure.
func (s *Withdrawals) take(tx *store.Tx, c Cause, x *demand, payout uuid.UUID, answer models.BankAnswer, now time.Time) ([]store.Waker, error) {
	payouts, err := tx.Payouts(x.w.ID)
	if err != nil {
		return nil, err
	}
	var p models.Payout
	for _, candidate := range payouts {
		if candidate.ID == payout {
			p = candidate
		}
	}
	p.Answer = answer.Status
	over := p.State == models.PayoutFailed || p.State == models.PayoutSuperseded
	switch succeeded := answer.Status == models.BankSucceeded; {
	case succeeded && !answer.Amount.Equal(p.Money()):
		return nil, differs(tx, c, &x.w, p, answer.Amount, now)
	case succeeded && p.Open():
		return nil, paidOut(tx, c, &x.w, p, now)
	case succeeded && over:
		return lateSuccess(tx, c, &x.w, p, now)
	case answer.Status == models.BankFailed && p.Open() && p.SentAt != nil:
		return nil, cameBack(tx, c, &x.w, p, now)
	case answer.Status == models.BankFailed && p.State == models.PayoutSucceeded:
		return nil, tx.OpenTask(payoutTask(x.w, p, models.TaskPayoutDiffers, now))
	case answer.Status == models.BankProcessing && p.Open():
		return nil, wait(tx, x.w, p, now)
	default:
		return nil, nil // it was known
	}
}

// wait notes that the bank is at it. A payout to an account is looked at from time
// to time; one over a channel should be there by now.
func wait(tx *store.Tx, w models.Withdrawal, p models.Payout, now time.Time) error {
	if p.ExpectedBy != nil {
		policy, err := tx.PolicyByID(w.PolicyID)
		if err != nil {
			return err
		}
		look := rules.NextLook(now, policy.Document)
		p.NextAskAt = &look
	}
	return tx.MovePayout(p)
}

// paidOut books that frozen cash has left. Source: 7c.
func paidOut(tx *store.Tx, c Cause, w *models.Withdrawal, p models.Payout, now time.Time) error {
	if _, err := tx.Post(rules.Payout(payoutCause(*w, p, "paid", now), p.Money())); err != nil {
		return err
	}
	return settlePayout(tx, c, w, p, models.PayoutSucceeded, "withdrawal.payout_succeeded", now)
}

// cameBack returns the frozen cash to its lots. What could not go back over its
// channel goes by bank card from now on. Source: 7b-3, 7c.
func cameBack(tx *store.Tx, c Cause, w *models.Withdrawal, p models.Payout, now time.Time) error {
	if err := unfreezePayout(tx, *w, p, p.Route == models.RouteOriginal, now); err != nil {
		return err
	}
	return settlePayout(tx, c, w, p, models.PayoutFailed, "withdrawal.payout_failed", now)
}

func unfreezePayout(tx *store.Tx, w models.Withdrawal, p models.Payout, bankCard bool, now time.Time) error {
	draws, err := drawsOf(tx, p)
	if err != nil {
		return err
	}
	for i := range draws {
		draws[i].BankCard = bankCard
	}
	_, err = tx.Post(rules.Unfreeze(payoutCause(w, p, "unfreeze", now), draws, p.Money()))
	return err
}

// drawsOf are the lots that a payout pays.
func drawsOf(tx *store.Tx, p models.Payout) ([]models.Draw, error) {
	lots, err := tx.LotsOfWithdrawals(p.WithdrawalID)
	if err != nil {
		return nil, err
	}
	var draws []models.Draw
	for _, l := range lots {
		if l.PayoutID != nil && *l.PayoutID == p.ID {
			draws = append(draws, models.Draw{LotID: l.LotID, Amount: l.Money()})
		}
	}
	return draws, nil
}

// payoutCause is what a payout posts for; each thing that happens to it once.
func payoutCause(w models.Withdrawal, p models.Payout, what string, at time.Time) rules.Cause {
	return withdrawalCause(w, "payout:"+p.ID.String()+":"+what, at)
}

// settlePayout ends a payout, and with the last one the withdrawal.
func settlePayout(tx *store.Tx, c Cause, w *models.Withdrawal, p models.Payout, state, event string, now time.Time) error {
	p.State, p.SettledAt, p.NextAskAt = state, &now, nil
	if err := tx.MovePayout(p); err != nil {
		return err
	}
	if err := tx.FreeLots(w.ID, &p.ID); err != nil {
		return err
	}
	if err := tx.CloseTasks(p.ID, now); err != nil {
		return err
	}
	if err := note(tx, c, w, event, now, &p); err != nil {
		return err
	}
	return conclude(tx, c, w, now)
}

// conclude ends a withdrawal whose payouts are all settled.
func conclude(tx *store.Tx, c Cause, w *models.Withdrawal, now time.Time) error {
	payouts, err := tx.Payouts(w.ID)
	if err != nil {
		return err
	}
	state := tally(payouts)
	if state == "" || state == w.State {
		return nil
	}
	version := w.Version
	w.State, w.StateSince, w.Version = state, now, version+1
	if err := planAndMove(tx, w, version); err != nil {
		return err
	}
	return tx.Record(withdrawalEvent(c, *w, "withdrawal."+state, now, nil))
}

// tally is how a withdrawal ends by its payouts; empty while one is open.
func tally(payouts []models.Payout) string {
	counts := map[string]int{}
	for _, p := range payouts {
		if p.Open() {
			return ""
		}
		counts[p.State]++
	}
	switch len(payouts) {
	case counts[models.PayoutSucceeded]:
		return models.WithdrawalSucceeded
	case counts[models.PayoutSuperseded]:
		return models.WithdrawalSuperseded
	case counts[models.PayoutFailed] + counts[models.PayoutSuperseded]:
		return models.WithdrawalFailed
	default:
		return models.WithdrawalPartlyFailed
	}
}

// differs books money that moved otherwise than it was ordered to suspense, and
// asks a person. The freeze stays until the bank states the right amount.
func differs(tx *store.Tx, c Cause, w *models.Withdrawal, p models.Payout, moved models.Money, now time.Time) error {
	booked := models.Money{Currency: moved.Currency}
	if p.State == models.PayoutSucceeded && moved.Currency == p.Currency {
		booked = p.Money()
	}
	rest, err := moved.Sub(booked)
	if err != nil {
		return fmt.Errorf("compare payout with what moved: %w", err)
	}
	cause := payoutCause(*w, p, "differs:"+moved.String(), now)
	transaction := rules.Unsuspend(cause, rest)
	if rest.Amount.IsNegative() {
		transaction = rules.Suspend(cause, rest.Neg())
	}
	posted, err := tx.Post(transaction)
	if err != nil || posted[0].Replayed {
		return err
	}
	if p.State == models.PayoutSent {
		p.State = models.PayoutUnknown
	}
	if err := tx.MovePayout(p); err != nil {
		return err
	}
	if err := tx.OpenTask(payoutTask(*w, p, models.TaskPayoutDiffers, now)); err != nil {
		return err
	}
	return note(tx, c, w, "withdrawal.payout_differs", now, &p)
}

// lateSuccess books money that left although its payout had failed to suspense.
// Its way on by another route is stopped where it has not been sent; then the lots
// that it came from pay for it. Where they cannot, a person must see to it.
func lateSuccess(tx *store.Tx, c Cause, w *models.Withdrawal, p models.Payout, now time.Time) ([]store.Waker, error) {
	posted, err := tx.Post(rules.Unsuspend(payoutCause(*w, p, "late", now), p.Money()))
	if err != nil || posted[0].Replayed {
		return nil, err
	}
	draws, err := drawsOf(tx, p)
	if err != nil {
		return nil, err
	}
	touched, err := stopOtherRoutes(tx, c, draws, now)
	if err != nil {
		return nil, err
	}
	paid, err := payFromLots(tx, *w, p, draws, now)
	if err != nil {
		return nil, err
	}
	p.State, p.SettledAt = models.PayoutSucceeded, &now
	if err := tx.MovePayout(p); err != nil {
		return nil, err
	}
	if !paid {
		if err := tx.OpenTask(payoutTask(*w, p, models.TaskPayoutDiffers, now)); err != nil {
			return nil, err
		}
	}
	if err := note(tx, c, w, "withdrawal.payout_succeeded_late", now, &p); err != nil {
		return nil, err
	}
	return touched, conclude(tx, c, w, now)
}

// stopOtherRoutes takes lots back from withdrawals that have not paid them out.
// All of them are the same partner's, whose lock is held.
func stopOtherRoutes(tx *store.Tx, c Cause, draws []models.Draw, now time.Time) ([]store.Waker, error) {
	var touched []store.Waker
	for _, d := range draws {
		holder, err := tx.HolderOf(d.LotID)
		if err != nil {
			return nil, err
		}
		if holder == nil {
			continue
		}
		stopped, err := stopRoute(tx, c, *holder, now)
		if err != nil {
			return nil, err
		}
		if stopped {
			touched = append(touched, changed(models.SubjectWithdrawal, holder.Realm, holder.WithdrawalID))
		}
	}
	return touched, nil
}

func stopRoute(tx *store.Tx, c Cause, holder models.WithdrawalLot, now time.Time) (bool, error) {
	other, err := tx.LockWithdrawal(holder.WithdrawalID)
	if err != nil {
		return false, err
	}
	if other.State == models.WithdrawalSubmitted {
		return true, giveBack(tx, c, &other, models.WithdrawalSuperseded, now)
	}
	payouts, err := tx.Payouts(other.ID)
	if err != nil {
		return false, err
	}
	for _, p := range payouts {
		if holder.PayoutID == nil || p.ID != *holder.PayoutID || p.State != models.PayoutPrepared {
			continue
		}
		if err := unfreezePayout(tx, other, p, false, now); err != nil {
			return false, err
		}
		return true, settlePayout(tx, c, &other, p, models.PayoutSuperseded, "withdrawal.payout_superseded", now)
	}
	return false, nil
}

// payFromLots settles the suspense of a late success out of the lots that it was
// drawn from, if they still hold it and nobody else may spend it.
func payFromLots(tx *store.Tx, w models.Withdrawal, p models.Payout, draws []models.Draw, now time.Time) (bool, error) {
	ids := make([]uuid.UUID, len(draws))
	for i, d := range draws {
		ids[i] = d.LotID
	}
	lots, err := tx.Lots(ids)
	if err != nil {
		return false, err
	}
	for _, d := range draws {
		if lots[d.LotID].Remaining.Amount.LessThan(d.Amount.Amount) {
			return false, nil
		}
	}
	cash, allocatable, err := tx.FundsAccounts(w.PartnerID, w.Currency)
	if err != nil {
		return false, err
	}
	if cash.Balance.Amount.LessThan(p.Amount) || allocatable.Balance.Amount.LessThan(p.Amount) {
		return false, nil
	}
	_, err = tx.Post(
		rules.Freeze(payoutCause(w, p, "late:freeze", now), draws, p.Money()),
		rules.Payout(payoutCause(w, p, "late:paid", now), p.Money()),
		rules.Suspend(payoutCause(w, p, "late:settled", now), p.Money()),
	)
	return err == nil, err
}

// Called keeps what the bank called to say, once per event, and answers whose
// withdrawal it speaks of.
func (s *Withdrawals) Called(ctx context.Context, call models.BankCall, requestID string) (models.PayoutKey, error) {
	var key models.PayoutKey
	err := s.Store.As(ctx, visitor(), func(tx *store.Tx) (err error) {
		key, err = tx.FindPayout(call.Reference)
		return err
	})
	if err != nil {
		return key, err
	}
	scale, err := call.Answer.Amount.Currency.Scale()
	if err != nil {
		return key, err
	}
	bank := models.Principal{Realm: key.Realm, Org: key.VendorID, Side: models.SideVendor, Subject: "bank", Roles: []models.Role{models.RoleService}}
	cmd := models.Command{Principal: bank, RequestID: requestID, IdempotencyKey: call.EventID, Fingerprint: call.Fingerprint}
	return key, s.Store.As(ctx, bank, func(tx *store.Tx) error {
		earlier, err := tx.ClaimKey(cmd, models.SubjectPayout, key.PayoutID, 200)
		if err != nil || earlier != nil {
			return err
		}
		amount := call.Answer.Amount
		return tx.AddBankMessage(models.BankMessage{
			ID: store.NewID(), Realm: key.Realm, PartnerID: key.PartnerID, WithdrawalID: key.WithdrawalID, PayoutID: key.PayoutID, EventID: call.EventID,
			Status: call.Answer.Status, Amount: amount.Amount, Currency: amount.Currency, Scale: scale, ReceivedAt: tx.Now(),
		})
	})
}
