package api

import (
	"context"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// CreateAccountChange changes a partner's book, or asks a second person. Source: 5a-3, 7a-1.
func (s *server) CreateAccountChange(ctx context.Context, r gen.CreateAccountChangeRequestObject) (gen.CreateAccountChangeResponseObject, error) {
	amount, err := parseMoney(r.Body.Amount)
	if err != nil {
		return nil, err
	}
	in := models.AccountChangeInput{PartnerID: r.Body.PartnerId, Kind: string(r.Body.Kind), PayoutID: r.Body.PayoutId, Amount: amount, Opinion: r.Body.Opinion}
	result, err := s.services.Changes.Request(ctx, commandOf(ctx), in)
	if err != nil {
		return nil, err
	}
	return gen.CreateAccountChange201JSONResponse{Body: s.accountChange(ctx, result.Value), Headers: gen.CreateAccountChange201ResponseHeaders{
		ETag: etag(result.Value.Version), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// ReviewAccountChange is the second person's verdict.
func (s *server) ReviewAccountChange(ctx context.Context, r gen.ReviewAccountChangeRequestObject) (gen.ReviewAccountChangeResponseObject, error) {
	in := models.ReviewInput{Verdict: string(r.Body.Verdict), Opinion: r.Body.Opinion}
	result, err := s.services.Changes.Review(ctx, commandOf(ctx), r.AccountChangeId, in)
	if err != nil {
		return nil, err
	}
	return gen.ReviewAccountChange200JSONResponse{Body: s.accountChange(ctx, result.Value), Headers: gen.ReviewAccountChange200ResponseHeaders{
		ETag: etag(result.Value.Version), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// GetAccountChange reads one change.
func (s *server) GetAccountChange(ctx context.Context, r gen.GetAccountChangeRequestObject) (gen.GetAccountChangeResponseObject, error) {
	view, err := s.services.Changes.Get(ctx, principalOf(ctx), r.AccountChangeId)
	if err != nil {
		return nil, err
	}
	return gen.GetAccountChange200JSONResponse{Body: s.accountChange(ctx, view), Headers: gen.GetAccountChange200ResponseHeaders{ETag: etag(view.Version)}}, nil
}

// ListAccountChanges lists what the caller may see.
func (s *server) ListAccountChanges(ctx context.Context, r gen.ListAccountChangesRequestObject) (gen.ListAccountChangesResponseObject, error) {
	query, err := s.page(ctx, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := models.AccountChangeFilter{State: string(given(r.Params.State)), PartnerID: r.Params.PartnerId}
	page, err := s.services.Changes.List(ctx, principalOf(ctx), filter, query)
	if err != nil {
		return nil, err
	}
	items := mapped(page.Items, func(v models.AccountChangeView) gen.AccountChange { return s.accountChange(ctx, v) })
	return gen.ListAccountChanges200JSONResponse{Body: gen.AccountChangePage{Items: items, NextCursor: s.next(ctx, page.Next)}}, nil
}

// ListAccountChangeEvents is the timeline of a change.
func (s *server) ListAccountChangeEvents(ctx context.Context, r gen.ListAccountChangeEventsRequestObject) (gen.ListAccountChangeEventsResponseObject, error) {
	body, err := s.timeline(ctx, models.SubjectChange, r.AccountChangeId, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	return gen.ListAccountChangeEvents200JSONResponse{Body: body}, nil
}

func (s *server) accountChange(ctx context.Context, v models.AccountChangeView) gen.AccountChange {
	shown := gen.AccountChange{
		Id:             v.ID,
		Reference:      v.Reference,
		State:          gen.AccountChangeState(v.State),
		StateSince:     v.StateSince.UTC(),
		Version:        v.Version,
		WaitingFor:     waitingFor(v.Waiting),
		AllowedActions: s.actions(ctx, v.Actions),
		EvaluationId:   v.EvaluationID,
		Links:          linksOf(models.SubjectChange, v.ID, v.EvaluationID),
		PartnerId:      v.PartnerID,
		Kind:           gen.AccountChangeKind(v.Kind),
		PayoutId:       v.PayoutID,
		Amount:         money(v.Money()),
		Maker:          v.Maker,
		Opinion:        v.Opinion,
		Checker:        optional(v.Checker),
		CheckOpinion:   optional(v.CheckOpinion),
		TransferId:     v.TransactionID,
		CreatedAt:      v.CreatedAt.UTC(),
	}
	if b := v.Balances; b != nil {
		shown.Balances = &gen.ChangedBalances{Cash: money(b.Cash), Credit: money(b.Credit), Allocatable: money(b.Allocatable), Designated: money(b.Designated)}
	}
	return shown
}
