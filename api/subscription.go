package api

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// CreateSubscription has events sent to an address.
func (s *server) CreateSubscription(ctx context.Context, r gen.CreateSubscriptionRequestObject) (gen.CreateSubscriptionResponseObject, error) {
	result, err := s.services.Subscriptions.Create(ctx, commandOf(ctx), subscriptionInput(*r.Body))
	if err != nil {
		return nil, err
	}
	body := subscription(result.Value)
	return gen.CreateSubscription201JSONResponse{Body: body, Headers: gen.CreateSubscription201ResponseHeaders{
		ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed), Location: optional(body.Links["self"]),
	}}, nil
}

// ListSubscriptions lists those of the caller's organisation.
func (s *server) ListSubscriptions(ctx context.Context, r gen.ListSubscriptionsRequestObject) (gen.ListSubscriptionsResponseObject, error) {
	query, err := s.page(ctx, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := s.services.Subscriptions.List(ctx, principalOf(ctx), query)
	if err != nil {
		return nil, err
	}
	return gen.ListSubscriptions200JSONResponse{Body: gen.SubscriptionPage{Items: mapped(page.Items, subscription), NextCursor: s.next(ctx, page.Next)}}, nil
}

// GetSubscription reads one subscription.
func (s *server) GetSubscription(ctx context.Context, r gen.GetSubscriptionRequestObject) (gen.GetSubscriptionResponseObject, error) {
	view, err := s.services.Subscriptions.Get(ctx, principalOf(ctx), r.SubscriptionId)
	if err != nil {
		return nil, err
	}
	return gen.GetSubscription200JSONResponse{Body: subscription(view), Headers: gen.GetSubscription200ResponseHeaders{ETag: etag(view.Version)}}, nil
}

// ChangeSubscription replaces address and filters.
func (s *server) ChangeSubscription(ctx context.Context, r gen.ChangeSubscriptionRequestObject) (gen.ChangeSubscriptionResponseObject, error) {
	result, err := s.services.Subscriptions.Change(ctx, commandOf(ctx), r.SubscriptionId, subscriptionInput(*r.Body))
	if err != nil {
		return nil, err
	}
	return gen.ChangeSubscription200JSONResponse{Body: subscription(result.Value), Headers: gen.ChangeSubscription200ResponseHeaders{
		ETag: etag(result.Value.Version), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// DeleteSubscription ends a subscription.
func (s *server) DeleteSubscription(ctx context.Context, r gen.DeleteSubscriptionRequestObject) (gen.DeleteSubscriptionResponseObject, error) {
	if err := s.services.Subscriptions.Delete(ctx, commandOf(ctx), r.SubscriptionId); err != nil {
		return nil, err
	}
	return gen.DeleteSubscription204Response{}, nil
}

// RotateSubscriptionSecret makes a new secret.
func (s *server) RotateSubscriptionSecret(ctx context.Context, r gen.RotateSubscriptionSecretRequestObject) (gen.RotateSubscriptionSecretResponseObject, error) {
	result, err := s.services.Subscriptions.RotateSecret(ctx, commandOf(ctx), r.SubscriptionId)
	if err != nil {
		return nil, err
	}
	return gen.RotateSubscriptionSecret200JSONResponse{Body: subscription(result.Value), Headers: gen.RotateSubscriptionSecret200ResponseHeaders{
		ETag: etag(result.Value.Version), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// EnableSubscription sends again to a receiver that was disabled.
func (s *server) EnableSubscription(ctx context.Context, r gen.EnableSubscriptionRequestObject) (gen.EnableSubscriptionResponseObject, error) {
	result, err := s.services.Subscriptions.Enable(ctx, commandOf(ctx), r.SubscriptionId)
	if err != nil {
		return nil, err
	}
	return gen.EnableSubscription200JSONResponse{Body: subscription(result.Value), Headers: gen.EnableSubscription200ResponseHeaders{
		ETag: etag(result.Value.Version), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// ReplaySubscription sends again what came after a position.
func (s *server) ReplaySubscription(ctx context.Context, r gen.ReplaySubscriptionRequestObject) (gen.ReplaySubscriptionResponseObject, error) {
	result, err := s.services.Subscriptions.Replay(ctx, commandOf(ctx), r.SubscriptionId, r.Body.After)
	if err != nil {
		return nil, err
	}
	return gen.ReplaySubscription200JSONResponse{Body: subscription(result.Value), Headers: gen.ReplaySubscription200ResponseHeaders{
		ETag: etag(result.Value.Version), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// ListDeliveries reads what was sent, and what came of it.
func (s *server) ListDeliveries(ctx context.Context, r gen.ListDeliveriesRequestObject) (gen.ListDeliveriesResponseObject, error) {
	query, err := s.page(ctx, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := s.services.Subscriptions.Deliveries(ctx, principalOf(ctx), r.SubscriptionId, string(given(r.Params.State)), query)
	if err != nil {
		return nil, err
	}
	return gen.ListDeliveries200JSONResponse{Body: gen.DeliveryPage{Items: mapped(page.Items, delivery), NextCursor: s.next(ctx, page.Next)}}, nil
}

// ResendDelivery sends an event again.
func (s *server) ResendDelivery(ctx context.Context, r gen.ResendDeliveryRequestObject) (gen.ResendDeliveryResponseObject, error) {
	result, err := s.services.Subscriptions.Resend(ctx, commandOf(ctx), r.SubscriptionId, r.DeliveryId)
	if err != nil {
		return nil, err
	}
	return gen.ResendDelivery200JSONResponse{Body: delivery(result.Value), Headers: gen.ResendDelivery200ResponseHeaders{IdempotencyReplayed: optional(result.Replayed)}}, nil
}

func subscriptionInput(in gen.SubscriptionInput) models.SubscriptionInput {
	return models.SubscriptionInput{
		URL: in.Url, Description: given(in.Description), Filter: models.EventFilter{Types: codes(given(in.Types)), SubjectKinds: codes(given(in.SubjectKinds))},
	}
}

func subscription(v models.SubscriptionView) gen.Subscription {
	self := pathOf(models.SubjectSubscription, v.ID)
	links := gen.Links{"self": self, "deliveries": self + "/deliveries"}
	if v.EvaluationID != uuid.Nil {
		links["evaluation"] = "/v1/evaluations/" + v.EvaluationID.String()
	}
	return gen.Subscription{
		Id:             v.ID,
		Reference:      v.Reference,
		State:          gen.SubscriptionState(v.State),
		StateSince:     v.StateSince.UTC(),
		DisabledCause:  optional(gen.SubscriptionDisabledCause(v.DisabledCause)),
		Version:        v.Version,
		Url:            v.URL,
		Description:    v.Description,
		Types:          codes(v.Types),
		SubjectKinds:   codes(v.SubjectKinds),
		Creator:        v.Creator,
		Secret:         optional(v.Secret),
		Position:       v.Position,
		Queued:         v.Queued,
		FailingSince:   instant(v.FailingSince),
		OldSecretUntil: instant(v.OldSecretUntil),
		CreatedAt:      v.CreatedAt.UTC(),
		EvaluationId:   v.EvaluationID,
		Links:          links,
	}
}

func delivery(d models.Delivery) gen.Delivery {
	shown := gen.Delivery{
		Id:            d.ID,
		EventId:       d.EventID,
		Position:      d.Position,
		SubjectId:     d.SubjectID,
		Type:          d.Type,
		State:         gen.DeliveryState(d.State),
		Attempts:      d.Attempts,
		QueuedAt:      d.QueuedAt.UTC(),
		LastAttemptAt: instant(d.LastAttemptAt),
		LastOutcome:   optional(gen.DeliveryLastOutcome(d.LastOutcome)),
		LastStatus:    optional(d.LastStatus),
		FinishedAt:    instant(d.FinishedAt),
	}
	if d.State == models.DeliveryQueued {
		shown.NextAttemptAt = instant(&d.NextAttemptAt)
	}
	if d.LastOutcome != "" {
		shown.LatencyMs = &d.LatencyMS
	}
	return shown
}
