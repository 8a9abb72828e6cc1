package programme

import (
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// approve fixes the payouts of a withdrawal: one per top-up that goes back over its
// channel, or one to the bank account per company that pays. Source: 7b-2, 7b-3, 7b-10, 7c.
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
	ids := make([]uuid.UUID, len(drawn))
	for i, l := range drawn {
		ids[i] = l.LotID
	}
	lots, err := tx.Lots(ids)
	if err != nil {
		return nil, nil, err
	}
	shares := rules.PayoutShares(w.Route, drawn, lots, p)
	payouts := make([]models.Payout, len(shares))
	for i, s := range shares {
		payouts[i] = newPayout(w, s, now)
		if err := way(&payouts[i], lots[s.Lot], p); err != nil {
			return nil, nil, err
		}
		for j := range drawn {
			if slices.Contains(s.Lots, drawn[j].LotID) {
				drawn[j].PayoutID = &payouts[i].ID
			}
		}
	}
	return payouts, drawn, nil
}

// way says what a payout goes back to, or by when it is on its account.
func way(payout *models.Payout, lot models.Lot, p models.PolicyDocument) error {
	if payout.Route == models.RouteOriginal {
		payout.Channel, payout.SourceReference = lot.Channel, lot.Reference
		return nil
	}
	by, provisional, err := rules.PayoutExpectedBy(payout.CreatedAt, p)
	payout.ExpectedBy, payout.Provisional = &by, provisional
	return err
}

// newPayout pays one share of a withdrawal.
func newPayout(w models.Withdrawal, s rules.PayoutShare, now time.Time) models.Payout {
	return models.Payout{
		ID: store.NewID(), Realm: w.Realm, PartnerID: w.PartnerID, WithdrawalID: w.ID, Reference: rules.PayoutReference(w.ID, s.Lot), Route: w.Route,
		PayingEntity: s.Entity, Amount: s.Total.Amount, Currency: w.Currency, Scale: w.Scale, State: models.PayoutPrepared, NextAskAt: &now, CreatedAt: now,
	}
}
