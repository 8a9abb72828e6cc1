package rules

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"partnercenter/models"
)

// Figures are the terms of what a partner may withdraw, all in one currency.
type Figures struct {
	Cash         models.Money
	Allocatable  models.Money
	Designated   models.Money // cash that is set aside (专款专用)
	OwedInvoices models.Money
	Unbilled     models.Money
	Arrears      models.Money // of the customers that he resells to
}

// What binds the amount that may be withdrawn.
const (
	BindsAllocatable = "allocatable"
	BindsCash        = "cash"
)

// Withdrawable is min(allocatable, cash − designated − owed invoices − unbilled −
// arrears), never below zero, and which of the two binds: money allotted to customers is
// withdrawn only after it was reclaimed. Source: 5a-3, 7b-1, 7b-11.
func Withdrawable(f Figures) (amount models.Money, binds string, err error) {
	rest, err := f.afterDues()
	if err != nil {
		return rest, "", err
	}
	least, binds := rest, BindsCash
	if f.Allocatable.Amount.LessThan(rest.Amount) {
		least, binds = f.Allocatable, BindsAllocatable
	}
	if least.Amount.IsNegative() {
		return models.Money{Currency: least.Currency}, binds, nil
	}
	return least, binds, nil
}

func (f Figures) afterDues() (models.Money, error) {
	rest := f.Cash
	for _, due := range []models.Money{f.Designated, f.OwedInvoices, f.Unbilled, f.Arrears} {
		var err error
		if rest, err = rest.Sub(due); err != nil {
			return rest, fmt.Errorf("subtract dues from cash: %w", err)
		}
	}
	return rest, nil
}

// LotQuote is what one lot could give, and why not more.
type LotQuote struct {
	models.Lot
	// Free is what is left without its invoiced part. Source: 7b-9.
	Free  models.Money
	Route string
	// ChangesAt is when the route becomes Then; nil where it stays.
	ChangesAt *time.Time
	Then      string
	Why       []string // codes of what keeps it, or a part of it, from going
}

// RouteOf is the only route by which a lot may leave at an instant, and when it
// becomes another one. Windows are calendar months counted to the minute of
// arrival; the last minute belongs to them. Source: 7b-2, 7b-3, 7b-7, 7b-10, 7g.
func RouteOf(lot models.Lot, p models.PolicyDocument, now time.Time) (route string, changesAt *time.Time, then string, err error) {
	w := p.Withdrawal
	switch {
	case lot.BankCard:
		return models.RouteBankCard, nil, "", nil
	case slices.Contains(w.RebateChannels, lot.Channel):
		return models.RouteRebate, nil, "", nil
	case slices.Contains(w.BankCardChannels, lot.Channel):
		return models.RouteBankCard, nil, "", nil
	}
	window, found := windowOf(lot, w)
	switch {
	case !found:
		return models.RouteNone, nil, "", nil
	case window.Months == 0:
		return models.RouteOriginal, nil, "", nil
	}
	zone, err := p.Location()
	if err != nil {
		return "", nil, "", fmt.Errorf("zone of the policy: %w", err)
	}
	end := models.AddMonths(lot.ArrivedAt.Truncate(time.Minute), window.Months, zone).Add(time.Minute)
	if now.Before(end) {
		return models.RouteOriginal, &end, window.Then, nil
	}
	return window.Then, nil, "", nil
}

// windowOf: a company that the policy names has its own windows and no others.
func windowOf(lot models.Lot, w models.WithdrawalPolicy) (models.OriginalWindow, bool) {
	entity := lot.SigningEntity
	if !slices.ContainsFunc(w.OriginalWindows, func(o models.OriginalWindow) bool { return o.SigningEntity == entity }) {
		entity = models.SigningEntityOther
	}
	i := slices.IndexFunc(w.OriginalWindows, func(o models.OriginalWindow) bool { return o.SigningEntity == entity && o.Channel == lot.Channel })
	if i < 0 {
		return models.OriginalWindow{}, false
	}
	return w.OriginalWindows[i], true
}

// QuoteLots says of every lot that holds something which way it may go, how much
// of it, and why not. Busy are the lots of withdrawals that are under way, funds
// the newest facts, nil if there are none. What was spent of a lot covers its
// invoice first. Source: 7b-2, 7b-3, 7b-9, 7g.
func QuoteLots(lots []models.Lot, funds *models.PartnerFunds, busy map[uuid.UUID]bool, p models.PolicyDocument, now time.Time) ([]LotQuote, error) {
	quotes := make([]LotQuote, 0, len(lots))
	for _, lot := range lots {
		q := LotQuote{Lot: lot, Free: lot.Remaining, Why: []string{}}
		var err error
		if q.Route, q.ChangesAt, q.Then, err = RouteOf(lot, p, now); err != nil {
			return nil, err
		}
		if open := lot.Amount.Amount.Sub(funds.InvoicedOf(lot).Amount); open.LessThan(lot.Remaining.Amount) {
			q.Free.Amount = open
			q.Why = append(q.Why, InvoiceReturnRequired)
		}
		if q.Route == models.RouteNone {
			q.Why = append(q.Why, RouteNotAllowed)
		}
		if busy[lot.ID] {
			q.Why = append(q.Why, LotInWithdrawal)
		}
		quotes = append(quotes, q)
	}
	return quotes, nil
}

// PayeeFacts is what is known of the bank account that is paid to.
type PayeeFacts struct {
	Given bool // an account is stated, or known from before
	// HolderMatches: its holder has the authenticated name.
	HolderMatches bool
	HasBranch     bool
}

// WithdrawFacts is what a request for money is decided on.
type WithdrawFacts struct {
	Partner PartnerFacts
	// Funds are the newest facts, nil if there are none; Fresh says that they and
	// those of the customers are as new as the policy wants.
	Funds           *models.PartnerFunds
	Fresh           bool
	Figures         Figures
	Lots            []LotQuote
	Route           string
	Amount          models.Money
	Chosen          []uuid.UUID
	DeclineOriginal bool
	Payee           PayeeFacts
	Verification    Verification
}

// Withdraw decides whether an amount may be withdrawn by a route, and on which
// lots it draws: last in first out, or the chosen ones in their order. All
// blockers are told at once. Source: 7b-1, 7b-4, 7b-5, 7b-9, 7f, 7g.
func Withdraw(facts WithdrawFacts) (Decision, []models.Draw, error) {
	f := &findings{}
	f.verified(facts.Verification)
	f.mayPay(facts.Partner, facts.Funds, facts.Fresh)
	if err := f.mayTake(facts.Figures, facts.Amount); err != nil {
		return Decision{}, nil, err
	}
	draws, err := f.draw(facts)
	f.mayReceive(facts, draws)
	return f.decision(), draws, err
}

// mayPay: what must hold of the partner whenever money is about to leave. Source: 7b-1, 7f.
func (f *findings) mayPay(partner PartnerFacts, funds *models.PartnerFunds, fresh bool) {
	f.when(partner.Frozen, PartnerFrozen)
	f.when(funds == nil || !fresh, FactsUnavailable)
	f.when(funds != nil && funds.Restricted, PartnerRestricted)
	f.when(funds != nil && len(funds.RealNameHash) == 0, RealNameMissing)
}

// mayReceive: an account has the authenticated holder, and its branch where it
// is paid to or stands behind a transfer. Source: 7b-5, 7b-6, 7b-7.
func (f *findings) mayReceive(facts WithdrawFacts, draws []models.Draw) {
	named := facts.Funds != nil && len(facts.Funds.RealNameHash) > 0
	f.at(facts.Payee.Given && named && !facts.Payee.HolderMatches, HolderMismatch, "/bank_account/holder")
	f.at(facts.needsBranch(draws) && !facts.Payee.HasBranch, BankBranchMissing, "/bank_account/branch")
}

func (facts WithdrawFacts) needsBranch(draws []models.Draw) bool {
	if facts.Route != models.RouteOriginal {
		return true
	}
	return slices.ContainsFunc(facts.Lots, func(q LotQuote) bool {
		drawn := slices.ContainsFunc(draws, func(d models.Draw) bool { return d.LotID == q.ID })
		return drawn && q.Channel == models.ChannelBankTransfer
	})
}

// mayTake holds an amount against the figures and names what stands behind a
// refusal. Source: 7b-1, 7b-11, 7f.
func (f *findings) mayTake(figures Figures, amount models.Money) error {
	most, _, err := Withdrawable(figures)
	if err != nil {
		return err
	}
	if !amount.Amount.GreaterThan(most.Amount) {
		return nil
	}
	rest, err := figures.afterDues()
	if err != nil {
		return err
	}
	f.at(true, AmountAboveWithdrawable, "/amount")
	f.when(figures.Allocatable.Amount.LessThan(amount.Amount) && figures.Allocatable.Amount.LessThan(less(figures.Cash, figures.Designated).Amount), AllottedToCustomers)
	short := rest.Amount.LessThan(amount.Amount)
	f.when(short && figures.Designated.Amount.IsPositive(), FundsDesignated)
	f.when(short && figures.OwedInvoices.Amount.IsPositive(), PartnerOwesInvoices)
	f.when(short && figures.Unbilled.Amount.IsPositive(), UnbilledConsumption)
	f.when(short && figures.Arrears.Amount.IsPositive(), SubCustomersInArrears)
	return nil
}

// draw finds the lots: the newest first, or the chosen ones in their order. What is
// short is told with what could clear it. Source: 7b-4.
func (f *findings) draw(facts WithdrawFacts) ([]models.Draw, error) {
	before := len(f.blockers)
	for i, q := range facts.chosen() {
		f.lot(q, facts, fmt.Sprintf("/lots/%d", i))
	}
	if len(f.blockers) > before {
		return nil, nil
	}
	var free []models.Lot
	for _, q := range facts.candidates() {
		lot := q.Lot
		lot.Remaining = q.Free
		free = append(free, lot)
	}
	take := DrawNewest
	if len(facts.Chosen) > 0 {
		take = draw
	}
	draws, err := take(free, facts.Amount)
	if errors.Is(err, ErrLotsShort) {
		f.short(facts)
		return nil, nil
	}
	return draws, err
}

// lot says why a chosen lot cannot give.
func (f *findings) lot(q LotQuote, facts WithdrawFacts, pointer string) {
	f.at(slices.Contains(q.Why, LotInWithdrawal), LotInWithdrawal, pointer)
	f.at(slices.Contains(q.Why, InvoiceReturnRequired) && !q.Free.Amount.IsPositive(), InvoiceReturnRequired, pointer)
	if facts.goes(q) {
		return
	}
	b := blocker(RouteNotAllowed)
	b.Pointer = pointer
	if q.Then == facts.Route {
		b.EligibleFrom = q.ChangesAt
	}
	f.add(b)
}

// short says why the lots of a route hold less than was asked for. Source: 7b-7, 7f.
func (f *findings) short(facts WithdrawFacts) {
	if facts.Route == models.RouteRebate {
		f.at(true, RebateNotPaidOut, "/amount")
	} else {
		b := blocker(RouteAmountExceeded)
		b.Pointer, b.EligibleFrom = "/amount", facts.nextChange()
		f.add(b)
	}
	for _, q := range facts.chosenOrAll() {
		f.when(facts.goes(q) && slices.Contains(q.Why, InvoiceReturnRequired), InvoiceReturnRequired)
		f.when(facts.goes(q) && slices.Contains(q.Why, LotInWithdrawal), LotInWithdrawal)
	}
}

// nextChange is when the next lot comes to the route by time.
func (facts WithdrawFacts) nextChange() *time.Time {
	var next *time.Time
	for _, q := range facts.Lots {
		if q.Then == facts.Route && q.ChangesAt != nil && (next == nil || q.ChangesAt.Before(*next)) {
			next = q.ChangesAt
		}
	}
	return next
}

// goes reports whether a lot may leave by the asked route: money that could go
// back over its channel goes by bank card when the partner asks so. Source: 7b-3.
func (facts WithdrawFacts) goes(q LotQuote) bool {
	declined := facts.DeclineOriginal && facts.Route == models.RouteBankCard && q.Route == models.RouteOriginal
	return q.Currency() == facts.Amount.Currency && (q.Route == facts.Route || declined)
}

// Currency is the currency of the lot.
func (q LotQuote) Currency() models.Currency { return q.Remaining.Currency }

func (facts WithdrawFacts) chosen() []LotQuote {
	var found []LotQuote
	for _, id := range facts.Chosen {
		if i := slices.IndexFunc(facts.Lots, func(q LotQuote) bool { return q.ID == id }); i >= 0 {
			found = append(found, facts.Lots[i])
		}
	}
	return found
}

func (facts WithdrawFacts) chosenOrAll() []LotQuote {
	if len(facts.Chosen) > 0 {
		return facts.chosen()
	}
	return facts.Lots
}

// candidates are the lots that may be drawn on, the chosen ones in their order.
func (facts WithdrawFacts) candidates() []LotQuote {
	var able []LotQuote
	for _, q := range facts.chosenOrAll() {
		if facts.goes(q) && q.Free.Amount.IsPositive() && !slices.Contains(q.Why, LotInWithdrawal) {
			able = append(able, q)
		}
	}
	return able
}

// PayFacts is what is looked at again before money leaves: the figures as they
// are while the amount is frozen. What counted at submission is not asked again.
type PayFacts struct {
	Partner PartnerFacts
	Funds   *models.PartnerFunds
	Fresh   bool
	Figures Figures
	Amount  models.Money // frozen already
}

// Pay decides whether a withdrawal that was submitted may still be paid: its
// amount counts as if it were not frozen. Source: 7b-1, 7f, 7g.
func Pay(facts PayFacts) (Decision, error) {
	f := &findings{}
	f.mayPay(facts.Partner, facts.Funds, facts.Fresh)
	var err error
	figures := facts.Figures
	if figures.Cash, err = figures.Cash.Add(facts.Amount); err != nil {
		return Decision{}, fmt.Errorf("add the frozen amount: %w", err)
	}
	if figures.Allocatable, err = figures.Allocatable.Add(facts.Amount); err != nil {
		return Decision{}, fmt.Errorf("add the frozen amount: %w", err)
	}
	err = f.mayTake(figures, facts.Amount)
	return f.decision(), err
}

// WithdrawalReviewFacts is what a review of a withdrawal is decided on.
type WithdrawalReviewFacts struct {
	State         string
	Maker         string
	FirstReviewer string // empty before the first of two reviews
	Actor         string
	Verdict       string
	Payouts       []models.Payout // of an approved one
	Pay           PayFacts
}

// ReviewWithdrawal decides whether a verdict on a withdrawal may be given: while
// it is submitted, by somebody else than its maker and than the first reviewer.
// What was approved must be payable; a rejection is always possible, also of what
// was approved and is held. Source: 7b-8, 7c, 7g.
func ReviewWithdrawal(facts WithdrawalReviewFacts) (Decision, error) {
	f := &findings{}
	if facts.State == models.WithdrawalPaying && facts.Verdict == models.VerdictReject {
		f.mayGiveUp(facts.Payouts)
	} else {
		f.when(facts.State != models.WithdrawalSubmitted, WithdrawalNotSubmitted)
	}
	f.when(facts.Actor == facts.Maker, ReviewerIsMaker)
	f.when(facts.FirstReviewer != "" && facts.Actor == facts.FirstReviewer, ReviewerIsFirstReviewer)
	verdicts := []string{models.VerdictApprove, models.VerdictReject}
	f.at(!slices.Contains(verdicts, facts.Verdict), VerdictInvalid, "/verdict")
	if facts.Verdict == models.VerdictApprove && facts.State == models.WithdrawalSubmitted {
		pay, err := Pay(facts.Pay)
		if err != nil {
			return Decision{}, err
		}
		for _, b := range pay.Blockers {
			b.Pointer = ""
			f.add(b)
		}
	}
	return f.decision(), nil
}

// mayGiveUp: what is held may be given up as long as the bank cannot pay it: an
// order that was sent may still get there, even one that the bank has not heard
// of. Source: 7c, 7g.
func (f *findings) mayGiveUp(payouts []models.Payout) {
	if slices.ContainsFunc(payouts, func(p models.Payout) bool { return p.Held && Unsent(p) }) {
		return
	}
	sent := slices.ContainsFunc(payouts, func(p models.Payout) bool { return p.SentAt != nil })
	f.when(sent, PayoutSent)
	f.when(!sent, WithdrawalNotSubmitted)
}

// Unsent reports whether the bank has certainly not been asked for a payout.
func Unsent(p models.Payout) bool { return p.State == models.PayoutPrepared && p.SentAt == nil }

// CancelWithdrawal decides whether its partner may take a withdrawal back: until
// it is decided. Source: 7c, 7g.
func CancelWithdrawal(state string) Decision {
	f := &findings{}
	f.when(state != models.WithdrawalSubmitted, WithdrawalNotSubmitted)
	return f.decision()
}

// DeleteWithdrawal decides whether a withdrawal may be taken off the partner's
// list: a rejected one. Source: 7b-8, 7f.
func DeleteWithdrawal(state string) Decision {
	f := &findings{}
	f.when(state != models.WithdrawalRejected, WithdrawalNotRejected)
	return f.decision()
}

// NeedsTwoReviews reports whether an amount takes two reviewers. Source: 7g.
func NeedsTwoReviews(amount models.Money, p models.PolicyDocument) bool {
	return aboveThreshold(amount, p.Withdrawal.SecondReviewAbove)
}

// ReviewTarget is the service target of a review in working days, and whether it
// lies beyond the published calendar. Source: 7g.
func ReviewTarget(submittedAt time.Time, p models.PolicyDocument) (at time.Time, provisional bool, err error) {
	return models.AddWorkingDays(submittedAt, p.Withdrawal.ReviewTargetWorkingDays, p)
}

// ReviewReminder is when a late review is reminded of again. Source: 7g.
func ReviewReminder(last time.Time, p models.PolicyDocument) (time.Time, error) {
	at, _, err := models.AddWorkingDays(last, p.Withdrawal.ReviewReminderWorkingDays, p)
	return at, err
}

// TaskDue is when a task about money is due, in working days of its kind, and
// whether that lies beyond the published calendar. Source: 7g.
func TaskDue(kind string, since time.Time, p models.PolicyDocument) (at time.Time, provisional bool, err error) {
	return models.AddWorkingDays(since, p.Funds.TaskWorkingDays[kind], p)
}

// PayoutExpectedBy is when a payout to a bank account has arrived at the latest;
// one over a channel arrives at once. Source: 7b-3.
func PayoutExpectedBy(approvedAt time.Time, p models.PolicyDocument) (at time.Time, provisional bool, err error) {
	return models.AddWorkingDays(approvedAt, p.Withdrawal.BankCardWorkingDays, p)
}

// NextLook is when the bank is asked again for a payout that it has said it is at:
// one to an account takes its days, and the bank calls when it is done. Source: 7b-3.
func NextLook(now time.Time, p models.PolicyDocument) time.Time {
	return models.Microseconds(now.Add(time.Duration(p.Withdrawal.AskProcessingHours) * time.Hour))
}

// NextAsk is when the bank is asked for a payout again after so many attempts:
// twice as long each time, up to a bound. Source: 7g.
func NextAsk(now time.Time, attempts int, p models.PolicyDocument) time.Time {
	wait, most := time.Duration(p.Withdrawal.AskBankSeconds)*time.Second, time.Duration(p.Withdrawal.AskBankMaxMinutes)*time.Minute
	for range attempts {
		if wait *= 2; wait >= most {
			return models.Microseconds(now.Add(most))
		}
	}
	return models.Microseconds(now.Add(wait))
}
