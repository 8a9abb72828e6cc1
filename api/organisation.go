package api

import (
	"context"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// GetOrganisation reads one organisation.
func (s *server) GetOrganisation(ctx context.Context, r gen.GetOrganisationRequestObject) (gen.GetOrganisationResponseObject, error) {
	org, err := s.services.Organisations.Get(ctx, principalOf(ctx), r.OrganisationId)
	if err != nil {
		return nil, err
	}
	return gen.GetOrganisation200JSONResponse{Body: organisation(org), Headers: gen.GetOrganisation200ResponseHeaders{ETag: etag(org.Version)}}, nil
}

// PutOrganisation states an organisation.
func (s *server) PutOrganisation(ctx context.Context, r gen.PutOrganisationRequestObject) (gen.PutOrganisationResponseObject, error) {
	result, err := s.services.Organisations.Put(ctx, commandOf(ctx), r.OrganisationId, organisationInput(*r.Body))
	if err != nil {
		return nil, err
	}
	return gen.PutOrganisation200JSONResponse{Body: organisation(result.Value), Headers: gen.PutOrganisation200ResponseHeaders{
		ETag: etag(result.Value.Version), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

func organisationInput(in gen.OrganisationInput) models.OrganisationInput {
	contact := given(in.Contact)
	return models.OrganisationInput{
		Kind:           models.OrganisationKind(in.Kind),
		ParentID:       in.ParentId,
		Site:           models.Site(in.Site),
		Name:           in.Name,
		Country:        in.Country,
		Frozen:         given(in.Frozen),
		Prepaid:        given(in.Prepaid),
		PaymentAccount: given(in.PaymentAccount),
		ContactName:    given(contact.PersonName),
		ContactPhone:   given(contact.Phone),
		ContactEmail:   given(contact.Email),
	}
}

func organisation(o models.Organisation) gen.Organisation {
	return gen.Organisation{
		Id:             o.ID,
		Kind:           gen.OrganisationKind(o.Kind),
		ParentId:       o.ParentID,
		Site:           gen.Site(o.Site),
		Name:           o.Name,
		Country:        o.Country,
		Frozen:         o.Frozen,
		Prepaid:        o.Prepaid,
		PaymentAccount: optional(o.PaymentAccount),
		HasContact:     o.HasContact,
		Version:        o.Version,
		CreatedAt:      o.CreatedAt.UTC(),
		UpdatedAt:      o.UpdatedAt.UTC(),
	}
}
