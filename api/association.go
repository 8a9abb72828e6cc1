package api

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// GetAssociation reads one association.
func (s *server) GetAssociation(ctx context.Context, r gen.GetAssociationRequestObject) (gen.GetAssociationResponseObject, error) {
	view, err := s.services.Associations.Get(ctx, principalOf(ctx), r.AssociationId)
	if err != nil {
		return nil, err
	}
	return gen.GetAssociation200JSONResponse{Body: association(view), Headers: gen.GetAssociation200ResponseHeaders{ETag: etag(view.Version)}}, nil
}

// ListAssociations lists what the caller may see, now or as of an instant.
func (s *server) ListAssociations(ctx context.Context, r gen.ListAssociationsRequestObject) (gen.ListAssociationsResponseObject, error) {
	query, err := s.page(ctx, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := models.AssociationFilter{
		AsOf:            instant(r.Params.AsOf),
		AssociationType: models.AssociationType(given(r.Params.AssociationType)),
		Tag:             given(r.Params.Tag),
	}
	page, err := s.services.Associations.List(ctx, principalOf(ctx), filter, query)
	if err != nil {
		return nil, err
	}
	return gen.ListAssociations200JSONResponse{Body: gen.AssociationPage{
		Items: mapped(page.Items, association), NextCursor: s.next(ctx, page.Next),
	}}, nil
}

func association(v models.AssociationView) gen.Association {
	links := linksOf(models.SubjectAssociation, v.ID, uuid.Nil)
	link(links, "acceptance", models.SubjectAcceptance, &v.AcceptanceID)
	link(links, "registration", models.SubjectRegistration, v.RegistrationID)
	link(links, "replaces", models.SubjectAssociation, v.ReplacesID)
	link(links, "invitation", models.SubjectInvitation, v.InvitationID)
	link(links, "invitation_link", models.SubjectLink, v.LinkID)
	return gen.Association{
		Id:              v.ID,
		Reference:       v.Reference,
		State:           gen.AssociationState(v.State),
		Version:         v.Version,
		Links:           links,
		PartnerId:       v.PartnerID,
		CustomerId:      v.CustomerID,
		CustomerName:    v.CustomerName,
		AssociationType: gen.AssociationType(v.AssociationType),
		EffectiveFrom:   v.EffectiveFrom.UTC(),
		EffectiveUntil:  instant(v.EffectiveUntil),
		AccountManager:  optional(v.AccountManager),
		Tag:             optional(v.Tag),
		NoticeVersion:   optional(v.NoticeVersion),
		RegistrationId:  v.RegistrationID,
		InvitationId:    v.InvitationID,
		LinkId:          v.LinkID,
		AcceptanceId:    v.AcceptanceID,
		ReplacesId:      v.ReplacesID,
		CreatedAt:       v.CreatedAt.UTC(),
	}
}
