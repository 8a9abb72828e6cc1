package programme

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Get is one withdrawal as the principal sees it.
func (s *Withdrawals) Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.WithdrawalView, error) {
	var view models.WithdrawalView
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		w, err := tx.Withdrawal(id)
		if err != nil {
			return err
		}
		view, err = s.present(tx, w)
		return err
	})
	return view, err
}

// List is one page of withdrawals as the principal sees them, without the figures
// that only a look at one of them has.
func (s *Withdrawals) List(ctx context.Context, p models.Principal, f models.WithdrawalFilter, q models.ListQuery) (models.Page[models.WithdrawalView], error) {
	var page models.Page[models.WithdrawalView]
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		rows, err := tx.Withdrawals(f, q)
		if err != nil {
			return err
		}
		page.Next = rows.Next
		page.Items, err = presentAll(tx, rows.Items)
		return err
	})
	return page, err
}

// Delete takes a rejected withdrawal off its partner's list; the vendor, the
// ledger and the events keep it. Source: 7b-8.
func (s *Withdrawals) Delete(ctx context.Context, cmd models.Command, id uuid.UUID) error {
	err := s.Store.As(ctx, cmd.Principal, func(tx *store.Tx) error {
		_, err := unlessDone(tx, cmd, keyed{models.SubjectWithdrawal, id, 204}, func() error { return s.hide(tx, cmd, id) }, nothing)
		return err
	})
	return s.explain(ctx, cmd.Principal, err)
}

func (s *Withdrawals) hide(tx *store.Tx, cmd models.Command, id uuid.UUID) error {
	w, err := tx.Withdrawal(id)
	if err != nil {
		return err
	}
	if cmd.Stale(w.Version) {
		return models.ErrPrecondition
	}
	policy, err := tx.PolicyByID(w.PolicyID)
	if err != nil {
		return err
	}
	now, decision := tx.Now(), rules.DeleteWithdrawal(w.State)
	record := evaluation(cmd.Principal, cmd.RequestID, ruleDeleteWithdrawal, models.SubjectWithdrawal, &w.ID, policy, decision, now)
	if !decision.Allowed() {
		return &refused{evaluation: record}
	}
	if err := tx.AddEvaluation(record); err != nil {
		return err
	}
	if err := tx.HideWithdrawal(w.ID, now); err != nil {
		return err
	}
	e := withdrawalEvent(causeOf(cmd), w, "withdrawal.deleted", now, nil)
	e.SubjectSeq = now.UnixMicro() // the process has ended: this is no version of it
	return tx.Record(e)
}

// Unmask shows the bank account of a withdrawal, on record. One that goes back over
// its channel may name none.
func (s *Withdrawals) Unmask(ctx context.Context, cmd models.Command, id uuid.UUID, reason string) (models.Contact, error) {
	var account models.Contact
	err := s.Store.As(ctx, cmd.Principal, func(tx *store.Tx) error {
		w, err := tx.Withdrawal(id)
		if err != nil {
			return err
		}
		if w.ContactID == nil {
			return models.ErrNotFound
		}
		account, err = unmask(tx, cmd, *w.ContactID, w.PartnerID, reason, map[string]any{"withdrawal_id": w.ID.String()})
		return err
	})
	return account, err
}

// present shows one withdrawal with the figures that its review depends on.
func (s *Withdrawals) present(tx *store.Tx, w models.Withdrawal) (models.WithdrawalView, error) {
	views, err := presentAll(tx, []models.Withdrawal{w})
	if err != nil {
		return models.WithdrawalView{}, err
	}
	return s.withFigures(tx, views[0])
}

// presentAll shows withdrawals without figures: a page costs no look at what all
// customers of its partners owe.
func presentAll(tx *store.Tx, rows []models.Withdrawal) ([]models.WithdrawalView, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	ids := make([]uuid.UUID, len(rows))
	var accounts []uuid.UUID
	for i, w := range rows {
		ids[i] = w.ID
		if w.ContactID != nil {
			accounts = append(accounts, *w.ContactID)
		}
	}
	lots, err := tx.LotsOfWithdrawals(ids...)
	if err != nil {
		return nil, err
	}
	payouts, err := tx.Payouts(ids...)
	if err != nil {
		return nil, err
	}
	contacts, err := tx.Contacts(accounts)
	if err != nil {
		return nil, err
	}
	views := make([]models.WithdrawalView, len(rows))
	for i, w := range rows {
		v := models.WithdrawalView{Withdrawal: w, Waiting: withdrawalWaiting(w), Seen: w.Version}
		for _, l := range lots {
			if l.WithdrawalID == w.ID {
				v.Lots = append(v.Lots, l)
			}
		}
		for _, p := range payouts {
			if p.WithdrawalID == w.ID {
				v.Payouts = append(v.Payouts, p)
			}
		}
		if w.ContactID != nil {
			account := contacts[*w.ContactID]
			v.Account = &account
		}
		// Whether a verdict can be given takes no figures; whether an approval can, does.
		if v.Actions, err = (&demand{w: w, payouts: v.Payouts}).actions(tx.Principal(), models.VerdictReject); err != nil {
			return nil, err
		}
		views[i] = v
	}
	return views, nil
}

// withFigures adds the figures that a review depends on while one is awaited, and
// what the principal may do on them.
func (s *Withdrawals) withFigures(tx *store.Tx, v models.WithdrawalView) (models.WithdrawalView, error) {
	if v.State != models.WithdrawalSubmitted {
		return v, nil
	}
	partner, err := tx.Organisation(v.PartnerID)
	if err != nil {
		return v, err
	}
	x := &demand{withdrawals: s, partner: partner, w: v.Withdrawal}
	if x.money, err = fundingOf(tx, partner, v.Withdrawal); err != nil {
		return v, err
	}
	funds, err := fundsView(x.money)
	if err != nil {
		return v, err
	}
	v.Funds, v.Seen = &funds, x.seen()
	v.Actions, err = x.actions(tx.Principal(), models.VerdictApprove)
	return v, err
}

// actions are what a principal may do; a review counts as the verdict that is asked about.
func (x *demand) actions(p models.Principal, verdict string) ([]models.Action, error) {
	switch {
	case p.Side == models.SidePartner && p.Is(models.RoleAdministrator, models.RoleFinance):
		return []models.Action{action(models.VerbCancel, rules.CancelWithdrawal(x.w.State)), action("delete", rules.DeleteWithdrawal(x.w.State))}, nil
	case p.Side == models.SideVendor && p.Is(models.RoleVendorFinance):
		d, err := rules.ReviewWithdrawal(x.reviewFacts(p, verdict))
		return []models.Action{action(models.VerbReview, d)}, err
	default:
		return nil, nil
	}
}
