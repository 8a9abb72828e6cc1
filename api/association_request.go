package api

import (
	"context"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// CheckAssociationRequest asks the rules without asking the customer. Source: 3a-5.
func (s *server) CheckAssociationRequest(ctx context.Context, r gen.CheckAssociationRequestRequestObject) (gen.CheckAssociationRequestResponseObject, error) {
	evaluation, err := s.services.Requests.Check(ctx, commandOf(ctx), models.AssociationRequestInput{
		AssociationID: r.Body.AssociationId, Kind: string(r.Body.Kind), ToType: models.AssociationType(given(r.Body.AssociationType)),
	})
	if err != nil {
		return nil, err
	}
	return gen.CheckAssociationRequest200JSONResponse{Body: s.evaluation(ctx, evaluation)}, nil
}

// CreateAssociationRequest asks to end or change an association. Source: 3a-5, 3a-7.
func (s *server) CreateAssociationRequest(ctx context.Context, r gen.CreateAssociationRequestRequestObject) (gen.CreateAssociationRequestResponseObject, error) {
	result, err := s.services.Requests.Ask(ctx, commandOf(ctx), models.AssociationRequestInput{
		AssociationID: r.Body.AssociationId, Kind: string(r.Body.Kind), ToType: models.AssociationType(given(r.Body.AssociationType)),
		Reason: r.Body.Reason, AcceptNotice: r.Body.AcceptNotice, VerificationCode: given(r.Body.VerificationCode),
	})
	if err != nil {
		return nil, err
	}
	body := s.associationRequestResult(ctx, result)
	return gen.CreateAssociationRequest201JSONResponse{Body: body, Headers: gen.CreateAssociationRequest201ResponseHeaders{
		ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed), Location: optional(body.Links["self"]),
	}}, nil
}

// SendVerificationCode mails the partner a code. Source: 3a-5.
func (s *server) SendVerificationCode(ctx context.Context, _ gen.SendVerificationCodeRequestObject) (gen.SendVerificationCodeResponseObject, error) {
	result, err := s.services.Requests.SendCode(ctx, commandOf(ctx))
	if err != nil {
		return nil, err
	}
	sent := result.Value
	return gen.SendVerificationCode201JSONResponse{
		Body:    gen.VerificationCode{Id: sent.ID, Email: models.MaskEmail(sent.Contact.Email), ExpiresAt: sent.ExpiresAt.UTC()},
		Headers: gen.SendVerificationCode201ResponseHeaders{IdempotencyReplayed: optional(result.Replayed)},
	}, nil
}

// GetAssociationRequest reads one request.
func (s *server) GetAssociationRequest(ctx context.Context, r gen.GetAssociationRequestRequestObject) (gen.GetAssociationRequestResponseObject, error) {
	view, err := s.services.Requests.Get(ctx, principalOf(ctx), r.RequestId)
	if err != nil {
		return nil, err
	}
	return gen.GetAssociationRequest200JSONResponse{Body: s.associationRequest(ctx, view), Headers: gen.GetAssociationRequest200ResponseHeaders{ETag: etag(view.Version)}}, nil
}

// ListAssociationRequests lists what the caller may see.
func (s *server) ListAssociationRequests(ctx context.Context, r gen.ListAssociationRequestsRequestObject) (gen.ListAssociationRequestsResponseObject, error) {
	query, err := s.page(ctx, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := models.AssociationRequestFilter{State: string(given(r.Params.State)), AssociationID: r.Params.AssociationId}
	page, err := s.services.Requests.List(ctx, principalOf(ctx), filter, query)
	if err != nil {
		return nil, err
	}
	items := mapped(page.Items, func(v models.AssociationRequestView) gen.AssociationRequest { return s.associationRequest(ctx, v) })
	return gen.ListAssociationRequests200JSONResponse{Body: gen.AssociationRequestPage{Items: items, NextCursor: s.next(ctx, page.Next)}}, nil
}

// DecideAssociationRequest answers a customer's request. Source: 3a-9.
func (s *server) DecideAssociationRequest(ctx context.Context, r gen.DecideAssociationRequestRequestObject) (gen.DecideAssociationRequestResponseObject, error) {
	result, err := s.services.Requests.Answer(ctx, commandOf(ctx), r.RequestId, models.AnswerInput{
		Verdict: string(r.Body.Verdict), Reason: r.Body.Reason, AcceptNotice: given(r.Body.AcceptNotice),
	})
	if err != nil {
		return nil, err
	}
	body := s.associationRequestResult(ctx, result)
	if result.Pending != nil {
		return gen.DecideAssociationRequest202JSONResponse{Body: body, Headers: gen.DecideAssociationRequest202ResponseHeaders{
			ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed), RetryAfter: optional(retryPending),
		}}, nil
	}
	return gen.DecideAssociationRequest200JSONResponse{Body: body, Headers: gen.DecideAssociationRequest200ResponseHeaders{
		ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// CancelAssociationRequest takes the partner's own request back. Source: 3b.
func (s *server) CancelAssociationRequest(ctx context.Context, r gen.CancelAssociationRequestRequestObject) (gen.CancelAssociationRequestResponseObject, error) {
	result, err := s.services.Requests.Cancel(ctx, commandOf(ctx), r.RequestId)
	if err != nil {
		return nil, err
	}
	body := s.associationRequestResult(ctx, result)
	if result.Pending != nil {
		return gen.CancelAssociationRequest202JSONResponse{Body: body, Headers: gen.CancelAssociationRequest202ResponseHeaders{
			ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed), RetryAfter: optional(retryPending),
		}}, nil
	}
	return gen.CancelAssociationRequest200JSONResponse{Body: body, Headers: gen.CancelAssociationRequest200ResponseHeaders{
		ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

func (s *server) associationRequestResult(ctx context.Context, result models.Result[models.AssociationRequestView]) gen.AssociationRequest {
	body := s.associationRequest(ctx, result.Value)
	body.PendingDecision = pendingDecision(result.Pending)
	return body
}

func (s *server) associationRequest(ctx context.Context, v models.AssociationRequestView) gen.AssociationRequest {
	links := linksOf(models.SubjectRequest, v.ID, v.EvaluationID)
	link(links, "association", models.SubjectAssociation, &v.AssociationID)
	link(links, "new_association", models.SubjectAssociation, v.NewAssociationID)
	if v.State == models.AssociationRequestApproved {
		links["settlement"] = links["self"] + "/settlement"
	}
	return gen.AssociationRequest{
		Id:               v.ID,
		Reference:        v.Reference,
		State:            gen.AssociationRequestState(v.Effective),
		StateSince:       v.StateSince.UTC(),
		Version:          v.Version,
		WaitingFor:       waitingFor(v.Waiting),
		DueAt:            instant(v.Waiting.DueAt),
		OnSilence:        optional(v.Waiting.OnSilence),
		AllowedActions:   s.actions(ctx, v.Actions),
		EvaluationId:     v.EvaluationID,
		Links:            links,
		PartnerId:        v.PartnerID,
		CustomerId:       v.CustomerID,
		CustomerName:     v.CustomerName,
		AssociationId:    v.AssociationID,
		Kind:             gen.AssociationRequestKind(v.Kind),
		Initiator:        gen.AssociationRequestInitiator(v.Initiator),
		FromType:         gen.AssociationType(v.FromType),
		ToType:           optional(string(v.ToType)),
		Requester:        v.Requester,
		Reason:           v.Reason,
		Answer:           optional(v.Opinion),
		EffectiveAt:      instant(v.EffectiveAt),
		NewAssociationId: v.NewAssociationID,
		PolicyId:         v.PolicyID,
		CreatedAt:        v.CreatedAt.UTC(),
	}
}
