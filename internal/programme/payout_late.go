package programme

import (
	"context"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

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
		if err := openMoneyTask(tx, payoutTask(*w, p, models.TaskPayoutDiffers, now)); err != nil {
			return nil, err
		}
	}
	if err := note(tx, c, w, "withdrawal.payout_succeeded_late", now, &p); err != nil {
		return nil, err
	}
	return touched, conclude(tx, c, w, models.WithdrawalSuperseded, now)
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
		if err := unfreezePayout(tx, c, other, p, false, now); err != nil {
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
	balances, err := tx.Balances(w.PartnerID, uuid.Nil, w.Currency)
	if err != nil {
		return false, err
	}
	if balances.FreeCash().Amount.LessThan(p.Amount) || balances.Allocatable.Amount.LessThan(p.Amount) {
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
	err = s.Store.As(ctx, bank, func(tx *store.Tx) error {
		w, err := tx.Withdrawal(key.WithdrawalID)
		if err != nil {
			return err
		}
		key.Reference = w.Reference
		amount := call.Answer.Amount
		do := func() error {
			return tx.AddBankMessage(models.BankMessage{
				ID: store.NewID(), Realm: key.Realm, PartnerID: key.PartnerID, WithdrawalID: key.WithdrawalID, PayoutID: key.PayoutID, EventID: call.EventID,
				Status: call.Answer.Status, Amount: amount.Amount, Currency: amount.Currency, Scale: scale, ReceivedAt: tx.Now(),
			})
		}
		_, err = unlessDone(tx, cmd, keyed{models.SubjectPayout, key.PayoutID, 200}, do, nothing)
		return err
	})
	return key, err
}
