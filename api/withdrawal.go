package api

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// CreateWithdrawal asks for money and freezes it. Source: 7b-4, 7g.
func (s *server) CreateWithdrawal(ctx context.Context, r gen.CreateWithdrawalRequestObject) (gen.CreateWithdrawalResponseObject, error) {
	in, err := withdrawalInput(*r.Body, "")
	if err != nil {
		return nil, err
	}
	result, err := s.services.Withdrawals.Submit(ctx, commandOf(ctx), in)
	if err != nil {
		return nil, err
	}
	body := s.withdrawal(ctx, result.Value)
	return gen.CreateWithdrawal201JSONResponse{Body: body, Headers: gen.CreateWithdrawal201ResponseHeaders{
		ETag: etag(result.Value.Seen), Location: optional(pathOf(models.SubjectWithdrawal, body.Id)), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// QuoteWithdrawal says what could be withdrawn. Source: 7b-1.
func (s *server) QuoteWithdrawal(ctx context.Context, r gen.QuoteWithdrawalRequestObject) (gen.QuoteWithdrawalResponseObject, error) {
	currency := models.Currency(r.Body.Currency)
	var in *models.WithdrawalInput
	if r.Body.Request != nil {
		asked, err := withdrawalInput(*r.Body.Request, "/request")
		if err != nil {
			return nil, err
		}
		if asked.Amount.Currency != currency {
			return nil, &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/request/amount/currency", Code: models.FieldInvalid}}}
		}
		in = &asked
	}
	quote, err := s.services.Withdrawals.Quote(ctx, principalOf(ctx), currency, in)
	if err != nil {
		return nil, err
	}
	return gen.QuoteWithdrawal200JSONResponse{Body: s.quote(ctx, quote)}, nil
}

// GetWithdrawal reads one withdrawal.
func (s *server) GetWithdrawal(ctx context.Context, r gen.GetWithdrawalRequestObject) (gen.GetWithdrawalResponseObject, error) {
	view, err := s.services.Withdrawals.Get(ctx, principalOf(ctx), r.WithdrawalId)
	if err != nil {
		return nil, err
	}
	return gen.GetWithdrawal200JSONResponse{Body: s.withdrawal(ctx, view), Headers: gen.GetWithdrawal200ResponseHeaders{ETag: etag(view.Seen)}}, nil
}

// ListWithdrawals lists what the caller may see.
func (s *server) ListWithdrawals(ctx context.Context, r gen.ListWithdrawalsRequestObject) (gen.ListWithdrawalsResponseObject, error) {
	query, err := s.page(ctx, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := s.services.Withdrawals.List(ctx, principalOf(ctx), models.WithdrawalFilter{State: string(given(r.Params.State))}, query)
	if err != nil {
		return nil, err
	}
	items := mapped(page.Items, func(v models.WithdrawalView) gen.Withdrawal { return s.withdrawal(ctx, v) })
	return gen.ListWithdrawals200JSONResponse{Body: gen.WithdrawalPage{Items: items, NextCursor: s.next(ctx, page.Next)}}, nil
}

// ReviewWithdrawal carries a verdict of the vendor's finance.
func (s *server) ReviewWithdrawal(ctx context.Context, r gen.ReviewWithdrawalRequestObject) (gen.ReviewWithdrawalResponseObject, error) {
	in := models.ReviewInput{Verdict: string(r.Body.Verdict), Opinion: r.Body.Opinion}
	result, err := s.services.Withdrawals.Review(ctx, commandOf(ctx), r.WithdrawalId, in)
	if err != nil {
		return nil, err
	}
	body := s.withdrawalResult(ctx, result)
	if result.Pending != nil {
		return gen.ReviewWithdrawal202JSONResponse{Body: body, Headers: gen.ReviewWithdrawal202ResponseHeaders{
			ETag: etag(result.Value.Seen), IdempotencyReplayed: optional(result.Replayed), RetryAfter: optional(retryPending),
		}}, nil
	}
	return gen.ReviewWithdrawal200JSONResponse{Body: body, Headers: gen.ReviewWithdrawal200ResponseHeaders{
		ETag: etag(result.Value.Seen), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// CancelWithdrawal takes a withdrawal back.
func (s *server) CancelWithdrawal(ctx context.Context, r gen.CancelWithdrawalRequestObject) (gen.CancelWithdrawalResponseObject, error) {
	result, err := s.services.Withdrawals.Cancel(ctx, commandOf(ctx), r.WithdrawalId)
	if err != nil {
		return nil, err
	}
	body := s.withdrawalResult(ctx, result)
	if result.Pending != nil {
		return gen.CancelWithdrawal202JSONResponse{Body: body, Headers: gen.CancelWithdrawal202ResponseHeaders{
			ETag: etag(result.Value.Seen), IdempotencyReplayed: optional(result.Replayed), RetryAfter: optional(retryPending),
		}}, nil
	}
	return gen.CancelWithdrawal200JSONResponse{Body: body, Headers: gen.CancelWithdrawal200ResponseHeaders{
		ETag: etag(result.Value.Seen), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// DeleteWithdrawal takes a rejected withdrawal off the list. Source: 7b-8.
func (s *server) DeleteWithdrawal(ctx context.Context, r gen.DeleteWithdrawalRequestObject) (gen.DeleteWithdrawalResponseObject, error) {
	if err := s.services.Withdrawals.Delete(ctx, commandOf(ctx), r.WithdrawalId); err != nil {
		return nil, err
	}
	return gen.DeleteWithdrawal204Response{}, nil
}

// UnmaskWithdrawal shows in clear where a withdrawal is paid to, on record.
func (s *server) UnmaskWithdrawal(ctx context.Context, r gen.UnmaskWithdrawalRequestObject) (gen.UnmaskWithdrawalResponseObject, error) {
	account, err := s.services.Withdrawals.Unmask(ctx, commandOf(ctx), r.WithdrawalId, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return gen.UnmaskWithdrawal200JSONResponse{Body: gen.UnmaskedBankAccount{
		Holder: account.PersonName, Bank: account.Bank, Branch: account.BankBranch, Number: account.BankAccount,
	}}, nil
}

// ListWithdrawalEvents is the timeline of a withdrawal.
func (s *server) ListWithdrawalEvents(ctx context.Context, r gen.ListWithdrawalEventsRequestObject) (gen.ListWithdrawalEventsResponseObject, error) {
	body, err := s.timeline(ctx, models.SubjectWithdrawal, r.WithdrawalId, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	return gen.ListWithdrawalEvents200JSONResponse{Body: body}, nil
}

// withdrawalInput reads a request that stands at a place of the body.
func withdrawalInput(in gen.WithdrawalInput, at string) (models.WithdrawalInput, error) {
	amount, err := models.ParseMoney(in.Amount.Amount, string(in.Amount.Currency))
	if err != nil {
		return models.WithdrawalInput{}, &models.InvalidInput{Errors: []models.FieldError{{Pointer: at + "/amount/amount", Code: models.FieldInvalid}}}
	}
	if !amount.Amount.IsPositive() {
		return models.WithdrawalInput{}, &models.InvalidInput{Errors: []models.FieldError{{Pointer: at + "/amount/amount", Code: models.FieldNotPositive}}}
	}
	out := models.WithdrawalInput{Route: string(in.Route), Amount: amount, Lots: given(in.Lots), DeclineOriginal: given(in.DeclineOriginal)}
	out.VerificationCode = given(in.VerificationCode)
	if a := in.BankAccount; a != nil {
		out.Account = &models.BankAccount{Holder: a.Holder, Bank: a.Bank, Branch: given(a.Branch), Number: a.Number}
	}
	return out, nil
}

func (s *server) quote(ctx context.Context, q models.WithdrawalQuote) gen.WithdrawalQuote {
	body := gen.WithdrawalQuote{Funds: funds(q.Funds), Lots: mapped(q.Lots, quotedLot)}
	if q.Asked {
		allowed, blockers := len(q.Blockers) == 0, s.blockers(q.Blockers, callOf(ctx).language)
		draws := mapped(q.Draws, func(d models.Draw) gen.LotAmount { return gen.LotAmount{LotId: d.LotID, Amount: money(d.Amount)} })
		body.Allowed, body.Blockers, body.Draws = &allowed, &blockers, &draws
	}
	return body
}

func funds(f models.FundsView) gen.Funds {
	return gen.Funds{Withdrawable: money(f.Withdrawable), Binds: gen.FundsBinds(f.Binds), Terms: mapped(f.Terms, func(t models.FundsTerm) gen.FundsTerm {
		term := gen.FundsTerm{Name: gen.FundsTermName(t.Name), Amount: money(t.Amount), AccountId: t.AccountID, AsOf: instant(t.AsOf)}
		if t.AccountID != nil {
			term.LastEntry = &t.LastEntry
		}
		return term
	})}
}

func quotedLot(q models.QuotedLot) gen.QuotedLot {
	return gen.QuotedLot{
		Id: q.Lot.ID, Channel: q.Lot.Channel, SigningEntity: q.Lot.SigningEntity, Reference: q.Lot.Reference, ArrivedAt: q.Lot.ArrivedAt.UTC(),
		Amount: money(q.Lot.Amount), Remaining: money(q.Lot.Remaining), Free: money(q.Free), Route: gen.QuotedLotRoute(q.Route), ChangesAt: instant(q.ChangesAt),
		Then: optional(gen.QuotedLotThen(q.Then)), Reasons: codes(q.Why),
	}
}

func (s *server) withdrawalResult(ctx context.Context, result models.Result[models.WithdrawalView]) gen.Withdrawal {
	body := s.withdrawal(ctx, result.Value)
	body.PendingDecision = pendingDecision(result.Pending)
	return body
}

func (s *server) withdrawal(ctx context.Context, v models.WithdrawalView) gen.Withdrawal {
	body := gen.Withdrawal{
		Id:              v.ID,
		Reference:       v.Reference,
		State:           gen.WithdrawalState(v.State),
		StateSince:      v.StateSince.UTC(),
		Version:         v.Version,
		WaitingFor:      waitingFor(v.Waiting),
		DueAt:           instant(v.Waiting.DueAt),
		OnSilence:       optional(v.Waiting.OnSilence),
		AllowedActions:  s.actions(ctx, v.Actions),
		EvaluationId:    v.EvaluationID,
		Links:           linksOf(models.SubjectWithdrawal, v.ID, v.EvaluationID),
		PartnerId:       v.PartnerID,
		Route:           gen.WithdrawalRoute(v.Route),
		Amount:          money(v.Money()),
		DeclineOriginal: v.DeclineOriginal,
		Maker:           v.Maker,
		Review: gen.WithdrawalReview{
			TargetAt: v.ReviewTargetAt.UTC(), Provisional: v.Provisional, EscalatedAt: instant(v.EscalatedAt), TwoReviews: v.TwoReviews,
			FirstReviewer: optional(v.FirstReviewer), FirstOpinion: optional(v.FirstOpinion), Reviewer: optional(v.Reviewer), Opinion: optional(v.Opinion),
		},
		Lots:       lotsOf(v.Lots, nil),
		Payouts:    mapped(v.Payouts, func(p models.Payout) gen.Payout { return payout(p, v.Lots) }),
		ApprovedAt: instant(v.ApprovedAt),
		PolicyId:   v.PolicyID,
		CreatedAt:  v.CreatedAt.UTC(),
	}
	if v.Funds != nil {
		shown := funds(*v.Funds)
		body.Funds = &shown
	}
	if a := v.Account; a != nil {
		body.BankAccount = &gen.BankAccount{Holder: models.MaskName(a.PersonName), Bank: a.Bank, Branch: a.BankBranch, Number: models.MaskNumber(a.BankAccount)}
	}
	return body
}

// lotsOf are the lots of a withdrawal, all or those that a payout pays.
func lotsOf(lots []models.WithdrawalLot, payout *uuid.UUID) []gen.LotAmount {
	shown := []gen.LotAmount{}
	for _, l := range lots {
		if payout == nil || l.PayoutID != nil && *l.PayoutID == *payout {
			shown = append(shown, gen.LotAmount{LotId: l.LotID, Amount: money(l.Money())})
		}
	}
	return shown
}

func payout(p models.Payout, lots []models.WithdrawalLot) gen.Payout {
	return gen.Payout{
		Id: p.ID, Reference: p.Reference, State: gen.PayoutState(p.State), Amount: money(p.Money()), Attempts: int32(p.Attempts), SentAt: instant(p.SentAt),
		SettledAt: instant(p.SettledAt), ExpectedBy: instant(p.ExpectedBy), Provisional: p.Provisional, PayingEntity: optional(p.PayingEntity),
		Lots: lotsOf(lots, &p.ID),
	}
}

// PutFundsFacts takes in one version of the facts about a partner's money.
func (s *server) PutFundsFacts(ctx context.Context, r gen.PutFundsFactsRequestObject) (gen.PutFundsFactsResponseObject, error) {
	in := models.FundsInput{AsOf: models.Microseconds(r.Body.AsOf), Source: r.Body.Source, Restricted: r.Body.Restricted, RealName: given(r.Body.RealName)}
	var wrong []models.FieldError
	in.OwedInvoices = amounts("/owed_invoices", r.Body.OwedInvoices, &wrong)
	in.Unbilled = amounts("/unbilled", r.Body.Unbilled, &wrong)
	in.Invoiced = lotAmounts("/invoiced", r.Body.Invoiced, &wrong)
	if len(wrong) > 0 {
		return nil, &models.InvalidInput{Errors: wrong}
	}
	result, err := s.services.PartnerFacts.Put(ctx, commandOf(ctx), r.OrganisationId, in)
	if err != nil {
		return nil, err
	}
	f := result.Value
	return gen.PutFundsFacts200JSONResponse{Body: gen.FundsFacts{
		Id: f.ID, PartnerId: f.PartnerID, AsOf: f.AsOf.UTC(), ReceivedAt: f.ReceivedAt.UTC(), Source: f.Source, OwedInvoices: mapped(f.Facts.OwedInvoices, money),
		Unbilled: mapped(f.Facts.Unbilled, money), Invoiced: mapped(f.Facts.Invoiced, lotAmount), Restricted: f.Facts.Restricted, RealNameVerified: len(f.Facts.RealNameHash) > 0,
	}, Headers: gen.PutFundsFacts200ResponseHeaders{IdempotencyReplayed: optional(result.Replayed)}}, nil
}

func lotAmount(i models.InvoicedLot) gen.LotAmount {
	return gen.LotAmount{LotId: i.LotID, Amount: money(i.Amount)}
}

// lotAmounts reads a list of lots with amounts and notes the wrong ones.
func lotAmounts(at string, list *[]gen.LotAmount, wrong *[]models.FieldError) []models.InvoicedLot {
	if list == nil {
		return nil
	}
	read := make([]models.InvoicedLot, 0, len(*list))
	for i, l := range *list {
		amount, err := models.ParseMoney(l.Amount.Amount, string(l.Amount.Currency))
		if err != nil {
			*wrong = append(*wrong, models.FieldError{Pointer: fmt.Sprintf("%s/%d/amount/amount", at, i), Code: models.FieldInvalid})
		}
		read = append(read, models.InvoicedLot{LotID: l.LotId, Amount: amount})
	}
	return read
}

// amounts reads a list of amounts and notes the wrong ones.
func amounts(at string, list []gen.Money, wrong *[]models.FieldError) []models.Money {
	read := make([]models.Money, 0, len(list))
	for i, m := range list {
		amount, err := models.ParseMoney(m.Amount, string(m.Currency))
		if err != nil {
			*wrong = append(*wrong, models.FieldError{Pointer: fmt.Sprintf("%s/%d/amount", at, i), Code: models.FieldInvalid})
		}
		read = append(read, amount)
	}
	return read
}
