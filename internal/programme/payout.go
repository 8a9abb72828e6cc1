package programme

import (
	"errors"
	"time"

	"github.com/google/uuid"

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
	for _, p := range payouts {
		if p.ExpectedBy == nil { // over its channel a payout is there at once
			continue
		}
		if err := askForCalendar(tx, payoutTask(*w, p, models.TaskCalendar, d.now), *p.ExpectedBy, p.Provisional); err != nil {
			return err
		}
	}
	version := w.Version
	w.State, w.StateSince, w.ApprovedAt, w.NextWakeAt, w.Version = models.WithdrawalPaying, d.now, &d.now, &d.now, version+1
	if err := tx.MoveWithdrawal(w, version); err != nil {
		return err
	}
	return errors.Join(tx.Record(withdrawalEvent(d.cause, *w, "withdrawal.approved", d.now, nil)), notifyMaker(tx, *w))
}

func payoutsOf(tx *store.Tx, w models.Withdrawal, now time.Time, p models.PolicyDocument) ([]models.Payout, []models.WithdrawalLot, error) {
	drawn, err := tx.LotsOfWithdrawals(w.ID)
	if err != nil {
		return nil, nil, err
	}
	if w.Route == models.RouteOriginal {
		return backOverChannels(tx, w, drawn, now)
	}
	payout := newPayout(w, uuid.Nil, w.Money(), now)
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
		payouts[i] = newPayout(w, drawn[i].LotID, drawn[i].Money(), now)
		payouts[i].Channel, payouts[i].SourceReference = lots[drawn[i].LotID].Channel, lots[drawn[i].LotID].Reference
		drawn[i].PayoutID = &payouts[i].ID
	}
	return payouts, drawn, nil
}

// newPayout pays one lot, or all of a withdrawal to an account (the zero lot).
func newPayout(w models.Withdrawal, lot uuid.UUID, amount models.Money, now time.Time) models.Payout {
	return models.Payout{
		ID: store.NewID(), Realm: w.Realm, PartnerID: w.PartnerID, WithdrawalID: w.ID, Reference: rules.PayoutReference(w.ID, lot), Route: w.Route,
		Amount: amount.Amount, Currency: amount.Currency, Scale: w.Scale, State: models.PayoutPrepared, NextAskAt: &now, CreatedAt: now,
	}
}
