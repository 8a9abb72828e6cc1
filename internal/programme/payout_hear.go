package programme

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

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
	if p.State == models.PayoutPrepared && answer.Status != models.BankFailed {
		p.State, p.SentAt = models.PayoutSent, &now // a database that was restored does not know what it had sent
	}
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
		return nil, openMoneyTask(tx, payoutTask(x.w, p, models.TaskPayoutDiffers, now))
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
	if err := unfreezePayout(tx, c, *w, p, p.Route == models.RouteOriginal, now); err != nil {
		return err
	}
	return settlePayout(tx, c, w, p, models.PayoutFailed, "withdrawal.payout_failed", now)
}

func unfreezePayout(tx *store.Tx, c Cause, w models.Withdrawal, p models.Payout, bankCard bool, now time.Time) error {
	draws, err := drawsOf(tx, p)
	if err != nil {
		return err
	}
	for i := range draws {
		draws[i].BankCard = bankCard
	}
	_, err = grow(tx, c, rules.Unfreeze(payoutCause(w, p, "unfreeze", now), draws, p.Money()))
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
	return withdrawalCause(w, models.PayoutCause(p.ID, what), at)
}

// settlePayout ends a payout, and with the last one the withdrawal.
func settlePayout(tx *store.Tx, c Cause, w *models.Withdrawal, p models.Payout, state, event string, now time.Time) error {
	if err := endPayout(tx, c, w, p, state, event, now); err != nil {
		return err
	}
	return conclude(tx, c, w, models.WithdrawalSuperseded, now)
}

// endPayout ends a payout and lets go of its lots.
func endPayout(tx *store.Tx, c Cause, w *models.Withdrawal, p models.Payout, state, event string, now time.Time) error {
	p.State, p.SettledAt, p.NextAskAt = state, &now, nil
	if err := tx.MovePayout(p); err != nil {
		return err
	}
	if err := tx.FreeLots(w.ID, &p.ID); err != nil {
		return err
	}
	if err := closePayoutTasks(tx, *w, p, now); err != nil {
		return err
	}
	return note(tx, c, w, event, now, &p)
}

// closePayoutTasks closes what waits for a payout that has ended. What it left in
// suspense stays a task until that is settled.
func closePayoutTasks(tx *store.Tx, w models.Withdrawal, p models.Payout, now time.Time) error {
	if err := tx.CloseTasks(p.ID, now); err != nil {
		return err
	}
	left, err := tx.SuspenseOf(p.PartnerID, p.ID)
	if err != nil || len(left) == 0 {
		return err
	}
	return openMoneyTask(tx, payoutTask(w, p, models.TaskPayoutDiffers, now))
}

// conclude ends a withdrawal whose payouts are all settled; unsent is its state
// where none of them was ever sent.
func conclude(tx *store.Tx, c Cause, w *models.Withdrawal, unsent string, now time.Time) error {
	payouts, err := tx.Payouts(w.ID)
	if err != nil {
		return err
	}
	state := tally(payouts, unsent)
	if state == "" || state == w.State {
		return nil
	}
	version := w.Version
	w.State, w.StateSince, w.Version = state, now, version+1
	if err := planAndMove(tx, w, version); err != nil {
		return err
	}
	return errors.Join(tx.Record(withdrawalEvent(c, *w, "withdrawal."+state, now, nil)), notifyMaker(tx, *w))
}

// tally is how a withdrawal ends by its payouts; empty while one is open.
func tally(payouts []models.Payout, unsent string) string {
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
		return unsent
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
	if err := openMoneyTask(tx, payoutTask(*w, p, models.TaskPayoutDiffers, now)); err != nil {
		return err
	}
	return note(tx, c, w, "withdrawal.payout_differs", now, &p)
}
