package programme

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Rule sets, as evaluations name them.
const (
	ruleWithdraw         = "withdrawal.submit"
	ruleReviewWithdrawal = "withdrawal.review"
	ruleCancelWithdrawal = "withdrawal.cancel"
	ruleDeleteWithdrawal = "withdrawal.delete"
)

// keyBankAccount hashes the numbers of bank accounts; it is no matching key.
const keyBankAccount models.KeyKind = "bank_account"

// Bank pays money out. An error is silence: nobody knows what the bank did.
type Bank interface {
	// Send asks for a payout. The bank carries a reference out once.
	Send(ctx context.Context, order models.PayoutOrder) (models.BankAnswer, error)
	// Ask answers what became of a reference, or models.ErrNotFound.
	Ask(ctx context.Context, reference string) (models.BankAnswer, error)
}

// Withdrawals are the transactions of withdrawals and their payouts.
type Withdrawals struct {
	Deps
	customers *Customers
}

// funding is a partner's money at an instant, as the rules look at it.
type funding struct {
	partner  models.Organisation
	accounts map[string]models.Account // by kind
	facts    *models.PartnerFacts      // nil: nothing is known
	fresh    bool
	stale    []uuid.UUID // customers of whom too little is known, as many as are asked about at once
	figures  rules.Figures
}

func (s funding) funds() *models.PartnerFunds {
	if s.facts == nil {
		return nil
	}
	return &s.facts.Facts
}

// readFunding reads a partner's money in a currency. Whoever decides on it holds the
// locks of partner and book.
func readFunding(tx *store.Tx, partner models.Organisation, currency models.Currency, p models.PolicyDocument) (funding, error) {
	s := funding{partner: partner}
	var err error
	if s.accounts, err = tx.FundsAccounts(partner.ID, currency); err != nil {
		return s, err
	}
	if s.facts, err = tx.PartnerFacts(partner.ID); err != nil {
		return s, err
	}
	oldest := tx.Now().Add(-time.Duration(p.Withdrawal.FactsMaxAgeHours) * time.Hour)
	arrears, stale, err := tx.CustomersArrears(partner.ID, currency, oldest)
	if err != nil {
		return s, err
	}
	s.figures = rules.Figures{
		Cash: s.accounts[models.AccountCash].Balance, Allocatable: s.accounts[models.AccountAllocatable].Balance, Designated: s.accounts[models.AccountDesignated].Balance,
		OwedInvoices: models.Money{Currency: currency}, Unbilled: models.Money{Currency: currency}, Arrears: arrears,
	}
	if s.facts != nil {
		s.figures.OwedInvoices, s.figures.Unbilled = models.In(s.facts.Facts.OwedInvoices, currency), models.In(s.facts.Facts.Unbilled, currency)
		s.fresh = stale == 0 && !s.facts.AsOf.Before(oldest)
	}
	if stale > 0 {
		s.stale, err = tx.StaleCustomers(partner.ID, oldest, refreshMost)
	}
	return s, err
}

// withFacts runs a transaction, and once more with new facts where it finds that too
// little is known of customers. fn answers who they are; the last time it makes do
// with what is known.
func (s *Withdrawals) withFacts(ctx context.Context, p models.Principal, fn func(tx *store.Tx, last bool) (stale []uuid.UUID, err error)) error {
	return s.customers.withFacts(ctx, p.Realm, factual{read: s.customers.RefreshAll, anyway: true, run: func(last bool) (stale []uuid.UUID, err error) {
		err = s.Store.As(ctx, p, func(tx *store.Tx) (err error) {
			stale, err = fn(tx, last)
			return err
		})
		return stale, err
	}})
}

// quoteLots says of every lot of a partner what it could give now.
func quoteLots(tx *store.Tx, money funding, currency models.Currency, p models.PolicyDocument) ([]rules.LotQuote, error) {
	lots, err := tx.OpenLots(money.partner.ID, currency)
	if err != nil {
		return nil, err
	}
	held, err := tx.HeldLots(money.partner.ID)
	if err != nil {
		return nil, err
	}
	return rules.QuoteLots(lots, money.funds(), held, p, tx.Now())
}

// Quote says what could be withdrawn now. It changes nothing. Source: 7b-1.
func (s *Withdrawals) Quote(ctx context.Context, p models.Principal, currency models.Currency, in *models.WithdrawalInput) (models.WithdrawalQuote, error) {
	var quote models.WithdrawalQuote
	err := s.withFacts(ctx, p, func(tx *store.Tx, last bool) ([]uuid.UUID, error) {
		partner, err := tx.Organisation(p.Org)
		if err != nil {
			return nil, err
		}
		policy, err := tx.Policy(partner.Site, tx.Now())
		if err != nil {
			return nil, err
		}
		money, err := readFunding(tx, partner, currency, policy.Document)
		if err != nil || len(money.stale) > 0 && !last {
			return money.stale, err
		}
		quote, err = s.quote(tx, money, policy.Document, currency, in)
		return nil, err
	})
	return quote, err
}

func (s *Withdrawals) quote(tx *store.Tx, money funding, policy models.PolicyDocument, currency models.Currency, in *models.WithdrawalInput) (models.WithdrawalQuote, error) {
	var quote models.WithdrawalQuote
	var err error
	if quote.Funds, err = fundsView(money); err != nil {
		return quote, err
	}
	lots, err := quoteLots(tx, money, currency, policy)
	if err != nil {
		return quote, err
	}
	quote.Lots = quotedLots(lots)
	if in == nil {
		return quote, nil
	}
	facts, _, err := s.withdrawFacts(tx, *in, money, lots)
	if err != nil {
		return quote, err
	}
	decision, draws, err := rules.Withdraw(facts)
	quote.Asked, quote.Blockers, quote.Draws = true, decision.Blockers, draws
	return quote, err
}

func quotedLots(lots []rules.LotQuote) []models.QuotedLot {
	quoted := make([]models.QuotedLot, len(lots))
	for i, q := range lots {
		quoted[i] = models.QuotedLot{Lot: q.Lot, Free: q.Free, Route: q.Route, ChangesAt: q.ChangesAt, Then: q.Then, Why: q.Why}
	}
	return quoted
}

// fundsView shows the figure with its terms and where each comes from.
func fundsView(s funding) (models.FundsView, error) {
	amount, binds, err := rules.Withdrawable(s.figures)
	if err != nil {
		return models.FundsView{}, err
	}
	account := func(kind string) models.FundsTerm {
		a := s.accounts[kind]
		term := models.FundsTerm{Name: kind, Amount: a.Balance, LastEntry: a.Seq}
		if a.ID != uuid.Nil {
			term.AccountID = &a.ID
		}
		return term
	}
	fact := func(name string, amount models.Money) models.FundsTerm {
		term := models.FundsTerm{Name: name, Amount: amount}
		if s.facts != nil {
			term.AsOf = &s.facts.AsOf
		}
		return term
	}
	return models.FundsView{Withdrawable: amount, Binds: binds, Terms: []models.FundsTerm{
		account(models.AccountAllocatable), account(models.AccountCash), account(models.AccountDesignated), fact("owed_invoices", s.figures.OwedInvoices), fact("unbilled", s.figures.Unbilled),
		{Name: "customers_arrears", Amount: s.figures.Arrears},
	}}, nil
}

// withdrawFacts gathers what the rule asks for, and the bank account that it
// found or was given.
func (s *Withdrawals) withdrawFacts(tx *store.Tx, in models.WithdrawalInput, money funding, lots []rules.LotQuote) (rules.WithdrawFacts, payee, error) {
	facts := rules.WithdrawFacts{
		Partner: rules.PartnerOf(money.partner), Funds: money.funds(), Fresh: money.fresh, Figures: money.figures, Lots: lots, Route: in.Route,
		Amount: in.Amount, Chosen: in.Lots, DeclineOriginal: in.DeclineOriginal,
	}
	if err := chosenLots(in.Lots, lots); err != nil {
		return facts, payee{}, err
	}
	to, err := s.payee(tx, in, money)
	facts.Payee = to.facts
	return facts, to, err
}

// chosenLots: a lot that holds nothing, or is somebody else's, is none.
func chosenLots(chosen []uuid.UUID, lots []rules.LotQuote) error {
	var wrong []models.FieldError
	for i, id := range chosen {
		known := slices.ContainsFunc(lots, func(q rules.LotQuote) bool { return q.ID == id })
		switch {
		case !known:
			wrong = append(wrong, models.FieldError{Pointer: pointer("/lots", i), Code: models.FieldUnknown})
		case slices.Contains(chosen[:i], id):
			wrong = append(wrong, models.FieldError{Pointer: pointer("/lots", i), Code: models.FieldDuplicate})
		}
	}
	if len(wrong) > 0 {
		return &models.InvalidInput{Errors: wrong}
	}
	return nil
}

// payee is the bank account of a request: stated, or known from before.
type payee struct {
	account models.BankAccount
	hash    []byte
	facts   rules.PayeeFacts
}

// payee completes what the partner states by what he stated before: the branch is
// asked for the first time only. Source: 7b-5.
func (s *Withdrawals) payee(tx *store.Tx, in models.WithdrawalInput, money funding) (payee, error) {
	if in.Account == nil {
		return s.knownSource(tx, in, money)
	}
	to := payee{account: *in.Account, hash: s.Hasher.Hash(money.partner.Realm, keyBankAccount, in.Account.Number)}
	if to.account.Branch == "" {
		known, err := tx.KnownAccount(money.partner.ID, to.hash)
		if err != nil {
			return to, err
		}
		if known != nil {
			to.account.Branch = known.BankBranch
		}
	}
	name, err := models.NormaliseCompanyName(to.account.Holder)
	if err != nil {
		return to, &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/bank_account/holder", Code: models.FieldInvalid}}}
	}
	to.facts = rules.PayeeFacts{
		Given: true, HasBranch: to.account.Branch != "",
		HolderMatches: money.facts != nil && slices.Equal(money.facts.Facts.RealNameHash, s.Hasher.Hash(money.partner.Realm, models.KeyName, name)),
	}
	return to, nil
}

// knownSource: money that goes back over its channel needs no account, and a
// transfer's branch only once.
func (s *Withdrawals) knownSource(tx *store.Tx, in models.WithdrawalInput, money funding) (payee, error) {
	if in.Route != models.RouteOriginal {
		return payee{}, &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/bank_account", Code: models.FieldRequired}}}
	}
	known, err := tx.KnownAccount(money.partner.ID, nil)
	return payee{hash: []byte{}, facts: rules.PayeeFacts{HasBranch: known != nil}}, err
}

// Submit asks for money and freezes it. Source: 7c, 7g.
func (s *Withdrawals) Submit(ctx context.Context, cmd models.Command, in models.WithdrawalInput) (models.Result[models.WithdrawalView], error) {
	var result models.Result[models.WithdrawalView]
	given, err := s.prove(ctx, cmd, in.VerificationCode, func(p models.PolicyDocument) bool { return p.Withdrawal.StepUp })
	if err != nil {
		return result, err
	}
	begin := func(tx *store.Tx, w models.Withdrawal) ([]models.Begun, error) {
		row, err := withdrawalRow(tx, w)
		return []models.Begun{begun(models.SubjectWithdrawal, w.Process, row, row.WakeAt)}, err
	}
	err = s.withFacts(ctx, cmd.Principal, func(tx *store.Tx, _ bool) (stale []uuid.UUID, err error) {
		id := store.NewID()
		do := func(tx *store.Tx) (w models.Withdrawal, err error) {
			if stale, err = s.submit(tx, cmd, in, given, id); err != nil {
				return w, err
			}
			return tx.Withdrawal(id)
		}
		find := (*store.Tx).DeletedWithdrawal // also where it was rejected and deleted since
		result, err = command[models.Withdrawal, models.WithdrawalView]{cmd, models.SubjectWithdrawal, id, 201, do, find, s.present, begin}.run(tx)
		return stale, err
	})
	return result, s.explain(ctx, cmd.Principal, err)
}

// submit asks the rules under the locks. A refusal names the customers of whom too
// little is known.
func (s *Withdrawals) submit(tx *store.Tx, cmd models.Command, in models.WithdrawalInput, given proof, id uuid.UUID) (stale []uuid.UUID, err error) {
	p := cmd.Principal
	partner, err := tx.LockPartner(p.Org)
	if err != nil {
		return nil, err
	}
	if err := tx.LockBooks(p.Org); err != nil {
		return nil, err
	}
	now := tx.Now()
	policy, err := tx.Policy(partner.Site, now)
	if err != nil {
		return nil, err
	}
	money, err := readFunding(tx, partner, in.Amount.Currency, policy.Document)
	if err != nil {
		return nil, err
	}
	lots, err := quoteLots(tx, money, in.Amount.Currency, policy.Document)
	if err != nil {
		return nil, err
	}
	facts, to, err := s.withdrawFacts(tx, in, money, lots)
	if err != nil {
		return nil, err
	}
	facts.Verification = given.verification
	decision, draws, err := rules.Withdraw(facts)
	if err != nil {
		return nil, err
	}
	record := evaluation(p, cmd.RequestID, ruleWithdraw, models.SubjectWithdrawal, &id, policy, decision, now)
	if money.facts != nil {
		record.FactsIDs = []uuid.UUID{money.facts.ID}
	}
	if !decision.Allowed() {
		return money.stale, &refused{evaluation: record}
	}
	if err := errors.Join(tx.AddEvaluation(record), given.use(tx)); err != nil {
		return nil, err
	}
	return nil, s.freeze(tx, cmd, in, to, draws, policy, record.ID, id, now)
}

// freeze writes the request, sets its money aside and asks the vendor to review.
func (s *Withdrawals) freeze(tx *store.Tx, cmd models.Command, in models.WithdrawalInput, to payee, draws []models.Draw, policy models.Policy, record, id uuid.UUID, now time.Time) error {
	p := cmd.Principal
	scale, err := in.Amount.Currency.Scale()
	if err != nil {
		return err
	}
	w := models.Withdrawal{
		Process: models.Process{
			ID: id, Realm: p.Realm, PartnerID: p.Org, Reference: models.NewReference(models.ReferenceWithdrawal, id), State: models.WithdrawalSubmitted, StateSince: now,
			Version: 1, PolicyID: policy.ID, EvaluationID: record, NextWakeAt: &now, CreatedAt: now,
		},
		Route: in.Route, Amount: in.Amount.Amount, Currency: in.Amount.Currency, Scale: scale, DeclineOriginal: in.DeclineOriginal, Maker: p.Subject,
		AccountHash: to.hash, TwoReviews: rules.NeedsTwoReviews(in.Amount, policy.Document),
	}
	if w.ReviewTargetAt, w.Provisional, err = rules.ReviewTarget(now, policy.Document); err != nil {
		return err
	}
	if to.facts.Given {
		if w.ContactID, err = keepAccount(tx, to.account, policy.Document, now); err != nil {
			return err
		}
	}
	lots := make([]models.WithdrawalLot, len(draws))
	for i, d := range draws {
		lots[i] = models.WithdrawalLot{WithdrawalID: id, LotID: d.LotID, Realm: p.Realm, PartnerID: p.Org, Amount: d.Amount.Amount, Currency: w.Currency, Scale: scale, Held: true}
	}
	if err := tx.AddWithdrawal(&w, lots); err != nil {
		return err
	}
	if _, err := tx.Post(rules.Freeze(withdrawalCause(w, "withdrawal:"+id.String()+":freeze", now), draws, in.Amount)); err != nil {
		return err
	}
	if err := askForReview(tx, w, now); err != nil {
		return err
	}
	return tx.Record(withdrawalEvent(causeOf(cmd), w, "withdrawal.submitted", now, nil))
}

func keepAccount(tx *store.Tx, a models.BankAccount, p models.PolicyDocument, now time.Time) (*uuid.UUID, error) {
	contact := models.Contact{
		ID: store.NewID(), Realm: tx.Principal().Realm, OwnerID: tx.Principal().Org, Purpose: "bank_account", PersonName: strings.TrimSpace(a.Holder), Bank: a.Bank,
		BankBranch: a.Branch, BankAccount: a.Number, RetainUntil: models.AddDays(now, p.Retention.ContactDays), CreatedAt: now,
	}
	return &contact.ID, tx.AddContact(contact)
}

// askForReview asks the vendor's finance for a review. Silence decides nothing.
func askForReview(tx *store.Tx, w models.Withdrawal, since time.Time) error {
	target := w.ReviewTargetAt
	review := models.Task{
		Realm: w.Realm, PartnerID: w.PartnerID, Party: models.PartyVendor, Kind: models.TaskWithdrawal, SubjectKind: models.SubjectWithdrawal, SubjectID: w.ID,
		Reference: w.Reference, Since: since, DueAt: &target,
	}
	return errors.Join(tx.OpenTask(review), askForCalendar(tx, review, target, w.Provisional))
}

// withdrawalCause is what a withdrawal posts for.
func withdrawalCause(w models.Withdrawal, key string, at time.Time) rules.Cause {
	return rules.Cause{Book: w.PartnerID, SubjectKind: models.SubjectWithdrawal, SubjectID: w.ID, Key: key, At: at}
}

// withdrawalEvent tells what happened to a withdrawal, or to a payout of it.
func withdrawalEvent(c Cause, w models.Withdrawal, kind string, at time.Time, payout *models.Payout) models.Event {
	e := c.event(kind, at)
	e.Realm, e.PartnerID = w.Realm, &w.PartnerID
	e.SubjectKind, e.SubjectID, e.SubjectSeq, e.PolicyID = models.SubjectWithdrawal, w.ID, w.Version, &w.PolicyID
	e.Data = map[string]any{"state": w.State, "reference": w.Reference, "route": w.Route, "amount": w.Money().Fixed(), "currency": w.Currency}
	if payout != nil {
		e.Data["payout"] = map[string]any{
			"id": payout.ID.String(), "reference": payout.Reference, "route": payout.Route, "state": payout.State, "amount": payout.Money().Fixed(),
			"attempts": payout.Attempts, "paying_entity": payout.PayingEntity,
		}
	}
	return e
}
