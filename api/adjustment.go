package api

import (
	"context"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// Allocate lets a resale customer spend. Source: 5a-2.
func (s *server) Allocate(ctx context.Context, r gen.AllocateRequestObject) (gen.AllocateResponseObject, error) {
	amount, err := parseMoney(r.Body.Amount)
	if err != nil {
		return nil, err
	}
	// The validator has written the document's default into the request.
	in := models.AdjustmentInput{CustomerID: r.Body.CustomerId, Amount: amount, FundType: string(*r.Body.FundType)}
	result, err := s.services.Adjustments.Allocate(ctx, commandOf(ctx), in)
	if err != nil {
		return nil, err
	}
	return gen.Allocate201JSONResponse{Body: adjustment(result.Value), Headers: gen.Allocate201ResponseHeaders{IdempotencyReplayed: optional(result.Replayed)}}, nil
}

// Reclaim takes back what a customer has not spent. Source: 5a-5.
func (s *server) Reclaim(ctx context.Context, r gen.ReclaimRequestObject) (gen.ReclaimResponseObject, error) {
	amount, err := parseMoney(r.Body.Amount)
	if err != nil {
		return nil, err
	}
	result, err := s.services.Adjustments.Reclaim(ctx, commandOf(ctx), models.AdjustmentInput{CustomerID: r.Body.CustomerId, Amount: amount})
	if err != nil {
		return nil, err
	}
	return gen.Reclaim201JSONResponse{Body: adjustment(result.Value), Headers: gen.Reclaim201ResponseHeaders{IdempotencyReplayed: optional(result.Replayed)}}, nil
}

// adjustmentTypes are the real system's types of adjustments, by kind. Source: 5a-6.
var adjustmentTypes = map[string]string{
	models.LedgerAllocate: models.TradeAllocate, models.LedgerReclaim: models.TradeReclaim, models.LedgerUnlink: models.TradeUnlink,
}

func kindOfType(trade string) string {
	for kind, name := range adjustmentTypes {
		if name == trade {
			return kind
		}
	}
	return ""
}

// ListAdjustments lists the adjustment records. Source: 5a-6.
func (s *server) ListAdjustments(ctx context.Context, r gen.ListAdjustmentsRequestObject) (gen.ListAdjustmentsResponseObject, error) {
	query, err := s.page(ctx, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := models.AdjustmentFilter{PartnerID: r.Params.PartnerId, CustomerID: r.Params.CustomerId, Kind: kindOfType(string(given(r.Params.Type)))}
	page, err := s.services.Adjustments.List(ctx, principalOf(ctx), filter, query)
	if err != nil {
		return nil, err
	}
	return gen.ListAdjustments200JSONResponse{Body: gen.AdjustmentPage{Items: mapped(page.Items, adjustment), NextCursor: s.next(ctx, page.Next)}}, nil
}

// GetAllotment reads what a customer may spend and what can be reclaimed. Source: 5a-5, 5f.
func (s *server) GetAllotment(ctx context.Context, r gen.GetAllotmentRequestObject) (gen.GetAllotmentResponseObject, error) {
	allotment, err := s.services.Adjustments.Allotment(ctx, principalOf(ctx), r.AssociationId)
	if err != nil {
		return nil, err
	}
	links := gen.Links{}
	link(links, "association", models.SubjectAssociation, &allotment.Association.ID)
	return gen.GetAllotment200JSONResponse{Body: gen.Allotment{
		AssociationId: allotment.Association.ID,
		CustomerId:    allotment.Association.CustomerID,
		CustomerName:  allotment.CustomerName,
		FactsAsOf:     instant(allotment.FactsAsOf),
		Items: mapped(allotment.Parts, func(p models.AllotmentPart) gen.AllotmentPart {
			return gen.AllotmentPart{AccountId: p.AccountID, Allotted: money(p.Allotted), UnsettledFees: money(p.Unsettled), Reclaimable: money(p.Reclaimable)}
		}),
		Links: links,
	}}, nil
}

// parseMoney reads an amount at the exact scale of its currency.
func parseMoney(in gen.Money) (models.Money, error) {
	amount, err := models.ParseMoney(in.Amount, string(in.Currency))
	if err != nil {
		return amount, &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/amount/amount", Code: models.FieldInvalid}}}
	}
	return amount, nil
}

func adjustment(v models.AdjustmentView) gen.Adjustment {
	links := gen.Links{}
	link(links, "association", models.SubjectAssociation, &v.AssociationID)
	if v.EvaluationID != nil {
		links["evaluation"] = "/v1/evaluations/" + v.EvaluationID.String()
	}
	shown := gen.Adjustment{
		Id:            v.ID,
		Reference:     v.Reference,
		Type:          gen.AdjustmentType(adjustmentTypes[v.Kind]),
		PartnerId:     v.PartnerID,
		CustomerId:    v.CustomerID,
		CustomerName:  v.CustomerName,
		AssociationId: v.AssociationID,
		Amount:        money(v.Money()),
		Operator:      v.Operator,
		TransferId:    v.TransactionID,
		EvaluationId:  v.EvaluationID,
		CreatedAt:     v.CreatedAt.UTC(),
		Links:         links,
	}
	if v.FundType != "" {
		fund := gen.AdjustmentFundType(v.FundType)
		shown.FundType = &fund
	}
	if b := v.Balances; b != nil {
		shown.Balances = &gen.AdjustedBalances{Account: money(b.Account()), Allocatable: money(b.Allocatable), Customer: money(b.Customer)}
	}
	return shown
}
