package api

import (
	"context"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// CreateInvitations invites several registered customers. Source: 2a-1.
func (s *server) CreateInvitations(ctx context.Context, r gen.CreateInvitationsRequestObject) (gen.CreateInvitationsResponseObject, error) {
	result, err := s.services.Invitations.Invite(ctx, commandOf(ctx), invitationInput(*r.Body))
	if err != nil {
		return nil, err
	}
	body := gen.InvitationBatch{Id: result.Value.ID, Items: s.invitations(ctx, result.Value.Items)}
	return gen.CreateInvitations201JSONResponse{Body: body, Headers: gen.CreateInvitations201ResponseHeaders{
		IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// PreviewInvitations shows the mails and sends nothing. Source: 2a-1.
func (s *server) PreviewInvitations(ctx context.Context, r gen.PreviewInvitationsRequestObject) (gen.PreviewInvitationsResponseObject, error) {
	mails, err := s.services.Invitations.Preview(ctx, principalOf(ctx), invitationInput(*r.Body))
	if err != nil {
		return nil, err
	}
	items := mapped(mails, func(m models.MailPreview) gen.MailPreview {
		return gen.MailPreview{RegistrationId: m.RegistrationID, Subject: m.Subject, Text: m.Text, Html: m.HTML}
	})
	return gen.PreviewInvitations200JSONResponse{Body: gen.InvitationPreview{Items: items}}, nil
}

// GetInvitation reads one invitation.
func (s *server) GetInvitation(ctx context.Context, r gen.GetInvitationRequestObject) (gen.GetInvitationResponseObject, error) {
	view, err := s.services.Invitations.Get(ctx, principalOf(ctx), r.InvitationId)
	if err != nil {
		return nil, err
	}
	return gen.GetInvitation200JSONResponse{Body: s.invitation(ctx, view), Headers: gen.GetInvitation200ResponseHeaders{ETag: etag(view.Version)}}, nil
}

// ListInvitations lists what the caller may see.
func (s *server) ListInvitations(ctx context.Context, r gen.ListInvitationsRequestObject) (gen.ListInvitationsResponseObject, error) {
	query, err := s.page(ctx, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := models.InvitationFilter{State: string(given(r.Params.State)), RegistrationID: r.Params.RegistrationId}
	page, err := s.services.Invitations.List(ctx, principalOf(ctx), filter, query)
	if err != nil {
		return nil, err
	}
	return gen.ListInvitations200JSONResponse{Body: gen.InvitationPage{
		Items: s.invitations(ctx, page.Items), NextCursor: s.next(ctx, page.Next),
	}}, nil
}

// ResendInvitation sends an invitation again under a new code.
func (s *server) ResendInvitation(ctx context.Context, r gen.ResendInvitationRequestObject) (gen.ResendInvitationResponseObject, error) {
	result, err := s.services.Invitations.Resend(ctx, commandOf(ctx), r.InvitationId)
	if err != nil {
		return nil, err
	}
	body := s.invitationResult(ctx, result)
	if result.Pending != nil {
		return gen.ResendInvitation202JSONResponse{Body: body, Headers: gen.ResendInvitation202ResponseHeaders{
			ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed), RetryAfter: optional(retryPending),
		}}, nil
	}
	return gen.ResendInvitation200JSONResponse{Body: body, Headers: gen.ResendInvitation200ResponseHeaders{
		ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// CancelInvitation ends an invitation.
func (s *server) CancelInvitation(ctx context.Context, r gen.CancelInvitationRequestObject) (gen.CancelInvitationResponseObject, error) {
	result, err := s.services.Invitations.Cancel(ctx, commandOf(ctx), r.InvitationId)
	if err != nil {
		return nil, err
	}
	body := s.invitationResult(ctx, result)
	if result.Pending != nil {
		return gen.CancelInvitation202JSONResponse{Body: body, Headers: gen.CancelInvitation202ResponseHeaders{
			ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed), RetryAfter: optional(retryPending),
		}}, nil
	}
	return gen.CancelInvitation200JSONResponse{Body: body, Headers: gen.CancelInvitation200ResponseHeaders{
		ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

func invitationInput(in gen.InvitationInput) models.InvitationInput {
	return models.InvitationInput{
		RegistrationIDs: in.RegistrationIds,
		AssociationType: models.AssociationType(in.AssociationType),
		Locale:          string(given(in.Locale)),
	}
}

func (s *server) invitationResult(ctx context.Context, result models.Result[models.InvitationView]) gen.Invitation {
	body := s.invitation(ctx, result.Value)
	body.PendingDecision = pendingDecision(result.Pending)
	return body
}

func (s *server) invitations(ctx context.Context, views []models.InvitationView) []gen.Invitation {
	return mapped(views, func(v models.InvitationView) gen.Invitation { return s.invitation(ctx, v) })
}

func (s *server) invitation(ctx context.Context, v models.InvitationView) gen.Invitation {
	links := linksOf(models.SubjectInvitation, v.ID, v.EvaluationID)
	link(links, "registration", models.SubjectRegistration, &v.RegistrationID)
	link(links, "acceptance", models.SubjectAcceptance, v.AcceptanceID)
	link(links, "association", models.SubjectAssociation, v.AssociationID)
	return gen.Invitation{
		Id:              v.ID,
		Reference:       v.Reference,
		State:           gen.InvitationState(v.Effective),
		StateSince:      v.StateSince.UTC(),
		Version:         v.Version,
		WaitingFor:      waitingFor(v.Waiting),
		DueAt:           instant(v.Waiting.DueAt),
		OnSilence:       optional(v.Waiting.OnSilence),
		AllowedActions:  s.actions(ctx, v.Actions),
		EvaluationId:    v.EvaluationID,
		Links:           links,
		PartnerId:       v.PartnerID,
		RegistrationId:  v.RegistrationID,
		BatchId:         v.BatchID,
		AssociationType: gen.AssociationType(v.AssociationType),
		Contact:         maskedContact(v.Contact),
		Locale:          gen.Locale(v.Locale),
		Inviter:         v.Inviter,
		AccountManager:  optional(v.AccountManager),
		Generation:      int32(v.Generation),
		SentAt:          v.SentAt.UTC(),
		ExpiresAt:       v.ExpiresAt.UTC(),
		ResendUntil:     v.ResendUntil.UTC(),
		FailureCodes:    codes(v.FailureCodes),
		AcceptanceId:    v.AcceptanceID,
		AssociationId:   v.AssociationID,
		PolicyId:        v.PolicyID,
		CreatedAt:       v.CreatedAt.UTC(),
	}
}
