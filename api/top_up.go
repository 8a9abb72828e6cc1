package api

import (
	"context"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// ListTopUps lists what the caller may see. Source: 7a-3, 7c.
func (s *server) ListTopUps(ctx context.Context, r gen.ListTopUpsRequestObject) (gen.ListTopUpsResponseObject, error) {
	query, err := s.page(ctx, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := models.TopUpFilter{State: string(given(r.Params.State)), PartnerID: r.Params.PartnerId}
	page, err := s.services.TopUps.List(ctx, principalOf(ctx), filter, query)
	if err != nil {
		return nil, err
	}
	items := mapped(page.Items, func(v models.TopUpView) gen.TopUp { return s.topUp(ctx, v) })
	return gen.ListTopUps200JSONResponse{Body: gen.TopUpPage{Items: items, NextCursor: s.next(ctx, page.Next)}}, nil
}

// GetTopUp reads one top-up.
func (s *server) GetTopUp(ctx context.Context, r gen.GetTopUpRequestObject) (gen.GetTopUpResponseObject, error) {
	view, err := s.services.TopUps.Get(ctx, principalOf(ctx), r.TopUpId)
	if err != nil {
		return nil, err
	}
	return gen.GetTopUp200JSONResponse{Body: s.topUp(ctx, view), Headers: gen.GetTopUp200ResponseHeaders{ETag: etag(view.Version)}}, nil
}

// ClaimTopUp assigns money of nobody to a partner. Source: 7a-3.
func (s *server) ClaimTopUp(ctx context.Context, r gen.ClaimTopUpRequestObject) (gen.ClaimTopUpResponseObject, error) {
	in := models.ClaimInput{PartnerID: r.Body.PartnerId, Opinion: r.Body.Opinion}
	result, err := s.services.TopUps.Claim(ctx, commandOf(ctx), r.TopUpId, in)
	if err != nil {
		return nil, err
	}
	return gen.ClaimTopUp200JSONResponse{Body: s.topUp(ctx, result.Value), Headers: gen.ClaimTopUp200ResponseHeaders{
		ETag: etag(result.Value.Version), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// RefuseTopUp lets money of nobody go back. Source: 7a-4.
func (s *server) RefuseTopUp(ctx context.Context, r gen.RefuseTopUpRequestObject) (gen.RefuseTopUpResponseObject, error) {
	result, err := s.services.TopUps.Refuse(ctx, commandOf(ctx), r.TopUpId, r.Body.Opinion)
	if err != nil {
		return nil, err
	}
	return gen.RefuseTopUp200JSONResponse{Body: s.topUp(ctx, result.Value), Headers: gen.RefuseTopUp200ResponseHeaders{
		ETag: etag(result.Value.Version), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// UnmaskTopUp shows in clear who paid, on record.
func (s *server) UnmaskTopUp(ctx context.Context, r gen.UnmaskTopUpRequestObject) (gen.UnmaskTopUpResponseObject, error) {
	payer, err := s.services.TopUps.Unmask(ctx, commandOf(ctx), r.TopUpId, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return gen.UnmaskTopUp200JSONResponse{Body: gen.UnmaskedContact{
		PersonName: payer.PersonName, AccountName: payer.AccountName, Phone: payer.Phone, Email: payer.Email,
	}}, nil
}

// ListTopUpEvents is the timeline of a top-up.
func (s *server) ListTopUpEvents(ctx context.Context, r gen.ListTopUpEventsRequestObject) (gen.ListTopUpEventsResponseObject, error) {
	body, err := s.timeline(ctx, models.SubjectTopUp, r.TopUpId, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	return gen.ListTopUpEvents200JSONResponse{Body: body}, nil
}

func (s *server) topUp(ctx context.Context, v models.TopUpView) gen.TopUp {
	links := linksOf(models.SubjectTopUp, v.ID, given(v.EvaluationID))
	shown := gen.TopUp{
		Id:               v.ID,
		Reference:        v.Reference,
		State:            gen.TopUpState(v.State),
		StateSince:       v.StateSince.UTC(),
		Version:          v.Version,
		WaitingFor:       waitingFor(v.Waiting),
		AllowedActions:   s.actions(ctx, v.Actions),
		EvaluationId:     v.EvaluationID,
		Links:            links,
		Channel:          v.Channel,
		ChannelNumber:    v.ChannelNumber,
		ChannelReference: v.ChannelReference,
		SigningEntity:    v.SigningEntity,
		PaymentAccount:   v.PaymentAccount,
		Payer:            gen.Payer{Name: v.Payer.PersonName, Account: v.Payer.AccountName},
		Amount:           money(v.Money()),
		ArrivedAt:        v.ArrivedAt.UTC(),
		Decider:          optional(v.Decider),
		Opinion:          optional(v.Opinion),
		CreatedAt:        v.CreatedAt.UTC(),
	}
	if v.State == models.TopUpArrived {
		shown.PartnerId = optional(v.PartnerID)
	}
	return shown
}
