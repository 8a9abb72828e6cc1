package api

import (
	"context"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// GetAcceptance reads one customer's attempt to associate.
func (s *server) GetAcceptance(ctx context.Context, r gen.GetAcceptanceRequestObject) (gen.GetAcceptanceResponseObject, error) {
	view, err := s.services.Acceptances.Get(ctx, principalOf(ctx), r.AcceptanceId)
	if err != nil {
		return nil, err
	}
	return gen.GetAcceptance200JSONResponse{Body: acceptance(view), Headers: gen.GetAcceptance200ResponseHeaders{ETag: etag(view.Version)}}, nil
}

// ListAcceptances lists what the caller may see.
func (s *server) ListAcceptances(ctx context.Context, r gen.ListAcceptancesRequestObject) (gen.ListAcceptancesResponseObject, error) {
	query, err := s.page(ctx, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := s.services.Acceptances.List(ctx, principalOf(ctx), query)
	if err != nil {
		return nil, err
	}
	return gen.ListAcceptances200JSONResponse{Body: gen.AcceptancePage{
		Items: mapped(page.Items, acceptance), NextCursor: s.next(ctx, page.Next),
	}}, nil
}

// acceptance has no actions for the people of the API: the customer accepts on
// the pages, and nobody else decides.
func acceptance(v models.AcceptanceView) gen.Acceptance {
	links := linksOf(models.SubjectAcceptance, v.ID, v.EvaluationID)
	link(links, "invitation", models.SubjectInvitation, v.InvitationID)
	link(links, "invitation_link", models.SubjectLink, v.LinkID)
	link(links, "registration", models.SubjectRegistration, v.RegistrationID)
	link(links, "association", models.SubjectAssociation, v.AssociationID)
	return gen.Acceptance{
		Id:              v.ID,
		Reference:       v.Reference,
		State:           gen.AcceptanceState(v.State),
		StateSince:      v.StateSince.UTC(),
		Version:         v.Version,
		WaitingFor:      waitingFor(v.Waiting),
		DueAt:           instant(v.Waiting.DueAt),
		OnSilence:       optional(v.Waiting.OnSilence),
		AllowedActions:  []gen.Action{},
		EvaluationId:    v.EvaluationID,
		Links:           links,
		PartnerId:       v.PartnerID,
		CustomerId:      v.CustomerID,
		InvitationId:    v.InvitationID,
		LinkId:          v.LinkID,
		RegistrationId:  v.RegistrationID,
		AssociationType: gen.AssociationType(v.AssociationType),
		NoticeVersion:   optional(v.NoticeVersion),
		ConsentedAt:     v.ConsentedAt.UTC(),
		FailureCodes:    codes(v.FailureCodes),
		AssociationId:   v.AssociationID,
		PolicyId:        v.PolicyID,
		CreatedAt:       v.CreatedAt.UTC(),
	}
}
