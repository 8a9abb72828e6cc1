package programme

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Decide carries a decision on a withdrawal out.
func (s *Withdrawals) Decide(ctx context.Context, c Cause, order models.DecisionOrder) (models.DecisionResult, []store.Waker, error) {
	return s.decide(ctx, c, order, func(tx *store.Tx) (subject, error) {
		x, err := s.lock(tx, order.Ref.ID)
		if err != nil {
			return nil, err
		}
		if x.payouts, err = heardPayouts(tx, x.w); err != nil {
			return nil, err
		}
		x.money, err = fundingOf(tx, x.partner, x.w)
		return x, err
	})
}

// Foresee asks the rule of a decision before the engine is asked. Facts of
// customers that are too old for an approval are read anew first.
func (s *Withdrawals) Foresee(ctx context.Context, cmd models.Command, id uuid.UUID, verb, verdict string) (Foreseen, error) {
	if verb == models.VerbReview && verdict == models.VerdictApprove {
		if err := s.freshen(ctx, cmd.Principal, id); err != nil {
			return Foreseen{}, err
		}
	}
	return s.foresee(ctx, cmd, verb, verdict, func(tx *store.Tx) (subject, error) { return s.find(tx, id) })
}

// freshen looks the customers up of whom too little is known.
func (s *Withdrawals) freshen(ctx context.Context, p models.Principal, id uuid.UUID) error {
	return s.withFacts(ctx, p, func(tx *store.Tx, last bool) ([]uuid.UUID, error) {
		if last {
			return nil, nil
		}
		x, err := s.find(tx, id)
		if err != nil || x.w.State != models.WithdrawalSubmitted {
			return nil, err
		}
		return x.money.stale, nil
	})
}

// find reads a withdrawal with what it is decided on, without locks.
func (s *Withdrawals) find(tx *store.Tx, id uuid.UUID) (*demand, error) {
	w, err := tx.Withdrawal(id)
	if err != nil {
		return nil, err
	}
	x := &demand{withdrawals: s, w: w}
	if x.payouts, err = tx.Payouts(id); err != nil {
		return nil, err
	}
	if x.partner, err = tx.Organisation(w.PartnerID); err != nil {
		return nil, err
	}
	x.money, err = fundingOf(tx, x.partner, w)
	return x, err
}

// heardPayouts are the payouts that a decision looks at. One of which the bank has
// called was sent, also where a database that was restored does not know it.
func heardPayouts(tx *store.Tx, w models.Withdrawal) ([]models.Payout, error) {
	if w.State != models.WithdrawalPaying {
		return nil, nil
	}
	payouts, err := tx.Payouts(w.ID)
	if err != nil {
		return nil, err
	}
	messages, err := tx.BankMessages(w.ID)
	for _, m := range messages {
		for i := range payouts {
			if payouts[i].ID == m.PayoutID {
				payouts[i].SentAt = &m.ReceivedAt
			}
		}
	}
	return payouts, err
}

// KeepOpinion keeps what a reviewer typed until his decision is carried out.
func (s *Withdrawals) KeepOpinion(ctx context.Context, cmd models.Command, id uuid.UUID, opinion string) error {
	return s.Store.As(ctx, cmd.Principal, func(tx *store.Tx) error {
		return tx.KeepOpinion(DecisionID(cmd, id), cmd.Principal.Realm, opinion)
	})
}

// demand is a withdrawal that somebody decides on.
type demand struct {
	withdrawals *Withdrawals
	partner     models.Organisation
	w           models.Withdrawal
	payouts     []models.Payout // as its decision looks at them
	money       funding
}

// lock takes the locks of a withdrawal: its partner, its row, its book.
func (s *Withdrawals) lock(tx *store.Tx, id uuid.UUID) (*demand, error) {
	known, err := tx.Withdrawal(id)
	if err != nil {
		return nil, err
	}
	x := &demand{withdrawals: s}
	if x.partner, err = tx.LockPartner(known.PartnerID); err != nil {
		return nil, err
	}
	if x.w, err = tx.LockWithdrawal(id); err != nil {
		return nil, err
	}
	return x, tx.LockBooks(x.w.PartnerID)
}

// fundingOf is the partner's money as a decision on a withdrawal looks at it:
// by the numbers that the withdrawal keeps.
func fundingOf(tx *store.Tx, partner models.Organisation, w models.Withdrawal) (funding, error) {
	policy, err := tx.PolicyByID(w.PolicyID)
	if err != nil {
		return funding{}, err
	}
	return readFunding(tx, partner, w.Currency, policy.Document)
}

func (x *demand) kind() string             { return models.SubjectWithdrawal }
func (x *demand) envelope() models.Process { return x.w.Process }
func (x *demand) maker() string            { return x.w.Maker }

// seen: a review depends on the figures, so that a reviewer's tag is theirs too.
func (x *demand) seen() int64 { return seenOf(x.w, x.money) }

// seenOf is the tag of a withdrawal with the figures that its review depends on.
// It is a print of both, below 10^18, as a tag may be.
func seenOf(w models.Withdrawal, s funding) int64 {
	if w.State != models.WithdrawalSubmitted {
		return w.Version
	}
	hash := sha256.New()
	fmt.Fprintln(hash, w.Version, s.partner.Frozen, s.figures.Cash, s.figures.Allocatable, s.figures.Designated, s.figures.OwedInvoices, s.figures.Unbilled, s.figures.Arrears)
	if s.facts != nil {
		fmt.Fprintf(hash, "%t %x", s.facts.Facts.Restricted, s.facts.Facts.RealNameHash)
	}
	const bound = 999_999_999_999_999_999
	return int64(binary.BigEndian.Uint64(hash.Sum(nil))%bound) + 1
}

func (x *demand) judge(_ *store.Tx, q question) (string, rules.Decision, error) {
	if q.verb == models.VerbCancel {
		return ruleCancelWithdrawal, rules.CancelWithdrawal(x.w.State), nil
	}
	d, err := rules.ReviewWithdrawal(x.reviewFacts(q.asker, q.verdict))
	return ruleReviewWithdrawal, d, err
}

func (x *demand) reviewFacts(actor models.Principal, verdict string) rules.WithdrawalReviewFacts {
	return rules.WithdrawalReviewFacts{
		State: x.w.State, Maker: x.w.Maker, FirstReviewer: x.w.FirstReviewer, Actor: actor.Subject, Verdict: verdict, Payouts: x.payouts,
		Pay: x.money.payFacts(x.w.Money()),
	}
}

// payFacts is what must hold before money leaves that is frozen already.
func (s funding) payFacts(frozen models.Money) rules.PayFacts {
	return rules.PayFacts{Partner: rules.PartnerOf(s.partner), Funds: s.funds(), Fresh: s.fresh, Figures: s.figures, Amount: frozen}
}

func (x *demand) carryOut(tx *store.Tx, d ruling) ([]store.Waker, error) {
	x.w.EvaluationID = d.evaluation
	switch {
	case d.verb == models.VerbCancel:
		return nil, giveBack(tx, d.cause, &x.w, models.WithdrawalCancelled, d.now)
	case d.verdict == models.VerdictReject && x.w.State == models.WithdrawalPaying:
		x.w.Reviewer, x.w.Opinion = d.asker.Subject, d.opinion
		return nil, x.giveUp(tx, d)
	case d.verdict == models.VerdictReject:
		x.w.Reviewer, x.w.Opinion = d.asker.Subject, d.opinion
		return nil, giveBack(tx, d.cause, &x.w, models.WithdrawalRejected, d.now)
	case x.w.TwoReviews && x.w.FirstReviewer == "":
		return nil, x.firstApproval(tx, d)
	default:
		x.w.Reviewer, x.w.Opinion = d.asker.Subject, d.opinion
		return nil, approve(tx, d, &x.w)
	}
}

// firstApproval asks a second reviewer; his days begin now.
func (x *demand) firstApproval(tx *store.Tx, d ruling) error {
	var err error
	w, version := &x.w, x.w.Version
	w.FirstReviewer, w.FirstOpinion, w.FirstReviewedAt = d.asker.Subject, d.opinion, &d.now
	if w.ReviewTargetAt, w.Provisional, err = rules.ReviewTarget(d.now, d.policy.Document); err != nil {
		return err
	}
	w.EscalatedAt, w.RemindedAt, w.Version = nil, nil, version+1
	if err := tx.CloseTasks(w.ID, d.now); err != nil {
		return err
	}
	if err := askForReview(tx, *w, d.now); err != nil {
		return err
	}
	at := wake(w.ReviewTargetAt, w.ID)
	w.NextWakeAt = &at
	if err := tx.MoveWithdrawal(w, version); err != nil {
		return err
	}
	return tx.Record(withdrawalEvent(d.cause, *w, "withdrawal.first_approved", d.now, nil))
}

// giveBack ends a withdrawal whose money has not left: the frozen amount returns
// to the lots that it was taken from. Source: 7c, 7g.
func giveBack(tx *store.Tx, c Cause, w *models.Withdrawal, state string, at time.Time) error {
	lots, err := tx.LotsOfWithdrawals(w.ID)
	if err != nil {
		return err
	}
	draws := make([]models.Draw, len(lots))
	for i, l := range lots {
		draws[i] = models.Draw{LotID: l.LotID, Amount: l.Money()}
	}
	if _, err := grow(tx, c, rules.Unfreeze(withdrawalCause(*w, "withdrawal:"+w.ID.String()+":unfreeze", at), draws, w.Money())); err != nil {
		return err
	}
	if err := tx.FreeLots(w.ID, nil); err != nil {
		return err
	}
	if err := tx.CloseTasks(w.ID, at); err != nil {
		return err
	}
	version := w.Version
	w.State, w.StateSince, w.Version, w.NextWakeAt = state, at, version+1, nil
	if err := tx.MoveWithdrawal(w, version); err != nil {
		return err
	}
	return errors.Join(tx.Record(withdrawalEvent(c, *w, "withdrawal."+state, at, nil)), notifyMaker(tx, *w))
}

// giveUp returns what was approved and has not been sent: nothing may order it any
// more. What the bank was asked for goes on. Source: 7c, 7g.
func (x *demand) giveUp(tx *store.Tx, d ruling) error {
	for _, p := range x.payouts {
		if !rules.Unsent(p) {
			continue
		}
		p.Held = false
		if err := unfreezePayout(tx, d.cause, x.w, p, false, d.now); err != nil {
			return err
		}
		if err := endPayout(tx, d.cause, &x.w, p, models.PayoutSuperseded, "withdrawal.payout_superseded", d.now); err != nil {
			return err
		}
	}
	return conclude(tx, d.cause, &x.w, models.WithdrawalRejected, d.now)
}

// dependents: a decision on a withdrawal moves no other process.
func (x *demand) dependents(*store.Tx) ([]store.Waker, error) { return nil, nil }

func (x *demand) row(tx *store.Tx) (models.Row, error) { return withdrawalRow(tx, x.w) }
