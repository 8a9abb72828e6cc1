package programme

import (
	"context"
	"errors"
	"time"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Load reads the row for its workflow and notes that the workflow has acted.
func (s *Withdrawals) Load(ctx context.Context, ref models.Ref) (models.Row, error) {
	var row models.Row
	err := s.Store.As(ctx, models.System(ref.Realm), func(tx *store.Tx) error {
		w, err := tx.Withdrawal(ref.ID)
		if err != nil {
			return err
		}
		if row, err = withdrawalRow(tx, w); err != nil || row.Terminal {
			return err
		}
		return tx.MarkActed(models.SubjectWithdrawal, ref.ID, &row.WakeAt)
	})
	return row, err
}

// Escalate marks a review as late and tells the vendor. Nothing is decided by it.
// Source: 7g.
func (s *Withdrawals) Escalate(ctx context.Context, c Cause, ref models.Ref) (models.Row, []store.Waker, error) {
	return s.step(ctx, ref, models.StepEscalate, func(tx *store.Tx, w *models.Withdrawal, now time.Time) error {
		if err := tx.EscalateTasks(w.ID); err != nil {
			return err
		}
		w.EscalatedAt = &now
		return errors.Join(note(tx, c, w, "withdrawal.review_late", w.ReviewTargetAt, nil), remindReviewers(tx, *w))
	})
}

// Remind tells the vendor again of a review that is late. Source: 7g.
func (s *Withdrawals) Remind(ctx context.Context, c Cause, ref models.Ref) (models.Row, []store.Waker, error) {
	return s.step(ctx, ref, models.StepRemind, func(tx *store.Tx, w *models.Withdrawal, now time.Time) error {
		w.RemindedAt = &now
		return errors.Join(note(tx, c, w, "withdrawal.review_reminded", now, nil), remindReviewers(tx, *w))
	})
}

// Overdue tells the vendor of payouts that should have arrived. Source: 7b-3.
func (s *Withdrawals) Overdue(ctx context.Context, c Cause, ref models.Ref) (models.Row, []store.Waker, error) {
	return s.step(ctx, ref, models.StepOverdue, func(tx *store.Tx, w *models.Withdrawal, now time.Time) error {
		payouts, err := tx.Payouts(w.ID)
		if err != nil {
			return err
		}
		for _, p := range payouts {
			if !overdue(p) || !rules.Over(*p.ExpectedBy, now) {
				continue
			}
			p.OverdueAt = &now
			if err := tx.MovePayout(p); err != nil {
				return err
			}
			if err := openMoneyTask(tx, payoutTask(*w, p, models.TaskPayoutOverdue, now)); err != nil {
				return err
			}
			if err := note(tx, c, w, "withdrawal.payout_overdue", *p.ExpectedBy, &p); err != nil {
				return err
			}
		}
		return nil
	})
}

// overdue reports whether somebody is still to be told when a payout is late.
func overdue(p models.Payout) bool { return p.Open() && p.ExpectedBy != nil && p.OverdueAt == nil }

// payoutTask is something that the vendor must see to about a payout.
func payoutTask(w models.Withdrawal, p models.Payout, kind string, since time.Time) models.Task {
	return models.Task{
		Realm: w.Realm, PartnerID: w.PartnerID, Party: models.PartyVendor, Kind: kind, SubjectKind: models.SubjectPayout, SubjectID: p.ID, Reference: w.Reference, Since: since,
	}
}

// step runs a timer's transaction if its step is still the next one and its time
// has come; an attempt after one that committed finds another step and changes
// nothing.
func (s *Withdrawals) step(ctx context.Context, ref models.Ref, name string, do func(*store.Tx, *models.Withdrawal, time.Time) error) (models.Row, []store.Waker, error) {
	var row models.Row
	err := s.Store.As(ctx, models.System(ref.Realm), func(tx *store.Tx) error {
		x, err := s.lock(tx, ref.ID)
		if err != nil {
			return err
		}
		if row, err = withdrawalRow(tx, x.w); err != nil || row.Terminal || row.NextStep != name || row.Now.Before(row.WakeAt) {
			return err
		}
		if err := do(tx, &x.w, row.Now); err != nil {
			return err
		}
		row, err = withdrawalRow(tx, x.w)
		return err
	})
	return row, nil, err
}

// note writes a step that leaves the state as it is.
func note(tx *store.Tx, c Cause, w *models.Withdrawal, kind string, at time.Time, payout *models.Payout) error {
	version := w.Version
	w.Version++
	if err := planWithdrawal(tx, w); err != nil {
		return err
	}
	if err := tx.MoveWithdrawal(w, version); err != nil {
		return err
	}
	return tx.Record(withdrawalEvent(c, *w, kind, at, payout))
}

// planWithdrawal sets when the workflow acts next; never again where nothing is
// left, which is for the state to say.
func planWithdrawal(tx *store.Tx, w *models.Withdrawal) error {
	w.NextWakeAt = nil
	now := tx.Now()
	name, at, err := nextWithdrawalStep(tx, *w, now)
	if err != nil {
		return err
	}
	if name == "" && w.State == models.WithdrawalPaying {
		name, at = models.StepPay, now // its last payout has just been settled
	}
	if name != "" {
		w.NextWakeAt = &at
	}
	return nil
}

// withdrawalRow is the withdrawal as its workflow sees it.
func withdrawalRow(tx *store.Tx, w models.Withdrawal) (models.Row, error) {
	row := models.Row{
		State: w.State, Since: w.StateSince, Version: w.Version, Reference: w.Reference, PartnerID: w.PartnerID, Terminal: w.NextWakeAt == nil, Now: tx.Now(), Waiting: withdrawalWaiting(w),
	}
	if row.Terminal {
		return row, nil
	}
	var err error
	row.NextStep, row.WakeAt, err = nextWithdrawalStep(tx, w, row.Now)
	if row.NextStep == "" { // woken for something that was seen to already: look, and end
		row.NextStep, row.WakeAt = models.StepHear, row.Now
	}
	return row, err
}

// nextWithdrawalStep is what a withdrawal does by itself next, and when; empty
// where nothing is left. What the bank has called to say comes first; before a payout
// it has nothing to say.
func nextWithdrawalStep(tx *store.Tx, w models.Withdrawal, now time.Time) (string, time.Time, error) {
	if w.State == models.WithdrawalSubmitted {
		return nextReviewStep(tx, w)
	}
	messages, err := tx.BankMessages(w.ID)
	if err != nil {
		return "", time.Time{}, err
	}
	switch {
	case len(messages) > 0:
		return models.StepHear, now, nil
	case w.State == models.WithdrawalPaying:
		return nextPayoutStep(tx, w)
	default:
		return "", time.Time{}, nil
	}
}

// nextReviewStep is in step with the vendor's patience, spread over the rows that share it.
func nextReviewStep(tx *store.Tx, w models.Withdrawal) (string, time.Time, error) {
	if w.EscalatedAt == nil {
		return models.StepEscalate, wake(w.ReviewTargetAt, w.ID), nil
	}
	policy, err := tx.PolicyByID(w.PolicyID)
	if err != nil {
		return "", time.Time{}, err
	}
	last := w.ReviewTargetAt
	if w.RemindedAt != nil {
		last = *w.RemindedAt
	}
	at, err := rules.ReviewReminder(last, policy.Document)
	return models.StepRemind, wake(at, w.ID), err
}

// nextPayoutStep is the earliest thing to do about the payouts of a withdrawal.
func nextPayoutStep(tx *store.Tx, w models.Withdrawal) (name string, at time.Time, err error) {
	payouts, err := tx.Payouts(w.ID)
	if err != nil {
		return "", at, err
	}
	for _, p := range payouts {
		if p.Open() && (name == "" || p.NextAskAt.Before(at)) {
			name, at = models.StepPay, *p.NextAskAt
		}
		if overdue(p) && (name == "" || p.ExpectedBy.Before(at)) {
			name, at = models.StepOverdue, *p.ExpectedBy
		}
	}
	return name, at, nil
}

// withdrawalWaiting says who must act on a withdrawal, and until when. Silence
// decides nothing about money.
func withdrawalWaiting(w models.Withdrawal) models.Waiting {
	switch w.State {
	case models.WithdrawalSubmitted:
		return models.Waiting{Party: models.PartyVendor, Action: models.TaskWithdrawal, DueAt: &w.ReviewTargetAt}
	case models.WithdrawalPaying:
		return models.Waiting{Party: models.PartySystem, Action: "pay"}
	default:
		return models.Waiting{Party: models.PartyNobody}
	}
}
