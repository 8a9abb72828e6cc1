package api

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// ListRegistrationEvents is the timeline of a registration.
func (s *server) ListRegistrationEvents(ctx context.Context, r gen.ListRegistrationEventsRequestObject) (gen.ListRegistrationEventsResponseObject, error) {
	body, err := s.timeline(ctx, models.SubjectRegistration, r.RegistrationId, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	return gen.ListRegistrationEvents200JSONResponse{Body: body}, nil
}

// ListInvitationEvents is the timeline of an invitation.
func (s *server) ListInvitationEvents(ctx context.Context, r gen.ListInvitationEventsRequestObject) (gen.ListInvitationEventsResponseObject, error) {
	body, err := s.timeline(ctx, models.SubjectInvitation, r.InvitationId, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	return gen.ListInvitationEvents200JSONResponse{Body: body}, nil
}

// ListInvitationLinkEvents is the timeline of an offline link.
func (s *server) ListInvitationLinkEvents(ctx context.Context, r gen.ListInvitationLinkEventsRequestObject) (gen.ListInvitationLinkEventsResponseObject, error) {
	body, err := s.timeline(ctx, models.SubjectLink, r.LinkId, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	return gen.ListInvitationLinkEvents200JSONResponse{Body: body}, nil
}

// ListAcceptanceEvents is the timeline of an acceptance.
func (s *server) ListAcceptanceEvents(ctx context.Context, r gen.ListAcceptanceEventsRequestObject) (gen.ListAcceptanceEventsResponseObject, error) {
	body, err := s.timeline(ctx, models.SubjectAcceptance, r.AcceptanceId, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	return gen.ListAcceptanceEvents200JSONResponse{Body: body}, nil
}

// ListAssociationEvents is the timeline of an association.
func (s *server) ListAssociationEvents(ctx context.Context, r gen.ListAssociationEventsRequestObject) (gen.ListAssociationEventsResponseObject, error) {
	body, err := s.timeline(ctx, models.SubjectAssociation, r.AssociationId, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	return gen.ListAssociationEvents200JSONResponse{Body: body}, nil
}

// ListAssociationRequestEvents is the timeline of a request about an association.
func (s *server) ListAssociationRequestEvents(ctx context.Context, r gen.ListAssociationRequestEventsRequestObject) (gen.ListAssociationRequestEventsResponseObject, error) {
	body, err := s.timeline(ctx, models.SubjectRequest, r.RequestId, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	return gen.ListAssociationRequestEvents200JSONResponse{Body: body}, nil
}

func (s *server) timeline(ctx context.Context, kind string, id uuid.UUID, limit *gen.Limit, cursor *gen.Cursor) (gen.Timeline, error) {
	query, err := s.page(ctx, limit, cursor)
	if err != nil {
		return gen.Timeline{}, err
	}
	principal := principalOf(ctx)
	page, err := s.services.Timelines.Of(ctx, principal, kind, id, query)
	if err != nil {
		return gen.Timeline{}, err
	}
	items := mapped(page.Items, func(e models.Event) gen.Event { return event(e, principal.Side) })
	return gen.Timeline{Items: items, NextCursor: s.next(ctx, page.Next)}, nil
}

// event shows the vendor also where the engine did it.
func event(e models.Event, reader models.Side) gen.Event {
	shown := gen.Event{
		Id:          e.ID,
		Type:        e.Type,
		SubjectKind: e.SubjectKind,
		SubjectId:   e.SubjectID,
		SubjectSeq:  e.SubjectSeq,
		Actor:       e.Actor,
		OnBehalfOf:  optional(e.OnBehalfOf),
		At:          e.At.UTC(),
		RecordedAt:  e.RecordedAt.UTC(),
		RequestId:   optional(e.RequestID),
		DecisionId:  e.DecisionID,
		PolicyId:    e.PolicyID,
		Data:        e.Data,
	}
	if shown.Data == nil {
		shown.Data = map[string]any{}
	}
	if reader == models.SideVendor {
		shown.TraceId = optional(e.TraceID)
		shown.WorkflowId = optional(e.WorkflowID)
		shown.RunId = optional(e.RunID)
	}
	return shown
}
