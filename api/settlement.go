package api

import (
	"context"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// GetSettlement reads what followed the end of an association. Source: 3a-12.
func (s *server) GetSettlement(ctx context.Context, r gen.GetSettlementRequestObject) (gen.GetSettlementResponseObject, error) {
	view, err := s.services.Settlements.OfRequest(ctx, principalOf(ctx), r.RequestId)
	if err != nil {
		return nil, err
	}
	return gen.GetSettlement200JSONResponse{Body: s.settlement(ctx, view), Headers: gen.GetSettlement200ResponseHeaders{ETag: etag(view.Version)}}, nil
}

// RetrySettlementStep lets the vendor try a failed step again at once.
func (s *server) RetrySettlementStep(ctx context.Context, r gen.RetrySettlementStepRequestObject) (gen.RetrySettlementStepResponseObject, error) {
	result, err := s.services.Settlements.Retry(ctx, commandOf(ctx), r.RequestId, r.Step, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	body := s.settlement(ctx, result.Value)
	body.PendingDecision = pendingDecision(result.Pending)
	if result.Pending != nil {
		return gen.RetrySettlementStep202JSONResponse{Body: body, Headers: gen.RetrySettlementStep202ResponseHeaders{
			ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed), RetryAfter: optional(retryPending),
		}}, nil
	}
	return gen.RetrySettlementStep200JSONResponse{Body: body, Headers: gen.RetrySettlementStep200ResponseHeaders{
		ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

func (s *server) settlement(ctx context.Context, v models.SettlementView) gen.Settlement {
	request := pathOf(models.SubjectRequest, v.RequestID)
	return gen.Settlement{
		AssociationId:  v.ID,
		Reference:      v.Reference,
		State:          gen.SettlementState(v.State),
		StateSince:     v.StateSince.UTC(),
		Version:        v.Version,
		WaitingFor:     waitingFor(v.Waiting),
		DueAt:          instant(v.Waiting.DueAt),
		AllowedActions: s.actions(ctx, v.Actions),
		EvaluationId:   v.EvaluationID,
		Links: gen.Links{
			"self": request + "/settlement", "request": request, "association": pathOf(models.SubjectAssociation, v.ID),
			"timeline": pathOf(models.SubjectAssociation, v.ID) + "/timeline",
		},
		PartnerId:        v.PartnerID,
		CustomerId:       v.CustomerID,
		Steps:            mapped(v.Steps, settlementStep),
		ClosingStatement: closingStatement(v.Statement),
		Amendments:       mapped(v.Amendments, amendment),
		PolicyId:         v.PolicyID,
		CreatedAt:        v.CreatedAt.UTC(),
	}
}

func settlementStep(step models.SettlementStep) gen.SettlementStep {
	return gen.SettlementStep{
		Id:            step.ID,
		Name:          step.Name,
		State:         gen.SettlementStepState(step.State),
		Attempts:      int32(step.Attempts),
		ErrorCode:     optional(step.ErrorCode),
		Result:        step.Result,
		NextAttemptAt: instant(step.NextAttemptAt),
		StartedAt:     instant(step.StartedAt),
		FinishedAt:    instant(step.FinishedAt),
	}
}

func closingStatement(c *models.ClosingStatement) *gen.ClosingStatement {
	if c == nil {
		return nil
	}
	return &gen.ClosingStatement{
		Reference: c.Reference, EffectiveFrom: c.EffectiveFrom.UTC(), EffectiveUntil: c.EffectiveTo.UTC(), ClosedAt: c.ClosedAt.UTC(),
		BookSeq: c.BookSeq, Lines: mapped(c.Lines, statementLine),
	}
}

func amendment(a models.Amendment) gen.Amendment {
	return gen.Amendment{TransactionId: a.TransactionID, EffectiveAt: a.EffectiveAt.UTC(), RecordedAt: a.RecordedAt.UTC(), Lines: mapped(a.Lines, statementLine)}
}

func statementLine(l models.StatementLine) gen.StatementLine {
	return gen.StatementLine{
		Kind: l.Kind, TradeType: l.TradeType, Account: l.Account, Amount: gen.Money{Amount: l.Amount, Currency: gen.MoneyCurrency(l.Currency)},
		Count: int32(l.Count),
	}
}
